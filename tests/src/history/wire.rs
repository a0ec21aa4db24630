//! What a request asks for and what an answer tells, read from the wire.

use std::sync::Arc;

use reqwest::{Method, Url};
use serde_json::Value;

use super::call::{self, Operation, Outcome, Seen};
use super::recorder::Sent;
use crate::{Answer, USER_URN};

/// What a request about a user asks for; `None` for any other request, and for one that cannot be read and therefore
/// has no effect.
///
/// # Panics
/// When it changes a user in a way that is not understood here.
pub(super) fn operation(method: &Method, path: &str, sent: &Sent) -> Option<Operation> {
    let url = Url::parse(&format!("http://any{path}")).ok()?;
    let body: Value =
        sent.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let if_version = sent.if_match.as_deref().and_then(call::version);
    let segments: Vec<&str> = url.path_segments()?.collect();
    match (method.as_str(), segments.as_slice()) {
        ("GET", ["Users"]) => find(&url),
        ("POST", ["Users"]) => {
            let Wanted { active, user_name, .. } = replaced(&body)?;
            Some(Operation::Create { user_name: user_name?, active: active.unwrap_or(true) })
        }
        ("GET", ["Users", id]) => Some(Operation::Read { id: (*id).into() }),
        ("DELETE", ["Users", id]) => Some(Operation::Delete { id: (*id).into(), if_version }),
        ("PUT", ["Users", id]) => Some(change(id, if_version, replaced(&body)?)),
        ("PATCH", ["Users", id]) => Some(change(id, if_version, patched(&body)?)),
        _ => None,
    }
}

/// Of the whole list of those with one `userName`.
fn find(url: &Url) -> Option<Operation> {
    let parameter = |name: &str| url.query_pairs().find(|(given, _)| given == name).map(|(_, value)| value);
    let hides_some = parameter("count").is_some_and(|count| count == "0")
        || parameter("startIndex").is_some_and(|start| start != "1");
    let filter = parameter("filter").filter(|_| !hides_some)?;
    let mut words = filter.splitn(3, ' ');
    let (attribute, operator, value) = (words.next()?, words.next()?, words.next()?);
    let by_name = attribute.eq_ignore_ascii_case("userName") && operator.eq_ignore_ascii_case("eq");
    let user_name = value.strip_prefix('"')?.strip_suffix('"')?;
    by_name.then(|| Operation::Find { user_name: user_name.into() })
}

/// What a body wants a user to be.
#[derive(Debug, Default)]
struct Wanted {
    active: Option<bool>,
    user_name: Option<Arc<str>>,
    more: bool,
}

fn change(id: &str, if_version: Option<u64>, wanted: Wanted) -> Operation {
    let Wanted { active, user_name, more } = wanted;
    Operation::Change { id: id.into(), active, user_name, more, if_version }
}

fn replaced(body: &Value) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    body.as_object()?.iter().for_each(|(name, value)| wanted.set(name, value));
    Some(wanted)
}

fn patched(body: &Value) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    for operation in body["Operations"].as_array()? {
        let removes = operation["op"].as_str()?.eq_ignore_ascii_case("remove");
        match (operation["path"].as_str(), &operation["value"]) {
            (Some(path), _) if removes => wanted.set(path, &Value::Null),
            (Some(path), value) => wanted.set(path, value),
            (None, value) => value.as_object()?.iter().for_each(|(name, value)| wanted.set(name, value)),
        }
    }
    Some(wanted)
}

impl Wanted {
    fn set(&mut self, name: &str, value: &Value) {
        let name = name.to_lowercase();
        let name = name.strip_prefix(&format!("{}:", USER_URN.to_lowercase())).unwrap_or(&name);
        match (name, value) {
            ("active", Value::Bool(active)) => self.active = Some(*active),
            // As Entra writes it.
            ("active", Value::String(text)) => self.active = Some(text.eq_ignore_ascii_case("true")),
            ("username", Value::String(text)) => self.user_name = Some(text.as_str().into()),
            ("active" | "username", _) => panic!("a history cannot have {name}: {value}"),
            // These are accepted and ignored.
            ("schemas" | "id" | "meta" | "groups", _) => {}
            (name, _) if name.starts_with("emails") => {}
            _ => self.more = true,
        }
    }
}

/// What an answer tells. `apart`: nobody but the user can have what is taken.
pub(super) fn outcome(operation: &Operation, answer: &Answer, apart: bool) -> Outcome {
    match answer.status.as_u16() {
        200 if matches!(operation, Operation::Find { .. }) => {
            answer["Resources"].get(0).map_or(Outcome::NotFound, |user| Outcome::Done(Seen::of(user)))
        }
        200..=299 | 304 => {
            let seen = Seen::of(&answer.body);
            Outcome::Done(Seen { version: seen.version.or_else(|| call::version(answer.etag())), ..seen })
        }
        404 => Outcome::NotFound,
        409 if apart => Outcome::Taken,
        412 if has_condition(operation) => Outcome::Outdated,
        429 if !says_nothing_was_done(answer) => Outcome::Unknown,
        400..=499 => Outcome::Refused,
        _ => Outcome::Unknown,
    }
}

