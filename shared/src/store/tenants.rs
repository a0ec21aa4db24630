//! Tenants: read with almost every request, written by the operator.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{Key, TENANTS};
use super::table::{Condition, Order, Range, Stretch};
use crate::directory::tenant::{Tenant, TenantId};

impl Store {
    /// A tenant. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>, StoreError> {
        self.table.get("read a tenant", Key::tenant(id)).await?.map(item::to_tenant).transpose()
    }

    /// All tenants, by id. What was written milliseconds ago may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        let stretch = Stretch {
            order: Order::BY_TENANT,
            partition: TENANTS.to_owned(),
            range: Range::All,
            only: Vec::new(),
        };
        let mut tenants = Vec::new();
        let mut from = None;
        loop {
            let page = self.table.query("list tenants", &stretch, None, from).await?;
            for item in page.items {
                tenants.push(item::to_tenant(item)?);
            }
            match page.next {
                Some(next) => from = Some(next),
                None => return Ok(tenants),
            }
        }
    }

    /// Writes a changed tenant, counting its version up, if nobody else changed it since it was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did.
    pub async fn update_tenant(&self, tenant: &Tenant) -> Result<Tenant, StoreError> {
        let next = Tenant { version: tenant.version + 1, ..tenant.clone() };
        let condition = Condition::version(tenant.version);
        self.table.put("update a tenant", item::of_tenant(&next)?, condition).await?;
        Ok(next)
    }
}
