//! One-time runs, by the clock that can be moved. In AWS the scheduler starts them.
//!
//! The plans are lost with the process. Then the hourly run does their work, as in AWS if a schedule could not be made.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rollcall_schedule::{PurgeRun, ScheduleError, Scheduler};

use super::faults::{Faults, Service};

/// The runs that are planned. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Timer {
    runs: Arc<Mutex<BTreeSet<PurgeRun>>>,
    faults: Faults,
}

#[derive(Debug, thiserror::Error)]
#[error("the scheduler is away")]
struct Away;

impl Timer {
    pub(super) fn new(faults: Faults) -> Self {
        Self { runs: Arc::default(), faults }
    }

    /// Names of the runs that are planned, the next one first.
    pub(super) fn planned(&self) -> Vec<String> {
        self.runs().iter().map(|run| run.name.clone()).collect()
    }

    /// When the next run is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.runs().first().map(|run| run.at)
    }

    /// Takes out the runs that are due, and says whether there were any.
    pub(super) fn take_due(&self, now: Timestamp) -> bool {
        let mut runs = self.runs();
        let before = runs.len();
        runs.retain(|run| run.at > now);
        runs.len() < before
    }

    fn runs(&self) -> MutexGuard<'_, BTreeSet<PurgeRun>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scheduler for Timer {
    async fn plan(&self, run: &PurgeRun) -> Result<(), ScheduleError> {
        if self.faults.is_away(Service::Scheduler) {
            return Err(ScheduleError(Away.into()));
        }
        self.runs().insert(run.clone());
        Ok(())
    }
}
