use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use http::header::IF_NONE_MATCH;
use rollcall_protocol::etag;
use rollcall_protocol::projection::Projection;
use rollcall_web::{App, PathText, request_log};
use serde_json::Value;

use super::along::Along;
use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::USER;
use crate::respond;

/// `GET /Users/{id}` (RFC 7644 §3.4.1)
pub(crate) async fn get(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
) -> Result<Response, Failure> {
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &USER)).await?;
    let read = app.store.tenant_and_user(caller.claimed()?, id);
    let (admitted, user) = caller.read(&app, read).await?;
    let user = user.filter(|user| user.linked).ok_or_else(resource::not_found)?;
    request_log::user(id);

    let version = etag::render(user.version);
    let known = caller.headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| etag::matches(known, user.version)) {
        return Ok(respond::not_modified(&version));
    }
    let scim_url = caller.scim_url(&app.base_url);
    let along = Along::read(&app, &admitted, &projection, std::slice::from_ref(&user)).await?;
    let body = projection.apply(resource::to_json(&user, &along.of(&user), &admitted, &scim_url), &USER);
    Ok(respond::resource(StatusCode::OK, &Value::Object(body), &version, ""))
}
