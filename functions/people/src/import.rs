//! Importing a list of people in steps, each of which ends in time: the same for the operator's backend and for the
//! tenant's administrator. The accounts that are made are those that no directory manages.
//!
//! Nothing is kept of an import. Whoever has an account already is left as they are, so a step can break off, be sent
//! twice, or run beside another.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::import::{Newcomer, Turn};
use rollcall_rules::user::{Actor, UserId};
use rollcall_web::App;

/// People of one list.
pub(crate) const MOST: usize = 1_000;

/// How long a step begins to make accounts. With the time limits of the store a request then ends before API Gateway's
/// 29 s.
const IMPORTING: Duration = Duration::from_secs(8);

/// Addresses that are looked up by one call.
const BATCH: usize = 100;

/// Accounts that are written at the same time. A directory has the table at the same time.
const AT_ONCE: usize = 8;

/// Whether a step writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// It makes the accounts, as this one's doing.
    By(Actor),
    /// It only says what it would do.
    Dry,
}

/// A person of a list, and the number of the line.
pub(crate) type Numbered<'a> = (u64, &'a Newcomer);

/// What a step did.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// Lines of the accounts that it made; of a dry run, would make.
    pub(crate) created: Vec<u64>,
    /// Lines of people whose address somebody of the tenant has.
    pub(crate) already_there: Vec<u64>,
    /// Lines of people who are yet to be brought in.
    pub(crate) remaining: Vec<u64>,
    /// The last transient failure of the table.
    pub(crate) cause: Option<StoreError>,
}

/// What became of a person.
enum Outcome {
    Created,
    AlreadyThere,
    /// There was no time left.
    NoTime,
}

/// Brings in as many of these people as there is time for, in their order.
///
/// # Errors
///
/// [`StoreError`] that is not transient. What was done until then stays.
pub(crate) async fn step(
    app: &App,
    tenant: &Admitted,
    people: &[Numbered<'_>],
    run: Run,
) -> Result<Step, StoreError> {
    let patience = Patience::of(IMPORTING);
    let mut step = Step::default();
    for batch in people.chunks(BATCH) {
        if step.is_over() || patience.is_over() {
            step.remaining.extend(batch.iter().map(|(line, _)| *line));
            continue;
        }
        let sought = batch.iter().map(|(_, newcomer)| newcomer.guard()).collect();
        let holders = match app.store.holders(tenant, &sought).await {
            Ok(holders) => holders,
            Err(error) => {
                step.put_off(batch, error)?;
                continue;
            }
        };
        let each = batch.iter().map(|(line, newcomer)| {
            let turn = Newcomer::turn(holders.get(&newcomer.guard()).copied());
            async move {
                let outcome = match (turn, run) {
                    (Turn::AlreadyThere(_), _) => Ok(Outcome::AlreadyThere),
                    (Turn::Create, Run::Dry) => Ok(Outcome::Created),
                    (Turn::Create, Run::By(_)) if patience.is_over() => Ok(Outcome::NoTime),
                    (Turn::Create, Run::By(actor)) => create(app, tenant, newcomer, actor, patience).await,
                };
                (*line, outcome)
            }
        });
        let each: Vec<_> = each.collect();
        let outcomes: Vec<_> = stream::iter(each).buffered(AT_ONCE).collect().await;
        for (line, outcome) in outcomes {
            step.count(line, outcome)?;
        }
    }
    Ok(step)
}

async fn create(
    app: &App,
    tenant: &Admitted,
    newcomer: &Newcomer,
    actor: Actor,
    patience: Patience,
) -> Result<Outcome, StoreError> {
    let mut user = newcomer.account(UserId::new(entropy::new_id()), tenant.id.clone(), app.now());
    user.updated_by = actor;
    match app.store.bring_in(tenant, entropy::new_write(), &user, patience).await {
        Ok(_) => Ok(Outcome::Created),
        // Somebody was faster: the directory, or the same list.
        Err(StoreError::Held(_)) => Ok(Outcome::AlreadyThere),
        Err(error) => Err(error),
    }
}

impl Step {
    /// The line from which the list goes on; `None`: all is done.
    pub(crate) fn next(&self) -> Option<u64> {
        self.remaining.iter().min().copied()
    }

    /// Whether nothing is known of anybody.
    pub(crate) const fn is_empty(&self) -> bool {
        self.created.is_empty() && self.already_there.is_empty()
    }

    /// Whether the rest is for the next step.
    const fn is_over(&self) -> bool {
        self.cause.is_some() || !self.remaining.is_empty()
    }

    fn put_off(&mut self, people: &[Numbered<'_>], error: StoreError) -> Result<(), StoreError> {
        if !error.is_transient() {
            return Err(error);
        }
        self.remaining.extend(people.iter().map(|(line, _)| *line));
        self.cause = Some(error);
        Ok(())
    }

    fn count(&mut self, line: u64, outcome: Result<Outcome, StoreError>) -> Result<(), StoreError> {
        match outcome {
            Ok(Outcome::Created) => self.created.push(line),
            Ok(Outcome::AlreadyThere) => self.already_there.push(line),
            Ok(Outcome::NoTime) => self.remaining.push(line),
            Err(error) if error.is_transient() => {
                self.remaining.push(line);
                self.cause = Some(error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_goes_on_from_the_first_line_that_is_not_done() {
        let mut step = Step::default();
        let busy = || StoreError::Throttled { operation: "test", source: "busy".into() };
        step.count(2, Ok(Outcome::Created)).unwrap();
        assert!(step.next().is_none() && !step.is_over());
        step.count(3, Err(busy())).unwrap();
        step.count(4, Ok(Outcome::AlreadyThere)).unwrap();
        step.count(5, Ok(Outcome::NoTime)).unwrap();
        assert!(step.is_over() && step.cause.is_some());
        assert_eq!((step.next(), step.remaining.len()), (Some(3), 2));
        let refused = StoreError::Refused { operation: "test", source: "no".into() };
        assert!(step.count(6, Err(refused)).is_err());
    }
}
