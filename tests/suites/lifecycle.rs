//! Off and on again: deactivation starts the clock of the deletion once, reactivation stops it.

use jiff::SignedDuration;
use rollcall_tests::TestSystem;
use rollcall_tests::okta::App;
use rollcall_tests::resource::{account, deadline};
use serde_json::json;

#[tokio::test]
async fn a_deactivated_person_is_blocked_and_has_a_deadline() {
    let system = TestSystem::start().await;
    for (app, login) in [(App::Wizard, "ada@example.com"), (App::Network, "bob@example.com")] {
        let okta = system.okta_app(app);
        let user = okta.assign(login).await;
        let away = okta.unassign(&user).await.expect(200);
        assert_eq!(away["active"], false);
        let (deactivated, _) = deadline(&away);
        assert!(system.now().await.duration_since(deactivated) < SignedDuration::from_mins(1));
    }
    system.check().await;
}

#[tokio::test]
async fn reactivation_calls_the_deletion_off() {
    let system = TestSystem::start().await;
    for (app, login) in [(App::Wizard, "ada@example.com"), (App::Network, "bob@example.com")] {
        let okta = system.okta_app(app);
        let user = okta.assign(login).await;
        okta.unassign(&user).await.expect(200);
        let back = okta.reactivate(&user).await.expect(200);
        assert_eq!(back["active"], true);
        assert!(account(&back).is_null(), "{back}");
    }
    system.check().await;
}

#[tokio::test]
async fn a_reassigned_person_is_found_inactive_and_activated() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let back = okta.reassign(&ada).await;
    assert_eq!(back.answer.status, 200, "by PUT: the look-up found the inactive account");
    assert_eq!(back.id, ada.id);
    assert_eq!(back.answer["active"], true);
    system.check().await;
}

#[tokio::test]
async fn inactive_people_stay_readable() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    assert_eq!(okta.find("ada@example.com").await["Resources"][0]["active"], false);
    assert_eq!(okta.import().await.len(), 1);
    let read = system.scim().get(&format!("/Users/{}", ada.id)).await.expect(200);
    assert_eq!(read["active"], false);
    system.check().await;
}

#[tokio::test]
async fn putting_back_what_was_read_changes_nothing() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    system.let_time_pass().await;
    let before = system.snapshot().await;
    let put = okta.update(&ada.id, |_| {}).await.expect(200);
    assert_eq!(put.body, ada.answer.body);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

/// RFC 7644 §3.5.1 leaves it to the server; losing access because a field was left out would be worse than keeping it.
#[tokio::test]
async fn a_put_without_active_leaves_it_as_it_is() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let put = okta.update(&ada.id, |resource| _ = resource.as_object_mut().unwrap().remove("active")).await;
    assert_eq!(put.expect(200)["active"], false);
    system.check().await;
}

#[tokio::test]
async fn entra_disables_with_a_string_and_enables_with_a_boolean() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    let user = entra.provision("ada@example.com").await;
    let away = entra.disable(&user.id()).await.expect(200);
    assert_eq!(away["active"], false);
    deadline(&away);
    let back = entra.with_optscim062020().enable(&user.id()).await.expect(200);
    assert_eq!(back["active"], true);
    system.check().await;
}

#[tokio::test]
async fn entra_deletes_thirty_days_after_it_disabled() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    let user = entra.provision("ada@example.com").await;
    entra.disable(&user.id()).await.expect(200);
    let disabled = system.scim().get(&format!("/Users/{}", user.id())).await;
    entra.purge(&user.id()).await.expect(204);
    entra.get(&user.id()).await.expect_refusal(404, None, "no user with this id");
    let back = entra.create("ada@example.com").await.expect(201);
    assert_eq!(back.id(), user.id());
    assert_ne!(back.etag(), disabled.etag());
    system.check().await;
}

#[tokio::test]
async fn a_person_created_inactive_has_a_deadline_from_the_start() {
    let system = TestSystem::start().await;
    let body =
        json!({ "schemas": [rollcall_tests::USER_URN], "userName": "ada@example.com", "active": false });
    let ada = system.scim().post("/Users", &body).await.expect(201);
    assert_eq!(ada["active"], false);
    deadline(&ada);
    system.check().await;
}
