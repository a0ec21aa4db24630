//! The note that an assertion was used.

use rollcall_rules::oauth::assertion::Accepted;
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::{RecentWrites, WriteId};
use serde::{Deserialize, Serialize};

use super::{Expiring, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// What the note holds: the write that made it, by which a try whose answer got lost knows its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Used {
    pub(in crate::store) writes: RecentWrites,
}

/// The note that the assertion with this id was used. It goes once the assertion would not be accepted anyway.
pub(in crate::store) fn of_used_assertion(
    accepted: &Accepted,
    id: &TokenHash,
    write: WriteId,
) -> Result<Item, StoreError> {
    let content = Used { writes: RecentWrites::default().and(write) };
    // A second more, as the end may lie within one.
    let body = Expiring { content, expires_at: accepted.until().as_second().saturating_add(1) };
    with_key("note an assertion", PrimaryKey::assertion(accepted.tenant(), id), &body)
}

/// Reads such a note.
#[cfg(test)]
pub(in crate::store) fn to_used_assertion(item: Item) -> Result<(Used, i64), StoreError> {
    let found: Expiring<Used> = super::from_item("read a used assertion", item)?;
    Ok((found.content, found.expires_at))
}
