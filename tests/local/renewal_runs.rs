//! Runs of the renewal that overlap, meet changes of the people, come late, or break off anywhere.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::Store;
use rollcall_renewal::{Renewal, Report};
use rollcall_tests::broken::{Broken, at_every_call};
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::okta::Assigned;
use rollcall_tests::table::Snapshot;
use rollcall_tests::{LocalSystem, TestSystem};

fn renewal(store: Store, at: &str) -> Renewal {
    Renewal::new(store, Arc::new(StoppedClock(at.parse().unwrap())))
}

fn store(system: &LocalSystem) -> Store {
    let (client, table) = system.table().parts();
    Store::new(client, table)
}

/// Runs once, at a time to which the system's own clock does not come.
async fn renew(system: &LocalSystem, at: &str) -> Report {
    renewal(store(system), at).run(None).await.unwrap()
}

/// People who signed in in March.
async fn signed_in(system: &TestSystem, people: usize) -> Vec<Assigned> {
    let mut all = Vec::with_capacity(people);
    for number in 0..people {
        let person = system.member(&format!("user{number}@example.com")).await;
        system.people().sign_in(&person.id).await.expect(200);
        all.push(person);
    }
    system.snapshot().await;
    all
}

/// First days of a person's lines, in order.
fn billed<'a>(table: &'a Snapshot, id: &str) -> Vec<&'a str> {
    let lines = table.items().filter(|(pk, _, item)| pk.starts_with("T#demo#B#") && item["userId"] == id);
    lines.map(|(_, _, item)| item["billableFrom"].as_str().unwrap()).collect()
}

fn renewed_until(table: &Snapshot) -> String {
    table.get("T#demo", "TENANT").unwrap()["renewedUntil"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_run_bills_everybody_once_and_the_next_finds_nothing_to_do() {
    let system = LocalSystem::start().await;
    let all = signed_in(&system, 20).await;
    assert_eq!(renew(&system, "2026-04-01T00:04:59Z").await, Report::default(), "too early");
    let expected = Report { tenants: 1, renewed: 20, ..Report::default() };
    assert_eq!(renew(&system, "2026-04-01T00:05:00Z").await, expected);
    assert_eq!(renew(&system, "2026-04-01T01:10:00Z").await, Report::default());
    let table = system.snapshot().await;
    for person in &all {
        assert_eq!(billed(&table, &person.id), ["2026-03-02", "2026-04-01"]);
    }
    assert_eq!(renewed_until(&table), "2026-05-01");
    system.check().await;
}

#[tokio::test]
async fn a_run_that_comes_months_late_bills_every_month() {
    let system = LocalSystem::start().await;
    let all = signed_in(&system, 2).await;
    renew(&system, "2026-07-15T09:10:00Z").await;
    let table = system.snapshot().await;
    let months = ["2026-03-02", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"];
    assert_eq!(billed(&table, &all[0].id), months);
    assert_eq!(renewed_until(&table), "2026-08-01");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn overlapping_runs_bill_everybody_once() {
    let system = LocalSystem::start().await;
    let all = signed_in(&system, 40).await;
    let runs = join_all((0..4).map(|_| {
        let run = renewal(store(&system), "2026-04-02T00:10:00Z");
        tokio::spawn(async move { run.run(None).await.unwrap() })
    }));
    let reports: Vec<Report> = runs.await.into_iter().map(Result::unwrap).collect();
    assert!(reports.iter().all(|report| report.failed == 0), "{reports:?}");
    assert_eq!(reports.iter().map(|report| report.renewed).sum::<usize>(), all.len(), "{reports:?}");
    let table = system.snapshot().await;
    for person in &all {
        assert_eq!(billed(&table, &person.id), ["2026-03-02", "2026-04-01"]);
    }
    system.check().await;
}

/// The directory renames everybody while the run goes through them.
#[tokio::test(flavor = "multi_thread")]
async fn who_changes_while_a_run_is_at_them_keeps_the_change_and_is_billed() {
    let system = LocalSystem::start().await;
    let all = signed_in(&system, 40).await;
    let run = renewal(store(&system), "2026-04-02T00:10:00Z");
    let renames = all.iter().map(|person| {
        let (okta, person) = (system.okta(), person.clone());
        tokio::spawn(async move {
            let login = format!("new-{}", person.person.login);
            okta.rename(&person, &login).await.answer.expect(200);
        })
    });
    let renames: Vec<_> = renames.collect();
    let (report, renames) = tokio::join!(run.run(None), join_all(renames));
    renames.into_iter().for_each(|rename| rename.unwrap());
    assert_eq!(report.unwrap(), Report { tenants: 1, renewed: 40, ..Report::default() });
    let table = system.snapshot().await;
    for person in &all {
        assert_eq!(billed(&table, &person.id), ["2026-03-02", "2026-04-01"]);
    }
    assert!(table.users().iter().all(|user| user.user_name.starts_with("new-")));
    system.check().await;
}

/// The run is broken off at each call that it makes, before it and after it; then another one goes on.
#[tokio::test]
async fn a_run_that_breaks_off_anywhere_is_finished_by_the_next() {
    let system = LocalSystem::start().await;
    at_every_call(18, async |broken, name| break_off(&system, broken, name).await).await;
    system.check().await;
}

async fn break_off(system: &LocalSystem, broken: &Broken, name: &str) {
    let ada = system.member(&format!("{name}@example.com")).await;
    system.people().sign_in(&ada.id).await.expect(200);
    system.settle().await;
    let april = "2026-04-01".parse().unwrap();
    system.configure(|tenant| tenant.renewed_until = Some(april)).await;
    let now = "2026-04-01T00:10:00Z";
    let _: Result<Report, _> = renewal(broken.store(system.table()), now).run(None).await;
    let report = renew(system, now).await;
    assert_eq!(report.failed, 0, "{name}: {report:?}");
    let table = system.snapshot().await;
    assert_eq!(billed(&table, &ada.id), ["2026-03-02", "2026-04-01"], "{name}");
    assert_eq!(renewed_until(&table), "2026-05-01", "{name}");
}

#[tokio::test]
async fn a_run_out_of_time_leaves_the_rest_to_the_next() {
    let system = LocalSystem::start().await;
    signed_in(&system, 3).await;
    let now: Timestamp = "2026-04-01T00:10:00Z".parse().unwrap();
    let run = renewal(store(&system), "2026-04-01T00:10:00Z");
    let report = run.run(Some(now + SignedDuration::from_secs(20))).await.unwrap();
    assert_eq!(report, Report { tenants: 1, left: 1, ..Report::default() });
    assert_eq!(renewed_until(&system.snapshot().await), "2026-04-01", "not done");
    let report = run.run(Some(now + SignedDuration::from_mins(10))).await.unwrap();
    assert_eq!(report, Report { tenants: 1, renewed: 3, ..Report::default() });
    system.check().await;
}
