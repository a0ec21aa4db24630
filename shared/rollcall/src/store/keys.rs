//! Every key and index key of the table. No other file spells one. A test holds the tables to the items that are
//! written.
//!
//! | item | `pk` | `sk` |
//! |---|---|---|
//! | [tenant](PrimaryKey::tenant), with its tokens | `T#<tenant>` | `TENANT` |
//! | [roles and access rules](PrimaryKey::access) | `T#<tenant>` | `ACCESS` |
//! | [entity](PrimaryKey::entity) | `T#<tenant>` | `ENTITY#<id>` |
//! | [note that an entity is closed](PrimaryKey::closed), 64 an entity | `T#<tenant>#E#<id>` | `CLOSED#<0..63>` |
//! | [user](PrimaryKey::user) | `T#<tenant>#U#<id>` | `USER` |
//! | [entry of a user's history](PrimaryKey::history) | `T#<tenant>#U#<id>` | `H#<version, ten digits>` |
//! | [entry of a tenant's history](PrimaryKey::tenant_history) | `T#<tenant>#T` | `H#<version, ten digits>` |
//! | [event of a user](PrimaryKey::user_event) in the feed | `T#<tenant>#U#<id>` | `E#<event's id>` |
//! | [any other event](PrimaryKey::event) in the feed | `T#<tenant>#F` | `E#<event's id>` |
//! | [place in the feed](PrimaryKey::feed_place), with whose event stands there | `T#<tenant>#F` | `P#<number, twelve digits>` |
//! | [last place of the feed](PrimaryKey::feed_end) | `T#<tenant>#F` | `LAST` |
//! | [how far the feed is sent to a webhook](PrimaryKey::delivery) | `T#<tenant>#F` | `W#<webhook>` |
//! | [tombstone](PrimaryKey::tombstone) of a deleted user | `T#<tenant>#U#<id>` | `TOMBSTONE` |
//! | [key of a tenant's marks](PrimaryKey::trace_key) of deleted users | `T#<tenant>#Q` | `KEY` |
//! | [mark](PrimaryKey::marked) of a deleted user, by which it is found | `T#<tenant>#Q#<mark>` | `<purgedAt>#<id>` |
//! | [guard](PrimaryKey::guard) of an address, lower-cased | `T#<tenant>#A#<address>` | `GUARD` |
//! | [guard](PrimaryKey::guard) of an `externalId`, exact | `T#<tenant>#X#<externalId>` | `GUARD` |
//! | [mailed link](PrimaryKey::link) | `K#<SHA-256 of its secret>` | `TOKEN` |
//! | [link that opens the portal](PrimaryKey::portal_link) | `K#<SHA-256 of its secret>` | `PORTAL` |
//! | [session in the portal](PrimaryKey::session) | `K#<SHA-256 of its secret>` | `SESSION` |
//! | [group](PrimaryKey::group) | `T#<tenant>#G#<group>` | `GROUP` |
//! | [membership](PrimaryKey::membership) of a group | `T#<tenant>#G#<group>` | `M#<user's id>` |
//! | [counter](PrimaryKey::member_counter) of a group's members | `T#<tenant>#G#<group>` | `N#<0..63>` |
//! | [chunk](PrimaryKey::chunk) of a change of many members | `T#<tenant>#G#<group>` | `C#<change>#<number>` |
//! | [guard](PrimaryKey::group_guard) of a group's name, lower-cased | `T#<tenant>#D#<name>` | `GUARD` |
//! | [guard](PrimaryKey::group_guard) of a group's `externalId`, exact | `T#<tenant>#GX#<externalId>` | `GUARD` |
//! | [counter](PrimaryKey::group_counter) of a tenant's groups | `T#<tenant>#G` | `COUNT` |
//! | [counter](PrimaryKey::counter) of linked users | `T#<tenant>#N#<0..63>` | `COUNT` |
//! | [counter of the mails](PrimaryKey::mails) of an hour | `T#<tenant>#M` | `<hour, as 2026-11-24T13>` |
//! | [when a directory was heard of](PrimaryKey::heard) | `T#<tenant>#C` | `HEARD` |
//! | [a kind of what it was refused](PrimaryKey::refused) | `T#<tenant>#C` | `<status>#<scimType>#<operation>` |
//! | [administrators, and what they are told](PrimaryKey::notices) | `T#<tenant>#W` | `NOTICES` |
//! | [link mailed to an administrator](PrimaryKey::administrator_link) | `K#<SHA-256 of its secret>` | `ADMINISTRATOR` |
//! | [check of the connection](PrimaryKey::check) | `T#<tenant>#V` | `CHECK` |
//! | [report of that check](PrimaryKey::check_report) | `T#<tenant>#V` | `REPORT` |
//! | [billing line](PrimaryKey::billing_line) | `T#<tenant>#B#<first day of the period>` | `<user's id>#<first day billed>#<number, ten digits>` |
//! | the same, as [earlier versions](PrimaryKey::billing_line) wrote it | `T#<tenant>#B#<first day of the period>` | `<user's id>#<first day billed>` |
//! | [sum of some lines of a period](PrimaryKey::billing_sum) | `T#<tenant>#B` | `<its first day>#<the day after its last>#<currency>#<0..63>` |
//! | [sum of its lines without a number](PrimaryKey::billing_sum_before) | `T#<tenant>#B` | `<its first day>#<the day after its last>#<currency>#BEFORE` |
//! | [note that there are all of these sums](PrimaryKey::billing_listed) | `T#<tenant>#B` | `LISTED` |
//! | [page bookmark](PrimaryKey::bookmark) | `T#<tenant>#P#<query>` | `<startIndex>` |
//! | [request with a key of the caller's](PrimaryKey::request) | `T#<tenant>#I#<SHA-256 of the key>` | `KEY` |
//! | [note that an assertion was used](PrimaryKey::assertion) | `T#<tenant>#J#<SHA-256 of its client and jti>` | `USED` |
//! | [tenant that leaves](PrimaryKey::departure), in the place of its record | `T#<tenant>` | `DEPARTURE` |
//! | [part of the table](PrimaryKey::departure_part) that is looked through for what it has | `T#<tenant>` | `DEPARTURE#<number>` |
//! | [tenant that came by an import](PrimaryKey::arrival), or comes | `T#<tenant>` | `ARRIVAL` |
//! | [key of proofs](PrimaryKey::proof_key) that tenants were deleted | `OPERATOR` | `PROOFS` |
//! | [the operator's tokens](PrimaryKey::operator_tokens) | `OPERATOR` | `TOKENS` |
//! | [when each was used](PrimaryKey::operator_heard) | `OPERATOR` | `HEARD` |
//! | [the operator's webhooks](PrimaryKey::webhooks) | `OPERATOR` | `WEBHOOKS` |
//! | [request of the operator's with a key](PrimaryKey::operator_request), of no tenant | `OPERATOR#I#<SHA-256 of the key>` | `KEY` |
//!
//! | index | its `pk` | its `sk` | holds |
//! |---|---|---|---|
//! | [`BY_TENANT`] | `T#<tenant>#<first hex digit of the id>` | `<id>` | users |
//! | [`BY_TENANT`] | `T#<tenant>#<first hex digit of the user's id>#H` | `<at>#<user's id>#<version>` | history of users |
//! | [`BY_TENANT`] | `T#<tenant>#<version modulo 16, hexadecimal>#H` | `<at>#<version>` | history of the tenant |
//! | [`BY_TENANT`] | `TENANTS` | `<tenant>` | tenants |
//! | [`BY_TENANT`] | `T#<tenant>#G` | `<id>` | groups |
//! | [`PURGE_DUE`] | `PURGE#<0..15>` | `<purgeAt>#<tenant>#<id>` | inactive users; tombstones with traces left |
//! | [`EFFECT_DUE`] | `EFFECT#<0..15>` | `<dueAt>#<tenant>#<id>` | users who are owed a mail |
//! | [`EFFECT_DUE`] | `EXPIRY#<0..15>` | `<expiresAt>#<tenant>#<id>` | users whose invitation's end is to be noted |
//! | [`EFFECT_DUE`] | `EFFECT#G` | `<dueAt>#<tenant>#<id>` | groups with something to be finished |
//! | [`EFFECT_DUE`] | `RECORD#<0..15>` | `<dueAt>#<tenant>#<id>` | users with changes that may not be in the history and the feed; tombstones whose deletion may not be in the feed |
//! | [`EFFECT_DUE`] | `REVIEW#<0..15>` | `<dueAt>#<tenant>#<id>` | users who are to be reviewed by the access rules |
//! | [`EFFECT_DUE`] | `EFFECT#A` | `<dueAt>#<tenant>#<run>` | access rules with a run that is to be gone on with |
//! | [`EFFECT_DUE`] | `EFFECT#N` | `<dueAt>#<tenant>` | notices to administrators that are to be looked at or sent; refusals that are to be looked at |
//! | [`EFFECT_DUE`] | `EFFECT#W` | `<dueAt>#<tenant>` | ends of feeds with events that no webhook may have been sent yet |
//! | [`EFFECT_DUE`] | `EFFECT#W` | `<dueAt>#<tenant>#<webhook>` | deliveries that are under way, or are to be tried again |
//! | [`EFFECT_DUE`] | `STOPPED#W` | `<stoppedAt>#<tenant>#<webhook>` | deliveries that stopped |
//!
//! Neither the id of a tenant nor that of a user or a group holds a `#`, and what a directory sends stands last in a key. So
//! nothing that a directory sends can reach the keys of another tenant.

