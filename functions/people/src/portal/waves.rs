//! Many at once: the same change of many people, and undoing one that deactivated people by mistake.
//!
//! Undoing is done as inviting everybody is: first a page that says whom it restores and who is left, then as many
//! steps as it takes, each of which answers with a form that goes on. Nothing is kept of it, see [`crate::undo`].

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::{Standing, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::Actor;
use rollcall_rules::wave::{DAYS, Kind, LEAST_PEOPLE, Left, MOST_DAYS, NotUndone, Wave, WaveId};
use rollcall_texts::Texts;
use rollcall_web::{App, with_cause};
use tokio::time::timeout;

use super::card::Card;
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, Words, page, texts};
use super::pages::{self, Pages};
use super::session::{Admin, Form, SignedIn};
use super::words;
use crate::undo::{self, Plan, Step};

/// People on a page.
const PAGE: usize = 50;

/// People of the smallest wave that is shown, if smaller ones are asked for.
const FEW: usize = 2;

/// How long the history and the accounts may be read. With the time for restoring, a step ends before API Gateway's 29
/// s.
const LOOKING: Duration = Duration::from_secs(12);

/// Seconds after which a page goes on whose step met a table that has too much to do.
const PAUSE_SECS: u32 = 5;

#[derive(Template)]
#[template(path = "portal/waves.html")]
struct Waves<'a> {
    shell: Shell<'a>,
    rows: Vec<Row>,
    least: usize,
}

/// A wave of a list.
struct Row {
    wave: Wave,
}

#[derive(Template)]
#[template(path = "portal/wave.html")]
struct Shown<'a> {
    shell: Shell<'a>,
    row: Row,
    members: Vec<Member>,
    pages: Pages,
}

/// A person of a wave.
struct Member {
    /// `None`: the account is deleted.
    card: Option<Card>,
    at: Timestamp,
    /// What undoing the wave would do.
    undo: Words,
}

#[derive(Template)]
#[template(path = "portal/wave-undo.html")]
struct Ask<'a> {
    shell: Shell<'a>,
    row: Row,
    plan: Plan,
}

#[derive(Template)]
#[template(path = "portal/wave-undoing.html")]
struct Undoing<'a> {
    shell: Shell<'a>,
    row: Row,
    step: Step,
    /// People whom this run has restored by now.
    done: usize,
    /// Seconds until the page goes on by itself.
    pause_secs: u32,
}

impl Row {
    /// What happened to how many.
    fn what(&self, texts: Texts) -> String {
        let id = match self.wave.id.kind {
            Kind::Created => "waves-created",
            Kind::Deactivated => "waves-deactivated",
            Kind::Reactivated => "waves-reactivated",
            Kind::Renamed => "waves-renamed",
        };
        texts.with(id, &[("count", self.wave.members.len().into())])
    }

    fn who(&self, texts: Texts) -> Words {
        words::who(self.wave.id.by, texts)
    }

    fn class(&self) -> &'static str {
        words::class(self.wave.id.by)
    }

    /// When it began and, if that is another minute, ended.
    fn when(&self, texts: Texts) -> String {
        let [first, last] = [self.wave.id.first, self.wave.last].map(|at| texts.short_moment(at));
        if first == last { first } else { format!("{first} – {last}") }
    }

    fn reference(&self, page: &str) -> String {
        reference(page, &[("id", &self.wave.id.to_string())])
    }

    const fn can_be_undone(&self) -> bool {
        self.wave.id.kind.can_be_undone()
    }
}

impl Ask<'_> {
    fn says(&self, id: &str) -> String {
        self.shell.texts.with(id, &[("count", self.plan.due.len().into())])
    }

    fn left(&self) -> Vec<String> {
        left_out(|left| self.plan.left.get(&left).copied().unwrap_or_default())
    }
}

impl Undoing<'_> {
    /// Those of this run, restored or not.
    const fn all(&self) -> usize {
        self.done.saturating_add(self.step.remaining)
    }

    fn progress(&self) -> String {
        let texts = self.shell.texts;
        let people = texts.number(self.all() as u64);
        texts.with("waves-progress", &[("count", self.done.into()), ("people", people.into())])
    }

    /// Those who are left in the end. Whom the steps before restored is active, and not left.
    fn left(&self) -> Vec<String> {
        let before = self.done.saturating_sub(self.step.restored);
        left_out(|left| {
            let people = self.step.left.get(&left).copied().unwrap_or_default();
            if left == Left::Changed(NotUndone::Active) { people.saturating_sub(before) } else { people }
        })
    }
}

/// How many are left for each reason, in words.
fn left_out(people: impl Fn(Left) -> usize) -> Vec<String> {
    let told = Left::ALL.into_iter().map(|left| (left, people(left))).filter(|(_, people)| *people > 0);
    told.map(|(left, people)| {
        let id = match left {
            Left::Changed(NotUndone::Active) => "waves-left-active",
            Left::Changed(NotUndone::BlockedSince) => "waves-left-blocked",
            Left::Changed(NotUndone::Replaced) => "waves-left-replaced",
            Left::AddressTaken => "waves-left-taken",
            Left::Deleted => "waves-left-deleted",
        };
        texts().with(id, &[("count", people.into())])
    })
    .collect()
}

