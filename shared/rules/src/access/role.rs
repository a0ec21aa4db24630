//! Roles: what the operator's product checks of a person. The operator declares them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text;

/// Longest identifier of a role, in characters.
pub const MAX_ROLE_ID_CHARS: usize = 64;

/// Longest name of a role, in characters.
pub const MAX_ROLE_NAME_CHARS: usize = 100;

/// Longest description of a role, in characters.
pub const MAX_ROLE_DESCRIPTION_CHARS: usize = 500;

/// Identifier of a role, as the operator's product knows it: 1 to [`MAX_ROLE_ID_CHARS`] ASCII letters, digits, `.`, `_`,
/// `-` and `:`. It is compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleId(String);

/// A text that cannot be the identifier of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a role's id is 1 to {MAX_ROLE_ID_CHARS} letters, digits, full stops, hyphens, colons and underscores"
)]
pub struct RoleIdError;

impl RoleId {
    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// [`RoleIdError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, RoleIdError> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':'));
        let fits = (1..=MAX_ROLE_ID_CHARS).contains(&text.len());
        if plain && fits { Ok(Self(text.to_owned())) } else { Err(RoleIdError) }
    }

    /// The identifier as the operator declared it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RoleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Name of a role, for people: one line of 1 to [`MAX_ROLE_NAME_CHARS`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleName(String);

/// A text that cannot be a role's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role's name is one line of 1 to {MAX_ROLE_NAME_CHARS} characters")]
pub struct RoleNameError;

impl RoleName {
    /// Reads a name. White space around it is left out.
    ///
    /// # Errors
    ///
    /// [`RoleNameError`] if it is empty, too long, or not one plain line.
    pub fn parse(text: &str) -> Result<Self, RoleNameError> {
        text::strict_line(text, MAX_ROLE_NAME_CHARS).map(Self).ok_or(RoleNameError)
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a role lets people do, for those who decide who gets it: one line of up to [`MAX_ROLE_DESCRIPTION_CHARS`]
/// characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleDescription(String);

/// A text that cannot be a role's description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role's description is one line of up to {MAX_ROLE_DESCRIPTION_CHARS} characters")]
pub struct RoleDescriptionError;

impl RoleDescription {
    /// Reads a description; an empty one is none.
    ///
    /// # Errors
    ///
    /// [`RoleDescriptionError`] if it is too long, or not one plain line.
    pub fn parse(text: &str) -> Result<Option<Self>, RoleDescriptionError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let line = text::strict_line(text, MAX_ROLE_DESCRIPTION_CHARS).ok_or(RoleDescriptionError)?;
        Ok(Some(Self(line)))
    }

    /// The description as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A role that the operator declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// By which the product knows it; unique within the tenant.
    pub id: RoleId,
    /// By which people know it.
    pub display: RoleName,
    /// What it lets people do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<RoleDescription>,
    /// When it was declared.
    pub created_at: Timestamp,
    /// When its name or its description changed last.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_plain_letters_as_they_stand() {
        for text in ["a", "billing.admin", "urn:acme:role-1_x", &"x".repeat(MAX_ROLE_ID_CHARS)] {
            assert_eq!(RoleId::parse(text).unwrap().as_str(), text);
        }
        for text in ["", " ", "a b", "a/b", "a#b", "ä", " a", &"x".repeat(MAX_ROLE_ID_CHARS + 1)] {
            assert_eq!(RoleId::parse(text), Err(RoleIdError), "{text:?}");
        }
        assert_ne!(RoleId::parse("Admin"), RoleId::parse("admin"));
    }

    #[test]
    fn names_and_descriptions_are_one_line() {
        assert_eq!(RoleName::parse(" Prüfer ").unwrap().as_str(), "Prüfer");
        for text in ["", " ", "a\nb", "a\u{202E}b", &"x".repeat(MAX_ROLE_NAME_CHARS + 1)] {
            assert_eq!(RoleName::parse(text), Err(RoleNameError), "{text:?}");
        }
        assert_eq!(RoleDescription::parse(" "), Ok(None));
        assert_eq!(RoleDescription::parse(" Sees all. ").unwrap().unwrap().as_str(), "Sees all.");
        for text in ["a\nb", &"x".repeat(MAX_ROLE_DESCRIPTION_CHARS + 1)] {
            assert_eq!(RoleDescription::parse(text), Err(RoleDescriptionError), "{text:?}");
        }
    }
}
