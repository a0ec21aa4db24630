//! Webhooks in the operator API. They are the operator's, five for all tenants, so each test has a system to itself.

use rollcall_tests::receiver::{Answers, Receiver};
use rollcall_tests::{LocalSystem, People};
use serde_json::{Value, json};

async fn create(operator: &People, url: &str) -> Value {
    operator.post("/webhooks", &json!({ "url": url })).await.expect(201).body
}

#[tokio::test]
async fn a_webhook_is_made_shown_given_another_secret_and_removed() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    let receiver = Receiver::start(Answers::Taken).await;
    assert_eq!(operator.get("/webhooks").await.expect(200).body, json!({ "webhooks": [] }));
    let wanted = json!({ "url": receiver.url(), "events": ["user.created"] });
    let made = operator.post("/webhooks", &wanted).await.expect(201).body;
    let (webhook, first) = (&made["webhook"], made["secret"].as_str().unwrap());
    assert_eq!((&webhook["url"], &webhook["events"]), (&json!(receiver.url()), &json!(["user.created"])));
    let path = format!("/webhooks/{}", webhook["id"].as_str().unwrap());
    assert_eq!(operator.get(&path).await.expect(200).body, *webhook);
    assert_eq!(operator.get("/webhooks").await.expect(200)["webhooks"], json!([webhook]));

    let rotated = operator.post(&format!("{path}/secrets"), &json!({})).await.expect(201).body;
    let second = rotated["secret"].as_str().unwrap();
    assert!(first != second && rotated["webhook"]["bothSignUntil"].is_string(), "{rotated}");
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    let [delivered] = receiver.delivered().try_into().unwrap();
    assert!(delivered.is_signed_by(first) && delivered.is_signed_by(second));

    operator.delete(&path).await.expect(204);
    operator.get(&path).await.expect_problem(404, "not-found", "");
    operator.patch(&path, &json!({})).await.expect_problem(404, "not-found", "");
    operator.post(&format!("{path}/test"), &json!({})).await.expect_problem(404, "not-found", "");
    operator.delete(&path).await.expect_problem(404, "not-found", "");
    operator.post(&format!("{path}/secrets"), &json!({})).await.expect_problem(404, "not-found", "");
    operator.post(&format!("{path}/resume"), &json!({})).await.expect_problem(404, "not-found", "");
    operator.get("/webhooks/12").await.expect_problem(404, "not-found", "");
    system.okta().assign("bob@example.com").await;
    system.settle().await;
    assert_eq!(receiver.delivered().len(), 1);
    system.check().await;
}

#[tokio::test]
async fn what_is_not_taken_is_shown_and_gone_on_with() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    let receiver = Receiver::start(Answers::Status(410)).await;
    let path = create(&operator, receiver.url()).await["webhook"]["id"].as_str().unwrap().to_owned();
    let path = format!("/webhooks/{path}");
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    let shown = operator.get(&path).await.expect(200)["untaken"].clone();
    assert_eq!((&shown[0]["tenant"], &shown[0]["tries"]), (&json!("demo"), &json!(1)));
    assert!(shown[0]["stoppedAt"].is_string() && shown[0]["nextTryAt"].is_null(), "{shown}");
    receiver.answer(Answers::Taken);
    let resume = format!("{path}/resume");
    let none = operator.post(&resume, &json!({ "tenant": "other" })).await.expect(200);
    assert_eq!(none["resumed"], 0);
    operator.post(&resume, &json!({ "tenant": "No" })).await.expect_problem(
        400,
        "invalid-request",
        "`tenant`",
    );
    assert_eq!(operator.post(&resume, &json!({})).await.expect(200)["resumed"], 1);
    system.settle().await;
    let taken = receiver.taken();
    let kinds: Vec<_> = taken.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["user.created", "webhook.stopped"]);
    assert_eq!(operator.get(&path).await.expect(200)["untaken"], json!([]));
    system.check().await;
}

