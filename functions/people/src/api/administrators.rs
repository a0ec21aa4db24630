//! The addresses of a tenant's administrators, who are told by mail before its directory can no longer connect.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::{Administrator, AdministratorId, parse_language};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::request::{Id, Json, address, invalid, nothing_there};
use super::respond;
use crate::administrators::{self, NotChanged};

/// An address as it is given.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Administrator)]
pub(crate) struct AdministratorBody {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// The address.
    #[schema(format = Email)]
    address: String,
    /// Tag of the language in which it is written to; absent: English.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    added_at: Timestamp,
    /// When it was confirmed; absent: not yet. Until then it gets nothing but the link that confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
    /// When the mail service refused a mail to it; absent: it takes mails, as far as is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    undeliverable_at: Option<Timestamp>,
}

/// All addresses of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdministratorList {
    /// In order of when they were added.
    administrators: Vec<AdministratorBody>,
}

/// An address as it is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAdministratorBody {
    /// The address: ASCII, without quotes or comments, with a top-level domain.
    #[schema(format = Email, max_length = 254)]
    address: String,
    /// Tag of the language in which it is written to, such as `de`.
    #[serde(default)]
    #[schema(min_length = 2, max_length = 35, pattern = "^[A-Za-z0-9-]+$")]
    language: Option<String>,
}

/// Of what administrators are told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NoticeSettings)]
pub(crate) struct SettingsBody {
    /// After how many days without a request it is told that the directory is silent; 0: never.
    #[schema(minimum = 0, maximum = 365)]
    silence_after_days: u16,
}

/// Other settings of notices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NoticeSettingsChange {
    /// After how many days without a request it is told that the directory is silent; 0: never.
    #[schema(minimum = 0, maximum = 365)]
    silence_after_days: u16,
}

impl From<&Administrator> for AdministratorBody {
    fn from(each: &Administrator) -> Self {
        Self {
            id: each.id.to_string(),
            address: each.address.as_str().to_owned(),
            language: each.language.clone(),
            added_at: each.added_at,
            confirmed_at: each.confirmed_at,
            undeliverable_at: each.undeliverable_at,
        }
    }
}

impl From<&Notices> for SettingsBody {
    fn from(notices: &Notices) -> Self {
        Self { silence_after_days: notices.silence_days().unwrap_or(0) }
    }
}

impl From<NotChanged> for Failure {
    fn from(refusal: NotChanged) -> Self {
        match refusal {
            NotChanged::TooMany(error) => Problem::new(Kind::TooMany, format!("{error}.")).into(),
            NotChanged::TooSoon(soon) => Self::TooSoon(soon),
            NotChanged::Unknown => nothing_there(),
            NotChanged::Store(error) => error.into(),
        }
    }
}

/// Lists the addresses.
#[utoipa::path(
    get, path = "/people/v1/administrators", tag = "Administrators", operation_id = "listAdministrators",
    responses((status = 200, description = "The addresses", body = AdministratorList))
)]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let notices = administrators::read(&app, &caller.tenant).await?;
    let list = AdministratorList {
        administrators: notices.administrators.iter().map(AdministratorBody::from).collect(),
    };
    Ok(respond::json(StatusCode::OK, &list))
}

/// Adds an address, and mails a link to it that confirms it. A tenant has ten at most. The same address twice is one.
#[utoipa::path(
    post, path = "/people/v1/administrators", tag = "Administrators", operation_id = "addAdministrator",
    request_body = NewAdministratorBody,
    responses(
        (status = 200, description = "The address was there already, and stays as it is", body = AdministratorBody),
        (status = 201, description = "The address is added", body = AdministratorBody),
        (status = 409, description = "There are ten already", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<NewAdministratorBody>,
) -> Result<Response, Failure> {
    let address = address("address", &wanted.address)?;
    let tag = |text: String| {
        parse_language(&text).ok_or_else(|| invalid("`language` is a tag of a language, such as `de`."))
    };
    let language = wanted.language.map(tag).transpose()?;
    let (added, is_new) = administrators::add(&app, &caller.tenant, address, language).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(respond::json(status, &AdministratorBody::from(&added)))
}

/// Removes an address.
#[utoipa::path(
    delete, path = "/people/v1/administrators/{id}", tag = "Administrators", operation_id = "removeAdministrator",
    params(("id" = Uuid, Path, description = "The address's id")),
    responses(
        (status = 204, description = "It is removed"),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AdministratorId>,
) -> Result<Response, Failure> {
    administrators::remove(&app, &caller.tenant, id).await?;
    Ok(respond::nothing())
}

/// Mails the link once more that confirms an address: once a minute, five times a day. One that is confirmed gets none.
#[utoipa::path(
    post, path = "/people/v1/administrators/{id}/resend", tag = "Administrators", operation_id = "resendAdministratorLink",
    params(("id" = Uuid, Path, description = "The address's id")),
    responses(
        (status = 200, description = "The address as it is now", body = AdministratorBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resend(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AdministratorId>,
) -> Result<Response, Failure> {
    let administrator = administrators::resend(&app, &caller.tenant, id).await?;
    Ok(respond::json(StatusCode::OK, &AdministratorBody::from(&administrator)))
}

/// Shows of what administrators are told.
#[utoipa::path(
    get, path = "/people/v1/notices", tag = "Administrators", operation_id = "showNotices",
    responses((status = 200, description = "The settings", body = SettingsBody))
)]
pub(crate) async fn settings(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let notices = administrators::read(&app, &caller.tenant).await?;
    Ok(respond::json(StatusCode::OK, &SettingsBody::from(&notices)))
}

/// Changes of what administrators are told.
#[utoipa::path(
    patch, path = "/people/v1/notices", tag = "Administrators", operation_id = "changeNotices",
    request_body = NoticeSettingsChange,
    responses((status = 200, description = "The settings as they are now", body = SettingsBody))
)]
pub(crate) async fn change_settings(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<NoticeSettingsChange>,
) -> Result<Response, Failure> {
    let change = |notices: &Notices| {
        let error = |error| invalid(format!("`silenceAfterDays`: {error}."));
        notices.silent_after(wanted.silence_after_days, app.now()).map_err(error)
    };
    let after = app.store.change_notices(&caller.tenant, app.now(), change).await?;
    Ok(respond::json(StatusCode::OK, &SettingsBody::from(&after)))
}
