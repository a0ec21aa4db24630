//! What a text is given for its variables.

use std::borrow::Cow;

use askama::filters::{Html, escape};
use fluent_bundle::FluentValue;

/// A variable's value. A number is written as the language writes numbers, and decides on singular or plural.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Written as it is.
    Text(Cow<'a, str>),
    /// The same, which a text with tags makes bold.
    Strong(Cow<'a, str>),
    /// A count, at most 2^53.
    Number(u64),
}

impl<'a> Value<'a> {
    /// A text that is bold where there are tags.
    #[must_use]
    pub fn strong(text: &str) -> Self {
        Self::Strong(Cow::Owned(text.to_owned()))
    }

    pub(crate) fn into_fluent(self) -> FluentValue<'a> {
        match self {
            Self::Text(text) | Self::Strong(text) => FluentValue::String(text),
            Self::Number(number) => FluentValue::from(number),
        }
    }

    /// The value for a text that is HTML.
    pub(crate) fn escaped(self) -> Self {
        match self {
            Self::Text(text) => Self::from(escaped(&text)),
            Self::Strong(text) => Self::from(format!("<strong>{}</strong>", escaped(&text))),
            Self::Number(_) => self,
        }
    }
}

fn escaped(text: &str) -> String {
    let Ok(safe) = escape(text, Html);
    safe.to_string()
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}
