//! The feed of a tenant: its events, each at a place that it gets when it is written there.
//!
//! One transaction writes events, their places and the number of the last place. So the places have no gap, and a place that
//! can be read comes after all that could be read before. An event that is there already is not written again. Whatever is
//! written down has been announced by then, or is yet to be: that does not matter here.
//!
//! An event of a person stands with the person's history, and goes with it. Its place stays, and leads nowhere.
//!
//! While the operator has webhooks, the item with the number of the last place is in the index of what is due, from the first
//! event on that they may not have been sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::pin::pin;

use futures_util::TryStreamExt;
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::events::Event;
use rollcall_rules::feed::{Announcement, Backlog, FeedPlace, KEPT};
use rollcall_rules::group::Group;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId, WriteId};
use uuid::Uuid;

use super::Store;
use super::error::StoreError;
use super::item::{self, Standing};
use super::keys::{self, PrimaryKey};
use super::table::{Condition, Direction, Index, Query, SortKeys, Write};
use crate::retry;

const READ: &str = "read the feed";
const WRITE: &str = "write the feed";

/// Events of one transaction, which takes a hundred writes: two for each, and one for the end of the feed.
const AT_ONCE: usize = 49;

/// Items of one read.
const OF_ONE_CALL: usize = 100;

/// An event that is to stand in the feed of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEvent {
    /// The tenant.
    pub tenant: TenantId,
    /// The user with whose history the event goes; `None`: it has nothing of a person.
    pub user: Option<UserId>,
    /// The event.
    pub announced: Announcement,
}

impl FeedEvent {
    /// An event that has nothing of a person.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        Self { tenant: event.tenant_id.clone(), user: None, announced: event.into() }
    }

    fn standing(&self, at: Timestamp) -> Standing {
        Standing { at, event: self.announced.id().to_owned(), user: self.user }
    }
}

/// A page of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// The events, each with its place. Those of people who are deleted since are not among them.
    pub events: Vec<(FeedPlace, Announcement)>,
    /// Where the page ends: the feed goes on after this.
    pub last: FeedPlace,
    /// Whether there was more when it was read.
    pub more: bool,
}

/// What comes after a place is not all there any more, or the place is beyond the end of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten;

impl Store {
    /// Writes events into the feeds of their tenants, those of each tenant in their order. One that is there stays as it is, so
    /// it can be done twice. Two calls for each 49 of a tenant.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Then of each tenant the first events are written, and not all.
    pub async fn tell(&self, told: &[FeedEvent], now: Timestamp) -> Result<(), StoreError> {
        let mut tenants: BTreeMap<&TenantId, Vec<&FeedEvent>> = BTreeMap::new();
        for each in told {
            tenants.entry(&each.tenant).or_default().push(each);
        }
        for (tenant, told) in tenants {
            for some in told.chunks(AT_ONCE) {
                retry::after_lost_race(|| self.tell_some(tenant, some, now)).await?;
            }
        }
        Ok(())
    }

    async fn tell_some(
        &self,
        tenant: &TenantId,
        told: &[&FeedEvent],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (end, webhooks) = (PrimaryKey::feed_end(tenant), PrimaryKey::webhooks());
        let key = |told: &FeedEvent| told.standing(now).key(tenant);
        let wanted: BTreeSet<(String, String)> =
            told.iter().map(|told| key(told)).map(|key| (key.pk, key.sk)).collect();
        let departure = PrimaryKey::departure(tenant);
        let wanted = wanted.into_iter().map(|(pk, sk)| PrimaryKey { pk, sk });
        let wanted = wanted.chain([end.clone(), webhooks.clone(), departure.clone()]);
        let mut found = self.table.batch_get(WRITE, wanted).await?;
        // Of a tenant that leaves nothing is told any more.
        if found.contains_key(&departure) {
            return Ok(());
        }
        let webhooks = found.remove(&webhooks).map(item::to_webhooks).transpose()?.unwrap_or_default();
        let end = found.remove(&end);
        let unsent_since = end.as_ref().and_then(item::unsent_since);
        let last = end.map(item::to_feed_end).transpose()?;
        let mut place = last.unwrap_or_default();
        let mut writes = Vec::with_capacity(2 * told.len() + 1);
        let mut written: BTreeSet<&str> = found.keys().map(|key| key.sk.as_str()).collect();
        let keys: Vec<PrimaryKey> = told.iter().map(|told| key(told)).collect();
        for (told, key) in told.iter().zip(&keys) {
            if !written.insert(&key.sk) {
                continue;
            }
            place.0 += 1;
            let standing = told.standing(now);
            writes.push(Write::Put(item::of_event(key.clone(), &told.announced, now)?, Condition::ABSENT));
            writes.push(Write::Put(item::of_feed_place(tenant, place, &standing)?, Condition::ABSENT));
        }
        if writes.is_empty() {
            return Ok(());
        }
        let as_read = last.map_or(Condition::ABSENT, |last| Condition::version(last.0));
        let unsent_since = unsent_since.or_else(|| (!webhooks.webhooks.is_empty()).then_some(now));
        writes.push(Write::Put(item::of_feed_end(tenant, place, unsent_since)?, as_read));
        self.table.transact(WRITE, writes).await
    }

