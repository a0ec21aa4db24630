//! The people of a tenant, by the API for the operator's backend.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::Method;
use reqwest::header::HeaderMap;
use rollcall_tests::answer::patiently;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, People, TestSystem, Visitor};
use serde_json::{Value, json};

/// The ids on all pages of a list, in its order.
async fn pages(people: &People, filter: &str, limit: usize) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = people.get(&format!("/users?limit={limit}{filter}{cursor}")).await.expect(200);
        pages.push(ids(&page));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={}", encode(next)),
            None => return pages,
        }
    }
}

fn ids(page: &Answer) -> Vec<String> {
    let users = page["users"].as_array().unwrap();
    users.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect()
}

async fn found(people: &People, filter: &str) -> Vec<String> {
    let page = people.get(&format!("/users?{filter}")).await.expect(200);
    let users = page["users"].as_array().unwrap();
    let mut names: Vec<_> = users.iter().map(|user| user["userName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_user_is_made_and_shown_and_no_directory_sees_them() {
    let system = TestSystem::start().await;
    let people = system.people();
    let profile = json!({ "givenName": "Ada", "familyName": " Lovelace ", "displayName": "Ada L." });
    let made = people.post("/users", &json!({ "email": "Ada@example.com", "profile": profile })).await;
    let made = made.expect(201);
    let kept = json!({ "givenName": "Ada", "familyName": "Lovelace", "displayName": "Ada L." });
    for (name, value) in [
        ("userName", json!("Ada@example.com")),
        ("email", json!("Ada@example.com")),
        ("status", json!("provisioned")),
        ("active", json!(true)),
        ("linked", json!(false)),
        ("profile", kept),
        ("invitation", Value::Null),
    ] {
        assert_eq!(made[name], value, "{name}");
    }
    let shown = people.get(&format!("/users/{}", made.id())).await.expect(200);
    let mut shown = shown.body;
    for name in ["groups", "roles"] {
        assert_eq!(shown.as_object_mut().unwrap().remove(name), Some(json!([])), "{name}");
    }
    assert_eq!(shown, made.body);
    assert!(system.okta().import().await.is_empty());
    let taken = people.post("/users", &json!({ "email": "ada@EXAMPLE.com" })).await;
    taken.expect_problem(409, "address-taken", "address");

    // The directory then takes the account up under the same id.
    let assigned = system.okta().assign("ada@example.com").await;
    assert_eq!(assigned.id, made.id());
    let linked = people.get(&format!("/users/{}", made.id())).await.expect(200);
    assert_eq!(
        (&linked["linked"], &linked["externalId"]),
        (&json!(true), &json!(assigned.person.directory_id))
    );
    system.check().await;
}

#[tokio::test]
async fn everybody_is_listed_once_whatever_the_page() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let mut everybody = BTreeSet::new();
    for number in 0..4 {
        let body = json!({ "email": format!("native{number}@example.com") });
        everybody.insert(people.post("/users", &body).await.expect(201).id());
        everybody.insert(okta.assign(format!("linked{number}@example.com").as_str()).await.id);
    }
    system.snapshot().await;
    let by_three = pages(&people, "", 3).await;
    assert_eq!(by_three.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2]);
    assert!(by_three.concat().iter().eq(&everybody), "in order of id, each once");
    assert_eq!(pages(&people, "", 4).await.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4]);
    let found = pages(&people, "&q=native", 1).await;
    assert_eq!(found.len(), 4);
    assert_eq!(people.get("/users").await.expect(200)["users"].as_array().unwrap().len(), 8);
    system.check().await;
}

#[tokio::test]
async fn people_are_found_by_where_they_stand_and_by_parts_of_addresses_and_names() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    okta.assign("ada.king@example.com").await;
    let grace = okta.assign("grace.hopper@example.com").await;
    okta.unassign(&grace).await.expect(200);
    let joan = okta.assign("joan.clarke@example.com").await;
    okta.rename(&joan, "joan.murray@example.com").await;
    let display = json!({ "displayName": "Gräfin Zoë" });
    people.post("/users", &json!({ "email": "zoe@example.org", "profile": display })).await.expect(201);
    system.snapshot().await;

    let (ada, grace, joan, zoe) =
        ("ada.king@example.com", "grace.hopper@example.com", "joan.murray@example.com", "zoe@example.org");
    for (filter, expected) in [
        ("status=provisioned", vec![ada, joan, zoe]),
        ("status=deactivated", vec![grace]),
        ("status=invited", vec![]),
        ("awaitingVerification=true", vec![joan]),
        ("awaitingVerification=false&status=provisioned", vec![ada, zoe]),
        ("q=KING", vec![ada]),
        ("q=EXAMPLE.COM", vec![ada, grace, joan]),
        ("q=joan.clarke", vec![joan]),
        (&format!("q={}", encode("gräfin z")), vec![zoe]),
        ("q=ada&status=deactivated", vec![]),
    ] {
        assert_eq!(found(&people, filter).await, expected, "{filter}");
    }
    let shown = people.get(&format!("/users?q={}", encode("joan"))).await.expect(200);
    let joan = &shown["users"][0];
    assert_eq!(joan["email"], "joan.clarke@example.com");
    assert_eq!(joan["emailChange"]["to"], "joan.murray@example.com");
    assert_eq!(joan["emailChange"]["undeliverable"], false);
    let shown = people.get("/users?status=deactivated").await.expect(200);
    assert!(shown["users"][0]["purgeAt"].is_string() && shown["users"][0]["deactivatedAt"].is_string());
    system.check().await;
}

