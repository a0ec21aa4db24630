use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use rollcall_rules::update;
use rollcall_web::{App, PathText};

use super::{change, resource};
use crate::caller::Caller;
use crate::failure::Failure;

/// `DELETE /Users/{id}` (RFC 7644 §3.6): deactivated, unlinked and gone for SCIM.
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
) -> Result<Response, Failure> {
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    change::change(&app, &caller, id, |user, _, _| Ok(update::unlink(user, app.now()))).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
