//! The place of somebody who accepted an invitation.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::entity::EntityId;
use rollcall_rules::user::{Actor, UserId};
use rollcall_web::{App, request_log};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::invitations::find_entity;
use super::problem::Problem;
use super::request::{Id, Json, invalid, word};
use super::respond;
use super::users::body::{CardAccessName, UserBody};
use crate::invite::Offer;
use crate::place;

/// The place that somebody shall have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewPlace {
    /// The entity.
    #[schema(value_type = Uuid)]
    entity_id: String,
    /// What they get.
    #[serde(deserialize_with = "word")]
    card_access: CardAccessName,
}

/// Gives somebody who accepted an invitation another place. It holds at once, and nothing is asked of the person.
#[utoipa::path(
    put, path = "/people/v1/users/{id}/place", tag = "Places", operation_id = "changePlace",
    params(("id" = Uuid, Path, description = "The user's id")),
    request_body = NewPlace,
    responses(
        (status = 200, description = "The user as they are now", body = UserBody),
        (status = 404, description = "There is nobody or no entity of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The person has not accepted an invitation", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
    Json(wanted): Json<NewPlace>,
) -> Result<Response, Failure> {
    request_log::user(id);
    let entity = EntityId::parse(&wanted.entity_id);
    let entity = entity.ok_or_else(|| invalid("`entityId` is no id: a UUID in lower case."))?;
    let entity = find_entity(&app, &caller.tenant, Some(entity)).await?;
    let offer = Offer { entity, card_access: wanted.card_access.into(), invited_by: None };
    let user = place::change(&app, &caller.tenant, id, &offer, Actor::Operator).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}

/// Takes somebody's place away: they are billed no further, and can be invited again. Of a place that was taken away already
/// the answer is the same, so the request can be sent again.
#[utoipa::path(
    delete, path = "/people/v1/users/{id}/place", tag = "Places", operation_id = "endPlace",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, description = "The user as they are now", body = UserBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The person has not accepted an invitation", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<Response, Failure> {
    request_log::user(id);
    let user = place::end(&app, &caller.tenant, id, Actor::Operator).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}
