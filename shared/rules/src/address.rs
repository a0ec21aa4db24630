//! E-mail addresses, which are also the `userName`s.

use std::fmt;

use email_address::{EmailAddress as Rfc5322, Options};
use serde::{Deserialize, Serialize};

use super::domain::{self, DomainError};

/// Longest address, in characters (RFC 5321 §4.5.3.1.3 less the angle brackets).
pub const MAX_LEN: usize = 254;

/// Hexadecimal digits that Microsoft Entra puts before the address of somebody who was deleted there: the person's object
/// id without dashes. Its documentation calls that a soft delete.
const SOFT_DELETE_DIGITS: usize = 32;

/// An address that mail can be sent to: `local@domain` in ASCII, at most [`MAX_LEN`] characters, without display
/// name, quotes or comments. The digits of a soft delete do not count: a person with the longest address can leave too.
/// Keeps the case it came in; compare by [`EmailAddress::key`].
///
/// An account that was stored under earlier, weaker rules keeps its address. So reading one from the table checks nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// An address as it is compared: lower case. Directories mind no case (RFC 7643 §4.1.1), and no mail system in use
/// tells `Ada@` from `ada@`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressKey(String);

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// The text is empty.
    #[error("is empty")]
    Empty,
    /// More than [`MAX_LEN`] characters.
    #[error("is longer than {MAX_LEN} characters")]
    TooLong,
    /// Letters outside ASCII. A domain can be given in its `xn--` form.
    #[error("has characters outside ASCII (write an international domain in its xn-- form)")]
    NotAscii,
    /// The text is none of the above, and not an e-mail address either.
    #[error("is not an e-mail address")]
    NotAnAddress,
    /// An address by its form, in a domain that no mail can reach.
    #[error("cannot receive mail: {0}")]
    Domain(DomainError),
}

impl EmailAddress {
    /// Reads an address, as a person or a directory writes it.
    ///
    /// # Errors
    ///
    /// An [`AddressError`] that reads on from "the value …".
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        // A soft delete makes an address longer than it may be, and its local part longer than 64 characters.
        let is_soft_deleted =
            before_soft_delete(text).is_some_and(|before| before.len() <= MAX_LEN && is_rfc5322(before));
        if text.chars().count() > MAX_LEN && !is_soft_deleted {
            return Err(AddressError::TooLong);
        }
        if !text.is_ascii() {
            return Err(if text.contains('@') { AddressError::NotAscii } else { AddressError::NotAnAddress });
        }
        // A quoted local part is an address by the letter, but no directory means one and few mail systems take it.
        if text.contains(['"', '\\', '(', ')', '<', '>', ',', ';', ':']) {
            return Err(AddressError::NotAnAddress);
        }
        if let Some((_, domain)) = text.rsplit_once('@') {
            domain::check(domain).map_err(AddressError::Domain)?;
        }
        if is_soft_deleted || is_rfc5322(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AddressError::NotAnAddress)
        }
    }

    /// The address as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as it is compared.
    #[must_use]
    pub fn key(&self) -> AddressKey {
        AddressKey(self.0.to_ascii_lowercase())
    }

    /// Whether both are the same mailbox: case does not count.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }

    /// Can no mail ever get there? Its domain is below `invalid`, which there never is (RFC 6761 §6.4).
    #[must_use]
    pub fn is_of_no_domain(&self) -> bool {
        let last = self.0.rsplit(['@', '.']).next().unwrap_or_default();
        last.eq_ignore_ascii_case("invalid")
    }

    /// Is it the address of a person who was deleted in Entra: 32 hexadecimal digits before the address of before? No
    /// mailbox has it.
    #[must_use]
    pub fn is_soft_deleted(&self) -> bool {
        before_soft_delete(&self.0).is_some()
    }

    /// Is it that address with something before it, as `zz_left_ada@example.com` is of `ada@example.com`?
    #[must_use]
    pub fn is_marked(&self, address: &Self) -> bool {
        let mark = self.0.len().checked_sub(address.0.len()).filter(|mark| *mark > 0);
        mark.and_then(|mark| self.0.get(mark..)).is_some_and(|rest| rest.eq_ignore_ascii_case(&address.0))
    }
}

fn is_rfc5322(text: &str) -> bool {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    Rfc5322::parse_with_options(text, options).is_ok()
}

/// The address that somebody had before the soft delete that made it this one; `None`: it is not of a soft delete.
fn before_soft_delete(text: &str) -> Option<&str> {
    let (id, address) = text.split_at_checked(SOFT_DELETE_DIGITS)?;
    let is_id = id.bytes().all(|digit| digit.is_ascii_hexdigit());
    (is_id && address.find('@').is_some_and(|at| at > 0)).then_some(address)
}

