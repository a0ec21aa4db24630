//! Requests with a key of the caller's own (`Idempotency-Key`). For a day such a request can be sent again: it is not
//! done twice, and gets the same answer.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::seed::Seed;

/// How long a key is remembered.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// How long a request can be under way. After this time it has broken down: API Gateway waits for 29 s only.
pub const LONGEST: SignedDuration = SignedDuration::from_mins(1);

/// Longest key, in characters.
pub const MAX_KEY_LEN: usize = 255;

/// A key of the caller's own, as its SHA-256 in hexadecimal. The key itself is not kept, because a caller may put
/// anything into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

/// A text that cannot be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 1 to {MAX_KEY_LEN} visible ASCII characters")]
pub struct IdempotencyKeyError;

impl IdempotencyKey {
    /// Reads a key.
    ///
    /// # Errors
    ///
    /// [`IdempotencyKeyError`].
    pub fn parse(key: &[u8]) -> Result<Self, IdempotencyKeyError> {
        if (1..=MAX_KEY_LEN).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic) {
            Ok(Self(hex::encode(Sha256::digest(key))))
        } else {
            Err(IdempotencyKeyError)
        }
    }

    /// The hash of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was asked for: the SHA-256 of method, path and body. A key is for one request, not for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a request. The body counts byte for byte.
    #[must_use]
    pub fn of(method: &str, path: &str, body: &[u8]) -> Self {
        let head = Sha256::new().chain_update(method).chain_update(" ").chain_update(path);
        Self(hex::encode(head.chain_update("\n").chain_update(body).finalize()))
    }

    /// The digits of the hash, in hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The answer to a request, kept to be given again under the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// Status.
    pub status: u16,
    /// Body of the answer, as it was sent.
    pub body: String,
}

/// A request that was sent with a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyedRequest {
    /// Counts the writes of this record, from 1.
    pub version: u64,
    /// Method, path and body of the request, hashed.
    pub fingerprint: Fingerprint,
    /// Identifies the attempt that works on the request.
    pub attempt: Uuid,
    /// All identifiers that the request makes follow from this, whichever attempt makes them.
    pub seed: Uuid,
    /// When it was sent first.
    pub first_sent_at: Timestamp,
    /// When the present attempt began; `None`: none is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doing_since: Option<Timestamp>,
    /// What was answered, once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<StoredAnswer>,
}

/// What is to be done about a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Do it, once this is written.
    Do(KeyedRequest),
    /// It was done; this was answered.
    Done(StoredAnswer),
}

/// Why nothing is done about a request with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The key was used for something else.
    #[error("The key was sent with another request within the last day. Take a new one for each request.")]
    Reused,
    /// Another attempt at the request is under way.
    #[error("The request of this key is still under way. Send it again in a while.")]
    InProgress,
}

/// What is to be done about a request that is sent now, after what is known of its key. `random` is the identifier of
/// this attempt, and the seed of what it makes if it is the first.
///
/// # Errors
///
/// [`KeyRefusal`] if the key came with another request before, or if another attempt still works on this one.
pub fn turn(
    before: Option<&KeyedRequest>,
    fingerprint: Fingerprint,
    random: Uuid,
    now: Timestamp,
) -> Result<Turn, KeyRefusal> {
    let version = before.map_or(0, |before| before.version) + 1;
    let Some(before) = before.filter(|before| now < before.expires_at()) else {
        return Ok(Turn::Do(KeyedRequest {
            version,
            fingerprint,
            attempt: random,
            seed: random,
            first_sent_at: now,
            doing_since: Some(now),
            answer: None,
        }));
    };
    if before.fingerprint != fingerprint {
        return Err(KeyRefusal::Reused);
    }
    if let Some(answer) = &before.answer {
        return Ok(Turn::Done(answer.clone()));
    }
    match before.doing_since {
        Some(since) if now.duration_since(since) < LONGEST => Err(KeyRefusal::InProgress),
        _ => {
            Ok(Turn::Do(KeyedRequest { version, attempt: random, doing_since: Some(now), ..before.clone() }))
        }
    }
}

