//! Accounts in order of id, from the index by tenant, milliseconds behind the table.
//!
//! The index has sixteen partitions for a tenant, by the first digit of the id: read one after the other they give
//! the order, read together they give the whole tenant sixteen times as fast.

use aws_sdk_dynamodb::types::Select;
use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::Store;
use super::error::StoreError;
use super::item::{self, CREATED_AT, LINKED};
use super::keys::{SHARDS, tenant_shard};
use super::table::{Only, Order, Range, Stretch};
use crate::directory::tenant::TenantId;
use crate::directory::user::{User, UserId};

const LIST: &str = "list users";
const COUNT: &str = "count users";

/// Takes or leaves a user.
pub type Keep<'a> = &'a (dyn Fn(&User) -> bool + Sync);

/// How many linked users a tenant has in each shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census(Vec<usize>);

impl Census {
    /// In all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Splits the first `skip` users of the list into whole shards and a rest: the shard in which to start, and how
    /// many of its users to pass over.
    fn locate(&self, skip: usize) -> (u8, usize) {
        let mut rest = skip;
        for (shard, count) in (0..SHARDS).zip(&self.0) {
            if rest < *count {
                return (shard, rest);
            }
            rest -= count;
        }
        (SHARDS, 0)
    }
}

impl Store {
    /// Counts the linked users of a tenant, all shards at once. It reads the whole tenant's users, yet transfers none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn census(&self, tenant: &TenantId) -> Result<Census, StoreError> {
        let shards = (0..SHARDS).map(|shard| async move {
            let stretch = linked(tenant, shard, None);
            let (mut count, mut from) = (0, None);
            loop {
                let page = self.table.query(COUNT, &stretch, Some(Select::Count), None, from).await?;
                count += page.count;
                match page.next {
                    Some(next) => from = Some(next),
                    None => return Ok(count),
                }
            }
        });
        try_join_all(shards).await.map(Census)
    }

    /// The linked users that come after `after`, `limit` at most, in order of id; where `begun_at` is given, only
    /// those who were there then (to the second), and where `keep` is given, only those that it takes.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users_after(
        &self,
        tenant: &TenantId,
        after: Option<UserId>,
        limit: usize,
        begun_at: Option<Timestamp>,
        keep: Option<Keep<'_>>,
    ) -> Result<Vec<User>, StoreError> {
        let mut users = Vec::new();
        let first = after.map_or(0, UserId::shard);
        for shard in first..SHARDS {
            let after = after.filter(|_| shard == first);
            let mut stretch = linked(tenant, shard, after);
            stretch.only.extend(begun_at.map(created_by));
            self.read_shard(&stretch, limit, keep, &mut users).await?;
            if users.len() >= limit {
                break;
            }
        }
        Ok(users)
    }

    /// The linked users of a tenant from the `skip`th on, `limit` at most, in order of id. It costs what is skipped
    /// within one shard.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users_from(
        &self,
        tenant: &TenantId,
        census: &Census,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<User>, StoreError> {
        let (first, within) = census.locate(skip);
        let mut users = Vec::new();
        for shard in first..SHARDS {
            self.read_shard(&linked(tenant, shard, None), within + limit, None, &mut users).await?;
            if users.len() >= within + limit {
                break;
            }
        }
        Ok(users.into_iter().skip(within).collect())
    }

    /// Looks at every linked user of a tenant, all shards at once, and gathers what `pick` makes of them, in order
    /// of id.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn survey<T>(
        &self,
        tenant: &TenantId,
        pick: impl Fn(&User) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        let pick = &pick;
        let shards = (0..SHARDS).map(|shard| async move {
            let stretch = linked(tenant, shard, None);
            let (mut picked, mut from) = (Vec::new(), None);
            loop {
                let page = self.table.query(LIST, &stretch, None, None, from).await?;
                for item in page.items {
                    picked.extend(pick(&item::to_user(item)?));
                }
                match page.next {
                    Some(next) => from = Some(next),
                    None => return Ok(picked),
                }
            }
        });
        Ok(try_join_all(shards).await?.into_iter().flatten().collect())
    }

    async fn read_shard(
        &self,
        stretch: &Stretch,
        limit: usize,
        keep: Option<Keep<'_>>,
        users: &mut Vec<User>,
    ) -> Result<(), StoreError> {
        let mut from = None;
        while users.len() < limit {
            // Who looks for few among many reads pages as large as DynamoDB gives them.
            let wanted = keep.is_none().then(|| limit - users.len());
            let page = self.table.query(LIST, stretch, None, wanted, from).await?;
            for item in page.items {
                let user = item::to_user(item)?;
                if keep.is_none_or(|keep| keep(&user)) {
                    users.push(user);
                }
            }
            match page.next {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        users.truncate(limit);
        Ok(())
    }
}

fn linked(tenant: &TenantId, shard: u8, after: Option<UserId>) -> Stretch {
    Stretch {
        order: Order::BY_TENANT,
        partition: tenant_shard(tenant, shard),
        range: after.map_or(Range::All, |id| Range::After(id.to_string())),
        only: vec![Only::True(LINKED)],
    }
}

/// Who was there by the end of that second. The next second's text, cut before its fraction and zone, comes after
/// all texts of this one and before all of its own.
fn created_by(time: Timestamp) -> Only {
    let next = Timestamp::from_second(time.as_second().saturating_add(1)).unwrap_or(time);
    Only::Before(CREATED_AT, next.to_string().trim_end_matches('Z').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_created_in_a_later_second_is_told_from_who_was_there() {
        let begun: Timestamp = "2026-11-24T13:00:00.5Z".parse().unwrap();
        let Only::Before(_, bound) = created_by(begun) else { panic!("a text bound") };
        for (created, there) in [
            ("2026-11-24T12:59:59Z", true),
            ("2026-11-24T13:00:00Z", true),
            ("2026-11-24T13:00:00.999Z", true),
            ("2026-11-24T13:00:01Z", false),
            ("2026-11-24T13:00:01.001Z", false),
        ] {
            assert_eq!(created < bound.as_str(), there, "{created}");
        }
    }

    #[test]
    fn a_place_in_the_list_is_found_by_the_counts_of_the_shards() {
        let mut counts = vec![0; SHARDS.into()];
        counts[1] = 3;
        counts[4] = 2;
        let census = Census(counts);
        assert_eq!(census.total(), 5);
        for (skip, place) in
            [(0, (1, 0)), (2, (1, 2)), (3, (4, 0)), (4, (4, 1)), (5, (SHARDS, 0)), (99, (SHARDS, 0))]
        {
            assert_eq!(census.locate(skip), place, "{skip}");
        }
    }
}
