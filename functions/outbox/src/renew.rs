//! The renewal of billing periods: who was billed up to a day, and is active on it, is billed on from there.
//!
//! On most days there is nothing to do, as each tenant says on which day there is. On that day all of its people are
//! read who were ever billed. Each is renewed by a write of its own, which holds only for the account that was looked at:
//! so runs can overlap and break off anywhere, and nobody is billed twice. Only when all are done does the tenant get its
//! next day; until then every run looks at its people again.

use std::pin::pin;
use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::log::millis_since;
use rollcall::retry::Patience;
use rollcall::store::{Along, Decision, StoreError, meter};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::Terms;
use rollcall_rules::renewal::renewal_day;
use rollcall_rules::sign_in::Billed;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{Actor, User};
use rollcall_schedule::Scheduler;

use crate::Outbox;

/// Accounts that are renewed at a time. Each is a transaction, of which DynamoDB takes thousands a second.
const AT_A_TIME: usize = 16;

/// Time kept in hand to end what was begun.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// What a run of renewals did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Renewal {
    /// Tenants of whom somebody may have had to be renewed.
    pub tenants: usize,
    /// Accounts that were billed on.
    pub renewed: usize,
    /// Accounts that should have been and could not, and tenants that could not be read or written. The next run tries
    /// again.
    pub failed: usize,
    /// Tenants that were left for the next run, for want of time, wholly or in part.
    pub left: usize,
}

/// What came of a tenant.
#[derive(Debug, Default)]
struct Round {
    renewed: usize,
    failed: usize,
    is_cut_short: bool,
    /// The first day on which somebody has to be renewed again.
    next: Option<Date>,
}

