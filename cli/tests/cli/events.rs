//! `rollcall events`.

use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use reqwest::Client;
use rollcall_local::Ready;
use rollcall_rules::webhook::WebhookSecret;
use serde_json::{Value, json};

use crate::command::{Ran, bare, rollcall, settings};
use crate::local::start;
use crate::server::Server;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn assign(ready: &Ready, login: &str) -> String {
    let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": login });
    let post = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    let made = post.json(&user).send().await.unwrap().error_for_status().unwrap();
    made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

/// The list, once it has so many events: they are written a moment after the change.
async fn listed(ready: &Ready, arguments: &str, count: usize) -> Value {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let list = rollcall(ready, &format!("events list demo --json{arguments}")).await.json();
        if list["events"].as_array().unwrap().len() == count {
            return list;
        }
        assert!(Instant::now() < until, "{list:#}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A listener that was started, and is killed when dropped.
struct Listener(Option<Child>);

impl Listener {
    fn start(ready: &Ready, arguments: &str) -> Self {
        let mut command = bare(&format!("events listen demo{arguments}"));
        command.envs(settings(ready)).env("WEBHOOK_SECRET", SECRET);
        Self(Some(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()))
    }

    /// Presses Ctrl-C, and gives what it printed.
    async fn interrupted(mut self) -> Ran {
        let child = self.0.take().unwrap();
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
        Ran::of("events listen demo", output)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[tokio::test]
async fn what_happened_is_listed_and_a_cursor_goes_on() {
    let local = start().await;
    let ready = &local.ready;
    let id = assign(ready, "ada@example.com").await;
    let list = listed(ready, "", 1).await;
    assert_eq!((&list["events"][0]["kind"], &list["more"]), (&json!("user.created"), &json!(false)));
    let cursor = list["next"].as_str().unwrap();
    let text = rollcall(ready, "events list demo").await.text();
    let (line, end) = text.split_once('\n').unwrap();
    assert!(line.ends_with(&format!("user.created              {id}  ada@example.com")), "{line}");
    assert_eq!(end, format!("Go on with --after {cursor}"));
    let none = rollcall(ready, &format!("events list demo --after {cursor}")).await.text();
    assert_eq!(none, format!("No events. Go on with --after {cursor}"));
    assign(ready, "bob@example.com").await;
    let later = listed(ready, &format!(" --after {cursor}"), 1).await;
    assert_eq!(later["events"][0]["user"]["userName"], "bob@example.com");
    let first = rollcall(ready, "events list demo --limit 1").await.text();
    assert!(first.contains("\nThere are more: go on with --after e1-1-"), "{first}");
    local.stop().await;
}

/// What a receiver was sent.
type Received = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A receiver that takes every event the second time that it is sent.
async fn receiver() -> (Server, Received) {
    let received = Received::default();
    let noted = Arc::clone(&received);
    let answer = async move |headers: HeaderMap, body: String| {
        let mut noted = noted.lock().unwrap();
        let again = noted.iter().any(|(_, sent)| *sent == body);
        noted.push((headers, body));
        if again { StatusCode::NO_CONTENT } else { StatusCode::SERVICE_UNAVAILABLE }
    };
    (Server::of(Router::new().fallback(answer)).await, received)
}

#[tokio::test]
async fn events_are_sent_in_order_until_they_are_taken_signed_and_from_where_it_was_left() {
    let local = start().await;
    let ready = &local.ready;
    assign(ready, "ada@example.com").await;
    let cursor = listed(ready, "", 1).await["next"].as_str().unwrap().to_owned();
    let (receiver, received) = receiver().await;
    let listener =
        Listener::start(ready, &format!(" --forward-to {}/hooks --after {cursor} --json", receiver.url));
    for login in ["bob@example.com", "cleo@example.com"] {
        assign(ready, login).await;
        listed(ready, &format!(" --after {cursor} --limit 1"), 1).await;
    }
    let until = Instant::now() + Duration::from_secs(30);
    while received.lock().unwrap().len() < 4 {
        assert!(Instant::now() < until, "{:?}", received.lock().unwrap());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let ended = listener.interrupted().await;
    let printed: Vec<Value> = ended.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let all = listed(ready, &format!(" --after {cursor}"), 2).await;
    assert_eq!(json!(printed), all["events"]);
    let next = all["next"].as_str().unwrap();
    assert!(ended.error().ends_with(&format!("Go on with --after {next}")), "{}", ended.error());
    assert!(ended.error().contains("the receiver answers 503; sending it again in 1 s"), "{}", ended.error());

    let secret = WebhookSecret::parse(SECRET).unwrap();
    let received = received.lock().unwrap().clone();
    let sent: Vec<Value> =
        received.iter().map(|(_, body)| serde_json::from_str::<Value>(body).unwrap()["id"].clone()).collect();
    let [first, second] = [&printed[0]["id"], &printed[1]["id"]];
    assert_eq!(sent.iter().collect::<Vec<_>>(), [first, first, second, second]);
    for (headers, body) in &received {
        let header = |name: &str| headers[name].to_str().unwrap();
        let id = serde_json::from_str::<Value>(body).unwrap()["id"].clone();
        let at = Timestamp::from_second(header("webhook-timestamp").parse().unwrap()).unwrap();
        assert_eq!((header("content-type"), json!(header("webhook-id"))), ("application/json", id));
        assert_eq!(header("webhook-signature"), secret.sign(header("webhook-id"), at, body).unwrap());
    }
    local.stop().await;
}

#[tokio::test]
async fn a_listener_begins_with_what_happens_from_now_on() {
    let local = start().await;
    let ready = &local.ready;
    assign(ready, "ada@example.com").await;
    let cursor = listed(ready, "", 1).await["next"].as_str().unwrap().to_owned();
    let listener = Listener::start(ready, "");
    // Until it has asked for the end of the feed.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assign(ready, "bob@example.com").await;
    let next = listed(ready, &format!(" --after {cursor}"), 1).await["next"].as_str().unwrap().to_owned();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let ended = listener.interrupted().await;
    let text = ended.text();
    assert!(text.ends_with("bob@example.com") && text.lines().count() == 1, "{text}");
    assert_eq!(ended.error(), format!("Go on with --after {next}"));
    local.stop().await;
}

#[tokio::test]
async fn what_leads_nowhere_is_refused() {
    let local = start().await;
    let ready = &local.ready;
    for cursor in ["x", "e1-7-0000000000000000"] {
        let error = rollcall(ready, &format!("events list demo --after {cursor} --json")).await.problem(1);
        assert_eq!(error["kind"], "noCursor");
        rollcall(ready, &format!("events listen demo --after {cursor}")).await.failed(1);
    }
    let error = rollcall(ready, "events list nobody").await.failed(1);
    assert!(error.contains("nobody"), "{error}");
    for url in ["http://example.com/hooks", "ftp://127.0.0.1", "hooks"] {
        let error = rollcall(ready, &format!("events listen demo --forward-to {url}")).await.failed(2);
        assert!(error.contains("forward-to"), "{error}");
    }
    let secret = "events listen demo --forward-to http://127.0.0.1:9 --secret whsec_short";
    let error = rollcall(ready, secret).await.failed(2);
    assert!(error.contains("24 to 64 bytes") && !error.contains("short"), "{error}");
    rollcall(ready, "events list demo --limit 0").await.failed(2);
    local.stop().await;
}
