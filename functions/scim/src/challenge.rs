//! What a caller without a right token is told: the scheme, and where a token is to be got (RFC 6750 §3, RFC 9728 §5.1).

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use rollcall_rules::token::Denied;
use rollcall_web::{App, PROTECTED_RESOURCE};

/// What the header says by itself. RFC 6750 §3.1: a caller without a token is told no error.
pub(crate) fn of(denied: Denied) -> HeaderValue {
    HeaderValue::from_static(match denied {
        Denied::Token => "Bearer error=\"invalid_token\", ",
        Denied::Expired => "Bearer error=\"invalid_token\", error_description=\"The access token expired\", ",
        Denied::NoToken
        | Denied::SchemeTwice
        | Denied::TwoTokens
        | Denied::Scope(_)
        | Denied::OfOperator
        | Denied::OfTenant => "Bearer ",
    })
}

/// Middleware: adds to the header of an answer 401 where the document about this resource is.
pub(crate) async fn completed(State(app): State<App>, request: Request, next: Next) -> Response {
    let base = app.base_url.resolve(request.headers());
    let mut response = next.run(request).await;
    if response.status() == StatusCode::UNAUTHORIZED {
        let header = response.headers().get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
        let full = format!("{}resource_metadata=\"{base}{PROTECTED_RESOURCE}\"", header.unwrap_or("Bearer "));
        // A host that fits into no header is not repeated.
        let value = HeaderValue::try_from(full).unwrap_or(HeaderValue::from_static("Bearer"));
        response.headers_mut().insert(WWW_AUTHENTICATE, value);
    }
    response
}
