//! What became of somebody? For whoever has to answer "what happened to Ada's account".

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::retry;
use rollcall::store;
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::sign_in_check::Cause;
use rollcall_rules::trace::{Deletion, Sought, State as Standing};
use rollcall_rules::user::User;
use rollcall_web::{App, request_log};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Unread;
use super::failure::Failure;
use super::request::Query;
use super::respond;
use super::sought::SoughtQuery;
use super::users::history::{ActorName, EntryBody};

/// What became of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Trace {
    /// Where they stand.
    state: TraceState,
    /// The account that there is. Absent: `deleted` and `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<TracedAccount>,
    /// Accounts that were deleted in the last 90 days, the latest first: ten at most.
    #[schema(max_items = 10)]
    deleted: Vec<DeletedAccount>,
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TraceState {
    /// They have an account that is not blocked.
    Active,
    /// Their account is blocked, and is deleted at `purgeAt`.
    Blocked,
    /// Their account was deleted in the last 90 days, and they have no other.
    Deleted,
    /// Nothing is known of them, or not any more.
    Unknown,
}

impl From<Standing> for TraceState {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Active => Self::Active,
            Standing::Blocked => Self::Blocked,
            Standing::Deleted => Self::Deleted,
            Standing::Unknown => Self::Unknown,
        }
    }
}

/// An account that there is, and what happened to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TracedAccount {
    /// The user's id.
    #[schema(value_type = Uuid)]
    id: String,
    /// The SCIM `userName`.
    user_name: String,
    /// The verified address.
    email: String,
    /// Whether the directory manages the account.
    linked: bool,
    /// When the account was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Since when it is blocked. Absent: it is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    deactivated_at: Option<Timestamp>,
    /// Who blocked it. Absent: it is active, or an earlier version did not note it.
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_by: Option<ActorName>,
    /// Name of who blocked it: the label or the id of a token, or an administrator's name. Absent: it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_by_name: Option<String>,
    /// Why it is blocked. Absent: it is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<BlockReason>,
    /// When it is deleted. Absent: it is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    purge_at: Option<Timestamp>,
    /// Who changed what, and when, the earliest first: the latest fifty entries. What happened less than a second ago may be
    /// missing.
    #[schema(max_items = 50)]
    history: Vec<EntryBody>,
    /// Whether there are earlier entries. `GET /users/{id}/history` has all.
    has_earlier_entries: bool,
}

/// An account that was deleted. Nothing of the person is kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeletedAccount {
    /// The id that the user had.
    #[schema(value_type = Uuid)]
    id: String,
    /// When the account was made. Absent: an earlier version deleted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Timestamp>,
    /// Since when it was blocked.
    #[schema(value_type = String, format = DateTime)]
    deactivated_at: Timestamp,
    /// Who blocked it. Absent: an earlier version did not note it.
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_by: Option<ActorName>,
    /// Name of who blocked it: the label or the id of a token, or an administrator's name. Absent: it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_by_name: Option<String>,
    /// Why it was blocked. Absent: an earlier version did not note it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<BlockReason>,
    /// When it was deleted.
    #[schema(value_type = String, format = DateTime)]
    purged_at: Timestamp,
    /// Why it was deleted. Absent: an earlier version did not note it.
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion: Option<DeletionReason>,
    /// Name of who asked for the deletion: the label or the id of a token, or an administrator's name. Absent: nobody did, or it
    /// is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_by_name: Option<String>,
    /// When this is forgotten: 90 days after the deletion.
    #[schema(value_type = String, format = DateTime)]
    forgotten_at: Timestamp,
}

/// Why an account is blocked.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum BlockReason {
    /// The directory unassigned the person.
    DeactivatedByDirectory,
    /// The directory deleted the user.
    DeletedByDirectory,
    /// You or an administrator blocked or deleted somebody whom no directory managed.
    DeactivatedByOperator,
    /// The directory gave their address or `externalId` to another person, who has an account of their own.
    Replaced,
}

impl From<Cause> for BlockReason {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::DeactivatedByDirectory => Self::DeactivatedByDirectory,
            Cause::DeletedByDirectory => Self::DeletedByDirectory,
            Cause::DeactivatedByOperator => Self::DeactivatedByOperator,
            Cause::Replaced => Self::Replaced,
        }
    }
}

