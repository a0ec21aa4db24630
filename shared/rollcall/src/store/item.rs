//! How accounts, tenants and guards stand in the table.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::activity::{Happening, Place};
use super::error::StoreError;
use super::keys::{self, Key, TENANT_PK, TENANT_SK};
use super::table::Item;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::deletion::{TOMBSTONE_TTL, Tombstone};
use rollcall_rules::email_change::EmailChange;
use rollcall_rules::entity::Entity;
use rollcall_rules::history::Entry;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::link::{Link, LinkKind, REMEMBERED};
use rollcall_rules::owed::Owed;
use rollcall_rules::portal::{self, AdminName, PortalLink, Session};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::{Actor, Deactivation, ExternalId, Guard, RecentWrites, User, UserId, WriteId};

/// Attributes of a user by which lists leave some out.
pub(super) const LINKED: &str = "linked";
pub(super) const CREATED_AT: &str = "createdAt";
/// Attribute that only a user has who was billed.
pub(super) const BILLED_UNTIL: &str = "billedUntil";
/// Attribute of a user by which a write knows its own doing again.
const WRITES: &str = "writes";
/// Attribute of a counter.
pub(super) const COUNT: &str = "count";

/// A user's item less its keys. The profile is JSON text: it keeps the order in which it was sent and is one
/// attribute to read, where a map of maps would be dozens.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserItem {
    id: UserId,
    tenant: TenantId,
    version: u64,
    revision: u64,
    user_name: EmailAddress,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email_change: Option<EmailChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmed_change: Option<Uuid>,
    linked: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_id: Option<ExternalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    invitation: Option<Invitation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_signed_in_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    billed_until: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deactivated_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purge_at: Option<Timestamp>,
    profile: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    updated_by: Actor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owed: Option<Owed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<TokenHash>,
    #[serde(default)]
    writes: RecentWrites,
}

/// The item of an account as this write leaves it, with its primary key and the keys of the indexes that it is in.
pub(super) fn of_user(user: &User, write: WriteId) -> Result<Item, StoreError> {
    const OPERATION: &str = "write a user";
    let body = UserItem {
        id: user.id,
        tenant: user.tenant.clone(),
        version: user.version,
        revision: user.revision,
        user_name: user.user_name.clone(),
        email: user.email.clone(),
        email_change: user.email_change.clone(),
        confirmed_change: user.confirmed_change,
        linked: user.linked,
        external_id: user.external_id.clone(),
        invitation: user.invitation.clone(),
        first_signed_in_at: user.first_signed_in_at,
        billed_until: user.billed_until,
        deactivated_at: user.deactivation.map(|since| since.deactivated_at),
        purge_at: user.deactivation.map(|since| since.purge_at),
        profile: serde_json::to_string(&user.profile)
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        created_at: user.created_at,
        updated_at: user.updated_at,
        updated_by: user.updated_by,
        owed: user.owed.clone(),
        links: user.links.clone(),
        writes: user.writes.and(write),
    };
    let mut item = with_key(OPERATION, Key::user(&user.tenant, user.id), &body)?;
    put(&mut item, TENANT_PK, keys::tenant_shard(&user.tenant, user.id.shard()));
    put(&mut item, TENANT_SK, user.id.to_string());
    if let Some(since) = user.deactivation {
        put_purge_due(&mut item, since.purge_at, &user.tenant, user.id);
    }
    if let Some(owed) = &user.owed {
        put(&mut item, keys::EFFECT_PK, keys::effect_shard(user.id.shard()));
        put(&mut item, keys::EFFECT_SK, keys::due_position(owed.due_at, &user.tenant, user.id));
    }
    Ok(item)
}

