//! Runs the functions that no request starts: the outbox on the stream, sweeps, renewals, planned and hourly deletions, and what is
//! sent to webhooks.
//!
//! In AWS the stream, the scheduler and Lambda start them; here a tick does, ten times a second. A clock that is moved
//! stops on the way at each moment at which something falls due, so that everything happens at its own time.

use std::error::Error;

use jiff::{SignedDuration, Timestamp};
use rollcall::clock::Clock;
use rollcall::store::{DueKind, Store, StoreError};
use rollcall_outbox::Outbox;
use rollcall_purge::Purge;
use rollcall_renewal::Renewal;
use rollcall_rules::tenant::Tenant;
use rollcall_webhook::Sender;

use super::bus::Bus;
use super::clock::MovableClock;
use super::faults::{Faults, Service};
use super::mailbox::Mailbox;
use super::stream::StreamReader;
use super::timer::Timer;
use super::upkeep::{Upkeep, UpkeepError};

/// A recurring schedule, as in the template.
#[derive(Debug, Clone, Copy)]
struct Recurring {
    every: SignedDuration,
    /// From the whole hour to a start.
    offset: SignedDuration,
}

const SWEEP: Recurring = Recurring { every: SignedDuration::from_mins(15), offset: SignedDuration::ZERO };
const NET: Recurring =
    Recurring { every: SignedDuration::from_hours(1), offset: SignedDuration::from_mins(30) };
const RENEWAL: Recurring =
    Recurring { every: SignedDuration::from_hours(1), offset: SignedDuration::from_mins(10) };
const WEBHOOKS: Recurring = Recurring { every: SignedDuration::from_mins(1), offset: SignedDuration::ZERO };

impl Recurring {
    /// The first start at or after a time.
    fn at_or_after(self, time: Timestamp) -> Timestamp {
        let (every, offset) = (self.every.as_millis(), self.offset.as_millis());
        let since = i128::from(time.as_millisecond()) - offset;
        let start = (since + every - 1).div_euclid(every) * every + offset;
        i64::try_from(start).ok().and_then(|start| Timestamp::from_millisecond(start).ok()).unwrap_or(time)
    }

    /// The first start after a time.
    fn after(self, time: Timestamp) -> Timestamp {
        self.at_or_after(time + SignedDuration::from_millis(1))
    }
}

/// The functions that no request starts, and when each of them last began.
pub(super) struct Background {
    pub(super) clock: MovableClock,
    pub(super) upkeep: Upkeep,
    pub(super) store: Store,
    pub(super) stream: StreamReader,
    pub(super) outbox: Outbox<Mailbox, Timer, Bus>,
    pub(super) purge: Purge<Timer>,
    pub(super) renewal: Renewal,
    pub(super) webhooks: Sender,
    pub(super) timer: Timer,
    pub(super) faults: Faults,
    /// When the last sweep began; `None`: there was none, so one is due.
    pub(super) swept_at: Option<Timestamp>,
    /// When the last hourly deletion began.
    pub(super) netted_at: Option<Timestamp>,
    /// When the last renewal began.
    pub(super) renewed_at: Option<Timestamp>,
    /// When it was last looked at what is to be sent to webhooks.
    pub(super) sent_at: Option<Timestamp>,
}

