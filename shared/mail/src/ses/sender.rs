//! Who mails are from.

use rollcall_rules::address::{AddressError, EmailAddress};

/// The `From` of every mail: an address, or a name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sender(String);

/// Longest name, in characters.
const MAX_NAME: usize = 100;

/// Longest encoded word, in characters (RFC 2047 §2).
const MAX_WORD: usize = 75;

const WORD_START: &str = "=?utf-8?q?";
const WORD_END: &str = "?=";

/// Why a text is no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SenderError {
    /// The address is none, with or without a name before it.
    #[error("MAIL_SENDER is neither an address nor \"Name <address>\": the address {0}")]
    Address(AddressError),
    /// The address has a character that could mean something else in a policy, or one that few mail systems take.
    #[error(
        "the address in MAIL_SENDER has other characters than letters, digits and .&'+_=~- before the @, or no domain \
         of the Internet after it"
    )]
    Odd,
    /// The name has control characters, or ones that could begin or end another address.
    #[error(
        "the name in MAIL_SENDER has control characters, @ $ < > or \\, or quotes that are not around all of it, or \
         begins with =? without being an RFC 2047 word"
    )]
    Name,
    /// The name is longer than [`MAX_NAME`].
    #[error("the name in MAIL_SENDER is longer than {MAX_NAME} characters")]
    LongName,
}

