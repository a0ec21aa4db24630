//! The keys by which directories sign. They are kept in memory for as long as the process lives, by their URI: so a token
//! costs no request to a directory, and one that is away for a while is no matter.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use rollcall_rules::oauth::Reach;
use rollcall_rules::oauth::method::JwksUri;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync;

use crate::failure::Failure;
use crate::fetch::{Unread, fetch};

/// After how long keys are read again. A key that the directory takes away is good for so long.
const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// How long keys are good if they cannot be read again.
const STALE: SignedDuration = SignedDuration::from_hours(24);

/// How often keys are read again because one is not among them.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// How long after a failure keys are not asked for.
const PAUSE: SignedDuration = SignedDuration::from_secs(10);

/// URIs whose keys are kept. If there are more, all are read anew.
const URIS: usize = 1_000;

/// Keys that are kept of one URI, the first of them.
const KEYS: usize = 100;

/// The keys of all URIs that this process has read. Clones are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeySets(Arc<Mutex<HashMap<String, Arc<sync::Mutex<KeySet>>>>>);

/// The keys of one URI, and when they were read and asked for.
#[derive(Debug, Default)]
struct KeySet {
    keys: Vec<Key>,
    /// When they were last read.
    read_at: Option<Timestamp>,
    /// When reading them last failed, if it failed since.
    failed_at: Option<Timestamp>,
    /// When they were last asked for because one was not among them.
    missed_at: Option<Timestamp>,
}

/// A key by which assertions are checked.
#[derive(Debug, Clone)]
struct Key {
    id: String,
    algorithm: Algorithm,
    key: DecodingKey,
}

/// A set as it stands at a URI (RFC 7517 §5). Keys that are not understood are ignored, as the RFC says.
#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<Value>,
}

impl KeySets {
    /// The key with this id for this algorithm; `None`: the directory does not show one.
    ///
    /// # Errors
    ///
    /// [`Failure::KeysAway`], if the keys cannot be read at the moment.
    pub(crate) async fn find(
        &self,
        uri: &JwksUri,
        id: &str,
        algorithm: Algorithm,
        reach: Reach,
        now: Timestamp,
    ) -> Result<Option<DecodingKey>, Failure> {
        let known = self.of(uri);
        // Who comes at the same time waits, and finds what was read.
        let mut known = known.lock().await;
        if known.is_due(now) || (known.find(id, algorithm).is_none() && known.may_be_asked_again(now)) {
            known.read(uri, reach, now).await;
        }
        match known.find(id, algorithm) {
            Some(key) if known.is_good(now) => Ok(Some(key)),
            _ if known.failed_at.is_some() || !known.is_good(now) => Err(Failure::KeysAway),
            _ => Ok(None),
        }
    }

    fn of(&self, uri: &JwksUri) -> Arc<sync::Mutex<KeySet>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= URIS {
            all.clear();
        }
        all.entry(uri.as_str().to_owned()).or_default().clone()
    }
}

impl KeySet {
    fn find(&self, id: &str, algorithm: Algorithm) -> Option<DecodingKey> {
        let found = self.keys.iter().find(|key| key.id == id && key.algorithm == algorithm);
        found.map(|key| key.key.clone())
    }

    /// Whether the keys are to be read whatever is looked for.
    fn is_due(&self, now: Timestamp) -> bool {
        !is_within(self.read_at, FRESH, now) && !is_within(self.failed_at, PAUSE, now)
    }

    fn may_be_asked_again(&self, now: Timestamp) -> bool {
        !is_within(self.missed_at, AGAIN, now) && !is_within(self.failed_at, PAUSE, now)
    }

    fn is_good(&self, now: Timestamp) -> bool {
        is_within(self.read_at, STALE, now)
    }

    async fn read(&mut self, uri: &JwksUri, reach: Reach, now: Timestamp) {
        if self.read_at.is_some() {
            self.missed_at = Some(now);
        }
        let read = match fetch(uri, reach).await {
            Ok(bytes) => parse(&bytes),
            Err(error) => Err(error),
        };
        match read {
            Ok(keys) => (self.keys, self.read_at, self.failed_at) = (keys, Some(now), None),
            Err(error) => {
                self.failed_at = Some(now);
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the keys of an OAuth client were not read"
                );
            }
        }
    }
}

