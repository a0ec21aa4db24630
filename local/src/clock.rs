//! A clock that can be moved forward, so that two weeks pass in a moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use rollcall::clock::{Clock, SystemClock};

/// The machine's clock plus a shift that only grows. Clones are one clock.
#[derive(Debug, Clone, Default)]
pub(super) struct MovableClock {
    ahead_millis: Arc<AtomicI64>,
}

/// The clock would be moved beyond the year 9999, where the calendar ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooFar;

impl MovableClock {
    /// A clock that shows `now` at first; `None`: the machine's time.
    pub(super) fn starting_at(now: Option<Timestamp>) -> Self {
        let ahead = now.map_or(SignedDuration::ZERO, |now| now.duration_since(SystemClock.now()));
        Self { ahead_millis: Arc::new(AtomicI64::new(millis(ahead))) }
    }

    /// The time so many seconds from now.
    pub(super) fn after(&self, secs: u64) -> Result<Timestamp, TooFar> {
        let step = i64::try_from(secs).ok().map(SignedDuration::from_secs).ok_or(TooFar)?;
        self.now().checked_add(step).map_err(|_| TooFar)
    }

    /// Moves the clock forward to a time, if it is not there yet.
    pub(super) fn advance_to(&self, time: Timestamp) {
        let step = time.duration_since(self.now());
        if step.is_positive() {
            // To the next millisecond: it must not stop short of the time.
            self.ahead_millis.fetch_add(millis(step).saturating_add(1), Ordering::Relaxed);
        }
    }

    /// How far the clock is ahead of the machine's.
    pub(super) fn ahead(&self) -> SignedDuration {
        SignedDuration::from_millis(self.ahead_millis.load(Ordering::Relaxed))
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().checked_add(self.ahead()).unwrap_or(Timestamp::MAX)
    }
}

/// The calendar ends with the year 9999, so its milliseconds fit.
fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_starts_where_it_is_told_and_clones_move_together() {
        let start: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        let clock = MovableClock::starting_at(Some(start));
        let clone = clock.clone();
        clock.advance_to(clock.after(3_600).unwrap());
        let passed = clone.now().duration_since(start);
        assert!(passed >= SignedDuration::from_hours(1), "{passed}");
        assert!(passed < SignedDuration::from_mins(61), "{passed}");
    }

    #[test]
    fn a_move_out_of_the_calendar_is_refused() {
        let clock = MovableClock::starting_at(None);
        assert_eq!(clock.after(u64::MAX), Err(TooFar));
        assert_eq!(clock.after(300_000_000_000), Err(TooFar));
    }
}