const fn has_condition(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Change { if_version: Some(_), .. } | Operation::Delete { if_version: Some(_), .. }
    )
}

/// The gateway answers 429 as well where a function did not answer it in time, and nobody knows what that one does.
fn says_nothing_was_done(answer: &Answer) -> bool {
    let detail = answer["detail"].as_str().unwrap_or_default();
    detail.contains("Nothing was changed") || detail.starts_with("Too many requests at once")
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;
    use serde_json::json;

    use super::*;

    fn read(method: &Method, path: &str, body: &Value) -> Option<Operation> {
        operation(method, path, &Sent { body: Some(body.to_string()), if_match: None })
    }

    fn change_to(active: Option<bool>, user_name: Option<&str>, more: bool) -> Option<Operation> {
        Some(change("1", None, Wanted { active, user_name: user_name.map(Arc::from), more }))
    }

    #[test]
    fn patches_are_read_in_all_words_that_directories_use() {
        let patch = |operations: Value| read(&Method::PATCH, "/Users/1", &crate::patch_op(&operations));
        let active = change_to(Some(false), None, false);
        assert_eq!(patch(json!([{ "op": "replace", "value": { "active": false } }])), active);
        assert_eq!(patch(json!([{ "op": "Replace", "path": "active", "value": "False" }])), active);
        let renamed = change_to(None, Some("a@example.com"), true);
        let words = json!([
            { "op": "Add", "path": "title", "value": "Dr" },
            { "op": "Replace", "path": format!("{USER_URN}:userName"), "value": "a@example.com" },
        ]);
        assert_eq!(patch(words), renamed);
    }

    #[test]
    fn a_put_is_read_as_what_it_can_change() {
        let body = json!({ "schemas": [USER_URN], "id": "1", "meta": {}, "emails": [], "active": true });
        assert_eq!(read(&Method::PUT, "/Users/1", &body), change_to(Some(true), None, false));
        let body = json!({ "userName": "a@example.com", "externalId": "00u1" });
        assert_eq!(read(&Method::PUT, "/Users/1", &body), change_to(None, Some("a@example.com"), true));
    }

    #[test]
    fn only_a_look_up_by_user_name_is_one() {
        let get = |path: &str| read(&Method::GET, path, &Value::Null);
        let found = Some(Operation::Find { user_name: "a b@example.com".into() });
        assert_eq!(
            get("/Users?filter=username%20EQ%20%22a%20b%40example.com%22&startIndex=1&count=100"),
            found
        );
        for path in [
            "/Users",
            "/Users?filter=userName%20sw%20%22a%22",
            "/Users?filter=userName%20eq%20%22a%22&count=0",
            "/Users?filter=userName%20eq%20%22a%22%20and%20active%20eq%20true",
            "/Groups",
        ] {
            assert_eq!(get(path), None, "{path}");
        }
    }

    #[test]
    fn a_condition_is_read_from_its_header() {
        let sent = Sent { body: None, if_match: Some("W/\"3\"".to_owned()) };
        let expected = Operation::Delete { id: "1".into(), if_version: Some(3) };
        assert_eq!(operation(&Method::DELETE, "/Users/1", &sent), Some(expected));
    }

    fn of_answer(status: u16, detail: &str) -> Outcome {
        let (request, headers, body) = (String::new(), HeaderMap::new(), json!({ "detail": detail }));
        let answer = Answer { request, status: StatusCode::from_u16(status).unwrap(), headers, body };
        outcome(&Operation::Delete { id: "1".into(), if_version: Some(1) }, &answer, false)
    }

    #[test]
    fn an_answer_counts_as_a_refusal_only_where_it_says_that_nothing_was_done() {
        assert_eq!(of_answer(429, "Too much is going on. Nothing was changed"), Outcome::Refused);
        assert_eq!(of_answer(429, "The service did not answer in time"), Outcome::Unknown);
        assert_eq!(of_answer(500, "Something went wrong. Nothing was changed"), Outcome::Unknown);
        assert_eq!(of_answer(400, "The request is wrong"), Outcome::Refused);
        assert_eq!(of_answer(409, "Somebody else has it"), Outcome::Refused);
        assert_eq!(of_answer(404, "There is no such user"), Outcome::NotFound);
        assert_eq!(of_answer(412, "The user has changed"), Outcome::Outdated);
    }
}
