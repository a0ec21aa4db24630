//! May they sign in? As the product's single sign-on asks before each sign-in.

use rollcall_rules::tenant::Plan;
use rollcall_tests::person::Person;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, People, TestSystem, Visitor};
use serde_json::{Value, json};

async fn ask(people: &People, by: &str, value: &str) -> Answer {
    people.get(&format!("/sign-in-check?{by}={}", encode(value))).await.expect(200)
}

/// What is answered, and why.
fn said(answer: &Answer) -> (&str, Option<&str>) {
    (answer["answer"].as_str().unwrap_or_default(), answer["reason"].as_str())
}

#[tokio::test]
async fn who_has_an_account_may_sign_in_whether_or_not_they_were_invited() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("Ada@example.com").await;
    let expected = json!({ "answer": "allow", "id": ada.id, "status": "provisioned", "roles": [] });
    for (by, value) in [
        ("email", "ada@EXAMPLE.com"),
        ("externalId", ada.person.directory_id.as_str()),
        ("id", ada.id.as_str()),
    ] {
        assert_eq!(ask(&people, by, value).await.body, expected, "{by}");
    }
    let bob = people.user("bob@example.com").await;
    let of_bob = ask(&people, "email", "bob@example.com").await;
    assert_eq!((said(&of_bob), of_bob.id()), (("allow", None), bob), "no directory manages him");

    system.member("cleo@example.com").await;
    assert_eq!(ask(&people, "email", "cleo@example.com").await["status"], "accepted");
    system.check().await;
}

#[tokio::test]
async fn roles_are_those_that_the_rules_give() {
    let system = TestSystem::start().await;
    let people = system.people();
    let ada = system.okta().assign("ada@example.com").await.id;
    let group = json!({ "displayName": "Engineers", "members": [{ "value": ada }] });
    let group = system.scim().post("/Groups", &group).await.expect(201).id();
    people.put("/roles/viewer", &json!({ "display": "Viewer" })).await.expect(200);
    people.put(&format!("/access-rules/{group}"), &json!({ "role": "viewer" })).await.expect(200);
    let viewer = json!([{ "id": "viewer", "display": "Viewer" }]);
    assert_eq!(ask(&people, "id", &ada).await["roles"], viewer, "before any review");
    assert_eq!(ask(&people, "email", "ada@example.com").await["roles"], viewer);
    people.delete(&format!("/access-rules/{group}")).await;
    assert_eq!(ask(&people, "id", &ada).await["roles"], json!([]));
    // The run that applies a rule ends after the answer.
    system.snapshot().await;
    system.check().await;
}

#[tokio::test]
async fn whoever_is_blocked_is_told_why_by_every_name_that_they_have() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let (ada, bob) = (okta.assign("ada@example.com").await, okta.assign("bob@example.com").await);
    okta.unassign(&ada).await.expect(200);
    for (by, value) in [
        ("email", "ada@example.com"),
        ("externalId", ada.person.directory_id.as_str()),
        ("id", ada.id.as_str()),
    ] {
        let answer = ask(&people, by, value).await;
        assert_eq!(said(&answer), ("blocked", Some("deactivated_by_directory")), "{by}");
        assert_eq!((answer.id(), &answer["status"]), (ada.id.clone(), &json!("deactivated")));
        assert!(answer["deactivatedAt"].is_string() && answer["roles"].is_null(), "{answer}");
    }
    system.scim().delete(&bob.id).await.expect(204);
    let deleted = ask(&people, "email", "bob@example.com").await;
    assert_eq!(said(&deleted), ("blocked", Some("deleted_by_directory")));

    let cleo = people.user("cleo@example.com").await;
    let path = format!("/users/{cleo}");
    people.patch(&path, &json!({ "active": false })).await.expect(200);
    let by_hand = ("blocked", Some("deactivated_by_operator"));
    assert_eq!(said(&ask(&people, "email", "cleo@example.com").await), by_hand);
    people.patch(&path, &json!({ "active": true })).await.expect(200);
    assert_eq!(said(&ask(&people, "email", "cleo@example.com").await), ("allow", None));
    people.delete(&path).await.expect(200);
    assert_eq!(said(&ask(&people, "id", &cleo).await), by_hand);
    people.patch(&path, &json!({ "active": true })).await.expect(200);

    okta.reactivate(&ada).await.expect(200);
    assert_eq!(
        said(&ask(&people, "externalId", &ada.person.directory_id).await),
        ("allow", None),
        "back again"
    );
    system.check().await;
}