#[tokio::test]
async fn a_history_tells_who_changed_what_page_by_page() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let id = people.post("/users", &json!({ "email": "ada@example.com" })).await.expect(201).id();
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "countess@example.com").await;
    system.snapshot().await;

    let path = format!("/users/{id}/history");
    let whole = people.get(&path).await.expect(200);
    let entries = whole["entries"].as_array().unwrap();
    let by: Vec<_> = entries.iter().map(|entry| entry["by"].as_str().unwrap()).collect();
    assert_eq!(by, ["operator", "directory", "directory"]);
    assert_eq!(entries[0]["changes"]["email"], json!({ "to": "ada@example.com" }));
    let renamed = json!({ "from": "ada@example.com", "to": "countess@example.com" });
    assert_eq!(entries[2]["changes"]["userName"], renamed);
    assert_eq!(whole["next"], Value::Null);

    let mut single = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = people.get(&format!("{path}?limit=1{cursor}")).await.expect(200);
        single.extend(page["entries"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={}", encode(next));
    }
    assert_eq!(&single, entries);
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_and_nothing_is_made() {
    let system = TestSystem::start().await;
    let people = system.people();
    for (body, about) in [
        (json!({}), "email"),
        (json!({ "email": "ada" }), "e-mail address"),
        (json!({ "email": "" }), "empty"),
        (json!({ "email": 7 }), "string"),
        (json!({ "email": format!("{}@example.com", "a".repeat(250)) }), "254"),
        (json!({ "email": "zoë@example.com" }), "ASCII"),
        (json!({ "email": "ada@example.com", "id": "x" }), "id"),
        (json!({ "email": "ada@example.com", "profile": { "title": "x" } }), "title"),
        (json!({ "email": "ada@example.com", "profile": { "givenName": "" } }), "profile.givenName"),
        (json!({ "email": "ada@example.com", "profile": { "familyName": "a\nb" } }), "profile.familyName"),
        (json!({ "email": "ada@example.com", "profile": { "displayName": "x".repeat(101) } }), "100"),
        (json!({ "email": "ada@example.com", "profile": "Ada" }), "`profile` must be an object"),
        (json!({ "email": "ada@example.com", "profile": ["Ada"] }), "object"),
        (json!(["ada@example.com"]), "object"),
        (json!(null), "object"),
    ] {
        people.post("/users", &body).await.expect_problem(400, "invalid-request", about);
    }
    for (query, about) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "`limit` must be a whole number"),
        ("limit=x", "`limit` must be a whole number"),
        ("limit=5&limit=6", "limit"),
        ("status=Invited", "`status` cannot be `Invited`. Possible: `provisioned`, `invited`"),
        ("status=", "provisioned"),
        ("awaitingVerification=yes", "`awaitingVerification`"),
        ("q=", "`q`"),
        (&format!("q={}", "x".repeat(101)), "`q`"),
        ("cursor=", "cursor"),
        ("cursor=h1-3", "cursor"),
        ("startIndex=1", "`startIndex` is unknown here. Known: "),
    ] {
        people.get(&format!("/users?{query}")).await.expect_problem(400, "invalid-request", about);
    }
    let large = json!({ "email": "ada@example.com", "profile": { "givenName": "x".repeat(70_000) } });
    people.post("/users", &large).await.expect_problem(413, "too-large", "64 KiB");
    let twice = r#"{ "email": "ada@example.com", "email": "grace@example.com" }"#;
    for (body, about) in [("{", "body"), ("", "body"), (twice, "`email` is there twice")] {
        let sent = people.send(Method::POST, "/users", Some(body.to_owned()), &HeaderMap::new()).await;
        sent.expect_problem(400, "invalid-request", about);
    }
    assert_eq!(system.snapshot().await.users().len(), 0);
    system.check().await;
}

