use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use rollcall_protocol::ScimError;
use rollcall_protocol::group::{ExternalIdPatch, GroupPatch, MembersPatch};
use rollcall_protocol::projection::Projection;
use rollcall_rules::group::{GroupEdit, MemberChange};
use rollcall_rules::user::UserId;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::{resource, write};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::GROUP;
use crate::{body, respond};

/// Members that are read along with the group.
const ALONG: usize = 90;

/// `PATCH /Groups/{id}` (RFC 7644 §3.5.2). The resource is answered only if attributes are asked for: it can have
/// 100,000 members, and directories send them one by one.
pub(crate) async fn patch(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let on = write::begun(&app, &caller);
    caller.known(&app).await?;
    let parsed = edit(body, &id).await;
    let edit = caller.entitled_to(&app, parsed).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &GROUP)).await?;
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    caller.entitled_to(&app, write::check_version(&caller.headers)).await?;
    let named: Vec<UserId> = edit.members.named().into_iter().take(ALONG).collect();
    let read = app.store.tenant_and_group_with(caller.claimed()?, id, &named);
    let (admitted, known) = caller.read(&app, read).await?;
    let known = known.ok_or_else(resource::not_found)?;
    let group = app.store.change_group(&admitted, known, &edit, on).await?;
    if projection == Projection::Whole {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let scim_url = caller.scim_url(&app.base_url);
    let body = resource::shown(&app, &admitted, &group, &projection, &scim_url).await?;
    Ok(respond::json(StatusCode::OK, &Value::Object(body)))
}

async fn edit(body: Body, id: &str) -> Result<GroupEdit, ScimError> {
    let patch = GroupPatch::parse(&body::json_of_group(body).await?, &GROUP, id)?;
    Ok(GroupEdit {
        name: patch.display_name.as_deref().map(resource::name).transpose()?,
        external_id: match &patch.external_id {
            ExternalIdPatch::Unchanged => None,
            ExternalIdPatch::Set(text) => Some(resource::external_id(Some(text))?),
            ExternalIdPatch::Removed => Some(None),
        },
        members: match &patch.members {
            MembersPatch::Edit { add, remove } => {
                MemberChange::Edit { add: resource::joining(add)?, remove: resource::leaving(remove) }
            }
            MembersPatch::Replace(ids) => MemberChange::Replace(resource::joining(ids)?),
        },
    })
}
