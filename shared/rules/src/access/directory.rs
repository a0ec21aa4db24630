//! Roles that the directory says, for a tenant whose roles come from it.

use jiff::Timestamp;

use super::{Access, Role, RoleId};
use crate::user::{Actor, User};

/// A directory names a role that the operator has not declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the role is not declared")]
pub struct Undeclared(
    /// What was named.
    pub String,
);

impl Access {
    /// The roles that a directory names, each once, in their order.
    ///
    /// # Errors
    ///
    /// [`Undeclared`]: the first that is not declared.
    pub fn named<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<Vec<RoleId>, Undeclared> {
        let mut named = Vec::new();
        for name in names {
            let role = RoleId::parse(name).ok().filter(|id| self.role(id).is_some());
            let role = role.ok_or_else(|| Undeclared(name.to_owned()))?;
            if !named.contains(&role) {
                named.push(role);
            }
        }
        Ok(named)
    }

    /// The roles that the directory said of a person, of those that are still declared. A person who is blocked keeps them
    /// for their return, and [has none of them](Self::roles_of) meanwhile.
    pub fn said_of<'a>(&'a self, user: &'a User) -> impl Iterator<Item = &'a Role> {
        user.directory_roles.iter().filter_map(|id| self.role(id))
    }
}

impl User {
    /// The account as a request of the directory leaves it that also says these roles. `before` is what it was before that
    /// request; `None`: it is new.
    #[must_use]
    pub fn with_directory_roles(self, roles: Vec<RoleId>, before: Option<&Self>, now: Timestamp) -> Self {
        let after = Self { directory_roles: roles, ..self };
        match before {
            Some(before) => after.changed_from(before, Actor::Directory, now),
            None => after,
        }
    }
}
