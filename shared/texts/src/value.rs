//! What a text is given for its variables.

use std::borrow::Cow;

use askama::filters::{Html, escape};
use fluent_bundle::FluentValue;

/// A variable's value. A number is written as the language writes numbers, and decides on singular or plural.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Written as it is.
    Text(Cow<'a, str>),
    /// A count, at most 2^53.
    Number(u64),
}

impl<'a> Value<'a> {
    pub(crate) fn into_fluent(self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::String(text),
            Self::Number(number) => FluentValue::from(number),
        }
    }

    /// The value for a text that is HTML.
    pub(crate) fn escaped(self) -> Self {
        match self {
            Self::Text(text) => match escape(&text, Html) {
                Ok(safe) => Self::Text(Cow::Owned(safe.to_string())),
                Err(never) => match never {},
            },
            Self::Number(_) => self,
        }
    }
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
