//! The item of an account.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use rollcall_rules::access::RoleId;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::billing::Days;
use rollcall_rules::email_change::EmailChange;
use rollcall_rules::feed::Backlog;
use rollcall_rules::group::GroupId;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::mail_limit::RecentMails;
use rollcall_rules::owed::Owed;
use rollcall_rules::place::PastPlace;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::{
    Actor, ActorName, Deactivation, ExternalId, RecentWrites, Replaced, User, UserId, WriteId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{from_item, put, put_purge_due, put_record_due, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey, TENANT_PK, TENANT_SK};
use crate::store::table::Item;

/// A list of those whom the directory manages leaves out the users of whom this is `false`.
pub(in crate::store) const LINKED: &str = "linked";
/// A list that was begun earlier leaves out the users who were created later.
pub(in crate::store) const CREATED_AT: &str = "createdAt";
/// Only a user who was billed has this attribute.
pub(in crate::store) const BILLED_UNTIL: &str = "billedUntil";
/// Each write of a user is conditional on the revision that was read.
pub(in crate::store) const REVISION: &str = "revision";
/// A user has this attribute until its changes stand in the history and in the feed.
pub(in crate::store) const BACKLOG: &str = "backlog";
/// By this attribute a write whose answer got lost finds that it was made.
const WRITES: &str = "writes";

/// The attributes of a user besides its keys. The profile and the backlog are JSON text: so it keeps the order in which it was sent, and
/// is one attribute to read, where a map of maps would be dozens.
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
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    groups: BTreeSet<GroupId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    roles: BTreeSet<RoleId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    directory_roles: Vec<RoleId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    invited_by_groups: BTreeSet<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access_due: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    invitation: Option<Invitation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    past_places: Vec<PastPlace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_signed_in_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    billed_until: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unbilled: Vec<Days>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    absences: Vec<Days>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deactivated_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purge_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deactivated_by: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deactivated_by_name: Option<ActorName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaced: Option<Replaced>,
    profile: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    updated_by: Actor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated_by_name: Option<ActorName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owed: Option<Owed>,
    #[serde(default, skip_serializing_if = "RecentMails::is_empty")]
    recent_mails: RecentMails,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<TokenHash>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    backlog: Option<String>,
    #[serde(default)]
    writes: RecentWrites,
}

/// The item of an account as this write leaves it. Of the indexes it has only the keys of those that it is in.
pub(in crate::store) fn of_user(user: &User, write: WriteId) -> Result<Item, StoreError> {
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
        groups: user.groups.clone(),
        roles: user.roles.clone(),
        directory_roles: user.directory_roles.clone(),
        invited_by_groups: user.invited_by_groups.clone(),
        access_due: user.access_due,
        invitation: user.invitation.clone(),
        past_places: user.past_places.clone(),
        first_signed_in_at: user.first_signed_in_at,
        billed_until: user.billed_until,
        unbilled: user.unbilled.clone(),
        absences: user.absences.clone(),
        deactivated_at: user.deactivation.map(|since| since.deactivated_at),
        purge_at: user.deactivation.map(|since| since.purge_at),
        deactivated_by: user.deactivation.and_then(|since| since.by),
        deactivated_by_name: user.deactivated_by_name.clone(),
        replaced: user.replaced.clone(),
        profile: serde_json::to_string(&user.profile)
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        created_at: user.created_at,
        updated_at: user.updated_at,
        updated_by: user.updated_by,
        updated_by_name: user.updated_by_name.clone(),
        owed: user.owed.clone(),
        recent_mails: user.recent_mails.clone(),
        links: user.links.clone(),
        backlog: (!user.backlog.is_empty())
            .then(|| serde_json::to_string(&user.backlog))
            .transpose()
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        writes: user.writes.and(write),
    };
    let mut item = with_key(OPERATION, PrimaryKey::user(&user.tenant, user.id), &body)?;
    put(&mut item, TENANT_PK, keys::tenant_shard(&user.tenant, user.id.shard()));
    put(&mut item, TENANT_SK, user.id.to_string());
    if let Some(since) = user.deactivation {
        put_purge_due(&mut item, since.purge_at, &user.tenant, user.id);
    }
    if let Some(due_at) = user.backlog.due_at() {
        put_record_due(&mut item, due_at, &user.tenant, user.id);
    } else if let Some(due_at) = user.review_due() {
        put(&mut item, keys::EFFECT_PK, keys::review_shard(user.id.shard()));
        put(&mut item, keys::EFFECT_SK, keys::due_position(due_at, &user.tenant, user.id));
    } else if let Some(owed) = user.sendable() {
        put(&mut item, keys::EFFECT_PK, keys::effect_shard(user.id.shard()));
        put(&mut item, keys::EFFECT_SK, keys::due_position(owed.due_at, &user.tenant, user.id));
    } else if let Some(expires_at) = user.expiry_due() {
        put(&mut item, keys::EFFECT_PK, keys::expiry_shard(user.id.shard()));
        put(&mut item, keys::EFFECT_SK, keys::due_position(expires_at, &user.tenant, user.id));
    }
    Ok(item)
}

