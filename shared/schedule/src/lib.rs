//! Runs that are to start at a later time.
//!
//! A run has a name that follows from its time, so asking for one twice makes one: ten thousand people unassigned
//! within an hour are one run, not ten thousand.

mod eventbridge;
mod run;

pub use eventbridge::{EventBridge, Target};
pub use run::PurgeRun;

use std::error::Error;
use std::fmt::Debug;
use std::future::Future;

/// Makes sure that runs start when they should. Two implementations: `EventBridge` Scheduler and the timer of the
/// local system.
pub trait Scheduler: Debug + Send + Sync {
    /// Makes sure that the run is planned. A run that is planned already is no error.
    fn plan(&self, run: &PurgeRun) -> impl Future<Output = Result<(), ScheduleError>> + Send;
}

/// A run was not planned.
#[derive(Debug, thiserror::Error)]
#[error("the run cannot be planned")]
pub struct ScheduleError(#[source] pub Box<dyn Error + Send + Sync>);
