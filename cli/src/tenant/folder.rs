//! The folder of an export. Each file is written beside its name first, and the manifest last of all, so a folder with
//! a manifest is whole. Whoever may read the folder reads all of a customer's people, so it is its owner's alone.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use rollcall::store::{Content, MovedItem};
use rollcall_local::TABLE_LAYOUT;
use rollcall_rules::export::{Extent, FileEntry, Flaw, MANIFEST, Manifest, Tally};
use rollcall_rules::tenant::TenantId;

use crate::error::CliError;
use crate::print::Progress;

/// Lines that are read before an interruption is looked for.
const AT_ONCE: u64 = 256;

/// A folder that is being written. Without a manifest nothing stays in it.
pub(super) struct Folder {
    dir: PathBuf,
    open: BTreeMap<String, Lines>,
    written: Vec<PathBuf>,
    is_new: bool,
    is_whole: bool,
}

/// A file that is being written.
struct Lines {
    beside: PathBuf,
    file: BufWriter<File>,
    tally: Tally,
}

impl Folder {
    /// Takes a folder that is empty, or makes it.
    ///
    /// # Errors
    ///
    /// [`CliError::FolderNotEmpty`], or what the file system says.
    pub(super) fn begin(dir: &Path) -> Result<Self, CliError> {
        let failed = |source| CliError::File { path: dir.to_owned(), source };
        let is_new = match fs::read_dir(dir).map(|mut entries| entries.next().is_some()) {
            Ok(true) => return Err(CliError::FolderNotEmpty(dir.to_owned())),
            Ok(false) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(dir).map_err(failed)?;
                true
            }
            Err(error) => return Err(failed(error)),
        };
        if is_new {
            for_its_owner(dir, 0o700).map_err(failed)?;
        }
        let dir = dir.to_owned();
        Ok(Self { dir, open: BTreeMap::new(), written: Vec::new(), is_new, is_whole: false })
    }

    /// Writes a line to a file, which begins with it if there is none.
    pub(super) fn line(&mut self, name: &str, line: &str) -> Result<(), CliError> {
        if !self.open.contains_key(name) {
            self.make(name)?;
        }
        let Some(lines) = self.open.get_mut(name) else { return Ok(()) };
        lines.tally.add(line.as_bytes());
        let written = lines.file.write_all(line.as_bytes()).and_then(|()| lines.file.write_all(b"\n"));
        written.map_err(|source| CliError::File { path: self.dir.join(name), source })
    }

    /// Makes a file without a line.
    pub(super) fn make(&mut self, name: &str) -> Result<(), CliError> {
        let beside = self.dir.join(format!("{name}.part"));
        let made = File::create_new(&beside).and_then(|file| for_its_owner(&beside, 0o600).map(|()| file));
        let file = made.map_err(|source| CliError::File { path: beside.clone(), source })?;
        let lines = Lines { beside, file: BufWriter::new(file), tally: Tally::default() };
        self.open.insert(name.to_owned(), lines);
        Ok(())
    }

    /// Ends a file and gives it its name; `None`: there is none.
    pub(super) fn close(&mut self, name: &str) -> Result<Option<Extent>, CliError> {
        let Some(Lines { beside, file, tally }) = self.open.remove(name) else { return Ok(None) };
        let path = self.dir.join(name);
        // Whichever of both there is goes if nothing comes of the export.
        self.written.extend([beside.clone(), path.clone()]);
        let synced =
            file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        let renamed = synced.and_then(|()| fs::rename(&beside, &path));
        renamed.map_err(|source| CliError::File { path, source })?;
        Ok(Some(tally.end()))
    }

    /// What the items of a kind say, from its file, which is ended; none, if there is none.
    pub(super) fn contents(
        &self,
        tenant: &TenantId,
        kind: &'static str,
    ) -> Result<Box<dyn Iterator<Item = Result<Content, CliError>>>, CliError> {
        let (name, tenant) = (FileEntry::name_of(kind), tenant.clone());
        if !self.dir.join(&name).exists() {
            return Ok(Box::new(std::iter::empty()));
        }
        let lines = lines(&self.dir, &name)?;
        let contents = lines.map(move |line| {
            let item = MovedItem::from_line(&tenant, kind, &line?);
            let content = item.and_then(|item| item.content().ok());
            content.ok_or_else(|| CliError::Export(Flaw::Altered(name.clone())))
        });
        Ok(Box::new(contents))
    }

    /// Writes the manifest: from then on the export is whole.
    pub(super) fn seal(mut self, manifest: &Manifest) -> Result<(), CliError> {
        let path = self.dir.join(MANIFEST);
        let beside = self.dir.join(format!("{MANIFEST}.part"));
        self.written.push(beside.clone());
        let text = serde_json::to_string_pretty(manifest).map_err(io::Error::from);
        let written = text.and_then(|text| {
            let mut file = File::create_new(&beside)?;
            for_its_owner(&beside, 0o600)?;
            writeln!(file, "{text}")?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        });
        written.map_err(|source| CliError::File { path, source })?;
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_whole {
            return;
        }
        let open = self.open.values().map(|lines| &lines.beside);
        for path in open.chain(&self.written) {
            let _ = fs::remove_file(path);
        }
        if self.is_new {
            let _ = fs::remove_dir(&self.dir);
        }
    }
}

