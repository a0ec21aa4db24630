//! `rollcall user`.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::command::rollcall;
use crate::local::start;

#[tokio::test]
async fn an_account_brought_in_is_linked_under_its_id_when_the_directory_provisions_it() {
    let local = start().await;
    let brought_in = rollcall(&local.ready, "user create demo ada@example.com --json").await.json();
    assert_eq!(brought_in["linked"], false);
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "ada@example.com",
    });
    let post = Client::new().post(format!("{}/Users", local.ready.scim_url)).bearer_auth(&local.ready.token);
    let linked = post.json(&user).send().await.unwrap();
    assert_eq!(linked.status(), StatusCode::CREATED);
    assert_eq!(linked.json::<Value>().await.unwrap()["id"], brought_in["id"]);
}

#[tokio::test]
async fn what_cannot_be_an_account_is_refused_with_the_reason() {
    let local = start().await;
    rollcall(&local.ready, "user create demo ada@example.com").await.text();
    let error = rollcall(&local.ready, "user create demo Ada@Example.com").await.failed(1);
    assert!(error.contains("has the address already"), "{error}");
    let error = rollcall(&local.ready, "user create nobody ada@example.com").await.failed(1);
    assert!(error.contains("no tenant \"nobody\""), "{error}");
    let error = rollcall(&local.ready, "user create demo ada").await.failed(2);
    assert!(error.contains("not an e-mail address"), "{error}");
}
