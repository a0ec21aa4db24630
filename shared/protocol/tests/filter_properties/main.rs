//! Filters held against a naive model, and against text that is meant to break the parser.

mod generate;
mod model;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;
use rollcall_protocol::filter::{Entries, Filter, Key, MAX_LENGTH};
use rollcall_protocol::path::{AttributePath, PatchPath};
use rollcall_protocol::schema::{ENTERPRISE_USER, ProfileMutability, ResourceType, USER};
use serde_json::Value;

use generate::{filters, scraps, users};
use model::entries;

/// A User as the RFC has it.
static PERSON: ResourceType = ResourceType {
    name: "User",
    description: "A person's account",
    endpoint: "/Users",
    schema: &USER,
    extensions: &[&ENTERPRISE_USER],
};

/// Parses `text` as whatever can be parsed and checks that what is accepted can be read back.
fn survives(text: &str) -> Result<(), TestCaseError> {
    if let Ok(path) = AttributePath::parse(text, &PERSON) {
        prop_assert_eq!(AttributePath::parse(&path.to_string(), &PERSON), Ok(path));
    }
    if let Ok(path) = PatchPath::parse(text, &PERSON) {
        prop_assert_eq!(PatchPath::parse(&path.to_string(), &PERSON), Ok(path));
    }
    if let Ok(filter) = Filter::parse(text, &PERSON) {
        prop_assert_eq!(Filter::parse(&filter.to_string(), &PERSON), Ok(filter));
    }
    Ok(())
}

/// The user as it is shown: the first e-mail entry is the account's own, and those beside it are not like it.
fn shown(mut user: Value, mutability: ProfileMutability) -> Value {
    let Some(members) = user.as_object_mut() else { return user };
    let mut emails = members.get("emails").map(entries).unwrap_or_default();
    if mutability == ProfileMutability::Immutable {
        emails.truncate(1);
    }
    let mut list = emails.iter_mut().filter_map(Value::as_object_mut);
    if let Some(own) = list.next() {
        own.insert("type".to_owned(), "work".into());
        own.insert("primary".to_owned(), true.into());
    }
    for beside in list {
        let is_work = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("work"));
        if let Some(of_type) = beside.get_mut("type").filter(|value| is_work(value)) {
            *of_type = "home".into();
        }
        if let Some(primary) = beside.get_mut("primary") {
            *primary = false.into();
        }
    }
    members.insert("emails".to_owned(), emails.into());
    user
}

proptest! {
    // A failure prints the smallest filter and user; put them into a test of their own.
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_text_makes_the_parsers_panic(text in any::<String>()) {
        survives(&text)?;
    }

    #[test]
    fn no_heap_of_tokens_makes_the_parsers_panic(text in scraps()) {
        survives(&text)?;
    }

    #[test]
    fn a_filter_reads_back_as_it_was_printed(model in filters(), loud: bool) {
        let text = model.write(loud);
        prop_assume!(text.len() <= MAX_LENGTH);
        let filter = Filter::parse(&text, &PERSON);
        prop_assert!(filter.is_ok(), "{text}: {filter:?}");
        survives(&text)?;
    }

    #[test]
    fn a_filter_matches_what_the_naive_model_says(
        model in filters(),
        loud: bool,
        users in vec(users(), 1..8),
    ) {
        let text = model.write(loud);
        let filter = Filter::parse(&text, &PERSON).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        for user in &users {
            let matches = user.as_object().is_some_and(|user| filter.matches(user));
            prop_assert_eq!(matches, model.holds(user), "{} of {}", text, user);
        }
    }

    #[test]
    fn the_entries_that_decide_a_filter_decide_it(model in filters(), users in vec(users(), 1..8)) {
        let text = model.write(false);
        let filter = Filter::parse(&text, &PERSON).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let Entries::These(deciding) = filter.entries_of("emails") else { return Ok(()) };
        for user in users.iter().filter_map(Value::as_object) {
            let mut without = user.clone();
            let mut emails = user.get("emails").map(entries).unwrap_or_default();
            emails.retain(|entry| {
                entry["value"].as_str().is_some_and(|value| deciding.contains(value.to_lowercase().as_str()))
            });
            without.insert("emails".to_owned(), emails.into());
            prop_assert_eq!(filter.matches(&without), filter.matches(user), "{} of {:?}", text, user);
        }
    }

    #[test]
    fn the_keys_of_a_filter_find_whatever_the_filter_matches(
        model in filters(),
        users in vec(users(), 1..8),
        mutability in select(vec![ProfileMutability::Immutable, ProfileMutability::ReadWrite]),
    ) {
        let text = model.write(false);
        let filter = Filter::parse(&text, &PERSON).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let Some(keys) = filter.keys(mutability) else { return Ok(()) };
        let users: Vec<Value> = users.into_iter().map(|user| shown(user, mutability)).collect();
        for user in users.iter().filter(|user| user.as_object().is_some_and(|user| filter.matches(user))) {
            let is_address = |value: &Value, address: &str| {
                value.as_str().is_some_and(|value| value.to_lowercase() == address)
            };
            let finds = |key: &Key<'_>| match *key {
                Key::Id(id) => user["id"] == id,
                Key::ExternalId(id) => user["externalId"] == id,
                Key::Address(address) => {
                    is_address(&user["userName"], address) || is_address(&user["emails"][0]["value"], address)
                }
            };
            prop_assert!(keys.iter().any(finds), "{keys:?} of {text} miss {user}");
        }
    }
}
