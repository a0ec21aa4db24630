//! Notices over time: whatever happens to a tenant's credentials and requests, and however late the looks come, nothing is
//! told twice, nothing of a credential that ended, and nothing that is due is missed.

#![expect(clippy::unwrap_used, reason = "test code fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::contact::{Contact, Refusal, Refused};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::mail_limit::{MAILS_A_DAY, MAILS_A_DAY_TO_AN_ADDRESS};
use rollcall_rules::notices::administrator::{AdministratorId, LinkPurpose, NewAdministrator};
use rollcall_rules::notices::send::Says;
use rollcall_rules::notices::{LOOK_EVERY, Notice, Notices, THRESHOLDS};
use rollcall_rules::oauth::SecretLifetime;
use rollcall_rules::owed::MailOutcome;
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use rollcall_rules::token::Scope;
use uuid::Uuid;

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Clone, Copy)]
enum Step {
    /// A token that lasts so many hours.
    Issue(u16),
    Rotate(u8),
    RevokeToken(u8),
    CreateClient(u16),
    RotateClient(u8),
    RevokeClient(u8),
    /// The directory asks by one of the tokens.
    Ask(u8),
    /// Hours go by.
    Wait(u16),
    Look,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (1_u16..1_500).prop_map(Step::Issue),
        1 => any::<u8>().prop_map(Step::Rotate),
        1 => any::<u8>().prop_map(Step::RevokeToken),
        1 => (1_u16..60).prop_map(Step::CreateClient),
        1 => any::<u8>().prop_map(Step::RotateClient),
        1 => any::<u8>().prop_map(Step::RevokeClient),
        3 => any::<u8>().prop_map(Step::Ask),
        6 => (1_u16..240).prop_map(Step::Wait),
        8 => Just(Step::Look),
    ];
    vec(step, 1..80)
}

fn start() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn acme() -> Tenant {
    Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, start())
}

fn days(days: u16) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

/// A tenant on its way, and what its administrators were told.
struct Life {
    tenant: Tenant,
    contact: Contact,
    notices: Notices,
    now: Timestamp,
    secrets: u8,
    told: Vec<(Timestamp, Notice)>,
    /// Ends that were in force at some time, by the credential's id.
    ends: BTreeMap<String, Timestamp>,
}

impl Life {
    fn new() -> Self {
        let (tenant, now) = (acme(), start());
        let notices = Notices::new(tenant.id.clone(), now);
        let contact = Contact::default();
        Self { tenant, contact, notices, now, secrets: 0, told: Vec::new(), ends: BTreeMap::new() }
    }

    fn secret(&mut self) -> [u8; 32] {
        self.secrets = self.secrets.wrapping_add(1);
        [self.secrets; 32]
    }

    fn token(&self, which: u8) -> Option<String> {
        let count = self.tenant.tokens.len().max(1);
        self.tenant.tokens.get(usize::from(which) % count).map(|token| token.id.clone())
    }

    fn client(&self, which: u8) -> Option<String> {
        let count = self.tenant.oauth_clients.len().max(1);
        self.tenant.oauth_clients.get(usize::from(which) % count).map(|client| client.id.clone())
    }

    fn step(&mut self, step: Step) {
        let (now, secret) = (self.now, self.secret());
        match step {
            Step::Issue(hours) => {
                let end = Some(now + SignedDuration::from_hours(hours.into()));
                let _full = self.tenant.issue_token(secret, Scope::Scim, None, end, now);
            }
            Step::Rotate(which) => {
                if let Some(id) = self.token(which) {
                    let _full = self.tenant.rotate_token(&id, secret, None, now);
                }
            }
            Step::RevokeToken(which) => {
                if let Some(id) = self.token(which) {
                    self.tenant.revoke_token(&id, now);
                }
            }
            Step::CreateClient(days) => {
                let lifetime = SecretLifetime::of_days(days).unwrap();
                let _full = self.tenant.create_oauth_client(secret, None, lifetime, now);
            }
            Step::RotateClient(which) => {
                if let Some(id) = self.client(which) {
                    let _full =
                        self.tenant.rotate_oauth_client(&id, secret, SecretLifetime::default(), None, now);
                }
            }
            Step::RevokeClient(which) => {
                if let Some(id) = self.client(which) {
                    self.tenant.revoke_oauth_client(&id);
                }
            }
            Step::Ask(which) => {
                if let Some(id) = self.token(which) {
                    self.contact.used.insert(id, now);
                    self.contact.heard_at = Some(now);
                }
            }
            Step::Wait(hours) => self.now += SignedDuration::from_hours(hours.into()),
            Step::Look => self.look(),
        }
    }

