//! Tenants that move: all their items, read for an export, and written by an import.
//!
//! An import writes what is not there yet, so it can be broken off anywhere and run again. The tenant's record is the
//! last item. Until then nobody is admitted, and its [`Arrival`] keeps off whoever would make a tenant of that id. What
//! runs by itself finds a tenant without a record, and leaves it alone; but for the deletion of accounts that are due,
//! which needs none. So an account is written when all is there that goes with it, and never again once it has a
//! tombstone.

use std::collections::HashMap;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use rollcall_rules::access::Access;
use rollcall_rules::departure::Counts;
use rollcall_rules::export::Arrival;
use rollcall_rules::feed::Announcement;
use rollcall_rules::group::Group;
use rollcall_rules::history::Entry;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::{User, UserId};
use rollcall_rules::webhook::delivery::Delivery;

use super::Store;
use super::departures::{Pace, key_of, unless_done};
use super::error::StoreError;
use super::item;
use super::keys::{self, PrimaryKey};
use super::kinds;
use super::table::{Asked, Condition, Item, Scan, Seen, Write};
use crate::retry::{Tries, Worth};

const READ: &str = "read what a tenant has";
const ARRIVE: &str = "write what a tenant has";

/// Items that are written at a time.
const AT_A_TIME: usize = 8;

/// An item of a tenant that moves.
#[derive(Debug, Clone, PartialEq)]
pub struct MovedItem {
    kind: &'static str,
    item: Item,
}

/// What an item says, as far as somebody outside wants to read it.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The tenant's record.
    Tenant(Box<Tenant>),
    /// An account.
    User(Box<User>),
    /// A group.
    Group(Box<Group>),
    /// Roles and access rules.
    Access(Box<Access>),
    /// An entry of the history of a user, or of the tenant.
    History(Option<UserId>, Entry),
    /// An event of the feed.
    Event(Announcement),
    /// Something else, which reads as its kind does.
    Other,
}

impl MovedItem {
    /// The kind, as [`super::moving_kinds`] names it; or another one, which does not move.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    fn of(item: Item) -> Option<Self> {
        let mut item = item;
        item::without_import_mark(&mut item);
        Some(Self { kind: kinds::name_of(&PrimaryKey::of(&item)?), item })
    }

    /// The item as a line: JSON with the types of DynamoDB.
    ///
    /// # Errors
    ///
    /// [`StoreError::Malformed`] if it cannot be written so.
    pub fn to_line(&self) -> Result<String, StoreError> {
        let item = serde_dynamo::Item::from(self.item.clone());
        serde_json::to_string(&item).map_err(|error| StoreError::malformed(READ, error))
    }

    /// Reads a line; `None`: it is no item of that kind and tenant, or does not read as one.
    #[must_use]
    pub fn from_line(tenant: &TenantId, kind: &str, line: &str) -> Option<Self> {
        let item: HashMap<String, serde_dynamo::AttributeValue> = serde_json::from_str(line).ok()?;
        let moved = Self::of(serde_dynamo::Item::from(item).into())?;
        let is_meant = moved.kind == kind && moved.is_of(tenant) && moved.content().is_ok();
        is_meant.then_some(moved)
    }

    fn is_of(&self, tenant: &TenantId) -> bool {
        let Some(key) = PrimaryKey::of(&self.item) else { return false };
        let own = keys::tenant_partition(tenant);
        let named = item::text(&self.item, item::TENANT_ID);
        let by_key = key.pk.strip_prefix(&own).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'));
        let by_attribute = key.pk.starts_with(keys::LINKS) && named == Some(tenant.as_str());
        // What names a tenant besides names this one.
        (by_key || by_attribute) && named.is_none_or(|named| named == tenant.as_str())
    }

    /// Reads the item.
    ///
    /// # Errors
    ///
    /// [`StoreError::Malformed`] if it does not read as its kind does.
    pub fn content(&self) -> Result<Content, StoreError> {
        let item = self.item.clone();
        match self.kind {
            kinds::TENANT => item::to_tenant(item).map(|tenant| Content::Tenant(Box::new(tenant))),
            kinds::USERS => item::to_user(item).map(|user| Content::User(Box::new(user))),
            kinds::GROUPS => item::to_group(item).map(|group| Content::Group(Box::new(group))),
            "accessRules" => item::to_access(item).map(|access| Content::Access(Box::new(access))),
            "historyOfUsers" | "historyOfTenant" => {
                let user = item::text(&item, keys::PK).and_then(keys::user_of).map(|(_, id)| id);
                item::to_history(item).map(|entry| Content::History(user, entry))
            }
            "eventsOfUsers" | "events" => item::to_event(item).map(Content::Event),
            "entities" => item::to_entity(item).map(|_| Content::Other),
            "tombstones" => item::to_tombstone(item).map(|_| Content::Other),
            "placesInFeed" => item::to_feed_place(item).map(|_| Content::Other),
            kinds::FEED_END => item::to_feed_end(item).map(|_| Content::Other),
            "keyOfMarks" => item::to_trace_key(item).map(|_| Content::Other),
            "marks" => item::to_marked(item).map(|_| Content::Other),
            "addresses" | "externalIds" => item::to_guarded(item).map(|_| Content::Other),
            "memberships" => item::to_member(&item).map(|_| Content::Other),
            "countersOfMembers" | "counterOfGroups" | "countersOfUsers" | "countersOfMails" => {
                item::to_count(item).map(|_| Content::Other)
            }
            "changesOfMembers" => item::to_chunk(item).map(|_| Content::Other),
            "namesOfGroups" | "externalIdsOfGroups" => item::to_group_guarded(item).map(|_| Content::Other),
            "administrators" => item::to_notices(item).map(|_| Content::Other),
            "billingSums" => item::to_sum(item).map(|_| Content::Other),
            "billingLines" => item::to_line(item).map(|_| Content::Other),
            "timesOfRequests" | "refusals" => item::to_noted(item).map(|_| Content::Other),
            "requests" => item::to_request(item).map(|_| Content::Other),
            // The hash of the secret is in the key, and says nothing of what the rest reads as.
            "links" => item::to_link(TokenHash::of(""), item).map(|_| Content::Other),
            "linksOfAdministrators" => {
                item::to_administrator_link(TokenHash::of(""), item).map(|_| Content::Other)
            }
            // They have nothing but their key and an end.
            _ => Ok(Content::Other),
        }
    }
}

