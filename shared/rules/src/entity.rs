//! Entities: the legal units of a tenant. Every invitation is to one of them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tenant::{Tenant, TenantId};
use super::user::canonical_uuid;
use crate::text;

/// Longest name, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// Entities that a tenant can have: few enough to be read and shown at once.
pub const MAX_ENTITIES: usize = 100;

/// Identifier of an entity: a random UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityId(Uuid);

impl EntityId {
    /// An identifier drawn by the edge.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// Reads the form that [`fmt::Display`] prints, and no other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        canonical_uuid(text).map(Self)
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// Name of an entity: one line of 1 to [`MAX_NAME_CHARS`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityName(String);

/// A text that cannot be an entity's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entity's name is one line of 1 to {MAX_NAME_CHARS} characters")]
pub struct EntityNameError;

impl EntityName {
    /// Reads a name. White space around it is left out; what would break a line or turn the reading direction is
    /// refused.
    ///
    /// # Errors
    ///
    /// [`EntityNameError`] if the name is empty, longer than [`MAX_NAME_CHARS`] characters, or not one plain line.
    pub fn parse(text: &str) -> Result<Self, EntityNameError> {
        text::strict_line(text, MAX_NAME_CHARS).map(Self).ok_or(EntityNameError)
    }

    /// The name that an entity has if it is named after its tenant, whatever that is called.
    #[must_use]
    pub fn of_tenant(tenant_name: &str) -> Self {
        Self(text::name(tenant_name))
    }

    /// The name as it is shown, without surrounding space.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A legal unit of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// A random UUID, unique within the tenant.
    pub id: EntityId,
    /// The tenant whose legal unit it is.
    pub tenant: TenantId,
    /// The name that people see on pages and in mails.
    pub name: EntityName,
    /// When the entity was made.
    pub created_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Entity {
    /// The entity that a tenant has from the beginning, so that there is somewhere to invite people to.
    #[must_use]
    pub fn first(tenant: &Tenant, id: EntityId, now: Timestamp) -> Self {
        Self::new(id, tenant.id.clone(), EntityName::of_tenant(&tenant.name), now)
    }

    /// A new entity, made at `now`.
    #[must_use]
    pub const fn new(id: EntityId, tenant: TenantId, name: EntityName, now: Timestamp) -> Self {
        Self { id, tenant, name, created_at: now, version: 1 }
    }

    /// The entity under another name.
    #[must_use]
    pub fn renamed(&self, name: EntityName) -> Self {
        let version = if name == self.name { self.version } else { self.version + 1 };
        Self { name, version, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_says_something() {
        assert_eq!(EntityName::parse(" Acme GmbH ").unwrap().as_str(), "Acme GmbH");
        assert!(EntityName::parse(&"ü".repeat(MAX_NAME_CHARS)).is_ok());
        for text in ["", "  ", "a\nb", "a\u{202E}b", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(EntityName::parse(text), Err(EntityNameError), "{text:?}");
        }
    }

    #[test]
    fn a_tenant_of_any_name_has_an_entity_with_one() {
        assert_eq!(EntityName::of_tenant("Acme\r\nInc.").as_str(), "Acme Inc.");
        assert_eq!(EntityName::of_tenant("").as_str(), "your organisation");
    }
}
