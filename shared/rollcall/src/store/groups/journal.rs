//! A change of more members than one transaction holds.
//!
//! 1. Whom it names is written beside the group, in chunks.
//! 2. One write gives the group the change. From then on it is decided.
//! 3. Members join and leave, a part after the other.
//! 4. One write takes the change off the group, and the chunks go.
//!
//! The request itself does the third and the fourth step. If it cannot, the next one about the group does, or the
//! sweep. Nothing of that has to be remembered: what is left to do follows from who is in the group.
//!
//! While a group has a change, smaller edits queue behind it: the second step puts them into the change that is there.
//! All that queue are done together as soon as it is done, so a hundred requests at once take little longer than two.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{
    ChangeKind, Delta, Group, GroupId, MAX_OF_QUEUED, MAX_QUEUED, MemberChange, PendingChange, QueuedEdit,
};

use super::super::Store;
use super::super::error::StoreError;
use super::super::item::{self, Chunk};
use super::super::keys::PrimaryKey;
use super::super::table::Condition;
use super::apply::{Applying, While};
use super::{GroupError, Writing};
use crate::entropy;
use crate::retry::{Patience, Tries, Worth};

/// Members of a chunk: some 40 KB.
pub(super) const CHUNK: usize = 1_000;

/// How long chunks are kept of which nothing comes. A change that is decided is finished long before.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a request that cannot queue waits at most for another to finish a change, and how often it looks.
const OTHERS: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(100);

/// The most that those far behind in the queue let pass between two looks.
const SELDOM: Duration = Duration::from_millis(800);

/// How long a request leaves the work to each of those who come before it. Then it helps: whoever should do it may be
/// dead, or hang.
const TURN: Duration = Duration::from_secs(2);

/// Members of an edit of which each account is read, whether or not it is as it should be. Of more the group's side
/// says who is in it.
const LOOKED_AT_ONE_BY_ONE: usize = 400;

const NOTE: &str = "note a change of members";
const QUEUE: &str = "queue an edit of members";
const FINISH: &str = "finish a change of members";

impl Store {
    /// Writes down whom a change names, and gives the group with that change.
    pub(super) async fn noted(
        &self,
        group: &Group,
        members: &MemberChange,
        on: Writing,
    ) -> Result<Group, StoreError> {
        let (kind, chunks) = chunks(members);
        let expires_at = item::seconds_after(on.now, KEPT);
        let items = (0..).zip(&chunks);
        let items = items.map(|(number, chunk)| item::of_chunk(group, on.id, number, chunk, expires_at));
        self.table.batch_write(NOTE, items.collect::<Result<_, _>>()?, Vec::new()).await?;
        let chunks = u32::try_from(chunks.len()).unwrap_or(u32::MAX);
        let change = PendingChange {
            id: on.id,
            kind,
            chunks,
            since: on.now,
            by: on.by,
            with: Vec::new(),
            queued: Some(BTreeMap::new()),
        };
        Ok(Group { change: Some(change), ..group.clone() })
    }

    /// Has an edit of a chunk queue behind the change that the group has. From then on it is decided.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`], if that change is done by now, or the queue is full.
    pub(super) async fn queue(
        &self,
        group: &Group,
        behind: &PendingChange,
        members: &MemberChange,
        on: Writing,
    ) -> Result<(), StoreError> {
        let expires_at = item::seconds_after(on.now, KEPT);
        let chunk = item::of_chunk(group, on.id, 0, &whole(members), expires_at)?;
        self.table.batch_write(QUEUE, vec![chunk], Vec::new()).await?;
        let edit = QueuedEdit { since: on.now, by: on.by, asked: members.asked() };
        let key = PrimaryKey::group(&group.tenant, group.id);
        self.table.enqueue(QUEUE, key, behind.id, (on.id, item::of_queued(&edit)?), MAX_QUEUED).await
    }

    /// Leaves a change that another request decided a moment ago to that request, for a while, and gives the group as
    /// it is then. It may have a change all the same.
    pub(super) async fn after_others(
        &self,
        admitted: &Admitted,
        group: Group,
        on: Writing,
    ) -> Result<Group, GroupError> {
        let mut group = group;
        let (mut waited_for, mut patience) = (None, Patience::NONE);
        while let Some(change) = group.change.as_ref().filter(|change| change.is_in_hand(on.now)) {
            if waited_for != Some(change.id) {
                (waited_for, patience) = (Some(change.id), Patience::of(OTHERS));
            }
            if patience.is_over() || on.patience.is_over() {
                break;
            }
            tokio::time::sleep(LOOK / 2 + entropy::jitter(LOOK)).await;
            group = self.current(admitted, group.id).await?;
        }
        Ok(group)
    }

