//! Accounts by key. The tenant, whose token is to be checked, comes with the same call.

use std::collections::{BTreeSet, HashMap};

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::Key;
use super::table::Item;
use rollcall_rules::tenant::{Tenant, TenantId};
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
        tenant: &TenantId,
        id: UserId,
    ) -> Result<(Option<Tenant>, Option<User>), StoreError> {
        let (tenant_key, user_key) = (Key::tenant(tenant), Key::user(tenant, id));
        let mut found = self.table.batch_get(READ, [tenant_key.clone(), user_key.clone()]).await?;
        Ok((take_tenant(&mut found, &tenant_key)?, found.remove(&user_key).map(item::to_user).transpose()?))
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
        tenant: &TenantId,
        guards: &[Guard],
    ) -> Result<(Option<Tenant>, Vec<Option<UserId>>), StoreError> {
        let tenant_key = Key::tenant(tenant);
        let guard_keys: Vec<Key> = guards.iter().map(|guard| Key::guard(tenant, guard)).collect();
        let keys = guard_keys.iter().chain([&tenant_key]).cloned();
        let mut found = self.table.batch_get("look a guard up", keys).await?;
        let tenant = take_tenant(&mut found, &tenant_key)?;
        let holders = guard_keys
            .iter()
            .map(|key| found.remove(key).map(item::to_guarded).transpose())
            .collect::<Result<_, _>>()?;
        Ok((tenant, holders))
    }

    /// Users by id, as they are now, each once and in no order; absent ones are left out. One call for a hundred.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users(&self, tenant: &TenantId, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        if let [id] = ids {
            let found = self.table.get(READ, Key::user(tenant, *id)).await?;
            return found.map(item::to_user).into_iter().collect();
        }
        // DynamoDB takes no key twice in one call.
        let ids: BTreeSet<UserId> = ids.iter().copied().collect();
        let ids: Vec<UserId> = ids.into_iter().collect();
        let mut users = Vec::with_capacity(ids.len());
        for some in ids.chunks(100) {
            let found = self.table.batch_get(READ, some.iter().map(|id| Key::user(tenant, *id))).await?;
            for item in found.into_values() {
                users.push(item::to_user(item)?);
            }
        }
        Ok(users)
    }
}

/// Takes the tenant's record out of what was read along with it.
pub(super) fn take_tenant(found: &mut HashMap<Key, Item>, key: &Key) -> Result<Option<Tenant>, StoreError> {
    found.remove(key).map(item::to_tenant).transpose()
}
