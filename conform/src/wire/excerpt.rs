//! What of an answer a report may show: no token, and nobody but the people whom this run made.
//!
//! The shape of a JSON body is shown, and the values that are the protocol's own. A text stands only where it is one of
//! these, or has the mark of the run in it. Of a list, the first entry is shown.

use std::fmt::Write as _;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Map, Value};

use super::call::Call;
use super::client::text;
use crate::options::Token;
use crate::stop::Exchange;

/// The longest excerpt, in characters.
const LONGEST: usize = 600;

/// The longest detail of an error that is shown, in characters.
const LONGEST_DETAIL: usize = 200;

/// In place of what is not shown.
const HIDDEN: &str = "…";

/// Members whose texts are the protocol's own.
const PROTOCOL: [&str; 14] = [
    "schemas",
    "scimType",
    "status",
    "resourceType",
    "type",
    "method",
    "mutability",
    "returned",
    "uniqueness",
    "endpoint",
    "schema",
    "location",
    "version",
    "op",
];

/// Paths of documents about the server, which name nobody.
const DISCOVERY: [&str; 3] = ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"];

/// Makes excerpts.
#[derive(Debug, Clone)]
pub(crate) struct Excerpts {
    token: Token,
    mark: String,
}

impl Excerpts {
    /// Of a run with this token, whose names have this mark.
    pub(crate) fn new(token: &Token, mark: &str) -> Self {
        Self { token: token.clone(), mark: mark.to_owned() }
    }

    /// A request with its answer.
    pub(super) fn exchange(
        &self,
        call: &Call,
        answer: Option<(u16, &HeaderMap)>,
        body: Option<&[u8]>,
    ) -> Exchange {
        let content_type = answer.and_then(|(_, headers)| text(headers, CONTENT_TYPE.as_str()));
        Exchange {
            method: call.method.to_string(),
            path: self.scrubbed(&call.path),
            status: answer.map(|(status, _)| status),
            content_type: content_type.map(|text| cut(&self.scrubbed(text), 100)),
            excerpt: body.and_then(|body| self.excerpt(&call.path, body)),
        }
    }

    fn excerpt(&self, path: &str, body: &[u8]) -> Option<String> {
        if body.is_empty() {
            return None;
        }
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Some(format!("({} bytes that are no JSON)", body.len()));
        };
        let value = self.without_token(value);
        let is_discovery = DISCOVERY.iter().any(|known| path.starts_with(known));
        let shown = if is_discovery { value } else { self.shown(&value, "") };
        Some(cut(&self.scrubbed(&shown.to_string()), LONGEST))
    }

    /// In each text by itself: JSON may write a token in another way.
    fn without_token(&self, value: Value) -> Value {
        match value {
            Value::String(text) => text.replace(self.token.reveal(), HIDDEN).into(),
            Value::Array(entries) => entries.into_iter().map(|entry| self.without_token(entry)).collect(),
            Value::Object(members) => {
                let member = |(name, value)| (name, self.without_token(value));
                Value::Object(members.into_iter().map(member).collect())
            }
            other => other,
        }
    }

    /// A value, under this name.
    fn shown(&self, value: &Value, name: &str) -> Value {
        match value {
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| (name.clone(), self.shown(value, name));
                Value::Object(members.iter().map(member).collect::<Map<_, _>>())
            }
            Value::Array(entries) if PROTOCOL.contains(&name) => {
                entries.iter().map(|entry| self.shown(entry, name)).collect()
            }
            Value::Array(entries) => {
                let mut shown: Vec<Value> =
                    entries.iter().take(1).map(|entry| self.shown(entry, name)).collect();
                if entries.len() > 1 {
                    shown.push(format!("… and {} more", entries.len() - 1).into());
                }
                shown.into()
            }
            Value::String(text) if name == "detail" => self.detail(text).into(),
            Value::String(text) if self.may_show(text, name) => text.clone().into(),
            Value::String(text) if text.is_empty() => "".into(),
            Value::String(_) => HIDDEN.into(),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn may_show(&self, text: &str, name: &str) -> bool {
        let is_number = !text.is_empty() && text.len() < 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let counts = ["totalResults", "startIndex", "itemsPerPage"].contains(&name) && is_number;
        let is_boolean = ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
        // Locations hold ids, and a server may make those of names.
        let is_protocol = PROTOCOL.contains(&name) && name != "location" && !text.contains('@');
        is_protocol || counts || is_boolean || text.contains(&self.mark)
    }

    /// An error's detail, without the addresses of others.
    fn detail(&self, text: &str) -> String {
        let word = |word: &str| {
            if word.contains('@') && !word.contains(&self.mark) { HIDDEN.to_owned() } else { word.to_owned() }
        };
        cut(&text.split_whitespace().map(word).collect::<Vec<_>>().join(" "), LONGEST_DETAIL)
    }

    /// Without the token, however a server came to repeat it, and without what a terminal would obey.
    fn scrubbed(&self, text: &str) -> String {
        let text = text.replace(self.token.reveal(), HIDDEN);
        text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
    }
}

