//! Activity: who changed what, the latest first, and how much happened lately.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::store::Place;
use rollcall_rules::user::UserId;
use rollcall_web::App;

use super::card::name_of;
use super::chart::{Chart, HEIGHT, WIDTH};
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Shell, Tab, page};
use super::session::Admin;
use super::words::{self, ACTORS, HistoryLine};

/// Entries on a page.
const PAGE: usize = 50;

/// What happened, and to whom.
struct Row {
    event: HistoryLine,
    whom: Whom,
}

enum Whom {
    /// The tenant's settings or tokens.
    Tenant,
    /// Somebody whose account is gone.
    Deleted,
    Person {
        id: UserId,
        name: String,
    },
}

struct Titled {
    id: &'static str,
    title: &'static str,
    chart: Chart,
}

#[derive(Template)]
#[template(path = "portal/activity.html")]
struct Activity<'a> {
    shell: Shell<'a>,
    charts: Vec<Titled>,
    is_partial: bool,
    rows: Vec<Row>,
    is_first: bool,
    next_page: Option<String>,
}

/// `GET /portal/activity`: a page of what happened, the latest first; the first page also shows charts.
pub(super) async fn list(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let (tenant, now) = (&admin.tenant, app.now());
    let before = fields.one("before").map(|place| Place(place.to_owned()));
    let mut entries = app.store.activity(tenant, before.as_ref(), PAGE + 1).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next =
        entries.last().filter(|_| more).map(|last| reference("activity", &[("before", &last.place.0)]));
    let (mut charts, mut is_partial) = (Vec::new(), false);
    if before.is_none() {
        let tally = app.store.activity_since(tenant, Chart::since(now)).await?;
        is_partial = tally.is_partial;
        let (hours, days) = (Chart::hours(&tally, now), Chart::days(&tally, now));
        charts.push(Titled { id: "hours", title: "The last 24 hours", chart: hours });
        charts.push(Titled { id: "days", title: "The last 14 days", chart: days });
    }
    let mut ids: Vec<UserId> = entries.iter().filter_map(|happening| happening.user).collect();
    ids.sort_unstable();
    ids.dedup();
    let users = if ids.is_empty() { Vec::new() } else { app.store.users(tenant, &ids).await? };
    let names: BTreeMap<UserId, String> = users.iter().map(|user| (user.id, name_of(user))).collect();
    let rows = entries.iter().map(|happening| Row {
        event: words::line(&happening.entry),
        whom: happening.user.map_or(Whom::Tenant, |id| {
            names.get(&id).map_or(Whom::Deleted, |name| Whom::Person { id, name: name.clone() })
        }),
    });
    let view = Activity {
        shell: admin.shell(Tab::Activity, None),
        charts,
        is_partial,
        rows: rows.collect(),
        is_first: before.is_none(),
        next_page: next,
    };
    Ok(page(StatusCode::OK, &view))
}

/// Those who change accounts, with the class of their colour, as a template has them.
fn actors() -> [(&'static str, &'static str); 5] {
    ACTORS.map(|actor| (words::class(actor), words::who(actor)))
}
