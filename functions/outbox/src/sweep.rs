//! The sweep sends the mails that are still owed, whether or not the stream brought the change. It notes the end of
//! invitations that nobody accepted in time, which the stream then announces. It finishes changes of groups that were
//! broken off. It writes down what the stream did not bring. It reviews accounts by the access rules, and goes on with
//! the runs of changed rules. It tells administrators of their directory.

use std::collections::HashMap;
use std::time::Instant;

use futures_util::future::try_join4;
use jiff::{SignedDuration, Timestamp};
use rollcall::clock::in_time;
use rollcall::log::millis_since;
use rollcall::store::{Due, DueKind, StoreError, meter};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::tenant::TenantId;
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::pace::WhenThrottled;
use crate::tally::{Account, Mails, Tally};

/// No delivery, and no part of a change of a group, begins later than this before the deadline, so that those under way
/// can end.
pub(crate) const MARGIN: SignedDuration = SignedDuration::from_secs(45);

/// Counts of one sweep. Its log line has the same figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Accounts that were owed a mail at the beginning, by the index.
    pub owed: usize,
    /// Accounts that are owed no mail any more, or not yet, because of the mails that they had within a day.
    pub done: usize,
    /// Accounts that are still owed a mail: the service did not take it, or the table failed.
    pub failed: usize,
    /// Accounts that were left for the next sweep, because the time was up, the mail service takes no more, or their
    /// tenant has had its mails of the hour.
    pub left: usize,
    /// Accounts whose invitation's end was noted.
    pub expired: usize,
    /// The mails of all accounts, and those to administrators.
    pub mails: Mails,
    /// The age of the oldest mail that was found due and is still owed after the sweep; zero if there is none. It
    /// counts from the change that owes the mail, but of an account in `left` only from when the mail fell due.
    pub owed_age: SignedDuration,
    /// Accounts and tombstones with something that was yet to be written into the history or the feed.
    pub records_due: usize,
    /// Those of them that still have.
    pub records_left: usize,
    /// Groups that had something to be finished: a change of many members, or their deletion.
    pub groups_due: usize,
    /// Those of them that still have.
    pub groups_left: usize,
    /// Accounts that were reviewed by the access rules.
    pub reviewed: usize,
    /// Accounts that are still to be reviewed.
    pub reviews_left: usize,
    /// Runs of changed access rules over people that were to be gone on with.
    pub access_runs_due: usize,
    /// Those of them that are not done.
    pub access_runs_left: usize,
    /// Tenants with notices to administrators that were to be looked at or sent.
    pub notices_due: usize,
    /// Those of them that still have.
    pub notices_left: usize,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Writes down what is not written yet, finishes what is left of groups, and sends the mails that are due, until 45
    /// seconds before `deadline`: of each tenant the longest due first, and the tenants by turns, so that the thousands of
    /// one keep nobody else waiting.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index of what is due cannot be read. A later failure is counted and logged, and does not
    /// keep the other accounts.
    pub async fn sweep(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let started = Instant::now();
        let all = async {
            // An account that has something to be written down is not found by what else it is due for.
            let records = Box::pin(self.write_down_due(deadline)).await?;
            let access = async {
                // A run reviews many of those who are due, so they are looked for after it.
                let runs = self.go_on_with_runs(deadline).await?;
                Ok((runs, self.review_due(deadline).await?))
            };
            let (mails, groups) = (self.deliver_due(deadline), self.finish_groups(deadline));
            let done = try_join4(mails, groups, access, self.tell_due(deadline)).await?;
            Ok((records, done))
        };
        let (done, usage) = meter::metered(all).await;
        let (records, (report, groups, (runs, reviews), notices)) = done?;
        let mut mails = report.mails;
        mails += notices.mails;
        let report = Report {
            records_due: records.done + records.left,
            records_left: records.left,
            groups_due: groups.due,
            groups_left: groups.left,
            reviewed: reviews.done,
            reviews_left: reviews.left,
            access_runs_due: runs.due,
            access_runs_left: runs.left,
            notices_due: notices.due,
            notices_left: notices.left,
            mails,
            ..report
        };
        tracing::info!(
            name: "sweep",
            target: "rollcall::outbox",
            operation = "sweep",
            mails_owed = report.owed,
            mails_sent = report.mails.sent,
            mails_failed = report.mails.failed,
            mails_refused = report.mails.refused,
            mails_held = report.mails.held,
            owed_age_secs = report.owed_age.as_secs(),
            records_due = report.records_due,
            records_left = report.records_left,
            groups_due = report.groups_due,
            groups_left = report.groups_left,
            reviewed = report.reviewed,
            reviews_left = report.reviews_left,
            access_runs_due = report.access_runs_due,
            access_runs_left = report.access_runs_left,
            notices_due = report.notices_due,
            notices_left = report.notices_left,
            done = report.done,
            failed = report.failed,
            left = report.left,
            expired = report.expired,
            dynamodb_calls = usage.calls,
            dynamodb_retries = usage.retries,
            duration_ms = millis_since(started),
            "sweep"
        );
        Ok(report)
    }

    async fn deliver_due(&self, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        let expired = self.note_expiries(deadline).await?;
        let owed = by_turns(self.store.due(DueKind::Mail, self.clock.now()).await?);
        let count = owed.len();
        let in_time = in_time(&*self.clock, deadline, MARGIN);
        let account = |due: Due| Account { tenant: due.tenant, id: due.id, owed_since: due.since };
        let tally =
            self.deliver_all(owed.into_iter().map(account).collect(), WhenThrottled::SlowDown, in_time).await;
        let Tally { done, failed, left, mails, owed_since } = tally;
        let age = owed_since.map(|since| self.clock.now().duration_since(since));
        // A change during the sweep has the time of another machine, whose clock may be ahead of this one.
        let owed_age = age.unwrap_or_default().max(SignedDuration::ZERO);
        Ok(Report { owed: count, done, failed, left, expired, mails, owed_age, ..Report::default() })
    }
}

/// The longest due account of each tenant, then the next of each, and so on.
fn by_turns(mut due: Vec<Due>) -> Vec<Due> {
    due.sort_by_key(|due| due.since);
    let mut before: HashMap<TenantId, usize> = HashMap::new();
    let turn = |due: Due| {
        let turn = before.entry(due.tenant.clone()).or_default();
        *turn += 1;
        (*turn, due)
    };
    let mut turns: Vec<_> = due.into_iter().map(turn).collect();
    turns.sort_by_key(|(turn, due)| (*turn, due.since));
    turns.into_iter().map(|(_, due)| due).collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use rollcall_rules::user::UserId;

    use super::*;

    #[test]
    fn tenants_take_turns_and_of_each_the_longest_due_comes_first() {
        let start: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
        let due = |tenant: &str, minute: i64| Due {
            tenant: TenantId::parse(tenant).unwrap(),
            id: UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap(),
            since: start + SignedDuration::from_mins(minute),
            is_tombstone: false,
        };
        let turns = by_turns(
            [("acme", 2), ("acme", 0), ("beta", 5), ("acme", 1), ("beta", 9)].map(|(t, m)| due(t, m)).into(),
        );
        assert_eq!(
            turns,
            [("acme", 0), ("beta", 5), ("acme", 1), ("beta", 9), ("acme", 2)].map(|(t, m)| due(t, m))
        );
    }
}
