//! The pages behind the links in mails: a person confirms a new e-mail address, or accepts an invitation. An
//! administrator confirms the address to which notices go, or removes it.
//!
//! A GET changes nothing, for mail scanners follow links; the page has a button, and only its POST does what it says.
//! The secret in the address is all that a caller needs, so nothing else is asked of them, and nothing of it is kept or
//! logged.

mod address;
mod administrator;
mod failure;
mod found;
mod invitation;
mod pages;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use rollcall_rules::notices::administrator::PATH as ADMINISTRATORS;
use rollcall_web::page::{self, Look};
use rollcall_web::{App, request_log};

use pages::Page;

/// The pages over this table.
pub fn router(app: App) -> Router {
    finished(pages(), app)
}

/// The function by itself: its pages, and one for whatever else leads to it. API Gateway decodes a path, and what comes
/// out need not be one: `lambda_http` takes a NUL, for one, for no path at all.
pub fn function(app: App) -> Router {
    finished(pages().fallback(unknown), app)
}

fn pages() -> Router<App> {
    let of = |path: &str, page: MethodRouter<App>| {
        Router::new().route(&format!("{path}/{{secret}}"), page.fallback(not_allowed))
    };
    of(address::LINKS.path(), address::page())
        .merge(of(invitation::LINKS.path(), invitation::page()))
        .merge(of(ADMINISTRATORS, administrator::page()))
}

fn finished(router: Router<App>, app: App) -> Router {
    let look = Arc::new(Look::new(app.brand.clone(), pages::SHEET));
    router
        .layer(middleware::from_fn(|request, next| request_log::request_log(failure::bug, request, next)))
        .layer(middleware::from_fn_with_state(look, page::dressed))
        .layer(middleware::from_fn_with_state(page::Reading::BY_BROWSER, page::spoken))
        .with_state(app)
}

async fn unknown() -> Response {
    Page::Unknown.into_response()
}

async fn not_allowed() -> Response {
    Page::NotAllowed.into_response()
}
