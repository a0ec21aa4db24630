//! The sweep: mails that are still owed, whatever became of the stream.

use jiff::{SignedDuration, Timestamp};
use rollcall::mail::Mailer;
use rollcall::schedule::Scheduler;
use rollcall::store::{DueKind, StoreError};

use crate::Outbox;
use crate::tally::Tally;

/// Time kept in hand to end what was begun.
const MARGIN: SignedDuration = SignedDuration::from_secs(45);

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Accounts that are owed a mail, as the index says.
    pub owed: usize,
    /// Accounts that are owed nothing more.
    pub done: usize,
    /// Accounts that are still owed one: the service did not take it, or the table failed.
    pub failed: usize,
    /// Accounts that were left for the next sweep, for want of time or because the mail service takes nothing more.
    pub left: usize,
}

impl<M: Mailer, S: Scheduler> Outbox<M, S> {
    /// Sends what is owed and due, the oldest first, until shortly before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it cannot be found out what is owed.
    pub async fn sweep(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let mut owed = self.store.due(DueKind::Mail, self.clock.now()).await?;
        owed.sort_by_key(|due| due.since);
        let (count, oldest) = (owed.len(), owed.first().map(|due| due.since));
        let in_time = || deadline.is_none_or(|deadline| self.clock.now() + MARGIN < deadline);
        let users = owed.into_iter().map(|due| (due.tenant, due.id)).collect();
        let Tally { done, failed, left } = self.deliver_all(users, in_time).await;
        let report = Report { owed: count, done, failed, left };
        log(&report, oldest);
        Ok(report)
    }
}

fn log(report: &Report, oldest: Option<Timestamp>) {
    let Report { owed, done, failed, left } = report;
    let owed_since = oldest.map(tracing::field::display);
    tracing::info!(target: "rollcall::outbox", owed, done, failed, left, owed_since, "sweep");
}
