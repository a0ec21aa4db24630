//! A table that was restored to an earlier moment: what it and the one that it was restored from say of tenants and
//! accounts, and the deletions that are done again.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::restore::{self, Contents, Fact, Standing};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::trace::TraceKey;
use rollcall_rules::user::UserId;

use super::Store;
use super::departures::Pace;
use super::error::StoreError;
use super::item;
use super::keys::{self, PrimaryKey};
use super::table::{Item, Seen};
use crate::retry;

const LOOK: &str = "look for what a restore brings back";
const AGAIN: &str = "delete a user again";

/// An import that is given up has it on its departure. The tenant was never here.
const ARRIVING: &str = "arriving";

/// The departure of a tenant that has left has it.
const ENDED_AT: &str = "endedAt";

/// Accounts that one call reads tombstones of.
const TOMBSTONES_AT_ONCE: usize = 100;

impl Store {
    /// What the table says of all tenants and accounts. It reads the whole table, in so many parts, and writes nothing. `found` is
    /// told how many items were found, page by page.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. A page is read up to three times.
    pub async fn contents(
        &self,
        parts: u8,
        pace: Pace,
        found: &(dyn Fn(usize) + Sync),
    ) -> Result<Contents, StoreError> {
        const KINDS: [&str; 5] = [keys::TENANT, keys::ARRIVAL, keys::DEPARTURE, keys::USER, keys::TOMBSTONE];
        const ATTRIBUTES: [&str; 4] = [keys::PURGE_PK, item::CREATED_AT, ARRIVING, ENDED_AT];
        let each = stream::iter(0..parts).map(|part| async move {
            let (mut contents, mut after) = (Contents::default(), None::<PrimaryKey>);
            loop {
                let page = || self.table.scan_all(LOOK, (part, parts), &KINDS, &ATTRIBUTES, after.clone());
                let Seen { items, next } = retry::a_few_times(page).await?;
                found(items.len());
                for item in &items {
                    if let Some((tenant, fact)) = fact_of(item)? {
                        contents.note(tenant, fact);
                    }
                }
                if next.is_none() {
                    return Ok::<_, StoreError>(contents);
                }
                after = next;
                tokio::time::sleep(pace.after_page).await;
            }
        });
        let add = async |sum: Contents, contents: Contents| Ok(sum.with(contents));
        each.buffer_unordered(pace.at_a_time).try_fold(Contents::default(), add).await
    }

    /// The tombstones of these accounts of a tenant, and the key of its marks. One call for each 100
    /// accounts, and one for the key.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tombstones(
        &self,
        tenant: &TenantId,
        of: &[UserId],
    ) -> Result<(Vec<Tombstone>, Option<TraceKey>), StoreError> {
        let key = self.table.get(AGAIN, PrimaryKey::trace_key(tenant)).await?;
        let mut tombstones = Vec::with_capacity(of.len());
        for some in of.chunks(TOMBSTONES_AT_ONCE) {
            let keys = some.iter().map(|id| PrimaryKey::tombstone(tenant, *id));
            let found = self.table.batch_get(AGAIN, keys).await?;
            for item in found.into_values() {
                tombstones.push(item::to_tombstone(item)?);
            }
        }
        Ok((tombstones, key.map(item::to_trace_key).transpose()?))
    }

    /// Deletes somebody again whom a restore brought back, as the purge does it, and leaves the tombstone of their first
    /// deletion, which the key made the marks of. An account that is active is deleted, too. A deletion that was broken off is
    /// finished. `true`: there was something to do.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. It can be done again, and goes on where it was cut off.
    pub async fn delete_again(
        &self,
        first: &Tombstone,
        first_key: Option<&TraceKey>,
    ) -> Result<bool, StoreError> {
        let (tenant, id) = (&first.tenant, first.id);
        let keys =
            [PrimaryKey::user(tenant, id), PrimaryKey::tombstone(tenant, id), PrimaryKey::trace_key(tenant)];
        retry::after_lost_race(|| async {
            let [user, tombstone, key] = &keys;
            let mut found = self.table.batch_get(AGAIN, keys.iter().cloned()).await?;
            let key = found.remove(key).map(item::to_trace_key).transpose()?;
            let Some(user) = found.remove(user).map(item::to_user).transpose()? else {
                let Some(left) = found.remove(tombstone).filter(has_traces) else {
                    return Ok(false);
                };
                self.erase_traces(&item::to_tombstone(left)?).await?;
                return Ok(true);
            };
            let new_key = if key.is_none() { first_key } else { None };
            let again = restore::tombstone_again(first, first_key, &user, key.as_ref());
            self.purge(&user, &again, new_key).await?;
            self.erase_traces(&again).await?;
            Ok(true)
        })
        .await
    }
}

/// What an item says; `None`: nothing that a restore is about.
fn fact_of(item: &Item) -> Result<Option<(TenantId, Fact)>, StoreError> {
    let (Some(pk), Some(sk)) = (item::text(item, keys::PK), item::text(item, keys::SK)) else {
        return Ok(None);
    };
    if let Some((tenant, id)) = keys::user_of(pk) {
        let standing = match (sk, has_traces(item)) {
            (keys::USER, false) => Standing::Active,
            (keys::USER, true) => Standing::Blocked,
            (_, true) => Standing::Deleting,
            (_, false) => Standing::Deleted,
        };
        return Ok(Some((tenant, Fact::Account(id, standing))));
    }
    let Some(tenant) = keys::tenant_of(pk) else { return Ok(None) };
    let fact = match sk {
        keys::TENANT => {
            let made_at = item::text(item, item::CREATED_AT).unwrap_or_default();
            let made_at = made_at.parse::<Timestamp>();
            Fact::Record(made_at.map_err(|error| StoreError::malformed(LOOK, error))?)
        }
        keys::ARRIVAL => Fact::Arrival,
        _ if item.contains_key(ARRIVING) => return Ok(None),
        _ => Fact::Departure { ended: item.contains_key(ENDED_AT) },
    };
    Ok(Some((tenant, fact)))
}

/// Whether it is in the index of what is due: a blocked account, or a tombstone with traces left.
fn has_traces(item: &Item) -> bool {
    item.contains_key(keys::PURGE_PK)
}
