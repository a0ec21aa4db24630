use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::ScimError;
use rollcall_protocol::group::{GroupInput, Members};
use rollcall_protocol::projection::Projection;
use rollcall_rules::group::{GroupEdit, MemberChange};
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::{resource, write};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::GROUP;
use crate::{body, respond};

/// `PUT /Groups/{id}` (RFC 7644 §3.5.1)
pub(crate) async fn replace(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let on = write::begun(&app, &caller);
    caller.known(&app).await?;
    let parsed = edit(body).await;
    let edit = caller.entitled_to(&app, parsed).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &GROUP)).await?;
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    caller.entitled_to(&app, write::check_version(&caller.headers)).await?;
    let read = app.store.tenant_and_group(caller.claimed()?, id);
    let (admitted, group) = caller.read(&app, read).await?;
    let group = group.ok_or_else(resource::not_found)?;
    let group = app.store.change_group(&admitted, group.into(), &edit, on).await?;
    let scim_url = caller.scim_url(&app.base_url);
    let body = resource::shown(&app, &admitted, &group, &projection, &scim_url).await?;
    Ok(respond::json(StatusCode::OK, &Value::Object(body)))
}

/// What a PUT leaves out of `externalId` and `members` stays as it is: RFC 7644 §3.5.1 lets the service choose, and a
/// new name sent without them must neither empty the group nor cut it off from its directory.
async fn edit(body: Body) -> Result<GroupEdit, ScimError> {
    let input = GroupInput::from_json(body::json_of_group(body).await?, &GROUP)?;
    Ok(GroupEdit {
        name: Some(resource::name(&input.display_name)?),
        external_id: resource::external_id(input.external_id.as_deref())?.map(Some),
        members: match &input.members {
            Members::Unchanged => MemberChange::none(),
            Members::Replace(ids) => MemberChange::Replace(resource::joining(ids)?),
        },
    })
}
