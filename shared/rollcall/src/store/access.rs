//! Roles and access rules: one item of the tenant, read as a whole and written only if nobody else did since.

use jiff::Timestamp;
use rollcall_rules::access::{Access, AccessRun};
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::history;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::user::Actor;
use uuid::Uuid;

use super::Store;
use super::error::StoreError;
use super::item::{self, text};
use super::keys::{self, PrimaryKey};
use super::sealed::{Sealed, admitted_to};
use super::table::{Condition, Direction, Index, Item, Query, SortKeys, Write};
use super::users::take_tenant;
use crate::retry::{Tries, Worth};

const READ: &str = "read access rules";
const WRITE: &str = "write access rules";

impl Store {
    /// A tenant's roles and access rules, as they are now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn access(&self, admitted: &Admitted) -> Result<Access, StoreError> {
        let item = self.table.get(READ, PrimaryKey::access(&admitted.id)).await?;
        item.map_or_else(|| Ok(Access::none(admitted.id.clone())), item::to_access)
    }

    /// Changes a tenant's roles and access rules as `change` says, and writes what an administrator can see of that into the
    /// tenant's history. After a lost race they are read and changed again. Gives them as they are then. Where nothing
    /// changes, nothing is written.
    ///
    /// # Errors
    ///
    /// What `change` says, and what the table says. Nothing is written then, but where that is
    /// [`StoreError::Unavailable`] it may be.
    pub async fn change_access<E: From<StoreError>>(
        &self,
        admitted: &Admitted,
        by: Actor,
        now: Timestamp,
        change: impl Fn(&Access) -> Result<Access, E>,
    ) -> Result<Access, E> {
        let mut tries = Tries::default();
        loop {
            let (tenant, before) = self.tenant_with_access(&admitted.id).await?;
            let run = Uuid::from_u64_pair(now.as_millisecond().unsigned_abs(), before.revision);
            let after = change(&before)?.following(&before, run, now);
            match self.update_access(&tenant, (&before, after), (by, admitted), now).await {
                Ok(written) => return Ok(written),
                Err(error @ StoreError::LostRace { .. }) => {
                    if !tries.again(Worth::Counted).await {
                        return Err(error.into());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A tenant with its roles and access rules, as they are now; `None`: there is no such tenant. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_access(&self, claimed: &ClaimedTenant) -> Result<Sealed<Access>, StoreError> {
        let id = claimed.id();
        let (tenant_key, key) = (PrimaryKey::tenant(id), PrimaryKey::access(id));
        let mut found = self.table.batch_get(READ, [tenant_key.clone(), key.clone()]).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let access = found.remove(&key).map(item::to_access).transpose()?;
        Ok(Sealed::new(record, access.unwrap_or_else(|| Access::none(id.clone()))))
    }

    async fn tenant_with_access(&self, id: &TenantId) -> Result<(Admitted, Access), StoreError> {
        let read = self.tenant_and_access(&id.clone().into()).await?;
        // A tenant that is gone has lost the race for good.
        let gone = || StoreError::LostRace { operation: READ, failed: Vec::new() };
        read.open(|record| record.map(Admitted::by_role).ok_or_else(gone))
    }

    /// Writes how far a run has come, if nobody changed the rules or went on with the run since they were read.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did.
    pub async fn note_access_run(
        &self,
        admitted: &Admitted,
        before: &Access,
        run: Option<AccessRun>,
    ) -> Result<Access, StoreError> {
        admitted_to(WRITE, admitted, &before.tenant)?;
        let after = Access { run, revision: before.revision + 1, ..before.clone() };
        self.table.put(WRITE, item::of_access(&after)?, Condition::revision(before.revision)).await?;
        Ok(after)
    }

    /// The tenants with a run over people that is to be gone on with at `now`, the longest due first. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn access_runs_due(&self, now: Timestamp) -> Result<Vec<TenantId>, StoreError> {
        let query = runs(SortKeys::Before(keys::due_until(now)));
        let read = |item: Item| Ok(text(&item, keys::PK).and_then(keys::tenant_of));
        let found = self.table.all("look for runs over people", query, read).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The earliest time at which a run is to be gone on with, be it past or ahead; `None`: there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn first_access_run_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = runs(SortKeys::All);
        let page = self
            .table
            .query("look for the run that is due next", &query, Direction::Forward, Some(1), None)
            .await?;
        Ok(page.items.iter().find_map(|item| keys::due_since(text(item, keys::EFFECT_SK)?)))
    }

    /// Writes changed roles and rules. What is seen of the change is an entry of the tenant's history, which counts the
    /// tenant's version up.
    async fn update_access(
        &self,
        tenant: &Tenant,
        (before, after): (&Access, Access),
        (by, admitted): (Actor, &Admitted),
        now: Timestamp,
    ) -> Result<Access, StoreError> {
        if *before == after {
            return Ok(after);
        }
        let after = Access { revision: before.revision + 1, ..after };
        let condition = match before.revision {
            0 => Condition::ABSENT,
            revision => Condition::revision(revision),
        };
        let item = item::of_access(&after)?;
        let version = tenant.version + 1;
        let Some(entry) = history::of_access(before, &after, version, by, admitted.name(), now) else {
            self.table.put(WRITE, item, condition).await?;
            return Ok(after);
        };
        let has_access_rules = tenant.has_access_rules || after.is_in_use();
        let next = Tenant { version, has_access_rules, ..tenant.clone() };
        let writes = vec![
            Write::Put(item, condition),
            Write::Put(item::of_tenant(&next)?, Condition::version(tenant.version)),
            Write::Put(item::of_tenant_history(&next.id, &entry)?, Condition::ABSENT),
        ];
        self.table.transact(WRITE, writes).await?;
        Ok(after)
    }
}

fn runs(sort_keys: SortKeys) -> Query {
    Query {
        index: Index::EFFECT_DUE,
        partition: keys::ACCESS_RUNS.to_owned(),
        sort_keys,
        filters: Vec::new(),
    }
}
