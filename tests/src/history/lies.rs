//! Histories that cannot be true, made of true ones.
//!
//! Both kinds are made only where it can be said beforehand, without any search, that no order explains them.

use std::collections::BTreeMap;

use super::call::{Call, Operation, Outcome};

/// For each write that made a version that no other write shows: the write, and the calls about the same user without
/// it. They show its effect, which nobody asked for then.
///
/// There is nothing of users about whom more could be true than the calls tell, so that another call could stand in:
/// where a write has an unknown outcome, where one may count more than it says, where nobody looks when all is over. Nor
/// of an account that was followed by another: that takes with it what nobody saw.
#[must_use]
pub fn without_a_write(calls: &[Call]) -> Vec<(Call, Vec<Call>)> {
    let mut users: BTreeMap<_, Vec<&Call>> = BTreeMap::new();
    for call in calls {
        users.entry(&call.user).or_default().push(call);
    }
    let is_clear = |calls: &Vec<&Call>| {
        calls.iter().all(|call| is_plain(call)) && end_in_a_look(calls) && memberships_come_last(calls)
    };
    let clear = users.into_values().map(until_memberships_are_unknown).filter(is_clear);
    clear.flat_map(|calls| without_one(&calls)).collect()
}

fn without_one(calls: &[&Call]) -> Vec<(Call, Vec<Call>)> {
    let last = calls.iter().max_by_key(|call| call.invoked_at).and_then(|call| id_shown(call));
    let mut makers: BTreeMap<u64, Vec<&Call>> = BTreeMap::new();
    for call in calls.iter().filter(|call| id_shown(call) == last) {
        if let Some(version) = made(call) {
            makers.entry(version).or_default().push(call);
        }
    }
    let alone = makers.into_values().filter_map(|makers| <[&Call; 1]>::try_from(makers).ok());
    let memberships =
        calls.iter().copied().filter(|call| changes_a_membership(call, calls)).map(|call| [call]);
    alone
        .chain(memberships)
        .map(|[write]| {
            let others = calls.iter().filter(|call| **call != write).map(|call| (*call).clone());
            (write.clone(), others.collect())
        })
        .collect()
}

fn end_in_a_look(calls: &[&Call]) -> bool {
    let writes = calls.iter().filter(|call| !call.operation.only_looks());
    let ended = writes.map(|call| call.returned_at).max().unwrap_or_default();
    calls.iter().any(|call| {
        call.operation.only_looks() && call.invoked_at > ended && matches!(call.outcome, Outcome::Done(_))
    })
}

/// Where nobody knows whether somebody came into a group, or went out, only what began before that is looked at.
fn until_memberships_are_unknown(mut calls: Vec<&Call>) -> Vec<&Call> {
    let memberships = || calls.iter().filter(|call| matches!(call.operation, Operation::Member { .. }));
    if memberships().any(|call| call.outcome == Outcome::Unknown) {
        let first = memberships().map(|call| call.invoked_at).min().unwrap_or_default();
        calls.retain(|call| call.invoked_at < first);
    }
    calls
}

/// They show no version. So a write beside them or after them may show a version that one of them made.
fn memberships_come_last(calls: &[&Call]) -> bool {
    let writes = calls.iter().filter(|call| made(call).is_some());
    let ended = writes.map(|call| call.returned_at).max().unwrap_or_default();
    let mut memberships = calls.iter().filter(|call| matches!(call.operation, Operation::Member { .. }));
    memberships.all(|call| call.invoked_at > ended)
}

/// Did the user surely come in by it, or go out? They do so once at most, and come in before they go out.
fn changes_a_membership(call: &Call, calls: &[&Call]) -> bool {
    let Operation::Member { group, is_in, .. } = &call.operation else { return false };
    let same = |of: bool| {
        calls.iter().filter(move |other| {
            matches!(&other.operation, Operation::Member { group: its, is_in, .. } if its == group && *is_in == of)
        })
    };
    let first = if *is_in { Vec::new() } else { same(true).collect() };
    let was_in =
        |ended: &&&Call| ended.returned_at < call.invoked_at && matches!(ended.outcome, Outcome::Done(_));
    matches!(call.outcome, Outcome::Done(_))
        && same(*is_in).count() == 1
        && (*is_in || matches!(first.as_slice(), [only] if was_in(only)))
}

fn id_shown(call: &Call) -> Option<&str> {
    match &call.outcome {
        Outcome::Done(seen) => seen.id.as_deref(),
        _ => None,
    }
}

/// The version that a write shows.
fn made(call: &Call) -> Option<u64> {
    match &call.outcome {
        Outcome::Done(seen) if !call.operation.only_looks() => seen.version,
        _ => None,
    }
}

fn is_plain(call: &Call) -> bool {
    match &call.operation {
        Operation::Change { more, .. } => !more && call.outcome != Outcome::Unknown,
        Operation::Elsewhere => false,
        operation => operation.only_looks() || call.outcome != Outcome::Unknown,
    }
}

/// The user's calls with a write put in front of `last`, the answer that came last and to nobody else's request:
/// acknowledged, and gone.
///
/// # Panics
/// When `last` does not show the whole user, or began before something else ended.
#[must_use]
pub fn with_a_lost_write(calls: &[Call], last: &Call) -> Vec<Call> {
    let Outcome::Done(seen) = &last.outcome else { panic!("{last}") };
    let before: Vec<&Call> = calls.iter().filter(|call| call.user == last.user && *call != last).collect();
    let ended = before.iter().map(|call| call.returned_at).max().unwrap_or_default();
    assert!(ended < last.invoked_at, "{last}: something ended only at {ended:?}");
    let active = seen.active.map(|active| !active);
    let version = seen.version.map(|version| version + 1);
    assert!(active.is_some() && version.is_some(), "{last}");
    let mut shown = seen.clone();
    (shown.active, shown.version) = (active, version);
    let id = seen.id.clone().unwrap_or_default();
    let lost = Call {
        user: last.user.clone(),
        operation: Operation::Change { id, active, user_name: None, more: false, if_version: None },
        invoked_at: ended,
        returned_at: ended,
        outcome: Outcome::Done(shown),
    };
    before.into_iter().cloned().chain([lost, last.clone()]).collect()
}
