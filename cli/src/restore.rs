//! `rollcall restore`: a table that was restored to an earlier moment has people in it who were deleted since. `plan` counts
//! them, by the table that is left; `apply` deletes them again.
//!
//! The old table is only read. Each deletion stands in the restored table, so a command that was broken off is run again.

mod steps;

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::SignedDuration;
use rollcall::store::Pace;
use rollcall_rules::admission::Admitted;
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::departure::Departure;
use rollcall_rules::restore::{Plan, Returning, TenantPlan};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::trace::TraceKey;
use rollcall_rules::user::UserId;
use serde::Serialize;

use crate::args::restore::{RestoreCommand, TablesArgs};
use crate::error::CliError;
use crate::print::{self, Answer, Progress, columns};
use crate::target::Target;
use crate::tenant::delete::{self, DELETED};
use crate::tenant::work::{Failures, PARTS, interruptible, let_go_on};

use steps::Step;

/// People who are deleted side by side.
const AT_A_TIME: usize = 8;

/// What the bar counts while both tables are read.
const READ: &str = "items found in both tables";

/// Compares two tables, or deletes again who is gone in the old one.
///
/// # Errors
///
/// No settings or table, [`CliError::SameTable`], [`CliError::Unrelated`], [`CliError::TenantsByHand`], what a table says, or an
/// interruption.
pub(crate) async fn run(command: RestoreCommand) -> Result<(), CliError> {
    match command {
        RestoreCommand::Plan(args) => {
            let tables = Tables::reach(&args).await?;
            let plan = tables.compare().await?;
            print::answer(&PlanAnswer::of(&tables, plan, args.table.stack.as_deref()), args.table.json)
        }
        RestoreCommand::Apply { tables: args, dry_run, last_look_after } => {
            let tables = Tables::reach(&args).await?;
            let plan = tables.compare().await?;
            let settled = SignedDuration::from_secs(last_look_after.into());
            let answer = if dry_run {
                AppliedAnswer::of(&tables, &plan, true, plan.sum(|tenant| tenant.again.len()))
            } else {
                let done = tables.apply(&plan, settled).await;
                let people = done.inspect_err(|_| print::remark("run the same again to go on"))?;
                AppliedAnswer::of(&tables, &plan, false, people)
            };
            print::answer(&answer, args.table.json)?;
            match answer.tenants_left.as_slice() {
                [] => Ok(()),
                _ if dry_run => Ok(()),
                left => Err(tables.by_hand(left)),
            }
        }
    }
}

/// The table that is left, and the one that was restored from it.
struct Tables {
    old: Target,
    restored: Target,
}

impl Tables {
    async fn reach(args: &TablesArgs) -> Result<Self, CliError> {
        let old = Target::reach(&args.table).await?;
        let restored = old.beside(&args.from, "--from")?;
        if name_of(old.table()) == name_of(restored.table()) {
            return Err(CliError::SameTable(args.from.clone()));
        }
        Ok(Self { old, restored })
    }

    async fn compare(&self) -> Result<Plan, CliError> {
        interruptible(READ, async |bar: &Progress| {
            let found = |items: usize| bar.steps(items);
            let read = async |target: &Target| {
                let contents = target.store().contents(PARTS, Pace::default(), &found).await;
                contents.map_err(|error| target.failed(error))
            };
            let (old, restored) = tokio::try_join!(read(&self.old), read(&self.restored))?;
            Plan::of(&old, &restored).map_err(CliError::Unrelated)
        })
        .await
    }

