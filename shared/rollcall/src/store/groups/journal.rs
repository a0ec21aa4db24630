//! A change of more members than one transaction holds.
//!
//! 1. Whom it names is written beside the group, in chunks.
//! 2. One write gives the group the change. From then on it is decided.
//! 3. Members join and leave, a part after the other.
//! 4. One write takes the change off the group, and the chunks go.
//!
//! The request itself does the third and the fourth step. If it cannot, the next one about the group does, or the sweep.
//! Nothing of that has to be remembered: what is left to do follows from who is in the group.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{ChangeKind, Delta, Group, GroupId, MemberChange, PendingChange};

use super::super::Store;
use super::super::error::StoreError;
use super::super::item::{self, Chunk};
use super::super::keys::PrimaryKey;
use super::super::table::Condition;
use super::apply::{Applying, While};
use super::{GroupError, Writing};
use crate::entropy;
use crate::retry::Patience;

/// Members of a chunk: some 40 KB.
const CHUNK: usize = 1_000;

/// How long chunks are kept of which nothing comes. A change that is decided is finished long before.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a request waits at most for another to finish a change, and how often it looks.
const OTHERS: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(100);

const NOTE: &str = "note a change of members";
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
        let change = PendingChange { id: on.id, kind, chunks, since: on.now, by: on.by };
        Ok(Group { change: Some(change), ..group.clone() })
    }

    /// Leaves a change that another request decided a moment ago to that request, for a while, and gives the group as it is
    /// then. It may have a change all the same.
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
            group = self.group(admitted, group.id).await?.ok_or(GroupError::Gone)?;
        }
        Ok(group)
    }

    /// Finishes the change that a group has, and gives the group as it is then. A group without one is as it is.
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
            group = match self.finish_change(admitted, &group, &change, now, patience).await? {
                Some(done) => done,
                None => self.group(admitted, group.id).await?.ok_or(GroupError::Gone)?,
            };
        }
        Ok(group)
    }

    /// The group without the change; `None`: it is another by now, and has to be read again.
    async fn finish_change(
        &self,
        admitted: &Admitted,
        group: &Group,
        change: &PendingChange,
        now: Timestamp,
        patience: Patience,
    ) -> Result<Option<Group>, GroupError> {
        let keys: Vec<PrimaryKey> = (0..change.chunks)
            .map(|number| PrimaryKey::chunk(&group.tenant, group.id, change.id, number))
            .collect();
        let Some(members) = self.journal(group, change, &keys).await? else { return Ok(None) };
        let delta = match members {
            MemberChange::Edit { add, remove } => Delta { join: add, leave: remove },
            replace @ MemberChange::Replace(_) => {
                let present = self.members(admitted, group.id).await?.into_iter().collect();
                replace.against(&present)
            }
        };
        let how = Applying { holds: While::Pending(change.id), by: change.by, now, patience };
        if !self.apply(admitted, group, &delta, how).await? {
            return Ok(None);
        }
        let done = group.with_change(None);
        match self.overwrite_group(group, &done).await {
            Err(StoreError::LostRace { .. }) => return Ok(None),
            outcome => outcome?,
        }
        // It is done. Chunks that are left expire.
        if let Err(error) = self.table.batch_write(FINISH, Vec::new(), keys).await {
            tracing::warn!(
                target: "rollcall::store",
                tenant_id = group.tenant.as_str(),
                group_id = %group.id,
                error = &error as &dyn std::error::Error,
                "chunks of a change of members are left until they expire"
            );
        }
        Ok(Some(done))
    }

    /// What a change says; `None`: its chunks are gone, so somebody else has finished it.
    async fn journal(
        &self,
        group: &Group,
        change: &PendingChange,
        keys: &[PrimaryKey],
    ) -> Result<Option<MemberChange>, StoreError> {
        let mut whole = Chunk::default();
        let mut found = 0;
        for some in keys.chunks(100) {
            for item in self.table.batch_get(FINISH, some.iter().cloned()).await?.into_values() {
                let Chunk { add, remove } = item::to_chunk(item)?;
                whole.add.extend(add);
                whole.remove.extend(remove);
                found += 1;
            }
        }
        if found < keys.len() {
            let current = self.group_or_rest(&group.tenant, group.id).await?;
            let is_pending = current.and_then(|group| group.change).is_some_and(|now| now.id == change.id);
            return if is_pending { Err(StoreError::malformed(FINISH, Lost(group.id))) } else { Ok(None) };
        }
        Ok(Some(match change.kind {
            ChangeKind::Replace => MemberChange::Replace(whole.add),
            ChangeKind::Edit => MemberChange::Edit { add: whole.add, remove: whole.remove },
        }))
    }

    /// Writes a group whose guards stay, if nobody else did since it was read.
    pub(super) async fn overwrite_group(&self, before: &Group, after: &Group) -> Result<(), StoreError> {
        let write = entropy::new_write();
        let condition = Condition::revision(before.revision).or_made_by(write);
        self.table.put(FINISH, item::of_group(after, write)?, condition).await
    }
}

fn chunks(members: &MemberChange) -> (ChangeKind, Vec<Chunk>) {
    let (kind, add, remove) = match members {
        MemberChange::Replace(members) => (ChangeKind::Replace, Some(members), None),
        MemberChange::Edit { add, remove } => (ChangeKind::Edit, Some(add), Some(remove)),
    };
    let of = |ids: Option<&std::collections::BTreeSet<_>>| -> Vec<Vec<_>> {
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
