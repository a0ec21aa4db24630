//! A page of a group's members: in order of their names where that is cheap, else in the order of the table.

use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;

use super::super::card::Card;
use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::texts;
use super::super::pages::{self, Pages};
use super::super::roll;

/// Members on a page.
const PAGE: usize = 50;

/// Up to so many are read and sorted for each page: five calls.
pub(super) const SORTED: usize = 500;

/// A page of members.
#[derive(Default)]
pub(crate) struct Members {
    pub(crate) cards: Vec<Card>,
    /// Are they in order of their names?
    pub(crate) is_sorted: bool,
    pub(crate) pages: Pages,
}

/// The page of a group's members that these fields ask for; there are `count` of them.
pub(super) async fn page(
    app: &App,
    tenant: &Admitted,
    group: GroupId,
    count: usize,
    fields: &Fields,
) -> Result<Members, Failure> {
    if count > SORTED {
        unsorted(app, tenant, group, fields).await
    } else {
        sorted(app, tenant, group, fields).await
    }
}

async fn sorted(app: &App, tenant: &Admitted, group: GroupId, fields: &Fields) -> Result<Members, Failure> {
    let (number, skip) = pages::asked(fields, PAGE)?;
    let ids = app.store.members(tenant, group).await?;
    let mut users = app.store.users(tenant, &ids).await?;
    users.sort_by_cached_key(|user| (roll::sort_key(user), user.id));
    let all = users.len().div_ceil(PAGE);
    let shown = users.into_iter().skip(skip).take(PAGE).collect::<Vec<_>>();
    let id = group.to_string();
    let to = |number: usize| reference("group", &[("id", &id), ("page", &pages::parameter(number))]);
    Ok(Members { cards: cards(&shown, app), is_sorted: true, pages: Pages::of(number, all, to) })
}

async fn unsorted(app: &App, tenant: &Admitted, group: GroupId, fields: &Fields) -> Result<Members, Failure> {
    let after = fields.one("after").map(UserId::parse);
    let after = after.map(|id| id.ok_or_else(|| Failure::invalid("people-no-page"))).transpose()?;
    let (users, more) = some(app, tenant, group, after).await?;
    let (id, mut links) = (group.to_string(), Vec::new());
    if after.is_some() {
        links.push((texts().get("people-first-page"), reference("group", &[("id", &id)])));
    }
    if let Some(last) = users.last().filter(|_| more) {
        let next = reference("group", &[("id", &id), ("after", &last.id.to_string())]);
        links.push((texts().get("people-next-page"), next));
    }
    let pages = Pages { is_first: after.is_none(), place: String::new(), links };
    Ok(Members { cards: cards(&users, app), is_sorted: false, pages })
}

/// The members after this one, in the order of the table.
async fn some(
    app: &App,
    tenant: &Admitted,
    group: GroupId,
    after: Option<UserId>,
) -> Result<(Vec<User>, bool), StoreError> {
    let (ids, more) = app.store.members_after(tenant, group, after, PAGE).await?;
    let mut users = app.store.users(tenant, &ids).await?;
    users.sort_by_key(|user| user.id);
    Ok((users, more))
}

fn cards(users: &[User], app: &App) -> Vec<Card> {
    let now = app.now();
    users.iter().map(|user| Card::of(user, now)).collect()
}
