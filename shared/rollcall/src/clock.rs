//! The time. Rules take `now` as an argument; only the edges hold a [`Clock`], and only this file asks the system.

use std::fmt;

use jiff::{SignedDuration, Timestamp, TimestampRound, Unit};

/// Tells the time to the edges. The local system has one that can be moved.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present moment, in whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// The time of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> Timestamp {
        to_millis(Timestamp::now())
    }
}

/// Whether a run may still begin a piece of work: until `margin` before its deadline, so that the work under way can
/// end. A run without a deadline always may.
pub fn in_time(
    clock: &dyn Clock,
    deadline: Option<Timestamp>,
    margin: SignedDuration,
) -> impl Fn() -> bool + Sync {
    move || deadline.is_none_or(|deadline| clock.now() + margin < deadline)
}

/// Cuts a time to whole milliseconds, the precision of everything that is stored or answered.
#[must_use]
pub fn to_millis(time: Timestamp) -> Timestamp {
    let down = TimestampRound::new().smallest(Unit::Millisecond).mode(jiff::RoundMode::Floor);
    time.round(down).unwrap_or(time)
}
