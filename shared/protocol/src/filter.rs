//! Filters (RFC 7644 §3.4.2.2): parsed and checked against the schema once, then evaluated over any number of
//! resources in their JSON form.
//!
//! A filter reads nothing from the store. [`Filter::keys`] says which look-ups yield all resources that can match. The
//! caller makes them, and evaluates the filter over the result. The parser bounds length and nesting, so that
//! no text, however hostile, exhausts the stack.
//!
//! # What an unassigned attribute matches
//!
//! RFC 7643 §2.5 takes an absent attribute, null and an empty array for the same state, "unassigned". From it follows,
//! where RFC 7644 is silent:
//!
//! | filter | matches |
//! |---|---|
//! | `a pr`, `a ne null` | some value that is not null, `""`, `[]`, `{}` or made of nothing but these |
//! | `a eq null` | every resource that `a pr` does not match |
//! | `a ne "x"` | an unassigned `a`, which is not identical to "x"; of a multi-valued attribute any entry that differs, and one without that sub-attribute does |
//! | `primary eq false`, `primary ne true` | also an entry without `primary`, which counts as false (RFC 7643 §2.4) |
//! | any other comparison | never an unassigned `a` |
//! | `a[…]` | some entry, hence never an unassigned `a` |

mod check;
mod cursor;
mod entries;
mod expression;
mod key;
mod literal;
mod parser;
#[cfg(test)]
mod tests;
mod text;
mod value_filter;

use std::fmt;

use serde_json::{Map, Value};

use self::check::Check;
pub use self::entries::Entries;
use self::expression::Expression;
pub use self::key::{GroupKey, Key, MAX_KEYS};
pub(super) use self::parser::parse_patch_path;
pub(super) use self::text::fold;
use self::value_filter::EntryTest;
pub use self::value_filter::ValueFilter;
use super::error::{ScimError, ScimType};
use super::path::AttributePath;
use super::schema::{ProfileMutability, ResourceType};

/// Longest filter that is parsed, in bytes of UTF-8.
pub const MAX_LENGTH: usize = 4096;

/// How deep parentheses, `not ( )` and value paths may stand within each other.
pub const MAX_DEPTH: usize = 32;

/// A filter over the resources of a type.
#[derive(Clone, PartialEq, Eq)]
pub struct Filter(Expression<Test>);

/// What a filter over a resource is made of.
#[derive(Clone, PartialEq, Eq)]
enum Test {
    /// The values of an attribute, compared.
    Attribute(AttributePath, Check),
    /// Some entry of a complex attribute passes.
    Entry(AttributePath, ValueFilter),
}

impl Filter {
    /// Parses a filter.
    ///
    /// Beside the grammar of the RFC it takes what Entra sends: `emails[type eq "work"].value eq "x"`, understood as
    /// `emails[type eq "work" and value eq "x"]`, and strings for booleans (`active eq "True"`).
    ///
    /// # Errors
    ///
    /// `invalidFilter`; the detail says at which character what was expected, or which attribute does not exist or
    /// cannot be compared like that.
    pub fn parse(text: &str, resource_type: &'static ResourceType) -> Result<Self, ScimError> {
        parser::parse_filter(text, resource_type)
            .map(Self)
            .map_err(|error| ScimError::bad_request(ScimType::InvalidFilter, error.describe(text)))
    }

    /// Does the resource match? It has the schema's spelling of names, and an extension's attributes under its URN.
    #[must_use]
    pub fn matches(&self, resource: &Map<String, Value>) -> bool {
        self.0.holds(&|test| match test {
            Test::Attribute(path, check) => {
                let values = path.entries(resource).iter().map(|entry| path.within(entry));
                check.holds(path.definition(), values)
            }
            Test::Entry(path, filter) => path.entries(resource).iter().any(|entry| filter.matches(entry)),
        })
    }

    /// The look-ups that together yield every resource that can match (and perhaps others), of a tenant whose directory
    /// may change profiles so: at least one and at most [`MAX_KEYS`], all different. `None` if there are no such
    /// look-ups, or more.
    ///
    /// Those for [`ProfileMutability::ReadWrite`] are right for either. Those for [`ProfileMutability::Immutable`] miss
    /// who has an address in an e-mail entry beside the account's own: no key leads there.
    #[must_use]
    pub fn keys(&self, mutability: ProfileMutability) -> Option<Vec<Key<'_>>> {
        key::of(&self.0, mutability)
    }

    /// The look-ups that together yield every group that can match (and perhaps others): at least one and at most
    /// [`MAX_KEYS`], all different. `None` if there are no such look-ups, or more.
    #[must_use]
    pub fn group_keys(&self) -> Option<Vec<GroupKey<'_>>> {
        key::of_groups(&self.0)
    }

    /// The entries of the multi-valued core attribute of that name that the filter has to see. A resource with these
    /// alone matches exactly if the whole one does.
    #[must_use]
    pub fn entries_of(&self, name: &str) -> Entries<'_> {
        entries::deciding(&self.0, name)
    }

    /// Does it compare this sub-attribute of the core attribute of that name?
    #[must_use]
    pub fn compares(&self, name: &str, sub: &str) -> bool {
        let is_it = |path: &AttributePath| path.is_core() && path.attribute().name == name;
        self.0.has(&|test| match test {
            Test::Attribute(path, _) => is_it(path) && path.sub().is_some_and(|each| each.name == sub),
            Test::Entry(path, filter) => {
                is_it(path) && filter.expression().has(&|EntryTest { sub: each, .. }| each.name == sub)
            }
        })
    }
}

impl fmt::Display for Filter {
    /// The filter in canonical spelling. It parses back to an equal filter, unless the full names of extension
    /// attributes make it longer than [`MAX_LENGTH`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({self})")
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(path, check) => write!(f, "{path} {check}"),
            Self::Entry(path, filter) => write!(f, "{path}[{filter}]"),
        }
    }
}
