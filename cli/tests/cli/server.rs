//! A server on loopback that stands in for AWS, as far as a test needs it.

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A server that ends when this is dropped.
pub(crate) struct Server {
    /// Its URL, without a slash at the end.
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(crate) async fn of(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, task }
    }

    /// Answers every request with this.
    pub(crate) async fn that_answers(status: u16, body: &'static str) -> Self {
        let status = StatusCode::from_u16(status).unwrap();
        Self::of(Router::new().fallback(async move || (status, body))).await
    }

    /// Answers each request by what its headers, path and body ask for.
    pub(crate) async fn that_answers_by(
        answer: impl Fn(&HeaderMap, &Uri, &str) -> (StatusCode, HeaderMap, String) + Clone + Send + Sync + 'static,
    ) -> Self {
        let answer = async move |uri: Uri, headers: HeaderMap, body: String| answer(&headers, &uri, &body);
        Self::of(Router::new().fallback(answer)).await
    }
}
