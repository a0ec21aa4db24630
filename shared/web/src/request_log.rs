//! The request log: one JSON line a request, with what it cost and how it ended, and no personal data.
//!
//! Handlers add what they learn by [`tenant`] and [`user`]; ids only, never an address, a name or a token.

use std::any::Any;
use std::error::Error;
use std::iter;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, StatusCode};
use tracing::field::Empty;
use tracing::{Instrument, Span};

use rollcall::entropy;
use rollcall::log::millis_since;
use rollcall::store::meter;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

/// Header of every answer by which its line in the log is found.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Adds the tenant of the request to its line.
pub fn tenant(id: &TenantId) {
    Span::current().record("tenant_id", id.as_str());
}

/// Adds the user that the request is about to its line.
pub fn user(id: UserId) {
    Span::current().record("user_id", tracing::field::display(id));
}

/// Why an answer is what it is, for the log alone. A handler leaves it in the answer's extensions.
#[derive(Debug, Clone)]
pub struct Cause(Arc<dyn Error + Send + Sync>);

impl Cause {
    /// An error to log with all of its sources.
    pub fn new(error: impl Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(error))
    }

    /// The error and all that it came from. Only `Display`: the debug form of an SDK error holds whole requests.
    fn chain(&self) -> String {
        let first: &(dyn Error + 'static) = self.0.as_ref();
        let chain = iter::successors(Some(first), |&error| error.source());
        chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
    }
}

/// Makes the answer for an internal error out of the request's id, in the function's own format.
pub type OnBug = fn(request_id: &str) -> Response;

/// Middleware: runs a request, logs it, and turns a panic or an internal error into `on_bug`'s answer.
pub async fn request_log(on_bug: OnBug, request: Request, next: Next) -> Response {
    let request_id = entropy::new_id().simple().to_string();
    let path = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let operation = format!("{} {path}", request.method());
    let span = tracing::info_span!(
        target: "rollcall::request",
        "request",
        request_id,
        operation,
        tenant_id = Empty,
        user_id = Empty,
    );
    respond(on_bug, request, next, &request_id, &operation).instrument(span).await
}

async fn respond(on_bug: OnBug, request: Request, next: Next, request_id: &str, operation: &str) -> Response {
    let started = Instant::now();
    let (outcome, usage) = meter::metered(AssertUnwindSafe(next.run(request)).catch_unwind()).await;
    let (mut response, cause) = match outcome {
        Ok(response) => {
            let cause = response.extensions().get::<Cause>().map(Cause::chain);
            (response, cause)
        }
        Err(panic) => (on_bug(request_id), Some(format!("panic: {}", message(panic.as_ref())))),
    };
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        response = on_bug(request_id);
        tracing::error!(target: "rollcall::request", cause = cause.as_deref(), "internal error");
    }
    tracing::info!(
        name: "request",
        target: "rollcall::request",
        requests = 1,
        operation,
        status = response.status().as_str(),
        cause,
        dynamodb_calls = usage.calls,
        dynamodb_retries = usage.retries,
        read_units = usage.read_units,
        write_units = usage.write_units,
        duration_ms = millis_since(started),
        "request"
    );
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}
