//! The pages by which a person confirms a new e-mail address.
//!
//! A GET changes nothing, for mail scanners follow links; the page has a button, and only its POST confirms. The
//! secret in the address is all that a caller needs, so nothing else is asked of them, and nothing of it is kept or
//! logged.

mod confirm;
mod failure;
mod found;
mod new_link;
mod pages;
mod show;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rollcall::directory::link::LinkKind;
use rollcall::web::{App, log};

use failure::Failure;
use pages::Page;

/// The pages over this table.
pub fn router(app: App) -> Router {
    logged(pages()).with_state(app)
}

/// The function by itself: its pages, and one for whatever else leads to it. API Gateway decodes a path, and what comes
/// out need not be one: `lambda_http` takes a NUL, for one, for no path at all.
pub fn function(app: App) -> Router {
    logged(pages().fallback(unknown)).with_state(app)
}

fn pages() -> Router<App> {
    let secret = format!("{}/{{secret}}", LinkKind::EmailChange.path());
    Router::new().route(&secret, get(show::show).post(submit).fallback(not_allowed))
}

fn logged(router: Router<App>) -> Router<App> {
    router.layer(middleware::from_fn(|request, next| log::request_log(failure::bug, request, next)))
}

/// Both buttons lead here; a form without an action is the one that confirms.
async fn submit(State(app): State<App>, Path(secret): Path<String>, body: Body) -> Result<Response, Failure> {
    if new_link::is_asked_for(body).await {
        found::act(&app, &secret, new_link::send).await
    } else {
        found::act(&app, &secret, confirm::confirm).await
    }
}

async fn unknown() -> Response {
    Page::Unknown.into_response()
}

async fn not_allowed() -> Response {
    Page::NotAllowed.into_response()
}
