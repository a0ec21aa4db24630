//! Whatever causes mails, in whatever order: no address and no account gets more than it may within any 24 hours, and
//! what is owed leaves in the end.

#![expect(clippy::unwrap_used, reason = "test code fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::entity::{EntityId, EntityName};
use rollcall_rules::invitation::{CardAccess, NewInvitation};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::mail_limit::{MAILS_A_DAY, MAILS_A_DAY_TO_AN_ADDRESS};
use rollcall_rules::owed::{LinkHashes, MailOutcome};
use rollcall_rules::tenant::{ProfileSync, TenantId};
use rollcall_rules::token::TokenHash;
use rollcall_rules::update::{Desired, update};
use rollcall_rules::user::{Actor, User, UserId};
use uuid::Uuid;

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Clone, Copy)]
enum Step {
    /// To one of some addresses.
    Rename(u8),
    Confirm,
    Invite,
    InviteAgain,
    Revoke,
    AskForNewLink,
    /// The outbox comes by: mails are taken, refused or not taken, or it dies before it notes that they were.
    Deliver(Option<MailOutcome>),
    Wait(SignedDuration),
}

fn steps(addresses: u8) -> impl Strategy<Value = Vec<Step>> {
    let outcome = prop_oneof![
        8 => Just(Some(MailOutcome::Sent)),
        1 => Just(Some(MailOutcome::Refused)),
        2 => Just(Some(MailOutcome::Failed)),
        1 => Just(None),
    ];
    let step = prop_oneof![
        8 => (0..addresses).prop_map(Step::Rename),
        1 => Just(Step::Confirm),
        2 => Just(Step::Invite),
        2 => Just(Step::InviteAgain),
        1 => Just(Step::Revoke),
        2 => Just(Step::AskForNewLink),
        9 => outcome.prop_map(Step::Deliver),
        2 => (1_i64..20).prop_map(|minutes| Step::Wait(SignedDuration::from_mins(minutes))),
        1 => (1_i64..30).prop_map(|hours| Step::Wait(SignedDuration::from_hours(hours))),
    ];
    vec(step, 1..160)
}

/// A person on the way, and the mails that left or may have left: to whom and when.
struct Life {
    user: User,
    now: Timestamp,
    left: Vec<(EmailAddress, Timestamp)>,
}

impl Life {
    fn begin() -> Self {
        let now = "2026-01-10T09:30:00Z".parse().unwrap();
        let (id, acme) = (UserId::new(Uuid::from_u128(1)), TenantId::parse("acme").unwrap());
        let user = User::native(id, acme, EmailAddress::parse("ada@example.com").unwrap(), now);
        Self { user, now, left: Vec::new() }
    }

    fn step(&mut self, number: u128, step: Step) {
        let (user, now) = (&self.user, self.now);
        let after = match step {
            Step::Rename(address) => {
                let user_name = EmailAddress::parse(&format!("king{address}@example.com")).unwrap();
                let User { external_id, profile, .. } = user.clone();
                let desired = Desired { user_name, external_id, active: true, profile };
                let change = NewEmailChange { id: Uuid::from_u128(number), link_lifetime: LINK_LIFETIME };
                Some(update(user, desired, ProfileSync::Off, change, now))
            }
            Step::Confirm => user.email_change.as_ref().map(|change| user.confirmed(change, now)),
            Step::Invite => {
                let new = NewInvitation {
                    id: Uuid::from_u128(number),
                    entity: EntityId::new(Uuid::from_u128(5)),
                    entity_name: EntityName::parse("Acme GmbH").unwrap(),
                    card_access: CardAccess::Card,
                    invited_by: None,
                    link_lifetime: LINK_LIFETIME,
                };
                user.invited(new, Actor::Admin, now).ok()
            }
            Step::InviteAgain => user.invited_again(Actor::Admin, now).ok(),
            Step::Revoke => user.invitation_revoked(Actor::Admin, now).ok(),
            Step::AskForNewLink => {
                let change = user.email_change.as_ref();
                change.and_then(|change| user.asked_for_new_link(change, now).ok())
            }
            Step::Deliver(outcome) => {
                self.deliver(outcome);
                None
            }
            Step::Wait(time) => {
                self.now += time;
                None
            }
        };
        self.user = after.unwrap_or_else(|| self.user.clone());
    }

    fn deliver(&mut self, outcome: Option<MailOutcome>) {
        let hashes = LinkHashes { email_change: TokenHash::of("one"), invitation: TokenHash::of("two") };
        let Some(claimed) = self.user.claim(&hashes, self.now) else { return };
        if outcome != Some(MailOutcome::Failed) {
            self.left.extend(claimed.mails.iter().map(|(_, letter)| (letter.to().clone(), self.now)));
        }
        self.user = match outcome {
            Some(outcome) => {
                let outcomes: Vec<_> = claimed.mails.iter().map(|(mail, _)| (*mail, outcome)).collect();
                claimed.user.settle(&outcomes, self.now)
            }
            None => claimed.user,
        };
    }

    /// In no 24 hours that end with a mail there were more than are allowed.
    fn check(&self) -> Result<(), TestCaseError> {
        for (to, at) in &self.left {
            let of_a_day =
                self.left.iter().filter(|(_, other)| other <= at && at.duration_since(*other) < DAY);
            prop_assert!(of_a_day.clone().count() <= MAILS_A_DAY, "{:?}", self.left);
            let to_it = of_a_day.filter(|(other, _)| other.is_same(to)).count();
            prop_assert!(to_it <= MAILS_A_DAY_TO_AN_ADDRESS, "{:?}", self.left);
        }
        Ok(())
    }
}

fn check(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut life = Life::begin();
    for (number, step) in (100..).zip(steps) {
        life.step(number, *step);
    }
    let quiet_since = life.now;
    for _ in 0..8 {
        let Some(owed) = &life.user.owed else { break };
        if owed.claims > 0 {
            life.now = life.now.max(owed.due_at);
        }
        life.deliver(Some(MailOutcome::Sent));
    }
    life.check()?;
    prop_assert_eq!(&life.user.owed, &None, "it is never sent");
    prop_assert!(life.now.duration_since(quiet_since) <= DAY, "a mail waits for longer than a day");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_gets_too_many_mails_and_each_gets_the_last(steps in steps(3)) {
        check(&steps)?;
    }

    #[test]
    fn an_account_that_goes_through_many_addresses_causes_no_more(steps in steps(200)) {
        check(&steps)?;
    }
}
