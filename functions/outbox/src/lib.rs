//! Does what a change of an account owes: entries of its history and of the feed, events, scheduled deletions and mails.
//! Reviews accounts by the access rules. And finishes changes of groups that were broken off. It starts checks of
//! connections that are asked for.
//!
//! It is invoked with records of the table's stream, and every quarter of an hour for a sweep. The stream brings a
//! change within a second. The sweep sends the mails that are still owed: a mail is owed as long as the account says
//! so, however long a service was away and even if the stream lost the record. So a mail that cannot be sent fails no
//! record, and the records behind it do not wait.
//!
//! Records come at least once, and one change may come again after later ones. Everything here can be done twice.
//!
//! - `event`: the function's input and output.
//! - `stream`, `sweep`: the two ways in. `overdue`: what the sweep finds that the stream did not bring.
//! - `records`: what happened, written into histories and feeds.
//! - `review`, `runs`: access rules, brought to one account, and to the people of a group.
//! - `groups`: what is left to be finished of groups.
//! - `notices`: what the administrators of tenants are told.
//! - `tally`, `deliver`: the mails of many accounts, and of one. `pace`: how fast. `budget`: how many for a tenant.

mod budget;
mod deliver;
mod event;
mod expiry;
mod groups;
mod notices;
mod overdue;
mod pace;
mod records;
mod review;
mod runs;
mod stream;
mod sweep;
mod tally;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rollcall::clock::Clock;
use rollcall::store::Store;
use rollcall_events::EventBus;
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_rules::brand::Brand;
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_schedule::{CheckStarter, PurgeRun, ScheduleError, Scheduler};

use budget::Budget;

pub use budget::MAILS_PER_TENANT_AND_HOUR;
pub use event::{BatchItemFailure, BatchResponse, Event, StreamEvent, Task};
pub use sweep::Report;
pub use tally::Mails;

/// Accounts whose mails are sent at a time.
const AT_A_TIME: usize = 8;

/// Writes histories, publishes events, plans deletions and sends mails.
#[derive(Debug)]
pub struct Outbox<M, S, B> {
    store: Store,
    budget: Budget,
    mailer: M,
    scheduler: S,
    bus: B,
    clock: Arc<dyn Clock>,
    /// The links in mails begin with it. It has no slash at the end.
    base_url: String,
    brand: Brand,
    /// How long the links of invitations by rule work.
    link_lifetime: SignedDuration,
    /// Starts checks; `None`: nobody does.
    checks: Option<Arc<dyn CheckStarter>>,
    /// Runs that this process has planned and that are still to come.
    planned: Mutex<BTreeSet<PurgeRun>>,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Works on this table, by this clock. The links in mails begin with `base_url`, which has no slash at the end. A
    /// tenant may cause so many mails in an hour.
    pub fn new(
        store: Store,
        mailer: M,
        scheduler: S,
        bus: B,
        clock: Arc<dyn Clock>,
        base_url: String,
        mails_per_hour: u32,
    ) -> Self {
        let budget = Budget::new(store.clone(), mails_per_hour);
        Self {
            store,
            budget,
            mailer,
            scheduler,
            bus,
            clock,
            base_url,
            brand: Brand::default(),
            link_lifetime: LINK_LIFETIME,
            checks: None,
            planned: Mutex::default(),
        }
    }

    /// Sends the mails in the name of this product.
    #[must_use]
    pub fn branded(self, brand: Brand) -> Self {
        Self { brand, ..self }
    }

    /// Lets the links of invitations by rule work for so long; without it for seven days.
    #[must_use]
    pub fn with_link_lifetime(self, link_lifetime: SignedDuration) -> Self {
        Self { link_lifetime, ..self }
    }

    /// Starts checks of connections by this; without it they wait until their time is over.
    #[must_use]
    pub fn with_checks(self, checks: Arc<dyn CheckStarter>) -> Self {
        Self { checks: Some(checks), ..self }
    }

    /// Sends a mail, unless no mail can ever get to its address: each that comes back costs reputation.
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if mail.to.is_of_no_domain() {
            return Err(MailError::Refused { source: "no mail gets to a domain below invalid".into() });
        }
        self.mailer.send(mail).await
    }

    /// Plans a run, unless it is planned. Thousands of accounts may be due in the same hour; only the first one asks
    /// the scheduler.
    async fn plan(&self, run: PurgeRun) -> Result<(), ScheduleError> {
        let now = self.clock.now();
        // For an hour that has passed the hourly run deletes what is due.
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
