//! What a group is called, and by what it is found.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest name of a group, in characters.
pub const MAX_GROUP_NAME_CHARS: usize = 255;

/// Longest `externalId` of a group, in bytes.
pub const MAX_GROUP_EXTERNAL_ID_LEN: usize = 512;

/// Name of a group, SCIM `displayName`: 1 to [`MAX_GROUP_NAME_CHARS`] characters, without white space around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupName(String);

/// A text that cannot be a group's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a group's name has 1 to {MAX_GROUP_NAME_CHARS} characters")]
pub struct GroupNameError;

impl GroupName {
    /// Reads a name. White space around it is left out.
    ///
    /// # Errors
    ///
    /// [`GroupNameError`] if nothing is left of it, or more than [`MAX_GROUP_NAME_CHARS`] characters.
    pub fn parse(text: &str) -> Result<Self, GroupNameError> {
        let name = text.trim();
        match name.chars().count() {
            1..=MAX_GROUP_NAME_CHARS => Ok(Self(name.to_owned())),
            _ => Err(GroupNameError),
        }
    }

    /// The name as the directory wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By which the name is unique and found.
    #[must_use]
    pub fn key(&self) -> GroupNameKey {
        GroupNameKey(self.0.chars().flat_map(fold).collect())
    }
}

/// A letter without its case, as filters compare it: by itself, whatever stands around it. A filter is folded before it
/// is looked up, and `ΟΔΟΣ` in lower case as a whole ends in another sigma than its letters one by one.
fn fold(letter: char) -> std::char::ToLowercase {
    if letter == 'ς' { 'σ'.to_lowercase() } else { letter.to_lowercase() }
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name of a group without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupNameKey(String);

impl GroupNameKey {
    /// The key of a name that somebody looks for; `None`: no group can have that name.
    #[must_use]
    pub fn sought(text: &str) -> Option<Self> {
        GroupName::parse(text).ok().map(|name| name.key())
    }

    /// The name in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The directory's own identifier of a group: any text of 1 to [`MAX_GROUP_EXTERNAL_ID_LEN`] bytes, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupExternalId(String);

/// The `externalId` is longer than [`MAX_GROUP_EXTERNAL_ID_LEN`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is longer than {MAX_GROUP_EXTERNAL_ID_LEN} bytes")]
pub struct GroupExternalIdTooLong;

impl GroupExternalId {
    /// Reads an identifier; an empty one is none.
    ///
    /// # Errors
    ///
    /// [`GroupExternalIdTooLong`] beyond [`MAX_GROUP_EXTERNAL_ID_LEN`] bytes.
    pub fn parse(text: &str) -> Result<Option<Self>, GroupExternalIdTooLong> {
        match text.len() {
            0 => Ok(None),
            1..=MAX_GROUP_EXTERNAL_ID_LEN => Ok(Some(Self(text.to_owned()))),
            _ => Err(GroupExternalIdTooLong),
        }
    }

    /// The identifier as the directory sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something that only one group of a tenant can have at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupGuard {
    /// The name, in any case.
    Name(GroupNameKey),
    /// The directory's identifier for the group.
    ExternalId(GroupExternalId),
}
