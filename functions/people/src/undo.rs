//! Undoing a wave in steps, each of which ends in time: the same for the operator's backend and for the tenant's
//! administrator.
//!
//! A step looks at everybody of the wave and restores as many as it has time for. Nothing is kept of it: who is yet to
//! be restored follows from the accounts, so a step can break off, be sent twice, or run beside another.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use rollcall::retry::Patience;
use rollcall::store::{Standing, StoreError, Undoing, Undone};
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::Actor;
use rollcall_rules::wave::{Left, Member, Wave};
use rollcall_web::App;

/// How long a step restores people.
const UNDOING: Duration = Duration::from_secs(8);

/// People whom a step restores at most.
const MOST: usize = 1_000;

/// People who are read by one call, and then restored.
const BATCH: usize = 100;

/// Calls that read people at the same time.
const READS_AT_ONCE: usize = 8;

/// How the people of a wave stand to an undo.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Those who would be restored.
    pub(crate) due: Vec<Member>,
    /// How many are left, by the reason.
    pub(crate) left: BTreeMap<Left, usize>,
}

/// What a step did.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// People whom it restored.
    pub(crate) restored: usize,
    /// How many are left as they are, by the reason.
    pub(crate) left: BTreeMap<Left, usize>,
    /// People who are yet to be restored.
    pub(crate) remaining: usize,
    /// The last transient failure of the table.
    pub(crate) cause: Option<StoreError>,
}

/// Where people of a wave stand, in their order.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn standings<'a>(
    app: &App,
    tenant: &Admitted,
    members: &'a [Member],
) -> Result<Vec<Standing<'a>>, StoreError> {
    let now = || app.now();
    let how = undoing(app, Actor::System, &now, &|| Patience::NONE);
    let mut standings = Vec::with_capacity(members.len());
    for some in members.chunks(BATCH) {
        standings.extend(app.store.standings(tenant, some, &how).await?);
    }
    Ok(standings)
}

/// Looks at everybody of a wave. Writes nothing.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn plan(app: &App, tenant: &Admitted, wave: &Wave) -> Result<Plan, StoreError> {
    let looks = wave.members.chunks(BATCH).map(|some| async move {
        let standings = standings(app, tenant, some).await?;
        Ok::<Vec<_>, StoreError>(
            standings.into_iter().map(|standing| (standing.member, standing.undo)).collect(),
        )
    });
    let looks: Vec<_> = looks.collect();
    let looked: Vec<Vec<(&Member, Result<(), Left>)>> =
        stream::iter(looks).buffered(READS_AT_ONCE).try_collect().await?;
    let mut plan = Plan::default();
    for (member, undo) in looked.into_iter().flatten() {
        match undo {
            Ok(()) => plan.due.push(member.clone()),
            Err(left) => *plan.left.entry(left).or_default() += 1,
        }
    }
    Ok(plan)
}

/// Restores as many of those who are due as there is time for.
///
/// # Errors
///
/// [`StoreError`] that is not transient. What was restored until then stays.
pub(crate) async fn step(app: &App, tenant: &Admitted, plan: Plan, by: Actor) -> Result<Step, StoreError> {
    let (now, patience) = (|| app.now(), Patience::of(UNDOING));
    let persist = || patience;
    let how = undoing(app, by, &now, &persist);
    let Plan { due, left } = plan;
    let mut step = Step { left, remaining: due.len(), ..Step::default() };
    for batch in due.get(..MOST).unwrap_or(&due).chunks(BATCH) {
        let standings = match app.store.standings(tenant, batch, &how).await {
            Ok(standings) => standings,
            Err(error) if error.is_transient() => {
                step.cause = Some(error);
                break;
            }
            Err(error) => return Err(error),
        };
        for (_, done) in app.store.undo(tenant, standings, &how).await {
            step.count(done)?;
        }
        if patience.is_over() || step.cause.is_some() {
            break;
        }
    }
    Ok(step)
}

fn undoing<'a>(
    app: &App,
    by: Actor,
    now: &'a (dyn Fn() -> jiff::Timestamp + Sync),
    patience: &'a (dyn Fn() -> Patience + Sync),
) -> Undoing<'a> {
    Undoing { by, link_lifetime: app.link_lifetime, now, patience }
}

impl Step {
    fn count(&mut self, done: Result<Undone, StoreError>) -> Result<(), StoreError> {
        match done {
            Ok(Undone::Restored) => self.restored += 1,
            Ok(Undone::Left(left)) => *self.left.entry(left).or_default() += 1,
            // Whom nobody reached in time is tried by the next step.
            Ok(Undone::NoTime) => return Ok(()),
            Err(error) if error.is_transient() => {
                self.cause = Some(error);
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        self.remaining = self.remaining.saturating_sub(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rollcall_rules::wave::NotUndone;

    use super::*;

    #[test]
    fn a_step_counts_who_is_done_and_who_is_yet_to_be() {
        let mut step = Step { remaining: 5, ..Step::default() };
        let active = Left::Changed(NotUndone::Active);
        let busy = StoreError::Throttled { operation: "test", source: "busy".into() };
        for done in [Ok(Undone::Restored), Ok(Undone::Left(active)), Ok(Undone::NoTime), Err(busy)] {
            step.count(done).unwrap();
        }
        assert_eq!((step.restored, step.left[&active], step.remaining), (1, 1, 3));
        assert!(step.cause.is_some());
        let refused = StoreError::Refused { operation: "test", source: "no".into() };
        assert!(step.count(Err(refused)).is_err());
    }
}
