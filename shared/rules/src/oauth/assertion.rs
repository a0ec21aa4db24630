//! Assertions by which a client proves itself (RFC 7523 §2.2 and §3): what they must say. Their signature is checked by
//! whoever has the keys, before anything here is asked.
//!
//! An assertion with a `jti` is good once. One without may be sent again until it ends: Entra's have none, only a `uti`, which
//! is for tracing and of which nothing is promised; and Entra keeps a token and sends it for as long as it is good.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::access::{Granted, InvalidClient};
use super::client::ClientId;
use super::method::{Assertions, MAX_CLAIM, Method};
use crate::contact::ClientFault;
use crate::tenant::{Tenant, TenantId};
use crate::token::TokenHash;

/// How far the clocks of two machines may be apart.
pub const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// How far ahead an assertion may end. The tokens of Azure's managed identities last a day.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// `client_assertion_type` of a JWT (RFC 7523 §2.2).
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What is read of an assertion (RFC 7519 §4.1). A number has seconds since 1970, and may have a fraction.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Claims {
    /// Who signed it.
    #[serde(default)]
    pub iss: Option<String>,
    /// Whom it is about: the client.
    #[serde(default)]
    pub sub: Option<String>,
    /// For whom it is.
    #[serde(default)]
    pub aud: Option<Audience>,
    /// From when on it is no good.
    #[serde(default)]
    pub exp: Option<f64>,
    /// Before when it is no good yet.
    #[serde(default)]
    pub nbf: Option<f64>,
    /// When it was made.
    #[serde(default)]
    pub iat: Option<f64>,
    /// By which it is told from all others of its issuer.
    #[serde(default)]
    pub jti: Option<String>,
}

/// One audience, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Audience {
    fn has(&self, wanted: &str) -> bool {
        match self {
            Self::One(audience) => audience == wanted,
            Self::Several(all) => all.iter().any(|audience| audience == wanted),
        }
    }
}

/// Why an assertion that a key of the client signed is not accepted. Whoever sends it can sign in the client's name, so it is
/// told what is wrong, and nothing of what would be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssertionFault {
    /// `iss`.
    #[error("The assertion has another iss than the client was made with.")]
    Issuer,
    /// `sub`.
    #[error("The assertion has another sub than the client was made with.")]
    Subject,
    /// `aud`.
    #[error("The assertion has not the aud that the client was made with.")]
    Audience,
    /// `exp` is over, or absent.
    #[error("The assertion has expired, or has no exp. Look at the clock of the machine that signs it.")]
    Expired,
    /// `nbf` or `iat` is yet to come.
    #[error("The assertion is not good yet, by nbf or iat. Look at the clock of the machine that signs it.")]
    NotYet,
    /// `exp` is further ahead than [`LONGEST`].
    #[error("The assertion lasts longer than a day.")]
    TooLong,
    /// `jti` cannot be one.
    #[error("The assertion has a jti that is empty or longer than 500 bytes.")]
    Id,
    /// `jti` was there before.
    #[error("The assertion was used before. Sign a new one for each request, with a jti of its own.")]
    Used,
}

impl From<AssertionFault> for ClientFault {
    fn from(fault: AssertionFault) -> Self {
        match fault {
            AssertionFault::Issuer => Self::Issuer,
            AssertionFault::Subject => Self::Subject,
            AssertionFault::Audience => Self::Audience,
            AssertionFault::Expired => Self::Expired,
            AssertionFault::NotYet => Self::NotYet,
            AssertionFault::TooLong => Self::TooLong,
            AssertionFault::Id => Self::Id,
            AssertionFault::Used => Self::Used,
        }
    }
}

/// An assertion that says what it must. It is good once, if it has an id: that is for the table to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    tenant: TenantId,
    client: String,
    id: Option<TokenHash>,
    until: Timestamp,
}

impl Accepted {
    /// The tenant whose client it proves.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Hash of its `jti` and its client; `None`: it has none.
    #[must_use]
    pub const fn id(&self) -> Option<&TokenHash> {
        self.id.as_ref()
    }

    /// From when on it would not be accepted anyway.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.until
    }
}

impl Tenant {
    /// What the assertions of the client of that id must say.
    ///
    /// # Errors
    ///
    /// [`InvalidClient`], if there is none, or it proves itself in another way.
    pub fn asserting_client(&self, client: &ClientId) -> Result<&Assertions, InvalidClient> {
        match self.client_of(client).map(|known| &known.method) {
            Some(Method::Jwt(assertions)) => Ok(assertions),
            Some(Method::Secret | Method::Code(_)) | None => Err(InvalidClient),
        }
    }
}

