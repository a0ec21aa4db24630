//! `rollcall tenant delete`: a customer leaves with all that it has, and a proof of that stays.
//!
//! The table says how far a deletion is, so a command that was broken off is run again, and two at once do no harm.

use std::fs::{self, File};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use rollcall::store::{Departing, Pace};
use rollcall_rules::admission::Admitted;
use rollcall_rules::departure::{Counts, Departure, NotProven, Proof};
use rollcall_rules::export::Arrival;
use rollcall_rules::tenant::{Tenant, TenantId};
use serde::Serialize;

use crate::args::{DeleteArgs, TableArgs};
use crate::error::CliError;
use crate::print::{self, Answer, Progress};
use crate::target::Target;

use super::work::{Failures, PARTS, interruptible};

/// What the bar counts.
pub(crate) const DELETED: &str = "items deleted";

/// Deletes a tenant, once its name was given, and writes the proof.
///
/// # Errors
///
/// [`CliError::NotTheName`], nothing is written then; [`CliError::NoTenant`]; what the table or a file says; an interruption. It can
/// be gone on with after each.
pub(crate) async fn run(args: DeleteArgs) -> Result<(), CliError> {
    let target = Target::reach(&args.table).await?;
    if args.dry_run {
        return rehearse(&target, &args).await;
    }
    let proof = args.proof.as_deref().map(ProofFile::begin).transpose()?;
    let before = departure(&target, &args.tenant).await?;
    let was_deleted = before.as_ref().is_some_and(|departure| departure.ended_at.is_some());
    if before.is_none() {
        match leaving(&target, &args.tenant).await? {
            Leaving::Tenant(tenant) => {
                agree(&tenant.id, &tenant.name, &args)?;
                begin(&target, &args, *tenant).await?;
            }
            Leaving::Arrival(arrival) => {
                agree(&arrival.tenant, &arrival.name, &args)?;
                give_up(&target, &args, &arrival).await?;
            }
        }
    }
    let ended = interruptible(DELETED, async |bar: &Progress| finish(&target, &args.tenant, bar).await).await;
    let ended = ended.inspect_err(|_| print::remark("run the same again to go on"))?;
    let shown = target.store().proof_of(&ended).await.map_err(|error| target.failed(error))?;
    if let (Some(file), Some(shown)) = (&proof, &shown) {
        file.keep(shown)?;
    }
    let answer = DeletedAnswer::of(&ended, was_deleted, shown, args.proof);
    print::answer(&answer, args.table.json)
}

/// Says whether a proof is as it was made, by the key of the table.
///
/// # Errors
///
/// [`CliError::NoProof`] or [`CliError::NotProven`] if it is not; what the table or the file says.
pub(crate) async fn verify(table: &TableArgs, file: &Path) -> Result<(), CliError> {
    let text = fs::read(file).map_err(|source| CliError::Unreadable { path: file.to_owned(), source })?;
    let proof: Proof = serde_json::from_slice(&text)
        .map_err(|source| CliError::NoProof { path: file.to_owned(), source })?;
    let target = Target::reach(table).await?;
    let key = target.store().proof_key().await.map_err(|error| target.failed(error))?;
    // A table without a key has proven nothing.
    let proven = key.map_or(Err(NotProven::OtherTable), |key| proof.check(&key));
    proven.map_err(CliError::NotProven)?;
    let (begun_at, ended_at) = proof.span();
    let items = proof.counts().values().sum();
    print::answer(
        &ProvenAnswer { valid: true, tenant: proof.tenant().clone(), begun_at, ended_at, items },
        table.json,
    )
}

async fn departure(target: &Target, tenant: &TenantId) -> Result<Option<Departure>, CliError> {
    target.store().departure(tenant).await.map_err(|error| target.failed(error))
}

/// What is to be deleted.
enum Leaving {
    /// A tenant.
    Tenant(Box<Tenant>),
    /// What an import that was broken off left, without the tenant's record.
    Arrival(Arrival),
}

async fn leaving(target: &Target, id: &TenantId) -> Result<Leaving, CliError> {
    let error = match target.tenant(id).await {
        Ok(tenant) => return Ok(Leaving::Tenant(Box::new(tenant))),
        Err(error) => error,
    };
    if matches!(error, CliError::NoTenant(_)) {
        let arrival = target.store().arrival(id).await.map_err(|error| target.failed(error))?;
        if let Some(arrival) = arrival.filter(|arrival| arrival.ended_at.is_none()) {
            return Ok(Leaving::Arrival(arrival));
        }
    }
    Err(error)
}

