//! What bulk requests cost, leave in the log, and do over a table that fails.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_tests::bulk::{Done, group, message, on, person, sent};
use rollcall_tests::faulty::Fault;
use rollcall_tests::process::Process;
use rollcall_tests::{LocalSystem, Scim};
use serde_json::{Value, json};

/// What an operation costs as a request by itself.
async fn alone(scim: &Scim, operation: &Value) -> u64 {
    let method = operation["method"].as_str().unwrap().parse().unwrap();
    let request = scim.request(method, operation["path"].as_str().unwrap());
    let request = if operation["data"].is_null() { request } else { request.json(&operation["data"]) };
    let answer = request.send().await;
    assert!(answer.status.is_success(), "{answer}");
    answer.cost().calls
}

fn people(prefix: &str, count: usize) -> Vec<Value> {
    (0..count).map(|number| person(&format!("{prefix}{number}@example.com"))).collect()
}

#[tokio::test]
async fn a_hundred_creations_make_no_more_calls_than_by_a_hundred_requests() {
    let system = LocalSystem::start().await;
    let scim = system.scim();
    let mut calls = alone(&scim, &person("first@example.com")).await;
    assert_eq!(calls, 3, "the first request of a token");
    calls = 0;
    for operation in people("alone", 100) {
        calls += alone(&scim, &operation).await;
    }
    let done = sent(&scim, &people("bulk", 100)).await;
    assert_eq!(done.statuses(), ["201"; 100]);
    assert!(done.answer.cost().calls <= calls, "{:?}, and {calls} calls alone", done.answer.cost());
    assert_eq!(calls, 200);

    let fresh = system.issue_token(None).await;
    let first = sent(&scim.with_token(fresh.token.as_str()), &people("fresh", 10)).await;
    assert_eq!(first.answer.cost().calls, 21, "the first request of a token");
    system.check().await;
}

#[tokio::test]
async fn operations_of_every_kind_make_no_more_calls_than_by_requests_of_their_own() {
    let system = LocalSystem::start().await;
    let scim = system.scim();
    let made = sent(&scim, &people("member", 6)).await;
    let ids: Vec<String> = (0..6).map(|at| made.id(at)).collect();
    system.settle().await;
    let operations = |name: &str, at: usize| {
        let user = format!("/Users/{}", ids[at]);
        [
            group(name, &[ids[at].as_str(), ids[at + 1].as_str()]),
            on("PATCH", &user, json!({ "Operations": [{ "op": "replace", "value": { "active": false } }] })),
            on("PUT", &user, json!({ "userName": format!("member{at}@example.com"), "active": true })),
            on("DELETE", &user, Value::Null),
        ]
    };
    let mut calls = 0;
    for operation in operations("Alone", 0) {
        system.settle().await;
        calls += alone(&scim, &operation).await;
    }
    system.settle().await;
    let done = sent(&scim, &operations("Bulk", 3)).await;
    assert_eq!(done.statuses(), ["201", "200", "200", "204"]);
    assert!(done.answer.cost().calls <= calls, "{:?}, and {calls} calls alone", done.answer.cost());

    let found = scim.get("/Groups?attributes=displayName").await.expect(200);
    let path_of = |name: &str| {
        let group = found.resources().iter().find(|group| group["displayName"] == name).unwrap();
        format!("/Groups/{}", group["id"].as_str().unwrap())
    };
    let member = |op: &str| {
        let value = json!([{ "value": ids[5] }]);
        json!({ "Operations": [{ "op": op, "path": "members", "value": value }] })
    };
    let changes = |path: &str, name: &str| {
        [
            on("PATCH", path, member("add")),
            on("PATCH", path, member("remove")),
            on("PUT", path, json!({ "displayName": name })),
            on("DELETE", path, Value::Null),
        ]
    };
    let mut calls = 0;
    for operation in changes(&path_of("Alone"), "Lonely") {
        calls += alone(&scim, &operation).await;
    }
    let done = sent(&scim, &changes(&path_of("Bulk"), "Bulky")).await;
    assert_eq!(done.statuses(), ["204", "204", "200", "204"]);
    assert!(done.answer.cost().calls <= calls, "{:?}, and {calls} calls alone", done.answer.cost());

    let wrong = vec![on("DELETE", "/Robots/1", Value::Null); 1000];
    assert_eq!(sent(&scim, &wrong).await.answer.cost().calls, 1, "operations that are none cost nothing");
    system.check().await;
}

