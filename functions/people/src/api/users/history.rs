use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::history::Entry;
use rollcall_rules::user::{Actor, UserId};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::show::find;
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::paging;
use crate::api::problem::Problem;
use crate::api::request::{Id, Query};
use crate::api::respond;

/// Which page of a history.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// How many entries at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before. Opaque.
    #[param(max_length = 100)]
    cursor: Option<String>,
}

/// A page of a history, the earliest entry first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = History)]
pub(crate) struct HistoryBody {
    /// The entries.
    entries: Vec<EntryBody>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// One change of an account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HistoryEntry)]
pub(crate) struct EntryBody {
    /// Counts the changes, from 1.
    #[schema(minimum = 1)]
    version: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whose doing it was.
    by: ActorName,
    /// Name of who it was: the label or the id of a token, or an administrator's name; absent: it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_name: Option<String>,
    /// What differs, by its name. Of the `profile` it is only said that it differs. A new invitation tells its `entity` and
    /// `cardAccess` even if they are those of the one before. A group has the name `group` with its id behind a space.
    changes: BTreeMap<String, DifferenceBody>,
}

/// A value before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Difference)]
struct DifferenceBody {
    /// Before; absent: there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Value>,
    /// After; absent: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Value>,
}

/// Whose doing a change is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Actor)]
pub(crate) enum ActorName {
    /// The tenant's directory.
    Directory,
    /// The person.
    Person,
    /// The tenant's administrator.
    Admin,
    /// The vendor of the product.
    Operator,
    /// The provisioning system itself, in following something up.
    System,
}

impl From<Entry> for EntryBody {
    fn from(entry: Entry) -> Self {
        let changes = entry.changes.into_iter();
        let changes = changes
            .map(|(name, difference)| (name, DifferenceBody { from: difference.from, to: difference.to }));
        Self {
            version: entry.version,
            at: entry.at,
            by: entry.by.into(),
            by_name: entry.name.map(|name| name.as_str().to_owned()),
            changes: changes.collect(),
        }
    }
}

impl From<Actor> for ActorName {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Directory => Self::Directory,
            Actor::Person => Self::Person,
            Actor::Admin => Self::Admin,
            Actor::Operator => Self::Operator,
            Actor::System => Self::System,
        }
    }
}

/// Who changed what of a user, and when. What happened less than a second ago may be missing.
#[utoipa::path(
    get, path = "/people/v1/users/{id}/history", tag = "Users", operation_id = "showHistory",
    params(("id" = Uuid, Path, description = "The user's id"), HistoryQuery),
    responses(
        (status = 200, description = "A page of the history", body = HistoryBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn history(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
    Query(query): Query<HistoryQuery>,
) -> Result<Response, Failure> {
    let (limit, after) = (paging::limit(query.limit)?, paging::after(query.cursor.as_deref())?);
    let tenant = &caller.tenant;
    find(&app, tenant, id).await?;
    let (entries, more) = app.store.history(tenant, id, after.unwrap_or_default(), limit).await?;
    let (entries, cut) = paging::fitting(entries.into_iter().map(EntryBody::from).collect());
    let last = entries.last().map(|entry| entry.version).filter(|_| more || cut);
    let body = HistoryBody { entries, next: last.as_ref().map(paging::next) };
    Ok(respond::json(StatusCode::OK, &body))
}
