//! Rehearsals: what a list of people would come to, and that just that comes of it.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use rollcall_tests::{Answer, People, Scim, TestSystem, USER_URN};
use serde_json::{Value, json};

fn person(user_name: &str, external_id: &str, active: bool) -> Value {
    json!({ "schemas": [USER_URN], "userName": user_name, "externalId": external_id, "active": active })
}

/// Sends a list as CSV, in these bytes.
async fn rehearse_csv(people: &People, text: &str) -> Answer {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"))]);
    people.send(Method::POST, "/rehearsals", Some(text.to_owned()), &headers).await
}

/// Provisions a person as a directory does: looks for the account, and puts or posts.
async fn provision(scim: &Scim, person: &Value) -> Answer {
    for key in ["externalId", "userName"] {
        let Some(value) = person[key].as_str().filter(|value| !value.is_empty()) else { continue };
        let found = scim.filter(&format!("{key} eq \"{value}\"")).await.expect(200);
        if let Some(user) = found.resources().first() {
            return scim.put(user["id"].as_str().unwrap(), person).await;
        }
    }
    scim.post("/Users", person).await
}

/// What became of a person, by who they were before, told as a rehearsal tells it.
fn told(before: &Value, answer: &Answer) -> Vec<&'static str> {
    if !answer.status.is_success() {
        return vec!["refuse"];
    }
    let is_active = |user: &Value| user["active"] == true;
    if before.is_null() {
        let blocked = (!is_active(&answer.body)).then_some("block");
        return ["create"].into_iter().chain(blocked).collect();
    }
    let steps = [
        ("link", before["linked"] == false),
        ("rename", before["userName"] != answer["userName"]),
        ("block", is_active(before) && !is_active(&answer.body)),
        ("restore", !is_active(before) && is_active(&answer.body)),
    ];
    let steps: Vec<_> = steps.into_iter().filter_map(|(step, holds)| holds.then_some(step)).collect();
    if !steps.is_empty() {
        steps
    } else if before["version"] == answer["meta"]["version"] {
        vec!["nothing"]
    } else {
        vec!["change"]
    }
}

