//! What became of an operation, and of all of them.

use axum::response::{IntoResponse, Response};
use http::header::{ETAG, LOCATION};
use http::{HeaderName, Method, StatusCode};
use rollcall_protocol::bulk::{self, Entry, Id, Operation, Resolved, Task};
use rollcall_protocol::{ScimError, json};
use rollcall_web::request_log::{Cause, Operations};
use rollcall_web::{SCIM_ROOT, read_body};
use serde_json::Value;

use crate::contact::{Part, Parts, Told};
use crate::failure::Failure;
use crate::respond;

/// Bytes of an error at most: it may quote a value.
const MOST_OF_ERROR: usize = 256 * 1024;

/// What became of an operation.
#[derive(Debug, Clone)]
pub(super) struct Done {
    status: StatusCode,
    version: Option<String>,
    location: Option<String>,
    /// The body, if it is an error.
    error: Option<Value>,
    told: Told,
    cause: Option<Cause>,
}

impl Done {
    /// It was not carried out, for this reason.
    pub(super) fn refused(error: &ScimError) -> Self {
        Self {
            status: error.status,
            version: None,
            location: None,
            error: Some(error.to_json()),
            told: Told { scim_type: error.scim_type, attribute: error.attribute },
            cause: None,
        }
    }

    /// The single request for it was answered so.
    pub(super) async fn answered(single: &Resolved, answer: Response, scim_url: &str) -> Self {
        let (head, body) = answer.into_parts();
        let header = |name: HeaderName| Some(head.headers.get(name)?.to_str().ok()?.to_owned());
        let location = match single.method {
            Method::POST => header(LOCATION),
            _ => Some(format!("{scim_url}{}", single.path)),
        };
        let error = if head.status.is_success() {
            None
        } else {
            let body = read_body(body, MOST_OF_ERROR).await;
            // It is one that this service has made.
            body.ok().and_then(|body| json::parse(&body).ok())
        };
        Self {
            status: head.status,
            version: header(ETAG),
            location,
            error,
            told: head.extensions.get().copied().unwrap_or_default(),
            cause: head.extensions.get().cloned(),
        }
    }

    pub(super) fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Is it to be sent again?
    pub(super) fn is_left(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// The id of what it made.
    pub(super) fn id(&self) -> Option<&str> {
        let location = self.location.as_deref().filter(|_| self.status == StatusCode::CREATED);
        location.and_then(|location| location.rsplit('/').next())
    }
}

/// What became of a request so far.
#[derive(Debug)]
pub(super) struct Outcome {
    /// By their places in the request.
    entries: Vec<Option<Entry>>,
    parts: Vec<Part>,
    counted: Operations,
    cause: Option<Cause>,
}

impl Outcome {
    /// Nothing yet, of a request with so many operations.
    pub(super) fn of(operations: usize) -> Self {
        let entries = std::iter::repeat_with(|| None).take(operations).collect();
        let counted = Operations { left: operations as u64, ..Operations::default() };
        Self { entries, parts: Vec::new(), counted, cause: None }
    }

    /// This became of the operation at this place.
    pub(super) fn add(&mut self, at: usize, operation: &Operation, done: Done, scim_url: &str) {
        if done.is_success() {
            self.counted.done += 1;
            self.counted.left -= 1;
        } else if !done.is_left() {
            self.counted.failed += 1;
            self.counted.left -= 1;
        }
        let task = operation.task.as_ref().ok();
        self.parts.push(Part { operation: route(task), status: done.status, told: done.told });
        self.cause = self.cause.take().or(done.cause);
        let entry = Entry {
            method: operation.method.clone(),
            bulk_id: operation.bulk_id.clone(),
            version: done.version,
            // RFC 7644 §3.7: "MUST be returned for all operations except failed POST operations".
            location: done.location.or_else(|| known_location(task?, scim_url)),
            status: done.status,
            response: done.error,
        };
        if let Some(place) = self.entries.get_mut(at) {
            *place = Some(entry);
        }
    }

    /// How many operations failed, those among them that are to be sent again.
    pub(super) fn errors(&self) -> u64 {
        self.parts.iter().filter(|part| !part.status.is_success()).count() as u64
    }

    /// Is the whole request to be sent again, as nothing came of it?
    pub(super) fn is_all_left(&self) -> bool {
        self.parts.iter().all(|part| part.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// The answer: how each operation went, or that the whole is to be sent again.
    pub(super) fn into_response(self) -> Response {
        let mut response = if self.is_all_left() {
            Failure::Unfinished.into_response()
        } else {
            respond::json(StatusCode::OK, &bulk::into_json(self.entries.into_iter().flatten().collect()))
        };
        response.extensions_mut().insert(Parts(self.parts));
        response.extensions_mut().insert(self.counted);
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(cause);
        }
        response
    }
}

/// Method and route of the single request; of the bulk request, if the operation stands for none.
fn route(task: Option<&Task>) -> String {
    match task {
        None => format!("POST {SCIM_ROOT}/Bulk"),
        Some(Task { method, path, .. }) => {
            let id = if path.id.is_some() { "/{id}" } else { "" };
            format!("{method} {SCIM_ROOT}{}{id}", path.endpoint)
        }
    }
}

/// Where the resource is that an operation names by its id.
fn known_location(task: &Task, scim_url: &str) -> Option<String> {
    match &task.path.id {
        Some(Id::Known(id)) => Some(format!("{scim_url}{}/{id}", task.path.endpoint)),
        Some(Id::Made(_)) | None => None,
    }
}
