//! Amounts of money as text.

use super::currency::Currency;

/// An amount of minor units, with point and no commas, for machines: `1234.50`.
#[must_use]
pub fn plain(minor: u128, currency: Currency) -> String {
    let digits = currency.digits();
    let padded = format!("{minor:0>width$}", width = digits + 1);
    match padded.split_at_checked(padded.len() - digits) {
        Some((whole, part)) if !part.is_empty() => format!("{whole}.{part}"),
        _ => padded,
    }
}

/// An amount of minor units, for people: `EUR 1,234.50`, with a space that does not break.
#[must_use]
pub fn spelt(minor: u128, currency: Currency) -> String {
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
