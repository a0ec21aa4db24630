use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_directory::Said;
use rollcall_protocol::etag;
use rollcall_protocol::projection::Projection;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::along::Along;
use super::change::{self, Changed};
use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::USER;
use crate::{body, respond};

/// `PUT /Users/{id}` (RFC 7644 §3.5.1)
pub(crate) async fn replace(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let said = caller.entitled_to(&app, body::json(body).await.and_then(Said::read)).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &USER)).await?;
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    let new_change = app.new_change();
    let changed = change::change(&app, &caller, id, |before, tenant, access| {
        said.put(before, tenant, access, new_change, app.now())
    })
    .await?;
    let Changed { user, admitted: tenant, access } = changed;
    let along = Along::read_with(&app, &tenant, &projection, &user, access).await?;
    let body = projection
        .apply(resource::to_json(&user, &along.of(&user), &tenant, &caller.scim_url(&app.base_url)), &USER);
    Ok(respond::resource(StatusCode::OK, &Value::Object(body), &etag::render(user.version), ""))
}
