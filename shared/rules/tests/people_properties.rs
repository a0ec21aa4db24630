//! Whatever is done to a person, in whatever order: no day is billed twice, nobody who is blocked accepts, is mailed or
//! becomes billable, no address of a soft delete is mailed or verified, and the history tells of each change once.

#![expect(clippy::unwrap_used, reason = "test code fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Not;

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::billing::{Currency, Interval, Period, Terms, day_of};
use rollcall_rules::effects::{Effect, effects};
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::entity::{EntityId, EntityName};
use rollcall_rules::invitation::{
    CardAccess, InvitationLinkWorth, InvitationState, NewInvitation, link_worth,
};
use rollcall_rules::link::{Link, LinkKind};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::owed::{Letter, LinkHashes, MailKind, MailOutcome};
use rollcall_rules::place::Place;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::{Plan, ProfileSync, Tenant, TenantId};
use rollcall_rules::token::TokenHash;
use rollcall_rules::update::{Desired, update};
use rollcall_rules::user::{Actor, User, UserId};
use uuid::Uuid;

#[derive(Debug, Clone, Copy)]
enum Step {
    Invite,
    Resend,
    Revoke,
    /// Another card access.
    Place(CardAccess),
    EndPlace,
    /// The sweep notes the end of an invitation.
    NoteExpiry,
    /// By the link that was mailed so many mails ago.
    Accept(usize),
    SetActive(bool),
    /// The directory gives one of [`NAMES`], and says whether the person is active.
    Name(&'static str, bool),
    /// The person confirms the pending change of address.
    Confirm,
    /// The outbox sends what is owed, and it is taken or not.
    Mail(bool),
    /// Reported so many hours late.
    SignIn(i64),
    Renew,
    Wait(SignedDuration),
}

/// Two addresses, marks before either, and an address of a soft delete.
const NAMES: [&str; 5] = [
    "ada@example.com",
    "king@example.com",
    "zz_left_ada@example.com",
    "zz_left_king@example.com",
    "6f2c1b0e8d3a4c1f9a570e4b7d2c9f11ada@example.com",
];

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Invite),
        1 => Just(Step::Resend),
        1 => Just(Step::Revoke),
        1 => proptest::sample::select(&CardAccess::ALL).prop_map(Step::Place),
        1 => Just(Step::EndPlace),
        2 => Just(Step::NoteExpiry),
        4 => (0_usize..3).prop_map(Step::Accept),
        2 => any::<bool>().prop_map(Step::SetActive),
        4 => (proptest::sample::select(&NAMES), any::<bool>()).prop_map(|(name, active)| Step::Name(name, active)),
        1 => Just(Step::Confirm),
        3 => any::<bool>().prop_map(Step::Mail),
        4 => (0_i64..900).prop_map(Step::SignIn),
        3 => Just(Step::Renew),
        4 => (1_i64..400).prop_map(|hours| Step::Wait(SignedDuration::from_hours(hours))),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    (any::<bool>(), 1_i8..=31).prop_map(|(yearly, day)| Terms {
        interval: if yearly { Interval::Yearly } else { Interval::Monthly },
        anchor: jiff::civil::date(2026, 1, day),
        price_minor: 3100,
        currency: Currency::parse("EUR").unwrap(),
    })
}

/// A tenant with these terms.
fn tenant(terms: &Terms) -> Tenant {
    let acme = TenantId::parse("acme").unwrap();
    let new = Tenant::new(acme, "Acme".to_owned(), Plan::Advanced, Timestamp::UNIX_EPOCH);
    Tenant { terms: Some(*terms), ..new }
}

fn offer(id: u128) -> NewInvitation {
    NewInvitation {
        id: Uuid::from_u128(id),
        entity: EntityId::new(Uuid::from_u128(5)),
        entity_name: EntityName::parse("Acme GmbH").unwrap(),
        card_access: CardAccess::Card,
        invited_by: None,
        link_lifetime: LINK_LIFETIME,
    }
}

/// From one hour to another somebody is deactivated, or has no place.
#[derive(Debug, Clone, Copy)]
struct Away {
    is_blocked: bool,
    leaves: i64,
    returns: i64,
}

