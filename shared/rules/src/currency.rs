//! Currencies of ISO 4217.
//!
//! A price is agreed on in a currency that [`Currency::parse`] knows. Items that earlier versions wrote may have any
//! three letters, and are still read.

use std::fmt;

use iso_currency::Currency as Known;
use serde::{Deserialize, Serialize};

/// A currency's code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a text is not taken for a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CurrencyError {
    /// It is not three capital letters.
    #[error("a currency is three capital letters, such as EUR (ISO 4217)")]
    Form,
    /// No currency has the code.
    #[error("ISO 4217 knows no currency {0}")]
    Unknown(String),
    /// The code stands for a metal, a bond or nothing at all.
    #[error("{0} is a code of ISO 4217, but no money to pay with")]
    NoMoney(String),
    /// The currency is no longer in use.
    #[error("{0} is no longer in use: ISO 4217 has {1} in its place")]
    Superseded(String, String),
}

/// The crate's list has it as replaced. ISO 4217 has both, and prices are in this one.
const IN_USE: Known = Known::VES;

impl Currency {
    /// Reads the code of a currency that is in use (ISO 4217).
    ///
    /// # Errors
    ///
    /// [`CurrencyError`] for all other texts.
    pub fn parse(text: &str) -> Result<Self, CurrencyError> {
        let code = Self::of_letters(text)?;
        let known = Known::from_code(text).ok_or_else(|| CurrencyError::Unknown(text.to_owned()))?;
        if known.is_special() || known.exponent().is_none() {
            return Err(CurrencyError::NoMoney(text.to_owned()));
        }
        match known.is_superseded().filter(|_| known != IN_USE) {
            Some(by) => Err(CurrencyError::Superseded(text.to_owned(), by.code().to_owned())),
            None => Ok(code),
        }
    }

    /// How many digits of an amount stand behind the point: the exponent of ISO 4217. Two for a code that ISO 4217 does
    /// not have.
    #[must_use]
    pub fn digits(self) -> usize {
        let known = Known::from_code(&self.to_string());
        known.and_then(Known::exponent).map_or(2, usize::from)
    }

    fn of_letters(text: &str) -> Result<Self, CurrencyError> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| CurrencyError::Form)?;
        if code.iter().all(u8::is_ascii_uppercase) { Ok(Self(code)) } else { Err(CurrencyError::Form) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

/// As it is stored: any three letters.
impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Self, CurrencyError> {
        Self::of_letters(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_one_that_iso_4217_has_in_use() {
        for code in ["EUR", "USD", "CHF", "JPY", "KWD", "CLF", "VES", "VED", "XOF", "XCG"] {
            assert_eq!(Currency::parse(code).unwrap().to_string(), code);
        }
        for other in ["", "EU", "EURO", "eur", "€", "E R"] {
            assert_eq!(Currency::parse(other), Err(CurrencyError::Form), "{other}");
        }
        for other in ["ZZZ", "DEM", "BTC", "ABC"] {
            assert_eq!(Currency::parse(other), Err(CurrencyError::Unknown(other.to_owned())));
        }
        for other in ["XXX", "XTS", "XAU", "XDR"] {
            assert_eq!(Currency::parse(other), Err(CurrencyError::NoMoney(other.to_owned())));
        }
        for (other, by) in [("HRK", "EUR"), ("BGN", "EUR"), ("SLL", "SLE")] {
            let superseded = CurrencyError::Superseded(other.to_owned(), by.to_owned());
            assert_eq!(Currency::parse(other), Err(superseded));
        }
    }

    #[test]
    fn amounts_have_the_digits_that_iso_4217_says() {
        for (code, digits) in [("EUR", 2), ("JPY", 0), ("ISK", 0), ("KWD", 3), ("TND", 3), ("CLF", 4)] {
            assert_eq!(Currency::parse(code).unwrap().digits(), digits, "{code}");
        }
    }

    /// Earlier versions took any three letters.
    #[test]
    fn a_stored_code_that_nobody_knows_is_still_read() {
        let odd: Currency = serde_json::from_str("\"ZZZ\"").unwrap();
        assert_eq!((odd.to_string().as_str(), odd.digits()), ("ZZZ", 2));
        assert_eq!(serde_json::to_string(&odd).unwrap(), "\"ZZZ\"");
        assert!(serde_json::from_str::<Currency>("\"zz\"").is_err());
    }
}
