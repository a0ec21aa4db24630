//! Changes at work on a resource.

use std::mem;

use serde_json::{Map, Value};

use super::access::another_id;
use super::selection::Target;
use super::{Change, Mode};
use crate::ScimError;
use crate::coerce::{
    Member, check_count, coerce, entries, includes, is_absent, is_hollow, is_primary, keep_primary, members,
    merged,
};
use crate::emails::{beside_own, end_primary, is_own};
use crate::path::AttributePath;
use crate::schema::{Mutability, ProfileMutability, Type};

impl Change {
    pub(super) fn apply(
        &self,
        resource: &mut Map<String, Value>,
        mutability: ProfileMutability,
    ) -> Result<(), ScimError> {
        match self {
            Self::SameId(id) if resource.get("id") == Some(id) => Ok(()),
            Self::SameId(_) => Err(another_id()),
            Self::RemoveExtension(schema) => {
                resource.shift_remove(schema.id);
                Ok(())
            }
            Self::Remove(target, value) => {
                write(resource, target, mutability, |current| removed(target, current, value.clone()))
            }
            Self::Set(mode, target, value) => write(resource, target, mutability, |current| {
                if target.is_whole() {
                    whole(*mode, target.attribute, current, value.clone())
                } else {
                    part(*mode, target, current, value.clone())
                }
            }),
        }
    }
}

/// Puts in place of the target's attribute what `change` makes of it, as far as the directory may write it.
fn write(
    resource: &mut Map<String, Value>,
    target: &Target,
    mutability: ProfileMutability,
    change: impl FnOnce(Option<Value>) -> Result<Option<Value>, ScimError>,
) -> Result<(), ScimError> {
    match (target.attribute.attribute().mutability, mutability) {
        (Mutability::Shared, ProfileMutability::Immutable) => Ok(()),
        (Mutability::Shared, ProfileMutability::ReadWrite) => write_beside_own(resource, target, change),
        _ => update(resource, target.attribute, change),
    }
}

/// Changes the e-mail entries beside the account's own, which stays as it is and stands first.
fn write_beside_own(
    resource: &mut Map<String, Value>,
    target: &Target,
    change: impl FnOnce(Option<Value>) -> Result<Option<Value>, ScimError>,
) -> Result<(), ScimError> {
    let user_name = resource.get("userName").and_then(Value::as_str).map(str::to_owned);
    let user_name = user_name.as_deref();
    update(resource, target.attribute, |current| {
        let mut entries = listed(current);
        let own: Vec<Value> = entries.drain(..1.min(entries.len())).collect();
        let is_about_own = |own| target.is_about(own, |entry| is_own(entry, user_name));
        if !target.is_whole() && own.iter().any(is_about_own) && target.selected(&entries).is_empty() {
            return Ok(collected(target.attribute, [own, entries].concat()));
        }
        let mut beside = listed(change(Some(entries.into()))?);
        match target.is_whole() {
            true => beside = beside_own(beside, user_name),
            false => end_primary(&mut beside),
        }
        Ok(collected(target.attribute, [own, beside].concat()))
    })
}

/// Puts in place of an attribute's value what `change` makes of it. An extension without attributes goes.
fn update(
    resource: &mut Map<String, Value>,
    path: AttributePath,
    change: impl FnOnce(Option<Value>) -> Result<Option<Value>, ScimError>,
) -> Result<(), ScimError> {
    if path.is_core() {
        return update_member(resource, path.attribute().name, change);
    }
    let mut extension = match resource.shift_remove(path.schema().id) {
        Some(Value::Object(extension)) => extension,
        _ => Map::new(),
    };
    update_member(&mut extension, path.attribute().name, change)?;
    if !extension.is_empty() {
        resource.insert(path.schema().id.to_owned(), extension.into());
    }
    Ok(())
}

fn update_member(
    object: &mut Map<String, Value>,
    name: &str,
    change: impl FnOnce(Option<Value>) -> Result<Option<Value>, ScimError>,
) -> Result<(), ScimError> {
    if let Some(after) = change(object.shift_remove(name))? {
        object.insert(name.to_owned(), after);
    }
    Ok(())
}

/// An attribute after `add` or `replace` (RFC 7644 §3.5.2.1, §3.5.2.3).
fn whole(
    mode: Mode,
    path: AttributePath,
    current: Option<Value>,
    value: Value,
) -> Result<Option<Value>, ScimError> {
    let attribute = path.attribute();
    if attribute.multi_valued && mode == Mode::Add {
        return added(path, current, value);
    }
    if attribute.multi_valued || attribute.kind != Type::Complex {
        return coerce(path, value);
    }
    // Both `add` and `replace` leave alone the sub-attributes that are not given.
    let Some(given) = members(path, value)? else { return Ok(None) };
    // Entra says by an empty `value` that there is no manager.
    if given.iter().any(|(sub, value)| sub.name == "value" && value.is_none()) {
        return Ok(None);
    }
    let object = match current {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    };
    Ok(collected(path, vec![assigned(path, object, given).into()]))
}

/// A multi-valued attribute with further values. RFC 7644 §3.5.2.1: what is there already is not added.
fn added(path: AttributePath, current: Option<Value>, value: Value) -> Result<Option<Value>, ScimError> {
    let mut values = listed(current);
    let mut changed = Vec::new();
    for entry in entries(path, value)?.unwrap_or_default() {
        changed.push(merged(path.attribute(), &mut values, entry));
    }
    check_count(path, values.len())?;
    claim_primary(&mut values, changed);
    Ok(collected(path, values))
}

