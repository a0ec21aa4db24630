//! The legal units of a tenant, by the API for the operator's backend.

use rollcall_tests::{TestSystem, Visitor};
use serde_json::json;

#[tokio::test]
async fn an_entity_is_made_shown_listed_and_renamed() {
    let system = TestSystem::start().await;
    let people = system.people();
    let id = people.entity("Acme GmbH").await;
    let shown = people.get(&format!("/entities/{id}")).await.expect(200);
    assert_eq!(shown["name"], "Acme GmbH");
    let renamed = people.patch(&format!("/entities/{id}"), &json!({ "name": " Acme SE " })).await.expect(200);
    assert_eq!(renamed["name"], "Acme SE");
    let second = people.entity("Acme Ltd.").await;
    let list = people.get("/entities").await.expect(200);
    let entities = list["entities"].as_array().unwrap();
    let mut own = entities.iter().filter(|entity| entity["id"] == id || entity["id"] == second);
    assert_eq!(own.next().unwrap()["name"], "Acme SE");
    assert_eq!(own.next().unwrap()["name"], "Acme Ltd.");
    system.check().await;
}

#[tokio::test]
async fn an_entity_is_deleted_when_nobody_belongs_to_it() {
    let system = TestSystem::start().await;
    let people = system.people();
    let id = people.entity("Acme GmbH").await;
    let path = format!("/entities/{id}");
    let ada = people.user("ada@example.com").await;
    people.invite(&id, &[&ada]).await.expect(200);
    people.delete(&path).await.expect_problem(409, "in-use", "invited");
    Visitor::default().accept(&system.link_for("ada@example.com").await).await.expect(200, "accepted");
    people.delete(&path).await.expect_problem(409, "in-use", "accepted");
    people.get(&path).await.expect(200);

    let other = people.entity("Acme Ltd.").await;
    let grace = people.user("grace@example.com").await;
    people.invite(&other, &[&grace]).await.expect(200);
    people.delete(&format!("/users/{grace}/invitation")).await.expect(200);
    let path = format!("/entities/{other}");
    assert_eq!(people.delete(&path).await.status, 204);
    people.get(&path).await.expect_problem(404, "not-found", "");
    people.delete(&path).await.expect_problem(404, "not-found", "");
    let invited = people.invite(&other, &[&grace]).await;
    invited.expect_problem(404, "not-found", "entity");
    let tenant = system.tenant("other").await;
    let theirs = people.clone().with_token(system.people_token_of(&tenant).await);
    theirs.delete(&format!("/entities/{id}")).await.expect_problem(404, "not-found", "");
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_an_entity_is_refused() {
    let system = TestSystem::start().await;
    let people = system.people();
    for (body, about) in [
        (json!({ "name": "" }), "one line"),
        (json!({ "name": "a\nb" }), "one line"),
        (json!({ "name": "x".repeat(101) }), "100"),
        (json!({ "name": 7 }), "string"),
        (json!({}), "name"),
        (json!({ "name": "Acme", "colour": "red" }), "colour"),
        (json!("Acme"), "body"),
    ] {
        people.post("/entities", &body).await.expect_problem(400, "invalid-request", about);
    }
    for id in ["unknown", "f3bb189e-8bf9-4888-9912-ace4e6543002"] {
        let path = format!("/entities/{id}");
        people.get(&path).await.expect_problem(404, "not-found", "");
        people.patch(&path, &json!({ "name": "Acme" })).await.expect_problem(404, "not-found", "");
        people.delete(&path).await.expect_problem(404, "not-found", "");
    }
    people.get("/nothing").await.expect_problem(404, "not-found", "openapi.json");
    system.check().await;
}

#[tokio::test]
async fn nothing_is_learnt_without_the_right_token() {
    let system = TestSystem::start().await;
    let people = system.people();
    let id = people.entity("Acme GmbH").await;
    let other = system.tenant("other").await;
    for path in ["/entities".to_owned(), format!("/entities/{id}"), "/entities/unknown".to_owned()] {
        people.clone().without_token().get(&path).await.expect_problem(401, "unauthorized", "token");
        people.clone().with_token("rc_demo_00").get(&path).await.expect_problem(401, "unauthorized", "token");
        let scim = people.clone().with_token(other.token.as_str());
        scim.get(&path).await.expect_problem(403, "wrong-scope", "people");
    }
    let theirs = people.clone().with_token(system.people_token_of(&other).await);
    theirs.get(&format!("/entities/{id}")).await.expect_problem(404, "not-found", "");
    system.check().await;
}
