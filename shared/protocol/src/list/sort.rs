//! `sortBy` and `sortOrder` (RFC 7644 §3.4.2.3).

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::filter::fold;
use crate::path::AttributePath;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sort {
    /// The attribute whose values are compared (`sortBy`).
    pub by: AttributePath,
    /// Whether the largest value comes first (`sortOrder`).
    pub descending: bool,
}

/// A resource's place in a sorted list. Those of one [`Sort`] compare with each other; equal ones stay in the order
/// of `id`, if they are sorted stably.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Direction);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Ascending(Rank),
    Descending(Reverse<Rank>),
}

// RFC 7644 §3.4.2.3: resources without a value come last when ascending, first when descending.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Boolean(bool),
    Text(String),
    None,
}

impl Sort {
    /// The value by which a resource is sorted.
    #[must_use]
    pub fn key(&self, resource: &Map<String, Value>) -> SortKey {
        let rank = self.value(resource).map_or(Rank::None, |value| self.rank(value));
        SortKey(match self.descending {
            false => Direction::Ascending(rank),
            true => Direction::Descending(Reverse(rank)),
        })
    }

    /// RFC 7644 §3.4.2.3: of a multi-valued attribute the primary value, else the first.
    fn value<'a>(&self, resource: &'a Map<String, Value>) -> Option<&'a Value> {
        let entries = self.by.entries(resource);
        let primary = entries.iter().find(|entry| entry.get("primary") == Some(&Value::Bool(true)));
        let entry = primary.or_else(|| entries.first())?;
        match self.by.sub() {
            Some(sub) => entry.get(sub.name),
            None => Some(entry),
        }
    }

    fn rank(&self, value: &Value) -> Rank {
        match value {
            Value::Bool(value) => Rank::Boolean(*value),
            Value::String(text) if self.by.definition().case_exact => Rank::Text(text.clone()),
            Value::String(text) => Rank::Text(fold(text)),
            // No resource has numbers.
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => Rank::None,
        }
    }
}