/// One tenant's renewal.
#[derive(Debug, Clone, Copy)]
struct Job<'a> {
    tenant: &'a Admitted,
    terms: &'a Terms,
    today: Date,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Renews whoever is to be, of all tenants, until shortly before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it cannot be found out which tenants there are. What fails later is counted and logged, and does
    /// not keep the others.
    pub async fn renew(&self, deadline: Option<Timestamp>) -> Result<Renewal, StoreError> {
        let started = Instant::now();
        let (report, usage) = meter::metered(self.renew_all(deadline)).await;
        let report = report?;
        tracing::info!(
            name: "renewal",
            target: "rollcall::outbox",
            operation = "renewal",
            tenants = report.tenants,
            renewed = report.renewed,
            failed = report.failed,
            left = report.left,
            dynamodb_calls = usage.calls,
            dynamodb_retries = usage.retries,
            duration_ms = millis_since(started),
            "renewal"
        );
        Ok(report)
    }

    async fn renew_all(&self, deadline: Option<Timestamp>) -> Result<Renewal, StoreError> {
        let in_time = || deadline.is_none_or(|deadline| self.clock.now() + MARGIN < deadline);
        let (today, mut report) = (renewal_day(self.clock.now()), Renewal::default());
        for tenant in self.store.tenants().await?.into_iter().map(Admitted::by_role) {
            let Some(terms) = tenant.renews_by(today) else { continue };
            report.tenants += 1;
            let job = Job { tenant: &tenant, terms, today };
            let mut round = Round::default();
            if let Err(error) = self.renew_tenant(job, &in_time, &mut round).await {
                round.failed += 1;
                tracing::warn!(
                    target: "rollcall::outbox",
                    tenant_id = tenant.id.as_str(),
                    error = &error as &dyn std::error::Error,
                    "a tenant could not be renewed to the end"
                );
            }
            report.renewed += round.renewed;
            report.failed += round.failed;
            report.left += usize::from(round.is_cut_short);
        }
        Ok(report)
    }

    /// Renews a tenant's people, and says on the tenant when it is time again, if all are done.
    async fn renew_tenant(
        &self,
        job: Job<'_>,
        in_time: &(impl Fn() -> bool + Sync),
        round: &mut Round,
    ) -> Result<(), StoreError> {
        let mut pages = pin!(self.store.billed_users(job.tenant));
        while in_time() {
            let Some(users) = pages.try_next().await? else {
                return self.note_round(job, round).await;
            };
            let renew = |user| self.renew_or_log(job, user, in_time);
            let mut ends = std::pin::pin!(stream::iter(users).map(renew).buffer_unordered(AT_A_TIME));
            while let Some(end) = ends.next().await {
                round.note(end, job.today);
            }
        }
        round.is_cut_short = true;
        Ok(())
    }

    /// Says on the tenant when it is time again, if all are done.
    async fn note_round(&self, job: Job<'_>, round: &Round) -> Result<(), StoreError> {
        if round.failed > 0 || round.is_cut_short {
            return Ok(());
        }
        let period = job.terms.period_of(job.today);
        let until = round.next.map_or(period.end, |next| next.min(period.end));
        // Of a tenant that somebody else changed meanwhile, maybe its terms, the next run looks again.
        let note = |tenant: &mut Tenant| {
            if tenant == &**job.tenant {
                tenant.renewed_until = Some(until);
            }
            Ok::<_, StoreError>(())
        };
        self.store.change_tenant(job.tenant, Actor::System, self.clock.now(), note).await.map(|_| ())
    }

    async fn renew_or_log(&self, job: Job<'_>, user: User, in_time: &(impl Fn() -> bool + Sync)) -> End {
        if job.renewed(&user, self.clock.now()).is_none() {
            return End::Untouched(user.billed_until);
        }
        if !in_time() {
            return End::Left;
        }
        let id = user.id;
        self.renew_user(job, user).await.unwrap_or_else(|error| {
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = job.tenant.id.as_str(),
                user_id = %id,
                error = &error as &dyn std::error::Error,
                "an account could not be renewed and will be tried again"
            );
            End::Failed
        })
    }

    /// Bills an account on, and again if more periods have begun than are billed at once. The index that it was found by
    /// may be behind: who changed since is read again.
    async fn renew_user(&self, job: Job<'_>, mut user: User) -> Result<End, StoreError> {
        let mut was_billed = false;
        while job.renewed(&user, self.clock.now()).is_some() {
            let bill = |user: &User| {
                let billed = job.renewed(user, self.clock.now());
                Ok::<_, StoreError>(match billed {
                    Some(billed) => Decision::new(billed.user).noting(true).along(Along::Lines(billed.lines)),
                    None => Decision::new(user.clone()).noting(false),
                })
            };
            let write = entropy::new_write();
            match self.store.change_user(job.tenant, user, write, Patience::NONE, bill).await? {
                Some((current, is_billed)) => (user, was_billed) = (current, was_billed || is_billed),
                None => return Ok(End::Untouched(None)),
            }
        }
        Ok(if was_billed { End::Renewed(user.billed_until) } else { End::Untouched(user.billed_until) })
    }
}

/// What came of an account, and up to which day it is billed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It was billed.
    Renewed(Option<Date>),
    /// It is not to be: its days have not ended, or it was blocked when they did, or somebody else was faster.
    Untouched(Option<Date>),
    /// It could not be.
    Failed,
    /// There was no time.
    Left,
}

impl Round {
    fn note(&mut self, end: End, today: Date) {
        match end {
            End::Renewed(until) => {
                self.renewed += 1;
                self.meet(until, today);
            }
            End::Untouched(until) => self.meet(until, today),
            End::Failed => self.failed += 1,
            End::Left => self.is_cut_short = true,
        }
    }

    /// Whose days have ended and who was not renewed waits for a sign-in.
    fn meet(&mut self, until: Option<Date>, today: Date) {
        self.next = self.next.into_iter().chain(until.filter(|until| *until > today)).min();
    }
}

impl Job<'_> {
    fn renewed(self, user: &User, now: Timestamp) -> Option<Billed> {
        user.renewed(self.terms, self.tenant.renewed_until, self.today, now)
    }
}
