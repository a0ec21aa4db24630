//! API tokens: `rc_<tenant>_<secret>`. The tenant is in the token, so the token's record can be read in the same call
//! as everything else that a request needs. The secret is kept only as its SHA-256. What an OAuth client got is told from
//! these by how it begins, and checked by [`oauth`](super::oauth).

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::admission::ClaimedTenant;
use super::check::LIMIT;
use super::oauth::access::{self, AccessToken};
use super::portal::AdminName;
use super::tenant::{Tenant, TenantId};
use super::text;

/// Tokens a tenant can have at a time: room to rotate, few enough to know them all.
pub const MAX_LIVE: usize = 5;

const PREFIX: &str = "rc_";

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The SCIM API, for the tenant's directory.
    Scim,
    /// The people API, for the operator's backend.
    People,
    /// The operator API, for the operator's backend: every tenant. No token of a tenant has it, see
    /// [`operator`](super::operator).
    Operator,
}

impl Scope {
    /// The word in commands and JSON: `scim`, `people` or `operator`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scim => "scim",
            Self::People => "people",
            Self::Operator => "operator",
        }
    }
}

/// SHA-256 of a token's secret, in hexadecimal. Secrets have 256 random bits, so a plain hash cannot be guessed back.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(String);

impl TokenHash {
    /// The hash of a secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(hex::encode(Sha256::digest(secret.as_bytes())))
    }

    /// Twelve digits by which people tell tokens apart. They say nothing about the secret.
    #[must_use]
    pub fn short(&self) -> String {
        self.0.chars().take(12).collect()
    }

    /// The whole hash, for a key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it that one? How long the answer takes says nothing of the hashes.
    pub(super) fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// What is kept of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRecord {
    /// By which it is listed and revoked: [`TokenHash::short`].
    pub id: String,
    /// Hash of the secret.
    pub hash: TokenHash,
    /// The API that the token opens.
    pub scope: Scope,
    /// A note of the issuer, shown in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When the token was issued.
    pub created_at: Timestamp,
    /// From when on it is refused; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// In whose session of the portal it was made; `None`: in none, or before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Maker>,
}

/// What is remembered of a token that ended: so much that it is recognised when somebody still presents it.
///
/// A directory that goes on with an old token is otherwise a stranger, of whom nothing may be noted, and its
/// administrator looks in vain for why nothing happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndedToken {
    /// Hash of the secret: whole, for the id is short enough to be found by trying.
    pub hash: TokenHash,
    /// The API that the token opened.
    pub scope: Scope,
    /// The note of the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When the token was revoked, or had expired.
    pub ended_at: Timestamp,
}

/// Ended tokens that are remembered, the latest of them. They are read with each request, so they are few.
pub const MAX_ENDED: usize = 5;

/// Who made a token in the portal, or an OAuth client there or by the people API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Maker {
    /// The [`TokenRecord::id`] of the people token that opened the session, or made the request. It may be gone by now.
    pub people_token: String,
    /// The administrator, if the operator's product named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<AdminName>,
}

impl TokenRecord {
    /// Whether it was made in a session of the portal that the people token with that id opened.
    #[must_use]
    pub fn is_made_by(&self, people_token: &str) -> bool {
        self.made_by.as_ref().is_some_and(|maker| maker.people_token == people_token)
    }

    /// The name by which people know it: its label, or else its id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.id)
    }

    /// How long the token that takes its place lasts: as long as it was to last itself, and 90 days at least, as its end
    /// may have been brought forward. `None`: without end.
    fn span(&self) -> Option<SignedDuration> {
        let span = self.expires_at?.duration_since(self.created_at);
        Some(span.max(Lifetime::Quarter.span().unwrap_or(span)))
    }

    /// Whether the token is accepted at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

/// A token as a request presents it. Nothing is known yet of its worth.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Presented {
    tenant: ClaimedTenant,
    proof: Proof,
}

