//! What happened is written down: in the history of the account, and in the tenant's feed. An account and a group keep what
//! is yet to be written, so what the stream did not bring is found by the sweep.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use rollcall::retry;
use rollcall::store::{Due, FeedEvent, Recorded, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::admission::Admitted;
use rollcall_rules::events::{Event, events_of_group};
use rollcall_rules::feed::Unrecorded;
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::overdue::{Overdue, Progress};

/// Accounts whose changes are noted to be written down, at a time.
const AT_ONCE: usize = 8;

/// What is to be written down, in the order in which it happened to each account and group.
#[derive(Debug, Default)]
pub(crate) struct Records {
    changes: Vec<Recorded>,
    known: HashSet<(TenantId, UserId, u64)>,
    told: Vec<FeedEvent>,
    /// Accounts with a backlog, each as it was last.
    users: BTreeMap<(TenantId, UserId), User>,
    /// Groups with announcements that are yet to be written down, each as it was last.
    groups: BTreeMap<(TenantId, GroupId), Group>,
    deleted: Vec<(TenantId, UserId)>,
}

impl Records {
    /// All that an account has yet to have written down.
    pub(crate) fn add_user(&mut self, user: &User) {
        for change in user.backlog.iter() {
            self.add_change(user, change.clone());
        }
        if !user.backlog.is_empty() {
            self.users.insert((user.tenant.clone(), user.id), user.clone());
        }
    }

    /// A change of an account; nothing, if it is there.
    pub(crate) fn add_change(&mut self, user: &User, change: Unrecorded) {
        if self.known.insert((user.tenant.clone(), user.id, change.entry.version)) {
            self.changes.push(Recorded::of(user, change));
        }
    }

    /// The deletion of an account.
    pub(crate) fn add_deletion(&mut self, event: &Event) {
        self.told.push(FeedEvent::of(event));
        self.deleted.extend(event.user_id.map(|id| (event.tenant_id.clone(), id)));
    }

    /// What happened to nobody in particular.
    pub(crate) fn add_event(&mut self, event: &Event) {
        self.told.push(FeedEvent::of(event));
    }

    /// What a group announced.
    pub(crate) fn add_group(&mut self, old: Option<&Group>, new: &Group) {
        if new.unrecorded.is_empty() {
            // As an earlier version wrote it.
            self.told.extend(events_of_group(old, Some(new)).iter().map(FeedEvent::of));
            return;
        }
        let announced = new.unrecorded.iter().cloned();
        let told = announced.map(|announced| FeedEvent { tenant: new.tenant.clone(), user: None, announced });
        self.told.extend(told);
        self.groups.insert((new.tenant.clone(), new.id), new.clone());
    }
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Writes changes into the history and all events into the feed, and notes on accounts and groups that this is done. What
    /// cannot be noted is written down again by the sweep, to no effect.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Then some of it may not be written.
    pub(crate) async fn write_down(&self, records: Records) -> Result<(), StoreError> {
        let now = self.clock.now();
        retry::a_few_times(|| self.store.record(&records.changes, now)).await?;
        retry::a_few_times(|| self.store.tell(&records.told, now)).await?;
        let users = stream::iter(records.users.into_values());
        let users = users.map(|user| async move { logged(self.store.note_recorded(&user).await) });
        users.buffer_unordered(AT_ONCE).collect::<()>().await;
        for group in records.groups.values() {
            logged(self.store.note_announced(group).await);
        }
        let deleted = stream::iter(records.deleted);
        let deleted = deleted
            .map(|(tenant, id)| async move { logged(self.store.note_deletion_told(&tenant, id).await) });
        deleted.buffer_unordered(AT_ONCE).collect::<()>().await;
        Ok(())
    }

    /// Writes down what the stream did not bring, or what could not be written then, until 45 seconds before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read. A later failure is counted and logged, and does not keep the others.
    pub(crate) async fn write_down_due(&self, deadline: Option<Timestamp>) -> Result<Progress, StoreError> {
        self.work_through(Overdue::Record, deadline).await
    }

    pub(crate) async fn write_some_down(&self, due: &[Due]) -> Result<(), StoreError> {
        let Some(first) = due.first() else { return Ok(()) };
        let Some(tenant) = self.store.tenant(&first.tenant).await? else { return Ok(()) };
        let (tombstones, users): (Vec<&Due>, Vec<&Due>) = due.iter().partition(|due| due.is_tombstone);
        let ids: Vec<UserId> = users.iter().map(|due| due.id).collect();
        let mut records = Records::default();
        for user in self.store.users(&Admitted::by_role(tenant), &ids).await? {
            records.add_user(&user);
        }
        for due in tombstones {
            let tombstone = self.store.due_tombstone(due).await?;
            if let Some(event) = tombstone.as_ref().and_then(Event::of_deletion) {
                records.add_deletion(&event);
            }
        }
        self.write_down(records).await
    }
}

fn logged(noted: Result<(), StoreError>) {
    if let Err(error) = noted {
        tracing::warn!(
            target: "rollcall::outbox",
            error = &error as &dyn Error,
            "what is written down is not noted yet; the sweep tries again"
        );
    }
}