fn cut(text: &str, longest: usize) -> String {
    let mut shown: String = text.chars().take(longest).collect();
    if text.chars().count() > longest {
        let _ = write!(shown, "…");
    }
    shown
}

#[cfg(test)]
mod tests {
    use reqwest::Method;
    use serde_json::json;

    use super::*;

    fn excerpt(path: &str, body: &str) -> String {
        let excerpts = Excerpts::new(&Token::parse("rc_secret").unwrap(), "1a2b3c4d");
        let call = Call::new(Method::GET, path);
        excerpts.exchange(&call, None, Some(body.as_bytes())).excerpt.unwrap_or_default()
    }

    #[test]
    fn people_whom_others_made_are_not_shown() {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": "2",
            "Resources": [
                { "id": "42", "userName": "ada@acme.com", "name": { "familyName": "Lovelace" }, "active": "True" },
                { "id": "43", "userName": "bob@acme.com" },
            ],
        });
        let shown = excerpt("/Users?count=2", &body.to_string());
        let expected = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":"2","Resources":[{"id":"…","userName":"…","name":{"familyName":"…"},"active":"True"},"… and 1 more"]}"#;
        assert_eq!(shown, expected);
    }

    #[test]
    fn own_people_and_what_an_error_says_are_shown() {
        let body = json!({
            "status": "409", "scimType": "uniqueness",
            "detail": "conform-1a2b3c4d-1@example.com is taken\nby ada@acme.com, says rc_secret",
            "userName": "conform-1a2b3c4d-1@example.com",
        });
        let shown = excerpt("/Users", &body.to_string());
        assert!(shown.contains("conform-1a2b3c4d-1@example.com is taken by … says …"), "{shown}");
        assert!(shown.contains(r#""userName":"conform-1a2b3c4d-1@example.com""#), "{shown}");
    }

    #[test]
    fn a_token_is_shown_nowhere() {
        for path in ["/Users", "/Schemas"] {
            for body in [r#"{"schemas":["rc_secret"]}"#, r#"{"detail":"1a2b3c4d rc_secret"}"#, "rc_secret"] {
                assert!(!excerpt(path, body).contains("rc_secret"), "{path} {body}");
            }
        }
    }

    #[test]
    fn what_is_no_json_is_only_counted_and_what_is_long_is_cut() {
        assert_eq!(excerpt("/Users", "<html>"), "(6 bytes that are no JSON)");
        let long = json!({ "detail": "x".repeat(5_000), "a": vec!["true"; 2], "b": "true".repeat(9) });
        assert!(excerpt("/Users", &long.to_string()).chars().count() <= LONGEST + 1);
        assert_eq!(excerpt("/Users", ""), "");
    }
}
