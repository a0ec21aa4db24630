//! The operator's own tokens: `rcop_<secret>`. One opens the operator API, and by it every tenant.
//!
//! They are records like those of a tenant's [tokens](super::token), and are none of any tenant: neither takes a place
//! of the other's. All of them are one small item, so a token is checked by one read. Of a secret only its SHA-256 is
//! kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::token::{Denied, Scope, TokenHash, TokenRecord};

/// Tokens that the operator can have at a time: room for some backends and to rotate each. With labels of any length
/// they are a few kilobytes.
pub const MAX_LIVE: usize = 10;

const PREFIX: &str = "rcop_";

/// The operator's tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorTokens {
    /// Expired ones among them, until another is issued.
    pub tokens: Vec<TokenRecord>,
    /// Counts the changes; 0: there never was a token.
    pub version: u64,
}

/// A token as a request presents it. Nothing is known yet of its worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedOperator(TokenHash);

/// The operator has [`MAX_LIVE`] tokens already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operator has {MAX_LIVE} live tokens already: revoke one first")]
pub struct TooManyOperatorTokens;

impl PresentedOperator {
    /// Takes a token apart; `None`: it does not have the form of one of the operator's.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let secret = token.strip_prefix(PREFIX).filter(|secret| !secret.is_empty())?;
        Some(Self(TokenHash::of(secret)))
    }

    /// The [`TokenRecord::id`] that it has if it is one of the operator's.
    #[must_use]
    pub fn id(&self) -> String {
        self.0.short()
    }
}

impl OperatorTokens {
    /// Adds a token and forgets the expired ones. Gives the clear token, which is shown once and kept nowhere. The same
    /// secret makes the same token: a caller that did not learn whether the write succeeded can repeat it.
    ///
    /// # Errors
    ///
    /// [`TooManyOperatorTokens`] if there are [`MAX_LIVE`] live ones already.
    pub fn issue(
        &mut self,
        secret: [u8; 32],
        label: Option<String>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<String, TooManyOperatorTokens> {
        let secret = hex::encode(secret);
        let hash = TokenHash::of(&secret);
        let token = format!("{PREFIX}{secret}");
        if self.tokens.iter().any(|known| known.hash.matches(&hash)) {
            return Ok(token);
        }
        self.tokens.retain(|record| record.is_live(now));
        if self.tokens.len() >= MAX_LIVE {
            return Err(TooManyOperatorTokens);
        }
        self.tokens.push(TokenRecord {
            id: hash.short(),
            hash,
            scope: Scope::Operator,
            label,
            created_at: now,
            expires_at,
            made_by: None,
        });
        Ok(token)
    }

    /// Takes a token away. `false`: there was none of that id.
    pub fn revoke(&mut self, id: &str) -> bool {
        let before = self.tokens.len();
        self.tokens.retain(|record| record.id != id);
        self.tokens.len() < before
    }

    /// Whether what a token opened is still open at `now`: the token with that id is neither revoked nor expired.
    #[must_use]
    pub fn keeps_open(&self, id: &str, now: Timestamp) -> bool {
        self.tokens.iter().any(|record| record.id == id && record.is_live(now))
    }

    /// The live token that was presented.
    ///
    /// # Errors
    ///
    /// [`Denied::Token`] if it is none of them, or has expired: a caller is not told which.
    pub(super) fn authorize(
        &self,
        presented: &PresentedOperator,
        now: Timestamp,
    ) -> Result<&TokenRecord, Denied> {
        // Every record is compared, and in constant time: how long an answer takes says nothing of the hashes.
        let found = self
            .tokens
            .iter()
            .fold(None, |found, record| if record.hash.matches(&presented.0) { Some(record) } else { found });
        found.filter(|record| record.is_live(now)).ok_or(Denied::Token)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::token::Presented;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn issue(tokens: &mut OperatorTokens, secret: u8, expires_at: Option<Timestamp>) -> PresentedOperator {
        let token = tokens.issue([secret; 32], None, expires_at, NOW).unwrap();
        PresentedOperator::parse(&token).unwrap()
    }

    #[test]
    fn a_token_is_good_until_it_is_revoked_or_expires() {
        let mut tokens = OperatorTokens::default();
        let end = NOW + SignedDuration::from_hours(1);
        let (lasting, expiring) = (issue(&mut tokens, 1, None), issue(&mut tokens, 2, Some(end)));
        let is_good = |tokens: &OperatorTokens, token: &PresentedOperator, now| {
            let is_good = tokens.authorize(token, now).is_ok();
            assert_eq!(tokens.keeps_open(&token.id(), now), is_good, "what it opened ends with it");
            is_good
        };
        assert!(is_good(&tokens, &expiring, end - SignedDuration::from_millis(1)));
        assert!(!is_good(&tokens, &expiring, end));
        assert!(is_good(&tokens, &lasting, end));
        assert!(tokens.revoke(&lasting.id()) && !tokens.revoke(&lasting.id()));
        assert!(!is_good(&tokens, &lasting, NOW));
        assert!(!is_good(&OperatorTokens::default(), &lasting, NOW));
    }

    #[test]
    fn there_are_so_many_at_a_time_and_an_expired_one_makes_room() {
        let mut tokens = OperatorTokens::default();
        let end = NOW + SignedDuration::from_hours(1);
        let first = issue(&mut tokens, 0, Some(end));
        assert_eq!(issue(&mut tokens, 0, Some(end)), first, "the same secret is the same token");
        for secret in 1..10 {
            issue(&mut tokens, secret, None);
        }
        assert_eq!(tokens.issue([11; 32], None, None, NOW), Err(TooManyOperatorTokens));
        assert!(tokens.issue([11; 32], None, None, end).is_ok());
        assert_eq!(tokens.tokens.len(), MAX_LIVE);
    }

    #[test]
    fn no_text_is_a_token_of_the_operator_and_of_a_tenant() {
        for text in ["", "rcop_", "rc_acme_00", "rco_00", "rca_acme_00", "rcop"] {
            assert_eq!(PresentedOperator::parse(text), None, "{text:?}");
        }
        assert!(PresentedOperator::parse("rcop_00").is_some());
        assert_eq!(Presented::parse("rcop_00"), None);
        assert_eq!(Presented::parse("rcop_acme_00"), None);
    }

    #[test]
    fn neither_secret_nor_hash_shows_in_debug_output() {
        let mut tokens = OperatorTokens::default();
        let presented = issue(&mut tokens, 7, None);
        let debug = format!("{tokens:?} {presented:?}");
        assert!(!debug.contains(&hex::encode([7; 32])));
        assert!(!debug.contains(TokenHash::of(&hex::encode([7; 32])).as_str()), "{debug}");
    }
}
