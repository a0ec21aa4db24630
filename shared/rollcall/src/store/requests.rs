//! Requests that were sent with a key of the caller's own.

use super::Store;
use super::error::StoreError;
use super::item::{self, Expiring};
use super::keys::Key;
use super::table::Condition;
use rollcall_rules::idempotency::{IdempotencyKey, KeyedRequest};
use rollcall_rules::tenant::TenantId;

impl Store {
    /// What is known of a key, which may be forgotten by now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn keyed_request(
        &self,
        tenant: &TenantId,
        key: &IdempotencyKey,
    ) -> Result<Option<KeyedRequest>, StoreError> {
        const OPERATION: &str = "read a request's key";
        let Some(item) = self.table.get(OPERATION, Key::request(tenant, key)).await? else { return Ok(None) };
        let found: Expiring<KeyedRequest> = item::from_item(OPERATION, item)?;
        Ok(Some(found.content))
    }

    /// Writes what is known of a key, if nobody else did since it was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did, or this very write was made and its answer got lost.
    pub async fn write_keyed_request(
        &self,
        tenant: &TenantId,
        key: &IdempotencyKey,
        before: Option<&KeyedRequest>,
        after: &KeyedRequest,
    ) -> Result<(), StoreError> {
        const OPERATION: &str = "write a request's key";
        let item = Expiring { content: after, expires_at: after.expires_at().as_second() };
        let condition = before.map_or(Condition::ABSENT, |before| Condition::version(before.version));
        let item = item::with_key(OPERATION, Key::request(tenant, key), &item)?;
        self.table.put(OPERATION, item, condition).await
    }
}
