use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;

/// The secret in the path of a link. A text that is not UTF-8 is empty, as it is the secret of no link.
pub(crate) struct Secret(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Secret {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let secret = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(secret.map(|Path(secret)| secret).unwrap_or_default()))
    }
}
