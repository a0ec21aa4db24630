//! A tenant as files: what the manifest of an export says, whether the files are as it says, and how far their import
//! is.
//!
//! The files of items come in the order in which they are written elsewhere. The tenant's record is the last of them,
//! so nobody is admitted before all else is there. The manifest is written last of all: a folder with one is whole.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::departure::Counts;
use super::tenant::TenantId;

/// The form of the files. Another form gets another number.
pub const FORMAT: u32 = 1;

/// The file that says what there is.
pub const MANIFEST: &str = "manifest.json";

/// The kind of the tenant's own record.
const TENANT: &str = "tenant";

/// What the names of files of items begin with.
const ITEMS: &str = "items-";

/// What the names of all files but the manifest end with.
const LINES: &str = ".jsonl";

/// What an export is of, and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// Rollcall's version that wrote the files.
    pub rollcall: String,
    /// The layout of the table that the items have.
    pub table_layout: u64,
    /// The tenant.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// When the reading of the table began.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Whether the directory could write when it began.
    pub provisioning: bool,
    /// Whether something happened meanwhile. What was read first may not fit what was read last then.
    pub changed_meanwhile: bool,
    /// Items of the tenant that are in no file, by their kinds: they stay where they are.
    pub left_out: Counts,
    /// The files, those of items in the order in which they are imported.
    pub files: Vec<FileEntry>,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileEntry {
    /// Its name, in the folder of the manifest.
    pub name: String,
    /// The kind of items that it has; `None`: it is for people to read, and is not imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How much it is.
    #[serde(flatten)]
    pub extent: Extent,
}

/// How much a file is, and the hash of its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extent {
    /// Lines.
    pub lines: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// The extent of a file, while its lines are written or read.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    lines: u64,
    bytes: u64,
    hash: Sha256,
}

/// Why an export cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The manifest is no JSON of its form.
    #[error("manifest.json is no manifest of an export, or was altered")]
    NoManifest,
    /// A later version wrote it.
    #[error(
        "the export has format {0}, and this version of Rollcall reads format {FORMAT}: use the version that wrote it, or a \
         later one"
    )]
    Format(u32),
    /// The items are of another layout of the table.
    #[error(
        "the items are of layout {0} of the table, and this version of Rollcall has another: use the version that wrote them"
    )]
    Layout(u64),
    /// The files of the manifest are not those of an export.
    #[error("manifest.json names the files of no export: {0}")]
    Files(String),
    /// A file is not as it was written.
    #[error("{0} is not as it was exported: its lines, size or hash differ")]
    Altered(String),
    /// A line is no item of the file's kind and of the tenant.
    #[error("{file}, line {line}: no item of the kind \"{kind}\" of this tenant")]
    Item {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The kind.
        kind: String,
    },
}

impl FileEntry {
    /// The name of the file of a kind of items.
    #[must_use]
    pub fn name_of(kind: &str) -> String {
        format!("{ITEMS}{kind}{LINES}")
    }
}

impl Tally {
    /// Counts a line, without its line break.
    pub fn add(&mut self, line: &[u8]) {
        self.lines += 1;
        self.bytes += line.len() as u64 + 1;
        self.hash.update(line);
        self.hash.update(b"\n");
    }

    /// What was counted.
    #[must_use]
    pub fn end(self) -> Extent {
        Extent { lines: self.lines, bytes: self.bytes, sha256: hex::encode(self.hash.finalize()) }
    }
}

impl Manifest {
    /// Reads a manifest, and finds out whether this version can import what it names. `order`: the kinds of items, as
    /// they are imported.
    ///
    /// # Errors
    ///
    /// [`Flaw`].
    pub fn parse(text: &[u8], layout: u64, order: &[&str]) -> Result<Self, Flaw> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        // A later form has other members, so its number is read first.
        let Format { format } = serde_json::from_slice(text).map_err(|_| Flaw::NoManifest)?;
        if format != FORMAT {
            return Err(Flaw::Format(format));
        }
        let manifest: Self = serde_json::from_slice(text).map_err(|_| Flaw::NoManifest)?;
        if manifest.table_layout != layout {
            return Err(Flaw::Layout(manifest.table_layout));
        }
        manifest.check_files(order)?;
        Ok(manifest)
    }

    fn check_files(&self, order: &[&str]) -> Result<(), Flaw> {
        let mut names = BTreeSet::new();
        for file in &self.files {
            // Nothing leads out of the folder.
            let stem = file.name.strip_suffix(LINES).unwrap_or_default();
            let is_name = !stem.is_empty() && stem.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
            let is_of_kind = file.kind.as_ref().is_none_or(|kind| FileEntry::name_of(kind) == file.name);
            if !is_name || !is_of_kind || !names.insert(&file.name) {
                return Err(Flaw::Files(file.name.clone()));
            }
        }
        let kinds: Vec<&str> = self.item_files().filter_map(|file| file.kind.as_deref()).collect();
        if let Some(unknown) = kinds.iter().find(|kind| !order.contains(kind)) {
            return Err(Flaw::Files(FileEntry::name_of(unknown)));
        }
        let expected: Vec<&str> = order.iter().copied().filter(|kind| kinds.contains(kind)).collect();
        let records = self.item_files().filter(|file| file.kind.as_deref() == Some(TENANT));
        let records: Vec<u64> = records.map(|file| file.extent.lines).collect();
        if kinds != expected || kinds.last() != Some(&TENANT) || records != [1] {
            return Err(Flaw::Files("the order of kinds, or the tenant's own record".to_owned()));
        }
        Ok(())
    }

    /// The files of items, in the order in which they are imported.
    pub fn item_files(&self) -> impl Iterator<Item = &FileEntry> {
        self.files.iter().filter(|file| file.kind.is_some())
    }

    /// How many items there are.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.item_files().map(|file| file.extent.lines).sum()
    }

    /// How many items there are of each kind.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let counts = self.item_files().filter_map(|file| Some((file.kind.clone()?, file.extent.lines)));
        counts.collect()
    }

    /// By which an export is known: SHA-256 of what the manifest says, hashes of all files included.
    #[must_use]
    pub fn id(&self) -> String {
        // It has texts, numbers and lists alone, so it always is JSON.
        hex::encode(Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }
}

