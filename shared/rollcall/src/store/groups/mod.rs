//! Groups, and who is in them.
//!
//! A membership stands on two sides: in the account, which decides, and in the partition of the group, which is derived
//! from it (`memberships`). So one member more or less is a change of one account, which neither reads the other
//! members nor touches the group's own item. Sixty-four of them at once get past each other.
//!
//! - `read`: groups and members by key, and in order.
//! - `look`: everybody in a group is looked at, as long as there is time.
//! - `write`: a group is made, and changed: by one transaction, if that holds it.
//! - `plan`: who is meant, and whether they can join.
//! - `journal`: a change of more members than one transaction holds.
//! - `delete`: a group goes, and everybody leaves it.
//! - `sizes`: all groups, and how many are in each of some.

mod apply;
mod delete;
mod journal;
mod look;
pub(super) mod memberships;
mod plan;
mod read;
mod sizes;
mod write;

use jiff::Timestamp;
use rollcall_rules::group::{Group, MAX_GROUPS, MAX_GROUPS_OF_USER, MAX_MEMBERS};
use rollcall_rules::user::{Actor, User, UserId, WriteId};
use uuid::Uuid;

use super::error::StoreError;
use crate::retry::{Contended, Patience};

pub use read::GroupDue;

/// Why a group cannot be made or changed so. Unless a variant says otherwise, nothing is written.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// Another group of the tenant has the name, in any case.
    #[error("another group has the name")]
    NameTaken,
    /// Another group of the tenant has the `externalId`.
    #[error("another group has the externalId")]
    ExternalIdTaken,
    /// This one is no user of the tenant whom the directory manages: the first of them, in order of id.
    #[error("one of the members is no user whom the directory manages")]
    NotAUser(UserId),
    /// The group would have more than [`MAX_MEMBERS`].
    #[error("a group has {MAX_MEMBERS} members at most")]
    TooManyMembers,
    /// The tenant would have more than [`MAX_GROUPS`].
    #[error("a tenant has {MAX_GROUPS} groups at most")]
    TooManyGroups,
    /// This user would be in more than [`MAX_GROUPS_OF_USER`].
    #[error("a user is in {MAX_GROUPS_OF_USER} groups at most")]
    TooManyOfUser(UserId),
    /// The group was deleted meanwhile.
    #[error("the group is deleted")]
    Gone,
    /// The change is decided, and there was no time to finish it. The same request goes on where it was; so does the
    /// next sweep.
    #[error("the change of the members is not finished")]
    Unfinished,
    /// Others change so many members of the group that this one did not get its turn.
    #[error("others change the members of the group")]
    Busy,
    /// What the table says.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Contended for GroupError {
    fn is_lost_race(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_lost_race())
    }
}

/// What the edge gives for a write.
#[derive(Debug, Clone, Copy)]
pub struct Writing {
    /// One for all tries of a request.
    pub write: WriteId,
    /// Random, for a change of many members.
    pub id: Uuid,
    /// Who wants it.
    pub by: Actor,
    /// When.
    pub now: Timestamp,
    /// Until when it goes on with what is decided.
    pub patience: Patience,
}

/// A group, and users that were read along with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupWith {
    /// The group.
    pub group: Group,
    /// The users that were asked for, of those that are there.
    pub users: Vec<User>,
    /// What one of the 64 counters of its members says; `None`: not read.
    sampled: Option<usize>,
}

impl From<Group> for GroupWith {
    fn from(group: Group) -> Self {
        Self { group, users: Vec::new(), sampled: None }
    }
}
