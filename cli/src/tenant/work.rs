//! Work on a whole tenant, which takes long: with a bar, until it is done or somebody ends the command, over a table
//! that may fail.

use std::time::Duration;

use rollcall::store::StoreError;

use crate::error::CliError;
use crate::local;
use crate::print::Progress;

/// Parts of the table that are looked through side by side.
pub(crate) const PARTS: u8 = 16;

/// Failures in a row of a table that may be well a little later.
const MOST_FAILURES: u32 = 8;

/// The longest wait after one of them.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Does long work with a bar, until it is done or somebody ends the command.
pub(crate) async fn interruptible<T>(
    what: &'static str,
    work: impl AsyncFnOnce(&Progress) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let_go_on(Progress::of_unknown(what), work).await
}

/// The same with another bar.
pub(crate) async fn let_go_on<T>(
    bar: Progress,
    work: impl AsyncFnOnce(&Progress) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let done = tokio::select! {
        done = work(&bar) => done,
        _ = local::interrupted() => Err(CliError::WorkBrokenOff),
    };
    bar.end();
    done
}

/// Failures in a row.
#[derive(Default)]
pub(crate) struct Failures(u32);

impl Failures {
    /// Waits longer each time; `false`, at once, if it would fail again or did so too often.
    pub(crate) async fn bear(&mut self, error: &StoreError) -> bool {
        self.0 += 1;
        if !error.is_transient() || self.0 > MOST_FAILURES {
            return false;
        }
        let wait = Duration::from_millis(250).saturating_mul(2_u32.saturating_pow(self.0));
        tokio::time::sleep(wait.min(LONGEST_WAIT)).await;
        true
    }
}
