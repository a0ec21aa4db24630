//! Every way in which a request can fail, and what the client is told (RFC 6749 §5.2): the only place that makes error
//! answers.
//!
//! A description repeats nothing of the request, and has no quotation mark and no backslash, which the RFC leaves out.

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use rollcall::retry::retry_after_secs;
use rollcall::store::StoreError;
use rollcall_rules::oauth::assertion::AssertionFault;
use rollcall_rules::oauth::{InvalidClient, Refused};
use rollcall_web::{table_failure, with_header};
use serde_json::json;

use crate::respond;

/// A request by which no token was granted.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It lacks something, has something twice, or is not a form.
    InvalidRequest(&'static str),
    /// Its form is longer than is read.
    TooLong,
    /// The client did not prove itself, or in a way that is not known here.
    InvalidClient(String),
    /// The client proved itself, and may not have this grant.
    UnauthorizedClient(String),
    /// The code or the refresh token is no good.
    InvalidGrant(String),
    /// Another grant than those of [`crate::token`].
    UnsupportedGrantType,
    /// A scope other than `scim`.
    InvalidScope,
    /// A method that is not possible at this path. This one is.
    NotAllowed(&'static str),
    /// There is nothing at this path.
    Unknown,
    /// The keys of the client could not be read where its directory shows them.
    KeysAway,
    /// The table's.
    Store(StoreError),
}

impl From<InvalidClient> for Failure {
    fn from(error: InvalidClient) -> Self {
        Self::InvalidClient(error.to_string())
    }
}

impl From<AssertionFault> for Failure {
    fn from(fault: AssertionFault) -> Self {
        Self::InvalidClient(fault.to_string())
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        let why = refused.to_string();
        match refused {
            Refused::Client(_) => Self::InvalidClient(why),
            Refused::Method => Self::UnauthorizedClient(why),
            Refused::Grant => Self::InvalidGrant(why),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::InvalidRequest(why) => error(StatusCode::BAD_REQUEST, "invalid_request", why),
            Self::TooLong => {
                error(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", "The form is longer than 16 KiB.")
            }
            // RFC 6749 §5.2: a client that tried the header must be told the scheme, and any other may be.
            Self::InvalidClient(why) => with_header(
                error(StatusCode::UNAUTHORIZED, "invalid_client", &why),
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"rollcall\", charset=\"UTF-8\""),
            ),
            Self::UnauthorizedClient(why) => error(StatusCode::BAD_REQUEST, "unauthorized_client", &why),
            Self::InvalidGrant(why) => error(StatusCode::BAD_REQUEST, "invalid_grant", &why),
            Self::UnsupportedGrantType => error(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "The only grants here are client_credentials, authorization_code and refresh_token.",
            ),
            Self::InvalidScope => error(
                StatusCode::BAD_REQUEST,
                "invalid_scope",
                "The only scope here is scim. Leave scope out, or ask for that.",
            ),
            Self::NotAllowed(method) => {
                let why = format!("Send {method} to this address.");
                let response = error(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", &why);
                with_header(response, ALLOW, HeaderValue::from_static(method))
            }
            Self::Unknown => error(
                StatusCode::NOT_FOUND,
                "invalid_request",
                "There is nothing at this address. Tokens are granted at /oauth/token.",
            ),
            Self::KeysAway => {
                let seconds = retry_after_secs();
                let why = format!(
                    "The keys of the client could not be read at its JWKS URI. Send this again in {seconds} s. The log \
                     says why."
                );
                let response = error(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", &why);
                with_header(response, RETRY_AFTER, HeaderValue::from(seconds))
            }
            Self::Store(failure) => table_failure(failure, |seconds| {
                let why = format!("Too much is going on at the moment. Send this again in {seconds} s.");
                error(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", &why)
            }),
        }
    }
}

/// The answer to a fault of ours: a number under which the log tells the rest.
pub(crate) fn bug(request_id: &str) -> Response {
    let why = format!("Something went wrong on our side. Reference: {request_id}.");
    error(StatusCode::INTERNAL_SERVER_ERROR, "server_error", &why)
}

fn error(status: StatusCode, code: &str, description: &str) -> Response {
    respond::json(status, &json!({ "error": code, "error_description": description }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_never_the_clients_fault() {
        let errors = [
            (StoreError::Throttled { operation: "test", source: "busy".into() }.into(), 429),
            (StoreError::Unavailable { operation: "test", source: "silence".into() }.into(), 429),
            (Failure::KeysAway, 503),
        ];
        for (error, status) in errors {
            let response = error.into_response();
            assert_eq!(response.status(), status);
            let seconds = response.headers()[RETRY_AFTER].to_str().unwrap().parse::<u32>();
            assert!((1..=30).contains(&seconds.unwrap()));
        }
    }
}
