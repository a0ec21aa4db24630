//! What is due: deletions and mails, from the sparse indexes that hold nothing else.
//!
//! The indexes are milliseconds behind and tell where to look; whether something is due is decided on the item itself.

use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::item::text;
use super::keys::{self, SHARDS};
use super::table::{Direction, Item, Order, Range, Stretch};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

/// Something that was due when it was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Whose user.
    pub tenant: TenantId,
    /// The user.
    pub id: UserId,
    /// Since when.
    pub since: Timestamp,
    /// Is it the tombstone of a user with traces left, rather than the user?
    pub is_tombstone: bool,
}

/// Which index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// Deletions.
    Purge,
    /// Mails.
    Mail,
}

impl DueKind {
    fn stretch(self, shard: u8, range: Range) -> Stretch {
        let (order, partition) = match self {
            Self::Purge => (Order::PURGE_DUE, keys::purge_shard(shard)),
            Self::Mail => (Order::EFFECT_DUE, keys::effect_shard(shard)),
        };
        Stretch { order, partition, range, only: Vec::new() }
    }

    fn read(self, item: &Item) -> Option<Due> {
        let position = match self {
            Self::Purge => keys::PURGE_SK,
            Self::Mail => keys::EFFECT_SK,
        };
        let (tenant, id) = keys::user_of(text(item, keys::PK)?)?;
        let since = keys::due_since(text(item, position)?)?;
        Some(Due { tenant, id, since, is_tombstone: text(item, keys::SK)? == keys::TOMBSTONE })
    }
}

impl Store {
    /// All that is due at a time, in each shard in order of time, all shards at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due(&self, kind: DueKind, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let shards = (0..SHARDS).map(|shard| async move {
            let stretch = kind.stretch(shard, Range::Before(keys::due_until(now)));
            self.table.all("look for what is due", stretch, |item| Ok(kind.read(&item))).await
        });
        Ok(try_join_all(shards).await?.into_iter().flatten().flatten().collect())
    }

    /// When the first of all is due, now or later; `None`: nothing will be.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn first_due(&self, kind: DueKind) -> Result<Option<Timestamp>, StoreError> {
        let shards = (0..SHARDS).map(|shard| async move {
            let stretch = kind.stretch(shard, Range::All);
            let page = self
                .table
                .query("look for what is due next", &stretch, Direction::Forward, Some(1), None)
                .await?;
            Ok::<_, StoreError>(page.items.iter().find_map(|item| kind.read(item)))
        });
        let firsts = try_join_all(shards).await?;
        Ok(firsts.into_iter().flatten().map(|due| due.since).min())
    }
}
