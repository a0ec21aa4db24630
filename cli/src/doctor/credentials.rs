//! Credentials that expire: the operator's tokens, and those by which tenants' directories and backends get in.

use jiff::{SignedDuration, Timestamp};
use rollcall::store::Store;
use rollcall_rules::oauth::ClientId;
use rollcall_rules::oauth::client::OAuthClient;
use rollcall_rules::oauth::method::Method;
use rollcall_rules::operator::OperatorTokens;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::{Scope, TokenRecord};

use super::fact::{Fact, read, restore};
use super::finding::{Finding, quoted};
use super::stack::Stack;
use super::words::count;

/// How long before its end a credential is told of: as notices to administrators begin.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Tenants that are looked at. A thousand take some three calls; so many take a few seconds.
const MOST_TENANTS: usize = 5_000;

/// Credentials that a finding names. The commands are for all.
const NAMED: usize = 10;

/// The credentials of the operator and of the tenants.
#[derive(Debug)]
pub(super) struct Facts {
    /// The operator's tokens.
    pub(super) operator: Fact<OperatorTokens>,
    /// The first tenants by id, and whether there are more.
    pub(super) tenants: Fact<(Vec<Tenant>, bool)>,
}

/// Reads the credentials: one call for the operator's, and one for each megabyte of tenants.
pub(super) async fn gather(store: Fact<&Store>) -> Facts {
    let (operator, tenants) =
        tokio::join!(async { read("dynamodb:GetItem", store.clone()?.operator_tokens().await) }, async {
            read("dynamodb:Query", store.clone()?.first_tenants(MOST_TENANTS).await)
        },);
    Facts { operator, tenants }
}

/// Judges which credentials have expired, or do so soon, and none has taken their place.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack, now: Timestamp) -> Vec<Finding> {
    vec![operator(&facts.operator, stack, now), tenants(&facts.tenants, stack, now)]
}

fn operator(fact: &Fact<OperatorTokens>, stack: &Stack, now: Timestamp) -> Finding {
    let check = "credentials: operator";
    let tokens = match fact {
        Ok(tokens) => &tokens.tokens,
        Err(gap) => return gap.finding(check, restore("Table")),
    };
    let ending: Vec<Ending> =
        tokens.iter().filter_map(|token| Ending::of_token(None, token, tokens, now)).collect();
    let well = match tokens.len() {
        0 => "you have no tokens of your own".to_owned(),
        number => format!("tokens: {}; none ends within 30 days", count(number as u64)),
    };
    finding(check, &well, ending, stack, now)
}

fn tenants(fact: &Fact<(Vec<Tenant>, bool)>, stack: &Stack, now: Timestamp) -> Finding {
    let check = "credentials: tenants";
    let (tenants, more) = match fact {
        Ok(found) => found,
        Err(gap) => return gap.finding(check, restore("Table")),
    };
    let mut ending: Vec<Ending> = tenants.iter().flat_map(|tenant| of_tenant(tenant, now)).collect();
    ending.sort_by_key(|ending| ending.at);
    let looked_at = count(tenants.len() as u64);
    let well = format!("tenants: {looked_at}; none of their credentials ends within 30 days");
    let finding = finding(check, &well, ending, stack, now);
    match tenants.last().filter(|_| *more) {
        None => finding,
        Some(last) => {
            let found = format!("{}; tenants after {} were not looked at", finding.found, last.id);
            Finding { found, ..finding }
        }
    }
}

fn of_tenant(tenant: &Tenant, now: Timestamp) -> Vec<Ending> {
    let tokens = tenant.tokens.iter();
    let tokens = tokens.filter_map(|token| Ending::of_token(Some(tenant), token, &tenant.tokens, now));
    let clients = tenant.oauth_clients.iter().filter_map(|client| Ending::of_client(tenant, client, now));
    tokens.chain(clients).collect()
}

/// A credential that has expired, or does so soon.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ending {
    /// For people.
    name: String,
    at: Timestamp,
    /// The command that makes another one in its place.
    renew: String,
    /// The command that takes it away once nobody uses it.
    revoke: Option<String>,
}