    /// The next events of a feed after a place, `None` for the earliest that it has, `limit` at most.
    ///
    /// One call for the places, and one for each hundred events; one more if there is nothing behind a place of long ago.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn feed(
        &self,
        admitted: &Admitted,
        after: Option<FeedPlace>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Result<FeedPage, Forgotten>, StoreError> {
        let tenant = &admitted.id;
        let since = now.checked_sub(KEPT).unwrap_or(now);
        let Some(mut places) = self.places(tenant, after, limit, since).await? else {
            return Ok(Err(Forgotten));
        };
        let more = places.len() > limit;
        places.truncate(limit);
        let last = match places.last() {
            Some((last, _)) => *last,
            // Nothing is left of a feed in which nothing happened for long: it goes on at its end.
            None => match after {
                Some(after) => after,
                None => self.feed_end(admitted).await?,
            },
        };
        let keys: Vec<PrimaryKey> = places.iter().map(|(_, standing)| standing.key(tenant)).collect();
        let mut found = HashMap::with_capacity(keys.len());
        for some in keys.chunks(OF_ONE_CALL) {
            found.extend(self.table.batch_get(READ, some.iter().cloned()).await?);
        }
        let mut events = Vec::with_capacity(places.len());
        for ((place, _), key) in places.iter().zip(&keys) {
            if let Some(item) = found.remove(key) {
                events.push((*place, item::to_event(item)?));
            }
        }
        Ok(Ok(FeedPage { events, last, more }))
    }

    /// The places after one, up to one more than `limit`; `None`: not all are there any more.
    async fn places(
        &self,
        tenant: &TenantId,
        after: Option<FeedPlace>,
        limit: usize,
        since: Timestamp,
    ) -> Result<Option<Vec<(FeedPlace, Standing)>>, StoreError> {
        let query = places_from(tenant, after.unwrap_or_default());
        let Some(after) = after else {
            return self.earliest_places(query, limit, since).await.map(Some);
        };
        let (mut is_there, mut found) = self.places_behind(query.clone(), after, limit).await?;
        if !is_there && found.is_empty() {
            if self.end_of(tenant).await? == after {
                return Ok(Some(found));
            }
            // The first are written since, or they are forgotten.
            (is_there, found) = self.places_behind(query, after, limit).await?;
        }
        let is_whole = match found.first() {
            Some((next, standing)) => next.0 == after.0 + 1 && standing.at >= since,
            None => is_there,
        };
        Ok(is_whole.then_some(found))
    }

    /// The places behind one, up to one more than `limit`, and whether it is there itself: then nothing between it and the
    /// next is missing.
    async fn places_behind(
        &self,
        query: Query,
        after: FeedPlace,
        limit: usize,
    ) -> Result<(bool, Vec<(FeedPlace, Standing)>), StoreError> {
        let items = self.table.items(READ, query, Direction::Forward, Some(limit + 2));
        let found = items.and_then(async |item| item::to_feed_place(item));
        let mut found: Vec<(FeedPlace, Standing)> = found.try_collect().await?;
        let is_there = found.first().is_some_and(|(first, _)| *first == after);
        if is_there {
            found.remove(0);
        }
        found.truncate(limit + 1);
        Ok((is_there, found))
    }

    /// The places since a time, up to one more than `limit`. What is older may not be deleted yet, and is read past.
    async fn earliest_places(
        &self,
        query: Query,
        limit: usize,
        since: Timestamp,
    ) -> Result<Vec<(FeedPlace, Standing)>, StoreError> {
        let mut pages = self.table.pages(READ, query, Direction::Forward, None);
        let mut found = Vec::new();
        while found.len() <= limit
            && let Some(page) = pages.try_next().await?
        {
            for item in page.items {
                let (place, standing) = item::to_feed_place(item)?;
                if standing.at >= since {
                    found.push((place, standing));
                }
            }
        }
        found.truncate(limit + 1);
        Ok(found)
    }

