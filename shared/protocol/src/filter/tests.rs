//! What filters mean, as a reader of RFC 7644 would write it down. The parts with rules of their own (`text`,
//! `literal`) have their tests beside them; `tests/filter_properties` holds the whole against a naive model.

mod derived;
mod matching;
mod parsing;

use super::Filter;
use crate::example::PERSON;

fn parse(text: &str) -> Filter {
    Filter::parse(text, &PERSON).unwrap_or_else(|error| panic!("{text}: {error}"))
}
