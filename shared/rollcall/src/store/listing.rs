//! Accounts in order of id, from the index by tenant, milliseconds behind the table.
//!
//! The index has sixteen partitions for a tenant, by the first digit of the id: read one after the other they give
//! the order, read together they give the whole tenant sixteen times as fast. How many there are in each tells where
//! a page begins, see [`super::counts`].

use futures_util::future::{ready, try_join_all};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use jiff::Timestamp;

use super::Store;
use super::counts::Census;
use super::error::StoreError;
use super::item::{self, CREATED_AT, LINKED};
use super::keys::{SHARDS, tenant_shard};
use super::table::{Direction, Filter, Index, Query, SortKeys};
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};

const LIST: &str = "list users";

/// Takes or leaves a user.
pub type Keep<'a> = &'a (dyn Fn(&User) -> bool + Sync);

impl Store {
    /// The linked users that come after `after`, `limit` at most, in order of id; where `begun_at` is given, only
    /// those who were there then (to the second), and where `keep` is given, only those that it takes.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users_after(
        &self,
        admitted: &Admitted,
        after: Option<UserId>,
        limit: usize,
        begun_at: Option<Timestamp>,
        keep: Option<Keep<'_>>,
    ) -> Result<Vec<User>, StoreError> {
        let (tenant, mut users) = (&admitted.id, Vec::new());
        let first = after.map_or(0, UserId::shard);
        for shard in first..SHARDS {
            let after = after.filter(|_| shard == first);
            let mut query = linked(tenant, shard, after);
            query.filters.extend(begun_at.map(created_by));
            users.extend(self.read_shard(query, limit - users.len(), keep).await?);
            if users.len() >= limit {
                break;
            }
        }
        Ok(users)
    }

    /// The users that come after `after`, linked or not, `limit` at most, in order of id; where `keep` is given,
    /// only those that it takes. And whether there are more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn everybody_after(
        &self,
        admitted: &Admitted,
        after: Option<UserId>,
        limit: usize,
        keep: Option<Keep<'_>>,
    ) -> Result<(Vec<User>, bool), StoreError> {
        let (tenant, first) = (&admitted.id, after.map_or(0, UserId::shard));
        let (mut shards, mut at_once, mut users) = (first..SHARDS, 1, Vec::new());
        // Where there are many, the first shard has enough. Where there are few, all are read in a handful of rounds.
        while users.len() <= limit && !shards.is_empty() {
            let reads = shards.by_ref().take(at_once).map(|shard| async move {
                let query = everybody(tenant, shard, after.filter(|_| shard == first));
                self.read_shard(query, limit + 1, keep).await
            });
            users.extend(try_join_all(reads).await?.into_iter().flatten());
            at_once *= 2;
        }
        let more = users.len() > limit;
        users.truncate(limit);
        Ok((users, more))
    }

    /// The linked users of a tenant from the `skip`th on, `limit` at most, in order of id. It costs what is skipped
    /// within one shard. The shards that have some of them are read at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users_from(
        &self,
        admitted: &Admitted,
        census: &Census,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<User>, StoreError> {
        let tenant = &admitted.id;
        let (shards, within) = census.locate(skip, limit);
        let reads = shards.into_iter().map(|shard| async move {
            // Not only as many as were counted: of those who came meanwhile one may stand before them.
            self.read_shard(linked(tenant, shard, None), within + limit, None).await
        });
        let users = try_join_all(reads).await?.into_iter().flatten();
        Ok(users.skip(within).take(limit).collect())
    }

    /// Looks at every linked user of a tenant, all shards at once, and gathers what `pick` makes of them, in order
    /// of id.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn survey<T>(
        &self,
        admitted: &Admitted,
        pick: impl Fn(&User) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        let (tenant, pick) = (&admitted.id, &pick);
        let shards = (0..SHARDS).map(|shard| async move {
            let query = linked(tenant, shard, None);
            self.table.all(LIST, query, |item| Ok(pick(&item::to_user(item)?))).await
        });
        Ok(try_join_all(shards).await?.into_iter().flatten().flatten().collect())
    }

    /// Looks at everybody of the tenant, linked or not, all shards at once: `add` adds each to what is gathered of their
    /// shard. Gives what was gathered of each. One call for each shard, and for each megabyte of one that has more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn look_at_everybody<T: Default>(
        &self,
        admitted: &Admitted,
        add: impl Fn(&mut T, &User),
    ) -> Result<Vec<T>, StoreError> {
        let (tenant, add) = (&admitted.id, &add);
        let shards = (0..SHARDS).map(|shard| async move {
            let items = self.table.items(LIST, everybody(tenant, shard, None), Direction::Forward, None);
            let gather = async |mut gathered: T, item| {
                add(&mut gathered, &item::to_user(item)?);
                Ok(gathered)
            };
            items.try_fold(T::default(), gather).await
        });
        try_join_all(shards).await
    }

    /// The users that come after `after`, linked or not, in order of id, each megabyte of them read when it is come to.
    pub fn everybody_in_turn<'a>(
        &'a self,
        admitted: &'a Admitted,
        after: Option<UserId>,
    ) -> impl Stream<Item = Result<User, StoreError>> + Send + 'a {
        let first = after.map_or(0, UserId::shard);
        let shards = stream::iter(first..SHARDS).map(move |shard| {
            let query = everybody(&admitted.id, shard, after.filter(|_| shard == first));
            self.table.items(LIST, query, Direction::Forward, None).and_then(async |item| item::to_user(item))
        });
        shards.flatten()
    }

    async fn read_shard(
        &self,
        query: Query,
        limit: usize,
        keep: Option<Keep<'_>>,
    ) -> Result<Vec<User>, StoreError> {
        // Who looks for few among many reads pages as large as DynamoDB gives them.
        let wanted = keep.is_none().then_some(limit);
        let items = self.table.items(LIST, query, Direction::Forward, wanted);
        let users = items.and_then(async |item| item::to_user(item));
        let kept = users.try_filter(|user| ready(keep.is_none_or(|keep| keep(user))));
        kept.take(limit).try_collect().await
    }
}

fn everybody(tenant: &TenantId, shard: u8, after: Option<UserId>) -> Query {
    Query {
        index: Index::BY_TENANT,
        partition: tenant_shard(tenant, shard),
        sort_keys: after.map_or(SortKeys::All, |id| SortKeys::After(id.to_string())),
        filters: Vec::new(),
    }
}

fn linked(tenant: &TenantId, shard: u8, after: Option<UserId>) -> Query {
    Query { filters: vec![Filter::True(LINKED)], ..everybody(tenant, shard, after) }
}

/// Who was there by the end of that second. The next second's text, cut before its fraction and zone, comes after
/// all texts of this one and before all of its own.
fn created_by(time: Timestamp) -> Filter {
    let next = Timestamp::from_second(time.as_second().saturating_add(1)).unwrap_or(time);
    Filter::Before(CREATED_AT, next.to_string().trim_end_matches('Z').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_created_in_a_later_second_is_told_from_who_was_there() {
        let begun: Timestamp = "2026-11-24T13:00:00.5Z".parse().unwrap();
        let Filter::Before(_, bound) = created_by(begun) else { panic!("a text bound") };
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
}