use std::collections::HashMap;
use std::fmt::Display;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use jiff::civil::Date;

use rollcall_rules::billing::{Currency, Period};
use rollcall_rules::entity::EntityId;
use rollcall_rules::feed::FeedPlace;
use rollcall_rules::group::{GroupGuard, GroupId};
use rollcall_rules::idempotency::IdempotencyKey;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TokenHash;
use rollcall_rules::trace::TraceMark;
use rollcall_rules::user::{Guard, UserId};
use rollcall_rules::webhook::endpoint::WebhookId;
use uuid::Uuid;

use rollcall_rules::contact::Refusal;

/// Partition key of the table.
pub const PK: &str = "pk";
/// Sort key of the table.
pub const SK: &str = "sk";

/// Index by tenant: its users and groups by id, its histories by time, and all tenants. It projects whole items.
pub const BY_TENANT: &str = "ByTenant";
/// Partition key of [`BY_TENANT`].
pub const TENANT_PK: &str = "tenantPk";
/// Sort key of [`BY_TENANT`].
pub const TENANT_SK: &str = "tenantSk";

/// Index of inactive users and of tombstones with traces left, by the time of deletion. It projects keys only.
pub const PURGE_DUE: &str = "PurgeDue";
/// Partition key of [`PURGE_DUE`].
pub const PURGE_PK: &str = "purgePk";
/// Sort key of [`PURGE_DUE`].
pub const PURGE_SK: &str = "purgeSk";

/// Index of the users who are owed a mail, by the time from which on it can be claimed; of those with a live invitation,
/// by its end; of the groups with something to be finished; of the users who are to be reviewed by the access rules, and of
/// rules with a run over people; of notices to administrators; of users with changes that are yet to be written down; of what
/// is to be sent to webhooks. It projects keys only.
pub const EFFECT_DUE: &str = "EffectDue";
/// Partition key of [`EFFECT_DUE`].
pub const EFFECT_PK: &str = "effectPk";
/// Sort key of [`EFFECT_DUE`].
pub const EFFECT_SK: &str = "effectSk";

