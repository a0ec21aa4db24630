//! The life of the links that mails bring, whatever they are for: it begins when the mail leaves.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::owed::MailOutcome;

/// How long a mailed link works, unless the operator says otherwise.
pub const LINK_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A mail that leaves this much late brings a link of full length.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// Until when a mailed link works.
///
/// The two fields are stored among those of the email change or invitation that the link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkLife {
    /// When the link that was mailed last, or is about to be, stops working.
    pub expires_at: Timestamp,
    /// How long a link works from when it is mailed.
    #[serde(rename = "linkLifetime")]
    pub lifetime: SignedDuration,
}

impl LinkLife {
    /// The life of a link whose mail leaves now.
    pub(super) fn from(now: Timestamp, lifetime: SignedDuration) -> Self {
        Self { expires_at: after(now, lifetime), lifetime }
    }

    /// The life of the next link for the same thing, whose mail leaves now.
    pub(super) fn renewed(self, now: Timestamp) -> Self {
        Self::from(now, self.lifetime)
    }

    /// The life of the link that a mail brings which leaves now: a full one if the mail is late, or else as announced.
    pub(super) fn renewed_if_late(self, now: Timestamp) -> Self {
        let full = self.renewed(now);
        if full.expires_at.duration_since(self.expires_at) >= LATE { full } else { self }
    }

    /// Does the link no longer work?
    pub(super) fn is_over(self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

/// Notes on `undeliverable_at` what became of the mail with the link: a refused one says that the address takes no mail, a
/// sent one that it does.
pub(super) const fn note_delivery(
    undeliverable_at: &mut Option<Timestamp>,
    outcome: Option<MailOutcome>,
    now: Timestamp,
) {
    match outcome {
        Some(MailOutcome::Refused) => *undeliverable_at = Some(now),
        Some(MailOutcome::Sent) => *undeliverable_at = None,
        Some(MailOutcome::Failed) | None => {}
    }
}

/// A time plus a span; the time itself if there is no such moment.
pub(super) fn after(time: Timestamp, span: SignedDuration) -> Timestamp {
    time.saturating_add(span).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_mail_that_leaves_late_brings_a_link_of_full_length() {
        let life = LinkLife::from(at("2026-03-02T09:30:00Z"), LINK_LIFETIME);
        assert_eq!(life.expires_at, at("2026-03-09T09:30:00Z"));
        assert_eq!(life.renewed_if_late(at("2026-03-02T10:29:59Z")), life);
        let late = life.renewed_if_late(at("2026-03-04T09:30:00Z"));
        assert_eq!(late.expires_at, at("2026-03-11T09:30:00Z"));
    }

    #[test]
    fn a_link_is_over_from_its_last_moment_on() {
        let life = LinkLife::from(at("2026-03-02T09:30:00Z"), SignedDuration::from_hours(1));
        assert!(!life.is_over(at("2026-03-02T10:29:59.999Z")));
        assert!(life.is_over(at("2026-03-02T10:30:00Z")));
    }

    #[test]
    fn only_a_mail_that_left_or_was_refused_says_something_of_the_address() {
        let now = at("2026-03-02T09:30:00Z");
        for (outcome, before, expected) in [
            (Some(MailOutcome::Refused), None, Some(now)),
            (Some(MailOutcome::Sent), Some(now), None),
            (Some(MailOutcome::Failed), Some(now), Some(now)),
            (None, None, None),
        ] {
            let mut undeliverable_at = before;
            note_delivery(&mut undeliverable_at, outcome, now);
            assert_eq!(undeliverable_at, expected, "{outcome:?}");
        }
    }
}
