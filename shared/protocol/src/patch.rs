//! PATCH (RFC 7644 §3.5.2): what a directory wants changed, read once and applied to a resource in its JSON form.
//!
//! Beside the RFC it understands what Okta and Entra really send: `op` in any case, strings for booleans, a value object
//! without a path whose names are paths themselves, bare values, arrays of one, a value path whose entry is not there
//! yet. A patch never says what becomes of an account: [`UserInput::from_json`](super::UserInput::from_json) of the
//! patched resource does.
//!
//! # What is not the directory's to write
//!
//! | attribute | by its path | in a value without a path |
//! |---|---|---|
//! | `password`, `schemas`, read-only sub-attributes | ignored | ignored |
//! | the account's own entry of `emails`; all of `emails` where none are kept beside it | ignored | ignored |
//! | `id` | 400 `mutability` | ignored if it is the resource's, else 400 `mutability` |
//! | `meta`, `groups`, an extension that is read-only | 400 `mutability` | ignored |
//! | what the schema does not know | ignored | ignored |
//!
//! The account's own e-mail entry is ignored rather than refused because every directory patches it along with
//! `userName`, and it follows `userName` by the verify link; the RFC would have a 400 there, and the directory would
//! never get any further.

pub(crate) mod access;
mod apply;
pub(crate) mod operation;
mod parse;
mod selection;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use self::selection::Target;
use super::ScimError;
use super::schema::{ProfileMutability, ResourceType, Schema};

/// `schemas` value of a PATCH body (RFC 7644 §3.5.2).
pub const PATCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Most operations in one PATCH.
pub const MAX_OPERATIONS: usize = 100;

/// The operations of a PATCH body, resolved against the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    steps: Vec<Step>,
}

/// One change, and the operation it comes from.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    origin: Origin,
    change: Change,
}

/// Number of an operation in its PATCH, for error texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    number: usize,
    of: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Change {
    /// The resource must have this `id`.
    SameId(Value),
    /// The attributes of an extension go.
    RemoveExtension(&'static Schema),
    /// What the target selects goes; of a multi-valued attribute only the values given, where there are any.
    Remove(Target, Value),
    /// The value is added to the target, or replaces it, by the mode.
    Set(Mode, Target, Value),
}

/// `add` or `replace`. They differ only for the values of multi-valued attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Add,
    Replace,
}

impl Patch {
    /// Reads the body of a PATCH request of a resource of this type.
    ///
    /// # Errors
    /// 400: `invalidSyntax` where the body is no PatchOp message, `invalidPath`, `invalidFilter`, `mutability`,
    /// `invalidValue` or `noTarget` where an operation cannot succeed on any resource. The detail says which operation.
    pub fn parse(body: &Value, resource_type: &'static ResourceType) -> Result<Self, ScimError> {
        parse::steps(body, resource_type).map(|steps| Self { steps })
    }

    /// Applies all operations in order, or none: where one fails, the resource stays as it is.
    ///
    /// The resource has the schema's spelling of names and of values, as
    /// [`UserView::to_json`](super::UserView::to_json) renders it for a tenant with this `mutability`.
    ///
    /// # Errors
    /// 400: `noTarget` where a value path selects nothing and does not say how its entry would look; `mutability` for
    /// another `id`; `invalidValue` where a value does not fit its attribute.
    pub fn apply(
        &self,
        resource: &mut Map<String, Value>,
        mutability: ProfileMutability,
    ) -> Result<(), ScimError> {
        // RFC 7644 §3.5.2: "a PATCH request [...] SHALL be treated as atomic".
        let mut draft = resource.clone();
        for Step { origin, change } in &self.steps {
            change.apply(&mut draft, mutability).map_err(|error| origin.locate(error))?;
        }
        *resource = draft;
        Ok(())
    }
}

impl Origin {
    /// The error, saying which operation it is about.
    pub(crate) fn locate(self, error: ScimError) -> ScimError {
        if self.of == 1 {
            return error;
        }
        let detail = format!("operation {} of {}: {}", self.number, self.of, error.detail);
        ScimError { detail, ..error }
    }
}
