//! Runs of the purge that overlap, race with the directory, or break off anywhere.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::Store;
use rollcall_purge::{Purge, Report};
use rollcall_schedule::{PurgeRun, ScheduleError, Scheduler};
use rollcall_tests::broken::{Broken, at_every_call};
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::resource::account;
use rollcall_tests::{Answer, LocalSystem, Visitor};
use serde_json::json;

/// Notes what is planned.
#[derive(Debug, Clone, Default)]
struct Notes(Arc<std::sync::Mutex<Vec<String>>>);

impl Scheduler for Notes {
    async fn plan(&self, run: &PurgeRun) -> Result<(), ScheduleError> {
        self.0.lock().unwrap().push(run.name.clone());
        Ok(())
    }
}

fn purge(store: Store, at: Timestamp) -> Purge<Notes> {
    Purge::new(store, Notes::default(), Arc::new(StoppedClock(at)))
}

fn store(system: &LocalSystem) -> Store {
    let (client, table) = system.table().parts();
    Store::new(client, table)
}

/// People who were assigned and unassigned, and a moment at which all of them are due.
async fn unassigned(system: &LocalSystem, people: usize) -> (Vec<String>, Timestamp) {
    let okta = system.okta();
    let mut ids = Vec::with_capacity(people);
    for number in 0..people {
        let person = okta.assign(format!("user{number}@example.com").as_str()).await;
        okta.unassign(&person).await.expect(200);
        ids.push(person.id);
    }
    system.settle().await;
    (ids, system.now().await + SignedDuration::from_hours(14 * 24))
}

/// Each of a thousand is reactivated while a run deletes them: whoever commits first has it whole, and the answer says
/// which it was.
#[tokio::test(flavor = "multi_thread")]
async fn a_reactivation_and_a_deletion_never_both_win_nor_both_lose() {
    const PEOPLE: usize = 1_000;
    const CALLERS: usize = 24;
    let system = LocalSystem::start().await;
    let ids = system.seed(PEOPLE).await;
    let off = json!([{ "op": "replace", "value": { "active": false } }]);
    let on = json!([{ "op": "replace", "value": { "active": true } }]);
    for_all(&system, &ids, CALLERS, &off).await;
    system.settle().await;
    let due = system.now().await + SignedDuration::from_hours(14 * 24);

    // The run takes them in the order of the index, the directory in another: they meet all the way through.
    let run = purge(store(&system), due);
    let (report, answers) = tokio::join!(
        tokio::spawn(async move { run.run(None).await.unwrap() }),
        for_all(&system, &ids, CALLERS, &on)
    );
    let report = report.unwrap();
    let table = system.snapshot().await;
    let mut alive = 0;
    for (id, status) in answers {
        let key = format!("T#demo#U#{id}");
        let (user, tombstone) = (table.get(&key, "USER"), table.get(&key, "TOMBSTONE"));
        match (status, user, tombstone) {
            (200, Some(user), None) => {
                assert!(user["purgeAt"].is_null(), "alive, and not due: {user}");
                alive += 1;
            }
            (404, None, Some(_)) => {}
            other => panic!("{id}: {other:?}"),
        }
    }
    assert!(alive > 0 && alive < PEOPLE, "both have won some: {alive} are alive, {report:?}");
    assert_eq!((report.deleted, report.failed), (PEOPLE - alive, 0));
    system.check().await;
}

