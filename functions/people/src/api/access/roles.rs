use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::access::{Access, AccessRefusal, Role, RoleDescription, RoleId, RoleName};
use rollcall_web::{App, PathText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NotChanged, change};
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::groups;
use crate::api::problem::{Kind, Problem};
use crate::api::request::{Id, Json, invalid, nothing_there};
use crate::api::respond;

/// A role that people can have.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Role)]
pub(crate) struct RoleBody {
    /// By which your product knows it.
    id: String,
    /// By which people know it.
    display: String,
    /// What it lets people do.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// When it was declared.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its name or its description last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// All roles of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleList {
    /// In order of their identifiers.
    roles: Vec<RoleBody>,
}

/// A role as it is declared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleChange {
    /// By which people know it: one line.
    #[schema(min_length = 1, max_length = 100)]
    display: String,
    /// What it lets people do, for those who decide who gets it: one line.
    #[schema(max_length = 500)]
    description: Option<String>,
}

impl From<&Role> for RoleBody {
    fn from(role: &Role) -> Self {
        Self {
            id: role.id.to_string(),
            display: role.display.as_str().to_owned(),
            description: role.description.as_ref().map(|text| text.as_str().to_owned()),
            created_at: role.created_at,
            updated_at: role.updated_at,
        }
    }
}

impl RoleChange {
    fn check(&self) -> Result<(RoleName, Option<RoleDescription>), Failure> {
        let display = RoleName::parse(&self.display);
        let display = display.map_err(|error| invalid(format!("`display`: {error}.")))?;
        let description = RoleDescription::parse(self.description.as_deref().unwrap_or_default());
        Ok((display, description.map_err(|error| invalid(format!("`description`: {error}.")))?))
    }
}

/// Lists the roles that are declared. Two calls.
#[utoipa::path(
    get, path = "/people/v1/roles", tag = "Access", operation_id = "listRoles",
    responses((status = 200, description = "The roles", body = RoleList))
)]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let access = app.store.access(&caller.tenant).await?;
    let list = RoleList { roles: access.roles.iter().map(RoleBody::from).collect() };
    Ok(respond::json(StatusCode::OK, &list))
}

/// Shows a role. Two calls.
#[utoipa::path(
    get, path = "/people/v1/roles/{roleId}", tag = "Access", operation_id = "showRole",
    params(("roleId" = String, Path, description = "The role's id", min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9._:-]+$")),
    responses(
        (status = 200, description = "The role", body = RoleBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<RoleId>,
) -> Result<Response, Failure> {
    let access = app.store.access(&caller.tenant).await?;
    let role = access.role(&id).ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::OK, &RoleBody::from(role)))
}

/// Declares a role, or changes its name and its description. A tenant has a hundred at most. Three calls.
#[utoipa::path(
    put, path = "/people/v1/roles/{roleId}", tag = "Access", operation_id = "setRole",
    params(("roleId" = String, Path, description = "The role's id: 1 to 64 of the letters, digits and `.`, `_`, `-` and `:` of ASCII. Your product chooses it", min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9._:-]+$")),
    request_body = RoleChange,
    responses(
        (status = 200, description = "The role as it is now", body = RoleBody),
        (status = 409, description = "There are a hundred roles", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
    Json(wanted): Json<RoleChange>,
) -> Result<Response, Failure> {
    let id = RoleId::parse(&id).map_err(|error| invalid(format!("The role's id: {error}.")))?;
    let (display, description) = wanted.check()?;
    let now = app.now();
    let decide = |before: &Access| before.with_role(id.clone(), display.clone(), description.clone(), now);
    let access = change(&app, &caller.tenant, decide).await?;
    let role = access.role(&id).ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::OK, &RoleBody::from(role)))
}

/// Takes a role away that no rule gives. Three calls.
#[utoipa::path(
    delete, path = "/people/v1/roles/{roleId}", tag = "Access", operation_id = "deleteRole",
    params(("roleId" = String, Path, description = "The role's id", min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9._:-]+$")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Rules give it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<RoleId>,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    app.store.access(tenant).await?.role(&id).ok_or_else(nothing_there)?;
    match change(&app, tenant, |before| before.without_role(&id)).await {
        Ok(_) => Ok(respond::nothing()),
        Err(NotChanged::Refused(AccessRefusal::RoleInUse(giving))) => {
            let groups = groups::named(&app, tenant, &giving).await?;
            let names: Vec<&str> = groups.iter().map(groups::GroupRef::name).collect();
            let detail = format!("The role is given by the rules of these groups: {}.", names.join(", "));
            Err(Problem::new(Kind::InUse, detail).into())
        }
        Err(error) => Err(error.into()),
    }
}
