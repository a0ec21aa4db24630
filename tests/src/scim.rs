//! A SCIM client without manners of its own: it sends exactly what it is told. [`crate::okta`] and [`crate::entra`]
//! give it theirs.

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH, USER_AGENT,
};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;

use crate::answer::Answer;
use crate::history::{Recording, Sent};

/// A base URL, a token and how the client introduces itself.
#[derive(Debug, Clone)]
pub struct Scim {
    http: Client,
    base: String,
    token: Option<String>,
    user_agent: &'static str,
    content_type: &'static str,
    recording: Option<Recording>,
}

impl Scim {
    /// A client for the service at `base` (`…/scim/v2`).
    #[must_use]
    pub fn new(http: Client, base: impl Into<String>, token: impl Into<String>) -> Self {
        let content_type = "application/scim+json";
        let (base, token) = (base.into(), Some(token.into()));
        Self { http, base, token, user_agent: "tests", content_type, recording: None }
    }

    /// The same, with these headers.
    #[must_use]
    pub fn introduced_as(self, user_agent: &'static str, content_type: &'static str) -> Self {
        Self { user_agent, content_type, ..self }
    }

    /// The same, with another token.
    #[must_use]
    pub fn with_token(self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    /// The same, without a token.
    #[must_use]
    pub fn without_token(self) -> Self {
        Self { token: None, ..self }
    }

    /// The same, with what it sends about a user from now on [recorded](crate::history).
    #[must_use]
    pub fn recorded(self, recording: Recording) -> Self {
        Self { recording: Some(recording), ..self }
    }

    /// `GET`; the path is under the base and may have a query, already encoded.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    /// `GET /Users?filter=…`.
    pub async fn filter(&self, filter: &str) -> Answer {
        self.get(&format!("/Users?filter={}", encode(filter))).await
    }

    /// `POST`.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.request(Method::POST, path).json(body).send().await
    }

    /// `PUT /Users/{id}`.
    pub async fn put(&self, id: &str, body: &Value) -> Answer {
        self.request(Method::PUT, &format!("/Users/{id}")).json(body).send().await
    }

    /// `PATCH /Users/{id}` with these operations.
    pub async fn patch(&self, id: &str, operations: Value) -> Answer {
        self.request(Method::PATCH, &format!("/Users/{id}")).json(&crate::patch_op(&operations)).send().await
    }

    /// `DELETE /Users/{id}`.
    pub async fn delete(&self, id: &str) -> Answer {
        self.request(Method::DELETE, &format!("/Users/{id}")).send().await
    }

    /// A request to be completed.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        let url = format!("{}{path}", self.base);
        let said = format!("{method} {url}");
        let has_body = !matches!(method, Method::GET | Method::DELETE);
        let recorded = self.recording.clone().map(|recording| Recorded {
            recording,
            method: method.clone(),
            path: path.to_owned(),
            sent: Sent::default(),
        });
        let mut builder = self
            .http
            .request(method, &url)
            .header(USER_AGENT, self.user_agent)
            .header(ACCEPT, "application/scim+json");
        if let Some(token) = &self.token {
            builder = builder.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if has_body {
            builder = builder.header(CONTENT_TYPE, self.content_type);
        }
        Request { said, builder, recorded }
    }
}

/// A request in the making.
#[derive(Debug)]
pub struct Request {
    said: String,
    builder: RequestBuilder,
    recorded: Option<Recorded>,
}

/// What the record is to have of a request.
#[derive(Debug)]
struct Recorded {
    recording: Recording,
    method: Method,
    path: String,
    sent: Sent,
}

impl Request {
    /// With this body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.text(body.to_string())
    }

    /// With these bytes as the body.
    #[must_use]
    pub fn text(mut self, body: impl Into<String>) -> Self {
        let body = body.into();
        if let Some(recorded) = &mut self.recorded {
            recorded.sent.body = Some(body.clone());
        }
        Self { builder: self.builder.body(body), ..self }
    }

    /// With `If-Match`.
    #[must_use]
    pub fn if_match(self, etag: &str) -> Self {
        self.header(&IF_MATCH, etag)
    }

    /// With this header.
    #[track_caller]
    #[must_use]
    pub fn header(mut self, name: &HeaderName, value: &str) -> Self {
        if let Some(recorded) = self.recorded.as_mut().filter(|_| name == IF_MATCH) {
            recorded.sent.if_match = Some(value.to_owned());
        }
        let value = HeaderValue::from_str(value).expect("a header value");
        Self { builder: self.builder.header(name, value), ..self }
    }

    /// Sends it; the answer's form is checked on arrival.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(self) -> Answer {
        let said = self.said.clone();
        self.try_send().await.unwrap_or_else(|error| panic!("{said}: {error}"))
    }

    /// Sends it where nobody may be listening.
    ///
    /// # Errors
    /// No whole answer came.
    pub async fn try_send(self) -> Result<Answer, reqwest::Error> {
        self.answered(Answer::new).await
    }

    /// Sends it, and takes what comes, whatever its form.
    ///
    /// # Errors
    /// No whole answer came.
    pub async fn receive(self) -> Result<Answer, reqwest::Error> {
        self.answered(Answer::of_any_form).await
    }

    async fn answered(
        self,
        take_in: impl FnOnce(String, StatusCode, HeaderMap, &str) -> Answer,
    ) -> Result<Answer, reqwest::Error> {
        let pending = self
            .recorded
            .and_then(|Recorded { recording, method, path, sent }| recording.begin(&method, &path, &sent));
        let response = self.builder.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let answer = take_in(self.said, status, headers, &response.text().await?);
        if let Some(pending) = pending {
            pending.returned(&answer);
        }
        Ok(answer)
    }
}

/// Percent-encodes a query value as Okta and Entra do: a space is `%20`, and `@` and quotes are encoded too.
#[must_use]
pub fn encode(value: &str) -> String {
    value.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}
