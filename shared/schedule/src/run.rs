use jiff::{SignedDuration, Timestamp};

/// A run that deletes what is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PurgeRun {
    /// When it starts, to the minute: a scheduler does not tell seconds.
    pub at: Timestamp,
    /// Its name: letters, digits and hyphens, 64 at most.
    pub name: String,
}

impl PurgeRun {
    /// The run for all accounts due at an hour mark, such as `purge-2026-12-08T13`.
    #[must_use]
    pub fn of_hour(purge_at: Timestamp) -> Self {
        Self { at: purge_at, name: format!("purge-{}", purge_at.strftime("%Y-%m-%dT%H")) }
    }

    /// The run that goes on a minute later with what this one has no time for, such as
    /// `purge-2026-12-08T13-15-more`.
    #[must_use]
    pub fn continuation(now: Timestamp) -> Self {
        // The first whole minute that is a minute away.
        let minute = now.as_second().saturating_add(119).div_euclid(60) * 60;
        let at = Timestamp::from_second(minute).unwrap_or(now + SignedDuration::from_mins(1));
        Self { at, name: format!("purge-{}-more", at.strftime("%Y-%m-%dT%H-%M")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn all_who_are_due_at_an_hour_share_a_run() {
        let run = PurgeRun::of_hour(at("2026-12-08T13:00:00Z"));
        assert_eq!(run.name, "purge-2026-12-08T13");
        assert_eq!(run, PurgeRun::of_hour(at("2026-12-08T13:00:00Z")));
    }

    #[test]
    fn a_continuation_starts_at_a_whole_minute_one_to_two_minutes_later() {
        for (now, name) in [
            ("2026-12-08T13:14:00Z", "purge-2026-12-08T13-15-more"),
            ("2026-12-08T13:14:01Z", "purge-2026-12-08T13-16-more"),
            ("2026-12-08T13:59:30Z", "purge-2026-12-08T14-01-more"),
        ] {
            assert_eq!(PurgeRun::continuation(at(now)).name, name, "{now}");
        }
    }
}
