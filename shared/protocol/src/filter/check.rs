//! What a filter asks of the values of one attribute.

use std::cmp::Ordering;
use std::fmt;

use serde_json::Value;

use super::literal::{Comparand, Literal};
use crate::schema::Attribute;

/// A comparison operator (RFC 7644 §3.4.2.2, table 3; `pr` is not one of them here, see [`Check::Assigned`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Operator {
    const ALL: [(&'static str, Self); 9] = [
        ("eq", Self::Eq),
        ("ne", Self::Ne),
        ("co", Self::Co),
        ("sw", Self::Sw),
        ("ew", Self::Ew),
        ("gt", Self::Gt),
        ("ge", Self::Ge),
        ("lt", Self::Lt),
        ("le", Self::Le),
    ];

    /// The operator of that name, whatever its case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)).map(|(_, operator)| *operator)
    }

    /// Whether it compares parts of a text (`co`, `sw`, `ew`).
    pub(super) fn is_textual(self) -> bool {
        matches!(self, Self::Co | Self::Sw | Self::Ew)
    }

    /// Whether it compares the order of values (`gt`, `ge`, `lt`, `le`).
    pub(super) fn is_ordering(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }

    /// Whether the comparison holds for a value with this order to the literal. A textual comparison never does.
    pub(super) fn accepts(self, value_to_literal: Ordering) -> bool {
        match self {
            Self::Eq => value_to_literal.is_eq(),
            Self::Ne => value_to_literal.is_ne(),
            Self::Gt => value_to_literal.is_gt(),
            Self::Ge => value_to_literal.is_ge(),
            Self::Lt => value_to_literal.is_lt(),
            Self::Le => value_to_literal.is_le(),
            Self::Co | Self::Sw | Self::Ew => false,
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(_, operator)| operator == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// What is asked of the values of an attribute; the header of [`filter`](super) says how the unassigned fare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Check {
    /// `pr` and `ne null`: the attribute has a value.
    Assigned,
    /// `eq null`: the attribute has no value.
    Unassigned,
    /// Any other comparison: the operator, and the value of the attribute's type.
    Is(Operator, Comparand),
}

impl Check {
    /// A comparison, if values of that attribute can be compared like that; else why not.
    pub(super) fn new(attribute: &Attribute, operator: Operator, literal: Literal) -> Result<Self, String> {
        match (literal, operator) {
            (Literal::Null, Operator::Eq) => Ok(Self::Unassigned),
            (Literal::Null, Operator::Ne) => Ok(Self::Assigned),
            (Literal::Null, _) => Err(format!("null can be compared by eq and ne, not by {operator}")),
            (literal, _) => Ok(Self::Is(operator, Comparand::new(attribute, operator, literal)?)),
        }
    }

    /// Is it true of an attribute with these entries, where an entry that lacks the sub-attribute in question is
    /// `None`? `attribute` is that of the values.
    pub(super) fn holds<'a>(
        &self,
        attribute: &Attribute,
        mut entries: impl Iterator<Item = Option<&'a Value>>,
    ) -> bool {
        let assumed = attribute.assumed();
        match self {
            Self::Assigned => entries.any(|value| value.is_some_and(is_assigned)),
            Self::Unassigned => !entries.any(|value| value.is_some_and(is_assigned)),
            Self::Is(Operator::Ne, comparand) => {
                let mut entries = entries.map(|value| value.or(assumed)).peekable();
                entries.peek().is_none()
                    || entries.any(|value| !value.is_some_and(|value| comparand.relates(Operator::Eq, value)))
            }
            Self::Is(operator, comparand) => {
                let mut entries = entries.map(|value| value.or(assumed));
                entries.any(|value| value.is_some_and(|value| comparand.relates(*operator, value)))
            }
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assigned => f.write_str("pr"),
            Self::Unassigned => f.write_str("eq null"),
            Self::Is(operator, comparand) => write!(f, "{operator} {comparand}"),
        }
    }
}

// RFC 7644 §3.4.2.2, `pr`: "a non-empty or non-null value, or [...] a non-empty node for complex attributes".
fn is_assigned(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(entries) => entries.iter().any(is_assigned),
        Value::Object(members) => members.values().any(is_assigned),
    }
}
