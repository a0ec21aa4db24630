use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use rollcall_web::{App, PathText};

use super::{resource, write};
use crate::caller::Caller;
use crate::failure::Failure;

/// `DELETE /Groups/{id}` (RFC 7644 §3.6): nobody's account goes with it.
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
) -> Result<Response, Failure> {
    let on = write::begun(&app, &caller);
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    caller.entitled_to(&app, write::check_version(&caller.headers)).await?;
    let read = app.store.tenant_and_group(caller.claimed()?, id);
    let (admitted, group) = caller.read(&app, read).await?;
    let group = group.ok_or_else(resource::not_found)?;
    app.store.delete_group(&admitted, group, on).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
