//! The search for an order (Wing and Gong 1993), which never looks twice at the same calls done with the same outcome
//! (Lowe 2017).

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::account::{self, State};
use super::call::{Call, Outcome};

/// Is there an order of these calls, all about one user, in which each can have had its outcome? Of those that had not
/// ended at `moment`, any may be left out.
pub(super) fn explains(calls: &[Call], moment: Duration) -> bool {
    let mut search = Search::of(calls, moment);
    search.run(Search::is_enough)
}

/// How the user can have been when `call` began: the states to which all leads that ended before.
pub(super) fn states_before(calls: &[Call], call: &Call) -> HashSet<State> {
    let others: Vec<Call> = calls.iter().filter(|other| *other != call).cloned().collect();
    let mut search = Search::of(&others, call.returned_at);
    search.run(|_, _| false);
    let ended: Vec<usize> =
        (0..search.calls.len()).filter(|number| search.end(*number) < call.invoked_at).collect();
    let begun = (Done::of(search.calls.len(), |_| false), None);
    let reached = search.reached.into_keys().chain([begun]);
    reached.filter(|(done, _)| ended.iter().all(|number| done.has(*number))).map(|(_, state)| state).collect()
}

struct Search<'a> {
    /// In order of their beginning.
    calls: Vec<&'a Call>,
    /// What ends later may be left out.
    moment: Duration,
    /// In what order calls were done does not matter any more, only which and what they came to: to each state with
    /// each set of calls that must be done, the sets of the others with which it was reached.
    reached: HashMap<(Done, State), Vec<Done>>,
}

impl<'a> Search<'a> {
    /// What had no effect and shows nothing, or nothing that had been seen by then, needs no place in the order.
    fn of(calls: &'a [Call], moment: Duration) -> Self {
        let matters = |call: &&Call| match call.outcome {
            Outcome::Refused => false,
            Outcome::Unknown => !call.leaves_all_as_it_is(),
            _ => call.returned_at <= moment || !call.leaves_all_as_it_is(),
        };
        let mut calls: Vec<&Call> = calls.iter().filter(matters).collect();
        calls.sort_by_key(|call| (call.invoked_at, call.returned_at));
        Self { calls, moment, reached: HashMap::new() }
    }

    /// Goes to all that can be reached, until that is enough.
    fn run(&mut self, enough: impl Fn(&Self, &Done) -> bool) -> bool {
        let optional = Done::of(self.calls.len(), |number| self.may_be_left_out(number));
        let mut open = vec![(Done::of(self.calls.len(), |_| false), None)];
        while let Some((done, state)) = open.pop() {
            if enough(self, &done) {
                return true;
            }
            for (done, state) in self.steps(&done, &state) {
                let others = self.reached.entry((done.without(&optional), state.clone())).or_default();
                let extra = done.within(&optional);
                // With fewer of the others done, all can still be done that can be with more.
                if !others.iter().any(|fewer| extra.contains(fewer)) {
                    others.push(extra);
                    open.push((done, state));
                }
            }
        }
        false
    }

    fn is_enough(&self, done: &Done) -> bool {
        (done.first_missing()..self.calls.len())
            .all(|number| done.has(number) || self.may_be_left_out(number))
    }

    /// The time by which a call had its place in the order; for ever, if it may have none.
    fn end(&self, number: usize) -> Duration {
        let call = self.calls[number];
        let known = call.outcome != Outcome::Unknown && call.returned_at <= self.moment;
        if known { call.returned_at } else { Duration::MAX }
    }

    fn may_be_left_out(&self, number: usize) -> bool {
        self.end(number) == Duration::MAX
    }

    /// What can come next, the likeliest last.
    fn steps(&self, done: &Done, state: &State) -> Vec<(Done, State)> {
        let next = self.next(done);
        if next.iter().any(|number| !self.may_be_left_out(*number) && self.calls[*number].is_past(state)) {
            return Vec::new();
        }
        let mut steps = Vec::new();
        for number in next {
            let call = self.calls[number];
            let states = account::after(state, &call.operation, &call.outcome);
            if states.is_empty() {
                continue;
            }
            // Whatever could come before it can come after it; and what shows this version has no other place.
            let can_come_at_once =
                call.leaves_all_as_it_is() || call.shown_version().is_some() && states == [state.clone()];
            let with_it = states.into_iter().map(|state| (done.with(number), state));
            if can_come_at_once && !self.may_be_left_out(number) {
                return with_it.collect();
            }
            steps.extend(with_it);
        }
        steps
    }

    /// The calls that can come next: none is left that ended before they began. Those that ended first come last.
    fn next(&self, done: &Done) -> Vec<usize> {
        let mut first_end = Duration::MAX;
        let mut next = Vec::new();
        for number in done.first_missing()..self.calls.len() {
            if self.calls[number].invoked_at > first_end {
                break;
            }
            // Of those that come to the same, the one that began first will do.
            if !done.has(number) && !next.iter().any(|other| self.are_alike(*other, number)) {
                next.push(number);
                first_end = first_end.min(self.end(number));
            }
        }
        next.sort_by_key(|number| Reverse(self.end(*number)));
        next
    }

    fn are_alike(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.calls[one], self.calls[other]);
        one.outcome == Outcome::Unknown
            && other.outcome == Outcome::Unknown
            && one.operation == other.operation
    }
}

impl Call {
    const fn shown_version(&self) -> Option<u64> {
        match &self.outcome {
            Outcome::Done(seen) => seen.version,
            _ => None,
        }
    }

    /// Does it show a version that cannot come again?
    fn is_past(&self, state: &State) -> bool {
        let (Outcome::Done(seen), Some(account)) = (&self.outcome, state) else { return false };
        // The versions of an account only grow. Another account may come after it.
        seen.version.is_some_and(|shown| shown < account.version()) && account.has_id(seen.id.as_deref())
    }

    /// Whatever the state is?
    pub(super) const fn leaves_all_as_it_is(&self) -> bool {
        self.operation.only_looks()
            || matches!(
                self.outcome,
                Outcome::NotFound | Outcome::Outdated | Outcome::Taken | Outcome::Refused
            )
    }
}

/// Which calls were done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Done(Vec<u64>);

impl Done {
    fn of(calls: usize, is_done: impl Fn(usize) -> bool) -> Self {
        let mut done = Self(vec![0; calls.div_ceil(64)]);
        (0..calls).filter(|number| is_done(*number)).for_each(|number| done.add(number));
        done
    }

    fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    fn with(&self, number: usize) -> Self {
        let mut done = self.clone();
        done.add(number);
        done
    }

    fn within(&self, some: &Self) -> Self {
        Self(self.0.iter().zip(&some.0).map(|(word, some)| word & some).collect())
    }

    fn without(&self, some: &Self) -> Self {
        Self(self.0.iter().zip(&some.0).map(|(word, some)| word & !some).collect())
    }

    fn contains(&self, fewer: &Self) -> bool {
        self.0.iter().zip(&fewer.0).all(|(word, fewer)| word & fewer == *fewer)
    }

    fn first_missing(&self) -> usize {
        let whole = self.0.iter().take_while(|word| **word == u64::MAX).count();
        let rest = self.0.get(whole).map_or(0, |word| word.trailing_ones());
        whole * 64 + rest as usize
    }
}
