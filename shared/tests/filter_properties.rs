//! Filters against a model that was written down naively: it looks everything up by walking JSON, folds case by
//! making lower-case copies, and knows a handful of dates by heart.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;
use rollcall::scim::filter::{Filter, Key, MAX_LENGTH};
use rollcall::scim::path::{AttributePath, PatchPath};
use serde_json::{Map, Value, json};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Few, so that comparisons often hold.
const STRINGS: [&str; 12] =
    ["", "a", "A", "ab", "aB", "Ba", "b\"\\", "É", "éa", "Straße", "é\u{1F600}", "@x\n/"];

/// Spellings of dates, and the milliseconds they lie after the first.
const DATES: [(&str, i64); 7] = [
    ("2026-01-01T00:00:00Z", 0),
    ("2026-01-01T01:00:00.000+01:00", 0),
    ("2025-12-31T19:00:00-05:00", 0),
    ("2026-01-01T00:00:00.5Z", 500),
    ("2026-01-01T05:30:00.500000000000+05:30", 500),
    ("2025-12-31T23:59:59.999Z", -1),
    ("2026-01-01T00:00:01", 1000),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    AnyCase,
    ExactCase,
    Boolean,
    Date,
}

#[derive(Debug, Clone, Copy)]
struct Path {
    text: &'static str,
    urn: Option<&'static str>,
    attribute: &'static str,
    sub: Option<&'static str>,
    kind: Kind,
}

const fn path(text: &'static str, attribute: &'static str, sub: Option<&'static str>, kind: Kind) -> Path {
    Path { text, urn: None, attribute, sub, kind }
}

const USER_PATHS: [Path; 12] = [
    path("id", "id", None, Kind::ExactCase),
    path("externalId", "externalId", None, Kind::ExactCase),
    path("userName", "userName", None, Kind::AnyCase),
    path("title", "title", None, Kind::AnyCase),
    path("active", "active", None, Kind::Boolean),
    path("meta.created", "meta", Some("created"), Kind::Date),
    path("name.familyName", "name", Some("familyName"), Kind::AnyCase),
    path("emails", "emails", Some("value"), Kind::AnyCase),
    path("emails.value", "emails", Some("value"), Kind::AnyCase),
    path("emails.type", "emails", Some("type"), Kind::AnyCase),
    path("emails.primary", "emails", Some("primary"), Kind::Boolean),
    Path {
        urn: Some(ENTERPRISE),
        ..path(
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            "department",
            None,
            Kind::AnyCase,
        )
    },
];

const ENTRY_PATHS: [Path; 3] = [
    path("value", "value", None, Kind::AnyCase),
    path("type", "type", None, Kind::AnyCase),
    path("primary", "primary", None, Kind::Boolean),
];

