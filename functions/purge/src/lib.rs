//! Deletes accounts whose two weeks are over.
//!
//! A one-time schedule starts a run at each hour at which an account is due. Another schedule starts a run every hour,
//! for the accounts that were missed. A run finds them by the index, and deletes an account only if the account's own
//! item says that it is due; how the run was started does not matter. So runs may overlap, be repeated and be broken
//! off: the next one goes on.
//!
//! An account is deleted in two steps. First its item and its guards are replaced by a tombstone, in one transaction,
//! which fails if the account was changed since it was found due. A reactivation that commits first keeps everything;
//! one that comes later finds no account. Then the history and the links are deleted. Until they are, the tombstone is
//! due.

mod account;

use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream;
use jiff::{SignedDuration, Timestamp};
use rollcall::clock::{Clock, in_time};
use rollcall::log::millis_since;
use rollcall::store::{Due, DueKind, Store, StoreError, meter};
use rollcall_schedule::{PurgeRun, Scheduler};

use account::End;

/// Accounts that are deleted at a time. Each takes a handful of calls, of which DynamoDB takes thousands a second.
const AT_A_TIME: usize = 32;

/// No deletion begins later than this before the deadline, so that those under way can end and a continuation can be
/// planned.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// Deletes the accounts that are due, of all tenants.
#[derive(Debug, Clone)]
pub struct Purge<S> {
    store: Store,
    scheduler: S,
    clock: Arc<dyn Clock>,
}

/// Counts of one run. Its log line has the same figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Accounts and tombstones that were due by the index.
    pub due: usize,
    /// Accounts that were deleted, with their history and their links.
    pub deleted: usize,
    /// Accounts that were not due any more: reactivated meanwhile, or deleted by another run.
    pub spared: usize,
    /// Accounts that could not be deleted, or not completely. They stay due.
    pub failed: usize,
    /// Accounts for which there was no time. They stay due, and a continuation is planned.
    pub left: usize,
    /// For how long the longest due of them had been due; zero if none was.
    pub overdue: SignedDuration,
}

impl<S: Scheduler> Purge<S> {
    /// Works on this table, by this clock. Continuations are planned with this scheduler.
    pub const fn new(store: Store, scheduler: S, clock: Arc<dyn Clock>) -> Self {
        Self { store, scheduler, clock }
    }

    /// Deletes all accounts that are due, until half a minute before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index of due accounts cannot be read. An account that cannot be deleted is counted and
    /// logged, and does not keep the others.
    pub async fn run(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let started = Instant::now();
        let (report, usage) = meter::metered(self.delete_due(deadline)).await;
        let report = report?;
        tracing::info!(
            name: "purge",
            target: "rollcall::purge",
            operation = "purge",
            purges_due = report.due,
            purges_done = report.deleted,
            purges_failed = report.failed,
            purge_overdue_secs = report.overdue.as_secs(),
            spared = report.spared,
            left = report.left,
            dynamodb_calls = usage.calls,
            dynamodb_retries = usage.retries,
            duration_ms = millis_since(started),
            "purge"
        );
        Ok(report)
    }

    async fn delete_due(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let now = self.clock.now();
        let due = self.store.due(DueKind::Purge, now).await?;
        let overdue = due.iter().map(|due| now.duration_since(due.since)).max().unwrap_or_default();
        let mut report = Report { due: due.len(), overdue, ..Report::default() };
        let in_time = in_time(&*self.clock, deadline, MARGIN);
        let endings =
            stream::iter(due).map(|due| self.delete_or_log(due, &in_time)).buffer_unordered(AT_A_TIME);
        let mut endings = std::pin::pin!(endings);
        while let Some(ending) = endings.next().await {
            match ending {
                Some(Ok(End::Deleted)) => report.deleted += 1,
                Some(Ok(End::Spared)) => report.spared += 1,
                Some(Err(())) => report.failed += 1,
                None => report.left += 1,
            }
        }
        if report.left > 0 {
            self.go_on_later().await;
        }
        Ok(report)
    }

    /// Deletes one account. `None`: there is no time left for it. `Err`: it failed, and the error is logged.
    async fn delete_or_log(&self, due: Due, in_time: &(impl Fn() -> bool + Sync)) -> Option<Result<End, ()>> {
        if !in_time() {
            return None;
        }
        let ending = account::delete(&self.store, &due, self.clock.now()).await;
        Some(ending.map_err(|error| {
            tracing::warn!(
                target: "rollcall::purge",
                tenant_id = due.tenant.as_str(),
                user_id = %due.id,
                error = &error as &dyn std::error::Error,
                "an account could not be deleted and stays due"
            );
        }))
    }

    /// Plans the continuation, one or two minutes from now. If that fails, the hourly run goes on.
    async fn go_on_later(&self) {
        let run = PurgeRun::continuation(self.clock.now());
        if let Err(error) = self.scheduler.plan(&run).await {
            tracing::warn!(
                target: "rollcall::purge",
                error = &error as &dyn std::error::Error,
                "the continuation could not be planned"
            );
        }
    }
}