/// The account in an item.
pub(super) fn to_user(item: Item) -> Result<User, StoreError> {
    const OPERATION: &str = "read a user";
    let body: UserItem = from_item(OPERATION, item)?;
    let deactivation = body
        .deactivated_at
        .zip(body.purge_at)
        .map(|(deactivated_at, purge_at)| Deactivation { deactivated_at, purge_at });
    Ok(User {
        id: body.id,
        tenant: body.tenant,
        version: body.version,
        revision: body.revision,
        user_name: body.user_name,
        email: body.email,
        email_change: body.email_change,
        confirmed_change: body.confirmed_change,
        linked: body.linked,
        external_id: body.external_id,
        invitation: body.invitation,
        first_signed_in_at: body.first_signed_in_at,
        billed_until: body.billed_until,
        deactivation,
        profile: serde_json::from_str(&body.profile)
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        created_at: body.created_at,
        updated_at: body.updated_at,
        updated_by: body.updated_by,
        owed: body.owed,
        links: body.links,
        writes: body.writes,
    })
}

/// Is this what a write left, or what others made of that since?
pub(super) fn is_written_by(item: &Item, write: WriteId) -> bool {
    let writes = item.get(WRITES).cloned().map(serde_dynamo::from_attribute_value::<_, RecentWrites>);
    writes.and_then(Result::ok).is_some_and(|writes| writes.contains(write))
}

fn put_purge_due(item: &mut Item, at: Timestamp, tenant: &TenantId, id: UserId) {
    put(item, keys::PURGE_PK, keys::purge_shard(id.shard()));
    put(item, keys::PURGE_SK, keys::due_position(at, tenant, id));
}

/// An item that DynamoDB drops some time after `expires_at`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Expiring<T> {
    #[serde(flatten)]
    pub(super) content: T,
    /// Epoch seconds, for DynamoDB's time to live.
    pub(super) expires_at: i64,
}

/// The item of a tombstone. While there are traces to delete, it is due for deletion like the user was.
pub(super) fn of_tombstone(tombstone: &Tombstone, traces: Traces) -> Result<Item, StoreError> {
    let expires_at = seconds_after(tombstone.purged_at, TOMBSTONE_TTL);
    let body = Expiring { content: tombstone, expires_at };
    let key = Key::tombstone(&tombstone.tenant, tombstone.id);
    let mut item = with_key("write a tombstone", key, &body)?;
    if traces == Traces::Left {
        put_purge_due(&mut item, tombstone.purge_at, &tombstone.tenant, tombstone.id);
    }
    Ok(item)
}

/// Are there items of a deleted user yet to be deleted?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Traces {
    Left,
    None,
}

