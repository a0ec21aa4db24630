//! Groups: there are none. Okta's import asks for the list; whoever would write one is told plainly.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::ScimError;
use rollcall_web::App;
use serde_json::json;

use crate::caller::Caller;
use crate::failure::Failure;
use crate::respond;

/// `GET /Groups`
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    caller.admitted(&app).await?;
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 0,
        "startIndex": 1,
        "itemsPerPage": 0,
        "Resources": [],
    });
    Ok(respond::json(StatusCode::OK, &body))
}

/// `GET /Groups/{id}`
pub(crate) async fn get(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    caller.admitted(&app).await?;
    Err(ScimError::new(StatusCode::NOT_FOUND, "There is no such group: Rollcall keeps no groups.").into())
}

/// Anything else on groups.
pub(crate) async fn unsupported(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    caller.admitted(&app).await?;
    let detail = "Groups cannot be provisioned. Switch group push off in your directory.";
    Err(ScimError::new(StatusCode::NOT_IMPLEMENTED, detail).into())
}
