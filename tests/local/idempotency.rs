//! Requests with a key whose function broke down, or whose answers from the table got lost.

use jiff::{SignedDuration, Timestamp};
use rollcall::store::Store;
use rollcall_rules::admission::{Admitted, Requester};
use rollcall_rules::idempotency::{IdempotencyKey, KeyedRequest};
use rollcall_rules::tenant::TenantId;
use rollcall_tests::LocalSystem;
use rollcall_tests::faulty::Fault;
use serde_json::{Value, json};

/// A key as the table has it, past the system.
struct Kept {
    store: Store,
    requester: Requester,
    key: IdempotencyKey,
}

impl Kept {
    async fn of(system: &LocalSystem, key: &str) -> Self {
        let (client, name) = system.table().parts();
        let store = Store::new(client, name);
        let tenant = store.tenant(&TenantId::parse(&system.demo().id).unwrap()).await.unwrap().unwrap();
        let requester = Requester::from(&Admitted::by_role(tenant));
        Self { store, requester, key: IdempotencyKey::parse(key.as_bytes()).unwrap() }
    }

    /// As if the function had broken down after all was done and before it noted that.
    async fn forget_the_answer(&self, now: Timestamp) {
        let done = self.store.keyed_request(&self.requester, &self.key).await.unwrap().unwrap();
        let begun =
            KeyedRequest { version: done.version + 1, doing_since: Some(now), answer: None, ..done.clone() };
        self.store.write_keyed_request(&self.requester, &self.key, Some(&done), &begun).await.unwrap();
    }
}

#[tokio::test]
async fn what_a_function_did_that_broke_down_is_found_and_not_done_twice() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let ada = json!({ "email": "ada@example.com" });
    let made = people.post_once("make", "/users", &ada).await.expect(201);
    let grace = people.user("grace@example.com").await;
    let invite = json!({ "entityId": entity, "cardAccess": "card", "userIds": [made.id(), grace] });
    let invited = people.post_once("invite", "/invitations", &invite).await.expect(200);
    assert_eq!(system.mails().await.len(), 2);

    for (key, path, body, status) in [("make", "/users", &ada, 201), ("invite", "/invitations", &invite, 200)]
    {
        Kept::of(&system, key).await.forget_the_answer(system.now().await).await;
        people.post_once(key, path, body).await.expect_problem(409, "in-progress", "under way");
        system.advance(SignedDuration::from_secs(61)).await;
        let again = people.post_once(key, path, body).await.expect(status);
        match path {
            "/users" => assert_eq!(again["id"], made["id"]),
            _ => {
                let ids = |answer: &Value| [0, 1].map(|at| answer["results"][at]["invitation"]["id"].clone());
                assert_eq!(ids(&again.body), ids(&invited.body));
            }
        }
        assert_eq!(people.post_once(key, path, body).await.expect(status).body, again.body);
    }
    assert_eq!(system.mails().await.len(), 2);
    assert_eq!(system.table().snapshot().await.users().len(), 2);
    system.check().await;
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let ada = json!({ "email": "ada@example.com" });
    people.post_once("k", "/users", &ada).await.expect(201);
    system.advance(SignedDuration::from_secs(24 * 3600 - 60)).await;
    people.post_once("k", "/users", &ada).await.expect(201);
    system.advance(SignedDuration::from_secs(120)).await;
    people.post_once("k", "/users", &ada).await.expect_problem(409, "address-taken", "address");
    people.post_once("k", "/users", &json!({ "email": "b@example.com" })).await.expect(422);
    system.check().await;
}

/// Answers of the table get lost, more of them than the SDK makes tries: what was done is found out about.
#[tokio::test]
async fn what_the_table_did_and_did_not_say_is_done_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(21).await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    for lost in 1..=6 {
        let email = format!("ada{lost}@example.com");
        faulty.lose_answers("TransactWriteItems", lost);
        let id = people.user(&email).await;
        faulty.lose_answers("TransactWriteItems", lost);
        let keyed = json!({ "email": format!("grace{lost}@example.com") });
        people.post_once(&format!("make{lost}"), "/users", &keyed).await.expect(201);
        faulty.lose_answers("PutItem", lost);
        let invited = people.invite(&entity, &[&id]).await.expect(200);
        assert_eq!(invited["results"][0]["outcome"], "invited");
        faulty.lose_answers("PutItem", lost);
        let revoked = people.delete(&format!("/users/{id}/invitation")).await.expect(200);
        assert_eq!(revoked["status"], "provisioned");
    }
    assert_eq!(system.table().snapshot().await.users().len(), 12);
    system.check().await;
}

/// The table fails often, and the caller sends the same request until it is carried out.
#[tokio::test(flavor = "multi_thread")]
async fn who_sends_a_request_until_it_is_carried_out_has_it_carried_out_once() {
    const PEOPLE: usize = 20;
    let (system, faulty) = LocalSystem::over_faulty_table(22).await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let mut users = Vec::new();
    faulty.fail(&[Fault::ServerError, Fault::AnswerLost, Fault::Throttled], 12.0);
    for number in 0..PEOPLE {
        let body = json!({ "email": format!("person{number}@example.com") });
        let answer = loop {
            let answer = people.post_once(&format!("make{number}"), "/users", &body).await;
            match answer.status.as_u16() {
                429 => {}
                409 => {
                    answer.expect_problem(409, "in-progress", "");
                    system.try_advance(SignedDuration::from_secs(61)).await;
                }
                _ => break answer.expect(201),
            }
        };
        users.push(answer.id());
    }
    let invite = json!({ "entityId": entity, "cardAccess": "card", "userIds": users });
    let answer = loop {
        let answer = people.post_once("invite", "/invitations", &invite).await;
        let is_done = |answer: &Value| {
            answer["results"]
                .as_array()
                .is_some_and(|results| results.iter().all(|one| one["outcome"] == "invited"))
        };
        match answer.status.as_u16() {
            200 if is_done(&answer.body) => break answer,
            409 => {
                system.try_advance(SignedDuration::from_secs(61)).await;
            }
            _ => {}
        }
    };
    faulty.heal();
    assert_eq!(answer["results"].as_array().unwrap().len(), PEOPLE);
    system.settle().await;
    assert_eq!(system.table().snapshot().await.users().len(), PEOPLE);
    for id in &users {
        let history = people.get(&format!("/users/{id}/history")).await.expect(200);
        assert_eq!(history["entries"].as_array().unwrap().len(), 2, "made and invited, once each: {history}");
    }
    system.check().await;
}
