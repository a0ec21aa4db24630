//! What a request does when time is short, or an operation breaks down: over handlers that take their time, and answer what
//! they are told to.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, post};
use http::header::LOCATION;
use http::{HeaderMap, Request, StatusCode};
use rollcall_protocol::bulk::BulkRequest;
use rollcall_web::read_body;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::WRITABLE;
use super::entry::Outcome;
use super::run::{Run, Shut, Times};
use crate::caller::Caller;

const LONG: Times =
    Times { begin: Duration::from_secs(60), go_on: Duration::from_secs(60), wait: Duration::from_secs(60) };

/// `DELETE /Users/{status}` is answered so, after a while; `sleep` takes for ever, `panic` panics.
async fn deleted(Path(id): Path<String>) -> Response {
    sleep(Duration::from_millis(30)).await;
    match id.as_str() {
        "sleep" => std::future::pending().await,
        "panic" => panic!("a fault of ours"),
        status => {
            let status = StatusCode::from_bytes(status.as_bytes()).unwrap();
            let error = json!({ "status": status.as_str(), "detail": "As it was told." }).to_string();
            if status.is_success() { status.into_response() } else { (status, error).into_response() }
        }
    }
}

async fn made(headers: HeaderMap) -> Response {
    assert_eq!(headers["authorization"], "Bearer rc_demo_1", "an operation is of whom the request is");
    (StatusCode::CREATED, [(LOCATION, "https://example.com/scim/v2/Users/1")]).into_response()
}

fn remove(id: &str) -> Value {
    json!({ "method": "DELETE", "path": format!("/Users/{id}") })
}

async fn run(operations: Value, times: Times) -> Result<Outcome, Shut> {
    let singles = Router::new().route("/Users", post(made)).route("/Users/{id}", delete(deleted));
    let (mut parts, ()) =
        Request::builder().header("authorization", "Bearer rc_demo_1").body(()).unwrap().into_parts();
    let caller = Caller::from_request_parts(&mut parts, &()).await.unwrap();
    let request = BulkRequest::parse(&json!({ "Operations": operations }), &WRITABLE).unwrap();
    let url = "https://example.com/scim/v2".to_owned();
    Run::new(singles, &caller, url, Instant::now(), times).all(&request).await
}

/// The status of the answer, and its body.
async fn answer(outcome: Outcome) -> (StatusCode, Value) {
    let response = outcome.into_response();
    let status = response.status();
    let body = read_body(response.into_body(), 1_000_000).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

async fn statuses(operations: Value, times: Times) -> Vec<String> {
    let (status, body) = answer(run(operations, times).await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let entries = body["Operations"].as_array().unwrap().iter();
    entries.map(|entry| entry["status"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_does_not_fit_the_time_is_to_be_sent_again_and_what_waits_for_it_too() {
    let times = Times { begin: Duration::from_millis(100), ..LONG };
    let mut operations = vec![remove("204"); 20];
    operations.push(json!({ "method": "POST", "path": "/Users", "bulkId": "ada", "data": {} }));
    operations.push(json!({ "method": "DELETE", "path": "/Users/bulkId:ada" }));
    let (status, body) = answer(run(json!(operations), times).await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let entries = body["Operations"].as_array().unwrap();
    assert_eq!(entries.len(), 22);
    assert_eq!(entries[0]["status"], "204");
    for entry in &entries[4..] {
        assert_eq!(entry["status"], "429", "{entry}");
        let detail = entry["response"]["detail"].as_str().unwrap();
        let seconds = detail.split_once("Send this again in ").unwrap().1.split_once(" s;").unwrap().0;
        assert!((1..=30).contains(&seconds.parse::<u32>().unwrap()), "{detail}");
    }
    assert_eq!(entries[21]["method"], "DELETE");
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_not_waited_for() {
    let times = Times { begin: Duration::from_millis(100), wait: Duration::from_millis(200), ..LONG };
    let operations = json!([remove("204"), remove("sleep"), remove("204")]);
    assert_eq!(statuses(operations, times).await, ["204", "429", "429"]);
}

#[tokio::test]
async fn a_request_of_which_nothing_came_is_to_be_sent_again_as_a_whole() {
    let none = Times { begin: Duration::ZERO, ..LONG };
    for (operations, times) in
        [(json!([remove("204"), remove("204")]), none), (json!([remove("429"), remove("429")]), LONG)]
    {
        let outcome = run(operations, times).await.unwrap();
        assert!(outcome.is_all_left());
        let response = outcome.into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        let seconds: u32 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=30).contains(&seconds));
    }
}

#[tokio::test]
async fn an_operation_that_breaks_down_is_one_fault_of_ours() {
    let (_, body) =
        answer(run(json!([remove("panic"), remove("500"), remove("204")]), LONG).await.unwrap()).await;
    let entries = body["Operations"].as_array().unwrap();
    for entry in &entries[..2] {
        assert_eq!(entry["status"], "500");
        assert!(entry["response"]["detail"].as_str().unwrap().contains("Reference"), "{entry}");
    }
    assert_eq!(entries[2]["status"], "204");
}

#[tokio::test]
async fn who_is_not_let_in_is_told_so_for_the_whole() {
    for status in ["401", "403"] {
        let Err(Shut(answer)) = run(json!([remove("429"), remove(status), remove("204")]), LONG).await else {
            panic!("{status} is not that of the whole")
        };
        assert_eq!(answer.status().as_str(), status);
    }
}

/// The token is revoked in the midst of the request: what was done is told, and nothing more is tried.
#[tokio::test]
async fn who_is_let_in_no_longer_is_told_what_was_done() {
    let operations =
        json!([remove("204"), remove("401"), remove("204"), { "method": "GET", "path": "/Users/1" }]);
    assert_eq!(statuses(operations, LONG).await, ["204", "401", "401", "400"]);
}
