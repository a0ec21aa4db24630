//! The forms of answers: JSON, CSV and problems.

use axum::body::Body;
use axum::response::Response;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use http::{HeaderMap, HeaderValue, StatusCode};
use rollcall_rules::idempotency::StoredAnswer;
use serde::Serialize;

use super::problem::Problem;

const PROBLEM: &str = "application/problem+json";

/// A JSON answer. It is of one tenant and of one moment, so nobody keeps it.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    of_type(status, "application/json", text(body))
}

/// The answer that it is done, and that there is nothing to say of it.
pub(crate) fn nothing() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// CSV (RFC 4180 §3), to be kept under a name. `next` leads to the one that goes on where this ends (RFC 8288).
pub(crate) fn csv(file_name: &str, text: String, next: Option<&str>) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(attachment) = HeaderValue::try_from(format!("attachment; filename=\"{file_name}\"")) {
        headers.insert(CONTENT_DISPOSITION, attachment);
    }
    let next = next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
    headers.extend(next.map(|next| (LINK, next)));
    response
}

/// Does the caller ask for CSV by name, and like JSON no better (RFC 9110 §12.5.1)?
pub(crate) fn wants_csv(headers: &HeaderMap) -> bool {
    let weight = |media_type: &str| {
        let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let named = values.flat_map(|value| value.split(',')).filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let is_meant = parts.next()?.eq_ignore_ascii_case(media_type);
            let q = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            is_meant.then(|| q.map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0)))
        });
        named.fold(0.0, f32::max)
    };
    let csv = weight("text/csv");
    csv > 0.0 && csv >= weight("application/json")
}

/// A problem (RFC 9457 §3).
pub(crate) fn problem(problem: &Problem) -> Response {
    of_type(problem.kind().status(), PROBLEM, text(problem))
}

/// An answer as it was given before.
pub(crate) fn kept(answer: StoredAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    of_type(status, if status.is_success() { "application/json" } else { PROBLEM }, answer.body)
}

/// The JSON of a body.
#[expect(clippy::expect_used, reason = "texts, numbers and lists of them are always JSON")]
pub(crate) fn text(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("the answer is JSON")
}

fn of_type(status: StatusCode, media_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_for_who_asks_for_it() {
        for (accept, csv) in [
            ("text/csv", true),
            ("Text/CSV; header=present", true),
            ("application/json;q=0.5, text/csv", true),
            ("text/csv;q=0.5, application/json", false),
            ("text/csv;q=0", false),
            ("*/*", false),
            ("text/*", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]);
            assert_eq!(wants_csv(&headers), csv, "{accept}");
        }
        assert!(!wants_csv(&HeaderMap::new()));
    }
}
