//! Clients and their secrets, whatever their method. An id is `rcc_<tenant>_<twelve hexadecimal digits>`, a secret `rcs_<64 of them>`.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::access::TokenKey;
use super::method::{Authorizations, Method, NewAssertions, RedirectUris};
use crate::admission::ClaimedTenant;
use crate::tenant::{Tenant, TenantId};
use crate::token::{Maker, OVERLAP, TokenHash};

/// Clients that a tenant can have at a time. They are read with each request, so they are few.
pub const MAX_CLIENTS: usize = 5;

/// Live secrets that a client can have at a time: the one in use, and the one that takes its place.
pub const MAX_SECRETS: usize = 2;

const CLIENT_PREFIX: &str = "rcc_";
const SECRET_PREFIX: &str = "rcs_";

/// Hexadecimal digits of a client's own id.
const ID_DIGITS: usize = 12;

/// What a client's first secret is hashed with to get the client's id: made again with that secret, it is the same client.
const IDS: &str = "rollcall oauth client ";

/// A client of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OAuthClient {
    /// Its own id, twelve hexadecimal digits. [`ClientId`] has the tenant, too.
    pub id: String,
    /// A note of the issuer, shown in lists and beside each change that the client makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it proves itself.
    #[serde(default, skip_serializing_if = "Method::is_secret")]
    pub method: Method,
    /// When it was made.
    pub created_at: Timestamp,
    /// By which people token, or in whose session of the portal, it was made; `None`: by neither, or before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Maker>,
    /// Its secrets, the oldest first, expired ones among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<ClientSecret>,
}

/// What is kept of a client's secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecret {
    /// By which it is listed and revoked: [`TokenHash::short`].
    pub id: String,
    /// Hash of the secret.
    pub hash: TokenHash,
    /// Key of the access tokens that are got by the secret.
    pub token_key: TokenKey,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is refused, and with it the access tokens that it got.
    pub expires_at: Timestamp,
    /// By whom it was made, as [`OAuthClient::made_by`] says it of the client. They may differ: a secret can be added later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<Maker>,
}

/// How long a secret lasts: 1 to 1,095 whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretLifetime {
    days: u16,
}

/// No time that a secret may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a client's secret lasts 1 to {} days, which is three years", SecretLifetime::MOST_DAYS)]
pub struct SecretLifetimeError;

impl SecretLifetime {
    /// The longest, in days: three years.
    pub const MOST_DAYS: u16 = 3 * 365;

    /// So many days.
    ///
    /// # Errors
    ///
    /// [`SecretLifetimeError`] for none, and for more than [`Self::MOST_DAYS`].
    pub fn of_days(days: u16) -> Result<Self, SecretLifetimeError> {
        if (1..=Self::MOST_DAYS).contains(&days) { Ok(Self { days }) } else { Err(SecretLifetimeError) }
    }

    fn end(self, now: Timestamp) -> Timestamp {
        let span = SignedDuration::from_hours(24 * i64::from(self.days));
        now.saturating_add(span).unwrap_or(Timestamp::MAX)
    }
}

/// A year.
impl Default for SecretLifetime {
    fn default() -> Self {
        Self { days: 365 }
    }
}

/// A client's id as a caller presents it. Nothing is known yet of its worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientId {
    tenant: ClaimedTenant,
    id: String,
}

impl ClientId {
    /// Takes an id apart; `None` where it does not have the form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (tenant, id) = text.strip_prefix(CLIENT_PREFIX)?.split_once('_')?;
        let is_id =
            id.len() == ID_DIGITS && id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        is_id.then_some(())?;
        Some(Self { tenant: TenantId::parse(tenant).ok()?.into(), id: id.to_owned() })
    }

    /// The tenant that it says it is of: which record to check it against.
    #[must_use]
    pub const fn claimed(&self) -> &ClaimedTenant {
        &self.tenant
    }

    /// The client's own id: [`OAuthClient::id`].
    #[must_use]
    pub fn own(&self) -> &str {
        &self.id
    }

    /// The id of a tenant's client as its directory is given it.
    #[must_use]
    pub fn text(tenant: &TenantId, id: &str) -> String {
        format!("{CLIENT_PREFIX}{tenant}_{id}")
    }
}

