//! Notices by mail: the addresses of administrators, and after how many days the directory is silent.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::notices::administrator::{Administrator, AdministratorId, MAX_ADMINISTRATORS};
use rollcall_rules::notices::{MAX_SILENCE_DAYS, Notices};
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, page, redirect};
use super::session::{Admin, Form};
use crate::administrators::{self, NotChanged};

#[derive(Template)]
#[template(path = "portal/administrators.html")]
struct Administrators<'a> {
    shell: Shell<'a>,
    administrators: Vec<Administrator>,
    is_full: bool,
    silence_days: u16,
    most_days: u16,
}

/// `GET /portal/administrators`.
pub(super) async fn list(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let texts = admin.texts;
    let most = |id, most: u64| texts.with(id, &[("most", most.into())]);
    let notice = match fields.one("done") {
        Some("added") => Some(Notice::done(texts.get("administrators-added"))),
        Some("removed") => Some(Notice::done(texts.get("administrators-removed"))),
        Some("sent") => Some(Notice::done(texts.get("administrators-sent"))),
        Some("saved") => Some(Notice::done(texts.get("administrators-saved"))),
        Some("address") => Some(Notice::not_done(texts.get("administrators-bad-address"))),
        Some("full") => Some(Notice::not_done(most("administrators-full", MAX_ADMINISTRATORS as u64))),
        Some("gone") => Some(Notice::not_done(texts.get("administrators-gone"))),
        Some("too-soon") => Some(Notice::not_done(texts.get("administrators-too-soon"))),
        Some("days") => Some(Notice::not_done(most("administrators-bad-days", MAX_SILENCE_DAYS.into()))),
        _ => None,
    };
    let notices = administrators::read(&app, &admin.tenant).await?;
    let shown = Administrators {
        shell: admin.shell(Tab::Connection, notice),
        is_full: notices.administrators.len() >= MAX_ADMINISTRATORS,
        silence_days: notices.silence_days().unwrap_or(0),
        most_days: MAX_SILENCE_DAYS,
        administrators: notices.administrators,
    };
    Ok(page(StatusCode::OK, &shown))
}

/// `POST /portal/administrator-add`: a link is mailed to the address, in the language of who adds it.
pub(super) async fn add(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let Some(Ok(address)) = form.fields.one("address").map(EmailAddress::parse) else {
        return Ok(back("address"));
    };
    let language = Some(form.admin.texts.language().tag().to_owned());
    let added = administrators::add(&app, &form.admin.tenant, address, language).await;
    answer(added.map(|_| ()), "added")
}

/// `POST /portal/administrator-remove`.
pub(super) async fn remove(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let removed = administrators::remove(&app, &form.admin.tenant, administrator(&form)?).await;
    answer(removed, "removed")
}

/// `POST /portal/administrator-resend`.
pub(super) async fn resend(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let sent = administrators::resend(&app, &form.admin.tenant, administrator(&form)?).await;
    answer(sent.map(|_| ()), "sent")
}

/// `POST /portal/silence`.
pub(super) async fn silence(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let days = form.fields.one("days").and_then(|days| days.parse::<u16>().ok());
    let Some(days) = days.filter(|days| *days <= MAX_SILENCE_DAYS) else { return Ok(back("days")) };
    let now = app.now();
    let change =
        |notices: &Notices| Ok::<_, Failure>(notices.silent_after(days, now).unwrap_or(notices.clone()));
    app.store.change_notices(&form.admin.tenant, now, change).await?;
    Ok(back("saved"))
}

fn administrator(form: &Form) -> Result<AdministratorId, Failure> {
    form.fields.one("administrator").and_then(AdministratorId::parse).ok_or(Failure::NotFound)
}

fn answer(changed: Result<(), NotChanged>, done: &str) -> Result<Response, Failure> {
    match changed {
        Ok(()) => Ok(back(done)),
        Err(NotChanged::TooMany(_)) => Ok(back("full")),
        Err(NotChanged::TooSoon(_)) => Ok(back("too-soon")),
        Err(NotChanged::Unknown) => Ok(back("gone")),
        Err(NotChanged::Store(error)) => Err(error.into()),
    }
}

fn back(done: &str) -> Response {
    redirect(&reference("administrators", &[("done", done)]))
}
