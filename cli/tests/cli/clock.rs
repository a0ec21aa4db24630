//! The clock that can be moved.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, StatusCode};
use rollcall_local::{Options, Ready};
use serde_json::Value;

use crate::local::{start, start_with};
use crate::table::dynamodb;

const START: &str = "2026-11-24T10:00:00Z";

async fn started_at(now: &str) -> rollcall_local::Local {
    start_with(Options { now: Some(now.parse().unwrap()), ..Options::default() }).await
}

async fn now(ready: &Ready) -> Timestamp {
    told(Client::new().get(&ready.clock_url)).await
}

pub(crate) async fn advance(ready: &Ready, secs: u64) -> Timestamp {
    told(post(ready, &format!(r#"{{"advanceSecs": {secs}}}"#))).await
}

fn post(ready: &Ready, body: &str) -> reqwest::RequestBuilder {
    Client::new().post(&ready.clock_url).body(body.to_owned())
}

async fn told(request: reqwest::RequestBuilder) -> Timestamp {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json::<Value>().await.unwrap()["now"].as_str().unwrap().parse().unwrap()
}

/// Whether a time is `after` the start of the clock, give or take the minute that a slow machine needs.
fn is_at(time: Timestamp, after: SignedDuration) -> bool {
    let start: Timestamp = START.parse().unwrap();
    let late = time.duration_since(start) - after;
    !late.is_negative() && late < SignedDuration::from_mins(1)
}

#[tokio::test]
async fn the_clock_starts_where_it_is_told_and_moves_as_far_as_it_is_told() {
    let local = started_at(START).await;
    assert!(is_at(now(&local.ready).await, SignedDuration::ZERO));
    assert!(is_at(advance(&local.ready, 14 * 86_400).await, SignedDuration::from_hours(14 * 24)));
    assert!(is_at(advance(&local.ready, 0).await, SignedDuration::from_hours(14 * 24)));
    assert!(is_at(now(&local.ready).await, SignedDuration::from_hours(14 * 24)));
}

#[tokio::test]
async fn a_move_that_is_no_whole_number_of_seconds_forward_is_refused_and_moves_nothing() {
    let local = started_at(START).await;
    for body in
        ["", "{}", "86400", r#"{"advanceSecs": -1}"#, r#"{"advanceSecs": 1.5}"#, r#"{"advanceSecs": "1"}"#]
    {
        let refused = post(&local.ready, body).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{body}");
        let error = refused.json::<Value>().await.unwrap();
        assert!(error["error"].as_str().unwrap().contains("advanceSecs"), "{body}: {error}");
    }
    let beyond = post(&local.ready, r#"{"advanceSecs": 999999999999}"#).send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::BAD_REQUEST);
    assert!(is_at(now(&local.ready).await, SignedDuration::ZERO));
}

#[tokio::test]
async fn what_expires_on_the_way_is_gone_when_the_move_is_answered() {
    let local = start().await;
    let table = dynamodb(&local.ready);
    let in_an_hour = now(&local.ready).await + SignedDuration::from_hours(1);
    let put = table.put_item().table_name(&local.ready.table_name);
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let put = put.item("pk", text("K#1")).item("sk", text("TOKEN"));
    put.item("expiresAt", AttributeValue::N(in_an_hour.as_second().to_string())).send().await.unwrap();
    let is_there = async || {
        let get = table.get_item().table_name(&local.ready.table_name).consistent_read(true);
        get.key("pk", text("K#1")).key("sk", text("TOKEN")).send().await.unwrap().item.is_some()
    };
    advance(&local.ready, 3_000).await;
    assert!(is_there().await);
    advance(&local.ready, 1_000).await;
    assert!(!is_there().await);
}
