//! One event, sent to one webhook: signed as Standard Webhooks asks, by a client that reaches no inside.

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use hyper::body::Bytes;
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::feed::Announcement;
use rollcall_rules::oauth::Reach;
use rollcall_rules::webhook::delivery::Failure;
use rollcall_rules::webhook::endpoint::Webhook;
use rollcall_rules::webhook::{Signed, SignedHeaders};

use crate::{Bounds, Unreached, send};

/// The status of the answer is all that counts.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(10), bytes: 0 };

/// Why an event was not taken, and how long the receiver asks to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotTaken {
    /// What failed.
    pub failure: Failure,
    /// What the receiver's `Retry-After` says.
    pub asked: Option<SignedDuration>,
}

impl From<Failure> for NotTaken {
    fn from(failure: Failure) -> Self {
        Self { failure, asked: None }
    }
}

/// Sends an event. It is taken by an answer of 2xx, whose status is given.
///
/// # Errors
///
/// [`NotTaken`].
pub async fn post(
    webhook: &Webhook,
    event: Announcement,
    reach: Reach,
    now: Timestamp,
) -> Result<u16, NotTaken> {
    let id = event.id().to_owned();
    let body = event.into_json().to_string();
    let signed = webhook.headers(&Signed { id: &id, at: now, body: &body });
    // There is no event that has none of these, and no key that HMAC does not take.
    let headers = signed.and_then(headers).ok_or(Failure::NoAnswer)?;
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = Method::POST;
    *request.headers_mut() = headers;
    let answer = send(webhook.url.as_str(), request, reach, BOUNDS).await.map_err(|error| {
        let failure = failure_of(&error);
        tracing::debug!(
            target: "rollcall::fetch",
            error = &error as &dyn std::error::Error,
            "a receiver was not reached"
        );
        failure
    })?;
    let status = answer.status();
    if status.is_success() {
        return Ok(status.as_u16());
    }
    Err(NotTaken { failure: Failure::Status(status.as_u16()), asked: asked(answer.headers()) })
}

fn headers(signed: SignedHeaders) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in signed {
        headers.insert(HeaderName::from_static(name), HeaderValue::try_from(value).ok()?);
    }
    Some(headers)
}

/// How long the receiver asks to wait, in seconds (RFC 9110 §10.2.3). A date is not read: waits are short.
fn asked(headers: &HeaderMap) -> Option<SignedDuration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(SignedDuration::from_secs)
}

const fn failure_of(error: &Unreached) -> Failure {
    match error {
        Unreached::Inside => Failure::Inside,
        Unreached::NoAddress(_) => Failure::NoAddress,
        Unreached::Connection(_) | Unreached::Tls(_) | Unreached::Certificates(_) => Failure::NoConnection,
        Unreached::Http(_) | Unreached::Body(_) => Failure::NoAnswer,
        Unreached::Late => Failure::Late,
    }
}
