//! Every key and index key of the table. No other file spells one.
//!
//! | item | `pk` | `sk` |
//! |---|---|---|
//! | tenant, with its tokens | `T#<tenant>` | `TENANT` |
//! | user | `T#<tenant>#U#<id>` | `USER` |
//! | guard of an address, lower-cased | `T#<tenant>#A#<address>` | `GUARD` |
//! | guard of an `externalId`, exact | `T#<tenant>#X#<externalId>` | `GUARD` |
//! | page bookmark | `T#<tenant>#P#<query>` | `<startIndex>` |
//!
//! | index | its `pk` | its `sk` | holds |
//! |---|---|---|---|
//! | [`BY_TENANT`] | `T#<tenant>#<first hex digit of the id>` | `<id>` | users |
//! | [`BY_TENANT`] | `TENANTS` | `<tenant>` | tenants |
//! | [`PURGE_DUE`] | `PURGE#<0..15>` | `<purgeAt>#<tenant>#<id>` | inactive users |
//!
//! A tenant's id holds no `#` and a user's neither, so nothing that a directory sends can reach another tenant's keys:
//! addresses and `externalId`s stand last.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::directory::tenant::TenantId;
use crate::directory::user::{Guard, UserId};

/// Partition key of the table.
pub const PK: &str = "pk";
/// Sort key of the table.
pub const SK: &str = "sk";

/// Index of all users by tenant and id, and of all tenants; projects whole items.
pub const BY_TENANT: &str = "ByTenant";
/// Partition key of [`BY_TENANT`].
pub const TENANT_PK: &str = "tenantPk";
/// Sort key of [`BY_TENANT`].
pub const TENANT_SK: &str = "tenantSk";

/// Index of the inactive users by the time of their deletion; projects keys only.
pub const PURGE_DUE: &str = "PurgeDue";
/// Partition key of [`PURGE_DUE`].
pub const PURGE_PK: &str = "purgePk";
/// Sort key of [`PURGE_DUE`].
pub const PURGE_SK: &str = "purgeSk";

/// Attribute by which DynamoDB drops what has expired, some time later. Whoever reads such an item checks for itself.
pub const EXPIRES_AT: &str = "expiresAt";

/// Partitions over which an index spreads each tenant's users, and all that is due.
pub const SHARDS: u8 = 16;

/// [`TENANT_PK`] of every tenant.
pub const TENANTS: &str = "TENANTS";

/// Primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    /// The tenant's item.
    #[must_use]
    pub fn tenant(tenant: &TenantId) -> Self {
        Self::new(format!("T#{tenant}"), "TENANT")
    }

    /// A user's item.
    #[must_use]
    pub fn user(tenant: &TenantId, id: UserId) -> Self {
        Self::new(format!("T#{tenant}#U#{id}"), "USER")
    }

    /// The item that makes an address or an `externalId` unique.
    #[must_use]
    pub fn guard(tenant: &TenantId, guard: &Guard) -> Self {
        let pk = match guard {
            Guard::Address(address) => format!("T#{tenant}#A#{}", address.as_str()),
            Guard::ExternalId(external_id) => format!("T#{tenant}#X#{}", external_id.as_str()),
        };
        Self::new(pk, "GUARD")
    }

    /// Where the page that starts at `start_index` was left off.
    #[must_use]
    pub fn bookmark(tenant: &TenantId, query: &str, start_index: usize) -> Self {
        Self::new(format!("T#{tenant}#P#{query}"), start_index.to_string())
    }

    /// The key as DynamoDB takes it.
    pub(super) fn into_attributes(self) -> [(String, AttributeValue); 2] {
        [(PK.to_owned(), AttributeValue::S(self.pk)), (SK.to_owned(), AttributeValue::S(self.sk))]
    }
}

/// [`TENANT_PK`] of the users of a shard.
#[must_use]
pub fn tenant_shard(tenant: &TenantId, shard: u8) -> String {
    format!("T#{tenant}#{shard:x}")
}

/// [`PURGE_PK`] of a user.
#[must_use]
pub fn purge_shard(id: UserId) -> String {
    format!("PURGE#{}", id.shard())
}

/// [`PURGE_SK`] of a user: in order of time.
#[must_use]
pub fn purge_position(purge_at: Timestamp, tenant: &TenantId, id: UserId) -> String {
    format!("{purge_at}#{tenant}#{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::address::AddressKey;

    #[test]
    fn the_keys_are_as_the_tables_above_say() {
        let acme = TenantId::parse("acme").unwrap();
        let id = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        let address = Guard::Address(AddressKey::of("Ada@Example.com"));
        let pairs = [
            (Key::tenant(&acme), "T#acme", "TENANT"),
            (Key::user(&acme, id), "T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "USER"),
            (Key::guard(&acme, &address), "T#acme#A#ada@example.com", "GUARD"),
            (Key::bookmark(&acme, "9f", 101), "T#acme#P#9f", "101"),
        ];
        for (key, pk, sk) in pairs {
            assert_eq!((key.pk.as_str(), key.sk.as_str()), (pk, sk));
        }
        assert_eq!(tenant_shard(&acme, id.shard()), "T#acme#f");
        assert_eq!(purge_shard(id), "PURGE#15");
        let due = "2026-12-08T12:00:00Z".parse().unwrap();
        assert_eq!(
            purge_position(due, &acme, id),
            "2026-12-08T12:00:00Z#acme#f3bb189e-8bf9-4888-9912-ace4e6543002"
        );
    }
}
