use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall_rules::access::{AccessRefusal, Preview, Previewed};
use rollcall_rules::group::GroupId;
use rollcall_web::App;
use serde::Serialize;
use utoipa::ToSchema;

use super::rules::{RuleChange, named};
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::problem::Problem;
use crate::api::request::{Id, Json};
use crate::api::respond;

/// How long people are looked at. API Gateway gives a request 29 s.
const LONGEST: Duration = Duration::from_secs(15);

/// What a rule would do to the people who are in its group now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccessPreview)]
pub(crate) struct PreviewBody {
    /// People who were looked at.
    looked_at: usize,
    /// Whether that is everybody in the group. If not, there was no time for more, and the numbers are of those.
    complete: bool,
    /// Who would gain a role.
    gaining: usize,
    /// Who would lose one.
    losing: usize,
    /// Who would be invited.
    invited: usize,
    /// Whose invitation would be taken back.
    losing_invitation: usize,
    /// The first hundred of them, in order of their ids.
    people: Vec<PreviewedBody>,
}

/// Somebody who would gain or lose something.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PreviewedPerson)]
struct PreviewedBody {
    /// Whose it is.
    #[schema(value_type = Uuid)]
    user_id: String,
    /// The name under which the directory knows the person.
    user_name: String,
    /// Identifiers of roles that the person would gain.
    gains: Vec<String>,
    /// Identifiers of roles that the person would lose.
    loses: Vec<String>,
    /// Would the person be invited?
    invited: bool,
    /// Would the person's invitation be taken back?
    loses_invitation: bool,
}

impl From<Previewed> for PreviewedBody {
    fn from(person: Previewed) -> Self {
        let texts = |ids: Vec<_>| ids.iter().map(ToString::to_string).collect();
        Self {
            user_id: person.user.to_string(),
            user_name: person.user_name.as_str().to_owned(),
            gains: texts(person.gains),
            loses: texts(person.loses),
            invited: person.is_invited,
            loses_invitation: person.loses_invitation,
        }
    }
}

/// Says what a rule would do to the people who are in its group now, and changes nothing.
///
/// A rule that gives nothing (`{}`) stands for none: what would be lost if the rule of the group were deleted. Four calls,
/// and eleven for each thousand members.
#[utoipa::path(
    post, path = "/people/v1/access-rules/{groupId}/preview", tag = "Access", operation_id = "previewAccessRule",
    params(("groupId" = Uuid, Path, description = "The group's id")),
    request_body = RuleChange,
    responses(
        (status = 200, description = "What would happen", body = PreviewBody),
        (status = 404, description = "There is no group of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is no such role or entity, or there are two hundred rules", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
    Json(wanted): Json<RuleChange>,
) -> Result<Response, Failure> {
    let (tenant, now) = (&caller.tenant, app.now());
    let (rule, at) = wanted.check(id)?;
    named(&app, tenant, &rule).await?;
    let before = app.store.access(tenant).await?;
    let run = entropy::new_id();
    let after = match before.with_rule(rule, at, run, now) {
        Err(AccessRefusal::GivesNothing) => before.without_group(id),
        decided => decided?,
    };
    let (mut preview, mut looked_at) = (Preview::default(), 0);
    let complete = app.store.look_at_members(tenant, id, Patience::of(LONGEST), |user| {
        looked_at += 1;
        preview.note(user, before.difference(&after, user, now));
    });
    let complete = complete.await?;
    let Preview { gaining, losing, invited, losing_invitation, people } = preview;
    let people = people.into_iter().map(PreviewedBody::from).collect();
    let body = PreviewBody { looked_at, complete, gaining, losing, invited, losing_invitation, people };
    Ok(respond::json(StatusCode::OK, &body))
}