    /// Finishes the change that a group has, and all that queue behind it, and gives the group as it is then. A group
    /// without one is as it is.
    ///
    /// # Errors
    ///
    /// [`GroupError::Unfinished`], if there is no time left; [`GroupError::Gone`], if the group is deleted.
    pub(super) async fn finish(
        &self,
        admitted: &Admitted,
        group: Group,
        now: Timestamp,
        patience: Patience,
    ) -> Result<Group, GroupError> {
        let mut group = group;
        while let Some(change) = group.change.clone() {
            group = self.finish_change(admitted, group, &change, now, patience).await?;
        }
        Ok(group)
    }

    /// Sees to it that the change of this request is done, and gives the group as it is then. The first of those that
    /// are done together does the work. The others look, and help when their turn comes.
    ///
    /// # Errors
    ///
    /// [`GroupError::Unfinished`], if there is no time left; [`GroupError::Gone`], if the group is deleted.
    pub(super) async fn finish_own(
        &self,
        admitted: &Admitted,
        group: Group,
        on: Writing,
    ) -> Result<Group, GroupError> {
        let mut group = group;
        let (mut seen, mut turn, mut looks) = (None, Patience::NONE, 0);
        while let Some(change) = group.change.clone()
            && let Some(place) = change.place_of(on.id)
        {
            if seen != Some(change.id) {
                // One that was in hand long ago may be left by everybody.
                let before =
                    if seen.is_some() || change.is_in_hand(on.now) { place } else { place.saturating_sub(1) };
                turn = Patience::of(TURN * u32::try_from(before).unwrap_or(u32::MAX));
                (seen, looks) = (Some(change.id), 0);
            }
            let is_over = on.patience.is_over();
            if turn.is_over() {
                match self.finish_change(admitted, group.clone(), &change, on.now, on.patience).await {
                    Err(GroupError::Store(error)) if error.is_transient() && !is_over => {}
                    outcome => {
                        group = outcome?;
                        continue;
                    }
                }
            }
            if is_over {
                return Err(GroupError::Unfinished);
            }
            let pause = if place > 1 { SELDOM.min(LOOK * (2 << looks)) } else { LOOK };
            looks = (looks + 1).min(3);
            tokio::time::sleep(pause / 2 + entropy::jitter(pause)).await;
            match self.current(admitted, group.id).await {
                // It is decided. The next look may see more.
                Err(GroupError::Store(error)) if error.is_transient() => {}
                outcome => group = outcome?,
            }
        }
        Ok(group)
    }

    /// The group as it is when this change is done, by this or by somebody else. It may have another change then.
    async fn finish_change(
        &self,
        admitted: &Admitted,
        group: Group,
        change: &PendingChange,
        now: Timestamp,
        patience: Patience,
    ) -> Result<Group, GroupError> {
        let id = group.id;
        let keys = chunk_keys(&group, change);
        let Some(members) = self.journal(&group, change, &keys).await? else {
            return self.current(admitted, id).await;
        };
        let delta = match members {
            MemberChange::Edit { add, remove } if add.len() + remove.len() <= LOOKED_AT_ONE_BY_ONE => {
                Delta { join: add, leave: remove }
            }
            // Whoever goes on where another stopped sees by a few calls what is done.
            many => {
                let present = self.members(admitted, id).await?.into_iter().collect();
                many.against(&present)
            }
        };
        let how = Applying { holds: While::Pending(change.id), by: change.by, now, patience };
        if !self.apply(admitted, &group, &delta, how).await? {
            return self.current(admitted, id).await;
        }
        let done = self.note_done(admitted, group, change, patience).await?;
        // It is done. Chunks that are left expire.
        if let Err(error) = self.table.batch_write(FINISH, Vec::new(), keys).await {
            tracing::warn!(
                target: "rollcall::store",
                tenant_id = done.tenant.as_str(),
                group_id = %done.id,
                error = &error as &dyn std::error::Error,
                "chunks of a change of members are left until they expire"
            );
        }
        Ok(done)
    }

