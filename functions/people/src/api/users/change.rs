use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::entropy;
use rollcall::store::{Decision, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::unmanaged::{Correction, Managed, NameCorrection};
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_web::App;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::UserBody;
use super::create::address_taken;
use super::show;
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::problem::{Kind, Problem};
use crate::api::request::{Id, Json, Object, address, nothing_there, person_name, said};
use crate::api::respond;
use crate::write;

/// What shall be different of a user. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserChange {
    /// Another address. It is the `userName` at once, and the `email` when the person clicks the link mailed to it.
    #[schema(format = Email, max_length = 254)]
    email: Option<String>,
    /// What the person is called.
    #[serde(default)]
    #[schema(value_type = Option<ProfileChange>)]
    profile: Option<Object<ProfileChange>>,
    /// `false` blocks the account, which is deleted within two weeks. `true` restores it.
    active: Option<bool>,
}

/// Which names shall be different. `null` takes one away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ProfileChange {
    /// Given name.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    given_name: Option<Option<String>>,
    /// Family name.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    family_name: Option<Option<String>>,
    /// The name to show.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    display_name: Option<Option<String>>,
}

impl UserChange {
    fn check(self) -> Result<Correction, Failure> {
        let email = self.email.map(|email| address("email", &email));
        let names = self.profile.map(|Object(profile)| profile).unwrap_or_default().check()?;
        Ok(Correction { email: email.transpose()?, names, active: self.active })
    }
}

impl ProfileChange {
    fn check(self) -> Result<NameCorrection, Failure> {
        let checked = |member: &str, said: Option<Option<String>>| {
            said.map(|text| text.map(|text| person_name(member, &text)).transpose()).transpose()
        };
        Ok(NameCorrection {
            given: checked("givenName", self.given_name)?,
            family: checked("familyName", self.family_name)?,
            display: checked("displayName", self.display_name)?,
        })
    }
}

/// Corrects, blocks or restores a user whom no directory manages. The same sent again changes nothing more.
#[utoipa::path(
    patch, path = "/people/v1/users/{id}", tag = "Users", operation_id = "changeUser",
    params(("id" = Uuid, Path, description = "The user's id")),
    request_body = UserChange,
    responses(
        (status = 200, description = "The user as they are now", body = UserBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The directory manages the user, or another person of the tenant has the address", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
    Json(wanted): Json<UserChange>,
) -> Result<Response, Failure> {
    let (correction, new_change) = (wanted.check()?, app.new_change());
    let user = change_one(&app, &caller.tenant, id, |user, now| {
        user.corrected(&correction, new_change, Actor::Operator, now)
    })
    .await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}

/// Deletes a user whom no directory manages: blocked at once, gone at the next full hour that is ten minutes away or more.
/// Until then `active` restores the account. The same sent again changes nothing more.
#[utoipa::path(
    delete, path = "/people/v1/users/{id}", tag = "Users", operation_id = "deleteUser",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, description = "The user as they are until then: `purgeAt` says when they are gone", body = UserBody),
        (status = 404, description = "There is none of that id, or none any more", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The directory manages the user", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<Response, Failure> {
    let user = change_one(&app, &caller.tenant, id, |user, now| user.deleted(Actor::Operator, now)).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}

async fn change_one(
    app: &App,
    tenant: &Admitted,
    id: UserId,
    decide: impl Fn(&User, Timestamp) -> Result<User, Managed>,
) -> Result<User, Failure> {
    let user = show::find(app, tenant, id).await?;
    let decide = |before: &User| -> Result<_, Failure> { Ok(Decision::new(decide(before, app.now())?)) };
    match app.store.change_user(tenant, user, entropy::new_write(), write::patience(), decide).await {
        Ok(Some((user, ()))) => Ok(user),
        Ok(None) => Err(nothing_there()),
        Err(Failure::Store(StoreError::Held(_))) => Err(address_taken()),
        Err(failure) => Err(failure),
    }
}

impl From<Managed> for Failure {
    fn from(managed: Managed) -> Self {
        Problem::new(Kind::ManagedByDirectory, managed.to_string()).into()
    }
}
