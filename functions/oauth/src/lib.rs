//! Where a tenant's directory gets its access tokens, and two documents that say where that is (RFC 8414, RFC 9728).
//!
//! A directory proves itself by a secret (RFC 6749 §4.4) or by an assertion (RFC 7523 §2.2), or exchanges a code that an
//! administrator consented to (RFC 6749 §4.1). The page of that consent is the portal's, which has the session.
//!
//! A request costs one read of the tenant's record; a `jti` that is noted, and an exchanged code, one write more. What came of
//! it is noted for the administrator after the answer (`contact`). An access
//! token is kept nowhere: the SCIM function checks it by the record that it reads anyway (`rollcall_rules::oauth`). A caller
//! who is refused is not told whether the tenant, the client or the secret is wrong, and nothing of a request is repeated in
//! an answer or a log.
//!
//! Of all functions this one alone sends requests to where somebody else says: for the keys of directories (`keys`).

mod assertion;
mod client;
mod contact;
mod failure;
mod fetch;
mod form;
mod keys;
mod metadata;
mod respond;
mod token;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware;
use axum::routing::{get, post};
use rollcall_web::{App, PROTECTED_RESOURCE, TOKEN_PATH, leniently, request_log};

use assertion::Unheard;
use contact::Notes;
use failure::Failure;
use keys::KeySets;

/// Path of all that is OAuth's own.
pub const ROOT: &str = "/oauth";

/// Path of what the authorization server says of itself (RFC 8414 §3).
pub const METADATA: &str = "/.well-known/oauth-authorization-server";

/// What the handlers share.
#[derive(Debug, Clone)]
struct OAuth {
    app: App,
    keys: KeySets,
    unheard: Unheard,
}

impl FromRef<OAuth> for App {
    fn from_ref(oauth: &OAuth) -> Self {
        oauth.app.clone()
    }
}

/// The endpoint and the documents, over this table.
pub fn router(app: App) -> Router {
    finished(routes(), app)
}

/// The function by itself: the same, and an answer for whatever else leads to it.
pub fn function(app: App) -> Router {
    leniently(&[ROOT, METADATA, PROTECTED_RESOURCE], finished(routes().fallback(unknown), app))
}

fn routes() -> Router<OAuth> {
    Router::new()
        .route(TOKEN_PATH, post(token::grant).fallback(post_alone))
        .route(METADATA, get(metadata::server).fallback(get_alone))
        .route(PROTECTED_RESOURCE, get(metadata::resource).fallback(get_alone))
}

fn finished(routes: Router<OAuth>, app: App) -> Router {
    routes
        .layer(middleware::from_fn(|request, next| request_log::request_log(failure::bug, request, next)))
        .layer(middleware::map_response(respond::unstored))
        .layer(middleware::from_fn_with_state((app.clone(), Notes::default()), contact::noted))
        .with_state(OAuth { app, keys: KeySets::default(), unheard: Unheard::default() })
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
