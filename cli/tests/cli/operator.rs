//! `rollcall token … --operator`.

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;

use crate::command::rollcall;
use crate::local::start;

async fn answer_to(ready: &Ready, token: &str) -> StatusCode {
    let tenants = Client::new().get(format!("{}/operator/v1/tenants", ready.base_url)).bearer_auth(token);
    tenants.send().await.unwrap().status()
}

#[tokio::test]
async fn a_token_of_the_operator_opens_all_tenants_until_it_is_revoked() {
    let local = start().await;
    let ready = &local.ready;
    let issue = "token issue --operator --name backend --expires-in-days 1 --json";
    let issued = rollcall(ready, issue).await.json();
    let token = issued["token"].as_str().unwrap();
    assert!(token.starts_with("rcop_"), "{issued}");
    assert_eq!((&issued["scope"], &issued["label"]), (&"operator".into(), &"backend".into()));
    assert!(issued["expiresAt"].as_str() > issued["createdAt"].as_str(), "{issued}");
    let unused = rollcall(ready, "token list --operator --json").await.json();
    assert!(unused[0]["lastUsedAt"].is_null(), "{unused}");
    assert_eq!(answer_to(ready, token).await, StatusCode::OK);
    let listed = rollcall(ready, "token list --operator --json").await.json();
    assert!(listed[0]["lastUsedAt"].is_string() && listed[0]["id"] == issued["id"], "{listed}");
    assert!(!listed.to_string().contains(token.trim_start_matches("rcop_")), "{listed}");
    let text = rollcall(ready, "token list --operator").await.text();
    assert!(text.contains("operator") && text.contains("backend"), "{text}");
    let of_tenant = rollcall(ready, "token list demo").await.text();
    assert!(!of_tenant.contains("backend"), "{of_tenant}");

    let day = Client::new().post(&ready.clock_url).body(r#"{"advanceSecs": 90000}"#);
    assert_eq!(day.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(answer_to(ready, token).await, StatusCode::UNAUTHORIZED);

    let token = rollcall(ready, "token issue --operator --label ci").await.text();
    assert_eq!(answer_to(ready, &token).await, StatusCode::OK);
    let error = rollcall(ready, &format!("token revoke --operator {token}")).await.failed(1);
    assert!(error.contains("takes its id") && !error.contains(&token), "{error}");
    let listed = rollcall(ready, "token list --operator --json").await.json();
    let listed = listed.as_array().unwrap();
    let id = listed.iter().find(|token| token["label"] == "ci").unwrap()["id"].as_str().unwrap();
    assert!(error.contains(&format!("token revoke --operator {id}")), "{error}");
    let revoked = rollcall(ready, &format!("token revoke --operator {id}")).await.text();
    assert!(revoked.contains(id), "{revoked}");
    assert_eq!(answer_to(ready, &token).await, StatusCode::UNAUTHORIZED);
    let error = rollcall(ready, &format!("token revoke --operator {id}")).await.failed(1);
    assert!(error.contains("token list --operator"), "{error}");
}

#[tokio::test]
async fn a_command_is_about_a_tenant_or_about_the_operator() {
    let local = start().await;
    for (arguments, told) in [
        ("token issue", "--operator"),
        ("token issue demo", "--scope"),
        ("token issue demo --operator", "cannot be used with"),
        ("token issue --operator --scope people", "cannot be used with"),
        ("token issue demo --scope operator", "invalid value"),
        ("token issue --operator --expires-in-days 0", "invalid value"),
        ("token issue --operator --label", "a value is required"),
        ("token list", "--operator"),
        ("token list demo --operator", "cannot be used with"),
        ("token revoke 0123456789ab", "--operator"),
        ("token revoke demo 0123456789ab --operator", "cannot be used with"),
        ("token revoke --operator", "<ID>"),
        ("token revoke --operator 0123456789ab --with-made", "cannot be used with"),
    ] {
        let error = rollcall(&local.ready, arguments).await.failed(2);
        assert!(error.contains(told), "{arguments}: {error}");
    }
}

#[tokio::test]
async fn an_eleventh_live_token_is_refused_with_the_way_out() {
    let local = start().await;
    for _ in 0..10 {
        rollcall(&local.ready, "token issue --operator").await.text();
    }
    let error = rollcall(&local.ready, "token issue --operator").await.failed(1);
    assert!(error.contains("revoke --operator") && error.contains("10 live tokens"), "{error}");
}
