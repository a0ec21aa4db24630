//! `rollcall trace`.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::{Value, json};

use crate::clock::advance;
use crate::command::rollcall;
use crate::local::start;

const DAY_SECS: u64 = 86_400;

async fn trace(ready: &Ready, who: &str) -> Value {
    rollcall(ready, &format!("trace demo {who} --json")).await.json()
}

/// Waits until somebody stands there: what the clock makes due is done in the background.
async fn until(ready: &Ready, who: &str, state: &str) -> Value {
    for _ in 0..300 {
        let found = trace(ready, who).await;
        if found["state"] == state {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{who} is not {state}: {}", trace(ready, who).await);
}

#[tokio::test]
async fn what_became_of_somebody_is_told_until_ninety_days_after_their_deletion() {
    let local = start().await;
    let ready = &local.ready;
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "ada@example.com",
        "externalId": "00u1",
    });
    let post = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    let made = post.json(&user).send().await.unwrap();
    assert_eq!(made.status(), StatusCode::CREATED);
    let id = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    for who in ["Ada@Example.com", "00u1", id.as_str()] {
        let found = trace(ready, who).await;
        assert_eq!((&found["state"], &found["account"]["id"]), (&json!("active"), &json!(id)), "{who}");
    }
    let url = format!("{}/Users/{id}", ready.scim_url);
    Client::new().delete(url).bearer_auth(&ready.token).send().await.unwrap().error_for_status().unwrap();
    let blocked = rollcall(ready, "trace demo ada@example.com").await.text();
    assert!(blocked.starts_with("state       blocked\n"), "{blocked}");
    assert!(blocked.contains("by the directory"), "{blocked}");
    assert!(blocked.contains("deleted at  ") && blocked.contains("AT "), "{blocked}");

    advance(ready, 14 * DAY_SECS).await;
    let deleted = until(ready, "ada@example.com", "deleted").await;
    let told = &deleted["deleted"][0];
    assert_eq!(
        (&told["id"], &told["deletion"], &told["deactivatedBy"], &deleted["account"]),
        (&json!(id), &json!("by_directory"), &json!("directory"), &Value::Null)
    );
    for who in ["00u1", id.as_str()] {
        assert_eq!(trace(ready, who).await, deleted, "{who}");
    }
    let text = rollcall(ready, "trace demo ada@example.com").await.text();
    assert!(text.starts_with("state       deleted\n"), "{text}");
    assert!(text.contains(": the directory deleted the user ("), "{text}");
    assert!(text.contains("known until "), "{text}");

    advance(ready, 91 * DAY_SECS).await;
    until(ready, "ada@example.com", "unknown").await;
    until(ready, &id, "unknown").await;
    let text = rollcall(ready, "trace demo ada@example.com").await.text();
    assert!(text.contains("Nobody is known by that here."), "{text}");
}

#[tokio::test]
async fn who_cannot_be_meant_and_a_tenant_that_is_not_there_are_refused() {
    let local = start().await;
    let error = rollcall(&local.ready, "trace nobody ada@example.com").await.failed(1);
    assert!(error.contains("no tenant \"nobody\""), "{error}");
    let long = format!("trace demo {}", "x".repeat(513));
    let error = rollcall(&local.ready, &long).await.failed(2);
    assert!(error.contains("longer than 512 bytes"), "{error}");
}
