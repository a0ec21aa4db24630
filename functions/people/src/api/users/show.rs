use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::StatusCode;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::user::{User, UserId};
use rollcall_web::{App, request_log};

use super::body::UserBody;
use crate::api::access::people;
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::groups;
use crate::api::problem::Problem;
use crate::api::request::{Id, nothing_there};
use crate::api::respond;

/// Shows a user. Two calls, one more for each hundred groups that the user is in, and one for roles if the tenant has rules.
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
    let tenant = &caller.tenant;
    let user = find(&app, tenant, id).await?;
    let ids: Vec<GroupId> = user.groups.iter().copied().collect();
    let access = async { Ok(people::of_tenant(&app, tenant).await?) };
    let (groups, access) = try_join(groups::named(&app, tenant, &ids), access).await?;
    let roles = people::roles(&access, &user, &groups);
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now()).with_groups(groups, roles)))
}

/// The user of that id, as it is now. One call.
pub(crate) async fn find(app: &App, tenant: &Admitted, id: UserId) -> Result<User, Failure> {
    request_log::user(id);
    app.store.user(tenant, id).await?.ok_or_else(nothing_there)
}
