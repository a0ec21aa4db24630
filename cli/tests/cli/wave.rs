//! `rollcall wave`.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::{Value, json};

use crate::command::rollcall;
use crate::local::start;

const PEOPLE: usize = 25;

/// The tenant's directory.
struct Directory<'a> {
    ready: &'a Ready,
    http: Client,
}

impl Directory<'_> {
    async fn create(&self, number: usize) -> String {
        let user = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": format!("person{number}@example.com"),
        });
        let post = self.http.post(format!("{}/Users", self.ready.scim_url)).bearer_auth(&self.ready.token);
        let answer = post.json(&user).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
    }

    async fn set(&self, id: &str, value: Value) {
        let patch = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "value": value }],
        });
        let url = format!("{}/Users/{id}", self.ready.scim_url);
        let sent = self.http.patch(url).bearer_auth(&self.ready.token).json(&patch).send().await.unwrap();
        assert_eq!(sent.status(), StatusCode::OK);
    }
}

/// The wave of deactivations of so many people. Its history is written a moment after it.
async fn wave_of(ready: &Ready, people: usize) -> Value {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let waves = rollcall(ready, "wave list demo --json").await.json();
        let mut listed = waves.as_array().unwrap().iter();
        let is_meant = |wave: &&Value| wave["kind"] == "deactivated" && wave["people"] == people;
        if let Some(wave) = listed.find(is_meant) {
            return wave.clone();
        }
        assert!(Instant::now() < until, "{waves:#}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_wave_of_deactivations_is_found_shown_and_undone_but_for_whoever_was_changed_since() {
    let local = start().await;
    let ready = &local.ready;
    let directory = Directory { ready, http: Client::new() };
    let mut ids = Vec::new();
    for number in 0..PEOPLE {
        ids.push(directory.create(number).await);
    }
    for id in &ids {
        directory.set(id, json!({ "active": false })).await;
    }
    // The first is back by the directory.
    directory.set(&ids[0], json!({ "active": true })).await;
    let wave = wave_of(ready, PEOPLE).await;
    let name = wave["wave"].as_str().unwrap();
    assert_eq!((&wave["by"], &wave["kind"]), (&json!("directory"), &json!("deactivated")));

    let shown = rollcall(ready, &format!("wave show demo {name} --json")).await.json();
    let status = |shown: &Value, id: &str| {
        let members = shown["members"].as_array().unwrap().iter();
        members
            .map(|member| (&member["id"], member["status"].clone()))
            .find(|(known, _)| *known == id)
            .unwrap()
            .1
    };
    assert_eq!(status(&shown, &ids[0]), "provisioned");
    assert_eq!(status(&shown, &ids[1]), "deactivated");

    let rehearsed = rollcall(ready, &format!("wave undo demo {name} --dry-run")).await.text();
    let expected =
        format!("Nothing is written. {} of {PEOPLE} would be restored\n1 left, who is active", PEOPLE - 1);
    assert_eq!(rehearsed, expected);
    assert_eq!(
        status(&rollcall(ready, &format!("wave show demo {name} --json")).await.json(), &ids[1]),
        "deactivated"
    );

    let undone = rollcall(ready, &format!("wave undo demo {name} --json")).await.json();
    assert_eq!((&undone["restored"], &undone["people"]), (&json!(PEOPLE - 1), &json!(PEOPLE)));
    assert_eq!(undone["left"], json!([{ "id": ids[0], "reason": "is active" }]));
    for id in &ids {
        let user = rollcall(ready, &format!("user show demo {id} --json")).await.json();
        assert_eq!((&user["active"], &user["linked"]), (&json!(true), &json!(true)), "{user}");
    }
    let again = rollcall(ready, &format!("wave undo demo {name}")).await.text();
    assert_eq!(again, format!("0 of {PEOPLE} restored\n{PEOPLE} left, who is active"));
}

#[tokio::test]
async fn what_is_no_wave_or_cannot_be_undone_is_told() {
    let local = start().await;
    let ready = &local.ready;
    assert_eq!(rollcall(ready, "wave list demo").await.text(), "No waves.");
    let none = "deactivated-directory-2026-11-30T01:00:00Z";
    let error = rollcall(ready, &format!("wave show demo {none} --json")).await.problem(1);
    assert_eq!(error["kind"], "noWave");
    let error = rollcall(ready, "wave undo demo yesterday").await.failed(2);
    assert!(error.contains("is no wave"), "{error}");
    let created = "created-directory-2026-11-30T01:00:00Z";
    let error = rollcall(ready, &format!("wave undo demo {created}")).await.failed(1);
    assert!(error.contains("who were created stay so"), "{error}");
    rollcall(ready, "tenant set demo --plan standard --yes").await.text();
    let error = rollcall(ready, &format!("wave undo demo {none}")).await.failed(1);
    assert!(error.contains("Advanced plan"), "{error}");
}
