//! A userName changes: at once for the directory, while the account's e-mail address waits to be verified.

use insta::assert_json_snapshot;
use rollcall_tests::resource::{account, email, wire};
use rollcall_tests::{ACCOUNT_URN, Person, TestSystem};
use serde_json::json;

#[tokio::test]
async fn a_new_user_name_counts_at_once_and_the_email_address_waits() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    let renamed = okta.rename(&ada, "ada.king@example.com").await.answer.expect(200);
    assert_json_snapshot!(wire(&renamed)[ACCOUNT_URN], @r#"
    {
      "emailChange": {
        "value": "ada.king@example.com",
        "requestedAt": "[time]",
        "expiresAt": "[time]"
      }
    }
    "#);
    assert_eq!(renamed["userName"], "ada.king@example.com");
    assert_eq!(email(&renamed), "ada.byron@example.com");
    assert_ne!(renamed.etag(), ada.answer.etag());

    let read = system.scim().get(&format!("/Users/{}", ada.id)).await.expect(200);
    assert_eq!(read.body, renamed.body);
    assert_eq!(okta.find("ada.king@example.com").await["Resources"][0], renamed.body);
    assert_eq!(okta.find("ada.byron@example.com").await["totalResults"], 0);
    system.check().await;
}

#[tokio::test]
async fn a_pushed_emails_value_changes_no_address() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let pushed = okta
        .update(&ada.id, |resource| {
            resource["emails"] = json!([{ "value": "eve@evil.example", "primary": true }]);
        })
        .await;
    assert_eq!(email(&pushed.expect(200)), "ada@example.com");
    system.check().await;
}

#[tokio::test]
async fn changing_back_cancels_the_email_change_and_frees_the_address() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    let renamed = okta.rename(&ada, "ada.king@example.com").await;
    let back = okta.rename(&renamed, "ada.byron@example.com").await.answer.expect(200);
    assert!(account(&back).is_null(), "nothing is pending");
    okta.assign("ada.king@example.com").await.answer.expect(201);
    system.check().await;
}

#[tokio::test]
async fn a_second_change_supersedes_the_first_and_frees_its_address() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    let engaged = okta.rename(&ada, "ada.noel@example.com").await;
    let married = okta.rename(&engaged, "ada.king@example.com").await.answer.expect(200);
    assert_eq!(email(&married), "ada.byron@example.com");
    assert_eq!(account(&married)["emailChange"]["value"], "ada.king@example.com");
    let other = okta.assign("ada.noel@example.com").await;
    assert_ne!(other.id, ada.id);
    system.check().await;
}

#[tokio::test]
async fn a_user_name_that_is_taken_is_a_conflict_and_nothing_changes() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.assign("bob@example.com").await;
    let native = "native@example.com";
    system.native_user(native).await;
    let before = system.snapshot().await;
    for login in ["bob@example.com", "BOB@example.com", native] {
        okta.rename(&ada, login).await.answer.expect_refusal(409, Some("uniqueness"), "userName");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn two_people_cannot_swap_user_names_through_each_other() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let bob = okta.assign("bob@example.com").await;
    let ada = okta.rename(&ada, "ada.new@example.com").await;
    okta.rename(&bob, "ada@example.com").await.answer.expect_refusal(409, Some("uniqueness"), "userName");
    okta.rename(&ada, "ada@example.com").await.answer.expect(200);
    system.check().await;
}

#[tokio::test]
async fn a_change_of_case_alone_is_no_email_change() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let renamed = okta.rename(&ada, "Ada@Example.com").await.answer.expect(200);
    assert_eq!(renamed["userName"], "Ada@Example.com");
    assert!(account(&renamed).is_null(), "it is the same mailbox");
    system.check().await;
}

#[tokio::test]
async fn entra_renames_by_patch() {
    let system = TestSystem::start().await;
    for (entra, who) in [(system.entra(), "ada"), (system.entra().with_optscim062020(), "bob")] {
        let user = entra.provision(format!("{who}@example.com").as_str()).await;
        let login = format!("{who}.new@example.com");
        let renamed = entra.set(&user.id(), &[("userName", json!(login))]).await.expect(200);
        assert_eq!(renamed["userName"], login);
        assert_eq!(email(&renamed), format!("{who}@example.com"));
        assert_eq!(account(&renamed)["emailChange"]["value"], login);
    }
    system.check().await;
}

#[tokio::test]
async fn a_deactivation_keeps_the_pending_change() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.byron@example.com").await;
    let renamed = okta.rename(&ada, "ada.king@example.com").await;
    let away = okta.unassign(&renamed).await.expect(200);
    assert_eq!(account(&away)["emailChange"], account(&renamed.answer)["emailChange"]);
    let bob = okta.assign("bob@example.com").await;
    for login in ["ada.byron@example.com", "ada.king@example.com"] {
        okta.rename(&bob, login).await.answer.expect_refusal(409, Some("uniqueness"), "userName");
    }
    system.check().await;
}

#[tokio::test]
async fn the_external_id_can_change_and_frees_the_old_one() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let old = ada.person.directory_id.clone();
    let moved = okta.push(&ada, |person| person.directory_id = "00uMoved".to_owned()).await;
    assert_eq!(moved.answer.expect(200)["externalId"], "00uMoved");
    assert_eq!(system.entra().find("externalId", &old).await["totalResults"], 0);
    okta.assign(Person::from("bob@example.com").with_directory_id(&old)).await;
    system.check().await;
}
