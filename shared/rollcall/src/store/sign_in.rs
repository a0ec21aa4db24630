//! What decides whether somebody may sign in. It is read with the tenant, and with the roles and access rules, whether or not
//! the tenant has any: its record, which would tell, comes with the same call.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::Sealed;
use super::table::Item;
use super::users::take_tenant;
use rollcall_rules::access::Access;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{Guard, User, UserId};

const READ: &str = "look up who signs in";

/// What the table has under an id.
#[derive(Debug)]
pub enum Known {
    /// The account.
    Account(Box<User>),
    /// What stays of a deleted one. It may have expired.
    Deleted(Box<Tombstone>),
    /// Nothing.
    Nobody,
}

impl Store {
    /// A tenant, its roles and access rules, and what there is under an id. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_known(
        &self,
        claimed: &ClaimedTenant,
        id: UserId,
    ) -> Result<Sealed<(Access, Known)>, StoreError> {
        let keys = [PrimaryKey::user(claimed.id(), id), PrimaryKey::tombstone(claimed.id(), id)];
        let (record, access, [user, tombstone]) = self.with_tenant_and_access(claimed, keys).await?;
        let known = match (user, tombstone) {
            (Some(user), _) => Known::Account(Box::new(item::to_user(user)?)),
            (None, Some(tombstone)) => Known::Deleted(Box::new(item::to_tombstone(tombstone)?)),
            (None, None) => Known::Nobody,
        };
        Ok(Sealed::new(record, (access, known)))
    }

    /// A tenant, its roles and access rules, and who holds a guard. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_access_and_holder(
        &self,
        claimed: &ClaimedTenant,
        guard: &Guard,
    ) -> Result<Sealed<(Access, Option<UserId>)>, StoreError> {
        let keys = [PrimaryKey::guard(claimed.id(), guard)];
        let (record, access, [holder]) = self.with_tenant_and_access(claimed, keys).await?;
        Ok(Sealed::new(record, (access, holder.map(item::to_guarded).transpose()?)))
    }

    /// A tenant's record, its roles and access rules, and these items, which are others. One call.
    async fn with_tenant_and_access<const N: usize>(
        &self,
        claimed: &ClaimedTenant,
        keys: [PrimaryKey; N],
    ) -> Result<(Option<Tenant>, Access, [Option<Item>; N]), StoreError> {
        let tenant = claimed.id();
        let (tenant_key, access_key) = (PrimaryKey::tenant(tenant), PrimaryKey::access(tenant));
        let all = keys.iter().chain([&tenant_key, &access_key]).cloned();
        let mut found = self.table.batch_get(READ, all).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let access = found.remove(&access_key).map(item::to_access).transpose()?;
        let access = access.unwrap_or_else(|| Access::none(tenant.clone()));
        Ok((record, access, keys.map(|key| found.remove(&key))))
    }

    /// The account that was found by a guard. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if it no longer has the guard, or is deleted: who has it now is to be looked up anew.
    pub async fn user_with(
        &self,
        admitted: &Admitted,
        id: UserId,
        guard: &Guard,
    ) -> Result<User, StoreError> {
        let user = self.user(admitted, id).await?.filter(|user| user.guards().contains(guard));
        user.ok_or(StoreError::LostRace { operation: READ, failed: Vec::new() })
    }
}
