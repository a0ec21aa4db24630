//! The history of users: its entries are written, read, and taken away with the user.

use std::collections::HashSet;

use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::feed::FeedEvent;
use super::item;
use super::keys::{self, PrimaryKey};
use super::table::{Index, Query, SortKeys};
use rollcall_rules::admission::Admitted;
use rollcall_rules::feed::{Announcement, Unrecorded};
use rollcall_rules::history::Entry;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};

const OPERATION: &str = "record history";

/// An entry of a history that is to be written, and whose history it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Tenant that the user belongs to.
    pub tenant: TenantId,
    /// User whose account changed, who may be deleted by now.
    pub id: UserId,
    /// The change. With the user, its version is the key of the item.
    pub entry: Entry,
    /// What the change announced.
    pub announced: Vec<Announcement>,
}

impl Recorded {
    /// A change of a user.
    #[must_use]
    pub fn of(user: &User, change: Unrecorded) -> Self {
        let Unrecorded { entry, announced } = change;
        Self { tenant: user.tenant.clone(), id: user.id, entry, announced }
    }

    fn told(&self) -> impl Iterator<Item = FeedEvent> {
        self.announced.iter().map(|announced| FeedEvent {
            tenant: self.tenant.clone(),
            user: Some(self.id),
            announced: announced.clone(),
        })
    }

    fn keys(&self) -> Vec<PrimaryKey> {
        let events = self.announced.iter().map(Announcement::id);
        let events = events.map(|event| PrimaryKey::user_event(&self.tenant, self.id, event));
        events.chain([PrimaryKey::history(&self.tenant, self.id, self.entry.version)]).collect()
    }
}

impl Store {
    /// Writes entries, and the events that go with them into the feed. An entry that is there already is written over by the
    /// same, and an event that is there stays, so it can be done twice.
    ///
    /// An entry can come so late that the user is deleted. A deletion first writes the tombstone and then takes the
    /// history away. Here the entry is written first, and then the tombstone is looked for. So the later of the two
    /// takes the entry away, with its events. The departure of a tenant is looked for in the same way, and before as well: records
    /// that come hours late write nothing of a tenant that has left.
    ///
    /// # Errors
    ///
    /// If DynamoDB fails, some entries may be written, and some of a deleted user may be left. Doing it again with the
    /// same records mends both.
    pub async fn record(&self, records: &[Recorded], now: Timestamp) -> Result<(), StoreError> {
        // One call for a hundred tenants.
        let departures = records.iter().map(|record| PrimaryKey::departure(&record.tenant));
        let left = self.there(departures.collect()).await?;
        let records: Vec<&Recorded> =
            records.iter().filter(|record| !left.contains(&PrimaryKey::departure(&record.tenant))).collect();
        let mut items = Vec::with_capacity(records.len());
        let mut written = HashSet::with_capacity(records.len());
        for Recorded { tenant, id, entry, .. } in &records {
            // DynamoDB refuses a batch with two writes of one item.
            if written.insert(PrimaryKey::history(tenant, *id, entry.version)) {
                items.push(item::of_history(tenant, *id, entry)?);
            }
        }
        self.table.batch_write(OPERATION, items, Vec::new()).await?;
        let told: Vec<FeedEvent> = records.iter().flat_map(|record| record.told()).collect();
        self.tell(&told, now).await?;
        let gone = self.gone(&records).await?;
        let is_late = |record: &&&Recorded| {
            gone.contains(&PrimaryKey::tombstone(&record.tenant, record.id))
                || gone.contains(&PrimaryKey::departure(&record.tenant))
        };
        let late = records.iter().filter(is_late);
        let late: HashSet<PrimaryKey> = late.flat_map(|record| record.keys()).collect();
        self.table.batch_write(OPERATION, Vec::new(), late.into_iter().collect()).await
    }

    /// The entries of a user's history after version `after`, the earliest first and `limit` at most; and whether there
    /// are more. The stream brings entries to the table, so a change of the last second may be missing.
    pub async fn history(
        &self,
        admitted: &Admitted,
        id: UserId,
        after: u64,
        limit: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let tenant = &admitted.id;
        let query = Query {
            index: Index::TABLE,
            partition: keys::user_partition(tenant, id),
            sort_keys: SortKeys::Between(
                PrimaryKey::history(tenant, id, after.saturating_add(1)).sk,
                keys::HISTORY_END.to_owned(),
            ),
            filters: Vec::new(),
        };
        self.table.some("read history", query, limit, item::to_history).await
    }

    /// Keys of the tombstones of those users of the records who are deleted, and of the departures of their tenants.
    async fn gone(&self, records: &[&Recorded]) -> Result<HashSet<PrimaryKey>, StoreError> {
        let keys = |record: &&Recorded| {
            [PrimaryKey::tombstone(&record.tenant, record.id), PrimaryKey::departure(&record.tenant)]
        };
        self.there(records.iter().flat_map(keys).collect()).await
    }

    /// Those of the keys that have an item.
    async fn there(&self, sought: HashSet<PrimaryKey>) -> Result<HashSet<PrimaryKey>, StoreError> {
        let sought: Vec<PrimaryKey> = sought.into_iter().collect();
        let mut there = HashSet::new();
        for some in sought.chunks(100) {
            there.extend(self.table.batch_get(OPERATION, some.iter().cloned()).await?.into_keys());
        }
        Ok(there)
    }
}
