//! The operator's webhooks, and how far the feed of each tenant is sent to them.
//!
//! The end of a feed is in the index of what is due since something was written that webhooks may not have been sent. A delivery is in
//! it while a run has claimed it, and while it waits for another try. So what a run left behind is found again.

use jiff::Timestamp;
use rollcall_rules::feed::FeedPlace;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::webhook::delivery::Delivery;
use rollcall_rules::webhook::endpoint::{WebhookId, Webhooks};

use super::Store;
use super::error::StoreError;
use super::feed::unless_changed;
use super::item::{self, text};
use super::keys::{self, PrimaryKey};
use super::table::{Condition, Direction, Index, Item, Query, SortKeys};
use crate::retry::{Tries, Worth};

const READ: &str = "read the operator's webhooks";
const WRITE: &str = "write the operator's webhooks";
const LOOK: &str = "look for what is to be sent to webhooks";
const DELIVER: &str = "write a delivery";

/// Items of one read.
const OF_ONE_CALL: usize = 100;

/// An entry of the index of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookDue {
    /// The tenant.
    pub tenant: TenantId,
    /// The webhook to which something is to be sent; `None`: all of them.
    pub webhook: Option<WebhookId>,
}

/// Where a feed ends, and how far it is sent to webhooks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deliveries {
    /// The last place of the feed.
    pub end: FeedPlace,
    /// Those that there are.
    pub deliveries: Vec<Delivery>,
}

