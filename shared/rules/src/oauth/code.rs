//! Authorization codes (RFC 6749 §4.1) and what comes of them. All of it stands in the tenant's record: so it is read at no
//! call more, ends with its client, and of two uses of a code one is decided by the record's own condition.
//!
//! A code is `rco_<64 hexadecimal digits>`, a refresh token `rcr_<64 of them>`. Both are kept as their hash. A refresh token
//! is used once. The next one follows from it and from a key of the authorization, so that a directory which did not get an
//! answer may ask again and is told the same. Once the next one was used, the one before is spent: if somebody presents it
//! again, two have it, and the authorization ends (RFC 9700 §4.14.2).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::access::{Granted, InvalidClient, LIFETIME, Refused, TokenKey};
use super::client::{ClientId, OAuthClient};
use super::method::{Authorizations, Method};
use crate::link_life::after;
use crate::tenant::{Tenant, TenantId};
use crate::token::{Maker, TokenHash};

/// How long a code is good.
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(1);

/// How long an authorization lasts of which nobody refreshes a token.
pub const UNUSED: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Codes of a client that are kept at a time. A later one takes the place of the oldest.
pub const MAX_CODES: usize = 3;

/// Authorizations of a client at a time: the latest, and those before it that have yet to end. They are read with each
/// request, so they are few.
pub const MAX_GRANTED: usize = 5;

/// Spent refresh tokens of an authorization that are remembered, the latest of them.
pub const MAX_SPENT: usize = 3;

const CODE_PREFIX: &str = "rco_";
const REFRESH_PREFIX: &str = "rcr_";

/// What stands before the text of which a refresh token is the signature.
const REFRESHED: &str = "rollcall refresh token after ";

/// A code that is yet to be exchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Code {
    /// Hash of the code.
    pub hash: TokenHash,
    /// To where the browser was sent with it.
    pub redirect_uri: String,
    /// Whether the request named that URI. Then the exchange must name it, too (RFC 6749 §4.1.3).
    pub is_uri_named: bool,
    /// What the verifier of the exchange is held to (RFC 7636 §4.6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    /// Who consented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Maker>,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// What a code was exchanged for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Authorization {
    /// Hash of its code: if that comes again, the authorization ends.
    pub code: TokenHash,
    /// Key of its access tokens and refresh tokens.
    pub token_key: TokenKey,
    /// Hash of the refresh token that is to be used next.
    pub refresh: TokenHash,
    /// Hash of the one before, which gets the same answer until the next one is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refreshed: Option<TokenHash>,
    /// Hashes of those before, the latest last, [`MAX_SPENT`] at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spent: Vec<TokenHash>,
    /// Who consented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Maker>,
    /// When the code was exchanged.
    pub created_at: Timestamp,
    /// From when on all of its tokens are refused.
    pub expires_at: Timestamp,
}

impl Code {
    /// By which the authorization that comes of it is known: [`TokenHash::short`].
    #[must_use]
    pub fn id(&self) -> String {
        self.hash.short()
    }

    /// Whether the code is good at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

impl Authorization {
    /// By which it is known: [`TokenHash::short`] of its code.
    #[must_use]
    pub fn id(&self) -> String {
        self.code.short()
    }

    /// Whether its tokens are accepted at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

/// A SHA-256 that a verifier must have: the method `S256`, and no other (RFC 7636 §4.2).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Challenge(String);

impl Challenge {
    /// Reads a challenge: 43 characters of base64url; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hash = URL_SAFE_NO_PAD.decode(text).ok().filter(|hash| hash.len() == 32);
        hash.map(|_| Self(text.to_owned()))
    }

    /// Whether this verifier belongs to it.
    fn is_met_by(&self, verifier: &str) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
        let is_its: bool = hash.as_bytes().ct_eq(self.0.as_bytes()).into();
        (43..=128).contains(&verifier.len()) && verifier.bytes().all(is_plain) && is_its
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

/// What an administrator consented to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The client's own id.
    pub client: String,
    /// To where the browser is sent.
    pub redirect_uri: String,
    /// [`Code::is_uri_named`].
    pub is_uri_named: bool,
    /// [`Code::challenge`].
    pub challenge: Option<Challenge>,
}

/// What is presented to exchange a code.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    /// The code.
    pub code: &'a str,
    /// The redirect URI, if the request names one.
    pub redirect_uri: Option<&'a str>,
    /// The verifier, if the request has one.
    pub verifier: Option<&'a str>,
}

/// What becomes of a code or a refresh token that was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Tokens were granted.
    Granted(Granted),
    /// It was used before. What came of it has ended, and the caller is told [`Refused::Grant`].
    Ended,
}

