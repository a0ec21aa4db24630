//! Renews billing periods: a person who is billed up to a day, and is active on that day, is billed on from it.
//!
//! A schedule starts a run every hour. On most days a run has nothing to do, because each tenant names the day of its
//! next renewal. From that day on a run reads all people of the tenant who were ever billed. Each person is renewed by
//! a write of its own, which holds only for the account as it was read. So runs may overlap and break off anywhere,
//! and nobody is billed twice. A tenant gets its next day only when all its people are done; until then every run looks
//! at its people again.
//!
//! As it reads all tenants, a run also finds those of earlier versions that have no notices to administrators yet, and gives
//! them some. That is written once for each.
//!
//! Who is renewed, and for how much, is decided in `rollcall_rules::renewal`. A renewal sends no mail and publishes no
//! event.
//!
//! - `tenant`: the renewal of one tenant's people.

mod tenant;

use std::sync::Arc;
use std::time::Instant;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rollcall::clock::{Clock, in_time};
use rollcall::log::millis_since;
use rollcall::store::{Store, StoreError, meter};
use rollcall_rules::admission::Admitted;
use rollcall_rules::renewal::renewal_day;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::Actor;

use tenant::{Job, Round};

/// Accounts that are renewed at a time. Each is a transaction, of which DynamoDB takes thousands a second.
const AT_A_TIME: usize = 16;

/// No account is begun later than this before the deadline, so that those under way can end.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// Renews the billing periods of all tenants.
#[derive(Debug, Clone)]
pub struct Renewal {
    store: Store,
    clock: Arc<dyn Clock>,
}

/// Counts of one run. Its log line has the same figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Tenants whose day has come, so that somebody may have to be renewed.
    pub tenants: usize,
    /// Accounts that were billed for another period.
    pub renewed: usize,
    /// Accounts that were to be renewed and could not, and tenants that could not be read or written. The next run
    /// tries again.
    pub failed: usize,
    /// Tenants for which there was not enough time. What is left of them is done by the next run.
    pub left: usize,
}

impl Renewal {
    /// Works on this table, by this clock.
    pub const fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Renews everybody who has to be renewed, of all tenants, until half a minute before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the tenants cannot be read. A later failure is counted and logged, and does not keep the other
    /// accounts and tenants.
    pub async fn run(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let started = Instant::now();
        let (report, usage) = meter::metered(Box::pin(self.renew_all(deadline))).await;
        let report = report?;
        tracing::info!(
            name: "renewal",
            target: "rollcall::renewal",
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

    async fn renew_all(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let in_time = in_time(&*self.clock, deadline, MARGIN);
        let (today, mut report) = (renewal_day(self.clock.now()), Report::default());
        for tenant in self.store.tenants().await?.into_iter().map(Admitted::by_role) {
            report.failed += usize::from(!tenant.watched && in_time() && !self.watch(&tenant).await);
            let Some(terms) = tenant.renews_by(today) else {
                report.failed += usize::from(!Box::pin(self.pass_over(&tenant, today)).await);
                continue;
            };
            report.tenants += 1;
            let job = Job { tenant: &tenant, terms, today };
            let mut round = Round::default();
            if let Err(error) = Box::pin(self.renew_tenant(job, &in_time, &mut round)).await {
                round.failed += 1;
                tracing::warn!(
                    target: "rollcall::renewal",
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

    /// Has a tenant of an earlier version looked after by notices to its administrators. Gives whether that succeeded.
    async fn watch(&self, tenant: &Admitted) -> bool {
        let watched = self.store.watch(tenant, self.clock.now()).await;
        if let Err(error) = &watched {
            tracing::warn!(
                target: "rollcall::renewal",
                tenant_id = tenant.id.as_str(),
                error = error as &dyn std::error::Error,
                "a tenant could not be put under the care of notices"
            );
        }
        watched.is_ok()
    }

    /// Notes that the tenant's people are not billed for a period that begins, if it pays nothing. Gives whether that
    /// succeeded.
    async fn pass_over(&self, tenant: &Admitted, today: Date) -> bool {
        if !Tenant::clone(tenant).pass_over(today) {
            return true;
        }
        let pass_over = |tenant: &mut Tenant| {
            tenant.pass_over(today);
            Ok::<_, StoreError>(())
        };
        let passed = self.store.change_tenant(tenant, Actor::System, self.clock.now(), pass_over).await;
        if let Err(error) = &passed {
            tracing::warn!(
                target: "rollcall::renewal",
                tenant_id = tenant.id.as_str(),
                error = error as &dyn std::error::Error,
                "a tenant that pays nothing could not be passed over"
            );
        }
        passed.is_ok()
    }
}