    /// Does again what was done since. Gives how many people's deletions were done or finished, without those of tenants
    /// that are deleted whole.
    async fn apply(&self, plan: &Plan, settled: SignedDuration) -> Result<usize, CliError> {
        let tenants: Vec<_> =
            plan.returning().filter(|(_, what)| *what == Returning::DeletedAgain).map(|(id, _)| id).collect();
        // All of them at first: so the minute for requests under way passes once.
        for tenant in &tenants {
            self.begin(tenant, settled).await?;
        }
        let (bar, deleted) = (
            Progress::of(plan.sum(|tenant| tenant.again.len()), "people deleted again"),
            AtomicUsize::new(0),
        );
        let people = let_go_on(bar, async |bar: &Progress| {
            for (tenant, of_tenant) in plan.tenants.iter().filter(|(_, plan)| !plan.again.is_empty()) {
                self.delete_people(tenant, &of_tenant.again, &|was_there| {
                    deleted.fetch_add(usize::from(was_there), Ordering::Relaxed);
                    bar.step();
                })
                .await?;
            }
            Ok(())
        });
        people.await?;
        if !tenants.is_empty() {
            interruptible(DELETED, async |bar: &Progress| {
                for tenant in &tenants {
                    delete::finish(&self.restored, tenant, bar).await?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(deleted.into_inner())
    }

    /// The first write of a tenant's deletion, unless an earlier run made it.
    async fn begin(&self, tenant: &TenantId, settled: SignedDuration) -> Result<(), CliError> {
        let (target, mut failures) = (&self.restored, Failures::default());
        loop {
            let record = target.store().tenant(tenant).await.map_err(|error| target.failed(error))?;
            let Some(record) = record else { return Ok(()) };
            let departure = Departure::new(tenant.clone(), PARTS, settled, target.now());
            match target.store().begin_departure(&Admitted::by_role(record), &departure).await {
                Ok(()) => return Ok(()),
                Err(error) if failures.bear(&error).await => {}
                Err(error) => return Err(target.failed(error)),
            }
        }
    }

    async fn delete_people(
        &self,
        tenant: &TenantId,
        people: &[UserId],
        done: &(dyn Fn(bool) + Sync),
    ) -> Result<(), CliError> {
        let mut failures = Failures::default();
        let (tombstones, key) = loop {
            match self.old.store().tombstones(tenant, people).await {
                Ok(found) => break found,
                Err(error) if failures.bear(&error).await => {}
                Err(error) => return Err(self.old.failed(error)),
            }
        };
        let each = stream::iter(&tombstones).map(async |first| {
            done(self.delete_again(first, key.as_ref()).await?);
            Ok(())
        });
        each.buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn delete_again(&self, first: &Tombstone, key: Option<&TraceKey>) -> Result<bool, CliError> {
        let mut failures = Failures::default();
        loop {
            match self.restored.store().delete_again(first, key).await {
                Ok(was_there) => return Ok(was_there),
                Err(error) if failures.bear(&error).await => {}
                Err(error) => return Err(self.restored.failed(error)),
            }
        }
    }

    fn by_hand(&self, tenants: &[TenantId]) -> CliError {
        CliError::TenantsByHand { tenants: listed(tenants), table: self.restored.table().to_owned() }
    }
}

/// The name of a table that may be given by its ARN.
fn name_of(table: &str) -> &str {
    table.rsplit('/').next().unwrap_or(table)
}

fn listed(tenants: &[TenantId]) -> String {
    let quoted: Vec<_> = tenants.iter().map(|tenant| format!("\"{tenant}\"")).collect();
    quoted.join(", ")
}

/// Tenants that a restore brings back, of which this becomes.
fn returning(plan: &Plan, what: Returning) -> Vec<TenantId> {
    plan.returning().filter(|(_, becomes)| *becomes == what).map(|(id, _)| id.clone()).collect()
}

/// What a restore does, and what is to be done.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlanAnswer {
    table: String,
    restored: String,
    tenants: Vec<TenantAnswer>,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct TenantAnswer {
    tenant: TenantId,
    #[serde(flatten)]
    plan: TenantPlan,
}

impl PlanAnswer {
    fn of(tables: &Tables, plan: Plan, stack: Option<&str>) -> Self {
        let (table, restored) = (tables.old.table().to_owned(), tables.restored.table().to_owned());
        let steps = steps::all(&table, &restored, stack);
        let tenants = plan.tenants.into_iter().map(|(tenant, plan)| TenantAnswer { tenant, plan }).collect();
        Self { table, restored, tenants, steps }
    }

    fn sum(&self, number: impl Fn(&TenantPlan) -> usize) -> usize {
        self.tenants.iter().map(|tenant| number(&tenant.plan)).sum()
    }

    fn count(&self, what: Returning) -> usize {
        self.sum(|plan| usize::from(plan.returns == Some(what)))
    }
}

impl Answer for PlanAnswer {
    fn text(&self) -> String {
        let heading =
            ["tenant", "people", "deleted since", "active again", "unknown", "missing", "tenant was"];
        let rows = self.tenants.iter().map(|TenantAnswer { tenant, plan }| {
            let numbers = [plan.accounts, plan.deleted_since, plan.active_again, plan.unknown, plan.missing];
            let [people, deleted, active, unknown, missing] = numbers.map(|number| number.to_string());
            let was = if plan.returns.is_some() { "deleted since" } else { "" };
            [tenant.to_string(), people, deleted, active, unknown, missing, was.to_owned()]
        });
        let table = columns(&[heading.map(str::to_owned)].into_iter().chain(rows).collect::<Vec<_>>());
        let mut lines = vec![
            format!("Nothing is written. In \"{}\", by what \"{}\" says:", self.restored, self.table),
            table,
            String::new(),
            format!(
                "{} people and {} tenants were deleted since and come back: `rollcall restore apply` deletes them again.",
                self.sum(|plan| plan.deleted_since),
                self.count(Returning::DeletedAgain) + self.count(Returning::ByHand),
            ),
        ];
        let mut say = |number: usize, what: &str| {
            if number > 0 {
                lines.push(format!("{number} {what}"));
            }
        };
        say(
            self.count(Returning::ByHand),
            "of these tenants are left to you: they came by an import, or the tables have nothing in common. \
             `rollcall tenant delete` deletes them.",
        );
        say(
            self.sum(|plan| plan.active_again),
            "people were blocked since and are active again. Their day of deletion is lost: you decide, and block them \
             again.",
        );
        say(
            self.sum(|plan| plan.unknown),
            "people are neither in the old table nor have a tombstone there. Whether they were deleted cannot be known.",
        );
        say(
            self.sum(|plan| plan.missing),
            "people were made since and are missing: their directory sends them again.",
        );
        lines.push(String::new());
        lines.push(steps::text(&self.steps));
        lines.join("\n")
    }
}

/// What an `apply` did, or would do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppliedAnswer {
    table: String,
    restored: String,
    dry_run: bool,
    /// People who were deleted again one by one. Those of deleted tenants are not among them.
    people: usize,
    /// Tenants that were deleted again with everybody.
    tenants: Vec<TenantId>,
    /// Tenants that a person has to delete.
    tenants_left: Vec<TenantId>,
    /// People who are active again though they were blocked.
    active_again: usize,
    /// People of whom nothing can be known.
    unknown: usize,
}

impl AppliedAnswer {
    fn of(tables: &Tables, plan: &Plan, dry_run: bool, people: usize) -> Self {
        Self {
            table: tables.old.table().to_owned(),
            restored: tables.restored.table().to_owned(),
            dry_run,
            people,
            tenants: returning(plan, Returning::DeletedAgain),
            tenants_left: returning(plan, Returning::ByHand),
            active_again: plan.sum(|tenant| tenant.active_again),
            unknown: plan.sum(|tenant| tenant.unknown),
        }
    }
}

impl Answer for AppliedAnswer {
    fn text(&self) -> String {
        let Self { restored, people, tenants, .. } = self;
        let mut lines = vec![if self.dry_run {
            format!("Nothing is written. In \"{restored}\", {people} people would be deleted again")
        } else {
            format!("In \"{restored}\", {people} people were deleted again")
        }];
        if !tenants.is_empty() {
            let were = if self.dry_run {
                "Would be deleted with all that they have"
            } else {
                "Deleted with all that they had"
            };
            lines.push(format!("{were}: {}", listed(tenants)));
        }
        if self.dry_run && !self.tenants_left.is_empty() {
            lines.push(format!("Left to you: {}", listed(&self.tenants_left)));
        }
        if self.active_again + self.unknown > 0 {
            lines.push(format!(
                "{} people were blocked since and are active; of {} nothing can be known: see `rollcall restore plan`",
                self.active_again, self.unknown
            ));
        }
        lines.join("\n")
    }
}
