//! The portal of a tenant's administrator: the link that opens it, the session that follows, and what proves that a form
//! was sent from one of its pages.
//!
//! Of a link and of a session only the SHA-256 of its secret is kept. Both are of one tenant.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::link_life::after;
use super::tenant::TenantId;
use super::token::TokenHash;
use crate::text;

/// How long a link works: it is followed at once, by the browser of who asked for it.
pub const LINK_LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// How long a session lasts. Using it does not make it longer.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// How long a link is remembered after it stopped working. Until then, a person who follows it is told why it does not
/// work.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// Longest name of an administrator, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// What a session's secret is hashed with to get the mark of its forms. Not what it is known by, which is its hash alone.
const FORMS: &str = "rollcall portal form ";

/// Name of an administrator, as the operator's product knows it: one line of 1 to [`MAX_NAME_CHARS`] characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AdminName(String);

/// A text that cannot be an administrator's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name is one line of 1 to {MAX_NAME_CHARS} characters")]
pub struct AdminNameError;

impl AdminName {
    /// Reads a name. White space around it is left out.
    ///
    /// # Errors
    ///
    /// [`AdminNameError`] if the name is empty, longer than [`MAX_NAME_CHARS`] characters, or not one plain line.
    pub fn parse(text: &str) -> Result<Self, AdminNameError> {
        text::strict_line(text, MAX_NAME_CHARS).map(Self).ok_or(AdminNameError)
    }

    /// The name as it is shown, without surrounding space.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AdminName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminName(…)")
    }
}

/// A link that opens the portal, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalLink {
    /// Hash of the secret in the URL; the secret itself is not kept.
    pub hash: TokenHash,
    /// Tenant whose portal the link opens.
    pub tenant: TenantId,
    /// Who asked for it, if the operator's product said so.
    pub admin: Option<AdminName>,
    /// From when on it no longer works.
    pub valid_until: Timestamp,
    /// When the link was used; `None`: not yet.
    pub spent_at: Option<Timestamp>,
}

/// An administrator who has opened the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the secret in the cookie; the secret itself is not kept.
    pub hash: TokenHash,
    /// Tenant whose portal is open.
    pub tenant: TenantId,
    /// Who it is, if that is known.
    pub admin: Option<AdminName>,
    /// When the link was opened.
    pub created_at: Timestamp,
    /// From when on it is over.
    pub valid_until: Timestamp,
}

impl PortalLink {
    /// A link that is good from `now` on.
    #[must_use]
    pub fn new(hash: TokenHash, tenant: TenantId, admin: Option<AdminName>, now: Timestamp) -> Self {
        Self { hash, tenant, admin, valid_until: after(now, LINK_LIFETIME), spent_at: None }
    }

    /// The link after its use, and the session that it opens. `None`: it was used, or its time is over.
    #[must_use]
    pub fn opened(&self, session: TokenHash, now: Timestamp) -> Option<(Self, Session)> {
        if self.spent_at.is_some() || now >= self.valid_until {
            return None;
        }
        let session = Session {
            hash: session,
            tenant: self.tenant.clone(),
            admin: self.admin.clone(),
            created_at: now,
            valid_until: after(now, SESSION_LIFETIME),
        };
        Some((Self { spent_at: Some(now), ..self.clone() }, session))
    }
}

impl Session {
    /// Whether the session is still valid at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.valid_until
    }
}

/// What the forms on a session's pages carry: only who can read those pages knows it.
#[derive(Clone)]
pub struct FormMark(String);

impl FormMark {
    /// The mark of the session with that secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(hex::encode(Sha256::digest(format!("{FORMS}{secret}"))))
    }

    /// As it stands in a form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it what a form brought? How long the answer takes says nothing of the mark.
    #[must_use]
    pub fn matches(&self, presented: &str) -> bool {
        self.0.as_bytes().ct_eq(presented.as_bytes()).into()
    }
}

impl fmt::Debug for FormMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormMark(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: SignedDuration = SignedDuration::from_millis(1);

    fn link() -> PortalLink {
        let acme = TenantId::parse("acme").unwrap();
        PortalLink::new(TokenHash::of("link"), acme, AdminName::parse("Grace").ok(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_link_opens_one_session_within_five_minutes() {
        let (link, start) = (link(), Timestamp::UNIX_EPOCH);
        let end = start + LINK_LIFETIME;
        assert_eq!(link.opened(TokenHash::of("s"), end), None);
        let (spent, session) = link.opened(TokenHash::of("s"), end - MILLI).unwrap();
        assert_eq!((session.tenant, session.admin), (link.tenant.clone(), link.admin));
        assert_eq!(spent.opened(TokenHash::of("s"), end - MILLI), None);
    }

    #[test]
    fn a_session_lasts_an_hour() {
        let (_, session) = link().opened(TokenHash::of("s"), Timestamp::UNIX_EPOCH).unwrap();
        let end = Timestamp::UNIX_EPOCH + SESSION_LIFETIME;
        assert!(session.is_live(end - MILLI));
        assert!(!session.is_live(end));
    }

    #[test]
    fn the_mark_of_a_form_is_of_one_session_and_is_not_what_is_kept_of_it() {
        let mark = FormMark::of("secret");
        assert!(mark.matches(FormMark::of("secret").as_str()));
        for other in [FormMark::of("other").as_str(), "", TokenHash::of("secret").as_str()] {
            assert!(!mark.matches(other), "{other}");
        }
        assert_eq!(format!("{mark:?} {:?}", link().admin), "FormMark(…) Some(AdminName(…))");
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(AdminName::parse(" Grace ").unwrap().as_str(), "Grace");
        for text in ["", "a\nb", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(AdminName::parse(text), Err(AdminNameError), "{text:?}");
        }
    }
}
