//! Who a tenant's people are and what they cost: the [API](api) for the operator's backend, under `/people/v1` and
//! `/operator/v1`, and the [portal] for a tenant's administrator, under `/portal`.

mod administrators;
pub mod api;
mod check;
mod entities;
mod import;
mod invite;
mod lines;
mod place;
pub mod portal;
mod undo;
mod write;

use axum::Router;
use rollcall_web::{App, leniently};

/// The API and the portal over this table.
pub fn router(app: App) -> Router {
    api::router(app.clone()).merge(portal::router(app))
}

/// The function by itself: the same, and the API is served however a path is joined to its base.
pub fn function(app: App) -> Router {
    leniently(&[api::ROOT, api::OPERATOR_ROOT], router(app))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
    use http::{HeaderName, Request, Response};
    use lambda_http::tower::ServiceExt;
    use lambda_http::{Body, IntoResponse};
    use rollcall_web::keeping_byte_order_marks;

    use super::*;

    async fn through_lambda(function: Router) -> Response<Body> {
        let request = Request::new(axum::body::Body::empty());
        let answer = function.oneshot(request).await.unwrap();
        answer.into_response().await
    }

    fn table() -> Router {
        let table = || async { ([(CONTENT_TYPE, "text/csv; charset=utf-8")], "\u{FEFF}name\r\nMüller\r\n") };
        Router::new().route("/", get(table))
    }

    fn header(answer: &Response<Body>, name: HeaderName) -> &str {
        answer.headers()[name].to_str().unwrap()
    }

    #[tokio::test]
    async fn a_byte_order_mark_reaches_the_reader_of_a_table_and_its_length_is_true() {
        let taken = through_lambda(table()).await;
        assert_eq!(**taken.body(), *"name\r\nMüller\r\n".as_bytes(), "by lambda_http alone the mark is lost");
        let kept = through_lambda(keeping_byte_order_marks(table())).await;
        assert_eq!(**kept.body(), *"\u{FEFF}name\r\nMüller\r\n".as_bytes());
        assert_eq!(header(&kept, CONTENT_LENGTH), kept.body().len().to_string());
        assert_eq!(header(&kept, CONTENT_TYPE), "text/csv; charset=utf-8");
    }
}
