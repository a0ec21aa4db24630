//! Any history at all: whatever directories do in whatever order, the table never contradicts itself and lists show
//! who is there.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rollcall_tests::{Answer, LocalSystem, Person, Scim};
use serde_json::json;

/// Few addresses and few directory ids, so that people meet.
const ADDRESSES: usize = 4;
const DIRECTORY_IDS: usize = 3;
/// How many different people the histories are about.
const PEOPLE: usize = 4;

/// One thing a directory does.
#[derive(Debug, Clone)]
enum Step {
    /// The product makes an account of its own.
    SignUp { address: usize },
    /// `POST`.
    Create { address: usize, directory_id: usize },
    /// `PATCH` of one known person.
    Patch { person: usize, path: &'static str, value: serde_json::Value },
    /// `DELETE` of one known person.
    Delete { person: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let login = (0..ADDRESSES).prop_map(|address| json!(login(address)));
    let directory_id = (0..DIRECTORY_IDS).prop_map(|id| json!(directory_id(id)));
    let change = prop_oneof![
        3 => login.prop_map(|value| ("userName", value)),
        3 => any::<bool>().prop_map(|active| ("active", json!(active))),
        1 => directory_id.prop_map(|value| ("externalId", value)),
    ];
    let step = prop_oneof![
        1 => (0..ADDRESSES).prop_map(|address| Step::SignUp { address }),
        4 => (0..ADDRESSES, 0..DIRECTORY_IDS)
            .prop_map(|(address, directory_id)| Step::Create { address, directory_id }),
        6 => (0..PEOPLE, change).prop_map(|(person, (path, value))| Step::Patch { person, path, value }),
        2 => (0..PEOPLE).prop_map(|person| Step::Delete { person }),
    ];
    proptest::collection::vec(step, 1..40)
}

fn login(number: usize) -> String {
    format!("person{number}@example.com")
}

fn directory_id(number: usize) -> String {
    format!("00u{number}")
}

/// Those who came in, in order of coming.
#[derive(Default)]
struct Known {
    ids: Vec<String>,
    linked: BTreeSet<String>,
}

impl Known {
    fn id(&self, person: usize) -> Option<&str> {
        self.ids.get(person % self.ids.len().max(1)).map(String::as_str)
    }

    fn came_in(&mut self, id: String) {
        if !self.ids.contains(&id) {
            self.ids.push(id.clone());
        }
        self.linked.insert(id);
    }
}

async fn apply(system: &LocalSystem, scim: &Scim, step: &Step, known: &mut Known) {
    match step {
        Step::SignUp { address } => {
            // The address may be taken; then the product cannot have it either.
            let _ = system.try_native_user(&login(*address)).await;
        }
        Step::Create { address, directory_id: id } => {
            let person = Person::from(login(*address).as_str()).with_directory_id(&directory_id(*id));
            let answer = system.okta().create(person).await;
            match answer.status.as_u16() {
                201 => {
                    known.came_in(answer.id());
                    // Whose place it may be gave that away.
                    let table = system.table().snapshot().await;
                    known.linked.retain(|id| {
                        table
                            .get(&format!("T#demo#U#{id}"), "USER")
                            .is_none_or(|item| item["replaced"].is_null())
                    });
                }
                status => assert_eq!(status, 409, "{answer}"),
            }
        }
        Step::Patch { person, path, value } => {
            let Some(id) = known.id(*person) else { return };
            let answer = scim.patch(id, json!([{ "op": "replace", "path": path, "value": value }])).await;
            let expected: &[u16] = if known.linked.contains(id) { &[200, 409] } else { &[404] };
            assert!(expected.contains(&answer.status.as_u16()), "{answer}");
            if answer.status == 200 {
                assert_eq!(&answer[*path], value);
            }
        }
        Step::Delete { person } => {
            let Some(id) = known.id(*person).map(str::to_owned) else { return };
            let expected = if known.linked.remove(&id) { 204 } else { 404 };
            let _: Answer = scim.delete(&id).await.expect(expected);
        }
    }
}

async fn run(history: Vec<Step>) {
    let system = LocalSystem::start().await;
    let scim = system.scim();
    let mut known = Known::default();
    for step in &history {
        apply(&system, &scim, step, &mut known).await;
    }
    let listed: BTreeSet<_> =
        system.okta().import().await.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(listed, known.linked);
    system.check().await;
}

#[test]
fn no_history_makes_the_table_contradict_itself() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps(), |history| {
        runtime.block_on(run(history));
        Ok(())
    });
    outcome.unwrap();
}