impl Store {
    /// Reads all that a tenant has, the whole table through, and hands the items over as they are found, some at a
    /// time. Gives how many it has of kinds that do not move. What is written meanwhile may be among them or not: it is
    /// no state of one moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`], or what `take` says.
    pub async fn read_moving<E: From<StoreError>>(
        &self,
        tenant: &TenantId,
        parts: u8,
        pace: Pace,
        take: &(dyn Fn(Vec<MovedItem>) -> Result<(), E> + Sync),
    ) -> Result<Counts, E> {
        let moving = kinds::moving();
        let each = stream::iter(0..parts).map(|part| {
            let moving = &moving;
            async move {
                let scan = Scan { tenant, part, parts, asked: Asked::Whole };
                let (mut after, mut left) = (None, Counts::new());
                loop {
                    let Seen { items, next } = self.scan_patiently(scan, after).await?;
                    let own = items.into_iter().filter(|item| key_of(item, tenant).is_some());
                    let found = own.filter_map(MovedItem::of);
                    let (go, stay): (Vec<_>, Vec<_>) = found.partition(|item| moving.contains(&item.kind));
                    for item in stay {
                        *left.entry(item.kind.to_owned()).or_default() += 1;
                    }
                    take(go)?;
                    if next.is_none() {
                        return Ok::<_, E>(left);
                    }
                    after = next;
                    tokio::time::sleep(pace.after_page).await;
                }
            }
        });
        let add = async |mut sum: Counts, counts: Counts| {
            for (kind, count) in counts {
                *sum.entry(kind).or_default() += count;
            }
            Ok(sum)
        };
        each.buffer_unordered(pace.at_a_time).try_fold(Counts::new(), add).await
    }

    async fn scan_patiently(&self, scan: Scan<'_>, after: Option<PrimaryKey>) -> Result<Seen, StoreError> {
        let mut tries = Tries::default();
        loop {
            match self.table.scan(READ, scan, after.clone()).await {
                Err(error) if error.is_transient() && tries.again(Worth::Counted).await => {}
                outcome => return outcome,
            }
        }
    }

