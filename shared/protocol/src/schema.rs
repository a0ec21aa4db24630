//! What an attribute is (RFC 7643 §2, §7): the one description from which parsing, filtering, patching, projection
//! and `/Schemas` all follow.

mod user;

pub use user::{ACCOUNT, COMMON, ENTERPRISE_USER, USER};

/// `urn` of the core User schema (RFC 7643 §4.1).
pub const USER_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// `urn` of the enterprise extension (RFC 7643 §4.3).
pub const ENTERPRISE_URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// `urn` of Rollcall's read-only extension: the pending e-mail change and the deletion date.
pub const ACCOUNT_URN: &str = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

/// Data type of an attribute (RFC 7643 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `string`
    String,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `dateTime`: an `xsd:dateTime`, with a zone
    DateTime,
    /// `reference`: a URI
    Reference,
    /// `binary`: base64
    Binary,
    /// `complex`: has sub-attributes
    Complex,
}

/// Who may change an attribute, and when (RFC 7643 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// Set by Rollcall.
    ReadOnly,
    /// Set by the directory at any time.
    ReadWrite,
    /// Accepted, never returned.
    WriteOnly,
    /// Part of the profile: `readWrite` for a tenant with `profileSync: full`, otherwise kept as first sent
    /// (`immutable`).
    Profile,
}

/// How a tenant's directory may change the profile: what [`Mutability::Profile`] means for it.
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
            (Self::ReadOnly, _) => "readOnly",
            (Self::WriteOnly, _) => "writeOnly",
            (Self::ReadWrite, _) | (Self::Profile, ProfileMutability::ReadWrite) => "readWrite",
            (Self::Profile, ProfileMutability::Immutable) => "immutable",
        }
    }
}

/// When an attribute is in a response (RFC 7643 §2.2 `returned`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// Even if excluded.
    Always,
    /// Not even if asked for.
    Never,
    /// Unless excluded.
    Default,
}

/// Scope in which a value must be unique (RFC 7643 §2.2 `uniqueness`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// Need not be.
    None,
    /// Within the tenant.
    Server,
}

/// One attribute definition (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Name as it is written; compared without regard to case (RFC 7643 §2.1).
    pub name: &'static str,
    /// Data type.
    pub kind: Type,
    /// An array of values?
    pub multi_valued: bool,
    /// For people.
    pub description: &'static str,
    /// Must the directory send it?
    pub required: bool,
    /// Do string comparisons mind case?
    pub case_exact: bool,
    /// Who may change it.
    pub mutability: Mutability,
    /// When it is returned.
    pub returned: Returned,
    /// Scope of uniqueness.
    pub uniqueness: Uniqueness,
    /// Suggested values, such as `work` and `home`.
    pub canonical_values: &'static [&'static str],
    /// What a reference may point at.
    pub reference_types: &'static [&'static str],
    /// Sub-attributes of a complex attribute.
    pub sub_attributes: &'static [Attribute],
}

impl Attribute {
    /// The sub-attribute of that name, whatever its case.
    #[must_use]
    pub fn sub(&self, name: &str) -> Option<&'static Attribute> {
        self.sub_attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// A schema: the core one or an extension (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// Its URN.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// For people.
    pub description: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
}

impl Schema {
    /// The attribute of that name, whatever its case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// The schemas of a User resource: the core one first, then its extensions.
pub static USER_SCHEMAS: [&Schema; 3] = [&USER, &ENTERPRISE_USER, &ACCOUNT];

/// The schema with that URN, whatever its case.
#[must_use]
pub fn schema(urn: &str) -> Option<&'static Schema> {
    USER_SCHEMAS.into_iter().find(|schema| schema.id.eq_ignore_ascii_case(urn))
}

/// The attribute of that name among the common ones (RFC 7643 §3.1) and those of the core User schema.
#[must_use]
pub fn core_attribute(name: &str) -> Option<&'static Attribute> {
    COMMON.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name)).or_else(|| USER.attribute(name))
}
