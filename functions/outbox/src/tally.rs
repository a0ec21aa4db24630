//! The mails of many accounts, delivered at once and counted.

use std::ops::AddAssign;

use futures_util::StreamExt;
use futures_util::stream;
use jiff::Timestamp;
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::owed::{MailOutcome, OwedMail};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use rollcall_schedule::Scheduler;

use crate::deliver::End;
use crate::pace::{Pace, WhenThrottled};
use crate::{AT_A_TIME, Outbox};

/// An account that is owed mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) tenant: TenantId,
    pub(crate) id: UserId,
    /// Since when mails are owed. Before the account is read a sweep knows only a later time: when they fell due.
    pub(crate) owed_since: Timestamp,
}

/// Counts of mails, by their outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mails {
    /// Mails that the mail service took.
    pub sent: usize,
    /// Mails that it did not take this time. They stay owed.
    pub failed: usize,
    /// Mails that it will never take. They are owed no more.
    pub refused: usize,
    /// Mails that have to wait, because their account or address has had its mails of the day.
    pub held: usize,
}

impl Mails {
    pub(crate) fn of(outcomes: &[(OwedMail, MailOutcome)], held: usize) -> Self {
        let count = |kind| outcomes.iter().filter(|(_, outcome)| *outcome == kind).count();
        Self {
            sent: count(MailOutcome::Sent),
            failed: count(MailOutcome::Failed),
            refused: count(MailOutcome::Refused),
            held,
        }
    }
}

impl AddAssign for Mails {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.refused += other.refused;
        self.held += other.held;
    }
}

/// Counts of a delivery to many accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Accounts that are owed no mail any more or not yet, or whose mails another run is delivering.
    pub(crate) done: usize,
    /// Accounts that are still owed a mail.
    pub(crate) failed: usize,
    /// Accounts that were not tried, or whose tenant has had its mails of the hour.
    pub(crate) left: usize,
    /// The mails of all accounts.
    pub(crate) mails: Mails,
    /// Since when the oldest mail is owed that still is; `None`: none is.
    pub(crate) owed_since: Option<Timestamp>,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Delivers to accounts until the mail service takes no more or seems to be away, or until `in_time` is `false`. A
    /// delivery that was begun is always ended: a mail that was sent and not taken off the account would be sent again.
    pub(crate) async fn deliver_all(
        &self,
        accounts: Vec<Account>,
        when_throttled: WhenThrottled,
        in_time: impl Fn() -> bool + Sync,
    ) -> Tally {
        let (pace, in_time) = (&Pace::new(when_throttled), &in_time);
        let deliver = async |account: Account| {
            let is_used_up = || self.budget.is_used_up(&account.tenant, self.clock.now());
            if is_used_up() || !pace.admits().await || !in_time() {
                return Err(account.owed_since);
            }
            let delivery = self.deliver_or_log(&account).await;
            pace.note(delivery.end);
            Ok(delivery)
        };
        let mut tally = Tally::default();
        let mut deliveries = std::pin::pin!(stream::iter(accounts).map(deliver).buffer_unordered(AT_A_TIME));
        while let Some(delivery) = deliveries.next().await {
            let owed_since = match delivery {
                Ok(delivery) => {
                    match delivery.end {
                        End::Done => tally.done += 1,
                        End::Failed | End::Throttled => tally.failed += 1,
                        End::UsedUp => tally.left += 1,
                    }
                    tally.mails += delivery.mails;
                    delivery.owed_since
                }
                Err(not_looked_at) => {
                    tally.left += 1;
                    Some(not_looked_at)
                }
            };
            tally.owed_since = tally.owed_since.into_iter().chain(owed_since).min();
        }
        tally
    }
}
