//! The local system is killed, as a laptop's battery would, and started again on what it left.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use rollcall_tests::process::Process;
use rollcall_tests::{Person, Scim, kills};
use tokio::sync::Notify;

const PLANNED: usize = 1000;
const KILLED_AT: usize = 300;
const WORKERS: usize = 8;

/// Creates its share of the people until nobody answers any more; gives those that were acknowledged.
async fn create_until_it_dies(
    scim: Scim,
    numbers: impl Iterator<Item = usize>,
    acknowledged: Arc<AtomicUsize>,
    enough: Arc<Notify>,
) -> Vec<(String, Person)> {
    let mut created = Vec::new();
    for number in numbers {
        let person = Person::from(format!("user{number}@example.com").as_str());
        let body = rollcall_tests::okta::creation(&person);
        let request = scim.request(reqwest::Method::POST, "/Users").json(&body);
        match request.try_send().await {
            Ok(answer) => created.push((answer.expect(201).id(), person)),
            Err(_) => break,
        }
        if acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == KILLED_AT {
            enough.notify_one();
        }
    }
    created
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_a_thousand_creates_loses_nobody_who_was_acknowledged() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut system = Process::start(data_dir.path()).await;
    let (acknowledged, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let workers = (0..WORKERS).map(|worker| {
        let numbers = (worker..PLANNED).step_by(WORKERS);
        tokio::spawn(create_until_it_dies(system.scim(), numbers, acknowledged.clone(), enough.clone()))
    });
    let workers: Vec<_> = workers.collect();
    enough.notified().await;
    system.kill();
    let created: Vec<_> = join_all(workers).await.into_iter().flat_map(Result::unwrap).collect();
    assert!((KILLED_AT..PLANNED).contains(&created.len()), "killed in the middle, after {}", created.len());

    let system = Process::start(data_dir.path()).await;
    let table = system.table().snapshot().await;
    table.check_consistency();
    let stored: std::collections::HashMap<_, _> =
        table.users().into_iter().map(|user| (user.id, user)).collect();
    for (id, person) in &created {
        assert_eq!(stored[id.as_str()].user_name, person.login);
    }
    // At most one more for each worker was written whose answer did not arrive.
    assert!(stored.len() <= created.len() + WORKERS, "{} of {}", created.len(), stored.len());
    let (id, person) = created.last().unwrap();
    let found = system.okta().find(&person.login).await.expect(200);
    assert_eq!(found["Resources"][0]["id"], id.as_str());
}

#[tokio::test]
async fn a_restart_goes_on_with_the_same_tenant_and_token() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut first = Process::start(data_dir.path()).await;
    let ada = first.okta().assign("ada@example.com").await;
    let token = first.ready.token.clone();
    first.kill();
    let second = Process::start(data_dir.path()).await;
    let read = second.scim().with_token(token).get(&format!("/Users/{}", ada.id)).await.expect(200);
    assert_eq!(read["userName"], "ada@example.com");
    assert_eq!(read.etag(), ada.answer.etag());
}

/// `make burst ARGS='--kills 10'` does it with thousands.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_a_change_of_many_members_leaves_the_old_list_or_the_new_one() {
    let data_dir = tempfile::tempdir().unwrap();
    let kills = kills::in_a_put(data_dir.path(), 300, 4, 7).await;
    assert!(kills.iter().any(|kill| !kill.answered), "none was killed in the middle: {kills:?}");
    for kill in &kills {
        assert!(kill.faults.is_empty(), "{kill:#?}");
    }
}