/// Sort key of a tenant's roles and access rules.
pub const ACCESS: &str = "ACCESS";
/// Sort key of a tenant.
pub const TENANT: &str = "TENANT";
/// What the sort keys of entities begin with.
pub const ENTITY: &str = "ENTITY#";
/// Sort key of when a directory was last heard of.
pub const HEARD: &str = "HEARD";
/// Sort key of a tenant's administrators and of what they are told.
pub const NOTICES: &str = "NOTICES";
/// Sort key of the check of a tenant's connection.
pub const CHECK: &str = "CHECK";
/// Sort key of a user.
pub const USER: &str = "USER";
/// Sort key of a tombstone.
pub const TOMBSTONE: &str = "TOMBSTONE";
/// Sort key of a group.
pub const GROUP: &str = "GROUP";
/// What the sort keys of a group's memberships begin with.
pub const MEMBER: &str = "M#";
/// A bound for queries of memberships: it comes after the sort keys of all of them.
pub const MEMBER_END: &str = "M$";
/// What the sort keys of the counters of a group's members begin with.
pub const MEMBER_COUNTER: &str = "N#";
/// What the sort keys of events in the feed begin with. In a user's partition they come before the history.
pub const EVENT: &str = "E#";
/// What the sort keys of the places of a feed begin with.
const FEED_PLACE: &str = "P#";
/// What the sort keys of deliveries to webhooks begin with.
const DELIVERY: &str = "W#";
/// What the sort keys of a user's history begin with.
pub const HISTORY: &str = "H#";
/// A bound for queries of a history: it comes after the sort keys of all entries.
pub const HISTORY_END: &str = "H$";

/// Attribute with the epoch second of expiry. DynamoDB drops the item some time later, so whoever reads it checks.
pub const EXPIRES_AT: &str = "expiresAt";

/// Partitions of an index over which the users of a tenant are spread, and all that is due.
pub const SHARDS: u8 = 16;

/// Counters of linked users that a tenant has, and of members that a group has. With the tenant's own item they are read in one call, of up to a hundred
/// keys.
pub const COUNTERS: u8 = 64;

/// Sums that a period has, in each currency. A line is counted by one of them, by its user's id. Two lines that are
/// written at the same moment seldom meet in one.
pub const BILLING_SUMS: u8 = 64;

/// What the sort keys of sums of lines of earlier versions end with.
const BEFORE: &str = "BEFORE";
/// Sort key of the note that these sums are all there. It comes after those of all sums.
const LISTED: &str = "LISTED";

/// [`EFFECT_PK`] of the groups with something to be finished. There are few, so one partition is enough.
pub const GROUPS_DUE: &str = "EFFECT#G";

/// [`EFFECT_PK`] of access rules with a run over people. There are few, so one partition is enough.
pub const ACCESS_RUNS: &str = "EFFECT#A";

/// [`EFFECT_PK`] of notices to administrators, and of refusals that they may be told of. A tenant has few, so one partition is
/// enough.
pub const NOTICES_DUE: &str = "EFFECT#N";

/// [`EFFECT_PK`] of what is to be sent to webhooks: ends of feeds, and deliveries. A tenant has six at most, so one partition is
/// enough.
pub const WEBHOOKS_DUE: &str = "EFFECT#W";

/// [`EFFECT_PK`] of the deliveries to webhooks that stopped.
pub const DELIVERIES_STOPPED: &str = "STOPPED#W";

/// [`TENANT_PK`] of every tenant.
pub const TENANTS: &str = "TENANTS";

/// Partition of the operator's own tokens. It is none of a tenant's, which all begin with `T#`.
const OPERATOR: &str = "OPERATOR";
/// What the partitions of the operator's requests begin with that have a key of the caller's own.
pub const OPERATOR_REQUESTS: &str = "OPERATOR#I#";
/// What the partitions of links and sessions begin with. They name their tenant by an attribute.
pub const LINKS: &str = "K#";
/// Sort key of a tenant that leaves.
pub const DEPARTURE: &str = "DEPARTURE";
/// Sort key of a tenant that comes by an import.
pub const ARRIVAL: &str = "ARRIVAL";

/// Primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrimaryKey {
    /// Partition key: the value of [`PK`].
    pub pk: String,
    /// Sort key: the value of [`SK`].
    pub sk: String,
}

impl PrimaryKey {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    /// Key of a tenant, whose entities stand in the same partition.
    #[must_use]
    pub fn tenant(tenant: &TenantId) -> Self {
        Self::new(tenant_partition(tenant), TENANT)
    }

    /// Key of the roles and access rules of a tenant, in its partition.
    #[must_use]
    pub fn access(tenant: &TenantId) -> Self {
        Self::new(tenant_partition(tenant), ACCESS)
    }

    /// Key of the departure of a tenant, in whose place no tenant is made.
    #[must_use]
    pub fn departure(tenant: &TenantId) -> Self {
        Self::new(tenant_partition(tenant), DEPARTURE)
    }

    /// Key of the arrival of a tenant by an import, before its record is there and after.
    #[must_use]
    pub fn arrival(tenant: &TenantId) -> Self {
        Self::new(tenant_partition(tenant), ARRIVAL)
    }

    /// Key of one of the parts of the table that are looked through for what a tenant has.
    #[must_use]
    pub fn departure_part(tenant: &TenantId, number: u8) -> Self {
        Self::new(tenant_partition(tenant), format!("{DEPARTURE}#{number}"))
    }