    fn look(&mut self) {
        let before = self.notices.told.notices;
        self.notices = self.notices.looked(&self.tenant, &self.contact, self.now);
        let new = self.notices.owed.iter().filter(|owed| owed.number > before);
        self.told.extend(new.map(|owed| (owed.at, owed.notice.clone())));
        let again = self.notices.looked(&self.tenant, &self.contact, self.now);
        assert_eq!(again, self.notices, "a second look at the same time");
        assert!(self.notices.look_at > self.now && self.notices.look_at <= self.now + LOOK_EVERY);
        for token in self.tenant.tokens.iter().filter_map(|token| Some((token.id.clone(), token.expires_at?)))
        {
            self.ends.insert(token.0, token.1);
        }
        for secret in self.tenant.oauth_clients.iter().flat_map(|client| &client.secrets) {
            self.ends.insert(secret.id.clone(), secret.expires_at);
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_told_twice_nor_of_what_has_ended(steps in steps()) {
        let mut life = Life::new();
        for step in steps {
            life.step(step);
        }
        let (mut thresholds, mut silences) = (BTreeSet::new(), BTreeSet::new());
        for (at, notice) in &life.told {
            match notice {
                Notice::Expiring { credential, days: reached } => {
                    prop_assert!(thresholds.insert((credential.id.clone(), *reached)), "twice: {credential:?}");
                    prop_assert!(*at < credential.expires_at, "after its end: {credential:?}");
                    prop_assert!(*at >= credential.expires_at - days(*reached), "too early: {credential:?}");
                    prop_assert!(life.ends.contains_key(&credential.id));
                }
                Notice::Silent { heard_at, .. } => {
                    prop_assert!(silences.insert(*heard_at), "twice silent since {heard_at}");
                    prop_assert!(*at >= *heard_at + days(14));
                }
                Notice::Refused { .. } => prop_assert!(false, "nothing was refused"),
            }
        }
    }

    /// A token that nobody touches: however late the looks come, each threshold is told of, or a nearer one, or the token ended.
    #[test]
    fn a_late_look_misses_nothing(hours in 1_i64..2_000, waits in vec(1_i64..400, 1..60)) {
        let (mut tenant, mut now) = (acme(), start());
        let end = now + SignedDuration::from_hours(hours);
        tenant.issue_token([1; 32], Scope::Scim, None, Some(end), now).unwrap();
        let mut notices = Notices::new(tenant.id.clone(), now);
        let mut last = now;
        for wait in waits {
            notices = notices.looked(&tenant, &Contact::default(), now);
            let told: Vec<u16> = notices.owed.iter().map(|owed| match &owed.notice {
                Notice::Expiring { days, .. } => *days,
                other => panic!("{other:?}"),
            }).collect();
            let reached = |each: u16| {
                let at = end - days(each);
                at > start() && at <= now && now < end
            };
            for each in THRESHOLDS.into_iter().filter(|each| reached(*each)) {
                prop_assert!(told.iter().any(|told| *told <= each), "{each} days: {told:?} at {now}");
            }
            prop_assert!(told.is_sorted_by(|before, after| before > after), "{told:?}");
            last = now;
            now += SignedDuration::from_hours(wait);
        }
        // Who looks when a look is due tells each threshold on its hour.
        prop_assert!(last >= start());
    }

    #[test]
    fn looks_that_come_when_they_are_due_tell_at_each_threshold(hours in 1_i64..2_000) {
        let (mut tenant, mut now) = (acme(), start());
        let end = now + SignedDuration::from_hours(hours);
        tenant.issue_token([1; 32], Scope::Scim, None, Some(end), now).unwrap();
        let mut notices = Notices::new(tenant.id.clone(), now);
        while now < end + DAY {
            notices = notices.looked(&tenant, &Contact::default(), now);
            now = notices.look_at;
        }
        let told: Vec<_> = notices.owed.iter().map(|owed| owed.at).collect();
        let expected: Vec<_> = THRESHOLDS.into_iter().map(|each| end - days(each)).filter(|at| *at > start()).collect();
        prop_assert_eq!(told, expected);
    }

    /// Mails are claimed, sent, refused or not taken, or the sender dies: every notice reaches each confirmed address in the end,
    /// and nobody gets more mails than they may.
    #[test]
    fn every_notice_is_mailed_in_the_end_and_none_above_the_limits(
        people in 1_u128..6,
        outcomes in vec(prop_oneof![
            6 => Just(Some(MailOutcome::Sent)),
            2 => Just(Some(MailOutcome::Failed)),
            1 => Just(None),
        ], 0..40),
    ) {
        let (mut tenant, mut now) = (acme(), start());
        tenant.issue_token([1; 32], Scope::Scim, None, Some(now + days(40)), now).unwrap();
        let mut notices = Notices::new(tenant.id.clone(), now);
        let ids: Vec<_> = (0..people).map(|number| AdministratorId::new(Uuid::from_u128(number))).collect();
        for (number, id) in ids.iter().enumerate() {
            let address = EmailAddress::parse(&format!("admin{number}@example.com")).unwrap();
            let new = NewAdministrator { id: *id, address, language: None, added_by: None };
            notices = notices.with_administrator(&new, now).unwrap().confirmed(*id, now);
        }
        let (mut sent, mut got) = (Vec::new(), BTreeMap::<AdministratorId, u64>::new());
        let mut outcomes = outcomes.into_iter();
        let end = now + days(45);
        while now < end {
            notices = notices.looked(&tenant, &Contact::default(), now).still_owed(&tenant, now);
            let numbers: Vec<_> = notices.owed.iter().map(|owed| owed.number).collect();
            notices = notices.announced(&numbers);
            if let Some(claimed) = notices.claim("delivery", LINK_LIFETIME, now) {
                prop_assert!(claimed.notices.claim("other", LINK_LIFETIME, now).is_none(), "claimed by two");
                prop_assert_eq!(claimed.links.len(), claimed.letters.len());
                prop_assert!(claimed.links.iter().all(|link| link.purpose == LinkPurpose::Stop));
                notices = claimed.notices;
                let outcome = outcomes.next().unwrap_or(Some(MailOutcome::Sent));
                let mut done = Vec::new();
                for letter in claimed.letters {
                    if outcome != Some(MailOutcome::Failed) {
                        sent.push((letter.to.clone(), now));
                        *got.entry(letter.administrator).or_default() |=
                            letter.numbers.iter().fold(0, |all, number| all | 1 << number);
                    }
                    prop_assert!(matches!(letter.says, Says::Expiring(_)));
                    done.extend(outcome.map(|outcome| (letter, outcome)));
                }
                notices = notices.settled(&done, now);
            }
            now = notices.due_at().max(now + SignedDuration::from_mins(1));
        }
        prop_assert!(notices.owed.is_empty() && notices.owed_from.is_none());
        for id in ids {
            prop_assert_eq!(got.get(&id).copied(), Some(0b1110), "each of the three notices");
        }
        for (to, at) in &sent {
            let of_day = |other: &&(EmailAddress, Timestamp)| other.1 >= *at && other.1 < *at + DAY;
            prop_assert!(sent.iter().filter(of_day).count() <= MAILS_A_DAY);
            prop_assert!(sent.iter().filter(of_day).filter(|other| other.0 == *to).count() <= MAILS_A_DAY_TO_AN_ADDRESS);
        }
    }

    /// Refusals are told of once they went on, and once: as long as they come, and whatever else succeeds.
    #[test]
    fn refusals_that_go_on_are_told_of_once(gaps in vec(1_i64..60, 1..40)) {
        let (mut tenant, mut now) = (acme(), start());
        tenant.issue_token([1; 32], Scope::Scim, Some("Okta".to_owned()), None, now).unwrap();
        let token = tenant.tokens.first().unwrap().id.clone();
        tenant.revoke_token(&token, now);
        let mut contact = Contact { heard_at: Some(now), ..Contact::default() };
        let (mut notices, mut times, mut first) = (Notices::new(tenant.id.clone(), now), 0, None);
        for gap in gaps {
            now += SignedDuration::from_hours(gap);
            times += 1;
            first = first.or(Some(now));
            let refusal = Refusal::of_token(&token, 401);
            contact.refused = vec![Refused { refusal, at: now, since: first, times, attribute: None }];
            notices = notices.looked(&tenant, &contact, now);
            let told = notices.owed.iter().filter(|owed| matches!(owed.notice, Notice::Refused { .. })).count();
            let went_on = times >= 3 && now.duration_since(first.unwrap()) >= SignedDuration::from_hours(20);
            prop_assert!(told <= 1);
            prop_assert!(told == 1 || !went_on);
            prop_assert!(told == 0 || times >= 3);
        }
    }
}

#[test]
fn a_rotated_token_is_told_of_only_while_the_new_one_is_not_in_use() {
    let (mut tenant, now) = (acme(), start());
    tenant.issue_token([1; 32], Scope::Scim, None, Some(now + days(365)), now).unwrap();
    let old = tenant.tokens.first().unwrap().id.clone();
    let rotated_at = now + days(100);
    tenant.rotate_token(&old, [2; 32], None, rotated_at).unwrap();
    let new = tenant.tokens.last().unwrap().id.clone();
    let told = |contact: &Contact, at: Timestamp| {
        let notices = Notices::new(tenant.id.clone(), now).looked(&tenant, contact, at);
        notices.owed.iter().filter(|owed| matches!(owed.notice, Notice::Expiring { .. })).count()
    };
    let unused = Contact { used: [(old.clone(), rotated_at)].into(), ..Contact::default() };
    assert_eq!(told(&unused, rotated_at), 0, "a week is left, which the administrator knows");
    assert_eq!(told(&unused, rotated_at + days(4)), 1, "three days are left");
    let in_use = Contact { used: [(old, rotated_at), (new, rotated_at + DAY)].into(), ..Contact::default() };
    assert_eq!(told(&in_use, rotated_at + days(4)), 0);
}

#[test]
fn a_directory_that_may_not_ask_is_not_silent() {
    let (mut tenant, now) = (acme(), start());
    let contact = Contact { heard_at: Some(now), ..Contact::default() };
    let told = |tenant: &Tenant, notices: &Notices| {
        notices
            .looked(tenant, &contact, now + days(14))
            .owed
            .iter()
            .map(|owed| owed.notice.clone())
            .collect::<Vec<_>>()
    };
    let notices = Notices::new(tenant.id.clone(), now);
    assert_eq!(told(&tenant, &notices), [], "no credential");
    tenant.issue_token([1; 32], Scope::Scim, None, None, now).unwrap();
    assert_eq!(told(&tenant, &notices), [Notice::Silent { heard_at: now, days: 14 }]);
    assert_eq!(told(&tenant, &notices.silent_after(15, now).unwrap()), []);
    assert_eq!(told(&tenant, &notices.silent_after(0, now).unwrap()), []);
    assert!(notices.silent_after(366, now).is_err());
    tenant.scim_enabled = false;
    assert_eq!(told(&tenant, &notices), [], "switched off");
}

#[test]
fn an_address_that_is_added_during_a_delivery_is_written_to_as_soon_as_that_ends() {
    let now = start();
    let [ada, bob] = ["ada", "bob"].map(|name| NewAdministrator {
        id: AdministratorId::new(Uuid::from_u128(name.bytes().map(u128::from).sum())),
        address: EmailAddress::parse(&format!("{name}@example.com")).unwrap(),
        language: None,
        added_by: None,
    });
    let notices = Notices::new(acme().id, now).with_administrator(&ada, now).unwrap();
    let claimed = notices.claim("delivery", LINK_LIFETIME, now).unwrap();
    let meanwhile = claimed.notices.with_administrator(&bob, now).unwrap();
    assert!(meanwhile.claim("other", LINK_LIFETIME, now).is_none(), "claimed by two");
    let ended = |outcome: MailOutcome| {
        let outcomes: Vec<_> = claimed.letters.iter().map(|letter| (letter.clone(), outcome)).collect();
        meanwhile.settled(&outcomes, now).claim("other", LINK_LIFETIME, now)
    };
    let to: Vec<_> =
        ended(MailOutcome::Sent).unwrap().letters.iter().map(|letter| letter.administrator).collect();
    assert_eq!(to, [bob.id]);
    assert!(ended(MailOutcome::Failed).is_none(), "who took no mail is not asked again at once");
}
