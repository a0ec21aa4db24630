//! The operator's backend: a client of the people API.

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::answer::{Answer, patiently};

/// A base URL and a token.
#[derive(Debug, Clone)]
pub struct People {
    http: Client,
    base: String,
    token: Option<String>,
}

impl People {
    /// A client of the API at `base` (`…/people/v1`).
    #[must_use]
    pub fn new(http: Client, base: impl Into<String>, token: impl Into<String>) -> Self {
        Self { http, base: base.into(), token: Some(token.into()) }
    }

    /// The same, with another token.
    #[must_use]
    pub fn with_token(self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    /// The same, of what is below a path.
    #[must_use]
    pub fn below(self, path: &str) -> Self {
        Self { base: format!("{}{path}", self.base), ..self }
    }

    /// The same, without a token.
    #[must_use]
    pub fn without_token(self) -> Self {
        Self { token: None, ..self }
    }

    /// `GET`; the path is under the base and may have a query, already encoded.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &HeaderMap::new()).await
    }

    /// `POST`.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string()), &HeaderMap::new()).await
    }

    /// `POST` with an `Idempotency-Key`.
    pub async fn post_once(&self, key: &str, path: &str, body: &Value) -> Answer {
        let key = HeaderValue::from_str(key).expect("a header's value");
        let headers = HeaderMap::from_iter([(HeaderName::from_static("idempotency-key"), key)]);
        self.send(Method::POST, path, Some(body.to_string()), &headers).await
    }

    /// `PATCH`.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, Some(body.to_string()), &HeaderMap::new()).await
    }

    /// `PUT`.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body.to_string()), &HeaderMap::new()).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &HeaderMap::new()).await
    }

    /// Any request, with these headers besides. The answer's form is checked on arrival.
    ///
    /// # Panics
    /// When there is no answer, or it breaks a rule that holds for every answer.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        headers: &HeaderMap,
    ) -> Answer {
        let url = format!("{}{path}", self.base);
        let said = format!("{method} {url}");
        let mut request = self.http.request(method, &url).headers(headers.clone());
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(body) = body {
            if !headers.contains_key(CONTENT_TYPE) {
                request = request.header(CONTENT_TYPE, "application/json");
            }
            request = request.body(body);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{said}: {error}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let mut answer = Answer::of_any_form(said, status, headers, &text);
        if answer.header("content-type").starts_with("text/csv") {
            answer.body = Value::String(text);
        }
        check_form(&answer);
        answer
    }

    /// `GET` of a table as CSV; a success has the text as its body.
    pub async fn get_csv(&self, path: &str) -> Answer {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("text/csv"))]);
        self.send(Method::GET, path, None, &headers).await
    }

    /// Reports that a person signed in just now.
    pub async fn sign_in(&self, id: &str) -> Answer {
        self.post(&format!("/users/{id}/sign-ins"), &json!({})).await
    }

    /// A person whom no directory manages; gives their id.
    pub async fn user(&self, email: &str) -> String {
        patiently(|| async { self.post("/users", &json!({ "email": email })).await }).await.expect(201).id()
    }

    /// Invites people to a card at an entity, whatever comes of it.
    pub async fn invite(&self, entity: &str, people: &[&str]) -> Answer {
        let body = json!({ "entityId": entity, "cardAccess": "card", "userIds": people });
        self.post("/invitations", &body).await
    }

    /// An entity of that name; gives its id.
    pub async fn entity(&self, name: &str) -> String {
        self.post("/entities", &json!({ "name": name })).await.expect(201).id()
    }
}

impl Answer {
    /// Fails unless this is a problem of that kind whose detail contains `detail`, whatever its case.
    #[track_caller]
    pub fn expect_problem(&self, status: u16, kind: &str, detail: &str) {
        assert_eq!(self.status.as_u16(), status, "{self}");
        assert_eq!(self["type"], format!("urn:rollcall:{kind}"), "{self}");
        let said = self["detail"].as_str().unwrap_or_default().to_lowercase();
        assert!(said.contains(&detail.to_lowercase()), "expected a detail about {detail:?}\n{self}");
    }
}

/// A success is JSON; anything else is a problem (RFC 9457) that says its own status, and never a fault of ours.
#[track_caller]
fn check_form(answer: &Answer) {
    let (status, media_type) = (answer.status, answer.header("content-type"));
    assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    if status.is_success() {
        let is_empty = status == StatusCode::NO_CONTENT;
        assert!(
            is_empty || media_type == "application/json" || media_type.starts_with("text/csv"),
            "{answer}"
        );
        return;
    }
    assert!(!status.is_server_error(), "{answer}");
    assert_eq!(media_type, "application/problem+json", "{answer}");
    assert_eq!(answer["status"], status.as_u16(), "{answer}");
    for member in ["type", "title", "detail"] {
        assert!(answer[member].as_str().is_some_and(|text| !text.is_empty()), "{member}\n{answer}");
    }
    assert_eq!(status == 401, (answer.challenge() == "Bearer"), "{answer}");
    assert_eq!(status == 429, answer.header("retry-after").parse::<u32>().is_ok(), "{answer}");
}