    /// Key of the operator's key of proofs.
    #[must_use]
    pub fn proof_key() -> Self {
        Self::new(OPERATOR.to_owned(), "PROOFS")
    }

    /// Key of an entity, in the partition of its tenant.
    #[must_use]
    pub fn entity(tenant: &TenantId, id: EntityId) -> Self {
        Self::new(tenant_partition(tenant), format!("{ENTITY}{id}"))
    }

    /// Key of a note that an entity is being deleted, and that nobody with this counter may come to belong to it. It has 64
    /// notes, so that the writes of many people who are invited at once do not meet in one.
    #[must_use]
    pub fn closed(tenant: &TenantId, entity: EntityId, counter: u8) -> Self {
        Self::new(format!("T#{tenant}#E#{entity}"), format!("CLOSED#{counter}"))
    }

    /// Key of the time at which a tenant's directory was last heard of.
    #[must_use]
    pub fn heard(tenant: &TenantId) -> Self {
        Self::new(contact_partition(tenant), HEARD)
    }

    /// Key of a kind of refusal that a tenant's directory got. The next refusal of the kind is written over it.
    #[must_use]
    pub fn refused(tenant: &TenantId, refusal: &Refusal) -> Self {
        let scim_type = refusal.scim_type.as_deref().unwrap_or_default();
        Self::new(contact_partition(tenant), format!("{}#{scim_type}#{}", refusal.status, refusal.operation))
    }

    /// Key of a tenant's administrators, and of what they are told.
    #[must_use]
    pub fn notices(tenant: &TenantId) -> Self {
        Self::new(format!("T#{tenant}#W"), NOTICES)
    }

    /// Key of a link that was mailed to an administrator, by the hash of its secret.
    #[must_use]
    pub fn administrator_link(hash: &TokenHash) -> Self {
        Self::new(format!("{LINKS}{}", hash.as_str()), "ADMINISTRATOR")
    }

    /// Key of the check of a tenant's connection. The next is written over it.
    #[must_use]
    pub fn check(tenant: &TenantId) -> Self {
        Self::new(check_partition(tenant), CHECK)
    }

    /// Key of the report of that check. The next is written over it.
    #[must_use]
    pub fn check_report(tenant: &TenantId) -> Self {
        Self::new(check_partition(tenant), "REPORT")
    }

    /// Key of the line that bills a user from a day on, in the period that starts on a day. Two periods can start on the
    /// same day, if the terms have changed; their lines differ in `billable_from`. If an account goes to another person,
    /// two lines can begin on the same day; they differ in `number`. A line of an earlier version has the number 0.
    #[must_use]
    pub fn billing_line(
        tenant: &TenantId,
        period_start: Date,
        user: UserId,
        billable_from: Date,
        number: u64,
    ) -> Self {
        Self::new(billing_partition(tenant, period_start), billing_position(user, billable_from, number))
    }

    /// Key of the sum of those lines of a period, in one currency, that are counted by this number below
    /// [`BILLING_SUMS`].
    #[must_use]
    pub fn billing_sum(tenant: &TenantId, period: Period, currency: Currency, number: u8) -> Self {
        let Period { start, end } = period;
        Self::new(billing_sums(tenant), format!("{start}#{end}#{currency}#{number}"))
    }

    /// Key of the sum of those lines of a period, in one currency, that earlier versions wrote.
    #[must_use]
    pub fn billing_sum_before(tenant: &TenantId, period: Period, currency: Currency) -> Self {
        let Period { start, end } = period;
        Self::new(billing_sums(tenant), format!("{start}#{end}#{currency}#{BEFORE}"))
    }

    /// Key of the note that the lines of earlier versions are all summed up.
    #[must_use]
    pub fn billing_listed(tenant: &TenantId) -> Self {
        Self::new(billing_sums(tenant), LISTED)
    }

    /// Key of a user, whose history stands in the same partition.
    #[must_use]
    pub fn user(tenant: &TenantId, id: UserId) -> Self {
        Self::new(user_partition(tenant, id), USER)
    }

    /// Key of the entry of a user's history that led to a version.
    #[must_use]
    pub fn history(tenant: &TenantId, id: UserId, version: u64) -> Self {
        Self::new(user_partition(tenant, id), format!("{HISTORY}{version:010}"))
    }

    /// Key of the entry of a tenant's history that led to a version.
    #[must_use]
    pub fn tenant_history(tenant: &TenantId, version: u64) -> Self {
        Self::new(tenant_history_partition(tenant), format!("{HISTORY}{version:010}"))
    }

    /// Key of an event of a user, by its id. It goes with the user's history.
    #[must_use]
    pub fn user_event(tenant: &TenantId, id: UserId, event: &str) -> Self {
        Self::new(user_partition(tenant, id), format!("{EVENT}{event}"))
    }

    /// Key of an event with nothing of a person, by its id.
    #[must_use]
    pub fn event(tenant: &TenantId, event: &str) -> Self {
        Self::new(feed_partition(tenant), format!("{EVENT}{event}"))
    }

    /// Key of a place in the feed of a tenant.
    #[must_use]
    pub fn feed_place(tenant: &TenantId, place: FeedPlace) -> Self {
        Self::new(feed_partition(tenant), format!("{FEED_PLACE}{:012}", place.0))
    }

    /// Key of the number of the last place of a feed.
    #[must_use]
    pub fn feed_end(tenant: &TenantId) -> Self {
        Self::new(feed_partition(tenant), "LAST")
    }

    /// Key of the tombstone of a deleted user, in the user's partition.
    #[must_use]
    pub fn tombstone(tenant: &TenantId, id: UserId) -> Self {
        Self::new(user_partition(tenant, id), TOMBSTONE)
    }

