//! The items of the histories: of a user, and of a tenant.

use rollcall_rules::history::Entry;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

use super::{from_item, put, text, with_key};
use crate::store::activity::{Happening, Place};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey, TENANT_PK, TENANT_SK};
use crate::store::table::Item;

/// The item of an entry of a user's history. It is also in the tenant's activity, in the shard of the user.
pub(in crate::store) fn of_history(tenant: &TenantId, id: UserId, entry: &Entry) -> Result<Item, StoreError> {
    let mut item = with_key("write history", PrimaryKey::history(tenant, id, entry.version), entry)?;
    put(&mut item, TENANT_PK, keys::activity_shard(tenant, id.shard()));
    put(&mut item, TENANT_SK, keys::activity_position(entry.at, id, entry.version));
    Ok(item)
}

/// Reads an entry of a history, of a user or of a tenant.
pub(in crate::store) fn to_history(item: Item) -> Result<Entry, StoreError> {
    from_item("read history", item)
}

/// The item of an entry of a tenant's history. Its shard of the activity follows from the version.
pub(in crate::store) fn of_tenant_history(tenant: &TenantId, entry: &Entry) -> Result<Item, StoreError> {
    let mut item = with_key("write history", PrimaryKey::tenant_history(tenant, entry.version), entry)?;
    let shard = u8::try_from(entry.version % u64::from(keys::SHARDS)).unwrap_or_default();
    put(&mut item, TENANT_PK, keys::activity_shard(tenant, shard));
    put(&mut item, TENANT_SK, keys::tenant_activity_position(entry.at, entry.version));
    Ok(item)
}

/// Reads an entry of a history with its place in the activity of the tenant, and its user if it is a user's.
pub(in crate::store) fn to_happening(item: Item) -> Result<Happening, StoreError> {
    let user = text(&item, keys::PK).and_then(keys::user_of).map(|(_, id)| id);
    let place = text(&item, TENANT_SK).ok_or_else(|| StoreError::malformed("read activity", NoPlace))?;
    Ok(Happening { place: Place(place.to_owned()), user, entry: to_history(item)? })
}

#[derive(Debug, thiserror::Error)]
#[error("the item has no place in the activity")]
struct NoPlace;