#[tokio::test]
async fn a_request_of_the_most_operations_is_taken() {
    let system = LocalSystem::start().await;
    let mut operations = people("person", 10);
    operations.extend(
        (0..10).map(|number| group(&format!("Group {number}"), &[&format!("bulkId:person{number}")])),
    );
    operations.resize(1000, on("DELETE", "/Users/1", Value::Null));
    let done = sent(&system.scim(), &operations).await;
    assert_eq!(done.entries.len(), 1000);
    for (at, status) in done.statuses().into_iter().enumerate() {
        let is_late_on_a_slow_machine = at > 100 && status == "429";
        let expected = if at < 20 { "201" } else { "404" };
        assert!(status == expected || is_late_on_a_slow_machine, "{at}: {status}");
    }
    system.check().await;
}

#[tokio::test]
async fn a_request_has_one_line_that_counts_its_operations_and_names_nobody() {
    let system = LocalSystem::start().await;
    let operations = [
        person("ada@example.com"),
        person("bob@example.com"),
        on("DELETE", "/Users/1", Value::Null),
        on("GET", "/Users/1", Value::Null),
        json!({ "method": "POST", "path": "/Users", "bulkId": "x", "data": { "userName": "nobody" } }),
    ];
    let done = sent(&system.scim(), &operations).await;
    let line = done.answer.log_line();
    assert_eq!((done.answer.log_lines(), &line["operation"]), (1, &json!("POST /scim/v2/Bulk")));
    let counted = ["operations_done", "operations_failed", "operations_left"].map(|name| &line[name]);
    assert_eq!(counted, [&json!(2), &json!(3), &json!(0)]);
    assert_eq!(
        (&line["span"]["tenant_id"], &line["span"]["user_id"]),
        (&json!("demo"), &Value::Null),
        "{line}"
    );

    let single = system.okta().create("cleo@example.com").await.expect(201).log_line();
    assert!(single["operations_done"].is_null(), "{single}");

    let mut ended = message(&operations[2..]);
    ended["failOnErrors"] = json!(1);
    let ended = Done::of(system.scim().post("/Bulk", &ended).await);
    assert_eq!(ended.answer.log_line()["operations_left"], 2);
    system.check().await;
}

#[tokio::test]
async fn nothing_of_a_request_is_in_the_log() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut system = Process::start(data_dir.path()).await;
    let mut zoe = person("zoe.quimbly@example.com");
    zoe["data"]["displayName"] = json!("Countess");
    let operations = [
        zoe.clone(),
        on("PATCH", "/Users/fitzwarren", json!({ "Augusta": "hunter2" })),
        on("DELETE", "/Dirigibles/1", Value::Null),
        json!({ "method": "Hopper", "path": "/Users", "bulkId": "zwingli" }),
    ];
    let done = sent(&system.scim(), &operations).await;
    assert_eq!(done.statuses(), ["201", "400", "400", "400"]);
    zoe["bulkId"] = json!("zwingli");
    assert_eq!(sent(&system.scim(), &[zoe]).await.statuses(), ["409"]);
    let token = system.ready.token.clone();
    let log = system.stop_and_read_log().to_lowercase();
    assert!(log.contains("post /scim/v2/bulk"), "{log}");
    for private in
        ["zoe", "quimbly", "countess", "fitzwarren", "augusta", "hunter2", "dirigibles", "hopper", "zwingli"]
    {
        assert!(!log.contains(private), "{private} is in the log");
    }
    assert!(!log.contains(&token.to_lowercase()), "the token is in the log");
}

/// The administrator sees of each operation what would be seen of a request of its own.
#[tokio::test]
async fn what_operations_are_refused_is_kept_as_of_single_requests() {
    let system = LocalSystem::start().await;
    let mut operations = vec![person("ada@example.com")];
    operations.extend((0..5).map(|number| {
        let mut again = person("ada@example.com");
        again["bulkId"] = json!(format!("again{number}"));
        again
    }));
    operations.push(group("Lost", &["nobody"]));
    operations.push(on("DELETE", "/Users/1", Value::Null));
    sent(&system.scim(), &operations).await;
    let contact = system.contact().await;
    let kinds: BTreeSet<_> = contact
        .refused
        .iter()
        .map(|refused| (refused.refusal.operation.as_str(), refused.refusal.status))
        .collect();
    assert_eq!(kinds, [("POST /scim/v2/Groups", 400), ("POST /scim/v2/Users", 409)].into());
    for operation in ["POST /scim/v2/Bulk", "POST /scim/v2/Users"] {
        assert!(contact.succeeded.contains_key(operation), "{contact:?}");
    }
    system.check().await;
}