impl Member {
    fn of(standing: &Standing<'_>, now: Timestamp) -> Self {
        let undo = texts().get(match standing.undo {
            Ok(()) => "waves-restores",
            Err(Left::Changed(NotUndone::Active)) => "waves-stays-active",
            Err(Left::Changed(NotUndone::BlockedSince)) => "waves-stays-blocked",
            Err(Left::Changed(NotUndone::Replaced)) => "waves-stays-replaced",
            Err(Left::AddressTaken) => "waves-stays-taken",
            Err(Left::Deleted) => "waves-stays-deleted",
        });
        let card = standing.user.as_ref().map(|user| Card::of(user, now));
        Self { card, at: standing.member.at, undo }
    }
}

/// `GET /portal/waves`: the waves of the last two weeks.
pub(super) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let least = if fields.one("people") == Some("few") { FEW } else { LEAST_PEOPLE };
    let since = app.now() - SignedDuration::from_hours(24 * i64::from(DAYS));
    let waves = in_time(app.store.waves(&admin.tenant, since)).await?.of_at_least(least);
    let rows = waves.into_iter().map(|wave| Row { wave }).collect();
    Ok(page(StatusCode::OK, &Waves { shell: admin.shell(Tab::Activity, None), rows, least }))
}

/// `GET /portal/wave`: a wave, and a page of its people.
pub(super) async fn show(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let (number, skip) = pages::asked(&fields, PAGE)?;
    let row = Row { wave: find(&app, &admin.tenant, &fields).await? };
    let members = &row.wave.members;
    let some = members.get(skip..).unwrap_or_default();
    let some = some.get(..PAGE).unwrap_or(some);
    let standings = undo::standings(&app, &admin.tenant, some).await?;
    let shown = standings.iter().map(|standing| Member::of(standing, app.now())).collect();
    let id = row.wave.id.to_string();
    let to = |number: usize| reference("wave", &[("id", &id), ("page", &pages::parameter(number))]);
    let pages = Pages::of(number, members.len().div_ceil(PAGE), to);
    let view = Shown { shell: admin.shell(Tab::Activity, None), members: shown, pages, row };
    Ok(page(StatusCode::OK, &view))
}

/// `GET /portal/wave-undo`: whom undoing a wave restores, and who is left. Writes nothing.
pub(super) async fn ask(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let row = Row { wave: find_to_undo(&app, &admin.tenant, &fields).await? };
    let plan = in_time(undo::plan(&app, &admin.tenant, &row.wave)).await?;
    Ok(page(StatusCode::OK, &Ask { shell: admin.shell(Tab::Activity, None), row, plan }))
}

/// `POST /portal/wave-undoing`: the first step of an undo, or the next.
pub(super) async fn step(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (admin, fields) = (&form.admin, &form.fields);
    let row = Row { wave: find_to_undo(&app, &admin.tenant, fields).await? };
    // Only to be shown: who is yet to be restored follows from the accounts.
    let before: usize = fields.one("done").and_then(|text| text.parse().ok()).unwrap_or_default();
    let plan = in_time(undo::plan(&app, &admin.tenant, &row.wave)).await?;
    let mut step = undo::step(&app, &admin.tenant, plan, Actor::Admin).await?;
    let done = before.saturating_add(step.restored);
    let notice = (step.remaining == 0)
        .then(|| Notice::done(admin.texts.with("waves-done", &[("count", done.into())])));
    let cause = step.cause.take();
    let pause_secs = if cause.is_some() { PAUSE_SECS } else { 0 };
    let view = Undoing { shell: admin.shell(Tab::Activity, notice), row, step, done, pause_secs };
    let response = page(StatusCode::OK, &view);
    Ok(match cause {
        Some(error) => with_cause(response, error),
        None => response,
    })
}

/// The wave that a query or a form names.
async fn find(app: &App, tenant: &Admitted, fields: &Fields) -> Result<Wave, Failure> {
    let id = fields.one("id").and_then(|text| text.parse::<WaveId>().ok()).ok_or(Failure::NotFound)?;
    if id.first < app.now() - SignedDuration::from_hours(24 * i64::from(MOST_DAYS)) {
        return Err(Failure::NotFound);
    }
    in_time(app.store.wave(tenant, id)).await?.ok_or(Failure::NotFound)
}

async fn find_to_undo(app: &App, tenant: &Admitted, fields: &Fields) -> Result<Wave, Failure> {
    let wave = find(app, tenant, fields).await?;
    if wave.id.kind.can_be_undone() { Ok(wave) } else { Err(Failure::invalid("waves-not-undone")) }
}

async fn in_time<T>(look: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
    Ok(timeout(LOOKING, look).await.map_err(|_| Failure::invalid("waves-too-many"))??)
}
