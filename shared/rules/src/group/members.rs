//! A change of many memberships, as one value.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::user::UserId;

/// What is to become of a group's members. The operations of a request fold into one, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberChange {
    /// These shall be in it, and nobody else.
    Replace(BTreeSet<UserId>),
    /// Some come and some go, and all others stay. Nobody is in both.
    Edit {
        /// Who shall be in it.
        add: BTreeSet<UserId>,
        /// Who shall not.
        remove: BTreeSet<UserId>,
    },
}

/// What a change comes to for those who are in the group by now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// Who is not in it yet, and shall be.
    pub join: BTreeSet<UserId>,
    /// Who is in it, and shall not be.
    pub leave: BTreeSet<UserId>,
}

impl Default for MemberChange {
    fn default() -> Self {
        Self::none()
    }
}

impl MemberChange {
    /// Everybody stays.
    #[must_use]
    pub const fn none() -> Self {
        Self::Edit { add: BTreeSet::new(), remove: BTreeSet::new() }
    }

    /// Does everybody stay, whoever is in it?
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::none()
    }

    /// And then these come.
    #[must_use]
    pub fn and_add(self, users: BTreeSet<UserId>) -> Self {
        match self {
            Self::Replace(mut members) => {
                members.extend(users);
                Self::Replace(members)
            }
            Self::Edit { mut add, mut remove } => {
                remove.retain(|id| !users.contains(id));
                add.extend(users);
                Self::Edit { add, remove }
            }
        }
    }

    /// And then these go.
    #[must_use]
    pub fn and_remove(self, users: BTreeSet<UserId>) -> Self {
        match self {
            Self::Replace(mut members) => {
                members.retain(|id| !users.contains(id));
                Self::Replace(members)
            }
            Self::Edit { mut add, mut remove } => {
                add.retain(|id| !users.contains(id));
                remove.extend(users);
                Self::Edit { add, remove }
            }
        }
    }

    /// And then these are in it and nobody else, whatever was to become of it before.
    #[must_use]
    pub fn and_replace(self, users: BTreeSet<UserId>) -> Self {
        Self::Replace(users)
    }

    /// Everybody whom the change names.
    #[must_use]
    pub fn named(&self) -> BTreeSet<UserId> {
        match self {
            Self::Replace(members) => members.clone(),
            Self::Edit { add, remove } => add | remove,
        }
    }

    /// Who is to be in it afterwards, of those whom the change names.
    #[must_use]
    pub const fn wanted(&self) -> &BTreeSet<UserId> {
        match self {
            Self::Replace(members) => members,
            Self::Edit { add, .. } => add,
        }
    }

    /// A hash of what is asked for: the same for the same members.
    #[must_use]
    pub fn asked(&self) -> Uuid {
        let (kind, first, second) = match self {
            Self::Replace(members) => (0, Some(members), None),
            Self::Edit { add, remove } => (1, Some(add), Some(remove)),
        };
        let mut hash = Sha256::new();
        hash.update([kind]);
        for members in first.into_iter().chain(second) {
            hash.update(members.len().to_be_bytes());
            members.iter().for_each(|id| hash.update(id.as_uuid()));
        }
        let digest: [u8; 32] = hash.finalize().into();
        digest.first_chunk().copied().map_or(Uuid::nil(), Uuid::from_bytes)
    }

    /// What it comes to, if these are in the group.
    #[must_use]
    pub fn against(&self, present: &BTreeSet<UserId>) -> Delta {
        match self {
            Self::Replace(members) => Delta { join: members - present, leave: present - members },
            Self::Edit { add, remove } => Delta { join: add - present, leave: remove & present },
        }
    }
}

impl Delta {
    /// Does nobody come or go?
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.join.is_empty() && self.leave.is_empty()
    }
}
