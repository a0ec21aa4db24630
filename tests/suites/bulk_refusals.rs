//! Bulk requests with something wrong: the request as a whole, or some of its operations.

use reqwest::Method;
use rollcall_tests::bulk::{BULK_REQUEST_URN, group, message, on, person, sent};
use rollcall_tests::{TestSystem, USER_URN};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_that_is_none_is_refused_and_nothing_of_it_is_done() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let ada = person("ada@example.com");
    let before = system.snapshot().await;
    let mut nameless = person("bob@example.com");
    nameless.as_object_mut().unwrap().remove("bulkId");
    let many = vec![on("DELETE", "/Users/1", Value::Null); 1001];
    for (body, status, scim_type, detail) in [
        (json!([ada]), 400, Some("invalidSyntax"), "BulkRequest"),
        (json!({ "schemas": [BULK_REQUEST_URN] }), 400, Some("invalidSyntax"), "Operations"),
        (message(&[]), 400, Some("invalidSyntax"), "at least one"),
        (json!({ "schemas": [USER_URN], "Operations": [ada] }), 400, Some("invalidSyntax"), "schemas"),
        (json!({ "Operations": [ada], "failOnErrors": "all" }), 400, Some("invalidValue"), "failOnErrors"),
        (
            message(&[ada.clone(), nameless]),
            400,
            Some("invalidSyntax"),
            "number 2: a POST must have a bulkId",
        ),
        (message(&[ada.clone(), ada.clone()]), 400, Some("invalidValue"), "number 2: the bulkId \"ada\""),
        (message(&[ada.clone(), json!("DELETE")]), 400, Some("invalidSyntax"), "an object"),
        (message(&many), 413, None, "1000 operations (maxOperations)"),
    ] {
        scim.post("/Bulk", &body).await.expect_refusal(status, scim_type, detail);
    }
    for text in ["", "{", "[1,]", "{\"Operations\": [], \"Operations\": []}"] {
        let answer = scim.request(Method::POST, "/Bulk").text(text).send().await;
        answer.expect_refusal(400, Some("invalidSyntax"), "");
    }
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        scim.request(method, "/Bulk").send().await.expect_refusal(405, None, "not possible");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn each_operation_that_is_wrong_is_told_so_and_the_others_are_done() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let other = system.tenant("other").await;
    let foreign = other.okta().assign("foreign@example.com").await.id;
    let dan = system.okta().assign("dan@example.com").await;
    let dans = format!("/Users/{}", dan.id);
    let off = json!([{ "op": "replace", "value": { "active": false } }]);
    let mut stale = on("PATCH", &dans, off.clone());
    stale["version"] = json!("W/\"99\"");
    let mut versioned_group = group("Versioned", &[]);
    versioned_group["version"] = json!("W/\"1\"");
    let wrong = [
        (on("GET", &dans, Value::Null), "400", Some("invalidSyntax"), "method"),
        (on("", &dans, Value::Null), "400", Some("invalidSyntax"), "method"),
        (on("DELETE", "/Robots/1", Value::Null), "400", Some("invalidSyntax"), "path"),
        (on("DELETE", "/Roles/admin", Value::Null), "400", Some("invalidSyntax"), "path"),
        (on("DELETE", "/Bulk", Value::Null), "400", Some("invalidSyntax"), "path"),
        (on("DELETE", &format!("/../other{dans}"), Value::Null), "400", Some("invalidSyntax"), "path"),
        (
            on("DELETE", &format!("https://other.example/scim/v2{dans}"), Value::Null),
            "400",
            Some("invalidSyntax"),
            "path",
        ),
        (on("DELETE", &format!("{dans}?x=1"), Value::Null), "400", Some("invalidSyntax"), "path"),
        (on("DELETE", "/Users", Value::Null), "400", Some("invalidSyntax"), "not possible"),
        (on("PATCH", &dans, Value::Null), "400", Some("invalidSyntax"), "data"),
        (on("PATCH", &dans, json!({ "Operations": [] })), "400", Some("invalidSyntax"), "at least one"),
        (on("PUT", &dans, json!({ "userName": "no address" })), "400", Some("invalidValue"), "userName"),
        (
            on("PUT", &dans, json!({ "schemas": [BULK_REQUEST_URN], "userName": "x@example.com" })),
            "400",
            Some("invalidSyntax"),
            "schemas",
        ),
        (on("DELETE", &format!("/Users/{foreign}"), Value::Null), "404", None, "user"),
        (on("DELETE", "/Groups/nobody", Value::Null), "404", None, "group"),
        (stale, "412", None, "version"),
        (group("Lost", &[foreign.as_str()]), "400", Some("invalidValue"), "members"),
        (person("dan@example.com"), "409", Some("uniqueness"), "userName"),
    ];
    let mut operations = vec![person("ada@example.com")];
    operations.extend(wrong.iter().map(|(operation, ..)| operation.clone()));
    operations.extend([versioned_group, group("Found", &["bulkId:ada"])]);
    let done = sent(&scim, &operations).await;
    assert_eq!(done.entries.len(), operations.len());
    for (at, (_, status, scim_type, detail)) in (1..).zip(&wrong) {
        done.expect_refusal(at, status, *scim_type, detail);
    }
    assert_eq!(done.entry(0)["status"], "201");
    assert_eq!(
        done.entry(operations.len() - 2)["status"],
        "201",
        "a version says nothing of what is not there yet"
    );
    assert_eq!(done.entry(operations.len() - 1)["status"], "201");
    assert!(done.entry(16)["location"].as_str().unwrap().ends_with(&dans), "a failed PATCH has a location");
    assert!(done.entry(18)["location"].is_null(), "a failed POST has none");
    assert_eq!(scim.get(&dans).await.expect(200).body, dan.answer.body);
    other.scim().get(&format!("/Users/{foreign}")).await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn references_that_lead_nowhere_are_told_so() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let operations = [
        group("Alpha", &["bulkId:Beta"]),
        group("Beta", &["bulkId:Alpha"]),
        group("Self", &["bulkId:Self"]),
        group("After", &["bulkId:Alpha"]),
        group("Unknown", &["bulkId:nobody"]),
        on("DELETE", "/Users/bulkId:nobody", Value::Null),
        json!({ "method": "POST", "path": "/Users", "bulkId": "wrong", "data": { "userName": "wrong" } }),
        group("Refused", &["bulkId:wrong"]),
        on("PATCH", "/Users/bulkId:wrong", json!([{ "op": "replace", "value": { "active": false } }])),
        person("ada@example.com"),
    ];
    let done = sent(&scim, &operations).await;
    for at in 0..4 {
        done.expect_refusal(at, "409", None, "circle");
    }
    done.expect_refusal(4, "400", Some("invalidValue"), "\"bulkId:nobody\"");
    done.expect_refusal(5, "400", Some("invalidValue"), "\"bulkId:nobody\"");
    done.expect_refusal(6, "400", Some("invalidValue"), "userName");
    done.expect_refusal(7, "409", None, "\"bulkId:wrong\" was not made");
    done.expect_refusal(8, "409", None, "\"bulkId:wrong\" was not made");
    assert_eq!(done.entry(9)["status"], "201");
    assert_eq!(scim.get("/Groups").await.expect(200)["totalResults"], 0);
    system.check().await;
}

