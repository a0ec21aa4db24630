//! The history of users, and the end of it.

use std::collections::HashSet;

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{self, Key};
use super::table::{Order, Range, Stretch};
use rollcall_rules::admission::Admitted;
use rollcall_rules::history::Entry;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

const OPERATION: &str = "record history";

/// An entry, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The tenant.
    pub tenant: TenantId,
    /// The user.
    pub id: UserId,
    /// What changed.
    pub entry: Entry,
}

impl Store {
    /// Writes entries. Those that are there already become what they are, so it can be done twice.
    ///
    /// An entry can come so late that the user is deleted. Deleting a user first leaves a tombstone and then takes
    /// the history away, and here the entry is written first and then the tombstone looked for: whichever of the two
    /// is later takes the entry away.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Some may be written then.
    pub async fn record(&self, records: &[Recorded]) -> Result<(), StoreError> {
        let mut items = Vec::with_capacity(records.len());
        let mut written = HashSet::with_capacity(records.len());
        for Recorded { tenant, id, entry } in records {
            // DynamoDB refuses a batch with two writes of one item.
            if written.insert(Key::history(tenant, *id, entry.version)) {
                items.push(item::of_history(tenant, *id, entry)?);
            }
        }
        self.table.batch_write(OPERATION, items, Vec::new()).await?;
        let gone = self.gone(records).await?;
        let late = records.iter().filter(|record| gone.contains(&Key::tombstone(&record.tenant, record.id)));
        let late: HashSet<Key> =
            late.map(|record| Key::history(&record.tenant, record.id, record.entry.version)).collect();
        self.table.batch_write(OPERATION, Vec::new(), late.into_iter().collect()).await
    }

    /// The history of a user, the earliest entry first: those after version `after`, `limit` at most; and whether there
    /// are more. What happened less than a second ago may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn history(
        &self,
        admitted: &Admitted,
        id: UserId,
        after: u64,
        limit: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let tenant = &admitted.id;
        let stretch = Stretch {
            order: Order::TABLE,
            partition: keys::user_partition(tenant, id),
            range: Range::Between(Key::history(tenant, id, after.saturating_add(1)).sk, keys::HISTORY_END),
            only: Vec::new(),
        };
        self.table.some("read history", stretch, limit, item::to_history).await
    }

    /// Tombstones of those users who are deleted.
    async fn gone(&self, records: &[Recorded]) -> Result<HashSet<Key>, StoreError> {
        let users: HashSet<Key> =
            records.iter().map(|record| Key::tombstone(&record.tenant, record.id)).collect();
        let users: Vec<Key> = users.into_iter().collect();
        let mut gone = HashSet::new();
        for some in users.chunks(100) {
            gone.extend(self.table.batch_get(OPERATION, some.iter().cloned()).await?.into_keys());
        }
        Ok(gone)
    }
}
