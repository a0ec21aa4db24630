//! Reads the keys of a directory from its JWKS URI, by [`rollcall_fetch`]: whoever chose that URI reaches no inside by it.

use std::time::Duration;

use axum::body::Bytes;
use http::header::ACCEPT;
use http::{Request, StatusCode};
use rollcall_fetch::{Bounds, Unreached, send};
use rollcall_rules::oauth::Reach;
use rollcall_rules::oauth::method::JwksUri;

/// What is read at most: Entra's keys have some 15,000 bytes.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(3), bytes: 64 * 1024 };

/// Why there are no keys. It is for the log: a caller is not told what lies behind a name.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    #[error("nothing can be read from the host within three seconds")]
    Unreached(#[source] Unreached),
    #[error("the answer has the status {0}")]
    Status(StatusCode),
    #[error("the answer is no set of keys")]
    Malformed,
}

/// What stands at a URI.
///
/// # Errors
///
/// [`Unread`].
pub(crate) async fn fetch(uri: &JwksUri, reach: Reach) -> Result<Bytes, Unread> {
    let mut request = Request::new(Bytes::new());
    let accept = http::HeaderValue::from_static("application/jwk-set+json, application/json");
    request.headers_mut().insert(ACCEPT, accept);
    let answer = send(uri.as_str(), request, reach, BOUNDS).await.map_err(Unread::Unreached)?;
    match answer.status() {
        StatusCode::OK => Ok(answer.into_body()),
        status => Err(Unread::Status(status)),
    }
}
