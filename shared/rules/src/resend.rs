//! How often something can be mailed again: once a minute, five times a day.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::link_life::after;

/// How soon after one request the next is granted.
pub const RESEND_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Requests that are granted within a day.
pub const RESENDS_A_DAY: usize = 5;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// When it was asked for again, within the last day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Resends(Vec<Timestamp>);

/// It was asked for too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("another mail can be asked for in {retry_after_secs} s")]
pub struct TooSoon {
    /// Whole seconds until the next request is granted.
    pub retry_after_secs: u32,
}

impl Resends {
    /// Was it never asked for, as far as is known?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// When it was asked for last.
    #[must_use]
    pub fn last(&self) -> Option<Timestamp> {
        self.0.last().copied()
    }

    /// Those with one more, if it is granted.
    ///
    /// # Errors
    ///
    /// [`TooSoon`], if the last request was within a minute, or there were five within a day.
    pub fn and(&self, now: Timestamp) -> Result<Self, TooSoon> {
        let mut of_today: Vec<_> =
            self.0.iter().filter(|at| now.duration_since(**at) < DAY).copied().collect();
        let soon = of_today.last().map(|last| after(*last, RESEND_EVERY));
        let enough = of_today.len().checked_sub(RESENDS_A_DAY).and_then(|oldest| of_today.get(oldest));
        let from = soon.into_iter().chain(enough.map(|oldest| after(*oldest, DAY))).max();
        match from.map(|from| from.duration_since(now)) {
            Some(wait) if wait.is_positive() => {
                Err(TooSoon { retry_after_secs: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1) })
            }
            _ => {
                of_today.push(now);
                Ok(Self(of_today))
            }
        }
    }
}

impl FromIterator<Timestamp> for Resends {
    fn from_iter<I: IntoIterator<Item = Timestamp>>(times: I) -> Self {
        Self(times.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_granted_once_a_minute_and_five_times_a_day() {
        let start: Timestamp = "2026-03-10T09:30:00Z".parse().unwrap();
        let (mut resends, mut now) = (Resends::default(), start);
        for _ in 0..RESENDS_A_DAY {
            resends = resends.and(now).unwrap();
            assert_eq!(
                resends.and(now + SignedDuration::from_secs(59)),
                Err(TooSoon {
                    retry_after_secs: if resends.0.len() < RESENDS_A_DAY {
                        1
                    } else {
                        24 * 3600 - 4 * 60 - 59
                    }
                })
            );
            now += RESEND_EVERY;
        }
        assert_eq!(resends.and(now), Err(TooSoon { retry_after_secs: 24 * 3600 - 5 * 60 }));
        let next_day = resends.and(start + DAY).unwrap();
        assert_eq!(next_day.0.len(), RESENDS_A_DAY, "the oldest is forgotten");
    }
}
