//! Making an entity once, and deleting one to which nobody belongs: the same for the operator's backend and for the tenant's administrator.

use std::time::Duration;

use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId, EntityName, MAX_ENTITIES};
use rollcall_rules::user::User;
use rollcall_web::App;
use tokio::time::timeout;

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

/// Why an entity is not deleted. It is there as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDeleted {
    /// The tenant has none of that id.
    #[error("There is no entity of this id.")]
    Unknown,
    /// Somebody has an invitation to it, accepted or not, expired or not.
    #[error(
        "Somebody is invited to the entity, or has accepted that. Only one without people can be deleted."
    )]
    InUse,
    /// An access rule invites to it.
    #[error("An access rule invites people to the entity. Change the rule first.")]
    InRule,
    /// There are too many people to look through.
    #[error("There are too many people to find out in time whether somebody belongs to the entity.")]
    TooMany,
    /// The table could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Deletes an entity, unless somebody belongs to it or an access rule invites to it.
///
/// Rules and people are looked through twice: before and after the entity is closed. Who comes to belong to it in between is found
/// then, and the entity is opened again; nobody does later. If this breaks off, the entity is there, and deleting it once
/// more goes on.
///
/// # Errors
///
/// [`NotDeleted`].
pub(crate) async fn delete(app: &App, tenant: &Admitted, id: EntityId) -> Result<(), NotDeleted> {
    let entity = app.store.entity(tenant, id).await?.ok_or(NotDeleted::Unknown)?;
    if let Some(use_of_it) = use_of(app, tenant, id).await? {
        return Err(use_of_it);
    }
    let deletion = entropy::new_id();
    app.store.close_entity(tenant, &entity, deletion, app.now()).await?;
    let deleted = match use_of(app, tenant, id).await {
        Ok(None) => app.store.delete_entity(tenant, &entity, deletion).await.map_err(NotDeleted::from),
        Ok(Some(use_of_it)) => Err(use_of_it),
        Err(in_doubt) => Err(in_doubt),
    };
    if deleted.is_err() {
        match app.store.open_entity(tenant, &entity, deletion).await {
            // Another deletion has closed it since, and opens it if need be.
            Ok(()) | Err(StoreError::LostRace { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    deleted
}

/// Why the entity is not to be deleted.
async fn use_of(app: &App, tenant: &Admitted, id: EntityId) -> Result<Option<NotDeleted>, NotDeleted> {
    let access = app.store.access(tenant).await?;
    if access.rules.iter().any(|rule| rule.entity == Some(id)) {
        return Ok(Some(NotDeleted::InRule));
    }
    Ok(has_people(app, tenant, id).await?.then_some(NotDeleted::InUse))
}

async fn has_people(app: &App, tenant: &Admitted, id: EntityId) -> Result<bool, NotDeleted> {
    let belongs = |user: &User| user.belongs_to(id);
    let search = app.store.everybody_after(tenant, None, 1, Some(&belongs));
    let (found, _) = timeout(LONGEST, search).await.map_err(|_| NotDeleted::TooMany)??;
    Ok(!found.is_empty())
}