    /// Key of the key by which a tenant's deleted users are marked.
    #[must_use]
    pub fn trace_key(tenant: &TenantId) -> Self {
        Self::new(format!("T#{tenant}#Q"), "KEY")
    }

    /// Key of a mark of a deleted user. Those who had the same address one after another stand in order of when they were
    /// deleted.
    #[must_use]
    pub fn marked(tenant: &TenantId, mark: &TraceMark, purged_at: Timestamp, id: UserId) -> Self {
        Self::new(marked_partition(tenant, mark), format!("{}#{id}", due_time(purged_at)))
    }

    /// Key of a mailed link, by the hash of its secret.
    #[must_use]
    pub fn link(hash: &TokenHash) -> Self {
        Self::new(format!("{LINKS}{}", hash.as_str()), "TOKEN")
    }

    /// Key of a link that opens the portal, by the hash of its secret.
    #[must_use]
    pub fn portal_link(hash: &TokenHash) -> Self {
        Self::new(format!("{LINKS}{}", hash.as_str()), "PORTAL")
    }

    /// Key of a session in the portal, by the hash of its secret.
    #[must_use]
    pub fn session(hash: &TokenHash) -> Self {
        Self::new(format!("{LINKS}{}", hash.as_str()), "SESSION")
    }

    /// Key of the guard that makes an address or an `externalId` unique inside a tenant.
    #[must_use]
    pub fn guard(tenant: &TenantId, guard: &Guard) -> Self {
        let pk = match guard {
            Guard::Address(address) => format!("T#{tenant}#A#{}", address.as_str()),
            Guard::ExternalId(external_id) => format!("T#{tenant}#X#{}", external_id.as_str()),
        };
        Self::new(pk, "GUARD")
    }

    /// Key of the counter of that number, below [`COUNTERS`].
    #[must_use]
    pub fn counter(tenant: &TenantId, counter: u8) -> Self {
        Self::new(format!("T#{tenant}#N#{counter}"), "COUNT")
    }

    /// Key of a group, whose memberships stand in the same partition.
    #[must_use]
    pub fn group(tenant: &TenantId, id: GroupId) -> Self {
        Self::new(group_partition(tenant, id), GROUP)
    }

    /// Key of the membership of a user, on the side of the group.
    #[must_use]
    pub fn membership(tenant: &TenantId, id: GroupId, user: UserId) -> Self {
        Self::new(group_partition(tenant, id), format!("{MEMBER}{user}"))
    }

    /// Key of that counter of a group's members, below [`COUNTERS`].
    #[must_use]
    pub fn member_counter(tenant: &TenantId, id: GroupId, counter: u8) -> Self {
        Self::new(group_partition(tenant, id), format!("{MEMBER_COUNTER}{counter}"))
    }

    /// Key of a part of a change of many members, by the change and the number of the part.
    #[must_use]
    pub fn chunk(tenant: &TenantId, id: GroupId, change: Uuid, number: u32) -> Self {
        Self::new(group_partition(tenant, id), format!("C#{change}#{number}"))
    }

    /// Key of the guard that makes a name or an `externalId` unique among the groups of a tenant.
    #[must_use]
    pub fn group_guard(tenant: &TenantId, guard: &GroupGuard) -> Self {
        let pk = match guard {
            GroupGuard::Name(name) => format!("T#{tenant}#D#{}", name.as_str()),
            GroupGuard::ExternalId(external_id) => format!("T#{tenant}#GX#{}", external_id.as_str()),
        };
        Self::new(pk, "GUARD")
    }

    /// Key of the counter of a tenant's groups.
    #[must_use]
    pub fn group_counter(tenant: &TenantId) -> Self {
        Self::new(group_list(tenant), "COUNT")
    }

    /// Key of the counter of the mails that a tenant causes in the hour of the clock, in UTC, that holds `at`.
    #[must_use]
    pub fn mails(tenant: &TenantId, at: Timestamp) -> Self {
        Self::new(format!("T#{tenant}#M"), at.strftime("%Y-%m-%dT%H").to_string())
    }

    /// Key of the bookmark from which the page that starts at `start_index` goes on, in the list that `query` names.
    #[must_use]
    pub fn bookmark(tenant: &TenantId, query: &str, start_index: usize) -> Self {
        Self::new(format!("T#{tenant}#P#{query}"), start_index.to_string())
    }

    /// Key of a request that was sent with a key of the caller's own.
    #[must_use]
    pub fn request(tenant: &TenantId, key: &IdempotencyKey) -> Self {
        Self::new(format!("T#{tenant}#I#{}", key.as_str()), "KEY")
    }

    /// Key of the note that an assertion of an OAuth client was used, by the hash of its client and `jti`.
    #[must_use]
    pub fn assertion(tenant: &TenantId, id: &TokenHash) -> Self {
        Self::new(format!("T#{tenant}#J#{}", id.as_str()), "USED")
    }

    /// Key of the operator's tokens.
    #[must_use]
    pub fn operator_tokens() -> Self {
        Self::new(OPERATOR.to_owned(), "TOKENS")
    }

    /// Key of when each of the operator's tokens was last used.
    #[must_use]
    pub fn operator_heard() -> Self {
        Self::new(OPERATOR.to_owned(), HEARD)
    }

    /// Key of the operator's webhooks.
    #[must_use]
    pub fn webhooks() -> Self {
        Self::new(OPERATOR.to_owned(), "WEBHOOKS")
    }

    /// Key of how far the feed of a tenant is sent to a webhook.
    #[must_use]
    pub fn delivery(tenant: &TenantId, webhook: &WebhookId) -> Self {
        Self::new(feed_partition(tenant), format!("{DELIVERY}{webhook}"))
    }

