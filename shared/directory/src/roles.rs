//! `User.roles`, as a directory writes and reads them, at a tenant whose accounts follow roles and rules.

use jiff::Timestamp;
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::access::{Access, Role, RoleId, RolesFrom, Undeclared};
use rollcall_rules::user::User;
use serde_json::{Map, Value, json};

/// The name of the attribute.
const ROLES: &str = "roles";

/// Does a body say anything of roles? None at all is also said by `[]`.
#[must_use]
pub fn are_named(body: &Value) -> bool {
    body.as_object().is_some_and(|body| body.keys().any(|name| name.eq_ignore_ascii_case(ROLES)))
}

/// Takes the roles out of a profile, where they are no part of it, and gives those that the directory says; `None`: they
/// stay as they are.
///
/// # Errors
///
/// 400 `invalidValue`, if one of them is not declared. The detail says which.
pub fn taken(
    profile: &mut Map<String, Value>,
    are_named: bool,
    access: Option<&Access>,
) -> Result<Option<Vec<RoleId>>, ScimError> {
    let Some(access) = access else { return Ok(None) };
    let entries = profile.shift_remove(ROLES);
    if access.roles_from != RolesFrom::Directory || !are_named {
        return Ok(None);
    }
    let entries = entries.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut names = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let name = entry.get("value").and_then(Value::as_str);
        names.push(name.ok_or_else(|| without_value(index, entries.len()))?);
    }
    access.named(names).map(Some).map_err(|error| undeclared(&error))
}

/// The account as a request leaves it that also says these roles, see [`User::with_directory_roles`].
#[must_use]
pub fn said(after: User, roles: Option<Vec<RoleId>>, before: Option<&User>, now: Timestamp) -> User {
    match roles {
        Some(roles) => after.with_directory_roles(roles, before, now),
        None => after,
    }
}

/// The roles of a person, as they are shown.
#[must_use]
pub fn of(user: &User, access: &Access) -> Vec<Value> {
    let entry = |role: &Role| json!({ "value": role.id.as_str(), "display": role.display.as_str() });
    match access.roles_from {
        RolesFrom::Directory => access.said_of(user).map(entry).collect(),
        RolesFrom::Groups => {
            let given = access.roles_of(user);
            given.iter().filter_map(|given| access.role(&given.role)).map(entry).collect()
        }
    }
}

/// Has a profile show these roles in place of those that stand in it.
pub fn put_into(profile: &mut Map<String, Value>, roles: Vec<Value>) {
    profile.shift_remove(ROLES);
    if !roles.is_empty() {
        profile.insert(ROLES.to_owned(), roles.into());
    }
}

fn without_value(index: usize, of: usize) -> ScimError {
    invalid(format!(
        "roles, entry {} of {of} has no value; it must be the id of a role, as /Roles lists them",
        index + 1
    ))
}

fn undeclared(error: &Undeclared) -> ScimError {
    const SHOWN: usize = 64;
    let shown: String = error.0.chars().take(SHOWN).collect();
    invalid(format!(
        "roles: \"{shown}\" is not the id of a role. /Roles lists them; nothing of the request was applied."
    ))
}

fn invalid(detail: String) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, detail).about(ROLES)
}
