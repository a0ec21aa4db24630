//! People: everybody of the tenant, linked or not.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::text;
use rollcall_rules::user::UserId;
use rollcall_web::App;
use tokio::time::timeout;

use super::card::{Card, StatusBadge, Wanted};
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, page};
use super::session::SignedIn;

/// People on a page.
const PAGE: usize = 50;

/// Longest part of a name that is looked for, in characters.
const MAX_PART_CHARS: usize = 100;

/// How long a search may take: API Gateway gives a request 29 s.
const LONGEST: Duration = Duration::from_secs(20);

const TOO_MANY: &str = "There are too many people to look for somebody among them here.";

#[derive(Template)]
#[template(path = "portal/people.html")]
pub(super) struct People<'a> {
    pub(super) shell: Shell<'a>,
    pub(super) people: Vec<Card>,
    pub(super) wanted: Wanted,
    /// Does it begin with the first of them?
    pub(super) is_first: bool,
    pub(super) first_page: String,
    pub(super) next_page: Option<String>,
}

impl People<'_> {
    fn somebody_can_be_invited(&self) -> bool {
        self.people.iter().any(Card::can_be_invited)
    }
}

/// `GET /portal/people`: a page of the people whom the filter lets through.
pub(super) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let now = app.now();
    let wanted = Wanted {
        part: text::one_line(fields.one("q").unwrap_or_default(), MAX_PART_CHARS).to_lowercase(),
        state: fields.one("state").unwrap_or_default().to_owned(),
    };
    if !wanted.state.is_empty() && !StatusBadge::FILTERS.iter().any(|(state, _)| *state == wanted.state) {
        return Err(Failure::Invalid("There is no such state.".to_owned()));
    }
    let after = fields.one("after").map(UserId::parse);
    if after == Some(None) {
        return Err(Failure::Invalid("There is no such page.".to_owned()));
    }
    let after = after.flatten();
    let keep = |user: &_| wanted.takes(user, now);
    let keep = (!wanted.is_everybody()).then_some(&keep as _);
    let search = app.store.everybody_after(&admin.tenant, after, PAGE, keep);
    let found = timeout(LONGEST, search).await;
    let (users, more) = found.map_err(|_| Failure::Invalid(TOO_MANY.to_owned()))??;
    let last = users.last().map(|user| user.id.to_string()).filter(|_| more);
    let page_after =
        |id: &str| reference("people", &[("q", &wanted.part), ("state", &wanted.state), ("after", id)]);
    let notice = match fields.one("done") {
        Some("nobody") => {
            Some(Notice::not_done("Nobody was selected. Select the people whom you want to invite."))
        }
        _ => None,
    };
    let view = People {
        shell: admin.shell(Tab::People, notice),
        people: users.iter().map(|user| Card::of(user, now)).collect(),
        is_first: after.is_none(),
        first_page: page_after(""),
        next_page: last.map(|id| page_after(&id)),
        wanted,
    };
    Ok(page(StatusCode::OK, &view))
}
