//! The order of the rules: moved up and down, one place at a time.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::StatusCode;
use rollcall::store::StoreError;
use rollcall_rules::access::{Access, AccessRefusal, AccessRule};
use rollcall_rules::group::GroupId;
use rollcall_rules::user::Actor;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::{Notice, Shell, Tab, page, redirect, texts};
use super::super::pages::{self, Pages};
use super::super::session::{Form, SignedIn};
use super::names;
use super::words::gives;

/// Rules on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "portal/rules.html")]
pub(crate) struct Rules<'a> {
    pub(crate) shell: Shell<'a>,
    pub(crate) rows: Vec<Row>,
    pub(crate) pages: Pages,
    /// Where a rule was moved to, if one was.
    pub(crate) moved: Option<String>,
}

/// A rule in its place.
pub(crate) struct Row {
    /// From 1.
    pub(crate) place: usize,
    pub(crate) group: GroupId,
    pub(crate) name: String,
    pub(crate) gives: Vec<String>,
    pub(crate) is_first: bool,
    pub(crate) is_last: bool,
    /// Which of its buttons has the focus: the one that was pressed, or the other at an end.
    pub(crate) focus: Option<Way>,
}

/// Where a rule is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

impl Way {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl Row {
    fn has_focus_up(&self) -> bool {
        self.focus == Some(Way::Up)
    }

    fn has_focus_down(&self) -> bool {
        self.focus == Some(Way::Down)
    }
}

/// `GET /portal/rules`: a page of them, in their order.
pub(crate) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let tenant = &admin.tenant;
    let (access, entities) = try_join(app.store.access(tenant), app.store.entities(tenant)).await?;
    let (all, moved) = (access.rules.len(), moved(&fields));
    let place = |group| access.rules.iter().position(|rule| rule.group == group);
    let (number, skip) = match moved.and_then(|(_, group)| place(group)) {
        Some(at) => (at / PAGE + 1, at / PAGE * PAGE),
        None => pages::asked(&fields, PAGE)?,
    };
    let shown: Vec<(usize, &AccessRule)> = access.rules.iter().enumerate().skip(skip).take(PAGE).collect();
    let ids: Vec<GroupId> = shown.iter().map(|(_, rule)| rule.group).collect();
    let known = names(&app, tenant, &ids).await?;
    let rows = shown.into_iter().map(|(at, rule)| Row {
        place: at + 1,
        group: rule.group,
        name: known.get(&rule.group).cloned().unwrap_or_else(|| rule.group.to_string()),
        gives: gives(&access, &entities, rule),
        is_first: at == 0,
        is_last: at + 1 == all,
        focus: moved.filter(|(_, group)| *group == rule.group).map(|(way, _)| match way {
            _ if at == 0 => Way::Down,
            _ if at + 1 == all => Way::Up,
            way => way,
        }),
    });
    let rows: Vec<Row> = rows.collect();
    let to = |number: usize| reference("rules", &[("page", &pages::parameter(number))]);
    let pages = Pages::of(number, all.div_ceil(PAGE), to);
    let is_refused = fields.one("done") == Some("not-moved");
    let notice = is_refused.then(|| Notice::not_done(texts().get("groups-not-moved")));
    let moved = said(&rows, all);
    Ok(page(StatusCode::OK, &Rules { shell: admin.shell(Tab::Groups, notice), rows, pages, moved }))
}

/// The rule that a form or a query moves, and where to.
fn moved(fields: &Fields) -> Option<(Way, GroupId)> {
    [Way::Up, Way::Down].into_iter().find_map(|way| {
        let group = fields.one(way.as_str()).and_then(GroupId::parse)?;
        Some((way, group))
    })
}

/// Where a rule was moved to. The button that has the focus is described by it, as the focus does not go to a notice.
fn said(rows: &[Row], all: usize) -> Option<String> {
    let row = rows.iter().find(|row| row.focus.is_some())?;
    let values = [("group", (&row.name).into()), ("place", row.place.into()), ("all", all.into())];
    Some(texts().with("groups-moved", &values))
}

/// Why a rule is not moved.
enum NotMoved {
    Refused,
    Store(StoreError),
}

impl From<StoreError> for NotMoved {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AccessRefusal> for NotMoved {
    fn from(_: AccessRefusal) -> Self {
        Self::Refused
    }
}

/// `POST /portal/rule-move`: by one place, in the order that there is.
pub(crate) async fn shift(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (way, group) = moved(&form.fields).ok_or(Failure::NotFound)?;
    let change = |access: &Access| {
        let order = shifted(access, group, way).ok_or(NotMoved::Refused)?;
        Ok::<_, NotMoved>(access.with_order(&order)?)
    };
    match app.store.change_access(&form.admin.tenant, Actor::Admin, app.now(), change).await {
        Ok(_) => Ok(redirect(&reference("rules", &[(way.as_str(), &group.to_string())]))),
        Err(NotMoved::Refused) => Ok(redirect(&reference("rules", &[("done", "not-moved")]))),
        Err(NotMoved::Store(error)) => Err(error.into()),
    }
}

/// The order with a rule one place further; `None`: it is not there, or at the end.
fn shifted(access: &Access, group: GroupId, way: Way) -> Option<Vec<GroupId>> {
    let mut order: Vec<GroupId> = access.rules.iter().map(|rule| rule.group).collect();
    let at = order.iter().position(|other| *other == group)?;
    let to = match way {
        Way::Up => at.checked_sub(1)?,
        Way::Down => at + 1,
    };
    if to >= order.len() {
        return None;
    }
    order.swap(at, to);
    Some(order)
}
