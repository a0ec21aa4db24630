//! Access tokens: `rca_<tenant>_<client>_<origin>_<end>_<signature>`. The origin is the id of the secret or of the
//! authorization that the token was got by, or `jwt` for an assertion. The end is in seconds since 1970. The signature is of
//! all that stands before it.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::client::{ClientId, OAuthClient};
use super::method::Method;
use crate::admission::ClaimedTenant;
use crate::tenant::{Tenant, TenantId};
use crate::token::{Denied, Scope};

/// How long an access token is good: an hour, or as long as what it was got by, if that ends sooner.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// The origin of access tokens that were got by an assertion.
const BY_ASSERTION: &str = "jwt";

/// What every access token begins with.
pub(crate) const PREFIX: &str = "rca_";

/// What a secret is hashed with to get the key of its access tokens. Not what it is known by, which is its hash alone.
const KEYS: &str = "rollcall access token key ";

/// What stands before the signed text, so that a signature is of an access token and of nothing else.
const SIGNED: &str = "rollcall access token ";

/// The key by which access tokens are signed and checked: 256 bits, in hexadecimal. It follows from a secret or a random
/// number, and neither follows from it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenKey(String);

impl TokenKey {
    pub(super) fn of(secret: &str) -> Self {
        Self(hex::encode(Sha256::digest(format!("{KEYS}{secret}"))))
    }

    /// As it stands in the table.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The signature of a text under way. `None` for no key that HMAC takes; it takes every one.
    fn mac(&self, text: &str) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        Some(mac.chain_update(SIGNED).chain_update(text))
    }

    /// The signature of a text, in hexadecimal.
    pub(super) fn signature(&self, text: &str) -> Option<String> {
        Some(hex::encode(self.mac(text)?.finalize().into_bytes()))
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

/// An access token as a request presents it. Nothing is known yet of its worth.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct AccessToken {
    client: String,
    origin: String,
    ends_at: Timestamp,
    signed: String,
    signature: Vec<u8>,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("client", &self.client).finish_non_exhaustive()
    }
}

impl AccessToken {
    /// Takes an access token apart, with the tenant that it names; `None` where it does not have the form.
    pub(crate) fn parse(token: &str) -> Option<(ClaimedTenant, Self)> {
        let (signed, signature) = token.rsplit_once('_')?;
        let mut parts = signed.strip_prefix(PREFIX)?.split('_');
        let tenant = TenantId::parse(parts.next()?).ok()?;
        let (client, origin, end) = (parts.next()?, parts.next()?, parts.next()?);
        let token = Self {
            client: client.to_owned(),
            origin: origin.to_owned(),
            ends_at: Timestamp::from_second(end.parse().ok()?).ok()?,
            signed: signed.to_owned(),
            signature: hex::decode(signature).ok()?,
        };
        parts.next().is_none().then(|| (tenant.into(), token))
    }

    /// The id of its client, without the tenant.
    pub(crate) fn client(&self) -> &str {
        &self.client
    }
}

/// Decides whether what was presented is a live access token of that tenant, for that API. Gives its client.
pub(crate) fn authorize<'a>(
    tenant: &'a Tenant,
    token: &AccessToken,
    scope: Scope,
    now: Timestamp,
) -> Result<&'a OAuthClient, Denied> {
    let client = tenant.oauth_client(&token.client).ok_or(Denied::Token)?;
    let key = client.token_key(&token.origin, now).ok_or(Denied::Token)?;
    // Compared in constant time.
    let is_ours = |mac: Hmac<Sha256>| mac.verify_slice(&token.signature).is_ok();
    if !key.mac(&token.signed).is_some_and(is_ours) {
        return Err(Denied::Token);
    }
    if now >= token.ends_at {
        return Err(Denied::Expired);
    }
    // It is for the directory, and for nothing else.
    if scope == Scope::Scim { Ok(client) } else { Err(Denied::Scope(scope)) }
}

impl OAuthClient {
    /// The key of the access tokens of that origin, if that is live.
    fn token_key(&self, origin: &str, now: Timestamp) -> Option<&TokenKey> {
        match &self.method {
            Method::Secret => {
                let secret = self.secrets.iter().find(|secret| secret.id == origin && secret.is_live(now));
                secret.map(|secret| &secret.token_key)
            }
            Method::Jwt(assertions) => (origin == BY_ASSERTION).then_some(&assertions.token_key),
            Method::Code(authorizations) => authorizations.token_key(origin, now),
        }
    }
}

/// An access token that was granted.
#[derive(Clone, PartialEq, Eq)]
pub struct Granted {
    /// The tenant whose SCIM API it opens.
    pub tenant: TenantId,
    /// The token in the clear. It is kept nowhere.
    pub token: String,
    /// For how long it is good, in whole seconds.
    pub expires_in: u32,
    /// By which the client gets the next one, where it was authorized by a code. Its hash is kept.
    pub refresh_token: Option<String>,
}

impl fmt::Debug for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Granted").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

/// A client is unknown, or what it proves itself by is wrong, expired or revoked. A caller is not told which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "The client is not known, or its secret is wrong, expired or revoked. Make a new secret in the vendor's settings and \
     enter it in your directory."
)]
pub struct InvalidClient;

