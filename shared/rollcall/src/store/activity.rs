//! What happened at a tenant, the latest first: its own history and those of all its users, by time.
//!
//! They are in the index by tenant, spread like the users, so that a burst of changes meets no bound of one partition;
//! sixteen reads at once give the latest of all.

use std::collections::BTreeMap;

use std::pin::pin;

use futures_util::future::try_join_all;
use futures_util::stream::{StreamExt, TryStreamExt};
use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{self, SHARDS};
use super::table::{Direction, Index, Query, SortKeys};
use rollcall_rules::admission::Admitted;
use rollcall_rules::history::Entry;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, UserId};

const READ: &str = "read activity";

/// Place of an entry in the activity of its tenant. The latest has the greatest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub String);

/// An entry of a user's history, or of the tenant's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Where it stands.
    pub place: Place,
    /// The user, who may be deleted by now; `None`: it is about the tenant.
    pub user: Option<UserId>,
    /// What changed.
    pub entry: Entry,
}

/// How many entries there were, by the hour in which they were made and by whose doing they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Entries by the epoch second of the hour, and by actor.
    pub hours: BTreeMap<i64, BTreeMap<Actor, usize>>,
    /// Is it less than all, for there is too much to be read at once?
    pub is_partial: bool,
}

/// Pages of up to a megabyte that are read of each shard for a [`Tally`]: some hundred thousand entries in all.
const TALLY_PAGES: usize = 12;

impl Store {
    /// The latest entries, `limit` at most, the latest first; those before `before`. What was written milliseconds ago
    /// may be missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn activity(
        &self,
        admitted: &Admitted,
        before: Option<&Place>,
        limit: usize,
    ) -> Result<Vec<Happening>, StoreError> {
        let tenant = &admitted.id;
        let shards = (0..SHARDS).map(|shard| async move {
            let sort_keys = before.map_or(SortKeys::All, |place| SortKeys::Before(place.0.clone()));
            let query = query(tenant, shard, sort_keys);
            let latest = self.table.items(READ, query, Direction::Backward, Some(limit));
            latest.and_then(async |item| item::to_happening(item)).try_collect::<Vec<_>>().await
        });
        let mut entries: Vec<_> = try_join_all(shards).await?.into_iter().flatten().collect();
        entries.sort_by(|one: &Happening, other| other.place.cmp(&one.place));
        entries.truncate(limit);
        Ok(entries)
    }

    /// How much happened since a time.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn activity_since(&self, admitted: &Admitted, since: Timestamp) -> Result<Tally, StoreError> {
        let tenant = &admitted.id;
        let shards = (0..SHARDS).map(|shard| async move {
            let query = query(tenant, shard, SortKeys::After(keys::activity_since(since)));
            let pages = self.table.pages(READ, query, Direction::Backward, None).take(TALLY_PAGES);
            let (mut tally, mut pages) = (Tally::default(), pin!(pages));
            while let Some(page) = pages.try_next().await? {
                tally.is_partial = page.next.is_some();
                for item in page.items {
                    let entry = item::to_happening(item)?.entry;
                    let hour = entry.at.as_second().div_euclid(3600) * 3600;
                    *tally.hours.entry(hour).or_default().entry(entry.by).or_default() += 1;
                }
            }
            Ok::<_, StoreError>(tally)
        });
        let mut all = Tally::default();
        for tally in try_join_all(shards).await? {
            all.is_partial |= tally.is_partial;
            for (hour, actors) in tally.hours {
                for (actor, count) in actors {
                    *all.hours.entry(hour).or_default().entry(actor).or_default() += count;
                }
            }
        }
        Ok(all)
    }
}

fn query(tenant: &TenantId, shard: u8, sort_keys: SortKeys) -> Query {
    Query {
        index: Index::BY_TENANT,
        partition: keys::activity_shard(tenant, shard),
        sort_keys,
        filters: Vec::new(),
    }
}