/// Somebody who left is renamed in the directory, or their new address was never confirmed. They stay blocked by each.
#[tokio::test]
async fn the_verified_address_counts_and_a_new_one_only_once_it_is_confirmed() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("ada@example.com").await;
    let ada = okta.rename(&ada, "countess@example.com").await;
    let unconfirmed = ask(&people, "email", "countess@example.com").await;
    assert_eq!(said(&unconfirmed), ("blocked", Some("address_unconfirmed")));
    assert_eq!((unconfirmed.id(), &unconfirmed["roles"]), (ada.id.clone(), &Value::Null));
    assert_eq!(said(&ask(&people, "email", "ada@example.com").await), ("allow", None));
    assert_eq!(said(&ask(&people, "id", &ada.id).await), ("allow", None));

    okta.unassign(&ada).await.expect(200);
    for address in ["ada@example.com", "countess@example.com"] {
        let blocked = ask(&people, "email", address).await;
        assert_eq!(said(&blocked), ("blocked", Some("deactivated_by_directory")), "{address}");
    }
    okta.reactivate(&ada).await.expect(200);
    let link = system.link_for("countess@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "");
    assert_eq!(said(&ask(&people, "email", "countess@example.com").await), ("allow", None));
    assert_eq!(ask(&people, "email", "ada@example.com").await.body, json!({ "answer": "unknown" }));
    system.check().await;
}

#[tokio::test]
async fn whoever_gave_their_place_to_another_is_blocked() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let another = Person::from("ada@example.com").with_directory_id("00uSomebodyElse");
    let other = okta.create(another).await.expect(201).id();
    assert_ne!(other, ada.id);
    assert_eq!(said(&ask(&people, "id", &ada.id).await), ("blocked", Some("replaced")));
    let now = ask(&people, "email", "ada@example.com").await;
    assert_eq!((said(&now), now.id()), (("allow", None), other));
    system.check().await;
}

#[tokio::test]
async fn a_plan_that_ended_lets_in_and_keeps_out_as_before() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let (ada, bob) = (okta.assign("ada@example.com").await, okta.assign("bob@example.com").await);
    okta.unassign(&bob).await.expect(200);
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    assert_eq!(said(&ask(&people, "id", &ada.id).await), ("allow", None));
    assert_eq!(said(&ask(&people, "id", &bob.id).await), ("blocked", Some("deactivated_by_directory")));
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    system.check().await;
}

#[tokio::test]
async fn who_is_meant_is_said_exactly_once() {
    let system = TestSystem::start().await;
    let people = system.people();
    let before = system.snapshot().await;
    for (query, detail) in [
        ("", "say who is meant"),
        ("?", "say who is meant"),
        ("?email=ada%40example.com&id=3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10", "not by several"),
        ("?email=ada%40example.com&email=bob%40example.com", "`email` is there twice"),
        ("?email=", "`email` is empty"),
        ("?email=ada", "`email` is not an e-mail address"),
        ("?email=zo%C3%AB%40example.com", "`email` has characters outside ascii"),
        ("?externalId=", "`externalid` is empty"),
        ("?id=ada", "`id` must be a uuid"),
        ("?id=3F0C1F5E-8A54-4C5A-9D6E-2B7F7F3F6A10", "`id` must be a uuid"),
        ("?userName=ada%40example.com", "`username` is unknown"),
        ("?Email=ada%40example.com", "`email` is unknown"),
    ] {
        let refused = people.get(&format!("/sign-in-check{query}")).await;
        refused.expect_problem(400, "invalid-request", detail);
    }
    for (by, value) in [
        ("email", "nobody@example.com"),
        ("externalId", "\u{1f980}#"),
        ("id", "3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10"),
    ] {
        assert_eq!(ask(&people, by, value).await.body, json!({ "answer": "unknown" }), "{by}");
    }
    people.post("/sign-in-check", &json!({})).await.expect_problem(405, "method-not-allowed", "POST");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "it writes nothing: {difference}");
    system.check().await;
}

#[tokio::test]
async fn another_tenant_and_another_token_learn_nothing() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await.id;
    let other = system.people_token_of(&system.tenant("other").await).await;
    let of_other = system.people().with_token(other);
    for (by, value) in [("email", "ada@example.com"), ("id", ada.as_str())] {
        assert_eq!(ask(&of_other, by, value).await.body, json!({ "answer": "unknown" }), "{by}");
    }
    let path = "/sign-in-check?email=ada%40example.com";
    system.people().without_token().get(path).await.expect_problem(401, "unauthorized", "token");
    system.people().with_token("rc_demo_00").get(path).await.expect_problem(401, "unauthorized", "token");
    let directory = system.people().with_token(system.demo().token.clone());
    directory.get(path).await.expect_problem(403, "wrong-scope", "");
    // What is wrong with a request is nobody else's business.
    let wrong = system.people().with_token("rc_demo_00").get("/sign-in-check?email=").await;
    wrong.expect_problem(401, "unauthorized", "token");
    system.check().await;
}
