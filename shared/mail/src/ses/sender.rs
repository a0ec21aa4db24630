//! Who mails are from.

use rollcall_rules::address::{AddressError, EmailAddress};

/// The `From` of every mail: an address, or a name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sender(String);

/// Why a text is no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SenderError {
    /// The address is none, with or without a name before it.
    #[error("MAIL_SENDER is neither an address nor \"Name <address>\": the address {0}")]
    Address(AddressError),
    /// Mail headers are ASCII (RFC 5322 §2.2), and the service encodes none of this one.
    #[error("the name in MAIL_SENDER is not plain ASCII: write it as an RFC 2047 word, =?utf-8?q?...?=")]
    Name,
}

impl Sender {
    /// Reads `address` or `Name <address>`. The name is put in quotes, as a comma in it would begin another address.
    pub(super) fn parse(text: &str) -> Result<Self, SenderError> {
        let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim(), address),
            None => ("", text.trim()),
        };
        let address = EmailAddress::parse(address).map_err(SenderError::Address)?;
        let address = address.as_str();
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        if name.contains(['"', '\\']) || !name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(SenderError::Name);
        }
        Ok(Self(match name {
            "" => address.to_owned(),
            word if word.starts_with("=?") => format!("{word} <{address}>"),
            name => format!("\"{name}\" <{address}>"),
        }))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, sender) in [
            ("accounts@example.com", "accounts@example.com"),
            ("<accounts@example.com>", "accounts@example.com"),
            ("Acme, Inc. <accounts@example.com>", "\"Acme, Inc.\" <accounts@example.com>"),
            ("\"Acme, Inc.\" <accounts@example.com>", "\"Acme, Inc.\" <accounts@example.com>"),
            ("=?utf-8?q?Zo=C3=AB?= <accounts@example.com>", "=?utf-8?q?Zo=C3=AB?= <accounts@example.com>"),
        ] {
            assert_eq!(Sender::parse(text).unwrap().as_str(), sender);
        }
    }

    #[test]
    fn a_sender_that_mails_could_not_be_sent_from_is_refused() {
        for (text, error) in [
            ("Acme", SenderError::Address(AddressError::NotAnAddress)),
            ("Acme <>", SenderError::Address(AddressError::Empty)),
            ("a@example.com, b@example.com", SenderError::Address(AddressError::NotAnAddress)),
            ("Zoë <accounts@example.com>", SenderError::Name),
            ("Acme\r\nBcc: <accounts@example.com>", SenderError::Name),
            ("A \" B <accounts@example.com>", SenderError::Name),
        ] {
            assert_eq!(Sender::parse(text), Err(error), "{text:?}");
        }
    }
}
