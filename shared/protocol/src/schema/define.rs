//! How attributes are written down: by how they differ from a plain string.

use super::{Attribute, Mutability, Returned, Type, Uniqueness};

/// A single-valued string of the profile ([`Mutability::Profile`]) that is optional, not unique and compared without
/// regard to case. Other attributes are said by how they differ from it.
#[must_use]
pub const fn string(name: &'static str, description: &'static str) -> Attribute {
    Attribute {
        name,
        kind: Type::String,
        multi_valued: false,
        description,
        required: false,
        case_exact: false,
        trimmed: false,
        mutability: Mutability::Profile,
        returned: Returned::Default,
        uniqueness: Uniqueness::None,
        canonical_values: &[],
        reference_types: &[],
        sub_attributes: &[],
    }
}

/// A single-valued complex attribute of the profile (RFC 7643 §2.3.8).
#[must_use]
pub const fn complex(
    name: &'static str,
    description: &'static str,
    sub_attributes: &'static [Attribute],
) -> Attribute {
    Attribute { kind: Type::Complex, sub_attributes, ..string(name, description) }
}

/// A multi-valued complex attribute whose entries have the usual sub-attributes (RFC 7643 §2.4).
#[must_use]
pub const fn plural(
    name: &'static str,
    description: &'static str,
    sub_attributes: &'static [Attribute],
) -> Attribute {
    Attribute { multi_valued: true, ..complex(name, description, sub_attributes) }
}

/// Set by the service alone ([`Mutability::ReadOnly`]).
#[must_use]
pub const fn read_only(attribute: Attribute) -> Attribute {
    Attribute { mutability: Mutability::ReadOnly, ..attribute }
}

/// Set by the directory along with what it is part of ([`Mutability::Immutable`]).
#[must_use]
pub const fn immutable(attribute: Attribute) -> Attribute {
    Attribute { mutability: Mutability::Immutable, ..attribute }
}

/// Set by the directory at any time ([`Mutability::ReadWrite`]).
#[must_use]
pub const fn read_write(attribute: Attribute) -> Attribute {
    Attribute { mutability: Mutability::ReadWrite, ..attribute }
}

/// The service's, perhaps with values of the directory beside its own ([`Mutability::Shared`]).
#[must_use]
pub const fn shared(attribute: Attribute) -> Attribute {
    Attribute { mutability: Mutability::Shared, ..attribute }
}

/// Compared with regard to case.
#[must_use]
pub const fn case_exact(attribute: Attribute) -> Attribute {
    Attribute { case_exact: true, ..attribute }
}

/// Kept and compared without the white space around it. Spreadsheets and copied names bring some along.
#[must_use]
pub const fn trimmed(attribute: Attribute) -> Attribute {
    Attribute { trimmed: true, ..attribute }
}

/// Of another type than string.
#[must_use]
pub const fn of_kind(kind: Type, attribute: Attribute) -> Attribute {
    Attribute { kind, ..attribute }
}

/// With values that are suggested for it.
#[must_use]
pub const fn canonical(values: &'static [&'static str], attribute: Attribute) -> Attribute {
    Attribute { canonical_values: values, ..attribute }
}

/// A reference to resources of these types, or to a `uri`.
#[must_use]
pub const fn refers_to(types: &'static [&'static str], attribute: Attribute) -> Attribute {
    Attribute { kind: Type::Reference, case_exact: true, reference_types: types, ..attribute }
}
