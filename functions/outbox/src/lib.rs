//! What a change of an account owes to the world outside the table: history, events, scheduled deletions, mails.
//!
//! It is invoked with records of the table's stream, and every quarter of an hour for a sweep. The stream brings what is
//! owed within a second; the sweep finds what it did not: a mail is owed as long as the account says so, however
//! long a service was away and whatever became of the stream's records. So a mail that cannot be sent fails no record
//! and holds up nothing behind it.
//!
//! Records come at least once, and one change may come again after later ones: everything here can be done twice.
//!
//! - `event`: what Lambda sends and wants back.
//! - `stream`, `sweep`: the two ways in.
//! - `tally`, `deliver`: the mails of many accounts, and of one. `pace`: how fast.

mod deliver;
mod event;
mod pace;
mod stream;
mod sweep;
mod tally;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rollcall::clock::Clock;
use rollcall::store::Store;
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_schedule::{PurgeRun, ScheduleError, Scheduler};

pub use event::{BatchItemFailure, BatchResponse, Event, Record, StreamEvent, Task};
pub use sweep::Report;
pub use tally::Mails;

/// Accounts whose mails are sent at a time.
const AT_A_TIME: usize = 8;

/// Does what is owed.
#[derive(Debug)]
pub struct Outbox<M, S, B> {
    store: Store,
    mailer: M,
    scheduler: S,
    bus: B,
    clock: Arc<dyn Clock>,
    /// Where the pages are reached, without a slash at the end.
    base_url: String,
    /// Runs that are known to be planned.
    planned: Mutex<BTreeSet<PurgeRun>>,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Works on this table, by this clock. Links lead under `base_url`, which has no slash at the end.
    pub fn new(
        store: Store,
        mailer: M,
        scheduler: S,
        bus: B,
        clock: Arc<dyn Clock>,
        base_url: String,
    ) -> Self {
        Self { store, mailer, scheduler, bus, clock, base_url, planned: Mutex::default() }
    }

    /// Makes sure that there is a run. Thousands may be due in the same hour; only the first asks the scheduler.
    async fn plan(&self, run: PurgeRun) -> Result<(), ScheduleError> {
        let now = self.clock.now();
        // The hourly run does what should have been done already.
        if run.at <= now || self.knows(&run, now) {
            return Ok(());
        }
        self.scheduler.plan(&run).await?;
        self.planned.lock().unwrap_or_else(PoisonError::into_inner).insert(run);
        Ok(())
    }

    fn knows(&self, run: &PurgeRun, now: Timestamp) -> bool {
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        planned.retain(|planned| planned.at > now);
        planned.contains(run)
    }
}
