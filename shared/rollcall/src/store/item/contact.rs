//! The items that note what a tenant's directory asked: when it was last heard of, and each kind of refusal.

use jiff::Timestamp;
use rollcall_rules::contact::{REMEMBERED, Refused};
use rollcall_rules::tenant::TenantId;
use serde::{Deserialize, Serialize};

use super::{Expiring, from_item, seconds_after, text, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{HEARD, PrimaryKey, SK};
use crate::store::table::Item;

const NOTE: &str = "note what a directory asks";

#[derive(Debug, Serialize, Deserialize)]
struct HeardItem {
    at: Timestamp,
}

/// A note of what a directory asked, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Noted {
    /// It was heard of at that time.
    Heard(Timestamp),
    /// It was refused something.
    Refused {
        /// The kind of refusal, and its last time.
        refused: Refused,
        /// Epoch second from which on the note does not count.
        expires_at: i64,
    },
}

/// The item that notes when a directory was last heard of.
pub(in crate::store) fn of_heard(tenant: &TenantId, at: Timestamp) -> Result<Item, StoreError> {
    with_key(NOTE, PrimaryKey::heard(tenant), &HeardItem { at })
}

/// The item that notes the last refusal of a kind. It expires two weeks after that.
pub(in crate::store) fn of_refused(tenant: &TenantId, refused: &Refused) -> Result<Item, StoreError> {
    let expires_at = seconds_after(refused.at, REMEMBERED);
    with_key(NOTE, PrimaryKey::refused(tenant, &refused.refusal), &Expiring { content: refused, expires_at })
}

/// Reads a note. The sort key says which of the two it is.
pub(in crate::store) fn to_noted(item: Item) -> Result<Noted, StoreError> {
    const OPERATION: &str = "read what a directory asked";
    if text(&item, SK) == Some(HEARD) {
        return from_item::<HeardItem>(OPERATION, item).map(|heard| Noted::Heard(heard.at));
    }
    let Expiring { content, expires_at } = from_item(OPERATION, item)?;
    Ok(Noted::Refused { refused: content, expires_at })
}
