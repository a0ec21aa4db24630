//! Everybody of an org at once, as `make burst` does it with thousands: assigned, taken off, some taken back and renamed.

use std::time::Duration;

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use rollcall_tests::burst::{End, Given, Manners, Operation, Org, Phase, Verdict, judge, recipients};
use rollcall_tests::faulty::Fault;

const PEOPLE: usize = 60;
const CONNECTIONS: usize = 20;

/// Plays an org once its groups give something, between `begin` and `meanwhile`, and says what came of it.
async fn play(
    system: &LocalSystem,
    manners: Manners,
    begin: impl FnOnce(),
    meanwhile: impl AsyncFnOnce(),
) -> Verdict {
    let scim_url = format!("{}/scim/v2", system.base_url());
    let mut org = Org::new(&scim_url, &system.demo().token, PEOPLE, CONNECTIONS, manners);
    let given = Given::declare(&system.people(), &org.make_groups().await.unwrap()).await;
    begin();
    for phase in Phase::ALL.into_iter().chain(Phase::OF_GROUPS) {
        org.play(phase).await;
    }
    meanwhile().await;
    let listed = org.read_back().await;
    let snapshot = system.snapshot().await;
    let (invitations, mails) = recipients(system.mails().await);
    let end = End {
        accounts: listed.accounts,
        list_faults: listed.faults,
        groups: listed.groups,
        given,
        invitations,
        mails,
        events: system.events().await,
        contradictions: [snapshot.contradictions_at_rest(), snapshot.roles_against_the_rules()].concat(),
        history: org.history(),
    };
    judge(org.members(), org.calls(), &end)
}

fn assert_all_is_well(system: &LocalSystem, verdict: &Verdict) {
    assert_eq!(verdict.faults, []);
    assert_eq!((verdict.people, verdict.right), (PEOPLE, PEOPLE));
    // Of sixty people twenty come back, and six of them are renamed.
    assert_eq!((verdict.mails_owed, verdict.mails_sent), (12, 12));
    assert_eq!(verdict.invited, 20, "who is active");
    assert_eq!((verdict.deletions, verdict.memberships), (40, PEOPLE));
    assert_eq!(system.planned_runs().len(), verdict.purge_runs);
    assert_eq!(verdict.order.people, PEOPLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_loses_nothing_and_does_nothing_twice() {
    let system = LocalSystem::start().await;
    let verdict = play(&system, Manners::default(), || {}, async || {}).await;
    assert_all_is_well(&system, &verdict);
    // Of the twenty whom only `PATCH` took off, and who stayed away, it is known for each write that it would be missed:
    // that they were assigned and taken off, came into a group, came into another and went out of the first.
    assert_eq!(verdict.order.missed, 5 * 20);
    system.check().await;
}

/// A fifth of all that is asked of the table fails, in all ways at once. What the directory is told is true all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_over_a_table_that_fails_loses_nothing_and_is_told_the_truth() {
    let (system, faulty) = LocalSystem::over_faulty_table(13).await;
    let manners = Manners { longest_wait: Duration::from_millis(50), ..Manners::default() };
    let begin = || faulty.fail(&Fault::ALL, 3.0);
    let verdict = play(&system, manners, begin, async || {
        system.try_advance(SignedDuration::ZERO).await;
        assert!(faulty.heal() > 0, "nothing failed");
        // A mail that could not be sent is due again ten minutes later, at the next sweep.
        system.advance(SignedDuration::from_mins(30)).await;
    })
    .await;
    assert_all_is_well(&system, &verdict);
    assert!(verdict.order.missed > 0, "no history was made without one of its writes");
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
        Operation::CreateGroup { .. } => "create a group",
        Operation::ChangeMembers { is_in: true, .. } => "come in",
        Operation::ChangeMembers { is_in: false, .. } => "go out",
        Operation::ReadGroup { .. } => "read a group",
        Operation::List { .. } => "page",
    }
}