impl Tenant {
    /// Gives a code for a consent. The same secret gives the same code, as long as that is not exchanged. `None`: there is no
    /// such client, or the code was exchanged.
    pub fn give_code(
        &mut self,
        consent: &Consent,
        secret: [u8; 32],
        made_by: Option<Maker>,
        now: Timestamp,
    ) -> Option<String> {
        let text = format!("{CODE_PREFIX}{}", hex::encode(secret));
        let hash = TokenHash::of(&text);
        let known = self.authorizations_mut(&consent.client)?;
        if known.granted.iter().any(|authorization| authorization.code.matches(&hash)) {
            return None;
        }
        known.codes.retain(|code| code.is_live(now) && code.hash != hash);
        let surplus = (known.codes.len() + 1).saturating_sub(MAX_CODES);
        known.codes.drain(..surplus);
        known.codes.push(Code {
            hash,
            redirect_uri: consent.redirect_uri.clone(),
            is_uri_named: consent.is_uri_named,
            challenge: consent.challenge.clone(),
            made_by,
            expires_at: after(now, CODE_LIFETIME),
        });
        Some(text)
    }

    /// Exchanges a code for tokens (RFC 6749 §4.1.3), once. Authorizations before it go on for [`LIFETIME`]: nobody who uses
    /// one is cut off by it. `seed` is of the request: one whose write's answer got lost finds its own exchange by it.
    ///
    /// # Errors
    ///
    /// [`Refused`]. Nothing is changed then.
    pub fn exchange_code(
        &mut self,
        client: &ClientId,
        secret: &str,
        exchange: Exchange<'_>,
        seed: [u8; 32],
        now: Timestamp,
    ) -> Result<Outcome, Refused> {
        self.code_client(client, secret, now)?;
        let tenant = self.id.clone();
        let known = self.authorizations_mut(client.own()).ok_or(Refused::Grant)?;
        let (hash, token_key) = (TokenHash::of(exchange.code), TokenKey::of(&hex::encode(seed)));
        if let Some(at) = known.granted.iter().position(|granted| granted.code.matches(&hash)) {
            let granted = known.granted.get(at).ok_or(Refused::Grant)?;
            if granted.token_key == token_key {
                return granted.tokens(&tenant, client, exchange.code, now).map(Outcome::Granted);
            }
            known.granted.remove(at);
            return Ok(Outcome::Ended);
        }
        let code = known.codes.iter().find(|code| code.hash.matches(&hash) && code.is_live(now));
        let code = code.filter(|code| code.is_met_by(exchange)).cloned().ok_or(Refused::Grant)?;
        known.codes.retain(|other| other.is_live(now) && other.hash != hash);
        known.end_earlier(now);
        let refresh = next_refresh(&token_key, exchange.code).ok_or(Refused::Grant)?;
        let granted = Authorization {
            code: hash,
            refresh: TokenHash::of(&refresh),
            token_key,
            refreshed: None,
            spent: Vec::new(),
            made_by: code.made_by,
            created_at: now,
            expires_at: after(now, UNUSED),
        };
        let tokens = granted.tokens(&tenant, client, exchange.code, now)?;
        known.granted.push(granted);
        Ok(Outcome::Granted(tokens))
    }

