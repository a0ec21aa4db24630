//! How many users a tenant's directory manages: the total of a list, without reading the list.
//!
//! A tenant has 64 counters. One of them counts an account, by the first six bits of its id. It changes in the
//! transaction that links, unlinks or deletes the account, so the counters are exact. If two transactions change the
//! same counter at once, one of them is refused and goes again; with 64 counters this is rare.

use std::collections::BTreeMap;

use super::Store;
use super::commit::Change;
use super::error::StoreError;
use super::item;
use super::keys::{COUNTERS, PrimaryKey, SHARDS};
use super::sealed::Sealed;
use super::table::Write;
use super::users::take_tenant;
use rollcall_rules::admission::ClaimedTenant;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::User;

/// How many linked users a tenant has in each shard, by the number of the shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census(Vec<usize>);

impl Census {
    /// How many linked users the tenant has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Where to read the `limit` users that follow the first `skip`: in which shards, and how many users to skip in the
    /// first of these.
    pub(super) fn locate(&self, skip: usize, limit: usize) -> (Vec<u8>, usize) {
        let (mut shards, mut within, mut seen) = (Vec::new(), 0, 0);
        for (shard, count) in (0..SHARDS).zip(&self.0) {
            let from = seen;
            seen += count;
            if *count == 0 || seen <= skip || from >= skip.saturating_add(limit) {
                continue;
            }
            if shards.is_empty() {
                within = skip - from;
            }
            shards.push(shard);
        }
        (shards, within)
    }
}

impl Store {
    /// A tenant, and how many users its directory manages, in each shard. One call.
    pub async fn tenant_and_census(&self, claimed: &ClaimedTenant) -> Result<Sealed<Census>, StoreError> {
        let tenant = claimed.id();
        let tenant_key = PrimaryKey::tenant(tenant);
        let counters = (0..COUNTERS).map(|counter| PrimaryKey::counter(tenant, counter));
        let keys = counters.clone().chain([tenant_key.clone()]);
        let mut found = self.table.batch_get("count users", keys).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let mut shards = vec![0; SHARDS.into()];
        for (counter, key) in (0_u8..).zip(counters) {
            let count = found.remove(&key).map(item::to_count).transpose()?.unwrap_or_default();
            // A counter's users are in one shard, as the first bits of their ids are the same.
            if let Some(shard) = shards.get_mut(usize::from(counter / (COUNTERS / SHARDS))) {
                *shard += count;
            }
        }
        Ok(Sealed::new(record, Census(shards)))
    }
}

/// The additions to counters that these changes need. They have no conditions, and stand after the accounts and guards,
/// as a failed condition is told by its position in the transaction.
pub(super) fn counted(changes: &[&Change<'_>]) -> Vec<Write> {
    let mut counters: BTreeMap<(&TenantId, u8), i64> = BTreeMap::new();
    for change in changes {
        let was_linked = change.before.is_some_and(|before| before.linked);
        let difference = i64::from(change.after.linked) - i64::from(was_linked);
        *counters.entry((&change.after.tenant, change.after.id.counter())).or_default() += difference;
    }
    counters.retain(|_, difference| *difference != 0);
    let writes = counters.into_iter();
    writes
        .map(|((tenant, counter), by)| Write::Add(PrimaryKey::counter(tenant, counter), item::COUNT, by))
        .collect()
}

/// The subtraction that a deletion needs; `None`: the account is not linked, hence not counted.
pub(super) fn uncounted(user: &User) -> Option<Write> {
    user.linked.then(|| Write::Add(PrimaryKey::counter(&user.tenant, user.id.counter()), item::COUNT, -1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_found_by_the_counts_of_the_shards() {
        let mut counts = vec![0; SHARDS.into()];
        counts[1] = 3;
        counts[4] = 2;
        let census = Census(counts);
        assert_eq!(census.total(), 5);
        for ((skip, limit), (shards, within)) in [
            ((0, 1), (&[1][..], 0)),
            ((0, 3), (&[1], 0)),
            ((0, 4), (&[1, 4], 0)),
            ((2, 100), (&[1, 4], 2)),
            ((3, 100), (&[4], 0)),
            ((4, usize::MAX), (&[4], 1)),
            ((5, 100), (&[], 0)),
            ((99, 100), (&[], 0)),
        ] {
            assert_eq!(census.locate(skip, limit), (shards.to_vec(), within), "{skip}, {limit}");
        }
    }
}
