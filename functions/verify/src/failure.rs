//! Every way in which a request can fail, and the page for it.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use rollcall::retry::retry_after_secs;
use rollcall::store::StoreError;
use rollcall_web::request_log::Cause;

use crate::pages::Page;

/// A request that was not carried out. Nothing was written.
#[derive(Debug)]
pub(crate) struct Failure(StoreError);

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = if self.0.is_transient() {
            Page::TryLater { retry_after_secs: retry_after_secs() }.into_response()
        } else {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        };
        response.extensions_mut().insert(Cause::new(self.0));
        response
    }
}

/// The page for a fault of ours.
pub(crate) fn bug(request_id: &str) -> Response {
    Page::Bug { reference: request_id }.into_response()
}