impl Sender {
    /// Reads `address` or `Name <address>`, the name with quotes around it or without. What it takes is what the
    /// template's parameter takes; `senders.json` has samples for both.
    ///
    /// In the header the name is in quotes, as a comma in it would begin another address (RFC 5322 §3.4). A name outside
    /// ASCII becomes encoded words (RFC 2047), which SES asks for.
    pub(super) fn parse(text: &str) -> Result<Self, SenderError> {
        let (name, address) =
            text.strip_suffix('>').and_then(|text| text.rsplit_once('<')).unwrap_or(("", text));
        let parsed = EmailAddress::parse(address).map_err(SenderError::Address)?;
        if !is_plain(parsed.as_str()) {
            return Err(SenderError::Odd);
        }
        Ok(Self(match header_name(name)? {
            None => address.to_owned(),
            Some(name) => format!("{name} <{address}>"),
        }))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether an address has only characters that mean nothing in a policy, and a domain with a top level.
fn is_plain(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"&'+_=~-".contains(&byte);
    let is_atom = |atom: &str| !atom.is_empty() && atom.bytes().all(is_local);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let top = domain.rsplit_once('.').map(|(_, top)| top);
    local.split('.').all(is_atom)
        && domain.split('.').all(is_label)
        && top.is_some_and(|top| top.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// The name as it stands in the header; `None`: there is none.
fn header_name(text: &str) -> Result<Option<String>, SenderError> {
    if text.starts_with("=?") {
        let words = text.trim_end_matches(' ');
        return if words.split(' ').all(is_word) {
            Ok(Some(words.to_owned()))
        } else {
            Err(SenderError::Name)
        };
    }
    let name = match text.strip_prefix('"') {
        Some(quoted) => quoted.trim_end_matches(' ').strip_suffix('"').ok_or(SenderError::Name)?,
        None => text,
    };
    let is_odd = |char: char| {
        char.is_control() || matches!(char, '"' | '\\' | '<' | '>' | '@' | '$' | '\u{2028}' | '\u{2029}')
    };
    if name.contains(is_odd) || name.starts_with("=?") {
        return Err(SenderError::Name);
    }
    if name.chars().count() > MAX_NAME {
        return Err(SenderError::LongName);
    }
    let name = name.trim();
    Ok(match name {
        "" => None,
        name if name.is_ascii() => Some(format!("\"{name}\"")),
        name => Some(encoded(name)),
    })
}

/// Whether a text is one encoded word (RFC 2047 §2): `=?charset?encoding?text?=`.
fn is_word(text: &str) -> bool {
    let inner = text.strip_prefix("=?").and_then(|text| text.strip_suffix("?="));
    let parts: Vec<&str> = inner.unwrap_or_default().split('?').collect();
    let [charset, encoding, content] = parts.as_slice() else { return false };
    let made_of = |text: &str, others: &[u8]| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
    };
    made_of(charset, b"-") && matches!(*encoding, "B" | "b" | "Q" | "q") && made_of(content, b"+/=_.!*-")
}

/// Encoded words of a text, each short enough for its kind and none with a part of a character.
fn encoded(text: &str) -> String {
    let mut words = vec![String::new()];
    for char in text.chars() {
        let mut bytes = [0; 4];
        let code: String = match char {
            ' ' => "_".to_owned(),
            char if char.is_ascii_alphanumeric() => char.to_string(),
            char => char.encode_utf8(&mut bytes).bytes().map(|byte| format!("={byte:02X}")).collect(),
        };
        match words.last_mut() {
            Some(word) if WORD_START.len() + word.len() + code.len() + WORD_END.len() <= MAX_WORD => {
                word.push_str(&code);
            }
            _ => words.push(code),
        }
    }
    let words: Vec<String> = words.iter().map(|word| format!("{WORD_START}{word}{WORD_END}")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// Held against the template's parameter too, by `infra/test_template.py`.
    const SAMPLES: &str = include_str!("senders.json");

    fn samples(kind: &str) -> Vec<String> {
        let samples: Value = serde_json::from_str(SAMPLES).unwrap();
        let samples: Vec<String> = serde_json::from_value(samples[kind].clone()).unwrap();
        assert!(!samples.is_empty(), "{kind}");
        samples
    }

    #[test]
    fn a_sender_is_what_the_template_takes_for_one() {
        for text in samples("taken") {
            assert!(Sender::parse(&text).is_ok(), "{text:?}: {:?}", Sender::parse(&text));
        }
        for text in samples("refused") {
            assert!(Sender::parse(&text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, sender) in [
            ("accounts@example.com", "accounts@example.com"),
            ("<accounts@example.com>", "accounts@example.com"),
            ("Acme, Inc. <accounts@example.com>", "\"Acme, Inc.\" <accounts@example.com>"),
            ("\"Acme, Inc.\" <accounts@example.com>", "\"Acme, Inc.\" <accounts@example.com>"),
            ("=?utf-8?q?Zo=C3=AB?= <accounts@example.com>", "=?utf-8?q?Zo=C3=AB?= <accounts@example.com>"),
            ("Müller GmbH <accounts@example.com>", "=?utf-8?q?M=C3=BCller_GmbH?= <accounts@example.com>"),
        ] {
            assert_eq!(Sender::parse(text).unwrap().as_str(), sender);
        }
    }

    #[test]
    fn a_sender_that_mails_could_not_be_sent_from_is_refused_with_the_reason() {
        for (text, error) in [
            ("Acme", SenderError::Address(AddressError::NotAnAddress)),
            ("Acme <>", SenderError::Address(AddressError::Empty)),
            ("a@example.com, b@example.com", SenderError::Address(AddressError::NotAnAddress)),
            ("*@example.com", SenderError::Odd),
            ("Acme\r\nBcc: <accounts@example.com>", SenderError::Name),
            ("A \" B <accounts@example.com>", SenderError::Name),
            ("=?x?= <accounts@example.com>", SenderError::Name),
        ] {
            assert_eq!(Sender::parse(text), Err(error), "{text:?}");
        }
        let long = format!("{} <accounts@example.com>", "ü".repeat(MAX_NAME + 1));
        assert_eq!(Sender::parse(&long), Err(SenderError::LongName));
    }

    proptest! {
        #[test]
        fn a_sender_is_one_line_of_ascii_with_one_address_whatever_the_name(name in "\\PC{0,100}") {
            if let Ok(sender) = Sender::parse(&format!("{name} <accounts@example.com>")) {
                let sender = sender.as_str();
                prop_assert!(sender.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{sender}");
                prop_assert_eq!(sender.matches('@').count(), 1);
                if sender.starts_with(WORD_START) {
                    prop_assert!(sender.split(' ').all(|word| word.len() <= MAX_WORD), "{}", sender);
                }
            }
        }
    }
}
