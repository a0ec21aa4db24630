//! The portal of a tenant's administrator: the link that opens it, the session that follows, and what proves that a form
//! was sent from one of its pages.
//!
//! Of a link and of a session only the SHA-256 of its secret is kept. Both are of one tenant. Both end with the token that
//! opened them: [`Tenant::keeps_open`], [`OperatorTokens::keeps_open`](super::operator::OperatorTokens::keeps_open).

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::link_life::after;
use super::seed::Seed;
use super::tenant::{Tenant, TenantId};
use super::token::{Maker, TokenHash};
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

/// What a people token and the seed of its request are hashed with to get the secret of the link that it asks for.
const LINKS: &str = "rollcall portal link ";

/// What a people token and the seed of its request are hashed with to get what the OAuth client follows from that it makes.
const CLIENTS: &str = "rollcall oauth client of a request ";

/// What a link's secret and the nonce of its page are hashed with to get the secret of the session that they open.
const SESSIONS: &str = "rollcall portal session ";

/// What a session's secret is hashed with to get what its tokens follow from.
const TOKENS: &str = "rollcall portal token ";

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
    /// Id of the people token that asked for it; `None`: no token did, or it was made before this was noted.
    pub people_token: Option<String>,
    /// Id of the token of the operator's that asked for it; `None`: none did. It is in no tenant's record, so who opens the
    /// link looks whether it stands.
    pub operator_token: Option<String>,
    /// Who asked for it, if the operator's product said so.
    pub admin: Option<AdminName>,
    /// From when on it no longer works.
    pub valid_until: Timestamp,
    /// When the link was used; `None`: not yet.
    pub spent_at: Option<Timestamp>,
    /// Hash of the session that it opened; `None`: none yet, or it was used before this was noted.
    pub session: Option<TokenHash>,
}

/// An administrator who has opened the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the secret in the cookie; the secret itself is not kept.
    pub hash: TokenHash,
    /// Tenant whose portal is open.
    pub tenant: TenantId,
    /// Id of the people token by whose link it was opened; `None`: no token's, or it was opened before this was noted.
    pub people_token: Option<String>,
    /// Id of the token of the operator's by whose link it was opened; `None`: by none's.
    pub operator_token: Option<String>,
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
    pub fn new(
        hash: TokenHash,
        tenant: TenantId,
        people_token: Option<String>,
        admin: Option<AdminName>,
        now: Timestamp,
    ) -> Self {
        let valid_until = after(now, LINK_LIFETIME);
        Self {
            hash,
            tenant,
            people_token,
            operator_token: None,
            admin,
            valid_until,
            spent_at: None,
            session: None,
        }
    }

    /// The link, if this token of the operator's asked for it.
    #[must_use]
    pub fn asked_for_by_operator(self, operator_token: Option<String>) -> Self {
        Self { operator_token, ..self }
    }

    /// Whether the link opens the portal of the tenant with this record at `now`: it is the link's own tenant, the link
    /// was not used, its time is not over, and the people token that asked for it still stands.
    #[must_use]
    pub fn opens(&self, record: &Tenant, now: Timestamp) -> bool {
        self.spent_at.is_none()
            && now < self.valid_until
            && record.id == self.tenant
            && record.keeps_open(self.people_token.as_deref(), now)
    }

    /// Is that the session that the link opened? It may be over.
    #[must_use]
    pub fn has_opened(&self, session: &TokenHash) -> bool {
        self.session.as_ref() == Some(session)
    }

    /// The link after its use, and the session that it opens in this tenant's portal. `None`: it does not open it, see
    /// [`Self::opens`].
    #[must_use]
    pub fn opened(&self, record: &Tenant, session: TokenHash, now: Timestamp) -> Option<(Self, Session)> {
        if !self.opens(record, now) {
            return None;
        }
        let spent = Self { spent_at: Some(now), session: Some(session.clone()), ..self.clone() };
        let session = Session {
            hash: session,
            tenant: self.tenant.clone(),
            people_token: self.people_token.clone(),
            operator_token: self.operator_token.clone(),
            admin: self.admin.clone(),
            created_at: now,
            valid_until: after(now, SESSION_LIFETIME),
        };
        Some((spent, session))
    }
}

impl Session {
    /// Whether the session is open at `now` in the portal of the tenant with this record: it is the session's own
    /// tenant, the hour is not over, and the people token that opened the session still stands.
    #[must_use]
    pub fn is_open(&self, record: &Tenant, now: Timestamp) -> bool {
        self.tenant == record.id
            && now < self.valid_until
            && record.keeps_open(self.people_token.as_deref(), now)
    }

    /// Who makes the tokens of this session. `None`: no people token opened it.
    #[must_use]
    pub fn maker(&self) -> Option<Maker> {
        let people_token = self.people_token.clone()?;
        Some(Maker { people_token, admin: self.admin.clone() })
    }
}

/// The secret of the link that a request asks for, by its people token: the same if the request is sent again. The table
/// has neither the token nor the secret, so nobody learns it from there.
#[must_use]
pub fn link_secret(people_token: &str, seed: Seed) -> String {
    let id = seed.id("portal link");
    hex::encode(Sha256::digest(format!("{LINKS}{people_token} {id}")))
}

/// What an OAuth client follows from that a request makes, by its people token: the same if the request is sent again. The
/// table has neither the token nor the secret, so nobody learns it from there.
#[must_use]
pub fn client_seed(people_token: &str, seed: Seed) -> [u8; 32] {
    let id = seed.id("oauth client");
    Sha256::digest(format!("{CLIENTS}{people_token} {id}")).into()
}

