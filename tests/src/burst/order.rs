//! Whether all that the service said of each person can be true, and whether it would show if it could not.

use std::collections::BTreeSet;

use serde::Serialize;

use super::judge::Kind;
use crate::history::{self, Call, lies};

/// How many answers were held to an order of what was done.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Requests about a person, each time that they were sent.
    pub calls: usize,
    /// The people.
    pub people: usize,
    /// Acknowledged writes each of which was taken out by itself, to see that the rest fits no order any more: those of
    /// which that can be said beforehand, as [`lies`] does.
    pub missed: usize,
}

/// Looks for an order of what was done to each person in which every answer is true.
pub(super) fn judge_order(calls: &[Call], fault: &mut impl FnMut(Kind, String)) -> Order {
    if let Err(violation) = history::check(calls.iter().cloned()) {
        fault(Kind::Order, violation.to_string());
    }
    let lies = lies::without_a_write(calls);
    let (calls, people) = (calls.len(), calls.iter().map(|call| &call.user).collect::<BTreeSet<_>>().len());
    let order = Order { calls, people, missed: lies.len() };
    for (write, lie) in lies {
        if history::can_be_true(lie) {
            fault(Kind::Order, format!("{}: nobody would miss {write}", write.user));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::history::{Operation, Outcome, Seen};

    /// What was done to Ada, one after the other, and what was shown of her: `active` and the version.
    fn history(shown: [(Operation, bool, u64); 3]) -> Vec<Call> {
        let calls = (0..).zip(shown).map(|(number, (operation, active, version))| Call {
            user: "ada".into(),
            operation,
            invoked_at: Duration::from_secs(2 * number),
            returned_at: Duration::from_secs(2 * number + 1),
            outcome: Outcome::Done(Seen { active: Some(active), version: Some(version), ..Seen::default() }),
        });
        calls.collect()
    }

    fn kinds(active_at_last: bool, version: u64) -> (Vec<Kind>, Order) {
        let id: Arc<str> = "1".into();
        let off = Operation::Change {
            id: id.clone(),
            active: Some(false),
            user_name: None,
            more: false,
            if_version: None,
        };
        let create = Operation::Create { user_name: "ada@example.com".into(), active: true };
        let look = (Operation::Read { id }, active_at_last, version);
        let mut kinds = Vec::new();
        let order = judge_order(&history([(create, true, 1), (off, false, 2), look]), &mut |kind, _| {
            kinds.push(kind);
        });
        (kinds, order)
    }

    #[test]
    fn what_can_be_true_is_no_fault_and_would_be_one_without_a_write() {
        let (kinds, Order { calls, people, missed }) = kinds(false, 2);
        assert_eq!((kinds, calls, people, missed), (vec![], 3, 1, 2));
    }

    #[test]
    fn an_answer_that_fits_no_order_is_a_fault() {
        assert_eq!(kinds(true, 3).0, [Kind::Order]);
        // The write that was lost is one that nobody misses, too.
        assert_eq!(kinds(true, 1).0, [Kind::Order, Kind::Order]);
    }
}
