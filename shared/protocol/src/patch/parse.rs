//! From the body of a PATCH request to changes.

use serde_json::{Map, Value};

use super::access::{Access, is_id, read_only};
use super::operation::{self, Named, Operation, Verb};
use super::selection::Target;
use super::{Change, MAX_OPERATIONS, Mode, Step};
use crate::ScimError;
use crate::coerce::{is_absent, twice};
use crate::path::PatchPath;
use crate::schema::{ResourceType, Schema};

pub(super) fn steps(body: &Value, resource_type: &'static ResourceType) -> Result<Vec<Step>, ScimError> {
    let mut steps = Vec::new();
    for (origin, operation) in operation::numbered(body, MAX_OPERATIONS)? {
        let changes = Operation::read(operation, resource_type)
            .and_then(|operation| changes(operation, resource_type))
            .map_err(|error| origin.locate(error))?;
        steps.extend(changes.into_iter().map(|change| Step { origin, change }));
    }
    Ok(steps)
}

/// The changes that one operation asks for, in the order in which they are applied.
fn changes(operation: Operation<'_>, resource_type: &'static ResourceType) -> Result<Vec<Change>, ScimError> {
    let Operation { verb, named, value } = operation;
    let path = match named {
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
    let value = value.ok_or_else(operation::without_value)?;
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

fn removed(
    path: Option<PatchPath>,
    value: Value,
    resource_type: &'static ResourceType,
) -> Result<Option<Change>, ScimError> {
    let path = path.ok_or_else(operation::removal_of_nothing)?;
    match Access::to(&path) {
        Access::Refused => return Err(read_only(&path.to_string())),
        Access::Ignored => return Ok(None),
        Access::Granted => {}
    }
    match Target::of(path) {
        Err(schema) if schema == resource_type.schema => Err(operation::removal_of_all(resource_type)),
        Err(extension) => Ok(Some(Change::RemoveExtension(extension))),
        Ok(target) if target.is_required() => Err(operation::removal_of_required(target.attribute)),
        Ok(target) => Ok(Some(Change::Remove(target, value))),
    }
}

fn set(mode: Mode, path: PatchPath, value: Value) -> Result<Change, ScimError> {
    match Target::of(path) {
        Ok(target) if target.is_required() && is_absent(&value) => {
            Err(operation::required_empty(target.attribute))
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
    let value = operation::sole(value);
    match value {
        Value::Object(members) => named(mode, schema, members, resource_type),
        absent if is_absent(absent) && schema != resource_type.schema => {
            Ok(vec![Change::RemoveExtension(schema)])
        }
        _ => Err(operation::no_attributes(schema)),
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
