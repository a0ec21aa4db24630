//! The item of a tenant, with its tokens and settings.

use rollcall_rules::tenant::Tenant;

use super::{from_item, put, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey, TENANT_PK, TENANT_SK};
use crate::store::table::Item;

/// Only a tenant with a closed billing period has this attribute.
pub(in crate::store) const CLOSED_UNTIL: &str = "closedUntil";

/// The item of a tenant, whose serialised form is its attributes. It is in the index of all tenants.
pub(in crate::store) fn of_tenant(tenant: &Tenant) -> Result<Item, StoreError> {
    let mut item = with_key("write a tenant", PrimaryKey::tenant(&tenant.id), tenant)?;
    put(&mut item, TENANT_PK, keys::TENANTS.to_owned());
    put(&mut item, TENANT_SK, tenant.id.to_string());
    Ok(item)
}

/// Reads the item of a tenant.
pub(in crate::store) fn to_tenant(item: Item) -> Result<Tenant, StoreError> {
    from_item("read a tenant", item)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rollcall_rules::tenant::{Plan, TenantId};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
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
}
