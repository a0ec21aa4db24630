//! Lambda's Runtime API, as far as a function that is given a few events needs it.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Under callgrind everything takes fifty times as long.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the function said.
#[derive(Debug)]
pub(crate) enum Heard {
    /// It asked for an event.
    Asked,
    /// It answered the event.
    Answered(Bytes),
    /// It gave up, at its start or on the event.
    Failed(Bytes),
}

/// The API for one function and its events. Ends when dropped.
#[derive(Debug)]
pub(crate) struct RuntimeApi {
    /// What goes into `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) address: SocketAddr,
    heard: mpsc::UnboundedReceiver<(Instant, Heard)>,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Api {
    events: Arc<Mutex<VecDeque<Value>>>,
    heard: mpsc::UnboundedSender<(Instant, Heard)>,
}

impl RuntimeApi {
    /// Starts to listen, on loopback. The function is given these events, one after the other.
    pub(crate) async fn start(events: Vec<Value>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (sender, heard) = mpsc::unbounded_channel();
        let api = Api { events: Arc::new(Mutex::new(events.into())), heard: sender };
        let routes = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .route("/2018-06-01/runtime/init/error", post(failed))
            .with_state(api);
        let server = tokio::spawn(async {
            // It ends with this value, and a function that gets no answer is noticed.
            let _ended = axum::serve(listener, routes).await;
        });
        Ok(Self { address, heard, server })
    }

    /// What the function says next, and when. `None`: it takes too long.
    pub(crate) async fn hear(&mut self) -> Option<(Instant, Heard)> {
        timeout(PATIENCE, self.heard.recv()).await.ok().flatten()
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Api {
    fn note(&self, heard: Heard) {
        // Nobody listens any more when the run is over.
        let _ = self.heard.send((Instant::now(), heard));
    }
}

/// The status of an answer to API Gateway; `None`: it is none.
pub(crate) fn status(answer: &[u8]) -> Option<u16> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    answer.get("statusCode")?.as_u64()?.try_into().ok()
}

async fn next(State(api): State<Api>) -> Response {
    api.note(Heard::Asked);
    let event = api.events.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let Some(event) = event else {
        // As in Lambda: the connection waits until there is another event.
        return std::future::pending().await;
    };
    let headers = [
        ("content-type", "application/json"),
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("lambda-runtime-deadline-ms", "4102444800000"),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-central-1:123456789012:function:bench"),
        ("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0"),
    ];
    (headers, event.to_string()).into_response()
}

async fn answered(State(api): State<Api>, body: Bytes) -> StatusCode {
    api.note(Heard::Answered(body));
    StatusCode::ACCEPTED
}

async fn failed(State(api): State<Api>, body: Bytes) -> StatusCode {
    api.note(Heard::Failed(body));
    StatusCode::ACCEPTED
}
