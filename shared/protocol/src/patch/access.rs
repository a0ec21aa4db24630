//! What a directory may write by a PATCH. The table stands in the header of [`patch`](super).

use crate::path::{AttributePath, PatchPath};
use crate::schema::Mutability;
use crate::{ScimError, ScimType};

/// May a directory write what a path denotes?
pub(crate) enum Access {
    Granted,
    Ignored,
    Refused,
}

impl Access {
    /// Whether a directory may write what the path denotes.
    pub(crate) fn to(path: &PatchPath) -> Self {
        let (attribute, sub) = match path {
            PatchPath::Schema(schema) if schema.is_read_only() => return Self::Refused,
            PatchPath::Schema(_) => return Self::Granted,
            PatchPath::Attribute(path) => (path.attribute(), path.sub()),
            PatchPath::Entries { attribute, sub, .. } => (attribute.attribute(), *sub),
        };
        match (attribute.mutability, attribute.name) {
            (Mutability::WriteOnly, _) | (Mutability::ReadOnly, "schemas") => Self::Ignored,
            (Mutability::ReadOnly, _) => Self::Refused,
            // What of it is ignored depends on the resource and the tenant.
            (Mutability::Shared, _) => Self::Granted,
            (Mutability::ReadWrite | Mutability::Immutable | Mutability::Profile, _) => match sub
                .map(|sub| sub.mutability)
            {
                Some(Mutability::ReadOnly | Mutability::WriteOnly) => Self::Ignored,
                Some(
                    Mutability::ReadWrite | Mutability::Immutable | Mutability::Profile | Mutability::Shared,
                )
                | None => Self::Granted,
            },
        }
    }
}

/// Is it the path of the resource's `id`?
pub(crate) fn is_id(path: AttributePath) -> bool {
    path.is_core() && path.attribute().name == "id"
}

/// 400 `mutability`: the service alone sets it.
pub(crate) fn read_only(what: &str) -> ScimError {
    ScimError::bad_request(
        ScimType::Mutability,
        format!("{what} is set by this service and cannot be changed"),
    )
}

/// 400 `mutability`: the value says that the resource has another `id`.
pub(crate) fn another_id() -> ScimError {
    let detail = "id is set by this service and cannot be changed; this is the id of another resource";
    ScimError::bad_request(ScimType::Mutability, detail)
}