impl Assertions {
    /// Whether an assertion with these claims, which one of the client's keys signed, proves the client at `now`.
    ///
    /// # Errors
    ///
    /// [`AssertionFault`].
    pub fn accept(
        &self,
        client: &ClientId,
        claims: &Claims,
        now: Timestamp,
    ) -> Result<Accepted, AssertionFault> {
        if claims.iss.as_ref() != Some(&self.issuer) {
            return Err(AssertionFault::Issuer);
        }
        if claims.sub.as_ref() != Some(&self.subject) {
            return Err(AssertionFault::Subject);
        }
        if !claims.aud.as_ref().is_some_and(|audience| audience.has(&self.audience)) {
            return Err(AssertionFault::Audience);
        }
        let until = claims.exp.and_then(time).ok_or(AssertionFault::Expired)?;
        let until = until.saturating_add(SKEW).unwrap_or(Timestamp::MAX);
        if now >= until {
            return Err(AssertionFault::Expired);
        }
        if until.duration_since(now) > LONGEST + SKEW * 2 {
            return Err(AssertionFault::TooLong);
        }
        for start in [claims.nbf, claims.iat].into_iter().flatten() {
            let start = time(start).ok_or(AssertionFault::NotYet)?;
            if start.duration_since(now) > SKEW {
                return Err(AssertionFault::NotYet);
            }
        }
        if claims.jti.as_ref().is_some_and(|id| id.is_empty() || id.len() > MAX_CLAIM) {
            return Err(AssertionFault::Id);
        }
        let id = claims.jti.as_ref().map(|id| TokenHash::of(&format!("{} {id}", client.own())));
        let tenant = client.claimed().id().clone();
        Ok(Accepted { tenant, client: client.own().to_owned(), id, until })
    }
}

impl Granted {
    /// Grants an access token for an assertion that was accepted, and was not used before.
    ///
    /// # Errors
    ///
    /// [`InvalidClient`], if the client is gone.
    pub fn by_assertion(tenant: &Tenant, accepted: &Accepted, now: Timestamp) -> Result<Self, InvalidClient> {
        let known = tenant.oauth_client(&accepted.client).filter(|_| tenant.id == accepted.tenant);
        match known.map(|client| &client.method) {
            Some(Method::Jwt(assertions)) => {
                Self::sign_for_assertion(&tenant.id, &accepted.client, &assertions.token_key, now)
                    .ok_or(InvalidClient)
            }
            _ => Err(InvalidClient),
        }
    }
}

