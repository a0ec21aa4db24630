//! What an attribute, a schema and a resource type are (RFC 7643 §2, §6, §7): the one description from which parsing,
//! filtering, patching, projection and `/Schemas` all follow.
//!
//! A [`ResourceType`] is a value of the caller's. The schemas of the RFCs are here; a service's own extensions are
//! made by [`define`] where the service is.

pub mod define;
mod group;
mod user;

use serde_json::Value;

pub use group::GROUP;
pub use user::{COMMON, ENTERPRISE_USER, USER, USER_WITH_GROUPS};

/// `urn` of the core User schema (RFC 7643 §4.1).
pub const USER_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// `urn` of the Group schema (RFC 7643 §4.2).
pub const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// `urn` of the enterprise extension (RFC 7643 §4.3).
pub const ENTERPRISE_URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Data type of an attribute (RFC 7643 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `string`: text of any length.
    String,
    /// `boolean`: true or false, as JSON has them.
    Boolean,
    /// `integer`: a whole number.
    Integer,
    /// `dateTime`: an `xsd:dateTime`, with a zone
    DateTime,
    /// `reference`: a URI, kept as text.
    Reference,
    /// `binary`: bytes, in base64.
    Binary,
    /// `complex`: an object of sub-attributes.
    Complex,
}

/// Who may change an attribute, and when (RFC 7643 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// `readOnly`: set by the service; a value that is sent is ignored.
    ReadOnly,
    /// Set by the directory at any time.
    ReadWrite,
    /// `immutable`: set by the directory along with what it is part of, and never changed.
    Immutable,
    /// `writeOnly`: accepted, never returned.
    WriteOnly,
    /// Part of the profile: `readWrite` for a tenant with `profileSync: full`, otherwise kept as first sent
    /// (`immutable`).
    Profile,
    /// The service's, with values of the directory beside its own for a tenant with `profileSync: full` (`readWrite`);
    /// otherwise there are none beside (`readOnly`).
    Shared,
}

/// How a tenant's directory may change the profile: what [`Mutability::Profile`] and [`Mutability::Shared`] mean for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileMutability {
    /// The profile stays as first sent.
    Immutable,
    /// The profile follows the directory.
    ReadWrite,
}

impl Mutability {
    /// The keyword of RFC 7643 §7.
    #[must_use]
    pub const fn keyword(self, profile: ProfileMutability) -> &'static str {
        match (self, profile) {
            (Self::ReadOnly, _) | (Self::Shared, ProfileMutability::Immutable) => "readOnly",
            (Self::WriteOnly, _) => "writeOnly",
            (Self::ReadWrite, _) | (Self::Profile | Self::Shared, ProfileMutability::ReadWrite) => {
                "readWrite"
            }
            (Self::Immutable, _) | (Self::Profile, ProfileMutability::Immutable) => "immutable",
        }
    }
}

/// When an attribute is in a response (RFC 7643 §2.2 `returned`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// `always`: returned even if `excludedAttributes` names it.
    Always,
    /// `never`: not returned even if `attributes` names it.
    Never,
    /// `default`: returned unless `excludedAttributes` names it, or `attributes` names others.
    Default,
}

/// Scope in which a value must be unique (RFC 7643 §2.2 `uniqueness`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// `none`: two resources may have the same value.
    None,
    /// `server`: at most one resource of a tenant has a value.
    Server,
}

/// One attribute definition (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Name as it is written; compared without regard to case (RFC 7643 §2.1).
    pub name: &'static str,
    /// Type of the value, or of each entry.
    pub kind: Type,
    /// Whether it has an array of values.
    pub multi_valued: bool,
    /// A sentence for people, shown at `/Schemas`.
    pub description: &'static str,
    /// Whether a new resource must have it.
    pub required: bool,
    /// Whether comparisons of its strings mind case.
    pub case_exact: bool,
    /// Whether white space around its strings is no part of them, in a resource as in a filter. No schema says so on
    /// the wire.
    pub trimmed: bool,
    /// Who may change it, and when.
    pub mutability: Mutability,
    /// In which responses it is returned.
    pub returned: Returned,
    /// Among which resources a value is unique.
    pub uniqueness: Uniqueness,
    /// Suggested values, such as `work` and `home`.
    pub canonical_values: &'static [&'static str],
    /// What a reference may point at.
    pub reference_types: &'static [&'static str],
    /// Sub-attributes of a complex attribute.
    pub sub_attributes: &'static [Attribute],
}

impl Attribute {
    /// The value that an entry has which does not say: RFC 7643 §2.4, "If not specified, the value of 'primary' SHALL
    /// be assumed to be 'false'".
    #[must_use]
    pub fn assumed(&self) -> Option<&'static Value> {
        static FALSE: Value = Value::Bool(false);
        (self.name == "primary").then_some(&FALSE)
    }

    /// The sub-attribute of that name, whatever its case.
    #[must_use]
    pub fn sub(&self, name: &str) -> Option<&'static Attribute> {
        self.sub_attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// A schema: a core one or an extension (RFC 7643 §7). Two are the same if they have one URN.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// URN by which messages name the schema.
    pub id: &'static str,
    /// Short name for people, shown at `/Schemas`.
    pub name: &'static str,
    /// A sentence for people, shown at `/Schemas`.
    pub description: &'static str,
    /// Its attributes, in the order in which `/Schemas` lists them.
    pub attributes: &'static [Attribute],
}

impl Schema {
    /// The attribute of that name, whatever its case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// Whether a directory can write none of its attributes.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.attributes.iter().all(|attribute| attribute.mutability == Mutability::ReadOnly)
    }
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Schema {}

/// A kind of resource that a service has (RFC 7643 §6).
#[derive(Debug, Clone, Copy)]
pub struct ResourceType {
    /// Name of the type, such as `User`: its `id` at `/ResourceTypes`.
    pub name: &'static str,
    /// A sentence for people, shown at `/ResourceTypes`.
    pub description: &'static str,
    /// Path below the SCIM base URL, such as `/Users`.
    pub endpoint: &'static str,
    /// The core schema.
    pub schema: &'static Schema,
    /// What extends it. None of them is required.
    pub extensions: &'static [&'static Schema],
}

impl ResourceType {
    /// Its schemas: the core one first, then the extensions.
    pub fn schemas(&self) -> impl Iterator<Item = &'static Schema> + use<> {
        [self.schema].into_iter().chain(self.extensions.iter().copied())
    }

    /// Its schema with that URN, whatever its case.
    #[must_use]
    pub fn schema_of(&self, urn: &str) -> Option<&'static Schema> {
        self.schemas().find(|schema| schema.id.eq_ignore_ascii_case(urn))
    }

    /// The attribute of that name among the common ones (RFC 7643 §3.1) and those of the core schema.
    #[must_use]
    pub fn core_attribute(&self, name: &str) -> Option<&'static Attribute> {
        let common = COMMON.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
        common.or_else(|| self.schema.attribute(name))
    }
}
