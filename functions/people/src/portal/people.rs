//! People: everybody of the tenant, linked or not, in order of their names.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join3;
use http::StatusCode;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::Entity;
use rollcall_rules::selection::Standing;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use tokio::time::timeout;

use super::card::{Card, standing_words};
use super::failure::Failure;
use super::fields::Fields;
use super::groups;
use super::page::{Notice, Shell, Tab, Words, page, redirect, texts};
use super::pages::{self, Pages};
use super::roll::{self, Counts};
use super::session::SignedIn;
use super::wanted::Wanted;

/// People on a page.
pub(super) const PAGE: usize = 50;

/// How long a search in the order of the table may take: API Gateway gives a request 29 s.
const LONGEST: Duration = Duration::from_secs(20);

#[derive(Template)]
#[template(path = "portal/people.html")]
pub(super) struct People<'a> {
    pub(super) shell: Shell<'a>,
    pub(super) people: Vec<Card>,
    pub(super) wanted: Wanted,
    /// Those that people can be asked for by.
    pub(super) entities: Vec<Entity>,
    /// Name of the group that they are in, where people of one are asked for.
    pub(super) group: Option<String>,
    /// `None`: there are too many people to sort and count them.
    pub(super) counts: Option<Counts>,
    pub(super) pages: Pages,
}

impl People<'_> {
    fn somebody_can_be_invited(&self) -> bool {
        self.people.iter().any(Card::can_be_invited)
    }

    /// Could others than those of this page be invited at once?
    fn more_can_be_invited(&self) -> bool {
        let here = self.people.iter().filter(|card| card.can_be_invited()).count();
        self.counts.as_ref().map_or(!self.pages.links.is_empty(), |counts| counts.can_be_invited > here)
    }

    fn choose_all(&self) -> Words {
        let texts = self.shell.texts;
        let is_everybody = self.wanted.selection.is_everybody();
        match &self.counts {
            Some(counts) => {
                let id = if is_everybody { "people-all-can" } else { "people-all-match" };
                texts.with(id, &[("count", counts.can_be_invited.into())]).into()
            }
            None if is_everybody => texts.get("people-all-can-uncounted"),
            None => texts.get("people-all-match-uncounted"),
        }
    }

    /// How many there are, and how many of them match.
    fn counted(&self, counts: &Counts) -> String {
        let texts = self.shell.texts;
        let everybody = texts.with("people-count", &[("count", counts.everybody.into())]);
        if self.wanted.selection.is_everybody() {
            return everybody;
        }
        let values = [("count", counts.matching.into()), ("everybody", everybody.into())];
        texts.with("people-matching", &values)
    }

    /// How many are chosen, for the page's script, which puts the number in place of `#`.
    fn chosen(&self) -> String {
        let boxes = self.people.iter().filter(|card| card.can_be_invited()).count();
        self.shell.texts.with("people-chosen", &[("count", "#".into()), ("all", boxes.to_string().into())])
    }

    /// Where people can stand, by groups.
    fn standings(&self) -> [(Words, Vec<(Standing, Words)>); 2] {
        let of = |is_status: bool| {
            let standings = Standing::ALL.into_iter();
            let standings = standings.filter(|standing| matches!(standing, Standing::Status(_)) == is_status);
            standings.map(|standing| (standing, standing_words(standing))).collect()
        };
        let texts = self.shell.texts;
        [(texts.get("people-groups"), of(false)), (texts.get("people-states"), of(true))]
    }
}

/// `GET /portal/people`: a page of the people whom the filter lets through.
pub(super) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let wanted = Wanted::of(&fields)?;
    if fields.one("order") == Some("id") || fields.one("after").is_some() {
        return unsorted(&app, &admin, &fields, wanted).await;
    }
    let (number, skip) = pages::asked(&fields, PAGE)?;
    let (now, tenant) = (app.now(), &admin.tenant);
    let entities = app.store.entities(tenant);
    let roll = roll::page(&app, tenant, &wanted.selection, (skip, PAGE), now);
    let group = group_name(&app, tenant, &wanted);
    let (entities, found, group) = try_join3(entities, roll, group).await.map_err(Failure::Store)?;
    let Some(found) = found else {
        // Another request, which has the whole time again.
        return Ok(redirect(&wanted.reference("people", &[("order", "id")])));
    };
    let to = |number: usize| wanted.reference("people", &[("page", &pages::parameter(number))]);
    let pages = Pages::of(number, found.counts.matching.div_ceil(PAGE), to);
    let view = People {
        shell: admin.shell(Tab::People, notice(&fields)),
        people: cards(&found.people, &app),
        wanted,
        entities,
        group,
        counts: Some(found.counts),
        pages,
    };
    Ok(page(StatusCode::OK, &view))
}

/// The same in the order of the table, which costs no more than the page, but finds nobody by their name.
async fn unsorted(app: &App, admin: &SignedIn, fields: &Fields, wanted: Wanted) -> Result<Response, Failure> {
    let after = fields.one("after").map(UserId::parse);
    if after == Some(None) {
        return Err(Failure::invalid("people-no-page"));
    }
    let (after, now) = (after.flatten(), app.now());
    let keep = |user: &_| wanted.selection.takes(user, now);
    let keep = (!wanted.selection.is_everybody()).then_some(&keep as _);
    let search = app.store.everybody_after(&admin.tenant, after, PAGE, keep);
    let found = timeout(LONGEST, search).await;
    let (users, more) = found.map_err(|_| Failure::invalid("people-too-many-to-search"))??;
    let last = users.last().map(|user| user.id.to_string()).filter(|_| more);
    let mut links = Vec::new();
    if after.is_some() {
        links.push((texts().get("people-first-page"), wanted.reference("people", &[("order", "id")])));
    }
    links.extend(
        last.map(|id| (texts().get("people-next-page"), wanted.reference("people", &[("after", &id)]))),
    );
    let view = People {
        shell: admin.shell(Tab::People, notice(fields)),
        people: cards(&users, app),
        entities: app.store.entities(&admin.tenant).await?,
        group: group_name(app, &admin.tenant, &wanted).await?,
        wanted,
        counts: None,
        pages: Pages { is_first: after.is_none(), place: String::new(), links },
    };
    Ok(page(StatusCode::OK, &view))
}

/// Name of the group whose people are asked for. One that is gone is called by its identifier: nobody is in it.
async fn group_name(app: &App, tenant: &Admitted, wanted: &Wanted) -> Result<Option<String>, StoreError> {
    let Some(id) = wanted.selection.group else { return Ok(None) };
    let group = app.store.group(tenant, id).await?;
    Ok(Some(group.map_or_else(|| id.to_string(), |group| groups::name_of(&group))))
}

fn cards(users: &[User], app: &App) -> Vec<Card> {
    users.iter().map(|user| Card::of(user, app.now())).collect()
}

fn notice(fields: &Fields) -> Option<Notice> {
    match fields.one("done") {
        Some("nobody") => Some(Notice::not_done(texts().get("people-nobody-chosen"))),
        Some("none") => Some(Notice::not_done(texts().get("people-nobody-can"))),
        _ => None,
    }
}
