//! Attribute paths: which attribute a filter, a PATCH operation or a query parameter speaks of (RFC 7644 §3.10).
//!
//! A path is resolved against the schema once, when it is parsed. Afterwards no name has to be looked up again. A path
//! does not say whether its attribute may be changed, filtered by or returned: its users decide that.

mod patch;
#[cfg(test)]
mod tests;

use std::{fmt, slice};

use serde_json::{Map, Value};

pub use self::patch::PatchPath;
use super::error::{ScimError, ScimType};
use super::schema::{Attribute, ResourceType, Schema, Type};

/// Why a text is not a path to an attribute of a resource type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The text does not have the form of a path.
    #[error("the path is malformed at character {position}: expected {expected}")]
    Malformed {
        /// Where, counted in characters from 1.
        position: usize,
        /// What a path may have at that place.
        expected: &'static str,
    },
    /// The path is qualified by a URN that is not a schema of the resource type.
    #[error("\"{urn}\" is not a schema of {of}")]
    UnknownSchema {
        /// Name of the resource type.
        of: &'static str,
        /// The URN as it was sent, cut short if it is long.
        urn: String,
    },
    /// The path names no attribute of the resource type.
    #[error("{of} has no attribute \"{name}\"")]
    UnknownAttribute {
        /// Name of the resource type.
        of: &'static str,
        /// The name as it was sent, cut short if it is long.
        name: String,
    },
    /// The filter in the brackets of a PATCH path is no good.
    #[error("{detail}")]
    Filter {
        /// At which character it is wrong, and what was expected there.
        detail: String,
    },
}

impl PathError {
    /// Is the path sound, but of an attribute or a schema that the resource type does not have?
    #[must_use]
    pub const fn is_of_unknown(&self) -> bool {
        match self {
            Self::UnknownSchema { .. } | Self::UnknownAttribute { .. } => true,
            Self::Malformed { .. } | Self::Filter { .. } => false,
        }
    }
}

impl From<PathError> for ScimError {
    /// RFC 7644 §3.12, table 9: the filter in a PATCH path is `invalidFilter`, the rest of the path `invalidPath`.
    fn from(error: PathError) -> Self {
        let scim_type = match error {
            PathError::Filter { .. } => ScimType::InvalidFilter,
            PathError::Malformed { .. }
            | PathError::UnknownSchema { .. }
            | PathError::UnknownAttribute { .. } => ScimType::InvalidPath,
        };
        Self::bad_request(scim_type, error.to_string())
    }
}

/// A path to an attribute or sub-attribute of a resource type, found in its schemas. Two are the same if they name the
/// same.
#[derive(Clone, Copy)]
pub struct AttributePath {
    resource_type: &'static ResourceType,
    schema: &'static Schema,
    attribute: &'static Attribute,
    sub: Option<&'static Attribute>,
}

impl AttributePath {
    /// Finds the attribute that `text` names: `userName`, `name.familyName`, `emails.$ref`, any of them qualified by
    /// its schema's URN. Case does not matter (RFC 7643 §2.1, RFC 8141 §3.1 for the parts of these URNs).
    ///
    /// # Errors
    ///
    /// [`PathError::Malformed`] if it is not a path at all; otherwise which schema or attribute does not exist.
    pub fn parse(text: &str, resource_type: &'static ResourceType) -> Result<Self, PathError> {
        // The URN holds dots ("2.0") and colons, an attribute's name neither: the last colon ends the URN.
        let (urn, names) = text.rsplit_once(':').map_or((None, text), |(urn, names)| (Some(urn), names));
        let offset = text.len() - names.len();
        let (name, sub_name) =
            names.split_once('.').map_or((names, None), |(name, sub)| (name, Some((name.len() + 1, sub))));
        // What follows the URN of a schema that is not ours need not have our form: "urn:scim:…:1.0.department".
        if let Some(urn) = urn.filter(|urn| is_of_other_schema(urn, resource_type)) {
            return Err(unknown_schema(urn, resource_type));
        }
        check_name(text, offset, name)?;
        let (schema, attribute) = match urn {
            Some(urn) => qualified(urn, name, resource_type)?,
            None => unqualified(name, resource_type)?,
        };
        let path = Self { resource_type, schema, attribute, sub: None };
        match sub_name {
            None => Ok(path),
            Some((start, sub)) => {
                check_name(text, offset + start, sub)?;
                path.with_sub(sub)
            }
        }
    }

