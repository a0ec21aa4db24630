use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_protocol::patch::Patch;
use rollcall_protocol::projection::Projection;
use rollcall_protocol::{ScimError, UserInput, etag};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::update::{self, Desired};
use rollcall_rules::user::User;
use rollcall_web::{App, PathText};
use serde_json::Value;

use super::groups::GroupNames;
use super::{change, resource};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::USER;
use crate::{body, profile, respond};

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
    let (user, tenant) = change::change(&app, &caller, id, |user, tenant| {
        let desired = patched(&patch, user, tenant, &scim_url)?;
        Ok(update::update(user, desired, tenant.profile_sync, new_change, app.now()))
    })
    .await?;
    // RFC 7644 §3.5.2 allows 204; Okta and Entra both want to see the resource.
    let names = GroupNames::read(&app, &tenant, &projection, std::slice::from_ref(&user)).await?;
    let body = projection.apply(resource::to_json(&user, &names.of(&user), &tenant, &scim_url), &USER);
    Ok(respond::resource(StatusCode::OK, &Value::Object(body), &etag::render(user.version), ""))
}

/// The state a patch leads to: it is applied to the resource as the directory sees it, and the outcome is read as if
/// the directory had sent it.
fn patched(patch: &Patch, user: &User, tenant: &Tenant, scim_url: &str) -> Result<Desired, ScimError> {
    let mutability = profile::mutability(tenant);
    let mut document = resource::to_json(user, &[], tenant, scim_url);
    patch.apply(&mut document, mutability)?;
    let input = UserInput::from_json(Value::Object(document), &USER)?;
    Ok(Desired {
        user_name: resource::user_name_of(user, input.user_name.as_deref())?,
        external_id: resource::external_id(input.external_id.as_deref())?,
        active: input.active.unwrap_or_else(|| user.is_active()),
        profile: input.profile(mutability)?,
    })
}