#[derive(Debug, Clone)]
enum Literal {
    Text(&'static str),
    Boolean { value: bool, quoted: bool },
    Date(&'static str, i64),
    Null,
}

#[derive(Debug, Clone)]
enum Model {
    And(Box<Model>, Box<Model>),
    Or(Box<Model>, Box<Model>),
    Not(Box<Model>),
    Parentheses(Box<Model>),
    Present(Path),
    Compare(Path, &'static str, Literal),
    /// `emails[…]`
    Entry(Box<Model>),
    /// `emails[…].value eq …`
    EntrySub(Box<Model>, Box<Model>),
}

// ---- Making filters and users --------------------------------------------------------------------------------------

fn comparison(paths: &'static [Path]) -> impl Strategy<Value = Model> {
    select(paths).prop_flat_map(|path| {
        let (operators, literal): (&[&str], BoxedStrategy<Literal>) = match path.kind {
            Kind::AnyCase | Kind::ExactCase => (
                &["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"],
                select(&STRINGS[..]).prop_map(Literal::Text).boxed(),
            ),
            Kind::Boolean => (
                &["eq", "ne"],
                any::<(bool, bool)>().prop_map(|(value, quoted)| Literal::Boolean { value, quoted }).boxed(),
            ),
            Kind::Date => (
                &["eq", "ne", "gt", "ge", "lt", "le"],
                select(&DATES[..]).prop_map(|(text, at)| Literal::Date(text, at)).boxed(),
            ),
        };
        prop_oneof![
            8 => (select(operators.to_vec()), literal).prop_map(move |(op, it)| Model::Compare(path, op, it)),
            1 => select(vec!["eq", "ne"]).prop_map(move |op| Model::Compare(path, op, Literal::Null)),
            1 => Just(Model::Present(path)),
        ]
    })
}

fn combined(leaf: impl Strategy<Value = Model> + 'static) -> impl Strategy<Value = Model> {
    leaf.prop_recursive(4, 12, 2, |inner| {
        let boxed = inner.prop_map(Box::new);
        prop_oneof![
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Model::And(a, b)),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Model::Or(a, b)),
            boxed.clone().prop_map(Model::Not),
            boxed.prop_map(Model::Parentheses),
        ]
    })
}

fn filters() -> impl Strategy<Value = Model> {
    let entry = || combined(comparison(&ENTRY_PATHS)).prop_map(Box::new);
    combined(prop_oneof![
        6 => comparison(&USER_PATHS),
        1 => entry().prop_map(Model::Entry),
        1 => (entry(), comparison(&ENTRY_PATHS).prop_map(Box::new)).prop_map(|(a, b)| Model::EntrySub(a, b)),
    ])
}

/// An object with some of these members; some of them null.
fn object(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let members = members.into_iter().map(|(name, value)| {
        option::weighted(0.7, prop_oneof![9 => value, 1 => Just(Value::Null)])
            .prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    });
    members
        .collect::<Vec<_>>()
        .prop_map(|members| Value::Object(members.into_iter().flatten().collect::<Map<_, _>>()))
        .boxed()
}

fn users() -> impl Strategy<Value = Value> {
    let string = || select(&STRINGS[..]).prop_map(Value::from).boxed();
    let boolean = || any::<bool>().prop_map(Value::from).boxed();
    let date = select(&DATES[..]).prop_map(|(text, _)| Value::from(text)).boxed();
    let email = object(vec![("value", string()), ("type", string()), ("primary", boolean())]);
    object(vec![
        ("id", string()),
        ("externalId", string()),
        ("userName", string()),
        ("title", string()),
        ("active", boolean()),
        ("meta", object(vec![("created", date)])),
        ("name", object(vec![("familyName", string())])),
        ("emails", vec(email, 0..4).prop_map(Value::from).boxed()),
        (ENTERPRISE, object(vec![("department", string())])),
    ])
}

// ---- What the filters mean -----------------------------------------------------------------------------------------

impl Model {
    fn holds(&self, object: &Value) -> bool {
        match self {
            Self::And(a, b) => a.holds(object) && b.holds(object),
            Self::Or(a, b) => a.holds(object) || b.holds(object),
            Self::Not(a) => !a.holds(object),
            Self::Parentheses(a) => a.holds(object),
            Self::Present(path) => path.is_present(object),
            Self::Compare(path, "eq", Literal::Null) => !path.is_present(object),
            Self::Compare(path, _, Literal::Null) => path.is_present(object),
            Self::Compare(path, "ne", literal) => {
                let values = path.values(object);
                values.is_empty() || values.iter().any(|value| !literal.compares(path.kind, value, "eq"))
            }
            Self::Compare(path, operator, literal) => {
                path.values(object).iter().any(|value| literal.compares(path.kind, value, operator))
            }
            Self::Entry(filter) => entries(&object["emails"]).iter().any(|entry| filter.holds(entry)),
            Self::EntrySub(filter, sub) => {
                entries(&object["emails"]).iter().any(|entry| filter.holds(entry) && sub.holds(entry))
            }
        }
    }
}

fn entries(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![],
        Value::Array(entries) => entries.clone(),
        other => vec![other.clone()],
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().all(is_empty),
        Value::Object(members) => members.values().all(is_empty),
        other => *other == Value::Null || *other == json!(""),
    }
}

impl Path {
    fn entries(&self, object: &Value) -> Vec<Value> {
        entries(&self.urn.map_or(object, |urn| &object[urn])[self.attribute])
    }

    /// Null where an entry lacks the sub-attribute.
    fn values(&self, object: &Value) -> Vec<Value> {
        self.entries(object).iter().map(|entry| self.sub.map_or(entry, |sub| &entry[sub]).clone()).collect()
    }

    fn is_present(&self, object: &Value) -> bool {
        let values = if self.text == "emails" { self.entries(object) } else { self.values(object) };
        !values.iter().all(is_empty)
    }
}

impl Literal {
    fn compares(&self, kind: Kind, value: &Value, operator: &str) -> bool {
        match (self, value) {
            (Self::Text(text), Value::String(value)) if kind == Kind::AnyCase => {
                compare_texts(&value.to_lowercase(), &text.to_lowercase(), operator)
            }
            (Self::Text(text), Value::String(value)) => compare_texts(value, text, operator),
            (Self::Boolean { value: literal, .. }, Value::Bool(value)) => ordered(value, literal, operator),
            (Self::Date(_, literal), Value::String(text)) => {
                let (_, value) = DATES.iter().find(|(date, _)| date == text).unwrap_or(&("", i64::MIN));
                ordered(value, literal, operator)
            }
            _ => false,
        }
    }
}

fn compare_texts(value: &str, literal: &str, operator: &str) -> bool {
    match operator {
        "co" => value.contains(literal),
        "sw" => value.starts_with(literal),
        "ew" => value.ends_with(literal),
        _ => ordered(&value, &literal, operator),
    }
}

