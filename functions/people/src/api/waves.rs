//! Waves: the same change of many people by the same source, and taking one back that deactivated people by mistake.

use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::{Standing, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::status::person_status;
use rollcall_rules::user::Actor;
use rollcall_rules::wave::{DAYS, Kind as WaveKind, LEAST_PEOPLE, Left, MOST_DAYS, NotUndone, Wave, WaveId};
use rollcall_web::{App, with_cause};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use utoipa::ToSchema;

use super::caller::{AnyCaller, Caller};
use super::failure::Failure;
use super::paging::{self, WavePlace};
use super::problem::{Kind, Problem};
use super::request::{Id, Json, Query, invalid, nothing_there};
use super::respond;
use super::users::body::StatusName;
use super::users::history::ActorName;
use crate::undo::{self, Step};

/// How long the history may be read. With the time for undoing, a request ends before API Gateway's 29 s.
const DEADLINE: Duration = Duration::from_secs(10);

/// Which waves, and which page of them.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WaveQuery {
    /// Of so many days until now; 14 if absent.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u16>,
    /// Only of so many people at least; 20 if absent.
    #[param(minimum = 1, maximum = 1_000_000)]
    people: Option<usize>,
    /// How many waves at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before, with the same parameters. Opaque.
    #[param(max_length = 100)]
    cursor: Option<String>,
}

/// Which page of the people of a wave.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MemberQuery {
    /// How many people at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before. Opaque.
    #[param(max_length = 100)]
    cursor: Option<String>,
}

/// A page of waves, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaveList {
    /// The waves.
    waves: Vec<WaveBody>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// The same change of many people by the same source, with less than ten minutes between two of them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Wave)]
struct WaveBody {
    /// Names it.
    #[schema(example = "deactivated-directory-2026-11-30T01:00:00Z")]
    id: String,
    /// What happened to each person.
    kind: WaveKindName,
    /// Whose doing it was.
    by: ActorName,
    /// When the first account changed.
    #[schema(value_type = String, format = DateTime)]
    first_at: Timestamp,
    /// When the last account changed.
    #[schema(value_type = String, format = DateTime)]
    last_at: Timestamp,
    /// How many people it is of.
    #[schema(minimum = 1)]
    people: usize,
}

/// What happened to each person of a wave.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WaveKind)]
enum WaveKindName {
    /// The account was made.
    Created,
    /// The account was blocked. Such a wave can be undone.
    Deactivated,
    /// The account was restored.
    Reactivated,
    /// The account got another `userName`, and was neither blocked nor restored.
    Renamed,
}

/// A wave, and a page of its people, the last one first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownWave {
    /// The wave.
    wave: WaveBody,
    /// The people.
    members: Vec<WaveMember>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A person of a wave.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WaveMember {
    /// The user's id.
    #[schema(value_type = Uuid)]
    id: String,
    /// When the account changed.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The SCIM `userName` now. Absent: the account is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
    /// Where the person stands now. Absent: the account is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusName>,
    /// What undoing the wave would do. Absent: the wave is of a kind that cannot be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    undo: Option<UndoName>,
    /// Why the person would be left as they are. Absent: they would not, or the wave cannot be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LeftName>,
}

/// What undoing a wave would do to a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum UndoName {
    /// Restore the account.
    Restore,
    /// Leave it as it is.
    Leave,
}

/// Why a person is left when a wave is undone.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LeftName {
    /// The account is active: an earlier undo restored it, or somebody else did.
    Active,
    /// It was restored, and blocked again, since.
    BlockedSince,
    /// It gave its place to another account.
    Replaced,
    /// It had another address before, which somebody else has by now.
    AddressTaken,
    /// It is deleted.
    Deleted,
}

/// How a wave is to be undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct UndoWave {
    /// Only say what would be done, and write nothing.
    #[serde(default)]
    dry_run: bool,
}

/// What was done of an undo, and what is left to be done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UndoneWave {
    /// The wave.
    wave: WaveBody,
    /// Whether nothing was written.
    dry_run: bool,
    /// People whom this request restored; with `dryRun`, whom an undo would restore.
    restored: usize,
    /// People who are left as they are. Those whom earlier requests restored are among them, as `active`.
    left: Vec<LeftPeople>,
    /// People who are yet to be restored. Send the same again until it is 0.
    remaining: usize,
}

