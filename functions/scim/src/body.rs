//! Request bodies: at most 64 KiB of JSON, for groups 4 MiB, for bulk requests 1 MiB. The media type is not looked at; Okta's own test suite sends
//! `application/json`, and a directory that sends none at all means the same.

use axum::body::Body;
use http::StatusCode;
use rollcall_directory::{MAX_USER_LEN, TOO_LONG};
use rollcall_protocol::bulk::MAX_PAYLOAD;
use rollcall_protocol::{ScimError, ScimType};
use rollcall_web::{BodyError, read_body};
use serde_json::Value;

/// A group's body can hold thousands of members.
const GROUP_LIMIT: usize = 4 * 1024 * 1024;

/// Reads a body as JSON.
pub(crate) async fn json(body: Body) -> Result<Value, ScimError> {
    read(body, MAX_USER_LEN, TOO_LONG).await
}

/// Reads the body of a request about groups as JSON.
pub(crate) async fn json_of_group(body: Body) -> Result<Value, ScimError> {
    let too_long = "The body is larger than 4 MiB. Send the members in several requests.";
    read(body, GROUP_LIMIT, too_long).await
}

/// Reads the body of a bulk request as JSON.
pub(crate) async fn json_of_bulk(body: Body) -> Result<Value, ScimError> {
    // RFC 7644 §3.7.4: the answer must say which limit was exceeded.
    let too_long =
        format!("The body is larger than {MAX_PAYLOAD} bytes (maxPayloadSize). Send several requests.");
    read(body, MAX_PAYLOAD, &too_long).await
}

async fn read(body: Body, limit: usize, too_long: &str) -> Result<Value, ScimError> {
    let bytes = read_body(body, limit).await.map_err(|error| match error {
        BodyError::TooLong(_) => ScimError::new(StatusCode::PAYLOAD_TOO_LARGE, too_long),
        BodyError::Incomplete => {
            ScimError::bad_request(ScimType::InvalidSyntax, "The body did not arrive whole.")
        }
    })?;
    rollcall_protocol::json::parse(&bytes)
}
