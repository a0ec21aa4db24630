//! Checks the connection of a tenant: plays a directory against its SCIM API, over the public address as a directory does, and
//! notes what works for the tenant's administrator to see. What is played is `rollcall_conform`'s.
//!
//! Of the runs that are started for a check one takes it, by a conditional write, and only that one goes on. It makes itself a
//! token in the tenant's own place for such a one, plays suite by suite and notes each, takes away whom it made, ends the token
//! and notes the end. A run that dies leaves a token that ends by itself, and people whom its report would have named.
//!
//! - `play`: the part that speaks SCIM. `found`: what it found, as the table has it.

mod found;
mod play;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use rollcall::clock::Clock;
use rollcall::entropy;
use rollcall::log::millis_since;
use rollcall::store::{Store, StoreError, meter};
use rollcall_conform::Suite;
use rollcall_rules::admission::Admitted;
use rollcall_rules::check::{Check, CheckRun, Ended, Outcome, Report, Taken};
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::user::Actor;
use uuid::Uuid;

use play::{Budget, Played};

/// Requests that a check sends in a second at most: few beside the 25 that each tenant always has.
pub const RATE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// Checks connections.
#[derive(Debug, Clone)]
pub struct Checker {
    store: Store,
    clock: Arc<dyn Clock>,
    scim_url: String,
    rate: NonZeroU32,
}

/// A check that this run has taken.
struct Job<'a> {
    tenant: &'a Admitted,
    check: Check,
    run: Uuid,
}

/// Somebody else's, or gone: nothing is to be done.
#[derive(Debug)]
struct NotOurs;

/// Why a check is not written.
#[derive(Debug)]
enum NotWritten {
    NotOurs,
    Store(StoreError),
}

impl From<NotOurs> for NotWritten {
    fn from(NotOurs: NotOurs) -> Self {
        Self::NotOurs
    }
}

impl From<StoreError> for NotWritten {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Checker {
    /// Checks by this table and clock, over the SCIM base URL, with so many requests a second at most.
    pub const fn new(store: Store, clock: Arc<dyn Clock>, scim_url: String, rate: NonZeroU32) -> Self {
        Self { store, clock, scim_url, rate }
    }

    /// Does a check, if nobody else does or did. Gives how it ended; `None`: nothing was to be done.
    ///
    /// # Errors
    ///
    /// [`StoreError`], if the check could not be taken, or its end not be noted. What the check finds is no error.
    pub async fn run(
        &self,
        wanted: &CheckRun,
        deadline: Option<Timestamp>,
    ) -> Result<Option<Outcome>, StoreError> {
        let started = Instant::now();
        let (done, usage) = meter::metered(Box::pin(self.do_once(wanted, deadline))).await;
        let Some(check) = done? else { return Ok(None) };
        let outcome = check.ended.as_ref().map(|ended| ended.outcome);
        tracing::info!(
            name: "check",
            target: "rollcall::check",
            operation = "check",
            tenant_id = wanted.tenant.as_str(),
            check_id = %wanted.check,
            ?outcome,
            suites = check.suites.len(),
            checks_failed = check.failed(),
            left = check.ended.as_ref().map_or(0, |ended| ended.left),
            dynamodb_calls = usage.calls,
            dynamodb_retries = usage.retries,
            duration_ms = millis_since(started),
            "check"
        );
        Ok(outcome)
    }

    async fn do_once(
        &self,
        wanted: &CheckRun,
        deadline: Option<Timestamp>,
    ) -> Result<Option<Check>, StoreError> {
        let Some(tenant) = self.store.tenant(&wanted.tenant).await?.map(Admitted::by_role) else {
            return Ok(None);
        };
        let run = entropy::new_id();
        let taken = Taken { at: self.clock.now(), run, suites: Suite::ALL.len() };
        let take = |check: Option<&Check>| {
            Ok::<_, NotWritten>(check.and_then(|check| check.taken_by(wanted.check, &taken)).ok_or(NotOurs)?)
        };
        let check = match self.store.change_check(&tenant, take).await {
            Ok(check) => check,
            Err(NotWritten::NotOurs) => return Ok(None),
            Err(NotWritten::Store(error)) => return Err(error),
        };
        let job = Job { tenant: &tenant, check, run };
        let secret = entropy::secret();
        let played = self.play_by_token(&job, secret, deadline).await;
        // Whatever came of it.
        if let Err(error) = self.end_token(&wanted.tenant, secret).await {
            failed(&error, "the token of a check ends by itself, as it could not be ended");
        }
        self.end(&job, played?).await
    }

    /// Makes the token, and plays by it.
    async fn play_by_token(
        &self,
        job: &Job<'_>,
        secret: [u8; 32],
        deadline: Option<Timestamp>,
    ) -> Result<Played, StoreError> {
        let now = self.clock.now();
        let token = self.change(job.tenant, |tenant| tenant.issue_check_token(secret, now)).await?;
        let budget = Budget::until(deadline, self.clock.now());
        Ok(self.play(job, &token, budget).await)
    }

    /// Ends the token in the tenant's record as it is now. In the one from before the token there is nothing to end.
    async fn end_token(&self, tenant: &TenantId, secret: [u8; 32]) -> Result<(), StoreError> {
        let Some(tenant) = self.store.tenant(tenant).await?.map(Admitted::by_role) else { return Ok(()) };
        self.change(&tenant, |tenant| tenant.end_check_token(secret)).await
    }

    /// Notes how it ended, and the report if it is not too large.
    async fn end(&self, job: &Job<'_>, played: Played) -> Result<Option<Check>, StoreError> {
        let Played { outcome, why, left, html } = played;
        let mut has_report = false;
        if let Some(html) = html {
            let Check { tenant, id, requested_at, .. } = job.check.clone();
            let report = Report { tenant, check: id, requested_at, html };
            match self.store.write_check_report(job.tenant, &report).await {
                Ok(()) => has_report = true,
                Err(error) => failed(&error, "the report of a check is not kept"),
            }
        }
        let ended = Ended { at: self.clock.now(), outcome, why, left, has_report };
        self.note(job, |check| check.with_end(ended.clone())).await
    }

    /// Writes the check as a rule leaves it; `None`: it is not this run's any more.
    async fn note(&self, job: &Job<'_>, note: impl Fn(&Check) -> Check) -> Result<Option<Check>, StoreError> {
        let change = |check: Option<&Check>| {
            let own = check.filter(|check| check.id == job.check.id && check.is_done_by(job.run));
            Ok::<_, NotWritten>(note(own.ok_or(NotOurs)?))
        };
        match self.store.change_check(job.tenant, change).await {
            Ok(check) => Ok(Some(check)),
            Err(NotWritten::NotOurs) => Ok(None),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    async fn change<T>(&self, tenant: &Admitted, change: impl Fn(&mut Tenant) -> T) -> Result<T, StoreError> {
        let change = |tenant: &mut Tenant| Ok::<_, StoreError>(change(tenant));
        let changed = self.store.change_tenant(tenant, Actor::System, self.clock.now(), change).await;
        changed.map(|(_, given)| given)
    }
}

fn failed(error: &StoreError, what: &str) {
    tracing::warn!(target: "rollcall::check", error = error as &dyn std::error::Error, "{what}");
}