/// How many people are left for one reason.
#[derive(Debug, Serialize, ToSchema)]
struct LeftPeople {
    /// The reason.
    reason: LeftName,
    /// How many people.
    #[schema(minimum = 1)]
    people: usize,
}

impl WaveBody {
    fn of(wave: &Wave) -> Self {
        Self {
            id: wave.id.to_string(),
            kind: wave.id.kind.into(),
            by: wave.id.by.into(),
            first_at: wave.id.first,
            last_at: wave.last,
            people: wave.members.len(),
        }
    }
}

impl From<WaveKind> for WaveKindName {
    fn from(kind: WaveKind) -> Self {
        match kind {
            WaveKind::Created => Self::Created,
            WaveKind::Deactivated => Self::Deactivated,
            WaveKind::Reactivated => Self::Reactivated,
            WaveKind::Renamed => Self::Renamed,
        }
    }
}

impl From<Left> for LeftName {
    fn from(left: Left) -> Self {
        match left {
            Left::Deleted => Self::Deleted,
            Left::AddressTaken => Self::AddressTaken,
            Left::Changed(NotUndone::Active) => Self::Active,
            Left::Changed(NotUndone::BlockedSince) => Self::BlockedSince,
            Left::Changed(NotUndone::Replaced) => Self::Replaced,
        }
    }
}

impl WaveMember {
    fn of(standing: &Standing<'_>, kind: WaveKind, now: Timestamp) -> Self {
        let Standing { member, user, undo } = standing;
        let (undo, reason) = match undo {
            _ if !kind.can_be_undone() => (None, None),
            Ok(()) => (Some(UndoName::Restore), None),
            Err(left) => (Some(UndoName::Leave), Some((*left).into())),
        };
        Self {
            id: member.user.to_string(),
            at: member.at,
            user_name: user.as_ref().map(|user| user.user_name.as_str().to_owned()),
            status: user.as_ref().map(|user| person_status(user, now).into()),
            undo,
            reason,
        }
    }
}

impl WaveQuery {
    fn days(&self) -> Result<u16, Failure> {
        let days = self.days.unwrap_or(DAYS);
        let is_possible = (1..=MOST_DAYS).contains(&days);
        if is_possible { Ok(days) } else { Err(invalid(format!("`days` is 1 to {MOST_DAYS}."))) }
    }

    fn people(&self) -> Result<usize, Failure> {
        let people = self.people.unwrap_or(LEAST_PEOPLE);
        let is_possible = (1..=1_000_000).contains(&people);
        if is_possible { Ok(people) } else { Err(invalid("`people` is 1 to 1000000.")) }
    }
}

/// Lists waves: the same change of many people by the same source, with less than ten minutes between two of them.
///
/// They are found in the history, which is written a moment after a change. A wave that began before the days that are
/// looked at is shown from there on.
#[utoipa::path(
    get, path = "/people/v1/waves", tag = "Waves", operation_id = "listWaves",
    params(WaveQuery),
    responses((status = 200, description = "A page of the waves", body = WaveList))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: AnyCaller,
    Query(query): Query<WaveQuery>,
) -> Result<Response, Failure> {
    let (days, least, limit) = (query.days()?, query.people()?, paging::limit(query.limit)?);
    let after: Option<WavePlace> = paging::after(query.cursor.as_deref())?;
    let since = app.now() - SignedDuration::from_hours(24 * i64::from(days));
    let waves = in_time(app.store.waves(&caller.tenant, since)).await?.of_at_least(least);
    let place = |wave: &Wave| WavePlace { last: wave.last, id: wave.id };
    let mut waves = waves.iter().filter(|wave| after.is_none_or(|after| place(wave) < after));
    let page: Vec<&Wave> = waves.by_ref().take(limit).collect();
    let last = page.last().map(|wave| place(wave)).filter(|_| waves.next().is_some());
    let body = WaveList {
        waves: page.into_iter().map(WaveBody::of).collect(),
        next: last.as_ref().map(paging::next),
    };
    Ok(respond::json(StatusCode::OK, &body))
}

