//! The files of an import: the people, the lines that were refused, and what became of each person.

use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder, Writer, WriterBuilder};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::import::{Header, HeaderError, LineError, MAX_PEOPLE, Newcomer, REASON, Seen, delimiter};
use rollcall_rules::user::UserId;

use super::Outcome;
use crate::error::CliError;

/// The largest file, in bytes: several times what [`MAX_PEOPLE`] lines of usual length take.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

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

/// The people of a file.
pub(super) struct List {
    header: Header,
    newcomers: Vec<Newcomer>,
    refused: Vec<Refused>,
    first: ByteRecord,
    delimiter: u8,
}

/// A line that cannot be taken.
pub(super) struct Refused {
    /// Its number in the file. The header is line 1.
    pub(super) line: u64,
    /// The reason, which reads on from "the line …".
    pub(super) why: LineError,
    fields: ByteRecord,
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
    parse(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes), path)
}

fn parse(bytes: &[u8], path: &Path) -> Result<List, ImportError> {
    let delimiter = delimiter(bytes);
    let reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(bytes);
    let mut records = reader.into_byte_records();
    // Bytes in memory are read without a fault, and lines may be of any length.
    let fault = |error: csv::Error| ImportError::File { path: path.to_owned(), source: error.into() };
    let wrong = |source| ImportError::Header { path: path.to_owned(), source };
    let first = records.next().transpose().map_err(fault)?.ok_or_else(|| wrong(HeaderError::Empty))?;
    let names = first.iter().map(|name| std::str::from_utf8(name).map_err(|_| wrong(HeaderError::NotUtf8)));
    let header = Header::parse(names.collect::<Result<Vec<_>, _>>()?).map_err(wrong)?;
    let mut list = List { header, newcomers: Vec::new(), refused: Vec::new(), first, delimiter };
    let (mut seen, mut lines) = (Seen::default(), Lines { bytes, at: 0, line: 1 });
    for record in records {
        let fields = record.map_err(fault)?;
        // A spreadsheet writes rows that were emptied as delimiters alone.
        if fields.iter().all(|field| field.trim_ascii().is_empty()) {
            continue;
        }
        if list.newcomers.len() + list.refused.len() == MAX_PEOPLE {
            return Err(ImportError::TooMany(path.to_owned()));
        }
        let line = lines.of(fields.position().map_or(0, csv::Position::byte));
        match newcomer(&list.header, &fields, line, &mut seen) {
            Ok(newcomer) => list.newcomers.push(newcomer),
            Err(why) => list.refused.push(Refused { line, why, fields }),
        }
    }
    Ok(list)
}

/// Counts the lines of a file. The reader's own count is one too low where lines end in CR LF, and after empty lines: it
/// takes a record to begin where the one before ended.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which the record is that begins at this byte or after the line breaks there; never before the last one.
    fn of(&mut self, begin: u64) -> u64 {
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let is_break = matches!(byte, b'\r' | b'\n');
            if self.at >= begin && !is_break {
                break;
            }
            let is_in_the_middle = *byte == b'\r' && self.bytes.get(self.at + 1) == Some(&b'\n');
            self.line += u64::from(is_break && !is_in_the_middle);
            self.at += 1;
        }
        self.line
    }
}

fn newcomer(header: &Header, fields: &ByteRecord, line: u64, seen: &mut Seen) -> Result<Newcomer, LineError> {
    let fields = fields.iter().map(|field| std::str::from_utf8(field).map_err(|_| LineError::NotUtf8));
    let newcomer = header.newcomer(&fields.collect::<Result<Vec<_>, _>>()?)?;
    seen.note(&newcomer, line)?;
    Ok(newcomer)
}

impl List {
    /// The columns.
    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    /// Whom the lines mean that can be taken; each person once.
    pub(super) fn newcomers(&self) -> &[Newcomer] {
        &self.newcomers
    }