/// What a client is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// A note for people: see [`parse_label`](crate::token::parse_label).
    pub label: Option<String>,
    /// How it proves itself.
    pub method: NewMethod,
    /// Who makes it: [`OAuthClient::made_by`].
    pub made_by: Option<Maker>,
}

/// The method that a client is made with, and all that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewMethod {
    /// A secret, which lasts so long.
    Secret(SecretLifetime),
    /// Assertions that say this. There is no secret.
    Jwt(NewAssertions),
    /// Codes, which are given at these URIs, and a secret, which lasts so long.
    Code(RedirectUris, SecretLifetime),
}

/// A client that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadeClient {
    /// One with a secret.
    WithSecret(Issued),
    /// One without: its id, as the directory is given it.
    Asserting(String),
}

impl MadeClient {
    /// The id of the client, as the directory is given it.
    #[must_use]
    pub fn client_id(&self) -> &str {
        match self {
            Self::WithSecret(issued) => &issued.client_id,
            Self::Asserting(client_id) => client_id,
        }
    }
}

/// A secret that was made, in the clear: shown once, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// The id of the client, as the directory is given it.
    pub client_id: String,
    /// The secret.
    pub client_secret: String,
    /// Id of the secret: [`ClientSecret::id`].
    pub secret_id: String,
    /// From when on the secret is refused.
    pub expires_at: Timestamp,
    /// The client's other secrets that work as yet.
    pub earlier: Vec<EarlierSecret>,
}

/// A secret that works for a while beside the one that takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierSecret {
    /// Its id: [`ClientSecret::id`].
    pub id: String,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// What a people token made of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePart {
    /// The id of the client, as the directory is given it.
    pub client_id: String,
    /// The client's label.
    pub label: Option<String>,
    /// Id of the one secret that was added by it; `None`: the whole client was made.
    pub secret: Option<String>,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A tenant has [`MAX_CLIENTS`] OAuth clients already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tenant has {MAX_CLIENTS} OAuth clients already: revoke one first")]
pub struct TooManyClients;

/// Why a client gets no further secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRotated {
    /// It has [`MAX_SECRETS`] live ones already.
    #[error(
        "the client has {MAX_SECRETS} live secrets already: revoke the older one first, or wait until it has expired"
    )]
    TooManySecrets,
    /// It proves itself by assertions: its directory rotates keys by itself.
    #[error(
        "the client has no secret: it proves itself by assertions, whose keys its directory rotates by itself"
    )]
    WithoutSecret,
}

impl ClientSecret {
    fn new(text: &str, lifetime: SecretLifetime, made_by: Option<Maker>, now: Timestamp) -> Self {
        let hash = TokenHash::of(text);
        Self {
            id: hash.short(),
            hash,
            token_key: TokenKey::of(text),
            created_at: now,
            expires_at: lifetime.end(now),
            made_by,
        }
    }

    /// Whether the secret is accepted at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

impl OAuthClient {
    /// The name by which people know it: its label, or else its id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.id)
    }

    /// Its secret with that text, live or not.
    pub(super) fn secret_of(&self, text: &str) -> Option<&ClientSecret> {
        let hash = TokenHash::of(text);
        // All are compared, and in constant time, as tokens are.
        self.secrets
            .iter()
            .fold(None, |found, secret| if secret.hash.matches(&hash) { Some(secret) } else { found })
    }

    /// Its secret with that text, if it is live.
    pub(super) fn live_secret(&self, text: &str, now: Timestamp) -> Option<&ClientSecret> {
        self.secret_of(text).filter(|secret| secret.is_live(now))
    }
}

fn issued(
    tenant: &TenantId,
    client: &OAuthClient,
    text: String,
    secret: &ClientSecret,
    now: Timestamp,
) -> Issued {
    let others = client.secrets.iter().filter(|other| other.id != secret.id && other.is_live(now));
    Issued {
        client_id: ClientId::text(tenant, &client.id),
        client_secret: text,
        secret_id: secret.id.clone(),
        expires_at: secret.expires_at,
        earlier: others
            .map(|other| EarlierSecret { id: other.id.clone(), expires_at: other.expires_at })
            .collect(),
    }
}

impl Tenant {
    /// The client with that id of its own.
    #[must_use]
    pub fn oauth_client(&self, id: &str) -> Option<&OAuthClient> {
        self.oauth_clients.iter().find(|client| client.id == id)
    }

