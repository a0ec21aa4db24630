//! How far a tenant's events are sent to a webhook, and what becomes of a try that fails.
//!
//! The events of a tenant are sent one after the other, in the order of its feed. One that is not taken is sent again, with
//! waits that grow, and what comes after it waits. After three days the delivery stops, and goes on where it stopped once the
//! operator says so. Other tenants, and other webhooks, do not wait for it.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::endpoint::WebhookId;
use crate::feed::FeedPlace;
use crate::tenant::TenantId;

/// How long an event is tried before the delivery stops.
pub const TRIED_FOR: SignedDuration = SignedDuration::from_hours(3 * 24);

/// The waits after the first tries that failed. Each later wait is the last of them.
const WAITS: [SignedDuration; 6] = [
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    LONGEST_WAIT,
];

/// No wait is longer, whatever the receiver asks for.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// By how many hundredths a wait is lengthened at most, so that not all tenants are tried at the same moment.
pub const JITTER_PERCENT: u32 = 20;

/// The status by which a receiver says that it is gone for good.
const GONE: u16 = 410;

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Failure {
    /// The receiver answered with a status that is no success. A redirect is none.
    Status(u16),
    /// The URL leads to an address that is not public.
    Inside,
    /// The host has no address.
    NoAddress,
    /// No connection, or no TLS.
    NoConnection,
    /// No answer in HTTP.
    NoAnswer,
    /// No answer in time.
    Late,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "the receiver answers {status}"),
            Self::Inside => f.write_str("the URL leads to an address that is not public"),
            Self::NoAddress => f.write_str("the host has no address"),
            Self::NoConnection => f.write_str("no connection to the host, or its certificate is not trusted"),
            Self::NoAnswer => f.write_str("the receiver closes the connection without an answer"),
            Self::Late => f.write_str("no answer in ten seconds"),
        }
    }
}

/// An event that was tried and is not taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failing {
    /// When it was first tried.
    pub since: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed.
    pub failure: Failure,
    /// When it is tried again.
    pub next_at: Timestamp,
}

/// How far the events of a tenant are sent to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The tenant.
    pub tenant: TenantId,
    /// The webhook.
    pub webhook: WebhookId,
    /// The place in the feed up to which everything is delivered.
    #[serde(with = "place")]
    pub after: FeedPlace,
    /// Until when one run alone delivers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_until: Option<Timestamp>,
    /// What is to be tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing: Option<Failing>,
    /// When it stopped; `None`: it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    /// Counts the writes.
    pub revision: u64,
}

/// A place is its number.
mod place {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::feed::FeedPlace;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub(super) fn serialize<S: Serializer>(place: &FeedPlace, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(place.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FeedPlace, D::Error> {
        u64::deserialize(deserializer).map(FeedPlace)
    }
}

/// Whether a run may deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It may, once this is written.
    Mine(Delivery),
    /// Another run delivers at the moment.
    Others,
    /// Not before the next try is due, or not before the operator says so.
    Waits,
}

impl Delivery {
    /// One that begins after a place.
    #[must_use]
    pub const fn new(tenant: TenantId, webhook: WebhookId, after: FeedPlace) -> Self {
        Self { tenant, webhook, after, claimed_until: None, failing: None, stopped_at: None, revision: 0 }
    }

    /// Claims the delivery for one run, until a time.
    #[must_use]
    pub fn claim(&self, now: Timestamp, until: Timestamp) -> Claim {
        if self.stopped_at.is_some() {
            return Claim::Waits;
        }
        if self.claimed_until.is_some_and(|claimed| now < claimed) {
            return Claim::Others;
        }
        if self.failing.as_ref().is_some_and(|failing| now < failing.next_at) {
            return Claim::Waits;
        }
        Claim::Mine(Self { claimed_until: Some(until), ..self.clone() })
    }

    /// All up to a place is delivered, and the run goes on.
    #[must_use]
    pub fn delivered(self, after: FeedPlace) -> Self {
        Self { after, failing: None, ..self }
    }

