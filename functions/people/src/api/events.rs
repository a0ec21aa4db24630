//! The feed: all that happened at a tenant, for a backend that asks instead of being told.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::store::{FeedPage, Forgotten};
use rollcall_rules::feed::{self, Announcement, FeedPlace};
use rollcall_rules::tenant::TenantId;
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::caller::AnyCaller;
use super::failure::Failure;
use super::paging;
use super::problem::{Kind, Problem};
use super::request::{Query, invalid};
use super::respond;
use super::users::history::ActorName;

/// The cursor to the end of a feed.
const LATEST: &str = "latest";

/// Which events.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventQuery {
    /// How many events at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of an earlier answer, opaque; or `latest`: an empty page, whose `next` goes on with what happens from now on. Absent:
    /// from the earliest event of the last 30 days on.
    #[param(max_length = 100)]
    after: Option<String>,
}

/// A page of the feed, the earliest event first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventList {
    /// The events. A page can have fewer than were asked for, and be followed by another.
    #[schema(value_type = Vec<EventShape>)]
    events: Vec<Value>,
    /// The cursor of what comes after this page, which may be nothing yet. Always there, and good until something after it is
    /// older than 30 days.
    next: String,
    /// Whether there is more already. Otherwise ask again after a while.
    more: bool,
}

/// Something that happened to an account, a group or the directory. Besides these members it has those of its kind, as
/// `docs/events.md` says. More kinds and members may come.
// For the document alone: an event is given as it was written down.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
struct EventShape {
    /// The same whenever and however the event is told: remember those that you have handled.
    id: String,
    /// What happened, such as `user.deactivated`.
    kind: String,
    /// The tenant.
    #[schema(rename = "tenantId")]
    tenant_id: String,
    /// The account. Absent: the event is of none.
    #[schema(value_type = Option<Uuid>, rename = "userId")]
    user_id: Option<String>,
    /// The group. Absent: the event is of none.
    #[schema(value_type = Option<Uuid>, rename = "groupId")]
    group_id: Option<String>,
    /// The version of the account or the group from then on.
    #[schema(minimum = 1)]
    version: u64,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whose doing it was.
    by: ActorName,
    /// The members of its kind, such as `user`.
    #[serde(flatten)]
    of_kind: BTreeMap<String, Value>,
}

/// All that happened at the tenant in the last 30 days, for a backend that asks instead of taking events from a bus: the same
/// events, each once, with the same ids.
///
/// The events of each person, and of each group, are in order. An event that is written late, as something was away, stands at the
/// end of the feed and never before a cursor that was given out: whoever goes on with `next` misses nothing. Events of somebody who
/// was deleted since are gone, but for `user.deleted`. Two to five calls to the table.
#[utoipa::path(
    get, path = "/people/v1/events", tag = "Events", operation_id = "listEvents",
    params(EventQuery),
    responses(
        (status = 200, description = "A page of the feed", body = EventList),
        (
            status = 410,
            description = "What comes after the cursor is older than 30 days, and not all there any more. Ask for `after=latest`, \
                read all users and groups, and go on with `next`",
            body = Problem, content_type = "application/problem+json"
        ),
    )
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: AnyCaller,
    Query(query): Query<EventQuery>,
) -> Result<Response, Failure> {
    let (tenant, limit) = (&caller.tenant, paging::limit(query.limit)?);
    let after = match query.after.as_deref() {
        Some(LATEST) => {
            let last = app.store.feed_end(tenant).await?;
            return Ok(page(&tenant.id, Vec::new(), last, false));
        }
        after => after.map(|cursor| place(cursor, &tenant.id)).transpose()?,
    };
    let read = app.store.feed(tenant, after, limit, app.now()).await?;
    let FeedPage { events, last, more } = read.map_err(|Forgotten| {
        let detail = format!(
            "What comes after this cursor is older than {} days, and not all there any more. Ask for `after={LATEST}`, read \
             all users and groups, and go on with `next`.",
            feed::KEPT.as_hours() / 24
        );
        Problem::new(Kind::CursorExpired, detail)
    })?;
    let (places, events): (Vec<FeedPlace>, Vec<_>) = events.into_iter().unzip();
    let (events, cut) = paging::fitting(events.into_iter().map(Announcement::into_json).collect());
    let last = if cut {
        events.len().checked_sub(1).and_then(|at| places.get(at).copied()).unwrap_or(last)
    } else {
        last
    };
    Ok(page(&tenant.id, events, last, more || cut))
}

fn place(cursor: &str, tenant: &TenantId) -> Result<FeedPlace, Failure> {
    let place = feed::place_of(cursor, tenant);
    place.ok_or_else(|| {
        invalid(format!(
            "`after` is no cursor of this tenant's events: send `next` of an earlier answer as it was, `{LATEST}`, or none \
             to begin with the earliest."
        ))
    })
}

fn page(tenant: &TenantId, events: Vec<Value>, last: FeedPlace, more: bool) -> Response {
    respond::json(StatusCode::OK, &EventList { events, next: feed::cursor(tenant, last), more })
}
