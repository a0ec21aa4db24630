//! Lists of members, as directories write them.
//!
//! | form | who |
//! |---|---|
//! | `[{"value": "…", "display": "…"}]`, perhaps with nulls | Okta, Entra, JumpCloud, SailPoint |
//! | `[{"value": "…", "$ref": "…", "type": "User"}]` | RFC 7644 |
//! | `{"value": "…"}`, `"…"`, `["…"]` | one member, or bare identifiers |
//! | `[]`, `null` | nobody |
//!
//! Each entry is looked at once, so a list of 100,000 is read in the time of its length.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::coerce::twice;
use crate::path::shortened;
use crate::{ScimError, ScimType};

/// Identifiers of members, as they were sent, each once. Whether there are such users is not checked.
pub type MemberIds = BTreeSet<String>;

/// The type of all members.
pub(super) const USER: &str = "User";

/// Reads a list of members that a group is to have.
///
/// # Errors
/// 400 `invalidValue` where an entry is no user or has no identifier; `invalidSyntax` where one has a name twice. The
/// detail says which entry.
pub(super) fn joining(list: &Value) -> Result<MemberIds, ScimError> {
    ids(list, check_type)
}

/// What is wrong with an entry of this type, if anything is.
fn check_type(type_of: Option<&str>) -> Result<(), String> {
    match type_of {
        None => Ok(()),
        Some(name) if name.eq_ignore_ascii_case(USER) => Ok(()),
        Some(name) if name.eq_ignore_ascii_case("Group") => {
            let advice = "assign the people of that group to this one instead";
            Err(format!("is a group, and a group cannot be in a group: {advice}"))
        }
        Some(name) => Err(format!("has the type \"{}\"; a member is a \"{USER}\"", shortened(name))),
    }
}

/// Reads a list of members that a group is to have no more. Their types make no difference: no group is a member.
///
/// # Errors
/// 400 `invalidValue` where an entry has no identifier; `invalidSyntax` where one has a name twice.
pub(super) fn leaving(list: &Value) -> Result<MemberIds, ScimError> {
    ids(list, |_| Ok(()))
}

/// The identifiers of a list; `check` is asked about the type of each entry, and says what is wrong with it.
fn ids(list: &Value, check: impl Fn(Option<&str>) -> Result<(), String>) -> Result<MemberIds, ScimError> {
    let entries = match list {
        Value::Null => return Ok(MemberIds::new()),
        Value::Array(entries) => entries.as_slice(),
        bare => std::slice::from_ref(bare),
    };
    let place = |index: usize| format!("members, entry {} of {}", index + 1, entries.len());
    let mut ids = MemberIds::new();
    for (index, entry) in entries.iter().enumerate() {
        let Entry { id, type_of } = Entry::of(entry).map_err(|problem| match problem {
            Problem::Twice(name) => {
                let error = twice(name);
                ScimError { detail: format!("{}: {}", place(index), error.detail), ..error }
            }
            Problem::Misfit(what) => invalid(format!("{} {what}", place(index))),
        })?;
        check(type_of).map_err(|what| invalid(format!("{} (\"{}\") {what}", place(index), shortened(id))))?;
        ids.insert(id.to_owned());
    }
    Ok(ids)
}

/// What matters of an entry. `$ref` and `display` follow from the user.
struct Entry<'a> {
    id: &'a str,
    type_of: Option<&'a str>,
}

enum Problem {
    Twice(&'static str),
    Misfit(&'static str),
}

impl<'a> Entry<'a> {
    fn of(entry: &'a Value) -> Result<Self, Problem> {
        let (id, type_of) = match entry {
            Value::String(id) => (Some(id.as_str()).filter(|id| !id.is_empty()), None),
            Value::Object(members) => (text(members, "value")?, text(members, "type")?),
            _ => return Err(Problem::Misfit("must be an object with the user's id as its value")),
        };
        let id = id.ok_or(Problem::Misfit("has no value; it must be the id of a user"))?;
        Ok(Self { id, type_of })
    }
}

/// The text of that name, whatever its case; none if it is null or empty.
fn text<'a>(members: &'a Map<String, Value>, name: &'static str) -> Result<Option<&'a str>, Problem> {
    let mut named = members.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    match (named.next(), named.next()) {
        (_, Some(_)) => Err(Problem::Twice(name)),
        (None | Some((_, Value::Null)), None) => Ok(None),
        (Some((_, Value::String(text))), None) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        (Some(_), None) if name == "value" => Err(Problem::Misfit("has a value that is no string")),
        (Some(_), None) => Err(Problem::Misfit("has a type that is no string")),
    }
}

fn invalid(detail: String) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, detail)
}
