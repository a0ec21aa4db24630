//! The history of an account: who changed which attribute, and when. It is kept as long as the account. A tenant's
//! settings and tokens have a history too.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::access::{Access, Role};
use super::billing::{Cycle, Interval};
use super::oauth::Method;
use super::oauth::method::Assertions;
use super::tenant::Tenant;
use super::user::{Actor, ActorName, ExternalId, User};

/// One change of an account or a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The version that it had from then on.
    pub version: u64,
    /// When the change was written.
    pub at: Timestamp,
    /// Who made the change.
    pub by: Actor,
    /// Name of who made it: a token's, or an administrator's; `None`: it has none, or that was not noted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ActorName>,
    /// What differs, by the name of the attribute. Of the profile it is only said that it differs. A new invitation tells
    /// its entity and card access, be they those of the one before. Each group is an attribute of its own, see [`GROUP`].
    pub changes: BTreeMap<String, Difference>,
}

/// A value before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Before; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// After; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
}

/// What the change from `old`, `None` for a new account, to `new` was.
pub(super) fn entry(old: Option<&User>, new: &User) -> Entry {
    let mut changes = differences(&old.map(facts).unwrap_or_default(), &facts(new));
    // To a directory its roles are part of the profile. Which of them the person has then, a review says.
    let is_other = |old: &User| old.profile != new.profile || old.directory_roles != new.directory_roles;
    if old.is_some_and(is_other) {
        changes.insert("profile".to_owned(), Difference::default());
    }
    changes.extend(of_new_invitation(old, new));
    changes.extend(differences(&old.map(groups).unwrap_or_default(), &groups(new)));
    changes.extend(differences(&old.map(roles).unwrap_or_default(), &roles(new)));
    Entry {
        version: new.version,
        at: new.updated_at,
        by: new.updated_by,
        name: new.updated_by_name.clone(),
        changes,
    }
}

/// Where to and to what a person was invited anew, be it the same as by the invitation before: the entry tells all of an
/// invitation that its reader wants to know.
fn of_new_invitation(old: Option<&User>, new: &User) -> BTreeMap<String, Difference> {
    let id = |user: &User| user.invitation.as_ref().map(|invitation| invitation.id);
    let Some(old) = old.filter(|old| id(old) != id(new)) else { return BTreeMap::new() };
    let (before, after) = (facts(old), facts(new));
    let told = ["entity", "cardAccess"].into_iter().filter_map(|name| {
        let difference = Difference { from: before.get(name).cloned(), to: after.get(name).cloned() };
        difference.to.is_some().then(|| (name.to_owned(), difference))
    });
    told.collect()
}

/// What the change of a tenant's settings and tokens was; `None`: nothing that an administrator could see. A token that
/// has expired is none any more.
#[must_use]
pub fn of_tenant(
    old: &Tenant,
    new: &Tenant,
    by: Actor,
    name: Option<&ActorName>,
    now: Timestamp,
) -> Option<Entry> {
    let changes = differences(&facts_of_tenant(old, now), &facts_of_tenant(new, now));
    (!changes.is_empty()).then_some(Entry { version: new.version, at: now, by, name: name.cloned(), changes })
}

/// What the change of a tenant's roles and access rules was; `None`: nothing that an administrator could see, such as the
/// progress of a run. `version` is the tenant's from then on.
#[must_use]
pub fn of_access(
    old: &Access,
    new: &Access,
    version: u64,
    by: Actor,
    name: Option<&ActorName>,
    now: Timestamp,
) -> Option<Entry> {
    let changes = differences(&facts_of_access(old), &facts_of_access(new));
    (!changes.is_empty()).then_some(Entry { version, at: now, by, name: name.cloned(), changes })
}

/// What the name of the attribute that tells of a role begins with; its [`RoleId`](super::access::RoleId) follows. Of a
/// person its value is `true` while they have the role; of a tenant it has the role's name.
pub const ROLE: &str = "role ";

/// What the name of the attribute that tells of an access rule begins with; its [`GroupId`](super::group::GroupId) follows.
pub const ACCESS_RULE: &str = "accessRule ";

/// The name of the attribute that tells in which order the rules stand: their groups.
pub const ACCESS_ORDER: &str = "accessRuleOrder";

/// What the name of the attribute that tells of a group begins with; its [`GroupId`](super::group::GroupId) follows. Its
/// value is `true` while the person is in the group.
pub const GROUP: &str = "group ";

