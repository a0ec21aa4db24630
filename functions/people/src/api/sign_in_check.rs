//! May somebody sign in? For the product's single sign-on.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::retry;
use rollcall::store::Known;
use rollcall_rules::access::Access;
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::sign_in_check::{Cause, SignInRefused};
use rollcall_rules::status::person_status;
use rollcall_rules::trace::Sought;
use rollcall_rules::user::{Guard, User};
use rollcall_web::{App, request_log};
use serde::Serialize;
use utoipa::ToSchema;

use super::access::{RoleRef, role_ref};
use super::caller::Unread;
use super::failure::Failure;
use super::request::Query;
use super::respond;
use super::sought::SoughtQuery;
use super::users::body::StatusName;

/// May this person sign in?
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignInCheck {
    /// Whether they may.
    answer: SignInAnswer,
    /// Why not, of who is blocked or gone. Absent of somebody gone: an earlier version did not note it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<SignInReason>,
    /// The user's id. Absent: `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    id: Option<String>,
    /// Where the person stands. Only of who has an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusName>,
    /// The person's roles, all of them, in order of their identifiers, as `GET /users/{id}` shows them. Only with `allow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<RoleRef>>,
    /// Since when the account is, or was, blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    deactivated_at: Option<Timestamp>,
    /// When the account was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    purged_at: Option<Timestamp>,
}

/// Whether a person may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SignInAnswer {
    /// They have an account that is not blocked, invited or not, managed by a directory or not.
    Allow,
    /// They have an account and may not use it. Make no other one for them.
    Blocked,
    /// Their account was deleted, in the last 90 days.
    Gone,
    /// Nothing is known of them.
    Unknown,
}

/// Why a person may not sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SignInReason {
    /// The directory unassigned them.
    DeactivatedByDirectory,
    /// The directory deleted them.
    DeletedByDirectory,
    /// You blocked or deleted them, whom no directory managed.
    DeactivatedByOperator,
    /// The directory gave their address or `externalId` to another person, who has an account of their own.
    Replaced,
    /// The address that was asked for is not verified: it is a new one that the person has not confirmed by the link that was
    /// mailed to it. By the verified one they may sign in.
    AddressUnconfirmed,
}

impl From<Cause> for SignInReason {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::DeactivatedByDirectory => Self::DeactivatedByDirectory,
            Cause::DeletedByDirectory => Self::DeletedByDirectory,
            Cause::DeactivatedByOperator => Self::DeactivatedByOperator,
            Cause::Replaced => Self::Replaced,
        }
    }
}

impl From<SignInRefused> for SignInReason {
    fn from(refused: SignInRefused) -> Self {
        match refused {
            SignInRefused::Blocked(cause) => cause.into(),
            SignInRefused::AddressUnconfirmed => Self::AddressUnconfirmed,
        }
    }
}

/// Says whether somebody may sign in. It writes nothing.
///
/// Ask before each sign-in, and let in only who is told `allow`. Whoever is `blocked` has an account: make no new one for them.
/// Ask by `externalId` or `id` where your sign-on knows one, as an address can change. Of addresses only the verified one counts,
/// the user's `email`: a new `userName` is `blocked` until the person confirms it.
///
/// The answer is about the account alone. Somebody who is not invited, or has not accepted, may sign in; `status` says so. So may
/// the people of a tenant whose plan ended, and those whom no directory manages.
///
/// One call to the table by `id`; by another, two of somebody who is known, and one of anybody else.
#[utoipa::path(
    get, path = "/people/v1/sign-in-check", tag = "Users", operation_id = "checkSignIn",
    params(SoughtQuery),
    responses((status = 200, description = "Whether they may, and why not", body = SignInCheck))
)]
pub(crate) async fn check(
    State(app): State<App>,
    caller: Unread,
    query: Result<Query<SoughtQuery>, Failure>,
) -> Result<Response, Failure> {
    let sought = caller.entitled_to(&app, query.and_then(|Query(query)| query.check())).await?;
    let answer = match &sought {
        Sought::Id(id) => {
            let read = app.store.tenant_and_known(caller.claimed(), *id);
            let (_, (access, known)) = caller.read(&app, read).await?;
            match known {
                Known::Account(user) => SignInCheck::of(&user, None, &access, app.now()),
                Known::Deleted(tombstone) => SignInCheck::of_deleted(&tombstone, app.now()),
                Known::Nobody => SignInCheck::unknown(),
            }
        }
        Sought::Held(guard) => {
            // A guard that passes on between the two reads is looked up anew.
            retry::after_lost_race(|| by_guard(&app, &caller, guard)).await?
        }
    };
    Ok(respond::json(StatusCode::OK, &answer))
}

async fn by_guard(app: &App, caller: &Unread, guard: &Guard) -> Result<SignInCheck, Failure> {
    let read = app.store.tenant_access_and_holder(caller.claimed(), guard);
    let (tenant, (access, holder)) = caller.read(app, read).await?;
    let Some(id) = holder else { return Ok(SignInCheck::unknown()) };
    let user = app.store.user_with(&tenant, id, guard).await?;
    Ok(SignInCheck::of(&user, Some(guard), &access, app.now()))
}

impl SignInCheck {
    const fn unknown() -> Self {
        Self {
            answer: SignInAnswer::Unknown,
            reason: None,
            id: None,
            status: None,
            roles: None,
            deactivated_at: None,
            purged_at: None,
        }
    }

    /// Of an account that was found by a guard, or by its id.
    fn of(user: &User, by: Option<&Guard>, access: &Access, now: Timestamp) -> Self {
        request_log::user(user.id);
        let address = by.and_then(|guard| match guard {
            Guard::Address(address) => Some(address),
            Guard::ExternalId(_) => None,
        });
        let (answer, reason) = match user.may_sign_in(address) {
            Ok(()) => (SignInAnswer::Allow, None),
            Err(refused) => (SignInAnswer::Blocked, Some(refused.into())),
        };
        let roles = access.roles_of(user).into_iter().filter_map(|given| role_ref(access, &given.role));
        Self {
            answer,
            reason,
            id: Some(user.id.to_string()),
            status: Some(person_status(user, now).into()),
            roles: (answer == SignInAnswer::Allow).then(|| roles.collect()),
            deactivated_at: user.deactivation.map(|since| since.deactivated_at),
            purged_at: None,
        }
    }

    fn of_deleted(tombstone: &Tombstone, now: Timestamp) -> Self {
        if tombstone.is_over(now) {
            return Self::unknown();
        }
        request_log::user(tombstone.id);
        Self {
            answer: SignInAnswer::Gone,
            reason: tombstone.cause().map(SignInReason::from),
            id: Some(tombstone.id.to_string()),
            deactivated_at: Some(tombstone.deactivated_at),
            purged_at: Some(tombstone.purged_at),
            ..Self::unknown()
        }
    }
}
