use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::list::{ListRequest, ListResponse};
use rollcall_web::App;

use super::find::{self, Found};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::GROUP;
use crate::{body, respond};

/// `GET /Groups` (RFC 7644 §3.4.2)
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
) -> Result<Response, Failure> {
    let request = caller.entitled_to(&app, ListRequest::from_query(&query, &GROUP, app.now())).await?;
    answer(&app, &caller, &request).await
}

/// `POST /Groups/.search` (RFC 7644 §3.4.3)
pub(crate) async fn search(State(app): State<App>, caller: Caller, body: Body) -> Result<Response, Failure> {
    let parsed = body::json(body).await.and_then(|body| ListRequest::from_search(&body, &GROUP, app.now()));
    let request = caller.entitled_to(&app, parsed).await?;
    answer(&app, &caller, &request).await
}

async fn answer(app: &App, caller: &Caller, request: &ListRequest) -> Result<Response, Failure> {
    let Found { resources, total_results, position } = find::find(app, caller, request).await?;
    let body = ListResponse { total_results, position, resources }.into_json();
    Ok(respond::json(StatusCode::OK, &body))
}
