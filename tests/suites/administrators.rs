//! The addresses of a tenant's administrators: added by the people API and in the portal, confirmed and removed by links.

use rollcall_tests::portal::Portal;
use rollcall_tests::{TestSystem, Visitor};
use serde_json::json;

#[tokio::test]
async fn an_address_is_confirmed_by_its_link_and_by_nothing_else() {
    let system = TestSystem::start().await;
    let people = system.people();
    let added =
        people.post("/administrators", &json!({ "address": "ada@example.com", "language": "de" })).await;
    let id = added.expect(201).id();
    let again = people.post("/administrators", &json!({ "address": "ADA@example.com" })).await.expect(200);
    assert_eq!(again.id(), id, "the same address is one");
    let link = system.link_for("ada@example.com").await;
    let confirmed_at =
        async || people.get("/administrators").await.expect(200)["administrators"][0]["confirmedAt"].clone();
    for _ in 0..2 {
        let page = Visitor::default().open(&link).await.expect(200, "ada@example.com");
        assert!(page.has_button("Diese Adresse bestätigen"), "in the language of the address\n{page}");
    }
    assert!(confirmed_at().await.is_null(), "a GET changes nothing");
    Visitor::default().confirm(&link).await.expect(200, "ist bestätigt");
    let at = confirmed_at().await;
    assert!(at.is_string());
    Visitor::default().confirm(&link).await.expect(200, "ist bestätigt");
    assert_eq!(confirmed_at().await, at);
    let resent = people.post(&format!("/administrators/{id}/resend"), &json!({})).await.expect(200);
    assert_eq!(resent["confirmedAt"], at, "one that is confirmed gets no link");
    assert_eq!(people.delete(&format!("/administrators/{id}")).await.status, 204);
    people.delete(&format!("/administrators/{id}")).await.expect_problem(404, "not-found", "");
    Visitor::default().open(&link).await.expect(410, "not there any more");
    system.check().await;
}

#[tokio::test]
async fn a_link_of_an_address_that_was_added_again_confirms_nothing() {
    let system = TestSystem::start().await;
    let people = system.people();
    let add = async || {
        people.post("/administrators", &json!({ "address": "ada@example.com" })).await.expect(201).id()
    };
    let id = add().await;
    let link = system.link_for("ada@example.com").await;
    assert_eq!(people.delete(&format!("/administrators/{id}")).await.status, 204);
    add().await;
    Visitor::default().confirm(&link).await.expect(410, "not there any more");
    let listed = people.get("/administrators").await.expect(200);
    assert!(listed["administrators"][0]["confirmedAt"].is_null(), "{listed}");
    for unknown in ["00".repeat(32), "x".to_owned()] {
        let unknown = format!("{}/administrator/{unknown}", system.base_url());
        Visitor::default().confirm(&unknown).await.expect(404, "link");
    }
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let system = TestSystem::start().await;
    let people = system.people();
    for (body, about) in [
        (json!({ "address": "ada" }), "address"),
        (json!({ "address": "ada@example.com", "language": "d e" }), "language"),
        (json!({}), "address"),
    ] {
        people.post("/administrators", &body).await.expect_problem(400, "invalid-request", about);
    }
    for number in 0..10 {
        let address = format!("admin{number}@example.com");
        people.post("/administrators", &json!({ "address": address })).await.expect(201);
    }
    let eleventh = people.post("/administrators", &json!({ "address": "admin10@example.com" })).await;
    eleventh.expect_problem(409, "too-many", "10");
    let id = people.get("/administrators").await.expect(200)["administrators"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    people.post(&format!("/administrators/{id}/resend"), &json!({})).await.expect(200);
    people
        .post(&format!("/administrators/{id}/resend"), &json!({}))
        .await
        .expect_problem(429, "too-soon", "");
    assert_eq!(people.get("/notices").await.expect(200)["silenceAfterDays"], 14);
    people.patch("/notices", &json!({ "silenceAfterDays": 21 })).await.expect(200);
    assert_eq!(people.get("/notices").await.expect(200)["silenceAfterDays"], 21);
    people.patch("/notices", &json!({ "silenceAfterDays": 366 })).await.expect_problem(
        400,
        "invalid-request",
        "365",
    );
    let tenant = system.tenant("other").await;
    let theirs = people.clone().with_token(system.people_token_of(&tenant).await);
    theirs.delete(&format!("/administrators/{id}")).await.expect_problem(404, "not-found", "");
    system.check().await;
}

#[tokio::test]
async fn an_administrator_looks_after_the_addresses_in_the_portal() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.get("connection").await.expect(200, "Notices by mail");
    portal.get("administrators").await.expect(200, "Nobody is told yet");
    portal.post("administrator-add", &[("address", "no address")]).await.expect(200, "no email address");
    portal.post("administrator-add", &[("address", "ada@example.com")]).await.expect(200, "on its way");
    portal.get("administrators").await.expect(200, "Waiting for confirmation");
    let link = system.link_for("ada@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "is confirmed");
    let page = portal.get("administrators").await.expect(200, "Confirmed");
    assert!(!page.says("Waiting for confirmation"), "{page}");
    let id = page.values("administrator")[0].to_owned();
    portal.post("silence", &[("days", "400")]).await.expect(200, "from 0 to 365");
    portal.post("silence", &[("days", "30")]).await.expect(200, "saved");
    assert_eq!(system.people().get("/notices").await.expect(200)["silenceAfterDays"], 30);
    portal.post("administrator-remove", &[("administrator", &id)]).await.expect(200, "is removed");
    portal.post("administrator-remove", &[("administrator", &id)]).await.expect(200, "removed meanwhile");
    portal.get("administrators").await.expect(200, "Nobody is told yet");
    system.check().await;
}
