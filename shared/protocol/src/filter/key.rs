//! Which look-up answers a filter, so that not every user has to be read.

use super::check::{Check, Operator};
use super::expression::Expression;
use super::literal::Comparand;
use super::value_filter::EntryTest;
use super::{Test, ValueFilter};
use crate::path::AttributePath;

/// A look-up that yields every resource that can match a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// The resource with this `id`, exactly.
    Id(&'a str),
    /// The resources for which this address, here without its case, is `userName` or an address of `emails`.
    Address(&'a str),
    /// The resources with this `externalId`, exactly.
    ExternalId(&'a str),
}

/// The key of an expression. All its conjuncts must be true, so each that has a key will do: the first.
pub(super) fn of(filter: &Expression<Test>) -> Option<Key<'_>> {
    filter.conjuncts().iter().find_map(|part| match part {
        Expression::Test(Test::Attribute(path, check)) => of_attribute(*path, check),
        Expression::Test(Test::Entry(path, filter)) => of_entry(*path, filter),
        Expression::All(_) | Expression::Any(_) | Expression::Not(_) => None,
    })
}

fn of_attribute(path: AttributePath, check: &Check) -> Option<Key<'_>> {
    let text = equal_to(check)?;
    match (path.is_core(), path.attribute().name, path.sub().map(|sub| sub.name)) {
        (true, "id", None) => Some(Key::Id(text)),
        (true, "externalId", None) => Some(Key::ExternalId(text)),
        (true, "userName", None) | (true, "emails", Some("value")) => Some(Key::Address(text)),
        _ => None,
    }
}

fn of_entry(path: AttributePath, filter: &ValueFilter) -> Option<Key<'_>> {
    filter.conjuncts().iter().find_map(|part| match part {
        Expression::Test(EntryTest { sub, check }) => of_attribute(path.with_sub(sub.name).ok()?, check),
        Expression::All(_) | Expression::Any(_) | Expression::Not(_) => None,
    })
}

fn equal_to(check: &Check) -> Option<&str> {
    match check {
        Check::Is(Operator::Eq, Comparand::Text(text)) => Some(text.compared()),
        _ => None,
    }
}
