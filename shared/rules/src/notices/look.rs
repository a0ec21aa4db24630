//! What is due: a pure comparison of a tenant, of what its directory asked, of what was told, and the time.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Cause, Credential, CredentialKind, Notice, Notices, OwedNotice, Spell};
use crate::contact::Contact;
use crate::link_life::after;
use crate::oauth::{ClientId, Method};
use crate::tenant::{Plan, ScimGate, Tenant};
use crate::token::{OVERLAP, Scope, TokenRecord};

/// How many days before its end a credential is told of, the most first.
pub const THRESHOLDS: [u16; 3] = [30, 14, 3];

/// After how many days without a request a directory is silent, unless the tenant says otherwise.
pub const DEFAULT_SILENCE_DAYS: u16 = 14;

/// The most that a tenant can say, in days.
pub const MAX_SILENCE_DAYS: u16 = 365;

/// The longest time between two looks, should a change of the tenant have gone unseen.
pub const LOOK_EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How often a directory was refused at least, before that is told of.
pub const REFUSED_TIMES: u64 = 3;

/// How long refusals go on before they are told of. The first of them has a look due by then, and so has the first one after
/// each look.
pub const REFUSED_FOR: SignedDuration = SignedDuration::from_hours(20);

/// A credential with its life, so far as it bears on notices.
struct Held {
    credential: Credential,
    /// From when on its end stands: when it was made, or when another one took its place.
    stands_since: Timestamp,
    /// Has another one taken its place, which is in use?
    is_replaced: bool,
}

impl Held {
    /// When it reaches a threshold; `None`: its end is nearer than that from the beginning.
    fn reaches(&self, days: u16) -> Option<Timestamp> {
        let at = self.credential.expires_at.checked_sub(days_of(days)).ok()?;
        (at > self.stands_since).then_some(at)
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.is_replaced || now >= self.credential.expires_at
    }
}

impl Notices {
    /// A look: those with what is due owed to all whose address is confirmed, and with the time of the next look. One that is
    /// planned stays, unless another is due before it: so a look that finds nothing changes nothing.
    ///
    /// - A credential is told of once at each of [`THRESHOLDS`]. A late look tells of the nearest one that was reached. One whose
    ///   place another one has taken, which is in use, is not told of.
    /// - A directory that was ever heard of, and may ask, is told of once when it was not heard of for so many days.
    /// - Refusals of a known token that ended, of an OAuth client that proved itself, and for the plan, are told of once when they
    ///   went on for [`REFUSED_FOR`].
    #[must_use]
    pub fn looked(&self, tenant: &Tenant, contact: &Contact, now: Timestamp) -> Self {
        let held = held_by(tenant, contact);
        let mut next = self.clone();
        let mut due = next.expiring(&held, now);
        due.extend(next.silent(tenant, contact, now));
        due.extend(next.refused(tenant, contact));
        let confirmed = self.administrators.iter().filter(|each| each.confirmed_at.is_some());
        let to: Vec<_> = confirmed.map(|each| each.id).collect();
        if !due.is_empty() {
            next.owe(now);
        }
        for notice in due {
            next.told.notices += 1;
            let number = next.told.notices;
            next.owed.push(OwedNotice { number, at: now, notice, announced: false, to: to.clone() });
        }
        let thresholds = held.iter().filter(|held| !held.is_over(now));
        let thresholds =
            thresholds.flat_map(|held| THRESHOLDS.into_iter().filter_map(|days| held.reaches(days)));
        // Heard of again right now, the directory is silent so many days later at the earliest.
        let silent = next.silence_days().map(|days| after(now, days_of(days)));
        let silent = next.silent_at(tenant, contact).filter(|at| *at > now).or(silent);
        let ahead = thresholds.chain(silent).filter(|at| *at > now);
        let planned = Some(self.look_at).filter(|at| *at > now);
        next.look_at = ahead.chain([after(now, LOOK_EVERY)]).chain(planned).min().unwrap_or(now);
        next
    }

