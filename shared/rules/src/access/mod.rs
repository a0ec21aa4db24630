//! Access: what people get for the groups that they are in.
//!
//! The operator declares roles. The tenant's administrator says by rules what the people of a group get: a role, an
//! invitation to an entity, or both. All of it is one value, [`Access`], with the run that applies a changed rule.
//!
//! - `role`: what the product checks.
//! - `change`: how roles and rules change, and when they cannot.
//! - `given`: what a person has by the rules. It is computed wherever it is shown.
//! - `review`: what becomes of an account when it is looked at by the rules.
//! - `run`: the run over those who are in a group already.

mod change;
mod given;
mod review;
mod role;
mod run;

use serde::{Deserialize, Serialize};

use crate::entity::EntityId;
use crate::group::GroupId;
use crate::invitation::CardAccess;
use crate::tenant::TenantId;

pub use change::AccessRefusal;
pub use given::{AccessDifference, GivenRole, RuleOffer};
pub use review::Inviting;
pub use role::{
    MAX_ROLE_DESCRIPTION_CHARS, MAX_ROLE_ID_CHARS, MAX_ROLE_NAME_CHARS, Role, RoleDescription,
    RoleDescriptionError, RoleId, RoleIdError, RoleName, RoleNameError,
};
pub use run::{AccessRun, RUN_LEFT_ALONE};

/// Roles that a tenant can have. With the rules they are one item of the table.
pub const MAX_ROLES: usize = 100;

/// Rules that a tenant can have: groups that give something.
pub const MAX_RULES: usize = 200;

/// What the people of a group get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRule {
    /// The group. It has one rule at most.
    pub group: GroupId,
    /// The role that its people have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleId>,
    /// The entity to which they are invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityId>,
    /// The card access with which they are invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_access: Option<CardAccess>,
    /// Whether they are invited without anybody's doing.
    pub invite: bool,
}

impl AccessRule {
    /// What it invites to; `None`: it invites nobody.
    #[must_use]
    pub fn offer(&self) -> Option<RuleOffer> {
        let (entity, card_access) = self.entity.zip(self.card_access).filter(|_| self.invite)?;
        Some(RuleOffer { group: self.group, entity, card_access })
    }
}

/// What says which roles a person has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RolesFrom {
    /// The rules, by the person's groups.
    #[default]
    Groups,
    /// The directory, by the attribute `roles` of the account.
    Directory,
}

impl RolesFrom {
    /// As APIs spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Groups => "groups",
            Self::Directory => "directory",
        }
    }

    /// Reads the spelling of [`Self::as_str`]; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Groups, Self::Directory].into_iter().find(|from| from.as_str() == text)
    }
}

/// Roles and rules of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    /// Whose they are.
    pub tenant: TenantId,
    /// Roles that the operator declared, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// The rules in their order. Of the invitations of a person's groups the first counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<AccessRule>,
    /// Whether the rules give roles.
    #[serde(default)]
    pub roles_from: RolesFrom,
    /// The run that applies a change to people who are in the groups already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<AccessRun>,
    /// Counts all writes, from 1; 0: it was never written. Every write is conditional on the one that was read.
    pub revision: u64,
}

impl Access {
    /// Neither roles nor rules: what a tenant has at first.
    #[must_use]
    pub const fn none(tenant: TenantId) -> Self {
        Self {
            tenant,
            roles: Vec::new(),
            rules: Vec::new(),
            roles_from: RolesFrom::Groups,
            run: None,
            revision: 0,
        }
    }

    /// A role; `None`: it is not declared.
    #[must_use]
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// The rule of a group.
    #[must_use]
    pub fn rule(&self, group: GroupId) -> Option<&AccessRule> {
        self.rules.iter().find(|rule| rule.group == group)
    }

    /// Whether anything that an account has follows from it. Otherwise accounts need not be reviewed.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        !self.rules.is_empty() || self.roles_from == RolesFrom::Directory
    }
}

#[cfg(test)]
mod tests;
