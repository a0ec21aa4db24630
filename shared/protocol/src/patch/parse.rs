//! From the body of a PATCH request to changes.

use serde_json::{Map, Value};

use super::selection::Target;
use super::{Change, MAX_OPERATIONS, Mode, Origin, PATCH_URN, Step};
use crate::coerce::{is_absent, twice};
use crate::message::check_schemas;
use crate::path::{AttributePath, PatchPath};
use crate::schema::{Mutability, ResourceType, Schema};
use crate::{ScimError, ScimType};

pub(super) fn steps(body: &Value, resource_type: &'static ResourceType) -> Result<Vec<Step>, ScimError> {
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
    match of {
        0 => return Err(invalid_syntax("Operations must have at least one operation")),
        1..=MAX_OPERATIONS => {}
        _ => {
            let detail =
                format!("a PATCH takes at most {MAX_OPERATIONS} operations, not {of}; send several requests");
            return Err(ScimError::bad_request(ScimType::InvalidValue, detail));
        }
    }
    let mut steps = Vec::with_capacity(of);
    for (number, operation) in (1..).zip(operations) {
        let origin = Origin { number, of };
        let changes = changes(operation, resource_type).map_err(|error| origin.locate(error))?;
        steps.extend(changes.into_iter().map(|change| Step { origin, change }));
    }
    Ok(steps)
}

/// The changes that one operation asks for, in the order in which they are applied.
fn changes(operation: &Value, resource_type: &'static ResourceType) -> Result<Vec<Change>, ScimError> {
    let Value::Object(operation) = operation else {
        return Err(invalid_syntax("an operation must be an object with op, path and value"));
    };
    let value = member(operation, "value")?;
    let verb = verb(operation)?;
    let path = match path(operation, resource_type)? {
        Named::Nothing => return Ok(Vec::new()),
        Named::Resource => None,
        Named::Path(path) => Some(path),
    };
    let mode = match verb {
        Verb::Set(mode) => mode,
        Verb::Remove => {
            let removed = removed(path, value.cloned().unwrap_or_default(), resource_type)?;
            return Ok(removed.into_iter().collect());
        }
    };
    let Some(value) = value else {
        let detail = "the operation has no value; to empty an attribute, send null or use remove";
        return Err(ScimError::bad_request(ScimType::InvalidValue, detail));
    };
    match path {
        None => attributes(mode, resource_type.schema, value, resource_type),
        Some(PatchPath::Schema(schema)) if schema.is_read_only() => Err(read_only(schema.id)),
        Some(PatchPath::Schema(schema)) => attributes(mode, schema, value, resource_type),
        Some(path) => match Access::to(&path) {
            Access::Refused => Err(read_only(&path.to_string())),
            Access::Ignored => Ok(Vec::new()),
            Access::Granted => set(mode, path, value.clone()).map(|change| vec![change]),
        },
    }
}

