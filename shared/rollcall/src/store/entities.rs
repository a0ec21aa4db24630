//! Entities: beside their tenant, so that both are read in one call.

use std::time::Duration;

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{COUNTERS, ENTITY, PrimaryKey, tenant_partition};
use super::sealed::admitted_to;
use super::table::{Condition, Index, Query, SortKeys, Write};
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::notices::Notices;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::User;
use tokio::time::timeout;
use uuid::Uuid;

use crate::entropy;

const READ: &str = "read entities";

/// What needs an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityUse {
    /// Somebody has an invitation to it, accepted or not, expired or not.
    People,
    /// An access rule invites to it.
    Rule,
    /// There are too many people to find out in time.
    Unknown,
}

/// Why an entity is not deleted. It is there as it was.
#[derive(Debug, thiserror::Error)]
pub enum EntityNotDeleted {
    /// The tenant has none of that id.
    #[error("there is no entity of this id")]
    Unknown,
    /// It is needed, or may be.
    #[error("the entity is needed")]
    Used(EntityUse),
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// A tenant's entities, in order of when they were made. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn entities(&self, admitted: &Admitted) -> Result<Vec<Entity>, StoreError> {
        let query = Query {
            index: Index::TABLE,
            partition: tenant_partition(&admitted.id),
            sort_keys: SortKeys::StartingWith(ENTITY),
            filters: Vec::new(),
        };
        let mut entities = self.table.all(READ, query, item::to_entity).await?;
        entities.sort_by_key(|entity: &Entity| (entity.created_at, entity.id));
        Ok(entities)
    }

    /// An entity. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn entity(&self, admitted: &Admitted, id: EntityId) -> Result<Option<Entity>, StoreError> {
        self.table.get(READ, PrimaryKey::entity(&admitted.id, id)).await?.map(item::to_entity).transpose()
    }

    /// Writes an entity that was not there.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if there is one of that id.
    pub async fn create_entity(&self, admitted: &Admitted, entity: &Entity) -> Result<(), StoreError> {
        admitted_to("create an entity", admitted, &entity.tenant)?;
        self.table.put("create an entity", item::of_entity(entity)?, Condition::ABSENT).await
    }

    /// Writes a changed entity, if nobody else changed it since it was read. What does not differ is not written.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did.
    pub(super) async fn update_entity(&self, before: &Entity, after: &Entity) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        let condition = Condition::version(before.version);
        self.table.put("update an entity", item::of_entity(after)?, condition).await
    }

    /// Closes an entity that is to be deleted: from now on no account comes to name it, see [`Store::commit`]. Accounts that
    /// named it before do so still. `deletion` tells this deletion from others of the entity; the latest to close it goes on.
    /// One call, on 64 items.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn close_entity(
        &self,
        admitted: &Admitted,
        entity: &Entity,
        deletion: Uuid,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const OPERATION: &str = "close an entity";
        admitted_to(OPERATION, admitted, &entity.tenant)?;
        let notes = (0..COUNTERS)
            .map(|counter| Ok(Write::Put(item::of_closed(entity, counter, deletion, now)?, Condition::ANY)));
        self.table.transact(OPERATION, notes.collect::<Result<_, StoreError>>()?).await
    }

    /// Opens an entity again that this deletion closed and does not delete after all. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if another deletion has closed it since, which goes on. After another error it is open by
    /// itself a day or two later.
    async fn open_entity(
        &self,
        admitted: &Admitted,
        entity: &Entity,
        deletion: Uuid,
    ) -> Result<(), StoreError> {
        const OPERATION: &str = "open an entity";
        admitted_to(OPERATION, admitted, &entity.tenant)?;
        let key = |counter| PrimaryKey::closed(&entity.tenant, entity.id, counter);
        let notes = (0..COUNTERS).map(|counter| Write::Delete(key(counter), Condition::closed_by(deletion)));
        self.table.transact(OPERATION, notes.collect()).await
    }

    /// Deletes an entity, if nobody changed it since it was read, and this deletion is the one that closed it last.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if that is not so.
    async fn delete_entity(
        &self,
        admitted: &Admitted,
        before: &Entity,
        deletion: Uuid,
    ) -> Result<(), StoreError> {
        const OPERATION: &str = "delete an entity";
        admitted_to(OPERATION, admitted, &before.tenant)?;
        let key = PrimaryKey::entity(&before.tenant, before.id);
        let closed = PrimaryKey::closed(&before.tenant, before.id, 0);
        let writes = vec![
            Write::Delete(key, Condition::version(before.version)),
            Write::Check(closed, Condition::closed_by(deletion)),
        ];
        self.table.transact(OPERATION, writes).await
    }

    /// Deletes an entity, unless somebody belongs to it or an access rule invites to it. `longest` is how long all people are
    /// looked through at most, each of the two times.
    ///
    /// Rules and people are looked through twice: before and after the entity is closed. Who comes to belong to it in between
    /// is found then, and the entity is opened again; nobody does later. If this breaks off, the entity is there, and deleting
    /// it once more goes on.
    ///
    /// # Errors
    ///
    /// [`EntityNotDeleted`].
    pub async fn delete_unused_entity(
        &self,
        admitted: &Admitted,
        id: EntityId,
        now: Timestamp,
        longest: Duration,
    ) -> Result<(), EntityNotDeleted> {
        let entity = self.entity(admitted, id).await?.ok_or(EntityNotDeleted::Unknown)?;
        if let Some(used) = self.use_of_entity(admitted, id, longest).await? {
            return Err(EntityNotDeleted::Used(used));
        }
        let deletion = entropy::new_id();
        self.close_entity(admitted, &entity, deletion, now).await?;
        let deleted = match self.use_of_entity(admitted, id, longest).await {
            Ok(None) => self.delete_entity(admitted, &entity, deletion).await.map_err(EntityNotDeleted::from),
            Ok(Some(used)) => Err(EntityNotDeleted::Used(used)),
            Err(in_doubt) => Err(in_doubt.into()),
        };
        if deleted.is_err() {
            match self.open_entity(admitted, &entity, deletion).await {
                // Another deletion has closed it since, and opens it if need be.
                Ok(()) | Err(StoreError::LostRace { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        deleted
    }

    async fn use_of_entity(
        &self,
        admitted: &Admitted,
        id: EntityId,
        longest: Duration,
    ) -> Result<Option<EntityUse>, StoreError> {
        let access = self.access(admitted).await?;
        if access.rules.iter().any(|rule| rule.entity == Some(id)) {
            return Ok(Some(EntityUse::Rule));
        }
        let belongs = |user: &User| user.belongs_to(id);
        let search = self.everybody_after(admitted, None, 1, Some(&belongs));
        match timeout(longest, search).await {
            Ok(found) => Ok((!found?.0.is_empty()).then_some(EntityUse::People)),
            Err(_) => Ok(Some(EntityUse::Unknown)),
        }
    }

    /// Writes a tenant that was not there, with its first entity, and has it looked after by notices.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if there is one of that id, or was: a tenant that left keeps its id. Nothing is written then.
    pub async fn create_tenant_with(&self, tenant: &Tenant, entity: &Entity) -> Result<(), StoreError> {
        let notices = Notices { revision: 1, ..Notices::new(tenant.id.clone(), tenant.created_at) };
        let tenant = &Tenant { watched: true, ..tenant.clone() };
        let writes = vec![
            Write::Put(item::of_tenant(tenant)?, Condition::ABSENT),
            Write::Put(item::of_notices(&notices)?, Condition::ABSENT),
            Write::Put(item::of_entity(entity)?, Condition::ABSENT),
            // There are no lines of earlier versions to sum up.
            Write::Put(item::of_listed(&tenant.id, tenant.created_at)?, Condition::ABSENT),
            // A condition check would need a permission of its own; deleting what is not there changes nothing.
            Write::Delete(PrimaryKey::departure(&tenant.id), Condition::ABSENT),
            Write::Delete(PrimaryKey::arrival(&tenant.id), Condition::ABSENT),
        ];
        self.table.transact("create a tenant", writes).await
    }
}
