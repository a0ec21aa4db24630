//! The byte-order mark before a table: without it Excel reads UTF-8 as something else.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::middleware::map_response;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

/// Stands first in a table that a person opens in a spreadsheet.
pub const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A function as Lambda is to run it: what begins with one byte-order mark here does so where it arrives.
///
/// `lambda_http` decodes each text as the Encoding Standard has it, which takes a mark away. So a table that begins with one
/// begins with two on its way there. The length that it is given is what it has afterwards.
pub fn keeping_byte_order_marks(function: Router) -> Router {
    function.layer(map_response(with_mark_twice))
}

async fn with_mark_twice(response: Response) -> Response {
    if !is_table(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Tables are made in memory, so reading one does not fail.
    let table = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, table.len().into());
    let again = if table.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK.as_bytes() } else { &[] };
    Response::from_parts(parts, Body::from([again, &table].concat()))
}

fn is_table(response: &Response) -> bool {
    let media_type = response.headers().get(CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    media_type.is_some_and(|media_type| media_type.starts_with(b"text/csv"))
}
