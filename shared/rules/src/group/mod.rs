//! Groups of people, as a tenant's directory has them, and who is in which.
//!
//! Who is in a group is said by the accounts: [`User::groups`](super::user::User::groups). So a person who is deleted
//! or unlinked is in no group any more, and each change of a membership is a change of an account.
//!
//! - `name`: what a group is called, and by what it is found.
//! - `members`: a change of many memberships, as one value.
//! - `membership`: what becomes of one account.
//! - `pending`: a change of many members that is decided and not done yet, and those that queue behind it.

mod members;
mod membership;
mod name;
mod pending;

use std::collections::BTreeSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::events::events_of_group;
use super::feed::Announcement;
use super::tenant::TenantId;
use super::user::{RecentWrites, UserId, canonical_uuid};

pub use members::{Delta, MemberChange};
pub use membership::NotJoined;
pub use name::{
    GroupExternalId, GroupExternalIdTooLong, GroupGuard, GroupName, GroupNameError, GroupNameKey,
    MAX_GROUP_EXTERNAL_ID_LEN, MAX_GROUP_NAME_CHARS,
};
pub use pending::{ChangeKind, MAX_OF_QUEUED, MAX_QUEUED, PendingChange, QueuedEdit};

/// People that a group can have.
pub const MAX_MEMBERS: usize = 100_000;

/// Groups that a tenant can have.
pub const MAX_GROUPS: usize = 10_000;

/// Groups that one person can be in. Their identifiers are in the account, which is one item of the table.
pub const MAX_GROUPS_OF_USER: usize = 1_000;

/// The most announcements that a group keeps until they are written into the feed.
const MAX_UNRECORDED: usize = 50;

/// How long after its beginning a change of many members is looked for, to be finished. A request has ended by then,
/// even one that read the group just before the change.
pub const LEFT_ALONE: SignedDuration = SignedDuration::from_secs(60);

/// Identifier of a group: a random UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(Uuid);

impl GroupId {
    /// An identifier drawn by the edge.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// Reads the form that [`fmt::Display`] prints, and no other: an id is compared as it stands (RFC 7643 §3.1).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        canonical_uuid(text).map(Self)
    }

    /// The UUID.
    #[must_use]
    pub const fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// A group. Who is in it is said by the accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// A random UUID, the SCIM `id`.
    pub id: GroupId,
    /// The tenant that has the group.
    pub tenant: TenantId,
    /// SCIM `displayName`; unique within the tenant, in any case.
    pub name: GroupName,
    /// The directory's own identifier; unique within the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<GroupExternalId>,
    /// Counts the changes of the name and the `externalId`, from 1. Members come and go without it.
    pub version: u64,
    /// Counts all writes, from 1. Every write is conditional on the one that was read.
    pub revision: u64,
    /// When the group was made.
    pub created_at: Timestamp,
    /// When `version` last went up.
    pub modified_at: Timestamp,
    /// A change of many members that is decided and may not be done yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<PendingChange>,
    /// A hash of what the directory asked for when it made the group, while it may not have been told that this is
    /// done. So the same request again finds its own group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creation: Option<String>,
    /// Present once the group is deleted. Nobody sees it any more; it stays until everybody has left it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// The latest of what it announced that may not stand in the feed yet. Kept by the store.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unrecorded: Vec<Announcement>,
    /// Which writes made the group what it was when it was read. Kept by the store.
    #[serde(default)]
    pub writes: RecentWrites,
}

/// What is to become of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupEdit {
    /// Another name; `None`: it stays.
    pub name: Option<GroupName>,
    /// Another `externalId`, or none any more; `None`: it stays.
    pub external_id: Option<Option<GroupExternalId>>,
    /// Who comes and goes.
    pub members: MemberChange,
}

impl Group {
    /// A new group, made at `now`.
    #[must_use]
    pub fn new(
        id: GroupId,
        tenant: TenantId,
        name: GroupName,
        external_id: Option<GroupExternalId>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            tenant,
            name,
            external_id,
            version: 1,
            revision: 1,
            created_at: now,
            modified_at: now,
            change: None,
            creation: None,
            deleted_at: None,
            unrecorded: Vec::new(),
            writes: RecentWrites::default(),
        }
    }

    /// A hash of what a directory asks for when it makes this group with these members, whatever its id.
    #[must_use]
    pub fn asked_with(&self, members: &BTreeSet<UserId>) -> String {
        let mut hash = Sha256::new();
        for part in [self.name.as_str(), self.external_id.as_ref().map_or("", GroupExternalId::as_str)] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        for member in members {
            hash.update(member.as_uuid());
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// All that no other group of the tenant can have while this one exists.
    #[must_use]
    pub fn guards(&self) -> BTreeSet<GroupGuard> {
        if self.is_deleted() {
            return BTreeSet::new();
        }
        let external_id = self.external_id.clone().map(GroupGuard::ExternalId);
        [GroupGuard::Name(self.name.key())].into_iter().chain(external_id).collect()
    }

    /// Is it deleted? Then it is there for nobody but those who take its members out.
    #[must_use]
    pub const fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// The group under another name and `externalId`. Equal to this one where neither differs.
    #[must_use]
    pub fn edited(&self, edit: &GroupEdit, now: Timestamp) -> Self {
        let name = edit.name.clone().unwrap_or_else(|| self.name.clone());
        let external_id = edit.external_id.clone().unwrap_or_else(|| self.external_id.clone());
        if name == self.name && external_id == self.external_id {
            return self.clone();
        }
        let (version, revision) = (self.version + 1, self.revision + 1);
        Self { name, external_id, version, revision, modified_at: now, creation: None, ..self.clone() }
    }

    /// The group with its revision counted up, if that was not done since `read`: so nobody else's write passes this
    /// one by.
    #[must_use]
    pub fn written_after(self, read: &Self) -> Self {
        Self { revision: read.revision + 1, ..self }
    }

    /// The group with a change of many members to be done, or without one.
    #[must_use]
    pub fn with_change(&self, change: Option<PendingChange>) -> Self {
        Self { change, revision: self.revision + 1, ..self.clone() }
    }

    /// The group as nobody sees it any more. A change that was to be done is not: everybody leaves.
    #[must_use]
    pub fn deleted(&self, now: Timestamp) -> Self {
        Self { change: None, deleted_at: Some(now), revision: self.revision + 1, ..self.clone() }
    }

    /// The group with what the change from `old`, `None` for a new one, announces. Of very many the earliest fall out:
    /// these are left to the stream.
    #[must_use]
    pub fn announcing(&self, old: Option<&Self>) -> Self {
        let announced = events_of_group(old, Some(self));
        let all = self.unrecorded.iter().cloned().chain(announced.iter().map(Announcement::from));
        let dropped = (self.unrecorded.len() + announced.len()).saturating_sub(MAX_UNRECORDED);
        Self { unrecorded: all.skip(dropped).collect(), ..self.clone() }
    }

    /// When somebody has to see to it that a change is finished, that the rest of the group goes, or that what it
    /// announced is written into the feed; `None`: never.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        let since = self.deleted_at.or(self.change.as_ref().map(|change| change.since));
        let left_alone = since.map(|since| since.saturating_add(LEFT_ALONE).unwrap_or(since));
        let unrecorded = (!self.unrecorded.is_empty()).then(|| self.deleted_at.unwrap_or(self.modified_at));
        left_alone.into_iter().chain(unrecorded).min()
    }
}

#[cfg(test)]
mod tests;
