//! Which entries of a multi-valued attribute decide a filter, so that not every one has to be read.
//!
//! A group can have 100,000 members. `members.value eq "x"` is decided by the entry of x alone.

use std::collections::BTreeSet;

use super::Test;
use super::expression::Expression;
use super::key::equal_to;
use super::value_filter::{EntryTest, ValueFilter};

/// The entries of an attribute without which a filter cannot be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entries<'a> {
    /// Those with one of these `value`s, if they are there (without its case, where that does not count): the others make no difference. Without any value, the
    /// filter does not ask for the attribute at all.
    These(BTreeSet<&'a str>),
    /// All of them.
    All,
}

impl Entries<'_> {
    /// No entry at all.
    pub const NONE: Self = Self::These(BTreeSet::new());

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::These(mut one), Self::These(other)) => {
                one.extend(other);
                Self::These(one)
            }
            _ => Self::All,
        }
    }
}

/// The entries of the core attribute of that name that decide the expression.
pub(super) fn deciding<'a>(filter: &'a Expression<Test>, name: &str) -> Entries<'a> {
    match filter {
        Expression::All(parts) | Expression::Any(parts) => {
            parts.iter().map(|part| deciding(part, name)).fold(Entries::NONE, Entries::and)
        }
        Expression::Not(part) => deciding(part, name),
        Expression::Test(Test::Attribute(path, _) | Test::Entry(path, _))
            if !(path.is_core() && path.attribute().name == name) =>
        {
            Entries::NONE
        }
        Expression::Test(Test::Attribute(path, check)) => match (path.sub(), equal_to(check)) {
            (Some(sub), Some(value)) if sub.name == "value" => Entries::These([value].into()),
            _ => Entries::All,
        },
        Expression::Test(Test::Entry(_, filter)) => {
            passing(filter.expression()).map_or(Entries::All, Entries::These)
        }
    }
}

/// Values one of which every entry has that passes. `None`: an entry can pass whatever its value is.
fn passing(filter: &Expression<EntryTest>) -> Option<BTreeSet<&str>> {
    match filter {
        Expression::Test(EntryTest { sub, check }) if sub.name == "value" => {
            equal_to(check).map(|value| [value].into())
        }
        Expression::Test(_) | Expression::Not(_) => None,
        // All conjuncts must be true, so the values of any one will do.
        Expression::All(parts) => parts.iter().filter_map(passing).min_by_key(BTreeSet::len),
        Expression::Any(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(passing).collect();
            parts.map(|parts| parts.into_iter().flatten().collect())
        }
    }
}

impl ValueFilter {
    /// Which entries pass, if that follows from their `value` alone, as all of them have this `type`. `None`: it does
    /// not.
    #[must_use]
    pub fn by_value(&self, of_type: &str) -> Option<Entries<'_>> {
        by_value(self.expression(), of_type)
    }
}

fn by_value<'a>(filter: &'a Expression<EntryTest>, of_type: &str) -> Option<Entries<'a>> {
    match filter {
        Expression::Not(_) => None,
        Expression::Test(EntryTest { sub, check }) => match (sub.name, equal_to(check)) {
            ("value", Some(value)) => Some(Entries::These([value].into())),
            ("type", Some(text)) if text.eq_ignore_ascii_case(of_type) => Some(Entries::All),
            ("type", Some(_)) => Some(Entries::NONE),
            _ => None,
        },
        Expression::All(parts) => {
            let parts = parts.iter().map(|part| by_value(part, of_type));
            parts.reduce(|one, other| Some(both(one?, other?))).flatten()
        }
        Expression::Any(parts) => {
            let parts = parts.iter().map(|part| by_value(part, of_type));
            parts.reduce(|one, other| Some(one?.and(other?))).flatten()
        }
    }
}

fn both<'a>(one: Entries<'a>, other: Entries<'a>) -> Entries<'a> {
    match (one, other) {
        (Entries::All, entries) | (entries, Entries::All) => entries,
        (Entries::These(one), Entries::These(other)) => Entries::These(&one & &other),
    }
}
