use std::fmt;

use rollcall_rules::text;

/// Longest subject, in characters. Readers show half of that.
const MAX_CHARS: usize = 150;

/// A subject: one line by construction, so that no name in it can add a header to the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// Makes one line of a text, see [`text::one_line`].
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text::one_line(text, MAX_CHARS))
    }

    /// The subject: one line, without control characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line_of_bounded_length_whatever_it_is_made_of() {
        let subject = Subject::new("Hello\r\nBcc: eve@example.com\r\n\r\nbody");
        assert_eq!(subject.as_str(), "Hello Bcc: eve@example.com body");
        assert_eq!(Subject::new(&"x".repeat(500)).as_str().chars().count(), MAX_CHARS);
    }
}
