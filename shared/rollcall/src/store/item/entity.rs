//! The item of an entity.

use rollcall_rules::entity::Entity;

use super::{from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// The item of an entity, whose serialised form is its attributes.
pub(in crate::store) fn of_entity(entity: &Entity) -> Result<Item, StoreError> {
    with_key("write an entity", PrimaryKey::entity(&entity.tenant, entity.id), entity)
}

/// Reads the item of an entity.
pub(in crate::store) fn to_entity(item: Item) -> Result<Entity, StoreError> {
    from_item("read an entity", item)
}
