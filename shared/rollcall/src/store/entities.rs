//! Entities: beside their tenant, so that both are read in one call.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{COUNTERS, ENTITY, PrimaryKey, tenant_partition};
use super::sealed::admitted_to;
use super::table::{Condition, Index, Query, SortKeys, Write};
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::tenant::Tenant;
use uuid::Uuid;

const READ: &str = "read entities";

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
    pub async fn close_entity(
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
    pub async fn open_entity(
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
    pub async fn delete_entity(
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

    /// Writes a tenant that was not there, with its first entity.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if there is one of that id. Nothing is written then.
    pub async fn create_tenant_with(&self, tenant: &Tenant, entity: &Entity) -> Result<(), StoreError> {
        let writes = vec![
            Write::Put(item::of_tenant(tenant)?, Condition::ABSENT),
            Write::Put(item::of_entity(entity)?, Condition::ABSENT),
            // There are no lines of earlier versions to sum up.
            Write::Put(item::of_listed(&tenant.id, tenant.created_at)?, Condition::ABSENT),
        ];
        self.table.transact("create a tenant", writes).await
    }
}
