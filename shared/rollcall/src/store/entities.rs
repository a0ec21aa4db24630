//! Entities: beside their tenant, so that both are read in one call.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{ENTITY, PrimaryKey, tenant_partition};
use super::sealed::admitted_to;
use super::table::{Condition, Index, Query, SortKeys, Write};
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::tenant::Tenant;

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

    /// Deletes an entity, if nobody changed it since it was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did.
    pub async fn delete_entity(&self, admitted: &Admitted, before: &Entity) -> Result<(), StoreError> {
        const OPERATION: &str = "delete an entity";
        admitted_to(OPERATION, admitted, &before.tenant)?;
        let key = PrimaryKey::entity(&before.tenant, before.id);
        self.table.transact(OPERATION, vec![Write::Delete(key, Condition::version(before.version))]).await
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