impl AddressKey {
    /// The key of a text that somebody looks for. `None`: it is longer than an address after a soft delete, so it is no account's
    /// address, and too long for a key of the table. If a shorter text is no address, no account holds its key.
    #[must_use]
    pub fn sought(text: &str) -> Option<Self> {
        (text.len() <= SOFT_DELETE_DIGITS + MAX_LEN).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The address in lower case: two addresses are the same if these are equal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hides the address: what is logged by accident must not name a person.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mail_gets_to_a_domain_below_invalid() {
        for (text, expected) in [
            ("ada@rollcall-check.invalid", true),
            ("ada@a.b.INVALID", true),
            ("invalid@example.com", false),
            ("ada@invalid.example", false),
            ("ada@notinvalid.com", false),
        ] {
            assert_eq!(EmailAddress::parse(text).unwrap().is_of_no_domain(), expected, "{text}");
        }
    }

    #[test]
    fn addresses_that_directories_send_are_taken_as_they_are() {
        for text in
            ["ada@example.com", "Ada.Lovelace@Example.COM", "o'brien+scim@mail.example.co.uk", "a_b-c@x.io"]
        {
            assert_eq!(EmailAddress::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        let long = format!("{}@example.com", "a".repeat(MAX_LEN));
        for (text, error) in [
            ("", AddressError::Empty),
            ("ada", AddressError::NotAnAddress),
            ("ada@", AddressError::Domain(DomainError::Form)),
            ("@example.com", AddressError::NotAnAddress),
            ("ada@localhost", AddressError::Domain(DomainError::Form)),
            ("ada@example.com ", AddressError::Domain(DomainError::Form)),
            ("ada@x_y.example", AddressError::Domain(DomainError::Form)),
            ("ada@127.0.0.1", AddressError::Domain(DomainError::IpAddress)),
            ("ada@xn--a.example", AddressError::Domain(DomainError::Punycode)),
            ("ada lovelace@example.com", AddressError::NotAnAddress),
            ("\"ada\"@example.com", AddressError::NotAnAddress),
            ("Ada <ada@example.com>", AddressError::NotAnAddress),
            ("ada@example.com\r\nBcc: x@example.com", AddressError::NotAnAddress),
            ("ada@[127.0.0.1]", AddressError::Domain(DomainError::IpAddress)),
            ("ada@[IPv6:::1]", AddressError::NotAnAddress),
            ("zoë@example.com", AddressError::NotAscii),
            (&long, AddressError::TooLong),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn addresses_that_differ_in_case_are_one() {
        let (one, other) =
            (EmailAddress::parse("Ada@X.com").unwrap(), EmailAddress::parse("ada@x.COM").unwrap());
        assert!(one.is_same(&other));
        assert_eq!(one.key(), other.key());
        assert_eq!(one.key().as_str(), "ada@x.com");
    }

    #[test]
    fn an_address_of_a_soft_delete_is_told_by_its_digits() {
        let id = "6f2c1b0e8d3a4C1F9a570e4b7d2c9f11";
        let address = |text: String| EmailAddress::parse(&text).unwrap();
        for local in ["ada", "a", "0", ".ada", &"a".repeat(64)] {
            assert!(address(format!("{id}{local}@example.com")).is_soft_deleted(), "{local}");
        }
        for text in [format!("{id}@example.com"), format!("{}zoe@x.io", &id[1..]), format!("z{id}ada@x.io")] {
            assert!(!address(text.clone()).is_soft_deleted(), "{text}");
        }
        let long = format!("{id}{}@example.com", "a".repeat(65));
        assert_eq!(EmailAddress::parse(&long), Err(AddressError::NotAnAddress));
    }

    #[test]
    fn a_mark_is_whatever_stands_before_the_whole_address() {
        let address = |text| EmailAddress::parse(text).unwrap();
        let ada = address("ada@example.com");
        for (text, expected) in [
            ("zz_left_ada@example.com", true),
            ("M.ADA@example.com", true),
            ("ada@example.com", false),
            ("ada.left@example.com", false),
            ("zz_left_ada@example.org", false),
        ] {
            assert_eq!(address(text).is_marked(&ada), expected, "{text}");
        }
        assert!(!ada.is_marked(&address("zz_left_ada@example.com")));
    }

    #[test]
    fn a_text_too_long_for_an_address_has_no_key() {
        let longest = SOFT_DELETE_DIGITS + MAX_LEN;
        assert!(AddressKey::sought(&"x".repeat(longest)).is_some());
        assert_eq!(AddressKey::sought(&"x".repeat(longest + 1)), None);
    }

    #[test]
    fn an_address_that_was_stored_under_weaker_rules_is_still_read() {
        let stored: EmailAddress = serde_json::from_str("\"a@x_y.example\"").unwrap();
        assert_eq!(stored.as_str(), "a@x_y.example");
        assert!(EmailAddress::parse(stored.as_str()).is_err());
    }

    #[test]
    fn debug_output_does_not_name_the_person() {
        assert!(!format!("{:?}", EmailAddress::parse("ada@example.com").unwrap()).contains("ada"));
    }
}
