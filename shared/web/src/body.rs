use axum::body::{Body, to_bytes};
use bytes::Bytes;

/// Why a request body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It is longer than this many bytes.
    #[error("the body is longer than {0} bytes")]
    TooLong(usize),
    /// The connection broke before all of it had arrived.
    #[error("the body did not arrive whole")]
    Incomplete,
}

/// Reads a body of at most `limit` bytes.
///
/// # Errors
///
/// [`BodyError`], if the body is longer or does not arrive whole.
pub async fn read_body(body: Body, limit: usize) -> Result<Bytes, BodyError> {
    to_bytes(body, limit).await.map_err(|error| {
        if is_length_limit(&error) { BodyError::TooLong(limit) } else { BodyError::Incomplete }
    })
}

fn is_length_limit(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>)
}