/// Why no token is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The client did not prove itself (`invalid_client`).
    #[error(transparent)]
    Client(#[from] InvalidClient),
    /// The client proved itself, and gets its tokens in another way (`unauthorized_client`).
    #[error(
        "This client gets its tokens in another way: by client_credentials if it was made with the method secret or jwt, by \
         authorization_code if it was made with the method code."
    )]
    Method,
    /// The code or the refresh token is none of this client's, was used, has expired, or was given for another redirect URI
    /// or verifier (`invalid_grant`). A caller is not told which.
    #[error(
        "The code or the refresh token is not known, was used, has expired or was revoked, or redirect_uri or code_verifier \
         differs from the request for the code. Connect the directory again."
    )]
    Grant,
}

impl Granted {
    /// Grants an access token for a secret of the client (RFC 6749 §4.4). `record` is what the table has of the tenant that
    /// the client's id names.
    ///
    /// # Errors
    ///
    /// [`Refused::Client`] if there is no such tenant or client, or it has no such secret that is live at `now`;
    /// [`Refused::Method`] if the secret is right and the client gets its tokens by codes.
    pub fn by_secret(
        record: Option<&Tenant>,
        client: &ClientId,
        secret: &str,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let tenant = record.ok_or(InvalidClient)?;
        let known = tenant.authenticated(client, secret, now)?;
        let secret = known.live_secret(secret, now).ok_or(InvalidClient)?;
        if !known.method.is_secret() {
            return Err(Refused::Method);
        }
        let origin = (secret.id.clone(), &secret.token_key, secret.expires_at);
        Ok(Self::sign(&tenant.id, &known.id, origin, now).ok_or(InvalidClient)?)
    }

