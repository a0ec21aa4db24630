//! SCIM errors (RFC 7644 §3.12): the status, the `scimType` and a detail that an IT admin can act on.

use std::fmt;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// `schemas` value of an error response (RFC 7644 §3.12).
pub const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The detail keyword of a SCIM error (RFC 7644 §3.12, table 9; RFC 9865 §2.1 for the paging ones).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScimType {
    /// The filter does not parse, or compares what cannot be compared.
    InvalidFilter,
    /// The request asks for more results than can be worked out in its time.
    TooMany,
    /// The value is taken by another resource.
    Uniqueness,
    /// The attribute cannot be changed this way.
    Mutability,
    /// The body is not JSON or does not have the message's shape.
    InvalidSyntax,
    /// A PATCH path is malformed or names no attribute.
    InvalidPath,
    /// A PATCH path selects nothing, where it must select something.
    NoTarget,
    /// A required value is missing or a value does not fit its attribute.
    InvalidValue,
    /// A cursor is not one that this service issued for this query (RFC 9865).
    InvalidCursor,
    /// A cursor is older than `cursorTimeout` (RFC 9865).
    ExpiredCursor,
    /// `count` cannot be used with the cursor (RFC 9865).
    InvalidCount,
}

impl ScimType {
    /// The keyword as it stands in the response.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidCursor => "invalidCursor",
            Self::ExpiredCursor => "expiredCursor",
            Self::InvalidCount => "invalidCount",
        }
    }
}

/// An error that the directory is sent without any change: nothing in it is internal.
///
/// The detail is written for the IT admin who reads it in Okta's or Entra's log: what was wrong with which value, and
/// what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimError {
    /// HTTP status of the answer.
    pub status: StatusCode,
    /// The detail keyword, where the RFC defines one for the case.
    pub scim_type: Option<ScimType>,
    /// For people. Never holds a secret.
    pub detail: String,
    /// The attribute that it is about, by its name in the schema, if it is about one. It is not sent: whoever keeps a note
    /// of the error can tell it apart from others by it, without the values that the detail quotes.
    pub attribute: Option<&'static str>,
}

impl ScimError {
    /// An error without a `scimType`; `detail` is shown to the directory's administrator.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into(), attribute: None }
    }

    /// A 400 with its `scimType`; `detail` is shown to the directory's administrator.
    pub fn bad_request(scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self { scim_type: Some(scim_type), ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// A 409 `uniqueness` (RFC 7644 §3.12): another resource has the value.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self { scim_type: Some(ScimType::Uniqueness), ..Self::new(StatusCode::CONFLICT, detail) }
    }

    /// The error, said of this attribute.
    #[must_use]
    pub fn about(self, attribute: &'static str) -> Self {
        Self { attribute: Some(attribute), ..self }
    }

    /// The error message of RFC 7644 §3.12, to be sent as the response body.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body = json!({ "schemas": [ERROR_URN], "status": self.status.as_str() });
        if let (Some(object), Some(scim_type)) = (body.as_object_mut(), self.scim_type) {
            object.insert("scimType".to_owned(), scim_type.as_str().into());
        }
        if let Some(object) = body.as_object_mut() {
            object.insert("detail".to_owned(), self.detail.as_str().into());
        }
        body
    }
}

impl fmt::Display for ScimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status.as_u16(), self.detail)
    }
}

impl std::error::Error for ScimError {}