    /// The arrival of a tenant that comes by an import, or came by one. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn arrival(&self, tenant: &TenantId) -> Result<Option<Arrival>, StoreError> {
        let found = self.table.get(READ, PrimaryKey::arrival(tenant)).await?;
        found.map(item::to_arrival).transpose()
    }

    /// Writes an arrival. From then on no tenant of that id is made.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if there is such a tenant, or was, or comes already. Nothing is written then.
    pub async fn begin_arrival(&self, arrival: &Arrival) -> Result<(), StoreError> {
        let writes = vec![
            Write::Put(item::of_arrival(arrival)?, Condition::ABSENT),
            // Deleting what is not there changes nothing.
            Write::Delete(PrimaryKey::tenant(&arrival.tenant), Condition::ABSENT),
            Write::Delete(PrimaryKey::departure(&arrival.tenant), Condition::ABSENT),
        ];
        self.table.transact(ARRIVE, writes).await
    }

    /// Writes those items that are not there. One call for each.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Then some of them are written, and it can be done again.
    pub async fn write_arriving(&self, tenant: &TenantId, items: Vec<MovedItem>) -> Result<(), StoreError> {
        let writes = stream::iter(items).map(|item| self.write_one(tenant, item));
        writes.buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn write_one(
        &self,
        tenant: &TenantId,
        MovedItem { kind, mut item }: MovedItem,
    ) -> Result<(), StoreError> {
        let user = item::text(&item, keys::PK).and_then(keys::user_of);
        match (kind, user) {
            (kinds::USERS, Some((_, id))) => {
                item::mark_as_imported(&mut item);
                let writes = vec![
                    Write::Put(item, Condition::ABSENT),
                    // Somebody who was due may be deleted since an earlier run wrote the account.
                    Write::Delete(PrimaryKey::tombstone(tenant, id), Condition::ABSENT),
                ];
                return unless_done(self.table.transact(ARRIVE, writes).await);
            }
            (kinds::GROUPS, _) => item::mark_as_imported(&mut item),
            // What is in the feed was sent to the webhooks of the other stack.
            (kinds::FEED_END, _) => {
                item.remove(keys::EFFECT_PK);
                item.remove(keys::EFFECT_SK);
            }
            _ => {}
        }
        unless_done(self.table.put(ARRIVE, item, Condition::ABSENT).await)
    }

    /// Notes how many items are there. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody else goes on with it. Nothing is written then.
    pub async fn note_arrival(&self, before: &Arrival, written: u64) -> Result<Arrival, StoreError> {
        let after = before.with_written(written);
        let as_read = Condition::version(before.version);
        self.table.put(ARRIVE, item::of_arrival(&after)?, as_read).await?;
        Ok(after)
    }

    /// Ends an arrival, once all else is there: by the tenant's record, from which on its tokens open it. To webhooks
    /// is sent what happens from then on.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if somebody else goes on with it, or ended it. No record is written then.
    pub async fn end_arrival(
        &self,
        before: &Arrival,
        record: MovedItem,
        now: Timestamp,
    ) -> Result<Arrival, StoreError> {
        let tenant = &before.tenant;
        let end = self.end_of(tenant).await?;
        for webhook in self.webhooks().await?.webhooks {
            let sent = Delivery::new(tenant.clone(), webhook.id, end);
            unless_done(self.write_delivery(sent, now).await.map(drop))?;
        }
        let after = before.with_end(now);
        let writes = vec![
            Write::Put(record.item, Condition::ABSENT),
            Write::Put(item::of_arrival(&after)?, Condition::version(before.version)),
            Write::Delete(PrimaryKey::departure(tenant), Condition::ABSENT),
        ];
        self.table.transact(ARRIVE, writes).await?;
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::super::forms;
    use super::*;

    fn acme() -> TenantId {
        TenantId::parse("acme").unwrap()
    }

    #[test]
    fn every_kind_that_moves_comes_back_from_its_line() {
        let mut found = std::collections::BTreeSet::new();
        for item in forms::all_items() {
            let Some(moved) = MovedItem::of(item).filter(|item| kinds::moving().contains(&item.kind)) else {
                continue;
            };
            let line = moved.to_line().unwrap();
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(MovedItem::from_line(&acme(), moved.kind, &line), Some(moved.clone()), "{line}");
            found.insert(moved.kind);
        }
        assert_eq!(found, kinds::moving().into_iter().collect());
    }

    #[test]
    fn a_line_of_another_tenant_or_kind_is_none() {
        let user = forms::all_items().into_iter().find(|item| item::text(item, keys::SK) == Some(keys::USER));
        let line = MovedItem::of(user.unwrap()).unwrap().to_line().unwrap();
        let read = |tenant: &str, kind: &str, line: &str| {
            MovedItem::from_line(&TenantId::parse(tenant).unwrap(), kind, line)
        };
        assert!(read("acme", "users", &line).is_some());
        for other in ["acme-2", "acm"] {
            assert_eq!(read(other, "users", &line), None, "{other}");
        }
        assert_eq!(read("acme", "groups", &line), None);
        assert_eq!(read("acme", "users", &line.replace("\"T#acme#U#", "\"T#acme#Z#")), None);
        assert_eq!(read("acme", "users", &line.replace("{\"S\":\"acme\"}", "{\"S\":\"other\"}")), None);
        assert_eq!(read("acme", "users", &line.replace("\"userName\"", "\"user\"")), None);
        assert_eq!(read("acme", "users", "{}"), None);
        assert_eq!(read("acme", "users", "nonsense"), None);
    }
}
