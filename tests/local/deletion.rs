//! A deactivated account is deleted within two weeks: never later, never after a reactivation, and without a trace.

use jiff::{SignedDuration, Timestamp};
use rollcall_local::faults::Service;
use rollcall_tests::entra::soft_deleted;
use rollcall_tests::okta::App;
use rollcall_tests::resource::{account, email};
use rollcall_tests::{Answer, LocalSystem, Visitor};
use serde_json::json;

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const TWO_WEEKS: SignedDuration = SignedDuration::from_hours(14 * 24);

fn purge_at(answer: &Answer) -> Timestamp {
    account(answer)["purgeAt"].as_str().unwrap().parse().unwrap()
}

/// Moves the clock to a moment.
async fn go_to(system: &LocalSystem, moment: Timestamp) {
    let now = system.now().await;
    // The clock runs on by itself; what is asked for in whole seconds must not go past the moment.
    system.advance(SignedDuration::from_secs(moment.duration_since(now).as_secs())).await;
}

#[tokio::test]
async fn nothing_deactivated_is_left_after_two_weeks_and_nothing_goes_before_its_time() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let mut people = Vec::new();
    for minutes in [0, 7, 29, 31, 53] {
        let person = okta.assign(format!("user{minutes}@example.com").as_str()).await;
        system.advance(SignedDuration::from_mins(minutes)).await;
        let away = okta.unassign(&person).await.expect(200);
        let deactivated: Timestamp = account(&away)["deactivatedAt"].as_str().unwrap().parse().unwrap();
        people.push((person.id, deactivated));
    }
    people.sort_by_key(|(_, deactivated)| *deactivated);
    for (id, deactivated) in &people {
        go_to(&system, *deactivated + TWO_WEEKS - HOUR * 2 - SECOND * 2).await;
        system.scim().get(&format!("/Users/{id}")).await.expect(200);
    }
    for (id, deactivated) in &people {
        if system.now().await < *deactivated + TWO_WEEKS - SECOND * 2 {
            go_to(&system, *deactivated + TWO_WEEKS - SECOND).await;
        }
        system.scim().get(&format!("/Users/{id}")).await.expect_refusal(404, None, "deleted");
    }
    assert_eq!(okta.import().await.len(), 0);
    system.check().await;
}

#[tokio::test]
async fn reactivation_a_second_before_the_deletion_keeps_everything() {
    let system = LocalSystem::start().await;
    for app in [App::Wizard, App::Network] {
        let okta = system.okta_app(app);
        let ada = okta.assign(format!("{app:?}@example.com").as_str()).await;
        let away = okta.unassign(&ada).await.expect(200);
        go_to(&system, purge_at(&away) - SECOND).await;
        okta.reactivate(&ada).await.expect(200);
        system.advance(TWO_WEEKS * 2).await;
        let read = system.scim().get(&format!("/Users/{}", ada.id)).await.expect(200);
        assert_eq!((&read["active"], &read["name"]), (&true.into(), &ada.answer["name"]));
    }
    system.check().await;
}

#[tokio::test]
async fn a_repeated_deactivation_does_not_delay_the_deletion() {
    let system = LocalSystem::start().await;
    let okta = system.okta_app(App::Network);
    let ada = okta.assign("ada@example.com").await;
    let due = purge_at(&okta.unassign(&ada).await.expect(200));
    for _ in 0..3 {
        system.advance(HOUR * 96).await;
        assert_eq!(purge_at(&okta.unassign(&ada).await.expect(200)), due);
    }
    go_to(&system, due + SECOND).await;
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "");
    system.check().await;
}

#[tokio::test]
async fn someone_deleted_by_the_directory_goes_too_and_who_came_back_stays() {
    let system = LocalSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let (gone, back) = (okta.assign("gone@example.com").await, okta.assign("back@example.com").await);
    scim.delete(&gone.id).await.expect(204);
    scim.delete(&back.id).await.expect(204);
    system.advance(HOUR * 24 * 13).await;
    okta.assign("back@example.com").await.answer.expect(201);
    system.advance(HOUR * 24 * 14).await;
    scim.get(&format!("/Users/{}", back.id)).await.expect(200);
    let table = system.snapshot().await;
    let tombstone = table.get(&format!("T#demo#U#{}", gone.id), "TOMBSTONE").unwrap();
    assert_eq!(tombstone["reason"], "deleted");
    assert!(table.get(&format!("T#demo#U#{}", back.id), "TOMBSTONE").is_none());
    system.check().await;
}