/// What the name of a token's attribute begins with; its [`TokenRecord::id`](super::token::TokenRecord::id) follows.
pub const TOKEN: &str = "token ";

/// What the name of an OAuth client's attribute begins with; its [`OAuthClient::id`](super::oauth::OAuthClient::id)
/// follows.
pub const CLIENT: &str = "client ";

/// What is told of an OAuth client that gets its tokens by codes: the ids of what administrators consented to. A code and what
/// it is exchanged for have the same id, so a directory that comes for its tokens makes no entry.
pub const AUTHORIZATIONS: &str = "authorizations";

/// The name of the attribute that tells what people cost.
const TERMS: &str = "terms";

/// Where periods began by the terms that an entry of a tenant's history tells of.
pub fn billing_cycles(entry: &Entry) -> impl Iterator<Item = Cycle> {
    let told = entry.changes.get(TERMS).into_iter();
    told.flat_map(|change| [&change.from, &change.to]).filter_map(|terms| cycle(terms.as_ref()?.as_str()?))
}

/// Reads what [`facts_of_tenant`] says of terms.
fn cycle(terms: &str) -> Option<Cycle> {
    let (_, cycle) = terms.rsplit_once(", ")?;
    let (interval, anchor) = cycle.split_once(" from ")?;
    let known = [Interval::Monthly, Interval::Yearly];
    let interval = known.into_iter().find(|known| format!("{known:?}") == interval)?;
    Some(Cycle { interval, anchor: anchor.parse().ok()? })
}