    /// Adds a client. The same seed makes the same client: a caller that did not learn whether the write succeeded can
    /// repeat it.
    ///
    /// # Errors
    ///
    /// [`TooManyClients`] if the tenant has [`MAX_CLIENTS`] already.
    pub fn make_client(
        &mut self,
        seed: [u8; 32],
        new: &NewClient,
        now: Timestamp,
    ) -> Result<MadeClient, TooManyClients> {
        if let Some(made) = self.made_of(seed, now) {
            return Ok(made);
        }
        if self.oauth_clients.len() >= MAX_CLIENTS {
            return Err(TooManyClients);
        }
        let NewClient { label, method, made_by } = new.clone();
        let text = secret_text(seed);
        let secret = |lifetime| vec![ClientSecret::new(&text, lifetime, made_by.clone(), now)];
        let (id, method, secrets) = match method {
            NewMethod::Secret(lifetime) => (own_id(&text), Method::Secret, secret(lifetime)),
            NewMethod::Code(redirect_uris, lifetime) => {
                let authorizations = Authorizations { redirect_uris, codes: Vec::new(), granted: Vec::new() };
                (own_id(&text), Method::Code(authorizations), secret(lifetime))
            }
            NewMethod::Jwt(assertions) => {
                let text = hex::encode(seed);
                let (id, key) = (own_id(&text), TokenKey::of(&text));
                let client_id = ClientId::text(&self.id, &id);
                (id, Method::Jwt(assertions.of_client(&client_id, key)), Vec::new())
            }
        };
        let client = OAuthClient { id, label, method, created_at: now, made_by, secrets };
        let made = match client.secrets.first() {
            Some(secret) => MadeClient::WithSecret(issued(&self.id, &client, text, secret, now)),
            None => MadeClient::Asserting(ClientId::text(&self.id, &client.id)),
        };
        self.oauth_clients.push(client);
        Ok(made)
    }

    /// Short for [`Tenant::make_client`]: a client with a secret.
    ///
    /// # Errors
    ///
    /// [`TooManyClients`].
    pub fn create_oauth_client(
        &mut self,
        secret: [u8; 32],
        label: Option<String>,
        lifetime: SecretLifetime,
        now: Timestamp,
    ) -> Result<Issued, TooManyClients> {
        self.make_with_secret(secret, label, NewMethod::Secret(lifetime), now)
    }

    /// Short for [`Tenant::make_client`]: a client that gets its tokens by codes, which it is given at these URIs.
    ///
    /// # Errors
    ///
    /// [`TooManyClients`].
    pub fn create_code_client(
        &mut self,
        secret: [u8; 32],
        label: Option<String>,
        redirect_uris: RedirectUris,
        lifetime: SecretLifetime,
        now: Timestamp,
    ) -> Result<Issued, TooManyClients> {
        self.make_with_secret(secret, label, NewMethod::Code(redirect_uris, lifetime), now)
    }

    /// Short for [`Tenant::make_client`]: a client that proves itself by assertions. Gives its id.
    ///
    /// # Errors
    ///
    /// [`TooManyClients`].
    pub fn create_jwt_client(
        &mut self,
        seed: [u8; 32],
        label: Option<String>,
        assertions: NewAssertions,
        now: Timestamp,
    ) -> Result<String, TooManyClients> {
        let new = NewClient { label, method: NewMethod::Jwt(assertions), made_by: None };
        Ok(self.make_client(seed, &new, now)?.client_id().to_owned())
    }

    fn make_with_secret(
        &mut self,
        secret: [u8; 32],
        label: Option<String>,
        method: NewMethod,
        now: Timestamp,
    ) -> Result<Issued, TooManyClients> {
        match self.make_client(secret, &NewClient { label, method, made_by: None }, now)? {
            MadeClient::WithSecret(issued) => Ok(issued),
            // A client with a secret was asked for: only a seed that made another kind before gives none.
            MadeClient::Asserting(_) => Err(TooManyClients),
        }
    }

    /// The client that was made of this seed, or the secret that was added to one, as long as it is live.
    #[must_use]
    pub fn made_before(&self, seed: [u8; 32], now: Timestamp) -> Option<MadeClient> {
        self.made_of(seed, now)
            .filter(|made| !matches!(made, MadeClient::WithSecret(issued) if issued.expires_at <= now))
    }

