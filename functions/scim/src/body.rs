//! Request bodies: at most 64 KiB of JSON. The media type is not looked at; Okta's own test suite sends
//! `application/json`, and a directory that sends none at all means the same.

use axum::body::Body;
use http::StatusCode;
use rollcall_protocol::{ScimError, ScimType};
use rollcall_web::{BodyError, read_body};
use serde_json::Value;

const LIMIT: usize = 64 * 1024;

/// Reads a body as JSON.
pub(crate) async fn json(body: Body) -> Result<Value, ScimError> {
    let bytes = read_body(body, LIMIT).await.map_err(|error| match error {
        BodyError::TooLong(_) => ScimError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than 64 KiB. Map fewer attributes, or shorter ones.",
        ),
        BodyError::Incomplete => {
            ScimError::bad_request(ScimType::InvalidSyntax, "The body did not arrive whole.")
        }
    })?;
    rollcall_protocol::json::parse(&bytes)
}
