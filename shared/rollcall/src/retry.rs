//! Trying again after a lost race, and telling a caller when to.

use std::time::Duration;

use crate::entropy;

/// Times that a request reads, decides and writes before it gives up.
const MOST: u32 = 8;
const FIRST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_millis(400);

/// The tries of one request. Each loser waits a random while, so that those who collided spread out.
#[derive(Debug)]
pub struct Tries {
    made: u32,
    most: u32,
}

impl Tries {
    /// None made yet.
    #[expect(clippy::new_without_default, reason = "which of the two is meant should be seen")]
    #[must_use]
    pub const fn new() -> Self {
        Self { made: 0, most: MOST }
    }

    /// None made yet, and as many to make as the caller has time for.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self { made: 0, most: u32::MAX }
    }

    /// Waits and says `true`, or says `false` at once if there were enough.
    pub async fn again(&mut self) -> bool {
        self.made += 1;
        if self.made >= self.most {
            return false;
        }
        let most = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.made)).min(LONGEST_WAIT);
        tokio::time::sleep(entropy::jitter(most)).await;
        true
    }
}

/// `Retry-After` for what will pass: whole seconds, 1 to 30, random, so that a burst does not come back as one. Okta
/// keeps to whole seconds exactly; without them it waits five minutes.
#[must_use]
pub fn retry_after_secs() -> u32 {
    entropy::up_to(30)
}
