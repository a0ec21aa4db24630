//! How fast requests are sent, and how long one waits that is told to come again.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::fmt::rfc2822;

/// The longest that a server can have a request wait.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How long a request waits whose answer does not say for how long.
const USUAL_WAIT: Duration = Duration::from_secs(5);

/// Spreads requests evenly, so that there are never more a second than said.
#[derive(Debug)]
pub(crate) struct Pace {
    gap: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    /// At most so many requests a second.
    pub(crate) fn new(rate: NonZeroU32) -> Self {
        Self { gap: Duration::from_secs(1) / rate.get(), next: Mutex::new(Instant::now()) }
    }

    /// Waits until the next request may be sent.
    pub(crate) async fn turn(&self) {
        let at = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let at = (*next).max(Instant::now());
            *next = at + self.gap;
            at
        };
        tokio::time::sleep_until(at.into()).await;
    }
}

/// For how long a `Retry-After` has a request wait (RFC 9110 §10.2.3), at most a minute.
///
/// A date counts from the answer's own `Date`: the two clocks need not agree.
pub(crate) fn wait(retry_after: Option<&str>, date: Option<&str>) -> Duration {
    let asked = retry_after.and_then(|text| match text.trim().parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let until = rfc2822::parse(text).ok()?.timestamp();
            let from = rfc2822::parse(date?).ok()?.timestamp();
            Some(Duration::try_from(until.duration_since(from)).unwrap_or_default())
        }
    });
    asked.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_kept_to_within_a_minute() {
        let date = Some("Sun, 06 Nov 1994 08:49:30 GMT");
        for (retry_after, secs) in [
            (Some("0"), 0),
            (Some("7"), 7),
            (Some(" 7 "), 7),
            (Some("86400"), 60),
            (Some("Sun, 06 Nov 1994 08:49:37 GMT"), 7),
            (Some("Sun, 06 Nov 1994 08:49:00 GMT"), 0),
            (Some("Mon, 07 Nov 1994 08:49:37 GMT"), 60),
            (Some("soon"), 5),
            (Some("-1"), 5),
            (None, 5),
        ] {
            assert_eq!(wait(retry_after, date), Duration::from_secs(secs), "{retry_after:?}");
        }
        assert_eq!(wait(Some("Sun, 06 Nov 1994 08:49:37 GMT"), None), USUAL_WAIT);
    }
}