/// What a token proves itself by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Proof {
    /// A static token, by its secret.
    Secret(TokenHash),
    /// A token that an OAuth client got, by its signature.
    Access(AccessToken),
}

impl Presented {
    /// Takes a token apart; `None` where it does not have the form.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        if token.starts_with(access::PREFIX) {
            let (tenant, token) = AccessToken::parse(token)?;
            return Some(Self { tenant, proof: Proof::Access(token) });
        }
        let (tenant, secret) = token.strip_prefix(PREFIX)?.split_once('_')?;
        let tenant = TenantId::parse(tenant).ok()?.into();
        (!secret.is_empty()).then(|| Self { tenant, proof: Proof::Secret(TokenHash::of(secret)) })
    }

    /// The tenant that it says it is of: which record to check it against.
    #[must_use]
    pub const fn claimed(&self) -> &ClaimedTenant {
        &self.tenant
    }

    /// The [`TokenRecord::id`] that it has if it is one of the tenant's. Of an access token it is the id of the client,
    /// whose use it is.
    #[must_use]
    pub fn id(&self) -> String {
        match &self.proof {
            Proof::Secret(hash) => hash.short(),
            Proof::Access(token) => token.client().to_owned(),
        }
    }
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Unknown tenant, wrong, revoked or expired token: a caller is not told which.
    #[error(
        "The token is not valid: it may be mistyped, expired or revoked. Issue a new one in the vendor's settings \
         and enter it in your directory."
    )]
    Token,
    /// An access token of the tenant's that ended by its time: its signature is right, so that is no secret to its holder.
    #[error(
        "The access token has expired, as each does within an hour. Get another one at the token URL, and send the request \
         again."
    )]
    Expired,
    /// No header at all, so that no token can be at fault.
    #[error("The header Authorization is missing. Send it with the word Bearer, a blank and the token.")]
    NoToken,
    /// The scheme stands before the token twice: the directory adds the word by itself.
    #[error(
        "The header Authorization has the word Bearer twice. Your directory adds it by itself: enter the token alone, \
         without the word Bearer."
    )]
    SchemeTwice,
    /// Two headers that differ: it is not known which of the two is meant.
    #[error("There are two headers Authorization, and they differ. Send one.")]
    TwoTokens,
    /// A right token for another API.
    #[error("The token is valid but not for this API: issue one with the scope \"{}\".", .0.as_str())]
    Scope(Scope),
    /// By its form it is a token of the operator, which opens nothing here, whatever it is worth.
    #[error(
        "This is a token of the vendor's own backend, which does not open this API: use a token of the tenant."
    )]
    OfOperator,
    /// By its form it is a token of a tenant, which does not open the operator API, whatever it is worth.
    #[error(
        "This is a token of one tenant, which does not open this API: `rollcall token issue --operator` makes one that \
         does."
    )]
    OfTenant,
}

/// Decides whether what was presented is a live token of that tenant with that scope. What comes of it is
/// [`Admitted`](super::admission::Admitted). Gives the name of who holds it.
pub(super) fn authorize<'a>(
    tenant: Option<&'a Tenant>,
    presented: &Presented,
    scope: Scope,
    now: Timestamp,
) -> Result<Holder<'a>, Denied> {
    let tenant = tenant.filter(|tenant| tenant.id == *presented.tenant.id()).ok_or(Denied::Token)?;
    match &presented.proof {
        Proof::Secret(hash) => {
            let record = authorize_static(tenant, hash, scope, now)?;
            let is_check = tenant.check_token.as_ref().is_some_and(|check| check.hash == record.hash);
            Ok(Holder { name: record.name(), is_check })
        }
        Proof::Access(token) => {
            let client = access::authorize(tenant, token, scope, now)?;
            Ok(Holder { name: client.name(), is_check: false })
        }
    }
}

