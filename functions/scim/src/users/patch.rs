use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::patch::Patch;
use rollcall_protocol::projection::Projection;
use rollcall_protocol::{ScimError, UserInput, etag};
use rollcall_rules::access::{Access, RoleId};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::update::{self, Desired};
use rollcall_rules::user::User;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::along::{Along, Beside};
use super::change::{self, Changed};
use super::{resource, roles};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::USER;
use crate::{body, respond};

/// `PATCH /Users/{id}` (RFC 7644 §3.5.2)
pub(crate) async fn patch(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let parsed = body::json(body).await.and_then(|body| Patch::parse(&body, &USER));
    let patch = caller.entitled_to(&app, parsed).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &USER)).await?;
    let id = caller.entitled_to(&app, resource::id(&id)).await?;
    let new_change = app.new_change();
    let scim_url = caller.scim_url(&app.base_url);
    let changed = change::change(&app, &caller, id, |before, tenant, access| {
        let (desired, roles) = patched(&patch, before, (tenant, access), &scim_url)?;
        let after = update::update(before, desired, tenant.profile_sync, new_change, app.now());
        Ok(roles::said(after, roles, Some(before), app.now()))
    })
    .await?;
    let Changed { user, admitted: tenant, access } = changed;
    // RFC 7644 §3.5.2 allows 204; Okta and Entra both want to see the resource.
    let along = Along::read_with(&app, &tenant, &projection, &user, access).await?;
    let body = projection.apply(resource::to_json(&user, &along.of(&user), &tenant, &scim_url), &USER);
    Ok(respond::resource(StatusCode::OK, &Value::Object(body), &etag::render(user.version), ""))
}

/// The state a patch leads to: it is applied to the resource as the directory sees it, and the outcome is read as if
/// the directory had sent it.
fn patched(
    patch: &Patch,
    user: &User,
    (tenant, access): (&Tenant, Option<&Access>),
    scim_url: &str,
) -> Result<(Desired, Option<Vec<RoleId>>), ScimError> {
    let mutability = resource::mutability(tenant);
    let beside =
        Beside { roles: access.map(|access| roles::before_patch(user, access)), ..Beside::default() };
    let mut document = resource::to_json(user, &beside, tenant, scim_url);
    patch.apply(&mut document, mutability)?;
    let input = UserInput::from_json(Value::Object(document), &USER)?;
    let mut profile = input.profile(mutability)?;
    // The whole resource is there: no roles are none.
    let roles = roles::taken(&mut profile, true, access)?;
    let desired = Desired {
        user_name: resource::user_name_of(user, input.user_name.as_deref())?,
        external_id: resource::external_id(input.external_id.as_deref())?,
        active: input.active.unwrap_or_else(|| user.is_active()),
        profile,
    };
    Ok((desired, roles))
}
