//! Entities: the legal units of a tenant to which people are invited.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::store::{EntityNotDeleted, EntityUse};
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::idempotency::{self, Begun, KeyedAnswer, KeyedBody};
use super::problem::{Kind, Problem};
use super::request::{Id, Json, invalid, nothing_there};
use super::respond;
use crate::entities::{self, NotMade};

/// An entity as it is given.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Entity)]
pub(crate) struct EntityBody {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// Name.
    name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// All entities of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntityList {
    /// In order of when they were made.
    entities: Vec<EntityBody>,
}

/// An entity as it is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntityChange {
    /// Name: one line.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
}

impl From<&Entity> for EntityBody {
    fn from(entity: &Entity) -> Self {
        Self { id: entity.id.to_string(), name: entity.name.to_string(), created_at: entity.created_at }
    }
}

impl EntityChange {
    fn name(&self) -> Result<EntityName, Failure> {
        EntityName::parse(&self.name).map_err(|error| invalid(format!("`name`: {error}.")))
    }
}

/// Lists the entities.
#[utoipa::path(
    get, path = "/people/v1/entities", tag = "Entities", operation_id = "listEntities",
    responses((status = 200, description = "The entities", body = EntityList))
)]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let entities = app.store.entities(&caller.tenant).await?;
    let list = EntityList { entities: entities.iter().map(EntityBody::from).collect() };
    Ok(respond::json(StatusCode::OK, &list))
}

/// Makes an entity. A tenant has a hundred at most.
#[utoipa::path(
    post, path = "/people/v1/entities", tag = "Entities", operation_id = "createEntity",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key does nothing twice and is answered the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = EntityChange,
    responses(
        (status = 201, description = "The entity", body = EntityBody),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There are a hundred, or the request of this key is still under way", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    KeyedBody { body: wanted, key }: KeyedBody<EntityChange>,
) -> Result<Response, Failure> {
    let name = wanted.name()?;
    let tenant = &caller.tenant;
    let execution = match idempotency::begin(&app, tenant, key).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let id = EntityId::new(execution.seed().id("entity"));
    let made = async { entities::make(&app, tenant, app.store.entities(tenant).await?, id, name).await };
    let answer = match made.await {
        Ok(entity) => Ok(KeyedAnswer::that_stands(StatusCode::CREATED, &EntityBody::from(&entity))),
        Err(NotMade::Store(error)) => Err(error.into()),
        Err(refusal @ NotMade::TooMany) => Err(Problem::new(Kind::TooMany, refusal.to_string()).into()),
    };
    Ok(execution.finish(&app, answer).await)
}

/// Shows an entity.
#[utoipa::path(
    get, path = "/people/v1/entities/{id}", tag = "Entities", operation_id = "showEntity",
    params(("id" = Uuid, Path, description = "The entity's id")),
    responses(
        (status = 200, description = "The entity", body = EntityBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<EntityId>,
) -> Result<Response, Failure> {
    let entity = app.store.entity(&caller.tenant, id).await?.ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::OK, &EntityBody::from(&entity)))
}

/// Deletes an entity to which nobody belongs: nobody has an invitation to it, accepted or not, that was not taken back.
#[utoipa::path(
    delete, path = "/people/v1/entities/{id}", tag = "Entities", operation_id = "deleteEntity",
    params(("id" = Uuid, Path, description = "The entity's id")),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Somebody belongs to it, or an access rule invites to it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<EntityId>,
) -> Result<Response, Failure> {
    match entities::delete(&app, &caller.tenant, id).await {
        Ok(()) => Ok(respond::nothing()),
        Err(EntityNotDeleted::Unknown) => Err(nothing_there()),
        Err(EntityNotDeleted::Used(used)) => Err(needed(used).into()),
        Err(EntityNotDeleted::Store(error)) => Err(error.into()),
    }
}

/// Why an entity stays.
fn needed(used: EntityUse) -> Problem {
    let (kind, detail) = match used {
        EntityUse::People => (
            Kind::InUse,
            "Somebody is invited to the entity, or has accepted that. Only one without people can be deleted.",
        ),
        EntityUse::Rule => {
            (Kind::InUse, "An access rule invites people to the entity. Change the rule first.")
        }
        EntityUse::Unknown => (
            Kind::TooBroad,
            "There are too many people to find out in time whether somebody belongs to the entity.",
        ),
    };
    Problem::new(kind, detail)
}

/// Renames an entity. Invitations that were sent keep the name that it had.
#[utoipa::path(
    patch, path = "/people/v1/entities/{id}", tag = "Entities", operation_id = "changeEntity",
    params(("id" = Uuid, Path, description = "The entity's id")),
    request_body = EntityChange,
    responses(
        (status = 200, description = "The entity as it is now", body = EntityBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<EntityId>,
    Json(wanted): Json<EntityChange>,
) -> Result<Response, Failure> {
    let name = wanted.name()?;
    let renamed = app.store.change_entity(&caller.tenant, id, |entity| entity.renamed(name.clone()));
    let entity = renamed.await?.ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::OK, &EntityBody::from(&entity)))
}
