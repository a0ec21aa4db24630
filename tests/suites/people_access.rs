//! Roles and access rules, by the API for the operator's backend.

use reqwest::Method;
use rollcall_tests::{Answer, TestSystem};
use serde_json::{Value, json};

const NOBODY: &str = "f3bb189e-8bf9-4888-9912-ace4e6543002";

/// Makes a group as a directory does; gives its id.
async fn group(system: &TestSystem, name: &str, members: &[&str]) -> String {
    let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    let group = json!({ "displayName": name, "members": members });
    system.scim().post("/Groups", &group).await.expect(201).id()
}

/// The ids of the groups of the rules, in their order.
fn order(list: &Answer) -> Vec<String> {
    let rules = list["rules"].as_array().unwrap().iter();
    rules.map(|rule| rule["group"]["id"].as_str().unwrap().to_owned()).collect()
}

async fn declare(system: &TestSystem, ids: &[&str]) {
    for id in ids {
        let role = json!({ "display": format!("The {id}") });
        system.people().put(&format!("/roles/{id}"), &role).await.expect(200);
    }
}

#[tokio::test]
async fn roles_are_declared_renamed_and_taken_away() {
    let system = TestSystem::start().await;
    let people = system.people();
    assert_eq!(people.get("/roles").await.expect(200).body, json!({ "roles": [] }));
    let body = json!({ "display": " Approver ", "description": "Approves what others spend." });
    let made = people.put("/roles/approver", &body).await.expect(200);
    assert_eq!(
        (&made["id"], &made["display"], &made["description"]),
        (&json!("approver"), &json!("Approver"), &json!("Approves what others spend."))
    );
    assert_eq!(people.put("/roles/approver", &body).await.expect(200).body, made.body, "nothing changes");
    people.put("/roles/a:b.c-1_2", &json!({ "display": "Another" })).await.expect(200);
    let renamed = people.put("/roles/approver", &json!({ "display": "Boss" })).await.expect(200);
    assert_eq!((&renamed["display"], &renamed["description"]), (&json!("Boss"), &Value::Null));
    assert_eq!(people.get("/roles/approver").await.expect(200).body, renamed.body);
    let listed = people.get("/roles").await.expect(200);
    let ids: Vec<_> = listed["roles"].as_array().unwrap().iter().map(|role| role["id"].clone()).collect();
    assert_eq!(ids, ["a:b.c-1_2", "approver"]);
    for (body, about) in [
        (json!({}), "`display` is missing"),
        (json!({ "display": "" }), "`display`"),
        (json!({ "display": "a\nb" }), "`display`"),
        (json!({ "display": "x".repeat(101) }), "100"),
        (json!({ "display": "A", "description": "x".repeat(501) }), "`description`"),
        (json!({ "display": "A", "name": "A" }), "`name` is unknown"),
    ] {
        people.put("/roles/approver", &body).await.expect_problem(400, "invalid-request", about);
    }
    for id in ["a%20b", "%C3%A4", &"x".repeat(65)] {
        let path = format!("/roles/{id}");
        people.put(&path, &json!({ "display": "A" })).await.expect_problem(400, "invalid-request", "role");
        people.get(&path).await.expect_problem(404, "not-found", "");
    }
    assert_eq!(people.delete("/roles/approver").await.status, 204);
    people.delete("/roles/approver").await.expect_problem(404, "not-found", "");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_has_a_hundred_roles() {
    let system = TestSystem::start().await;
    let people = system.people();
    for number in 0..100 {
        people.put(&format!("/roles/r{number}"), &json!({ "display": "R" })).await.expect(200);
    }
    people.put("/roles/more", &json!({ "display": "R" })).await.expect_problem(409, "too-many", "100");
    people.put("/roles/r7", &json!({ "display": "Seven" })).await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn a_rule_gives_its_role_to_the_people_of_its_group() {
    let system = TestSystem::start().await;
    let people = system.people();
    let (ada, bob) =
        (system.okta().assign("ada@example.com").await, system.okta().assign("bob@example.com").await);
    let engineers = group(&system, "Engineers", &[&ada.id, &bob.id]).await;
    let leads = group(&system, "Leads", &[&ada.id]).await;
    declare(&system, &["approver", "viewer"]).await;
    let rule = format!("/access-rules/{engineers}");
    let set = people.put(&rule, &json!({ "role": "viewer" })).await.expect(200);
    assert_eq!(
        set.body,
        json!({
            "group": { "id": engineers, "name": "Engineers" },
            "role": { "id": "viewer", "display": "The viewer" },
            "invite": false,
            "position": 0,
        })
    );
    people
        .put(&format!("/access-rules/{leads}"), &json!({ "role": "approver", "position": 0 }))
        .await
        .expect(200);
    assert_eq!(order(&people.get("/access-rules").await.expect(200)), [leads.clone(), engineers.clone()]);
    assert_eq!(people.get(&rule).await.expect(200)["position"], 1);

    let by = |id: &str, name: &str| json!([{ "id": id, "name": name }]);
    let approver = json!({ "id": "approver", "display": "The approver", "groups": by(&leads, "Leads") });
    let viewer = json!({ "id": "viewer", "display": "The viewer", "groups": by(&engineers, "Engineers") });
    let roles = async |id: &str| people.get(&format!("/users/{id}")).await.expect(200)["roles"].clone();
    assert_eq!(roles(&ada.id).await, json!([approver, viewer]));
    assert_eq!(roles(&bob.id).await, json!([viewer]));
    system.okta().unassign(&bob).await.expect(200);
    assert_eq!(roles(&bob.id).await, json!([]), "who is blocked has none");

    let used = people.delete("/roles/viewer").await;
    used.expect_problem(409, "in-use", "Engineers");
    let swapped = people.put("/access-rules", &json!({ "order": [engineers, leads] })).await.expect(200);
    assert_eq!(order(&swapped), [engineers.clone(), leads.clone()]);
    for wrong in [json!([engineers]), json!([engineers, engineers]), json!([engineers, leads, NOBODY])] {
        let sent = people.put("/access-rules", &json!({ "order": wrong })).await;
        sent.expect_problem(409, "order-incomplete", "each rule once");
    }
    people.put("/access-rules", &json!({ "order": [engineers, "x"] })).await.expect_problem(
        400,
        "invalid-request",
        "`order[1]`",
    );
    let run = people.post(&format!("{rule}/apply"), &json!({})).await.expect(202);
    assert!(run["startedAt"].is_string() && run["done"].is_u64(), "{run}");
    assert_eq!(people.delete(&rule).await.status, 204);
    people.delete(&rule).await.expect_problem(404, "not-found", "no access rule");
    people.post(&format!("{rule}/apply"), &json!({})).await.expect_problem(
        404,
        "not-found",
        "no access rule",
    );
    people.get(&rule).await.expect_problem(404, "not-found", "");
    assert_eq!(roles(&ada.id).await, json!([approver]));
    assert_eq!(people.delete("/roles/viewer").await.status, 204);
    system.snapshot().await;
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_a_rule_is_refused_and_nothing_is_written() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let engineers = group(&system, "Engineers", &[]).await;
    declare(&system, &["viewer"]).await;
    let before = system.snapshot().await;
    let rule = format!("/access-rules/{engineers}");
    let preview = format!("{rule}/preview");
    let whole = json!({ "role": "viewer" });
    for (body, status, kind, about) in [
        (json!({ "role": "boss" }), 409, "unknown-role", "boss"),
        (json!({ "role": "a b" }), 400, "invalid-request", "`role`"),
        (
            json!({ "entity": NOBODY, "cardAccess": "card", "invite": true, "role": "viewer" }),
            409,
            "unknown-entity",
            "entity",
        ),
        (json!({ "entity": entity, "role": "viewer" }), 400, "rule-incomplete", "`invite`"),
        (json!({ "cardAccess": "card", "role": "viewer" }), 400, "rule-incomplete", "`invite`"),
        (json!({ "entity": "acme", "role": "viewer" }), 400, "invalid-request", "`entity`"),
        (json!({ "invite": true }), 400, "rule-incomplete", "entity and a card access"),
        (json!({ "invite": true, "entity": entity }), 400, "rule-incomplete", "card access"),
        (json!({ "invite": true, "cardAccess": "card" }), 400, "rule-incomplete", "entity"),
        (
            json!({ "role": "viewer", "cardAccess": "gold" }),
            400,
            "invalid-request",
            "`cardAccess` cannot be `gold`",
        ),
        (json!({ "role": "viewer", "invite": "yes" }), 400, "invalid-request", "`invite` must be a boolean"),
        (json!({ "role": "viewer", "position": -1 }), 400, "invalid-request", "`position`"),
        (json!({ "role": "viewer", "at": 0 }), 400, "invalid-request", "`at` is unknown"),
    ] {
        people.put(&rule, &body).await.expect_problem(status, kind, about);
        people.post(&preview, &body).await.expect_problem(status, kind, about);
    }
    people.put(&rule, &json!({})).await.expect_problem(400, "rule-incomplete", "gives nothing");
    people.get(&rule).await.expect_problem(404, "not-found", "has no access rule");
    people.delete(&rule).await.expect_problem(404, "not-found", "has no access rule");
    for odd in [NOBODY, "odd"] {
        let path = format!("/access-rules/{odd}");
        people.put(&path, &whole).await.expect_problem(404, "not-found", "");
        people.get(&path).await.expect_problem(404, "not-found", "");
        people.delete(&path).await.expect_problem(404, "not-found", "");
        people.post(&format!("{path}/preview"), &whole).await.expect_problem(404, "not-found", "");
        people.post(&format!("{path}/apply"), &json!({})).await.expect_problem(404, "not-found", "");
    }
    for (body, about) in [
        (json!({}), "`rolesFrom` is missing"),
        (json!({ "rolesFrom": "okta" }), "`rolesFrom` cannot be `okta`. Possible: `groups`, `directory`"),
    ] {
        people.patch("/access", &body).await.expect_problem(400, "invalid-request", about);
    }
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    let directory = people.clone().with_token(&system.demo().token);
    directory.put(&rule, &whole).await.expect_problem(403, "wrong-scope", "");
    people.without_token().get("/access").await.expect_problem(401, "unauthorized", "token");
    system.check().await;
}

#[tokio::test]
async fn a_preview_tells_who_would_gain_and_lose_what_and_changes_nothing() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(system.okta().assign(format!("person{number}@example.com").as_str()).await.id);
    }
    ids.sort();
    let members: Vec<&str> = ids.iter().map(String::as_str).collect();
    let engineers = group(&system, "Engineers", &members).await;
    let leads = group(&system, "Leads", &members[..1]).await;
    declare(&system, &["approver", "viewer"]).await;
    people.put(&format!("/access-rules/{leads}"), &json!({ "role": "viewer" })).await.expect(200);
    system.snapshot().await;
    let before = system.snapshot().await;
    let rule = format!("/access-rules/{engineers}");
    let wanted = json!({ "role": "viewer", "invite": true, "entity": entity, "cardAccess": "card" });
    let told = people.post(&format!("{rule}/preview"), &wanted).await.expect(200);
    for (name, value) in [
        ("lookedAt", json!(3)),
        ("complete", json!(true)),
        ("gaining", json!(2)),
        ("losing", json!(0)),
        ("invited", json!(3)),
        ("losingInvitation", json!(0)),
    ] {
        assert_eq!(told[name], value, "{name}: {told}");
    }
    let gaining: Vec<_> = told["people"].as_array().unwrap().iter().map(|person| &person["gains"]).collect();
    assert_eq!(
        gaining,
        [&json!([]), &json!(["viewer"]), &json!(["viewer"])],
        "one has the role by another group"
    );
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");

    people.put(&rule, &wanted).await.expect(200);
    people.delete(&format!("/entities/{entity}")).await.expect_problem(409, "in-use", "access rule");
    people.put(&rule, &json!({ "role": "viewer" })).await.expect(200);
    let told = people.post(&format!("{rule}/preview"), &json!({ "role": "approver" })).await.expect(200);
    assert_eq!((&told["gaining"], &told["losing"]), (&json!(3), &json!(2)), "{told}");
    let told = people.post(&format!("{rule}/preview"), &json!({})).await.expect(200);
    assert_eq!((&told["gaining"], &told["losing"]), (&json!(0), &json!(2)), "without the rule: {told}");
    system.snapshot().await;
    system.check().await;
}

