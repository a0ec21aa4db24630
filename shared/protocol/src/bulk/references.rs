//! References to resources that the same request makes: `bulkId:` and the `bulkId` (RFC 7644 §3.7.2).

use std::collections::{HashMap, HashSet};

use http::StatusCode;
use serde_json::Value;

use crate::{ScimError, ScimType};

const PREFIX: &str = "bulkId:";

/// What became of the operations that make something, by their `bulkId`s.
#[derive(Debug, Clone, Default)]
pub struct Made(HashMap<String, Outcome>);

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is a resource with this id.
    Id(String),
    /// There is none: the operation failed.
    Refused,
    /// There is none yet: the operation is to be sent again.
    Later,
}

/// Why an operation has no single request that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unresolved {
    /// No POST of the request has this `bulkId`.
    Unknown(String),
    /// The POST with this `bulkId` failed.
    Refused(String),
    /// The POST with this `bulkId` is to be sent again, and this operation with it.
    Later(String),
}

impl Made {
    /// Notes what became of the POST with this `bulkId`.
    pub fn note(&mut self, bulk_id: &str, outcome: Outcome) {
        self.0.insert(bulk_id.to_owned(), outcome);
    }

    /// The id of what was made by this `bulkId`.
    pub(super) fn id_of(&self, bulk_id: &str) -> Result<&str, Unresolved> {
        match self.0.get(bulk_id) {
            Some(Outcome::Id(id)) => Ok(id),
            Some(Outcome::Refused) => Err(Unresolved::Refused(bulk_id.to_owned())),
            Some(Outcome::Later) => Err(Unresolved::Later(bulk_id.to_owned())),
            None => Err(Unresolved::Unknown(bulk_id.to_owned())),
        }
    }

    /// The value with ids in place of references.
    pub(super) fn put_into(&self, value: &Value) -> Result<Value, Unresolved> {
        Ok(match value {
            Value::String(text) => match bulk_id(text) {
                Some(bulk_id) => self.id_of(bulk_id)?.into(),
                None => value.clone(),
            },
            Value::Array(items) => items.iter().map(|item| self.put_into(item)).collect::<Result<_, _>>()?,
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| Ok((name.clone(), self.put_into(value)?)));
                Value::Object(members.collect::<Result<_, _>>()?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        })
    }
}

impl Unresolved {
    /// What the client is told of its own fault. `None` if there is none: the operation is to be sent again.
    #[must_use]
    pub fn fault(&self) -> Option<ScimError> {
        match self {
            Self::Unknown(bulk_id) => Some(
                ScimError::bad_request(
                    ScimType::InvalidValue,
                    format!("\"{PREFIX}{}\" refers to no POST of this request.", shown(bulk_id)),
                )
                .about("bulkId"),
            ),
            Self::Refused(bulk_id) => Some(ScimError::new(
                StatusCode::CONFLICT,
                format!("\"{PREFIX}{}\" was not made, so this was not done either.", shown(bulk_id)),
            )),
            Self::Later(_) => None,
        }
    }
}

/// The `bulkId` that a text refers to, if it is a reference.
pub(super) fn bulk_id(text: &str) -> Option<&str> {
    text.strip_prefix(PREFIX)
}

/// Adds the `bulkId`s that the values refer to.
pub(super) fn collect<'a>(value: &'a Value, found: &mut HashSet<&'a str>) {
    match value {
        Value::String(text) => found.extend(bulk_id(text)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => members.values().for_each(|value| collect(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// As much of a `bulkId` as a detail shows.
pub(super) fn shown(bulk_id: &str) -> String {
    const SHOWN: usize = 64;
    bulk_id.chars().take(SHOWN).collect()
}
