//! People: everybody of the tenant, linked or not, in order of their names.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::StatusCode;
use rollcall_rules::entity::Entity;
use rollcall_rules::selection::Standing;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use tokio::time::timeout;

use super::card::{Card, standing_words};
use super::failure::Failure;
use super::fields::Fields;
use super::page::{Notice, Shell, Tab, Words, page, redirect, texts};
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
    /// `None`: there are too many people to sort and count them.
    pub(super) counts: Option<Counts>,
    pub(super) pages: Pages,
}

/// Which page it is, and where the others are.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Does it begin with the first person?
    pub(super) is_first: bool,
    /// `Page 2 of 5`, where that is known.
    pub(super) place: String,
    /// Names of pages, and references to them.
    pub(super) links: Vec<(Words, String)>,
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
    let no_page = || Failure::invalid("people-no-page");
    let number = fields.one("page").map_or(Ok(1), |text| text.parse().map_err(|_| no_page()))?;
    let skip =
        usize::checked_sub(number, 1).and_then(|before| before.checked_mul(PAGE)).ok_or_else(no_page)?;
    let (now, tenant) = (app.now(), &admin.tenant);
    let entities = app.store.entities(tenant);
    let roll = roll::page(&app, tenant, &wanted.selection, (skip, PAGE), now);
    let (entities, found) = try_join(entities, roll).await.map_err(Failure::Store)?;
    let Some(found) = found else {
        // Another request, which has the whole time again.
        return Ok(redirect(&wanted.reference("people", &[("order", "id")])));
    };
    let pages = Pages::of(&wanted, number, found.counts.matching.div_ceil(PAGE));
    let view = People {
        shell: admin.shell(Tab::People, notice(&fields)),
        people: cards(&found.people, &app),
        wanted,
        entities,
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
        wanted,
        counts: None,
        pages: Pages { is_first: after.is_none(), place: String::new(), links },
    };
    Ok(page(StatusCode::OK, &view))
}

impl Pages {
    fn of(wanted: &Wanted, number: usize, all: usize) -> Self {
        let to = |number: usize| wanted.reference("people", &[("page", &number.to_string())]);
        let mut links = Vec::new();
        if number > 2 || number > all && number > 1 {
            links.push((texts().get("people-first-page"), wanted.people()));
        }
        if number > 1 && number <= all {
            links.push((texts().get("people-previous-page"), to(number - 1)));
        }
        if number < all {
            links.push((texts().get("people-next-page"), to(number + 1)));
        }
        if number + 1 < all {
            links.push((texts().get("people-last-page"), to(all)));
        }
        let is_some = all > 1 && number <= all;
        let place = if is_some {
            texts().with("people-page-of", &[("page", number.into()), ("all", all.into())])
        } else {
            String::new()
        };
        Self { is_first: number == 1, place, links }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_leads_to_those_around_it() {
        let names = |number, all| {
            let pages = Pages::of(&Wanted::default(), number, all);
            (pages.links.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>().join(", "), pages.place)
        };
        for (number, all, links, place) in [
            (1, 0, "", ""),
            (1, 1, "", ""),
            (1, 2, "Next page", "Page 1 of 2"),
            (2, 2, "Previous page", "Page 2 of 2"),
            (1, 3, "Next page, Last page", "Page 1 of 3"),
            (3, 1_000, "First page, Previous page, Next page, Last page", "Page 3 of 1,000"),
            (4, 3, "First page", ""),
            (usize::MAX / PAGE, 0, "First page", ""),
        ] {
            assert_eq!(names(number, all), (links.to_owned(), place.to_owned()), "{number} of {all}");
        }
    }
}
