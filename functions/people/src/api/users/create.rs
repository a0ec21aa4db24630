use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::store::StoreError;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::admission::Admitted;
use rollcall_rules::name::Names;
use rollcall_rules::user::{User, UserId};
use rollcall_web::{App, request_log};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::UserBody;
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::idempotency::{self, Begun, Execution, KeyedAnswer, KeyedBody};
use crate::api::problem::{Kind, Problem};
use crate::api::request::{Object, address, person_name};

/// A user as it is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// The address: ASCII, without quotes or comments, with a top-level domain.
    #[schema(format = Email, max_length = 254)]
    email: String,
    /// What the person is called.
    #[serde(default)]
    #[schema(value_type = Option<NewProfile>)]
    profile: Option<Object<NewProfile>>,
}

/// What a new person is called. Each name is one line.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewProfile {
    /// Given name.
    #[schema(min_length = 1, max_length = 100)]
    given_name: Option<String>,
    /// Family name.
    #[schema(min_length = 1, max_length = 100)]
    family_name: Option<String>,
    /// The name to show.
    #[schema(min_length = 1, max_length = 100)]
    display_name: Option<String>,
}

impl NewUser {
    fn check(self) -> Result<(EmailAddress, Names), Failure> {
        let email = address("email", &self.email)?;
        Ok((email, self.profile.map(|Object(profile)| profile).unwrap_or_default().check()?))
    }
}

impl NewProfile {
    fn check(self) -> Result<Names, Failure> {
        let checked =
            |member: &str, text: Option<String>| text.map(|text| person_name(member, &text)).transpose();
        Ok(Names {
            given: checked("givenName", self.given_name)?,
            family: checked("familyName", self.family_name)?,
            display: checked("displayName", self.display_name)?,
        })
    }
}

/// Makes the account of a person whom the product has and no directory manages.
#[utoipa::path(
    post, path = "/people/v1/users", tag = "Users", operation_id = "createUser",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key does nothing twice and is answered the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = NewUser,
    responses(
        (status = 201, description = "The user", body = UserBody),
        (status = 409, description = "Another person of the tenant has the address, or the request of this key is still under way", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    KeyedBody { body: wanted, key }: KeyedBody<NewUser>,
) -> Result<Response, Failure> {
    let (email, names) = wanted.check()?;
    let tenant = &caller.tenant;
    let execution = match idempotency::begin(&app, tenant, key).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let now = app.now();
    let made = make(&app, tenant, email, names, &execution, now).await;
    let answer = made.map(|user| KeyedAnswer::that_stands(StatusCode::CREATED, &UserBody::of(&user, now)));
    Ok(execution.finish(&app, answer).await)
}

async fn make(
    app: &App,
    tenant: &Admitted,
    email: EmailAddress,
    names: Names,
    execution: &Execution,
    now: Timestamp,
) -> Result<User, Failure> {
    let id = UserId::new(execution.seed().id("user"));
    request_log::user(id);
    let mut user = User::native(id, tenant.id.clone(), email, now);
    user.profile = names.into_profile();
    let write = execution.seed().write("create");
    match app.store.bring_in(tenant, write, &user, execution.patience()).await {
        Ok(made) => Ok(made),
        Err(StoreError::Held(_)) => Err(address_taken()),
        Err(error) => Err(error.into()),
    }
}

/// An address is that of somebody else.
pub(super) fn address_taken() -> Failure {
    Problem::new(Kind::AddressTaken, "Another person of the tenant has the address, or is about to.").into()
}
