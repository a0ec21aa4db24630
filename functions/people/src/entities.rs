//! Making an entity once, and deleting one to which nobody belongs: the same for the operator's backend and for the tenant's administrator.

use std::time::Duration;

use rollcall::store::{EntityNotDeleted, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId, EntityName, MAX_ENTITIES};
use rollcall_web::App;

/// How long all people are looked through, each of the two times: API Gateway gives a request 29 s.
const LONGEST: Duration = Duration::from_secs(12);

/// Why an entity is not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotMade {
    /// The tenant has as many as it can.
    #[error("The tenant has {MAX_ENTITIES} entities, which is the most.")]
    TooMany,
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes an entity of that id, or gives the one that an earlier try has made. `known` are those that there are.
///
/// # Errors
///
/// [`NotMade`].
pub(crate) async fn make(
    app: &App,
    tenant: &Admitted,
    known: Vec<Entity>,
    id: EntityId,
    name: EntityName,
) -> Result<Entity, NotMade> {
    let is_full = known.len() >= MAX_ENTITIES;
    if let Some(made) = known.into_iter().find(|entity| entity.id == id) {
        return Ok(made);
    }
    if is_full {
        return Err(NotMade::TooMany);
    }
    let entity = Entity::new(id, tenant.id.clone(), name, app.now());
    match app.store.create_entity(tenant, &entity).await {
        Err(error) if error.is_lost_race() => {
            app.store.entity(tenant, id).await?.ok_or(NotMade::Store(error))
        }
        written => Ok(written.map(|()| entity)?),
    }
}

/// Deletes an entity, unless somebody belongs to it or an access rule invites to it.
///
/// # Errors
///
/// [`EntityNotDeleted`].
pub(crate) async fn delete(app: &App, tenant: &Admitted, id: EntityId) -> Result<(), EntityNotDeleted> {
    app.store.delete_unused_entity(tenant, id, app.now(), LONGEST).await
}