    /// Key of a request of the operator's that is about no tenant that is there, sent with a key of the caller's own.
    #[must_use]
    pub fn operator_request(key: &IdempotencyKey) -> Self {
        Self::new(format!("{OPERATOR_REQUESTS}{}", key.as_str()), "KEY")
    }

    /// The key of an item; `None`: the item has none, which DynamoDB does not allow.
    pub(super) fn of(item: &HashMap<String, AttributeValue>) -> Option<Self> {
        let text = |name| item.get(name).and_then(|value: &AttributeValue| value.as_s().ok()).cloned();
        Some(Self { pk: text(PK)?, sk: text(SK)? })
    }

    /// The two attributes of the key, as DynamoDB takes them.
    pub(super) fn into_attributes(self) -> [(String, AttributeValue); 2] {
        [(PK.to_owned(), AttributeValue::S(self.pk)), (SK.to_owned(), AttributeValue::S(self.sk))]
    }
}

/// Partition of a tenant and its entities.
#[must_use]
pub fn tenant_partition(tenant: &TenantId) -> String {
    format!("T#{tenant}")
}

/// Partition of a tenant's own history.
#[must_use]
pub fn tenant_history_partition(tenant: &TenantId) -> String {
    format!("{}#T", tenant_partition(tenant))
}

/// Partition of the notes of a directory's requests: when it was heard of, and what it was refused.
#[must_use]
pub fn contact_partition(tenant: &TenantId) -> String {
    format!("T#{tenant}#C")
}

/// Partition of the check of a tenant's connection and its report.
fn check_partition(tenant: &TenantId) -> String {
    format!("T#{tenant}#V")
}

/// Partition of the deleted users who have a mark.
#[must_use]
pub fn marked_partition(tenant: &TenantId, mark: &TraceMark) -> String {
    format!("T#{tenant}#Q#{}", mark.as_str())
}

/// Partition of the billing lines of a period.
#[must_use]
pub fn billing_partition(tenant: &TenantId, period_start: Date) -> String {
    format!("T#{tenant}#B#{period_start}")
}

/// Sort key of a billing line: in order of the user's id.
#[must_use]
pub fn billing_position(user: UserId, billable_from: Date, number: u64) -> String {
    match number {
        0 => format!("{user}#{billable_from}"),
        _ => format!("{user}#{billable_from}#{number:010}"),
    }
}

/// Partition of the sums of all periods.
#[must_use]
pub fn billing_sums(tenant: &TenantId) -> String {
    format!("T#{tenant}#B")
}

/// What a sum is of, by its sort key; and whether of the lines of earlier versions. `None`: it is no sum's.
#[must_use]
pub fn billing_sum_of(position: &str) -> Option<(Period, Currency, bool)> {
    let [start, end, currency, number] = position.split('#').collect::<Vec<_>>().try_into().ok()?;
    let period = Period { start: start.parse().ok()?, end: end.parse().ok()? };
    Some((period, Currency::try_from(currency.to_owned()).ok()?, number == BEFORE))
}

/// Partition of the feed of a tenant.
#[must_use]
pub fn feed_partition(tenant: &TenantId) -> String {
    format!("T#{tenant}#F")
}

/// The number of a place in a feed, by its sort key; `None`: it is no place's.
#[must_use]
pub fn feed_place_of(position: &str) -> Option<FeedPlace> {
    position.strip_prefix(FEED_PLACE)?.parse().ok().map(FeedPlace)
}

/// The tenant whose feed it is; `None`: it is no feed's partition.
#[must_use]
pub fn feed_of(partition: &str) -> Option<TenantId> {
    TenantId::parse(partition.strip_prefix("T#")?.strip_suffix("#F")?).ok()
}

/// The webhook of a delivery, by its sort key; `None`: it is no delivery's.
#[must_use]
pub fn delivery_of(position: &str) -> Option<WebhookId> {
    WebhookId::parse(position.strip_prefix(DELIVERY)?)
}

/// Partition of a user, its history and its tombstone.
#[must_use]
pub fn user_partition(tenant: &TenantId, id: UserId) -> String {
    format!("T#{tenant}#U#{id}")
}

/// The user whose partition it is; `None`: it is no user's partition.
#[must_use]
pub fn user_of(partition: &str) -> Option<(TenantId, UserId)> {
    let (tenant, id) = partition.strip_prefix("T#")?.split_once("#U#")?;
    Some((TenantId::parse(tenant).ok()?, UserId::parse(id)?))
}

/// Partition of a group and its memberships.
#[must_use]
pub fn group_partition(tenant: &TenantId, id: GroupId) -> String {
    format!("T#{tenant}#G#{id}")
}

/// The group whose partition it is; `None`: it is no group's partition.
#[must_use]
pub fn group_of(partition: &str) -> Option<(TenantId, GroupId)> {
    let (tenant, id) = partition.strip_prefix("T#")?.split_once("#G#")?;
    Some((TenantId::parse(tenant).ok()?, GroupId::parse(id)?))
}

/// The user of a membership, by its sort key; `None`: it is no membership's.
#[must_use]
pub fn member_of(position: &str) -> Option<UserId> {
    UserId::parse(position.strip_prefix(MEMBER)?)
}

/// [`TENANT_PK`] of all groups of a tenant: of 10,000 at most, one partition is enough.
#[must_use]
pub fn group_list(tenant: &TenantId) -> String {
    format!("T#{tenant}#G")
}

/// [`TENANT_PK`] of the users of a shard.
#[must_use]
pub fn tenant_shard(tenant: &TenantId, shard: u8) -> String {
    format!("T#{tenant}#{shard:x}")
}

