//! Groups with something left to be finished: a change of many members that was decided and broken off, or the rest of a
//! deleted group.

use std::time::Duration;

use jiff::Timestamp;
use rollcall::retry::Patience;
use rollcall::store::{GroupDue, GroupError, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::admission::Admitted;
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::sweep::MARGIN;

/// How long a sweep without a deadline works on a group.
const WITHOUT_DEADLINE: Duration = Duration::from_secs(600);

/// What a sweep found of groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct GroupTally {
    /// Groups that had something to be finished, by the index.
    pub(crate) due: usize,
    /// Groups that still have: there was no time, or the table failed.
    pub(crate) left: usize,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Finishes what is due of groups, one after the other: each is worked on by many calls at a time.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read. A later failure is counted and logged, and does not keep the others.
    pub(crate) async fn finish_groups(&self, deadline: Option<Timestamp>) -> Result<GroupTally, StoreError> {
        let due = self.store.groups_due(self.clock.now()).await?;
        let mut tally = GroupTally { due: due.len(), left: 0 };
        for group in due {
            let error = match self.finish_group(&group, self.patience(deadline)).await {
                Ok(()) => continue,
                Err(error) => error,
            };
            tally.left += 1;
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = group.tenant.as_str(),
                group_id = %group.id,
                error = &error as &dyn std::error::Error,
                "a group has something left to be finished"
            );
        }
        Ok(tally)
    }

    async fn finish_group(&self, due: &GroupDue, patience: Patience) -> Result<(), GroupError> {
        let Some(tenant) = self.store.tenant(&due.tenant).await? else { return Ok(()) };
        let (admitted, now) = (Admitted::by_role(tenant), self.clock.now());
        self.store.finish_group(&admitted, due.id, now, patience).await
    }

    fn patience(&self, deadline: Option<Timestamp>) -> Patience {
        let left = deadline.map(|deadline| (deadline - MARGIN).duration_since(self.clock.now()));
        Patience::of(left.map_or(WITHOUT_DEADLINE, |left| left.try_into().unwrap_or_default()))
    }
}
