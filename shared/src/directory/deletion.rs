//! When an inactive account is deleted: within two weeks of its deactivation, never later.

use jiff::{SignedDuration, Timestamp};

/// Nothing deactivated is left after this long: two weeks.
pub const LIMIT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Time kept in hand for a deletion that starts late or has to be tried again.
const MARGIN: SignedDuration = SignedDuration::from_hours(1);

const HOUR_SECS: i64 = 3600;

/// The moment at which an account deactivated at `deactivated_at` is due for deletion: the hour mark at or before
/// [`LIMIT`] less an hour. Whole hours, so that all who leave within an hour share one schedule.
#[must_use]
pub fn purge_at(deactivated_at: Timestamp) -> Timestamp {
    let latest = deactivated_at.saturating_add(LIMIT - MARGIN).unwrap_or(deactivated_at);
    let hour_mark = latest.as_second().div_euclid(HOUR_SECS) * HOUR_SECS;
    Timestamp::from_second(hour_mark).unwrap_or(latest)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_deletion_is_never_due_later_than_two_weeks_nor_earlier_than_two_hours_before() {
        for minutes in 0..(26 * 60) {
            let deactivated = at("2026-02-27T22:00:30Z") + SignedDuration::from_mins(minutes);
            let kept_for = purge_at(deactivated).duration_since(deactivated);
            assert!(kept_for <= LIMIT - MARGIN, "{kept_for}");
            assert!(kept_for > LIMIT - MARGIN - SignedDuration::from_hours(1), "{kept_for}");
        }
    }
}
