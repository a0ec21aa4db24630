//! Amounts of money as people read them.

use rollcall_rules::billing::Currency;

/// Digits behind the point (ISO 4217, "minor unit"), where they are not two.
const EXPONENTS: [(usize, &[&str]); 3] = [
    (
        0,
        &[
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
            "XAF", "XOF", "XPF",
        ],
    ),
    (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
    (4, &["CLF", "UYW"]),
];

/// An amount of minor units, with point and no commas, for machines: `1234.50`.
pub(crate) fn plain(minor: u128, currency: Currency) -> String {
    let code = currency.to_string();
    let special = EXPONENTS.iter().find(|(_, codes)| codes.contains(&code.as_str()));
    let digits = special.map_or(2, |(exponent, _)| *exponent);
    let padded = format!("{minor:0>width$}", width = digits + 1);
    match padded.split_at_checked(padded.len() - digits) {
        Some((whole, part)) if !part.is_empty() => format!("{whole}.{part}"),
        _ => padded,
    }
}

/// An amount of minor units, for people: `EUR 1,234.50`.
pub(crate) fn spelt(minor: u128, currency: Currency) -> String {
    let plain = plain(minor, currency);
    let (whole, part) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::with_capacity(plain.len() + plain.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let part = part.map(|part| format!(".{part}")).unwrap_or_default();
    format!("{currency}\u{A0}{grouped}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_as_many_digits_as_its_currency() {
        for (minor, code, expected) in [
            (0, "EUR", "EUR\u{A0}0.00"),
            (5, "EUR", "EUR\u{A0}0.05"),
            (123_450, "EUR", "EUR\u{A0}1,234.50"),
            (100_000_000, "USD", "USD\u{A0}1,000,000.00"),
            (1_500, "JPY", "JPY\u{A0}1,500"),
            (1_500, "KWD", "KWD\u{A0}1.500"),
            (7, "BHD", "BHD\u{A0}0.007"),
            (15_000, "CLF", "CLF\u{A0}1.5000"),
        ] {
            assert_eq!(spelt(minor, Currency::parse(code).unwrap()), expected);
        }
        assert_eq!(plain(123_450, Currency::parse("EUR").unwrap()), "1234.50");
    }
}