/// Who holds a token that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder<'a> {
    pub(super) name: &'a str,
    /// It is a check of the connection, and no directory.
    pub(super) is_check: bool,
}

fn authorize_static<'a>(
    tenant: &'a Tenant,
    hash: &TokenHash,
    scope: Scope,
    now: Timestamp,
) -> Result<&'a TokenRecord, Denied> {
    // Every record is compared, and in constant time: how long an answer takes says nothing of the hashes.
    let found = tenant
        .tokens
        .iter()
        .chain(tenant.check_token.as_deref())
        .fold(None, |found, record| if record.hash.matches(hash) { Some(record) } else { found });
    match found {
        Some(record) if !record.is_live(now) => Err(Denied::Token),
        Some(record) if record.scope != scope => Err(Denied::Scope(scope)),
        Some(record) => Ok(record),
        None => Err(Denied::Token),
    }
}

/// How long a token lasts that is made in the portal.
///
/// A year by default. A token that nobody remembers ends some day, and once a year is seldom enough that a new one can be
/// entered in the directory by hand. Directories ask for secrets of one to three years, so a choice below that is for
/// those who rotate by a rule of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// 90 days.
    Quarter,
    /// 365 days.
    #[default]
    Year,
    /// 730 days.
    TwoYears,
    /// Until it is revoked.
    Endless,
}

impl Lifetime {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Quarter, Self::Year, Self::TwoYears, Self::Endless];

    /// The word in forms: a number of days, or `never`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quarter => "90",
            Self::Year => "365",
            Self::TwoYears => "730",
            Self::Endless => "never",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lifetime| lifetime.as_str() == text)
    }

    /// How long it is; `None`: without end.
    #[must_use]
    pub const fn span(self) -> Option<SignedDuration> {
        let days = match self {
            Self::Quarter => 90,
            Self::Year => 365,
            Self::TwoYears => 730,
            Self::Endless => return None,
        };
        Some(SignedDuration::from_hours(24 * days))
    }
}

/// How long a token that was rotated still works beside the new one.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Label of the token by which a check of the connection works. It stands beside what the check does in the histories.
pub const CHECK_LABEL: &str = "Check of the connection";

/// Longest label of a token, in characters.
pub const MAX_LABEL_CHARS: usize = 100;

/// Not a label of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token's label is one line of 1 to {MAX_LABEL_CHARS} characters")]
pub struct LabelError;

/// A label that a token may be given, without white space around it.
///
/// # Errors
///
/// [`LabelError`] if nothing can be seen of it, it is longer than [`MAX_LABEL_CHARS`] characters, or not one plain line.
pub fn parse_label(text: &str) -> Result<String, LabelError> {
    text::strict_line(text, MAX_LABEL_CHARS).ok_or(LabelError)
}

/// A tenant has [`MAX_LIVE`] tokens already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tenant has {MAX_LIVE} live tokens already: revoke one first")]
pub struct TooManyTokens;