/// Sends all operations, and those again that are to be sent again, until each was done; counts the statuses.
async fn persist(scim: &Scim, mut operations: Vec<Value>) -> BTreeMap<String, usize> {
    let mut statuses = BTreeMap::new();
    for _ in 0..40 {
        let answer = scim.post("/Bulk", &message(&operations)).await;
        if answer.status == 429 {
            *statuses.entry("whole".to_owned()).or_default() += 1;
            continue;
        }
        let done = Done::of(answer);
        assert_eq!(done.entries.len(), operations.len());
        let left = done.entries.iter().zip(operations).filter_map(|(entry, operation)| {
            let status = entry["status"].as_str().unwrap().to_owned();
            let is_left = status == "429";
            *statuses.entry(status).or_default() += 1;
            is_left.then_some(operation)
        });
        operations = left.collect();
        if operations.is_empty() {
            return statuses;
        }
    }
    panic!("{} operations are never done: {statuses:?}", operations.len());
}

async fn everything_is_done_over(faults: &[Fault], percent: f64, seed: u64) {
    const PEOPLE: usize = 60;
    let (system, faulty) = LocalSystem::over_faulty_table(seed).await;
    let scim = system.scim();
    faulty.fail(faults, percent);
    let mut statuses = persist(&scim, people("person", PEOPLE)).await;
    let ids: Vec<String> =
        system.okta().import().await.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), PEOPLE, "{faults:?}");
    let off = json!([{ "op": "replace", "value": { "active": false } }]);
    let mut changes: Vec<Value> =
        ids.iter().map(|id| on("PATCH", &format!("/Users/{id}"), off.clone())).collect();
    for (number, members) in ids.chunks(6).enumerate() {
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        changes.push(group(&format!("Group {number}"), &members));
    }
    for (status, count) in persist(&scim, changes).await {
        *statuses.entry(status).or_default() += count;
    }
    assert!(faulty.heal() > 0, "{faults:?} never happened");
    statuses.retain(|status, _| !["200", "201", "429", "whole"].contains(&status.as_str()));
    assert_eq!(statuses, BTreeMap::new(), "{faults:?}: other answers than 2xx and 429");
    assert!(system.okta().import().await.iter().all(|user| user["active"] == false));
    let groups = scim.get("/Groups?count=100").await.expect(200);
    assert_eq!(groups.resources().len(), PEOPLE / 6);
    assert!(
        groups.resources().iter().all(|group| group["members"].as_array().is_some_and(|all| all.len() == 6))
    );
    system.advance(jiff::SignedDuration::from_mins(15)).await;
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_outlast_throttling_and_collisions() {
    everything_is_done_over(&[Fault::Throttled, Fault::Conflict], 20.0, 21).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_outlast_errors_broken_connections_and_answers_that_get_lost() {
    everything_is_done_over(&[Fault::ServerError, Fault::Reset, Fault::AnswerLost], 10.0, 22).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_outlast_everything_at_once() {
    everything_is_done_over(&Fault::ALL, 3.0, 23).await;
}

/// A table that answers nothing: the directory is told when to come again, and then all of it is done.
#[tokio::test(flavor = "multi_thread")]
async fn over_a_table_that_is_away_the_whole_is_to_be_sent_again() {
    let (system, faulty) = LocalSystem::over_faulty_table(24).await;
    let scim = system.scim();
    scim.get("/Users").await.expect(200);
    faulty.fail(&[Fault::ServerError], 100.0);
    let answer = scim.post("/Bulk", &message(&people("person", 5))).await.expect(429);
    assert_eq!(answer.log_line()["operations_left"], 5);
    assert!(answer.log_line()["cause"].is_string());
    faulty.heal();
    assert_eq!(sent(&scim, &people("person", 5)).await.statuses(), ["201"; 5]);
    system.check().await;
}
