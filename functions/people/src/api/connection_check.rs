//! The check of a tenant's connection: asked for, and what it found.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::check::{Check, Ended, Failure as Failed, NotNow, Outcome, PlayedSuite, Stage};
use rollcall_rules::tenant::ScimGate;
use rollcall_rules::user::ActorName;
use rollcall_web::App;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::request::nothing_there;
use super::respond;
use crate::check::{self, NotAsked};

/// Where a check stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CheckStatus)]
enum Status {
    /// It begins within two minutes.
    Waiting,
    /// It is being done.
    Running,
    /// It has ended.
    Ended,
    /// It was not started, or was cut off: another can be asked for.
    Lost,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CheckOutcome)]
enum HowItEnded {
    /// All was checked.
    Completed,
    /// The time was up before that.
    BrokenOff,
    /// Nothing could be checked: `why` says the reason.
    Impossible,
}

/// A check of the connection.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConnectionCheck)]
pub(crate) struct CheckBody {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    status: Status,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
    /// Who asked for it: an administrator, or the label of a token; absent: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    requested_by: Option<String>,
    /// When it ended; absent: it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// How it ended; absent: it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<HowItEnded>,
    /// Why nothing could be checked, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// How many parts are to be checked; absent: it has not begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts_planned: Option<usize>,
    /// The parts that are done.
    parts: Vec<PartBody>,
    /// How many checks failed.
    failed: usize,
    /// What failed: the first twenty. The report in the portal has all.
    failures: Vec<FailureBody>,
    /// People and groups that were made and could not be removed.
    left: usize,
}

/// What came of the checks of one part.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CheckPart)]
struct PartBody {
    /// What the part is, in English.
    title: String,
    /// Checks that passed.
    pass: usize,
    /// Checks that failed, of what has to be so.
    fail_must: usize,
    /// Checks that failed, of what should be so.
    fail_should: usize,
    /// Checks that say nothing of this tenant.
    not_applicable: usize,
}

/// A check that failed. All texts are in English.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CheckFailure)]
struct FailureBody {
    /// Id of the check, which never changes.
    id: String,
    /// What has to be so.
    title: String,
    /// Who asks for it, and where.
    source: String,
    /// What is there in its place.
    found: String,
    /// What an administrator of the directory sees.
    meaning: String,
    /// What mends it.
    mend: String,
}

impl CheckBody {
    fn of(check: &Check, now: Timestamp) -> Self {
        let ended = check.ended.as_ref();
        Self {
            id: check.id.to_string(),
            status: match check.stage(now) {
                Stage::Waiting => Status::Waiting,
                Stage::Running => Status::Running,
                Stage::Ended => Status::Ended,
                Stage::Lost => Status::Lost,
            },
            requested_at: check.requested_at,
            requested_by: check.requested_by.as_ref().map(ActorName::as_str).map(str::to_owned),
            ended_at: ended.map(|ended| ended.at),
            outcome: ended.map(|Ended { outcome, .. }| match outcome {
                Outcome::Completed => HowItEnded::Completed,
                Outcome::BrokenOff => HowItEnded::BrokenOff,
                Outcome::Impossible => HowItEnded::Impossible,
            }),
            why: ended.and_then(|ended| ended.why.clone()),
            parts_planned: check.taken.as_ref().map(|taken| taken.suites),
            parts: check.suites.iter().map(PartBody::of).collect(),
            failed: check.failed(),
            failures: check.failures.iter().cloned().map(FailureBody::of).collect(),
            left: ended.map_or(0, |ended| ended.left),
        }
    }
}

impl PartBody {
    fn of(suite: &PlayedSuite) -> Self {
        let PlayedSuite { title, pass, fail_must, fail_should, not_applicable } = suite.clone();
        Self { title, pass, fail_must, fail_should, not_applicable }
    }
}

impl FailureBody {
    fn of(Failed { id, title, source, found, meaning, mend }: Failed) -> Self {
        Self { id, title, source, found, meaning, mend }
    }
}

impl From<NotAsked> for Failure {
    fn from(refusal: NotAsked) -> Self {
        let not_now = match refusal {
            NotAsked::NotNow(not_now) => not_now,
            NotAsked::Store(error) => return error.into(),
        };
        let detail = format!("{not_now}.");
        match not_now {
            // The rule's own words are for a directory.
            NotNow::Gate(ScimGate::Plan | ScimGate::SwitchedOff) => {
                Problem::new(Kind::ProvisioningOff, "Provisioning is switched off for this tenant.").into()
            }
            NotNow::UnderWay { .. } => Problem::new(Kind::CheckUnderWay, detail).into(),
            NotNow::TooSoon { retry_after_secs } => {
                Self::Later(Problem::new(Kind::TooSoon, detail), retry_after_secs)
            }
        }
    }
}

/// Asks for a check of the connection: a directory is played against the tenant's own SCIM API, as Okta and Entra test it. It
/// makes people and groups and deletes them again, and takes a few minutes. One at a time, a quarter of an hour apart.
#[utoipa::path(
    post, path = "/people/v1/connection-check", tag = "Connection", operation_id = "startConnectionCheck",
    responses(
        (status = 202, description = "It begins by itself, within two minutes", body = CheckBody),
        (
            status = 409, description = "One is under way, or provisioning is switched off", body = Problem,
            content_type = "application/problem+json",
        ),
    )
)]
pub(crate) async fn start(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let check = check::ask(&app, &caller.tenant).await?;
    Ok(respond::json(StatusCode::ACCEPTED, &CheckBody::of(&check, app.now())))
}

/// Shows the last check of the connection, which may be under way. It is kept for 30 days.
#[utoipa::path(
    get, path = "/people/v1/connection-check", tag = "Connection", operation_id = "showConnectionCheck",
    responses(
        (status = 200, description = "The check", body = CheckBody),
        (
            status = 404, description = "None was asked for within 30 days", body = Problem,
            content_type = "application/problem+json",
        ),
    )
)]
pub(crate) async fn show(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let now = app.now();
    let check = app.store.check(&caller.tenant, now).await?.ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::OK, &CheckBody::of(&check, now)))
}