    /// Gives tokens for a refresh token (RFC 6749 §6), and the next refresh token.
    ///
    /// # Errors
    ///
    /// [`Refused`]. Nothing is changed then.
    pub fn refresh(
        &mut self,
        client: &ClientId,
        secret: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<Outcome, Refused> {
        self.code_client(client, secret, now)?;
        let tenant = self.id.clone();
        let known = self.authorizations_mut(client.own()).ok_or(Refused::Grant)?;
        let hash = TokenHash::of(token);
        let has_spent = |each: &Authorization| each.spent.iter().any(|spent| spent.matches(&hash));
        if let Some(at) = known.granted.iter().position(has_spent) {
            known.granted.remove(at);
            return Ok(Outcome::Ended);
        }
        let of_hash = |each: &&mut Authorization| {
            each.is_live(now)
                && (each.refresh.matches(&hash)
                    || each.refreshed.as_ref().is_some_and(|before| before.matches(&hash)))
        };
        let found = known.granted.iter_mut().find(of_hash).ok_or(Refused::Grant)?;
        let tokens = found.tokens(&tenant, client, token, now)?;
        if found.refresh.matches(&hash) {
            found.refreshed_by(hash, tokens.refresh_token.as_deref().unwrap_or_default(), now);
        }
        Ok(Outcome::Granted(tokens))
    }

    /// Takes all away that was consented to in sessions of the portal which the people token with that id opened.
    pub(crate) fn revoke_consents_by(&mut self, people_token: &str) {
        let stays =
            |made_by: &Option<Maker>| made_by.as_ref().is_none_or(|maker| maker.people_token != people_token);
        for client in &mut self.oauth_clients {
            if let Method::Code(known) = &mut client.method {
                known.codes.retain(|code| stays(&code.made_by));
                known.granted.retain(|granted| stays(&granted.made_by));
            }
        }
    }

    /// The client, if it proves itself by its secret and gets its tokens by codes.
    fn code_client(&self, client: &ClientId, secret: &str, now: Timestamp) -> Result<&OAuthClient, Refused> {
        let known = self.authenticated(client, secret, now)?;
        if matches!(known.method, Method::Code(_)) { Ok(known) } else { Err(Refused::Method) }
    }

    /// The client of that id; `None`: there is none, or it is another tenant's.
    pub(super) fn client_of(&self, client: &ClientId) -> Option<&OAuthClient> {
        self.oauth_client(client.own()).filter(|_| self.id == *client.claimed().id())
    }

    /// The client, if it proves itself by its secret, whatever that is good for.
    pub(crate) fn authenticated(
        &self,
        client: &ClientId,
        secret: &str,
        now: Timestamp,
    ) -> Result<&OAuthClient, InvalidClient> {
        let known = self.client_of(client).ok_or(InvalidClient)?;
        known.live_secret(secret, now).map(|_| known).ok_or(InvalidClient)
    }

    /// Whether the client proves itself by its secret, whatever that is good for.
    ///
    /// # Errors
    ///
    /// [`InvalidClient`].
    pub fn proves_client(
        &self,
        client: &ClientId,
        secret: &str,
        now: Timestamp,
    ) -> Result<(), InvalidClient> {
        self.authenticated(client, secret, now).map(|_| ())
    }

    /// Whether a secret of the client is live; `None`: the client has no such secret, or there is none.
    pub(crate) fn knows_secret(&self, client: &ClientId, secret: &str, now: Timestamp) -> Option<bool> {
        self.client_of(client)?.secret_of(secret).map(|secret| secret.is_live(now))
    }

    fn authorizations_mut(&mut self, client: &str) -> Option<&mut Authorizations> {
        match &mut self.oauth_clients.iter_mut().find(|each| each.id == client)?.method {
            Method::Code(known) => Some(known),
            Method::Secret | Method::Jwt(_) => None,
        }
    }
}

impl Code {
    fn is_met_by(&self, exchange: Exchange<'_>) -> bool {
        let is_right_uri = match exchange.redirect_uri {
            Some(uri) => uri == self.redirect_uri,
            None => !self.is_uri_named,
        };
        let is_verified = match (&self.challenge, exchange.verifier) {
            (Some(challenge), Some(verifier)) => challenge.is_met_by(verifier),
            (None, None) => true,
            // A verifier without a challenge means that somebody took the challenge away (RFC 9700 §4.8.2).
            (Some(_), None) | (None, Some(_)) => false,
        };
        is_right_uri && is_verified
    }
}

impl Authorizations {
    /// Lets those that were granted before go on for as long as an access token lasts, and leaves room for one more.
    fn end_earlier(&mut self, now: Timestamp) {
        let last = after(now, LIFETIME);
        self.granted.retain(|granted| granted.is_live(now));
        let surplus = (self.granted.len() + 1).saturating_sub(MAX_GRANTED);
        self.granted.drain(..surplus);
        for granted in &mut self.granted {
            granted.expires_at = granted.expires_at.min(last);
        }
    }

    /// Ids of all that an administrator consented to and that can still be used.
    pub(crate) fn live(&self, now: Timestamp) -> impl Iterator<Item = String> {
        let codes = self.codes.iter().filter(move |code| code.is_live(now)).map(Code::id);
        let granted = self.granted.iter().filter(move |granted| granted.is_live(now)).map(Authorization::id);
        granted.chain(codes)
    }

    /// The key of access tokens of an authorization, if that is live.
    pub(super) fn token_key(&self, id: &str, now: Timestamp) -> Option<&TokenKey> {
        let found = self.granted.iter().find(|granted| granted.is_live(now) && granted.id() == id);
        found.map(|granted| &granted.token_key)
    }
}

impl Authorization {
    /// An access token, and the refresh token that follows from what was presented.
    fn tokens(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        presented: &str,
        now: Timestamp,
    ) -> Result<Granted, Refused> {
        let refresh = next_refresh(&self.token_key, presented).ok_or(Refused::Grant)?;
        let origin = (self.id(), &self.token_key, self.expires_at);
        let granted = Granted::sign(tenant, client.own(), origin, now).ok_or(Refused::Grant)?;
        Ok(Granted { refresh_token: Some(refresh), ..granted })
    }

    fn refreshed_by(&mut self, used: TokenHash, next: &str, now: Timestamp) {
        self.spent.extend(self.refreshed.replace(used));
        let surplus = self.spent.len().saturating_sub(MAX_SPENT);
        self.spent.drain(..surplus);
        self.refresh = TokenHash::of(next);
        // One that is about to end, as a later consent took its place, is not made to last longer.
        if self.expires_at > after(now, LIFETIME) {
            self.expires_at = after(now, UNUSED);
        }
    }
}

/// The refresh token after a code or a refresh token.
fn next_refresh(key: &TokenKey, presented: &str) -> Option<String> {
    let signature = key.signature(&format!("{REFRESHED}{presented}"))?;
    Some(format!("{REFRESH_PREFIX}{signature}"))
}

#[cfg(test)]
mod tests;