/// The secret of the session that a link opens by the button of its page. The nonce is that page's alone, so who presses
/// the button twice opens one session, and nobody else who has the link can name it.
#[must_use]
pub fn session_secret(link: &str, nonce: &str) -> String {
    hex::encode(Sha256::digest(format!("{SESSIONS}{link} {nonce}")))
}

/// What the secrets of the tokens that are made in a session follow from, so that one press of a button makes one token
/// however often its form is sent. Only the browser with the session's cookie brings it about; it is stored nowhere.
#[derive(Clone)]
pub struct TokenMint(String);

impl TokenMint {
    /// That of the session with this secret.
    #[must_use]
    pub fn of(session: &str) -> Self {
        Self(hex::encode(Sha256::digest(format!("{TOKENS}{session}"))))
    }

    /// The secret of the token that this press of a button makes.
    #[must_use]
    pub fn secret(&self, press: &str) -> [u8; 32] {
        Sha256::digest(format!("{} {press}", self.0)).into()
    }
}

impl fmt::Debug for TokenMint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenMint(…)")
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
    use uuid::Uuid;

    use super::*;
    use crate::tenant::Plan;
    use crate::token::Scope;

    const START: Timestamp = Timestamp::UNIX_EPOCH;
    const MILLI: SignedDuration = SignedDuration::from_millis(1);

    /// A tenant, the id of its people token, and a link that the token asked for.
    fn asked() -> (Tenant, String, PortalLink) {
        let id = TenantId::parse("acme").unwrap();
        let mut acme = Tenant::new(id.clone(), "Acme".to_owned(), Plan::Advanced, START);
        acme.issue_token([1; 32], Scope::People, None, None, START).unwrap();
        let token = acme.tokens[0].id.clone();
        let grace = AdminName::parse("Grace").ok();
        let link = PortalLink::new(TokenHash::of("link"), id, Some(token.clone()), grace, START);
        (acme, token, link)
    }

    #[test]
    fn a_link_opens_one_session_within_five_minutes() {
        let (acme, token, link) = asked();
        let end = START + LINK_LIFETIME;
        assert_eq!(link.opened(&acme, TokenHash::of("s"), end), None);
        let (spent, session) = link.opened(&acme, TokenHash::of("s"), end - MILLI).unwrap();
        assert_eq!((&session.tenant, &session.admin), (&link.tenant, &link.admin));
        assert_eq!(session.maker(), Some(Maker { people_token: token, admin: link.admin }));
        assert_eq!(spent.opened(&acme, TokenHash::of("s"), end - MILLI), None);
    }

    #[test]
    fn a_button_that_is_pressed_twice_names_the_session_that_it_opened() {
        let (acme, _, link) = asked();
        let session = |nonce| TokenHash::of(&session_secret("link", nonce));
        let (spent, _) = link.opened(&acme, session("one"), START).unwrap();
        assert!(spent.has_opened(&session("one")) && !spent.has_opened(&session("two")));
        assert!(!link.has_opened(&session("one")));
        let other_link = TokenHash::of(&session_secret("other", "one"));
        assert!(!spent.has_opened(&other_link));
    }

    #[test]
    fn a_link_that_is_asked_for_again_is_the_same_and_any_other_is_not() {
        let (one, other) = (Seed::new(Uuid::from_u128(1)), Seed::new(Uuid::from_u128(2)));
        assert_eq!(link_secret("rc_acme_00", one), link_secret("rc_acme_00", one));
        assert_ne!(link_secret("rc_acme_00", one), link_secret("rc_acme_00", other));
        assert_ne!(link_secret("rc_acme_00", one), link_secret("rc_acme_01", one));
        assert!(crate::link::hash_of(&link_secret("rc_acme_00", one)).is_some());
    }

    #[test]
    fn a_session_lasts_an_hour() {
        let (acme, _, link) = asked();
        let (_, session) = link.opened(&acme, TokenHash::of("s"), START).unwrap();
        let end = START + SESSION_LIFETIME;
        assert!(session.is_open(&acme, end - MILLI));
        assert!(!session.is_open(&acme, end));
    }

    #[test]
    fn a_link_and_a_session_end_with_the_token_that_opened_them() {
        let (mut acme, token, link) = asked();
        let (_, session) = link.opened(&acme, TokenHash::of("s"), START).unwrap();
        let by_nobody = PortalLink { people_token: None, ..link.clone() };
        assert!(acme.revoke_token(&token, START));
        assert!(!session.is_open(&acme, START));
        assert_eq!(link.opened(&acme, TokenHash::of("s"), START), None);
        let (_, session) = by_nobody.opened(&acme, TokenHash::of("s"), START).unwrap();
        assert!(session.is_open(&acme, START) && session.maker().is_none());
    }

    #[test]
    fn the_mark_of_a_form_is_of_one_session_and_is_not_what_is_kept_of_it() {
        let mark = FormMark::of("secret");
        assert!(mark.matches(FormMark::of("secret").as_str()));
        for other in [FormMark::of("other").as_str(), "", TokenHash::of("secret").as_str()] {
            assert!(!mark.matches(other), "{other}");
        }
        assert_eq!(format!("{mark:?} {:?}", asked().2.admin), "FormMark(…) Some(AdminName(…))");
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(AdminName::parse(" Grace ").unwrap().as_str(), "Grace");
        for text in ["", "a\nb", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(AdminName::parse(text), Err(AdminNameError), "{text:?}");
        }
    }
}
