//! Activity: who changed what, the latest first, and how much happened lately.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::store::{Happening, Place, StoreError};
use rollcall_rules::token::Scope;
use rollcall_rules::user::{Actor, ActorName, User, UserId};
use rollcall_texts::Texts;
use rollcall_web::App;

use super::activity_filter::{Filter, Found};
use super::card::name_of;
use super::chart::{Chart, HEIGHT, WIDTH};
use super::failure::Failure;
use super::fields::Fields;
use super::kinds::Kind;
use super::page::{Shell, Tab, page};
use super::session::SignedIn;
use super::words::{self, ACTORS, HistoryLine};

/// Entries on a page.
const PAGE: usize = 50;

/// Entries that are looked at for a page. What comes before them is on the next one.
const LOOKED_THROUGH: usize = 2_000;

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
    title: Cow<'static, str>,
    chart: Chart,
}

/// Somebody whose changes alone can be shown.
struct Choice {
    word: String,
    label: String,
}

#[derive(Template)]
#[template(path = "portal/activity.html")]
struct Activity<'a> {
    shell: Shell<'a>,
    filter: Filter,
    choices: Vec<Choice>,
    /// An address was typed that nobody here has.
    is_nobody: bool,
    rows: Vec<Row>,
    /// How many entries were looked at, if that was the bound.
    looked_through: Option<usize>,
    is_first: bool,
    next_page: Option<String>,
    charts: Vec<Titled>,
    /// What is to be told above the list, at most one thing.
    banner: Option<String>,
}

/// `GET /portal/activity`: a page of what happened, the latest first; the first page of all also shows charts.
pub(super) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let (tenant, texts) = (&admin.tenant, admin.texts);
    let filter = Filter::of(&fields);
    let before = fields.one("before").map(|place| Place(place.to_owned()));
    let is_first = before.is_none();
    let (found, is_nobody) = match filter.span(&app, &admin, before).await? {
        Some(span) => {
            let happenings = app.store.happenings(tenant, &span);
            (filter.read(happenings, PAGE, LOOKED_THROUGH).await?, false)
        }
        None => (Found::default(), true),
    };
    let people = people(&app, &admin, &found.entries).await?;
    let rows = found.entries.iter().map(|happening| row(happening, &people)).collect();
    let (charts, banner) =
        if is_first && filter.is_any() { charts(&app, &admin).await? } else { (Vec::new(), None) };
    let next_page =
        found.next.as_ref().map(|place| filter.reference("activity", &[("before", place.0.as_str())]));
    let is_bound = found.next.is_some() && found.entries.len() < PAGE;
    let view = Activity {
        shell: admin.shell(Tab::Activity, None),
        choices: choices(&admin, &filter, &found.entries, texts),
        filter,
        is_nobody,
        rows,
        looked_through: is_bound.then_some(found.looked_through),
        is_first,
        next_page,
        charts,
        banner,
    };
    Ok(page(StatusCode::OK, &view))
}

/// The charts, and what they say that is to be told.
async fn charts(app: &App, admin: &SignedIn) -> Result<(Vec<Titled>, Option<String>), StoreError> {
    let (now, texts) = (app.now(), admin.texts);
    let tally = app.store.activity_since(&admin.tenant, Chart::since(now)).await?;
    let (hours, days) = (Chart::hours(&tally, now, texts), Chart::days(&tally, now, texts));
    let burst = days.burst().map(|bar| {
        let values = [("count", bar.total.to_string().into()), ("day", (&bar.label).into())];
        texts.with("activity-burst", &values)
    });
    let partial = tally.is_partial.then(|| texts.get("activity-partial").into_owned());
    let charts = vec![
        Titled { id: "days", title: texts.get("activity-days"), chart: days },
        Titled { id: "hours", title: texts.get("activity-hours"), chart: hours },
    ];
    Ok((charts, partial.or(burst)))
}

/// Those of the entries' people whose accounts are still there.
pub(super) async fn people(
    app: &App,
    admin: &SignedIn,
    entries: &[Happening],
) -> Result<BTreeMap<UserId, User>, StoreError> {
    let ids: BTreeSet<UserId> = entries.iter().filter_map(|happening| happening.user).collect();
    let ids: Vec<UserId> = ids.into_iter().collect();
    let users = if ids.is_empty() { Vec::new() } else { app.store.users(&admin.tenant, &ids).await? };
    Ok(users.into_iter().map(|user| (user.id, user)).collect())
}

fn row(happening: &Happening, people: &BTreeMap<UserId, User>) -> Row {
    let person = |id| people.get(&id).map_or(Whom::Deleted, |user| Whom::Person { id, name: name_of(user) });
    Row { event: words::line(&happening.entry), whom: happening.user.map_or(Whom::Tenant, person) }
}

/// Everybody whose changes can be asked for: the kinds of actors, the directory's tokens, and the names in sight.
fn choices(admin: &SignedIn, filter: &Filter, entries: &[Happening], texts: Texts) -> Vec<Choice> {
    let tenant = &admin.tenant;
    let live = tenant.tokens.iter().map(|record| (record.scope, record.name().to_owned()));
    let ended = tenant
        .ended_tokens
        .iter()
        .map(|ended| (ended.scope, ended.label.clone().unwrap_or_else(|| ended.hash.short())));
    let tokens = live.chain(ended).map(|(scope, name)| match scope {
        Scope::Scim => (Actor::Directory, name),
        Scope::People | Scope::Operator => (Actor::Operator, name),
    });
    let in_sight = entries.iter().filter_map(|happening| {
        let entry = &happening.entry;
        Some((entry.by, entry.name.as_ref().map(ActorName::as_str)?.to_owned()))
    });
    let own = admin.session.admin.iter().map(|name| (Actor::Admin, name.as_str().to_owned()));
    let names: BTreeSet<(Actor, String)> = tokens.chain(in_sight).chain(own).collect();
    let mut choices = Vec::new();
    for actor in ACTORS {
        let who = words::who(actor, texts).into_owned();
        choices.push(Choice { word: words::class(actor).to_owned(), label: who.clone() });
        for (_, name) in names.iter().filter(|(of, _)| *of == actor) {
            let label = format!("{who}: {name}");
            choices.push(Choice { word: Filter::named(actor, name), label });
        }
    }
    let asked = filter.by.as_ref().filter(|by| choices.iter().all(|choice| choice.word != **by));
    choices.extend(asked.map(|by| Choice { word: by.clone(), label: by.clone() }));
    choices
}

/// Those who change accounts, with the class of their colour, as a template has them.
fn actors(texts: Texts) -> [(&'static str, Cow<'static, str>); 5] {
    ACTORS.map(|actor| (words::class(actor), words::who(actor, texts)))
}
