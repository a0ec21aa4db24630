//! People whom an operator brings in from a CSV file (RFC 4180): which columns a file has, and whom each line means.
//!
//! The file comes from a spreadsheet as often as from a program. So a column is found by its name, whatever its case, its
//! place, and the words between it. A line that cannot be taken is refused with the reason; the others are taken.

use std::collections::HashMap;
use std::io;

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use jiff::Timestamp;

use crate::address::{self, AddressError, AddressKey, EmailAddress};
use crate::name::{self, NameError, Names};
use crate::tenant::TenantId;
use crate::user::{Guard, User, UserId};

/// The most people of one file.
pub const MAX_PEOPLE: usize = 100_000;

/// The longest line, in bytes. What is longer is most often a quotation mark that nobody closed.
pub const MAX_LINE_BYTES: usize = 4_096;

/// The column of the reasons in the file of refused lines. It is not read, so that the file can be imported again.
pub const REASON: &str = "reason";

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The address: `email`, `userName`, `mail`.
    Email,
    /// `givenName`, `firstName`.
    GivenName,
    /// `familyName`, `lastName`, `surname`.
    FamilyName,
    /// `displayName`, `name`.
    DisplayName,
}

/// The columns of a file, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    columns: Vec<Option<Column>>,
    unread: Vec<String>,
}

/// Why a file cannot be imported at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// There is not even a header.
    #[error("the file is empty")]
    Empty,
    /// Its bytes are no text.
    #[error("the file is not UTF-8: save it as \"CSV UTF-8\"")]
    NotUtf8,
    /// No column has the addresses.
    #[error("no column is called \"email\": the first line has to name the columns")]
    NoEmail,
    /// Two columns hold the same.
    #[error("the columns {0:?} and {1:?} hold the same")]
    Twice(String, String),
}

/// A person whom a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The verified address.
    pub email: EmailAddress,
    /// What the person is called.
    pub names: Names,
}

/// What an import does about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It makes the account.
    Create,
    /// This account has the address. It stays as it is, whoever made it.
    AlreadyThere(UserId),
}

impl Newcomer {
    /// What is to be looked up: the account that has the address is the person's.
    #[must_use]
    pub fn guard(&self) -> Guard {
        Guard::Address(self.email.key())
    }

    /// What an import does about the person, by the account that has the address.
    #[must_use]
    pub const fn turn(holder: Option<UserId>) -> Turn {
        match holder {
            Some(id) => Turn::AlreadyThere(id),
            None => Turn::Create,
        }
    }

    /// The account that is made of the person. No directory manages it.
    #[must_use]
    pub fn account(&self, id: UserId, tenant: TenantId, now: Timestamp) -> User {
        let mut user = User::native(id, tenant, self.email.clone(), now);
        user.profile = self.names.clone().into_profile();
        user
    }
}

/// Why a line is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The line does not fit the header.
    #[error("has {found} fields, and the header has {expected}")]
    Fields {
        /// Fields of the line.
        found: usize,
        /// Columns of the header.
        expected: usize,
    },
    /// See [`MAX_LINE_BYTES`].
    #[error("is longer than {MAX_LINE_BYTES} bytes: is a quotation mark missing?")]
    TooLong,
    /// Bytes that are no text.
    #[error("is not UTF-8: save the file as \"CSV UTF-8\"")]
    NotUtf8,
    /// The address cannot be taken.
    #[error("the address {0}")]
    Address(#[from] AddressError),
    /// A name cannot be taken.
    #[error("{0}: {1}")]
    Name(&'static str, NameError),
    /// An earlier line means the same person.
    #[error("line {0} has the same address")]
    Repeated(u64),
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::GivenName => "givenName",
            Self::FamilyName => "familyName",
            Self::DisplayName => "displayName",
        }
    }

    fn called(name: &str) -> Option<Self> {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        let known: String = letters.flat_map(char::to_lowercase).collect();
        match known.as_str() {
            "email" | "emailaddress" | "mail" | "username" => Some(Self::Email),
            "givenname" | "firstname" => Some(Self::GivenName),
            "familyname" | "lastname" | "surname" => Some(Self::FamilyName),
            "displayname" | "name" | "fullname" => Some(Self::DisplayName),
            _ => None,
        }
    }
}

