//! One group: what its people get, and who is in it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join3;
use http::StatusCode;
use rollcall_rules::access::{Access, RolesFrom};
use rollcall_rules::group::Group;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::{Notice, Shell, Tab, page, texts};
use super::super::progress::Progress;
use super::super::session::SignedIn;
use super::members::{self, Members};
use super::words::gives;
use super::{asked, name_of, page_of};

#[derive(Template)]
#[template(path = "portal/group.html")]
pub(crate) struct Show<'a> {
    pub(crate) shell: Shell<'a>,
    pub(crate) name: String,
    pub(crate) group: Group,
    /// How many are in it.
    pub(crate) count: usize,
    pub(crate) members: Members,
    /// What its people get, each in a few words; `None`: it has no rule.
    pub(crate) gives: Option<Vec<String>>,
    /// Its place in the order of the rules, and how many there are.
    pub(crate) place: Option<(usize, usize)>,
    /// Has the rule a role that gives nothing, as the directory decides?
    pub(crate) is_role_idle: bool,
    pub(crate) progress: Option<Progress>,
}

impl Show<'_> {
    /// A reference to the page itself.
    fn first_page(&self) -> String {
        page_of(self.group.id)
    }

    /// A reference to the list of people with those of the group.
    fn people(&self) -> String {
        reference("people", &[("group", &self.group.id.to_string())])
    }
}

/// `GET /portal/group?id=…`.
pub(crate) async fn show(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let (store, tenant) = (&app.store, &admin.tenant);
    let group = asked(&app, tenant, &fields).await?;
    let (count, access, entities) =
        try_join3(store.member_count(tenant, group.id), store.access(tenant), store.entities(tenant)).await?;
    let members = members::page(&app, tenant, group.id, count, &fields).await?;
    let rule = access.rule(group.id);
    let view = Show {
        shell: admin.shell(Tab::Groups, notice(&fields)),
        name: name_of(&group),
        count,
        members,
        gives: rule.map(|rule| gives(&access, &entities, rule)),
        place: place(&access, &group),
        is_role_idle: rule.is_some_and(|rule| rule.role.is_some())
            && access.roles_from == RolesFrom::Directory,
        progress: Progress::of_group(&access, group.id, page_of(group.id)),
        group,
    };
    Ok(page(StatusCode::OK, &view))
}

fn place(access: &Access, group: &Group) -> Option<(usize, usize)> {
    let at = access.rules.iter().position(|rule| rule.group == group.id)?;
    Some((at + 1, access.rules.len()))
}

fn notice(fields: &Fields) -> Option<Notice> {
    let done = |id| Some(Notice::done(texts().get(id)));
    match fields.one("done") {
        Some("saved") => done("groups-saved"),
        Some("applied") => done("groups-applied"),
        Some("removed") => done("groups-removed"),
        Some("no-rule") => Some(Notice::not_done(texts().get("groups-rule-gone"))),
        _ => None,
    }
}