    /// An access token of that origin: its id, its key and its end. `None`: it ends within this second.
    pub(super) fn sign(
        tenant: &TenantId,
        client: &str,
        (origin, key, ends_at): (String, &TokenKey, Timestamp),
        now: Timestamp,
    ) -> Option<Self> {
        let end = now.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX).min(ends_at).as_second();
        let expires_in = u32::try_from(end - now.as_second()).ok().filter(|seconds| *seconds > 0)?;
        let signed = format!("{PREFIX}{tenant}_{client}_{origin}_{end}");
        let signature = key.signature(&signed)?;
        let token = format!("{signed}_{signature}");
        Some(Self { tenant: tenant.clone(), token, expires_in, refresh_token: None })
    }

    /// An access token for an assertion that was accepted.
    pub(super) fn sign_for_assertion(
        tenant: &TenantId,
        client: &str,
        key: &TokenKey,
        now: Timestamp,
    ) -> Option<Self> {
        Self::sign(tenant, client, (BY_ASSERTION.to_owned(), key, Timestamp::MAX), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::Admitted;
    use crate::oauth::{Issued, SecretLifetime};
    use crate::tenant::Plan;
    use crate::token::Presented;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const SECOND: SignedDuration = SignedDuration::from_secs(1);

    fn tenant(id: &str, secret: u8) -> (Tenant, Issued) {
        let mut tenant = Tenant::new(TenantId::parse(id).unwrap(), id.to_owned(), Plan::Advanced, NOW);
        let label = Some("Entra".to_owned());
        let issued = tenant.create_oauth_client([secret; 32], label, SecretLifetime::default(), NOW).unwrap();
        (tenant, issued)
    }

    fn grant(tenant: &Tenant, issued: &Issued, now: Timestamp) -> Result<Granted, Refused> {
        let client = ClientId::parse(&issued.client_id).unwrap();
        Granted::by_secret(Some(tenant), &client, &issued.client_secret, now)
    }

    fn admitted(tenant: &Tenant, token: &str, now: Timestamp) -> Result<Admitted, Denied> {
        let presented = Presented::parse(token).ok_or(Denied::Token)?;
        Admitted::by_token(Some(tenant.clone()), &presented, Scope::Scim, now)
    }

    #[test]
    fn a_secret_gets_an_access_token_that_opens_its_tenant_for_an_hour() {
        let (acme, issued) = tenant("acme", 1);
        let granted = grant(&acme, &issued, NOW).unwrap();
        assert_eq!((granted.expires_in, &granted.tenant), (3600, &acme.id));
        let presented = Presented::parse(&granted.token).unwrap();
        assert_eq!((presented.claimed().id(), presented.id()), (&acme.id, acme.oauth_clients[0].id.clone()));
        let admitted_at = |at| admitted(&acme, &granted.token, at);
        assert_eq!(admitted_at(NOW).unwrap().name().unwrap().as_str(), "Entra");
        assert!(admitted_at(NOW + LIFETIME - SignedDuration::from_millis(1)).is_ok());
        assert_eq!(admitted_at(NOW + LIFETIME), Err(Denied::Expired));
    }

    #[test]
    fn no_secret_gets_a_token_once_it_is_wrong_expired_revoked_or_another_tenants() {
        let ((acme, issued), (other, of_other)) = (tenant("acme", 1), tenant("other", 1));
        let client = ClientId::parse(&issued.client_id).unwrap();
        let by = |record: Option<&Tenant>, secret: &str| Granted::by_secret(record, &client, secret, NOW);
        assert!(by(Some(&acme), &issued.client_secret).is_ok());
        assert_eq!(by(Some(&acme), "rcs_00"), Err(Refused::Client(InvalidClient)));
        assert_eq!(by(Some(&acme), ""), Err(Refused::Client(InvalidClient)));
        assert_eq!(
            by(Some(&acme), acme.oauth_clients[0].secrets[0].hash.as_str()),
            Err(Refused::Client(InvalidClient))
        );
        assert_eq!(by(Some(&other), &of_other.client_secret), Err(Refused::Client(InvalidClient)));
        assert_eq!(by(None, &issued.client_secret), Err(Refused::Client(InvalidClient)));
        assert_eq!(grant(&acme, &issued, issued.expires_at), Err(Refused::Client(InvalidClient)));
        let mut revoked = acme;
        assert!(revoked.revoke_oauth_client(client.own()));
        assert_eq!(grant(&revoked, &issued, NOW), Err(Refused::Client(InvalidClient)));
    }

    #[test]
    fn an_access_token_ends_with_its_client_and_with_its_secret() {
        let (acme, issued) = tenant("acme", 1);
        let late = issued.expires_at - SECOND * 90;
        let granted = grant(&acme, &issued, late).unwrap();
        assert_eq!(granted.expires_in, 90, "no longer than its secret");
        let token = grant(&acme, &issued, NOW).unwrap().token;
        let client = acme.oauth_clients[0].clone();
        let (mut without_client, mut without_secret, mut rotated) = (acme.clone(), acme.clone(), acme);
        assert!(without_client.revoke_oauth_client(&client.id));
        assert!(without_secret.revoke_client_secret(&client.id, &client.secrets[0].id));
        for tenant in [&without_client, &without_secret] {
            assert_eq!(admitted(tenant, &token, NOW), Err(Denied::Token));
        }
        rotated.rotate_oauth_client(&client.id, [2; 32], SecretLifetime::default(), None, NOW).unwrap();
        assert!(admitted(&rotated, &token, NOW).is_ok());
    }

    /// Each part changed alone, for what another client or tenant has.
    #[test]
    fn nothing_of_an_access_token_can_be_changed() {
        let ((mut acme, issued), (other, of_other)) = (tenant("acme", 1), tenant("other", 2));
        let second = acme.create_oauth_client([3; 32], None, SecretLifetime::default(), NOW).unwrap();
        let token = grant(&acme, &issued, NOW).unwrap().token;
        let foreign =
            [grant(&acme, &second, NOW), grant(&other, &of_other, NOW)].map(|each| each.unwrap().token);
        let later = grant(&acme, &issued, NOW + SECOND).unwrap().token;
        let parts: Vec<&str> = token.split('_').collect();
        for others in foreign.iter().chain([&later]) {
            for (at, part) in others.split('_').enumerate().filter(|(at, part)| parts[*at] != *part) {
                let mut forged = parts.clone();
                forged[at] = part;
                for record in [&acme, &other] {
                    assert_eq!(admitted(record, &forged.join("_"), NOW), Err(Denied::Token), "part {at}");
                }
            }
        }
        assert_eq!(admitted(&other, &token, NOW), Err(Denied::Token));
    }

    #[test]
    fn what_only_looks_like_an_access_token_is_none() {
        let (acme, issued) = tenant("acme", 1);
        let token = grant(&acme, &issued, NOW).unwrap().token;
        let (signed, signature) = token.rsplit_once('_').unwrap();
        for text in [
            signed.to_owned(),
            format!("{signed}_"),
            format!("{signed}_{}", &signature[..62]),
            format!("{signed}_{signature}00"),
            format!("{signed}_{}", signature.replace(['a', 'b', 'c', 'd', 'e', 'f', '1'], "0")),
            format!("{signed}_0_{signature}"),
            format!("rc{}", &token[3..]),
            "rca_acme".to_owned(),
            "rca_____".to_owned(),
        ] {
            assert_eq!(admitted(&acme, &text, NOW), Err(Denied::Token), "{text}");
        }
    }

    #[test]
    fn an_access_token_is_for_the_directory_alone() {
        let (acme, issued) = tenant("acme", 1);
        let presented = Presented::parse(&grant(&acme, &issued, NOW).unwrap().token).unwrap();
        let denied = Admitted::or_known(Some(acme), &presented, Scope::People, NOW).unwrap_err();
        assert_eq!((denied.denied, denied.known), (Denied::Scope(Scope::People), None));
    }

    #[test]
    fn no_access_token_is_in_what_is_printed_for_debugging() {
        let (acme, issued) = tenant("acme", 1);
        let granted = grant(&acme, &issued, NOW).unwrap();
        let printed = format!("{granted:?} {:?}", Presented::parse(&granted.token).unwrap());
        let signature = granted.token.rsplit('_').next().unwrap();
        assert!(!printed.contains(signature), "{printed}");
    }
}
