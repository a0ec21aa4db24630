//! What is said of calls that fit no order.

use std::fmt;
use std::time::Duration;

use super::call::{Call, Operation, Outcome};
use super::search;

/// Calls before the untrue answer that are told one by one.
const CONTEXT: usize = 3;

/// Calls about one user that cannot all be true, cut down to those that it takes to see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// In order of their beginning.
    pub calls: Vec<Call>,
    /// Which of them is the first whose answer cannot be true.
    pub first_untrue: usize,
    /// How the user can have been when it began.
    states: Vec<String>,
}

impl Violation {
    /// Cuts calls down that fit no order.
    pub(super) fn of(mut calls: Vec<Call>) -> Self {
        calls.sort_by_key(|call| (call.invoked_at, call.returned_at));
        let ends = ends(&calls);
        // What is true of a history is true of its beginning: up to some end all is well, and from the next on nothing.
        let well = ends.partition_point(|end| search::explains(&calls, *end));
        let end = ends.get(well).copied().unwrap_or(Duration::MAX);
        calls.retain(|call| call.invoked_at <= end);
        drop_looks(&mut calls, end);
        let is_last = |call: &Call| {
            call.returned_at == end && !matches!(call.outcome, Outcome::Unknown | Outcome::Refused)
        };
        let first_untrue = calls.iter().rposition(is_last).unwrap_or_default();
        let first_untrue = first_untrue - sum_up(&mut calls, first_untrue.saturating_sub(CONTEXT));
        let states = calls.get(first_untrue).map(|call| search::states_before(&calls, call));
        let said =
            |state: Option<_>| state.map_or_else(|| "nobody".to_owned(), |account| format!("{account}"));
        let mut states: Vec<String> = states.into_iter().flatten().map(said).collect();
        states.sort();
        states.dedup();
        Self { calls, first_untrue, states }
    }
}

/// Says how the user was at first in place of as many calls as that can be said of, `most` at most; gives by how many
/// there are fewer now.
fn sum_up(calls: &mut Vec<Call>, most: usize) -> usize {
    for number in (2..=most).rev() {
        let (before, after) = calls.split_at(number);
        let Some(next) = after.first() else { continue };
        if !before.iter().all(|call| call.outcome != Outcome::Unknown && call.returned_at < next.invoked_at) {
            continue;
        }
        let states: Vec<_> = search::states_before(before, next).into_iter().collect();
        if let [Some(account)] = states.as_slice() {
            let given = Call {
                operation: Operation::Given { linked: account.is_linked() },
                outcome: Outcome::Done(account.seen()),
                invoked_at: Duration::ZERO,
                returned_at: Duration::ZERO,
                user: next.user.clone(),
            };
            calls.splice(..number, [given]);
            return number - 1;
        }
    }
    0
}

fn ends(calls: &[Call]) -> Vec<Duration> {
    let known = calls.iter().filter(|call| call.outcome != Outcome::Unknown);
    let mut ends: Vec<Duration> = known.map(|call| call.returned_at).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Takes away what changed nothing, as far as the rest fits no order without it either. What was refused stays: it may
/// have been done all the same.
fn drop_looks(calls: &mut Vec<Call>, moment: Duration) {
    for number in (0..calls.len()).rev() {
        let call = &calls[number];
        let was_refused = call.outcome == Outcome::Refused && !call.operation.only_looks();
        if call.leaves_all_as_it_is() && !was_refused {
            let call = calls.remove(number);
            if search::explains(calls, moment) {
                calls.insert(number, call);
            }
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.calls.first().map_or("", |call| &*call.user);
        writeln!(f, "no order of what was done to {user} explains the marked answer:")?;
        for (number, call) in self.calls.iter().enumerate() {
            let mark = if number == self.first_untrue { '>' } else { ' ' };
            writeln!(f, "{mark} {call}")?;
        }
        f.write_str("when it was asked for, the user can have been:")?;
        for state in self.states.iter().take(8) {
            write!(f, "\n  {state}")?;
        }
        f.write_str(if self.states.len() > 8 { "\n  …" } else { "" })
    }
}

impl std::error::Error for Violation {}
