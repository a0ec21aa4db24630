//! The body of a PATCH request and its operations, as messages: whatever the resource is (RFC 7644 §3.5.2).

use serde_json::{Map, Value};

use super::{Mode, Origin, PATCH_URN};
use crate::message::{check_schemas, member};
use crate::path::{AttributePath, PatchPath};
use crate::schema::{ResourceType, Schema};
use crate::{ScimError, ScimType};

/// One operation.
pub(crate) struct Operation<'a> {
    pub(crate) verb: Verb,
    pub(crate) named: Named,
    pub(crate) value: Option<&'a Value>,
}

/// The operations of a PATCH body, as they were sent, with their numbers.
///
/// # Errors
/// 400: `invalidSyntax` where the body is no PatchOp message, `invalidValue` where it has more than `most`.
pub(crate) fn numbered(
    body: &Value,
    most: usize,
) -> Result<impl Iterator<Item = (Origin, &Value)>, ScimError> {
    let Value::Object(body) = body else {
        return Err(invalid_syntax("the body must be a JSON object: a PatchOp message"));
    };
    // RFC 7644 §3.5.2: the body "MUST contain the attribute `schemas`"; old clients leave it out.
    if let Some(schemas) = member(body, "schemas")? {
        check_schemas(schemas, PATCH_URN)?;
    }
    let Some(Value::Array(operations)) = member(body, "Operations")? else {
        return Err(invalid_syntax("the body must have Operations, an array"));
    };
    let of = operations.len();
    if of == 0 {
        return Err(invalid_syntax("Operations must have at least one operation"));
    }
    if of > most {
        let detail = format!("a PATCH takes at most {most} operations, not {of}; send several requests");
        return Err(ScimError::bad_request(ScimType::InvalidValue, detail));
    }
    Ok((1..).zip(operations).map(move |(number, operation)| (Origin { number, of }, operation)))
}

impl<'a> Operation<'a> {
    /// Reads an operation on a resource of this type.
    ///
    /// # Errors
    /// 400: `invalidSyntax` where it is no operation, `invalidPath` or `invalidFilter` where its path is none.
    pub(crate) fn read(
        operation: &'a Value,
        resource_type: &'static ResourceType,
    ) -> Result<Self, ScimError> {
        let Value::Object(operation) = operation else {
            return Err(invalid_syntax("an operation must be an object with op, path and value"));
        };
        let value = member(operation, "value")?;
        let verb = verb(operation)?;
        let named = path(operation, resource_type)?;
        Ok(Self { verb, named, value })
    }
}

/// What an operation does.
pub(crate) enum Verb {
    Set(Mode),
    Remove,
}

/// Entra by default sends `"Add"`, `"Replace"`, `"Remove"`.
fn verb(operation: &Map<String, Value>) -> Result<Verb, ScimError> {
    let op = member(operation, "op")?.and_then(Value::as_str).unwrap_or_default();
    match op.to_ascii_lowercase().as_str() {
        "add" => Ok(Verb::Set(Mode::Add)),
        "replace" => Ok(Verb::Set(Mode::Replace)),
        "remove" => Ok(Verb::Remove),
        _ => Err(invalid_syntax("op must be \"add\", \"replace\" or \"remove\"")),
    }
}

/// What the path of an operation names.
pub(crate) enum Named {
    /// The resource itself: there is no path.
    Resource,
    Path(PatchPath),
    /// An attribute that the schema does not know.
    Nothing,
}

fn path(operation: &Map<String, Value>, resource_type: &'static ResourceType) -> Result<Named, ScimError> {
    match member(operation, "path")? {
        None | Some(Value::Null) => Ok(Named::Resource),
        Some(Value::String(path)) if path.trim_ascii().is_empty() => Ok(Named::Resource),
        Some(Value::String(path)) => match PatchPath::parse(path, resource_type) {
            Ok(path) => Ok(Named::Path(path)),
            // RFC 7644 §3.12 has `invalidPath`. Administrators map attributes that we lack; the deactivation that
            // Entra sends in the same request must not be lost for one of them.
            Err(error) if error.is_of_unknown() => Ok(Named::Nothing),
            Err(error) => Err(error.into()),
        },
        Some(_) => Err(ScimError::bad_request(ScimType::InvalidPath, "path must be a string")),
    }
}

/// The value, out of the array of one in which it may have come.
pub(crate) fn sole(value: &Value) -> &Value {
    match value {
        Value::Array(items) if items.len() == 1 => items.first().unwrap_or(value),
        bare => bare,
    }
}

/// 400 `invalidValue`: `add` and `replace` take a value.
pub(crate) fn without_value() -> ScimError {
    let detail = "the operation has no value; to empty an attribute, send null or use remove";
    ScimError::bad_request(ScimType::InvalidValue, detail)
}

/// 400 `invalidValue`: a value without a path, or of a schema, has attributes.
pub(crate) fn no_attributes(schema: &Schema) -> ScimError {
    let detail = format!("the value must be an object with attributes of {}", schema.id);
    ScimError::bad_request(ScimType::InvalidValue, detail)
}

/// 400 `noTarget`. RFC 7644 §3.5.2.2: "If "path" is unspecified, the operation fails with [...] a "scimType" error code
/// of "noTarget"".
pub(crate) fn removal_of_nothing() -> ScimError {
    ScimError::bad_request(ScimType::NoTarget, "remove must have a path: what is to be removed")
}

/// 400 `mutability`: the path is that of the core schema.
pub(crate) fn removal_of_all(resource_type: &ResourceType) -> ScimError {
    let name = resource_type.name.to_ascii_lowercase();
    let detail =
        format!("a {name}'s attributes cannot be removed all at once; to remove the {name}, DELETE it");
    ScimError::bad_request(ScimType::Mutability, detail)
}

/// RFC 7644 §3.5.2.2: removing a required attribute is `mutability`.
pub(crate) fn removal_of_required(path: AttributePath) -> ScimError {
    ScimError::bad_request(ScimType::Mutability, format!("{path} is required and cannot be removed"))
}

/// 400 `invalidValue`: a required attribute is set to nothing.
pub(crate) fn required_empty(path: AttributePath) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, format!("{path} is required and cannot be empty"))
}

fn invalid_syntax(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, detail)
}