/// Counts what a deletion would find.
async fn rehearse(target: &Target, args: &DeleteArgs) -> Result<(), CliError> {
    let (id, name) = match leaving(target, &args.tenant).await? {
        Leaving::Tenant(tenant) => (tenant.id, tenant.name),
        Leaving::Arrival(arrival) => (arrival.tenant, arrival.name),
    };
    let counts = interruptible("items found", async |bar: &Progress| {
        let found = |items: usize| bar.steps(items);
        let counted = target.store().count_items(&id, PARTS, Pace::default(), &found).await;
        counted.map_err(|error| target.failed(error))
    });
    let counts = counts.await?;
    let answer = RehearsedAnswer { tenant: id, name, dry_run: true, items: counts.values().sum(), counts };
    print::answer(&answer, args.table.json)
}

/// Asks for the tenant's name, or takes the one of the option.
fn agree(id: &TenantId, name: &str, args: &DeleteArgs) -> Result<(), CliError> {
    if let Some(given) = &args.yes_delete {
        return if is_the_name(name, given) { Ok(()) } else { Err(CliError::NotTheName) };
    }
    if args.table.json || !io::stdin().is_terminal() {
        return Err(CliError::NotTheName);
    }
    let question = format!(
        "This deletes the tenant \"{id}\" with all its people, groups, history and billing lines, for good. Type its name \
         to go on: "
    );
    typed(name, &question, io::stdin().lock())
}

fn typed(name: &str, question: &str, mut answers: impl BufRead) -> Result<(), CliError> {
    print::question(question);
    let mut answer = String::new();
    answers.read_line(&mut answer).map_err(CliError::NoAnswer)?;
    if is_the_name(name, &answer) { Ok(()) } else { Err(CliError::NotTheName) }
}

fn is_the_name(name: &str, given: &str) -> bool {
    name.trim() == given.trim()
}

/// The first write, in the place of an import that was broken off.
async fn give_up(target: &Target, args: &DeleteArgs, arrival: &Arrival) -> Result<(), CliError> {
    let settled = SignedDuration::from_secs(args.last_look_after.into());
    let departure = Departure::of_arrival(arrival.tenant.clone(), PARTS, settled, target.now());
    let begun = target.store().begin_departure_of_arrival(arrival, &departure).await;
    // Whoever goes on with the import meanwhile is to be stopped first. What was written though its answer got lost is
    // gone on with.
    begun.map_err(|error| target.failed(error))
}

/// The first write: nobody is admitted after it. If the tenant was changed since it was read, it is read again; it has the name
/// that was agreed to, or is asked about again.
async fn begin(target: &Target, args: &DeleteArgs, mut tenant: Tenant) -> Result<(), CliError> {
    let settled = SignedDuration::from_secs(args.last_look_after.into());
    let mut failures = Failures::default();
    loop {
        let departure = Departure::new(tenant.id.clone(), PARTS, settled, target.now());
        let begun = target.store().begin_departure(&Admitted::by_role(tenant.clone()), &departure).await;
        let Err(error) = begun else { return Ok(()) };
        // It may have been written, by us or by somebody else.
        if !failures.bear(&error).await {
            return Err(target.failed(error));
        }
        if self::departure(target, &tenant.id).await?.is_some() {
            return Ok(());
        }
        let name = tenant.name;
        tenant = target.tenant(&tenant.id).await?;
        if tenant.name != name {
            agree(&tenant.id, &tenant.name, args)?;
        }
    }
}

/// Goes on with a deletion until nothing is left.
///
/// # Errors
///
/// What the table says, at last. It can be gone on with.
pub(crate) async fn finish(
    target: &Target,
    tenant: &TenantId,
    bar: &Progress,
) -> Result<Departure, CliError> {
    let deleted = |items: usize| bar.steps(items);
    let mut failures = Failures::default();
    loop {
        let step = target.store().go_on_with_departure(tenant, target.now(), Pace::default(), &deleted);
        match step.await {
            Ok(Departing::Ended(departure)) => return Ok(departure),
            Ok(Departing::On) => failures = Failures::default(),
            Ok(Departing::Wait(until)) => {
                let left = until.duration_since(target.now()).max(SignedDuration::ZERO);
                bar.say("items deleted; requests under way may last a minute");
                tokio::time::sleep(left.unsigned_abs()).await;
                bar.say(DELETED);
            }
            Err(error) if failures.bear(&error).await => {}
            Err(error) => return Err(target.failed(error)),
        }
    }
}

/// The file of a proof. It has the whole proof or is not there: the proof is written beside it first.
struct ProofFile {
    path: PathBuf,
    beside: PathBuf,
}