#[tokio::test]
async fn the_same_request_makes_one_webhook_and_one_secret() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    let wanted = json!({ "url": "https://example.com/hooks" });
    let made = operator.post_once("k1", "/webhooks", &wanted).await.expect(201).body;
    assert_eq!(operator.post_once("k1", "/webhooks", &wanted).await.expect(201).body, made);
    assert_eq!(operator.get("/webhooks").await.expect(200)["webhooks"].as_array().unwrap().len(), 1);
    let other = json!({ "url": "https://example.com/other" });
    operator.post_once("k1", "/webhooks", &other).await.expect_problem(422, "key-reused", "");
    let path = format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap());
    let secrets = format!("{path}/secrets");
    let rotated = operator.post_once("k2", &secrets, &json!({})).await.expect(201).body;
    assert_eq!(operator.post_once("k2", &secrets, &json!({})).await.expect(201).body, rotated);
    // The secret that the first request made is not the webhook's any more.
    let again = operator.post_once("k1", "/webhooks", &wanted).await.expect(201).body;
    assert!(again["secret"].is_null(), "{again}");
    operator.delete(&path).await.expect(204);
    operator.post_once("k1", "/webhooks", &wanted).await.expect_problem(409, "revoked", "removed since");
    let kept = system.snapshot().await;
    assert!(!kept.mentions("whsec_"), "a secret goes with its webhook");
    system.check().await;
}

#[tokio::test]
async fn what_is_no_webhook_is_refused() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    let known = create(&operator, "https://example.com/known").await;
    let path = format!("/webhooks/{}", known["webhook"]["id"].as_str().unwrap());
    for (body, detail) in [
        (json!({ "url": "http://example.com/hooks" }), "`url`"),
        (json!({ "url": "https://169.254.169.254/latest" }), "`url`"),
        (json!({ "events": [] }), "`events`"),
        (json!({ "events": ["webhook.test"] }), "`events`"),
        (json!({ "description": "a\nb" }), "`description`"),
        (json!({ "description": "é".repeat(201) }), "`description`"),
        (json!({ "secret": "whsec_" }), "secret"),
    ] {
        operator.patch(&path, &body).await.expect_problem(400, "invalid-request", detail);
    }
    operator.post(&format!("{path}/test"), &json!({ "url": "https://example.com" })).await.expect_problem(
        400,
        "invalid-request",
        "url",
    );
    assert_eq!(operator.get(&path).await.expect(200).body, known["webhook"], "nothing changed");
    operator.delete(&path).await.expect(204);
    for (body, detail) in [
        (json!({}), "url"),
        (json!({ "url": "http://example.com/hooks" }), "`url`"),
        (json!({ "url": "https://10.0.0.1/hooks" }), "`url`"),
        (json!({ "url": "https://example.com/", "events": [] }), "`events`"),
        (json!({ "url": "https://example.com/", "events": ["user.*"] }), "`events`"),
        (json!({ "url": "https://example.com/", "secret": "whsec_" }), "secret"),
    ] {
        operator.post("/webhooks", &body).await.expect_problem(400, "invalid-request", detail);
    }
    for number in 0..5 {
        create(&operator, &format!("https://example.com/{number}")).await;
    }
    let sixth = json!({ "url": "https://example.com/6" });
    operator.post("/webhooks", &sixth).await.expect_problem(409, "too-many", "remove one");
    let tenant = People::new(
        reqwest::Client::new(),
        format!("{}/operator/v1", system.base_url()),
        system.people_token(),
    );
    tenant.get("/webhooks").await.expect_problem(403, "wrong-scope", "");
    tenant.without_token().get("/webhooks").await.expect_problem(401, "unauthorized", "");
    system.check().await;
}