fn facts_of_tenant(tenant: &Tenant, now: Timestamp) -> BTreeMap<String, Value> {
    let terms = tenant.terms.map(|terms| {
        format!(
            "{} {} minor units, {:?} from {}",
            terms.currency, terms.price_minor, terms.interval, terms.anchor
        )
    });
    let facts = [
        ("name", Some(tenant.name.clone().into())),
        ("plan", Some(format!("{:?}", tenant.plan).to_lowercase().into())),
        ("scimEnabled", Some(tenant.scim_enabled.into())),
        ("profileSync", Some(format!("{:?}", tenant.profile_sync).to_lowercase().into())),
        (TERMS, terms.map(Value::from)),
        ("billingClosedUntil", tenant.closed_until.map(|day| day.to_string().into())),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let live = tenant.tokens.iter().chain(tenant.check_token.as_deref()).filter(|record| record.is_live(now));
    let tokens = live.map(|record| {
        let known = json!({ "label": record.label, "scope": record.scope, "expiresAt": record.expires_at });
        (format!("{TOKEN}{}", record.id), known)
    });
    let clients = tenant.oauth_clients.iter().map(|client| {
        let live = client.secrets.iter().filter(|secret| secret.is_live(now));
        let secrets: Vec<Value> =
            live.map(|secret| json!({ "id": secret.id, "expiresAt": secret.expires_at })).collect();
        let besides = match &client.method {
            // As earlier versions tell it.
            Method::Secret => json!({}),
            Method::Jwt(Assertions { issuer, subject, audience, jwks_uri, .. }) => {
                json!({ "issuer": issuer, "subject": subject, "audience": audience, "jwksUri": jwks_uri })
            }
            Method::Code(known) => json!({
                "redirectUris": known.redirect_uris,
                AUTHORIZATIONS: known.live(now).collect::<Vec<_>>(),
            }),
        };
        let mut told = json!({ "label": client.label, "secrets": secrets });
        if let (Value::Object(told), Value::Object(besides)) = (&mut told, besides) {
            told.extend(besides);
        }
        (format!("{CLIENT}{}", client.id), told)
    });
    facts.chain(tokens).chain(clients).collect()
}

fn facts_of_access(access: &Access) -> BTreeMap<String, Value> {
    let roles = access.roles.iter().map(|Role { id, display, description, .. }| {
        (format!("{ROLE}{id}"), json!({ "display": display, "description": description }))
    });
    let rules = access.rules.iter().map(|rule| {
        let gives = json!({
            "role": rule.role,
            "entity": rule.entity,
            "cardAccess": rule.card_access,
            "invite": rule.invite,
        });
        (format!("{ACCESS_RULE}{}", rule.group), gives)
    });
    let order: Vec<_> = access.rules.iter().map(|rule| rule.group).collect();
    let order = (order.len() > 1).then(|| (ACCESS_ORDER.to_owned(), json!(order)));
    let from = ("rolesFrom".to_owned(), access.roles_from.as_str().into());
    roles.chain(rules).chain(order).chain([from]).collect()
}

fn differences<N: Ord + ToString>(
    before: &BTreeMap<N, Value>,
    after: &BTreeMap<N, Value>,
) -> BTreeMap<String, Difference> {
    let names = before.keys().chain(after.keys());
    let differing = names.filter(|name| before.get(name) != after.get(name));
    differing
        .map(|name| {
            let difference = Difference { from: before.get(name).cloned(), to: after.get(name).cloned() };
            (name.to_string(), difference)
        })
        .collect()
}

fn groups(user: &User) -> BTreeMap<String, Value> {
    user.groups.iter().map(|group| (format!("{GROUP}{group}"), true.into())).collect()
}

fn roles(user: &User) -> BTreeMap<String, Value> {
    user.roles.iter().map(|role| (format!("{ROLE}{role}"), true.into())).collect()
}

fn facts(user: &User) -> BTreeMap<&'static str, Value> {
    let pending = user.email_change.as_ref();
    let invitation = user.invitation.as_ref();
    let since = |time: Option<Timestamp>| time.map(|time| time.to_string().into());
    let facts = [
        ("userName", Some(user.user_name.as_str().into())),
        ("email", Some(user.email.as_str().into())),
        ("emailChange", pending.map(|change| change.to.as_str().into())),
        ("confirmationAskedAt", since(pending.and_then(|change| change.asked_again_at.last()))),
        ("undeliverable", pending.and_then(|change| change.undeliverable_at).map(|_| true.into())),
        ("externalId", user.external_id.as_ref().map(ExternalId::as_str).map(Value::from)),
        ("active", Some(user.is_active().into())),
        ("invitation", invitation.map(|invitation| invitation.id.to_string().into())),
        (
            "invitedByGroup",
            invitation.and_then(|invitation| invitation.by_group).map(|group| group.to_string().into()),
        ),
        ("entity", invitation.map(|invitation| invitation.entity_name.as_str().into())),
        ("cardAccess", invitation.map(|invitation| invitation.card_access.as_str().into())),
        ("invitationExpiresAt", since(invitation.map(|invitation| invitation.link.expires_at))),
        (
            "invitationUndeliverable",
            invitation.and_then(|invitation| invitation.undeliverable_at).map(|_| true.into()),
        ),
        ("acceptedAt", since(invitation.and_then(|invitation| invitation.accepted_at))),
        ("revokedAt", since(invitation.and_then(|invitation| invitation.revoked_at))),
        ("expiredAt", since(invitation.and_then(|invitation| invitation.expired_at))),
        ("placeEndedAt", since(invitation.and_then(|invitation| invitation.ended_at))),
        ("firstSignedInAt", since(user.first_signed_in_at)),
        ("linked", Some(user.linked.into())),
        ("replacedBy", user.replaced.as_ref().map(|replaced| replaced.by.to_string().into())),
        ("replacedByExternalId", user.replaced.as_ref().map(|replaced| replaced.external_id.as_str().into())),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{Currency, Terms};
    use crate::oauth::code::{Consent, Exchange, Outcome};
    use crate::oauth::{ClientId, Reach, RedirectUris, SecretLifetime};
    use crate::tenant::{Plan, TenantId};
    use crate::token::Scope;

    /// Entries of earlier versions are read as well: what is said of terms stays as it is.
    #[test]
    fn where_periods_began_is_told_by_the_history() {
        let now: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
        let today = "2026-03-02".parse().unwrap();
        let old = Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, now);
        let terms = |interval, anchor: &str| Terms {
            interval,
            anchor: anchor.parse().unwrap(),
            price_minor: 900,
            currency: Currency::parse("EUR").unwrap(),
        };
        let (monthly, yearly) =
            (terms(Interval::Monthly, "2026-01-31"), terms(Interval::Yearly, "2025-07-01"));
        let mut first = old.clone();
        first.set_terms(Some(monthly), today);
        let mut second = first.clone();
        second.set_terms(Some(yearly), today);
        let told = |old: &Tenant, new: &Tenant| -> Vec<Cycle> {
            billing_cycles(&of_tenant(old, new, Actor::Operator, None, now).unwrap()).collect()
        };
        assert_eq!(told(&old, &first), [monthly.cycle()]);
        assert_eq!(told(&first, &second), [monthly.cycle(), yearly.cycle()]);
        assert_eq!(cycle("EUR 900 minor units, Monthly from 2026-01-31"), Some(monthly.cycle()));
    }

    #[test]
    fn what_is_changed_of_a_tenant_is_told_and_what_nobody_sees_is_not() {
        let now: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
        let acme = TenantId::parse("acme").unwrap();
        let old = Tenant::new(acme, "Acme".to_owned(), Plan::Advanced, now);
        let renewed = Tenant { renewed_until: Some("2026-04-01".parse().unwrap()), ..old.clone() };
        assert_eq!(of_tenant(&old, &renewed, Actor::System, None, now), None);
        let mut new = Tenant { scim_enabled: false, ..old.clone() };
        new.issue_token([1; 32], Scope::Scim, Some("Okta".to_owned()), None, now).unwrap();
        let entry = of_tenant(&old, &new, Actor::Admin, None, now).unwrap();
        let told: Vec<_> =
            entry.changes.iter().map(|(name, change)| (name.as_str(), change.to.clone())).collect();
        let [("scimEnabled", Some(Value::Bool(false))), (token, Some(made))] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert!(token.starts_with(TOKEN) && made["label"] == "Okta", "{token} {made}");
        let told = format!("{entry:?}");
        assert!(!told.contains(new.tokens[0].hash.as_str()), "{told}");
    }

    #[test]
    fn of_an_oauth_client_it_is_told_when_its_secrets_end_and_no_secret() {
        let now: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
        let old = Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, now);
        let mut new = old.clone();
        let label = Some("Entra".to_owned());
        let issued = new.create_oauth_client([1; 32], label, SecretLifetime::default(), now).unwrap();
        let entry = of_tenant(&old, &new, Actor::Operator, None, now).unwrap();
        let client = &new.oauth_clients[0];
        let made = entry.changes[&format!("{CLIENT}{}", client.id)].to.as_ref().unwrap();
        assert_eq!(
            (&made["label"], &made["secrets"][0]["id"]),
            (&"Entra".into(), &client.secrets[0].id.clone().into())
        );
        let told = format!("{entry:?}");
        for hidden in
            [&issued.client_secret, client.secrets[0].hash.as_str(), client.secrets[0].token_key.as_str()]
        {
            assert!(!told.contains(hidden), "{told}");
        }
        let mut rotated = new.clone();
        rotated.rotate_oauth_client(&client.id, [2; 32], SecretLifetime::default(), None, now).unwrap();
        assert!(of_tenant(&new, &rotated, Actor::Operator, None, now).is_some());
    }

    #[test]
    fn of_an_authorization_its_consent_is_told_and_nothing_that_its_directory_does_with_it() {
        let now: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
        let mut old = Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, now);
        let uris = RedirectUris::parse(&["https://app.example/cb"], Reach::Internet).unwrap();
        let issued = old.create_code_client([1; 32], None, uris, SecretLifetime::default(), now).unwrap();
        let id = ClientId::parse(&issued.client_id).unwrap();
        let consent = Consent {
            client: id.own().to_owned(),
            redirect_uri: "https://app.example/cb".to_owned(),
            is_uri_named: false,
            challenge: None,
        };
        let mut consented = old.clone();
        let code = consented.give_code(&consent, [2; 32], None, now).unwrap();
        let entry = of_tenant(&old, &consented, Actor::Admin, None, now).unwrap();
        let told = entry.changes[&format!("{CLIENT}{}", id.own())].to.as_ref().unwrap();
        assert_eq!(told[AUTHORIZATIONS].as_array().map(Vec::len), Some(1), "{told}");
        assert!(!told.to_string().contains(&code[4..16]), "{told}");
        let mut exchanged = consented.clone();
        let exchange = Exchange { code: &code, redirect_uri: None, verifier: None };
        exchanged.exchange_code(&id, &issued.client_secret, exchange, [3; 32], now).unwrap();
        assert_eq!(of_tenant(&consented, &exchanged, Actor::Directory, None, now), None);
        let mut revoked = exchanged.clone();
        assert_eq!(
            revoked.exchange_code(&id, &issued.client_secret, exchange, [4; 32], now),
            Ok(Outcome::Ended)
        );
        assert!(of_tenant(&exchanged, &revoked, Actor::Directory, None, now).is_some());
    }
}
