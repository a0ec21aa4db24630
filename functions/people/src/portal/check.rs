//! The check of the connection: the button that asks for one, how far it is, and what it found.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::header::CONTENT_DISPOSITION;
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use rollcall_rules::check::{Check, NotNow, Outcome, Stage};
use rollcall_rules::user::ActorName;
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, look, page, redirect};
use super::progress::Progress;
use super::session::{Admin, Form};
use crate::check::{self, NotAsked};

/// How many people and groups a check makes, roughly. A test compares it with what one makes.
pub(super) const GUESTS: u64 = 150;

#[derive(Template)]
#[template(path = "portal/check.html")]
pub(super) struct CheckPage<'a> {
    pub(super) shell: Shell<'a>,
    pub(super) scim_enabled: bool,
    pub(super) progress: Option<Progress>,
    pub(super) check: Option<Shown>,
    /// Minutes until another can be asked for; 0: now.
    pub(super) minutes: u32,
}

/// A check as the page has it.
pub(super) struct Shown {
    pub(super) check: Check,
    pub(super) stage: Stage,
}

impl Shown {
    fn by(&self) -> Option<&str> {
        self.check.requested_by.as_ref().map(ActorName::as_str)
    }

    /// Did all that applies work?
    fn is_well(&self) -> bool {
        self.ended_as(Outcome::Completed) && self.check.failed() == 0
    }

    fn ended_as(&self, outcome: Outcome) -> bool {
        self.check.ended.as_ref().is_some_and(|ended| ended.outcome == outcome)
    }

    /// Failures that are in the report alone.
    fn more(&self) -> usize {
        self.check.failed().saturating_sub(self.check.failures.len())
    }
}

impl<'a> CheckPage<'a> {
    pub(super) fn of(shell: Shell<'a>, scim_enabled: bool, check: Option<Check>, now: Timestamp) -> Self {
        let minutes = check.as_ref().and_then(|check| minutes_until(check, now)).unwrap_or(0);
        let progress = check.as_ref().and_then(|check| Progress::of_check(check, now));
        let check = check.map(|check| Shown { stage: check.stage(now), check });
        Self { shell, scim_enabled, progress, check, minutes }
    }
}

/// Whole minutes until another check can be asked for, because of the pause after one.
fn minutes_until(check: &Check, now: Timestamp) -> Option<u32> {
    match check.makes_room(now) {
        Err(NotNow::TooSoon { retry_after_secs }) => Some(retry_after_secs.div_ceil(60)),
        _ => None,
    }
}

/// `GET /portal/check`.
pub(super) async fn show(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let texts = admin.texts;
    let now = app.now();
    let notice = match fields.one("done") {
        Some("under-way") => Some(Notice::not_done(texts.get("check-already"))),
        Some("off") => Some(Notice::not_done(texts.get("check-off"))),
        _ => None,
    };
    let check = app.store.check(&admin.tenant, now).await?;
    let shell = admin.shell(Tab::Connection, notice);
    Ok(page(StatusCode::OK, &CheckPage::of(shell, admin.tenant.scim_enabled, check, now)))
}

/// `POST /portal/check-start`.
pub(super) async fn start(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    match check::ask(&app, &form.admin.tenant).await {
        // The page says for how many minutes.
        Ok(_) | Err(NotAsked::NotNow(NotNow::TooSoon { .. })) => Ok(redirect("check")),
        Err(NotAsked::NotNow(NotNow::UnderWay { .. })) => Ok(back("under-way")),
        Err(NotAsked::NotNow(NotNow::Gate(_))) => Ok(back("off")),
        Err(NotAsked::Store(error)) => Err(error.into()),
    }
}

/// `GET /portal/check-report.html`: the report as a file. It loads nothing and runs nothing.
pub(super) async fn report(State(app): State<App>, admin: Admin) -> Result<Response, Failure> {
    let check = app.store.check(&admin.tenant, app.now()).await?.ok_or(Failure::NotFound)?;
    let report = app.store.check_report(&admin.tenant, &check).await?.ok_or(Failure::NotFound)?;
    let day = check.requested_at.strftime("%Y-%m-%d");
    let name = format!("attachment; filename=\"connection-check-{day}.html\"");
    let mut response = Response::new(Body::from(report.html));
    response.headers_mut().clone_from(look().headers());
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    Ok(response)
}

fn back(done: &str) -> Response {
    redirect(&reference("check", &[("done", done)]))
}
