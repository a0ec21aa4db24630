//! Sends what happens at every tenant to the operator's webhooks.
//!
//! A schedule starts a run every minute. A run looks at what is due: feeds into which something was written, and deliveries that are
//! to be tried again or that a run left. It goes on until nothing is due, or its time is up.
//!
//! A run claims the delivery of a tenant's feed to a webhook before it sends, so no two runs send at once, and events arrive in the
//! order of the feed. If a run dies, its claim ends within a minute, and the next run sends again what was not noted to be
//! delivered: with the same id. So a receiver gets each event at least once.
//!
//! When a try is made again, and when a delivery stops, is decided in [`rollcall_rules::webhook::delivery`].
//!
//! `tenant` sends the feed of one tenant to all webhooks; [`rollcall_fetch::webhook`] one event to one webhook.

mod tenant;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;
use std::sync::Arc;
use std::time::Instant;

use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use rollcall::clock::{Clock, in_time};
use rollcall::log::millis_since;
use rollcall::store::{Store, StoreError, WebhookDue, meter};
use rollcall_rules::oauth::Reach;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::webhook::endpoint::{WebhookId, Webhooks};

/// Tenants whose feeds are sent at a time.
const AT_A_TIME: usize = 16;

/// No event is sent later than this before the deadline, so that those under way can end and be noted.
const MARGIN: SignedDuration = SignedDuration::from_secs(20);

/// Sends events to webhooks.
#[derive(Debug, Clone)]
pub struct Sender {
    store: Store,
    clock: Arc<dyn Clock>,
    reach: Reach,
}

/// Counts of one run. Its log line has the same figures; there is none if nothing was to be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Events that a webhook has taken.
    pub sent: usize,
    /// Tries that failed. Each is made again when it is due.
    pub failed: usize,
    /// Deliveries that stopped, as a receiver is gone, or took nothing for three days.
    pub stopped: usize,
    /// Deliveries that the table did not let go on, and tenants whose feed could not be read. A later run tries again.
    pub broken: usize,
    /// Deliveries that stopped so long ago that the feed has forgotten events that were to be sent.
    pub forgotten: usize,
}

impl AddAssign for Report {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.stopped += other.stopped;
        self.broken += other.broken;
        self.forgotten += other.forgotten;
    }
}

impl Sender {
    /// Works on this table, by this clock. The local system alone reaches loopback.
    pub const fn new(store: Store, clock: Arc<dyn Clock>, reach: Reach) -> Self {
        Self { store, clock, reach }
    }

    /// Sends all that is due, until 20 seconds before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if what is due, or the webhooks, cannot be read. A later failure is counted and logged, and does not keep the
    /// other tenants.
    pub async fn run(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let started = Instant::now();
        let (report, usage) = meter::metered(Box::pin(self.send_all(deadline))).await;
        let report = report?;
        if report == Report::default() {
            return Ok(report);
        }
        tracing::info!(
            name: "webhooks",
            target: "rollcall::webhook",
            operation = "webhooks",
            events_sent = report.sent,
            tries_failed = report.failed,
            deliveries_stopped = report.stopped,
            deliveries_broken = report.broken,
            deliveries_forgotten = report.forgotten,
            dynamodb_calls = usage.calls,
            dynamodb_retries = usage.retries,
            duration_ms = millis_since(started),
            "webhooks"
        );
        Ok(report)
    }

    async fn send_all(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let in_time = in_time(&*self.clock, deadline, MARGIN);
        let mut report = Report::default();
        loop {
            let due = by_tenant(self.store.webhooks_due(self.clock.now()).await?);
            if due.is_empty() || !in_time() {
                return Ok(report);
            }
            let webhooks = self.store.webhooks().await?;
            let rounds =
                due.into_iter().map(|(tenant, due)| self.send_or_log(tenant, due, &webhooks, &in_time));
            let rounds: Vec<(Report, bool)> =
                stream::iter(rounds).buffer_unordered(AT_A_TIME).collect().await;
            let went_on = rounds.iter().any(|(_, went_on)| *went_on);
            for (round, _) in rounds {
                report += round;
            }
            // What is left is done by another run, or waits for the table.
            if !went_on {
                return Ok(report);
            }
        }
    }

    async fn send_or_log(
        &self,
        tenant: TenantId,
        due: Due,
        webhooks: &Webhooks,
        in_time: &(impl Fn() -> bool + Sync),
    ) -> (Report, bool) {
        let mut report = Report::default();
        match Box::pin(self.send_feed(&tenant, &due, webhooks, in_time, &mut report)).await {
            Ok(went_on) => (report, went_on),
            Err(error) => {
                tracing::warn!(
                    target: "rollcall::webhook",
                    tenant_id = tenant.as_str(),
                    error = &error as &dyn std::error::Error,
                    "the feed of a tenant could not be sent to the end"
                );
                report.broken += 1;
                (report, false)
            }
        }
    }
}

/// What is due of a tenant.
#[derive(Debug, Default)]
struct Due {
    /// Something was written into the feed.
    is_feed: bool,
    /// The webhooks whose deliveries are due.
    webhooks: BTreeSet<WebhookId>,
}

fn by_tenant(due: Vec<WebhookDue>) -> BTreeMap<TenantId, Due> {
    let mut tenants: BTreeMap<TenantId, Due> = BTreeMap::new();
    for WebhookDue { tenant, webhook } in due {
        let known = tenants.entry(tenant).or_default();
        known.is_feed |= webhook.is_none();
        known.webhooks.extend(webhook);
    }
    tenants
}
