//! Which tokens this environment has admitted lately.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use rollcall_rules::token::Presented;

/// How long a token is remembered after it was last admitted.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(15);

/// Tokens that are remembered at most.
const MOST: usize = 1_024;

/// Tokens that were admitted lately, by their hashes. Clones are one.
///
/// It opens nothing: the credential of each request is checked against the tenant's record, whether or not it is in here.
/// It only says what that record may be read with. A read along with the record costs more than the record alone, so it
/// is made for a token that has proved to be one. Any other token is first checked by a read of the record alone.
#[derive(Debug, Clone, Default)]
pub struct LatelyAdmitted(Arc<Mutex<HashMap<Presented, Timestamp>>>);

impl LatelyAdmitted {
    /// Was this token admitted in the last quarter of an hour?
    #[must_use]
    pub fn has(&self, presented: &Presented, now: Timestamp) -> bool {
        self.with(|admitted| admitted.get(presented).is_some_and(|at| is_recent(*at, now)))
    }

    /// The token was admitted.
    pub fn add(&self, presented: &Presented, now: Timestamp) {
        self.with(|admitted| {
            if admitted.len() >= MOST && !admitted.contains_key(presented) {
                admitted.retain(|_, at| is_recent(*at, now));
                let oldest = admitted.iter().min_by_key(|(_, at)| **at).map(|(token, _)| token.clone());
                if let Some(oldest) = oldest.filter(|_| admitted.len() >= MOST) {
                    admitted.remove(&oldest);
                }
            }
            admitted.insert(presented.clone(), now);
        });
    }

    /// The token was refused.
    pub fn remove(&self, presented: &Presented) {
        self.with(|admitted| admitted.remove(presented));
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<Presented, Timestamp>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() < REMEMBERED
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn token(number: usize) -> Presented {
        Presented::parse(&format!("rc_acme_{number}")).unwrap()
    }

    #[test]
    fn a_token_is_remembered_for_a_while_and_until_it_is_refused() {
        let admitted = LatelyAdmitted::default();
        assert!(!admitted.has(&token(1), NOW));
        admitted.add(&token(1), NOW);
        assert!(admitted.has(&token(1), NOW + REMEMBERED - SignedDuration::from_millis(1)));
        assert!(!admitted.has(&token(1), NOW + REMEMBERED));
        assert!(!admitted.has(&Presented::parse("rc_other_1").unwrap(), NOW), "the same secret elsewhere");
        admitted.remove(&token(1));
        assert!(!admitted.has(&token(1), NOW));
    }

    #[test]
    fn the_latest_are_remembered_and_never_more_than_so_many() {
        let admitted = LatelyAdmitted::default();
        for number in 0..MOST + 10 {
            let at = i64::try_from(number).unwrap();
            admitted.add(&token(number), NOW + SignedDuration::from_millis(at));
        }
        assert_eq!(admitted.with(|admitted| admitted.len()), MOST);
        assert!(!admitted.has(&token(9), NOW));
        assert!(admitted.has(&token(10), NOW) && admitted.has(&token(MOST + 9), NOW));
    }
}