    /// The path to an attribute that was found in a schema of the resource type.
    pub(super) const fn of(
        resource_type: &'static ResourceType,
        schema: &'static Schema,
        attribute: &'static Attribute,
    ) -> Self {
        Self { resource_type, schema, attribute, sub: None }
    }

    /// The path without its sub-attribute.
    pub(super) const fn whole(self) -> Self {
        Self { sub: None, ..self }
    }

    /// The path to a sub-attribute that was found in its attribute.
    pub(super) const fn down_to(self, sub: &'static Attribute) -> Self {
        Self { sub: Some(sub), ..self }
    }

    /// The path to a sub-attribute of this attribute.
    ///
    /// # Errors
    ///
    /// [`PathError::UnknownAttribute`] if there is none of that name, or this is itself a sub-attribute.
    pub fn with_sub(self, name: &str) -> Result<Self, PathError> {
        match (self.sub, self.attribute.sub(name)) {
            (None, Some(sub)) => Ok(Self { sub: Some(sub), ..self }),
            _ => Err(unknown_attribute(format!("{self}.{}", shortened(name)), self.resource_type)),
        }
    }

    /// The schema the attribute belongs to; the common attributes (RFC 7643 §3.1) count as of the core schema.
    #[must_use]
    pub fn schema(self) -> &'static Schema {
        self.schema
    }

    /// The attribute, above any sub-attribute.
    #[must_use]
    pub fn attribute(self) -> &'static Attribute {
        self.attribute
    }

    /// The sub-attribute, if the path goes down to one.
    #[must_use]
    pub fn sub(self) -> Option<&'static Attribute> {
        self.sub
    }

    /// The definition at the end of the path: the sub-attribute if there is one, else the attribute.
    #[must_use]
    pub fn definition(self) -> &'static Attribute {
        self.sub.unwrap_or(self.attribute)
    }

    /// Is the attribute one of the core schema, hence at the top level of a resource?
    #[must_use]
    pub fn is_core(self) -> bool {
        self.schema == self.resource_type.schema
    }

    /// The path to what can be compared or sorted by: a complex attribute stands for its `value` sub-attribute, if it
    /// has one.
    // RFC 7644 §3.4.2.2 says so of multi-valued attributes; Entra compares `manager` that way too.
    #[must_use]
    pub fn comparable(self) -> Option<Self> {
        match self.definition().kind {
            Type::Complex => self.with_sub("value").ok(),
            Type::String
            | Type::Boolean
            | Type::Integer
            | Type::DateTime
            | Type::Reference
            | Type::Binary => Some(self),
        }
    }

    /// The values the path denotes in a resource, none of them null: those of all entries if the attribute is
    /// multi-valued. The resource has the schema's spelling of names, and an extension's attributes under its URN.
    pub fn values(self, resource: &Map<String, Value>) -> impl Iterator<Item = &Value> {
        self.entries(resource).iter().filter_map(move |entry| self.within(entry))
    }

    /// The entries of the attribute (not of the sub-attribute) in a resource; a single value is one entry.
    #[must_use]
    pub fn entries(self, resource: &Map<String, Value>) -> &[Value] {
        let container = if self.is_core() {
            Some(resource)
        } else {
            resource.get(self.schema.id).and_then(Value::as_object)
        };
        match container.and_then(|container| container.get(self.attribute.name)) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(entries)) => entries,
            Some(value) => slice::from_ref(value),
        }
    }

    /// What the path denotes in one of the [`entries`](Self::entries): the entry or its sub-attribute, unless null.
    pub(super) fn within(self, entry: &Value) -> Option<&Value> {
        match self.sub {
            None => Some(entry),
            Some(sub) => entry.as_object()?.get(sub.name),
        }
        .filter(|value| !value.is_null())
    }
}

