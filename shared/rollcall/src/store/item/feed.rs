//! The items of a feed: its places, its events, and its end.
//!
//! A place says whose event stands there, and the event is an item of its own: an event of a person stands with the person's
//! history and goes with it.

use jiff::Timestamp;
use rollcall_rules::feed::{Announcement, FeedPlace, KEPT};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use serde::{Deserialize, Serialize};

use super::{Expiring, from_item, put, seconds_after, text, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey, SK};
use crate::store::table::Item;

/// How much longer the table keeps it than it is shown. So no clock that is late loses an event before its time.
const IN_HAND: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// What stands at a place of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::store) struct Standing {
    /// When it was written there.
    pub(in crate::store) at: Timestamp,
    /// The event's id.
    pub(in crate::store) event: String,
    /// The user with whose history the event stands; `None`: it has nothing of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) user: Option<UserId>,
}

impl Standing {
    /// Key of the event.
    pub(in crate::store) fn key(&self, tenant: &TenantId) -> PrimaryKey {
        match self.user {
            Some(user) => PrimaryKey::user_event(tenant, user, &self.event),
            None => PrimaryKey::event(tenant, &self.event),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct EventItem {
    /// JSON text: so it keeps the order of its members.
    event: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct EndItem {
    /// The number of the last place: the attribute [`super::VERSION`].
    version: u64,
}

fn expires_at(at: Timestamp) -> i64 {
    seconds_after(at, KEPT.saturating_add(IN_HAND))
}

/// The item of a place.
pub(in crate::store) fn of_feed_place(
    tenant: &TenantId,
    place: FeedPlace,
    standing: &Standing,
) -> Result<Item, StoreError> {
    let body = Expiring { content: standing, expires_at: expires_at(standing.at) };
    with_key("write the feed", PrimaryKey::feed_place(tenant, place), &body)
}

/// Reads the item of a place.
pub(in crate::store) fn to_feed_place(item: Item) -> Result<(FeedPlace, Standing), StoreError> {
    const OPERATION: &str = "read the feed";
    let place = text(&item, SK).and_then(keys::feed_place_of);
    let place = place.ok_or_else(|| StoreError::malformed(OPERATION, NoPlace))?;
    Ok((place, from_item(OPERATION, item)?))
}

/// The item of an event that stands in the feed since `at`.
pub(in crate::store) fn of_event(
    key: PrimaryKey,
    announced: &Announcement,
    at: Timestamp,
) -> Result<Item, StoreError> {
    const OPERATION: &str = "write the feed";
    let event = serde_json::to_string(announced).map_err(|error| StoreError::malformed(OPERATION, error))?;
    with_key(OPERATION, key, &Expiring { content: EventItem { event }, expires_at: expires_at(at) })
}

/// Reads the item of an event.
pub(in crate::store) fn to_event(item: Item) -> Result<Announcement, StoreError> {
    const OPERATION: &str = "read the feed";
    let EventItem { event } = from_item(OPERATION, item)?;
    serde_json::from_str(&event).map_err(|error| StoreError::malformed(OPERATION, error))
}

/// The item that says where a feed ends, and since when there may be something that no webhook was sent.
pub(in crate::store) fn of_feed_end(
    tenant: &TenantId,
    last: FeedPlace,
    unsent_since: Option<Timestamp>,
) -> Result<Item, StoreError> {
    let mut item = with_key("write the feed", PrimaryKey::feed_end(tenant), &EndItem { version: last.0 })?;
    if let Some(since) = unsent_since {
        put(&mut item, keys::EFFECT_PK, keys::WEBHOOKS_DUE.to_owned());
        put(&mut item, keys::EFFECT_SK, keys::tenant_position(since, tenant));
    }
    Ok(item)
}

/// Since when there may be something in the feed that no webhook was sent; `None`: there is nothing.
pub(in crate::store) fn unsent_since(end: &Item) -> Option<Timestamp> {
    text(end, keys::EFFECT_SK).and_then(keys::due_since)
}

/// Reads where a feed ends.
pub(in crate::store) fn to_feed_end(item: Item) -> Result<FeedPlace, StoreError> {
    from_item::<EndItem>("read the feed", item).map(|end| FeedPlace(end.version))
}

#[derive(Debug, thiserror::Error)]
#[error("the key is of no place in a feed")]
struct NoPlace;
