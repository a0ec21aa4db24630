use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::projection::Projection;
use rollcall_rules::access::RoleId;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::ROLE;
use crate::respond;

/// `GET /Roles/{id}` (RFC 7644 §3.4.1)
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
) -> Result<Response, Failure> {
    let id = caller.entitled_to(&app, RoleId::parse(&id).map_err(|_| resource::not_found())).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &ROLE)).await?;
    let admitted = caller.admitted(&app).await?;
    let access = app.store.access(&admitted).await?;
    let role = access.role(&id).ok_or_else(resource::not_found)?;
    let body = projection.apply(resource::to_json(role, &caller.scim_url(&app.base_url)), &ROLE);
    Ok(respond::json(StatusCode::OK, &Value::Object(body)))
}
