//! What an HTTP function answers where the table failed: the one place that tells what passes from a fault of ours.

use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderName, HeaderValue, StatusCode};
use rollcall::retry::retry_after_secs;
use rollcall::store::StoreError;

use crate::request_log::Cause;

/// The answer to a failure of the table, which is logged as its cause.
///
/// What passes is answered by `try_later`, in the function's own format and words: it is given the seconds after which
/// the same may be sent again, which go into the header `Retry-After`. It is 429 and never 5xx: a deactivation that was
/// answered 5xx is not sent again, while a 429 with whole seconds is. Anything else becomes a 500, of which the request
/// log makes the function's answer to a fault of ours.
pub fn table_failure(error: StoreError, try_later: impl FnOnce(u32) -> Response) -> Response {
    let response = if error.is_transient() {
        let seconds = retry_after_secs();
        with_header(try_later(seconds), RETRY_AFTER, HeaderValue::from(seconds))
    } else {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    };
    with_cause(response, error)
}

/// An answer with a header set, in place of any that it has of that name.
pub fn with_header(mut response: Response, name: HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().insert(name, value);
    response
}

/// An answer with what the log is to say of it.
pub fn with_cause(mut response: Response, error: StoreError) -> Response {
    response.extensions_mut().insert(Cause::new(error));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(error: StoreError) -> (StatusCode, Option<u32>) {
        let response = table_failure(error, |_| StatusCode::TOO_MANY_REQUESTS.into_response());
        assert!(response.extensions().get::<Cause>().is_some());
        let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        (response.status(), seconds)
    }

    #[test]
    fn what_passes_says_in_whole_seconds_when_to_come_again() {
        for error in [
            StoreError::LostRace { operation: "test", failed: Vec::new() },
            StoreError::Throttled { operation: "test", source: "busy".into() },
            StoreError::Unavailable { operation: "test", source: "silence".into() },
        ] {
            let (status, seconds) = answer(error);
            assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
            assert!(seconds.is_some_and(|seconds| (1..=30).contains(&seconds)));
        }
    }

    #[test]
    fn a_fault_of_ours_is_one() {
        let refused = StoreError::Refused { operation: "test", source: "no permission".into() };
        assert_eq!(answer(refused), (StatusCode::INTERNAL_SERVER_ERROR, None));
    }
}
