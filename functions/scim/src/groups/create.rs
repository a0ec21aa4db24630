use std::collections::BTreeSet;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use rollcall::entropy;
use rollcall_protocol::ScimError;
use rollcall_protocol::group::{GroupInput, Members};
use rollcall_protocol::projection::Projection;
use rollcall_rules::group::{Group, GroupExternalId, GroupId, GroupName};
use rollcall_rules::user::UserId;
use rollcall_web::App;
use serde_json::Value;

use super::{resource, write};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::GROUP;
use crate::{body, respond};

/// `POST /Groups` (RFC 7644 §3.3)
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let on = write::begun(&app, &caller);
    caller.known(&app).await?;
    let parsed = Wanted::read(body).await;
    let Wanted { name, external_id, members } = caller.entitled_to(&app, parsed).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &GROUP)).await?;
    let admitted = caller.admitted(&app).await?;

    let id = GroupId::new(entropy::new_id());
    let group = Group::new(id, admitted.id.clone(), name, external_id, on.now);
    let group = app.store.create_group(&admitted, group, members, on).await?;

    let scim_url = caller.scim_url(&app.base_url);
    let body = resource::shown(&app, &admitted, &group, &projection, &scim_url).await?;
    let location = resource::location(&scim_url, group.id);
    Ok(respond::created(&Value::Object(body), &location))
}

/// A group that the directory wants to have.
struct Wanted {
    name: GroupName,
    external_id: Option<GroupExternalId>,
    members: BTreeSet<UserId>,
}

impl Wanted {
    async fn read(body: Body) -> Result<Self, ScimError> {
        let input = GroupInput::from_json(body::json_of_group(body).await?, &GROUP)?;
        Ok(Self {
            name: resource::name(&input.display_name)?,
            external_id: resource::external_id(input.external_id.as_deref())?,
            members: match &input.members {
                Members::Unchanged => BTreeSet::new(),
                Members::Replace(ids) => resource::joining(ids)?,
            },
        })
    }
}