/// Why an account was deleted.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Deletion)]
enum DeletionReason {
    /// It was blocked, and its two weeks were over.
    AfterDeactivation,
    /// The directory deleted the user, up to two weeks before.
    ByDirectory,
    /// You deleted it: it went at the next full hour that was ten minutes away or more.
    ByOperator,
    /// An administrator deleted it in the portal, likewise.
    ByAdmin,
    /// The directory gave its address or `externalId` to another person, up to two weeks before.
    Replaced,
}

impl From<Deletion> for DeletionReason {
    fn from(deletion: Deletion) -> Self {
        match deletion {
            Deletion::AfterDeactivation => Self::AfterDeactivation,
            Deletion::ByDirectory => Self::ByDirectory,
            Deletion::ByOperator => Self::ByOperator,
            Deletion::ByAdmin => Self::ByAdmin,
            Deletion::Replaced => Self::Replaced,
        }
    }
}

/// Says what became of somebody: whether they are active, blocked or deleted, since when, by whom and why. It writes nothing.
///
/// Somebody who was deleted is found for 90 days by the addresses and the `externalId` that the account had in the end, and by
/// its id, though none of the addresses is kept. From then on nothing is known of them. An account that an earlier version deleted
/// is found by its id alone. If an address was given to a new account, `account` is that one, and `deleted` has those before it.
///
/// One to five calls to the table.
#[utoipa::path(
    get, path = "/people/v1/trace", tag = "Users", operation_id = "traceUser",
    params(SoughtQuery),
    responses((status = 200, description = "What became of them", body = Trace))
)]
pub(crate) async fn trace(
    State(app): State<App>,
    caller: Unread,
    query: Result<Query<SoughtQuery>, Failure>,
) -> Result<Response, Failure> {
    let sought = caller.entitled_to(&app, query.and_then(|Query(query)| query.check())).await?;
    // A guard that passes on between the reads is looked up anew.
    let trace = retry::after_lost_race(|| read(&app, &caller, &sought)).await?;
    Ok(respond::json(StatusCode::OK, &Trace::from(trace)))
}

async fn read(app: &App, caller: &Unread, sought: &Sought) -> Result<store::Trace, Failure> {
    let begun = app.store.tenant_and_trace_begun(caller.claimed(), sought);
    let (tenant, begun) = caller.read(app, begun).await?;
    Ok(app.store.trace(&tenant, sought, begun, app.now()).await?)
}

impl From<store::Trace> for Trace {
    fn from(trace: store::Trace) -> Self {
        let (state, has_earlier_entries) = (trace.state().into(), trace.has_earlier_entries());
        let history = trace.history.into_iter().map(EntryBody::from).collect();
        Self {
            state,
            account: trace.account.map(|user| TracedAccount::of(&user, history, has_earlier_entries)),
            deleted: trace.deleted.into_iter().map(DeletedAccount::from).collect(),
        }
    }
}

impl TracedAccount {
    fn of(user: &User, history: Vec<EntryBody>, has_earlier_entries: bool) -> Self {
        request_log::user(user.id);
        Self {
            id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            email: user.email.as_str().to_owned(),
            linked: user.linked,
            created_at: user.created_at,
            deactivated_at: user.deactivation.map(|since| since.deactivated_at),
            deactivated_by: user.deactivation.and_then(|since| since.by).map(ActorName::from),
            deactivated_by_name: user.deactivated_by_name.as_ref().map(|name| name.as_str().to_owned()),
            reason: user.cause().map(BlockReason::from),
            purge_at: user.deactivation.map(|since| since.purge_at),
            history,
            has_earlier_entries,
        }
    }
}

impl From<Tombstone> for DeletedAccount {
    fn from(tombstone: Tombstone) -> Self {
        let (deletion, forgotten_at) = (tombstone.deletion(), tombstone.forgotten_at());
        let reason = tombstone.cause().map(BlockReason::from);
        Self {
            id: tombstone.id.to_string(),
            created_at: tombstone.created_at,
            deactivated_at: tombstone.deactivated_at,
            deactivated_by: tombstone.deactivated_by.map(ActorName::from),
            deactivated_by_name: tombstone.deactivated_by_name.map(|name| name.as_str().to_owned()),
            reason,
            purged_at: tombstone.purged_at,
            deletion: deletion.map(DeletionReason::from),
            deletion_by_name: tombstone.deletion_by_name.map(|name| name.as_str().to_owned()),
            forgotten_at,
        }
    }
}
