//! Trying again, and telling a caller when to.
//!
//! Who loses a race reads again and decides again, up to eight times with random waits. The loops for that are here and
//! in [`Store::change_user`](crate::store::Store::change_user) and its like, and nowhere else.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::entropy;
use crate::store::StoreError;

/// Times that somebody reads, decides and writes before they give up.
const MOST: u32 = 8;
const FIRST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_millis(400);

/// What a failure says about another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// It would fail again, or there is no time left.
    Nothing,
    /// It may succeed. Eight tries in all are enough.
    Counted,
    /// It may succeed, and goes on as long as the caller says so.
    Uncounted,
}

/// A failure of which it can be told whether somebody else wrote first.
pub trait Contended {
    /// Did somebody else write first? Nothing was written then; what was decided on is out of date.
    fn is_lost_race(&self) -> bool;
}

impl Contended for StoreError {
    fn is_lost_race(&self) -> bool {
        Self::is_lost_race(self)
    }
}

/// The tries of one change. Each loser waits a random while, so that those who collided spread out.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    counted: u32,
    uncounted: u32,
}

impl Tries {
    /// Waits and says `true`, or says `false` at once if another try is not worth it or there were enough.
    pub(crate) async fn again(&mut self, worth: Worth) -> bool {
        match worth {
            Worth::Nothing => return false,
            Worth::Counted => self.counted += 1,
            Worth::Uncounted => self.uncounted += 1,
        }
        if self.counted >= MOST {
            return false;
        }
        let most = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.counted.max(self.uncounted)));
        tokio::time::sleep(entropy::jitter(most.min(LONGEST_WAIT))).await;
        true
    }
}

/// Does something, and again after a random wait as long as its failures are worth it. `state` is what one try tells the
/// next, and is given back with a failure.
///
/// # Errors
///
/// The failure that was not worth another try, or the eighth counted one.
pub async fn again<S, T, E, F>(
    mut state: S,
    mut once: impl FnMut(S) -> F,
    mut worth: impl FnMut(&E, &S) -> Worth,
) -> Result<T, E>
where
    F: Future<Output = Result<T, (E, S)>>,
{
    let mut tries = Tries::default();
    loop {
        let (error, after) = match once(state).await {
            Ok(done) => return Ok(done),
            Err(failed) => failed,
        };
        if !tries.again(worth(&error, &after)).await {
            return Err(error);
        }
        state = after;
    }
}

/// Does something, and again if somebody else wrote first: `once` reads and decides anew each time.
///
/// # Errors
///
/// What `once` says, at last.
pub async fn after_lost_race<T, E, F>(mut once: impl FnMut() -> F) -> Result<T, E>
where
    E: Contended,
    F: Future<Output = Result<T, E>>,
{
    let mut tries = Tries::default();
    loop {
        match once().await {
            Err(error) if error.is_lost_race() && tries.again(Worth::Counted).await => {}
            outcome => return outcome,
        }
    }
}

/// Does something, and up to twice more while it fails for what will pass. It is for whoever does much at a time that a
/// single failure would have done all over again, and must be safe to do twice.
///
/// # Errors
///
/// What `once` says, at last.
pub async fn a_few_times<T, F>(mut once: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut tries = Tries::default();
    let mut left = 2;
    loop {
        match once().await {
            Err(error) if error.is_transient() && left > 0 && tries.again(Worth::Counted).await => left -= 1,
            outcome => return outcome,
        }
    }
}

/// Until when somebody goes on writing what the table did not answer about.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    until: Option<Instant>,
}

impl Patience {
    /// What is not answered is given up at once.
    pub const NONE: Self = Self { until: None };

    /// From now on for so long.
    #[must_use]
    pub fn of(long: Duration) -> Self {
        Self { until: Instant::now().checked_add(long) }
    }

    /// Is it over?
    #[must_use]
    pub fn is_over(self) -> bool {
        self.until.is_none_or(|until| Instant::now() >= until)
    }

    /// Is a failure worth another try of the very same write? It does nothing twice: a write is known by its id.
    #[must_use]
    pub fn bears(self, error: &StoreError) -> Worth {
        match error {
            StoreError::Unavailable { .. } if !self.is_over() => Worth::Uncounted,
            _ => Worth::Nothing,
        }
    }
}

/// `Retry-After` for what will pass: whole seconds, 1 to 30, random, so that a burst does not come back as one. Okta
/// keeps to whole seconds exactly; without them it waits five minutes.
#[must_use]
pub fn retry_after_secs() -> u32 {
    entropy::up_to(30)
}

/// `Retry-After` for whoever waits for a turn among many: whole seconds, 1 to 90, random. Those who come back sooner would
/// only wait again, and Okta gives a request up after ten such answers.
#[must_use]
pub fn retry_in_turn_secs() -> u32 {
    entropy::up_to(90)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const LOST: StoreError = StoreError::LostRace { operation: "test", failed: Vec::new() };

    fn busy() -> StoreError {
        StoreError::Throttled { operation: "test", source: "busy".into() }
    }

    /// How often something is run whose tries end so, and how it ends.
    async fn runs(ends: &[fn() -> Result<(), StoreError>]) -> (usize, Result<(), StoreError>) {
        let runs = Cell::new(0);
        let outcome = after_lost_race(|| async {
            runs.set(runs.get() + 1);
            ends.get(runs.get() - 1).map_or_else(|| Err(LOST), |end| end())
        });
        let outcome = outcome.await;
        (runs.get(), outcome)
    }

    #[tokio::test]
    async fn who_loses_eight_races_gives_up() {
        assert!(matches!(runs(&[]).await, (8, Err(StoreError::LostRace { .. }))));
    }

    #[tokio::test]
    async fn who_wins_at_last_is_done_and_another_failure_is_told_at_once() {
        assert!(matches!(runs(&[|| Err(LOST), || Err(LOST), || Ok(())]).await, (3, Ok(()))));
        assert!(matches!(runs(&[|| Err(busy())]).await, (1, Err(StoreError::Throttled { .. }))));
    }

    #[tokio::test]
    async fn what_will_pass_is_tried_three_times_and_another_failure_once() {
        let runs = Cell::new(0);
        for (error, times) in [(busy as fn() -> StoreError, 3), (|| StoreError::EntityClosed, 1)] {
            runs.set(0);
            let failed = a_few_times(|| async {
                runs.set(runs.get() + 1);
                Err::<(), _>(error())
            });
            assert!(failed.await.is_err());
            assert_eq!(runs.get(), times);
        }
    }

    #[tokio::test]
    async fn uncounted_tries_go_on_as_long_as_they_are_worth_it() {
        let tried = Cell::new(0);
        let once = |tries: u32| {
            tried.set(tried.get() + 1);
            async move { Err::<(), _>((busy(), tries + 1)) }
        };
        let worth = |_: &StoreError, tries: &u32| if *tries < 10 { Worth::Uncounted } else { Worth::Nothing };
        assert!(again(0, once, worth).await.is_err());
        assert_eq!(tried.get(), 10);
    }

    #[test]
    fn only_what_was_not_answered_is_written_again_and_only_with_patience() {
        let unheard = StoreError::Unavailable { operation: "test", source: "silence".into() };
        assert_eq!(Patience::of(Duration::from_secs(60)).bears(&unheard), Worth::Uncounted);
        assert_eq!(Patience::of(Duration::from_secs(60)).bears(&LOST), Worth::Nothing);
        assert_eq!(Patience::NONE.bears(&unheard), Worth::Nothing);
    }
}
