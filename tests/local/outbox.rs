//! An outbox of a test's own, over the table of a system whose stream is away.

use std::sync::Arc;

use jiff::Timestamp;
use rollcall::store::Store;
use rollcall_events::{EventBus, PublishError};
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_outbox::{MAILS_PER_TENANT_AND_HOUR, Outbox};
use rollcall_rules::events::Event;
use rollcall_schedule::{PurgeRun, ScheduleError, Scheduler};
use rollcall_tests::LocalSystem;
use rollcall_tests::clock::StoppedClock;

/// Mails nothing, plans nothing, publishes nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nothing;

impl Mailer for Nothing {
    async fn send(&self, _: &Mail) -> Result<(), MailError> {
        Ok(())
    }
}

impl Scheduler for Nothing {
    async fn plan(&self, _: &PurgeRun) -> Result<(), ScheduleError> {
        Ok(())
    }
}

impl EventBus for Nothing {
    async fn publish(&self, _: &[Event]) -> Result<(), PublishError> {
        Ok(())
    }
}

/// The table of a system.
pub(super) fn store(system: &LocalSystem) -> Store {
    let (client, table) = system.table().parts();
    Store::new(client, table)
}

/// An outbox over this store at a moment, of which nothing gets out.
pub(super) fn silent(
    system: &LocalSystem,
    store: Store,
    now: Timestamp,
) -> Outbox<Nothing, Nothing, Nothing> {
    let (url, most) = (system.base_url().to_owned(), MAILS_PER_TENANT_AND_HOUR);
    Outbox::new(store, Nothing, Nothing, Nothing, Arc::new(StoppedClock(now)), url, most)
}