/// [`TENANT_PK`] of the histories of a shard's users, and of a sixteenth of the tenant's own.
#[must_use]
pub fn activity_shard(tenant: &TenantId, shard: u8) -> String {
    format!("{}#H", tenant_shard(tenant, shard))
}

/// [`TENANT_SK`] of an entry of a user's history: in order of time.
#[must_use]
pub fn activity_position(at: Timestamp, id: UserId, version: u64) -> String {
    format!("{}#{id}#{version:010}", due_time(at))
}

/// [`TENANT_SK`] of an entry of a tenant's history.
#[must_use]
pub fn tenant_activity_position(at: Timestamp, version: u64) -> String {
    format!("{}#{version:010}", due_time(at))
}

/// A bound of [`TENANT_SK`]: entries of that time and later come after it, and earlier ones before.
#[must_use]
pub fn activity_since(at: Timestamp) -> String {
    due_time(at)
}

/// [`PURGE_PK`] of a shard.
#[must_use]
pub fn purge_shard(shard: u8) -> String {
    format!("PURGE#{shard}")
}

/// [`EFFECT_PK`] of a shard.
#[must_use]
pub fn effect_shard(shard: u8) -> String {
    format!("EFFECT#{shard}")
}

/// [`EFFECT_PK`] of the users of a shard whose invitation is live.
#[must_use]
pub fn expiry_shard(shard: u8) -> String {
    format!("EXPIRY#{shard}")
}

/// [`EFFECT_PK`] of the users of a shard with changes that are yet to be written down.
#[must_use]
pub fn record_shard(shard: u8) -> String {
    format!("RECORD#{shard}")
}

/// [`EFFECT_PK`] of the users of a shard who are to be reviewed by the access rules.
#[must_use]
pub fn review_shard(shard: u8) -> String {
    format!("REVIEW#{shard}")
}

/// The tenant whose partition it is; `None`: it is no tenant's own partition.
#[must_use]
pub fn tenant_of(partition: &str) -> Option<TenantId> {
    TenantId::parse(partition.strip_prefix("T#")?).ok()
}

/// The tenant whose notices or refusals stand in a partition; `None`: it is neither's.
#[must_use]
pub fn watched_in(partition: &str) -> Option<TenantId> {
    let partition = partition.strip_prefix("T#")?;
    TenantId::parse(partition.strip_suffix("#W").or_else(|| partition.strip_suffix("#C"))?).ok()
}

/// [`EFFECT_SK`] of notices and refusals, and of ends of feeds: in order of time.
#[must_use]
pub fn tenant_position(at: Timestamp, tenant: &TenantId) -> String {
    format!("{}#{tenant}", due_time(at))
}

/// [`PURGE_SK`] or [`EFFECT_SK`] of a user, a group, a run or a delivery: in order of time.
#[must_use]
pub fn due_position(at: Timestamp, tenant: &TenantId, id: impl Display) -> String {
    format!("{}#{tenant}#{id}", due_time(at))
}

/// The time in a [`due_position`], from which on it is due; `None`: the text is no such position.
#[must_use]
pub fn due_since(position: &str) -> Option<Timestamp> {
    position.split_once('#')?.0.parse().ok()
}

/// A bound of due positions: those of that time and earlier come before it, and later ones after.
#[must_use]
pub fn due_until(at: Timestamp) -> String {
    format!("{}#~", due_time(at))
}

