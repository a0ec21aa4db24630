//! The request log: one JSON line a request, with what it cost and how it ended, and no personal data.
//!
//! Handlers add what they learn by [`tenant`], [`operator`] and [`user`]; ids only, never an address, a name or a token.
//!
//! A line names its operation only after a credential was found right. Anybody can send requests without one, and each
//! operation is a metric that the operator pays for.

use std::any::Any;
use std::cell::OnceCell;
use std::error::Error;
use std::iter;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use tracing::field::Empty;
use tracing::{Instrument, Span};

use rollcall::entropy;
use rollcall::log::millis_since;
use rollcall::store::meter;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

/// Header of every answer by which its line in the log is found.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The operation of a request that was not admitted, or that has no route.
pub const OTHER: &str = "other";

tokio::task_local! {
    /// The request under way.
    static UNDER_WAY: UnderWay;
    /// Set where the request under way has many operations, and one of them is being done.
    static ONE_OF_MANY: ();
}

struct UnderWay {
    request_id: String,
    operation: String,
    /// Set once the request is admitted.
    admitted: OnceCell<()>,
}

/// Adds the tenant of the request to its line. The request's credential must have been found right: from now on the
/// line names the operation.
pub fn tenant(id: &TenantId) {
    Span::current().record("tenant_id", id.as_str());
    admitted();
}

/// Adds the token of the operator, by its id, to the line of the request that it admitted. From now on the line names the
/// operation.
pub fn operator(token: &str) {
    Span::current().record("operator_token", token);
    admitted();
}

fn admitted() {
    let known = UNDER_WAY.try_with(|request| {
        if request.admitted.set(()).is_ok() {
            Span::current().record("operation", &request.operation);
        }
    });
    // Without the middleware there is no line.
    known.unwrap_or_default();
}

/// Method and route of a request, such as `GET /scim/v2/Users/{id}`. [`OTHER`] if it has no route, or a method that is
/// none of HTTP's own: that is text of the caller's.
#[must_use]
pub fn operation(request: &Request) -> String {
    let is_known = matches!(
        *request.method(),
        Method::GET
            | Method::HEAD
            | Method::POST
            | Method::PUT
            | Method::PATCH
            | Method::DELETE
            | Method::OPTIONS
    );
    match request.extensions().get::<MatchedPath>() {
        Some(path) if is_known => format!("{} {}", request.method(), path.as_str()),
        _ => OTHER.to_owned(),
    }
}

/// Adds the user that the request is about to its line. One of many that a request is about is not named.
pub fn user(id: UserId) {
    if ONE_OF_MANY.try_with(|()| ()).is_err() {
        Span::current().record("user_id", tracing::field::display(id));
    }
}

/// What became of the operations of a request that has many. A handler leaves it in the answer's extensions, and the line
/// has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Operations {
    /// Those that were carried out.
    pub done: u64,
    /// Those that failed by a fault of their own, or of ours.
    pub failed: u64,
    /// Those that are to be sent again, and those that were not tried.
    pub left: u64,
}

/// Runs one operation of a request that has many. A panic or an internal error of it is logged, and turned into `on_bug`'s
/// answer for this operation alone.
pub async fn one_of_many(on_bug: OnBug, operation: impl Future<Output = Response>) -> Response {
    let request_id = UNDER_WAY.try_with(|request| request.request_id.clone()).unwrap_or_default();
    let outcome = ONE_OF_MANY.scope((), AssertUnwindSafe(operation).catch_unwind()).await;
    let (response, cause) = answered(outcome, on_bug, &request_id);
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(target: "rollcall::request", cause, "internal error");
        return on_bug(&request_id);
    }
    response
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
    let operation = operation(&request);
    let span = tracing::info_span!(
        target: "rollcall::request",
        "request",
        request_id,
        operation = Empty,
        operator_token = Empty,
        tenant_id = Empty,
        user_id = Empty,
    );
    let response = respond(on_bug, request, next, request_id.clone()).instrument(span);
    UNDER_WAY.scope(UnderWay { request_id, operation, admitted: OnceCell::new() }, response).await
}

async fn respond(on_bug: OnBug, request: Request, next: Next, request_id: String) -> Response {
    let started = Instant::now();
    let (outcome, usage) = meter::metered(AssertUnwindSafe(next.run(request)).catch_unwind()).await;
    let (mut response, cause) = answered(outcome, on_bug, &request_id);
    let operations = response.extensions().get::<Operations>().copied();
    let admitted = UNDER_WAY.with(|request| request.admitted.get().map(|()| request.operation.clone()));
    let operation = admitted.unwrap_or_else(|| {
        Span::current().record("operation", OTHER);
        OTHER.to_owned()
    });
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        response = on_bug(&request_id);
        tracing::error!(target: "rollcall::request", cause = cause.as_deref(), "internal error");
    }
    tracing::info!(
        name: "request",
        target: "rollcall::request",
        requests = 1,
        operation,
        status = response.status().as_str(),
        operations_done = operations.map(|operations| operations.done),
        operations_failed = operations.map(|operations| operations.failed),
        operations_left = operations.map(|operations| operations.left),
        cause,
        dynamodb_calls = usage.calls,
        dynamodb_retries = usage.retries,
        read_units = usage.read_units,
        write_units = usage.write_units,
        duration_ms = millis_since(started),
        "request"
    );
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The answer, and why it is what it is.
fn answered(
    outcome: Result<Response, Box<dyn Any + Send>>,
    on_bug: OnBug,
    request_id: &str,
) -> (Response, Option<String>) {
    match outcome {
        Ok(response) => {
            let cause = response.extensions().get::<Cause>().map(Cause::chain);
            (response, cause)
        }
        Err(panic) => (on_bug(request_id), Some(format!("panic: {}", message(panic.as_ref())))),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}
