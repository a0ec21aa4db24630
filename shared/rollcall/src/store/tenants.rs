//! Tenants: read with almost every request, written by the operator.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{PrimaryKey, TENANTS};
use super::table::{Condition, Index, Query, SortKeys, Write};
use jiff::Timestamp;
use rollcall_rules::admission::AdmittedOperator;
use rollcall_rules::history;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::user::{Actor, ActorName};

impl Store {
    /// A tenant. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>, StoreError> {
        self.table.get("read a tenant", PrimaryKey::tenant(id)).await?.map(item::to_tenant).transpose()
    }

    /// All tenants, by id. What was written milliseconds ago may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        self.table.all("list tenants", by_id(None), item::to_tenant).await
    }

    /// The first tenants, by id, `limit` at most, and whether there are more. A call for each megabyte of them: a
    /// thousand with a usual record are three. What was written milliseconds ago may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn first_tenants(&self, limit: usize) -> Result<(Vec<Tenant>, bool), StoreError> {
        self.table.some("list tenants", by_id(None), limit, item::to_tenant).await
    }

    /// Tenants after one of that id, by id, and whether there are more; `None`: from the first. `limit` at most. What was
    /// written milliseconds ago may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenants_after(
        &self,
        _: &AdmittedOperator,
        after: Option<&TenantId>,
        limit: usize,
    ) -> Result<(Vec<Tenant>, bool), StoreError> {
        self.table.some("list tenants", by_id(after), limit, item::to_tenant).await
    }

    /// Writes a changed tenant, counting its version up, if nobody else changed it since it was read; and what an
    /// administrator can see of that in its history. What does not differ is not written.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did. Nothing is written then.
    pub(super) async fn update_tenant(
        &self,
        before: &Tenant,
        after: &Tenant,
        by: (Actor, Option<&ActorName>),
        now: Timestamp,
    ) -> Result<Tenant, StoreError> {
        const OPERATION: &str = "update a tenant";
        if before == after {
            return Ok(after.clone());
        }
        let next = Tenant { version: before.version + 1, ..after.clone() };
        let (item, condition) = (item::of_tenant(&next)?, Condition::version(before.version));
        match history::of_tenant(before, &next, by.0, by.1, now) {
            None => self.table.put(OPERATION, item, condition).await?,
            Some(entry) => {
                let entry = item::of_tenant_history(&next.id, &entry)?;
                let writes = vec![Write::Put(item, condition), Write::Put(entry, Condition::ABSENT)];
                self.table.transact(OPERATION, writes).await?;
            }
        }
        Ok(next)
    }
}

/// All tenants after one, or from the first on.
fn by_id(after: Option<&TenantId>) -> Query {
    Query {
        index: Index::BY_TENANT,
        partition: TENANTS.to_owned(),
        sort_keys: after.map_or(SortKeys::All, |after| SortKeys::After(after.to_string())),
        filters: Vec::new(),
    }
}
