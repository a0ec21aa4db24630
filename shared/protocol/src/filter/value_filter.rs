//! A filter over one entry of a complex attribute: what stands in the brackets of `emails[type eq "work"]`.

use std::{fmt, iter};

use serde_json::{Map, Value};

use super::check::{Check, Operator};
use super::expression::Expression;
use crate::schema::Attribute;

/// A filter over the entries of a complex attribute.
#[derive(Clone, PartialEq, Eq)]
pub struct ValueFilter(Expression<EntryTest>);

/// What a value filter is made of: a comparison of a sub-attribute.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct EntryTest {
    pub(super) sub: &'static Attribute,
    pub(super) check: Check,
}

impl ValueFilter {
    pub(super) fn new(expression: Expression<EntryTest>) -> Self {
        Self(expression)
    }

    /// This filter and one more test.
    pub(super) fn and(self, test: EntryTest) -> Self {
        Self(Expression::all(vec![self.0, Expression::Test(test)]))
    }

    /// The filter as it was parsed.
    pub(super) fn expression(&self) -> &Expression<EntryTest> {
        &self.0
    }

    /// The parts that must all be true.
    pub(super) fn conjuncts(&self) -> &[Expression<EntryTest>] {
        self.0.conjuncts()
    }

    /// Does the entry pass? What is not an object has no sub-attributes.
    #[must_use]
    pub fn matches(&self, entry: &Value) -> bool {
        self.0.holds(&|EntryTest { sub, check }| {
            check.holds(sub, iter::once(entry.get(sub.name).filter(|value| !value.is_null())))
        })
    }

    /// The entry that the filter describes, if it consists of nothing but `eq` joined by `and`:
    /// `{"type": "work"}` for `type eq "work"`.
    // Entra adds to `emails[type eq "work"].value` where there is no such entry and expects it to be created.
    #[must_use]
    pub fn described_entry(&self) -> Option<Map<String, Value>> {
        let mut entry = Map::new();
        for part in self.conjuncts() {
            let Expression::Test(EntryTest { sub, check: Check::Is(Operator::Eq, comparand) }) = part else {
                return None;
            };
            entry.insert(sub.name.to_owned(), comparand.to_value());
        }
        // `type eq "work" and type eq "home"` describes no entry at all.
        let entry = Value::Object(entry);
        if !self.matches(&entry) {
            return None;
        }
        match entry {
            Value::Object(entry) => Some(entry),
            _ => None,
        }
    }
}

impl fmt::Display for ValueFilter {
    /// The filter in canonical spelling, without the brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ValueFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ValueFilter({self})")
    }
}

impl fmt::Display for EntryTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sub.name, self.check)
    }
}
