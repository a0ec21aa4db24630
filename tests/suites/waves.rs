//! Waves by the people API: the same change of many people, and taking one back.

use rollcall_rules::tenant::Plan;
use rollcall_tests::okta::Assigned;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, People, TestSystem};
use serde_json::{Value, json};

/// A tenant that lost people by mistake.
struct Loss {
    system: TestSystem,
    people: People,
    lost: Vec<Assigned>,
    wave: String,
}

/// So many people, all of whom the directory deactivated.
async fn loss_of(count: usize) -> Loss {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let mut lost = Vec::new();
    for number in 0..count {
        lost.push(okta.assign(format!("person{number}@example.com").as_str()).await);
    }
    for person in &lost {
        okta.unassign(person).await.expect(200);
    }
    system.snapshot().await;
    let waves = people.get(&format!("/waves?people={count}")).await.expect(200);
    let wave = of_kind(&waves, "deactivated")["id"].as_str().unwrap().to_owned();
    Loss { system, people, lost, wave }
}

fn of_kind<'a>(waves: &'a Answer, kind: &str) -> &'a Value {
    let found = waves["waves"].as_array().unwrap().iter().find(|wave| wave["kind"] == kind);
    assert!(found.is_some(), "no wave {kind}\n{waves}");
    found.unwrap()
}

impl Loss {
    /// All people of the wave, in pages of `limit`.
    async fn members(&self, limit: usize) -> Vec<Value> {
        let (mut members, mut cursor) = (Vec::new(), String::new());
        loop {
            let page =
                self.people.get(&format!("/waves/{}?limit={limit}{cursor}", self.wave)).await.expect(200);
            assert_eq!(page["wave"]["id"], self.wave, "{page}");
            let some = page["members"].as_array().unwrap();
            assert!(some.len() <= limit, "{page}");
            members.extend(some.iter().cloned());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={}", encode(next)),
                None => return members,
            }
        }
    }

    async fn undo(&self, body: Value) -> Answer {
        self.people.post(&format!("/waves/{}/undo", self.wave), &body).await
    }
}

fn member<'a>(members: &'a [Value], id: &str) -> &'a Value {
    members.iter().find(|member| member["id"] == id).unwrap()
}

#[tokio::test]
async fn a_wave_is_listed_shown_and_undone_but_for_whoever_was_changed_since() {
    let loss = loss_of(5).await;
    let (system, people, okta) = (&loss.system, &loss.people, loss.system.okta());
    okta.reactivate(&loss.lost[0]).await.expect(200);

    let members = loss.members(2).await;
    assert_eq!(members.len(), 5);
    let told = |person: usize| {
        let member = member(&members, &loss.lost[person].id);
        (member["undo"].as_str().unwrap(), member["reason"].as_str(), member["status"].as_str().unwrap())
    };
    assert_eq!(told(0), ("leave", Some("active"), "provisioned"));
    assert_eq!(told(2), ("restore", None, "deactivated"));

    let before = system.snapshot().await;
    let dry = loss.undo(json!({ "dryRun": true })).await.expect(200);
    assert_eq!((&dry["restored"], &dry["remaining"], &dry["dryRun"]), (&json!(4), &json!(0), &json!(true)));
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");

    let undone = loss.undo(json!({})).await.expect(200);
    assert_eq!((&undone["restored"], &undone["remaining"]), (&json!(4), &json!(0)), "{undone}");
    assert_eq!(undone["left"], json!([{ "reason": "active", "people": 1 }]));
    assert_eq!(undone["left"], dry["left"]);
    for person in &loss.lost[1..] {
        let user = people.get(&format!("/users/{}", person.id)).await.expect(200);
        assert_eq!((&user["active"], &user["linked"]), (&json!(true), &json!(true)), "{user}");
    }
    let versions = system.snapshot().await;
    let again = loss.undo(json!({})).await.expect(200);
    assert_eq!((&again["restored"], &again["remaining"]), (&json!(0), &json!(0)), "{again}");
    let left: u64 =
        again["left"].as_array().unwrap().iter().map(|some| some["people"].as_u64().unwrap()).sum();
    assert_eq!(left, 5);
    let difference = versions.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "who is restored is not touched again: {difference}");
    let history = people.get(&format!("/users/{}/history", loss.lost[2].id)).await.expect(200);
    let last = history["entries"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["by"], &last["changes"]["active"]["to"]), (&json!("operator"), &json!(true)));
    loss.system.check().await;
}

