//! `rollcall user import`: brings in the people of a CSV file, whom the product has and no directory manages yet.
//!
//! The whole file is read before anything is written. Whoever is there already is left as they are: so a run that was
//! broken off is run again, and so is a file of which some lines were refused.

pub(crate) mod file;

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::StoreError;
use rollcall_rules::admission::ClaimedTenant;
use rollcall_rules::import::{List, Newcomer, Turn};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::UserId;
use serde::Serialize;

use crate::args::user::ImportArgs;
use crate::error::CliError;
use crate::local;
use crate::person::People;
use crate::print::{self, Answer, Progress};
use file::Outcomes;

/// Accounts that are written at the same time. A directory has the table at the same time.
const AT_ONCE: usize = 8;

/// Addresses that are looked up by one call.
const LOOKED_UP: usize = 99;

/// How long a write goes on that the table did not answer.
const PERSISTENCE: Duration = Duration::from_secs(30);

/// Refused lines that the answer for people shows; the file has all.
const SHOWN: usize = 10;

/// What became of a person of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The account was made; with `--dry-run`, it would be.
    Created,
    /// Somebody of the tenant has the address.
    AlreadyThere,
}

/// A person of the file, what became of them, and the account if there is one.
struct Done<'a> {
    newcomer: &'a Newcomer,
    outcome: Outcome,
    id: Option<UserId>,
}

/// Reads the file, and brings in whom its lines mean.
///
/// # Errors
///
/// [`CliError::Import`] if the file cannot be imported: nothing is written then. [`CliError::LinesRefused`] if some lines
/// were refused. What the table says, and an interruption, end it; what was done until then stays.
pub(crate) async fn run(args: ImportArgs) -> Result<(), CliError> {
    let refused_file = args.refused.clone().unwrap_or_else(|| beside(&args.file));
    for written in [Some(&refused_file), args.result.as_ref()].into_iter().flatten() {
        file::spare(&args.file, written)?;
    }
    let list = file::read(&args.file)?;
    let people = People::reach(&args.of).await?;
    for column in list.header().unread() {
        print::remark(&format!("the column \"{column}\" is not read"));
    }
    let mut outcomes = args.result.as_deref().map(Outcomes::begin).transpose()?;
    let mut answer = ImportAnswer::of(&list, args.dry_run);
    let bar = Progress::of(list.newcomers().len(), if args.dry_run { "looked up" } else { "imported" });
    let played = tokio::select! {
        played = bring_in(&people, &list, &args, &mut answer, &mut outcomes, &bar) => played,
        _ = local::interrupted() => Err(CliError::WorkBrokenOff),
    };
    bar.end();
    if let Err(error) = played {
        print::remark(&format!(
            "{} created, {} already there; run the same again to go on",
            answer.created, answer.already_there
        ));
        return Err(error);
    }
    if answer.refused > 0 {
        file::write_refused(&list, &refused_file)?;
        answer.refused_file = Some(refused_file);
    }
    print::answer(&answer, args.of.table.json)?;
    match answer.refused {
        0 => Ok(()),
        refused => Err(CliError::LinesRefused { refused, of: answer.lines }),
    }
}

/// `people.csv` becomes `people.refused.csv`.
fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}.refused.csv"))
}

async fn bring_in(
    people: &People,
    list: &List,
    args: &ImportArgs,
    answer: &mut ImportAnswer,
    outcomes: &mut Option<Outcomes>,
    bar: &Progress,
) -> Result<(), CliError> {
    for some in list.newcomers().chunks(LOOKED_UP) {
        let holders = holders(people, some).await?;
        let each = some.iter().zip(holders).map(async |(newcomer, holder)| match Newcomer::turn(holder) {
            Turn::AlreadyThere(id) => Ok(Done { newcomer, outcome: Outcome::AlreadyThere, id: Some(id) }),
            Turn::Create if args.dry_run => Ok(Done { newcomer, outcome: Outcome::Created, id: None }),
            Turn::Create => create(people, newcomer).await,
        });
        let mut each = stream::iter(each).buffer_unordered(AT_ONCE);
        while let Some(done) = each.try_next().await? {
            match done.outcome {
                Outcome::Created => answer.created += 1,
                Outcome::AlreadyThere => answer.already_there += 1,
            }
            if let Some(outcomes) = outcomes {
                outcomes.note(&done.newcomer.email, done.id, done.outcome)?;
            }
            bar.step();
        }
    }
    outcomes.as_mut().map_or(Ok(()), Outcomes::end)
}

