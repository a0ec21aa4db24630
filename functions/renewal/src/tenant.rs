//! The renewal of one tenant's people, each by a write of its own, and then of the tenant's next day.

use std::pin::pin;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Along, Decision, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::Terms;
use rollcall_rules::sign_in::Billed;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{Actor, User};

use crate::{AT_A_TIME, Renewal};

/// The tenant that is renewed, and by which terms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) tenant: &'a Admitted,
    pub(crate) terms: &'a Terms,
    pub(crate) today: Date,
}

/// How far the renewal of a tenant came.
#[derive(Debug, Default)]
pub(crate) struct Round {
    /// Accounts that were billed.
    pub(crate) renewed: usize,
    /// Accounts that could not be billed.
    pub(crate) failed: usize,
    /// The time was up before all people were looked at.
    pub(crate) is_cut_short: bool,
    /// The first day on which somebody has to be renewed again.
    next: Option<Date>,
}

impl Renewal {
    /// Renews a tenant's people. When all are done it writes the day of the next renewal on the tenant.
    ///
    /// It counts in `round`, which an error does not undo.
    pub(crate) async fn renew_tenant(
        &self,
        job: Job<'_>,
        in_time: &(impl Fn() -> bool + Sync),
        round: &mut Round,
    ) -> Result<(), StoreError> {
        let mut pages = pin!(self.store.billed_users(job.tenant));
        while let Some(users) = pages.try_next().await? {
            if !in_time() {
                round.is_cut_short = true;
                return Ok(());
            }
            let renew = |user| self.renew_or_log(job, user, in_time);
            let mut ends = pin!(stream::iter(users).map(renew).buffer_unordered(AT_A_TIME));
            while let Some(end) = ends.next().await {
                round.note(end, job.today);
            }
        }
        if round.failed > 0 || round.is_cut_short {
            return Ok(());
        }
        let period = job.terms.period_of(job.today);
        let until = round.next.map_or(period.end, |next| next.min(period.end));
        // A tenant that somebody else changed meanwhile, maybe its terms, is left to the next run.
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
                target: "rollcall::renewal",
                tenant_id = job.tenant.id.as_str(),
                user_id = %id,
                error = &error as &dyn std::error::Error,
                "an account could not be renewed and will be tried again"
            );
            End::Failed
        })
    }

    /// Bills an account for its next period, and again if more periods have begun than are billed at once. The index
    /// that it was found by may be behind, so an account that has changed since is read again.
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

/// How the renewal of an account ended, and up to which day the account is billed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// This run billed it.
    Renewed(Option<Date>),
    /// It has not to be billed: its period has not ended, or it was blocked when it did, or another run was faster.
    Untouched(Option<Date>),
    /// The table failed. The error is logged.
    Failed,
    /// There was no time to begin with it.
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

    /// Notes up to which day an account is billed. A day that has passed does not count: that account was not renewed,
    /// and is billed again from its next sign-in.
    fn meet(&mut self, until: Option<Date>, today: Date) {
        self.next = self.next.into_iter().chain(until.filter(|until| *until > today)).min();
    }
}

impl Job<'_> {
    fn renewed(self, user: &User, now: Timestamp) -> Option<Billed> {
        user.renewed(self.tenant.agreement(self.today), self.tenant.renewed_until, now)
    }
}
