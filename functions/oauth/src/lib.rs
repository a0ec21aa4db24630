//! Where a tenant's directory gets its access tokens: the client credentials grant of OAuth 2.0 (RFC 6749 §4.4), and two
//! documents that say where that is (RFC 8414, RFC 9728).
//!
//! A request costs one read of the tenant's record and writes nothing. An access token is kept nowhere: the SCIM function
//! checks it by the record that it reads anyway (`rollcall_rules::oauth`). A caller who is refused is not told whether the
//! tenant, the client or the secret is wrong, and nothing of a request is repeated in an answer or a log.

mod client;
mod failure;
mod form;
mod metadata;
mod respond;
mod token;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use rollcall_web::{App, PROTECTED_RESOURCE, leniently, request_log};

use failure::Failure;

/// Path of all that is OAuth's own.
pub const ROOT: &str = "/oauth";

/// Path of the token endpoint.
pub const TOKEN: &str = "/oauth/token";

/// Path of what the authorization server says of itself (RFC 8414 §3).
pub const METADATA: &str = "/.well-known/oauth-authorization-server";

/// The endpoint and the documents, over this table.
pub fn router(app: App) -> Router {
    finished(routes(), app)
}

/// The function by itself: the same, and an answer for whatever else leads to it.
pub fn function(app: App) -> Router {
    leniently(&[ROOT, METADATA, PROTECTED_RESOURCE], finished(routes().fallback(unknown), app))
}

fn routes() -> Router<App> {
    Router::new()
        .route(TOKEN, post(token::grant).fallback(post_alone))
        .route(METADATA, get(metadata::server).fallback(get_alone))
        .route(PROTECTED_RESOURCE, get(metadata::resource).fallback(get_alone))
}

fn finished(routes: Router<App>, app: App) -> Router {
    routes
        .layer(middleware::from_fn(|request, next| request_log::request_log(failure::bug, request, next)))
        .layer(middleware::map_response(respond::unstored))
        .with_state(app)
}

async fn post_alone() -> Failure {
    Failure::NotAllowed("POST")
}

async fn get_alone() -> Failure {
    Failure::NotAllowed("GET")
}

async fn unknown() -> Failure {
    Failure::Unknown
}
