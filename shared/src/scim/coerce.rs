//! Fits the JSON that directories send to the type of its attribute (RFC 7643 §2.3), in the one form in which it is
//! stored, compared and returned.
//!
//! Lenient where what is meant is plain: `"False"` for `false`, a bare value for `{"value": …}`, an array of one for a
//! single value, names in any case. What the schema does not know, and what the directory may not write, is dropped
//! (RFC 7644 §3.3, §3.5.1), because directories push whole profiles. It never guesses beyond that.

use std::fmt;

use serde_json::{Map, Value};

use super::schema::{Attribute, Mutability, Schema, Type};
use super::{ScimError, ScimType};

/// Where a value stands, for error messages: `urn:…:User:manager.value`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// URN of the extension; none for a core attribute.
    pub(super) urn: Option<&'static str>,
    /// The attribute.
    pub(super) attribute: &'static Attribute,
    /// Its sub-attribute, where the value is that one's.
    pub(super) sub: Option<&'static Attribute>,
}

impl Place {
    /// The place of an attribute of the core schema.
    pub(super) const fn core(attribute: &'static Attribute) -> Self {
        Self { urn: None, attribute, sub: None }
    }

    /// The place of an attribute of an extension.
    pub(super) const fn extension(schema: &'static Schema, attribute: &'static Attribute) -> Self {
        Self { urn: Some(schema.id), attribute, sub: None }
    }

    pub(super) const fn with_sub(self, sub: &'static Attribute) -> Self {
        Self { sub: Some(sub), ..self }
    }

    /// What the value must fit.
    fn target(&self) -> &'static Attribute {
        self.sub.unwrap_or(self.attribute)
    }

    /// 400 `invalidValue`, naming the attribute and what it takes.
    pub(super) fn misfit(&self, found: &Value) -> ScimError {
        let expected = match self.target().kind {
            Type::String | Type::Binary | Type::Reference => "a string",
            Type::DateTime => "a date and time, such as \"2026-01-31T12:00:00Z\"",
            Type::Boolean => "true or false",
            Type::Integer => "a whole number",
            Type::Complex => "an object",
        };
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) if self.target().kind == Type::Boolean => "this string",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        ScimError::bad_request(ScimType::InvalidValue, format!("{self} takes {expected}, not {found}"))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(urn) = self.urn {
            write!(f, "{urn}:")?;
        }
        f.write_str(self.attribute.name)?;
        self.sub.map_or(Ok(()), |sub| write!(f, ".{}", sub.name))
    }
}

/// The value in its stored form, or `None` where it means "no value".
///
/// # Errors
/// 400 `invalidValue` where it does not fit its type; `invalidSyntax` where an object has a name twice.
pub(super) fn coerce(place: Place, value: Value) -> Result<Option<Value>, ScimError> {
    if is_absent(&value) {
        return Ok(None);
    }
    if place.target().multi_valued {
        return values(place, value);
    }
    match value {
        Value::Array(items) => single(place, items),
        other => one(place, other),
    }
}