fn ordered<T: Ord>(value: &T, literal: &T, operator: &str) -> bool {
    match operator {
        "eq" => value == literal,
        "ne" => value != literal,
        "gt" => value > literal,
        "ge" => value >= literal,
        "lt" => value < literal,
        "le" => value <= literal,
        _ => false,
    }
}

// ---- How they are written ------------------------------------------------------------------------------------------

impl Model {
    /// `loud`: names and words in capitals, as some clients write them.
    fn write(&self, loud: bool) -> String {
        let cased = |text: &str| if loud { text.to_uppercase() } else { text.to_owned() };
        // Within an `and`, an `or` must stand in parentheses.
        let factor = |part: &Self| match part {
            Self::Or(..) => format!("({})", part.write(loud)),
            part => part.write(loud),
        };
        match self {
            Self::And(a, b) => format!("{} {} {}", factor(a), cased("and"), factor(b)),
            Self::Or(a, b) => format!("{} {} {}", a.write(loud), cased("or"), b.write(loud)),
            Self::Not(a) => format!("{} ({})", cased("not"), a.write(loud)),
            Self::Parentheses(a) => format!("( {} )", a.write(loud)),
            Self::Present(path) => format!("{} {}", cased(path.text), cased("pr")),
            Self::Compare(path, operator, literal) => {
                format!("{} {} {}", cased(path.text), cased(operator), literal.write())
            }
            Self::Entry(filter) => format!("{}[{}]", cased("emails"), filter.write(loud)),
            Self::EntrySub(filter, sub) => {
                format!("{}[{}].{}", cased("emails"), filter.write(loud), sub.write(loud))
            }
        }
    }
}

impl Literal {
    fn write(&self) -> String {
        match self {
            Self::Text(text) => json!(text).to_string(),
            Self::Boolean { value, quoted: false } => value.to_string(),
            Self::Boolean { value: true, quoted: true } => "\"True\"".to_owned(),
            Self::Boolean { value: false, quoted: true } => "\"False\"".to_owned(),
            Self::Date(text, _) => json!(text).to_string(),
            Self::Null => "null".to_owned(),
        }
    }
}

/// Text that is nearly a filter.
fn scraps() -> impl Strategy<Value = String> {
    let token = select(vec![
        "userName",
        "emails",
        "emails.value",
        "active",
        "meta.created",
        "password",
        "name",
        "x",
        ".value",
        "type",
        "eq",
        "ne",
        "co",
        "gt",
        "pr",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\\",
        "\"work\"",
        "\"ö\"",
        "true",
        "null",
        "1",
        "-1.5e3",
        "\"2026-01-01T00:00:00Z\"",
        "urn:",
        ":",
        ".",
        "$ref",
        "\n",
        "ö",
        ENTERPRISE,
    ]);
    vec((token, select(vec!["", " "])), 0..24)
        .prop_map(|tokens| tokens.into_iter().map(|(token, blank)| format!("{token}{blank}")).collect())
}

// ---- The properties ------------------------------------------------------------------------------------------------

/// Parses `text` as whatever can be parsed and checks that what is accepted can be read back.
fn survives(text: &str) -> Result<(), TestCaseError> {
    if let Ok(path) = AttributePath::parse(text) {
        prop_assert_eq!(AttributePath::parse(&path.to_string()), Ok(path));
    }
    if let Ok(path) = PatchPath::parse(text) {
        prop_assert_eq!(PatchPath::parse(&path.to_string()), Ok(path));
    }
    if let Ok(filter) = Filter::parse(text) {
        prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
    }
    Ok(())
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
        let filter = Filter::parse(&text);
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
        let filter = Filter::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        for user in &users {
            let matches = user.as_object().is_some_and(|user| filter.matches(user));
            prop_assert_eq!(matches, model.holds(user), "{} of {}", text, user);
        }
    }

    #[test]
    fn the_key_of_a_filter_finds_whatever_the_filter_matches(
        model in filters(),
        users in vec(users(), 1..8),
    ) {
        let text = model.write(false);
        let filter = Filter::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let Some(key) = filter.key() else { return Ok(()) };
        for user in users.iter().filter(|user| user.as_object().is_some_and(|user| filter.matches(user))) {
            let is_address = |value: &Value, address: &str| {
                value.as_str().is_some_and(|value| value.to_lowercase() == address)
            };
            let found = match key {
                Key::Id(id) => user["id"] == id,
                Key::ExternalId(id) => user["externalId"] == id,
                Key::Address(address) => {
                    is_address(&user["userName"], address)
                        || entries(&user["emails"]).iter().any(|entry| is_address(&entry["value"], address))
                }
            };
            prop_assert!(found, "{key:?} of {text} misses {user}");
        }
    }
}
