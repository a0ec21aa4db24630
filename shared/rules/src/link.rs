//! Links that are mailed to people. The table keeps the SHA-256 of a link's secret, the link's subject, and a mark of the
//! address that it was mailed to. None of them names a person, and none can be used in place of the secret.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::address::EmailAddress;
use super::tenant::TenantId;
use super::token::TokenHash;
use super::user::UserId;

/// How long a link is remembered after it stopped working. Until then, a person who follows it is told why it does not
/// work.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The effect of pressing the button behind a link.
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

/// The address that a link was mailed to: a hash of it with the link's own, so that two links to one address have
/// nothing in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecipientMark(TokenHash);

impl RecipientMark {
    /// The mark of an address, however it is spelled, on the link of that hash.
    #[must_use]
    pub fn of(link: &TokenHash, address: &EmailAddress) -> Self {
        Self(TokenHash::of(&format!("{}:{}", link.as_str(), address.key().as_str())))
    }
}

/// A link that was mailed to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Hash of the secret in the URL; the secret itself is not kept.
    pub hash: TokenHash,
    /// Tenant of the person who gets the link.
    pub tenant: TenantId,
    /// Account that the link is about.
    pub user: UserId,
    /// The effect that the link has.
    pub kind: LinkKind,
    /// The change of address or the invitation, by its id.
    pub about: Uuid,
    /// The address that it was mailed to; `None`: it was mailed before this was noted.
    pub recipient: Option<RecipientMark>,
    /// From when on it no longer works.
    pub valid_until: Timestamp,
    /// When the link was used; `None`: not yet.
    pub spent_at: Option<Timestamp>,
}

impl Link {
    /// The link once it is used.
    #[must_use]
    pub fn spent(&self, now: Timestamp) -> Self {
        Self { spent_at: Some(now), ..self.clone() }
    }

    /// Was the link mailed to this address? `None`: that is not known.
    #[must_use]
    pub fn is_mailed_to(&self, address: &EmailAddress) -> Option<bool> {
        self.recipient.as_ref().map(|mark| *mark == RecipientMark::of(&self.hash, address))
    }
}

/// The hash of a link's secret as it stands in its address: 64 hexadecimal digits, lower case. `None` for anything
/// else: it cannot be one of ours.
#[must_use]
pub fn hash_of(secret: &str) -> Option<TokenHash> {
    let is_ours = secret.len() == 64 && secret.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_ours.then(|| TokenHash::of(secret))
}
