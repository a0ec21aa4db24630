//! `POST /Bulk` (RFC 7644 §3.7): many operations in one request.
//!
//! Each operation is a request by itself, which goes to the handler of its route: by the same rules, at the same cost, and as
//! safe to send twice. They are done one after another, because two writes at once could collide, and because the second
//! may depend on the first.

mod entry;
mod run;
#[cfg(test)]
mod tests;

use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use rollcall_protocol::bulk::BulkRequest;
use rollcall_protocol::schema::ResourceType;
use rollcall_web::App;

use crate::body;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::resource_types::{GROUP, USER};

use run::{Run, Shut, Times};

/// What a directory can write.
static WRITABLE: [&ResourceType; 2] = [&USER, &GROUP];

/// `POST /Bulk`. `singles` has the routes of single requests, below the SCIM base URL.
pub(crate) async fn bulk(
    singles: Router,
    State(app): State<App>,
    caller: Caller,
    body: Body,
) -> Result<Response, Failure> {
    let begun = Instant::now();
    caller.known(&app).await?;
    let parsed = body::json_of_bulk(body).await.and_then(|body| BulkRequest::parse(&body, &WRITABLE));
    let request = caller.entitled_to(&app, parsed).await?;
    let mut run = Run::new(singles, &caller, caller.scim_url(&app.base_url), begun, Times::REQUEST);
    let outcome = match run.all(&request).await {
        Ok(outcome) => outcome,
        Err(Shut(answer)) => return Ok(answer),
    };
    if !(run.is_let_in() || outcome.is_all_left()) {
        // Nobody is told what is wrong with a request without a token that was found right.
        caller.admitted(&app).await?;
    }
    Ok(outcome.into_response())
}
