//! The operations of a bulk request, one after another.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, IF_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use rollcall::retry::retry_after_secs;
use rollcall_protocol::bulk::{BulkRequest, Made, Operation, Outcome as Reference, Resolved, Turn, order};
use rollcall_protocol::{ScimError, ScimType};
use rollcall_web::request_log;
use tokio::time::timeout_at;
use tower::ServiceExt;

use super::entry::{Done, Outcome};
use crate::caller::{Caller, EndsAt};
use crate::contact::Asking;
use crate::failure;
use crate::resource_types::GROUP;

/// What a request has time for, from its beginning on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// So long operations begin.
    pub(super) begin: Duration,
    /// So long an operation goes on with what the table does not answer.
    pub(super) go_on: Duration,
    /// So long an operation is waited for. One that is waited for no longer may have been carried out, as any request whose
    /// answer gets lost. Without this end, nobody would be told of the other operations.
    pub(super) wait: Duration,
}

impl Times {
    /// Below the 28 s of the function and the 29 s of API Gateway.
    pub(super) const REQUEST: Self = Self {
        begin: Duration::from_secs(20),
        go_on: Duration::from_secs(24),
        wait: Duration::from_secs(27),
    };
}

/// The directory is not let in: the answer to an operation is that to them all.
#[derive(Debug)]
pub(super) struct Shut(pub(super) Response);

/// A bulk request while it is being carried out.
#[derive(Debug)]
pub(super) struct Run {
    singles: Router,
    headers: HeaderMap,
    asking: Asking,
    /// What locations begin with.
    scim_url: String,
    begun: Instant,
    times: Times,
    /// When the client is told to send again what was left: one time for all of it.
    retry_after_secs: u32,
    made: Made,
    /// Did an operation get so far that the token was found right?
    is_let_in: bool,
    /// The answer to an operation by which the token ended, in the midst of the request. It is that to all further ones.
    ended: Option<Done>,
}

impl Run {
    /// Operations go to the routes of `singles`, as requests of this caller who reaches SCIM by this URL, since then.
    pub(super) fn new(
        singles: Router,
        caller: &Caller,
        scim_url: String,
        begun: Instant,
        times: Times,
    ) -> Self {
        Self {
            singles,
            headers: caller.headers.clone(),
            asking: caller.asking().clone(),
            scim_url,
            begun,
            times,
            retry_after_secs: retry_after_secs(),
            made: Made::default(),
            is_let_in: false,
            ended: None,
        }
    }

    /// Carries out the operations, until there were as many errors as the request bears.
    pub(super) async fn all(&mut self, request: &BulkRequest) -> Result<Outcome, Shut> {
        let mut outcome = Outcome::of(request.operations.len());
        for turn in order(&request.operations) {
            if request.fail_on_errors.is_some_and(|most| outcome.errors() >= most) {
                break;
            }
            let (Turn::Do(at) | Turn::Circular(at)) = turn;
            let Some(operation) = request.operations.get(at) else { continue };
            let done = match turn {
                Turn::Do(_) => self.one(operation).await?,
                Turn::Circular(_) => Done::refused(&Turn::circular()),
            };
            if let Some(bulk_id) = operation.makes() {
                self.made.note(bulk_id, reference(&done));
            }
            outcome.add(at, operation, done, &self.scim_url);
        }
        Ok(outcome)
    }

    /// Did an operation get so far that the token was checked against the tenant's record?
    pub(super) fn is_let_in(&self) -> bool {
        self.is_let_in
    }

    async fn one(&mut self, operation: &Operation) -> Result<Done, Shut> {
        let (single, request) = match self.prepared(operation) {
            Ok(prepared) => prepared,
            Err(done) => return Ok(*done),
        };
        let answer = async {
            // A router answers each request, whatever it is.
            self.singles.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
        };
        let answer = request_log::one_of_many(failure::bug, answer);
        let Ok(answer) = timeout_at((self.begun + self.times.wait).into(), answer).await else {
            return Ok(self.left());
        };
        let is_shut = matches!(answer.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        if is_shut && !self.is_let_in {
            return Err(Shut(answer));
        }
        // What passes and what is a fault of ours may have come before the token was checked.
        self.is_let_in |=
            !(answer.status() == StatusCode::TOO_MANY_REQUESTS || answer.status().is_server_error());
        let done = Done::answered(&single, answer, &self.scim_url).await;
        if is_shut {
            self.ended = Some(done.clone());
        }
        Ok(done)
    }

    /// The request that an operation stands for, or what becomes of it without one.
    fn prepared(&self, operation: &Operation) -> Result<(Resolved, Request), Box<Done>> {
        let refused = |error: &ScimError| Box::new(Done::refused(error));
        let task = operation.task.as_ref().map_err(refused)?;
        let single = task.resolved(&self.made).map_err(|unresolved| {
            unresolved.fault().map_or_else(|| Box::new(self.left()), |error| refused(&error))
        })?;
        if let Some(ended) = &self.ended {
            return Err(Box::new(ended.clone()));
        }
        if self.begun.elapsed() >= self.times.begin {
            return Err(Box::new(self.left()));
        }
        let request = self.request(&single).map_err(|error| refused(&error))?;
        Ok((single, request))
    }

    /// The operation as a request by itself. It shows as little of the resource as it can: nobody sees it.
    fn request(&self, single: &Resolved) -> Result<Request, ScimError> {
        let is_patch_of_group = single.method == Method::PATCH && single.path.starts_with(GROUP.endpoint);
        let query = if single.method == Method::DELETE || is_patch_of_group { "" } else { "?attributes=id" };
        let body = single.data.as_ref().map_or_else(Body::empty, |data| Body::from(data.to_string()));
        let unreadable =
            || ScimError::bad_request(ScimType::InvalidValue, "path or version is not readable.");
        let mut request = Request::builder()
            .method(single.method.clone())
            .uri(format!("{}{query}", single.path))
            .extension(self.asking.clone())
            .extension(EndsAt(self.begun + self.times.go_on))
            .body(body)
            .map_err(|_| unreadable())?;
        let mut headers = self.headers.clone();
        headers.remove(CONTENT_LENGTH);
        headers.remove(IF_MATCH);
        if let Some(version) = &single.version {
            headers.insert(IF_MATCH, HeaderValue::from_str(version).map_err(|_| unreadable())?);
        }
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// There was no time for it, or what it waits for is left.
    fn left(&self) -> Done {
        Done::refused(&failure::later("There was no time left for this.", self.retry_after_secs))
    }
}

fn reference(done: &Done) -> Reference {
    match done.id() {
        Some(id) => Reference::Id(id.to_owned()),
        None if done.is_left() => Reference::Later,
        None => Reference::Refused,
    }
}