    /// The place after which everything was written into the feed at a time or later. A page of the feed's end is read, and more if
    /// more was written since then.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn feed_place_at(
        &self,
        admitted: &Admitted,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<FeedPlace, StoreError> {
        let since = now.checked_sub(KEPT).map_or(at, |kept| kept.max(at));
        let query = places_from(&admitted.id, FeedPlace::default());
        let mut found = pin!(self.table.items(READ, query, Direction::Backward, None));
        let mut earliest = None;
        while let Some(item) = found.try_next().await? {
            let (place, standing) = item::to_feed_place(item)?;
            if standing.at < since {
                return Ok(place);
            }
            earliest = Some(place);
        }
        Ok(FeedPlace(earliest.map_or(0, |earliest| earliest.0.saturating_sub(1))))
    }

    /// The last place of a feed. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn feed_end(&self, admitted: &Admitted) -> Result<FeedPlace, StoreError> {
        self.end_of(&admitted.id).await
    }

    pub(super) async fn end_of(&self, tenant: &TenantId) -> Result<FeedPlace, StoreError> {
        let end = self.table.get(READ, PrimaryKey::feed_end(tenant)).await?;
        Ok(end.map(item::to_feed_end).transpose()?.unwrap_or_default())
    }

    /// Notes on an account, which was read like this, that all its changes are written down. If somebody wrote it since,
    /// it stays as it is: that write brings the account back. One call, or none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_recorded(&self, user: &User) -> Result<(), StoreError> {
        if user.backlog.is_empty() {
            return Ok(());
        }
        let bare = User { backlog: Backlog::default(), ..user.clone() };
        let like = item::of_user(&bare, NO_WRITE)?;
        let names = [item::BACKLOG, keys::EFFECT_PK, keys::EFFECT_SK];
        let key = PrimaryKey::user(&user.tenant, user.id);
        let noted = self.table.adjust(WRITE, key, &names, &like, Condition::revision(user.revision)).await;
        unless_changed(noted)
    }

    /// Notes on the tombstone of a user that the deletion is written into the feed. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_deletion_told(&self, tenant: &TenantId, id: UserId) -> Result<(), StoreError> {
        let key = PrimaryKey::tombstone(tenant, id);
        self.table.remove_attributes(WRITE, key, &[keys::EFFECT_PK, keys::EFFECT_SK]).await
    }

    /// Notes on a group, which was read like this, that what it announced is written into the feed. One call, or none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_announced(&self, group: &Group) -> Result<(), StoreError> {
        if group.unrecorded.is_empty() {
            return Ok(());
        }
        let bare = Group { unrecorded: Vec::new(), ..group.clone() };
        let like = item::of_group(&bare, NO_WRITE)?;
        let names = [item::UNRECORDED, keys::EFFECT_PK, keys::EFFECT_SK];
        let key = PrimaryKey::group(&group.tenant, group.id);
        let noted = self.table.adjust(WRITE, key, &names, &like, Condition::revision(group.revision)).await;
        unless_changed(noted)
    }

    /// The group with all that it announced in the feed.
    pub(super) async fn announced(&self, group: Group, now: Timestamp) -> Result<Group, StoreError> {
        let told = group.unrecorded.iter().map(|announced| FeedEvent {
            tenant: group.tenant.clone(),
            user: None,
            announced: announced.clone(),
        });
        self.tell(&told.collect::<Vec<_>>(), now).await?;
        self.note_announced(&group).await?;
        Ok(Group { unrecorded: Vec::new(), ..group })
    }
}

/// The places from one on.
fn places_from(tenant: &TenantId, first: FeedPlace) -> Query {
    let from = PrimaryKey::feed_place(tenant, first).sk;
    let until = PrimaryKey::feed_place(tenant, FeedPlace(LAST_PLACE)).sk;
    Query {
        index: Index::TABLE,
        partition: keys::feed_partition(tenant),
        sort_keys: SortKeys::Between(from, until),
        filters: Vec::new(),
    }
}

pub(super) fn unless_changed(noted: Result<(), StoreError>) -> Result<(), StoreError> {
    match noted {
        Err(StoreError::LostRace { .. }) => Ok(()),
        outcome => outcome,
    }
}

/// The greatest number of a place that a key holds.
const LAST_PLACE: u64 = 999_999_999_999;

/// Stands for no write: of the items that are made with it only the index keys are used.
const NO_WRITE: WriteId = WriteId::new(Uuid::nil());
