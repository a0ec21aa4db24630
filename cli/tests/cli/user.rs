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

#[tokio::test]
async fn somebody_whom_no_directory_manages_is_corrected_blocked_restored_and_deleted() {
    let local = start().await;
    let ready = &local.ready;
    rollcall(ready, "user create demo ada@exmaple.com").await.text();
    let set = "user set demo ada@exmaple.com --email ada@example.com --given-name Ada --json";
    let corrected = rollcall(ready, set).await.json();
    assert_eq!(
        (&corrected["userName"], &corrected["confirming"], &corrected["givenName"]),
        (&json!("ada@example.com"), &json!("ada@example.com"), &json!("Ada"))
    );
    let named = rollcall(ready, "user set demo ada@example.com --given-name=").await.text();
    assert!(named.contains("name        -"), "{named}");

    rollcall(ready, "user create demo bob@example.com").await.text();
    let taken = rollcall(ready, "user set demo ada@example.com --email Bob@example.com").await.failed(1);
    assert!(taken.contains("has the address already"), "{taken}");

    let blocked = rollcall(ready, "user deactivate demo ada@example.com --json").await.json();
    assert_eq!((&blocked["active"], &blocked["linked"]), (&json!(false), &json!(false)));
    let listed = rollcall(ready, "user list demo --status deactivated --unmanaged --json").await.json();
    assert_eq!(listed[0]["purgeAt"], blocked["purgeAt"]);
    let restored = rollcall(ready, "user reactivate demo ada@example.com").await.text();
    assert!(!restored.contains("deleted at"), "{restored}");
    let deleted = rollcall(ready, "user delete demo ada@example.com").await.text();
    assert!(deleted.contains("deleted at"), "{deleted}");
    let shown = rollcall(ready, "user show demo ada@example.com --json").await.json();
    assert_eq!(shown["status"], "deactivated");
}

#[tokio::test]
async fn somebody_whom_the_directory_manages_is_left_to_it() {
    let local = start().await;
    let ready = &local.ready;
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "grace@example.com",
    });
    let post = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    assert_eq!(post.json(&user).send().await.unwrap().status(), StatusCode::CREATED);
    for command in ["deactivate", "reactivate", "delete"] {
        let error = rollcall(ready, &format!("user {command} demo grace@example.com")).await.failed(1);
        assert!(error.contains("The directory manages"), "{error}");
    }
    assert_eq!(rollcall(ready, "user list demo --unmanaged").await.text().trim(), "Nobody.");
    let error = rollcall(ready, "user set demo grace@example.com").await.failed(2);
    assert!(error.contains("--email"), "{error}");
}
