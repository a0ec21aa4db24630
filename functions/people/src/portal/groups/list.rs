//! All groups of a tenant, in order of their names.
//!
//! The table has them in order of their ids. So each page reads all of them, which are 10,000 at most, and counts the
//! members of its own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::search::{Search, fold};
use rollcall_rules::text;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::{Notice, Shell, Tab, page, texts};
use super::super::pages::{self, Pages};
use super::super::session::SignedIn;
use super::name_of;

/// Groups on a page. The members of each are counted by a call of its own.
pub(crate) const PAGE: usize = 25;

/// Longest part of a name that is looked for, in characters.
const MAX_PART_CHARS: usize = 100;

#[derive(Template)]
#[template(path = "portal/groups.html")]
pub(crate) struct Groups<'a> {
    pub(crate) shell: Shell<'a>,
    /// The words that are looked for, as they were typed.
    pub(crate) part: String,
    /// All that there are.
    pub(crate) everything: usize,
    /// Those that match.
    pub(crate) matching: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) pages: Pages,
}

/// A group as the list has it.
pub(crate) struct Row {
    pub(crate) id: GroupId,
    pub(crate) name: String,
    pub(crate) members: usize,
}

impl Row {
    fn members_said(&self) -> String {
        texts().number(self.members as u64)
    }
}

impl Groups<'_> {
    /// How many there are, and how many of them match.
    fn counted(&self) -> String {
        let texts = self.shell.texts;
        let everything = texts.with("groups-count", &[("count", self.everything.into())]);
        if self.part.is_empty() {
            return everything;
        }
        texts.with("groups-matching", &[("count", self.matching.into()), ("everything", everything.into())])
    }
}

/// `GET /portal/groups`: a page of the groups that match.
pub(crate) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let (number, skip) = pages::asked(&fields, PAGE)?;
    let part = text::one_line(fields.one("q").unwrap_or_default(), MAX_PART_CHARS);
    let groups = app.store.all_groups(&admin.tenant).await?;
    let everything = groups.len();
    let found = in_order(groups, &Search::of(&part));
    let matching = found.len();
    let shown: Vec<Group> = found.into_iter().skip(skip).take(PAGE).collect();
    let ids: Vec<GroupId> = shown.iter().map(|group| group.id).collect();
    let members = app.store.member_counts(&admin.tenant, &ids).await?;
    let rows = shown.iter().zip(members);
    let rows = rows.map(|(group, members)| Row { id: group.id, name: name_of(group), members }).collect();
    let to = |number: usize| reference("groups", &[("q", &part), ("page", &pages::parameter(number))]);
    let pages = Pages::of(number, matching.div_ceil(PAGE), to);
    let shell = admin.shell(Tab::Groups, notice(&fields, &admin));
    Ok(page(StatusCode::OK, &Groups { shell, part, everything, matching, rows, pages }))
}

/// Those whose names match, in order of their names.
fn in_order(groups: Vec<Group>, search: &Search) -> Vec<Group> {
    let mut found: Vec<_> = groups
        .into_iter()
        .filter(|group| search.is_everybody() || search.finds_in(group.name.as_str()))
        .map(|group| (fold(group.name.as_str()), group))
        .collect();
    found.sort_by(|(one, a), (other, b)| (one, a.id).cmp(&(other, b.id)));
    found.into_iter().map(|(_, group)| group).collect()
}

fn notice(fields: &Fields, admin: &SignedIn) -> Option<Notice> {
    match fields.one("done") {
        Some("gone") => Some(Notice::not_done(admin.texts.get("groups-gone"))),
        _ => None,
    }
}
