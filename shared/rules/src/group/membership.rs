//! What becomes of an account that joins or leaves groups.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::super::user::{Actor, User};
use super::{GroupId, MAX_GROUPS_OF_USER};

/// Why an account cannot be in these groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotJoined {
    /// No directory manages the account.
    #[error("the directory does not manage the user")]
    NotLinked,
    /// It would be in more than [`MAX_GROUPS_OF_USER`].
    #[error("a user can be in {MAX_GROUPS_OF_USER} groups")]
    TooManyGroups,
}

impl User {
    /// The account in exactly these groups. Equal to what it was, version included, where that is no change.
    ///
    /// # Errors
    ///
    /// [`NotJoined`], if it joins one that it cannot be in. Leaving is always possible.
    pub fn with_groups(
        &self,
        groups: BTreeSet<GroupId>,
        by: Actor,
        now: Timestamp,
    ) -> Result<Self, NotJoined> {
        if !groups.is_subset(&self.groups) {
            if !self.linked {
                return Err(NotJoined::NotLinked);
            }
            if groups.len() > MAX_GROUPS_OF_USER {
                return Err(NotJoined::TooManyGroups);
            }
        }
        Ok(Self { groups, ..self.clone() }.changed_from(self, by, now))
    }

    /// The account as a member of one more group.
    ///
    /// # Errors
    ///
    /// [`NotJoined`].
    pub fn joined(&self, group: GroupId, by: Actor, now: Timestamp) -> Result<Self, NotJoined> {
        let mut groups = self.groups.clone();
        groups.insert(group);
        self.with_groups(groups, by, now)
    }

    /// The account as no member of this group.
    #[must_use]
    pub fn left(&self, group: GroupId, by: Actor, now: Timestamp) -> Self {
        let mut after = self.clone();
        after.groups.remove(&group);
        after.changed_from(self, by, now)
    }

    /// The account without so many of the groups that it is not in any more in `after`, the first by id. A deletion or
    /// a new start takes them away by all at once, which can be more than one transaction holds.
    #[must_use]
    pub fn leaving_some(&self, after: &Self, most: usize, now: Timestamp) -> Self {
        let leaving: BTreeSet<GroupId> = (&self.groups - &after.groups).into_iter().take(most).collect();
        let left = Self { groups: &self.groups - &leaving, ..self.clone() };
        left.changed_from(self, after.updated_by, now)
    }
}
