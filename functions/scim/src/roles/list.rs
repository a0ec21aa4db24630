use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::list::{Cursor, ListRequest, ListResponse, Page, Position};
use rollcall_web::App;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::ROLE;
use crate::respond;

/// `GET /Roles` (RFC 7644 §3.4.2). There are a hundred at most, so all of them are looked at.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
) -> Result<Response, Failure> {
    let request = caller.entitled_to(&app, ListRequest::from_query(&query, &ROLE, app.now())).await?;
    let admitted = caller.admitted(&app).await?;
    let access = app.store.access(&admitted).await?;
    let scim_url = caller.scim_url(&app.base_url);
    let mut roles: Vec<_> = access.roles.iter().map(|role| resource::to_json(role, &scim_url)).collect();
    if let Some(filter) = &request.filter {
        roles.retain(|role| filter.matches(role));
    }
    if let Some(sort) = request.sort {
        roles.sort_by_cached_key(|role| sort.key(role));
    }
    Ok(respond::json(StatusCode::OK, &page(&app, &request, roles).into_json()))
}

/// The page that is asked for. A cursor holds how many roles are before it.
fn page(app: &App, request: &ListRequest, roles: Vec<Map<String, Value>>) -> ListResponse {
    let total_results = roles.len();
    let stretch = |skip: usize, count: usize| -> Vec<_> {
        let shown = roles.into_iter().skip(skip).take(count);
        shown.map(|role| request.projection.apply(role, &ROLE)).collect()
    };
    match request.page {
        Page::Index { start_index, count } => ListResponse {
            total_results,
            position: Position::Index(start_index),
            resources: stretch(start_index - 1, count),
        },
        Page::Cursor { cursor, count } => {
            let before =
                cursor.map_or(0, |cursor| usize::try_from(cursor.after.as_u128()).unwrap_or(usize::MAX));
            let until = before.saturating_add(count);
            let next = (until < total_results).then(|| {
                let begun_at = cursor.map_or_else(|| app.now(), |cursor| cursor.begun_at);
                let total = u32::try_from(total_results).unwrap_or(u32::MAX);
                Cursor::new(
                    Uuid::from_u128(u128::try_from(until).unwrap_or(u128::MAX)),
                    total,
                    begun_at,
                    request.query(),
                    app.now(),
                )
            });
            ListResponse {
                total_results,
                position: Position::Cursor(next),
                resources: stretch(before, count),
            }
        }
    }
}