    /// The run ends, and there is nothing more to be delivered.
    #[must_use]
    pub fn done(self) -> Self {
        Self { claimed_until: None, ..self }
    }

    /// The run ends before everything is delivered. Another one can go on at once.
    #[must_use]
    pub fn left(self, now: Timestamp) -> Self {
        Self { claimed_until: Some(now), ..self }
    }

    /// The next event was not taken. The receiver may have said how long to wait. `jitter_percent` is between 0 and
    /// [`JITTER_PERCENT`].
    #[must_use]
    pub fn failed(
        self,
        failure: Failure,
        asked: Option<SignedDuration>,
        jitter_percent: u32,
        now: Timestamp,
    ) -> Self {
        let (since, tries) = self.failing.as_ref().map_or((now, 0), |before| (before.since, before.tries));
        let wait = wait_after(tries, asked, jitter_percent);
        let next_at = now.checked_add(wait).unwrap_or(Timestamp::MAX);
        let is_over = failure == Failure::Status(GONE) || now.duration_since(since) >= TRIED_FOR;
        let failing = Failing { since, tries: tries.saturating_add(1), failure, next_at };
        Self { claimed_until: None, failing: Some(failing), stopped_at: is_over.then_some(now), ..self }
    }

    /// Goes on at once, as if the next event had not been tried yet. What is delivered at the moment is left to who does.
    #[must_use]
    pub fn resumed(self, now: Timestamp) -> Self {
        if !self.is_in_trouble() {
            return self;
        }
        Self { failing: None, stopped_at: None, claimed_until: Some(now), ..self }
    }

    /// Whether it stopped, or waits for another try.
    #[must_use]
    pub const fn is_in_trouble(&self) -> bool {
        self.stopped_at.is_some() || self.failing.is_some()
    }

    /// Nothing is to be delivered any more: the webhook is gone.
    #[must_use]
    pub fn given_up(self) -> Self {
        Self { claimed_until: None, failing: None, stopped_at: None, ..self }
    }

    /// When a run is to look at it; `None`: nothing is left to be delivered, or it stopped.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        if self.stopped_at.is_some() {
            return None;
        }
        self.claimed_until.or_else(|| self.failing.as_ref().map(|failing| failing.next_at))
    }
}

