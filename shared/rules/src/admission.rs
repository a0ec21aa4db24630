//! Admission: the proof that a caller may touch a tenant's data.
//!
//! [`ClaimedTenant`] is what a caller says: it tells which record to read, and opens nothing. [`Admitted`] is what a checked
//! credential proves. Whatever lists or writes a tenant's data demands it, so no code can forget the check.

use std::ops::Deref;

use jiff::Timestamp;

use super::link::Link;
use super::portal::Session;
use super::tenant::{Tenant, TenantId};
use super::token::{Denied, Presented, Scope, authorize};

/// A tenant that somebody names, in a token, a link or a record of the stream. Nothing is proven by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClaimedTenant(TenantId);

impl ClaimedTenant {
    /// The id, for the key of what is read to check the claim.
    #[must_use]
    pub const fn id(&self) -> &TenantId {
        &self.0
    }
}

impl From<TenantId> for ClaimedTenant {
    fn from(id: TenantId) -> Self {
        Self(id)
    }
}

/// A tenant whose data the caller may list and change. Its record is as it was when the credential was checked.
///
/// Each constructor names the credential that it checks; there is no other way to get one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted(Tenant);

impl Admitted {
    /// By a token with this scope.
    ///
    /// # Errors
    ///
    /// [`Denied::Token`] if it is none of the tenant's live tokens, or there is no such tenant; [`Denied::Scope`] if it
    /// is one for another API.
    pub fn by_token(
        record: Option<Tenant>,
        presented: &Presented,
        scope: Scope,
        now: Timestamp,
    ) -> Result<Self, Denied> {
        authorize(record.as_ref(), presented, scope, now)?;
        record.map(Self).ok_or(Denied::Token)
    }

    /// By a session of the portal. `None`: the session is over, of another tenant, or opened by a people token that no
    /// longer stands.
    #[must_use]
    pub fn by_session(record: Tenant, session: &Session, now: Timestamp) -> Option<Self> {
        session.is_open(&record, now).then_some(Self(record))
    }

    /// By a mailed link, which was found by the hash of its secret. `None`: it is of another tenant. It says nothing of
    /// what the link is worth by now: that is decided on the account.
    #[must_use]
    pub fn by_link(record: Tenant, link: &Link) -> Option<Self> {
        (link.tenant == record.id).then_some(Self(record))
    }

    /// By AWS credentials for the table: the operator's own hand, or a function that runs by itself, on a schedule or on
    /// a record of the stream, under its role.
    #[must_use]
    pub const fn by_role(record: Tenant) -> Self {
        Self(record)
    }
}

impl Deref for Admitted {
    type Target = Tenant;

    fn deref(&self) -> &Tenant {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::portal::{PortalLink, SESSION_LIFETIME};
    use crate::tenant::Plan;
    use crate::token::TokenHash;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn tenant(id: &str) -> Tenant {
        Tenant::new(TenantId::parse(id).unwrap(), id.to_owned(), Plan::Advanced, NOW)
    }

    #[test]
    fn a_token_admits_to_its_own_tenant_alone() {
        let (mut acme, mut other) = (tenant("acme"), tenant("other"));
        let token = acme.issue_token([1; 32], Scope::Scim, None, None, NOW).unwrap();
        other.issue_token([1; 32], Scope::Scim, None, None, NOW).unwrap();
        let presented = Presented::parse(&token).unwrap();
        assert_eq!(presented.claimed().id(), &acme.id);
        let admitted = |record| Admitted::by_token(record, &presented, Scope::Scim, NOW);
        assert_eq!(admitted(Some(acme.clone())).unwrap().id, acme.id);
        assert_eq!(admitted(Some(other)), Err(Denied::Token));
        assert_eq!(admitted(None), Err(Denied::Token));
        assert_eq!(
            Admitted::by_token(Some(acme), &presented, Scope::People, NOW),
            Err(Denied::Scope(Scope::People))
        );
    }

    #[test]
    fn a_session_admits_while_it_lasts_to_its_own_tenant_alone() {
        let (acme, other) = (tenant("acme"), tenant("other"));
        let link = PortalLink::new(TokenHash::of("link"), acme.id.clone(), None, None, NOW);
        let (_, session) = link.opened(&acme, TokenHash::of("session"), NOW).unwrap();
        let end = NOW + SESSION_LIFETIME;
        assert!(Admitted::by_session(acme.clone(), &session, end - SignedDuration::from_millis(1)).is_some());
        assert_eq!(Admitted::by_session(acme, &session, end), None);
        assert_eq!(Admitted::by_session(other, &session, NOW), None);
    }
}
