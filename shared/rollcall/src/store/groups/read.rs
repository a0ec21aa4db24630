//! Groups and members by key, and in order. A deleted group is there for nobody.

use jiff::Timestamp;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::group::{Group, GroupGuard, GroupId};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};

use super::super::Store;
use super::super::error::StoreError;
use super::super::item::{self, text};
use super::super::keys::{self, COUNTERS, MEMBER_END, PrimaryKey};
use super::super::sealed::Sealed;
use super::super::table::{Direction, Index, Item, Query, SortKeys};
use super::super::users::take_tenant;
use super::GroupWith;

const READ: &str = "read groups";
const MEMBERS: &str = "read the members of a group";

/// Users that are read along with a group, at most.
const ALONG: usize = 90;

/// A group with something to be finished, by the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDue {
    /// Tenant that the group belongs to.
    pub tenant: TenantId,
    /// The group, deleted or not.
    pub id: GroupId,
}

impl Store {
    /// A tenant and one of its groups. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_group(
        &self,
        claimed: &ClaimedTenant,
        id: GroupId,
    ) -> Result<Sealed<Option<Group>>, StoreError> {
        let (tenant_key, key) = (PrimaryKey::tenant(claimed.id()), PrimaryKey::group(claimed.id(), id));
        let mut found = self.table.batch_get(READ, [tenant_key.clone(), key.clone()]).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        Ok(Sealed::new(record, found.remove(&key).map(to_live).transpose()?.flatten()))
    }

    /// A tenant, one of its groups, and the first of these users, which differ: what a change of a few members needs.
    /// One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_group_with(
        &self,
        claimed: &ClaimedTenant,
        id: GroupId,
        users: &[UserId],
    ) -> Result<Sealed<Option<GroupWith>>, StoreError> {
        let tenant = claimed.id();
        let users = users.get(..ALONG).unwrap_or(users);
        let (tenant_key, key) = (PrimaryKey::tenant(tenant), PrimaryKey::group(tenant, id));
        let counter = users.first().map(|user| PrimaryKey::member_counter(tenant, id, user.counter()));
        let user_keys: Vec<_> = users.iter().map(|user| PrimaryKey::user(tenant, *user)).collect();
        let keys = user_keys.iter().chain(&counter).chain([&tenant_key, &key]).cloned();
        let mut found = self.table.batch_get(READ, keys).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let users: Vec<User> = user_keys
            .iter()
            .filter_map(|key| found.remove(key))
            .map(item::to_user)
            .collect::<Result<_, _>>()?;
        let sampled = match &counter {
            Some(key) => Some(found.remove(key).map(item::to_count).transpose()?.unwrap_or_default()),
            None => None,
        };
        let group = found.remove(&key).map(to_live).transpose()?.flatten();
        Ok(Sealed::new(record, group.map(|group| GroupWith { group, users, sampled })))
    }

    /// A tenant; the groups that hold these guards, of those that any group holds; and these groups, as they are now.
    /// The guards differ, and so do the ids; 99 of both at most. One call. Two of the groups can be the same.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_groups_found(
        &self,
        claimed: &ClaimedTenant,
        guards: &[GroupGuard],
        ids: &[GroupId],
    ) -> Result<Sealed<(Vec<GroupId>, Vec<Group>)>, StoreError> {
        let tenant = claimed.id();
        let tenant_key = PrimaryKey::tenant(tenant);
        let guard_keys: Vec<_> = guards.iter().map(|guard| PrimaryKey::group_guard(tenant, guard)).collect();
        let group_keys: Vec<_> = ids.iter().map(|id| PrimaryKey::group(tenant, *id)).collect();
        let keys = guard_keys.iter().chain(&group_keys).chain([&tenant_key]).cloned();
        let mut found = self.table.batch_get("look groups up", keys).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let mut take =
            |keys: &[PrimaryKey]| -> Vec<Item> { keys.iter().filter_map(|key| found.remove(key)).collect() };
        let (guards, groups) = (take(&guard_keys), take(&group_keys));
        let holders = guards.into_iter().map(item::to_group_guarded).collect::<Result<_, _>>()?;
        Ok(Sealed::new(record, (holders, live(groups)?)))
    }

    /// A tenant, and how many groups it has. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_group_count(&self, claimed: &ClaimedTenant) -> Result<Sealed<usize>, StoreError> {
        let (tenant_key, key) = (PrimaryKey::tenant(claimed.id()), PrimaryKey::group_counter(claimed.id()));
        let mut found = self.table.batch_get("count groups", [tenant_key.clone(), key.clone()]).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        Ok(Sealed::new(record, found.remove(&key).map(item::to_count).transpose()?.unwrap_or_default()))
    }

    /// A group as it is now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn group(&self, admitted: &Admitted, id: GroupId) -> Result<Option<Group>, StoreError> {
        let group = self.group_or_rest(&admitted.id, id).await?;
        Ok(group.filter(|group| !group.is_deleted()))
    }

    /// A group as it is now, deleted or not. One call.
    pub(super) async fn group_or_rest(
        &self,
        tenant: &TenantId,
        id: GroupId,
    ) -> Result<Option<Group>, StoreError> {
        self.table.get(READ, PrimaryKey::group(tenant, id)).await?.map(item::to_group).transpose()
    }

    /// Groups by id, which differ, as they are now and in no order; absent ones are left out. One call for a hundred.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn groups(&self, admitted: &Admitted, ids: &[GroupId]) -> Result<Vec<Group>, StoreError> {
        let mut groups = Vec::with_capacity(ids.len());
        for some in ids.chunks(100) {
            let keys = some.iter().map(|id| PrimaryKey::group(&admitted.id, *id));
            groups.extend(live(self.table.batch_get(READ, keys).await?.into_values())?);
        }
        Ok(groups)
    }

    /// The groups that come after `after`, `limit` at most, in order of id: from the index, milliseconds behind the
    /// table.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn groups_after(
        &self,
        admitted: &Admitted,
        after: Option<GroupId>,
        limit: usize,
    ) -> Result<Vec<Group>, StoreError> {
        let query = Query {
            index: Index::BY_TENANT,
            partition: keys::group_list(&admitted.id),
            sort_keys: after.map_or(SortKeys::All, |id| SortKeys::After(id.to_string())),
            filters: Vec::new(),
        };
        Ok(self.table.some("list groups", query, limit, item::to_group).await?.0)
    }

    /// Everybody who is in a group, in order of id. One call for some ten thousand.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn members(&self, admitted: &Admitted, id: GroupId) -> Result<Vec<UserId>, StoreError> {
        let query = members_after(&admitted.id, id, None);
        self.table.all(MEMBERS, query, |item| item::to_member(&item)).await
    }

    /// The members of a group that come after `after`, `limit` at most, in order of id; and whether there are more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn members_after(
        &self,
        admitted: &Admitted,
        id: GroupId,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<(Vec<UserId>, bool), StoreError> {
        let query = members_after(&admitted.id, id, after);
        self.table.some(MEMBERS, query, limit, |item| item::to_member(&item)).await
    }

    /// How many are in a group. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn member_count(&self, admitted: &Admitted, id: GroupId) -> Result<usize, StoreError> {
        let keys = (0..COUNTERS).map(|counter| PrimaryKey::member_counter(&admitted.id, id, counter));
        let counters = self.table.batch_get("count the members of a group", keys).await?;
        let counts: Vec<usize> = counters.into_values().map(item::to_count).collect::<Result<_, _>>()?;
        Ok(counts.into_iter().sum())
    }

    /// The groups with something to be finished at `now`, of all tenants, the longest due first. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn groups_due(&self, now: Timestamp) -> Result<Vec<GroupDue>, StoreError> {
        let query = due(SortKeys::Before(keys::due_until(now)));
        let read = |item: Item| {
            let group = text(&item, keys::PK).and_then(keys::group_of);
            Ok(group.map(|(tenant, id)| GroupDue { tenant, id }))
        };
        let found = self.table.all("look for groups that are due", query, read).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The earliest time at which a group has something to be finished, be it past or ahead; `None`: none has.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn first_group_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = due(SortKeys::All);
        let page = self
            .table
            .query("look for the group that is due next", &query, Direction::Forward, Some(1), None)
            .await?;
        Ok(page.items.iter().find_map(|item| keys::due_since(text(item, keys::EFFECT_SK)?)))
    }
}

fn due(sort_keys: SortKeys) -> Query {
    Query { index: Index::EFFECT_DUE, partition: keys::GROUPS_DUE.to_owned(), sort_keys, filters: Vec::new() }
}

fn members_after(tenant: &TenantId, id: GroupId, after: Option<UserId>) -> Query {
    let sort_keys = match after {
        // What comes right after a key, as no id goes on with another character.
        Some(user) => SortKeys::Between(
            format!("{}#", PrimaryKey::membership(tenant, id, user).sk),
            MEMBER_END.to_owned(),
        ),
        None => SortKeys::StartingWith(keys::MEMBER),
    };
    Query {
        index: Index::TABLE,
        partition: keys::group_partition(tenant, id),
        sort_keys,
        filters: Vec::new(),
    }
}

fn to_live(item: Item) -> Result<Option<Group>, StoreError> {
    item::to_group(item).map(|group| Some(group).filter(|group| !group.is_deleted()))
}

fn live(items: impl IntoIterator<Item = Item>) -> Result<Vec<Group>, StoreError> {
    items.into_iter().filter_map(|item| to_live(item).transpose()).collect()
}
