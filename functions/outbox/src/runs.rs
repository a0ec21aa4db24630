//! Runs that apply changed access rules to the people who are in the groups already.
//!
//! A run goes in steps of some hundred people. How far it has come stands with the rules, so a step that breaks off is done
//! again, and two at once do no harm: the later one to note its step has lost. The stream brings each step's note back, and
//! so the next step; the sweep goes on with a run that the stream lost.

use jiff::Timestamp;
use rollcall::clock::in_time;
use rollcall::store::StoreError;
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::access::AccessRun;
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::review::Rules;
use crate::sweep::MARGIN;

/// People whom one step reviews, at most.
const A_STEP: usize = 500;

/// What a sweep found of runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Runs {
    /// Runs that were to be gone on with, by the index.
    pub(crate) due: usize,
    /// Runs that are not done: there was no time, or the table failed.
    pub(crate) left: usize,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Goes on with the runs that are due, until 45 seconds before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read. A later failure is counted and logged, and does not keep the others.
    pub(crate) async fn go_on_with_runs(&self, deadline: Option<Timestamp>) -> Result<Runs, StoreError> {
        let due = self.store.access_runs_due(self.clock.now()).await?;
        let is_in_time = in_time(&*self.clock, deadline, MARGIN);
        let mut runs = Runs { due: due.len(), left: 0 };
        for tenant in due {
            let mut is_left = true;
            while is_left && is_in_time() {
                is_left = match self.step(&tenant).await {
                    Ok(more) => more,
                    Err(error) => {
                        tracing::warn!(
                            target: "rollcall::outbox",
                            tenant_id = tenant.as_str(),
                            error = &error as &dyn std::error::Error,
                            "a run over people is not done yet"
                        );
                        break;
                    }
                };
            }
            runs.left += usize::from(is_left);
        }
        Ok(runs)
    }

    /// Reviews the next people of a tenant's run, and notes how far it has come. `false`: there is no run any more, or
    /// somebody else goes on with it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. The step is to be done again then.
    pub(crate) async fn step(&self, tenant: &TenantId) -> Result<bool, StoreError> {
        let Some(rules) = self.rules(tenant).await? else { return Ok(false) };
        let Some(run) = rules.access.run.clone() else { return Ok(false) };
        let total = if run.total == 0 { self.total(&rules, &run).await? } else { run.total };
        let (people, more) = self.next_people(&rules, &run).await?;
        self.review(&rules, &people).await?;
        let next = AccessRun { total, ..run }.gone_on(people.len(), people.last().copied(), more);
        let is_left = next.is_some();
        match self.store.note_access_run(&rules.tenant, &rules.access, next).await {
            Ok(_) => Ok(is_left),
            Err(StoreError::LostRace { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn next_people(&self, rules: &Rules, run: &AccessRun) -> Result<(Vec<UserId>, bool), StoreError> {
        if run.everybody {
            let users = self.store.users_after(&rules.tenant, run.after, A_STEP, None, None).await?;
            let more = users.len() == A_STEP;
            return Ok((users.into_iter().map(|user| user.id).collect(), more));
        }
        match run.groups.first() {
            Some(group) => self.store.members_after(&rules.tenant, *group, run.after, A_STEP).await,
            None => Ok((Vec::new(), false)),
        }
    }

    /// How many people the run comes to in all, as far as can be said now.
    async fn total(&self, rules: &Rules, run: &AccessRun) -> Result<usize, StoreError> {
        if run.everybody {
            let counted = self.store.tenant_and_census(&rules.tenant.id.clone().into()).await?;
            let opened = counted.open(|record| record.map(Admitted::by_role).ok_or(()));
            return Ok(opened.map_or(0, |(_, census)| census.total()));
        }
        let mut total = run.done;
        for group in &run.groups {
            total += self.store.member_count(&rules.tenant, *group).await?;
        }
        Ok(total)
    }
}
