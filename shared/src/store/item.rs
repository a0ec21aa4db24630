//! How accounts, tenants and guards stand in the table.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::keys::{self, Key, TENANT_PK, TENANT_SK};
use super::table::Item;
use crate::directory::address::EmailAddress;
use crate::directory::tenant::{Tenant, TenantId};
use crate::directory::user::{Deactivation, EmailChange, ExternalId, Guard, User, UserId};

/// Attributes of a user by which lists leave some out.
pub(super) const LINKED: &str = "linked";
pub(super) const CREATED_AT: &str = "createdAt";

/// A user's item less its keys. The profile is JSON text: it keeps the order in which it was sent and is one
/// attribute to read, where a map of maps would be dozens.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserItem {
    id: UserId,
    tenant: TenantId,
    version: u64,
    user_name: EmailAddress,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email_change: Option<EmailChange>,
    linked: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_id: Option<ExternalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deactivated_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purge_at: Option<Timestamp>,
    profile: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// The item of an account, with its primary key and the keys of the indexes that it is in.
pub(super) fn of_user(user: &User) -> Result<Item, StoreError> {
    const OPERATION: &str = "write a user";
    let body = UserItem {
        id: user.id,
        tenant: user.tenant.clone(),
        version: user.version,
        user_name: user.user_name.clone(),
        email: user.email.clone(),
        email_change: user.email_change.clone(),
        linked: user.linked,
        external_id: user.external_id.clone(),
        deactivated_at: user.deactivation.map(|since| since.deactivated_at),
        purge_at: user.deactivation.map(|since| since.purge_at),
        profile: serde_json::to_string(&user.profile)
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        created_at: user.created_at,
        updated_at: user.updated_at,
    };
    let mut item = with_key(OPERATION, Key::user(&user.tenant, user.id), &body)?;
    put(&mut item, TENANT_PK, keys::tenant_shard(&user.tenant, user.id.shard()));
    put(&mut item, TENANT_SK, user.id.to_string());
    if let Some(since) = user.deactivation {
        put(&mut item, keys::PURGE_PK, keys::purge_shard(user.id));
        put(&mut item, keys::PURGE_SK, keys::purge_position(since.purge_at, &user.tenant, user.id));
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
        user_name: body.user_name,
        email: body.email,
        email_change: body.email_change,
        linked: body.linked,
        external_id: body.external_id,
        deactivation,
        profile: serde_json::from_str(&body.profile)
            .map_err(|error| StoreError::malformed(OPERATION, error))?,
        created_at: body.created_at,
        updated_at: body.updated_at,
    })
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
    use uuid::Uuid;

    use super::*;
    use crate::directory::tenant::Plan;
    use crate::directory::user::EMAIL_CHANGE_TTL;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

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

    #[test]
    fn an_account_comes_back_from_its_item_as_it_was() {
        let plain = ada();
        let full = User {
            email_change: Some(EmailChange {
                id: Uuid::from_u128(7),
                to: EmailAddress::parse("countess@example.com").unwrap(),
                requested_at: plain.created_at,
                expires_at: plain.created_at + EMAIL_CHANGE_TTL,
            }),
            external_id: ExternalId::parse("00u1").unwrap(),
            deactivation: Some(Deactivation {
                deactivated_at: plain.created_at,
                purge_at: at("2026-12-08T12:00:00Z"),
            }),
            linked: true,
            version: u64::MAX,
            ..plain.clone()
        };
        for user in [plain, full] {
            assert_eq!(to_user(of_user(&user).unwrap()).unwrap(), user);
        }
    }

    #[test]
    fn only_an_inactive_account_is_in_the_index_of_what_is_due_for_deletion() {
        let mut user = ada();
        assert!(!of_user(&user).unwrap().contains_key(keys::PURGE_PK));
        user.deactivation =
            Some(Deactivation { deactivated_at: user.created_at, purge_at: at("2026-12-08T12:00:00Z") });
        let item = of_user(&user).unwrap();
        assert_eq!(item[keys::PURGE_PK].as_s().unwrap(), "PURGE#15");
        assert!(item[keys::PURGE_SK].as_s().unwrap().starts_with("2026-12-08T12:00:00Z#acme#f3bb189e"));
    }

    #[test]
    fn a_tenant_comes_back_from_its_item_as_it_was() {
        let id = TenantId::parse("acme").unwrap();
        let now = at("2026-11-24T13:00:00Z");
        let mut tenant = Tenant::new(id, "Acme".to_owned(), Plan::Advanced, now);
        tenant
            .issue_token(
                [1; 32],
                crate::directory::token::Scope::Scim,
                Some("okta".to_owned()),
                Some(now),
                now,
            )
            .unwrap();
        assert_eq!(to_tenant(of_tenant(&tenant).unwrap()).unwrap(), tenant);
    }

    #[test]
    fn an_item_that_is_not_ours_is_an_error_and_not_a_panic() {
        let item = HashMap::from([("version".to_owned(), AttributeValue::S("one".to_owned()))]);
        assert!(matches!(to_user(item), Err(StoreError::Malformed { .. })));
    }
}