impl Tenant {
    /// Adds a token and forgets the expired ones. Gives the clear token, which is shown once and kept nowhere. The same
    /// secret makes the same token: a caller that did not learn whether the write succeeded can repeat it.
    ///
    /// # Errors
    ///
    /// [`TooManyTokens`] if the tenant has [`MAX_LIVE`] live tokens already.
    pub fn issue_token(
        &mut self,
        secret: [u8; 32],
        scope: Scope,
        label: Option<String>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<String, TooManyTokens> {
        self.add_token(secret, Kept { scope, label, expires_at, made_by: None }, now)
    }

    /// As [`Tenant::issue_token`], for the directory, and made in the portal by `made_by`.
    ///
    /// # Errors
    ///
    /// [`TooManyTokens`] if the tenant has [`MAX_LIVE`] live tokens already.
    pub fn make_token(
        &mut self,
        secret: [u8; 32],
        label: Option<String>,
        lifetime: Lifetime,
        made_by: Option<Maker>,
        now: Timestamp,
    ) -> Result<String, TooManyTokens> {
        let expires_at = lifetime.span().and_then(|span| now.checked_add(span).ok());
        self.add_token(secret, Kept { scope: Scope::Scim, label, expires_at, made_by }, now)
    }

    /// The token with that secret in the clear, if it is live at `now`.
    #[must_use]
    pub fn live_token(&self, secret: [u8; 32], now: Timestamp) -> Option<String> {
        let secret = hex::encode(secret);
        let hash = TokenHash::of(&secret);
        let is_there = self.tokens.iter().any(|record| record.hash.matches(&hash) && record.is_live(now));
        is_there.then(|| format!("{PREFIX}{}_{secret}", self.id))
    }

    /// Makes the token by which a check of the connection works, in place of the one that an earlier check may have left. It
    /// lives for [`LIMIT`], and is none of the [`MAX_LIVE`]. Gives it in the clear.
    pub fn issue_check_token(&mut self, secret: [u8; 32], now: Timestamp) -> String {
        let expires_at = now.checked_add(LIMIT).ok();
        let label = Some(CHECK_LABEL.to_owned());
        let (record, token) =
            self.token_of(secret, Kept { scope: Scope::Scim, label, expires_at, made_by: None }, now);
        if self.check_token.as_ref().is_none_or(|known| known.hash != record.hash) {
            self.check_token = Some(Box::new(record));
        }
        token
    }

    /// Takes the token of a check away, if it is the one with this secret.
    pub fn end_check_token(&mut self, secret: [u8; 32]) {
        let hash = TokenHash::of(&hex::encode(secret));
        self.check_token.take_if(|record| record.hash.matches(&hash));
    }

    fn add_token(&mut self, secret: [u8; 32], kept: Kept, now: Timestamp) -> Result<String, TooManyTokens> {
        let (record, token) = self.token_of(secret, kept, now);
        if self.tokens.iter().any(|known| known.hash.matches(&record.hash)) {
            return Ok(token);
        }
        self.forget_expired(now);
        if self.tokens.len() >= MAX_LIVE {
            return Err(TooManyTokens);
        }
        self.tokens.push(record);
        Ok(token)
    }

    /// What is kept of a token with this secret, and the token in the clear.
    fn token_of(&self, secret: [u8; 32], kept: Kept, now: Timestamp) -> (TokenRecord, String) {
        let secret = hex::encode(secret);
        let (hash, token) = (TokenHash::of(&secret), format!("{PREFIX}{}_{secret}", self.id));
        let Kept { scope, label, expires_at, made_by } = kept;
        let record =
            TokenRecord { id: hash.short(), hash, scope, label, created_at: now, expires_at, made_by };
        (record, token)
    }

    fn forget_expired(&mut self, now: Timestamp) {
        let expired: Vec<_> = self.tokens.extract_if(.., |record| !record.is_live(now)).collect();
        for record in expired {
            let ended_at = record.expires_at.unwrap_or(now);
            self.remember_ended(record, ended_at);
        }
    }

    /// Remembers a token that was taken away, in place of the one that ended first if there are too many.
    fn remember_ended(&mut self, record: TokenRecord, ended_at: Timestamp) {
        let TokenRecord { hash, scope, label, .. } = record;
        self.ended_tokens.push(EndedToken { hash, scope, label, ended_at });
        self.ended_tokens.sort_by_key(|ended| ended.ended_at);
        let surplus = self.ended_tokens.len().saturating_sub(MAX_ENDED);
        self.ended_tokens.drain(..surplus);
    }

    /// Replaces the directory's token with that id by a new one, made in the portal by `made_by`. The new token lasts as long
    /// as the old one was to last; the old token works for [`OVERLAP`] longer and not after that. Gives the new token in the clear; `None`: there is no such live token.
    ///
    /// # Errors
    ///
    /// [`TooManyTokens`] if the tenant has [`MAX_LIVE`] live tokens already, the rotated one among them.
    pub fn rotate_token(
        &mut self,
        id: &str,
        secret: [u8; 32],
        made_by: Option<Maker>,
        now: Timestamp,
    ) -> Result<Option<String>, TooManyTokens> {
        let is_it =
            |record: &&TokenRecord| record.id == id && record.scope == Scope::Scim && record.is_live(now);
        let Some(old) = self.tokens.iter().find(is_it) else { return Ok(None) };
        let (label, expires_at) = (old.label.clone(), old.span().and_then(|span| now.checked_add(span).ok()));
        let token = self.add_token(secret, Kept { scope: Scope::Scim, label, expires_at, made_by }, now)?;
        let last = now.saturating_add(OVERLAP).unwrap_or(now);
        for old in self.tokens.iter_mut().filter(|record| record.id == id) {
            old.expires_at = Some(old.expires_at.map_or(last, |before| before.min(last)));
        }
        Ok(Some(token))
    }

    /// Takes a token away. `false`: there was none of that id.
    pub fn revoke_token(&mut self, id: &str, now: Timestamp) -> bool {
        !self.take_tokens(|record| record.id == id, now).is_empty()
    }

    fn take_tokens(&mut self, is_taken: impl Fn(&TokenRecord) -> bool, now: Timestamp) -> Vec<TokenRecord> {
        let taken: Vec<_> = self.tokens.extract_if(.., |record| is_taken(record)).collect();
        for record in &taken {
            let ended_at = record.expires_at.map_or(now, |expires_at| expires_at.min(now));
            self.remember_ended(record.clone(), ended_at);
        }
        taken
    }

    /// The label of a token that the tenant has, or had and remembers, by its id.
    pub(super) fn label_of_token(&self, id: &str) -> Option<String> {
        let label = |record: &TokenRecord| (record.id == id).then(|| record.label.clone());
        let ended = |ended: &EndedToken| (ended.hash.short() == id).then(|| ended.label.clone());
        self.tokens.iter().find_map(label).or_else(|| self.ended_tokens.iter().find_map(ended)).flatten()
    }

    /// Whether a token is one that the tenant has, or one that it had and that is still remembered. Of an access token it
    /// is never said: it ends by the hour, so there is nothing to tell of one that has ended.
    pub(super) fn knows(&self, presented: &Presented) -> bool {
        let Proof::Secret(presented) = &presented.proof else { return false };
        let had = self.ended_tokens.iter().map(|ended| &ended.hash);
        let hashes = self.tokens.iter().map(|record| &record.hash).chain(had);
        // All are compared, as in `authorize`: an early end would tell how far the search came.
        hashes.filter(|hash| hash.matches(presented)).count() > 0
    }

    /// The tokens that were made in sessions of the portal which the people token with that id opened.
    #[must_use]
    pub fn made_by(&self, people_token: &str) -> Vec<TokenRecord> {
        self.tokens.iter().filter(|record| record.is_made_by(people_token)).cloned().collect()
    }

    /// Takes [those tokens](Tenant::made_by) away, and gives them; with them what was consented to in those sessions, and
    /// [the OAuth clients](Tenant::clients_made_by). The people token itself stays as it is.
    pub fn revoke_made_by(&mut self, people_token: &str, now: Timestamp) -> Vec<TokenRecord> {
        self.revoke_consents_by(people_token);
        self.revoke_clients_by(people_token);
        self.take_tokens(|record| record.is_made_by(people_token), now)
    }

    /// Whether what a people token opened is still open at `now`: the token with that id is neither revoked nor expired.
    /// What no token opened (`None`) ends by its own expiry alone.
    #[must_use]
    pub fn keeps_open(&self, people_token: Option<&str>, now: Timestamp) -> bool {
        let stands = |record: &TokenRecord, id| {
            record.id == id && record.scope == Scope::People && record.is_live(now)
        };
        people_token.is_none_or(|id| self.tokens.iter().any(|record| stands(record, id)))
    }
}

/// What is kept of a new token besides its hash and its time.
struct Kept {
    scope: Scope,
    label: Option<String>,
    expires_at: Option<Timestamp>,
    made_by: Option<Maker>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::Plan;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn acme() -> Tenant {
        Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, NOW)
    }