#[tokio::test]
async fn waves_come_by_the_page_the_latest_first_and_small_ones_if_asked_for() {
    let loss = loss_of(3).await;
    let people = &loss.people;
    assert_eq!(people.get("/waves").await.expect(200)["waves"], json!([]), "of twenty people at least");
    let all = people.get("/waves?people=3&days=1").await.expect(200);
    let kinds: Vec<_> = all["waves"].as_array().unwrap().iter().map(|wave| wave["kind"].clone()).collect();
    assert_eq!(kinds, ["deactivated", "created"]);
    let wave = &all["waves"][0];
    assert_eq!((&wave["by"], &wave["people"]), (&json!("directory"), &json!(3)));
    let first = people.get("/waves?people=3&limit=1").await.expect(200);
    let next = encode(first["next"].as_str().unwrap());
    let second = people.get(&format!("/waves?people=3&limit=1&cursor={next}")).await.expect(200);
    assert_eq!([&first["waves"][0], &second["waves"][0]], [&all["waves"][0], &all["waves"][1]]);
    assert!(second["next"].is_null(), "{second}");
    let created =
        people.get(&format!("/waves/{}", all["waves"][1]["id"].as_str().unwrap())).await.expect(200);
    assert!(created["members"][0]["undo"].is_null(), "{created}");
    loss.system.check().await;
}

#[tokio::test]
async fn what_is_no_wave_of_the_tenant_or_cannot_be_undone_is_refused() {
    let loss = loss_of(2).await;
    let (system, people) = (&loss.system, &loss.people);
    for none in ["yesterday", "deactivated-directory", "deactivated-directory-2026-01-01T00:00:00Z", "%F0%9F"]
    {
        people.get(&format!("/waves/{none}")).await.expect_problem(404, "not-found", "");
        people.post(&format!("/waves/{none}/undo"), &json!({})).await.expect_problem(404, "not-found", "");
    }
    let created = loss.wave.replace("deactivated", "created");
    let refused = people.post(&format!("/waves/{created}/undo"), &json!({})).await;
    refused.expect_problem(409, "not-undoable", "who were created stay so");
    let queries = ["days=0", "days=91", "people=0", "people=x", "limit=201", "cursor=x", "wave=x"];
    for query in queries {
        people.get(&format!("/waves?{query}")).await.expect_problem(400, "invalid-request", "");
    }
    people.get(&format!("/waves/{}?cursor=w1-x", loss.wave)).await.expect_problem(400, "invalid-request", "");
    for body in [json!([]), json!({ "dryRun": "yes" }), json!({ "dry": true })] {
        loss.undo(body).await.expect_problem(400, "invalid-request", "");
    }
    let other = system.tenant("other").await;
    let others = people.clone().with_token(system.people_token_of(&other).await);
    assert_eq!(others.get("/waves?people=1").await.expect(200)["waves"], json!([]));
    others.post(&format!("/waves/{}/undo", loss.wave), &json!({})).await.expect_problem(404, "not-found", "");
    people.clone().without_token().get("/waves").await.expect_problem(401, "unauthorized", "");
    people.clone().with_token(&other.token).get("/waves").await.expect_problem(403, "wrong-scope", "");
    assert!(loss.members(50).await.iter().all(|member| member["undo"] == "restore"));
    loss.system.check().await;
}

#[tokio::test]
async fn a_wave_is_shown_on_any_plan_and_undone_on_the_advanced_one() {
    let loss = loss_of(2).await;
    let plan = async |plan: Plan| loss.system.configure(|tenant| tenant.plan = plan).await;
    plan(Plan::Standard).await;
    assert_eq!(loss.members(50).await.len(), 2);
    loss.undo(json!({})).await.expect_problem(403, "plan-required", "");
    plan(Plan::Advanced).await;
    assert_eq!(loss.undo(json!({})).await.expect(200)["restored"], 2);
    loss.system.check().await;
}
