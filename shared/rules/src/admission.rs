//! Admission: the proof that a caller may touch a tenant's data.
//!
//! [`ClaimedTenant`] is what a caller says: it tells which record to read, and opens nothing. [`Admitted`] is what a checked
//! credential proves. Whatever lists or writes a tenant's data demands it, so no code can forget the check.

use std::ops::Deref;

use jiff::Timestamp;

use super::contact::{ClientFault, Refusal};
use super::link::Link;
use super::notices::administrator::AdministratorLink;
use super::oauth::assertion::Accepted;
use super::oauth::{ClientId, InvalidClient, Refused};
use super::operator::{OperatorTokens, PresentedOperator};
use super::portal::Session;
use super::tenant::{Tenant, TenantId};
use super::token::{Denied, Presented, Scope, authorize};
use super::user::ActorName;

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
pub struct Admitted {
    tenant: Tenant,
    /// Name of who holds the credential, as far as it is known: it stands beside each change in the histories.
    name: Option<ActorName>,
    /// Whether the caller is a check of the connection.
    is_check: bool,
}

impl Admitted {
    /// By a token with this scope: a static one, or an access token of an OAuth client.
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
        Self::or_known(record, presented, scope, now).map_err(|unadmitted| unadmitted.denied)
    }

    /// As [`Admitted::by_token`]. Of a caller who is denied it says, too, whether their token is known to the tenant.
    ///
    /// # Errors
    ///
    /// [`Unadmitted`], with the reason that [`Admitted::by_token`] gives.
    pub fn or_known(
        record: Option<Tenant>,
        presented: &Presented,
        scope: Scope,
        now: Timestamp,
    ) -> Result<Self, Unadmitted> {
        let (name, is_check) = match authorize(record.as_ref(), presented, scope, now) {
            Ok(holder) => (ActorName::new(holder.name), holder.is_check),
            Err(denied) => {
                let known = KnownCaller::of(record.as_ref(), presented, denied);
                return Err(Unadmitted { denied, known });
            }
        };
        let admitted = record.map(|tenant| Self { tenant, name, is_check });
        admitted.ok_or(Unadmitted { denied: Denied::Token, known: None })
    }

    /// By the secret of an OAuth client, whatever that gets by it. It is for the client's own tokens, and opens no data of
    /// people.
    ///
    /// # Errors
    ///
    /// [`InvalidClient`], if there is no such client, or no such secret of it that is live.
    pub fn by_client(
        record: Option<Tenant>,
        client: &ClientId,
        secret: &str,
        now: Timestamp,
    ) -> Result<Self, InvalidClient> {
        let tenant = record.ok_or(InvalidClient)?;
        let name = ActorName::new(tenant.authenticated(client, secret, now)?.name());
        Ok(Self { tenant, name, is_check: false })
    }

    /// By an assertion that was accepted. `None`: it is of another tenant.
    #[must_use]
    pub fn by_assertion(record: Tenant, accepted: &Accepted) -> Option<Self> {
        (*accepted.tenant() == record.id).then_some(Self { tenant: record, name: None, is_check: false })
    }

    /// By a session of the portal. `None`: the session is over, of another tenant, or opened by a people token that no
    /// longer stands.
    #[must_use]
    pub fn by_session(record: Tenant, session: &Session, now: Timestamp) -> Option<Self> {
        let name = session.admin.as_ref().and_then(|admin| ActorName::new(admin.as_str()));
        session.is_open(&record, now).then_some(Self { tenant: record, name, is_check: false })
    }

    /// By a mailed link, which was found by the hash of its secret. `None`: it is of another tenant. It says nothing of
    /// what the link is worth by now: that is decided on the account.
    #[must_use]
    pub fn by_link(record: Tenant, link: &Link) -> Option<Self> {
        (link.tenant == record.id).then_some(Self { tenant: record, name: None, is_check: false })
    }

    /// By a link that was mailed to an administrator, as [`Admitted::by_link`].
    #[must_use]
    pub fn by_administrator_link(record: Tenant, link: &AdministratorLink) -> Option<Self> {
        (link.tenant == record.id).then_some(Self { tenant: record, name: None, is_check: false })
    }

    /// By the operator, who may touch every tenant.
    #[must_use]
    pub fn by_operator(record: Tenant, operator: &AdmittedOperator) -> Self {
        Self { tenant: record, name: operator.name.clone(), is_check: false }
    }

    /// By AWS credentials for the table: the operator's own hand, or a function that runs by itself, on a schedule or on
    /// a record of the stream, under its role.
    #[must_use]
    pub const fn by_role(record: Tenant) -> Self {
        Self { tenant: record, name: None, is_check: false }
    }

    /// Name of who holds the credential: the label or id of a token or of an OAuth client, or an administrator's name.
    #[must_use]
    pub const fn name(&self) -> Option<&ActorName> {
        self.name.as_ref()
    }

    /// Is the caller a check of the connection? It is not the directory, so nothing of its requests tells of that.
    #[must_use]
    pub const fn is_check(&self) -> bool {
        self.is_check
    }
}

