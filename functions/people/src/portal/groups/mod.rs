//! Groups: what the tenant's directory pushed, who is in them, and what their people get by them.
//!
//! - `list`: all groups, in order of their names.
//! - `show`: one of them, with its rule and its members.
//! - `members`: a page of them.
//! - `rule`: its rule is written, looked at, saved and removed. `draft` is its form, `outlook` whom it changes.
//! - `order`: the order of the rules.
//! - `roles_from`: where roles come from.
//! - `person`: the groups and roles of one person.
//! - `words`: what rules give, in words.

mod draft;
pub(super) mod list;
mod members;
pub(super) mod order;
mod outlook;
pub(super) mod person;
pub(super) mod roles_from;
pub(super) mod rule;
pub(super) mod show;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use axum::response::Response;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::text;
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::redirect;

/// Longest name that is shown, in characters.
const MAX_NAME_CHARS: usize = 100;

/// What a group is called, in one line.
pub(super) fn name_of(group: &Group) -> String {
    text::one_line(group.name.as_str(), MAX_NAME_CHARS)
}

/// The group that a query or a form names.
///
/// # Errors
///
/// [`Failure::NotFound`]: it names none, or one that is not there any more.
async fn asked(app: &App, tenant: &Admitted, fields: &Fields) -> Result<Group, Failure> {
    let id = fields.one("id").and_then(GroupId::parse).ok_or(Failure::NotFound)?;
    app.store.group(tenant, id).await?.ok_or(Failure::NotFound)
}

/// Names of groups. Of those that are not there any more there is none. One call for a hundred.
async fn names(
    app: &App,
    tenant: &Admitted,
    ids: &[GroupId],
) -> Result<BTreeMap<GroupId, String>, StoreError> {
    let groups = app.store.groups(tenant, ids).await?;
    Ok(groups.into_iter().map(|group| (group.id, name_of(&group))).collect())
}

/// The list, which says that the group of a form is gone.
const GONE: &str = "groups?done=gone";

/// A reference to the page of a group.
fn page_of(id: GroupId) -> String {
    reference("group", &[("id", &id.to_string())])
}

/// Leads to the page of a group, which says what was done.
fn back(id: GroupId, done: &str) -> Response {
    redirect(&reference("group", &[("id", &id.to_string()), ("done", done)]))
}