impl Header {
    /// Reads the first line of a file.
    ///
    /// # Errors
    ///
    /// [`HeaderError`].
    pub fn parse<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, HeaderError> {
        let mut header = Self { columns: Vec::new(), unread: Vec::new() };
        let mut by_column: HashMap<Column, &str> = HashMap::new();
        for name in names.into_iter().map(str::trim) {
            let column = Column::called(name);
            match column.map(|column| by_column.insert(column, name)) {
                Some(Some(other)) => return Err(HeaderError::Twice(other.to_owned(), name.to_owned())),
                Some(None) => {}
                None if name.is_empty() || name.eq_ignore_ascii_case(REASON) => {}
                None => header.unread.push(name.to_owned()),
            }
            header.columns.push(column);
        }
        if by_column.contains_key(&Column::Email) { Ok(header) } else { Err(HeaderError::NoEmail) }
    }

    /// The columns that are not read, by the names that they have.
    #[must_use]
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The person whom a line means.
    ///
    /// # Errors
    ///
    /// [`LineError`]; never [`LineError::Repeated`], for which [`Seen`] is there.
    pub fn newcomer(&self, fields: &[&str]) -> Result<Newcomer, LineError> {
        if fields.iter().map(|field| field.len() + 1).sum::<usize>() > MAX_LINE_BYTES {
            return Err(LineError::TooLong);
        }
        if fields.len() != self.columns.len() {
            return Err(LineError::Fields { found: fields.len(), expected: self.columns.len() });
        }
        let field = |column| {
            let at = self.columns.iter().position(|found| *found == Some(column));
            at.and_then(|at| fields.get(at)).map_or("", |field| field.trim())
        };
        let name = |column: Column| match field(column) {
            "" => Ok(None),
            text => name::parse(text).map(Some).map_err(|error| LineError::Name(column.name(), error)),
        };
        let email = EmailAddress::parse(field(Column::Email))?;
        let names = Names {
            given: name(Column::GivenName)?,
            family: name(Column::FamilyName)?,
            display: name(Column::DisplayName)?,
        };
        Ok(Newcomer { email, names })
    }
}

/// The people of the lines so far, and the line of each.
#[derive(Debug, Default)]
pub struct Seen(HashMap<AddressKey, u64>);

impl Seen {
    /// Notes a person.
    ///
    /// # Errors
    ///
    /// [`LineError::Repeated`].
    pub fn note(&mut self, newcomer: &Newcomer, line: u64) -> Result<(), LineError> {
        match self.0.get(&newcomer.email.key()) {
            Some(earlier) => Err(LineError::Repeated(*earlier)),
            None => {
                self.0.insert(newcomer.email.key(), line);
                Ok(())
            }
        }
    }
}

/// Why a file cannot be taken as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// The first line does not do.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// It has more people than asked for.
    #[error("the file has too many people")]
    TooMany,
    /// Its bytes are no table.
    #[error("the file is no CSV: {0}")]
    NoTable(String),
}

/// The people of a file.
#[derive(Debug)]
pub struct List {
    header: Header,
    newcomers: Vec<Newcomer>,
    lines: Vec<u64>,
    refused: Vec<Refused>,
    first: ByteRecord,
    delimiter: u8,
}

/// A line that cannot be taken.
#[derive(Debug)]
pub struct Refused {
    /// Its number in the file. The header is line 1.
    pub line: u64,
    /// The reason, which reads on from "the line …".
    pub why: LineError,
    /// The line.
    pub fields: ByteRecord,
}

