//! Filters as a naive reader has them: looks everything up by walking JSON, folds case by making lower-case copies,
//! and knows a handful of dates by heart.

use serde_json::{Value, json};

pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Few, so that comparisons often hold.
pub(crate) const STRINGS: [&str; 14] =
    ["", "a", "work", "Work", "A", "ab", "aB", "Ba", "b\"\\", "É", "éa", "Straße", "é\u{1F600}", "@x\n/"];

/// Spellings of dates, and the milliseconds they lie after the first.
pub(crate) const DATES: [(&str, i64); 7] = [
    ("2026-01-01T00:00:00Z", 0),
    ("2026-01-01T01:00:00.000+01:00", 0),
    ("2025-12-31T19:00:00-05:00", 0),
    ("2026-01-01T00:00:00.5Z", 500),
    ("2026-01-01T05:30:00.500000000000+05:30", 500),
    ("2025-12-31T23:59:59.999Z", -1),
    ("2026-01-01T00:00:01", 1000),
];

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    AnyCase,
    ExactCase,
    Boolean,
    Date,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Path {
    text: &'static str,
    urn: Option<&'static str>,
    attribute: &'static str,
    sub: Option<&'static str>,
    pub(crate) kind: Kind,
}

const fn path(text: &'static str, attribute: &'static str, sub: Option<&'static str>, kind: Kind) -> Path {
    Path { text, urn: None, attribute, sub, kind }
}

pub(crate) const USER_PATHS: [Path; 12] = [
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

pub(crate) const ENTRY_PATHS: [Path; 3] = [
    path("value", "value", None, Kind::AnyCase),
    path("type", "type", None, Kind::AnyCase),
    path("primary", "primary", None, Kind::Boolean),
];

#[derive(Debug, Clone)]
pub(crate) enum Literal {
    Text(&'static str),
    Boolean { value: bool, quoted: bool },
    Date(&'static str, i64),
    Null,
}

#[derive(Debug, Clone)]
pub(crate) enum Model {
    And(Box<Model>, Box<Model>),
    Or(Box<Model>, Box<Model>),
    Not(Box<Model>),
    Parentheses(Box<Model>),
    Present(Path),
    Compare(Path, &'static str, Literal),
    /// `emails[…]`: an entry for which the filter inside holds.
    Entry(Box<Model>),
    /// `emails[…].value eq …`: a sub-attribute of an entry that a filter selects.
    EntrySub(Box<Model>, Box<Model>),
}

impl Model {
    pub(crate) fn holds(&self, object: &Value) -> bool {
        match self {
            Self::And(a, b) => a.holds(object) && b.holds(object),
            Self::Or(a, b) => a.holds(object) || b.holds(object),
            Self::Not(a) => !a.holds(object),
            Self::Parentheses(a) => a.holds(object),
            Self::Present(path) => path.is_present(object),
            Self::Compare(path, "eq", Literal::Null) => !path.is_present(object),
            Self::Compare(path, _, Literal::Null) => path.is_present(object),
            Self::Compare(path, "ne", literal) => {
                let values = path.compared(object);
                values.is_empty() || values.iter().any(|value| !literal.compares(path.kind, value, "eq"))
            }
            Self::Compare(path, operator, literal) => {
                path.compared(object).iter().any(|value| literal.compares(path.kind, value, operator))
            }
            Self::Entry(filter) => entries(&object["emails"]).iter().any(|entry| filter.holds(entry)),
            Self::EntrySub(filter, sub) => {
                entries(&object["emails"]).iter().any(|entry| filter.holds(entry) && sub.holds(entry))
            }
        }
    }
}

pub(crate) fn entries(value: &Value) -> Vec<Value> {
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

    /// The values as they are compared: an absent `primary` is false.
    fn compared(&self, object: &Value) -> Vec<Value> {
        let mut values = self.values(object);
        if self.attribute == "primary" && values.is_empty() {
            values.push(json!(false));
        }
        for value in values.iter_mut().filter(|value| self.sub == Some("primary") && value.is_null()) {
            *value = json!(false);
        }
        values
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

impl Model {
    /// `loud`: names and words in capitals, as some clients write them.
    pub(crate) fn write(&self, loud: bool) -> String {
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
