//! The item of a tenant's roles and access rules.

use rollcall_rules::access::Access;

use super::{from_item, put, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey};
use crate::store::table::Item;

/// The item of roles and rules, whose serialised form is its attributes. With a run it is in the index of what is due.
pub(in crate::store) fn of_access(access: &Access) -> Result<Item, StoreError> {
    let mut item = with_key("write access rules", PrimaryKey::access(&access.tenant), access)?;
    if let Some(run) = &access.run {
        put(&mut item, keys::EFFECT_PK, keys::ACCESS_RUNS.to_owned());
        put(&mut item, keys::EFFECT_SK, keys::due_position(run.due_at(), &access.tenant, run.id));
    }
    Ok(item)
}

/// Reads the item of roles and rules.
pub(in crate::store) fn to_access(item: Item) -> Result<Access, StoreError> {
    from_item("read access rules", item)
}