impl Deref for Admitted {
    type Target = Tenant;

    fn deref(&self) -> &Tenant {
        &self.tenant
    }
}

/// The operator, who may list, make and change tenants, and be [admitted](Admitted::by_operator) to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmittedOperator {
    token: String,
    name: Option<ActorName>,
}

impl AdmittedOperator {
    /// By a token of the operator's.
    ///
    /// # Errors
    ///
    /// [`Denied::Token`] if it is none of the live ones.
    pub fn by_token(
        tokens: &OperatorTokens,
        presented: &PresentedOperator,
        now: Timestamp,
    ) -> Result<Self, Denied> {
        let record = tokens.authorize(presented, now)?;
        Ok(Self { token: record.id.clone(), name: ActorName::new(record.name()) })
    }

    /// Id of the token, which may be logged.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// Whose request it is that was sent with a key of the caller's own.
#[derive(Debug, Clone)]
pub enum Requester {
    /// It is about a tenant that is there.
    OfTenant(Box<Admitted>),
    /// It is the operator's, and about no tenant yet.
    Operator(AdmittedOperator),
}

impl From<&Admitted> for Requester {
    fn from(admitted: &Admitted) -> Self {
        Self::OfTenant(Box::new(admitted.clone()))
    }
}

impl From<&AdmittedOperator> for Requester {
    fn from(operator: &AdmittedOperator) -> Self {
        Self::Operator(operator.clone())
    }
}

/// A caller who was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unadmitted {
    /// Why.
    pub denied: Denied,
    /// Who it is all the same, if their token is known to the tenant.
    pub known: Option<KnownCaller>,
}

/// A credential that is, or was, the tenant's own and does not open what was asked for: a token that was revoked or has
/// expired, or one for another API. It opens nothing. It may be noted that it was refused.
///
/// Of nobody else is anything noted. A caller without a credential, or with a wrong secret, can be anybody who knows the
/// tenant's id, which stands in each token and in many a screenshot. If its requests left notes, then anybody could fill the
/// administrator's page, and make writes at the operator's cost. A known secret has 256 random bits and was once given to
/// the tenant: so what it may cause is bounded by the tokens that the tenant has and remembers, and by how often each
/// is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCaller {
    tenant: TenantId,
    token: String,
    status: u16,
}

impl KnownCaller {
    /// Who presented a token that was denied, if that token is known to the tenant.
    fn of(record: Option<&Tenant>, presented: &Presented, denied: Denied) -> Option<Self> {
        let tenant = record.filter(|tenant| tenant.id == *presented.claimed().id())?;
        let status = match denied {
            Denied::Token => 401,
            Denied::Scope(_) => 403,
            Denied::Expired
            | Denied::NoToken
            | Denied::SchemeTwice
            | Denied::TwoTokens
            | Denied::OfOperator
            | Denied::OfTenant => return None,
        };
        let is_known = tenant.knows(presented);
        is_known.then(|| Self { tenant: tenant.id.clone(), token: presented.id(), status })
    }

    /// The tenant whose token it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The kind of refusal that it is: one for each token.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        Refusal::of_token(&self.token, self.status)
    }
}

