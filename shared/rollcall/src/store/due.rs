//! What is due: deletions and mails, from the sparse indexes that hold nothing else.
//!
//! The indexes are milliseconds behind the table. They tell where to look; whether something is due is decided on the
//! item itself.

use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::item::text;
use super::keys::{self, SHARDS};
use super::table::{Direction, Index, Item, Query, SortKeys};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

/// An entry of an index: a user who is due for deletion or owed a mail, or a tombstone with something left to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Tenant that the user belongs to.
    pub tenant: TenantId,
    /// User that the entry is about, deleted or not.
    pub id: UserId,
    /// The time from which on it is due, as the index has it.
    pub since: Timestamp,
    /// Is it the tombstone of a user, rather than the user?
    pub is_tombstone: bool,
}

/// What something is due for: each kind has an index of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// Deletions: the index [`keys::PURGE_DUE`].
    Purge,
    /// Mails that can be claimed: the index [`keys::EFFECT_DUE`].
    Mail,
    /// Invitations whose end is to be noted: the same index, in partitions of their own.
    Expiry,
    /// Accounts that are to be reviewed by the access rules: the same index, in partitions of their own.
    Review,
    /// Accounts with changes that are yet to be written down, and tombstones: the same index, in partitions of their own.
    Record,
}

impl DueKind {
    fn query(self, shard: u8, sort_keys: SortKeys) -> Query {
        let (index, partition) = match self {
            Self::Purge => (Index::PURGE_DUE, keys::purge_shard(shard)),
            Self::Mail => (Index::EFFECT_DUE, keys::effect_shard(shard)),
            Self::Expiry => (Index::EFFECT_DUE, keys::expiry_shard(shard)),
            Self::Review => (Index::EFFECT_DUE, keys::review_shard(shard)),
            Self::Record => (Index::EFFECT_DUE, keys::record_shard(shard)),
        };
        Query { index, partition, sort_keys, filters: Vec::new() }
    }

    /// The entry in an item of the index; `None`: it is not as we write them.
    fn read(self, item: &Item) -> Option<Due> {
        let position = match self {
            Self::Purge => keys::PURGE_SK,
            Self::Mail | Self::Expiry | Self::Review | Self::Record => keys::EFFECT_SK,
        };
        let (tenant, id) = keys::user_of(text(item, keys::PK)?)?;
        let since = keys::due_since(text(item, position)?)?;
        Some(Due { tenant, id, since, is_tombstone: text(item, keys::SK)? == keys::TOMBSTONE })
    }
}

impl Store {
    /// All that is due at `now`. The shards are read at once, and follow one another; each is in order of time.
    pub async fn due(&self, kind: DueKind, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let shards = (0..SHARDS).map(|shard| async move {
            let query = kind.query(shard, SortKeys::Before(keys::due_until(now)));
            self.table.all("look for what is due", query, |item| Ok(kind.read(&item))).await
        });
        Ok(try_join_all(shards).await?.into_iter().flatten().flatten().collect())
    }

    /// The earliest time at which anything is due, be it past or ahead; `None`: the index is empty.
    pub async fn first_due(&self, kind: DueKind) -> Result<Option<Timestamp>, StoreError> {
        let shards = (0..SHARDS).map(|shard| async move {
            let query = kind.query(shard, SortKeys::All);
            let page = self
                .table
                .query("look for what is due next", &query, Direction::Forward, Some(1), None)
                .await?;
            Ok::<_, StoreError>(page.items.iter().find_map(|item| kind.read(item)))
        });
        let firsts = try_join_all(shards).await?;
        Ok(firsts.into_iter().flatten().map(|due| due.since).min())
    }
}
