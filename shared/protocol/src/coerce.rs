//! Fits the JSON that directories send to the type of its attribute (RFC 7643 §2.3), in the one form in which it is
//! stored, compared and returned.
//!
//! Lenient where what is meant is plain: `"False"` for `false`, a bare value for `{"value": …}`, an array of one for a
//! single value, names in any case. What the schema does not know, and what the directory may not write, is dropped
//! (RFC 7644 §3.3, §3.5.1), because directories push whole profiles. It never guesses beyond that.

use serde_json::{Map, Value};

use super::filter::fold;
use super::path::AttributePath;
use super::schema::{Attribute, Mutability, Type};
use super::{ScimError, ScimType};

/// Most values that one attribute takes; it keeps comparisons of all with all cheap.
pub(super) const MAX_VALUES: usize = 1000;

/// The value in its stored form, or `None` where it means "no value".
///
/// # Errors
/// 400 `invalidValue` where it does not fit its type; `invalidSyntax` where an object has a name twice.
pub(super) fn coerce(path: AttributePath, value: Value) -> Result<Option<Value>, ScimError> {
    if path.definition().multi_valued {
        return Ok(entries(path, value)?.map(Value::Array));
    }
    match sole(path, value)? {
        None => Ok(None),
        Some(value) => one(path, value),
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

/// What a value says of the sub-attributes that a directory may write: their values, or `None` for those it empties.
/// `None` where it says that the complex attribute, or the entry, is not there at all.
///
/// # Errors
/// As [`coerce`].
pub(super) fn members(path: AttributePath, value: Value) -> Result<Option<Vec<Member>>, ScimError> {
    let attribute = path.definition();
    let given = match sole(path, value)? {
        None => return Ok(None),
        Some(Value::Object(object)) => known_members(object, |name| attribute.sub(name))?,
        // A bare value where an object is due stands for its `value`: Entra's manager is a string.
        Some(bare) => match attribute.sub("value") {
            Some(sub) => vec![(sub, bare)],
            None => return Err(misfit(path, &bare)),
        },
    };
    let writable = given.into_iter().filter(|(sub, _)| sub.mutability != Mutability::ReadOnly);
    let members = writable.map(|(sub, value)| Ok((sub, coerce(path.down_to(sub), value)?)));
    members.collect::<Result<_, _>>().map(Some)
}

/// A sub-attribute and its value, if it has one.
pub(super) type Member = (&'static Attribute, Option<Value>);

/// Is there nothing in this entry but what it would be for? `{"type": "work"}` is what stays of a telephone number
/// whose value was emptied, and means that there is none.
pub(super) fn is_hollow(entry: &Map<String, Value>) -> bool {
    entry.keys().all(|name| matches!(name.as_str(), "type" | "primary"))
}

/// Is this entry the preferred one?
pub(super) fn is_primary(entry: &Value) -> bool {
    entry.get("primary") == Some(&Value::Bool(true))
}

/// Are these two values of an attribute equal? Strings by the attribute's `caseExact`; of objects, each of the
/// sub-attributes, where an absent `primary` is false (RFC 7643 §2.4).
pub(super) fn is_equal(attribute: &Attribute, one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one.or(attribute.assumed()), other.or(attribute.assumed())) {
        (Some(Value::String(one)), Some(Value::String(other))) if !attribute.case_exact => {
            // Lists of a thousand are compared each with each: mostly without a copy.
            if one.is_ascii() && other.is_ascii() {
                one.eq_ignore_ascii_case(other)
            } else {
                fold(one) == fold(other)
            }
        }
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let mut subs = attribute.sub_attributes.iter();
            subs.all(|sub| is_equal(sub, one.get(sub.name), other.get(sub.name)))
        }
        (one, other) => one == other,
    }
}

/// Does the entry have everything that the other has?
pub(super) fn includes(attribute: &Attribute, entry: &Value, other: &Value) -> bool {
    let has = |sub: &Attribute| {
        other.get(sub.name).is_none_or(|value| is_equal(sub, entry.get(sub.name), Some(value)))
    };
    match other {
        Value::Object(_) => attribute.sub_attributes.iter().all(has),
        bare => is_equal(attribute, Some(entry), Some(bare)),
    }
}

/// Are these entries of an attribute one and the same, whatever they are called and whichever is preferred? RFC 7643
/// §2.4 has no two with the same `type` and `value`. Entries without a `value`, such as postal addresses, are told
/// apart by all that they have but `primary`.
fn is_same_entry(attribute: &Attribute, one: &Value, other: &Value) -> bool {
    let has_value = one.get("value").is_some() || other.get("value").is_some();
    let tells_apart = |sub: &&Attribute| match has_value {
        true => matches!(sub.name, "value" | "type"),
        false => sub.name != "primary",
    };
    let mut subs = attribute.sub_attributes.iter().filter(tells_apart);
    subs.all(|sub| is_equal(sub, one.get(sub.name), other.get(sub.name)))
}

/// Adds an entry to the others, or brings the one up to date that is the same: its `display`, its `primary`. Gives the
/// index of the entry.
pub(super) fn merged(attribute: &Attribute, values: &mut Vec<Value>, entry: Value) -> usize {
    let same = values.iter().position(|known| is_same_entry(attribute, known, &entry));
    let (Some(index), Value::Object(members)) = (same, &entry) else {
        values.push(entry);
        return values.len() - 1;
    };
    if let Some(Value::Object(known)) = values.get_mut(index) {
        for (name, value) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "value" | "type")) {
            // `false` says no more than an absent `primary`.
            let is_said = name == "primary" && known.get(name).is_none() && value == &Value::Bool(false);
            if !is_said {
                known.insert(name.clone(), value.clone());
            }
        }
    }
    index
}