    /// Does an owed notice still hold? One of a credential that has ended, or was taken away, does not.
    pub(super) fn holds(notice: &Notice, tenant: &Tenant, now: Timestamp) -> bool {
        let Notice::Expiring { credential, .. } = notice else { return true };
        let held = held_by(tenant, &Contact::default());
        held.iter().any(|held| held.credential.id == credential.id && !held.is_over(now))
    }

    fn expiring(&mut self, held: &[Held], now: Timestamp) -> Vec<Notice> {
        self.told.expiring.retain(|id, _| held.iter().any(|held| held.credential.id == *id));
        let mut due = Vec::new();
        for held in held.iter().filter(|held| !held.is_over(now)) {
            let reached = |days: &u16| held.reaches(*days).is_some_and(|at| at <= now);
            let Some(days) = THRESHOLDS.into_iter().rev().find(reached) else { continue };
            let credential = &held.credential;
            if self.told.expiring.get(&credential.id).is_none_or(|told| days < *told) {
                self.told.expiring.insert(credential.id.clone(), days);
                due.push(Notice::Expiring { credential: credential.clone(), days });
            }
        }
        due
    }

    /// When the directory will be silent, if nothing is heard of it.
    fn silent_at(&self, tenant: &Tenant, contact: &Contact) -> Option<Timestamp> {
        let days = self.silence_days()?;
        let heard_at = contact.heard_at?;
        (tenant.may_use_scim().is_ok() && has_credential(tenant)).then(|| after(heard_at, days_of(days)))
    }

    fn silent(&mut self, tenant: &Tenant, contact: &Contact, now: Timestamp) -> Option<Notice> {
        let heard_at = contact.heard_at?;
        if self.told.silent_since.is_some_and(|told| told != heard_at) {
            self.told.silent_since = None;
        }
        let is_silent = self.silent_at(tenant, contact).is_some_and(|at| at <= now);
        if !is_silent || self.told.silent_since.is_some() {
            return None;
        }
        self.told.silent_since = Some(heard_at);
        let days = now.duration_since(heard_at).as_hours() / 24;
        Some(Notice::Silent { heard_at, days: u16::try_from(days).unwrap_or(u16::MAX) })
    }

    fn refused(&mut self, tenant: &Tenant, contact: &Contact) -> Vec<Notice> {
        let found = refusals(tenant, contact);
        self.told.refused.retain(|key, _| found.contains_key(key));
        let mut due = Vec::new();
        for (key, Found { cause, at, times, mended_at }) in found {
            let begins = Spell { since: at, told: false };
            let spell = self.told.refused.entry(key).or_insert(begins);
            if mended_at.is_some_and(|mended_at| mended_at > spell.since) {
                *spell = begins;
            }
            let goes_on = times >= REFUSED_TIMES && at.duration_since(spell.since) >= REFUSED_FOR;
            if goes_on && !spell.told {
                spell.told = true;
                due.push(Notice::Refused { cause, at });
            }
        }
        due
    }
}

/// Refusals that have one cause.
struct Found {
    cause: Cause,
    /// The last time.
    at: Timestamp,
    times: u64,
    /// When the same client last got what it is refused now.
    mended_at: Option<Timestamp>,
}