/// Whether something was less than a span ago. A clock that was set back forgets.
fn is_within(at: Option<Timestamp>, span: SignedDuration, now: Timestamp) -> bool {
    at.is_some_and(|at| now.duration_since(at).abs() < span)
}

fn parse(bytes: &[u8]) -> Result<Vec<Key>, Unread> {
    let set: JwkSet = serde_json::from_slice(bytes).map_err(|_| Unread::Malformed)?;
    Ok(set.keys.into_iter().filter_map(Key::of).take(KEYS).collect())
}

impl Key {
    /// Takes a key, if it is one of RSA or P-256 that signs and has an id.
    fn of(key: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(key).ok()?;
        let (algorithm, name) = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => (Algorithm::RS256, KeyAlgorithm::RS256),
            AlgorithmParameters::EllipticCurve(point) if point.curve == EllipticCurve::P256 => {
                (Algorithm::ES256, KeyAlgorithm::ES256)
            }
            _ => return None,
        };
        let is_named_so = jwk.common.key_algorithm.is_none_or(|named| named == name);
        let signs = jwk.common.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature);
        let key = DecodingKey::from_jwk(&jwk).ok().filter(|_| is_named_so && signs)?;
        Some(Self { id: jwk.common.key_id?, algorithm, key })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const N: &str = "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u-qKhbwKfBstIs-bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyehkd3qqGElvW_VDL5AaWTg0nLVkjRo9z-40RQzuVaE8AkAFmxZzow3x-VJYKdjykkJ0iT9wCS0DRTXu269V264Vf_3jvredZiKRkgwlL9xNAwxXFg0x_XFw005UWVRIkdgcKWTjpBP2dPwVZ4WWC-9aGVd-Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbcmw";
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    fn ids(keys: &Value) -> Vec<(String, Algorithm)> {
        let keys = parse(keys.to_string().as_bytes()).unwrap();
        keys.into_iter().map(|key| (key.id, key.algorithm)).collect()
    }

    #[test]
    fn keys_that_sign_by_an_allowed_algorithm_are_taken_and_all_others_are_ignored() {
        let rsa = json!({ "kty": "RSA", "kid": "r", "n": N, "e": "AQAB" });
        let ec = json!({ "kty": "EC", "kid": "e", "crv": "P-256", "x": X, "y": Y });
        let with = |key: &Value, name: &str, value: Value| {
            let mut key = key.clone();
            key[name] = value;
            key
        };
        let entra = json!({ "kty": "RSA", "use": "sig", "kid": "m", "x5t": "m", "n": N, "e": "AQAB", "x5c": ["MIIC"],
            "cloud_instance_name": "microsoftonline.com", "issuer": "https://login.microsoftonline.com/x/v2.0" });
        let keys = json!({ "keys": [
            rsa, ec, entra,
            with(&rsa, "use", json!("enc")),
            with(&rsa, "alg", json!("PS256")),
            with(&rsa, "alg", json!("RS512")),
            with(&ec, "crv", json!("P-384")),
            with(&rsa, "kid", Value::Null),
            with(&rsa, "n", json!("%%")),
            { "kty": "oct", "kid": "o", "k": "AAAA" },
            { "kty": "OKP", "kid": "p", "crv": "Ed25519", "x": X },
            { "kty": "new", "kid": "n" },
            {}, null, 1,
        ] });
        let (rsa, ec) = (Algorithm::RS256, Algorithm::ES256);
        assert_eq!(ids(&keys), [("r".to_owned(), rsa), ("e".to_owned(), ec), ("m".to_owned(), rsa)]);
        assert_eq!(ids(&json!({ "keys": [] })), []);
        let many: Vec<Value> = (0..KEYS + 1)
            .map(|number| json!({ "kty": "RSA", "kid": number.to_string(), "n": N, "e": "AQAB" }))
            .collect();
        assert_eq!(ids(&json!({ "keys": many })).len(), KEYS);
    }

    #[test]
    fn what_is_no_set_of_keys_is_malformed() {
        for text in ["", "{}", "[]", "null", "<html>", r#"{"keys":{}}"#, r#"{"keys":null}"#] {
            assert!(matches!(parse(text.as_bytes()), Err(Unread::Malformed)), "{text}");
        }
    }
}
