//! When an inactive account is deleted: within two weeks of its deactivation, never later.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::sign_in_check::Cause;
use super::tenant::TenantId;
use super::token::TokenHash;
use super::trace::{Deletion, TraceKey, TraceMark};
use super::user::{Actor, ActorName, User, UserId};

/// Nothing deactivated is left after this long: two weeks.
pub const LIMIT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Time kept in hand for a deletion that starts late or has to be tried again.
const MARGIN: SignedDuration = SignedDuration::from_hours(1);

/// How long a tombstone is kept after the deletion: 90 days.
pub const TOMBSTONE_TTL: SignedDuration = SignedDuration::from_hours(90 * 24);

const HOUR_SECS: i64 = 3600;

/// The moment at which an account deactivated at `deactivated_at` is due for deletion: the hour mark at or before
/// [`LIMIT`] less an hour. Whole hours, so that all people who leave within an hour share one schedule.
#[must_use]
pub fn purge_at(deactivated_at: Timestamp) -> Timestamp {
    let latest = deactivated_at.saturating_add(LIMIT - MARGIN).unwrap_or(deactivated_at);
    let hour_mark = latest.as_second().div_euclid(HOUR_SECS) * HOUR_SECS;
    Timestamp::from_second(hour_mark).unwrap_or(latest)
}

/// What is left of a deleted account: its identifier, times, the reason, and who did it. Nothing of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tombstone {
    /// Identifier that the account had.
    pub id: UserId,
    /// The tenant that the account belonged to.
    pub tenant: TenantId,
    /// What blocked the account.
    pub reason: Reason,
    /// The same, in all its kinds; `None`: an earlier version did not note them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// When the account was made; `None`: an earlier version did not note that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the account was blocked.
    pub deactivated_at: Timestamp,
    /// Who blocked it, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated_by: Option<Actor>,
    /// Name of who blocked it: a token's, or an administrator's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated_by_name: Option<ActorName>,
    /// Why it was deleted; `None`: an earlier version did not note that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion: Option<Deletion>,
    /// Name of who asked for the deletion, where somebody did: a token's, or an administrator's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_by_name: Option<ActorName>,
    /// By these it is found; empty of an earlier version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<TraceMark>,
    /// The last version of the account; `None`: an earlier version did not note that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// When it was due for deletion.
    pub purge_at: Timestamp,
    /// When the account was deleted.
    pub purged_at: Timestamp,
    /// Hashes of links that are still to be deleted; empty once all traces are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<TokenHash>,
}

impl Tombstone {
    /// Its cause, as far as it is known.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        let of_reason = match self.reason {
            Reason::Deactivated => Some(Cause::DeactivatedByDirectory),
            Reason::Deleted => None,
        };
        self.cause.or(of_reason)
    }

    /// Why the account was deleted, as far as it is known.
    #[must_use]
    pub fn deletion(&self) -> Option<Deletion> {
        self.deletion.or_else(|| self.cause().map(Deletion::of_cause))
    }

    /// When it is forgotten: 90 days after the deletion.
    #[must_use]
    pub fn forgotten_at(&self) -> Timestamp {
        self.purged_at.saturating_add(TOMBSTONE_TTL).unwrap_or(Timestamp::MAX)
    }

    /// Whether it is forgotten: DynamoDB deletes it some time later.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.forgotten_at()
    }
}

/// Why an account was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// The directory unassigned the person.
    Deactivated,
    /// No directory managed the account any more: it deleted the user, or gave the address or `externalId` to another person,
    /// or it was the operator who blocked or deleted somebody whom none managed.
    Deleted,
}

/// The tombstone of an account that is due for deletion, to be found by marks of this key; `None`: it is not due, for it is
/// active or has time left.
#[must_use]
pub fn tombstone(user: &User, key: &TraceKey, now: Timestamp) -> Option<Tombstone> {
    let since = user.deactivation.filter(|since| since.purge_at <= now)?;
    let deletion = Deletion::of(user, since);
    let is_asked_for = match deletion {
        Some(Deletion::ByDirectory) => user.updated_by == Actor::Directory,
        Some(Deletion::ByOperator) => user.updated_by == Actor::Operator,
        Some(Deletion::ByAdmin) => user.updated_by == Actor::Admin,
        Some(Deletion::AfterDeactivation | Deletion::Replaced) | None => false,
    };
    Some(Tombstone {
        id: user.id,
        tenant: user.tenant.clone(),
        reason: if user.linked { Reason::Deactivated } else { Reason::Deleted },
        cause: user.cause(),
        created_at: Some(user.created_at),
        deactivated_at: since.deactivated_at,
        deactivated_by: since.by,
        deactivated_by_name: user.deactivated_by_name.clone(),
        deletion,
        deletion_by_name: user.updated_by_name.clone().filter(|_| is_asked_for),
        marks: user.traced_by().iter().filter_map(|guard| key.mark(guard)).collect(),
        version: Some(user.version),
        purge_at: since.purge_at,
        purged_at: now,
        links: user.links.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::EmailAddress;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_deletion_is_due_at_the_hour_mark_an_hour_before_two_weeks() {
        for (deactivated, due) in [
            ("2026-11-24T13:00:00Z", "2026-12-08T12:00:00Z"),
            ("2026-11-24T13:59:59.999Z", "2026-12-08T12:00:00Z"),
            ("2026-11-24T14:00:00Z", "2026-12-08T13:00:00Z"),
            ("2026-12-24T00:30:00Z", "2027-01-06T23:00:00Z"),
        ] {
            assert_eq!(purge_at(at(deactivated)), at(due), "{deactivated}");
        }
    }

    #[test]
    fn only_an_inactive_account_whose_time_is_over_gets_a_tombstone() {
        let (acme, now) = (TenantId::parse("acme").unwrap(), at("2026-11-24T13:00:00Z"));
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let mut ada = User::native(UserId::new(uuid::Uuid::from_u128(1)), acme, email, now);
        let due = at("2026-12-08T12:00:00Z");
        let key = TraceKey::new([1; 32]);
        assert_eq!(tombstone(&ada, &key, due), None);
        ada.set_active(false, now);
        assert_eq!(tombstone(&ada, &key, due - SignedDuration::from_millis(1)), None);
        let tombstone = tombstone(&ada, &key, due).unwrap();
        assert_eq!((tombstone.reason, tombstone.purge_at), (Reason::Deleted, due));
        assert_eq!((tombstone.created_at, tombstone.marks.len()), (Some(now), 1));
        let stored = serde_json::to_string(&tombstone).unwrap();
        assert!(!stored.contains("example.com"), "{stored}");
        assert!(!tombstone.is_over(due + TOMBSTONE_TTL - SignedDuration::from_millis(1)));
        assert!(tombstone.is_over(due + TOMBSTONE_TTL));
    }

    #[test]
    fn the_deletion_is_never_due_later_than_two_weeks_nor_earlier_than_two_hours_before() {
        for minutes in 0..(26 * 60) {
            let deactivated = at("2026-02-27T22:00:30Z") + SignedDuration::from_mins(minutes);
            let kept_for = purge_at(deactivated).duration_since(deactivated);
            assert!(kept_for <= LIMIT - MARGIN, "{kept_for}");
            assert!(kept_for > LIMIT - MARGIN - SignedDuration::from_hours(1), "{kept_for}");
        }
    }
}
