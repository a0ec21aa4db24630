//! Every way in which a request can fail, and what the directory is told: the last step, and the only place that
//! makes error answers.

use axum::response::{IntoResponse, Response};
use http::header::{HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use rollcall::retry::retry_after_secs;
use rollcall::store::StoreError;
use rollcall_protocol::ScimError;
use rollcall_rules::provision::Taken;
use rollcall_rules::tenant::ScimGate;
use rollcall_rules::token::Denied;
use rollcall_web::request_log::Cause;

use crate::respond;

/// A request that was not carried out. Nothing was written, but where the table did not answer it may have been.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request's own fault, or a rule's no.
    Scim(ScimError),
    /// The token's.
    Denied(Denied),
    /// The plan's or a setting's.
    Gate(ScimGate),
    /// The table's.
    Store(StoreError),
}

impl Failure {
    /// Did somebody else write first?
    pub(crate) const fn is_lost_race(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_lost_race())
    }

    /// Did the table not answer, or not as it should, in a way that passes? What it did then is not known: an answer
    /// before the last may have got lost.
    pub(crate) const fn is_unheard(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_transient() && !error.is_lost_race())
    }
}

impl From<ScimError> for Failure {
    fn from(error: ScimError) -> Self {
        Self::Scim(error)
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<ScimGate> for Failure {
    fn from(gate: ScimGate) -> Self {
        Self::Gate(gate)
    }
}

impl From<Taken> for Failure {
    fn from(taken: Taken) -> Self {
        Self::Scim(ScimError::conflict(taken.to_string()))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Scim(error) => respond::error(&error),
            // RFC 6750 §3: a refused token is told the scheme.
            Self::Denied(Denied::Token) => {
                let error = ScimError::new(StatusCode::UNAUTHORIZED, Denied::Token.to_string());
                with_header(respond::error(&error), WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
            }
            Self::Denied(denied) => {
                respond::error(&ScimError::new(StatusCode::FORBIDDEN, denied.to_string()))
            }
            Self::Gate(gate) => respond::error(&ScimError::new(StatusCode::FORBIDDEN, gate.to_string())),
            Self::Store(error) if error.is_transient() => with_cause(try_later(), error),
            Self::Store(error) => with_cause(StatusCode::INTERNAL_SERVER_ERROR.into_response(), error),
        }
    }
}

/// What passes is 429, never 5xx: a deactivation that was answered 5xx is not sent again, while a 429 with whole
/// seconds is.
fn try_later() -> Response {
    let seconds = retry_after_secs();
    let detail = format!(
        "Too much is going on at the moment. Send this again in {seconds} s; doing it twice does no harm."
    );
    let response = respond::error(&ScimError::new(StatusCode::TOO_MANY_REQUESTS, detail));
    with_header(response, RETRY_AFTER, HeaderValue::from(seconds))
}

/// The answer to a fault of ours: a number under which the log tells the rest.
pub(crate) fn bug(request_id: &str) -> Response {
    let detail = format!("Something went wrong on our side. Reference: {request_id}.");
    respond::error(&ScimError::new(StatusCode::INTERNAL_SERVER_ERROR, detail))
}

fn with_header(mut response: Response, name: HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().insert(name, value);
    response
}

fn with_cause(mut response: Response, error: StoreError) -> Response {
    response.extensions_mut().insert(Cause::new(error));
    response
}
