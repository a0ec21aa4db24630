//! Billing lines as CSV (RFC 4180).
//!
//! A directory says what a person's name and address are, and either may begin with what a spreadsheet takes for a
//! formula. Such a cell is given an apostrophe, as
//! [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) says.
//!
//! A table is bounded: where the lines of a period do not fit, it says after which line the next one begins.

use std::borrow::Cow;

use csv::{Terminator, Writer, WriterBuilder};
use jiff::civil::Date;
use rollcall::store::{LinePlace, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::Currency;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::user::User;
use rollcall_texts::Texts;
use rollcall_web::BYTE_ORDER_MARK;

use super::{Dialect, page};

/// Longest table, in bytes as it stands in the JSON in which a function gives it to API Gateway: Lambda lets 6 MB
/// through.
pub(crate) const MAX_BYTES: usize = 5_500_000;

/// Room for the last rows, in bytes: a row takes a tenth of a kilobyte, and a tenant has had few currencies.
const MAX_TOTAL_BYTES: usize = 10_000;

/// Lines that are read at a time.
const AT_A_TIME: usize = 1000;

/// Characters by which spreadsheets tell a formula at the beginning of a cell.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cells of a last row, from a currency and what its lines come to in minor units.
type TotalRow<const N: usize> = fn(Texts, Currency, u64) -> [String; N];

/// What a table says of each line.
#[derive(Debug)]
pub(crate) struct Columns<const N: usize> {
    /// The language of the texts.
    pub(crate) texts: Texts,
    /// Their names: the first row.
    pub(crate) names: fn(Texts) -> [Cow<'static, str>; N],
    /// The cells of a line, and of the person whose it is, if the account is still there.
    pub(crate) cells: fn(&BillingLine, Option<&User>) -> [String; N],
    /// The cells of a last row for each currency, with what all lines come to; `None`: there is no such row.
    pub(crate) total: Option<TotalRow<N>>,
}

/// Which lines of a period a table is to hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// Those after this place; `None`: from the first on.
    pub(crate) after: Option<LinePlace>,
    /// Those up to this place, that line included; `None`: to the last.
    pub(crate) until: Option<LinePlace>,
    /// So many at most.
    pub(crate) limit: usize,
}

impl Span {
    fn ends_before(&self, line: &BillingLine) -> bool {
        self.until.is_some_and(|until| LinePlace::of(line) > until)
    }
}

/// Some lines of a period as CSV, with a header.
#[derive(Debug)]
pub(crate) struct Table {
    /// The header and the rows.
    pub(crate) text: String,
    /// Is there no line?
    pub(crate) is_empty: bool,
    /// The place after which the next table begins; `None`: this holds the last line of the span.
    pub(crate) next: Option<LinePlace>,
}

/// The lines of a span of the period that begins on a day: as many as fit. `sums` is what all lines of the period come to,
/// for the last rows of the table that holds the last line.
pub(crate) async fn table<const N: usize>(
    store: &Store,
    tenant: &Admitted,
    period_start: Date,
    span: Span,
    columns: &Columns<N>,
    sums: &[(Currency, u64)],
    dialect: Dialect,
) -> Result<Table, StoreError> {
    let mut rows = Rows::new((columns.names)(columns.texts), MAX_BYTES - MAX_TOTAL_BYTES, dialect);
    let (mut after, mut left, mut last) = (span.after, span.limit, None);
    loop {
        let page = page(store, tenant, period_start, after, left.min(AT_A_TIME)).await?;
        for (line, user) in page.rows() {
            if span.ends_before(line) {
                return Ok(Table { text: rows.into_text(), is_empty: last.is_none(), next: None });
            }
            if !rows.push((columns.cells)(line, user)) {
                return Ok(Table { text: rows.into_text(), is_empty: last.is_none(), next: last });
            }
            last = Some(LinePlace::of(line));
        }
        left -= page.lines.len();
        if page.next.is_none() {
            rows.max_bytes = MAX_BYTES;
            let texts = columns.texts;
            let total =
                columns.total.iter().flat_map(|total| sums.iter().map(|sum| total(texts, sum.0, sum.1)));
            total.for_each(|row| {
                rows.push(row);
            });
        }
        if page.next.is_none() || left == 0 {
            return Ok(Table { text: rows.into_text(), is_empty: last.is_none(), next: page.next });
        }
        after = page.next;
    }
}

/// Rows of CSV, up to a number of bytes.
#[derive(Debug)]
pub(crate) struct Rows {
    writer: Writer<Vec<u8>>,
    dialect: Dialect,
    /// At most so many bytes are taken by now.
    bytes: usize,
    max_bytes: usize,
}

impl Rows {
    pub(crate) fn new<const N: usize>(
        names: [Cow<'static, str>; N],
        max_bytes: usize,
        dialect: Dialect,
    ) -> Self {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF).delimiter(dialect.separator);
        let writer = builder.from_writer(Vec::new());
        let mut rows = Self { writer, dialect, bytes: 0, max_bytes };
        rows.push(names.map(Cow::into_owned));
        rows
    }

    /// Adds a row, if it fits.
    #[expect(
        clippy::expect_used,
        reason = "rows of one length, written to memory, have nothing that could fail"
    )]
    pub(crate) fn push<const N: usize>(&mut self, cells: [String; N]) -> bool {
        let cells = cells.map(|cell| harmless(self.dialect.cell(cell)));
        let bytes = self.bytes + cells.iter().map(|cell| bytes_at_most(cell)).sum::<usize>();
        if bytes > self.max_bytes {
            return false;
        }
        self.bytes = bytes;
        self.writer.write_record(&cells).expect("a row is written to memory");
        true
    }

    #[expect(clippy::expect_used, reason = "texts, written to memory, have nothing that could fail")]
    pub(crate) fn into_text(self) -> String {
        let bytes = self.writer.into_inner().expect("rows are written to memory");
        String::from_utf8(bytes).expect("rows of texts are a text")
    }
}