/// A tenant that comes by an import, or came by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Arrival {
    /// The tenant.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// [`Manifest::id`] of the export.
    pub export: String,
    /// When the import began.
    pub begun_at: Timestamp,
    /// When the tenant's record was written; `None`: something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Items that are there, counted in the order of the export.
    pub written: u64,
    /// Counts the writes of this record, from 1.
    pub version: u64,
}

impl Arrival {
    /// The beginning.
    #[must_use]
    pub fn new(manifest: &Manifest, now: Timestamp) -> Self {
        Self {
            tenant: manifest.tenant.clone(),
            name: manifest.name.clone(),
            export: manifest.id(),
            begun_at: now,
            ended_at: None,
            written: 0,
            version: 1,
        }
    }

    /// With so many items there.
    #[must_use]
    pub fn with_written(&self, written: u64) -> Self {
        Self { written, version: self.version + 1, ..self.clone() }
    }

    /// With all of them there, the tenant's record included.
    #[must_use]
    pub fn with_end(&self, now: Timestamp) -> Self {
        Self { ended_at: Some(now), ..self.with_written(self.written + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: [&str; 3] = ["addresses", "users", "tenant"];

    fn file(name: &str, kind: Option<&str>, lines: u64) -> FileEntry {
        let extent = Extent { lines, bytes: 10 * lines, sha256: "ab".repeat(32) };
        FileEntry { name: name.to_owned(), kind: kind.map(str::to_owned), extent }
    }

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT,
            rollcall: "0.1.0".to_owned(),
            table_layout: 3,
            tenant: TenantId::parse("acme").unwrap(),
            name: "Acme".to_owned(),
            begun_at: "2026-11-24T13:00:00Z".parse().unwrap(),
            ended_at: "2026-11-24T13:00:09Z".parse().unwrap(),
            provisioning: false,
            changed_meanwhile: false,
            left_out: Counts::from([("sessions".to_owned(), 2)]),
            files: vec![
                file("items-addresses.jsonl", Some("addresses"), 3),
                file("items-users.jsonl", Some("users"), 2),
                file("items-tenant.jsonl", Some("tenant"), 1),
                file("users.jsonl", None, 2),
            ],
        }
    }

    fn parsed(manifest: &Manifest) -> Result<Manifest, Flaw> {
        Manifest::parse(&serde_json::to_vec_pretty(manifest).unwrap(), 3, &ORDER)
    }

    fn with(change: impl FnOnce(&mut Manifest)) -> Manifest {
        let mut changed = manifest();
        change(&mut changed);
        changed
    }

    #[test]
    fn a_manifest_comes_back_as_it_was_and_is_known_by_all_that_it_says() {
        let manifest = manifest();
        assert_eq!(parsed(&manifest), Ok(manifest.clone()));
        assert_eq!((manifest.items(), manifest.counts()["users"]), (6, 2));
        let renamed = with(|manifest| manifest.name.push('!'));
        let other = with(|manifest| manifest.files[0].extent.sha256 = "cd".repeat(32));
        assert_ne!(manifest.id(), renamed.id());
        assert_ne!(manifest.id(), other.id());
    }

    #[test]
    fn what_this_version_cannot_import_is_refused() {
        assert_eq!(parsed(&with(|manifest| manifest.format = 2)), Err(Flaw::Format(2)));
        let later = br#"{ "format": 7, "somethingElse": true }"#;
        assert_eq!(Manifest::parse(later, 3, &ORDER), Err(Flaw::Format(7)));
        assert_eq!(parsed(&with(|manifest| manifest.table_layout = 4)), Err(Flaw::Layout(4)));
        assert_eq!(Manifest::parse(b"{", 3, &ORDER), Err(Flaw::NoManifest));
        let wrong: [fn(&mut Manifest); 8] = [
            |manifest| manifest.files[0].name = "../items-addresses.jsonl".to_owned(),
            |manifest| manifest.files[3].name = "/etc/passwd".to_owned(),
            |manifest| manifest.files[1].kind = Some("addresses".to_owned()),
            |manifest| manifest.files[0] = file("items-others.jsonl", Some("others"), 1),
            |manifest| manifest.files.swap(0, 1),
            |manifest| manifest.files.swap(1, 2),
            |manifest| manifest.files[2].extent.lines = 2,
            |manifest| {
                manifest.files.remove(2);
            },
        ];
        for (number, change) in wrong.into_iter().enumerate() {
            assert!(matches!(parsed(&with(change)), Err(Flaw::Files(_))), "{number}");
        }
    }

    #[test]
    fn a_file_is_counted_with_its_line_breaks() {
        let mut tally = Tally::default();
        tally.add(b"{}");
        tally.add(b"");
        let extent = tally.end();
        assert_eq!((extent.lines, extent.bytes), (2, 4));
        assert_eq!(extent.sha256, hex::encode(Sha256::digest(b"{}\n\n")));
    }

    #[test]
    fn an_arrival_ends_with_the_record_of_the_tenant() {
        let begun = Arrival::new(&manifest(), "2026-11-25T09:00:00Z".parse().unwrap());
        let ended = begun.with_written(5).with_end("2026-11-25T09:00:30Z".parse().unwrap());
        assert_eq!((ended.written, ended.version, ended.export), (6, 3, manifest().id()));
    }
}