    fn issue(tenant: &mut Tenant, secret: u8, expires_at: Option<Timestamp>) -> Presented {
        let token = tenant.issue_token([secret; 32], Scope::Scim, None, expires_at, NOW).unwrap();
        Presented::parse(&token).unwrap()
    }

    #[test]
    fn an_issued_token_is_accepted_for_its_scope_only() {
        let mut tenant = acme();
        let token = issue(&mut tenant, 1, None);
        assert!(authorize(Some(&tenant), &token, Scope::Scim, NOW).is_ok());
        assert_eq!(
            authorize(Some(&tenant), &token, Scope::People, NOW).err(),
            Some(Denied::Scope(Scope::People))
        );
    }

    #[test]
    fn a_wrong_token_and_an_unknown_tenant_are_told_the_same() {
        let mut tenant = acme();
        issue(&mut tenant, 1, None);
        let wrong = Presented::parse("rc_acme_00").unwrap();
        assert_eq!(authorize(Some(&tenant), &wrong, Scope::Scim, NOW).err(), Some(Denied::Token));
        assert_eq!(authorize(None, &wrong, Scope::Scim, NOW).err(), Some(Denied::Token));
    }

    #[test]
    fn a_token_is_refused_from_its_expiry_on() {
        let mut tenant = acme();
        let expiry = NOW + SignedDuration::from_hours(1);
        let token = issue(&mut tenant, 1, Some(expiry));
        let just_before = expiry - SignedDuration::from_millis(1);
        assert!(authorize(Some(&tenant), &token, Scope::Scim, just_before).is_ok());
        assert_eq!(authorize(Some(&tenant), &token, Scope::Scim, expiry).err(), Some(Denied::Token));
    }

