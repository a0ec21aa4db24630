//! DynamoDB's own words for what went wrong.
//!
//! Source: "Error handling with DynamoDB" and "`TransactWriteItems`" in AWS's documentation.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use hyper::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

const TRANSACTION: &str = "TransactWriteItems";
const PUT: &str = "PutItem";

/// Short of capacity: a transaction is cancelled for it.
pub(super) fn throttled(headers: &HeaderMap, body: &[u8]) -> Response<Full<Bytes>> {
    if operation(headers) == TRANSACTION {
        return cancelled(body, "ThrottlingError");
    }
    error(StatusCode::BAD_REQUEST, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException")
}

/// Another transaction is at the item. Reads have no such trouble: `None`.
pub(super) fn conflict(headers: &HeaderMap, body: &[u8]) -> Option<Response<Full<Bytes>>> {
    match operation(headers) {
        TRANSACTION => Some(cancelled(body, "TransactionConflict")),
        PUT => Some(error(
            StatusCode::BAD_REQUEST,
            "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
        )),
        _ => None,
    }
}

pub(super) fn server_error() -> Response<Full<Bytes>> {
    error(StatusCode::INTERNAL_SERVER_ERROR, "com.amazonaws.dynamodb.v20120810#InternalServerError")
}

/// The operation, such as `PutItem`.
pub(super) fn operation(headers: &HeaderMap) -> &str {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    target.rsplit('.').next().unwrap_or_default()
}

/// A reason for each item: this for the first, none for the others.
fn cancelled(body: &[u8], code: &str) -> Response<Full<Bytes>> {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = request["TransactItems"].as_array().map_or(1, Vec::len);
    let reason = |item: usize| json!({ "Code": if item == 0 { code } else { "None" } });
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": (0..items).map(reason).collect::<Vec<_>>()
    });
    response(StatusCode::BAD_REQUEST, &body)
}

fn error(status: StatusCode, kind: &str) -> Response<Full<Bytes>> {
    response(status, &json!({ "__type": kind, "message": "made up" }))
}

fn response(status: StatusCode, body: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    let json = header::HeaderValue::from_static("application/x-amz-json-1.0");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