impl Store {
    /// The operator's webhooks, as they are now. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn webhooks(&self) -> Result<Webhooks, StoreError> {
        let found = self.table.get(READ, PrimaryKey::webhooks()).await?;
        found.map_or_else(|| Ok(Webhooks::default()), item::to_webhooks)
    }

    /// Changes the operator's webhooks as `change` says. After a lost race they are read and changed again. Gives them as they are
    /// then, and what `change` gave. Where nothing changes, nothing is written.
    ///
    /// # Errors
    ///
    /// What `change` says, and what the table says. Nothing is written then, but where that is
    /// [`StoreError::Unavailable`] it may be.
    pub async fn change_webhooks<T, E: From<StoreError>>(
        &self,
        change: impl Fn(&mut Webhooks) -> Result<T, E>,
    ) -> Result<(Webhooks, T), E> {
        let mut tries = Tries::default();
        loop {
            let before = self.webhooks().await?;
            let mut after = before.clone();
            let note = change(&mut after)?;
            if before == after {
                return Ok((after, note));
            }
            after.version = before.version + 1;
            let condition = match before.version {
                0 => Condition::ABSENT,
                version => Condition::version(version),
            };
            match self.table.put(WRITE, item::of_webhooks(&after)?, condition).await {
                Ok(()) => return Ok((after, note)),
                Err(StoreError::LostRace { .. }) if tries.again(Worth::Counted).await => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What is due at `now`, the longest due first. One call for each megabyte.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn webhooks_due(&self, now: Timestamp) -> Result<Vec<WebhookDue>, StoreError> {
        let query = listed(keys::WEBHOOKS_DUE, SortKeys::Before(keys::due_until(now)));
        let found = self.table.all(LOOK, query, |item| Ok(entry(&item))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The earliest time at which anything is due, be it past or ahead; `None`: nothing is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn first_webhook_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = listed(keys::WEBHOOKS_DUE, SortKeys::All);
        let page = self.table.query(LOOK, &query, Direction::Forward, Some(1), None).await?;
        Ok(page.items.iter().find_map(|item| keys::due_since(text(item, keys::EFFECT_SK)?)))
    }

    /// How far the feed of a tenant is sent to these webhooks. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn deliveries(
        &self,
        tenant: &TenantId,
        webhooks: impl IntoIterator<Item = &WebhookId>,
    ) -> Result<Deliveries, StoreError> {
        let end = PrimaryKey::feed_end(tenant);
        let wanted = webhooks.into_iter().map(|webhook| PrimaryKey::delivery(tenant, webhook));
        let mut found = self.table.batch_get(LOOK, wanted.chain([end.clone()])).await?;
        let end = found.remove(&end).map(item::to_feed_end).transpose()?.unwrap_or_default();
        let deliveries = found.into_values().map(item::to_delivery).collect::<Result<_, _>>()?;
        Ok(Deliveries { end, deliveries })
    }

    /// Writes a delivery if nobody else did since it was read. Gives it as it stands then. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody did. Nothing is written then.
    pub async fn write_delivery(&self, delivery: Delivery, now: Timestamp) -> Result<Delivery, StoreError> {
        let condition = match delivery.revision {
            0 => Condition::ABSENT,
            revision => Condition::revision(revision),
        };
        let after = Delivery { revision: delivery.revision + 1, ..delivery };
        self.table.put(DELIVER, item::of_delivery(&after, now)?, condition).await?;
        Ok(after)
    }

    /// Notes that nothing of a feed, which ended there, waits for a run that is yet to begin. If somebody wrote into it since, it
    /// stays as it is. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_feed_sent(&self, tenant: &TenantId, end: FeedPlace) -> Result<(), StoreError> {
        let names = [keys::EFFECT_PK, keys::EFFECT_SK];
        let (key, bare) = (PrimaryKey::feed_end(tenant), Item::new());
        let noted = self.table.adjust(DELIVER, key, &names, &bare, Condition::version(end.0)).await;
        unless_changed(noted)
    }

    /// Goes on at once with deliveries to a webhook that stopped, or wait for another try: of one tenant, or of all. Gives how many
    /// these were. A call for each, and those of [`Store::pending_deliveries`].
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Then some go on, and the others do not.
    pub async fn resume_deliveries(
        &self,
        webhook: &WebhookId,
        tenant: Option<&TenantId>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut resumed = 0;
        for delivery in self.pending_deliveries().await? {
            let is_meant =
                delivery.webhook == *webhook && tenant.is_none_or(|tenant| delivery.tenant == *tenant);
            if is_meant && delivery.is_in_trouble() {
                unless_changed(self.write_delivery(delivery.resumed(now), now).await.map(|_| ()))?;
                resumed += 1;
            }
        }
        Ok(resumed)
    }

    /// Gives up the deliveries to a webhook that is removed. A call for each, and those of [`Store::pending_deliveries`].
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Those that are left do nothing, and are given up by a run.
    pub async fn give_up_deliveries(&self, webhook: &WebhookId, now: Timestamp) -> Result<(), StoreError> {
        for delivery in self.pending_deliveries().await? {
            if delivery.webhook == *webhook {
                unless_changed(self.write_delivery(delivery.given_up(), now).await.map(|_| ()))?;
            }
        }
        Ok(())
    }

    /// The deliveries that stopped, the longest stopped first, and then those that are under way or wait for another try. A call for
    /// each hundred.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pending_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        let mut pending = Vec::new();
        for partition in [keys::DELIVERIES_STOPPED, keys::WEBHOOKS_DUE] {
            let query = listed(partition, SortKeys::All);
            let keys = self.table.all(LOOK, query, |item| Ok(delivery_key(&item))).await?;
            let keys: Vec<PrimaryKey> = keys.into_iter().flatten().collect();
            for some in keys.chunks(OF_ONE_CALL) {
                let mut found = self.table.batch_get(LOOK, some.iter().cloned()).await?;
                for item in some.iter().filter_map(|key| found.remove(key)) {
                    pending.push(item::to_delivery(item)?);
                }
            }
        }
        Ok(pending)
    }
}

fn listed(partition: &str, sort_keys: SortKeys) -> Query {
    Query { index: Index::EFFECT_DUE, partition: partition.to_owned(), sort_keys, filters: Vec::new() }
}

/// The entry in an item of the index; `None`: it is not as we write them.
fn entry(item: &Item) -> Option<WebhookDue> {
    let key = PrimaryKey::of(item)?;
    Some(WebhookDue { tenant: keys::feed_of(&key.pk)?, webhook: keys::delivery_of(&key.sk) })
}

/// The key of a delivery in an item of the index; `None`: it is none.
fn delivery_key(item: &Item) -> Option<PrimaryKey> {
    PrimaryKey::of(item).filter(|key| keys::delivery_of(&key.sk).is_some())
}