/// Sends the patch to everybody, by so many callers at once; gives the status of each answer.
async fn for_all(
    system: &LocalSystem,
    ids: &[String],
    callers: usize,
    operations: &serde_json::Value,
) -> Vec<(String, u16)> {
    let tasks = (0..callers).map(|caller| {
        let (scim, operations) = (system.scim(), operations.clone());
        let mine: Vec<String> = ids.iter().skip(caller).step_by(callers).cloned().collect();
        tokio::spawn(async move {
            let mut answers = Vec::with_capacity(mine.len());
            for id in mine {
                let status = scim.patch(&id, operations.clone()).await.status.as_u16();
                answers.push((id, status));
            }
            answers
        })
    });
    let tasks: Vec<_> = tasks.collect();
    join_all(tasks).await.into_iter().flat_map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn overlapping_runs_delete_everybody_once() {
    let system = LocalSystem::start().await;
    let (ids, due) = unassigned(&system, 40).await;
    let runs = join_all((0..4).map(|_| {
        let run = purge(store(&system), due);
        tokio::spawn(async move { run.run(None).await.unwrap() })
    }));
    let reports: Vec<Report> = runs.await.into_iter().map(Result::unwrap).collect();
    assert!(reports.iter().all(|report| report.failed == 0), "{reports:?}");
    let table = system.snapshot().await;
    assert!(table.users().is_empty());
    assert_eq!(table.items().filter(|(_, sk, _)| *sk == "TOMBSTONE").count(), ids.len());
    assert_eq!(
        purge(store(&system), due).run(None).await.unwrap(),
        Report::default(),
        "nothing is due any more"
    );
    system.check().await;
}

/// The run is broken off at each call that it makes, before it and after it; then another one goes on.
#[tokio::test]
async fn a_run_that_breaks_off_anywhere_is_finished_by_the_next() {
    let system = LocalSystem::start().await;
    at_every_call(20, async |broken, name| break_off(&system, broken, name).await).await;
    system.check().await;
}

async fn break_off(system: &LocalSystem, broken: &Broken, name: &str) {
    let okta = system.okta();
    let ada = okta.assign(format!("{name}@example.com").as_str()).await;
    let address = format!("{name}@new.example.com");
    let ada = okta.rename(&ada, &address).await;
    let link = system.link_for(&address).await;
    okta.unassign(&ada).await.expect(200);
    system.settle().await;
    let due = system.now().await + SignedDuration::from_hours(14 * 24);

    let _: Result<Report, _> = purge(broken.store(system.table()), due).run(None).await;
    let alive = system.scim().get(&format!("/Users/{}", ada.id)).await.status == 200;
    let partition = format!("T#demo#U#{}", ada.id);
    let buried = system.snapshot().await.get(&partition, "TOMBSTONE").is_some();
    assert_eq!(alive, !buried, "wholly alive or wholly gone: {name}");

    purge(store(system), due).run(None).await.unwrap();
    let table = system.snapshot().await;
    assert!(!table.mentions(name), "{name} is still in the table");
    let left: Vec<_> = table.items().filter(|(pk, ..)| *pk == partition).collect();
    let [(_, "TOMBSTONE", tombstone)] = left.as_slice() else { panic!("{name}: {left:?}") };
    assert!(tombstone["purgePk"].is_null(), "{name}: no longer due: {tombstone}");
    Visitor::default().open(&link).await.expect(404, "");
}

/// A run with no time left does nothing but see to it that another one follows.
#[tokio::test]
async fn a_run_out_of_time_plans_its_continuation() {
    let system = LocalSystem::start().await;
    let (ids, due) = unassigned(&system, 3).await;
    let notes = Notes::default();
    let run = Purge::new(store(&system), notes.clone(), Arc::new(StoppedClock(due)));
    let report = run.run(Some(due + SignedDuration::from_secs(20))).await.unwrap();
    assert_eq!((report.left, report.deleted), (ids.len(), 0));
    let planned = notes.0.lock().unwrap().clone();
    let [name] = planned.as_slice() else { panic!("{planned:?}") };
    assert!(name.starts_with("purge-2026-03-16T") && name.ends_with("-more"), "{name}");
    let report = run.run(Some(due + SignedDuration::from_mins(10))).await.unwrap();
    assert_eq!((report.left, report.deleted), (0, ids.len()));
    system.check().await;
}

#[tokio::test]
async fn a_run_says_how_late_the_oldest_was_that_it_found_due() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let away = okta.unassign(&ada).await.expect(200);
    let late = purge_at(&away) + SignedDuration::from_mins(90);
    let report = purge(store(&system), late).run(None).await.unwrap();
    let expected = Report { due: 1, deleted: 1, overdue: SignedDuration::from_mins(90), ..Report::default() };
    assert_eq!(report, expected);
    assert_eq!(purge(store(&system), late).run(None).await.unwrap().overdue, SignedDuration::ZERO);
    system.check().await;
}

/// When the account in the answer is due.
fn purge_at(answer: &Answer) -> Timestamp {
    account(answer)["purgeAt"].as_str().unwrap().parse().unwrap()
}

/// The index is behind, or somebody came back since it was read.
#[tokio::test]
async fn who_is_no_longer_due_is_spared() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let away = okta.unassign(&ada).await.expect(200);
    let purge_at = purge_at(&away);
    let early = purge(store(&system), purge_at - SignedDuration::from_millis(1));
    assert_eq!(early.run(None).await.unwrap(), Report::default());
    okta.reactivate(&ada).await.expect(200);
    assert_eq!(purge(store(&system), purge_at).run(None).await.unwrap(), Report::default());
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect(200);
    system.check().await;
}
