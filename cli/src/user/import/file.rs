//! The files of an import: the people, the lines that were refused, and what became of each person.

use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use csv::Writer;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::import::{HeaderError, List, ListError, MAX_PEOPLE};
use rollcall_rules::user::UserId;

use super::Outcome;
use crate::error::CliError;

/// The largest file, in bytes: several times what [`MAX_PEOPLE`] lines of usual length take.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The file system's answer.
        source: io::Error,
    },
    /// What is to be written would take its place.
    #[error("{} is the file of the people: write to another one", .0.display())]
    Itself(PathBuf),
    /// It has too many bytes.
    #[error("{} is larger than {} MiB: split it; nothing was imported", .0.display(), MAX_BYTES >> 20)]
    TooLarge(PathBuf),
    /// It has too many lines.
    #[error("{} has more than {MAX_PEOPLE} people: split it; nothing was imported", .0.display())]
    TooMany(PathBuf),
    /// The first line does not do.
    #[error("cannot import {}", path.display())]
    Header {
        /// Its path.
        path: PathBuf,
        /// What is wrong with the line.
        source: HeaderError,
    },
}

/// Sees to it that what is written does not take the place of the people that are read.
///
/// # Errors
///
/// [`ImportError::Itself`].
pub(super) fn spare(read: &Path, written: &Path) -> Result<(), ImportError> {
    // One that is not there is no other's.
    match (read.canonicalize(), written.canonicalize()) {
        (Ok(read), Ok(written)) if read == written => Err(ImportError::Itself(written)),
        _ => Ok(()),
    }
}

/// Reads a file to its end.
///
/// # Errors
///
/// [`ImportError`]. A line that cannot be taken is none.
pub(super) fn read(path: &Path) -> Result<List, ImportError> {
    let fault = |source| ImportError::File { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fault)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge(path.to_owned()));
    }
    let path = || path.to_owned();
    List::parse(&bytes, MAX_PEOPLE).map_err(|error| match error {
        ListError::Header(source) => ImportError::Header { path: path(), source },
        ListError::TooMany => ImportError::TooMany(path()),
        ListError::NoTable(text) => ImportError::File { path: path(), source: io::Error::other(text) },
    })
}

/// Writes the lines that were refused, with the reason in a column of its own at the end.
///
/// # Errors
///
/// [`CliError::File`].
pub(super) fn write_refused(list: &List, path: &Path) -> Result<(), CliError> {
    let fault = |source| CliError::File { path: path.to_owned(), source };
    let file = BufWriter::new(File::create(path).map_err(fault)?);
    list.write_refused(file, ToString::to_string).map_err(|error| fault(error.into()))
}

/// A file that says of each person what became of them: `email`, `id`, `outcome`.
pub(super) struct Outcomes {
    path: PathBuf,
    writer: Writer<BufWriter<File>>,
}

impl Outcomes {
    /// Begins the file anew.
    ///
    /// # Errors
    ///
    /// [`CliError::File`].
    pub(super) fn begin(path: &Path) -> Result<Self, CliError> {
        let file = File::create(path).map_err(|source| CliError::File { path: path.to_owned(), source })?;
        let mut outcomes = Self { path: path.to_owned(), writer: Writer::from_writer(BufWriter::new(file)) };
        outcomes.row([b"email", b"id", b"outcome"])?;
        Ok(outcomes)
    }

    /// Writes down what became of a person; without an id there is no account.
    ///
    /// # Errors
    ///
    /// [`CliError::File`].
    pub(super) fn note(
        &mut self,
        email: &EmailAddress,
        id: Option<UserId>,
        is: Outcome,
    ) -> Result<(), CliError> {
        let outcome = match is {
            Outcome::Created => "created",
            Outcome::AlreadyThere => "alreadyThere",
        };
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        self.row([email.as_str().as_bytes(), id.as_bytes(), outcome.as_bytes()])
    }

    fn row(&mut self, cells: [&[u8]; 3]) -> Result<(), CliError> {
        let path = &self.path;
        let fault = |error: csv::Error| CliError::File { path: path.clone(), source: error.into() };
        self.writer.write_record(cells).map_err(fault)
    }

    /// Sees to it that all of it is on file.
    ///
    /// # Errors
    ///
    /// [`CliError::File`], as of a full disk.
    pub(super) fn end(&mut self) -> Result<(), CliError> {
        let fault = |source| CliError::File { path: self.path.clone(), source };
        self.writer.flush().map_err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_lines_can_be_imported_again() {
        let list = List::parse(b"email;reason;name\nada;was wrong;Ada\n", MAX_PEOPLE).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("people.refused.csv");
        write_refused(&list, &path).unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written, "email;name;reason\nada;Ada;the address is not an e-mail address\n");
        assert_eq!(read(&path).unwrap().refused().len(), 1);
    }
}