/// An OAuth client of a tenant that was refused a token. It opens nothing. It may be noted what was wrong.
///
/// This is the other exception to what [`KnownCaller`] says. An assertion whose key is not known, or cannot be read, proves
/// nothing: its sender can be anybody who knows the client's id. But whoever sets up a federation sees its first requests fail
/// in just this way, and nowhere else what is wrong. So these are noted, of clients alone that prove themselves by assertions:
/// some kinds a client, each once in a while. A wrong secret is noted of nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedClient {
    tenant: TenantId,
    refusal: Refusal,
}

impl RefusedClient {
    /// Who presented an assertion that was not accepted. `None`: the tenant has no such client that proves itself so.
    #[must_use]
    pub fn by_assertion(record: &Tenant, client: &ClientId, fault: ClientFault) -> Option<Self> {
        record.asserting_client(client).ok()?;
        Some(Self::of(record, client, fault))
    }

    /// Who presented a secret of the client, and was refused all the same. `None`: the secret is none of the client's.
    #[must_use]
    pub fn by_secret(
        record: &Tenant,
        client: &ClientId,
        secret: &str,
        refused: Refused,
        now: Timestamp,
    ) -> Option<Self> {
        let is_live = record.knows_secret(client, secret, now)?;
        let fault = match refused {
            Refused::Client(_) if is_live => return None,
            Refused::Client(_) => ClientFault::SecretExpired,
            Refused::Method => ClientFault::Method,
            Refused::Grant => ClientFault::Grant,
        };
        Some(Self::of(record, client, fault))
    }

    fn of(record: &Tenant, client: &ClientId, fault: ClientFault) -> Self {
        Self { tenant: record.id.clone(), refusal: Refusal::of_client(client.own(), fault) }
    }

    /// The tenant whose client it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The kind of refusal that it is: one for each client and fault.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal {
        &self.refusal
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
    fn a_token_of_the_operator_admits_to_every_tenant_under_its_name() {
        let mut tokens = OperatorTokens::default();
        let token = tokens.issue([1; 32], Some("backend".to_owned()), None, NOW).unwrap();
        let presented = PresentedOperator::parse(&token).unwrap();
        let operator = AdmittedOperator::by_token(&tokens, &presented, NOW).unwrap();
        assert_eq!(operator.token(), presented.id());
        for id in ["acme", "other"] {
            let admitted = Admitted::by_operator(tenant(id), &operator);
            assert_eq!((admitted.id.as_str(), admitted.name().map(ActorName::as_str)), (id, Some("backend")));
        }
        let wrong = PresentedOperator::parse("rcop_00").unwrap();
        assert_eq!(AdmittedOperator::by_token(&tokens, &wrong, NOW), Err(Denied::Token));
    }

    #[test]
    fn a_token_that_ended_or_is_for_another_api_is_known_and_a_wrong_one_is_not() {
        let mut acme = tenant("acme");
        let mut issue = |secret, scope, expires_at| {
            let token = acme.issue_token([secret; 32], scope, None, expires_at, NOW).unwrap();
            Presented::parse(&token).unwrap()
        };
        let (revoked, expired) = (issue(1, Scope::Scim, None), issue(2, Scope::Scim, Some(NOW)));
        let people = issue(3, Scope::People, None);
        assert!(acme.revoke_token(&revoked.id(), NOW));
        let known = |record: Option<&Tenant>, presented: &Presented| {
            let unadmitted = Admitted::or_known(record.cloned(), presented, Scope::Scim, NOW).unwrap_err();
            unadmitted.known.map(|known| known.refusal())
        };
        for (presented, status) in [(&revoked, 401), (&expired, 401), (&people, 403)] {
            assert_eq!(known(Some(&acme), presented), Some(Refusal::of_token(&presented.id(), status)));
            assert_eq!(known(None, presented), None);
            assert_eq!(known(Some(&tenant("other")), presented), None);
        }
        assert_eq!(known(Some(&acme), &Presented::parse("rc_acme_00").unwrap()), None);
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
