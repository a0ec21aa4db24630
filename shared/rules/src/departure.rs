//! A customer leaves: what the deletion of a tenant has done and has yet to do, and the proof that it leaves.
//!
//! The deletion begins by one write, which puts a [`Departure`] in the place of the tenant's record. From then on nobody is
//! admitted. What the tenant has is found by looks through the whole table. Requests that were admitted before may still write
//! something, so the last look begins when the longest of them is over. The deletion ends with such a look that finds nothing.
//! The departure stays: it has the tenant's id and counts, and nothing of its people.

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::tenant::TenantId;

/// How long after the first write a request that was admitted before can still write. The functions end after 28 s; the rest is
/// for clocks that differ and for a first write that is answered late.
pub const LONGEST_REQUEST: SignedDuration = SignedDuration::from_secs(60);

/// The kind of the tenant's own record, which goes by the first write.
const TENANT: &str = "tenant";

/// The kind of an arrival, which goes by the first write where there is no record yet.
const ARRIVAL: &str = "arrival";

/// What stands before the signed text, so that a proof is a proof and nothing else.
const SIGNED: &str = "rollcall proof of a departure, 1\n";

/// What stands before a key of which the id is made.
const KEY_ID: &str = "rollcall key of proofs ";

/// Digits of a key's id.
const KEY_ID_LEN: usize = 12;

/// How many items of each kind.
pub type Counts = BTreeMap<String, u64>;

/// A tenant that leaves, or has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Departure {
    /// The tenant's id, which is given to nobody else.
    pub tenant: TenantId,
    /// When the tenant's record went.
    pub begun_at: Timestamp,
    /// A look that begins earlier is not the last.
    pub last_look_from: Timestamp,
    /// When the last look ended; `None`: something may be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// The looks through the table so far.
    pub looks: Vec<Look>,
    /// What was deleted by the looks that have ended, and the tenant's record.
    pub counts: Counts,
    /// Parts of the table that are looked through side by side.
    pub parts: u8,
    /// Whether the tenant was on its way here by an import that was given up. It was never here, so nothing of the
    /// departure stays, and another export of it may come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub arriving: bool,
    /// Counts the writes of this record, from 1.
    pub version: u64,
}

/// A look through the whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Look {
    /// When it began.
    pub begun_at: Timestamp,
    /// When it was through; `None`: it is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Items of the tenant that it found, and deleted.
    pub found: u64,
}

/// What is to be done next about a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A look is under way: it is to be gone on with.
    Look,
    /// Another look is to begin.
    AnotherLook,
    /// Nothing before that time: another look would be too early.
    Wait(Timestamp),
    /// Nothing is left to be done.
    Nothing,
}

impl Departure {
    /// The beginning: the first look goes through so many parts of the table. The last one begins when `settled` is over,
    /// which is [`LONGEST_REQUEST`].
    #[must_use]
    pub fn new(tenant: TenantId, parts: u8, settled: SignedDuration, now: Timestamp) -> Self {
        Self {
            tenant,
            begun_at: now,
            last_look_from: now.checked_add(settled).unwrap_or(Timestamp::MAX),
            ended_at: None,
            looks: vec![Look::new(now)],
            counts: Counts::from([(TENANT.to_owned(), 1)]),
            parts,
            arriving: false,
            version: 1,
        }
    }

    /// The beginning, for a tenant that was on its way here.
    #[must_use]
    pub fn of_arrival(tenant: TenantId, parts: u8, settled: SignedDuration, now: Timestamp) -> Self {
        let counts = Counts::from([(ARRIVAL.to_owned(), 1)]);
        Self { counts, arriving: true, ..Self::new(tenant, parts, settled, now) }
    }

