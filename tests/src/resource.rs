//! What suites read of a resource.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{ACCOUNT_URN, Answer};

/// A body as it goes over the wire, with what differs from run to run replaced by what it is.
#[must_use]
pub fn wire(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    redact(&mut body);
    body
}

fn redact(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(redact),
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), &*member) {
                    ("id", Value::String(id)) if is_uuid(id) => *member = "[id]".into(),
                    ("location", Value::String(location)) => *member = without_id(location).into(),
                    ("created" | "lastModified" | "requestedAt" | "expiresAt" | "deactivatedAt", _) => {
                        *member = "[time]".into();
                    }
                    _ => redact(member),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `http://127.0.0.1:34567/scim/v2/Users/6f2c…` as `[base]/scim/v2/Users/[id]`.
fn without_id(location: &str) -> String {
    let path = location.split_once("/scim/v2").map_or(location, |(_, path)| path);
    match path.rsplit_once('/') {
        Some((parent, id)) if is_uuid(id) => format!("[base]/scim/v2{parent}/[id]"),
        _ => format!("[base]/scim/v2{path}"),
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase() || byte == b'-')
}

/// Rollcall's account extension of a resource; `Null` where there is none.
#[must_use]
pub fn account(answer: &Answer) -> &Value {
    &answer[ACCOUNT_URN]
}

/// The one e-mail address of a resource.
///
/// # Panics
/// When there is another number of them, or it is not primary.
#[must_use]
#[track_caller]
pub fn email(answer: &Answer) -> &str {
    match answer["emails"].as_array().map(Vec::as_slice) {
        Some([email]) if email["primary"] == true => email["value"].as_str().unwrap(),
        _ => panic!("not one primary address\n{answer}"),
    }
}

/// When an inactive user was deactivated and when they are deleted: at the hour mark at or before 14 days less one hour
/// later.
///
/// # Panics
/// When it is at another time.
#[track_caller]
pub fn deadline(answer: &Answer) -> (Timestamp, Timestamp) {
    let time = |name: &str| account(answer)[name].as_str().unwrap().parse::<Timestamp>().unwrap();
    let (deactivated, purge) = (time("deactivatedAt"), time("purgeAt"));
    let hour = 3600;
    let latest = deactivated + SignedDuration::from_hours(14 * 24 - 1);
    assert_eq!(purge.as_second(), latest.as_second() - latest.as_second() % hour, "{answer}");
    (deactivated, purge)
}
