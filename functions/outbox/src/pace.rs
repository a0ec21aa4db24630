//! How fast mails are handed to a service that takes only so many a second, and when it is taken to be away.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::AT_A_TIME;
use crate::deliver::End;

/// Failures in a row after which the mail service is taken to be away. Trying everybody would only cost.
const AWAY_AFTER: u32 = 5;

/// Throttled deliveries in a row, pauses between them, after which it is the day's quota that is used up and not the
/// second's. Those that were under way together are throttled together.
const USED_UP_AFTER: u32 = 5 * AT_A_TIME as u32;

/// SES counts by the second.
const PAUSE: Duration = Duration::from_secs(1);

/// What a run does when the mail service says that it is asked too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenThrottled {
    /// It ends. Somebody waits for it.
    Stop,
    /// It pauses, and goes on.
    SlowDown,
}

/// The mail service, as one run gets to know it.
#[derive(Debug)]
pub(crate) struct Pace {
    when_throttled: WhenThrottled,
    failures: AtomicU32,
    throttled: AtomicU32,
    resumes_at: Mutex<Option<Instant>>,
}

impl Pace {
    pub(crate) const fn new(when_throttled: WhenThrottled) -> Self {
        Self {
            when_throttled,
            failures: AtomicU32::new(0),
            throttled: AtomicU32::new(0),
            resumes_at: Mutex::new(None),
        }
    }

    /// Waits until the service may be asked again; `false`: not in this run.
    pub(crate) async fn admits(&self) -> bool {
        while let Some(until) = self.resumes_at().filter(|until| *until > Instant::now()) {
            sleep_until(until).await;
        }
        let most = match self.when_throttled {
            WhenThrottled::Stop => 1,
            WhenThrottled::SlowDown => USED_UP_AFTER,
        };
        self.failures.load(Ordering::Relaxed) < AWAY_AFTER && self.throttled.load(Ordering::Relaxed) < most
    }

    /// Learns from how a delivery ended.
    pub(crate) fn note(&self, end: End) {
        match end {
            End::Done => {
                self.failures.store(0, Ordering::Relaxed);
                self.throttled.store(0, Ordering::Relaxed);
            }
            End::Failed => _ = self.failures.fetch_add(1, Ordering::Relaxed),
            End::Throttled => {
                self.throttled.fetch_add(1, Ordering::Relaxed);
                *self.resumes_at.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(Instant::now() + PAUSE);
            }
        }
    }

    fn resumes_at(&self) -> Option<Instant> {
        *self.resumes_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
