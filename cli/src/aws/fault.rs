//! What a failed call means.

use std::error::Error;
use std::fmt::Debug;
use std::io;
use std::iter;

use aws_sdk_dynamodb::error::{ConnectorError, ProvideErrorMetadata, SdkError};

/// Codes by which the services say that the caller may not ask.
const DENIED: [&str; 4] =
    ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"];

/// Codes by which the services say that the credentials held, and no longer do.
const EXPIRED: [&str; 3] = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"];

/// Codes by which the services say that they do not know who asks.
const UNKNOWN_CALLER: [&str; 9] = [
    "UnrecognizedClientException",
    "UnrecognizedClient",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "MissingAuthenticationTokenException",
];

/// Codes by which the services say that this is more than they take.
const THROTTLED: [&str; 6] = [
    "Throttling",
    "ThrottlingException",
    "ThrottlingError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "TooManyRequestsException",
];

/// What a failed call means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing was reached, for the reason in words.
    Unreached(String),
    /// It did not answer in time.
    Silent,
    /// Something else answered.
    Stranger,
    /// The caller may not ask; what the service says of it.
    Denied(String),
    /// The credentials have expired.
    Expired,
    /// The service does not know the caller; what it says of it.
    UnknownCaller(String),
    /// The service takes no more at present.
    Throttled,
    /// The service says no, or fails.
    Said {
        /// The service's code.
        code: String,
        /// The service's own words.
        message: String,
    },
}

impl Fault {
    /// The meaning of the SDK's error.
    #[must_use]
    pub(crate) fn of<E, R>(error: &SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
        R: Debug + 'static,
    {
        match error {
            SdkError::TimeoutError(_) => Self::Silent,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Self::Silent,
            SdkError::ResponseError(_) => Self::Stranger,
            SdkError::ServiceError(_) => match error.code() {
                None => Self::Stranger,
                Some(code) => Self::said(code, error.message().unwrap_or("it gives no reason")),
            },
            _ => Self::Unreached(why_unreached(error)),
        }
    }

    fn said(code: &str, message: &str) -> Self {
        match code {
            _ if DENIED.contains(&code) => Self::Denied(message.to_owned()),
            _ if EXPIRED.contains(&code) => Self::Expired,
            _ if UNKNOWN_CALLER.contains(&code) => Self::UnknownCaller(format!("{code}: {message}")),
            _ if THROTTLED.contains(&code) => Self::Throttled,
            _ => Self::Said { code: code.to_owned(), message: message.to_owned() },
        }
    }

    /// In a few words, for a report.
    #[must_use]
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Unreached(why) => format!("not reached: {why}"),
            Self::Silent => "no answer in time".to_owned(),
            Self::Stranger => "something else answers in its place".to_owned(),
            Self::Denied(message) | Self::UnknownCaller(message) => message.clone(),
            Self::Expired => "the credentials have expired".to_owned(),
            Self::Throttled => "it takes no more requests at present".to_owned(),
            Self::Said { code, message } => format!("{code}: {message}"),
        }
    }
}

/// Why nothing was reached, in words: of the causes the innermost, without those who passed it on.
#[must_use]
pub(crate) fn why_unreached(error: &(dyn Error + 'static)) -> String {
    let chain = || iter::successors(Some(error), |&error| error.source());
    if chain().filter_map(|cause| cause.downcast_ref::<ConnectorError>()).any(ConnectorError::is_timeout) {
        return "no answer in time".to_owned();
    }
    let kind = chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind);
    let innermost = chain().last().map(ToString::to_string).unwrap_or_default();
    match kind {
        Some(io::ErrorKind::ConnectionRefused) => "connection refused, nothing listens there".to_owned(),
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
            "the connection was broken off".to_owned()
        }
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
            "no way to that host".to_owned()
        }
        _ if innermost.contains("lookup address") => {
            "there is no host of that name, or no network".to_owned()
        }
        _ if innermost.contains("corrupt message") => {
            "it does not speak TLS, so the URL may begin with http://".to_owned()
        }
        _ => innermost,
    }
}