    /// What is to be done at `now`.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Next {
        if self.ended_at.is_some() {
            Next::Nothing
        } else if self.looks.last().is_some_and(|look| look.ended_at.is_none()) {
            Next::Look
        } else if now < self.last_look_from {
            Next::Wait(self.last_look_from)
        } else {
            Next::AnotherLook
        }
    }

    /// Which look it is, from 1: each part of the table says up to which it was looked through.
    #[must_use]
    pub const fn look(&self) -> usize {
        self.looks.len()
    }

    /// After a look that found, and deleted, this. If nothing can have been written since it began, and it found nothing, the
    /// departure ends with it.
    #[must_use]
    pub fn with_look_ended(&self, found: &Counts, now: Timestamp) -> Self {
        let mut after = Self { version: self.version + 1, ..self.clone() };
        let Some(look) = after.looks.last_mut() else { return after };
        look.ended_at = Some(now);
        look.found = found.values().sum();
        if look.found == 0 && look.begun_at >= after.last_look_from {
            after.ended_at = Some(now);
        }
        for (kind, count) in found {
            *after.counts.entry(kind.clone()).or_default() += count;
        }
        after
    }

    /// With another look begun.
    #[must_use]
    pub fn with_another_look(&self, now: Timestamp) -> Self {
        let mut after = Self { version: self.version + 1, ..self.clone() };
        after.looks.push(Look::new(now));
        after
    }
}

impl Look {
    const fn new(now: Timestamp) -> Self {
        Self { begun_at: now, ended_at: None, found: 0 }
    }
}

/// The operator's key of proofs: 256 random bits, in hexadecimal. The table alone has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProofKey(String);

impl ProofKey {
    /// A key of random bits, which the edge draws.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(hex::encode(random))
    }

    /// By which a proof tells that it was made by this key. It leads nowhere back.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = hex::encode(Sha256::new().chain_update(KEY_ID).chain_update(&self.0).finalize());
        id.truncate(KEY_ID_LEN);
        id
    }

    /// `None` for no key that HMAC takes; it takes every one.
    fn mac(&self, signed: &[u8]) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        Some(mac.chain_update(SIGNED).chain_update(signed))
    }
}

impl fmt::Debug for ProofKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProofKey(…)")
    }
}

/// What a proof says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Statement {
    tenant: TenantId,
    begun_at: Timestamp,
    ended_at: Timestamp,
    #[serde(deserialize_with = "once_each")]
    counts: Counts,
    looks: Vec<Look>,
}

/// The proof that all of a tenant was deleted: what was looked at and found, signed by the operator's key (HMAC-SHA-256). Who has
/// the key can make any proof. So it shows to somebody else what the operator says, and to the operator that nobody changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
    deleted: Statement,
    key_id: String,
    hmac: String,
}

/// Why a proof shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// It is not as it was made.
    #[error("the proof was altered")]
    Altered,
    /// Another key made it, so another table.
    #[error("the proof was made by another table")]
    OtherTable,
}

impl Proof {
    /// The proof of a departure; `None`: it has not ended.
    #[must_use]
    pub fn of(departure: &Departure, key: &ProofKey) -> Option<Self> {
        let deleted = Statement {
            tenant: departure.tenant.clone(),
            begun_at: departure.begun_at,
            ended_at: departure.ended_at?,
            counts: departure.counts.clone(),
            looks: departure.looks.clone(),
        };
        let hmac = hex::encode(key.mac(&signed(&deleted)?)?.finalize().into_bytes());
        Some(Self { deleted, key_id: key.id(), hmac })
    }

    /// Whether this key made it as it is.
    ///
    /// # Errors
    ///
    /// [`NotProven`].
    pub fn check(&self, key: &ProofKey) -> Result<(), NotProven> {
        if self.key_id != key.id() {
            return Err(NotProven::OtherTable);
        }
        let mac = signed(&self.deleted).and_then(|signed| key.mac(&signed)).ok_or(NotProven::Altered)?;
        // Hexadecimal in capitals is another text of the same bytes.
        let code = hex::decode(&self.hmac).ok().filter(|code| hex::encode(code) == self.hmac);
        mac.verify_slice(&code.ok_or(NotProven::Altered)?).map_err(|_| NotProven::Altered)
    }

    /// The tenant that was deleted.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.deleted.tenant
    }

    /// When the deletion began, and when it ended.
    #[must_use]
    pub const fn span(&self) -> (Timestamp, Timestamp) {
        (self.deleted.begun_at, self.deleted.ended_at)
    }

    /// How many items of each kind were deleted.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.deleted.counts
    }
}