/// Reads the item of an account.
pub(in crate::store) fn to_user(item: Item) -> Result<User, StoreError> {
    const OPERATION: &str = "read a user";
    let body: UserItem = from_item(OPERATION, item)?;
    let deactivation = body
        .deactivated_at
        .zip(body.purge_at)
        .map(|(deactivated_at, purge_at)| Deactivation { deactivated_at, purge_at, by: body.deactivated_by });
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
        groups: body.groups,
        roles: body.roles,
        directory_roles: body.directory_roles,
        invited_by_groups: body.invited_by_groups,
        access_due: body.access_due,
        invitation: body.invitation,
        past_places: body.past_places,
        first_signed_in_at: body.first_signed_in_at,
        billed_until: body.billed_until,
        unbilled: body.unbilled,
        absences: body.absences,
        deactivation,
        deactivated_by_name: body.deactivated_by_name,
        replaced: body.replaced,
        profile: serde_json::from_str(&body.profile)
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        created_at: body.created_at,
        updated_at: body.updated_at,
        updated_by: body.updated_by,
        updated_by_name: body.updated_by_name,
        owed: body.owed,
        recent_mails: body.recent_mails,
        links: body.links,
        backlog: body
            .backlog
            .map_or_else(|| Ok(Backlog::default()), |text| serde_json::from_str(&text))
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        writes: body.writes,
    })
}

/// Was an account made by this write, or by later ones on top of it? It remembers the last few.
pub(in crate::store) fn is_written_by(item: &Item, write: WriteId) -> bool {
    let writes = item.get(WRITES).cloned().map(serde_dynamo::from_attribute_value::<_, RecentWrites>);
    writes.and_then(Result::ok).is_some_and(|writes| writes.contains(write))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use aws_sdk_dynamodb::types::AttributeValue;
    use rollcall_rules::entity::{EntityId, EntityName};
    use rollcall_rules::invitation::CardAccess;
    use rollcall_rules::link_life::{LINK_LIFETIME, LinkLife};
    use rollcall_rules::owed::{MailKind, OwedMail};
    use rollcall_rules::portal::AdminName;
    use serde_json::json;

    use super::*;

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
            invited_by: AdminName::parse("Grace Hopper").ok(),
            by_group: Some(GroupId::new(Uuid::from_u128(4))),
            invited_at: now,
            link: LinkLife { expires_at: now + LINK_LIFETIME, lifetime: LINK_LIFETIME },
            mailed_at: Some(now),
            undeliverable_at: Some(now),
            resent_at: [now].into_iter().collect(),
            accepted_at: Some(now),
            revoked_at: Some(now),
            expired_at: Some(now),
            ended_at: Some(now),
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
            groups: [GroupId::new(Uuid::from_u128(4))].into(),
            roles: [RoleId::parse("admin").unwrap()].into(),
            directory_roles: vec![RoleId::parse("admin").unwrap()],
            invited_by_groups: [GroupId::new(Uuid::from_u128(4))].into(),
            access_due: Some(plain.created_at),
            invitation: Some(invitation(plain.created_at)),
            past_places: vec![PastPlace { accepted_at: plain.created_at, ended_at: plain.created_at }],
            first_signed_in_at: Some(plain.created_at),
            billed_until: Some("2026-12-01".parse().unwrap()),
            deactivation: Some(Deactivation {
                deactivated_at: plain.created_at,
                purge_at: at("2026-12-08T12:00:00Z"),
                by: Some(Actor::Operator),
            }),
            deactivated_by_name: ActorName::new("Grace Hopper"),
            replaced: Some(Replaced {
                by: UserId::new(Uuid::from_u128(3)),
                external_id: ExternalId::parse("00u2").unwrap().unwrap(),
            }),
            linked: true,
            version: u64::MAX,
            confirmed_change: Some(Uuid::from_u128(6)),
            updated_by: Actor::Person,
            owed: Some(owed(plain.created_at)),
            links: vec![TokenHash::of("secret")],
            backlog: Backlog::default().and(None, &plain),
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
    fn only_an_inactive_account_is_in_the_index_of_what_is_due_for_deletion() {
        let mut user = ada();
        assert!(!of_user(&user, WRITE).unwrap().contains_key(keys::PURGE_PK));
        user.deactivation = Some(Deactivation {
            deactivated_at: user.created_at,
            purge_at: at("2026-12-08T12:00:00Z"),
            by: None,
        });
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
        user.deactivation = Some(Deactivation {
            deactivated_at: user.created_at,
            purge_at: at("2026-12-08T12:00:00Z"),
            by: None,
        });
        assert!(!of_user(&user, WRITE).unwrap().contains_key(keys::EFFECT_PK), "it waits");
    }

    #[test]
    fn an_account_that_is_to_be_reviewed_is_in_the_index_of_those_blocked_or_owed_mails() {
        let mut user = ada();
        user.access_due = Some(user.created_at);
        user.owed = Some(owed(user.created_at));
        let item = of_user(&user, WRITE).unwrap();
        assert_eq!(item[keys::EFFECT_PK].as_s().unwrap(), "REVIEW#15");
        assert!(item[keys::EFFECT_SK].as_s().unwrap().starts_with("2026-11-24T13:01:00.123Z#acme#f3bb189e"));
        let first = ada();
        user.backlog = Backlog::default().and(None, &first);
        let item = of_user(&user, WRITE).unwrap();
        assert_eq!(item[keys::EFFECT_PK].as_s().unwrap(), "RECORD#15", "it is written down before all else");
        user.backlog = Backlog::default();
        user.access_due = None;
        assert_eq!(of_user(&user, WRITE).unwrap()[keys::EFFECT_PK].as_s().unwrap(), "EFFECT#15");
    }

    #[test]
    fn an_item_that_is_not_ours_is_an_error_and_not_a_panic() {
        let item = HashMap::from([("version".to_owned(), AttributeValue::S("one".to_owned()))]);
        assert!(matches!(to_user(item), Err(StoreError::Malformed { .. })));
    }
}
