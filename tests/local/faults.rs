//! A burst over a table that fails in all the ways DynamoDB does: everything ends applied, or is put off by a 429 that
//! says when to come again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use rollcall_tests::faulty::Fault;
use rollcall_tests::okta::creation;
use rollcall_tests::{Answer, LocalSystem, Person, Scim, patch_op};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

const PEOPLE: usize = 200;
const AT_ONCE: usize = 50;
const PERCENT: f64 = 5.0;

/// Sends as Okta does: on 429 again, ten times at most. Does not wait as long as it is told, or the test would.
async fn persist(scim: &Scim, method: Method, path: &str, body: &Value) -> (Answer, Vec<u16>) {
    let mut statuses = Vec::new();
    loop {
        let answer = scim.request(method.clone(), path).json(body).send().await;
        statuses.push(answer.status.as_u16());
        if answer.status != 429 || statuses.len() > 10 {
            return (answer, statuses);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// All at once, as far as connections allow; counts the answers by status.
async fn burst(
    scim: &Scim,
    requests: Vec<(Method, String, Value)>,
    statuses: &mut BTreeMap<u16, usize>,
) -> Vec<Answer> {
    let connections = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for (number, (method, path, body)) in requests.into_iter().enumerate() {
        let (scim, connections) = (scim.clone(), connections.clone());
        tasks.spawn(async move {
            let _one = connections.acquire().await.unwrap();
            (number, persist(&scim, method, &path, &body).await)
        });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_by_key(|(number, _)| *number);
    let answered = answers.into_iter().map(|(_, (answer, seen))| {
        for status in seen {
            *statuses.entry(status).or_default() += 1;
        }
        answer
    });
    answered.collect()
}

async fn assign_and_unassign_over(faults: &[Fault], percent: f64, seed: u64) {
    let (system, faulty) = LocalSystem::over_faulty_table(seed).await;
    let (scim, mut statuses) = (system.scim(), BTreeMap::new());
    faulty.fail(faults, percent);

    let people: Vec<_> =
        (0..PEOPLE).map(|number| Person::from(format!("person{number}@example.com").as_str())).collect();
    let creates = people.iter().map(|person| (Method::POST, "/Users".to_owned(), creation(person)));
    let created = burst(&scim, creates.collect(), &mut statuses).await;
    let off = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let paths = created.iter().map(|answer| format!("/Users/{}", answer.id()));
    let offs = paths.map(|path| (Method::PATCH, path, off.clone()));
    burst(&scim, offs.collect(), &mut statuses).await;
    let met = faulty.heal();

    assert!(met > 0, "{faults:?} never happened");
    statuses.retain(|status, _| ![200, 201, 429].contains(status));
    assert_eq!(statuses, BTreeMap::new(), "{faults:?}: other answers than 2xx and 429");
    let imported = system.okta().import().await;
    assert_eq!(imported.len(), PEOPLE, "{faults:?}");
    assert!(imported.iter().all(|user| user["active"] == false), "{faults:?}");
    system.advance(jiff::SignedDuration::from_mins(15)).await;
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_outlasts_throttling() {
    assign_and_unassign_over(&[Fault::Throttled], PERCENT, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_outlasts_transactions_that_collide() {
    assign_and_unassign_over(&[Fault::Conflict], PERCENT, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_outlasts_internal_errors_and_broken_connections() {
    assign_and_unassign_over(&[Fault::ServerError, Fault::Reset], PERCENT, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_outlasts_answers_that_get_lost() {
    assign_and_unassign_over(&[Fault::AnswerLost], PERCENT, 4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_outlasts_slowness_and_silence() {
    assign_and_unassign_over(&[Fault::Slow, Fault::Silence], PERCENT, 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_outlasts_everything_at_once() {
    // A fifth of all tries fails.
    assign_and_unassign_over(&Fault::ALL, 3.0, 6).await;
}

/// All tries of the SDK.
const TRIES: usize = 4;

/// Told 429, Okta would send the same again, be told 409, and stay stuck for ever.
#[tokio::test]
async fn a_person_whose_creation_was_not_heard_of_is_created_once_and_found() {
    let (system, faulty) = LocalSystem::over_faulty_table(7).await;
    let okta = system.okta();
    for tries in 1..=TRIES {
        let login = format!("ada{tries}@example.com");
        faulty.lose_answers("TransactWriteItems", tries);
        let ada = okta.create(login.as_str()).await.expect(201);
        assert_eq!(okta.find(&login).await["Resources"][0]["id"], ada["id"]);
    }
    system.check().await;
}

/// As long as there is time, it is asked again what became of it.
#[tokio::test]
async fn a_person_whose_creation_was_not_heard_of_is_found_once_the_table_is_back() {
    let (system, faulty) = LocalSystem::over_faulty_table(14).await;
    let okta = system.okta();
    let held = faulty.hold_answer("TransactWriteItems");
    let away = async {
        held.meanwhile(async { faulty.fail(&[Fault::ServerError], 100.0) }).await;
        tokio::time::sleep(Duration::from_secs(6)).await;
        faulty.heal();
    };
    let (created, ()) = tokio::join!(okta.create("ada@example.com"), away);
    let ada = created.expect(201);
    assert_eq!(okta.find("ada@example.com").await["Resources"][0]["id"], ada["id"]);
    system.check().await;
}

#[tokio::test]
async fn a_person_whose_linking_was_not_heard_of_is_linked() {
    let (system, faulty) = LocalSystem::over_faulty_table(8).await;
    let okta = system.okta();
    for tries in 1..=TRIES {
        let login = format!("ada{tries}@example.com");
        let native = system.native_user(&login).await;
        // Its address is guarded already; the externalId makes it a transaction.
        faulty.lose_answers("TransactWriteItems", tries);
        assert_eq!(okta.create(login.as_str()).await.expect(201)["id"], native);
        okta.unassign(&okta.assign(login.as_str()).await).await.expect(200);
        // Nothing but the account itself is written.
        faulty.lose_answers("PutItem", tries);
        assert_eq!(okta.create(login.as_str()).await.expect(201)["id"], native);
    }
    system.check().await;
}

/// Said twice, or not heard of: it is the same.
#[tokio::test]
async fn a_change_that_was_not_heard_of_is_there_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(9).await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    for tries in 1..TRIES {
        faulty.lose_answers("PutItem", tries);
        assert_eq!(okta.unassign(&ada).await.expect(200)["active"], false);
        faulty.lose_answers("PutItem", tries);
        assert_eq!(okta.reactivate(&ada).await.expect(200)["active"], true);
        let login = format!("ada{tries}@example.com");
        faulty.lose_answers("TransactWriteItems", tries);
        assert_eq!(okta.rename(&ada, &login).await.answer.expect(200)["userName"], login.as_str());
    }
    system.check().await;
}

/// The SDK sends a write again whose answer got lost. Whoever changed the account in between has the last word.
#[tokio::test]
async fn a_change_that_was_not_heard_of_is_not_made_again_over_a_later_one() {
    let (system, faulty) = LocalSystem::over_faulty_table(11).await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    // What the directory was heard of is noted after its answer, by the same operation.
    let held = faulty.hold_answer_about("PutItem", &ada.id);
    let (unassigned, ()) = tokio::join!(
        okta.unassign(&ada),
        held.meanwhile(async {
            okta.reactivate(&ada).await.expect(200);
        })
    );
    assert_eq!(unassigned.expect(200)["active"], false);
    assert_eq!(okta.find("ada@example.com").await["Resources"][0]["active"], true);
    system.check().await;
}

#[tokio::test]
async fn a_change_under_a_condition_that_was_not_heard_of_is_not_refused_for_having_been_made() {
    let (system, faulty) = LocalSystem::over_faulty_table(12).await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    faulty.lose_answers("PutItem", 1);
    let off = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let request = scim.request(Method::PATCH, &format!("/Users/{}", ada.id)).if_match(ada.answer.etag());
    assert_eq!(request.json(&off).send().await.expect(200)["active"], false);
    system.check().await;
}

/// The outbox works over the same table, on a stream whose batches come twice, late, in another order, or are broken
/// off in the middle.
#[tokio::test(flavor = "multi_thread")]
async fn what_changes_owe_is_done_over_a_faulty_table_and_a_disturbed_stream() {
    let (system, faulty) = LocalSystem::over_faulty_table(10).await;
    let (okta, scim, mut statuses) = (system.okta(), system.scim(), BTreeMap::new());
    let mut people = Vec::new();
    for number in 0..24 {
        people.push(okta.assign(format!("old{number}@example.com").as_str()).await);
    }
    system.settle().await;
    system.disturb_stream(60);
    faulty.fail(&Fault::ALL, PERCENT);
    let rename = |value: String| patch_op(&json!([{ "op": "replace", "path": "userName", "value": value }]));
    let off = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let requests = people.iter().enumerate().map(|(number, person)| {
        let body = if number % 2 == 0 { rename(format!("new{number}@example.com")) } else { off.clone() };
        (Method::PATCH, format!("/Users/{}", person.id), body)
    });
    burst(&scim, requests.collect(), &mut statuses).await;
    statuses.retain(|status, _| ![200, 429].contains(status));
    assert_eq!(statuses, BTreeMap::new());
    // What is disturbed now comes again.
    for _ in 0..3 {
        system.try_advance(jiff::SignedDuration::from_mins(15)).await;
    }
    faulty.heal();
    system.disturb_stream(0);
    system.advance(jiff::SignedDuration::from_mins(30)).await;

    let to: Vec<_> = system.mails().await.into_iter().map(|mail| mail.to).collect();
    for number in (0..24).step_by(2) {
        for address in [format!("old{number}@example.com"), format!("new{number}@example.com")] {
            assert!(to.contains(&address), "{address} got no mail");
        }
    }
    let events = system.events().await;
    let told_of = |id: &str| {
        events.iter().any(|event| event.detail_type == "user.deactivated" && event.detail["userId"] == id)
    };
    let unassigned = people.iter().skip(1).step_by(2);
    assert!(unassigned.map(|person| &person.id).all(|id| told_of(id)), "a deactivation was not announced");
    assert_eq!(system.planned_runs().len(), 1, "one run for the hour");
    assert!(system.snapshot().await.is_settled(), "somebody is owed a mail or an entry of a history");
    system.check().await;
}