#[tokio::test]
async fn nobody_without_a_right_token_has_anything_done_or_is_told_anything() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let body = message(&[person("ada@example.com")]);
    scim.clone().without_token().post("/Bulk", &body).await.expect(401);
    scim.clone().with_token("nonsense").post("/Bulk", &json!({})).await.expect(401);
    scim.clone()
        .with_token(format!("rc_{}_{}", system.demo().id, "0".repeat(64)))
        .post("/Bulk", &json!({}))
        .await
        .expect(401);
    scim.clone()
        .with_token(system.people_token())
        .post("/Bulk", &body)
        .await
        .expect_refusal(403, None, "scope");

    let second = system.issue_token(None).await;
    let revoked = scim.clone().with_token(second.token.as_str());
    revoked.get("/Users").await.expect(200);
    system.revoke_token(&second.id).await;
    revoked.post("/Bulk", &body).await.expect(401);
    assert_eq!(scim.get("/Users").await.expect(200)["totalResults"], 0);
    system.check().await;
}

/// The token was admitted lately, and is revoked. No operation gets as far as the tenant's record.
#[tokio::test]
async fn what_is_wrong_with_an_operation_is_told_only_by_a_token_that_is_right() {
    let system = TestSystem::start().await;
    let second = system.issue_token(None).await;
    let scim = system.scim().with_token(second.token.as_str());
    scim.get("/Users").await.expect(200);
    let wrong = [on("GET", "/Users/1", Value::Null), on("DELETE", "/Robots/1", Value::Null)];
    assert_eq!(sent(&scim, &wrong).await.statuses(), ["400", "400"]);
    system.revoke_token(&second.id).await;
    scim.post("/Bulk", &message(&wrong)).await.expect(401);
    system.check().await;
}
