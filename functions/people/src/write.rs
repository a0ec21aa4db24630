//! Writing where the answer may get lost: what was written is found to be, and is not told as not done.

use std::time::{Duration, Instant};

use rollcall::retry::Tries;
use rollcall::store::{Change, Store, StoreError};
use rollcall_rules::user::WriteId;

/// How long a request goes on writing what the table did not answer about. With the time limits of the store it then
/// ends before API Gateway's 29 s.
const PERSISTENCE: Duration = Duration::from_secs(12);

/// Until when a request goes on with what the table did not answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    until: Instant,
}

impl Patience {
    /// That of a request that begins.
    pub(crate) fn new() -> Self {
        Self { until: Instant::now() + PERSISTENCE }
    }

    /// Is there no time left for another try?
    pub(crate) fn is_over(self) -> bool {
        Instant::now() >= self.until
    }
}

/// Writes an account. What the table did not answer about is written again, which does nothing twice: a write is known
/// again by its id.
///
/// # Errors
///
/// As [`Store::commit`]. It may have been written only where the error is [`StoreError::Unavailable`].
pub(crate) async fn commit(
    store: &Store,
    write: WriteId,
    change: Change<'_>,
    patience: Patience,
) -> Result<(), StoreError> {
    let mut tries = Tries::unlimited();
    loop {
        match store.commit(write, &[change]).await {
            Err(StoreError::Unavailable { .. }) if !patience.is_over() && tries.again().await => {}
            outcome => return outcome,
        }
    }
}