/// A time as text that sorts as the times do: it always has three digits of a second.
fn due_time(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use rollcall_rules::address::AddressKey;
    use rollcall_rules::group::GroupNameKey;

    #[test]
    fn the_keys_are_as_the_tables_above_say() {
        let acme = TenantId::parse("acme").unwrap();
        let id = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        let address = Guard::Address(AddressKey::sought("Ada@Example.com").unwrap());
        let group = GroupId::new(Uuid::from_u128(6));
        let name = GroupGuard::Name(GroupNameKey::sought("Sales # EMEA").unwrap());
        let webhook = WebhookId::new(Uuid::nil());
        let secret = TokenHash::of("secret");
        let secret_pk = format!("K#{}", secret.as_str());
        let pairs = [
            (PrimaryKey::tenant(&acme), "T#acme", "TENANT"),
            (PrimaryKey::user(&acme, id), "T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "USER"),
            (
                PrimaryKey::entity(&acme, EntityId::new(id.as_uuid())),
                "T#acme",
                "ENTITY#f3bb189e-8bf9-4888-9912-ace4e6543002",
            ),
            (
                PrimaryKey::billing_line(
                    &acme,
                    "2026-12-01".parse().unwrap(),
                    id,
                    "2026-12-07".parse().unwrap(),
                    12,
                ),
                "T#acme#B#2026-12-01",
                "f3bb189e-8bf9-4888-9912-ace4e6543002#2026-12-07#0000000012",
            ),
            (
                PrimaryKey::history(&acme, id, 7),
                "T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002",
                "H#0000000007",
            ),
            (PrimaryKey::tombstone(&acme, id), "T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "TOMBSTONE"),
            (PrimaryKey::trace_key(&acme), "T#acme#Q", "KEY"),
            (PrimaryKey::guard(&acme, &address), "T#acme#A#ada@example.com", "GUARD"),
            (
                PrimaryKey::mails(&acme, "2026-11-24T13:59:59.999Z".parse().unwrap()),
                "T#acme#M",
                "2026-11-24T13",
            ),
            (PrimaryKey::group(&acme, group), "T#acme#G#00000000-0000-0000-0000-000000000006", "GROUP"),
            (
                PrimaryKey::membership(&acme, group, id),
                "T#acme#G#00000000-0000-0000-0000-000000000006",
                "M#f3bb189e-8bf9-4888-9912-ace4e6543002",
            ),
            (
                PrimaryKey::member_counter(&acme, group, id.counter()),
                "T#acme#G#00000000-0000-0000-0000-000000000006",
                "N#60",
            ),
            (
                PrimaryKey::chunk(&acme, group, Uuid::from_u128(7), 12),
                "T#acme#G#00000000-0000-0000-0000-000000000006",
                "C#00000000-0000-0000-0000-000000000007#12",
            ),
            (PrimaryKey::group_guard(&acme, &name), "T#acme#D#sales # emea", "GUARD"),
            (PrimaryKey::group_counter(&acme), "T#acme#G", "COUNT"),
            (PrimaryKey::bookmark(&acme, "9f", 101), "T#acme#P#9f", "101"),
            (
                PrimaryKey::request(&acme, &IdempotencyKey::parse(b"k").unwrap()),
                "T#acme#I#8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a",
                "KEY",
            ),
            (PrimaryKey::notices(&acme), "T#acme#W", "NOTICES"),
            (
                PrimaryKey::user_event(&acme, id, "1/2/user.created"),
                "T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002",
                "E#1/2/user.created",
            ),
            (PrimaryKey::event(&acme, "1/2/group.created"), "T#acme#F", "E#1/2/group.created"),
            (PrimaryKey::feed_place(&acme, FeedPlace(70)), "T#acme#F", "P#000000000070"),
            (PrimaryKey::feed_end(&acme), "T#acme#F", "LAST"),
            (PrimaryKey::departure(&acme), "T#acme", "DEPARTURE"),
            (PrimaryKey::departure_part(&acme, 15), "T#acme", "DEPARTURE#15"),
            (PrimaryKey::arrival(&acme), "T#acme", "ARRIVAL"),
            (PrimaryKey::proof_key(), "OPERATOR", "PROOFS"),
            (PrimaryKey::operator_tokens(), "OPERATOR", "TOKENS"),
            (PrimaryKey::operator_heard(), "OPERATOR", "HEARD"),
            (PrimaryKey::webhooks(), "OPERATOR", "WEBHOOKS"),
            (PrimaryKey::delivery(&acme, &webhook), "T#acme#F", "W#wh_000000000000"),
            (
                PrimaryKey::operator_request(&IdempotencyKey::parse(b"k").unwrap()),
                "OPERATOR#I#8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a",
                "KEY",
            ),
            (PrimaryKey::check(&acme), "T#acme#V", "CHECK"),
            (PrimaryKey::check_report(&acme), "T#acme#V", "REPORT"),
            (PrimaryKey::administrator_link(&secret), secret_pk.as_str(), "ADMINISTRATOR"),
            (PrimaryKey::portal_link(&secret), secret_pk.as_str(), "PORTAL"),
            (PrimaryKey::session(&secret), secret_pk.as_str(), "SESSION"),
        ];
        for (key, pk, sk) in pairs {
            assert_eq!((key.pk.as_str(), key.sk.as_str()), (pk, sk));
        }
        assert_eq!(tenant_shard(&acme, id.shard()), "T#acme#f");
        assert_eq!(activity_shard(&acme, id.shard()), "T#acme#f#H");
        assert_eq!(purge_shard(id.shard()), "PURGE#15");
        let due = "2026-12-08T12:00:00Z".parse().unwrap();
        let position = due_position(due, &acme, id);
        assert_eq!(position, "2026-12-08T12:00:00.000Z#acme#f3bb189e-8bf9-4888-9912-ace4e6543002");
        assert_eq!(due_since(&position), Some(due));
        let december = Period { start: "2026-12-01".parse().unwrap(), end: "2027-01-01".parse().unwrap() };
        let euro = Currency::parse("EUR").unwrap();
        let sum = PrimaryKey::billing_sum(&acme, december, euro, 7);
        assert_eq!((sum.pk.as_str(), sum.sk.as_str()), ("T#acme#B", "2026-12-01#2027-01-01#EUR#7"));
        assert_eq!(billing_sum_of(&sum.sk), Some((december, euro, false)));
        let before = PrimaryKey::billing_sum_before(&acme, december, euro);
        assert_eq!(billing_sum_of(&before.sk), Some((december, euro, true)));
        assert_eq!(billing_sum_of(&PrimaryKey::billing_listed(&acme).sk), None);
        assert_eq!(user_of(&PrimaryKey::group(&acme, group).pk), None);
        assert_eq!(group_of(&PrimaryKey::group(&acme, group).pk), Some((acme.clone(), group)));
        assert_eq!(member_of(&PrimaryKey::membership(&acme, group, id).sk), Some(id));
        assert_eq!(watched_in(&PrimaryKey::notices(&acme).pk), Some(acme.clone()));
        assert_eq!(watched_in(&PrimaryKey::heard(&acme).pk), Some(acme.clone()));
        assert_eq!(watched_in(&PrimaryKey::tenant(&acme).pk), None);
        let delivery = PrimaryKey::delivery(&acme, &webhook);
        assert_eq!((feed_of(&delivery.pk), delivery_of(&delivery.sk)), (Some(acme.clone()), Some(webhook)));
        assert_eq!(delivery_of(&PrimaryKey::feed_end(&acme).sk), None);
        assert_eq!(user_of(&PrimaryKey::user(&acme, id).pk), Some((acme, id)));
    }

    #[test]
    fn positions_are_in_order_of_time() {
        let acme = TenantId::parse("acme").unwrap();
        let id = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        let millis = SignedDuration::from_millis(1);
        let due: Timestamp = "2026-12-08T12:00:00Z".parse().unwrap();
        for at in [due, due + millis, due + millis * 500, due + millis * 999] {
            assert!(due_position(at, &acme, id) < due_until(at), "{at}");
            assert!(due_until(at) < due_position(at + millis, &acme, id), "{at}");
        }
    }
}
