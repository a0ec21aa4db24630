//! Where a token is to be got, for clients that look it up. Anybody may read it, and it costs no call.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use rollcall_rules::oauth::authorize::SCOPE;
use rollcall_web::App;
use serde_json::json;

use crate::respond;
use crate::token::GRANTS;

/// `GET /.well-known/oauth-authorization-server` (RFC 8414 §2).
pub(crate) async fn server(State(app): State<App>, headers: HeaderMap) -> Response {
    let issuer = app.base_url.resolve(&headers);
    let body = json!({
        "issuer": issuer,
        "token_endpoint": app.base_url.token_url(&headers),
        "authorization_endpoint": app.base_url.authorize_url(&headers),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "grant_types_supported": GRANTS,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        // RFC 9207 §3.
        "authorization_response_iss_parameter_supported": true,
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