/// Somebody who accepted an invitation.
fn member() -> User {
    let Life { user, now, .. } = Life::begin();
    let invited = user.invited(offer(7), Actor::Admin, now).unwrap();
    invited.accepted(invited.invitation.as_ref().unwrap(), now)
}

/// What a person costs, by the period to which the days belong, after reports of sign-ins in an order. Each report is
/// `(hour of the sign-in, hour of the report)` from the acceptance on. A run comes each day.
fn sums(terms: &Terms, reports: &[(i64, i64)], away: Away, days: i64) -> BTreeMap<Period, u64> {
    let (tenant, mut user, start) = (tenant(terms), member(), Life::begin().now);
    let after = |hours: i64| start + SignedDuration::from_hours(hours);
    let mut sums = BTreeMap::new();
    let mut add = |lines: Vec<BillingLine>| {
        for line in lines {
            *sums.entry(line.corrects.unwrap_or(line.period())).or_default() += line.amount_minor;
        }
    };
    for hour in 0..days * 24 {
        let now = after(hour);
        if !away.is_blocked && hour == away.leaves {
            user = user.place_ended(Actor::Admin, now).unwrap();
        } else if !away.is_blocked && hour == away.returns {
            let invited = user.invited(offer(8), Actor::Admin, now).unwrap();
            user = invited.accepted(invited.invitation.as_ref().unwrap(), now);
        } else if hour == away.leaves || hour == away.returns {
            let User { user_name, external_id, profile, .. } = user.clone();
            let desired = Desired { user_name, external_id, active: hour == away.returns, profile };
            let change = NewEmailChange { id: Uuid::from_u128(9), link_lifetime: LINK_LIFETIME };
            user = update(&user, desired, ProfileSync::Off, change, now);
        }
        if let Some(billed) = user.renewed(tenant.agreement(day_of(now)), Some(day_of(now)), now) {
            add(billed.lines);
            user = billed.user;
        }
        for (at, _) in reports.iter().filter(|(_, reported)| *reported == hour) {
            let Ok(billed) = user.signed_in(tenant.agreement(day_of(now)), after(*at), now) else { continue };
            add(billed.lines);
            user = billed.user;
        }
    }
    sums
}

/// A person on the way, with what was mailed to them and what they were billed.
struct Life {
    user: User,
    now: Timestamp,
    links: Vec<Link>,
    lines: Vec<BillingLine>,
    mails: usize,
}

impl Life {
    fn begin() -> Self {
        let now = "2026-01-10T09:30:00Z".parse().unwrap();
        let (id, acme) = (UserId::new(Uuid::from_u128(1)), TenantId::parse("acme").unwrap());
        let user = User::native(id, acme, EmailAddress::parse("ada@example.com").unwrap(), now);
        Self { user, now, links: Vec::new(), lines: Vec::new(), mails: 0 }
    }

