//! The run that applies a changed rule to those who are in its group already.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::group::GroupId;
use crate::user::UserId;

/// How long after its beginning, or its last step, a run is looked for to be gone on with. The stream begins it sooner.
pub const RUN_LEFT_ALONE: SignedDuration = SignedDuration::from_secs(60);

/// A run over people who are to be reviewed, as the rules have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRun {
    /// Tells this run from those before it. Another change of the rules gives the run another one.
    pub id: Uuid,
    /// Groups whose members are still to be reviewed; the first is under way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupId>,
    /// Whether all linked users are to be reviewed, whatever their groups.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub everybody: bool,
    /// When the rules changed last.
    pub started_at: Timestamp,
    /// Up to whom it has come, in order of id: of the first group, or of all users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<UserId>,
    /// People who are reviewed.
    pub done: usize,
    /// People who are to be reviewed in all, those who are done among them; 0: not counted yet. Who is in two of the groups
    /// counts twice.
    pub total: usize,
}

impl AccessRun {
    fn new(id: Uuid, now: Timestamp) -> Self {
        Self { id, groups: Vec::new(), everybody: false, started_at: now, after: None, done: 0, total: 0 }
    }

    /// A run over the members of a group, and then whatever an earlier run has left.
    pub(super) fn over_group(before: Option<&Self>, group: GroupId, id: Uuid, now: Timestamp) -> Self {
        let Some(before) = before else {
            return Self { groups: vec![group], ..Self::new(id, now) };
        };
        if before.everybody {
            return Self { everybody: true, ..Self::new(id, now) };
        }
        let is_under_way = before.groups.first() == Some(&group);
        let others = before.groups.iter().copied().filter(|other| *other != group);
        let groups: Vec<GroupId> = others.chain([group]).collect();
        let after = before.after.filter(|_| !is_under_way);
        Self { groups, after, done: before.done, ..Self::new(id, now) }
    }

    /// A run over everybody. What an earlier run has left is part of it.
    pub(super) fn over_everybody(id: Uuid, now: Timestamp) -> Self {
        Self { everybody: true, ..Self::new(id, now) }
    }

    /// The run after some people were reviewed, the last of them in order of id; `None`: it is done. `more`: there are more
    /// of the first group, or of all users.
    #[must_use]
    pub fn gone_on(&self, reviewed: usize, last: Option<UserId>, more: bool) -> Option<Self> {
        let done = self.done + reviewed;
        if more {
            return Some(Self { done, after: last.or(self.after), ..self.clone() });
        }
        let groups: Vec<GroupId> = self.groups.iter().skip(1).copied().collect();
        let is_done = self.everybody || groups.is_empty();
        (!is_done).then(|| Self { done, after: None, groups, ..self.clone() })
    }

    /// From when on the run is gone on with by who looks for such.
    #[must_use]
    pub fn due_at(&self) -> Timestamp {
        self.started_at.saturating_add(RUN_LEFT_ALONE).unwrap_or(self.started_at)
    }
}
