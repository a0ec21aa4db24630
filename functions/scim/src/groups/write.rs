//! What the writing operations have in common.

use std::time::Duration;

use http::header::IF_MATCH;
use http::{HeaderMap, StatusCode};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::Writing;
use rollcall_protocol::ScimError;
use rollcall_rules::user::Actor;
use rollcall_web::App;

use crate::caller::Caller;

/// How long after its beginning a request still goes on with a change of many members. What is left then is answered
/// 429, and goes on by the same request or by the sweep. API Gateway gives up after 29 s.
const DEADLINE: Duration = Duration::from_secs(25);

/// A write of a request that begins now.
pub(super) fn begun(app: &App, caller: &Caller) -> Writing {
    Writing {
        write: entropy::new_write(),
        id: entropy::new_id(),
        by: Actor::Directory,
        now: app.now(),
        patience: Patience::of(caller.at_most(DEADLINE)),
    }
}

/// `If-Match` (RFC 9110 §13.1.1): groups have no version, so any but `*` is an old one.
pub(super) fn check_version(headers: &HeaderMap) -> Result<(), ScimError> {
    match headers.get(IF_MATCH) {
        Some(expected) if expected.as_bytes().trim_ascii() != b"*" => Err(ScimError::new(
            StatusCode::PRECONDITION_FAILED,
            "Groups have no version. Send the request without If-Match.",
        )),
        _ => Ok(()),
    }
}