/// A table as a person downloads it: with the mark by which a spreadsheet reads it as UTF-8.
pub(crate) fn for_spreadsheet(table: &str) -> String {
    format!("{BYTE_ORDER_MARK}{table}")
}

/// The cell as a spreadsheet takes it for a text.
fn harmless(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

/// The most that a cell takes in the answer's JSON, with what parts it from the next: quotation marks are doubled by CSV,
/// and escaped by JSON as the ends of lines are.
pub(crate) fn bytes_at_most(cell: &str) -> usize {
    let byte = |byte| match byte {
        b'"' => 4,
        b'\\' => 2,
        0..=31 => 6,
        _ => 1,
    };
    // Two quotation marks, and a comma or the end of the line.
    cell.bytes().map(byte).sum::<usize>() + 8
}

/// Do so many rows of these cells fit into one table?
#[cfg(test)]
pub(crate) fn fit<const N: usize>(rows: usize, names: [Cow<'static, str>; N], cells: &[String; N]) -> bool {
    let mut table = Rows::new(names, MAX_BYTES, Dialect::PLAIN);
    (0..rows).all(|_| table.push(cells.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cells: &[&str]) -> String {
        let mut rows = Rows::new(["name", "address"].map(Cow::from), MAX_BYTES, Dialect::PLAIN);
        for cell in cells {
            assert!(rows.push([(*cell).to_owned(), "x".to_owned()]));
        }
        rows.into_text()
    }

    #[test]
    fn a_cell_is_a_text_whatever_is_in_it() {
        for (cell, expected) in [
            ("ada@example.com", "ada@example.com"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@1", "'@1"),
            ("\t1", "'\t1"),
            ("\r1", "\"'\r1\""),
            ("Ada \"King\", Countess", "\"Ada \"\"King\"\", Countess\""),
            ("=1,1", "\"'=1,1\""),
            ("ada+billing@example.com", "ada+billing@example.com"),
        ] {
            assert_eq!(text(&[cell]), format!("name,address\r\n{expected},x\r\n"), "{cell}");
        }
    }

    #[test]
    fn rows_end_where_the_next_one_would_not_fit() {
        let row = || ["ada".to_owned(), "ada@example.com".to_owned()];
        let mut rows = Rows::new(["name", "address"].map(Cow::from), 100, Dialect::PLAIN);
        assert_eq!((0..9).take_while(|_| rows.push(row())).count(), 2);
        assert!(!rows.push(row()), "it stays full");
        let text = rows.into_text();
        assert_eq!(text, format!("name,address\r\n{row}{row}", row = "ada,ada@example.com\r\n"));
        assert!(serde_json::to_string(&text).unwrap().len() <= 100);
    }

    #[test]
    fn no_text_takes_more_than_is_reckoned_with() {
        for cell in ["\"\"\"\"", "\\\\", "\r\n\t", "\u{1}\u{7f}", "=\"", "Ü株👩"] {
            let cell = harmless(cell.to_owned());
            let in_json = serde_json::to_string(&text(&[&cell])).unwrap().len();
            let reckoned: usize = ["name", "address", &cell, "x"].into_iter().map(bytes_at_most).sum();
            assert!(in_json <= reckoned, "{cell:?}: {in_json} of {reckoned}");
        }
    }
}
