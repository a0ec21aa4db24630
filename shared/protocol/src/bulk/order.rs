//! In which order the operations of a request are done.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use http::StatusCode;

use super::request::{Operation, Path, Task};
use crate::ScimError;

/// The turn of one operation, by its place in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is to be done: whatever it refers to had its turn before.
    Do(usize),
    /// It never can be: it refers to itself, or to operations that refer to each other in a circle.
    Circular(usize),
}

impl Turn {
    /// What the client is told of a circle. RFC 7644 §3.7.1: the service "MUST try to resolve circular cross-references […]
    /// but MAY stop after a failed attempt and instead return HTTP status code 409". Neither people nor groups refer to
    /// each other in circles that would mean anything.
    #[must_use]
    pub fn circular() -> ScimError {
        ScimError::new(
            StatusCode::CONFLICT,
            "The bulkIds to which this refers lead back in a circle, so nothing of it can be made first. Make the \
             resources without the references, and add those by a later request.",
        )
    }
}

/// The order: that of the request, but an operation that refers to a later one waits for it. Operations on the same resource
/// keep their order.
#[must_use]
pub fn order(operations: &[Operation]) -> Vec<Turn> {
    let makers: HashMap<&str, usize> = operations
        .iter()
        .enumerate()
        .filter_map(|(at, operation)| operation.makes().map(|bulk_id| (bulk_id, at)))
        .collect();
    let referred = |task: &Task| task.references().iter().filter_map(|id| makers.get(id).copied()).collect();
    let mut waits: Vec<BTreeSet<usize>> = operations
        .iter()
        .map(|operation| operation.task.as_ref().map(referred).unwrap_or_default())
        .collect();

    let orderly: BTreeSet<usize> = sorted(&waits).into_iter().collect();
    let mut last_on: HashMap<&Path, usize> = HashMap::new();
    for (at, (operation, waits)) in operations.iter().zip(&mut waits).enumerate() {
        if !orderly.contains(&at) {
            // It fails at once, and so keeps nothing waiting, nor waits.
            waits.clear();
            continue;
        }
        if let Some(path) =
            operation.task.as_ref().map(|task| &task.path).ok().filter(|path| path.id.is_some())
        {
            waits.extend(last_on.insert(path, at));
        }
    }
    let turn = |at| if orderly.contains(&at) { Turn::Do(at) } else { Turn::Circular(at) };
    // No circle is left: what makes something waits for makers alone, and others for what came before them.
    sorted(&waits).into_iter().map(turn).collect()
}

/// Those that need not wait for ever: each after those that it waits for, and else in their own order.
fn sorted(waits: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = waits.iter().map(BTreeSet::len).collect();
    let mut kept: Vec<Vec<usize>> = vec![Vec::new(); waits.len()];
    for (at, waits) in waits.iter().enumerate() {
        for before in waits {
            if let Some(kept) = kept.get_mut(*before) {
                kept.push(at);
            }
        }
    }
    let free = waiting.iter().enumerate().filter(|(_, waits)| **waits == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = free.map(|(at, _)| Reverse(at)).collect();
    let mut sorted = Vec::with_capacity(waits.len());
    while let Some(Reverse(at)) = ready.pop() {
        sorted.push(at);
        for after in kept.get(at).into_iter().flatten() {
            if let Some(left) = waiting.get_mut(*after) {
                *left -= 1;
                if *left == 0 {
                    ready.push(Reverse(*after));
                }
            }
        }
    }
    sorted
}