impl PartialEq for AttributePath {
    fn eq(&self, other: &Self) -> bool {
        let names = |path: &Self| (path.attribute.name, path.sub.map(|sub| sub.name), path.schema.id);
        names(self) == names(other)
    }
}

impl Eq for AttributePath {}

impl fmt::Display for AttributePath {
    /// The schema's spelling; the attributes of extensions are qualified.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_core() {
            write!(f, "{}:", self.schema.id)?;
        }
        f.write_str(self.attribute.name)?;
        self.sub.map_or(Ok(()), |sub| write!(f, ".{}", sub.name))
    }
}

impl fmt::Debug for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttributePath({self})")
    }
}

/// Is it, or does it begin with, a URN that is none of the resource type's schemas?
fn is_of_other_schema(urn: &str, resource_type: &ResourceType) -> bool {
    let is_urn = urn.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    is_urn && resource_type.schema_of(urn).is_none()
}

fn unknown_schema(urn: &str, resource_type: &ResourceType) -> PathError {
    PathError::UnknownSchema { of: resource_type.name, urn: shortened(urn).to_owned() }
}

fn unknown_attribute(name: String, resource_type: &ResourceType) -> PathError {
    PathError::UnknownAttribute { of: resource_type.name, name }
}

type Found = Result<(&'static Schema, &'static Attribute), PathError>;

fn qualified(urn: &str, name: &str, resource_type: &ResourceType) -> Found {
    let schema = resource_type.schema_of(urn).ok_or_else(|| unknown_schema(urn, resource_type))?;
    let attribute = match schema == resource_type.schema {
        true => resource_type.core_attribute(name),
        false => schema.attribute(name),
    };
    attribute
        .map(|attribute| (schema, attribute))
        .ok_or_else(|| unknown_attribute(format!("{}:{}", schema.id, shortened(name)), resource_type))
}

// RFC 7644 §3.10: clients "SHOULD fully qualify extended attributes". A client that does not is understood as long as
// the core schema has no attribute of that name.
fn unqualified(name: &str, resource_type: &ResourceType) -> Found {
    let core = resource_type.core_attribute(name).map(|attribute| (resource_type.schema, attribute));
    core.or_else(|| resource_type.schemas().find_map(|schema| Some((schema, schema.attribute(name)?))))
        .ok_or_else(|| unknown_attribute(shortened(name).to_owned(), resource_type))
}

/// Checks a name that starts at byte `start` of `text`: `ATTRNAME` of RFC 7644 §3.4.2.2, or `$ref`.
pub(super) fn check_name(text: &str, start: usize, name: &str) -> Result<(), PathError> {
    let position = |offset| char_position(text, start + offset);
    let letters = name.strip_prefix('$').unwrap_or(name);
    if !letters.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(PathError::Malformed { position: position(0), expected: "the name of an attribute" });
    }
    match name.char_indices().skip(1).find(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
        None => Ok(()),
        Some((offset, _)) => Err(PathError::Malformed {
            position: position(offset),
            expected: "a letter, a digit, \"-\" or \"_\" in the name of an attribute",
        }),
    }
}

/// The position of a byte offset, counted in characters from 1, as people count.
pub(super) fn char_position(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(0, |before| before.chars().count()) + 1
}

/// The text up to a length that is good to read in an error.
pub(super) fn shortened(text: &str) -> &str {
    const READABLE: usize = 100;
    text.char_indices().nth(READABLE).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}
