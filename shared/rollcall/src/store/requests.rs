//! Requests that were sent with a key of the caller's own.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::Key;
use super::table::Condition;
use rollcall_rules::admission::Admitted;
use rollcall_rules::idempotency::{IdempotencyKey, KeyedRequest};

impl Store {
    /// What is known of a key, which may be forgotten by now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn keyed_request(
        &self,
        admitted: &Admitted,
        key: &IdempotencyKey,
    ) -> Result<Option<KeyedRequest>, StoreError> {
        let found = self.table.get("read a request's key", Key::request(&admitted.id, key)).await?;
        found.map(item::to_request).transpose()
    }

    /// Writes what is known of a key, if nobody else did since it was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did, or this very write was made and its answer got lost.
    pub async fn write_keyed_request(
        &self,
        admitted: &Admitted,
        key: &IdempotencyKey,
        before: Option<&KeyedRequest>,
        after: &KeyedRequest,
    ) -> Result<(), StoreError> {
        let condition = before.map_or(Condition::ABSENT, |before| Condition::version(before.version));
        let item = item::of_request(&admitted.id, key, after)?;
        self.table.put("write a request's key", item, condition).await
    }
}
