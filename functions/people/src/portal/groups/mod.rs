//! Groups: what the tenant's directory pushed, who is in them, and what their people get by them.
//!
//! - `list`: all groups, in order of their names.
//! - `show`: one of them, with its members.
//! - `members`: a page of them.

pub(super) mod list;
mod members;
pub(super) mod show;

use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::text;
use rollcall_web::App;

use super::failure::Failure;
use super::fields::Fields;

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