/// The tombstone in an item.
pub(super) fn to_tombstone(item: Item) -> Result<Tombstone, StoreError> {
    from_item("read a tombstone", item)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkItem {
    tenant: TenantId,
    user_id: UserId,
    kind: LinkKind,
    about: Uuid,
    valid_until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spent_at: Option<Timestamp>,
}

/// The item of a mailed link. Its key is the hash, so it holds nothing by which it could be used.
pub(super) fn of_link(link: &Link) -> Result<Item, StoreError> {
    let content = LinkItem {
        tenant: link.tenant.clone(),
        user_id: link.user,
        kind: link.kind,
        about: link.about,
        valid_until: link.valid_until,
        spent_at: link.spent_at,
    };
    let expires_at = seconds_after(link.valid_until, REMEMBERED);
    with_key("write a link", Key::link(&link.hash), &Expiring { content, expires_at })
}

/// The link in an item.
pub(super) fn to_link(hash: TokenHash, item: Item) -> Result<Link, StoreError> {
    let body: LinkItem = from_item("read a link", item)?;
    let LinkItem { tenant, user_id, kind, about, valid_until, spent_at } = body;
    Ok(Link { hash, tenant, user: user_id, kind, about, valid_until, spent_at })
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PortalLinkItem {
    tenant: TenantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admin: Option<AdminName>,
    valid_until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spent_at: Option<Timestamp>,
}

/// The item of a link that opens the portal.
pub(super) fn of_portal_link(link: &PortalLink) -> Result<Item, StoreError> {
    let content = PortalLinkItem {
        tenant: link.tenant.clone(),
        admin: link.admin.clone(),
        valid_until: link.valid_until,
        spent_at: link.spent_at,
    };
    let expires_at = seconds_after(link.valid_until, portal::REMEMBERED);
    with_key("write a portal link", Key::portal_link(&link.hash), &Expiring { content, expires_at })
}

/// The link that opens the portal in an item.
pub(super) fn to_portal_link(hash: TokenHash, item: Item) -> Result<PortalLink, StoreError> {
    let PortalLinkItem { tenant, admin, valid_until, spent_at } = from_item("read a portal link", item)?;
    Ok(PortalLink { hash, tenant, admin, valid_until, spent_at })
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionItem {
    tenant: TenantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admin: Option<AdminName>,
    created_at: Timestamp,
    valid_until: Timestamp,
}

/// The item of a session.
pub(super) fn of_session(session: &Session) -> Result<Item, StoreError> {
    let content = SessionItem {
        tenant: session.tenant.clone(),
        admin: session.admin.clone(),
        created_at: session.created_at,
        valid_until: session.valid_until,
    };
    let expires_at = seconds_after(session.valid_until, SignedDuration::ZERO);
    with_key("write a session", Key::session(&session.hash), &Expiring { content, expires_at })
}

/// The session in an item.
pub(super) fn to_session(hash: TokenHash, item: Item) -> Result<Session, StoreError> {
    let SessionItem { tenant, admin, created_at, valid_until } = from_item("read a session", item)?;
    Ok(Session { hash, tenant, admin, created_at, valid_until })
}

/// The item of an entry of a user's history.
pub(super) fn of_history(tenant: &TenantId, id: UserId, entry: &Entry) -> Result<Item, StoreError> {
    let mut item = with_key("write history", Key::history(tenant, id, entry.version), entry)?;
    put(&mut item, TENANT_PK, keys::activity_shard(tenant, id.shard()));
    put(&mut item, TENANT_SK, keys::activity_position(entry.at, id, entry.version));
    Ok(item)
}

/// The entry of a user's history in an item.
pub(super) fn to_history(item: Item) -> Result<Entry, StoreError> {
    from_item("read history", item)
}

/// The item of an entry of a tenant's history.
pub(super) fn of_tenant_history(tenant: &TenantId, entry: &Entry) -> Result<Item, StoreError> {
    let mut item = with_key("write history", Key::tenant_history(tenant, entry.version), entry)?;
    let shard = u8::try_from(entry.version % u64::from(keys::SHARDS)).unwrap_or_default();
    put(&mut item, TENANT_PK, keys::activity_shard(tenant, shard));
    put(&mut item, TENANT_SK, keys::tenant_activity_position(entry.at, entry.version));
    Ok(item)
}

/// An entry of a history with its place among all of the tenant, and whose it is, if it is a user's.
pub(super) fn to_happening(item: Item) -> Result<Happening, StoreError> {
    let text = |name| item.get(name).and_then(|value: &AttributeValue| value.as_s().ok());
    let user = text(keys::PK).and_then(|pk| keys::user_of(pk)).map(|(_, id)| id);
    let place = text(TENANT_SK).cloned().ok_or_else(|| StoreError::malformed("read activity", NoPlace))?;
    Ok(Happening { place: Place(place), user, entry: to_history(item)? })
}

#[derive(Debug, thiserror::Error)]
#[error("the item has no place in the activity")]
struct NoPlace;

/// The item of an entity.
pub(super) fn of_entity(entity: &Entity) -> Result<Item, StoreError> {
    with_key("write an entity", Key::entity(&entity.tenant, entity.id), entity)
}

/// The entity in an item.
pub(super) fn to_entity(item: Item) -> Result<Entity, StoreError> {
    from_item("read an entity", item)
}

/// The item of a billing line.
pub(super) fn of_line(tenant: &TenantId, line: &BillingLine) -> Result<Item, StoreError> {
    let key = Key::billing_line(tenant, line.period_start, line.user_id, line.billable_from);
    with_key("write a billing line", key, line)
}

/// The billing line in an item.
pub(super) fn to_line(item: Item) -> Result<BillingLine, StoreError> {
    from_item("read a billing line", item)
}

pub(super) fn seconds_after(time: Timestamp, span: SignedDuration) -> i64 {
    time.as_second().saturating_add(span.as_secs())
}

/// The item of a tenant.
pub(super) fn of_tenant(tenant: &Tenant) -> Result<Item, StoreError> {
    let mut item = with_key("write a tenant", Key::tenant(&tenant.id), tenant)?;
    put(&mut item, TENANT_PK, keys::TENANTS.to_owned());
    put(&mut item, TENANT_SK, tenant.id.to_string());
    Ok(item)
}

/// The tenant in an item.
pub(super) fn to_tenant(item: Item) -> Result<Tenant, StoreError> {
    from_item("read a tenant", item)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuardItem {
    user_id: UserId,
}

/// The item that guards an address or an `externalId` for a user.
pub(super) fn of_guard(tenant: &TenantId, guard: &Guard, user_id: UserId) -> Result<Item, StoreError> {
    with_key("write a guard", Key::guard(tenant, guard), &GuardItem { user_id })
}

/// The user for whom an item guards.
pub(super) fn to_guarded(item: Item) -> Result<UserId, StoreError> {
    from_item::<GuardItem>("read a guard", item).map(|guard| guard.user_id)
}

#[derive(Debug, Deserialize)]
struct CounterItem {
    count: i64,
}

/// The number in a counter. A table that was restored may have one that is off by some, for a backup holds items as of
/// slightly different moments; below nothing there is nothing.
pub(super) fn to_count(item: Item) -> Result<usize, StoreError> {
    from_item::<CounterItem>("read a counter", item)
        .map(|counter| usize::try_from(counter.count).unwrap_or_default())
}

pub(super) fn with_key(operation: &'static str, key: Key, body: &impl Serialize) -> Result<Item, StoreError> {
    let mut item: Item =
        serde_dynamo::to_item(body).map_err(|error| StoreError::malformed(operation, error))?;
    item.extend(HashMap::from(key.into_attributes()));
    Ok(item)
}

pub(super) fn from_item<T: DeserializeOwned>(operation: &'static str, item: Item) -> Result<T, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| StoreError::malformed(operation, error))
}

fn put(item: &mut Item, name: &str, text: String) {
    item.insert(name.to_owned(), AttributeValue::S(text));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use rollcall_rules::deletion;
    use rollcall_rules::entity::{EntityId, EntityName};
    use rollcall_rules::invitation::CardAccess;
    use rollcall_rules::link_life::{LINK_LIFETIME, LinkLife};
    use rollcall_rules::owed::{MailKind, OwedMail};
    use rollcall_rules::tenant::Plan;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const WRITE: WriteId = WriteId::new(Uuid::from_u128(9));

    fn ada() -> User {
        let id = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        let acme = TenantId::parse("acme").unwrap();
        let now = at("2026-11-24T13:00:00.123Z");
        let mut ada = User::native(id, acme, EmailAddress::parse("Ada@example.com").unwrap(), now);
        ada.profile = json!({"name": {"givenName": "Ada", "familyName": ""}, "title": "Countess"})
            .as_object()
            .unwrap()
            .clone();
        ada
    }

    fn owed(now: Timestamp) -> Owed {
        let mail = OwedMail { kind: MailKind::VerifyLink, about: Uuid::from_u128(7) };
        Owed { mails: vec![mail], since: now, due_at: now, claims: 2 }
    }

    fn invitation(now: Timestamp) -> Invitation {
        Invitation {
            id: Uuid::from_u128(8),
            entity: EntityId::new(Uuid::from_u128(5)),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::CardAndReimbursement,
            invited_at: now,
            link: LinkLife { expires_at: now + LINK_LIFETIME, lifetime: LINK_LIFETIME },
            mailed_at: Some(now),
            undeliverable_at: Some(now),
            resent_at: [now].into_iter().collect(),
            accepted_at: Some(now),
            revoked_at: Some(now),
        }
    }

    #[test]
    fn an_account_comes_back_from_its_item_as_it_was() {
        let plain = ada();
        let full = User {
            email_change: Some(EmailChange {
                id: Uuid::from_u128(7),
                to: EmailAddress::parse("countess@example.com").unwrap(),
                requested_at: plain.created_at,
                link: LinkLife { expires_at: plain.created_at + LINK_LIFETIME, lifetime: LINK_LIFETIME },
                undeliverable_at: Some(plain.created_at),
                asked_again_at: [plain.created_at].into_iter().collect(),
            }),
            external_id: ExternalId::parse("00u1").unwrap(),
            invitation: Some(invitation(plain.created_at)),
            first_signed_in_at: Some(plain.created_at),
            billed_until: Some("2026-12-01".parse().unwrap()),
            deactivation: Some(Deactivation {
                deactivated_at: plain.created_at,
                purge_at: at("2026-12-08T12:00:00Z"),
            }),
            linked: true,
            version: u64::MAX,
            confirmed_change: Some(Uuid::from_u128(6)),
            updated_by: Actor::Person,
            owed: Some(owed(plain.created_at)),
            links: vec![TokenHash::of("secret")],
            ..plain.clone()
        };
        for user in [plain, full] {
            let item = of_user(&user, WRITE).unwrap();
            assert!(is_written_by(&item, WRITE));
            assert!(!is_written_by(&item, WriteId::new(Uuid::from_u128(8))));
            assert_eq!(to_user(item).unwrap(), User { writes: user.writes.and(WRITE), ..user });
        }
    }

    #[test]
    fn the_life_of_a_link_is_stored_among_the_attributes_of_what_it_is_for() {
        let user = User { invitation: Some(invitation(ada().created_at)), ..ada() };
        let item = of_user(&user, WRITE).unwrap();
        let invitation = item["invitation"].as_m().unwrap();
        assert_eq!(invitation["expiresAt"].as_s().unwrap(), "2026-12-01T13:00:00.123Z");
        assert_eq!(invitation["linkLifetime"].as_s().unwrap(), "PT168H");
        assert_eq!(invitation.len(), 12, "{invitation:?}");
    }

    #[test]
    fn only_an_inactive_account_is_in_the_index_of_what_is_due_for_deletion() {
        let mut user = ada();
        assert!(!of_user(&user, WRITE).unwrap().contains_key(keys::PURGE_PK));
        user.deactivation =
            Some(Deactivation { deactivated_at: user.created_at, purge_at: at("2026-12-08T12:00:00Z") });
        let item = of_user(&user, WRITE).unwrap();
        assert_eq!(item[keys::PURGE_PK].as_s().unwrap(), "PURGE#15");
        assert!(item[keys::PURGE_SK].as_s().unwrap().starts_with("2026-12-08T12:00:00.000Z#acme#f3bb189e"));
    }

    #[test]
    fn only_an_account_that_is_owed_a_mail_is_in_the_index_of_those() {
        let mut user = ada();
        assert!(!of_user(&user, WRITE).unwrap().contains_key(keys::EFFECT_PK));
        user.owed = Some(owed(user.created_at));
        let item = of_user(&user, WRITE).unwrap();
        assert_eq!(item[keys::EFFECT_PK].as_s().unwrap(), "EFFECT#15");
        assert!(item[keys::EFFECT_SK].as_s().unwrap().starts_with("2026-11-24T13:00:00.123Z#acme#f3bb189e"));
    }

    #[test]
    fn a_link_comes_back_from_its_item_as_it_was() {
        let user = ada();
        let link = Link {
            hash: TokenHash::of("secret"),
            tenant: user.tenant,
            user: user.id,
            kind: LinkKind::Invitation,
            about: Uuid::from_u128(7),
            valid_until: at("2026-12-01T13:00:00Z"),
            spent_at: Some(at("2026-11-25T13:00:00Z")),
        };
        let item = of_link(&link).unwrap();
        assert_eq!(
            item[keys::EXPIRES_AT].as_n().unwrap(),
            &at("2026-12-31T13:00:00Z").as_second().to_string()
        );
        assert_eq!(to_link(link.hash.clone(), item).unwrap(), link);
    }

    #[test]
    fn what_opens_the_portal_comes_back_from_its_item_as_it_was_and_expires() {
        let (now, acme) = (at("2026-11-24T13:00:00Z"), TenantId::parse("acme").unwrap());
        let link = PortalLink::new(TokenHash::of("link"), acme, AdminName::parse("Grace").ok(), now);
        let (spent, session) = link.opened(TokenHash::of("session"), now).unwrap();
        let seconds = |item: &Item| item[keys::EXPIRES_AT].as_n().unwrap().parse::<i64>().unwrap();
        for link in [link, spent] {
            let item = of_portal_link(&link).unwrap();
            assert_eq!(seconds(&item), at("2026-11-25T13:05:00Z").as_second());
            assert_eq!(to_portal_link(link.hash.clone(), item).unwrap(), link);
        }
        let item = of_session(&session).unwrap();
        assert_eq!(seconds(&item), at("2026-11-24T14:00:00Z").as_second());
        assert_eq!(to_session(session.hash.clone(), item).unwrap(), session);
    }

    #[test]
    fn a_tombstone_is_due_for_deletion_while_there_are_traces() {
        let mut user = ada();
        user.links = vec![TokenHash::of("secret")];
        user.deactivation =
            Some(Deactivation { deactivated_at: user.created_at, purge_at: at("2026-12-08T12:00:00Z") });
        let tombstone = deletion::tombstone(&user, at("2026-12-08T12:00:01Z")).unwrap();
        let (left, none) = (
            of_tombstone(&tombstone, Traces::Left).unwrap(),
            of_tombstone(&tombstone, Traces::None).unwrap(),
        );
        assert!(left.contains_key(keys::PURGE_PK) && !none.contains_key(keys::PURGE_PK));
        assert_eq!(to_tombstone(left).unwrap(), tombstone);
    }

    #[test]
    fn a_tenant_comes_back_from_its_item_as_it_was() {
        let id = TenantId::parse("acme").unwrap();
        let now = at("2026-11-24T13:00:00Z");
        let mut tenant = Tenant::new(id, "Acme".to_owned(), Plan::Advanced, now);
        tenant
            .issue_token([1; 32], rollcall_rules::token::Scope::Scim, Some("okta".to_owned()), Some(now), now)
            .unwrap();
        assert_eq!(to_tenant(of_tenant(&tenant).unwrap()).unwrap(), tenant);
    }

    #[test]
    fn a_counter_that_is_off_is_no_error() {
        for (count, counted) in [("7", 7), ("0", 0), ("-1", 0)] {
            let item = HashMap::from([(COUNT.to_owned(), AttributeValue::N(count.to_owned()))]);
            assert_eq!(to_count(item).unwrap(), counted);
        }
    }

    #[test]
    fn an_item_that_is_not_ours_is_an_error_and_not_a_panic() {
        let item = HashMap::from([("version".to_owned(), AttributeValue::S("one".to_owned()))]);
        assert!(matches!(to_user(item), Err(StoreError::Malformed { .. })));
    }
}