/// Does the value mean that there is none?
///
/// RFC 7643 §2.5: null and an empty array are the same as leaving the attribute out. An empty string is not, by the
/// letter, but is how Okta (`"middleName": ""`) and Entra (`"manager": ""`) say that there is none.
pub(super) fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_absent),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The members of an object that the schema knows, each with its definition.
///
/// # Errors
/// 400 `invalidSyntax` where two names differ only in case (RFC 7643 §2.1: names are compared without it).
pub(super) fn known_members(
    object: Map<String, Value>,
    find: impl Fn(&str) -> Option<&'static Attribute>,
) -> Result<Vec<(&'static Attribute, Value)>, ScimError> {
    let mut members: Vec<(&'static Attribute, Value)> = Vec::new();
    for (name, value) in object {
        let Some(attribute) = find(&name) else { continue };
        if members.iter().any(|(seen, _)| seen.name == attribute.name) {
            return Err(twice(attribute.name));
        }
        members.push((attribute, value));
    }
    Ok(members)
}

/// 400 `invalidSyntax`: the same name twice in one object.
pub(super) fn twice(name: &str) -> ScimError {
    ScimError::bad_request(
        ScimType::InvalidSyntax,
        format!("{name} stands twice in one object; names that differ only in case are the same name"),
    )
}

/// Is there nothing in this entry but what it would be for? `{"type": "work"}` is what stays of a telephone number
/// whose value was emptied, and means that there is none.
pub(super) fn is_hollow(entry: &Map<String, Value>) -> bool {
    entry.keys().all(|name| matches!(name.as_str(), "type" | "primary"))
}

fn values(place: Place, value: Value) -> Result<Option<Value>, ScimError> {
    let items = match value {
        Value::Array(items) => items,
        bare => vec![bare],
    };
    let mut entries = Vec::with_capacity(items.len());
    for item in items.into_iter().filter(|item| !is_absent(item)) {
        if let Some(entry) = one(place, item)? {
            entries.push(entry);
        }
    }
    entries.retain(|entry| !entry.as_object().is_some_and(is_hollow));
    // RFC 7643 §2.4: `primary` is true for one value at most. Two are no reason to refuse a whole profile: the first
    // one keeps it.
    if let Some(first) = entries.iter().position(is_primary) {
        keep_primary(&mut entries, first);
    }
    Ok((!entries.is_empty()).then_some(Value::Array(entries)))
}

/// Is this entry the preferred one?
pub(super) fn is_primary(entry: &Value) -> bool {
    entry.get("primary") == Some(&Value::Bool(true))
}

/// Makes the entry at `index` the only primary one.
pub(super) fn keep_primary(entries: &mut [Value], index: usize) {
    for (_, entry) in entries.iter_mut().enumerate().filter(|(at, _)| *at != index) {
        if let Some(primary @ Value::Bool(true)) = entry.get_mut("primary") {
            *primary = Value::Bool(false);
        }
    }
}

/// A single value that came in an array.
fn single(place: Place, items: Vec<Value>) -> Result<Option<Value>, ScimError> {
    let count = items.len();
    let mut present = items.into_iter().filter(|item| !is_absent(item));
    match (present.next(), present.next()) {
        (None, _) => Ok(None),
        (Some(item), None) => one(place, item),
        (Some(_), Some(_)) => Err(ScimError::bad_request(
            ScimType::InvalidValue,
            format!("{place} takes one value, not an array of {count}"),
        )),
    }
}

fn one(place: Place, value: Value) -> Result<Option<Value>, ScimError> {
    match (place.target().kind, value) {
        (Type::Complex, Value::Object(object)) => complex(place, object),
        (Type::Complex, bare) => wrapped(place, bare),
        (Type::Boolean, Value::String(text)) => boolean(place, text).map(Some),
        (Type::Boolean, value @ Value::Bool(_)) => Ok(Some(value)),
        (Type::Integer, Value::Number(number)) if number.is_i64() => Ok(Some(Value::Number(number))),
        (Type::String | Type::Binary | Type::Reference | Type::DateTime, value @ Value::String(_)) => {
            Ok(Some(value))
        }
        // Employee numbers and cost centres come from HR systems, which hold them as numbers.
        (Type::String, Value::Number(number)) => Ok(Some(number.to_string().into())),
        (_, other) => Err(place.misfit(&other)),
    }
}

/// Entra by default sends `"True"` and `"False"`.
fn boolean(place: Place, text: String) -> Result<Value, ScimError> {
    if text.eq_ignore_ascii_case("true") {
        Ok(Value::Bool(true))
    } else if text.eq_ignore_ascii_case("false") {
        Ok(Value::Bool(false))
    } else {
        Err(place.misfit(&Value::String(text)))
    }
}

fn complex(place: Place, object: Map<String, Value>) -> Result<Option<Value>, ScimError> {
    let attribute = place.target();
    let mut fitted = Map::new();
    for (sub, value) in known_members(object, |name| attribute.sub(name))? {
        if sub.mutability == Mutability::ReadOnly {
            continue;
        }
        if let Some(value) = coerce(place.with_sub(sub), value)? {
            fitted.insert(sub.name.to_owned(), value);
        }
    }
    Ok((!fitted.is_empty()).then_some(Value::Object(fitted)))
}

/// A bare value where an object is due stands for its `value` (Entra's manager is a string).
fn wrapped(place: Place, bare: Value) -> Result<Option<Value>, ScimError> {
    let Some(sub) = place.target().sub("value") else { return Err(place.misfit(&bare)) };
    let value = coerce(place.with_sub(sub), bare)?;
    Ok(value.map(|value| Value::Object(Map::from_iter([(sub.name.to_owned(), value)]))))
}
