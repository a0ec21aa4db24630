//! Requests that really run at the same time.

use futures_util::future::join_all;
use rollcall_tests::resource::account;
use rollcall_tests::{Answer, Person, TestSystem};
use serde_json::json;

const CALLERS: usize = 64;

/// Runs them at once, each as a task of its own.
async fn at_once<F>(requests: impl IntoIterator<Item = F>) -> Vec<Answer>
where
    F: Future<Output = Answer> + Send + 'static,
{
    let tasks: Vec<_> = requests.into_iter().map(tokio::spawn).collect();
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_creates_of_one_user_name_one_wins() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let answers = at_once((0..CALLERS).map(|caller| {
        let okta = okta.clone();
        let person = Person::from("ada@example.com").with_directory_id(&format!("00u{caller}"));
        async move { okta.create(person).await }
    }))
    .await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, CALLERS - 1));
    assert_eq!(okta.import().await.len(), 1);
    assert_eq!(system.snapshot().await.users().len(), 1);
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_creates_with_one_external_id_one_wins() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let answers = at_once((0..CALLERS).map(|caller| {
        let okta = okta.clone();
        let person = Person::from(format!("user{caller}@example.com").as_str()).with_directory_id("00uOne");
        async move { okta.create(person).await }
    }))
    .await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, CALLERS - 1));
    assert_eq!(system.snapshot().await.users().len(), 1);
    system.check().await;
}

/// Every patch sets a telephone number of its own: what was answered 200 must be there in the end, what was not must
/// not.
#[tokio::test(flavor = "multi_thread")]
async fn every_patch_that_was_accepted_is_in_the_end_state() {
    let system = TestSystem::start().await;
    system.sync_profiles().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let answers = at_once((0..CALLERS).map(|caller| {
        let (scim, id) = (scim.clone(), ada.id.clone());
        let number = json!([{ "value": format!("+1 {caller}"), "type": format!("line{caller}") }]);
        let operations = json!([{ "op": "add", "path": "phoneNumbers", "value": number }]);
        async move { scim.patch(&id, operations).await }
    }))
    .await;

    let accepted = count(&answers, 200);
    assert_eq!(accepted + count(&answers, 429), CALLERS, "applied or cleanly refused");
    assert!(accepted > 0);
    let last = scim.get(&format!("/Users/{}", ada.id)).await.expect(200);
    for (caller, answer) in answers.iter().enumerate() {
        let there =
            last["phoneNumbers"].as_array().unwrap().iter().any(|n| n["value"] == format!("+1 {caller}"));
        assert_eq!(there, answer.status == 200, "{caller}: {answer}");
    }
    let table = system.snapshot().await;
    assert_eq!(table.users()[0].version, 1 + accepted as u64, "the version counts what was applied");
    let mut etags: Vec<_> = answers.iter().filter(|answer| answer.status == 200).map(Answer::etag).collect();
    etags.sort_unstable();
    etags.dedup();
    assert_eq!(etags.len(), accepted, "no two saw the same version");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_writes_on_one_version_one_wins() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let answers = at_once((0..CALLERS).map(|caller| {
        let (scim, path, etag) = (scim.clone(), format!("/Users/{}", ada.id), ada.answer.etag().to_owned());
        let operations = json!([{ "op": "replace", "path": "externalId", "value": format!("00u{caller}") }]);
        async move {
            let patch = scim.request(reqwest::Method::PATCH, &path).if_match(&etag);
            patch.json(&rollcall_tests::patch_op(&operations)).send().await
        }
    }))
    .await;
    assert_eq!(count(&answers, 200), 1);
    assert_eq!(count(&answers, 412), CALLERS - 1);
    system.check().await;
}

/// A new person's address and the new name of another: whoever is first has it.
#[tokio::test(flavor = "multi_thread")]
async fn a_create_and_a_rename_cannot_both_have_an_address() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    for round in 0..16 {
        let old = okta.assign(format!("old{round}@example.com").as_str()).await;
        let login = format!("wanted{round}@example.com");
        let (create, rename) = (okta.clone(), okta.clone());
        let person = Person::from(login.as_str());
        let (created, renamed) = tokio::join!(
            tokio::spawn(async move { create.create(person).await }),
            tokio::spawn(async move { rename.rename(&old, &login).await.answer }),
        );
        let outcome = (created.unwrap().status.as_u16(), renamed.unwrap().status.as_u16());
        assert!(matches!(outcome, (201, 409) | (409, 200)), "{outcome:?}");
    }
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_cannot_both_be_renamed_to_one_address() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let mut people = Vec::new();
    for number in 0..16 {
        people.push(okta.assign(format!("user{number}@example.com").as_str()).await);
    }
    let answers = at_once(people.into_iter().map(|person| {
        let okta = okta.clone();
        async move { okta.rename(&person, "wanted@example.com").await.answer }
    }))
    .await;
    assert_eq!((count(&answers, 200), count(&answers, 409)), (1, 15));
    system.check().await;
}

/// Whichever commits last decides; nothing is half of each.
#[tokio::test(flavor = "multi_thread")]
async fn deactivation_and_reactivation_leave_a_whole_state() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let answers = at_once((0..CALLERS).map(|caller| {
        let (scim, id) = (scim.clone(), ada.id.clone());
        let operations = json!([{ "op": "replace", "value": { "active": caller % 2 == 0 } }]);
        async move { scim.patch(&id, operations).await }
    }))
    .await;
    assert_eq!(count(&answers, 200) + count(&answers, 429), CALLERS);
    for (caller, answer) in answers.iter().enumerate().filter(|(_, answer)| answer.status == 200) {
        assert_eq!(answer["active"], caller % 2 == 0, "the answer is the state that this request made");
        assert_eq!(account(answer)["purgeAt"].is_null(), caller % 2 == 0);
    }
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delete_and_a_return_end_in_one_account() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    for round in 0..16 {
        let ada = okta.assign(format!("user{round}@example.com").as_str()).await;
        let (id, delete) = (ada.id.clone(), scim.clone());
        let (create, person) = (okta.clone(), ada.person.clone());
        let (deleted, created) = tokio::join!(
            tokio::spawn(async move { delete.delete(&id).await }),
            tokio::spawn(async move { create.create(person).await }),
        );
        assert_eq!(deleted.unwrap().status, 204);
        let created = created.unwrap();
        let read = scim.get(&format!("/Users/{}", ada.id)).await.status.as_u16();
        match created.status.as_u16() {
            201 => assert_eq!((created.id(), read), (ada.id, 200), "it came after the DELETE"),
            409 => assert_eq!(read, 404, "it came before"),
            _ => panic!("{created}"),
        }
    }
    system.check().await;
}
