//! `rollcall webhook`.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use reqwest::Client;
use rollcall_local::Ready;
use rollcall_rules::webhook::WebhookSecret;
use serde_json::{Value, json};

use crate::command::rollcall;
use crate::local::start;
use crate::server::Server;

type Received = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A receiver that answers this status.
async fn receiver(status: StatusCode) -> (Server, Received) {
    let received = Received::default();
    let noted = Arc::clone(&received);
    let answer = async move |headers: HeaderMap, body: String| {
        noted.lock().unwrap().push((headers, body));
        status
    };
    (Server::of(Router::new().fallback(answer)).await, received)
}

async fn assign(ready: &Ready, login: &str) {
    let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": login });
    let post = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    post.json(&user).send().await.unwrap().error_for_status().unwrap();
}

/// Waits until so many requests came.
async fn came(received: &Received, count: usize) -> Vec<(HeaderMap, String)> {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let received = received.lock().unwrap().clone();
        if received.len() >= count {
            return received;
        }
        assert!(Instant::now() < until, "{received:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The webhook, once its tenants are in trouble, or not any more.
async fn shown(ready: &Ready, id: &str, untaken: usize) -> Value {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let shown = rollcall(ready, &format!("webhook show {id} --json")).await.json();
        if shown["untaken"].as_array().unwrap().len() == untaken {
            return shown;
        }
        assert!(Instant::now() < until, "{shown:#}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_webhook_is_sent_what_happens_until_it_is_removed() {
    let local = start().await;
    let ready = &local.ready;
    let (receiver, received) = receiver(StatusCode::NO_CONTENT).await;
    let add = format!("webhook add {}/hooks --event user.created --json", receiver.url);
    let added = rollcall(ready, &add).await.json();
    let (id, secret) = (added["id"].as_str().unwrap(), added["secret"].as_str().unwrap());
    let secret = WebhookSecret::parse(secret).unwrap();
    assert_eq!(added["events"], json!(["user.created"]));
    assign(ready, "ada@example.com").await;
    let (headers, body) = came(&received, 1).await.remove(0);
    let event: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (&event["kind"], headers["webhook-id"].to_str().unwrap()),
        (&json!("user.created"), event["id"].as_str().unwrap())
    );
    let at = headers["webhook-timestamp"].to_str().unwrap().parse().unwrap();
    let at = jiff::Timestamp::from_second(at).unwrap();
    let signature = secret.sign(event["id"].as_str().unwrap(), at, &body).unwrap();
    assert_eq!(headers["webhook-signature"].to_str().unwrap(), signature);

    let list = rollcall(ready, "webhook list").await.text();
    assert!(list.contains(id) && list.contains("user.created") && list.contains("works"), "{list}");
    assert!(!list.contains("whsec_"), "{list}");
    let rotated = rollcall(ready, &format!("webhook rotate {id}")).await.text();
    assert!(
        rotated.contains("whsec_") && rotated.contains("The secret before signs as well until"),
        "{rotated}"
    );
    let shown = rollcall(ready, &format!("webhook show {id}")).await.text();
    assert!(shown.contains("by the secret before as well until") && !shown.contains("whsec_"), "{shown}");
    let removed = rollcall(ready, &format!("webhook remove {id}")).await.text();
    assert!(removed.contains(id), "{removed}");
    assert_eq!(rollcall(ready, "webhook list --json").await.json(), json!([]));
    for command in ["show", "rotate", "resume", "test", "remove"] {
        let error = rollcall(ready, &format!("webhook {command} {id}")).await.failed(1);
        assert!(error.contains("rollcall webhook list"), "{error}");
    }
    local.stop().await;
}

#[tokio::test]
async fn what_a_webhook_does_not_take_is_shown_and_gone_on_with() {
    let local = start().await;
    let ready = &local.ready;
    let (receiver, received) = receiver(StatusCode::GONE).await;
    let added = rollcall(ready, &format!("webhook add {} --json", receiver.url)).await.json();
    let id = added["id"].as_str().unwrap();
    assign(ready, "ada@example.com").await;
    let stopped = shown(ready, id, 1).await["untaken"][0].clone();
    assert_eq!((&stopped["tenant"], &stopped["why"]), (&json!("demo"), &json!("the receiver answers 410")));
    assert!(stopped["stoppedAt"].is_string() && stopped["nextTryAt"].is_null(), "{stopped}");
    let text = rollcall(ready, &format!("webhook show {id}")).await.text();
    assert!(text.contains("stopped for 1 tenant") && text.contains("TENANT"), "{text}");
    let none = rollcall(ready, &format!("webhook resume {id} --tenant other")).await.text();
    assert!(none.contains("Nothing waits"), "{none}");
    let resumed = rollcall(ready, &format!("webhook resume {id} --tenant demo")).await.text();
    assert!(resumed.contains("goes on with the events of 1 tenant"), "{resumed}");
    came(&received, 2).await;
    local.stop().await;
}

#[tokio::test]
async fn a_webhook_is_changed_and_its_receiver_is_tried() {
    let local = start().await;
    let ready = &local.ready;
    let (refusing, refused) = receiver(StatusCode::INTERNAL_SERVER_ERROR).await;
    let (taking, taken) = receiver(StatusCode::NO_CONTENT).await;
    let add = format!("webhook add {}/hooks --event user.deleted --description pager --json", refusing.url);
    let added = rollcall(ready, &add).await.json();
    let (id, secret) = (added["id"].as_str().unwrap(), added["secret"].as_str().unwrap());
    assert_eq!(added["description"], "pager");
    let test = format!("webhook test {id}");
    let ran = rollcall(ready, &test).await;
    assert_eq!(ran.code(), Some(1));
    assert!(ran.printed().contains("not taken: the receiver answers 500"), "{}", ran.printed());
    assert!(ran.error().contains("did not take the test"), "{}", ran.error());
    assert_eq!(came(&refused, 1).await.len(), 1, "it is not sent again");

    let set = format!("webhook set {id} --url {}/hooks --all-events --json", taking.url);
    let changed = rollcall(ready, &set).await.json();
    assert_eq!((&changed["events"], &changed["description"]), (&json!([]), &json!("pager")));
    let tested = rollcall(ready, &format!("{test} --json")).await.json();
    assert_eq!((&tested["taken"], &tested["status"]), (&json!(true), &json!(204)), "{tested}");
    let (headers, body) = came(&taken, 1).await.remove(0);
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let at = jiff::Timestamp::from_second(header("webhook-timestamp").parse().unwrap()).unwrap();
    let signature = WebhookSecret::parse(secret).unwrap().sign(&header("webhook-id"), at, &body).unwrap();
    assert_eq!(header("webhook-signature"), signature);
    let shown = rollcall(ready, &format!("webhook show {id}")).await.text();
    assert!(shown.contains("about    pager") && shown.contains("works"), "{shown}");
    for (arguments, code, told) in [
        (format!("webhook set {id}"), 2, "--url"),
        (format!("webhook set {id} --event user.created --all-events"), 2, "--all-events"),
        (format!("webhook set {id} --url http://example.com/"), 1, "https URL with a domain name"),
        ("webhook set wh_0123456789ab --all-events".to_owned(), 1, "rollcall webhook list"),
    ] {
        let error = rollcall(ready, &arguments).await.failed(code);
        assert!(error.contains(told), "{arguments}: {error}");
    }
    local.stop().await;
}

#[tokio::test]
async fn what_is_no_webhook_is_refused_with_the_way_out() {
    let local = start().await;
    let ready = &local.ready;
    for (arguments, code, told) in [
        ("webhook add http://example.com/hooks", 1, "https URL with a domain name"),
        ("webhook add https://10.0.0.1/hooks", 1, "https URL with a domain name"),
        ("webhook add https://example.com/hooks --event user.*", 1, "docs/events.md"),
        ("webhook show 12", 2, "no id of a webhook"),
        ("webhook resume wh_0123456789ab", 1, "there is no webhook wh_0123456789ab"),
    ] {
        let error = rollcall(ready, arguments).await.failed(code);
        assert!(error.contains(told), "{arguments}: {error}");
    }
    for number in 0..5 {
        rollcall(ready, &format!("webhook add https://example.com/{number}")).await.text();
    }
    let error = rollcall(ready, "webhook add https://example.com/6 --json").await.failed(1);
    assert!(error.contains("tooManyWebhooks") && error.contains("rollcall webhook remove"), "{error}");
    local.stop().await;
}
