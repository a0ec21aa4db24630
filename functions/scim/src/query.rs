//! Query parameters, decoded, in the order sent.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query as Form};
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