enum Verb {
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
enum Named {
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

fn removed(
    path: Option<PatchPath>,
    value: Value,
    resource_type: &'static ResourceType,
) -> Result<Option<Change>, ScimError> {
    // RFC 7644 §3.5.2.2: "If "path" is unspecified, the operation fails with [...] a "scimType" error code of
    // "noTarget"".
    let Some(path) = path else {
        return Err(ScimError::bad_request(
            ScimType::NoTarget,
            "remove must have a path: what is to be removed",
        ));
    };
    match Access::to(&path) {
        Access::Refused => return Err(read_only(&path.to_string())),
        Access::Ignored => return Ok(None),
        Access::Granted => {}
    }
    match Target::of(path) {
        Err(schema) if schema == resource_type.schema => {
            let name = resource_type.name.to_ascii_lowercase();
            let detail = format!(
                "a {name}'s attributes cannot be removed all at once; to remove the {name}, DELETE it"
            );
            Err(ScimError::bad_request(ScimType::Mutability, detail))
        }
        Err(extension) => Ok(Some(Change::RemoveExtension(extension))),
        // RFC 7644 §3.5.2.2: removing a required attribute is `mutability`.
        Ok(target) if target.is_required() => {
            let detail = format!("{} is required and cannot be removed", target.attribute);
            Err(ScimError::bad_request(ScimType::Mutability, detail))
        }
        Ok(target) => Ok(Some(Change::Remove(target, value))),
    }
}

fn set(mode: Mode, path: PatchPath, value: Value) -> Result<Change, ScimError> {
    match Target::of(path) {
        Ok(target) if target.is_required() && is_absent(&value) => {
            let detail = format!("{} is required and cannot be empty", target.attribute);
            Err(ScimError::bad_request(ScimType::InvalidValue, detail))
        }
        Ok(target) => Ok(Change::Set(mode, target, value)),
        Err(schema) => Ok(Change::RemoveExtension(schema)),
    }
}

/// The changes of a value whose members are attributes: that of an operation without a path, or that of an extension.
fn attributes(
    mode: Mode,
    schema: &'static Schema,
    value: &Value,
    resource_type: &'static ResourceType,
) -> Result<Vec<Change>, ScimError> {
    let value = match value {
        Value::Array(items) if items.len() == 1 => items.first().unwrap_or(value),
        bare => bare,
    };
    match value {
        Value::Object(members) => named(mode, schema, members, resource_type),
        absent if is_absent(absent) && schema != resource_type.schema => {
            Ok(vec![Change::RemoveExtension(schema)])
        }
        _ => {
            let detail = format!("the value must be an object with attributes of {}", schema.id);
            Err(ScimError::bad_request(ScimType::InvalidValue, detail))
        }
    }
}

fn named(
    mode: Mode,
    schema: &'static Schema,
    members: &Map<String, Value>,
    resource_type: &'static ResourceType,
) -> Result<Vec<Change>, ScimError> {
    let mut changes = Vec::new();
    let mut seen: Vec<PatchPath> = Vec::new();
    for (name, value) in members {
        // Entra's names are paths: "name.givenName", "urn:…:User:department". What is unknown is dropped, as in POST.
        let path = match schema == resource_type.schema {
            true => PatchPath::parse(name, resource_type),
            false => PatchPath::parse(&format!("{}:{name}", schema.id), resource_type),
        };
        let Ok(path) = path else { continue };
        if seen.contains(&path) {
            return Err(twice(&path.to_string()));
        }
        match (&path, Access::to(&path)) {
            (PatchPath::Schema(schema), Access::Granted) => {
                changes.extend(attributes(mode, schema, value, resource_type)?);
            }
            (_, Access::Granted) => changes.push(set(mode, path.clone(), value.clone())?),
            (PatchPath::Attribute(path), _) if is_id(*path) && !is_absent(value) => {
                changes.push(Change::SameId(value.clone()));
            }
            (_, Access::Ignored | Access::Refused) => {}
        }
        seen.push(path);
    }
    Ok(changes)
}

fn is_id(path: AttributePath) -> bool {
    path.is_core() && path.attribute().name == "id"
}

/// May a directory write what a path denotes? The table stands in the header of [`patch`](super).
enum Access {
    Granted,
    Ignored,
    Refused,
}

impl Access {
    fn to(path: &PatchPath) -> Self {
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
            (Mutability::ReadWrite | Mutability::Profile, _) => match sub.map(|sub| sub.mutability) {
                Some(Mutability::ReadOnly | Mutability::WriteOnly) => Self::Ignored,
                Some(Mutability::ReadWrite | Mutability::Profile | Mutability::Shared) | None => {
                    Self::Granted
                }
            },
        }
    }
}

/// The member of that name, whatever its case (RFC 7643 §2.1).
///
/// # Errors
/// 400 `invalidSyntax` where two names differ only in case.
fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Result<Option<&'a Value>, ScimError> {
    let mut named = object.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    match (named.next(), named.next()) {
        (_, Some(_)) => Err(twice(name)),
        (first, None) => Ok(first.map(|(_, value)| value)),
    }
}

fn read_only(what: &str) -> ScimError {
    ScimError::bad_request(
        ScimType::Mutability,
        format!("{what} is set by this service and cannot be changed"),
    )
}

fn invalid_syntax(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, detail)
}
