//! The item of a mailed link.

use jiff::Timestamp;
use rollcall_rules::link::{Link, LinkKind, REMEMBERED, RecipientMark};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Expiring, from_item, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// Every link has this attribute, mailed or of the portal, and so has a session: the tenant's id.
pub(in crate::store) const TENANT_ID: &str = "tenant";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LinkItem {
    tenant: TenantId,
    user_id: UserId,
    kind: LinkKind,
    about: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipient: Option<RecipientMark>,
    valid_until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spent_at: Option<Timestamp>,
}

/// The item of a mailed link. Its key has the hash of the secret, and nobody can use the link by that.
pub(in crate::store) fn of_link(link: &Link) -> Result<Item, StoreError> {
    let content = LinkItem {
        tenant: link.tenant.clone(),
        user_id: link.user,
        kind: link.kind,
        about: link.about,
        recipient: link.recipient.clone(),
        valid_until: link.valid_until,
        spent_at: link.spent_at,
    };
    let expires_at = seconds_after(link.valid_until, REMEMBERED);
    with_key("write a link", PrimaryKey::link(&link.hash), &Expiring { content, expires_at })
}

/// Reads the item of a mailed link, whose hash is known from its key.
pub(in crate::store) fn to_link(hash: TokenHash, item: Item) -> Result<Link, StoreError> {
    let body: LinkItem = from_item("read a link", item)?;
    let LinkItem { tenant, user_id, kind, about, recipient, valid_until, spent_at } = body;
    Ok(Link { hash, tenant, user: user_id, kind, about, recipient, valid_until, spent_at })
}

#[cfg(test)]
mod tests {
    use rollcall_rules::address::EmailAddress;

    use super::*;
    use crate::store::keys;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_link_comes_back_from_its_item_as_it_was() {
        let hash = TokenHash::of("secret");
        let address = EmailAddress::parse("ada@example.com").unwrap();
        let link = Link {
            recipient: Some(RecipientMark::of(&hash, &address)),
            hash,
            tenant: TenantId::parse("acme").unwrap(),
            user: UserId::new(Uuid::from_u128(1)),
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
}
