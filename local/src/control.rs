//! The answers of the local system beside its API: a page with links, the clock, the mailbox, the events.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use jiff::Timestamp;
use rollcall::clock::Clock;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;

use super::background::Background;
use super::bus::{Bus, PublishedEvent};
use super::clock::MovableClock;
use super::guard::{OwnHosts, own_pages_only};
use super::mailbox::Mailbox;
use super::pages;

/// Path of the clock: GET tells the time, POST moves it.
pub(super) const CLOCK: &str = "/_local/clock";

/// Path of the mailbox: a page, or JSON if the request accepts that.
pub(super) const MAILBOX: &str = "/_local/mailbox";

/// Path of the events, as JSON.
pub(super) const EVENTS: &str = "/_local/events";

/// The parts of the system that the controls read and move.
#[derive(Clone)]
pub(super) struct Controls {
    pub(super) clock: MovableClock,
    pub(super) mailbox: Mailbox,
    pub(super) bus: Bus,
    /// Locked for the whole of a move, so the next one waits until everything that fell due is done.
    pub(super) background: Arc<Mutex<Background>>,
}

/// The home page, and the paths under `/_local`, for those who ask by one of these names.
pub(super) fn router(controls: Controls, hosts: OwnHosts) -> Router {
    Router::new()
        .route("/", get(home))
        .route(CLOCK, get(tell_time).post(advance))
        .route(MAILBOX, get(read_mailbox))
        .route(EVENTS, get(read_events))
        .route_layer(middleware::from_fn_with_state(hosts, own_pages_only))
        .with_state(controls)
}

async fn home(State(controls): State<Controls>) -> Html<String> {
    Html(pages::home(controls.clock.now()))
}

async fn read_mailbox(State(controls): State<Controls>, headers: HeaderMap) -> Response {
    let mails = controls.mailbox.mails();
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") {
        Json(mails).into_response()
    } else {
        Html(pages::mailbox(&mails)).into_response()
    }
}

async fn read_events(State(controls): State<Controls>) -> Json<Vec<PublishedEvent>> {
    Json(controls.bus.events())
}

async fn tell_time(State(controls): State<Controls>) -> Response {
    told(controls.clock.now())
}

/// The body of a request that moves the clock.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Move {
    advance_secs: u64,
}

/// Moves the clock, whatever the `Content-Type` says: this is for people at a prompt.
async fn advance(State(controls): State<Controls>, body: Bytes) -> Response {
    let Ok(Move { advance_secs }) = serde_json::from_slice(&body) else {
        let hint = r#"send {"advanceSecs": N}, N being a whole number of seconds, 0 or more"#;
        return failed(StatusCode::BAD_REQUEST, hint);
    };
    let mut background = controls.background.lock().await;
    let Ok(target) = controls.clock.after(advance_secs) else {
        return failed(StatusCode::BAD_REQUEST, "the clock ends with the year 9999: send fewer seconds");
    };
    match background.advance_to(target).await {
        Ok(()) => told(controls.clock.now()),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "not all that fell due on the clock's way is done"
            );
            failed(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
        }
    }
}

fn told(now: Timestamp) -> Response {
    Json(json!({ "now": now })).into_response()
}

fn failed(status: StatusCode, what: &str) -> Response {
    (status, Json(json!({ "error": what }))).into_response()
}
