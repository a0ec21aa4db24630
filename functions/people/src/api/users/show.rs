use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::user::{User, UserId};
use rollcall_web::{App, request_log};

use super::body::UserBody;
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::groups;
use crate::api::problem::Problem;
use crate::api::request::{Id, nothing_there};
use crate::api::respond;

/// Shows a user. Two calls, and one more for each hundred groups that the user is in.
#[utoipa::path(
    get, path = "/people/v1/users/{id}", tag = "Users", operation_id = "showUser",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, description = "The user", body = UserBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<Response, Failure> {
    let user = find(&app, &caller.tenant, id).await?;
    let ids: Vec<GroupId> = user.groups.iter().copied().collect();
    let groups = groups::named(&app, &caller.tenant, &ids).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now()).with_groups(groups)))
}

/// The user of that id, as it is now. One call.
pub(crate) async fn find(app: &App, tenant: &Admitted, id: UserId) -> Result<User, Failure> {
    request_log::user(id);
    app.store.user(tenant, id).await?.ok_or_else(nothing_there)
}
