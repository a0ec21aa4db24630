//! Links that are mailed to people. What is kept of one is the SHA-256 of its secret and what it is about: nothing by
//! which a person could be known, and nothing that could be used in its place.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tenant::TenantId;
use super::token::TokenHash;
use super::user::UserId;

/// How long a link is remembered after it stopped working, so that whoever follows it is told why it does not.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LinkKind {
    /// It confirms a change of address.
    EmailChange,
    /// It accepts an invitation.
    Invitation,
}

impl LinkKind {
    /// Path under which such links lead; the secret follows.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::EmailChange => "/verify",
            Self::Invitation => "/accept",
        }
    }
}

/// A link that was mailed to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Of its secret.
    pub hash: TokenHash,
    /// Whose person.
    pub tenant: TenantId,
    /// The account.
    pub user: UserId,
    /// What it is for.
    pub kind: LinkKind,
    /// The change of address or the invitation, by its id.
    pub about: Uuid,
    /// From when on it no longer works.
    pub valid_until: Timestamp,
    /// When it was used.
    pub spent_at: Option<Timestamp>,
}

impl Link {
    /// The link once it is used.
    #[must_use]
    pub fn spent(&self, now: Timestamp) -> Self {
        Self { spent_at: Some(now), ..self.clone() }
    }
}

/// The hash of a link's secret as it stands in its address: 64 hexadecimal digits, lower case. `None` for anything
/// else: it cannot be one of ours.
#[must_use]
pub fn hash_of(secret: &str) -> Option<TokenHash> {
    let is_ours = secret.len() == 64 && secret.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_ours.then(|| TokenHash::of(secret))
}
