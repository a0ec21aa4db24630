//! The item of the operator's tokens, and that of their use.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rollcall_rules::operator::OperatorTokens;

use super::contact::{Noted, Times, of_use, to_noted};
use super::{from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::{Item, Merge};

/// The item of the operator's tokens.
pub(in crate::store) fn of_operator_tokens(tokens: &OperatorTokens) -> Result<Item, StoreError> {
    with_key("write the operator's tokens", PrimaryKey::operator_tokens(), tokens)
}

/// Reads that item.
pub(in crate::store) fn to_operator_tokens(item: Item) -> Result<OperatorTokens, StoreError> {
    from_item("read the operator's tokens", item)
}

/// What a use of a token adds to the item of their use.
pub(in crate::store) fn of_operator_use(token: &str, at: Timestamp) -> Merge {
    of_use(PrimaryKey::operator_heard(), token, at)
}

/// Reads that item: when each token was last used, by its id.
pub(in crate::store) fn to_operator_uses(item: Item) -> Result<BTreeMap<String, Timestamp>, StoreError> {
    match to_noted(item)? {
        Noted::Heard(Times { used, .. }) => Ok(used),
        Noted::Refused { .. } => Ok(BTreeMap::new()),
    }
}
