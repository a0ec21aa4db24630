//! What came back over HTTP, and what every answer must hold to, whoever asked and whatever for.
//!
//! [`Answer::new`] judges the form of each answer as it arrives, so no suite has to repeat it and no request of any
//! suite escapes it.

use std::fmt;
use std::ops::Index;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
};
use serde_json::Value;

use crate::{ERROR_URN, LIST_URN, USER_URN};

/// One HTTP answer, its body read and parsed. Indexing looks into the JSON body, as with [`Value`].
#[derive(Debug, Clone)]
pub struct Answer {
    /// The request, for failure messages: method and URL.
    pub request: String,
    /// HTTP status.
    pub status: StatusCode,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The JSON body; `Null` where there is none.
    pub body: Value,
}

/// Sends, and on a 429 waits as long as it says and sends again, ten times at most.
pub async fn patiently<F: Future<Output = Answer>>(send: impl Fn() -> F) -> Answer {
    let mut tries = 1;
    loop {
        let answer = send().await;
        match answer.retry_after() {
            Some(seconds) if answer.status == 429 && tries < 10 => {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                tries += 1;
            }
            _ => return answer,
        }
    }
}

impl Answer {
    /// Takes an answer in and fails at once if its form is wrong.
    ///
    /// # Panics
    /// When the answer breaks a rule that holds for every answer.
    #[must_use]
    pub fn new(request: String, status: StatusCode, headers: HeaderMap, text: &str) -> Self {
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(text)
                .unwrap_or_else(|error| panic!("{request}: {status}, not JSON ({error}): {text}"))
        };
        let answer = Self { request, status, headers, body };
        if let Err(fault) = answer.well_formed() {
            panic!("{fault}\n{answer}");
        }
        answer
    }

    /// Takes an answer in and does not judge it; what is no JSON is no body.
    #[must_use]
    pub fn of_any_form(request: String, status: StatusCode, headers: HeaderMap, text: &str) -> Self {
        let body = serde_json::from_str(text).unwrap_or_default();
        Self { request, status, headers, body }
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status.as_u16() == status, "expected {status}\n{self}");
        self
    }

    /// Fails unless this is an error with that status, `scimType` and a detail that contains `detail`, whatever its
    /// case.
    #[track_caller]
    pub fn expect_refusal(&self, status: u16, scim_type: Option<&str>, detail: &str) {
        if let Err(fault) = self.refusal(status, scim_type, detail) {
            panic!("{fault}\n{self}");
        }
    }

    /// As [`Self::expect_refusal`], for those who collect failures.
    ///
    /// # Errors
    /// What differs.
    pub fn refusal(&self, status: u16, scim_type: Option<&str>, detail: &str) -> Result<(), String> {
        ensure(self.status.as_u16() == status, || format!("expected {status}"))?;
        ensure(self["scimType"].as_str() == scim_type, || format!("expected scimType {scim_type:?}"))?;
        let said = self["detail"].as_str().unwrap_or_default().to_lowercase();
        ensure(said.contains(&detail.to_lowercase()), || format!("expected a detail about {detail:?}"))
    }

    /// `id` of the resource.
    #[track_caller]
    #[must_use]
    pub fn id(&self) -> String {
        match self["id"].as_str() {
            Some(id) => id.to_owned(),
            None => panic!("no id\n{self}"),
        }
    }

    /// A header's value; empty where it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// `WWW-Authenticate`, under the name that a REST API of API Gateway gives it, too; empty where it is absent.
    #[must_use]
    pub fn challenge(&self) -> &str {
        match self.header(WWW_AUTHENTICATE.as_str()) {
            "" => self.header("x-amzn-remapped-www-authenticate"),
            challenge => challenge,
        }
    }

    /// The `ETag`.
    #[must_use]
    pub fn etag(&self) -> &str {
        self.header("etag")
    }

    /// `Resources` of a list.
    #[track_caller]
    #[must_use]
    pub fn resources(&self) -> &[Value] {
        match self["Resources"].as_array() {
            Some(resources) => resources,
            // RFC 7644 §3.4.2: "Resources" is required only when there is something in it.
            None if self["schemas"][0] == LIST_URN => &[],
            None => panic!("not a list\n{self}"),
        }
    }

    /// The `userName`s of a list, in its order.
    #[track_caller]
    #[must_use]
    pub fn user_names(&self) -> Vec<&str> {
        self.resources().iter().filter_map(|user| user["userName"].as_str()).collect()
    }

    /// The whole seconds that a 429 asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        self.header("retry-after").parse().ok()
    }

    fn well_formed(&self) -> Result<(), String> {
        let bodiless = matches!(self.status.as_u16(), 204 | 304);
        ensure(bodiless == self.body.is_null(), || {
            "204 and 304 have no body, all others have one".to_owned()
        })?;
        if !bodiless {
            let media_type = self.header(CONTENT_TYPE.as_str()).split(';').next().unwrap_or_default();
            ensure(media_type == "application/scim+json", || format!("content type {media_type:?}"))?;
        }
        ensure(self.header(CACHE_CONTROL.as_str()) == "no-store", || "a cache may keep it".to_owned())?;
        // RFC 7643 §2.5: unassigned and null are the same, and neither is sent.
        ensure(!contains_null(&self.body) || bodiless, || "null in a body".to_owned())?;
        ensure(!self.body.to_string().contains("password\":\""), || "a password came back".to_owned())?;
        if self.status.as_u16() >= 400 { self.well_formed_error() } else { self.well_formed_success() }
    }

    /// RFC 7644 §3.12, and what Okta needs of a 429.
    fn well_formed_error(&self) -> Result<(), String> {
        ensure(self["schemas"] == serde_json::json!([ERROR_URN]), || "not a SCIM error".to_owned())?;
        ensure(self["status"] == self.status.as_str(), || {
            "`status` is not the status, as a string".to_owned()
        })?;
        ensure(self["detail"].as_str().is_some_and(|detail| detail.len() > 10), || "no detail".to_owned())?;
        match self.status.as_u16() {
            401 => ensure(self.challenge().starts_with("Bearer"), || {
                "a 401 without WWW-Authenticate: Bearer".to_owned()
            }),
            405 => ensure(!self.header("allow").is_empty(), || "a 405 without Allow".to_owned()),
            409 => ensure(self["scimType"] == "uniqueness", || "a 409 without `uniqueness`".to_owned()),
            429 => ensure(self.retry_after().is_some_and(|seconds| (1..=30).contains(&seconds)), || {
                format!("Retry-After {:?}, not 1 to 30 whole seconds", self.header(RETRY_AFTER.as_str()))
            }),
            _ => Ok(()),
        }
    }

    fn well_formed_success(&self) -> Result<(), String> {
        let schemas = self["schemas"].as_array().map(Vec::as_slice).unwrap_or_default();
        if schemas.iter().any(|urn| urn == LIST_URN) {
            let listed = self["Resources"].as_array().map_or(0, Vec::len);
            // RFC 9865 §2: the pages of a cursor need not be counted, nor have they numbers.
            let by_cursor = self["startIndex"].is_null() && self["totalResults"].is_null();
            ensure(by_cursor || self["totalResults"].is_u64(), || "totalResults is no number".to_owned())?;
            return ensure(self["itemsPerPage"].as_u64() == Some(listed as u64), || {
                "itemsPerPage is not the number of Resources".to_owned()
            });
        }
        if schemas.iter().any(|urn| urn == USER_URN) && self["id"].is_string() {
            return self.well_formed_user();
        }
        Ok(())
    }

    /// RFC 7644 §3.1, §3.14: the headers repeat what the resource says of itself.
    fn well_formed_user(&self) -> Result<(), String> {
        let meta = &self["meta"];
        if meta["version"].is_string() {
            ensure(meta["version"] == self.header(ETAG.as_str()), || "ETag is not meta.version".to_owned())?;
        }
        if self.status == StatusCode::CREATED {
            let location = self.header(LOCATION.as_str());
            ensure(location.ends_with(&format!("/Users/{}", self.id())), || {
                format!("Location {location:?}")
            })?;
            ensure(meta.is_null() || meta["location"] == location, || {
                "Location is not meta.location".to_owned()
            })?;
        }
        Ok(())
    }
}

impl Index<&str> for Answer {
    type Output = Value;

    fn index(&self, key: &str) -> &Value {
        &self.body[key]
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}", self.request, self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", value.to_str().unwrap_or("(binary)"))?;
        }
        write!(f, "{:#}", self.body)
    }
}

fn ensure(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}

fn contains_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.iter().any(contains_null),
        Value::Object(members) => members.values().any(contains_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