/// With all that an account can gather: a profile, names, a confirmed address, a pending one, links, a history.
#[tokio::test]
async fn nothing_personal_is_left_and_the_address_can_be_provisioned_afresh() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.quimbly@example.com").await;
    let ada = okta.rename(&ada, "ada.zwingli@example.com").await;
    let link = system.link_for("ada.zwingli@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "");
    let ada = okta.rename(&ada, "ada.fitz@example.com").await;
    let pending = system.link_for("ada.fitz@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let secret = pending.rsplit('/').next().unwrap();
    // The first name as it stands in the profile, which is JSON text: its letters alone may be digits of a hash.
    let private = ["quimbly", "zwingli", "fitz", r#"Ada\""#, "00u-ada", "countess", secret];
    let before = system.snapshot().await;
    for word in &private[..4] {
        assert!(before.mentions(word), "{word} is there to be deleted");
    }
    assert!(before.items().any(|(_, sk, _)| sk.starts_with("H#")), "so is a history");
    system.advance(TWO_WEEKS).await;

    let after = system.snapshot().await;
    for word in private {
        assert!(!after.mentions(word), "{word} is still in the table");
    }
    let left: Vec<_> = after
        .items()
        .filter(|(_, sk, _)| {
            !["TENANT", "COUNT", "HEARD", "LISTED", "NOTICES"].contains(sk) && !sk.starts_with("ENTITY#")
        })
        // The hashes by which the tombstone is found, and their key: `trace.rs` looks at these.
        // The feed tells that she was deleted, by her id: `feed.rs` looks at that.
        .filter(|(pk, ..)| !pk.contains("#Q") && !pk.ends_with("#F"))
        .collect();
    let [(_, "TOMBSTONE", tombstone)] = left.as_slice() else { panic!("more than a tombstone: {left:?}") };
    assert_eq!((&tombstone["id"], &tombstone["reason"]), (&ada.id.as_str().into(), &"deactivated".into()));
    Visitor::default().open(&pending).await.expect(404, "");

    let afresh = okta.assign("ada.quimbly@example.com").await;
    assert_ne!(afresh.id, ada.id);
    assert_eq!(email(&afresh.answer), "ada.quimbly@example.com");
    system.advance(SignedDuration::from_hours(91 * 24)).await;
    let late = system.snapshot().await;
    assert!(late.items().all(|(_, sk, _)| sk != "TOMBSTONE"), "forgotten after ninety days");
    system.check().await;
}

/// Seeded, so that the test is about the deactivations.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_deactivations_in_an_hour_make_one_schedule() {
    const PEOPLE: usize = 10_000;
    let system = LocalSystem::start().await;
    let ids = system.seed(PEOPLE).await;
    let tasks: Vec<_> = ids
        .chunks(PEOPLE / 32 + 1)
        .map(|ids| {
            let (scim, ids) = (system.scim(), ids.to_vec());
            tokio::spawn(async move {
                for id in ids {
                    let off = serde_json::json!([{ "op": "replace", "value": { "active": false } }]);
                    scim.patch(&id, off).await.expect(200);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    system.settle().await;
    let due = system.planned_runs();
    // The clock runs while they leave; an hour mark may pass.
    assert!((1..=2).contains(&due.len()), "{due:?}");
    assert!(due[0].starts_with("purge-2026-03-16T"), "{due:?}");
    system.check().await;
}

#[tokio::test]
async fn a_schedule_that_could_not_be_made_is_made_up_for_within_the_two_weeks() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    system.set_away(Service::Scheduler, true).await;
    let ada = okta.assign("ada@example.com").await;
    let away = okta.unassign(&ada).await.expect(200);
    let deactivated: Timestamp = account(&away)["deactivatedAt"].as_str().unwrap().parse().unwrap();
    system.settle().await;
    assert_eq!(system.planned_runs(), [""; 0]);
    go_to(&system, deactivated + TWO_WEEKS - SECOND).await;
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "");
    system.check().await;
}

#[tokio::test]
async fn a_run_that_was_missed_is_made_up_for_by_the_next() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let due = purge_at(&okta.unassign(&ada).await.expect(200));
    system.set_away(Service::Purge, true).await;
    go_to(&system, due + SECOND * 2).await;
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect(200);
    system.set_away(Service::Purge, false).await;
    go_to(&system, due + HOUR).await;
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "");
    system.check().await;
}

#[tokio::test]
async fn deletions_and_renames_survive_the_loss_of_the_stream() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    system.set_away(Service::Stream, true).await;
    let (ada, bob) = (okta.assign("ada@example.com").await, okta.assign("bob@example.com").await);
    let away = okta.unassign(&ada).await.expect(200);
    okta.rename(&bob, "bobby@example.com").await;
    system.link_for("bobby@example.com").await;
    go_to(&system, purge_at(&away) + HOUR).await;
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "");
    system.check().await;
}

#[tokio::test]
async fn somebody_whom_entra_soft_deleted_goes_in_time_and_frees_both_addresses() {
    let system = LocalSystem::start().await;
    let entra = system.entra();
    let ada = entra.provision("ada@example.com").await;
    let gone = soft_deleted("ada@example.com");
    let away = entra.set(&ada.id(), &[("userName", json!(gone)), ("active", json!(false))]).await.expect(200);
    go_to(&system, purge_at(&away) + HOUR).await;
    entra.get(&ada.id()).await.expect_refusal(404, None, "deleted");
    assert_eq!(system.mails().await, []);
    assert!(!system.snapshot().await.mentions("ada@example.com"));
    let again = entra.provision("ada@example.com").await;
    assert_ne!(again.id(), ada.id());
    system.check().await;
}

/// Their single sign-on asks whether they may sign in: never again, and for as long as it is known, why not.
#[tokio::test]
async fn somebody_deleted_is_gone_for_ninety_days_and_then_unknown() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = okta.assign("ada@example.com").await;
    let due = purge_at(&okta.unassign(&ada).await.expect(200));
    let check = format!("/sign-in-check?id={}", ada.id);
    go_to(&system, due - SECOND * 600).await;
    assert_eq!(people.get(&check).await.expect(200)["answer"], "blocked");
    go_to(&system, due + SECOND * 60).await;
    let gone = people.get(&check).await.expect(200);
    assert_eq!(
        (&gone["answer"], &gone["reason"], &gone["id"]),
        (&json!("gone"), &json!("deactivated_by_directory"), &json!(ada.id))
    );
    let purged: Timestamp = gone["purgedAt"].as_str().unwrap().parse().unwrap();
    assert!(purged >= due && gone["deactivatedAt"].is_string() && gone["status"].is_null(), "{gone}");
    let ninety_days = SignedDuration::from_hours(90 * 24);
    go_to(&system, purged + ninety_days - SECOND * 600).await;
    assert_eq!(people.get(&check).await.expect(200)["answer"], "gone");
    go_to(&system, purged + ninety_days + SECOND).await;
    assert_eq!(people.get(&check).await.expect(200).body, json!({ "answer": "unknown" }));
    system.check().await;
}
