//! Runs that are to start at a later time.
//!
//! A run has a name that follows from its time, so asking for one twice makes one: ten thousand people unassigned
//! within an hour are one run, not ten thousand.
//!
//! A check of a connection starts as soon as the scheduler can. Its run is named after it, so it is one, too.

mod eventbridge;
mod run;

pub use eventbridge::{EventBridge, Target};
pub use run::PurgeRun;

use std::error::Error;
use std::fmt::Debug;
use std::future::Future;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use rollcall_rules::check::CheckRun;

/// Makes sure that runs start when they should. Two implementations: `EventBridge` Scheduler and the timer of the
/// local system.
pub trait Scheduler: Debug + Send + Sync {
    /// Makes sure that the run is planned. A run that is planned already is no error.
    fn plan(&self, run: &PurgeRun) -> impl Future<Output = Result<(), ScheduleError>> + Send;
}

/// Has the check function started, and does not wait for its end. Two implementations: `EventBridge` Scheduler and a task of
/// the local system.
pub trait CheckStarter: Debug + Send + Sync {
    /// Has a check started, as soon as can be. One that was started already is no error.
    fn start<'a>(&'a self, run: &'a CheckRun, now: Timestamp) -> BoxFuture<'a, Result<(), ScheduleError>>;
}

/// A run was not planned.
#[derive(Debug, thiserror::Error)]
#[error("the run cannot be planned")]
pub struct ScheduleError(#[source] pub Box<dyn Error + Send + Sync>);