    /// What the step makes of the person; `None`: nothing, or it is refused.
    fn step(&mut self, number: usize, step: Step, terms: &Terms) -> Result<Option<User>, TestCaseError> {
        let (user, now) = (self.user.clone(), self.now);
        Ok(match step {
            Step::Invite => {
                let invited = user.invited(offer(number as u128 + 100), Actor::Admin, now);
                prop_assert!(invited.is_err() || user.is_active());
                invited.ok()
            }
            Step::Resend => user.invited_again(Actor::Admin, now).ok(),
            Step::Revoke => user.invitation_revoked(Actor::Admin, now).ok(),
            Step::Place(card_access) => {
                let place = user.place().map(|place| Place { card_access, ..place });
                let Some(place) = place else { return Ok(None) };
                let after = user.placed(place.clone(), Actor::Admin, now).unwrap();
                prop_assert!(
                    after.place().is_some_and(|given| given.is_same(&place)) && after.owed == user.owed
                );
                Some(after)
            }
            Step::EndPlace => {
                let after = user.place_ended(Actor::Admin, now);
                let state = user.invitation.as_ref().map(|invitation| invitation.state(now));
                let is_ended = state == Some(InvitationState::Ended);
                prop_assert_eq!(after.is_ok(), user.has_accepted() || is_ended);
                prop_assert!(!is_ended || after.as_ref() == Ok(&user), "asked again, nothing happens");
                prop_assert!(after.as_ref().is_ok_and(|after| after.billed_until != user.billed_until).not());
                after.ok()
            }
            Step::NoteExpiry => {
                let after = user.expiry_noted(now);
                let state = user.invitation.as_ref().map(|invitation| invitation.state(now));
                prop_assert!(after.is_none() || state == Some(InvitationState::Expired));
                prop_assert!(after.as_ref().and_then(|after| after.expiry_noted(now)).is_none(), "once");
                after
            }
            Step::Accept(ago) => {
                let link = self.links.iter().rev().nth(ago).cloned();
                let found = link.as_ref().map(|link| link_worth(link, &user, now));
                match found {
                    Some(InvitationLinkWorth::Live(invitation)) => {
                        prop_assert!(user.is_active() && !user.has_accepted());
                        Some(user.accepted(invitation, now))
                    }
                    _ => None,
                }
            }
            Step::SetActive(active) => {
                let name = user.user_name.as_str().to_owned();
                Some(named(number, &user, &name, active, now))
            }
            Step::Name(name, active) => {
                let after = named(number, &user, name, active, now);
                let again = named(number + 1, &after, name, active, now + SignedDuration::from_mins(1));
                prop_assert_eq!(&again, &after, "what is sent again changes nothing");
                Some(after)
            }
            Step::Confirm => user.email_change.as_ref().map(|change| user.confirmed(change, now)),
            Step::Mail(taken) => {
                self.mails += 1;
                let hash = |kind: &str| TokenHash::of(&format!("{kind} {}", self.mails));
                let hashes = LinkHashes { email_change: hash("change"), invitation: hash("invitation") };
                let Some(claimed) = user.claim(&hashes, now) else { return Ok(None) };
                prop_assert!(user.is_active(), "who is blocked is mailed");
                let recipients = claimed.mails.iter().map(|(_, letter)| match letter {
                    Letter::VerifyLink { to, .. }
                    | Letter::AddressNotice { to, .. }
                    | Letter::Invitation { to, .. } => to,
                });
                prop_assert!(recipients.into_iter().all(|to| !to.is_soft_deleted()));
                self.links.extend(claimed.links.into_iter().filter(|link| link.kind == LinkKind::Invitation));
                let outcome = if taken { MailOutcome::Sent } else { MailOutcome::Failed };
                let outcomes: Vec<_> = claimed.mails.iter().map(|(mail, _)| (*mail, outcome)).collect();
                Some(claimed.user.settle(&outcomes, now))
            }
            Step::SignIn(late) => {
                let at = now - SignedDuration::from_hours(late);
                let tenant = tenant(terms);
                let agreement = tenant.agreement(day_of(now));
                let Ok(billed) = user.signed_in(agreement, at, now) else { return Ok(None) };
                let was_active = user.deactivation.is_none_or(|since| at < since.deactivated_at);
                let lost = user.past_places.last().is_some_and(|place| at < place.ended_at);
                prop_assert!(was_active && (user.has_accepted() || lost));
                self.lines.extend(billed.lines);
                Some(billed.user)
            }
            Step::Renew => {
                let tenant = tenant(terms);
                let Some(billed) = user.renewed(tenant.agreement(day_of(now)), None, now) else {
                    return Ok(None);
                };
                let lost = user.past_places.last().filter(|_| !user.has_accepted());
                let until = lost.map(|place| day_of(place.ended_at));
                let starts = billed.lines.iter().map(|line| line.billable_from);
                prop_assert!(
                    starts.into_iter().all(|day| until.is_none_or(|until| day <= until)),
                    "without a place"
                );
                self.lines.extend(billed.lines);
                Some(billed.user)
            }
            Step::Wait(time) => {
                self.now += time;
                None
            }
        })
    }