/// Shows a wave and its people: where each stands now, and what undoing the wave would do to them.
#[utoipa::path(
    get, path = "/people/v1/waves/{waveId}", tag = "Waves", operation_id = "showWave",
    params(("waveId" = String, Path, description = "The wave's id"), MemberQuery),
    responses(
        (status = 200, description = "The wave, and a page of its people", body = ShownWave),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: AnyCaller,
    Id(id): Id<WaveId>,
    Query(query): Query<MemberQuery>,
) -> Result<Response, Failure> {
    let limit = paging::limit(query.limit)?;
    let after = paging::after(query.cursor.as_deref())?;
    let (tenant, now) = (&caller.tenant, app.now());
    let wave = find(&app, tenant, id).await?;
    let members = wave.members_after(after);
    let page = members.get(..limit).unwrap_or(members);
    let standings = undo::standings(&app, tenant, page).await?;
    let shown = standings.iter().map(|standing| WaveMember::of(standing, id.kind, now)).collect();
    let (shown, cut) = paging::fitting(shown);
    let last = page.get(..shown.len()).and_then(<[_]>::last).filter(|_| cut || members.len() > page.len());
    let next = last.map(|member| paging::next(&(member.at, member.user)));
    Ok(respond::json(StatusCode::OK, &ShownWave { wave: WaveBody::of(&wave), members: shown, next }))
}

/// Undoes a wave of deactivations: restores everybody whom it deactivated, with all that they had. Whoever was changed
/// since is left as they are.
///
/// A request restores up to 1,000 people, and as many as there are in some ten seconds. Send the same again until
/// `remaining` is 0. Who is restored is not touched again, so the request can be sent at any time, and by several at
/// once.
#[utoipa::path(
    post, path = "/people/v1/waves/{waveId}/undo", tag = "Waves", operation_id = "undoWave",
    params(("waveId" = String, Path, description = "The wave's id")),
    request_body = UndoWave,
    responses(
        (status = 200, description = "What was done, and what remains", body = UndoneWave),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The wave is not one of deactivations", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn undo(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<WaveId>,
    Json(wanted): Json<UndoWave>,
) -> Result<Response, Failure> {
    if !id.kind.can_be_undone() {
        let detail = format!(
            "People who were {} stay so: only a wave that deactivated them can be undone.",
            id.kind.as_str()
        );
        return Err(Problem::new(Kind::NotUndoable, detail).into());
    }
    let tenant = &caller.tenant;
    let wave = find(&app, tenant, id).await?;
    let plan = in_time(undo::plan(&app, tenant, &wave)).await?;
    let step = if wanted.dry_run {
        Step { restored: plan.due.len(), left: plan.left, remaining: 0, cause: None }
    } else {
        undo::step(&app, tenant, plan, Actor::Operator).await?
    };
    let Step { restored, left, remaining, cause } = step;
    // Nothing is lost by it: the same request goes on when the table answers again.
    let cause = match cause {
        Some(error) if restored == 0 => return Err(error.into()),
        cause => cause,
    };
    let left = left.into_iter().map(|(reason, people)| LeftPeople { reason: reason.into(), people });
    let body = UndoneWave {
        wave: WaveBody::of(&wave),
        dry_run: wanted.dry_run,
        restored,
        left: left.collect(),
        remaining,
    };
    let response = respond::json(StatusCode::OK, &body);
    Ok(match cause {
        Some(error) => with_cause(response, error),
        None => response,
    })
}

/// The wave of an id, if it began in the days that can be looked at.
async fn find(app: &App, tenant: &Admitted, id: WaveId) -> Result<Wave, Failure> {
    if id.first < app.now() - SignedDuration::from_hours(24 * i64::from(MOST_DAYS)) {
        return Err(nothing_there());
    }
    in_time(app.store.wave(tenant, id)).await?.ok_or_else(nothing_there)
}

async fn in_time<T>(read: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
    Ok(timeout(DEADLINE, read).await.map_err(|_| too_long())??)
}

fn too_long() -> Problem {
    let detail = "So much happened at the tenant that finding the waves takes too long. Ask for fewer days (`days`), or use \
        `rollcall wave`, which has no time limit.";
    Problem::new(Kind::TooBroad, detail)
}