    fn made_of(&self, seed: [u8; 32], now: Timestamp) -> Option<MadeClient> {
        let text = secret_text(seed);
        let known = self.oauth_clients.iter().find_map(|client| {
            let secret = client.secret_of(&text)?;
            Some(MadeClient::WithSecret(issued(&self.id, client, text.clone(), secret, now)))
        });
        known.or_else(|| {
            let key = TokenKey::of(&hex::encode(seed));
            let is_it =
                |client: &&OAuthClient| matches!(&client.method, Method::Jwt(known) if known.token_key == key);
            let client = self.oauth_clients.iter().find(is_it)?;
            Some(MadeClient::Asserting(ClientId::text(&self.id, &client.id)))
        })
    }

    /// Gives a client another secret. The secrets before work for [`OVERLAP`] longer, if they last that long, and are
    /// forgotten once they have expired. `None`: there is no such client. The same secret is added once.
    ///
    /// # Errors
    ///
    /// [`NotRotated`].
    pub fn rotate_oauth_client(
        &mut self,
        id: &str,
        secret: [u8; 32],
        lifetime: SecretLifetime,
        made_by: Option<Maker>,
        now: Timestamp,
    ) -> Result<Option<Issued>, NotRotated> {
        let text = secret_text(secret);
        let Some(client) = self.oauth_clients.iter_mut().find(|client| client.id == id) else {
            return Ok(None);
        };
        if matches!(client.method, Method::Jwt(_)) {
            return Err(NotRotated::WithoutSecret);
        }
        if let Some(made) = client.secret_of(&text) {
            return Ok(Some(issued(&self.id, client, text, made, now)));
        }
        client.secrets.retain(|secret| secret.is_live(now));
        if client.secrets.len() >= MAX_SECRETS {
            return Err(NotRotated::TooManySecrets);
        }
        let last = now.saturating_add(OVERLAP).unwrap_or(now);
        for before in &mut client.secrets {
            before.expires_at = before.expires_at.min(last);
        }
        let secret = ClientSecret::new(&text, lifetime, made_by, now);
        client.secrets.push(secret.clone());
        Ok(Some(issued(&self.id, client, text, &secret, now)))
    }

    /// Takes a client away, with all of its secrets and access tokens. `false`: there was none of that id.
    pub fn revoke_oauth_client(&mut self, id: &str) -> bool {
        let before = self.oauth_clients.len();
        self.oauth_clients.retain(|client| client.id != id);
        self.oauth_clients.len() < before
    }

    /// Takes one secret of a client away, with its access tokens. The client stays. `false`: there was none of that id.
    pub fn revoke_client_secret(&mut self, client: &str, id: &str) -> bool {
        let Some(client) = self.oauth_clients.iter_mut().find(|each| each.id == client) else { return false };
        let before = client.secrets.len();
        client.secrets.retain(|secret| secret.id != id);
        client.secrets.len() < before
    }

    /// The clients that the people token with that id made, by itself or in sessions of the portal that it opened, and the
    /// secrets that it added to others. Expired ones are among them.
    #[must_use]
    pub fn clients_made_by(&self, people_token: &str) -> Vec<MadePart> {
        let parts = self.oauth_clients.iter().flat_map(|client| {
            let part = |secret| MadePart {
                client_id: ClientId::text(&self.id, &client.id),
                label: client.label.clone(),
                secret,
            };
            if is_of(client.made_by.as_ref(), people_token) {
                return vec![part(None)];
            }
            let added = client.secrets.iter().filter(|secret| is_of(secret.made_by.as_ref(), people_token));
            added.map(|secret| part(Some(secret.id.clone()))).collect()
        });
        parts.collect()
    }

    /// Takes [those clients and secrets](Tenant::clients_made_by) away, with all access tokens that they got.
    pub(crate) fn revoke_clients_by(&mut self, people_token: &str) {
        self.oauth_clients.retain(|client| !is_of(client.made_by.as_ref(), people_token));
        for client in &mut self.oauth_clients {
            client.secrets.retain(|secret| !is_of(secret.made_by.as_ref(), people_token));
        }
    }
}

fn is_of(made_by: Option<&Maker>, people_token: &str) -> bool {
    made_by.is_some_and(|maker| maker.people_token == people_token)
}

/// A client's own id, which follows from what it was made with.
fn own_id(text: &str) -> String {
    hex::encode(Sha256::digest(format!("{IDS}{text}"))).chars().take(ID_DIGITS).collect()
}

