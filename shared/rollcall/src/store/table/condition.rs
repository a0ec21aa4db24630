//! What must hold of the item that is there, so that a write happens.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use rollcall_rules::user::WriteId;

use super::Item;
use crate::store::item::{self, REVISION, SPENT_AT, USER_ID, VERSION};
use crate::store::keys::PK;

/// What must hold of the item that is there for a write to happen.
#[derive(Debug, Clone)]
pub(in crate::store) struct Condition {
    pub(super) expression: &'static str,
    names: &'static [(&'static str, &'static str)],
    value: Option<AttributeValue>,
    pub(super) or_made: Option<WriteId>,
}

impl Condition {
    /// Nothing is there.
    pub(in crate::store) const ABSENT: Self =
        Self { expression: "attribute_not_exists(#pk)", names: &[("#pk", PK)], value: None, or_made: None };

    /// A link is there and was not used.
    pub(in crate::store) const UNSPENT: Self = Self {
        expression: "attribute_exists(#pk) AND attribute_not_exists(#spent)",
        names: &[("#pk", PK), ("#spent", SPENT_AT)],
        value: None,
        or_made: None,
    };

    /// What is there, a user, has this revision.
    pub(in crate::store) fn revision(revision: u64) -> Self {
        Self {
            expression: "#revision = :expected",
            names: &[("#revision", REVISION)],
            value: Some(AttributeValue::N(revision.to_string())),
            or_made: None,
        }
    }

    /// What is there, a tenant, has this version.
    pub(in crate::store) fn version(version: u64) -> Self {
        Self {
            expression: "#version = :expected",
            names: &[("#version", VERSION)],
            value: Some(AttributeValue::N(version.to_string())),
            or_made: None,
        }
    }

    /// What is there belongs to this user.
    pub(in crate::store) fn user(id: String) -> Self {
        Self {
            expression: "#user = :expected",
            names: &[("#user", USER_ID)],
            value: Some(AttributeValue::S(id)),
            or_made: None,
        }
    }

    /// The same, of a user that this write makes. If it does not hold because an earlier try, whose answer got lost, has
    /// made it, then the write has succeeded, as a transaction sent again with its token would.
    pub(in crate::store) fn or_made_by(self, write: WriteId) -> Self {
        Self { or_made: Some(write), ..self }
    }

    /// What is there is wanted to tell.
    pub(super) fn on_failure(&self) -> Option<ReturnValuesOnConditionCheckFailure> {
        self.or_made.map(|_| ReturnValuesOnConditionCheckFailure::AllOld)
    }

    pub(super) fn names(&self) -> Option<HashMap<String, String>> {
        Some(
            self.names
                .iter()
                .map(|(name, attribute)| ((*name).to_owned(), (*attribute).to_owned()))
                .collect(),
        )
    }

    pub(super) fn values(&self) -> Option<Item> {
        self.value.clone().map(|value| HashMap::from([(":expected".to_owned(), value)]))
    }
}

/// Is what stood against a write its own doing?
pub(super) fn is_made(by: Option<WriteId>, there: Option<&Item>) -> bool {
    by.zip(there).is_some_and(|(write, item)| item::is_written_by(item, write))
}
