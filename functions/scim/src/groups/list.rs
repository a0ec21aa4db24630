use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use rollcall_protocol::list::ListRequest;
use rollcall_web::App;

use super::find;
use crate::body;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::GROUP;

/// `GET /Groups` (RFC 7644 §3.4.2)
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
) -> Result<Response, Failure> {
    let request = caller.entitled_to(&app, ListRequest::from_query(&query, &GROUP, app.now())).await?;
    Ok(find::find(&app, &caller, &request).await?.into_response())
}

/// `POST /Groups/.search` (RFC 7644 §3.4.3)
pub(crate) async fn search(State(app): State<App>, caller: Caller, body: Body) -> Result<Response, Failure> {
    let parsed = body::json(body).await.and_then(|body| ListRequest::from_search(&body, &GROUP, app.now()));
    let request = caller.entitled_to(&app, parsed).await?;
    Ok(find::find(&app, &caller, &request).await?.into_response())
}
