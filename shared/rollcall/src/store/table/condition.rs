//! What must hold of the item that is there, so that a write happens.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use jiff::civil::Date;
use rollcall_rules::group::GroupId;
use rollcall_rules::user::WriteId;
use uuid::Uuid;

use super::Item;
use crate::store::item::{self, CLOSED_BY, CLOSED_UNTIL, GROUP_ID, REVISION, SPENT_AT, USER_ID, VERSION};
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
    /// No item is there yet.
    pub(in crate::store) const ABSENT: Self =
        Self { expression: "attribute_not_exists(#pk)", names: &[("#pk", PK)], value: None, or_made: None };

    /// An item is there.
    pub(in crate::store) const PRESENT: Self =
        Self { expression: "attribute_exists(#pk)", names: &[("#pk", PK)], value: None, or_made: None };

    /// Whatever is there.
    pub(in crate::store) const ANY: Self = Self {
        expression: "attribute_exists(#pk) OR attribute_not_exists(#pk)",
        names: &[("#pk", PK)],
        value: None,
        or_made: None,
    };

    /// A link is there, mailed or of the portal, and was not used.
    pub(in crate::store) const UNSPENT: Self = Self {
        expression: "attribute_exists(#pk) AND attribute_not_exists(#spent)",
        names: &[("#pk", PK), ("#spent", SPENT_AT)],
        value: None,
        or_made: None,
    };

    /// The user or the group that is there has this revision.
    pub(in crate::store) fn revision(revision: u64) -> Self {
        Self {
            expression: "#revision = :expected",
            names: &[("#revision", REVISION)],
            value: Some(AttributeValue::N(revision.to_string())),
            or_made: None,
        }
    }

    /// The item that is there has this version: a tenant, an entity or a keyed request.
    pub(in crate::store) fn version(version: u64) -> Self {
        Self {
            expression: "#version = :expected",
            names: &[("#version", VERSION)],
            value: Some(AttributeValue::N(version.to_string())),
            or_made: None,
        }
    }

    /// The tenant that is there has its billing periods closed up to this day, or none.
    pub(in crate::store) fn closed_until(day: Option<Date>) -> Self {
        match day {
            Some(day) => Self {
                expression: "#closed = :expected",
                names: &[("#closed", CLOSED_UNTIL)],
                value: Some(AttributeValue::S(day.to_string())),
                or_made: None,
            },
            // Of a tenant that is gone nothing is billed.
            None => Self {
                expression: "attribute_exists(#pk) AND attribute_not_exists(#closed)",
                names: &[("#pk", PK), ("#closed", CLOSED_UNTIL)],
                value: None,
                or_made: None,
            },
        }
    }

    /// The entity is closed, by this deletion.
    pub(in crate::store) fn closed_by(deletion: Uuid) -> Self {
        Self {
            expression: "#by = :expected",
            names: &[("#by", CLOSED_BY)],
            value: Some(AttributeValue::S(deletion.to_string())),
            or_made: None,
        }
    }

    /// The guard that is there is held by this user.
    pub(in crate::store) fn user(id: String) -> Self {
        Self {
            expression: "#user = :expected",
            names: &[("#user", USER_ID)],
            value: Some(AttributeValue::S(id)),
            or_made: None,
        }
    }

    /// The guard that is there is held by this group.
    pub(in crate::store) fn group(id: GroupId) -> Self {
        Self {
            expression: "#group = :expected",
            names: &[("#group", GROUP_ID)],
            value: Some(AttributeValue::S(id.to_string())),
            or_made: None,
        }
    }

    /// The condition of a user or a group that this write makes. An earlier try of the write may have been made while its answer
    /// got lost. The condition does not hold then, but the write has succeeded, as if DynamoDB knew the two for one.
    pub(in crate::store) fn or_made_by(self, write: WriteId) -> Self {
        Self { or_made: Some(write), ..self }
    }

    /// Asks DynamoDB for the item that stood against the write, if that item can tell of an earlier try.
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

/// Does the item that stood against a write come from an earlier try of that write?
pub(super) fn is_made(by: Option<WriteId>, there: Option<&Item>) -> bool {
    by.zip(there).is_some_and(|(write, item)| item::is_written_by(item, write))
}
