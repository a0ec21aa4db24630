use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::projection::Projection;
use rollcall_protocol::{ScimError, UserInput, etag};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::update::{self, Desired};
use rollcall_rules::user::User;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::along::Along;
use super::change::{self, Changed};
use super::{resource, roles};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::USER;
use crate::{body, profile, respond};

/// `PUT /Users/{id}` (RFC 7644 §3.5.1)
pub(crate) async fn replace(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let parsed = body::json(body).await.and_then(|body| {
        let names_roles = roles::are_named(&body);
        Ok((UserInput::from_json(body, &USER)?, names_roles))
    });
    let (input, names_roles) = caller.entitled_to(&app, parsed).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &USER)).await?;
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    let new_change = app.new_change();
    let changed = change::change(&app, &caller, id, |before, tenant, access| {
        let mut desired = desired(&input, before, tenant)?;
        let roles = roles::taken(&mut desired.profile, names_roles, access)?;
        let after = update::update(before, desired, tenant.profile_sync, new_change, app.now());
        Ok(roles::said(after, roles, Some(before), app.now()))
    })
    .await?;
    let Changed { user, admitted: tenant, access } = changed;
    let along = Along::read_with(&app, &tenant, &projection, &user, access).await?;
    let body = projection
        .apply(resource::to_json(&user, &along.of(&user), &tenant, &caller.scim_url(&app.base_url)), &USER);
    Ok(respond::resource(StatusCode::OK, &Value::Object(body), &etag::render(user.version), ""))
}

/// What a PUT leaves out of `active`, `externalId` and the roles of the directory stays as it is: RFC 7644 §3.5.1 lets the service choose, and
/// a profile pushed without them must neither revive an account nor cut it off from its directory.
fn desired(input: &UserInput, user: &User, tenant: &Tenant) -> Result<Desired, ScimError> {
    Ok(Desired {
        user_name: resource::user_name_of(user, input.user_name.as_deref())?,
        external_id: resource::external_id(input.external_id.as_deref())?
            .or_else(|| user.external_id.clone()),
        active: input.active.unwrap_or_else(|| user.is_active()),
        profile: input.profile(profile::mutability(tenant))?,
    })
}