#[tokio::test]
async fn a_webhook_is_changed_and_what_waits_goes_to_its_new_url() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    let (old, new) = (Receiver::start(Answers::Status(500)).await, Receiver::start(Answers::Taken).await);
    let wanted = json!({ "url": old.url(), "events": ["user.created"], "description": "Ends sessions" });
    let made = operator.post("/webhooks", &wanted).await.expect(201).body;
    assert_eq!(made["webhook"]["description"], "Ends sessions");
    let path = format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap());
    assert_eq!(
        operator.patch(&path, &json!({})).await.expect(200).body,
        made["webhook"],
        "what is left out stays"
    );
    let ada = system.okta().assign("ada@example.com").await;
    system.settle().await;

    let change = json!({ "url": new.url(), "events": null, "description": null });
    let changed = operator.patch(&path, &change).await.expect(200).body;
    assert_eq!(changed["url"], new.url());
    assert!(changed["events"].is_null() && changed["description"].is_null(), "{changed}");
    assert_eq!(changed["untaken"][0]["tries"], 1);
    assert_eq!(operator.patch(&path, &change).await.expect(200)["madeAt"], made["webhook"]["madeAt"]);
    system.okta().unassign(&ada).await.expect(200);
    system.advance(jiff::SignedDuration::from_mins(2)).await;
    let taken = new.taken();
    let kinds: Vec<_> = taken.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["user.created", "user.deactivated"]);
    assert!(new.delivered().iter().all(|each| each.is_signed_by(made["secret"].as_str().unwrap())));
    system.check().await;
}

#[tokio::test]
async fn a_test_says_what_the_receiver_answers_and_changes_nothing() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    let receiver = Receiver::start(Answers::Taken).await;
    let wanted = json!({ "url": receiver.url(), "events": ["user.deleted"] });
    let made = operator.post("/webhooks", &wanted).await.expect(201).body;
    let (id, first) = (made["webhook"]["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    let path = format!("/webhooks/{id}");
    let rotated = operator.post(&format!("{path}/secrets"), &json!({})).await.expect(201).body;
    let before = system.snapshot().await;

    let test = format!("{path}/test");
    let answer = operator.post(&test, &json!({})).await.expect(200);
    assert_eq!(answer.cost().calls, 2);
    let tested = &answer.body;
    assert_eq!((&tested["taken"], &tested["status"]), (&json!(true), &json!(204)), "{tested}");
    assert!(tested["durationMs"].is_u64() && tested["reason"].is_null(), "{tested}");
    let [sent] = receiver.delivered().try_into().unwrap();
    assert!(sent.is_signed_by(first) && sent.is_signed_by(rotated["secret"].as_str().unwrap()));
    let event = sent.event();
    assert_eq!((&event["id"], event["id"].as_str().unwrap()), (&tested["id"], sent.id()));
    assert_eq!((&event["kind"], &event["webhookId"]), (&json!("webhook.test"), &json!(id)));

    let elsewhere = Receiver::start(Answers::Taken).await;
    for (answers, status, reason) in [
        (Answers::Status(500), json!(500), "the receiver answers 500"),
        (Answers::Status(410), json!(410), "the receiver answers 410"),
        (Answers::With(302, "location", elsewhere.url().to_owned()), json!(302), "the receiver answers 302"),
        (Answers::End, Value::Null, "closes the connection"),
        (Answers::Nothing, Value::Null, "no answer in ten seconds"),
    ] {
        receiver.answer(answers);
        let tested = operator.post(&test, &json!({})).await.expect(200).body;
        assert_eq!((&tested["taken"], &tested["status"]), (&json!(false), &status), "{tested}");
        assert!(tested["reason"].as_str().unwrap().contains(reason), "{tested}");
    }
    assert_eq!(elsewhere.delivered(), [], "no redirect is followed");
    assert_eq!(operator.get(&path).await.expect(200)["untaken"], json!([]));
    assert_eq!(system.snapshot().await, before, "nothing is written");
    let tenant = People::new(
        reqwest::Client::new(),
        format!("{}/operator/v1", system.base_url()),
        system.people_token(),
    );
    tenant.post(&test, &json!({})).await.expect_problem(403, "wrong-scope", "");
    system.check().await;
}

#[tokio::test]
async fn a_webhook_costs_few_calls() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    operator.get("/webhooks").await.expect(200);
    let made = operator.post("/webhooks", &json!({ "url": "https://example.com/" })).await.expect(201);
    let path = format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap());
    let listed = operator.get("/webhooks").await.expect(200).cost().calls;
    let rotated = operator.post(&format!("{path}/secrets"), &json!({})).await.expect(201).cost().calls;
    let removed = operator.delete(&path).await.expect(204).cost().calls;
    assert_eq!([listed, made.cost().calls, rotated, removed], [4, 4, 4, 5]);
    system.check().await;
}
