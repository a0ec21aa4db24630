//! The item of a tenant's administrators and of what they are told, and that of a link that was mailed to one.

use jiff::Timestamp;
use rollcall_rules::link::REMEMBERED;
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::{AdministratorId, AdministratorLink, LinkPurpose};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TokenHash;
use serde::{Deserialize, Serialize};

use super::{Expiring, from_item, put, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey};
use crate::store::table::Item;

/// The item of notices, whose serialised form is its attributes. It is in the index of what is due.
pub(in crate::store) fn of_notices(notices: &Notices) -> Result<Item, StoreError> {
    let mut item = with_key("write notices", PrimaryKey::notices(&notices.tenant), notices)?;
    put(&mut item, keys::EFFECT_PK, keys::NOTICES_DUE.to_owned());
    put(&mut item, keys::EFFECT_SK, keys::tenant_position(notices.due_at(), &notices.tenant));
    Ok(item)
}

/// Reads the item of notices.
pub(in crate::store) fn to_notices(item: Item) -> Result<Notices, StoreError> {
    from_item("read notices", item)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkItem {
    tenant: TenantId,
    administrator: AdministratorId,
    purpose: LinkPurpose,
    valid_until: Timestamp,
}

/// The item of a link to an administrator. Its key has the hash of the secret, and nobody can use the link by that.
pub(in crate::store) fn of_administrator_link(link: &AdministratorLink) -> Result<Item, StoreError> {
    let AdministratorLink { hash, tenant, administrator, purpose, valid_until } = link.clone();
    let content = LinkItem { tenant, administrator, purpose, valid_until };
    let expires_at = seconds_after(valid_until, REMEMBERED);
    with_key("write a link", PrimaryKey::administrator_link(&hash), &Expiring { content, expires_at })
}

/// Reads the item of a link to an administrator, whose hash is known from its key.
pub(in crate::store) fn to_administrator_link(
    hash: TokenHash,
    item: Item,
) -> Result<AdministratorLink, StoreError> {
    let LinkItem { tenant, administrator, purpose, valid_until } = from_item("read a link", item)?;
    Ok(AdministratorLink { hash, tenant, administrator, purpose, valid_until })
}