#[tokio::test]
async fn people_of_another_tenant_are_nobody() {
    let system = TestSystem::start().await;
    let people = system.people();
    let id = people.post("/users", &json!({ "email": "ada@example.com" })).await.expect(201).id();
    let other = system.tenant("other").await;
    let theirs = people.clone().with_token(system.people_token_of(&other).await);
    let before = system.snapshot().await;
    for id in
        [id.as_str(), "f3bb189e-8bf9-4888-9912-ace4e6543002", "unknown", &id.to_uppercase(), "x%00", "%ff"]
    {
        theirs.get(&format!("/users/{id}")).await.expect_problem(404, "not-found", "");
        theirs.get(&format!("/users/{id}/history")).await.expect_problem(404, "not-found", "");
    }
    assert!(found(&theirs, "").await.is_empty() && found(&theirs, "q=ada").await.is_empty());
    assert!(pages(&theirs, &format!("&cursor=u1-{id}"), 1).await.concat().is_empty());
    assert_eq!(before.difference(&system.snapshot().await), "");
    // The address is theirs to give to somebody else.
    theirs.post("/users", &json!({ "email": "ada@example.com" })).await.expect(201);
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_make_one_address_at_once_one_does() {
    let system = TestSystem::start().await;
    let people = system.people();
    let requests = (0..32).map(|_| {
        let people = people.clone();
        let body = json!({ "email": "ada@example.com" });
        tokio::spawn(async move { patiently(|| async { people.post("/users", &body).await }).await })
    });
    let answers: Vec<Answer> = join_all(requests).await.into_iter().map(Result::unwrap).collect();
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 1);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.expect_problem(409, "address-taken", "address");
    }
    assert_eq!(system.snapshot().await.users().len(), 1);
    system.check().await;
}

/// What the document says is there is there, and by no other method.
#[tokio::test]
async fn each_operation_of_the_document_is_there_and_asks_for_a_token() {
    let system = TestSystem::start().await;
    let people = system.people().without_token();
    let document = people.get("/openapi.json").await.expect(200);
    let paths = document["paths"].as_object().unwrap();
    for (path, operations) in paths {
        let under = path.strip_prefix("/people/v1").unwrap();
        let under = under.replace("{id}", "f3bb189e-8bf9-4888-9912-ace4e6543002");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let sent = people.send(method.parse().unwrap(), &under, None, &HeaderMap::new()).await;
            let expected = if operations[method.to_lowercase()].is_object() { 401 } else { 405 };
            assert_eq!(sent.status, expected, "{sent}");
        }
        for operation in operations.as_object().unwrap().values() {
            let answers = operation["responses"].as_object().unwrap();
            for status in ["400", "401", "403", "429", "500"] {
                assert!(answers.contains_key(status), "{path} {status}");
            }
        }
    }
    system.check().await;
}

#[tokio::test]
async fn the_confirmation_of_a_new_address_is_mailed_again_but_not_at_once() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let ada = okta.assign("ada@example.com").await;
    let path = format!("/users/{}/email-change/resend", ada.id);
    people.post(&path, &Value::Null).await.expect_problem(409, "nothing-to-confirm", "no address");
    let renamed = okta.rename(&ada, "king@example.com").await;
    let first = system.link_for("king@example.com").await;
    let again = people.post(&path, &Value::Null).await.expect(200);
    assert_eq!(again["emailChange"]["to"], "king@example.com", "{again}");
    let second = system.link_for("king@example.com").await;
    assert_ne!(first, second);
    assert!(
        system.mails().await.iter().filter(|mail| mail.to == "ada@example.com").count() == 1,
        "one notice"
    );
    let soon = people.post(&path, &Value::Null).await;
    soon.expect_problem(429, "too-soon", "another mail");
    assert!((1..=60).contains(&soon.header("retry-after").parse::<u32>().unwrap()), "{soon}");
    let history = people.get(&format!("/users/{}/history", ada.id)).await.expect(200);
    let entries = history["entries"].as_array().unwrap();
    let asked = entries.iter().find(|entry| entry["changes"]["confirmationAskedAt"].is_object()).unwrap();
    assert_eq!(asked["by"], "operator", "{history}");

    okta.unassign(&renamed).await.expect(200);
    people.post(&path, &Value::Null).await.expect_problem(409, "inactive", "deactivated");
    okta.reactivate(&renamed).await.expect(200);
    Visitor::default().confirm(&first).await.expect(200, "confirmed");
    people.post(&path, &Value::Null).await.expect_problem(409, "nothing-to-confirm", "no address");
    let unknown = "/users/f3bb189e-8bf9-4888-9912-ace4e6543002/email-change/resend";
    people.post(unknown, &Value::Null).await.expect_problem(404, "not-found", "");
    system.check().await;
}
