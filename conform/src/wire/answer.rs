//! An answer, and what a check asks of it. What is not so is the check's failure, with the answer beside it.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;

use super::client::text;
use crate::stop::{Exchange, Fault, Stop};

/// `schemas` of a list (RFC 7644 §3.4.2).
pub(crate) const LIST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// `schemas` of an error (RFC 7644 §3.12).
pub(crate) const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// What a server answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// Its body; `null`: it has none that is JSON.
    pub(crate) body: Value,
    /// Whether it has any body at all.
    pub(crate) has_body: bool,
    /// How long it took.
    pub(crate) took: Duration,
    headers: HeaderMap,
    exchange: Exchange,
}

/// A list that has the form of the RFC.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// `totalResults`.
    pub(crate) total: u64,
    /// `startIndex`, if it is there.
    pub(crate) start_index: Option<u64>,
    /// `Resources`.
    pub(crate) resources: Vec<Value>,
}

impl List {
    /// The ids of those that it shows.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.resources.iter().filter_map(|resource| resource.get("id")?.as_str()).collect()
    }
}

impl Answer {
    pub(super) fn new(
        status: u16,
        headers: HeaderMap,
        bytes: &[u8],
        exchange: Exchange,
        took: Duration,
    ) -> Self {
        let body = serde_json::from_slice(bytes).unwrap_or_default();
        Self { status, body, has_body: !bytes.is_empty(), took, headers, exchange }
    }

    /// The value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        text(&self.headers, name)
    }

    /// The failure that this answer shows.
    pub(crate) fn fail(&self, found: impl Into<String>) -> Stop {
        Stop::Fail(Box::new(Fault { found: found.into(), exchange: Some(self.exchange.clone()) }))
    }

    /// That it has one of these statuses.
    pub(crate) fn expect(&self, statuses: &[u16]) -> Result<&Self, Stop> {
        if statuses.contains(&self.status) {
            return Ok(self);
        }
        let wanted: Vec<_> = statuses.iter().map(ToString::to_string).collect();
        Err(self.fail(format!("the answer is {} and should be {}", self.status, wanted.join(" or "))))
    }

    /// That what was asked is done.
    pub(crate) fn done(&self) -> Result<&Self, Stop> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        Err(self.fail(format!("the answer is {}, and the request should be done", self.status)))
    }

    /// That the request is refused, as the request's own fault.
    pub(crate) fn refused(&self) -> Result<&Self, Stop> {
        if (400..500).contains(&self.status) {
            return Ok(self);
        }
        Err(self.fail(format!("the answer is {}, and the request should be refused", self.status)))
    }

    /// That it is an error in the form of RFC 7644 §3.12.
    pub(crate) fn scim_error(&self) -> Result<&Self, Stop> {
        if !self.schemas().contains(&ERROR_URN) {
            return Err(self.fail("the body is no SCIM error: its `schemas` do not name one"));
        }
        let status = self.at(&["status"]);
        if status != &Value::String(self.status.to_string()) {
            let found = match status {
                Value::Number(_) => "`status` of the error is a number, and should be a text",
                _ => "`status` of the error is not the status of the answer, as a text",
            };
            return Err(self.fail(found));
        }
        Ok(self)
    }

    /// That it is an error with this `scimType`.
    pub(crate) fn scim_type(&self, scim_type: &str) -> Result<&Self, Stop> {
        match self.at(&["scimType"]).as_str() {
            Some(found) if found == scim_type => Ok(self),
            Some(_) => Err(self.fail(format!("`scimType` should be {scim_type}"))),
            None => Err(self.fail(format!("`scimType` is missing, and should be {scim_type}"))),
        }
    }

    /// That it is a list in the form of RFC 7644 §3.4.2.
    pub(crate) fn list(&self) -> Result<List, Stop> {
        self.expect(&[200])?;
        if !self.schemas().contains(&LIST_URN) {
            return Err(self.fail("the body is no list: its `schemas` do not name a ListResponse"));
        }
        let total = self.number("totalResults")?;
        let resources = match self.at(&["Resources"]) {
            Value::Array(resources) => resources.clone(),
            Value::Null if total == 0 || self.body.get("Resources").is_none() => Vec::new(),
            _ => return Err(self.fail("`Resources` is no array")),
        };
        Ok(List { total, start_index: self.at(&["startIndex"]).as_u64(), resources })
    }

    /// That a member is a whole number.
    pub(crate) fn number(&self, name: &str) -> Result<u64, Stop> {
        match self.at(&[name]) {
            Value::Number(number) if number.is_u64() => Ok(number.as_u64().unwrap_or_default()),
            Value::Null => Err(self.fail(format!("`{name}` is missing"))),
            Value::String(_) => Err(self.fail(format!("`{name}` is a text, and should be a number"))),
            _ => Err(self.fail(format!("`{name}` is no whole number"))),
        }
    }

    /// That the body has this text at this path, and that it is not empty.
    pub(crate) fn text(&self, path: &[&str]) -> Result<&str, Stop> {
        match self.at(path).as_str() {
            Some(text) if !text.is_empty() => Ok(text),
            Some(_) => Err(self.fail(format!("`{}` is empty", path.join(".")))),
            None => Err(self.fail(format!("`{}` is missing, or no text", path.join(".")))),
        }
    }

    /// That the body has this value at this path.
    pub(crate) fn same(&self, path: &[&str], expected: &Value) -> Result<&Self, Stop> {
        let found = self.at(path);
        if found == expected {
            return Ok(self);
        }
        let name = path.join(".");
        let found = match (found, expected) {
            (Value::Null, _) => format!("`{name}` is missing"),
            (Value::String(_), Value::Bool(_)) => format!("`{name}` is a text, and should be true or false"),
            (_, Value::Bool(_)) => format!("`{name}` should be {expected}"),
            _ => format!("`{name}` is not what was sent"),
        };
        Err(self.fail(found))
    }

    /// That the body has nothing at this path: it is absent, null, or an empty text.
    pub(crate) fn nothing(&self, path: &[&str]) -> Result<&Self, Stop> {
        match self.at(path) {
            Value::Null => Ok(self),
            Value::String(text) if text.is_empty() => Ok(self),
            Value::Array(entries) if entries.is_empty() => Ok(self),
            _ => Err(self.fail(format!("`{}` is there, and should not be", path.join(".")))),
        }
    }

    /// That the resource names this schema.
    pub(crate) fn has_schema(&self, urn: &str) -> Result<&Self, Stop> {
        if self.schemas().contains(&urn) {
            Ok(self)
        } else {
            Err(self.fail(format!("`schemas` do not name {urn}")))
        }
    }

    /// The value at a path; `null` where there is none.
    pub(crate) fn at(&self, path: &[&str]) -> &Value {
        at(&self.body, path)
    }

    fn schemas(&self) -> Vec<&str> {
        let schemas = self.at(&["schemas"]).as_array().map(Vec::as_slice).unwrap_or_default();
        schemas.iter().filter_map(Value::as_str).collect()
    }
}

/// The value at a path; `null` where there is none.
pub(crate) fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().try_fold(value, |value, name| value.get(name)).unwrap_or(&Value::Null)
}