/// The text that is signed: the statement as JSON, its members in one order.
fn signed(statement: &Statement) -> Option<Vec<u8>> {
    serde_json::to_vec(statement).ok()
}

/// Reads counts. A kind that is there twice would be read as one thing here and as another elsewhere.
fn once_each<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Counts, D::Error> {
    struct Once;
    impl<'de> Visitor<'de> for Once {
        type Value = Counts;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a count for each kind")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Counts, A::Error> {
            let mut counts = Counts::new();
            while let Some((kind, count)) = map.next_entry::<String, u64>()? {
                if counts.insert(kind, count).is_some() {
                    return Err(A::Error::custom("a kind is there twice"));
                }
            }
            Ok(counts)
        }
    }
    deserializer.deserialize_map(Once)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn begun() -> Departure {
        let acme = TenantId::parse("acme").unwrap();
        Departure::new(acme, 16, LONGEST_REQUEST, at("2026-11-24T13:00:00Z"))
    }

    #[test]
    fn it_ends_with_a_look_that_finds_nothing_after_every_request_is_over() {
        let found = Counts::from([("users".to_owned(), 3)]);
        let departure = begun();
        assert_eq!(departure.next(at("2026-11-24T13:00:01Z")), Next::Look);
        let looked = departure.with_look_ended(&found, at("2026-11-24T13:00:05Z"));
        assert_eq!(looked.next(at("2026-11-24T13:00:59Z")), Next::Wait(at("2026-11-24T13:01:00Z")));
        assert_eq!(looked.next(at("2026-11-24T13:01:00Z")), Next::AnotherLook);
        let again = looked.with_another_look(at("2026-11-24T13:01:00Z"));
        assert_eq!((again.next(at("2026-11-24T13:01:01Z")), again.look()), (Next::Look, 2));
        // It found what a request wrote that was under way, so yet another look shows that nothing comes any more.
        let late = again.with_look_ended(&found, at("2026-11-24T13:01:02Z"));
        assert_eq!(late.next(at("2026-11-24T13:01:03Z")), Next::AnotherLook);
        let last = late.with_another_look(at("2026-11-24T13:01:03Z"));
        let last = last.with_look_ended(&Counts::new(), at("2026-11-24T13:01:04Z"));
        assert_eq!(last.next(at("2026-11-24T13:01:05Z")), Next::Nothing);
        assert_eq!(last.ended_at, Some(at("2026-11-24T13:01:04Z")));
        assert_eq!(last.counts, Counts::from([("tenant".to_owned(), 1), ("users".to_owned(), 6)]));
    }

    #[test]
    fn an_early_look_that_finds_nothing_is_not_the_last() {
        let looked = begun().with_look_ended(&Counts::new(), at("2026-11-24T13:05:00Z"));
        assert_eq!(looked.ended_at, None, "it began while requests could still write");
        assert_eq!(looked.next(at("2026-11-24T13:05:00Z")), Next::AnotherLook);
    }

    #[test]
    fn a_kind_that_is_counted_twice_is_no_proof() {
        let ended = begun().with_another_look(at("2026-11-24T13:01:00Z"));
        let ended = ended.with_look_ended(&Counts::new(), at("2026-11-24T13:01:04Z"));
        let key = ProofKey::new([7; 32]);
        assert_eq!(Proof::of(&begun(), &key), None, "nothing is proven before the end");
        let text = serde_json::to_string(&Proof::of(&ended, &key).unwrap()).unwrap();
        assert!(serde_json::from_str::<Proof>(&text).unwrap().check(&key).is_ok());
        let twice = text.replace(r#""tenant":1"#, r#""tenant":9,"tenant":1"#);
        assert_ne!(twice, text);
        assert!(serde_json::from_str::<Proof>(&twice).is_err());
    }

    #[test]
    fn nothing_shows_the_key() {
        let key = ProofKey::new([7; 32]);
        assert_eq!(format!("{key:?}"), "ProofKey(…)");
        assert!(!hex::encode([7; 32]).contains(&key.id()));
    }
}