fn secret_text(secret: [u8; 32]) -> String {
    format!("{SECRET_PREFIX}{}", hex::encode(secret))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::Reach;
    use crate::tenant::Plan;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const MILLI: SignedDuration = SignedDuration::from_millis(1);
    const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

    fn acme() -> Tenant {
        Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, NOW)
    }

    fn create(tenant: &mut Tenant, secret: u8) -> Issued {
        tenant.create_oauth_client([secret; 32], None, SecretLifetime::default(), NOW).unwrap()
    }

    fn own(issued: &Issued) -> String {
        ClientId::parse(&issued.client_id).unwrap().own().to_owned()
    }

    #[test]
    fn a_client_is_known_by_its_tenant_and_id_and_by_nothing_else() {
        let mut tenant = acme();
        let issued = create(&mut tenant, 1);
        let id = ClientId::parse(&issued.client_id).unwrap();
        assert_eq!((id.claimed().id(), id.own()), (&tenant.id, tenant.oauth_clients[0].id.as_str()));
        for text in [
            "",
            "rcc_acme",
            "rcc__0123456789ab",
            "rcc_acme_0123456789a",
            "rcc_acme_0123456789abc",
            "rcc_acme_0123456789aB",
            "rcc_Acme_0123456789ab",
            "rcc_acme_0123_456789",
            "rc_acme_0123456789ab",
        ] {
            assert_eq!(ClientId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_secret_lasts_a_year_unless_said_and_three_at_most() {
        let mut tenant = acme();
        assert_eq!(create(&mut tenant, 1).expires_at, NOW + YEAR);
        for (days, is_taken) in [(0, false), (1, true), (1095, true), (1096, false)] {
            assert_eq!(SecretLifetime::of_days(days).is_ok(), is_taken, "{days}");
        }
        let three = SecretLifetime::of_days(1095).unwrap();
        let issued = tenant.create_oauth_client([2; 32], None, three, NOW).unwrap();
        assert_eq!(issued.expires_at, NOW + YEAR * 3);
        let client = &tenant.oauth_clients[1];
        let live = |at| client.live_secret(&issued.client_secret, at).is_some();
        assert!(live(issued.expires_at - MILLI) && !live(issued.expires_at));
        assert!(client.live_secret("rcs_00", NOW).is_none());
    }

    #[test]
    fn what_is_done_again_with_the_same_secret_is_done_once() {
        let mut tenant = acme();
        let issued = create(&mut tenant, 1);
        assert_eq!(create(&mut tenant, 1), issued);
        assert_eq!(tenant.oauth_clients.len(), 1);
        let mut rotate =
            || tenant.rotate_oauth_client(&own(&issued), [2; 32], SecretLifetime::default(), None, NOW);
        assert_eq!(rotate(), rotate());
        assert_eq!(tenant.oauth_clients[0].secrets.len(), 2);
    }

    #[test]
    fn the_secret_before_works_for_a_week_beside_the_new_one_and_there_is_no_third() {
        let mut tenant = acme();
        let first = create(&mut tenant, 1);
        let id = own(&first);
        let year = SecretLifetime::default();
        assert_eq!(tenant.rotate_oauth_client("unknown", [2; 32], year, None, NOW), Ok(None));
        let second = tenant.rotate_oauth_client(&id, [2; 32], year, None, NOW).unwrap().unwrap();
        assert_eq!((&second.client_id, second.expires_at), (&first.client_id, NOW + YEAR));
        let live = |tenant: &Tenant, issued: &Issued, at| {
            tenant.oauth_clients[0].live_secret(&issued.client_secret, at).is_some()
        };
        let end = NOW + OVERLAP;
        assert!(
            live(&tenant, &first, end - MILLI) && !live(&tenant, &first, end) && live(&tenant, &second, end)
        );
        assert_eq!(
            tenant.rotate_oauth_client(&id, [3; 32], year, None, end - MILLI),
            Err(NotRotated::TooManySecrets)
        );
        let third = tenant.rotate_oauth_client(&id, [3; 32], year, None, end).unwrap().unwrap();
        assert_eq!(tenant.oauth_clients[0].secrets.len(), 2, "the expired one is forgotten");
        assert!(live(&tenant, &second, end) && live(&tenant, &third, end));
    }

    #[test]
    fn a_secret_that_ends_sooner_is_not_made_to_last_longer_by_rotating() {
        let mut tenant = acme();
        let day = SecretLifetime::of_days(1).unwrap();
        let first = tenant.create_oauth_client([1; 32], None, day, NOW).unwrap();
        tenant.rotate_oauth_client(&own(&first), [2; 32], day, None, NOW).unwrap().unwrap();
        assert_eq!(tenant.oauth_clients[0].secrets[0].expires_at, first.expires_at);
    }

    #[test]
    fn a_secret_is_taken_away_alone_and_a_client_with_all_of_its_own() {
        let mut tenant = acme();
        let (first, other) = (create(&mut tenant, 1), create(&mut tenant, 2));
        let (id, secret) = (own(&first), tenant.oauth_clients[0].secrets[0].id.clone());
        assert!(!tenant.revoke_client_secret(&own(&other), &secret));
        assert!(tenant.revoke_client_secret(&id, &secret) && !tenant.revoke_client_secret(&id, &secret));
        assert_eq!(tenant.oauth_clients.len(), 2);
        assert!(tenant.revoke_oauth_client(&id) && !tenant.revoke_oauth_client(&id));
        assert_eq!(tenant.oauth_clients.len(), 1);
    }

    #[test]
    fn a_sixth_client_is_refused() {
        let mut tenant = acme();
        (0..5).for_each(|secret| drop(create(&mut tenant, secret)));
        let sixth = tenant.create_oauth_client([5; 32], None, SecretLifetime::default(), NOW);
        assert_eq!(sixth, Err(TooManyClients));
    }

    /// Whoever has a people token that leaked can have made clients by it, and added secrets to those of others.
    #[test]
    fn what_a_people_token_made_is_revoked_with_it_and_nothing_else() {
        let mut tenant = acme();
        let maker = |token: &str| Some(Maker { people_token: token.to_owned(), admin: None });
        let new = |token: Option<&str>, method| NewClient {
            label: Some("Entra".to_owned()),
            method,
            made_by: token.and_then(maker),
        };
        let year = SecretLifetime::default();
        let assertions = NewAssertions::parse(None, None, "a", "https://a.example/keys", Reach::Internet);
        let (leaked, other) = (Some("leaked"), Some("other"));
        let made = tenant.make_client([1; 32], &new(leaked, NewMethod::Secret(year)), NOW).unwrap();
        tenant.make_client([2; 32], &new(leaked, NewMethod::Jwt(assertions.unwrap())), NOW).unwrap();
        tenant.make_client([3; 32], &new(other, NewMethod::Secret(year)), NOW).unwrap();
        let plain = tenant.make_client([4; 32], &new(None, NewMethod::Secret(year)), NOW).unwrap();
        assert_eq!(tenant.make_client([1; 32], &new(leaked, NewMethod::Secret(year)), NOW), Ok(made));
        let plain = ClientId::parse(plain.client_id()).unwrap().own().to_owned();
        let added = tenant.rotate_oauth_client(&plain, [5; 32], year, maker("leaked"), NOW).unwrap().unwrap();
        assert_eq!(added.earlier.len(), 1);
        assert_eq!(added.earlier[0].expires_at, NOW + OVERLAP);

        let parts = tenant.clients_made_by("leaked");
        let secrets: Vec<_> = parts.iter().map(|part| part.secret.clone()).collect();
        assert_eq!(secrets, [None, None, Some(added.secret_id)]);
        tenant.revoke_made_by("leaked", NOW);
        assert_eq!((tenant.clients_made_by("leaked"), tenant.oauth_clients.len()), (Vec::new(), 2));
        assert_eq!(tenant.oauth_client(&plain).unwrap().secrets.len(), 1, "the operator's own stays");
        assert_eq!(tenant.clients_made_by("other").len(), 1);
        assert_eq!(tenant.made_before([1; 32], NOW), None);
    }

    #[test]
    fn no_secret_and_no_key_is_in_what_is_printed_for_debugging() {
        let mut tenant = acme();
        let issued = create(&mut tenant, 1);
        let printed = format!("{tenant:?} {issued:?}");
        let secret = &tenant.oauth_clients[0].secrets[0];
        for hidden in [&issued.client_secret, secret.hash.as_str(), secret.token_key.as_str()] {
            assert!(!printed.contains(hidden), "{printed}");
        }
    }
}
