//! The items by which a deleted user is found: the tenant's key, and a mark that leads to the tombstone.

use rollcall_rules::deletion::{TOMBSTONE_TTL, Tombstone};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::trace::{TraceKey, TraceMark};
use rollcall_rules::user::UserId;
use serde::{Deserialize, Serialize};

use super::{Expiring, from_item, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TraceKeyItem {
    trace_key: TraceKey,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MarkedItem {
    user_id: UserId,
}

/// The item of a tenant's key.
pub(in crate::store) fn of_trace_key(tenant: &TenantId, key: &TraceKey) -> Result<Item, StoreError> {
    with_key("write a key of marks", PrimaryKey::trace_key(tenant), &TraceKeyItem { trace_key: key.clone() })
}

/// Reads the item of a tenant's key.
pub(in crate::store) fn to_trace_key(item: Item) -> Result<TraceKey, StoreError> {
    from_item::<TraceKeyItem>("read a key of marks", item).map(|item| item.trace_key)
}

/// The item of a mark of a deleted user. It goes with the tombstone.
pub(in crate::store) fn of_marked(tombstone: &Tombstone, mark: &TraceMark) -> Result<Item, StoreError> {
    let expires_at = seconds_after(tombstone.purged_at, TOMBSTONE_TTL);
    let body = Expiring { content: MarkedItem { user_id: tombstone.id }, expires_at };
    let key = PrimaryKey::marked(&tombstone.tenant, mark, tombstone.purged_at, tombstone.id);
    with_key("mark a deleted user", key, &body)
}

/// Reads the item of a mark: the deleted user.
pub(in crate::store) fn to_marked(item: Item) -> Result<UserId, StoreError> {
    from_item::<MarkedItem>("read a mark of a deleted user", item).map(|marked| marked.user_id)
}
