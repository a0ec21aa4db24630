//! Every way in which a request can fail, and what the directory is told: the last step, and the only place that
//! makes error answers.

use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use rollcall::retry::{Contended, retry_after_secs, retry_in_turn_secs};
use rollcall::store::{GroupError, StoreError};
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::group::{MAX_GROUPS, MAX_GROUPS_OF_USER, MAX_MEMBERS};
use rollcall_rules::tenant::ScimGate;
use rollcall_rules::token::Denied;
use rollcall_web::{table_failure, with_header};

use crate::{challenge, groups, respond};

/// A request that was not carried out. Nothing was written, but where the table did not answer it may have been.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request's own fault, or a rule's no.
    Scim(ScimError),
    /// The token's.
    Denied(Denied),
    /// The token is one of the tenant's that has expired. Another one is to be got at this URL.
    TokenExpired(String),
    /// The plan's or a setting's.
    Gate(ScimGate),
    /// The table's.
    Store(StoreError),
    /// A change of many members is decided and not finished: the same request goes on, or the sweep. Or a bulk request of
    /// which nothing came.
    Unfinished,
    /// Others change so many members of the same group that this change did not get its turn.
    Busy,
}

impl Failure {
    /// Did the table not answer, or not as it should, in a way that passes? What it did then is not known: an answer
    /// before the last may have got lost.
    pub(crate) const fn is_unheard(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_transient() && !error.is_lost_race())
    }
}

impl Contended for Failure {
    fn is_lost_race(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_lost_race())
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

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<GroupError> for Failure {
    fn from(error: GroupError) -> Self {
        let too_many = |detail: String| ScimError::bad_request(ScimType::TooMany, detail).about("members");
        Self::Scim(match error {
            GroupError::Store(error) => return Self::Store(error),
            GroupError::Unfinished => return Self::Unfinished,
            GroupError::Busy => return Self::Busy,
            GroupError::Gone => groups::not_found(),
            GroupError::NotAUser(id) => groups::no_user(&id.to_string()),
            GroupError::NameTaken => ScimError::conflict(
                "Another group has this displayName. Look it up by filter=displayName eq \"…\", or rename one of them.",
            )
            .about("displayName"),
            GroupError::ExternalIdTaken => ScimError::conflict(
                "Another group has this externalId. Look it up by filter=externalId eq \"…\".",
            )
            .about("externalId"),
            GroupError::TooManyMembers => too_many(format!(
                "A group can have {MAX_MEMBERS} members. Push several smaller groups instead."
            )),
            GroupError::TooManyGroups => too_many(format!(
                "There can be {MAX_GROUPS} groups. Push fewer groups, or delete some that are not needed any more."
            )),
            GroupError::TooManyOfUser(id) => too_many(format!(
                "members: the user {id} is in {MAX_GROUPS_OF_USER} groups already, which is the most. Push fewer of the \
                 groups that this person is in."
            )),
        })
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Scim(error) => respond::error(&error),
            // RFC 6750 §3: a refused token is told the scheme.
            Self::Denied(
                denied @ (Denied::Token
                | Denied::Expired
                | Denied::NoToken
                | Denied::SchemeTwice
                | Denied::TwoTokens),
            ) => {
                let error = ScimError::new(StatusCode::UNAUTHORIZED, denied.to_string());
                with_header(respond::error(&error), WWW_AUTHENTICATE, challenge::of(denied))
            }
            Self::TokenExpired(token_url) => {
                let detail = format!(
                    "The access token has expired, as each does within an hour. Get another one at {token_url} and send \
                     the request again."
                );
                let error = ScimError::new(StatusCode::UNAUTHORIZED, detail);
                with_header(respond::error(&error), WWW_AUTHENTICATE, challenge::of(Denied::Expired))
            }
            Self::Denied(denied @ (Denied::Scope(_) | Denied::OfOperator | Denied::OfTenant)) => {
                respond::error(&ScimError::new(StatusCode::FORBIDDEN, denied.to_string()))
            }
            Self::Gate(gate) => respond::error(&ScimError::new(StatusCode::FORBIDDEN, gate.to_string())),
            Self::Store(error) => table_failure(error, try_later),
            Self::Unfinished => {
                let seconds = retry_after_secs();
                with_header(try_later(seconds), RETRY_AFTER, HeaderValue::from(seconds))
            }
            Self::Busy => {
                let seconds = retry_in_turn_secs();
                let error = later("Other changes of many members of this group are under way.", seconds);
                with_header(respond::error(&error), RETRY_AFTER, HeaderValue::from(seconds))
            }
        }
    }
}

fn try_later(seconds: u32) -> Response {
    respond::error(&later("Too much is going on at the moment.", seconds))
}

/// 429, for this reason: what was asked for may be sent again after so many seconds.
pub(crate) fn later(reason: &str, seconds: u32) -> ScimError {
    let detail = format!("{reason} Send this again in {seconds} s; doing it twice does no harm.");
    ScimError::new(StatusCode::TOO_MANY_REQUESTS, detail)
}

/// The answer to a fault of ours: a number under which the log tells the rest.
pub(crate) fn bug(request_id: &str) -> Response {
    let detail = format!("Something went wrong on our side. Reference: {request_id}.");
    respond::error(&ScimError::new(StatusCode::INTERNAL_SERVER_ERROR, detail))
}