impl ProofFile {
    /// Finds out that it can be written, before anything is deleted.
    fn begin(path: &Path) -> Result<Self, CliError> {
        let mut beside = path.to_owned().into_os_string();
        beside.push(".part");
        let file = Self { path: path.to_owned(), beside: beside.into() };
        if path.is_dir() {
            return Err(file.failed(io::ErrorKind::IsADirectory.into()));
        }
        File::create(&file.beside).map_err(|source| file.failed(source))?;
        Ok(file)
    }

    fn keep(&self, proof: &Proof) -> Result<(), CliError> {
        let text = serde_json::to_string_pretty(proof).map_err(io::Error::from);
        let written = text.and_then(|text| {
            let mut file = File::create(&self.beside)?;
            writeln!(file, "{text}")?;
            file.sync_all()?;
            fs::rename(&self.beside, &self.path)
        });
        written.map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> CliError {
        CliError::File { path: self.path.clone(), source }
    }
}

impl Drop for ProofFile {
    fn drop(&mut self) {
        // After the renaming there is none.
        let _ = fs::remove_file(&self.beside);
    }
}

/// What a deletion would find.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RehearsedAnswer {
    tenant: TenantId,
    name: String,
    dry_run: bool,
    items: u64,
    counts: Counts,
}

impl Answer for RehearsedAnswer {
    fn text(&self) -> String {
        let Self { tenant, name, items, counts, .. } = self;
        format!(
            "Nothing is deleted. The tenant \"{tenant}\" ({name}) has {items} items:\n{}",
            count_table(counts)
        )
    }
}

/// What a deletion did.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeletedAnswer {
    tenant: TenantId,
    /// Whether an earlier run deleted it.
    was_deleted: bool,
    /// Whether it was on its way here by an import that is given up. It can come again.
    was_arriving: bool,
    begun_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    items: u64,
    counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof_file: Option<PathBuf>,
}

impl DeletedAnswer {
    fn of(
        departure: &Departure,
        was_deleted: bool,
        proof: Option<Proof>,
        proof_file: Option<PathBuf>,
    ) -> Self {
        Self {
            tenant: departure.tenant.clone(),
            was_deleted,
            was_arriving: departure.arriving,
            begun_at: departure.begun_at,
            ended_at: departure.ended_at,
            items: departure.counts.values().sum(),
            counts: departure.counts.clone(),
            proof,
            proof_file,
        }
    }
}

impl Answer for DeletedAnswer {
    fn text(&self) -> String {
        let Self { tenant, items, counts, .. } = self;
        let at = self.ended_at.unwrap_or(self.begun_at);
        let mut lines = vec![if self.was_deleted {
            format!("The tenant \"{tenant}\" was deleted before, at {at}. It had {items} items:")
        } else {
            format!("The tenant \"{tenant}\" is deleted, at {at}. It had {items} items:")
        }];
        lines.push(count_table(counts));
        if self.was_arriving {
            lines.push("It was not here yet: nothing is left, and it can be imported again.".to_owned());
            return lines.join("\n");
        }
        lines.push(self.proof_file.as_ref().map_or_else(
            || "No proof was written: run this again with --proof FILE to get one.".to_owned(),
            |path| format!("The proof is in {}.", path.display()),
        ));
        lines.join("\n")
    }
}

/// What a proof shows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProvenAnswer {
    valid: bool,
    tenant: TenantId,
    begun_at: Timestamp,
    ended_at: Timestamp,
    items: u64,
}

impl Answer for ProvenAnswer {
    fn text(&self) -> String {
        let Self { tenant, begun_at, ended_at, items, .. } = self;
        format!(
            "valid: {items} items of the tenant \"{tenant}\" were deleted, from {begun_at} to {ended_at}, and none was left"
        )
    }
}

fn count_table(counts: &Counts) -> String {
    let rows: Vec<_> = counts.iter().map(|(kind, count)| [kind.clone(), count.to_string()]).collect();
    print::columns(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_alone_agrees() {
        for (answer, agrees) in [
            ("Acme Inc.\n", true),
            ("  Acme Inc. \r\n", true),
            ("acme inc.\n", false),
            ("acme\n", false),
            ("yes\n", false),
            ("\n", false),
            ("", false),
        ] {
            assert_eq!(typed("Acme Inc.", "Sure? ", answer.as_bytes()).is_ok(), agrees, "{answer:?}");
        }
    }

    #[test]
    fn a_proof_that_is_not_kept_leaves_no_file() {
        let dir = std::env::temp_dir().join(format!("rollcall-proof-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let path = dir.join("acme.json");
        drop(ProofFile::begin(&path).unwrap());
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 0);
        assert!(ProofFile::begin(&dir).is_err(), "a directory");
        assert!(ProofFile::begin(&dir.join("no/such/dir.json")).is_err());
        fs::remove_dir_all(&dir).unwrap();
    }
}
