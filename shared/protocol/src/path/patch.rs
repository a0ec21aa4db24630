//! The `path` of a PATCH operation (RFC 7644 §3.5.2).

use std::fmt;

use super::super::filter::{self, ValueFilter};
use super::super::schema::{Attribute, ResourceType, Schema};
use super::{AttributePath, PathError};

/// What a PATCH operation is about.
#[derive(Clone, PartialEq, Eq)]
pub enum PatchPath {
    /// All attributes of a schema: a bare URN. The core schema's is the resource itself.
    Schema(&'static Schema),
    /// An attribute or sub-attribute: `active`, `name.familyName`, `emails.value` (of every entry).
    Attribute(AttributePath),
    /// The entries of a complex attribute that pass a filter, or a sub-attribute of theirs:
    /// `emails[type eq "work"].value`.
    Entries {
        /// The attribute; never has a sub-attribute.
        attribute: AttributePath,
        /// Selects the entries that the operation is about.
        filter: ValueFilter,
        /// What of them; the whole entry if none.
        sub: Option<&'static Attribute>,
    },
}

impl PatchPath {
    /// Parses `PATH = attrPath / valuePath [subAttr]`, or the URN of a schema.
    ///
    /// # Errors
    ///
    /// What is malformed, unknown, or wrong with the filter in the brackets. As a
    /// [`ScimError`](super::super::ScimError) it becomes `invalidPath` or `invalidFilter`.
    pub fn parse(text: &str, resource_type: &'static ResourceType) -> Result<Self, PathError> {
        let text = text.trim_ascii();
        match resource_type.schema_of(text) {
            Some(schema) => Ok(Self::Schema(schema)),
            None => filter::parse_patch_path(text, resource_type),
        }
    }
}

impl fmt::Display for PatchPath {
    /// The schema's spelling; parses back to an equal path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(schema) => f.write_str(schema.id),
            Self::Attribute(path) => path.fmt(f),
            Self::Entries { attribute, filter, sub } => {
                write!(f, "{attribute}[{filter}]")?;
                sub.map_or(Ok(()), |sub| write!(f, ".{}", sub.name))
            }
        }
    }
}

impl fmt::Debug for PatchPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatchPath({self})")
    }
}