/// What spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl List {
    /// Reads a whole file of so many people at most.
    ///
    /// # Errors
    ///
    /// [`ListError`]. A line that cannot be taken is none.
    pub fn parse(bytes: &[u8], most: usize) -> Result<Self, ListError> {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let delimiter = delimiter(bytes);
        let reader =
            ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(bytes);
        let mut records = reader.into_byte_records();
        // Bytes in memory are read without a fault, and lines may be of any length.
        let fault = |error: csv::Error| ListError::NoTable(error.to_string());
        let first = records.next().transpose().map_err(fault)?.ok_or(HeaderError::Empty)?;
        let names = first.iter().map(|name| str::from_utf8(name).map_err(|_| HeaderError::NotUtf8));
        let header = Header::parse(names.collect::<Result<Vec<_>, _>>()?)?;
        let (newcomers, refused) = (Vec::new(), Vec::new());
        let mut list = Self { header, newcomers, lines: Vec::new(), refused, first, delimiter };
        let (mut seen, mut lines) = (Seen::default(), Lines { bytes, at: 0, line: 1 });
        for record in records {
            let fields = record.map_err(fault)?;
            // A spreadsheet writes rows that were emptied as delimiters alone.
            if fields.iter().all(|field| field.trim_ascii().is_empty()) {
                continue;
            }
            if list.newcomers.len() + list.refused.len() == most {
                return Err(ListError::TooMany);
            }
            let line = lines.of(fields.position().map_or(0, csv::Position::byte));
            match newcomer(&list.header, &fields, line, &mut seen) {
                Ok(newcomer) => {
                    list.newcomers.push(newcomer);
                    list.lines.push(line);
                }
                Err(why) => list.refused.push(Refused { line, why, fields }),
            }
        }
        Ok(list)
    }

    /// The columns.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The first line, as it stands in the file.
    #[must_use]
    pub const fn first(&self) -> &ByteRecord {
        &self.first
    }

    /// What parts the fields.
    #[must_use]
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Whom the lines mean that can be taken; each person once.
    #[must_use]
    pub fn newcomers(&self) -> &[Newcomer] {
        &self.newcomers
    }

    /// The same, each with the number of the line.
    pub fn by_line(&self) -> impl Iterator<Item = (u64, &Newcomer)> {
        self.lines.iter().copied().zip(&self.newcomers)
    }

    /// What a refused line has for an address, if that can be read.
    #[must_use]
    pub fn address(&self, refused: &Refused) -> Option<String> {
        let at = self.header.columns.iter().position(|column| *column == Some(Column::Email))?;
        let text = str::from_utf8(refused.fields.get(at)?).ok()?.trim();
        // What is longer is no address, and no help to a reader either.
        (text.len() <= address::MAX_LEN).then(|| text.to_owned())
    }

    /// The refused lines as a file that can be imported again: with the reason of each in a column of its own at the end.
    ///
    /// # Errors
    ///
    /// What `to` says.
    pub fn write_refused(
        &self,
        to: impl io::Write,
        reason: impl Fn(&LineError) -> String,
    ) -> csv::Result<()> {
        let mut writer = WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(to);
        // An earlier column of reasons would be another column of the same name.
        let reasons = |name: &[u8]| name.eq_ignore_ascii_case(REASON.as_bytes());
        let old = self.first.iter().position(reasons);
        let row = |record: &ByteRecord, last: &str| {
            let kept = record.iter().enumerate().filter(|(at, _)| Some(*at) != old);
            kept.map(|(_, field)| field).chain([last.as_bytes()]).collect::<ByteRecord>()
        };
        writer.write_byte_record(&row(&self.first, REASON))?;
        for Refused { why, fields, .. } in &self.refused {
            writer.write_byte_record(&row(fields, &reason(why)))?;
        }
        writer.flush().map_err(Into::into)
    }

    /// The other lines.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
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
    let fields = fields.iter().map(|field| str::from_utf8(field).map_err(|_| LineError::NotUtf8));
    let newcomer = header.newcomer(&fields.collect::<Result<Vec<_>, _>>()?)?;
    seen.note(&newcomer, line)?;
    Ok(newcomer)
}

