//! The item that makes an address or an `externalId` unique inside a tenant.

use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Guard, UserId};
use serde::{Deserialize, Serialize};

use super::{from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// A guard passes on only if the user of whom it was read still holds it.
pub(in crate::store) const USER_ID: &str = "userId";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuardItem {
    user_id: UserId,
}

/// The item that guards an address or an `externalId` for a user.
pub(in crate::store) fn of_guard(
    tenant: &TenantId,
    guard: &Guard,
    user_id: UserId,
) -> Result<Item, StoreError> {
    with_key("write a guard", PrimaryKey::guard(tenant, guard), &GuardItem { user_id })
}

/// Reads the item of a guard: the user who holds it.
pub(in crate::store) fn to_guarded(item: Item) -> Result<UserId, StoreError> {
    from_item::<GuardItem>("read a guard", item).map(|guard| guard.user_id)
}
