//! What stands in a URL: query parameters, decoded, in the order sent; and the id in a path.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path, Query as Form};
use http::request::Parts;

/// The parameters of a request. A query string that cannot be read has none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(pub(crate) Vec<(String, String)>);

impl<S: Sync + Send> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let form = Form::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        Ok(Self(form.map(|Form(parameters)| parameters).unwrap_or_default()))
    }
}

/// The id in a path. A text that is not UTF-8 is empty, as it is the id of nothing.
#[derive(Debug, Clone)]
pub(crate) struct PathId(pub(crate) String);

impl<S: Sync + Send> FromRequestParts<S> for PathId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let id = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(id.map(|Path(id)| id).unwrap_or_default()))
    }
}
