//! The mails of many accounts.

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
    /// Since when, or later: what is known before the account is read.
    pub(crate) owed_since: Timestamp,
}

/// Mails, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mails {
    /// Those that the mail service took.
    pub sent: usize,
    /// Those that it did not take this time. They stay owed.
    pub failed: usize,
    /// Those that it will never take. They are owed no more.
    pub refused: usize,
}

impl Mails {
    pub(crate) fn of(outcomes: &[(OwedMail, MailOutcome)]) -> Self {
        let count = |kind| outcomes.iter().filter(|(_, outcome)| *outcome == kind).count();
        Self {
            sent: count(MailOutcome::Sent),
            failed: count(MailOutcome::Failed),
            refused: count(MailOutcome::Refused),
        }
    }
}

impl AddAssign for Mails {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.refused += other.refused;
    }
}

/// What it came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Accounts that are owed nothing more, or that somebody else is at.
    pub(crate) done: usize,
    /// Accounts that are still owed something.
    pub(crate) failed: usize,
    /// Accounts that were not looked at.
    pub(crate) left: usize,
    /// The mails of all.
    pub(crate) mails: Mails,
    /// Since when the longest owed is of what is still owed; `None`: nothing is.
    pub(crate) owed_since: Option<Timestamp>,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Delivers to accounts until the mail service takes no more or seems to be away, or `in_time` says so. What was
    /// begun is always ended: a mail that was sent and not noted would be sent again.
    pub(crate) async fn deliver_all(
        &self,
        accounts: Vec<Account>,
        when_throttled: WhenThrottled,
        in_time: impl Fn() -> bool + Sync,
    ) -> Tally {
        let (pace, in_time) = (&Pace::new(when_throttled), &in_time);
        let deliver = async |account: Account| {
            if !pace.admits().await || !in_time() {
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
