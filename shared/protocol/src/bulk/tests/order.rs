//! The order of operations, by example and held to a naive model.

use std::collections::{HashMap, HashSet};

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::request;
use crate::bulk::{Operation, Turn, order};

fn post(bulk_id: &str, refers_to: &[&str]) -> Value {
    let members: Vec<Value> =
        refers_to.iter().map(|other| json!({ "value": format!("bulkId:{other}") })).collect();
    json!({ "method": "POST", "path": "/Groups", "bulkId": bulk_id, "data": { "members": members } })
}

fn ordered(operations: &[Value]) -> Vec<Turn> {
    order(&request(&json!(operations)).operations)
}

#[test]
fn operations_are_done_as_sent_unless_one_refers_to_a_later_one() {
    use Turn::Do;
    assert_eq!(ordered(&[post("a", &[]), post("b", &["a"]), post("c", &[])]), [Do(0), Do(1), Do(2)]);
    // The first waits for the third, and is done right after it.
    let waiting = [post("a", &["c"]), post("b", &[]), post("c", &["b"]), post("d", &[])];
    assert_eq!(ordered(&waiting), [Do(1), Do(2), Do(0), Do(3)]);
    let unknown = [post("a", &["nobody"]), post("b", &[])];
    assert_eq!(ordered(&unknown), [Do(0), Do(1)]);
}

#[test]
fn what_leads_to_a_circle_is_never_done_and_keeps_nothing_waiting() {
    use Turn::{Circular, Do};
    assert_eq!(ordered(&[post("a", &["a"])]), [Circular(0)]);
    let circle = [post("a", &["b"]), post("b", &["a"]), post("c", &["a"]), post("d", &[])];
    assert_eq!(ordered(&circle), [Circular(0), Circular(1), Circular(2), Do(3)]);
    let patch = |refers_to: &str| json!({ "method": "PATCH", "path": "/Groups/1", "data": { "x": format!("bulkId:{refers_to}") } });
    let beside = [post("a", &["a"]), patch("a"), patch("d"), post("d", &[])];
    assert_eq!(ordered(&beside), [Circular(0), Circular(1), Do(3), Do(2)]);
}

#[test]
fn operations_on_one_resource_keep_their_order() {
    use Turn::Do;
    let patch = json!({ "method": "PATCH", "path": "/Groups/1", "data": { "x": "bulkId:a" } });
    let delete = json!({ "method": "DELETE", "path": "/Groups/1" });
    assert_eq!(ordered(&[patch, delete, post("a", &[])]), [Do(2), Do(0), Do(1)]);
}

/// Operations of which some make `0`, `1`, …, and each refers to some of these, or to what nobody makes.
fn operations() -> impl Strategy<Value = Vec<Value>> {
    let operation = (any::<bool>(), 0..4_usize, vec(0..14_usize, 0..3));
    vec(operation, 1..12).prop_map(|operations| {
        let made = operations.into_iter().enumerate().map(|(at, (is_post, on, refers_to))| {
            let refers_to: Vec<String> = refers_to.iter().map(|other| format!("bulkId:{other}")).collect();
            let path = if on == 0 { "/Users/bulkId:0".to_owned() } else { format!("/Users/{on}") };
            match is_post {
                true => {
                    json!({ "method": "POST", "path": "/Users", "bulkId": at.to_string(), "data": refers_to })
                }
                false => json!({ "method": "PUT", "path": path, "data": refers_to }),
            }
        });
        made.collect()
    })
}

/// For each operation the makers of what it refers to.
fn makers(operations: &[Operation]) -> Vec<Vec<usize>> {
    let of: HashMap<&str, usize> =
        operations.iter().enumerate().filter_map(|(at, operation)| Some((operation.makes()?, at))).collect();
    let referred = |operation: &Operation| {
        let references = operation.task.as_ref().unwrap().references();
        references.into_iter().filter_map(|bulk_id| of.get(bulk_id).copied()).collect()
    };
    operations.iter().map(referred).collect()
}

/// Does following references from here ever end?
fn ends(makers: &[Vec<usize>], at: usize, steps: usize) -> bool {
    steps > 0 && makers[at].iter().all(|maker| ends(makers, *maker, steps - 1))
}

proptest! {
    #[test]
    fn every_operation_has_one_turn_after_what_it_needs_and_no_later_than_it_must(operations in operations()) {
        let operations = request(&json!(operations)).operations;
        let (makers, turns) = (makers(&operations), order(&operations));
        let at = |turn: &Turn| match turn { Turn::Do(at) | Turn::Circular(at) => *at };
        let mut all: Vec<usize> = turns.iter().map(at).collect();
        let sequence = all.clone();
        all.sort_unstable();
        prop_assert_eq!(all, (0..operations.len()).collect::<Vec<_>>());

        let path = |at: usize| &operations[at].task.as_ref().unwrap().path;
        let mut had: HashSet<usize> = HashSet::new();
        for (turn, place) in turns.iter().zip(0..) {
            let at = at(turn);
            let is_circular = !ends(&makers, at, operations.len() + 1);
            prop_assert_eq!(*turn, if is_circular { Turn::Circular(at) } else { Turn::Do(at) });
            let needs = |at: usize| {
                let before = (0..at).filter(move |other| path(*other) == path(at) && path(at).id.is_some());
                let doable = before.filter(|other| ends(&makers, *other, operations.len() + 1));
                makers[at].iter().copied().chain(doable).collect::<Vec<_>>()
            };
            if !is_circular {
                prop_assert!(needs(at).iter().all(|other| had.contains(other)), "{at} too early: {turns:?}");
            }
            // Each that was sent before it and comes after it still waited for something.
            for late in sequence[place + 1..].iter().filter(|late| **late < at) {
                prop_assert!(needs(*late).iter().any(|other| !had.contains(other)), "{late} too late: {turns:?}");
            }
            had.insert(at);
        }
    }
}
