//! A clock that stands still, for what is run past the system.

use jiff::Timestamp;
use rollcall::clock::Clock;

/// Always the same moment.
#[derive(Debug, Clone, Copy)]
pub struct StoppedClock(pub Timestamp);

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