    /// Takes a change off the group that is done, and gives the group as it is then: with the change of those that
    /// queued, if any did.
    async fn note_done(
        &self,
        admitted: &Admitted,
        group: Group,
        change: &PendingChange,
        patience: Patience,
    ) -> Result<Group, GroupError> {
        let (mut group, mut tries) = (group, Tries::default());
        while let Some(current) = group.change.as_ref().filter(|current| current.id == change.id) {
            let done = group.with_change(current.next());
            match self.overwrite_group(&group, &done).await {
                Ok(()) => return Ok(done),
                // Another edit queues.
                Err(error) if error.is_transient() && !patience.is_over() => {
                    tries.again(Worth::Uncounted).await;
                }
                Err(StoreError::LostRace { .. }) => return Err(GroupError::Unfinished),
                Err(error) => return Err(error.into()),
            }
            group = self.current(admitted, group.id).await?;
        }
        Ok(group)
    }

    /// What a change says, with all that is done together with it; `None`: its chunks are gone, so somebody else has
    /// finished it.
    async fn journal(
        &self,
        group: &Group,
        change: &PendingChange,
        keys: &[PrimaryKey],
    ) -> Result<Option<MemberChange>, StoreError> {
        let mut whole = match change.kind {
            ChangeKind::Replace => MemberChange::Replace(BTreeSet::new()),
            ChangeKind::Edit => MemberChange::none(),
        };
        for some in keys.chunks(100) {
            let mut found = self.table.batch_get(FINISH, some.iter().cloned()).await?;
            for key in some {
                let Some(item) = found.remove(key) else {
                    let current = self.group_or_rest(&group.tenant, group.id).await?;
                    let is_pending =
                        current.and_then(|group| group.change).is_some_and(|now| now.id == change.id);
                    return if is_pending {
                        Err(StoreError::malformed(FINISH, Lost(group.id)))
                    } else {
                        Ok(None)
                    };
                };
                let Chunk { add, remove } = item::to_chunk(item)?;
                whole = whole.and_add(add).and_remove(remove);
            }
        }
        Ok(Some(whole))
    }

    /// The group as it is now.
    pub(super) async fn current(&self, admitted: &Admitted, id: GroupId) -> Result<Group, GroupError> {
        self.group(admitted, id).await?.ok_or(GroupError::Gone)
    }

    /// Writes a group whose guards stay, if nobody else did since it was read.
    pub(super) async fn overwrite_group(&self, before: &Group, after: &Group) -> Result<(), StoreError> {
        let write = entropy::new_write();
        let condition = Condition::revision(before.revision).or_made_by(write);
        self.table.put(FINISH, item::of_group(after, write)?, condition).await
    }
}

/// Can a change queue behind another? Not if it names too many, or says who is in the group and nobody else.
pub(super) fn can_queue(members: &MemberChange) -> bool {
    match members {
        MemberChange::Edit { add, remove } => (1..=MAX_OF_QUEUED).contains(&(add.len() + remove.len())),
        MemberChange::Replace(_) => false,
    }
}

/// A change as one chunk.
fn whole(members: &MemberChange) -> Chunk {
    match members {
        MemberChange::Edit { add, remove } => Chunk { add: add.clone(), remove: remove.clone() },
        MemberChange::Replace(members) => Chunk { add: members.clone(), ..Chunk::default() },
    }
}

/// The keys of all chunks of a change and of what is done together with it, in order.
fn chunk_keys(group: &Group, change: &PendingChange) -> Vec<PrimaryKey> {
    let own = (0..change.chunks).map(|number| (change.id, number));
    let all = own.chain(change.with.iter().map(|with| (*with, 0)));
    all.map(|(id, number)| PrimaryKey::chunk(&group.tenant, group.id, id, number)).collect()
}

fn chunks(members: &MemberChange) -> (ChangeKind, Vec<Chunk>) {
    let (kind, add, remove) = match members {
        MemberChange::Replace(members) => (ChangeKind::Replace, Some(members), None),
        MemberChange::Edit { add, remove } => (ChangeKind::Edit, Some(add), Some(remove)),
    };
    let of = |ids: Option<&BTreeSet<_>>| -> Vec<Vec<_>> {
        let ids: Vec<_> = ids.into_iter().flatten().copied().collect();
        ids.chunks(CHUNK).map(<[_]>::to_vec).collect()
    };
    let added = of(add).into_iter().map(|ids| Chunk { add: ids.into_iter().collect(), ..Chunk::default() });
    let removed =
        of(remove).into_iter().map(|ids| Chunk { remove: ids.into_iter().collect(), ..Chunk::default() });
    (kind, added.chain(removed).collect())
}

#[derive(Debug, thiserror::Error)]
#[error("the group {0} has a change whose chunks are gone")]
struct Lost(GroupId);
