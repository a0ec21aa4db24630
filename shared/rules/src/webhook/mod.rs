//! How an event is signed when it is sent to a URL: by the symmetric scheme of Standard Webhooks
//! (<https://www.standardwebhooks.com>), for which there are libraries in most languages.
//!
//! The receiver gets three headers. It computes the signature of the raw body anew, and refuses a time that is not now.
//!
//! - [`endpoint`]: the operator's webhooks, to which the service sends by itself.
//! - [`delivery`]: how far a tenant's events are sent to one, and what becomes of a try that fails.

pub mod delivery;
pub mod endpoint;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;

/// Header with the id of what is sent. It is the same each time.
pub const ID: &str = "webhook-id";
/// Header with the time of sending, in epoch seconds.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// Header with the signature.
pub const SIGNATURE: &str = "webhook-signature";

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// Bytes of a key, at least and at most.
const KEY_LEN: std::ops::RangeInclusive<usize> = 24..=64;

/// A secret that sender and receiver share.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

/// The text is no secret of a webhook. It does not say what the text was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret of a webhook is {PREFIX} and 24 to 64 bytes in Base64")]
pub struct NoWebhookSecret;

impl WebhookSecret {
    /// A secret of random bits, which the edge draws.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(random.to_vec())
    }

    /// Reads what [`Self::reveal`] gives.
    ///
    /// # Errors
    ///
    /// [`NoWebhookSecret`].
    pub fn parse(text: &str) -> Result<Self, NoWebhookSecret> {
        let key = text.strip_prefix(PREFIX).and_then(|key| STANDARD.decode(key).ok());
        key.filter(|key| KEY_LEN.contains(&key.len())).map(Self).ok_or(NoWebhookSecret)
    }

    /// The secret as the receiver's library takes it.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The headers by which this secret alone signs a request. `None`: as of [`Self::sign`].
    #[must_use]
    pub fn headers(&self, signed: &Signed<'_>) -> Option<SignedHeaders> {
        Some(signed.headers(self.sign(signed.id, signed.at, signed.body)?))
    }

    /// The value of [`SIGNATURE`] for a body that is sent at this time under this id. `None` for no key that HMAC takes; it
    /// takes every one.
    #[must_use]
    pub fn sign(&self, id: &str, at: Timestamp, body: &str) -> Option<String> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        let mac = mac.chain_update(format!("{id}.{}.", at.as_second())).chain_update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The value of [`ID`].
    pub id: &'a str,
    /// The value of [`TIMESTAMP`].
    pub at: Timestamp,
    /// The raw body.
    pub body: &'a str,
}

/// The headers of a request that is signed, by their names. All else that a request has is the sender's.
pub type SignedHeaders = [(&'static str, String); 3];

impl Signed<'_> {
    /// The headers, with the signatures.
    fn headers(&self, signatures: String) -> SignedHeaders {
        let at = self.at.as_second().to_string();
        [(ID, self.id.to_owned()), (TIMESTAMP, at), (SIGNATURE, signatures)]
    }
}

/// In the table a secret is its text.
impl Serialize for WebhookSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reveal())
    }
}

impl<'de> Deserialize<'de> for WebhookSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A secret is nothing for logs.
impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// As the Python package `standardwebhooks` 1.1.0 signs it.
    #[test]
    fn a_body_is_signed_as_the_libraries_of_standard_webhooks_check_it() {
        let secret = WebhookSecret::parse(SECRET).unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, r#"{"test": 2432232314}"#).unwrap();
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_read_as_it_is_shown_and_nothing_else_is_one() {
        let secret = WebhookSecret::new([7; 32]);
        assert_eq!(WebhookSecret::parse(&secret.reveal()), Ok(secret.clone()));
        assert!(!format!("{secret:?}").contains("7"));
        let short = format!("whsec_{}", STANDARD.encode([7; 23]));
        let long = format!("whsec_{}", STANDARD.encode([7; 65]));
        for text in ["", "whsec_", "whsec_%", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &short, &long] {
            assert_eq!(WebhookSecret::parse(text), Err(NoWebhookSecret), "{text}");
        }
    }
}
