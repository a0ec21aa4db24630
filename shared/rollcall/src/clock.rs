//! The time. Rules take `now` as an argument; only the edges hold a [`Clock`], and only this file asks the system.

use std::fmt;

use jiff::{Timestamp, TimestampRound, Unit};

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

/// Cuts a time to whole milliseconds, the precision of everything that is stored or answered.
#[must_use]
pub fn to_millis(time: Timestamp) -> Timestamp {
    let down = TimestampRound::new().smallest(Unit::Millisecond).mode(jiff::RoundMode::Floor);
    time.round(down).unwrap_or(time)
}
