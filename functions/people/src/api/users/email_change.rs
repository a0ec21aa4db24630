use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::user::{Actor, UserId};
use rollcall_web::{App, request_log};

use super::body::UserBody;
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::problem::Problem;
use crate::api::request::Id;
use crate::api::respond;
use crate::invite;

/// Mails the link once more that confirms a person's new address, with a whole life: once a minute, five times a day.
///
/// What the person asked for on the page of an expired link counts, too.
#[utoipa::path(
    post, path = "/people/v1/users/{id}/email-change/resend", tag = "Users", operation_id = "resendConfirmation",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, description = "The user as they are now", body = UserBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "No address waits to be confirmed, or the person is deactivated", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resend(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<Response, Failure> {
    request_log::user(id);
    let user = invite::resend_confirmation(&app, &caller.tenant, id, Actor::Operator).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}
