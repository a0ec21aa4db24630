//! Billing lines as CSV (RFC 4180).
//!
//! An address may begin with what a spreadsheet takes for a formula, and a directory says what the address is. Such a cell
//! is given an apostrophe, as [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) says.

use super::billing::LineBody;
use super::problem::{Kind, Problem};

const HEADER: &str = "userId,userName,periodStart,periodEnd,billableFrom,priceMinor,amountMinor,currency\r\n";

/// Longest text, in bytes as it stands in the answer's JSON, in which a function gives it to API Gateway: Lambda lets 6 MB
/// through.
const LONGEST: usize = 5_500_000;

/// A table with a header.
#[derive(Debug)]
pub(crate) struct Csv {
    text: String,
    /// Characters that are two in JSON.
    escaped: usize,
}

impl Csv {
    /// No lines yet.
    pub(crate) fn new() -> Self {
        Self { text: HEADER.to_owned(), escaped: 0 }
    }

    /// One more line; a problem if it is one too many.
    pub(crate) fn push(&mut self, line: &LineBody) -> Result<(), Problem> {
        let LineBody { user_id, period_start, period_end, billable_from, currency, .. } = line;
        let (name, price, amount) =
            (cell(line.user_name.as_deref().unwrap_or_default()), line.price_minor, line.amount_minor);
        let row = format!(
            "{user_id},{name},{period_start},{period_end},{billable_from},{price},{amount},{currency}\r\n"
        );
        self.escaped += row.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\r' | b'\n')).count();
        self.text.push_str(&row);
        if self.text.len() + self.escaped > LONGEST {
            let detail = "The period has more lines than one CSV can hold. Read them as JSON, page by page.";
            return Err(Problem::new(Kind::TooMany, detail));
        }
        Ok(())
    }

    /// All of it.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// A text as a cell.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula || text.contains([',', '"', '\r', '\n']) {
        let apostrophe = if is_formula { "'" } else { "" };
        return format!("\"{apostrophe}{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be_and_is_never_a_formula() {
        for (text, expected) in [
            ("ada@example.com", "ada@example.com"),
            ("", ""),
            ("=cmd|'/c calc'!a0@example.com", "\"'=cmd|'/c calc'!a0@example.com\""),
            ("+ada@example.com", "\"'+ada@example.com\""),
            ("-ada@example.com", "\"'-ada@example.com\""),
            ("@ada", "\"'@ada\""),
            ("\tada", "\"'\tada\""),
            ("\"ada, countess\"@example.com", "\"\"\"ada, countess\"\"@example.com\""),
            ("ada+billing@example.com", "ada+billing@example.com"),
        ] {
            assert_eq!(cell(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_no_answer_could_bring_is_a_problem() {
        let line = LineBody {
            user_id: "f3bb189e-8bf9-4888-9912-ace4e6543002".to_owned(),
            user_name: Some("x".repeat(254)),
            period_start: "2026-05-01".parse().unwrap(),
            period_end: "2026-06-01".parse().unwrap(),
            billable_from: "2026-05-01".parse().unwrap(),
            price_minor: 1200,
            amount_minor: 1200,
            currency: "EUR".to_owned(),
        };
        let mut csv = Csv::new();
        let fitting = (0..20_000).take_while(|_| csv.push(&line).is_ok()).count();
        assert!((10_000..20_000).contains(&fitting), "{fitting}");
        assert_eq!(csv.push(&line).unwrap_err().kind(), Kind::TooMany);
    }
}