/// An attribute after `add` or `replace` of some of its entries, or of a sub-attribute.
fn part(
    mode: Mode,
    target: &Target,
    current: Option<Value>,
    value: Value,
) -> Result<Option<Value>, ScimError> {
    let path = target.attribute;
    let Some(given) = given(target, value)? else { return removed(target, current, Value::Null) };
    let mut values = listed(current);
    let mut selected = target.selected(&values);
    let is_new = selected.is_empty();
    if is_new {
        selected.push(values.len());
        values.push(target.missing_entry(&values)?);
    }
    if mode == Mode::Replace && target.sub.is_none() {
        // All of them are replaced by one and the same.
        for index in selected.drain(1..).rev() {
            values.remove(index);
        }
    }
    for index in &selected {
        if let Some(entry) = values.get_mut(*index) {
            *entry = changed(mode, target, mem::take(entry), given.clone()).into();
        }
    }
    if is_new {
        // A new entry must be what the path selects, or each repetition would make one more.
        if target.selected(&values).is_empty() {
            return Err(target.no_target());
        }
        if let Some(entry) = values.pop() {
            selected = vec![merged(path.attribute(), &mut values, entry)];
        }
        check_count(path, values.len())?;
    }
    claim_primary(&mut values, selected);
    Ok(collected(path, values))
}

/// What a value gives to each selected entry; `None` if it empties them.
fn given(target: &Target, value: Value) -> Result<Option<Vec<Member>>, ScimError> {
    match target.sub {
        Some(sub) => {
            let value = coerce(target.attribute.down_to(sub), value)?;
            Ok(value.map(|value| vec![(sub, Some(value))]))
        }
        None => {
            let given = members(target.attribute, value)?;
            Ok(given.filter(|given| given.iter().any(|(_, value)| value.is_some())))
        }
    }
}

/// An entry after the change. RFC 7644 §3.5.2.3: a value path without sub-attribute replaces the whole entry; what
/// the filter says of it stays true unless the value says otherwise.
fn changed(mode: Mode, target: &Target, entry: Value, given: Vec<Member>) -> Map<String, Value> {
    let base = match (entry, &target.filter) {
        (_, Some(filter)) if mode == Mode::Replace && target.sub.is_none() => filter.described_entry(),
        (Value::Object(entry), _) => Some(entry),
        _ => None,
    };
    assigned(target.attribute, base.unwrap_or_default(), given)
}

fn assigned(path: AttributePath, mut object: Map<String, Value>, given: Vec<Member>) -> Map<String, Value> {
    let another = given.iter().any(|(sub, value)| {
        sub.name == "value" && object.get(sub.name).is_some_and(|current| Some(current) != value.as_ref())
    });
    if another && !path.attribute().multi_valued {
        // Another manager: the reference to the former one goes with it.
        object.clear();
    }
    for (sub, value) in given {
        match value {
            Some(value) => object.insert(sub.name.to_owned(), value),
            None => object.shift_remove(sub.name),
        };
    }
    object
}

/// An attribute after `remove`, which succeeds where nothing is selected: then all is as the directory wants it, and
/// a repeated request must not fail (RFC 7644 §3.5.2.2 leaves it open).
fn removed(target: &Target, current: Option<Value>, value: Value) -> Result<Option<Value>, ScimError> {
    let path = target.attribute;
    let mut values = listed(current);
    if target.is_whole() {
        // Entra names the values to be removed by `value` instead of a filter; they are not all meant.
        let named = match path.attribute().multi_valued && !is_absent(&value) {
            true => entries(path, value)?.unwrap_or_default(),
            false => return Ok(None),
        };
        values.retain(|entry| !named.iter().any(|named| includes(path.attribute(), entry, named)));
        return Ok(collected(path, values));
    }
    for index in target.selected(&values).into_iter().rev() {
        let rest = match (target.sub, values.get_mut(index)) {
            (Some(sub), Some(Value::Object(entry))) => {
                entry.shift_remove(sub.name);
                // A manager without a value is none.
                !is_hollow(entry) && (path.attribute().multi_valued || sub.name != "value")
            }
            _ => false,
        };
        if !rest {
            values.remove(index);
        }
    }
    Ok(collected(path, values))
}

/// RFC 7644 §3.5.2: where an operation makes an entry primary, "the server SHALL set the value of the existing
/// attribute to false".
fn claim_primary(values: &mut [Value], changed: impl IntoIterator<Item = usize>) {
    let claimant = changed.into_iter().map_while(|index| Some((index, values.get(index)?)));
    let claimant = claimant.filter(|(_, entry)| is_primary(entry)).map(|(index, _)| index).next();
    if let Some(index) = claimant {
        keep_primary(values, index);
    }
}

/// The values of an attribute, be it one or many.
fn listed(current: Option<Value>) -> Vec<Value> {
    match current {
        None => Vec::new(),
        Some(Value::Array(values)) => values,
        Some(value) => vec![value],
    }
}

/// The attribute of these values; `None` if that is nothing.
fn collected(path: AttributePath, mut values: Vec<Value>) -> Option<Value> {
    values.retain(|value| !is_absent(value));
    match path.attribute().multi_valued {
        true => (!values.is_empty()).then_some(Value::Array(values)),
        false => values.into_iter().next(),
    }
}
