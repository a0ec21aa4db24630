//! Accounts that an index says are due, and that the stream did not bring.

use std::error::Error;

use jiff::Timestamp;
use rollcall::clock::in_time;
use rollcall::store::{Due, DueKind, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::sweep::MARGIN;

/// Accounts that are worked on together: as many as one call reads.
const TOGETHER: usize = 100;

/// What is to be done of accounts that the stream did not bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overdue {
    /// The access rules are to be brought to them.
    Review,
    /// Their changes are to be written down.
    Record,
}

impl Overdue {
    const fn kind(self) -> DueKind {
        match self {
            Self::Review => DueKind::Review,
            Self::Record => DueKind::Record,
        }
    }

    const fn not_yet(self) -> &'static str {
        match self {
            Self::Review => "accounts are not reviewed yet",
            Self::Record => "changes are not written down yet",
        }
    }
}

/// How far the work on what was due came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Accounts and tombstones that are done.
    pub(crate) done: usize,
    /// Those for which there was no time, or for which the table failed.
    pub(crate) left: usize,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Works on all that is due, at most a hundred of one tenant at a time, until 45 seconds before `deadline`. If a hundred
    /// fail for a reason that stays, each is tried by itself, so that one of them keeps nobody else.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read. A later failure is counted and logged.
    pub(crate) async fn work_through(
        &self,
        what: Overdue,
        deadline: Option<Timestamp>,
    ) -> Result<Progress, StoreError> {
        let mut due = self.store.due(what.kind(), self.clock.now()).await?;
        due.sort_by(|one, other| one.tenant.cmp(&other.tenant));
        let (all, is_in_time) = (due.len(), in_time(&*self.clock, deadline, MARGIN));
        let mut done = 0;
        for of_tenant in due.chunk_by(|one, other| one.tenant == other.tenant) {
            for some in of_tenant.chunks(TOGETHER).take_while(|_| is_in_time()) {
                match self.work_on(what, some).await {
                    Ok(()) => done += some.len(),
                    Err(error) if some.len() == 1 || error.is_transient() => log(what, some, &error),
                    Err(_) => {
                        for one in some.chunks(1).take_while(|_| is_in_time()) {
                            match self.work_on(what, one).await {
                                Ok(()) => done += 1,
                                Err(error) => log(what, one, &error),
                            }
                        }
                    }
                }
            }
        }
        Ok(Progress { done, left: all - done })
    }

    async fn work_on(&self, what: Overdue, due: &[Due]) -> Result<(), StoreError> {
        match what {
            Overdue::Review => self.review_some(due).await,
            Overdue::Record => self.write_some_down(due).await,
        }
    }
}

fn log(what: Overdue, due: &[Due], error: &StoreError) {
    let first = due.first();
    tracing::warn!(
        target: "rollcall::outbox",
        tenant_id = first.map(|due| due.tenant.as_str()),
        user_id = first.filter(|_| due.len() == 1).map(|due| due.id.to_string()),
        accounts = due.len(),
        error = error as &dyn Error,
        "{}",
        what.not_yet()
    );
}
