//! `rollcall token`.

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;

use crate::command::rollcall;
use crate::local::start;

async fn answer_to(ready: &Ready, token: &str) -> StatusCode {
    let users = Client::new().get(format!("{}/Users", ready.scim_url)).bearer_auth(token);
    users.send().await.unwrap().status()
}

#[tokio::test]
async fn an_issued_token_opens_the_api_until_it_is_revoked() {
    let local = start().await;
    let ready = &local.ready;
    rollcall(ready, "tenant create acme --plan advanced").await.text();
    let token = rollcall(ready, "token issue acme --scope scim --label okta").await.text();
    assert!(token.starts_with("rc_acme_"), "{token}");
    assert_eq!(answer_to(ready, &token).await, StatusCode::OK);
    let listed = rollcall(ready, "token list acme --json").await.json();
    assert_eq!((listed[0]["scope"].as_str(), listed[0]["label"].as_str()), (Some("scim"), Some("okta")));
    assert!(!listed.to_string().contains(token.rsplit_once('_').unwrap().1));
    let id = listed[0]["id"].as_str().unwrap();
    rollcall(ready, &format!("token revoke acme {id}")).await.text();
    assert_eq!(answer_to(ready, &token).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_can_be_given_an_end() {
    let local = start().await;
    let issue = "token issue demo --scope scim --expires-in-days 1 --json";
    let token = rollcall(&local.ready, issue).await.json();
    assert!(token["expiresAt"].as_str() > token["createdAt"].as_str(), "{token}");
    let token = token["token"].as_str().unwrap();
    assert_eq!(answer_to(&local.ready, token).await, StatusCode::OK);
    let day = Client::new().post(&local.ready.clock_url).body(r#"{"advanceSecs": 90000}"#);
    assert_eq!(day.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(answer_to(&local.ready, token).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sixth_live_token_is_refused_with_the_way_out() {
    let local = start().await;
    rollcall(&local.ready, "tenant create acme").await.text();
    for _ in 0..5 {
        rollcall(&local.ready, "token issue acme --scope people").await.text();
    }
    let error = rollcall(&local.ready, "token issue acme --scope people").await.failed(1);
    assert!(error.contains("5 live tokens") && error.contains("token revoke"), "{error}");
    let error = rollcall(&local.ready, "token revoke acme 0000").await.failed(1);
    assert!(error.contains("no token \"0000\""), "{error}");
}