/// A time of a claim, to the millisecond; `None`: no time that there is.
fn time(seconds: f64) -> Option<Timestamp> {
    let millis = seconds * 1000.0;
    // Until the year 9999.
    let is_time = (0.0..=253_402_300_799_000.0).contains(&millis);
    if is_time { Timestamp::from_millisecond(millis as i64).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::admission::Admitted;
    use crate::oauth::{NewAssertions, Reach, SecretLifetime};
    use crate::tenant::Plan;
    use crate::token::{Presented, Scope};

    const SECOND: SignedDuration = SignedDuration::from_secs(1);
    const MILLI: SignedDuration = SignedDuration::from_millis(1);

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    fn acme() -> (Tenant, ClientId) {
        let id = TenantId::parse("acme").unwrap();
        let mut tenant = Tenant::new(id, "Acme".to_owned(), Plan::Advanced, now());
        let assertions =
            NewAssertions::parse(Some("i"), Some("s"), "a", "https://example.com/k", Reach::Internet);
        let client = tenant.create_jwt_client([1; 32], None, assertions.unwrap(), now()).unwrap();
        (tenant, ClientId::parse(&client).unwrap())
    }

    fn right() -> Value {
        json!({ "iss": "i", "sub": "s", "aud": "a", "exp": 1_800_000_300, "nbf": 1_800_000_000, "jti": "1" })
    }

    fn accept_at(claims: &Value, at: Timestamp) -> Result<Accepted, AssertionFault> {
        let (tenant, client) = acme();
        let assertions = tenant.asserting_client(&client).unwrap();
        assertions.accept(&client, &serde_json::from_value(claims.clone()).unwrap(), at)
    }

    fn accept(claims: &Value) -> Result<Accepted, AssertionFault> {
        accept_at(claims, now())
    }

    fn with(name: &str, value: &Value) -> Value {
        let mut claims = right();
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
        claims
    }

    #[test]
    fn each_claim_is_needed_and_exact() {
        assert!(accept(&right()).is_ok());
        for (name, value, fault) in [
            ("iss", json!("I"), AssertionFault::Issuer),
            ("iss", json!("i/"), AssertionFault::Issuer),
            ("iss", Value::Null, AssertionFault::Issuer),
            ("sub", json!("s "), AssertionFault::Subject),
            ("sub", Value::Null, AssertionFault::Subject),
            ("aud", json!("b"), AssertionFault::Audience),
            ("aud", json!(["b", "A"]), AssertionFault::Audience),
            ("aud", json!([]), AssertionFault::Audience),
            ("aud", Value::Null, AssertionFault::Audience),
            ("exp", Value::Null, AssertionFault::Expired),
            ("exp", json!(-1), AssertionFault::Expired),
            ("exp", json!(1e300), AssertionFault::Expired),
            ("exp", json!(1_800_000_000 + 86_400 + 61), AssertionFault::TooLong),
            ("nbf", json!(1e300), AssertionFault::NotYet),
            ("iat", json!(1_800_000_061), AssertionFault::NotYet),
            ("jti", json!(""), AssertionFault::Id),
            ("jti", json!("x".repeat(501)), AssertionFault::Id),
        ] {
            assert_eq!(accept(&with(name, &value)), Err(fault), "{name} {value}");
        }
        for (name, value) in [
            ("aud", json!(["b", "a"])),
            ("nbf", Value::Null),
            ("iat", json!(1_800_000_060)),
            ("exp", json!(1_800_000_000.5)),
            ("exp", json!(1_800_000_000 + 86_400)),
            ("uti", json!("anything")),
        ] {
            assert!(accept(&with(name, &value)).is_ok(), "{name} {value}");
        }
        for (name, value) in
            [("aud", json!(1)), ("exp", json!("1")), ("iss", json!(["i"])), ("jti", json!(1))]
        {
            assert!(serde_json::from_value::<Claims>(with(name, &value)).is_err(), "{name}");
        }
    }

    #[test]
    fn clocks_may_be_a_minute_apart() {
        let (start, end) = (now(), now() + SECOND * 300);
        assert!(accept_at(&right(), start - SKEW).is_ok());
        assert_eq!(accept_at(&right(), start - SKEW - MILLI), Err(AssertionFault::NotYet));
        assert!(accept_at(&right(), end + SKEW - MILLI).is_ok());
        assert_eq!(accept_at(&right(), end + SKEW), Err(AssertionFault::Expired));
    }

    #[test]
    fn an_id_is_of_its_client_and_kept_until_the_assertion_is_no_good() {
        let first = accept(&right()).unwrap();
        assert_eq!(first.until(), now() + SECOND * 360);
        assert_ne!(first.id(), accept(&with("jti", &json!("2"))).unwrap().id());
        assert_eq!(accept(&with("jti", &Value::Null)).unwrap().id(), None);
        let (tenant, client) = acme();
        let assertions = tenant.asserting_client(&client).unwrap();
        let other = ClientId::parse("rcc_acme_0123456789ab").unwrap();
        let claims = serde_json::from_value(right()).unwrap();
        assert_ne!(assertions.accept(&other, &claims, now()).unwrap().id(), first.id());
    }

    #[test]
    fn an_assertion_gets_an_access_token_that_ends_with_its_client() {
        let (mut tenant, client) = acme();
        let accepted = accept(&right()).unwrap();
        let granted = Granted::by_assertion(&tenant, &accepted, now()).unwrap();
        assert_eq!((granted.expires_in, &granted.refresh_token), (3600, &None));
        let presented = Presented::parse(&granted.token).unwrap();
        let opens = |tenant: &Tenant, at| {
            Admitted::by_token(Some(tenant.clone()), &presented, Scope::Scim, at).is_ok()
        };
        assert!(opens(&tenant, now()) && !opens(&tenant, now() + SECOND * 3600));
        assert!(tenant.revoke_oauth_client(client.own()));
        assert!(!opens(&tenant, now()));
        assert_eq!(Granted::by_assertion(&tenant, &accepted, now()), Err(InvalidClient));
    }

    #[test]
    fn only_a_client_of_that_method_and_tenant_asserts() {
        let (mut tenant, client) = acme();
        let plain = tenant.create_oauth_client([2; 32], None, SecretLifetime::default(), now()).unwrap();
        let other = client.own();
        for text in [plain.client_id, "rcc_acme_0123456789ab".to_owned(), format!("rcc_other_{other}")] {
            let id = ClientId::parse(&text).unwrap();
            assert_eq!(tenant.asserting_client(&id).err(), Some(InvalidClient), "{text}");
        }
        assert!(tenant.asserting_client(&client).is_ok());
    }

    proptest! {
        #[test]
        fn no_time_is_too_odd(exp: f64, nbf in prop::option::of(any::<f64>()), iat in prop::option::of(any::<f64>())) {
            let (tenant, client) = acme();
            let assertions = tenant.asserting_client(&client).unwrap();
            let base: Claims = serde_json::from_value(right()).unwrap();
            let claims = Claims { exp: Some(exp), nbf, iat, ..base };
            if let Ok(accepted) = assertions.accept(&client, &claims, now()) {
                prop_assert!(accepted.until() > now() && accepted.until() <= now() + LONGEST + SKEW * 2);
            }
        }
    }
}
