//! Answers.

use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::problem::Problem;

/// A JSON answer. It is of one tenant and of one moment, so nobody keeps it.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    of_type(status, HeaderValue::from_static("application/json"), body)
}

/// A problem (RFC 9457 §3).
pub(crate) fn problem(problem: &Problem) -> Response {
    of_type(problem.kind().status(), HeaderValue::from_static("application/problem+json"), problem)
}

#[expect(clippy::expect_used, reason = "texts, numbers and lists of them are always JSON")]
fn of_type(status: StatusCode, media_type: HeaderValue, body: &impl Serialize) -> Response {
    let mut response = Response::new(Body::from(serde_json::to_vec(body).expect("the answer is JSON")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
