//! Requests that were sent with a key of the caller's own (`Idempotency-Key`): one item for each key.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::table::Condition;
use rollcall_rules::admission::Requester;
use rollcall_rules::idempotency::{IdempotencyKey, KeyedRequest};

impl Store {
    /// The request that was sent with a key; `None`: the key is new, or forgotten. DynamoDB drops an expired item
    /// late, so the caller checks [`KeyedRequest::expires_at`]. One call.
    pub async fn keyed_request(
        &self,
        requester: &Requester,
        key: &IdempotencyKey,
    ) -> Result<Option<KeyedRequest>, StoreError> {
        let found = self.table.get("read a request's key", key_of(requester, key)).await?;
        found.map(item::to_request).transpose()
    }

    /// Writes what has become of a request, if nobody else wrote its item since `before` was read. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did, or if this very write was made and its answer got lost. The two are
    /// told apart by [`KeyedRequest::attempt`], once the item is read again.
    pub async fn write_keyed_request(
        &self,
        requester: &Requester,
        key: &IdempotencyKey,
        before: Option<&KeyedRequest>,
        after: &KeyedRequest,
    ) -> Result<(), StoreError> {
        let condition = before.map_or(Condition::ABSENT, |before| Condition::version(before.version));
        let item = item::of_request(key_of(requester, key), after)?;
        self.table.put("write a request's key", item, condition).await
    }
}

/// A tenant's keys are its own, whoever sends them.
fn key_of(requester: &Requester, key: &IdempotencyKey) -> PrimaryKey {
    match requester {
        Requester::OfTenant(admitted) => PrimaryKey::request(&admitted.id, key),
        Requester::Operator(_) => PrimaryKey::operator_request(key),
    }
}