impl Ending {
    fn of_token(
        tenant: Option<&Tenant>,
        token: &TokenRecord,
        all: &[TokenRecord],
        now: Timestamp,
    ) -> Option<Self> {
        let at = token.expires_at.filter(|at| is_soon(*at, now))?;
        let takes_over = |other: &TokenRecord| {
            other.scope == token.scope
                && other.label == token.label
                && other.created_at > token.created_at
                && other.expires_at.is_none_or(|end| end > at)
        };
        if all.iter().any(takes_over) {
            return None;
        }
        let days = at.duration_since(token.created_at).as_hours().div_euclid(24).clamp(1, 3_650);
        let label = token.label.as_deref().map(|label| format!(" --label {}", quoted(label)));
        let label = label.unwrap_or_default();
        let (holder, scope) = match tenant {
            None => ("--operator".to_owned(), String::new()),
            Some(tenant) => (tenant.id.to_string(), format!(" --scope {}", scope(token.scope)?)),
        };
        let whose = tenant.map_or_else(String::new, |tenant| format!("{}, ", tenant.id));
        Some(Self {
            name: format!("{whose}token {}", token.name()),
            at,
            renew: format!("token issue {holder}{scope}{label} --expires-in-days {days}"),
            revoke: Some(format!("token revoke {holder} {}", token.id)),
        })
    }

    /// The secret of a client that lasts longest. A client that signs assertions has none.
    fn of_client(tenant: &Tenant, client: &OAuthClient, now: Timestamp) -> Option<Self> {
        if matches!(client.method, Method::Jwt(_)) {
            return None;
        }
        let at = client.secrets.iter().map(|secret| secret.expires_at).max()?;
        let id = ClientId::text(&tenant.id, &client.id);
        is_soon(at, now).then(|| Self {
            name: format!("{}, secret of the OAuth client {}", tenant.id, client.name()),
            at,
            renew: format!("oauth-client rotate {} {id}", tenant.id),
            revoke: None,
        })
    }

    fn words(&self, now: Timestamp) -> String {
        let verb = if self.at <= now { "expired" } else { "expires" };
        format!("{} {verb} {:.0}", self.name, self.at)
    }
}

fn is_soon(at: Timestamp, now: Timestamp) -> bool {
    at.duration_since(now) <= SOON
}

/// As the command takes it; `None`: it issues no such token.
const fn scope(scope: Scope) -> Option<&'static str> {
    match scope {
        Scope::Scim => Some("scim"),
        Scope::People => Some("people"),
        Scope::Operator => None,
    }
}

/// None of them is a problem by itself: nobody knows whether it is still in use.
fn finding(check: &str, well: &str, ending: Vec<Ending>, stack: &Stack, now: Timestamp) -> Finding {
    if ending.is_empty() {
        return Finding::ok(check, well);
    }
    let expired = ending.iter().filter(|ending| ending.at <= now).count();
    let named: Vec<String> = ending.iter().take(NAMED).map(|ending| ending.words(now)).collect();
    let rest = match ending.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!("; and {} more", count(rest as u64)),
    };
    let found = format!(
        "{} expired, {} within 30 days: {}{rest}",
        count(expired as u64),
        count((ending.len() - expired) as u64),
        named.join("; ")
    );
    let commands = ending.into_iter().flat_map(|ending| {
        let revoke = ending.revoke.filter(|_| ending.at <= now);
        [Some(ending.renew), revoke].into_iter().flatten().map(|arguments| stack.rollcall(&arguments))
    });
    let advice = "issue others in time, and give them to who uses these; revoke those that nobody uses";
    Finding::warning(check, found, advice).mended_by(commands)
}

#[cfg(test)]
mod tests {
    use rollcall_rules::oauth::SecretLifetime;
    use rollcall_rules::tenant::{Plan, TenantId};

    use super::super::fact::Gap;
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn now() -> Timestamp {
        "2026-11-30T12:00:00Z".parse().unwrap()
    }

