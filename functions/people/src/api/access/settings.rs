use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::entropy;
use rollcall_rules::access::{Access, RolesFrom};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RunBody, change};
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::request::{Json, word};
use crate::api::respond;

/// Where people's roles come from.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RolesFrom)]
enum RolesFromName {
    /// The access rules, by people's groups.
    Groups,
    /// The directory, by the attribute `roles` of the account.
    Directory,
}

/// How the tenant's people get roles.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccessSettings)]
pub(crate) struct SettingsBody {
    /// Where roles come from.
    roles_from: RolesFromName,
    /// The run that applies a change to everybody whom it concerns; absent: all is applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunBody>,
}

/// Another way to get roles.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SettingsChange {
    /// Where roles come from.
    #[serde(deserialize_with = "word")]
    roles_from: RolesFromName,
}

impl From<&Access> for SettingsBody {
    fn from(access: &Access) -> Self {
        let roles_from = match access.roles_from {
            RolesFrom::Groups => RolesFromName::Groups,
            RolesFrom::Directory => RolesFromName::Directory,
        };
        Self { roles_from, run: access.run.as_ref().map(RunBody::from) }
    }
}

/// Shows where roles come from. Two calls.
#[utoipa::path(
    get, path = "/people/v1/access", tag = "Access", operation_id = "showAccess",
    responses((status = 200, description = "The settings", body = SettingsBody))
)]
pub(crate) async fn show(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let access = app.store.access(&caller.tenant).await?;
    Ok(respond::json(StatusCode::OK, &SettingsBody::from(&access)))
}

/// Changes where roles come from. By a run everybody gets and loses what follows. Three calls.
#[utoipa::path(
    patch, path = "/people/v1/access", tag = "Access", operation_id = "changeAccess",
    request_body = SettingsChange,
    responses((status = 200, description = "The settings as they are now", body = SettingsBody))
)]
pub(crate) async fn set(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<SettingsChange>,
) -> Result<Response, Failure> {
    let from = match wanted.roles_from {
        RolesFromName::Groups => RolesFrom::Groups,
        RolesFromName::Directory => RolesFrom::Directory,
    };
    let (run, now) = (entropy::new_id(), app.now());
    let access = change(&app, &caller.tenant, |before| Ok(before.with_roles_from(from, run, now))).await?;
    Ok(respond::json(StatusCode::OK, &SettingsBody::from(&access)))
}
