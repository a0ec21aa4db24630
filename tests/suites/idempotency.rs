//! Requests that are sent again with their `Idempotency-Key`.

use futures_util::future::join_all;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use rollcall_tests::portal::Portal;
use rollcall_tests::{Answer, TestSystem};
use serde_json::json;

#[tokio::test]
async fn a_request_that_is_sent_again_is_done_once_and_answered_the_same() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let ada = json!({ "email": "ada@example.com" });
    let made = people.post_once("make-ada", "/users", &ada).await.expect(201);
    let invite = json!({ "entityId": entity, "cardAccess": "card", "userIds": [made.id()] });
    let invited = people.post_once("invite-ada", "/invitations", &invite).await.expect(200);
    assert_eq!(invited["results"][0]["outcome"], "invited");
    system.link_for("ada@example.com").await;
    let before = system.snapshot().await;
    for _ in 0..2 {
        assert_eq!(people.post_once("make-ada", "/users", &ada).await.expect(201).body, made.body);
        let again = people.post_once("invite-ada", "/invitations", &invite).await.expect(200);
        assert_eq!(again.body, invited.body);
        assert_eq!(again.header("idempotent-replayed"), "true", "{again}");
    }
    assert_eq!((made.header("idempotent-replayed"), invited.header("idempotent-replayed")), ("", ""));
    assert_eq!(before.difference(&system.snapshot().await), "");
    assert_eq!(system.mails().await.len(), 1);

    // A refusal is answered again as well, and a request without the key or with another is another request.
    let refused = people.post_once("second", "/users", &ada).await;
    refused.expect_problem(409, "address-taken", "address");
    people.post_once("second", "/users", &ada).await.expect_problem(409, "address-taken", "address");
    people.post("/users", &ada).await.expect_problem(409, "address-taken", "address");
    let second = people.post_once("invite-ada-again", "/invitations", &invite).await.expect(200);
    assert_eq!(second["results"][0]["problem"]["type"], "urn:rollcall:already-invited");
    system.check().await;
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_tenant() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let made = people.post_once("k", "/users", &json!({ "email": "ada@example.com" })).await.expect(201);
    let grace = json!({ "email": "grace@example.com" });
    people.post_once("k", "/users", &grace).await.expect_problem(422, "key-reused", "another request");
    let invite = json!({ "entityId": entity, "cardAccess": "card", "userIds": [made.id()] });
    people.post_once("k", "/invitations", &invite).await.expect_problem(422, "key-reused", "another request");
    let other = system.tenant("other").await;
    let theirs = people.clone().with_token(system.people_token_of(&other).await);
    let same = theirs.post_once("k", "/users", &json!({ "email": "ada@example.com" })).await.expect(201);
    assert_ne!(same.id(), made.id());
    assert_eq!(system.snapshot().await.users().len(), 2);
    system.check().await;
}

#[tokio::test]
async fn what_is_no_key_is_refused_and_a_request_that_is_not_valid_spends_none() {
    let system = TestSystem::start().await;
    let people = system.people();
    let ada = json!({ "email": "ada@example.com" });
    for key in ["", "a b", &"x".repeat(256)] {
        people.post_once(key, "/users", &ada).await.expect_problem(400, "invalid-request", "Idempotency-Key");
    }
    let name = HeaderName::from_static("idempotency-key");
    let mut twice = HeaderMap::new();
    twice.append(&name, HeaderValue::from_static("a"));
    twice.append(&name, HeaderValue::from_static("b"));
    let sent = people.send(Method::POST, "/users", Some(ada.to_string()), &twice).await;
    // What is in between may make one of the two, with a space.
    sent.expect_problem(400, "invalid-request", "Idempotency-Key");
    let longest = "x".repeat(255);
    people.post_once(&longest, "/users", &json!({})).await.expect_problem(400, "invalid-request", "email");
    people.clone().without_token().post_once(&longest, "/users", &ada).await.expect(401);
    people.post_once(&longest, "/users", &ada).await.expect(201);
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_with_one_key_at_once_one_is_done() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    for round in 0..4 {
        let (key, email) = (format!("key-{round}"), format!("person{round}@example.com"));
        let user = people.user(&format!("invited{round}@example.com")).await;
        let invite = json!({ "entityId": entity, "cardAccess": "card", "userIds": [user] });
        let create = json!({ "email": email });
        let requests =
            [("/users", create, 201), ("/invitations", invite, 200)].map(async |(path, body, done)| {
                let key = format!("{key}{path}");
                let sent = (0..12).map(|_| {
                    let (people, key, body) = (people.clone(), key.clone(), body.clone());
                    tokio::spawn(async move { people.post_once(&key, path, &body).await })
                });
                let answers: Vec<Answer> = join_all(sent).await.into_iter().map(Result::unwrap).collect();
                let last = people.post_once(&key, path, &body).await.expect(done);
                for answer in answers {
                    if answer.status == done {
                        assert_eq!(answer.body, last.body);
                    } else {
                        answer.expect_problem(409, "in-progress", "under way");
                    }
                }
            });
        join_all(requests).await;
    }
    assert_eq!(system.snapshot().await.users().len(), 8);
    assert_eq!(system.mails().await.len(), 4);
    system.check().await;
}

#[tokio::test]
async fn an_entity_that_is_asked_for_again_is_made_once() {
    let system = TestSystem::start().await;
    let people = system.people();
    let acme = json!({ "name": "Acme GmbH" });
    let made = people.post_once("acme", "/entities", &acme).await.expect(201);
    let before = system.snapshot().await;
    let again = people.post_once("acme", "/entities", &acme).await.expect(201);
    assert_eq!((&again.body, again.header("idempotent-replayed")), (&made.body, "true"));
    let other = json!({ "name": "Acme Ltd." });
    people.post_once("acme", "/entities", &other).await.expect_problem(422, "key-reused", "another request");
    assert_eq!(before.difference(&system.snapshot().await), "");
    let second = people.post("/entities", &acme).await.expect(201);
    assert_ne!(second.id(), made.id());
    assert_eq!(second.header("idempotent-replayed"), "");
    system.check().await;
}

#[tokio::test]
async fn a_portal_link_that_is_asked_for_again_is_the_same_and_its_secret_is_nowhere() {
    let system = TestSystem::start().await;
    let people = system.people();
    let grace = json!({ "name": "Grace Hopper" });
    let made = people.post_once("grace", "/portal-links", &grace).await.expect(201);
    let again = people.post_once("grace", "/portal-links", &grace).await.expect(201);
    assert_eq!(again.body, made.body);
    let replayed = [&made, &again].map(|answer| answer.header("idempotent-replayed").to_owned());
    assert_eq!(replayed, ["", "true"]);
    let link = made["url"].as_str().unwrap().to_owned();
    let secret = link.rsplit('/').next().unwrap();
    assert!(!system.snapshot().await.mentions(secret));
    let another = people.post_once("another", "/portal-links", &grace).await.expect(201);
    assert_ne!(another["url"], made["url"]);
    let nobody = people.post_once("grace", "/portal-links", &json!({})).await;
    nobody.expect_problem(422, "key-reused", "another request");

    let browser = Portal::new(system.base_url());
    browser.follow(&link).await.expect(303, "");
    let spent = people.post_once("grace", "/portal-links", &grace).await.expect(201);
    assert_eq!(spent.body, made.body);
    browser.follow(&link).await.expect(410, "was used");
    system.check().await;
}