    fn check(&self, before: &User) -> Result<(), TestCaseError> {
        let (user, now) = (&self.user, self.now);
        let mails = user.owed.iter().flat_map(|owed| &owed.mails);
        for mail in mails.filter(|mail| mail.kind == MailKind::Invitation) {
            let invitation = user.invitation.as_ref().filter(|invitation| invitation.id == mail.about);
            let state = invitation.map(|invitation| invitation.state(now));
            let is_open = matches!(state, Some(InvitationState::Sent | InvitationState::Expired));
            prop_assert!(is_open, "a mail is owed that nobody is to get");
        }
        let pending = user.email_change.as_ref().map(|change| &change.to);
        prop_assert!(pending.into_iter().chain([&user.email]).all(|address| !address.is_soft_deleted()));
        let follows = pending.unwrap_or(&user.email).is_same(&user.user_name);
        prop_assert!(
            follows || !user.is_active() || user.user_name.is_soft_deleted(),
            "no change to the name"
        );
        let told = effects(Some(before), Some(user));
        let told = told.iter().filter(|effect| matches!(effect, Effect::Record(_))).count();
        prop_assert_eq!(told, usize::from(user.version != before.version));
        prop_assert!(user.revision >= user.version && user.revision >= before.revision);

        let mut days = BTreeSet::new();
        for line in &self.lines {
            prop_assert!(line.period_start <= line.billable_from && line.billable_from < line.billed_until());
            prop_assert!(line.billed_until() <= line.period_end);
            prop_assert!(line.amount_minor <= line.price_minor);
            for day in line
                .billable_from
                .series(jiff::Span::new().days(1))
                .take_while(|day| *day < line.billed_until())
            {
                prop_assert!(days.insert(day), "{day} is billed twice");
            }
        }
        prop_assert!(self.lines.is_empty() || user.first_signed_in_at.is_some());
        prop_assert_eq!(days.last().map(|last| last.tomorrow().unwrap()), user.billed_until);
        Ok(())
    }
}

/// The account as the directory wants it.
fn named(number: usize, user: &User, name: &str, active: bool, now: Timestamp) -> User {
    let desired = Desired {
        user_name: EmailAddress::parse(name).unwrap(),
        external_id: user.external_id.clone(),
        active,
        profile: user.profile.clone(),
    };
    let change = NewEmailChange { id: Uuid::from_u128(number as u128 + 1000), link_lifetime: LINK_LIFETIME };
    update(user, desired, ProfileSync::Off, change, now)
}

/// Days of which sign-ins are drawn.
const DAYS: i64 = 25;

proptest! {
    /// The sign-ins are the same, and so are the person's absence and the runs; only the reports come in another order, on
    /// other days.
    #[test]
    fn what_a_person_costs_of_a_period_does_not_depend_on_the_order_of_reports(
        terms in terms(),
        signed_in in vec(0..DAYS * 24, 1..6),
        delays in vec(0..30 * 24_i64, 6),
        others in vec(0..30 * 24_i64, 6),
        (leaves, stays_away, is_blocked) in (0..DAYS * 24, 1..200_i64, any::<bool>()),
    ) {
        let away = Away { is_blocked, leaves, returns: leaves + stays_away };
        let at_work = |hour: &&i64| !(away.leaves..=away.returns).contains(*hour);
        let reports = |delays: &[i64]| -> Vec<(i64, i64)> {
            signed_in.iter().filter(at_work).zip(delays).map(|(at, delay)| (*at, at + delay)).collect()
        };
        let (one, other) = (reports(&delays), reports(&others));
        prop_assert_eq!(sums(&terms, &one, away, 70), sums(&terms, &other, away, 70));
    }

    #[test]
    fn no_life_bills_a_day_twice_or_lets_in_who_is_blocked(terms in terms(), steps in vec(steps(), 1..40)) {
        let mut life = Life::begin();
        for (number, step) in steps.into_iter().enumerate() {
            let before = life.user.clone();
            if let Some(after) = life.step(number, step, &terms)? {
                life.user = after;
            }
            life.check(&before)?;
        }
    }
}
