//! Histories: every request about a user with its answer and its times, and whether all of that can be true.
//!
//! Many callers work on the same users at once, and each answer tells one of them how a user was at some moment
//! between the request and the answer. Together the answers about one user must fit *one* order of what was done, in
//! which whatever ended before something else began comes first (linearizability). [`check`] looks for such an order
//! and, where there is none, says in few lines why not.
//!
//! - [`call`]: what is recorded of a request.
//! - [`Recorder`]: makes the record; a [`Scim`](crate::Scim) that was told to by
//!   [`recorded`](crate::Scim::recorded) sends nothing past it. `wire` reads requests and answers.
//! - `account`: one user as they should be, as plainly as it can be said.
//! - `search`: the order. `violation`: what is printed when there is none.
//! - [`lies`]: histories that cannot be true, made of true ones, to see that they are found out.
//!
//! What is recorded is what reads the table itself: reading by id and looking up by `userName`. Lists and other
//! filters read an index that is milliseconds behind, and may.
//!
//! # What may be in a history
//!
//! All calls that are recorded as about one user are about one account. This holds if those who play the user's
//! directory always send the same `externalId`, or never more than one address, and no other user is ever sent
//! either. An account that is deleted for good may not come back, for it would come back as another. A blocked account
//! that is created anew with another address may be followed by another account, which is taken into account.
//!
//! A change of the account that no call of the history makes is a violation, as the version counts it. What else a
//! test does to a user, or lets happen to them, is told by [`Recorder::told`]: an address confirmed, for one.
//!
//! # Why not a crate
//!
//! `stateright` has a tester of histories. It runs through the orders without remembering what it has seen, which
//! takes exponentially long where many calls overlap; its model must give one answer where here there may be several,
//! as nobody knows the id that a lost answer held; and it comes with a web server, and with second versions of
//! crates, for the model checker that it is. What is needed here is a short search (Wing and Gong's, with
//! Lowe's memory).

mod account;
pub mod call;
pub mod lies;
mod recorder;
mod search;
#[cfg(test)]
mod tests;
mod violation;
mod wire;

use std::collections::BTreeMap;
use std::time::Duration;

pub use call::{Call, Operation, Outcome, Seen};
pub(crate) use recorder::Sent;
pub use recorder::{Recorder, Recording};
pub use violation::Violation;

/// Holds calls to the order that they must fit. They may come in any order and be about any number of users.
///
/// The time it takes grows with the calls about one user that overlap, and more so with each whose outcome is unknown.
/// A call that begins at the very time at which another ends counts as overlapping.
///
/// # Errors
/// Of the first user, in order of the users' names, whose calls fit none.
pub fn check(calls: impl IntoIterator<Item = Call>) -> Result<(), Violation> {
    by_user(calls).try_for_each(|calls| {
        if search::explains(&calls, Duration::MAX) { Ok(()) } else { Err(Violation::of(calls)) }
    })
}

/// The same, for those who need not be told why not, which takes longer to find out.
#[must_use]
pub fn can_be_true(calls: impl IntoIterator<Item = Call>) -> bool {
    by_user(calls).all(|calls| search::explains(&calls, Duration::MAX))
}

fn by_user(calls: impl IntoIterator<Item = Call>) -> impl Iterator<Item = Vec<Call>> {
    let mut users: BTreeMap<_, Vec<Call>> = BTreeMap::new();
    for call in calls {
        users.entry(call.user.clone()).or_default().push(call);
    }
    users.into_values()
}
