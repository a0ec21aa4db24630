//! Sign-ins of a tenant's people, as the vendor's product sees them.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Along, Decision};
use rollcall_rules::billing::day_of;
use rollcall_rules::sign_in::SignInRefusal;
use rollcall_rules::user::{User, UserId};
use rollcall_web::{App, request_log};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::billing::LineBody;
use super::caller::AnyCaller;
use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::request::{Id, Json, nothing_there};
use super::respond;

/// A sign-in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// When it was. Now, if it is left out; 31 days ago at most. One from before the person accepted an invitation counts
    /// from the moment at which they did.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
}

/// What is known of a person's sign-ins.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedIn {
    /// The person.
    #[schema(value_type = Uuid)]
    user_id: String,
    /// When the first sign-in was.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    first_signed_in_at: Option<Timestamp>,
    /// The day up to which the person is billed, that day not included. Absent if they never were.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    billed_until: Option<Date>,
    /// What this report billed: one line for the first sign-in of a period, one for each period that has begun since, and
    /// one for days that an earlier report left out; nothing if the day was billed already, or if it costs nothing.
    lines: Vec<LineBody>,
}

/// Reports a sign-in.
///
/// The first of a period bills what is left of it, that day included. Every later one changes nothing, so that each
/// sign-in can be reported, and one can be reported again. Sign-ins can be reported in any order: if an earlier one comes
/// later, another line bills the days that are missing, and the sum is the same. A day costs what was agreed on that day.
/// Sign-ins are taken on any plan, so that the last days on the Advanced plan can be reported after it ended. Days on
/// another plan cost nothing.
#[utoipa::path(
    post, path = "/people/v1/users/{id}/sign-ins", tag = "Billing", operation_id = "reportSignIn",
    params(("id" = Uuid, Path, description = "The person's id")),
    request_body = SignIn,
    responses(
        (status = 200, description = "What is known now, and what the report billed", body = SignedIn),
        (status = 404, description = "There is nobody of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The person was deactivated before that and still is, or has not accepted an invitation", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn report(
    State(app): State<App>,
    caller: AnyCaller,
    Id(id): Id<UserId>,
    Json(SignIn { at }): Json<SignIn>,
) -> Result<Response, Failure> {
    request_log::user(id);
    let tenant = caller.tenant;
    let known = app.store.user(&tenant, id).await?.ok_or_else(nothing_there)?;
    let sign_in = |before: &User| -> Result<_, Failure> {
        let now = app.now();
        let billed = before.signed_in(tenant.agreement(day_of(now)), at.unwrap_or(now), now)?;
        Ok(Decision::new(billed.user).noting(billed.lines.clone()).along(Along::Lines(billed.lines)))
    };
    let changed =
        app.store.change_user(&tenant, known, entropy::new_write(), Patience::NONE, sign_in).await?;
    let (user, lines) = changed.ok_or_else(nothing_there)?;
    let lines = lines.iter().map(|line| LineBody::of(line, Some(&user))).collect();
    Ok(respond::json(StatusCode::OK, &SignedIn::of(&user, lines)))
}

impl SignedIn {
    fn of(user: &User, lines: Vec<LineBody>) -> Self {
        Self {
            user_id: user.id.to_string(),
            first_signed_in_at: user.first_signed_in_at,
            billed_until: user.billed_until,
            lines,
        }
    }
}

impl From<SignInRefusal> for Failure {
    fn from(refusal: SignInRefusal) -> Self {
        let kind = match refusal {
            SignInRefusal::Inactive => Kind::Inactive,
            SignInRefusal::NotAccepted => Kind::NotAccepted,
            SignInRefusal::InFuture | SignInRefusal::TooOld => Kind::InvalidRequest,
        };
        Problem::new(kind, refusal.to_string()).into()
    }
}
