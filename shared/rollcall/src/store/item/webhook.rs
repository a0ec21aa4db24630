//! The item of the operator's webhooks, and that of how far a feed is sent to one.

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::feed::KEPT;
use rollcall_rules::webhook::delivery::Delivery;
use rollcall_rules::webhook::endpoint::Webhooks;
use serde::Serialize;

use super::{from_item, put, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey};
use crate::store::table::Item;

/// How much longer a delivery is kept than the events of the feed. Then nothing of what it was sent is left there, so it can
/// begin anew.
const IN_HAND: SignedDuration = SignedDuration::from_hours(48);

/// The item of the operator's webhooks.
pub(in crate::store) fn of_webhooks(webhooks: &Webhooks) -> Result<Item, StoreError> {
    with_key("write the operator's webhooks", PrimaryKey::webhooks(), webhooks)
}

/// Reads that item.
pub(in crate::store) fn to_webhooks(item: Item) -> Result<Webhooks, StoreError> {
    from_item("read the operator's webhooks", item)
}

/// A delivery that waits for the operator, or is under way, does not expire.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeliveryItem<'a> {
    #[serde(flatten)]
    delivery: &'a Delivery,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

/// The item of a delivery. It is in the index of what is due, or of what stopped, if it is either.
pub(in crate::store) fn of_delivery(delivery: &Delivery, now: Timestamp) -> Result<Item, StoreError> {
    let Delivery { tenant, webhook, .. } = delivery;
    let listed = match (delivery.stopped_at, delivery.due_at()) {
        (Some(at), _) => Some((keys::DELIVERIES_STOPPED, at)),
        (None, due) => due.map(|at| (keys::WEBHOOKS_DUE, at)),
    };
    let expires_at = listed.is_none().then(|| seconds_after(now, KEPT.saturating_add(IN_HAND)));
    let body = DeliveryItem { delivery, expires_at };
    let mut item = with_key("write a delivery", PrimaryKey::delivery(tenant, webhook), &body)?;
    if let Some((partition, at)) = listed {
        put(&mut item, keys::EFFECT_PK, partition.to_owned());
        put(&mut item, keys::EFFECT_SK, keys::due_position(at, tenant, webhook));
    }
    Ok(item)
}

/// Reads the item of a delivery.
pub(in crate::store) fn to_delivery(item: Item) -> Result<Delivery, StoreError> {
    from_item("read a delivery", item)
}
