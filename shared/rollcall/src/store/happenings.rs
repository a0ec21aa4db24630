//! What happened at a tenant within a time, the latest first, as far as somebody reads on.
//!
//! The entries are spread over the shards of the index by tenant, each in order of time. A few are read of each shard at
//! first, and more of those that are read on: so a short list costs little, and a long one few calls.

use std::collections::VecDeque;

use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::Store;
use super::activity::{Happening, Place};
use super::error::StoreError;
use super::item;
use super::keys::{self, SHARDS};
use super::table::{Direction, Index, Item, Query, SortKeys};
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::UserId;

const READ: &str = "read activity";

/// Entries of a shard that are read first. Each further page has twice as many.
const FIRST_PAGE: usize = 8;

/// Entries of a page at most.
const LAST_PAGE: usize = 512;

/// Comes before and after all places: these begin with a year.
const BOUNDS: (&str, &str) = ("0", "~");

/// Which entries are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Those of this time and later; `None`: from the first on.
    pub since: Option<Timestamp>,
    /// Those before this time; `None`: to the latest.
    pub until: Option<Timestamp>,
    /// Those before this place: where a list goes on.
    pub before: Option<Place>,
    /// Those of this user; `None`: of all users, and of the tenant.
    pub user: Option<UserId>,
}

impl Span {
    /// Bounds of the places, of which the upper is not in the span.
    fn bounds(&self) -> (String, String) {
        let since = self.since.map_or_else(|| BOUNDS.0.to_owned(), keys::activity_since);
        let until = self.until.map(keys::activity_since);
        let before = self.before.as_ref().map(|place| place.0.clone());
        let upper = until.into_iter().chain(before).min();
        (since, upper.unwrap_or_else(|| BOUNDS.1.to_owned()))
    }
}

/// Entries that are read one after the other.
#[derive(Debug)]
pub struct Happenings<'a> {
    store: &'a Store,
    /// Bounds of the places.
    bounds: (String, String),
    shards: Vec<Shard>,
}

#[derive(Debug)]
struct Shard {
    query: Query,
    read: VecDeque<Happening>,
    /// Where the next page begins; `None`: at the beginning.
    from: Option<Item>,
    is_over: bool,
    page: usize,
}

impl Shard {
    fn new(index: Index, partition: String, sort_keys: SortKeys) -> Self {
        let query = Query { index, partition, sort_keys, filters: Vec::new() };
        Self { query, read: VecDeque::new(), from: None, is_over: false, page: FIRST_PAGE }
    }

    fn is_empty(&self) -> bool {
        self.read.is_empty() && !self.is_over
    }
}

impl Store {
    /// The entries of a span, the latest first. What was written milliseconds ago may be missing.
    #[must_use]
    pub fn happenings(&self, admitted: &Admitted, span: &Span) -> Happenings<'_> {
        let (tenant, bounds) = (&admitted.id, span.bounds());
        let shards = match span.user {
            Some(user) => {
                let history = SortKeys::StartingWith(keys::HISTORY);
                vec![Shard::new(Index::TABLE, keys::user_partition(tenant, user), history)]
            }
            None if bounds.0 >= bounds.1 => Vec::new(),
            None => {
                let within = SortKeys::Between(bounds.0.clone(), bounds.1.clone());
                let of_shard = |shard| keys::activity_shard(tenant, shard);
                (0..SHARDS)
                    .map(|shard| Shard::new(Index::BY_TENANT, of_shard(shard), within.clone()))
                    .collect()
            }
        };
        Happenings { store: self, bounds, shards }
    }
}

impl Happenings<'_> {
    /// The next entry; `None`: that was the last one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next(&mut self) -> Result<Option<Happening>, StoreError> {
        while self.shards.iter().any(Shard::is_empty) {
            let (store, bounds) = (self.store, &self.bounds);
            let empty = self.shards.iter_mut().filter(|shard| shard.is_empty());
            try_join_all(empty.map(|shard| shard.read_on(store, bounds))).await?;
        }
        let latest = self.shards.iter_mut().filter(|shard| !shard.read.is_empty());
        let latest = latest.max_by(|one, other| place(one).cmp(&place(other)));
        Ok(latest.and_then(|shard| shard.read.pop_front()))
    }
}

fn place(shard: &Shard) -> Option<&Place> {
    shard.read.front().map(|happening| &happening.place)
}

impl Shard {
    async fn read_on(&mut self, store: &Store, bounds: &(String, String)) -> Result<(), StoreError> {
        let from = self.from.take();
        let page = store.table.query(READ, &self.query, Direction::Backward, Some(self.page), from).await?;
        self.page = (2 * self.page).min(LAST_PAGE);
        self.is_over = page.next.is_none();
        self.from = page.next;
        for item in page.items {
            let happening = item::to_happening(item)?;
            // A user's own history is in order of versions, and is read as a whole.
            let is_within = happening.place.0 >= bounds.0 && happening.place.0 < bounds.1;
            if is_within {
                self.read.push_back(happening);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_at_its_time_or_where_a_list_goes_on() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let place = |text: &str| Some(Place(text.to_owned()));
        let all = Span::default();
        assert_eq!(all.bounds(), ("0".to_owned(), "~".to_owned()));
        let day = Span { since: at("2026-11-24T00:00:00Z"), until: at("2026-11-25T00:00:00Z"), ..all };
        let (since, until) = day.bounds();
        assert!(since.starts_with("2026-11-24T00:00:00") && until.starts_with("2026-11-25T00:00:00"));
        let later = Span { before: place("2026-11-24T13:00:00.000Z#x"), ..day.clone() };
        assert_eq!(later.bounds().1, "2026-11-24T13:00:00.000Z#x");
        let beyond = Span { before: place("2026-11-26T13:00:00.000Z#x"), ..day };
        assert_eq!(beyond.bounds().1, until);
    }
}
