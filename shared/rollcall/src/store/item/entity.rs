//! The item of an entity.

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::entity::Entity;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Expiring, from_item, seconds_after, with_key};
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

/// By this attribute a deletion knows its own note.
pub(in crate::store) const CLOSED_BY: &str = "closedBy";

/// Longer than any request takes that read the entity while it was there.
const CLOSED_FOR: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Closed {
    closed_by: Uuid,
}

/// The item that says that an entity is being deleted, for the people of a counter.
pub(in crate::store) fn of_closed(
    entity: &Entity,
    counter: u8,
    by: Uuid,
    now: Timestamp,
) -> Result<Item, StoreError> {
    let body = Expiring { content: Closed { closed_by: by }, expires_at: seconds_after(now, CLOSED_FOR) };
    with_key("close an entity", PrimaryKey::closed(&entity.tenant, entity.id, counter), &body)
}

/// Reads by which deletion an entity is closed.
#[cfg(test)]
pub(in crate::store) fn to_closed(item: Item) -> Result<Uuid, StoreError> {
    let body: Expiring<Closed> = from_item("read a closed entity", item)?;
    Ok(body.content.closed_by)
}
