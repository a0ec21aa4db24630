//! Answers in SCIM's media type.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderName, HeaderValue, StatusCode};
use rollcall_protocol::ScimError;
use serde_json::Value;

use crate::contact::Told;

/// RFC 7644 §3.1.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/scim+json");

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
    response
}

/// An error (RFC 7644 §3.12).
pub(crate) fn error(error: &ScimError) -> Response {
    let mut response = json(error.status, &error.to_json());
    response.extensions_mut().insert(Told { scim_type: error.scim_type, attribute: error.attribute });
    response
}

/// A resource with its version, and for a new one its place (RFC 7644 §3.3, §3.14).
pub(crate) fn resource(status: StatusCode, body: &Value, etag: &str, location: &str) -> Response {
    let mut response = with(json(status, body), ETAG, etag);
    if status == StatusCode::CREATED {
        response = with(response, LOCATION, location);
    }
    response
}

/// A new resource without a version, and its place.
pub(crate) fn created(body: &Value, location: &str) -> Response {
    with(json(StatusCode::CREATED, body), LOCATION, location)
}

/// The client has it already (RFC 7644 §3.14).
pub(crate) fn not_modified(etag: &str) -> Response {
    with(StatusCode::NOT_MODIFIED.into_response(), ETAG, etag)
}

/// An answer with the word to every cache to keep none: it is of one tenant, and of one moment (RFC 9111 §5.2.2.5).
pub(crate) async fn unstored(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}
