//! Filters over groups: which look-ups answer them, and which members they have to see.

use super::*;
use crate::filter::{Entries, Filter, GroupKey, MAX_KEYS};
use crate::list::ListRequest;

fn filter(text: &str) -> Filter {
    Filter::parse(text, &TEAM).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_filter_on_a_key_is_answered_by_it() {
    use GroupKey::{DisplayName, ExternalId, Id, Member};
    let cases = [
        ("displayName eq \"SALES Ä\"", vec![DisplayName("sales ä")]),
        // Blanks around a name are no part of it, or a directory would not find the group that it made.
        ("displayName eq \" Sales \"", vec![DisplayName("sales")]),
        ("externalId eq \"00gA\"", vec![ExternalId("00gA")]),
        ("id eq \"A-1\"", vec![Id("A-1")]),
        ("members.value eq \"U-1\"", vec![Member("U-1")]),
        ("members eq \"U-1\"", vec![Member("U-1")]),
        ("members[value eq \"U-1\"]", vec![Member("U-1")]),
        ("members[type eq \"User\" and value eq \"U-1\"]", vec![Member("U-1")]),
        ("members[type eq \"User\"].value eq \"U-1\"", vec![Member("U-1")]),
        ("meta.created pr and displayName eq \"a\"", vec![DisplayName("a")]),
        ("id eq \"1\" and members.value eq \"u\"", vec![Id("1")]),
        ("displayName eq \"a\" or id eq \"1\" or displayName eq \"A\"", vec![DisplayName("a"), Id("1")]),
        ("urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq \"a\"", vec![DisplayName("a")]),
    ];
    for (text, keys) in cases {
        assert_eq!(filter(text).group_keys(), Some(keys), "{text}");
    }
}

#[test]
fn other_filters_have_no_key() {
    for text in [
        "displayName sw \"a\"",
        "displayName eq null",
        "not (displayName eq \"a\")",
        "displayName eq \"a\" or meta.created pr",
        "members pr",
        "members.value ne \"a\"",
        "members[type eq \"User\"]",
    ] {
        assert_eq!(filter(text).group_keys(), None, "{text}");
    }
    let many = |count: usize| {
        let parts: Vec<_> = (0..count).map(|n| format!("id eq \"{n}\"")).collect();
        filter(&parts.join(" or ")).group_keys().map(|keys| keys.len())
    };
    assert_eq!((many(MAX_KEYS), many(MAX_KEYS + 1)), (Some(MAX_KEYS), None));
}

/// What a filter has to see of the members.
#[test]
fn a_filter_says_which_members_decide_it() {
    let these = |ids: &[&'static str]| Entries::These(ids.iter().copied().collect());
    let cases = [
        ("displayName eq \"a\"", Entries::NONE),
        ("displayName sw \"a\" and not (externalId pr)", Entries::NONE),
        ("members.value eq \"a\"", these(&["a"])),
        ("members.value eq \"a\" and members.value eq \"b\"", these(&["a", "b"])),
        ("displayName eq \"x\" or not (members.value eq \"a\")", these(&["a"])),
        ("members[value eq \"a\" and display co \"x\"]", these(&["a"])),
        ("members[value eq \"a\" or value eq \"b\"]", these(&["a", "b"])),
        ("members[value eq \"a\" or display co \"x\"]", Entries::All),
        ("members[not (value eq \"a\")]", Entries::All),
        ("members pr", Entries::All),
        ("members.value pr", Entries::All),
        ("members.value ne \"a\"", Entries::All),
        ("members.display eq \"a\"", Entries::All),
        ("members.value eq \"a\" and members.type eq \"User\"", Entries::All),
    ];
    for (text, expected) in cases {
        assert_eq!(filter(text).entries_of("members"), expected, "{text}");
    }
}

#[test]
fn the_deciding_members_decide() {
    let group = |ids: &[&str]| {
        let members: Value =
            ids.iter().map(|id| json!({ "value": id, "type": "User", "display": id })).collect();
        match json!({ "id": ID, "displayName": "Sales", "members": members }) {
            Value::Object(group) => group,
            _ => unreachable!(),
        }
    };
    for text in [
        "members.value eq \"a\"",
        "not (members.value eq \"a\") and displayName eq \"sales\"",
        "members[value eq \"a\" and display co \"a\"]",
        "members[(value eq \"a\" or value eq \"z\") and not (display eq \"a\")]",
        "members.value eq \"a\" and members.value eq \"b\"",
    ] {
        let filter = filter(text);
        let Entries::These(ids) = filter.entries_of("members") else { panic!("{text}: all members") };
        for whole in [&["a", "b", "c"][..], &["b", "c"], &["c", "a"], &[]] {
            let deciding: Vec<_> = whole.iter().copied().filter(|id| ids.contains(id)).collect();
            assert_eq!(
                filter.matches(&group(&deciding)),
                filter.matches(&group(whole)),
                "{text} of {whole:?}"
            );
        }
    }
}

#[test]
fn what_a_group_lacks_is_no_filter() {
    let error = Filter::parse("userName eq \"a\"", &TEAM).expect_err("a user's attribute");
    assert_eq!(error.scim_type, Some(ScimType::InvalidFilter));
    assert!(error.detail.ends_with("Group has no attribute \"userName\""), "{error}");
    let error = Filter::parse("email co \"a\"", &TEAM).expect_err("a user's attribute");
    assert!(error.detail.ends_with("Group has no attribute \"email\""), "{error}");
}

#[test]
fn a_cursor_of_users_is_none_of_groups() {
    use crate::example::PERSON;
    use jiff::Timestamp;
    let list = |of| ListRequest::from_query(&[], of, Timestamp::UNIX_EPOCH).expect("a list").query();
    assert_ne!(list(&PERSON), list(&TEAM));
}
