//! What became of somebody who has an account, and what is refused. `tests/local/trace.rs` has the deleted.

use rollcall_rules::tenant::Plan;
use rollcall_tests::person::Person;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, People, TestSystem};
use serde_json::{Value, json};

async fn trace(people: &People, by: &str, value: &str) -> Answer {
    people.get(&format!("/trace?{by}={}", encode(value))).await.expect(200)
}

fn unknown() -> Value {
    json!({ "state": "unknown", "deleted": [] })
}

#[tokio::test]
async fn somebody_active_is_told_with_what_happened_to_them() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("Ada@example.com").await;
    // The stream brings the history.
    system.snapshot().await;
    for (by, value) in [
        ("email", "ada@EXAMPLE.com"),
        ("externalId", ada.person.directory_id.as_str()),
        ("id", ada.id.as_str()),
    ] {
        let found = trace(&people, by, value).await;
        let account = &found["account"];
        assert_eq!((&found["state"], &found["deleted"]), (&json!("active"), &json!([])), "{by}");
        assert_eq!(
            (&account["id"], &account["userName"], &account["linked"], &account["hasEarlierEntries"]),
            (&json!(ada.id), &json!("Ada@example.com"), &json!(true), &json!(false))
        );
        assert_eq!(account["createdAt"], account["history"][0]["at"]);
        assert_eq!(account["history"][0]["by"], "directory");
        assert!(account["purgeAt"].is_null() && account["deactivatedAt"].is_null(), "{found}");
    }
    system.check().await;
}

#[tokio::test]
async fn somebody_blocked_is_told_by_whom_and_until_when() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("ada@example.com").await;
    let away = okta.unassign(&ada).await.expect(200);
    let native = people.user("bob@example.com").await;
    people.patch(&format!("/users/{native}"), &json!({ "active": false })).await.expect(200);
    system.snapshot().await;
    let found = trace(&people, "email", "ada@example.com").await;
    let account = &found["account"];
    let of_scim = rollcall_tests::resource::account(&away);
    assert_eq!((&found["state"], &account["deactivatedBy"]), (&json!("blocked"), &json!("directory")));
    for name in ["deactivatedAt", "purgeAt"] {
        let time = |value: &Value| value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        assert_eq!(time(&account[name]).expect("a time"), time(&of_scim[name]).expect("a time"), "{name}");
    }
    assert_eq!(account["reason"], "deactivated_by_directory");
    let last = &account["history"][1];
    assert_eq!((&last["by"], &last["byName"]), (&json!("directory"), &account["deactivatedByName"]));
    assert!(account["deactivatedByName"].is_string(), "{found}");

    let found = trace(&people, "id", &native).await;
    let account = &found["account"];
    assert_eq!(
        (&account["deactivatedBy"], &account["reason"]),
        (&json!("operator"), &json!("deactivated_by_operator"))
    );
    assert_eq!(account["deactivatedByName"], account["history"][1]["byName"]);

    okta.reactivate(&ada).await.expect(200);
    let back = trace(&people, "id", &ada.id).await;
    assert_eq!(back["state"], "active");
    assert!(back["account"]["deactivatedByName"].is_null(), "{back}");
    system.check().await;
}

#[tokio::test]
async fn whoever_gave_their_place_to_another_is_found_by_their_id() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let another = Person::from("ada@example.com").with_directory_id("00uSomebodyElse");
    let other = okta.create(another).await.expect(201).id();
    let replaced = trace(&people, "id", &ada.id).await;
    assert_eq!((&replaced["state"], &replaced["account"]["reason"]), (&json!("blocked"), &json!("replaced")));
    assert_eq!(trace(&people, "email", "ada@example.com").await["account"]["id"], json!(other));
    system.check().await;
}

#[tokio::test]
async fn who_is_meant_is_said_exactly_once() {
    let system = TestSystem::start().await;
    let people = system.people();
    let before = system.snapshot().await;
    for (query, detail) in [
        ("", "say who is meant"),
        ("?email=ada%40example.com&id=3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10", "not by several"),
        ("?email=ada%40example.com&email=bob%40example.com", "`email` is there twice"),
        ("?email=ada", "`email` is not an e-mail address"),
        ("?externalId=", "`externalid` is empty"),
        ("?id=ada", "`id` must be a uuid"),
        ("?userName=ada%40example.com", "`username` is unknown"),
    ] {
        people.get(&format!("/trace{query}")).await.expect_problem(400, "invalid-request", detail);
    }
    for (by, value) in [
        ("email", "nobody@example.com"),
        ("externalId", "\u{1f980}#"),
        ("id", "3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10"),
    ] {
        assert_eq!(trace(&people, by, value).await.body, unknown(), "{by}");
    }
    people.post("/trace", &json!({})).await.expect_problem(405, "method-not-allowed", "POST");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "it writes nothing: {difference}");
    system.check().await;
}

#[tokio::test]
async fn another_tenant_and_another_token_learn_nothing_and_a_plan_that_ended_is_no_hindrance() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await.id;
    let other = system.people_token_of(&system.tenant("other").await).await;
    let of_other = system.people().with_token(other);
    for (by, value) in [("email", "ada@example.com"), ("id", ada.as_str())] {
        assert_eq!(trace(&of_other, by, value).await.body, unknown(), "{by}");
    }
    let path = "/trace?email=ada%40example.com";
    system.people().without_token().get(path).await.expect_problem(401, "unauthorized", "token");
    let directory = system.people().with_token(system.demo().token.clone());
    directory.get(path).await.expect_problem(403, "wrong-scope", "");
    let wrong = system.people().with_token("rc_demo_00").get("/trace?email=").await;
    wrong.expect_problem(401, "unauthorized", "token");
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    assert_eq!(trace(&system.people(), "id", &ada).await["state"], "active");
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    system.check().await;
}
