//! A text that is HTML.

use std::fmt;

use askama::filters::HtmlSafe;

/// A text with markup of ours, whose variables' values are escaped. A template writes it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup(pub(crate) String);

impl fmt::Display for Markup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}
