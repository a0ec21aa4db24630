//! Accounts by key. The tenant, whose token is to be checked, comes with the same call.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::Sealed;
use super::table::Item;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{Guard, User, UserId};

const READ: &str = "read a user";

impl Store {
    /// A tenant and one of its users. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_user(
        &self,
        claimed: &ClaimedTenant,
        id: UserId,
    ) -> Result<Sealed<Option<User>>, StoreError> {
        let (tenant_key, user_key) = (PrimaryKey::tenant(claimed.id()), PrimaryKey::user(claimed.id(), id));
        let mut found = self.table.batch_get(READ, [tenant_key.clone(), user_key.clone()]).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        Ok(Sealed::new(record, found.remove(&user_key).map(item::to_user).transpose()?))
    }

    /// A tenant, and for each of these guards (99 at most) the user that holds it. One call.
    ///
    /// It tells where to look and decides nothing: whether a guard can be had is decided when it is written.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_holders(
        &self,
        claimed: &ClaimedTenant,
        guards: &[Guard],
    ) -> Result<Sealed<Vec<Option<UserId>>>, StoreError> {
        let tenant = claimed.id();
        let tenant_key = PrimaryKey::tenant(tenant);
        let guard_keys: Vec<PrimaryKey> =
            guards.iter().map(|guard| PrimaryKey::guard(tenant, guard)).collect();
        let keys = guard_keys.iter().chain([&tenant_key]).cloned();
        let mut found = self.table.batch_get("look a guard up", keys).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let holders = guard_keys
            .iter()
            .map(|key| found.remove(key).map(item::to_guarded).transpose())
            .collect::<Result<_, _>>()?;
        Ok(Sealed::new(record, holders))
    }

    /// A tenant; the users that hold these guards, of those that anybody holds; and these users, as they are now. The
    /// guards differ, and so do the ids; 99 of both at most. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_found(
        &self,
        claimed: &ClaimedTenant,
        guards: &[Guard],
        ids: &[UserId],
    ) -> Result<Sealed<(Vec<UserId>, Vec<User>)>, StoreError> {
        let tenant = claimed.id();
        let tenant_key = PrimaryKey::tenant(tenant);
        let guard_keys: Vec<PrimaryKey> =
            guards.iter().map(|guard| PrimaryKey::guard(tenant, guard)).collect();
        let user_keys: Vec<PrimaryKey> = ids.iter().map(|id| PrimaryKey::user(tenant, *id)).collect();
        let keys = guard_keys.iter().chain(&user_keys).chain([&tenant_key]).cloned();
        let mut found = self.table.batch_get("look users up", keys).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let mut take =
            |keys: &[PrimaryKey]| -> Vec<Item> { keys.iter().filter_map(|key| found.remove(key)).collect() };
        let (guards, users) = (take(&guard_keys), take(&user_keys));
        let holders = guards.into_iter().map(item::to_guarded).collect::<Result<_, _>>()?;
        let users = users.into_iter().map(item::to_user).collect::<Result<_, _>>()?;
        Ok(Sealed::new(record, (holders, users)))
    }

    /// For each of these guards the user that holds it. One call for a hundred.
    ///
    /// It tells where to look and decides nothing: whether a guard can be had is decided when it is written.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn holders(
        &self,
        admitted: &Admitted,
        guards: &BTreeSet<Guard>,
    ) -> Result<BTreeMap<Guard, UserId>, StoreError> {
        let keyed: Vec<(PrimaryKey, &Guard)> =
            guards.iter().map(|guard| (PrimaryKey::guard(&admitted.id, guard), guard)).collect();
        let mut holders = BTreeMap::new();
        for some in keyed.chunks(100) {
            let keys = some.iter().map(|(key, _)| key.clone());
            let mut found = self.table.batch_get("look guards up", keys).await?;
            for (key, guard) in some {
                if let Some(item) = found.remove(key) {
                    holders.insert((*guard).clone(), item::to_guarded(item)?);
                }
            }
        }
        Ok(holders)
    }

    /// A user as it is now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn user(&self, admitted: &Admitted, id: UserId) -> Result<Option<User>, StoreError> {
        self.user_by_key(PrimaryKey::user(&admitted.id, id)).await
    }

    pub(super) async fn user_by_key(&self, key: PrimaryKey) -> Result<Option<User>, StoreError> {
        self.table.get(READ, key).await?.map(item::to_user).transpose()
    }

    /// Users by id, as they are now, each once and in no order; absent ones are left out. One call for a hundred.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users(&self, admitted: &Admitted, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        let tenant = &admitted.id;
        if let [id] = ids {
            return Ok(self.user(admitted, *id).await?.into_iter().collect());
        }
        // DynamoDB takes no key twice in one call.
        let ids: BTreeSet<UserId> = ids.iter().copied().collect();
        let ids: Vec<UserId> = ids.into_iter().collect();
        let mut users = Vec::with_capacity(ids.len());
        for some in ids.chunks(100) {
            let found =
                self.table.batch_get(READ, some.iter().map(|id| PrimaryKey::user(tenant, *id))).await?;
            for item in found.into_values() {
                users.push(item::to_user(item)?);
            }
        }
        Ok(users)
    }
}

/// Takes the tenant's record out of what was read along with it.
pub(super) fn take_tenant(
    found: &mut HashMap<PrimaryKey, Item>,
    key: &PrimaryKey,
) -> Result<Option<Tenant>, StoreError> {
    found.remove(key).map(item::to_tenant).transpose()
}
