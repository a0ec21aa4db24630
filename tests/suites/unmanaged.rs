//! People whom no directory manages, and what the operator's backend does with them: correct, block, restore, delete.

use rollcall_tests::{People, TestSystem, Visitor};
use serde_json::{Value, json};

async fn ada(people: &People) -> String {
    let profile = json!({ "givenName": "Ada", "familyName": "Byron", "displayName": "Ada B." });
    people.post("/users", &json!({ "email": "ada@exmaple.com", "profile": profile })).await.expect(201).id()
}

#[tokio::test]
async fn an_address_is_corrected_and_the_person_confirms_it() {
    let system = TestSystem::start().await;
    let people = system.people();
    let path = format!("/users/{}", ada(&people).await);
    let corrected = people.patch(&path, &json!({ "email": "ada@example.com" })).await.expect(200);
    assert_eq!(corrected["userName"], "ada@example.com");
    assert_eq!(corrected["email"], "ada@exmaple.com", "until it is confirmed");
    assert_eq!(corrected["emailChange"]["to"], "ada@example.com");

    let mails = system.mails().await;
    let to_new: Vec<_> = mails.iter().filter(|mail| mail.to == "ada@example.com").collect();
    let [mail] = to_new.as_slice() else { panic!("not one mail but {mails:?}") };
    Visitor::default().confirm(&mail.link()).await.expect(200, "");
    let shown = people.get(&path).await.expect(200);
    assert_eq!((&shown["email"], &shown["emailChange"]), (&json!("ada@example.com"), &Value::Null));

    let again = people.patch(&path, &json!({ "email": "ada@example.com" })).await.expect(200);
    assert_eq!(again["updatedAt"], shown["updatedAt"], "nothing changes");
    system.check().await;
}

#[tokio::test]
async fn names_that_are_not_spoken_of_stay() {
    let system = TestSystem::start().await;
    let people = system.people();
    let path = format!("/users/{}", ada(&people).await);
    let change = json!({ "profile": { "familyName": " Lovelace ", "displayName": null } });
    let changed = people.patch(&path, &change).await.expect(200);
    assert_eq!(changed["profile"], json!({ "givenName": "Ada", "familyName": "Lovelace" }));
    let none = json!({ "profile": { "givenName": null, "familyName": null } });
    assert_eq!(people.patch(&path, &none).await.expect(200)["profile"], Value::Null);
    system.check().await;
}

#[tokio::test]
async fn who_is_blocked_has_a_day_of_deletion_until_they_are_restored() {
    let system = TestSystem::start().await;
    let people = system.people();
    let path = format!("/users/{}", ada(&people).await);
    let blocked = people.patch(&path, &json!({ "active": false })).await.expect(200);
    assert_eq!((&blocked["active"], &blocked["status"]), (&json!(false), &json!("deactivated")));
    assert!(blocked["purgeAt"].is_string());
    let again = people.patch(&path, &json!({ "active": false })).await.expect(200);
    assert_eq!(again["purgeAt"], blocked["purgeAt"], "the two weeks do not begin again");
    let restored = people.patch(&path, &json!({ "active": true })).await.expect(200);
    assert_eq!((&restored["active"], &restored["purgeAt"]), (&json!(true), &Value::Null));
    // The history is written after the answer.
    system.snapshot().await;
    let history = people.get(&format!("{path}/history")).await.expect(200);
    let by: Vec<_> = history["entries"].as_array().unwrap().iter().map(|entry| &entry["by"]).collect();
    assert_eq!(by, ["operator"; 3]);
    system.check().await;
}

#[tokio::test]
async fn who_is_deleted_can_be_restored_until_the_hour_is_full() {
    let system = TestSystem::start().await;
    let people = system.people();
    let path = format!("/users/{}", ada(&people).await);
    let deleted = people.delete(&path).await.expect(200);
    let [since, until] = ["deactivatedAt", "purgeAt"].map(|name| {
        deleted[name].as_str().and_then(|time| time.parse::<jiff::Timestamp>().ok()).expect("a time")
    });
    let minutes = until.duration_since(since).as_mins();
    assert!((10..=70).contains(&minutes), "{minutes}");
    assert_eq!(people.delete(&path).await.expect(200).body, deleted.body, "the same again");
    people.patch(&path, &json!({ "active": true })).await.expect(200);
    assert_eq!(people.get(&path).await.expect(200)["purgeAt"], Value::Null);
    system.check().await;
}

#[tokio::test]
async fn whom_a_directory_manages_the_directory_alone_changes() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let grace = okta.assign("grace@example.com").await;
    let path = format!("/users/{}", grace.id);
    let before = people.get(&path).await.expect(200);
    for change in [json!({ "active": false }), json!({ "email": "g@example.com" }), json!({})] {
        people.patch(&path, &change).await.expect_problem(409, "managed-by-directory", "directory");
    }
    people.delete(&path).await.expect_problem(409, "managed-by-directory", "unassign");
    assert_eq!(people.get(&path).await.expect(200).body, before.body);

    // Once the directory has let go of them they are the operator's.
    system.scim().delete(&grace.id).await.expect(204);
    assert_eq!(people.patch(&path, &json!({ "active": true })).await.expect(200)["active"], true);
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let system = TestSystem::start().await;
    let people = system.people();
    let path = format!("/users/{}", ada(&people).await);
    people.post("/users", &json!({ "email": "bob@example.com" })).await.expect(201);
    let before = people.get(&path).await.expect(200);
    for (change, detail) in [
        (json!({ "email": "ada" }), "`email`"),
        (json!({ "email": 1 }), "`email`"),
        (json!({ "active": "no" }), "`active`"),
        (json!({ "profile": { "givenName": "" } }), "givenname"),
        (json!({ "profile": { "nickName": "A" } }), "nickname"),
        (json!({ "profile": [] }), "`profile`"),
        (json!({ "userName": "ada@example.com" }), "username"),
    ] {
        people.patch(&path, &change).await.expect_problem(400, "invalid-request", detail);
    }
    let taken = people.patch(&path, &json!({ "email": "Bob@example.com" })).await;
    taken.expect_problem(409, "address-taken", "address");
    assert_eq!(people.get(&path).await.expect(200).body, before.body);
    for path in ["/users/00000000-0000-4000-8000-000000000000", "/users/ada"] {
        people.patch(path, &json!({ "active": false })).await.expect_problem(404, "not-found", "");
        people.delete(path).await.expect_problem(404, "not-found", "");
    }
    system.check().await;
}