/// What parts the fields of a file: whichever of comma, semicolon and tab its first line has most of outside quotation
/// marks. Spreadsheets write semicolons where the comma is the decimal mark.
#[must_use]
pub fn delimiter(first_line: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in first_line.iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            byte => counts.iter_mut().filter(|(known, _)| known == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of those that are as frequent.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(names: &[&str]) -> Header {
        Header::parse(names.iter().copied()).unwrap()
    }

    #[test]
    fn columns_are_found_by_name_in_any_case_order_and_spelling() {
        for names in [["Family_Name", "E-MAIL", "first name"], ["SURNAME", "userName", "GivenName"]] {
            let ada = header(&names).newcomer(&["Lovelace", " ada@example.com ", "Ada"]).unwrap();
            assert_eq!(ada.email.as_str(), "ada@example.com");
            assert_eq!(ada.names.family.as_deref(), Some("Lovelace"));
            assert_eq!(ada.names.given.as_deref(), Some("Ada"));
            assert_eq!(ada.names.display, None);
        }
    }

    #[test]
    fn columns_that_mean_nothing_are_named_and_the_reason_is_not() {
        let header = header(&["email", "Cost centre", "reason", ""]);
        assert_eq!(header.unread(), ["Cost centre"]);
        assert!(header.newcomer(&["ada@example.com", "4711", "was refused", ""]).is_ok());
    }

    #[test]
    fn a_header_without_addresses_or_with_two_of_a_kind_is_refused() {
        assert_eq!(Header::parse([]), Err(HeaderError::NoEmail));
        assert_eq!(Header::parse(["ada@example.com", "Ada"]), Err(HeaderError::NoEmail));
        let twice = HeaderError::Twice("email".to_owned(), "Mail".to_owned());
        assert_eq!(Header::parse(["email", "Mail"]), Err(twice));
    }

    #[test]
    fn a_line_is_refused_for_what_is_wrong_with_it() {
        let header = header(&["email", "displayName"]);
        let refused = |fields: &[&str]| header.newcomer(fields).unwrap_err().to_string();
        assert_eq!(refused(&["ada@example.com"]), "has 1 fields, and the header has 2");
        assert_eq!(refused(&["", "Ada"]), "the address is empty");
        assert_eq!(refused(&["ada", "Ada"]), "the address is not an e-mail address");
        assert!(refused(&["ada@example.com", "a\nb"]).starts_with("displayName: "));
        assert!(refused(&["ada@example.com", &"x".repeat(MAX_LINE_BYTES)]).starts_with("is longer than"));
    }

    #[test]
    fn a_person_comes_once_whatever_the_case() {
        let (header, mut seen) = (header(&["email"]), Seen::default());
        let newcomer = |text| header.newcomer(&[text]).unwrap();
        assert_eq!(seen.note(&newcomer("ada@example.com"), 2), Ok(()));
        assert_eq!(seen.note(&newcomer("grace@example.com"), 3), Ok(()));
        assert_eq!(seen.note(&newcomer("ADA@example.com"), 4), Err(LineError::Repeated(2)));
    }

    #[test]
    fn the_delimiter_is_the_most_frequent_outside_quotation_marks() {
        assert_eq!(delimiter(b"email;name\r\na,b,c,d"), b';');
        assert_eq!(delimiter(b"\"a;b;c\",email"), b',');
        assert_eq!(delimiter(b"email\tname"), b'\t');
        assert_eq!(delimiter(b"email"), b',');
        assert_eq!(delimiter(b""), b',');
    }

    fn parsed(bytes: &[u8]) -> Result<List, ListError> {
        List::parse(bytes, MAX_PEOPLE)
    }

    fn addresses(list: &List) -> Vec<&str> {
        list.newcomers().iter().map(|newcomer| newcomer.email.as_str()).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let excel = b"\xEF\xBB\xBFE-Mail;Vorname;Given Name\r\nada@example.com;x;Ada\r\n;;\r\n\"bob@example.com\";;\r\n";
        let list = parsed(excel).unwrap();
        assert_eq!(addresses(&list), ["ada@example.com", "bob@example.com"]);
        assert_eq!(list.by_line().map(|(line, _)| line).collect::<Vec<_>>(), [2, 4]);
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
        assert_eq!(refused(b""), ListError::Header(HeaderError::Empty));
        assert_eq!(refused(b"ada@example.com\n"), ListError::Header(HeaderError::NoEmail));
        let utf_16: Vec<u8> = "\u{FEFF}email\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(refused(&utf_16), ListError::Header(HeaderError::NotUtf8));
        let many: String = (0..=MAX_PEOPLE).map(|number| format!("p{number}@example.com\n")).collect();
        assert_eq!(refused(format!("email\n{many}").as_bytes()), ListError::TooMany);
    }

    proptest! {
        #[test]
        fn any_line_is_taken_or_refused(names in prop::collection::vec(".{0,12}", 0..5), fields in prop::collection::vec(".{0,40}", 0..6)) {
            let mut columns: Vec<&str> = names.iter().map(String::as_str).collect();
            columns.push("email");
            if let Ok(header) = Header::parse(columns) {
                let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
                if let Ok(newcomer) = header.newcomer(&fields) {
                    prop_assert!(fields.iter().any(|field| field.trim() == newcomer.email.as_str()));
                }
            }
        }
    }
}