#[tokio::test]
async fn roles_come_from_the_rules_or_from_the_directory() {
    let system = TestSystem::start().await;
    let people = system.people();
    let ada = system.okta().assign("ada@example.com").await;
    let engineers = group(&system, "Engineers", &[&ada.id]).await;
    declare(&system, &["viewer"]).await;
    people.put(&format!("/access-rules/{engineers}"), &json!({ "role": "viewer" })).await.expect(200);
    assert_eq!(people.get("/access").await.expect(200)["rolesFrom"], "groups");
    let changed = people.patch("/access", &json!({ "rolesFrom": "directory" })).await.expect(200);
    assert_eq!(changed["rolesFrom"], "directory");
    let roles = people.get(&format!("/users/{}", ada.id)).await.expect(200)["roles"].clone();
    assert_eq!(roles, json!([]), "the rules give none");
    people.patch("/access", &json!({ "rolesFrom": "groups" })).await.expect(200);
    let roles = people.get(&format!("/users/{}", ada.id)).await.expect(200)["roles"].clone();
    assert_eq!(roles[0]["id"], "viewer");
    system.scim().request(Method::DELETE, &format!("/Groups/{engineers}")).send().await.expect(204);
    system.snapshot().await;
    assert_eq!(people.get(&format!("/users/{}", ada.id)).await.expect(200)["roles"], json!([]));
    people.get("/access-rules").await.expect(200);
    system.check().await;
}