impl KeyedRequest {
    /// The record once it is done.
    #[must_use]
    pub fn done(&self, answer: StoredAnswer) -> Self {
        Self { version: self.version + 1, doing_since: None, answer: Some(answer), ..self.clone() }
    }

    /// The record after an attempt broke off: the next request with the key does the work.
    #[must_use]
    pub fn broken_off(&self) -> Self {
        Self { version: self.version + 1, doing_since: None, ..self.clone() }
    }

    /// The seed from which all identifiers of the request follow.
    #[must_use]
    pub const fn seed(&self) -> Seed {
        Seed::new(self.seed)
    }

    /// From when on the key is forgotten.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.first_sent_at.saturating_add(REMEMBERED).unwrap_or(self.first_sent_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Uuid = Uuid::from_u128(1);
    const SECOND: Uuid = Uuid::from_u128(2);

    fn asked(what: &str) -> Fingerprint {
        Fingerprint::of("POST", "/users", what.as_bytes())
    }

    fn start() -> Timestamp {
        "2026-03-10T09:30:00Z".parse().unwrap()
    }

    fn begun() -> KeyedRequest {
        let Ok(Turn::Do(request)) = turn(None, asked("ada"), FIRST, start()) else {
            panic!("the first time")
        };
        request
    }

    #[test]
    fn what_was_done_is_answered_again_for_a_day() {
        let answer = StoredAnswer { status: 201, body: "{}".to_owned() };
        let done = begun().done(answer.clone());
        let last = start() + REMEMBERED - SignedDuration::from_millis(1);
        for now in [start(), last] {
            assert_eq!(turn(Some(&done), asked("ada"), SECOND, now), Ok(Turn::Done(answer.clone())));
            assert_eq!(turn(Some(&done), asked("grace"), SECOND, now), Err(KeyRefusal::Reused));
        }
        let Ok(Turn::Do(anew)) = turn(Some(&done), asked("grace"), SECOND, start() + REMEMBERED) else {
            panic!("the key is forgotten")
        };
        assert_eq!((anew.seed, anew.version, anew.answer), (SECOND, done.version + 1, None));
    }

    #[test]
    fn what_is_under_way_is_left_to_whom_works_on_it_unless_they_broke_down() {
        let request = begun();
        let later = start() + LONGEST;
        let almost = later - SignedDuration::from_millis(1);
        assert_eq!(turn(Some(&request), asked("ada"), SECOND, almost), Err(KeyRefusal::InProgress));
        assert_eq!(turn(Some(&request), asked("grace"), SECOND, almost), Err(KeyRefusal::Reused));
        for (before, now) in [(request.clone(), later), (request.broken_off(), start())] {
            let Ok(Turn::Do(taken)) = turn(Some(&before), asked("ada"), SECOND, now) else { panic!("free") };
            assert_eq!((taken.seed, taken.attempt, taken.doing_since), (FIRST, SECOND, Some(now)));
            assert_eq!(taken.version, before.version + 1);
        }
    }

    #[test]
    fn a_key_is_visible_ascii() {
        assert!(IdempotencyKey::parse(b"8e03978e-40d5-43dd-bc93-6894a57f9324").is_ok());
        assert!(IdempotencyKey::parse(&[b'x'; MAX_KEY_LEN]).is_ok());
        for key in [&b""[..], b"a b", b"a\tb", "ü".as_bytes(), &[b'x'; MAX_KEY_LEN + 1]] {
            assert_eq!(IdempotencyKey::parse(key), Err(IdempotencyKeyError), "{key:?}");
        }
    }

    #[test]
    fn requests_that_differ_in_anything_have_other_fingerprints() {
        let one = Fingerprint::of("POST", "/users", b"{}");
        assert_eq!(one, Fingerprint::of("POST", "/users", b"{}"));
        for other in [
            Fingerprint::of("PUT", "/users", b"{}"),
            Fingerprint::of("POST", "/user", b"{}"),
            Fingerprint::of("POST", "/users", b"{ }"),
        ] {
            assert_ne!(one, other);
        }
    }
}
