//! Every way in which a request can fail, and what the caller is told: the only place that makes error answers.

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use rollcall::retry::Contended;
use rollcall::store::StoreError;
use rollcall_rules::resend::TooSoon;
use rollcall_rules::token::Denied;
use rollcall_web::{table_failure, with_header};

use super::problem::{Kind, Problem};
use super::respond;

const NOT_VALID: &str = "The token is not valid: it may be mistyped, expired or revoked. `rollcall token issue` makes a \
                         new one.";

const SCHEME_TWICE: &str =
    "The header Authorization has the word Bearer twice. Send it once, before the token.";

/// A request that was not carried out. Nothing was written, but where the table did not answer it may have been.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request's own fault, or a rule's no.
    Problem(Problem),
    /// A mail was asked for too often.
    TooSoon(TooSoon),
    /// A rule's no that is a yes after so many seconds.
    Later(Problem, u32),
    /// The table could not be read or written.
    Store(StoreError),
}

impl Contended for Failure {
    fn is_lost_race(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_lost_race())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        match denied {
            // The rule's own words are for a directory.
            Denied::Token | Denied::Expired => Problem::new(Kind::Unauthorized, NOT_VALID),
            Denied::SchemeTwice => Problem::new(Kind::Unauthorized, SCHEME_TWICE),
            Denied::NoToken | Denied::TwoTokens => Problem::new(Kind::Unauthorized, denied.to_string()),
            Denied::Scope(_) | Denied::OfOperator | Denied::OfTenant => {
                Problem::new(Kind::WrongScope, denied.to_string())
            }
        }
        .into()
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
            // RFC 6750 §3: a refused token is told the scheme.
            Self::Problem(problem) if problem.kind() == Kind::Unauthorized => {
                with_header(respond::problem(&problem), WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
            }
            Self::Problem(problem) => respond::problem(&problem),
            Self::TooSoon(soon) => {
                let detail = format!("It was mailed a moment ago, or too often today: {soon}.");
                wait(&Problem::new(Kind::TooSoon, detail), soon.retry_after_secs)
            }
            Self::Later(problem, seconds) => wait(&problem, seconds),
            Self::Store(error) => table_failure(error, |seconds| respond::problem(&passing(seconds))),
        }
    }
}

/// Something that passes, and after how many seconds the same may be sent again.
pub(crate) fn passing(seconds: u32) -> Problem {
    let detail = format!("Too much is going on at the moment. Send this again in {seconds} s.");
    Problem::new(Kind::TryLater, detail)
}

fn wait(problem: &Problem, seconds: u32) -> Response {
    with_header(respond::problem(problem), RETRY_AFTER, HeaderValue::from(seconds))
}

/// The answer to a fault of ours: a number under which the log tells the rest.
pub(crate) fn bug(request_id: &str) -> Response {
    respond::problem(&Problem::new(Kind::Internal, format!("Reference: {request_id}.")))
}
