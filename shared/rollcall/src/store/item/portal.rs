//! The items of the portal: a link that opens it, and the session that follows.

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::portal::{AdminName, PortalLink, REMEMBERED, Session};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TokenHash;
use serde::{Deserialize, Serialize};

use super::{Expiring, from_item, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PortalLinkItem {
    tenant: TenantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    people_token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operator_token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admin: Option<AdminName>,
    valid_until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spent_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<TokenHash>,
}

/// The item of a link that opens the portal. It expires a day after the link stopped working.
pub(in crate::store) fn of_portal_link(link: &PortalLink) -> Result<Item, StoreError> {
    let content = PortalLinkItem {
        tenant: link.tenant.clone(),
        people_token: link.people_token.clone(),
        operator_token: link.operator_token.clone(),
        admin: link.admin.clone(),
        valid_until: link.valid_until,
        spent_at: link.spent_at,
        session: link.session.clone(),
    };
    let expires_at = seconds_after(link.valid_until, REMEMBERED);
    with_key("write a portal link", PrimaryKey::portal_link(&link.hash), &Expiring { content, expires_at })
}

/// Reads the item of a link that opens the portal, whose hash is known from its key.
pub(in crate::store) fn to_portal_link(hash: TokenHash, item: Item) -> Result<PortalLink, StoreError> {
    let PortalLinkItem { tenant, people_token, operator_token, admin, valid_until, spent_at, session } =
        from_item("read a portal link", item)?;
    Ok(PortalLink { hash, tenant, people_token, operator_token, admin, valid_until, spent_at, session })
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionItem {
    tenant: TenantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    people_token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operator_token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admin: Option<AdminName>,
    created_at: Timestamp,
    valid_until: Timestamp,
}

/// The item of a session in the portal. It expires with the session.
pub(in crate::store) fn of_session(session: &Session) -> Result<Item, StoreError> {
    let content = SessionItem {
        tenant: session.tenant.clone(),
        people_token: session.people_token.clone(),
        operator_token: session.operator_token.clone(),
        admin: session.admin.clone(),
        created_at: session.created_at,
        valid_until: session.valid_until,
    };
    let expires_at = seconds_after(session.valid_until, SignedDuration::ZERO);
    with_key("write a session", PrimaryKey::session(&session.hash), &Expiring { content, expires_at })
}

/// Reads the item of a session, whose hash is known from its key.
pub(in crate::store) fn to_session(hash: TokenHash, item: Item) -> Result<Session, StoreError> {
    let SessionItem { tenant, people_token, operator_token, admin, created_at, valid_until } =
        from_item("read a session", item)?;
    Ok(Session { hash, tenant, people_token, operator_token, admin, created_at, valid_until })
}

#[cfg(test)]
mod tests {
    use rollcall_rules::tenant::{Plan, Tenant};
    use rollcall_rules::token::Scope;

    use super::*;
    use crate::store::keys;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_opens_the_portal_comes_back_from_its_item_as_it_was_and_expires() {
        let (now, id) = (at("2026-11-24T13:00:00Z"), TenantId::parse("acme").unwrap());
        let mut acme = Tenant::new(id.clone(), "Acme".to_owned(), Plan::Advanced, now);
        acme.issue_token([1; 32], Scope::People, None, None, now).unwrap();
        let (token, grace) = (acme.tokens[0].id.clone(), AdminName::parse("Grace").ok());
        let link = PortalLink::new(TokenHash::of("link"), id, Some(token), grace, now);
        let (spent, session) = link.opened(&acme, TokenHash::of("session"), now).unwrap();
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
}
