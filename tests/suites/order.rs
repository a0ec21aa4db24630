//! Many callers at once do anything to the same people: everything that they are answered fits one order of what was
//! done to each, in which nothing comes before what had ended when it began.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rollcall_tests::history::{Call, Recorder, can_be_true, check, lies};
use rollcall_tests::{Person, Scim, TestSystem, okta};
use serde_json::json;

const CALLERS: usize = 16;
const PEOPLE: usize = 8;
/// How often a caller does something to each of the people.
const TIMES: usize = 10;

/// Addresses that a person goes by. Nobody else ever has one of them.
const ADDRESSES: usize = 3;

/// What a caller does.
#[derive(Debug, Clone, Copy)]
enum Act {
    Create(usize),
    Read,
    Find(usize),
    SetActive(bool),
    Rename(usize),
    Delete,
}

/// What each caller does to whom: the same in every run. What comes of it is not.
fn plans() -> Vec<Vec<(usize, Act)>> {
    let act = prop_oneof![
        3 => (0..ADDRESSES).prop_map(Act::Create),
        4 => Just(Act::Read),
        3 => (0..ADDRESSES).prop_map(Act::Find),
        6 => any::<bool>().prop_map(Act::SetActive),
        3 => (0..ADDRESSES).prop_map(Act::Rename),
        1 => Just(Act::Delete),
    ];
    let plan = proptest::collection::vec((0..PEOPLE, act), PEOPLE * TIMES);
    let plans = proptest::collection::vec(plan, CALLERS);
    plans.new_tree(&mut TestRunner::deterministic()).unwrap().current()
}

/// Somebody whom all callers know.
#[derive(Debug)]
struct Known {
    scim: Scim,
    number: usize,
    /// The latest that somebody has been told.
    id: Mutex<Option<String>>,
}

impl Known {
    fn address(&self, which: usize) -> String {
        format!("person{}.{which}@example.com", self.number)
    }

    async fn act(&self, act: Act) {
        let id = self.id.lock().unwrap().clone();
        match (act, id.as_deref()) {
            (Act::Create(address), _) => self.create(address).await,
            (Act::Find(address), _) => {
                self.scim.filter(&format!("userName eq \"{}\"", self.address(address))).await;
            }
            (_, None) => self.create(0).await,
            (Act::Read, Some(id)) => _ = self.scim.get(&format!("/Users/{id}")).await,
            (Act::SetActive(active), Some(id)) => {
                let operations = json!([{ "op": "replace", "value": { "active": active } }]);
                self.scim.patch(id, operations).await;
            }
            (Act::Rename(address), Some(id)) => {
                let value = self.address(address);
                let operations = json!([{ "op": "replace", "path": "userName", "value": value }]);
                self.scim.patch(id, operations).await;
            }
            (Act::Delete, Some(id)) => _ = self.scim.delete(id).await,
        }
    }

    async fn create(&self, address: usize) {
        let directory_id = format!("00u{}", self.number);
        let person = Person::from(self.address(address).as_str()).with_directory_id(&directory_id);
        let answer = self.scim.post("/Users", &okta::creation(&person)).await;
        if answer.status == 201 {
            *self.id.lock().unwrap() = Some(answer.id());
        }
    }
}

async fn run(system: &TestSystem) -> Vec<Call> {
    let recorder = Recorder::of_people_apart();
    let people = (0..PEOPLE).map(|number| {
        let scim = system.scim().recorded(recorder.about(format!("person{number}")));
        Arc::new(Known { scim, number, id: Mutex::default() })
    });
    let people: Vec<Arc<Known>> = people.collect();
    let callers = plans().into_iter().map(|plan| {
        let people = people.clone();
        tokio::spawn(async move {
            for (person, act) in plan {
                people[person].act(act).await;
            }
        })
    });
    for caller in join_all(callers).await {
        caller.unwrap();
    }
    for person in &people {
        // Whoever is gone comes back, so that the last look shows somebody.
        person.act(Act::Create(0)).await;
        person.act(Act::Read).await;
    }
    recorder.calls()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_callers_are_answered_fits_one_order() {
    let system = TestSystem::start().await;
    let calls = run(&system).await;
    check(calls.clone()).unwrap_or_else(|violation| panic!("{violation}"));

    // And it would not, had a write been lost or come from nowhere.
    let lies = lies::without_a_write(&calls);
    assert!(!lies.is_empty(), "some writes can be missed");
    for (write, lie) in lies {
        assert!(!can_be_true(lie), "nobody misses {}: {write}", write.user);
    }
    let last: BTreeMap<_, &Call> = calls.iter().map(|call| (&call.user, call)).collect();
    for last in last.into_values() {
        assert!(!can_be_true(lies::with_a_lost_write(&calls, last)), "a write before it is lost: {last}");
    }
    system.check().await;
}
