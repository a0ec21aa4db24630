//! Everybody of an org at once, as `make burst` does it with thousands: assigned, taken off, some taken back and renamed.

use rollcall_tests::LocalSystem;
use rollcall_tests::burst::{End, Manners, Operation, Org, Phase, judge};

const PEOPLE: usize = 60;
const CONNECTIONS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_loses_nothing_and_does_nothing_twice() {
    let system = LocalSystem::start().await;
    let scim_url = format!("{}/scim/v2", system.base_url());
    let mut org = Org::new(&scim_url, &system.demo().token, PEOPLE, CONNECTIONS, Manners::default());
    for phase in Phase::ALL {
        org.play(phase).await;
    }
    let listed = org.read_back().await;
    let end = End {
        accounts: listed.accounts,
        list_faults: listed.faults,
        mails: system.mails().await.into_iter().map(|mail| mail.to).collect(),
        contradictions: system.snapshot().await.contradictions(),
        history: org.history(),
    };
    let verdict = judge(org.members(), org.calls(), &end);
    assert_eq!(verdict.faults, []);
    assert_eq!((verdict.people, verdict.right), (PEOPLE, PEOPLE));
    // Of sixty people twenty come back, and six of them are renamed.
    assert_eq!((verdict.mails_owed, verdict.mails_sent), (12, 12));
    assert_eq!(verdict.deletions, 40);
    assert_eq!(system.planned_runs().len(), verdict.purge_runs);
    system.check().await;
}

/// Half of the people are taken off by `PATCH`, half by `GET` and `PUT`, and all of it is on record.
#[tokio::test]
async fn every_request_of_a_burst_is_on_record() {
    let system = LocalSystem::start().await;
    let scim_url = format!("{}/scim/v2", system.base_url());
    let mut org = Org::new(&scim_url, &system.demo().token, 2, 1, Manners::default());
    org.play(Phase::Assign).await;
    org.play(Phase::Deactivate).await;
    let said: Vec<_> = org.calls().map(|call| (call.user.as_str(), said(&call.operation))).collect();
    let (first, second) = ("person0@example.com", "person1@example.com");
    assert_eq!(
        said,
        [
            (first, "look-up"),
            (first, "create"),
            (second, "look-up"),
            (second, "create"),
            (first, "read"),
            (first, "put, inactive"),
            (second, "patch, inactive"),
        ]
    );
    assert!(org.calls().all(|call| call.returned_at.is_some_and(|at| at >= call.invoked_at)));
    system.check().await;
}

fn said(operation: &Operation) -> &'static str {
    match operation {
        Operation::Find { .. } => "look-up",
        Operation::Create { .. } => "create",
        Operation::Read { .. } => "read",
        Operation::Replace { active: false, .. } => "put, inactive",
        Operation::Replace { active: true, .. } => "put, active",
        Operation::SetActive { active: false, .. } => "patch, inactive",
        Operation::SetActive { active: true, .. } => "patch, active",
        Operation::List { .. } => "page",
    }
}
