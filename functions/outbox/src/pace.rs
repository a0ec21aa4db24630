//! How fast mails are given to the mail service, which takes only so many a second, and when a run stops because the
//! service is away.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::AT_A_TIME;
use crate::deliver::End;

/// Failures in a row after which a run takes the mail service to be away. To try the other accounts would only cost.
const AWAY_AFTER: u32 = 5;

/// Throttled deliveries in a row, with pauses between them, after which the quota of the day is used up and not only
/// that of the second. Deliveries that are under way at once are throttled together, so each pause counts up to
/// [`AT_A_TIME`] of them.
const USED_UP_AFTER: u32 = 5 * AT_A_TIME as u32;

/// SES counts mails by the second.
const PAUSE: Duration = Duration::from_secs(1);

/// What a run does when the mail service is asked too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenThrottled {
    /// The run ends, because the records of the stream wait for it.
    Stop,
    /// The run pauses for a second and goes on.
    SlowDown,
}

/// What one run has learnt of the mail service.
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

    /// Waits until the service may be asked again; `false`: this run shall ask it no more.
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

    /// Learns from the end of a delivery.
    pub(crate) fn note(&self, end: End) {
        match end {
            End::Done => {
                self.failures.store(0, Ordering::Relaxed);
                self.throttled.store(0, Ordering::Relaxed);
            }
            // The service was not asked.
            End::UsedUp => {}
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