    #[test]
    fn rotation_overlaps_until_the_old_token_is_revoked() {
        let mut tenant = acme();
        let (old, new) = (issue(&mut tenant, 1, None), issue(&mut tenant, 2, None));
        assert!(authorize(Some(&tenant), &old, Scope::Scim, NOW).is_ok());
        assert!(tenant.revoke_token(&old.id(), NOW));
        assert!(!tenant.revoke_token(&old.id(), NOW));
        assert_eq!(authorize(Some(&tenant), &old, Scope::Scim, NOW).err(), Some(Denied::Token));
        assert!(authorize(Some(&tenant), &new, Scope::Scim, NOW).is_ok());
    }

    #[test]
    fn a_token_that_is_issued_again_is_the_same() {
        let mut tenant = acme();
        let first = issue(&mut tenant, 1, None);
        assert_eq!(issue(&mut tenant, 1, None), first);
        assert_eq!(tenant.tokens.len(), 1);
    }

    #[test]
    fn a_rotated_token_works_for_seven_days_beside_the_new_one() {
        let mut tenant = acme();
        let old = issue(&mut tenant, 1, None);
        let people = tenant.issue_token([9; 32], Scope::People, None, None, NOW).unwrap();
        let people = Presented::parse(&people).unwrap();
        for other in ["unknown", &people.id()] {
            assert_eq!(tenant.rotate_token(other, [2; 32], None, NOW), Ok(None));
        }
        let new = tenant.rotate_token(&old.id(), [2; 32], None, NOW).unwrap().unwrap();
        let new = Presented::parse(&new).unwrap();
        let end = NOW + OVERLAP;
        assert!(authorize(Some(&tenant), &old, Scope::Scim, end - SignedDuration::from_millis(1)).is_ok());
        assert_eq!(authorize(Some(&tenant), &old, Scope::Scim, end).err(), Some(Denied::Token));
        assert!(authorize(Some(&tenant), &new, Scope::Scim, end).is_ok());
    }

