//! `rollcall tenant export`: all that a tenant has, as files. For a customer who leaves, and for the way to another
//! stack.
//!
//! The whole table is read, at the pace of a deletion. Nothing is written to it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rollcall::store::{MovedItem, Pace, StoreError, moving_kinds};
use rollcall_local::TABLE_LAYOUT;
use rollcall_rules::admission::Admitted;
use rollcall_rules::departure::Counts;
use rollcall_rules::export::{FORMAT, FileEntry, Manifest};
use rollcall_rules::feed::FeedPlace;
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use serde::Serialize;

use super::folder::{self, Folder};
use super::views;
use super::work::{PARTS, interruptible, let_go_on};
use crate::args::ExportArgs;
use crate::error::CliError;
use crate::print::{self, Answer, Progress};
use crate::target::Target;
use crate::version::VERSION;

/// What a proof and an export call items of a kind that this version does not know.
const OTHERS: &str = "others";

/// Writes all that a tenant has into a folder.
///
/// # Errors
///
/// [`CliError::NoTenant`], [`CliError::FolderNotEmpty`], what the table or the file system says, an interruption. No
/// file stays then.
pub(super) async fn run(args: ExportArgs) -> Result<(), CliError> {
    let target = Target::reach(&args.table).await?;
    let tenant = target.tenant(&args.tenant).await?;
    let folder = Folder::begin(&args.to)?;
    if is_open(&tenant) {
        print::remark(
            "Provisioning is on: what the directory changes meanwhile is in the export or not. Before a move, run `rollcall tenant \
             set … --scim off`.",
        );
    }
    let manifest =
        interruptible("items read", async |bar: &Progress| export(&target, &tenant, folder, bar).await)
            .await?;
    print::answer(&ExportedAnswer::of(&manifest, args.to), args.table.json)
}

/// Says whether an export is whole, as it was written.
///
/// # Errors
///
/// Why it is not.
pub(super) async fn verify(dir: &Path, json: bool) -> Result<(), CliError> {
    let manifest = whole(dir).await?;
    print::answer(&VerifiedAnswer { whole: true, of: ExportedAnswer::of(&manifest, dir.to_owned()) }, json)
}

/// The manifest of an export that is as it was written.
///
/// # Errors
///
/// Why it is not.
pub(super) async fn whole(dir: &Path) -> Result<Manifest, CliError> {
    let manifest = folder::manifest(dir)?;
    let bar = Progress::of(usize::try_from(manifest.items()).unwrap_or(usize::MAX), "items checked");
    let_go_on(bar, async |bar: &Progress| folder::verify(dir, &manifest, bar).await).await?;
    Ok(manifest)
}

/// Can the directory write?
fn is_open(tenant: &Tenant) -> bool {
    tenant.scim_enabled && tenant.plan == Plan::Advanced
}

/// Why the reading of a table ended early.
enum Broken {
    Table(StoreError),
    Here(CliError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Table(error)
    }
}

async fn export(
    target: &Target,
    tenant: &Tenant,
    folder: Folder,
    bar: &Progress,
) -> Result<Manifest, CliError> {
    let (begun_at, before) = (target.now(), moment(target, tenant).await?);
    let folder = Mutex::new(folder);
    let take = |items: Vec<MovedItem>| {
        let mut folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
        for item in &items {
            let line = item.to_line()?;
            folder.line(&FileEntry::name_of(item.kind()), &line).map_err(Broken::Here)?;
        }
        bar.steps(items.len());
        Ok(())
    };
    let read = target.store().read_moving(&tenant.id, PARTS, Pace::default(), &take).await;
    let left_out = read.map_err(|broken| match broken {
        Broken::Table(error) => target.failed(error),
        Broken::Here(error) => error,
    })?;
    if let Some(later) = left_out.get(OTHERS) {
        return Err(CliError::LaterItems(*later));
    }
    // Who deletes the tenant meanwhile leaves half of it.
    let now = target.tenant(&tenant.id).await?;
    let after = moment(target, &now).await?;
    let mut folder = folder.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut files = Vec::new();
    for kind in moving_kinds() {
        let name = FileEntry::name_of(kind);
        if let Some(extent) = folder.close(&name)? {
            files.push(FileEntry { name, kind: Some(kind.to_owned()), extent });
        }
    }
    bar.say("items read; writing the files to be read by people");
    files.extend(views::write(&mut folder, tenant)?);
    let manifest = Manifest {
        format: FORMAT,
        rollcall: VERSION.to_owned(),
        table_layout: TABLE_LAYOUT,
        tenant: tenant.id.clone(),
        name: tenant.name.clone(),
        begun_at,
        ended_at: target.now(),
        provisioning: is_open(tenant),
        changed_meanwhile: before != after,
        left_out,
        files,
    };
    folder.seal(&manifest)?;
    Ok(manifest)
}

/// What moves on when something happens at a tenant: the end of its feed, and the version of its record.
async fn moment(target: &Target, tenant: &Tenant) -> Result<(FeedPlace, u64), CliError> {
    let end = target.store().feed_end(&Admitted::by_role(tenant.clone())).await;
    Ok((end.map_err(|error| target.failed(error))?, tenant.version))
}

/// What an export has.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExportedAnswer {
    tenant: TenantId,
    name: String,
    dir: PathBuf,
    export: String,
    provisioning: bool,
    changed_meanwhile: bool,
    items: u64,
    bytes: u64,
    counts: Counts,
    left_out: Counts,
}

impl ExportedAnswer {
    fn of(manifest: &Manifest, dir: PathBuf) -> Self {
        Self {
            tenant: manifest.tenant.clone(),
            name: manifest.name.clone(),
            dir,
            export: manifest.id(),
            provisioning: manifest.provisioning,
            changed_meanwhile: manifest.changed_meanwhile,
            items: manifest.items(),
            bytes: manifest.files.iter().map(|file| file.extent.bytes).sum(),
            counts: manifest.counts(),
            left_out: manifest.left_out.clone(),
        }
    }

    fn counted(&self) -> String {
        let count = |kind: &str| self.counts.get(kind).copied().unwrap_or_default();
        let (people, groups) = (count("users"), count("groups"));
        format!("{people} people, {groups} groups, {} items, {} bytes", self.items, self.bytes)
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.changed_meanwhile {
            remarks.push(
                "Something happened at the tenant meanwhile, so this export cannot be imported. Switch provisioning off, and export \
                 again, to move the tenant."
                    .to_owned(),
            );
        }
        if !self.left_out.is_empty() {
            let left: Vec<_> = self.left_out.iter().map(|(kind, count)| format!("{kind}: {count}")).collect();
            remarks.push(format!("Left out, as it belongs to this stack: {}.", left.join(", ")));
        }
        remarks
    }
}

impl Answer for ExportedAnswer {
    fn text(&self) -> String {
        let Self { tenant, name, dir, .. } = self;
        let first = format!("The tenant \"{tenant}\" ({name}) is in {}: {}.", dir.display(), self.counted());
        [first].into_iter().chain(self.remarks()).collect::<Vec<_>>().join("\n")
    }
}

/// That an export is whole.
#[derive(Serialize)]
struct VerifiedAnswer {
    whole: bool,
    #[serde(flatten)]
    of: ExportedAnswer,
}

impl Answer for VerifiedAnswer {
    fn text(&self) -> String {
        let ExportedAnswer { tenant, name, .. } = &self.of;
        let first = format!("whole: the tenant \"{tenant}\" ({name}) with {}", self.of.counted());
        [first].into_iter().chain(self.of.remarks()).collect::<Vec<_>>().join("\n")
    }
}