/// For each of these the account that has the address.
async fn holders(people: &People, newcomers: &[Newcomer]) -> Result<Vec<Option<UserId>>, CliError> {
    let guards: Vec<_> = newcomers.iter().map(Newcomer::guard).collect();
    let claimed = ClaimedTenant::from(people.tenant.id.clone());
    let found = people.target.store().tenant_and_holders(&claimed, &guards).await;
    let found = found.map_err(|error| people.failed(error))?;
    // A tenant that leaves meanwhile gets nobody any more.
    let is_there = |record: Option<Tenant>| match record {
        Some(_) => Ok(people.tenant.clone()),
        None => Err(CliError::NoTenant(people.tenant.id.clone())),
    };
    let (_, holders) = found.open(is_there)?;
    Ok(holders)
}

async fn create<'a>(people: &People, newcomer: &'a Newcomer) -> Result<Done<'a>, CliError> {
    let id = UserId::new(entropy::new_id());
    let user = newcomer.account(id, people.tenant.id.clone(), people.target.now());
    let (write, patience) = (entropy::new_write(), Patience::of(PERSISTENCE));
    match people.target.store().bring_in(&people.tenant, write, &user, patience).await {
        Ok(made) => Ok(Done { newcomer, outcome: Outcome::Created, id: Some(made.id) }),
        // Somebody was faster: the directory, or the same command.
        Err(StoreError::Held(_)) => {
            let holders = holders(people, std::slice::from_ref(newcomer)).await?;
            let id = holders.into_iter().flatten().next();
            Ok(Done { newcomer, outcome: Outcome::AlreadyThere, id })
        }
        Err(error) => Err(people.failed(error)),
    }
}

/// What an import did.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportAnswer {
    dry_run: bool,
    lines: usize,
    created: usize,
    already_there: usize,
    refused: usize,
    refusals: Vec<RefusalAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused_file: Option<PathBuf>,
}

/// A line that was refused.
#[derive(Serialize)]
struct RefusalAnswer {
    line: u64,
    reason: String,
}

impl ImportAnswer {
    fn of(list: &List, dry_run: bool) -> Self {
        let refusals = list.refused().iter();
        let refusals: Vec<_> = refusals
            .map(|refused| RefusalAnswer { line: refused.line, reason: refused.why.to_string() })
            .collect();
        Self {
            dry_run,
            lines: list.newcomers().len() + refusals.len(),
            created: 0,
            already_there: 0,
            refused: refusals.len(),
            refusals,
            refused_file: None,
        }
    }
}

impl Answer for ImportAnswer {
    fn text(&self) -> String {
        let Self { created, already_there, refused, .. } = self;
        let mut lines = vec![if self.dry_run {
            format!(
                "Nothing is written. {created} would be created, {already_there} already there, {refused} refused"
            )
        } else {
            format!("{created} created, {already_there} already there, {refused} refused")
        }];
        let shown = self.refusals.iter().take(SHOWN);
        lines.extend(shown.map(|refusal| format!("line {} {}", refusal.line, refusal.reason)));
        if self.refused > SHOWN {
            lines.push(format!("… and {} more", self.refused - SHOWN));
        }
        lines.extend(self.refused_file.as_ref().map(|path| {
            format!("Refused lines are in {}: correct them and import that file.", path.display())
        }));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_lines_stand_beside_the_file() {
        assert_eq!(beside(Path::new("/tmp/people.csv")), Path::new("/tmp/people.refused.csv"));
        assert_eq!(beside(Path::new("people")), Path::new("people.refused.csv"));
    }
}