    /// The other lines.
    pub(super) fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Writes the lines that were refused, with the reason in a column of its own at the end.
    ///
    /// # Errors
    ///
    /// [`CliError::File`].
    pub(super) fn write_refused(&self, path: &Path) -> Result<(), CliError> {
        let write = || -> csv::Result<()> {
            let mut writer = WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_path(path)?;
            // An earlier column of reasons would be another column of the same name.
            let reasons = |name: &[u8]| name.eq_ignore_ascii_case(REASON.as_bytes());
            let old = self.first.iter().position(reasons);
            let kept = |record: &ByteRecord| -> Vec<Vec<u8>> {
                let fields = record.iter().enumerate().filter(|(at, _)| Some(*at) != old);
                fields.map(|(_, field)| field.to_vec()).collect()
            };
            let row = |record: &ByteRecord, last: &str| {
                kept(record).into_iter().chain([last.as_bytes().to_vec()]).collect::<ByteRecord>()
            };
            writer.write_byte_record(&row(&self.first, REASON))?;
            for Refused { why, fields, .. } in &self.refused {
                writer.write_byte_record(&row(fields, &why.to_string()))?;
            }
            writer.flush().map_err(Into::into)
        };
        write().map_err(|error| CliError::File { path: path.to_owned(), source: error.into() })
    }
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

    fn parsed(bytes: &[u8]) -> Result<List, ImportError> {
        parse(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes), Path::new("people.csv"))
    }

    fn addresses(list: &List) -> Vec<&str> {
        list.newcomers().iter().map(|newcomer| newcomer.email.as_str()).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let excel = b"\xEF\xBB\xBFE-Mail;Vorname;Given Name\r\nada@example.com;x;Ada\r\n;;\r\n\"bob@example.com\";;\r\n";
        let list = parsed(excel).unwrap();
        assert_eq!(addresses(&list), ["ada@example.com", "bob@example.com"]);
        assert_eq!(list.header().unread(), ["Vorname"]);
        assert!(list.refused().is_empty());
    }

    #[test]
    fn a_line_that_cannot_be_taken_costs_the_others_nothing() {
        let list =
            parsed(b"email\nada@example.com\nada\nADA@example.com\n\xFF@example.com\nbob@example.com,b\n");
        let list = list.unwrap();
        assert_eq!(addresses(&list), ["ada@example.com"]);
        let refused: Vec<_> =
            list.refused().iter().map(|refused| (refused.line, refused.why.to_string())).collect();
        assert_eq!(refused[0], (3, "the address is not an e-mail address".to_owned()));
        assert_eq!(refused[1], (4, "line 2 has the same address".to_owned()));
        assert!(refused[2].1.starts_with("is not UTF-8"), "{refused:?}");
        assert_eq!(refused[3], (6, "has 2 fields, and the header has 1".to_owned()));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["email,name", "", "ada", "\"bob", "b\",", "", "", "eve", "\"eve@x\""].join(end);
            let list = parsed(text.as_bytes()).unwrap();
            let lines: Vec<_> = list.refused().iter().map(|refused| refused.line).collect();
            assert_eq!(lines, [3, 4, 8, 9], "{end:?}");
        }
    }

    #[test]
    fn a_quotation_mark_that_nobody_closed_is_told() {
        let rest = "bob@example.com\n".repeat(1000);
        let list = parsed(format!("email\n\"ada@example.com\n{rest}").as_bytes()).unwrap();
        assert!(list.newcomers().is_empty());
        assert!(matches!(list.refused()[0].why, LineError::TooLong));
    }

    #[test]
    fn a_file_that_cannot_be_imported_says_why() {
        let refused = |bytes: &[u8]| parsed(bytes).err().unwrap();
        assert!(matches!(refused(b""), ImportError::Header { source: HeaderError::Empty, .. }));
        assert!(matches!(
            refused(b"ada@example.com\n"),
            ImportError::Header { source: HeaderError::NoEmail, .. }
        ));
        let utf_16: Vec<u8> = "\u{FEFF}email\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(refused(&utf_16), ImportError::Header { source: HeaderError::NotUtf8, .. }));
        let many: String = (0..=MAX_PEOPLE).map(|number| format!("p{number}@example.com\n")).collect();
        assert!(matches!(refused(format!("email\n{many}").as_bytes()), ImportError::TooMany(_)));
    }

    #[test]
    fn refused_lines_can_be_imported_again() {
        let list = parsed(b"email;reason;name\nada;was wrong;Ada\n").unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("people.refused.csv");
        list.write_refused(&path).unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written, "email;name;reason\nada;Ada;the address is not an e-mail address\n");
        assert_eq!(read(&path).unwrap().refused().len(), 1);
    }
}