    #[test]
    fn a_sixth_live_token_is_refused_but_an_expired_one_makes_room() {
        let mut tenant = acme();
        for secret in 0..4 {
            issue(&mut tenant, secret, None);
        }
        issue(&mut tenant, 4, Some(NOW + SignedDuration::from_hours(1)));
        assert_eq!(tenant.issue_token([5; 32], Scope::Scim, None, None, NOW), Err(TooManyTokens));
        let later = NOW + SignedDuration::from_hours(2);
        assert!(tenant.issue_token([5; 32], Scope::Scim, None, None, later).is_ok());
        assert_eq!(tenant.tokens.len(), MAX_LIVE);
    }

    #[test]
    fn what_a_people_token_opened_ends_with_it_and_at_its_expiry() {
        let mut tenant = acme();
        let expiry = NOW + SignedDuration::from_hours(1);
        let scim = issue(&mut tenant, 1, None).id();
        let mut people = |secret, expires_at| {
            let token = tenant.issue_token([secret; 32], Scope::People, None, expires_at, NOW).unwrap();
            Presented::parse(&token).unwrap().id()
        };
        let (lasting, expiring) = (people(2, None), people(3, Some(expiry)));
        let just_before = expiry - SignedDuration::from_millis(1);
        for (opened_by, now, expected) in [
            (None, expiry, true),
            (Some(&lasting), expiry, true),
            (Some(&expiring), just_before, true),
            (Some(&expiring), expiry, false),
            (Some(&scim), NOW, false),
            (Some(&"unknown".to_owned()), NOW, false),
        ] {
            assert_eq!(tenant.keeps_open(opened_by.map(String::as_str), now), expected, "{opened_by:?}");
        }
        assert!(tenant.revoke_token(&lasting, NOW));
        assert!(!tenant.keeps_open(Some(&lasting), NOW));
    }

    #[test]
    fn the_tokens_made_in_the_portal_are_revoked_by_the_people_token_that_opened_it() {
        let mut tenant = acme();
        let own = issue(&mut tenant, 1, None);
        let maker = |people_token: &str| Some(Maker { people_token: people_token.to_owned(), admin: None });
        tenant.make_token([2; 32], None, Lifetime::Endless, maker("leaked"), NOW).unwrap();
        tenant.make_token([3; 32], None, Lifetime::Endless, maker("other"), NOW).unwrap();
        tenant.rotate_token(&own.id(), [4; 32], maker("leaked"), NOW).unwrap().unwrap();
        let taken: Vec<_> =
            tenant.revoke_made_by("leaked", NOW).into_iter().map(|record| record.hash).collect();
        assert_eq!(taken, [[2; 32], [4; 32]].map(|secret| TokenHash::of(&hex::encode(secret))));
        assert_eq!(tenant.revoke_made_by("leaked", NOW), []);
        assert_eq!(tenant.tokens.len(), 2);
    }

    #[test]
    fn the_tokens_that_ended_last_are_remembered_and_no_more_than_some() {
        let mut tenant = acme();
        let at = |hours| NOW + SignedDuration::from_hours(hours);
        let ended = |tenant: &Tenant| -> Vec<String> {
            tenant.ended_tokens.iter().map(|ended| ended.hash.short()).collect()
        };
        let expiring = issue(&mut tenant, 100, Some(at(1)));
        let mut revoked: Vec<String> = Vec::new();
        for number in 0..7 {
            let id = issue(&mut tenant, number, None).id();
            assert!(tenant.revoke_token(&id, at(i64::from(number) + 2)));
            revoked.push(id);
            if number == 1 {
                assert!(tenant.issue_token([50; 32], Scope::Scim, None, None, at(4)).is_ok());
                assert_eq!(ended(&tenant), [&[expiring.id()], &revoked[..]].concat());
            }
        }
        assert_eq!(ended(&tenant), revoked[2..]);
    }