#[tokio::test]
async fn what_a_rehearsal_tells_is_what_comes_of_it_and_nothing_is_written() {
    let system = TestSystem::start().await;
    let (people, okta, scim) = (system.people(), system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let bob = okta.assign("bob@example.com").await;
    let cleo = okta.assign("cleo@example.com").await;
    let dan = okta.assign("dan@example.com").await;
    okta.unassign(&cleo).await.expect(200);
    system.native_user("eve@example.com").await;
    system.native_user("frank@example.com").await;
    let id = |assigned: &rollcall_tests::okta::Assigned| assigned.person.directory_id.clone();
    let list = [
        person("new@example.com", "new", true),
        person("king@example.com", &id(&ada), true),
        person("bob@example.com", &id(&bob), false),
        person("cleo@example.com", &id(&cleo), true),
        person("dan@example.com", &id(&dan), true),
        person("eve@example.com", "eve", true),
        person("gone@example.com", "gone", false),
        person("no address", "none", true),
        person("frank@example.com", &id(&dan), true),
        person("new@example.com", "new", true),
        person("new@example.com", "another", true),
        json!({ "userName": 7 }),
    ];
    let before = system.snapshot().await;
    let rehearsal = people.post("/rehearsals", &json!({ "Resources": list })).await.expect(200);
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");

    let told_first = rehearsal["people"].as_array().unwrap();
    assert_eq!(told_first.len(), list.len());
    let mut all = Vec::new();
    for (one, entry) in list.iter().zip(told_first) {
        let before = match entry["userId"].as_str() {
            Some(id) => whole(&people, &scim, id).await,
            // Somebody of the list, who is there by now.
            None => match entry["would"][0].as_str() {
                Some("create" | "refuse") => Value::Null,
                _ => {
                    let name = one["userName"].as_str().unwrap();
                    let found = scim.filter(&format!("userName eq \"{name}\"")).await.expect(200);
                    whole(&people, &scim, found["Resources"][0]["id"].as_str().unwrap()).await
                }
            },
        };
        let answer = provision(&scim, one).await;
        assert_eq!(entry["would"], json!(told(&before, &answer)), "{one}\n{entry}\n{before}\n{answer}");
        if entry["would"] == json!(["refuse"]) {
            assert_eq!(entry["reason"], answer["detail"], "{answer}");
        }
        all.extend(entry["would"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()));
    }
    let counts = &rehearsal["counts"];
    for (name, word) in [
        ("created", "create"),
        ("linked", "link"),
        ("renamed", "rename"),
        ("blocked", "block"),
        ("restored", "restore"),
        ("changed", "change"),
        ("unchanged", "nothing"),
        ("refused", "refuse"),
    ] {
        assert_eq!(counts[name], all.iter().filter(|told| *told == word).count(), "{name}");
        assert!(word == "change" || counts[name].as_u64() > Some(0), "{name}: {counts}");
    }
    assert_eq!((&counts["people"], &counts["billed"]), (&json!(list.len()), &json!(0)));
    system.check().await;
}

/// An account as SCIM shows it, with whether the directory manages it, and its version.
async fn whole(people: &People, scim: &Scim, id: &str) -> Value {
    let user = people.get(&format!("/users/{id}")).await.expect(200);
    let shown = scim.get(&format!("/Users/{id}")).await;
    json!({
        "linked": user["linked"],
        "userName": user["userName"],
        "active": user["active"],
        "version": shown["meta"]["version"],
    })
}

#[tokio::test]
async fn a_list_of_csv_is_read_as_the_import_reads_it() {
    let system = TestSystem::start().await;
    let people = system.people();
    let ada = system.native_user("ada@example.com").await;
    let text = "\u{FEFF}E-Mail;Cost centre;Given name\r\nADA@example.com;1;Ada\r\n\r\nbob;2;Bob\r\neve@example.com;3;Eve\r\n\
                EVE@example.com;4;Eve\r\n";
    let before = system.snapshot().await;
    let rehearsal = rehearse_csv(&people, text).await.expect(200);
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    assert_eq!(rehearsal["unreadColumns"], json!(["Cost centre"]));
    assert_eq!(
        rehearsal["people"],
        json!([
            { "line": 2, "userName": "ADA@example.com", "userId": ada, "would": ["nothing"] },
            { "line": 4, "would": ["refuse"], "reason": "the address is not an e-mail address" },
            { "line": 5, "userName": "eve@example.com", "would": ["create"] },
            { "line": 6, "would": ["refuse"], "reason": "line 5 has the same address" },
        ])
    );
    people.post("/users", &json!({ "email": "ADA@example.com" })).await.expect(409);
    people.post("/users", &json!({ "email": "eve@example.com" })).await.expect(201);
    let again = rehearse_csv(&people, text).await.expect(200);
    assert_eq!((&again["counts"]["created"], &again["counts"]["unchanged"]), (&json!(0), &json!(2)));
    system.check().await;
}

#[tokio::test]
async fn whom_the_next_sign_in_bills_is_told_and_billed() {
    let system = TestSystem::start().await;
    let people = system.people();
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    people.sign_in(&bob.id).await.expect(200);
    let list = [
        person("ada@example.com", &ada.person.directory_id, true),
        person("bob@example.com", &bob.person.directory_id, true),
        person("eve@example.com", "eve", true),
    ];
    let rehearsal = people.post("/rehearsals", &json!({ "Resources": list })).await.expect(200);
    assert_eq!(rehearsal["counts"]["billed"], 1, "{rehearsal}");
    let bill = &rehearsal["people"][0]["bill"];
    let line = people.sign_in(&ada.id).await.expect(200)["lines"][0].clone();
    assert_eq!((&bill["amountMinor"], &bill["currency"]), (&line["amountMinor"], &line["currency"]));
    let blocked = [person("ada@example.com", &ada.person.directory_id, false)];
    let rehearsal = people.post("/rehearsals", &json!({ "Resources": blocked })).await.expect(200);
    assert_eq!(
        (&rehearsal["people"][0]["would"], &rehearsal["counts"]["billed"]),
        (&json!(["block"]), &json!(0))
    );
    system.check().await;
}

#[tokio::test]
async fn what_is_no_list_or_too_long_is_refused() {
    let system = TestSystem::start().await;
    let people = system.people();
    for body in [json!({}), json!([]), json!({ "Resources": [] }), json!({ "Resources": {} }), json!("x")] {
        people.post("/rehearsals", &body).await.expect_problem(400, "invalid-request", "Resources");
    }
    let listed = json!({ "Resources": [{ "userName": "ada@example.com" }, ["bob@example.com"]] });
    people.post("/rehearsals", &listed).await.expect_problem(400, "invalid-request", "`Resources`, 2");
    let many = |count: usize| json!({ "Resources": vec![json!({ "userName": "ada@example.com" }); count] });
    people.post("/rehearsals", &many(1_001)).await.expect_problem(413, "too-large", "1000 people");
    let most = people.post("/rehearsals", &many(1_000)).await.expect(200);
    assert_eq!((&most["counts"]["created"], &most["counts"]["unchanged"]), (&json!(1), &json!(999)));
    for (text, about) in
        [("", "empty"), ("name\nAda\n", "called \"email\""), ("email,Mail\n", "hold the same")]
    {
        rehearse_csv(&people, text).await.expect_problem(400, "invalid-request", about);
    }
    let long: String = (0..=1_000).map(|number| format!("p{number}@example.com\n")).collect();
    rehearse_csv(&people, &format!("email\n{long}")).await.expect_problem(413, "too-large", "1000 people");
    let large = json!({ "Resources": ["x".repeat(4 * 1024 * 1024)] });
    people.post("/rehearsals", &large).await.expect_problem(413, "too-large", "4 MiB");
    people.clone().without_token().post("/rehearsals", &many(1)).await.expect_problem(
        401,
        "unauthorized",
        "",
    );
    system.check().await;
}
