//! Where a token is to be got, for clients that look it up. Anybody may read it, and it costs no call.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use rollcall_web::App;
use serde_json::json;

use crate::token::{GRANT, SCOPE};
use crate::{TOKEN, respond};

/// `GET /.well-known/oauth-authorization-server` (RFC 8414 §2).
pub(crate) async fn server(State(app): State<App>, headers: HeaderMap) -> Response {
    let issuer = app.base_url.resolve(&headers);
    let body = json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}{TOKEN}"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": [GRANT],
        // There is no authorization endpoint. The RFC asks for the list all the same.
        "response_types_supported": [],
        "scopes_supported": [SCOPE],
    });
    respond::json(StatusCode::OK, &body)
}

/// `GET /.well-known/oauth-protected-resource/scim/v2` (RFC 9728 §2): the SCIM API, and who grants tokens for it.
pub(crate) async fn resource(State(app): State<App>, headers: HeaderMap) -> Response {
    let body = json!({
        "resource": app.base_url.scim_url(&headers),
        "authorization_servers": [app.base_url.resolve(&headers)],
        "scopes_supported": [SCOPE],
        "bearer_methods_supported": ["header"],
    });
    respond::json(StatusCode::OK, &body)
}