/// The wait before the next try, after so many that failed before the last one.
fn wait_after(tries: u32, asked: Option<SignedDuration>, jitter_percent: u32) -> SignedDuration {
    let step = usize::try_from(tries).unwrap_or(usize::MAX).min(WAITS.len() - 1);
    let own = WAITS.get(step).copied().unwrap_or(LONGEST_WAIT);
    let wait = own.max(asked.unwrap_or_default()).min(LONGEST_WAIT);
    let jitter = i64::from(jitter_percent.min(JITTER_PERCENT)) * wait.as_secs() / 100;
    wait.saturating_add(SignedDuration::from_secs(jitter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-30T12:00:00Z".parse().unwrap()
    }

    fn delivery() -> Delivery {
        let tenant = TenantId::parse("acme").unwrap();
        Delivery::new(tenant, WebhookId::new(Uuid::from_u128(1)), FeedPlace(7))
    }

    const fn secs(secs: i64) -> SignedDuration {
        SignedDuration::from_secs(secs)
    }

    #[test]
    fn a_new_delivery_is_not_due_and_a_claimed_one_when_its_claim_ends() {
        let until = now() + secs(60);
        assert_eq!(delivery().due_at(), None);
        let Claim::Mine(mine) = delivery().claim(now(), until) else { panic!("it is free") };
        assert_eq!((mine.due_at(), mine.claim(now(), until)), (Some(until), Claim::Others));
        assert!(matches!(mine.claim(until, until + secs(60)), Claim::Mine(_)), "whoever claimed it has died");
        assert_eq!(mine.clone().delivered(FeedPlace(9)).done().due_at(), None);
        assert_eq!(mine.left(now()).due_at(), Some(now()));
    }

    #[test]
    fn the_waits_grow_to_an_hour_and_a_success_forgets_them() {
        let mut failing = delivery();
        let mut waits = Vec::new();
        for _ in 0..8 {
            failing = failing.failed(Failure::Status(500), None, 0, now());
            waits.push(failing.due_at().unwrap().duration_since(now()).as_secs());
        }
        assert_eq!(waits, [30, 60, 300, 900, 1800, 3600, 3600, 3600]);
        let taken = failing.delivered(FeedPlace(8)).done();
        assert_eq!((taken.failing, taken.after), (None, FeedPlace(8)));
    }

    #[test]
    fn a_receiver_may_ask_for_a_longer_wait_up_to_an_hour() {
        for (asked, waits) in [(0, 30), (29, 30), (120, 120), (100_000, 3600), (-5, 30)] {
            let failed = delivery().failed(Failure::Status(429), Some(secs(asked)), 0, now());
            assert_eq!(failed.due_at(), Some(now() + secs(waits)), "{asked}");
        }
        let jittered = delivery().failed(Failure::Late, None, 20, now());
        assert_eq!(jittered.due_at(), Some(now() + secs(36)));
    }

    #[test]
    fn after_three_days_it_stops_and_goes_on_where_it_stopped_when_the_operator_says_so() {
        let first = delivery().failed(Failure::Late, None, 0, now());
        let almost = first.clone().failed(Failure::Late, None, 0, now() + TRIED_FOR - secs(1));
        assert_eq!(almost.stopped_at, None);
        let end = now() + TRIED_FOR;
        let stopped = first.failed(Failure::Status(503), Some(secs(5)), 0, end);
        assert_eq!((stopped.stopped_at, stopped.due_at(), stopped.after), (Some(end), None, FeedPlace(7)));
        assert_eq!(stopped.claim(end, end + secs(60)), Claim::Waits);
        assert_eq!(stopped.clone().given_up(), Delivery { revision: stopped.revision, ..delivery() });
        let resumed = stopped.resumed(end);
        assert_eq!((resumed.due_at(), resumed.after), (Some(end), FeedPlace(7)));
        let again = resumed.failed(Failure::Late, None, 0, end);
        assert_eq!(again.failing.unwrap().since, end, "it is tried for three more days");
    }

    #[test]
    fn a_receiver_that_is_gone_stops_it_at_once() {
        let gone = delivery().failed(Failure::Status(410), None, 0, now());
        assert_eq!((gone.stopped_at, gone.due_at()), (Some(now()), None));
    }

    #[test]
    fn nothing_is_resumed_that_goes_on_anyway() {
        let Claim::Mine(mine) = delivery().claim(now(), now() + secs(60)) else { panic!("it is free") };
        assert_eq!(mine.clone().resumed(now()), mine);
        assert_eq!(delivery().resumed(now()), delivery());
    }

    proptest! {
        /// A receiver that never takes an event, tried whenever that is due.
        #[test]
        fn an_event_is_tried_for_three_days_and_an_hour_and_a_fifth_at_most_and_less_than_a_hundred_times(
            tries in prop::collection::vec((0..=30_u32, prop::option::of(-10..10_000_i64)), 120)
        ) {
            let (mut failing, mut at, mut count) = (delivery(), now(), 0);
            for (jitter, asked) in tries {
                failing = failing.failed(Failure::Status(500), asked.map(secs), jitter, at);
                count += 1;
                prop_assert_eq!(failing.after, FeedPlace(7));
                let Some(due) = failing.due_at() else { break };
                let wait = due.duration_since(at);
                prop_assert!(wait >= secs(30) && wait <= LONGEST_WAIT + LONGEST_WAIT / 5);
                at = due;
            }
            let took = at.duration_since(now());
            prop_assert!(failing.stopped_at.is_some() && count < 100);
            prop_assert!(took >= TRIED_FOR && took <= TRIED_FOR + LONGEST_WAIT + LONGEST_WAIT / 5);
        }
    }
}
