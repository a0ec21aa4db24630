//! Every way in which a request can fail, and the page for it.

use axum::response::{IntoResponse, Response};
use rollcall::store::StoreError;
use rollcall_web::table_failure;

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
        table_failure(self.0, |retry_after_secs| Page::TryLater { retry_after_secs }.into_response())
    }
}

/// The page for a fault of ours.
pub(crate) fn bug(request_id: &str) -> Response {
    Page::Bug { reference: request_id }.into_response()
}
