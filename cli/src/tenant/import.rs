//! `rollcall tenant import`: a tenant that was exported at another stack goes on here, with the same ids and tokens.
//!
//! The table says how far an import is, so a command that was broken off is run again, and two at once do no harm.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rollcall::store::{MovedItem, StoreError};
use rollcall_rules::departure::Counts;
use rollcall_rules::export::{Arrival, FileEntry, Flaw, Manifest};
use rollcall_rules::tenant::TenantId;
use serde::Serialize;

use super::export::whole;
use super::folder;
use super::work::{Failures, let_go_on};
use crate::args::ImportArgs;
use crate::error::CliError;
use crate::print::{self, Answer, Progress};
use crate::target::Target;

/// Items that are written before the others have the table again.
const AT_ONCE: usize = 100;

/// How long they have it: some thousand items are written a second at most.
const PAUSE: Duration = Duration::from_millis(100);

/// Items after which it is noted how far the import is.
const NOTED_EVERY: u64 = 500;

/// Times that somebody else may go on with the same import before this one gives up.
const MOST_RACES: u32 = 8;

/// Writes an exported tenant into a table where there is none of that id.
///
/// # Errors
///
/// Why the export cannot be used; [`CliError::TenantExists`], [`CliError::TenantLeft`], [`CliError::OtherArrival`];
/// what the table says; an interruption, after which it can be gone on with.
pub(super) async fn run(args: ImportArgs) -> Result<(), CliError> {
    let target = Target::reach(&args.table).await?;
    let manifest = whole(&args.dir).await?;
    if manifest.changed_meanwhile {
        return Err(CliError::ExportTorn);
    }
    let before = arrival(&target, &manifest).await?;
    if args.dry_run {
        return print::answer(
            &ImportedAnswer::of(&manifest, before.as_ref(), Ran::Rehearsed),
            args.table.json,
        );
    }
    if let Some(ended) = before.as_ref().filter(|arrival| arrival.ended_at.is_some()) {
        return print::answer(&ImportedAnswer::of(&manifest, Some(ended), Ran::Earlier), args.table.json);
    }
    let begun = match before {
        Some(begun) => begun,
        None => begin(&target, &manifest).await?,
    };
    let bar = Progress::of(usize::try_from(manifest.items()).unwrap_or(usize::MAX), "items written");
    let import = Import { target: &target, dir: &args.dir, manifest: &manifest };
    let ended = let_go_on(bar, async |bar: &Progress| import.finish(begun, bar).await).await;
    let ended = ended.inspect_err(|_| print::remark("run the same again to go on"))?;
    print::answer(&ImportedAnswer::of(&manifest, Some(&ended), Ran::Now), args.table.json)
}

/// How far the import of this export is; `None`: it has not begun, and may.
async fn arrival(target: &Target, manifest: &Manifest) -> Result<Option<Arrival>, CliError> {
    let (store, tenant) = (target.store(), &manifest.tenant);
    match store.arrival(tenant).await.map_err(|error| target.failed(error))? {
        Some(arrival) if arrival.export == manifest.id() => return Ok(Some(arrival)),
        Some(arrival) if arrival.ended_at.is_none() => return Err(CliError::OtherArrival(tenant.clone())),
        _ => {}
    }
    if store.tenant(tenant).await.map_err(|error| target.failed(error))?.is_some() {
        return Err(CliError::TenantExists(tenant.clone()));
    }
    match target.absent(tenant).await? {
        CliError::NoTenant(_) => Ok(None),
        left => Err(left),
    }
}

/// The first write. Of two at once one begins, and both go on.
async fn begin(target: &Target, manifest: &Manifest) -> Result<Arrival, CliError> {
    let mut failures = Failures::default();
    loop {
        let begun = Arrival::new(manifest, target.now());
        match target.store().begin_arrival(&begun).await {
            Ok(()) => return Ok(begun),
            Err(StoreError::LostRace { .. }) => {}
            Err(error) if failures.bear(&error).await => {}
            Err(error) => return Err(target.failed(error)),
        }
        // It may have been written, by us or by somebody else.
        if let Some(arrival) = arrival(target, manifest).await? {
            return Ok(arrival);
        }
    }
}

/// An import that is under way.
struct Import<'a> {
    target: &'a Target,
    dir: &'a Path,
    manifest: &'a Manifest,
}