/// Why a move of the clock did not do everything that fell due on the way.
#[derive(Debug, thiserror::Error)]
pub(super) enum AdvanceError {
    /// The table could not be asked what falls due next. The clock stopped there.
    #[error("it is not known what falls due")]
    NextDue(#[from] StoreError),
    /// The clock moved, but items that have expired by then are still in the table.
    #[error(transparent)]
    Upkeep(#[from] UpkeepError),
}

impl Background {
    /// Does everything that is due now. A failure is logged, and tried again by a later tick or run.
    pub(super) async fn tick(&mut self) {
        self.drain().await;
        let now = self.clock.now();
        let planned = self.timer.take_due(now);
        let recurring = self.netted_at.is_none_or(|last| NET.after(last) <= now);
        if recurring {
            self.netted_at = Some(now);
        }
        if planned || recurring {
            self.delete().await;
        }
        if self.swept_at.is_none_or(|last| SWEEP.after(last) <= now) {
            self.sweep().await;
        }
        if self.renewed_at.is_none_or(|last| RENEWAL.after(last) <= now) {
            self.renew().await;
        }
        self.send().await;
    }

    /// Moves the clock to `target`, and does everything that falls due on the way at the time when it falls due.
    pub(super) async fn advance_to(&mut self, target: Timestamp) -> Result<(), AdvanceError> {
        self.drain().await;
        while self.clock.now() < target
            && let Some(next) = self.next_due().await?.filter(|next| *next <= target)
        {
            self.clock.advance_to(next);
            self.tick().await;
        }
        self.clock.advance_to(target);
        self.tick().await;
        // Whoever moves the clock, even by no second, wants every mail sent that can be sent now.
        self.sweep().await;
        self.drain().await;
        self.send().await;
        self.upkeep.clone().settle().await?;
        Ok(())
    }

    /// When the next run begins that has something to do, planned or recurring.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let start = |recurring: Recurring, due: Timestamp, last: Option<Timestamp>| {
            last.map_or(due, |last| recurring.after(last)).max(recurring.at_or_after(due))
        };
        let mail = self.store.first_due(DueKind::Mail).await?;
        let expiry = self.store.first_due(DueKind::Expiry).await?;
        let purge = self.store.first_due(DueKind::Purge).await?;
        let group = self.store.first_group_due().await?;
        let review = self.store.first_due(DueKind::Review).await?;
        let record = self.store.first_due(DueKind::Record).await?;
        let access = self.store.first_access_run_due().await?;
        let notices = self.store.first_notices_due().await?;
        let owed = [mail, expiry, group, review, record, access, notices].into_iter().flatten().min();
        let sweep = owed.map(|due| start(SWEEP, due, self.swept_at));
        let net = purge.map(|due| start(NET, due, self.netted_at));
        let renewal = self.store.tenants().await?.iter().filter_map(Tenant::renews_at).min();
        let renewal = renewal.map(|due| start(RENEWAL, due, self.renewed_at));
        let sending = self.store.first_webhook_due().await?.map(|due| start(WEBHOOKS, due, self.sent_at));
        Ok([sweep, net, renewal, sending, self.timer.next()].into_iter().flatten().min())
    }

    async fn drain(&mut self) {
        if let Err(error) = self.stream.drain(&self.outbox).await {
            failed(&error, "the stream was not read to its end");
        }
    }

    async fn sweep(&mut self) {
        self.swept_at = Some(self.clock.now());
        if let Err(error) = self.outbox.sweep(None).await {
            failed(&error, "the sweep failed");
        }
    }

    async fn renew(&mut self) {
        self.renewed_at = Some(self.clock.now());
        if let Err(error) = self.renewal.run(None).await {
            failed(&error, "the renewal failed");
        }
    }

    /// Sends to webhooks what is due. Here nobody waits for the minute to be over, but whoever moves the clock.
    async fn send(&mut self) {
        let now = self.clock.now();
        self.sent_at = Some(now);
        let sent = match self.store.first_webhook_due().await {
            Ok(due) if due.is_none_or(|due| due > now) => return,
            Ok(_) if self.faults.is_away(Service::Webhook) => {
                tracing::error!("the webhook function is away");
                return;
            }
            Ok(_) => self.webhooks.run(None).await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = sent {
            failed(&error, "webhooks were not sent what is due");
        }
    }

    async fn delete(&self) {
        if self.faults.is_away(Service::Purge) {
            tracing::error!("the purge function is away");
        } else if let Err(error) = self.purge.run(None).await {
            failed(&error, "the purge failed");
        }
    }
}

fn failed(error: &(dyn Error + 'static), what: &str) {
    tracing::error!(error, "{what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recurring_schedules_start_where_the_template_says() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for (schedule, time, start) in [
            (SWEEP, "2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z"),
            (SWEEP, "2026-03-02T09:30:00.001Z", "2026-03-02T09:45:00Z"),
            (NET, "2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z"),
            (NET, "2026-03-02T09:31:00Z", "2026-03-02T10:30:00Z"),
            (NET, "2026-03-02T10:00:00Z", "2026-03-02T10:30:00Z"),
            (RENEWAL, "2026-03-02T10:10:00Z", "2026-03-02T10:10:00Z"),
            (RENEWAL, "2026-03-02T10:11:00Z", "2026-03-02T11:10:00Z"),
        ] {
            assert_eq!(schedule.at_or_after(at(time)), at(start), "{time}");
        }
        assert_eq!(NET.after(at("2026-03-02T09:30:00Z")), at("2026-03-02T10:30:00Z"));
    }
}
