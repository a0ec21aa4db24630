//! Links that are mailed to people. What is kept of one is the SHA-256 of its secret and what it is about: nothing by
//! which a person could be known, and nothing that could be used in its place.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::tenant::TenantId;
use super::token::TokenHash;
use super::user::UserId;

/// How long a link is remembered after it stopped working, so that whoever follows it is told why it does not.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Path under which links lead; the secret follows.
pub const PATH: &str = "/verify";

/// A link by which a person confirms a change of address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Of its secret.
    pub hash: TokenHash,
    /// Whose person.
    pub tenant: TenantId,
    /// The account.
    pub user: UserId,
    /// The change that it confirms.
    pub change: Uuid,
    /// From when on it no longer does.
    pub valid_until: Timestamp,
    /// When it was used.
    pub spent_at: Option<Timestamp>,
}

/// The hash of a link's secret as it stands in its address: 64 hexadecimal digits, lower case. `None` for anything
/// else: it cannot be one of ours.
#[must_use]
pub fn hash_of(secret: &str) -> Option<TokenHash> {
    let is_ours = secret.len() == 64 && secret.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_ours.then(|| TokenHash::of(secret))
}
