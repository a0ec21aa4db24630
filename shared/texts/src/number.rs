//! Numbers and amounts of money as each language writes them (CLDR).

use rollcall_rules::billing::Currency;
use rollcall_rules::money;

use crate::language::Language;

/// The digits of a whole number in groups of three.
pub(crate) fn grouped(digits: &str, language: Language) -> String {
    // Spanish groups from five digits on.
    let least = if language == Language::Spanish { 5 } else { 4 };
    if digits.len() < least {
        return digits.to_owned();
    }
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(separator(language));
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount of minor units of the currency. No line breaks inside it.
pub(crate) fn amount(minor: u128, currency: Currency, language: Language) -> String {
    if language == Language::English {
        return money::spelt(minor, currency);
    }
    let plain = money::plain(minor, currency);
    let number = match plain.split_once('.') {
        Some((whole, part)) => format!("{},{part}", grouped(whole, language)),
        None => grouped(&plain, language),
    };
    format!("{number}\u{A0}{}", symbol(&currency.to_string(), language))
}

const fn separator(language: Language) -> char {
    match language {
        Language::English => ',',
        Language::German | Language::Danish | Language::Spanish => '.',
        Language::French => '\u{202F}',
    }
}

/// The sign that everybody who reads the language takes for this currency and no other, else its code.
fn symbol(code: &str, language: Language) -> &str {
    match (code, language) {
        ("EUR", _) => "€",
        ("DKK", Language::Danish) => "kr.",
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{Danish, English, French, German, Spanish};
    use super::*;

    #[test]
    fn each_language_groups_digits_in_its_way() {
        for (language, thousands, millions) in [
            (English, "1,234", "1,234,567"),
            (German, "1.234", "1.234.567"),
            (French, "1\u{202F}234", "1\u{202F}234\u{202F}567"),
            (Danish, "1.234", "1.234.567"),
            (Spanish, "1234", "1.234.567"),
        ] {
            assert_eq!(grouped("1234", language), thousands);
            assert_eq!(grouped("1234567", language), millions);
            assert_eq!(grouped("0", language), "0");
            assert_eq!(grouped("999", language), "999");
        }
        assert_eq!(grouped("12345", Spanish), "12.345");
    }

    #[test]
    fn each_language_writes_amounts_in_its_way() {
        for (language, code, expected) in [
            (English, "EUR", "EUR\u{A0}1,234.50"),
            (German, "EUR", "1.234,50\u{A0}€"),
            (French, "EUR", "1\u{202F}234,50\u{A0}€"),
            (Danish, "EUR", "1.234,50\u{A0}€"),
            (Spanish, "EUR", "1234,50\u{A0}€"),
            (Danish, "DKK", "1.234,50\u{A0}kr."),
            (German, "DKK", "1.234,50\u{A0}DKK"),
            (German, "CHF", "1.234,50\u{A0}CHF"),
            (French, "USD", "1\u{202F}234,50\u{A0}USD"),
            (German, "JPY", "123.450\u{A0}JPY"),
            (Danish, "KWD", "123,450\u{A0}KWD"),
        ] {
            assert_eq!(amount(123_450, Currency::parse(code).unwrap(), language), expected, "{language}");
        }
        assert_eq!(amount(5, Currency::parse("EUR").unwrap(), German), "0,05\u{A0}€");
    }
}
