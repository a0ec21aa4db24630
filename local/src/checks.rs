//! Checks of connections, each a task of this process. In AWS the Scheduler starts the check function.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use rollcall_check::Checker;
use rollcall_rules::check::CheckRun;
use rollcall_schedule::{CheckStarter, ScheduleError};
use tokio::task::JoinSet;

use super::faults::{Faults, Service};

/// Requests a second of a check: more than in AWS, as nobody else is kept waiting.
pub(super) const RATE: NonZeroU32 = NonZeroU32::MIN.saturating_add(49);

/// Does checks. Clones share those that are under way.
#[derive(Debug, Clone)]
pub(super) struct Checks {
    checker: Checker,
    faults: Faults,
    under_way: Arc<Mutex<JoinSet<()>>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the check function is away")]
struct Away;

impl Checks {
    pub(super) fn new(checker: Checker, faults: Faults) -> Self {
        Self { checker, faults, under_way: Arc::default() }
    }

    /// Ends all that are under way, as a crash would.
    pub(super) fn abort(&self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).abort_all();
    }

    fn begin(&self, run: CheckRun) -> Result<(), ScheduleError> {
        if self.faults.is_away(Service::Check) {
            return Err(ScheduleError(Away.into()));
        }
        let checker = self.checker.clone();
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        while under_way.try_join_next().is_some() {}
        under_way.spawn(async move {
            if let Err(error) = checker.run(&run, None).await {
                tracing::error!(error = &error as &dyn std::error::Error, "a check failed");
            }
        });
        Ok(())
    }
}

impl CheckStarter for Checks {
    fn start<'a>(&'a self, run: &'a CheckRun, _now: Timestamp) -> BoxFuture<'a, Result<(), ScheduleError>> {
        async { self.begin(run.clone()) }.boxed()
    }
}
