//! A change of many members that is decided and not done yet, and those that queue behind it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::user::Actor;

/// Edits that can queue behind a change. All that come meanwhile wait for one of these places.
pub const MAX_QUEUED: usize = 100;

/// People that an edit can name which queues.
pub const MAX_OF_QUEUED: usize = 100;

/// How long after it was decided whoever else finds a change of many members leaves it to the request that decided it.
/// Two who do the same work get into each other's way. Directories retry later than that.
const IN_HAND: SignedDuration = SignedDuration::from_secs(2);

/// A change of more members than one transaction holds. It is decided: whoever finds it finishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingChange {
    /// Drawn by the edge, for the keys of the chunks.
    pub id: Uuid,
    /// What the chunks say.
    pub kind: ChangeKind,
    /// Items that hold the members.
    pub chunks: u32,
    /// When it was decided.
    pub since: Timestamp,
    /// Who wants it.
    pub by: Actor,
    /// Edits of one chunk each that are done together with it, each after those before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Uuid>,
    /// Edits of one chunk each that are decided, and done next. `None`: none can queue, as with a change that was
    /// decided before there was a queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queued: Option<BTreeMap<Uuid, QueuedEdit>>,
}

/// An edit that is decided and waits until the change before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueuedEdit {
    /// When the request began that wants it.
    pub since: Timestamp,
    /// Who wants it.
    pub by: Actor,
    /// [`MemberChange::asked`](super::MemberChange::asked).
    pub asked: Uuid,
}

/// What a pending change says of the members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// These, and nobody else.
    Replace,
    /// Some come and some go.
    Edit,
}

impl PendingChange {
    /// Is the request that decided it, as a request that began at `now` sees it, likely to be busy with it?
    #[must_use]
    pub fn is_in_hand(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) < IN_HAND
    }

    /// Is there a place in the queue?
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.queued.as_ref().is_some_and(|queued| queued.len() < MAX_QUEUED)
    }

    /// How many are in the group at most once this is done and all that queue behind it, if so many are in it now and a
    /// chunk names at most `of_chunk`.
    #[must_use]
    pub fn most_members(&self, members: usize, of_chunk: usize) -> usize {
        let chunks = usize::try_from(self.chunks).unwrap_or(usize::MAX).saturating_mul(of_chunk);
        let edits = self.with.len() + self.queued.as_ref().map_or(0, BTreeMap::len);
        let before = match self.kind {
            ChangeKind::Replace => 0,
            ChangeKind::Edit => members,
        };
        before.saturating_add(chunks).saturating_add(edits.saturating_mul(MAX_OF_QUEUED))
    }

    /// What is done when this is done; `None`: nothing. The edits that queue are done all together, in the order in
    /// which their requests began: one that was given up comes before what its directory sent after it.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        let queued = self.in_order();
        let (id, first) = queued.first()?;
        let of_one = queued.iter().take_while(|(_, edit)| edit.by == first.by).count();
        let (together, later) = queued.split_at(of_one);
        Some(Self {
            id: *id,
            kind: ChangeKind::Edit,
            chunks: 1,
            since: first.since,
            by: first.by,
            with: together.iter().skip(1).map(|(id, _)| *id).collect(),
            queued: Some(later.iter().map(|(id, edit)| (*id, **edit)).collect()),
        })
    }

    /// How many come before a change, of those that are done together with it; `None`: it is neither this one nor done
    /// with it, nor does it queue.
    #[must_use]
    pub fn place_of(&self, id: Uuid) -> Option<usize> {
        if id == self.id {
            return Some(0);
        }
        let with = self.with.iter().position(|with| *with == id).map(|place| place + 1);
        with.or_else(|| self.in_order().iter().position(|(queued, _)| *queued == id).map(|place| place + 1))
    }

    /// The edit that queues and says the same, if one does: a directory sends again what was not finished in time. Asked
    /// for again, it comes after all that was asked for since.
    #[must_use]
    pub fn queued_as(&self, asked: Uuid) -> Option<Uuid> {
        self.queued.iter().flatten().find(|(_, edit)| edit.asked == asked).map(|(id, _)| *id)
    }

    fn in_order(&self) -> Vec<(Uuid, &QueuedEdit)> {
        let mut queued: Vec<_> = self.queued.iter().flatten().map(|(id, edit)| (*id, edit)).collect();
        queued.sort_by_key(|(id, edit)| (edit.since, *id));
        queued
    }
}