impl Import<'_> {
    /// Goes on to the end.
    async fn finish(&self, mut arrival: Arrival, bar: &Progress) -> Result<Arrival, CliError> {
        let (mut passed, mut record) = (0, None);
        for file in self.manifest.item_files() {
            let mut items = Vec::with_capacity(AT_ONCE);
            let (mut number, end) = (0, passed + file.extent.lines);
            for line in folder::lines(self.dir, &file.name)? {
                number += 1;
                let item = self.item(file, number, &line?)?;
                passed += 1;
                if passed == self.manifest.items() {
                    record = Some(item);
                    break;
                }
                bar.step();
                if passed > arrival.written {
                    items.push(item);
                }
                if items.len() == AT_ONCE {
                    self.write(std::mem::take(&mut items)).await?;
                    if passed >= arrival.written + NOTED_EVERY {
                        arrival = self.note(arrival, passed).await?;
                    }
                }
            }
            self.write(items).await?;
            // All of one kind is there before the next begins.
            if passed == end && record.is_none() && passed > arrival.written {
                arrival = self.note(arrival, passed).await?;
            }
        }
        // The manifest was checked to end with it.
        let record = record.ok_or_else(|| CliError::Export(Flaw::NoManifest))?;
        let ended = self.end(arrival, record).await?;
        bar.step();
        Ok(ended)
    }

    fn item(&self, file: &FileEntry, line: u64, text: &str) -> Result<MovedItem, CliError> {
        let kind = file.kind.clone().unwrap_or_default();
        let item = MovedItem::from_line(&self.manifest.tenant, &kind, text);
        item.ok_or_else(|| CliError::Export(Flaw::Item { file: file.name.clone(), line, kind }))
    }

    async fn write(&self, items: Vec<MovedItem>) -> Result<(), CliError> {
        if items.is_empty() {
            return Ok(());
        }
        let mut failures = Failures::default();
        loop {
            match self.target.store().write_arriving(&self.manifest.tenant, items.clone()).await {
                Ok(()) => break,
                Err(error) if failures.bear(&error).await => {}
                Err(error) => return Err(self.target.failed(error)),
            }
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }

    /// Notes that so many items are there, unless somebody else noted more.
    async fn note(&self, mut arrival: Arrival, written: u64) -> Result<Arrival, CliError> {
        let mut failures = Failures::default();
        while arrival.written < written {
            match self.target.store().note_arrival(&arrival, written).await {
                Ok(noted) => return Ok(noted),
                Err(StoreError::LostRace { .. }) => {}
                Err(error) if failures.bear(&error).await => {}
                Err(error) => return Err(self.target.failed(error)),
            }
            arrival = self.as_it_is().await?;
        }
        Ok(arrival)
    }

    async fn end(&self, mut arrival: Arrival, record: MovedItem) -> Result<Arrival, CliError> {
        let (mut failures, mut races) = (Failures::default(), 0);
        while arrival.ended_at.is_none() {
            match self.target.store().end_arrival(&arrival, record.clone(), self.target.now()).await {
                Ok(ended) => return Ok(ended),
                Err(StoreError::LostRace { .. }) if races < MOST_RACES => races += 1,
                Err(error) if failures.bear(&error).await => {}
                Err(error) => return Err(self.target.failed(error)),
            }
            arrival = self.as_it_is().await?;
        }
        Ok(arrival)
    }

    async fn as_it_is(&self) -> Result<Arrival, CliError> {
        let found = arrival(self.target, self.manifest).await?;
        found.ok_or_else(|| CliError::NoTenant(self.manifest.tenant.clone()))
    }
}

/// What the command did.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ran {
    Rehearsed,
    Earlier,
    Now,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportedAnswer {
    tenant: TenantId,
    name: String,
    export: String,
    dry_run: bool,
    /// Whether an earlier run imported it.
    was_imported: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    begun_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    items: u64,
    /// Items that are there, by the last note.
    written: u64,
    counts: Counts,
    /// Whether the directory can write.
    provisioning: bool,
}

impl ImportedAnswer {
    fn of(manifest: &Manifest, arrival: Option<&Arrival>, ran: Ran) -> Self {
        let ended_at = arrival.and_then(|arrival| arrival.ended_at);
        Self {
            tenant: manifest.tenant.clone(),
            name: manifest.name.clone(),
            export: manifest.id(),
            dry_run: ran == Ran::Rehearsed,
            was_imported: ended_at.is_some() && ran != Ran::Now,
            begun_at: arrival.map(|arrival| arrival.begun_at),
            ended_at,
            items: manifest.items(),
            written: arrival.map_or(0, |arrival| arrival.written),
            counts: manifest.counts(),
            provisioning: manifest.provisioning,
        }
    }
}

impl Answer for ImportedAnswer {
    fn text(&self) -> String {
        let Self { tenant, name, items, written, .. } = self;
        let count = |kind: &str| self.counts.get(kind).copied().unwrap_or_default();
        let what = format!("{} people, {} groups, {items} items", count("users"), count("groups"));
        let text = match (self.ended_at, self.dry_run) {
            (Some(at), _) if self.was_imported => {
                return format!("The tenant \"{tenant}\" ({name}) was imported before, at {at}: {what}.");
            }
            (_, true) if *written > 0 => {
                return format!(
                    "Nothing is written. An import of \"{tenant}\" ({name}) was broken off; {} of {items} items are to come.",
                    items - written
                );
            }
            (_, true) => {
                return format!(
                    "Nothing is written. The export is whole, and the tenant \"{tenant}\" ({name}) can come: {what}."
                );
            }
            _ => format!("The tenant \"{tenant}\" ({name}) is here: {what}."),
        };
        if self.provisioning {
            return text;
        }
        format!(
            "{text}\nProvisioning is off, as it was: `rollcall tenant set {tenant} --scim on` lets the directory in."
        )
    }
}