    #[test]
    fn a_token_lasts_as_long_as_was_chosen_and_so_does_the_one_that_takes_its_place() {
        for lifetime in Lifetime::ALL {
            assert_eq!(Lifetime::parse(lifetime.as_str()), Some(lifetime));
            let mut tenant = acme();
            tenant.make_token([1; 32], None, lifetime, None, NOW).unwrap();
            let expiry = |at: Timestamp| lifetime.span().map(|span| at + span);
            assert_eq!(tenant.tokens[0].expires_at, expiry(NOW));
            let (old, later) = (tenant.tokens[0].id.clone(), NOW + SignedDuration::from_hours(24));
            tenant.rotate_token(&old, [2; 32], None, later).unwrap().unwrap();
            assert_eq!(tenant.tokens[0].expires_at, Some(later + OVERLAP));
            assert_eq!(tenant.tokens[1].expires_at, expiry(later));
            // Rotated once more, although it is about to end.
            let end = later + OVERLAP - SignedDuration::from_hours(1);
            tenant.rotate_token(&old, [3; 32], None, end).unwrap().unwrap();
            assert!(tenant.tokens[2].expires_at >= Lifetime::Quarter.span().map(|span| end + span));
        }
        assert_eq!(Lifetime::parse("1"), None);
    }

    #[test]
    fn a_check_has_a_token_beside_the_others_that_ends_with_it_and_after_a_quarter_of_an_hour() {
        let mut tenant = acme();
        for secret in 0..5 {
            issue(&mut tenant, secret, None);
        }
        let token = tenant.issue_check_token([7; 32], NOW);
        assert_eq!(tenant.issue_check_token([7; 32], NOW + LIMIT), token, "the same write again");
        let presented = Presented::parse(&token).unwrap();
        let holder = |tenant: &Tenant, now| {
            let holder = authorize(Some(tenant), &presented, Scope::Scim, now).ok();
            holder.map(|holder| (holder.name.to_owned(), holder.is_check))
        };
        let last = NOW + LIMIT - SignedDuration::from_millis(1);
        assert_eq!(holder(&tenant, last), Some((CHECK_LABEL.to_owned(), true)));
        assert_eq!(holder(&tenant, NOW + LIMIT), None);
        assert_eq!(
            authorize(Some(&tenant), &presented, Scope::People, NOW).err(),
            Some(Denied::Scope(Scope::People))
        );
        let directory = Presented::parse(&tenant.live_token([1; 32], NOW).unwrap()).unwrap();
        assert!(!authorize(Some(&tenant), &directory, Scope::Scim, NOW).unwrap().is_check);
        assert_eq!(tenant.tokens.len(), MAX_LIVE);
        let before = tenant.clone();
        tenant.end_check_token([8; 32]);
        assert_eq!(tenant, before, "that of another run");
        tenant.end_check_token([7; 32]);
        assert_eq!((holder(&tenant, NOW), tenant.knows(&presented)), (None, false));
    }

    #[test]
    fn what_does_not_have_the_form_of_a_token_is_none() {
        for text in ["", "rc_", "rc_acme", "rc_acme_", "xx_acme_00", "rc_Acme_00", "rc__00"] {
            assert_eq!(Presented::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn neither_secret_nor_hash_shows_in_debug_output() {
        let mut tenant = acme();
        let token = tenant.issue_token([7; 32], Scope::Scim, None, None, NOW).unwrap();
        let presented = Presented::parse(&token).unwrap();
        let debug = format!("{tenant:?} {presented:?}");
        assert!(!debug.contains(&hex::encode([7; 32])));
        assert!(!debug.contains(TokenHash::of(&hex::encode([7; 32])).as_str()), "{debug}");
    }
}
