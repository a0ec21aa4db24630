//! The right-hand side of a comparison: as it is written, and as values are compared with it.

use std::cmp::Ordering;
use std::fmt;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::{Number, Value};

use super::check::Operator;
use super::text::Text;
use crate::schema::{Attribute, Type};

/// `compValue` of RFC 7644 §3.4.2.2, except that a string may turn out to be of another type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Null,
    Boolean(bool),
    Number(Number),
    String(String),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::String(_) => f.write_str("a string"),
        }
    }
}

/// A literal that has the type of its attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Comparand {
    Text(Text),
    Boolean(bool),
    Number(Number),
    Instant(Timestamp),
}

impl Comparand {
    /// The literal as of the attribute's type; else why the comparison makes no sense.
    pub(super) fn new(attribute: &Attribute, operator: Operator, literal: Literal) -> Result<Self, String> {
        let name = attribute.name;
        let refuse = |kind: &str| Err(format!("{name} is {kind} and cannot be compared by {operator}"));
        match (attribute.kind, literal) {
            // RFC 7644 §3.4.2.2: gt, ge, lt and le on Boolean and Binary attributes "SHALL cause a failed response
            // (HTTP status code 400) with scimType of invalidFilter".
            (Type::Boolean, _) if operator.is_ordering() || operator.is_textual() => refuse("true or false"),
            (Type::Binary, _) if operator.is_ordering() => refuse("binary"),
            (Type::Integer, _) if operator.is_textual() => refuse("a number"),
            (Type::Complex, _) => refuse("made of sub-attributes"),

            (Type::Boolean, Literal::Boolean(value)) => Ok(Self::Boolean(value)),
            // Entra sends booleans as strings.
            (Type::Boolean, Literal::String(text)) if text.eq_ignore_ascii_case("true") => {
                Ok(Self::Boolean(true))
            }
            (Type::Boolean, Literal::String(text)) if text.eq_ignore_ascii_case("false") => {
                Ok(Self::Boolean(false))
            }
            (Type::Boolean, _) => Err(format!("{name} is compared with true or false")),

            (Type::Integer, Literal::Number(number)) => Ok(Self::Number(number)),
            (Type::Integer, _) => Err(format!("{name} is compared with a number")),

            (Type::DateTime, Literal::String(text)) if !operator.is_textual() => {
                instant(&text).map(Self::Instant).ok_or_else(|| {
                    format!("{name} is compared with a date and time such as \"2026-12-08T13:00:00Z\"")
                })
            }
            // Blanks around such a value are not kept, so none are looked for. What is part of a text keeps its own.
            (_, Literal::String(text)) if attribute.trimmed && !operator.is_textual() => {
                Ok(Self::Text(Text::new(text.trim().to_owned(), attribute.case_exact)))
            }
            (_, Literal::String(text)) => Ok(Self::Text(Text::new(text, attribute.case_exact))),
            (_, literal) => {
                Err(format!("{name} is compared with a string; write \"{literal}\", in double quotes"))
            }
        }
    }

    /// Does a value relate to this as the operator says? A value of another type does not.
    pub(super) fn relates(&self, operator: Operator, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str().is_some_and(|value| text.relates(operator, value)),
            Self::Boolean(literal) => {
                value.as_bool().is_some_and(|value| operator.accepts(value.cmp(literal)))
            }
            Self::Number(literal) => value
                .as_number()
                .and_then(|value| compare(value, literal))
                .is_some_and(|order| operator.accepts(order)),
            Self::Instant(literal) => {
                value.as_str().and_then(instant).is_some_and(|value| operator.accepts(value.cmp(literal)))
            }
        }
    }

    /// The value that is equal to this.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => text.literal().into(),
            Self::Boolean(value) => (*value).into(),
            Self::Number(value) => value.clone().into(),
            Self::Instant(value) => value.to_string().into(),
        }
    }
}

impl fmt::Display for Comparand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_value().fmt(f)
    }
}

fn compare(value: &Number, literal: &Number) -> Option<Ordering> {
    match (value.as_i128(), literal.as_i128()) {
        (Some(value), Some(literal)) => Some(value.cmp(&literal)),
        _ => value.as_f64()?.partial_cmp(&literal.as_f64()?),
    }
}

/// The instant that an `xsd:dateTime` (RFC 7643 §2.3.5) denotes, to the nanosecond; without a zone it is in UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let (to_the_second, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
    // Jiff reads more than `xsd:dateTime` allows: a blank for the "T", no seconds, annotations in brackets.
    let has_shape = to_the_second.bytes().zip(*b"0000-00-00T00:00:00").all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        separator => byte == separator,
    });
    if !has_shape || rest.ends_with(']') {
        return None;
    }
    // And less: nine digits of a second at most.
    let digits = rest.strip_prefix('.').unwrap_or_default();
    let zone = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() - zone.len() > 9 {
        timestamp(&format!("{to_the_second}.{}{zone}", digits.get(..9)?))
    } else {
        timestamp(text)
    }
}

fn timestamp(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let local: civil::DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::USER;

    #[test]
    fn an_instant_has_many_spellings() {
        let midnight: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for text in [
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.000Z",
            "2026-01-01T00:00:00.000000000Z",
            "2026-01-01T00:00:00.000000000000Z",
            "2026-01-01T05:30:00+05:30",
            "2025-12-31T19:00:00.0-05:00",
            "2026-01-01T00:00:00+00:00",
            "2026-01-01T00:00:00-00:00",
            "2026-01-01T00:00:00",
        ] {
            assert_eq!(instant(text), Some(midnight), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_time_of_xml_schema_is_no_instant() {
        for text in [
            "",
            "2026",
            "2026-01-01",
            "2026-01-01T00:00Z",
            "2026-01-01 00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-01-01T25:00:00Z",
            "2026-01-01T00:00:00+",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.0000000000.0Z",
            "2026-01-01T00:00:00Zulu",
            "2026-01-01T00:00:00+01:00[Europe/Berlin]",
            "2026-01-01T00:00:00[u-ca=iso8601]",
            "20260101T000000Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn integers_compare_as_numbers() {
        let age = Attribute { name: "age", kind: Type::Integer, ..*USER.attribute("title").unwrap() };
        let number = |text: &str| Literal::Number(serde_json::from_str(text).unwrap());
        let cases = [
            (json!(9), Operator::Lt, "10", true),
            (json!(9), Operator::Eq, "9.0", true),
            (json!(9), Operator::Gt, "8.5", true),
            (json!(i64::MAX), Operator::Lt, "9223372036854775808", true),
            (json!("9"), Operator::Eq, "9", false),
        ];
        for (value, operator, literal, expected) in cases {
            let comparand = Comparand::new(&age, operator, number(literal)).unwrap();
            assert_eq!(comparand.relates(operator, &value), expected, "{value} {operator} {literal}");
        }
        assert!(Comparand::new(&age, Operator::Co, number("1")).is_err());
        assert!(Comparand::new(&age, Operator::Eq, Literal::String("1".to_owned())).is_err());
    }
}
