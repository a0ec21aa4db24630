//! How long a request goes on with what the table did not answer.

use std::time::Duration;

use rollcall::retry::Patience;

/// With the time limits of the store a request then ends before API Gateway's 29 s.
const PERSISTENCE: Duration = Duration::from_secs(12);

/// The patience of a request that begins: what was written is found to be, and is not told as not done.
pub(crate) fn patience() -> Patience {
    Patience::of(PERSISTENCE)
}