#[cfg(unix)]
fn for_its_owner(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn for_its_owner(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// The lines of a file of an export, without their line breaks.
pub(super) fn lines(
    dir: &Path,
    name: &str,
) -> Result<impl Iterator<Item = Result<String, CliError>> + use<>, CliError> {
    let path = dir.join(name);
    let file = File::open(&path).map_err(|source| CliError::Unreadable { path: path.clone(), source })?;
    // Not by `lines`, which takes other line breaks, too.
    let lines = BufReader::new(file).split(b'\n').map(move |line| {
        let text = line.and_then(|line| String::from_utf8(line).map_err(io::Error::other));
        text.map_err(|source| CliError::Unreadable { path: path.clone(), source })
    });
    Ok(lines)
}

/// The manifest of an export.
///
/// # Errors
///
/// [`CliError::NoExport`] if there is none, or why it cannot be used.
pub(super) fn manifest(dir: &Path) -> Result<Manifest, CliError> {
    let text = fs::read(dir.join(MANIFEST)).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => CliError::NoExport(dir.to_owned()),
        _ => CliError::Unreadable { path: dir.join(MANIFEST), source },
    })?;
    let order = rollcall::store::moving_kinds();
    Manifest::parse(&text, TABLE_LAYOUT, &order).map_err(CliError::Export)
}

/// Reads all files of an export, compares them with the manifest, and reads each item as its kind.
///
/// # Errors
///
/// The first file that is not as it was written, or is missing.
pub(super) async fn verify(dir: &Path, manifest: &Manifest, bar: &Progress) -> Result<(), CliError> {
    for file in &manifest.files {
        let altered = || CliError::Export(Flaw::Altered(file.name.clone()));
        let (mut tally, mut wrong, mut number) = (Tally::default(), None, 0);
        let path = dir.join(&file.name);
        let size = fs::metadata(&path).map_err(|source| CliError::Unreadable { path, source })?.len();
        // A file that is longer is not read to its end.
        if size != file.extent.bytes {
            return Err(altered());
        }
        for line in lines(dir, &file.name)? {
            let Ok(line) = line else { return Err(altered()) };
            tally.add(line.as_bytes());
            number += 1;
            if let Some(kind) = &file.kind {
                let is_item = MovedItem::from_line(&manifest.tenant, kind, &line).is_some();
                wrong = wrong.or((!is_item).then_some(number));
                bar.step();
            }
            if number % AT_ONCE == 0 {
                tokio::task::yield_now().await;
            }
        }
        if tally.end() != file.extent {
            return Err(altered());
        }
        if let Some((line, kind)) = wrong.zip(file.kind.clone()) {
            return Err(CliError::Export(Flaw::Item { file: file.name.clone(), line, kind }));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_manifest_has_nothing_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let (new, path) = (dir.path().join("new"), dir.path());
        for place in [new.as_path(), path] {
            let mut folder = Folder::begin(place).unwrap();
            folder.line("users.jsonl", "{}").unwrap();
            folder.line("groups.jsonl", "{}").unwrap();
            assert_eq!(folder.close("users.jsonl").unwrap().unwrap().lines, 1);
            assert_eq!(folder.close("events.jsonl").unwrap(), None);
            drop(folder);
            assert_eq!(fs::read_dir(path).unwrap().count(), 0, "{}", place.display());
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_not_written_to() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("users.jsonl"), "mine").unwrap();
        let refused = Folder::begin(dir.path());
        assert!(matches!(refused, Err(CliError::FolderNotEmpty(_))));
        assert_eq!(fs::read_to_string(dir.path().join("users.jsonl")).unwrap(), "mine");
    }
}
