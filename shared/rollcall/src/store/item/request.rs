//! The item of a request with a key of the caller's own.

use rollcall_rules::idempotency::KeyedRequest;

use super::{Expiring, from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// The item, under this key, of a request with a key of the caller's own. It expires a day after it was sent first.
pub(in crate::store) fn of_request(key: PrimaryKey, request: &KeyedRequest) -> Result<Item, StoreError> {
    let body = Expiring { content: request, expires_at: request.expires_at().as_second() };
    with_key("write a request's key", key, &body)
}

/// Reads the item of a request, which may have expired.
pub(in crate::store) fn to_request(item: Item) -> Result<KeyedRequest, StoreError> {
    from_item::<Expiring<KeyedRequest>>("read a request's key", item).map(|found| found.content)
}
