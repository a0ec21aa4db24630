//! What this environment did lately, so that it does it again only after a while.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Things that are remembered. More are forgotten all, and done once more.
const REMEMBERED: usize = 10_000;

/// What was done when. Clones are one.
#[derive(Debug, Clone)]
pub struct Lately<K>(Arc<Mutex<HashMap<K, Last>>>);

/// When something was last done, and how often it was asked for since.
#[derive(Debug, Clone, Copy)]
struct Last {
    at: Timestamp,
    pending: u64,
}

impl<K> Default for Lately<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash> Lately<K> {
    /// How often this was asked for since it was last done, with this time: it is to be done, and counts as done. `None`:
    /// it was done less than `every` ago.
    #[must_use]
    pub fn due(&self, what: K, now: Timestamp, every: SignedDuration) -> Option<u64> {
        let mut lately = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lately.len() >= REMEMBERED {
            lately.clear();
        }
        let last = lately.entry(what).or_insert(Last { at: Timestamp::MIN, pending: 0 });
        last.pending = last.pending.saturating_add(1);
        let is_due = now.duration_since(last.at).abs() >= every;
        is_due.then(|| std::mem::replace(last, Last { at: now, pending: 0 }).pending)
    }

    /// Forgets what is like this: it is due at once.
    pub fn forget(&self, is_forgotten: impl Fn(&K) -> bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|what, _| !is_forgotten(what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_lately_is_counted_until_it_is_due_again() {
        let (lately, start) = (Lately::default(), Timestamp::UNIX_EPOCH);
        let due = |what, secs| {
            let now = start + SignedDuration::from_secs(secs);
            lately.due(what, now, SignedDuration::from_mins(1))
        };
        assert_eq!([due("a", 0), due("b", 1), due("a", 1), due("a", 59)], [Some(1), Some(1), None, None]);
        assert_eq!([due("a", 60), due("a", 61)], [Some(3), None]);
        lately.forget(|what| *what == "a");
        assert_eq!([due("a", 62), due("b", 60)], [Some(1), None]);
    }
}
