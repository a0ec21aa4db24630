//! Makes the record while requests are sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use reqwest::Method;
use serde_json::Value;

use super::call::{Call, Operation, Outcome, Seen};
use super::wire;
use crate::Answer;

/// The record of all that was sent. Clones write into the same one.
#[derive(Debug, Clone)]
pub struct Recorder {
    begun_at: Instant,
    apart: bool,
    calls: Arc<Mutex<Vec<Call>>>,
}

/// Writes what is sent about one user into the record.
#[derive(Debug, Clone)]
pub struct Recording {
    recorder: Recorder,
    user: Arc<str>,
}

/// A request that is on its way. If it is given up, nobody knows what came of it.
#[derive(Debug)]
pub(crate) struct Pending {
    recording: Recording,
    /// `None`: it is in the record.
    call: Option<Call>,
}

impl Recorder {
    /// An empty record of people who may be in each other's way: that an address is taken says nothing of the user who
    /// was to have it.
    #[must_use]
    pub fn of_people_together() -> Self {
        Self { begun_at: Instant::now(), apart: false, calls: Arc::default() }
    }

    /// An empty record of people none of whom is ever sent an address or `externalId` of another: what is taken, is
    /// taken by the user's own account.
    #[must_use]
    pub fn of_people_apart() -> Self {
        Self { apart: true, ..Self::of_people_together() }
    }

    /// What makes a client record what it sends, as about this user: by whatever name the caller tells users apart.
    #[must_use]
    pub fn about(&self, user: impl Into<Arc<str>>) -> Recording {
        Recording { recorder: self.clone(), user: user.into() }
    }

    /// All calls so far whose outcome is known, or known to be unknown, in no order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds what was not sent by a client that records, or not by SCIM.
    pub fn told(&self, call: Call) {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    }
}

impl Recording {
    /// The account is there already, as this resource shows it; to be said before anything else of the user.
    pub fn given(&self, linked: bool, resource: &Value) {
        let now = self.recorder.begun_at.elapsed();
        self.recorder.told(Call {
            user: self.user.clone(),
            operation: Operation::Given { linked },
            invoked_at: now,
            returned_at: now,
            outcome: Outcome::Done(Seen::of(resource)),
        });
    }

    /// A request leaves now that puts the user with this id into a group, or takes them out: alone or with others.
    pub(crate) fn begin_membership(&self, id: &str, group: &str, is_in: bool) -> Pending {
        self.pending(Operation::Member { id: id.into(), group: group.into(), is_in })
    }

    /// A request leaves now. `None`: it is none that is recorded.
    pub(crate) fn begin(&self, method: &Method, path: &str, sent: &Sent) -> Option<Pending> {
        Some(self.pending(wire::operation(method, path, sent)?))
    }

    fn pending(&self, operation: Operation) -> Pending {
        let now = self.recorder.begun_at.elapsed();
        let user = self.user.clone();
        let call = Call { user, operation, invoked_at: now, returned_at: now, outcome: Outcome::Unknown };
        Pending { recording: self.clone(), call: Some(call) }
    }
}

/// What a request holds besides method and path, as far as it matters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    pub(crate) body: Option<String>,
    pub(crate) if_match: Option<String>,
}

impl Pending {
    /// The answer is there.
    pub(crate) fn returned(mut self, answer: &Answer) {
        if let Some(call) = &mut self.call {
            call.outcome = wire::outcome(&call.operation, answer, self.recording.recorder.apart);
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(mut call) = self.call.take() {
            call.returned_at = self.recording.recorder.begun_at.elapsed();
            self.recording.recorder.told(call);
        }
    }
}
