//! A client of the token endpoint: it sends exactly what it is told.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Method};

use crate::answer::Answer;

/// The token endpoint, and the documents beside it.
#[derive(Debug, Clone)]
pub struct OAuth {
    http: Client,
    base: String,
}

impl OAuth {
    /// The one of the system at `base`.
    #[must_use]
    pub fn new(http: Client, base: impl Into<String>) -> Self {
        Self { http, base: base.into() }
    }

    /// Address of the endpoint.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}/oauth/token", self.base)
    }

    /// Asks for a token, with the secret in the form.
    pub async fn grant(&self, id: &str, secret: &str) -> Answer {
        self.form(&format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")).await
    }

    /// Sends a form.
    pub async fn form(&self, form: &str) -> Answer {
        self.send(Method::POST, "/oauth/token", form, HeaderMap::new()).await
    }

    /// Sends a form, with this as the header `Authorization`.
    pub async fn form_with(&self, authorization: &str, form: &str) -> Answer {
        let value = HeaderValue::from_str(authorization).expect("a header's value");
        self.send(Method::POST, "/oauth/token", form, HeaderMap::from_iter([(AUTHORIZATION, value)])).await
    }

    /// Any request. Headers are added to that of a form, or take its place. What holds for every answer is checked.
    ///
    /// # Panics
    /// When there is no answer, or it breaks a rule that holds for every answer.
    pub async fn send(&self, method: Method, path: &str, body: &str, headers: HeaderMap) -> Answer {
        let said = format!("{method} {path}");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !headers.contains_key(CONTENT_TYPE) {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let sent = request.headers(headers).body(body.to_owned()).send().await;
        let response = sent.unwrap_or_else(|error| panic!("{said}: {error}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let answer = Answer::of_any_form(said, status, headers, &text);
        check_form(&answer);
        answer
    }
}

/// RFC 6749 §5.1 and §5.2.
fn check_form(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    assert_eq!(answer.header("content-type"), "application/json", "{answer}");
    assert!(!answer.header("x-request-id").is_empty(), "{answer}");
    if answer.status.is_success() {
        return;
    }
    let (code, told) = (answer["error"].as_str().expect("a code"), &answer["error_description"]);
    let told = told.as_str().expect("a description");
    assert!(told.bytes().all(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E)), "{answer}");
    assert_eq!(answer.status == 401, code == "invalid_client", "{answer}");
    if answer.status == 401 {
        assert!(answer.challenge().starts_with("Basic "), "{answer}");
    }
    let waits = answer.header("retry-after").parse::<u32>().is_ok();
    assert_eq!(answer.status == 429 || answer.status == 503, waits, "{answer}");
}

impl Answer {
    /// Fails unless no token was granted, with this code and a description that contains `detail`.
    #[track_caller]
    pub fn expect_oauth_error(&self, status: u16, code: &str, detail: &str) {
        let told = self["error_description"].as_str().unwrap_or_default();
        let is_it = self.status.as_u16() == status && self["error"] == code && told.contains(detail);
        assert!(is_it, "expected {status} {code} about {detail:?}\n{self}");
    }

    /// The access token that was granted.
    #[track_caller]
    #[must_use]
    pub fn access_token(&self) -> String {
        match (self.status.as_u16(), self["access_token"].as_str()) {
            (200, Some(token)) => token.to_owned(),
            _ => panic!("no token\n{self}"),
        }
    }
}
