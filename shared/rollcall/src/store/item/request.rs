//! The item of a request with a key of the caller's own.

use rollcall_rules::idempotency::{KeyedRequest, StoredAnswer};
use rollcall_rules::tenant::TenantId;
use serde::Deserialize;

use super::{Expiring, from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// A request that was answered has this attribute.
pub(in crate::store) const ANSWER: &str = "answer";

/// The item, under this key, of a request with a key of the caller's own. It expires a day after it was sent first.
pub(in crate::store) fn of_request(key: PrimaryKey, request: &KeyedRequest) -> Result<Item, StoreError> {
    let body = Expiring { content: request, expires_at: request.expires_at().as_second() };
    with_key("write a request's key", key, &body)
}

/// Reads the item of a request, which may have expired.
pub(in crate::store) fn to_request(item: Item) -> Result<KeyedRequest, StoreError> {
    from_item::<Expiring<KeyedRequest>>("read a request's key", item).map(|found| found.content)
}

/// The tenant that a request of the operator's made, by its answer, which is the tenant; `None`: it made none.
pub(in crate::store) fn made_tenant(item: &Item) -> Option<TenantId> {
    #[derive(Deserialize)]
    struct Made {
        id: TenantId,
    }
    let answer: StoredAnswer = serde_dynamo::from_attribute_value(item.get(ANSWER)?.clone()).ok()?;
    serde_json::from_str::<Made>(&answer.body).ok().map(|made| made.id)
}
