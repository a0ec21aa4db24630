//! All groups of a tenant, in order of their names.
//!
//! The table has them in order of their ids. So each page reads all of them, which are 10,000 at most, and counts the
//! members of its own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join3;
use http::StatusCode;
use rollcall_rules::access::{Access, RolesFrom};
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::search::{Search, fold};
use rollcall_rules::text;
use rollcall_web::App;

use super::super::failure::Failure;
use super::super::fields::{Fields, reference};
use super::super::page::{Notice, Shell, Tab, Words, page, texts};
use super::super::pages::{self, Pages};
use super::super::progress::Progress;
use super::super::session::SignedIn;
use super::name_of;
use super::words::gives;

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
    /// Which of them are asked for.
    pub(crate) which: Option<Which>,
    /// All that there are.
    pub(crate) everything: usize,
    /// Those that match.
    pub(crate) matching: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) pages: Pages,
    /// Groups that have a rule.
    pub(crate) rules: usize,
    pub(crate) roles_from: RolesFrom,
    /// Has the operator declared roles?
    pub(crate) has_roles: bool,
    pub(crate) progress: Option<Progress>,
}

/// Groups with a rule, or those without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    With,
    Without,
}

impl Which {
    const ALL: [Self; 2] = [Self::With, Self::Without];

    /// The word in the query.
    const fn as_str(self) -> &'static str {
        match self {
            Self::With => "with",
            Self::Without => "without",
        }
    }

    /// As the form says it.
    fn label(self) -> Words {
        texts().get(match self {
            Self::With => "groups-which-with",
            Self::Without => "groups-which-without",
        })
    }

    fn takes(self, group: GroupId, access: &Access) -> bool {
        (self == Self::With) == access.rule(group).is_some()
    }
}

/// A group as the list has it.
pub(crate) struct Row {
    pub(crate) id: GroupId,
    pub(crate) name: String,
    pub(crate) members: usize,
    /// What its people get, each in a few words.
    pub(crate) gives: Vec<String>,
    /// Its place in the order of the rules, from 1.
    pub(crate) place: Option<usize>,
}

impl Row {
    fn place_said(&self) -> String {
        self.place.map(|place| texts().number(place as u64)).unwrap_or_default()
    }

    fn members_said(&self) -> String {
        texts().number(self.members as u64)
    }
}

impl Groups<'_> {
    /// How many there are, and how many of them match.
    fn counted(&self) -> String {
        let texts = self.shell.texts;
        let everything = texts.with("groups-count", &[("count", self.everything.into())]);
        if self.part.is_empty() && self.which.is_none() {
            return everything;
        }
        texts.with("groups-matching", &[("count", self.matching.into()), ("everything", everything.into())])
    }

    fn is_which(&self, which: &Which) -> bool {
        self.which == Some(*which)
    }

    fn is_by_directory(&self) -> bool {
        self.roles_from == RolesFrom::Directory
    }

    /// Is there a choice of where roles come from?
    fn has_choice(&self) -> bool {
        self.has_roles || self.is_by_directory()
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
    let which =
        fields.one("rule").and_then(|text| Which::ALL.into_iter().find(|which| which.as_str() == text));
    let (store, tenant) = (&app.store, &admin.tenant);
    let (groups, access, entities) =
        try_join3(store.all_groups(tenant), store.access(tenant), store.entities(tenant)).await?;
    let everything = groups.len();
    let takes = |group: &Group| which.is_none_or(|which| which.takes(group.id, &access));
    let found = in_order(groups.into_iter().filter(takes), &Search::of(&part));
    let matching = found.len();
    let shown: Vec<Group> = found.into_iter().skip(skip).take(PAGE).collect();
    let ids: Vec<GroupId> = shown.iter().map(|group| group.id).collect();
    let members = store.member_counts(tenant, &ids).await?;
    let rows = shown.iter().zip(members).map(|(group, members)| Row {
        id: group.id,
        name: name_of(group),
        members,
        gives: access.rule(group.id).map(|rule| gives(&access, &entities, rule)).unwrap_or_default(),
        place: access.rules.iter().position(|rule| rule.group == group.id).map(|at| at + 1),
    });
    let to = |number: usize| {
        let rule = which.map(Which::as_str).unwrap_or_default();
        reference("groups", &[("q", &part), ("rule", rule), ("page", &pages::parameter(number))])
    };
    let view = Groups {
        shell: admin.shell(Tab::Groups, notice(&fields, &admin)),
        which,
        everything,
        matching,
        rows: rows.collect(),
        pages: Pages::of(number, matching.div_ceil(PAGE), to),
        rules: access.rules.len(),
        roles_from: access.roles_from,
        has_roles: !access.roles.is_empty(),
        progress: Progress::of(&access, "groups".to_owned()),
        part,
    };
    Ok(page(StatusCode::OK, &view))
}

/// Those whose names match, in order of their names.
fn in_order(groups: impl Iterator<Item = Group>, search: &Search) -> Vec<Group> {
    let mut found: Vec<_> = groups
        .filter(|group| search.is_everybody() || search.finds_in(group.name.as_str()))
        .map(|group| (fold(group.name.as_str()), group))
        .collect();
    found.sort_by(|(one, a), (other, b)| (one, a.id).cmp(&(other, b.id)));
    found.into_iter().map(|(_, group)| group).collect()
}

fn notice(fields: &Fields, admin: &SignedIn) -> Option<Notice> {
    match fields.one("done") {
        Some("switched") => Some(Notice::done(admin.texts.get("groups-switched"))),
        Some("gone") => Some(Notice::not_done(admin.texts.get("groups-gone"))),
        _ => None,
    }
}