/// What a directory is refused, by what is at fault. A success of another token mends no refusal of a token that ended: it may
/// be another directory's. A token for the same client mends what it was refused before.
fn refusals(tenant: &Tenant, contact: &Contact) -> BTreeMap<String, Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let is_off_plan = tenant.may_use_scim() == Err(ScimGate::Plan);
    let watched = contact.refused.iter().filter(|refused| refused.refusal.is_watched());
    for refused in watched {
        let (key, cause, mended_at) = match (refused.refusal.client(), refused.refusal.token()) {
            (Some((id, Some(fault))), _) => {
                let client = tenant.oauth_clients.iter().find(|client| client.id == id);
                let still = client.filter(|_| contact.token_since(id, refused).is_none());
                let Some(client) = still else { continue };
                let (client_id, label) = (ClientId::text(&tenant.id, id), client.label.clone());
                let cause = Cause::Client { client_id, label, fault };
                (format!("client {id}"), cause, contact.used.get(id).copied())
            }
            (None, Some(token)) if refused.refusal.status == 401 => {
                let label = tenant.label_of_token(token);
                (format!("token {token}"), Cause::Token { token: token.to_owned(), label }, None)
            }
            (None, None) if refused.refusal.status == 403 && is_off_plan => {
                ("plan".to_owned(), Cause::Plan, None)
            }
            _ => continue,
        };
        let all = found.entry(key).or_insert_with(|| Found {
            cause: cause.clone(),
            at: refused.at,
            times: 0,
            mended_at,
        });
        if refused.at > all.at {
            (all.at, all.cause) = (refused.at, cause);
        }
        all.times = all.times.saturating_add(refused.times);
    }
    found
}

/// Has the tenant anything by which a directory could ask?
fn has_credential(tenant: &Tenant) -> bool {
    tenant.plan == Plan::Advanced
        && (tenant.tokens.iter().any(|token| token.scope == Scope::Scim) || !tenant.oauth_clients.is_empty())
}

/// The credentials of a tenant's directory that have an end. The tokens of the operator's own backend are not among them.
fn held_by(tenant: &Tenant, contact: &Contact) -> Vec<Held> {
    let tokens = tenant.tokens.iter().filter(|token| token.scope == Scope::Scim);
    let tokens = tokens.filter_map(|token| held_token(tenant, token, contact));
    let secrets = tenant.oauth_clients.iter().filter(|client| !matches!(client.method, Method::Jwt(_)));
    let secrets = secrets.flat_map(|client| {
        client.secrets.iter().map(move |secret| {
            let newer = client.secrets.iter().filter(|each| each.created_at > secret.created_at);
            let newer = newer.filter(|each| each.expires_at > secret.expires_at);
            let newest = newer.max_by_key(|each| each.created_at);
            let label = client.label.clone();
            let (id, client) = (secret.id.clone(), Some(client.id.clone()));
            let (kind, expires_at) = (CredentialKind::ClientSecret, secret.expires_at);
            Held {
                credential: Credential { kind, id, label, client, expires_at },
                stands_since: newest.map_or(secret.created_at, |each| each.created_at),
                is_replaced: newest.is_some_and(|each| is_taken_up(contact, &secret.id, &each.id)),
            }
        })
    });
    tokens.chain(secrets).collect()
}

fn held_token(tenant: &Tenant, token: &TokenRecord, contact: &Contact) -> Option<Held> {
    let expires_at = token.expires_at?;
    // A rotation brings the end forward to a week after the new token was made. Nothing else says that one is for another.
    let takes_over = |each: &&TokenRecord| {
        each.scope == Scope::Scim
            && each.label == token.label
            && each.created_at > token.created_at
            && each.expires_at.is_none_or(|end| end > expires_at)
            && each.created_at < expires_at
            && after(each.created_at, OVERLAP) >= expires_at
    };
    let newest = tenant.tokens.iter().filter(takes_over).max_by_key(|each| each.created_at);
    let (kind, id, label) = (CredentialKind::Token, token.id.clone(), token.label.clone());
    Some(Held {
        credential: Credential { kind, id, label, client: None, expires_at },
        stands_since: newest.map_or(token.created_at, |each| each.created_at),
        is_replaced: newest.is_some_and(|each| is_taken_up(contact, &token.id, &each.id)),
    })
}

/// Was the new credential used, and later than the old one?
fn is_taken_up(contact: &Contact, old: &str, new: &str) -> bool {
    let used = |id: &str| contact.used.get(id).copied();
    used(new).is_some_and(|new| used(old).is_none_or(|old| old < new))
}

fn days_of(days: u16) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}
