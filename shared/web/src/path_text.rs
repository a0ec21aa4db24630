use std::convert::Infallible;

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;

/// The last parameter of a route's path, decoded: an id, or the secret of a link. A text that is not UTF-8 is empty, as
/// nothing has that id or secret.
#[derive(Debug, Clone)]
pub struct PathText(pub String);

impl<S: Sync + Send> FromRequestParts<S> for PathText {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let parameters = RawPathParams::from_request_parts(parts, state).await;
        let last = parameters.ok().and_then(|parameters| Some(parameters.iter().last()?.1.to_owned()));
        Ok(Self(last.unwrap_or_default()))
    }
}
