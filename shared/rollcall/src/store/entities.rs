//! Entities: beside their tenant, so that both are read in one call.

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{ENTITY, Key, SK, TENANT, tenant_partition};
use super::table::{Condition, Order, Range, Stretch, Write};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::tenant::{Tenant, TenantId};

const READ: &str = "read entities";

impl Store {
    /// A tenant and its entities, in order of when they were made. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_entities(
        &self,
        tenant: &TenantId,
    ) -> Result<(Option<Tenant>, Vec<Entity>), StoreError> {
        let stretch = Stretch {
            order: Order::TABLE,
            partition: tenant_partition(tenant),
            range: Range::All,
            only: Vec::new(),
        };
        let (mut record, mut entities, mut from) = (None, Vec::new(), None);
        loop {
            let page = self.table.query(READ, &stretch, None, from).await?;
            for item in page.items {
                match item.get(SK).and_then(|sk| sk.as_s().ok()).map(String::as_str) {
                    Some(TENANT) => record = Some(item::to_tenant(item)?),
                    Some(sk) if sk.starts_with(ENTITY) => entities.push(item::to_entity(item)?),
                    _ => {}
                }
            }
            match page.next {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        entities.sort_by_key(|entity: &Entity| (entity.created_at, entity.id));
        Ok((record, entities))
    }

    /// An entity. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn entity(&self, tenant: &TenantId, id: EntityId) -> Result<Option<Entity>, StoreError> {
        self.table.get(READ, Key::entity(tenant, id)).await?.map(item::to_entity).transpose()
    }

    /// Writes an entity that was not there.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if there is one of that id.
    pub async fn create_entity(&self, entity: &Entity) -> Result<(), StoreError> {
        self.table.put("create an entity", item::of_entity(entity)?, Condition::ABSENT).await
    }

    /// Writes a changed entity, if nobody else changed it since it was read. What does not differ is not written.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did.
    pub async fn update_entity(&self, before: &Entity, after: &Entity) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        let condition = Condition::version(before.version);
        self.table.put("update an entity", item::of_entity(after)?, condition).await
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
        ];
        self.table.transact("create a tenant", writes).await
    }
}