/// Makes the entry at `index` the only primary one (RFC 7643 §2.4).
pub(super) fn keep_primary(entries: &mut [Value], index: usize) {
    for (_, entry) in entries.iter_mut().enumerate().filter(|(at, _)| *at != index) {
        if let Some(primary @ Value::Bool(true)) = entry.get_mut("primary") {
            *primary = Value::Bool(false);
        }
    }
}

/// The entries of a multi-valued attribute; `None` if there are none.
///
/// # Errors
/// As [`coerce`].
pub(super) fn entries(path: AttributePath, value: Value) -> Result<Option<Vec<Value>>, ScimError> {
    let items = match value {
        Value::Array(items) => items,
        bare => vec![bare],
    };
    let mut entries = Vec::new();
    for item in items.into_iter().filter(|item| !is_absent(item)) {
        entries.extend(one(path, item)?);
    }
    entries.retain(|entry| !entry.as_object().is_some_and(is_hollow));
    check_count(path, entries.len())?;
    // RFC 7643 §2.4: no two values of the same type, and `primary` is true for one value at most. More are no reason to
    // refuse a whole profile: the same ones become one, and the first primary one stays it.
    let mut entries = each_once(path.definition(), entries);
    if let Some(first) = entries.iter().position(is_primary) {
        keep_primary(&mut entries, first);
    }
    Ok((!entries.is_empty()).then_some(entries))
}

fn each_once(attribute: &Attribute, entries: Vec<Value>) -> Vec<Value> {
    let mut once = Vec::with_capacity(entries.len());
    for entry in entries {
        merged(attribute, &mut once, entry);
    }
    once
}

/// 400 `invalidValue` where there are more than [`MAX_VALUES`].
///
/// `count` is that of a list as it was sent. Of a shared attribute, the service's own value is one of them and not counted:
/// a directory puts it back along with its own.
pub(super) fn check_count(path: AttributePath, count: usize) -> Result<(), ScimError> {
    let own = usize::from(path.definition().mutability == Mutability::Shared);
    let count = count.saturating_sub(own);
    match count {
        0..=MAX_VALUES => Ok(()),
        _ => Err(invalid(path, &format!("takes at most {MAX_VALUES} values, not {count}"))),
    }
}

/// The value of what takes one, out of the array in which it may have come.
fn sole(path: AttributePath, value: Value) -> Result<Option<Value>, ScimError> {
    let items = match value {
        Value::Array(items) => items,
        bare => vec![bare],
    };
    let count = items.len();
    let mut present = items.into_iter().filter(|item| !is_absent(item));
    match (present.next(), present.next()) {
        (first, None) => Ok(first),
        (_, Some(_)) => Err(invalid(path, &format!("takes one value, not an array of {count}"))),
    }
}

fn one(path: AttributePath, value: Value) -> Result<Option<Value>, ScimError> {
    match (path.definition().kind, value) {
        (Type::Complex, value) => complex(path, value),
        (Type::Boolean, Value::String(text)) => boolean(path, text).map(Some),
        (Type::Boolean, value @ Value::Bool(_)) => Ok(Some(value)),
        (Type::String, Value::String(text)) if path.definition().trimmed => Ok(Some(text.trim().into())),
        (Type::Integer, Value::Number(number)) if number.is_i64() => Ok(Some(Value::Number(number))),
        (Type::String | Type::Binary | Type::Reference | Type::DateTime, value @ Value::String(_)) => {
            Ok(Some(value))
        }
        // Employee numbers and cost centres come from HR systems, which hold them as numbers.
        (Type::String, Value::Number(number)) => Ok(Some(number.to_string().into())),
        (_, other) => Err(misfit(path, &other)),
    }
}

/// Entra by default sends `"True"` and `"False"`.
fn boolean(path: AttributePath, text: String) -> Result<Value, ScimError> {
    if text.eq_ignore_ascii_case("true") {
        Ok(Value::Bool(true))
    } else if text.eq_ignore_ascii_case("false") {
        Ok(Value::Bool(false))
    } else {
        Err(misfit(path, &Value::String(text)))
    }
}

fn complex(path: AttributePath, value: Value) -> Result<Option<Value>, ScimError> {
    let members = members(path, value)?.unwrap_or_default();
    let present = members.into_iter().filter_map(|(sub, value)| Some((sub.name.to_owned(), value?)));
    let object: Map<String, Value> = present.collect();
    Ok((!object.is_empty()).then_some(Value::Object(object)))
}

/// 400 `invalidValue`, naming the attribute and what it takes.
fn misfit(path: AttributePath, found: &Value) -> ScimError {
    let kind = path.definition().kind;
    let expected = match kind {
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
        Value::String(_) if kind == Type::Boolean => "this string",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    invalid(path, &format!("takes {expected}, not {found}"))
}

fn invalid(path: AttributePath, problem: &str) -> ScimError {
    let attribute = path.definition().name;
    ScimError::bad_request(ScimType::InvalidValue, format!("{path} {problem}")).about(attribute)
}
