use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::projection::Projection;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::GROUP;
use crate::respond;

/// `GET /Groups/{id}` (RFC 7644 §3.4.1)
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
) -> Result<Response, Failure> {
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &GROUP)).await?;
    let read = app.store.tenant_and_group(caller.claimed()?, id);
    let (admitted, group) = caller.read(&app, read).await?;
    let group = group.ok_or_else(resource::not_found)?;
    let scim_url = caller.scim_url(&app.base_url);
    let body = resource::shown(&app, &admitted, &group, &projection, &scim_url).await?;
    Ok(respond::json(StatusCode::OK, &Value::Object(body)))
}
