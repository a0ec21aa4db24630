//! The entries of `emails`: the account's own, and those beside it.
//!
//! The account's own entry is the service's: the verified address, of the type `work`, and the primary one. It comes first.
//! What a directory says of it is ignored, as the address changes by `userName` and the person's confirmation. The
//! others are the directory's, where the tenant's profiles follow it. They are never primary and never of the type
//! `work`, so a filter on either of these asks for the account's own.

use serde_json::Value;

use crate::coerce::is_primary;
use crate::filter::fold;

/// Does a directory mean the account's own entry by this one? There is one of the type `work`. An entry without a type
/// is known by the `userName`.
pub(super) fn is_own(entry: &Value, user_name: Option<&str>) -> bool {
    let text = |name| entry.get(name).and_then(Value::as_str).map(fold);
    match text("type") {
        Some(of_type) => of_type == "work",
        None => text("value").is_some_and(|value| user_name.is_some_and(|name| value == fold(name))),
    }
}

/// The entries beside the account's own, out of all that a directory has, in their stored form.
pub(super) fn beside_own(mut entries: Vec<Value>, user_name: Option<&str>) -> Vec<Value> {
    let all = entries.len();
    entries.retain(|entry| !is_own(entry, user_name));
    if entries.len() == all {
        // No entry has the account's type or its address. One without a type that is preferred to all is meant for it.
        entries.retain(|entry| !(is_primary(entry) && entry.get("type").is_none()));
    }
    end_primary(&mut entries);
    entries
}

/// RFC 7643 §2.4: one value at most is primary. It is the account's own.
pub(super) fn end_primary(entries: &mut [Value]) {
    for entry in entries {
        if let Some(primary @ Value::Bool(true)) = entry.get_mut("primary") {
            *primary = Value::Bool(false);
        }
    }
}
