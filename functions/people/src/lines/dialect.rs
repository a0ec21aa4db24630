//! How a table is written so that a program, or a reader's spreadsheet, opens it.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// What parts cells.
    pub(crate) separator: u8,
    /// What parts whole numbers from their fractions.
    pub(crate) decimal: char,
}

/// Languages that write a comma before fractions. Where they do, Excel parts cells by semicolons.
const WITH_COMMA: [&str; 31] = [
    "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "is", "it",
    "lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr",
];

/// Countries in which these languages write a point (Unicode CLDR).
const WITH_POINT: [&str; 12] = [
    "de-ch", "de-li", "es-cu", "es-do", "es-gt", "es-hn", "es-mx", "es-ni", "es-pa", "es-pr", "es-us",
    "it-ch",
];

impl Dialect {
    /// For programs (RFC 4180).
    pub(crate) const PLAIN: Self = Self { separator: b',', decimal: '.' };

    /// For the spreadsheet of whoever sent a request with these headers: by the language that their browser asks for
    /// first, which is that of their system as a rule.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|asked| asked.to_str().ok()).unwrap_or_default();
        let first = asked.split([',', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
        let language = first.split('-').next().unwrap_or_default();
        if WITH_COMMA.contains(&language) && !WITH_POINT.contains(&first.as_str()) {
            Self { separator: b';', decimal: ',' }
        } else {
            Self::PLAIN
        }
    }

    /// The cell, with the fraction of a number as the reader writes it.
    pub(super) fn cell(self, cell: String) -> String {
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match cell.split_once('.') {
            Some((whole, fraction)) if is_digits(whole) && is_digits(fraction) => {
                format!("{whole}{}{fraction}", self.decimal)
            }
            _ => cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_as_the_readers_spreadsheet_does() {
        for (asked, separator) in [
            ("de-DE,de;q=0.9,en;q=0.8", b';'),
            ("fr", b';'),
            ("da-DK", b';'),
            ("es-ES", b';'),
            ("nl-NL", b';'),
            ("de-CH", b','),
            ("es-MX,es;q=0.9", b','),
            ("en-GB,de;q=0.5", b','),
            ("ja", b','),
            ("*", b','),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, asked.parse().unwrap())]);
            let dialect = Dialect::of(&headers);
            assert_eq!(dialect.separator, separator, "{asked}");
            assert_eq!(dialect.decimal == ',', separator == b';', "{asked}");
        }
        assert_eq!(Dialect::of(&HeaderMap::new()).separator, b',');
    }

    #[test]
    fn only_a_number_has_a_fraction() {
        let dialect = Dialect { separator: b';', decimal: ',' };
        for (cell, expected) in [
            ("12.50", "12,50"),
            ("12", "12"),
            ("ada.king", "ada.king"),
            ("1.2.3", "1.2.3"),
            (".5", ".5"),
            ("", ""),
        ] {
            assert_eq!(dialect.cell(cell.to_owned()), expected);
        }
    }
}
