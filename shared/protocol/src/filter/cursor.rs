//! Reads the words and literals of a filter from left to right.

use serde_json::Number;

use super::literal::Literal;
use crate::path::{PathError, char_position, shortened};

/// Why a filter is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FilterError {
    /// Byte offset in the text.
    pub(super) offset: usize,
    /// For the people who sent the filter.
    pub(super) message: String,
    /// The attribute that the schema lacks, if that is why.
    pub(super) unknown: Option<PathError>,
}

impl FilterError {
    /// The error in full, given the text that was parsed.
    pub(super) fn describe(&self, text: &str) -> String {
        let position = char_position(text, self.offset);
        format!("the filter is not valid at character {position}: {}", self.message)
    }
}

/// A place in the text of a filter.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, offset: 0 }
    }

    /// What has not been read yet.
    fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// Byte offset of what comes next.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.offset += self.rest().len() - self.rest().trim_ascii_start().len();
    }

    /// Does this character come next?
    pub(super) fn is_at(&self, c: char) -> bool {
        self.rest().starts_with(c)
    }

    /// Reads this character, if it comes next.
    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.is_at(c);
        if found {
            self.offset += c.len_utf8();
        }
        found
    }

    /// Reads this keyword, whatever its case, if it is the next word.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let mut ahead = self.clone();
        let found = ahead.word().eq_ignore_ascii_case(word);
        if found {
            *self = ahead;
        }
        found
    }

    /// Reads what stands before the next blank, bracket, parenthesis or quote: perhaps nothing.
    pub(super) fn word(&mut self) -> &'a str {
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"');
        let rest = self.rest();
        let word = rest.find(is_end).and_then(|end| rest.get(..end)).unwrap_or(rest);
        self.offset += word.len();
        word
    }

    /// Reads a literal: `compValue` of RFC 7644 §3.4.2.2. The words may be in any case.
    pub(super) fn literal(&mut self) -> Result<Literal, FilterError> {
        if self.is_at('"') {
            return self.string().map(Literal::String);
        }
        let before = self.clone();
        let word = self.word();
        match word {
            _ if word.eq_ignore_ascii_case("true") => Ok(Literal::Boolean(true)),
            _ if word.eq_ignore_ascii_case("false") => Ok(Literal::Boolean(false)),
            _ if word.eq_ignore_ascii_case("null") => Ok(Literal::Null),
            _ => serde_json::from_str::<Number>(word).map(Literal::Number).map_err(|_| {
                before.unexpected("a value: a string in double quotes, a number, true, false or null")
            }),
        }
    }

    /// Reads a JSON string (RFC 8259 §7), of which the opening quote comes next.
    fn string(&mut self) -> Result<String, FilterError> {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| {
            let is_end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            is_end
        });
        // The opening quote, which was skipped, and the closing one.
        let quoted = end
            .and_then(|end| rest.get(..end + 2))
            .ok_or_else(|| self.error("this string has no closing double quote"))?;
        let string = serde_json::from_str(quoted).map_err(|_| {
            self.error(
                "this is not a JSON string: check what follows each backslash, and escape control characters",
            )
        })?;
        self.offset += quoted.len();
        Ok(string)
    }

    /// An error about what comes next.
    pub(super) fn error(&self, message: impl Into<String>) -> FilterError {
        FilterError { offset: self.offset, message: message.into(), unknown: None }
    }

    /// An error about the attribute that comes next.
    pub(super) fn unknown(&self, error: PathError) -> FilterError {
        let message = error.to_string();
        FilterError { unknown: Some(error), ..self.error(message) }
    }

    /// An error that something else comes next than should.
    pub(super) fn unexpected(&self, expected: &str) -> FilterError {
        let word = match self.clone().word() {
            "" => self.rest().chars().next().map_or(String::new(), String::from),
            word => shortened(word).to_owned(),
        };
        let found = if word.is_empty() { "the end".to_owned() } else { format!("`{word}`") };
        self.error(format!("expected {expected}, found {found}"))
    }
}