    fn tenant() -> Tenant {
        Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, now())
    }

    /// Issues a token that lasted, or lasts, from one day to another, counted from now.
    fn issue(tenant: &mut Tenant, secret: u8, scope: Scope, label: Option<&str>, days: (i64, Option<i64>)) {
        let end = days.1.map(|end| now() + DAY * i32::try_from(end).unwrap());
        let begin = now() + DAY * i32::try_from(days.0).unwrap();
        tenant.issue_token([secret; 32], scope, label.map(str::to_owned), end, begin).unwrap();
    }

    fn judged(tenants: Vec<Tenant>, more: bool) -> Finding {
        let facts = Facts { operator: Ok(OperatorTokens::default()), tenants: Ok((tenants, more)) };
        examine(&facts, &stack(), now()).remove(1)
    }

    #[test]
    fn what_ends_within_thirty_days_or_has_ended_is_named_with_what_renews_it() {
        let mut acme = tenant();
        issue(&mut acme, 1, Scope::Scim, Some("okta, June"), (-335, Some(30)));
        issue(&mut acme, 2, Scope::People, None, (-30, Some(31)));
        issue(&mut acme, 3, Scope::Scim, None, (-30, None));
        let found = judged(vec![acme.clone()], false);
        assert_eq!(found.status, Status::Warning);
        let expected = "0 expired, 1 within 30 days: acme, token okta, June expires 2026-12-30T12:00:00Z";
        assert_eq!(found.found, expected);
        let renew = "rollcall token issue acme --scope scim --label 'okta, June' --expires-in-days 365 \
                     --stack rollcall";
        assert_eq!(found.commands, [renew]);

        let mut beta = tenant();
        issue(&mut beta, 1, Scope::People, None, (-90, Some(0)));
        let found = judged(vec![beta.clone()], true);
        assert!(found.found.starts_with("1 expired, 0 within 30 days: acme, token "), "{found:?}");
        assert!(found.found.ends_with("; tenants after acme were not looked at"), "{found:?}");
        let revoke = format!("rollcall token revoke acme {} --stack rollcall", beta.tokens[0].id);
        assert_eq!(found.commands[1], revoke);
    }

    #[test]
    fn a_token_that_another_has_taken_the_place_of_is_not_named() {
        let mut acme = tenant();
        issue(&mut acme, 1, Scope::Scim, Some("okta"), (-300, Some(3)));
        assert_eq!(judged(vec![acme.clone()], false).status, Status::Warning);
        let mut of_other_label = acme.clone();
        issue(&mut of_other_label, 2, Scope::Scim, Some("hr"), (-1, None));
        assert_eq!(judged(vec![of_other_label], false).status, Status::Warning);
        issue(&mut acme, 2, Scope::Scim, Some("okta"), (-1, Some(200)));
        assert_eq!(judged(vec![acme], false).status, Status::Ok);
    }

    #[test]
    fn of_a_client_the_secret_counts_that_lasts_longest() {
        let mut acme = tenant();
        let short = SecretLifetime::of_days(20).unwrap();
        let issued = acme.create_oauth_client([1; 32], None, short, now()).unwrap();
        let found = judged(vec![acme.clone()], false);
        assert!(found.found.contains("secret of the OAuth client"), "{found:?}");
        let rotate = format!("rollcall oauth-client rotate acme {} --stack rollcall", issued.client_id);
        assert_eq!(found.commands, [rotate]);
        let own = acme.oauth_clients[0].id.clone();
        acme.rotate_oauth_client(&own, [2; 32], SecretLifetime::default(), None, now()).unwrap();
        assert_eq!(judged(vec![acme], false).status, Status::Ok);
    }

    #[test]
    fn many_are_counted_and_each_has_its_command() {
        let of = |number: usize| {
            let mut one = tenant();
            one.id = TenantId::parse(&format!("t{number}")).unwrap();
            issue(&mut one, 1, Scope::Scim, None, (-300, Some(3)));
            one
        };
        let found = judged((0..25).map(of).collect(), false);
        assert!(found.found.ends_with("; and 15 more"), "{found:?}");
        assert_eq!(found.commands.len(), 25);
    }

    #[test]
    fn the_operators_tokens_are_judged_alike() {
        let mut tokens = OperatorTokens::default();
        let judged = |tokens: &OperatorTokens| {
            let facts = Facts { operator: Ok(tokens.clone()), tenants: Err(Gap::Absent) };
            examine(&facts, &stack(), now()).remove(0)
        };
        assert_eq!(judged(&tokens).found, "you have no tokens of your own");
        tokens.issue([1; 32], Some("backend".to_owned()), Some(now() + DAY * 5), now() - DAY * 85).unwrap();
        let found = judged(&tokens);
        let renew = "rollcall token issue --operator --label backend --expires-in-days 90 --stack rollcall";
        assert_eq!((found.status, found.commands), (Status::Warning, vec![renew.to_owned()]));
    }
}
