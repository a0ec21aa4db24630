//! Which look-ups answer a filter, so that not every resource has to be read.

use super::check::{Check, Operator};
use super::expression::Expression;
use super::literal::Comparand;
use super::value_filter::EntryTest;
use super::{Test, ValueFilter};
use crate::path::AttributePath;
use crate::schema::{Mutability, ProfileMutability};

/// A look-up of a filter over users: together they yield every user that can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// The user with this `id`, exactly.
    Id(&'a str),
    /// The users for which this address, here without its case, is `userName` or that of the account's own entry of
    /// `emails`.
    Address(&'a str),
    /// The users with this `externalId`, exactly.
    ExternalId(&'a str),
}

/// A look-up of a filter over groups: together they yield every group that can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKey<'a> {
    /// The group with this `id`, exactly.
    Id(&'a str),
    /// The groups with this `displayName`, here without its case.
    DisplayName(&'a str),
    /// The groups with this `externalId`, exactly.
    ExternalId(&'a str),
    /// The groups of which the user with this `id`, exactly, is a member.
    Member(&'a str),
}

/// Most keys by which a filter is answered. With the tenant's record they are read in one call of DynamoDB, which takes
/// a hundred.
pub const MAX_KEYS: usize = 50;

/// The keys of an expression over users, each once, if there are [`MAX_KEYS`] at most.
pub(super) fn of(filter: &Expression<Test>, mutability: ProfileMutability) -> Option<Vec<Key<'_>>> {
    each_once(keys(filter, &|test| match test {
        Test::Attribute(path, check) => {
            of_attribute(*path, check, is_own_alone(*path, mutability)).map(|key| vec![key])
        }
        Test::Entry(path, filter) => {
            of_entry(*path, filter, is_own_alone(*path, mutability) || asks_for_own(filter))
        }
    })?)
}

/// The keys of an expression over groups, each once, if there are [`MAX_KEYS`] at most.
pub(super) fn of_groups(filter: &Expression<Test>) -> Option<Vec<GroupKey<'_>>> {
    each_once(keys(filter, &|test| match test {
        Test::Attribute(path, check) => of_group_attribute(*path, check).map(|key| vec![key]),
        Test::Entry(path, filter) => keys(filter.expression(), &|EntryTest { sub, check }| {
            of_group_attribute(path.with_sub(sub.name).ok()?, check).map(|key| vec![key])
        }),
    })?)
}

fn each_once<K: PartialEq>(keys: Vec<K>) -> Option<Vec<K>> {
    let mut once = Vec::with_capacity(keys.len());
    for key in keys {
        if !once.contains(&key) {
            once.push(key);
        }
    }
    (once.len() <= MAX_KEYS).then_some(once)
}

/// All conjuncts must be true, so the keys of any one will do: the fewest. Of an `or` each part may be, so each must
/// have keys.
fn keys<'a, T, K: Clone>(
    filter: &'a Expression<T>,
    of_test: &impl Fn(&'a T) -> Option<Vec<K>>,
) -> Option<Vec<K>> {
    match filter {
        Expression::Test(test) => of_test(test),
        Expression::All(parts) => parts.iter().filter_map(|part| keys(part, of_test)).min_by_key(Vec::len),
        Expression::Any(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| keys(part, of_test)).collect();
            parts.map(|parts| parts.concat())
        }
        Expression::Not(_) => None,
    }
}

/// Is there no value of the attribute beside the account's own?
fn is_own_alone(path: AttributePath, mutability: ProfileMutability) -> bool {
    path.attribute().mutability != Mutability::Shared || mutability == ProfileMutability::Immutable
}

/// Can the account's own entry alone pass? None beside it is of the type `work`, or primary.
fn asks_for_own(filter: &ValueFilter) -> bool {
    filter.conjuncts().iter().any(|part| match part {
        Expression::Test(EntryTest { sub, check: Check::Is(Operator::Eq, comparand) }) => {
            match (sub.name, comparand) {
                ("type", Comparand::Text(text)) => text.compared() == "work",
                ("primary", comparand) => *comparand == Comparand::Boolean(true),
                _ => false,
            }
        }
        _ => false,
    })
}

/// `own`: only the account's own value can be the one compared.
fn of_attribute(path: AttributePath, check: &Check, own: bool) -> Option<Key<'_>> {
    let text = equal_to(check)?;
    match (path.is_core(), path.attribute().name, path.sub().map(|sub| sub.name)) {
        (true, "id", None) => Some(Key::Id(text)),
        (true, "externalId", None) => Some(Key::ExternalId(text)),
        (true, "userName", None) => Some(Key::Address(text)),
        (true, "emails", Some("value")) if own => Some(Key::Address(text)),
        _ => None,
    }
}

fn of_group_attribute(path: AttributePath, check: &Check) -> Option<GroupKey<'_>> {
    let text = equal_to(check)?;
    match (path.is_core(), path.attribute().name, path.sub().map(|sub| sub.name)) {
        (true, "id", None) => Some(GroupKey::Id(text)),
        (true, "displayName", None) => Some(GroupKey::DisplayName(text)),
        (true, "externalId", None) => Some(GroupKey::ExternalId(text)),
        (true, "members", Some("value")) => Some(GroupKey::Member(text)),
        _ => None,
    }
}

fn of_entry(path: AttributePath, filter: &ValueFilter, own: bool) -> Option<Vec<Key<'_>>> {
    keys(filter.expression(), &|EntryTest { sub, check }| {
        of_attribute(path.with_sub(sub.name).ok()?, check, own).map(|key| vec![key])
    })
}

/// The text that the check asks to be equal to.
pub(super) fn equal_to(check: &Check) -> Option<&str> {
    match check {
        Check::Is(Operator::Eq, Comparand::Text(text)) => Some(text.compared()),
        _ => None,
    }
}
