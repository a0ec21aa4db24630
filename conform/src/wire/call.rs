//! A request that is to be sent.

use reqwest::Method;
use serde_json::Value;

/// The media type of SCIM (RFC 7644 §8.1).
pub(crate) const SCIM_JSON: &str = "application/scim+json";

/// How a request proves itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auth {
    /// By the token that was given.
    Token,
    /// Not at all.
    None,
    /// By a token that nobody issued.
    Wrong,
}

/// A request that is to be sent. Its path begins at the base URL, unless it is a whole URL.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<String>,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) auth: Auth,
}

impl Call {
    /// A request without a body.
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            body: None,
            content_type: SCIM_JSON,
            headers: Vec::new(),
            auth: Auth::Token,
        }
    }

    /// `GET`.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// The same with a JSON body.
    pub(crate) fn json(self, body: &Value) -> Self {
        Self { body: Some(body.to_string()), ..self }
    }

    /// The same with a body as it is given.
    pub(crate) fn text(self, body: impl Into<String>) -> Self {
        Self { body: Some(body.into()), ..self }
    }

    /// The same with this media type of the body.
    pub(crate) fn content_type(self, content_type: &'static str) -> Self {
        Self { content_type, ..self }
    }

    /// The same with one more header.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same with another proof.
    pub(crate) fn auth(self, auth: Auth) -> Self {
        Self { auth, ..self }
    }
}

/// Text as it stands in a query.
pub(crate) fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_encoded_for_a_query() {
        assert_eq!(encode("userName eq \"a+b@example.com\""), "userName%20eq%20%22a%2Bb%40example.com%22");
        assert_eq!(encode("é"), "%C3%A9");
    }
}
