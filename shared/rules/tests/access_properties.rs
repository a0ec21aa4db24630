//! Whatever changes, and in whatever order: after the reviews that follow, people have the roles that the rules say and no
//! others, and nobody is invited twice while they stay in a group.

#![expect(clippy::unwrap_used, reason = "test code fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use rollcall_rules::access::{Access, AccessRule, Inviting, RoleId, RoleName, RolesFrom};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::effects::{Effect, effects};
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_rules::group::GroupId;
use rollcall_rules::invitation::{CardAccess, InvitationState};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::tenant::{ProfileSync, TenantId};
use rollcall_rules::update::{Desired, unlink, update};
use rollcall_rules::user::{Actor, User, UserId};
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Step {
    /// The person is in the groups of these bits.
    Groups(u8),
    /// The rule of a group: a role, and whether it invites.
    Rule(u8, Option<u8>, bool),
    NoRule(u8),
    /// The rules in another order: the last one first.
    Turn,
    RolesFrom(RolesFrom),
    /// The directory says the roles of these bits.
    DirectoryRoles(u8),
    SetActive(bool),
    Unlink,
    Link,
    /// The person accepts what they are invited to.
    Accept,
    EndPlace,
    RevokeByHand,
    /// A review, by rules that were read so many steps before.
    Review(usize),
    Wait(SignedDuration),
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any::<u8>().prop_map(Step::Groups),
        4 => (0_u8..3, proptest::option::of(0_u8..3), any::<bool>())
            .prop_map(|(group, role, invite)| Step::Rule(group, role, invite)),
        2 => (0_u8..3).prop_map(Step::NoRule),
        1 => Just(Step::Turn),
        1 => any::<bool>().prop_map(|groups| Step::RolesFrom(if groups { RolesFrom::Groups } else { RolesFrom::Directory })),
        1 => any::<u8>().prop_map(Step::DirectoryRoles),
        3 => any::<bool>().prop_map(Step::SetActive),
        1 => Just(Step::Unlink),
        2 => Just(Step::Link),
        2 => Just(Step::Accept),
        1 => Just(Step::EndPlace),
        1 => Just(Step::RevokeByHand),
        8 => (0_usize..3).prop_map(Step::Review),
        2 => (1_i64..300).prop_map(|hours| Step::Wait(SignedDuration::from_hours(hours))),
    ]
}

fn group(number: u8) -> GroupId {
    GroupId::new(Uuid::from_u128(100 + u128::from(number)))
}

fn role(number: u8) -> RoleId {
    RoleId::parse(&format!("role-{number}")).unwrap()
}

fn of_bits(bits: u8) -> impl Iterator<Item = u8> {
    (0_u8..3).filter(move |number| bits & (1 << number) != 0)
}

/// A person at a tenant, as the outbox sees to them.
struct World {
    access: Access,
    /// The rules as they were before each step, the latest last.
    earlier: Vec<Access>,
    entities: Vec<Entity>,
    user: User,
    now: Timestamp,
    ids: u128,
    /// Invitations that rules made, by group, while the person stays in it and its rule stands.
    invited: BTreeMap<GroupId, usize>,
}

impl World {
    fn begin() -> Self {
        let now: Timestamp = "2026-03-02T09:30:00Z".parse().unwrap();
        let acme = TenantId::parse("acme").unwrap();
        let mut access = Access::none(acme.clone());
        for number in 0..3 {
            access = access.with_role(role(number), RoleName::parse("Role").unwrap(), None, now).unwrap();
        }
        let entity = EntityId::new(Uuid::from_u128(5));
        let entities = vec![Entity::new(entity, acme.clone(), EntityName::parse("Acme").unwrap(), now)];
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let user = User { linked: true, ..User::native(UserId::new(Uuid::from_u128(1)), acme, email, now) };
        Self { access, earlier: Vec::new(), entities, user, now, ids: 1000, invited: BTreeMap::new() }
    }

    /// What the stream brings of a change: whether the account is reviewed.
    fn write(&mut self, after: User) {
        let calls = effects(Some(&self.user), Some(&after)).contains(&Effect::Review);
        let left: Vec<GroupId> = self.user.groups.difference(&after.groups).copied().collect();
        for group in left {
            self.invited.remove(&group);
        }
        let differs = self.user != after;
        self.user = after;
        // As the store does it, for the sweep.
        if differs && calls {
            self.user.access_due = Some(self.now);
        }
    }

    fn review(&mut self, access: &Access) {
        self.ids += 1;
        let inviting = Inviting {
            entities: &self.entities,
            id: Uuid::from_u128(self.ids),
            link_lifetime: LINK_LIFETIME,
        };
        let after = self.user.reviewed(access, &inviting, self.now);
        let id = |user: &User| user.invitation.as_ref().map(|invitation| invitation.id);
        if id(&after) != id(&self.user) {
            for group in after.groups.iter().filter(|group| !self.user.invited_by_groups.contains(group)) {
                let offers = access.rule(*group).is_some_and(|rule| rule.offer().is_some());
                *self.invited.entry(*group).or_default() += usize::from(offers);
            }
            assert!(self.user.is_active() && self.user.linked && self.user.place().is_none());
        }
        assert_eq!(after.place(), self.user.place(), "a place is nobody's but the person's");
        let was_taken_back =
            after.invitation.as_ref().is_some_and(|invitation| invitation.revoked_at == Some(self.now));
        if was_taken_back {
            self.invited.clear();
        }
        assert_eq!(after.reviewed(access, &inviting, self.now), after, "a second review changes nothing");
        self.user = after;
    }

    fn rule(&mut self, group_number: u8, role_number: Option<u8>, invite: bool) {
        let rule = AccessRule {
            group: group(group_number),
            role: role_number.map(role),
            entity: self.entities.first().filter(|_| invite).map(|entity| entity.id),
            card_access: invite.then_some(if role_number == Some(1) {
                CardAccess::ReimbursementOnly
            } else {
                CardAccess::Card
            }),
            invite,
        };
        if let Ok(after) = self.access.with_rule(rule, None, Uuid::from_u128(9), self.now) {
            self.access = after;
        }
    }

    fn step(&mut self, step: &Step) {
        let (user, now) = (self.user.clone(), self.now);
        self.earlier.push(self.access.clone());
        match step {
            Step::Groups(bits) => {
                let groups: BTreeSet<GroupId> = of_bits(*bits).map(group).collect();
                if let Ok(after) = user.with_groups(groups, Actor::Directory, now) {
                    self.write(after);
                }
            }
            Step::Rule(group, role, invite) => self.rule(*group, *role, *invite),
            Step::NoRule(number) => {
                if let Ok(after) = self.access.without_rule(group(*number), Uuid::from_u128(9), now) {
                    self.access = after;
                }
            }
            Step::Turn => {
                let mut order: Vec<GroupId> = self.access.rules.iter().map(|rule| rule.group).collect();
                let by = usize::from(!order.is_empty());
                order.rotate_right(by);
                self.access = self.access.with_order(&order).unwrap();
            }
            Step::RolesFrom(from) => {
                self.access = self.access.with_roles_from(*from, Uuid::from_u128(9), now);
            }
            Step::DirectoryRoles(bits) if user.linked => {
                self.write(User { directory_roles: of_bits(*bits).map(role).collect(), ..user });
            }
            Step::SetActive(active) if user.linked => {
                let User { user_name, external_id, profile, .. } = user.clone();
                let desired = Desired { user_name, external_id, active: *active, profile };
                let change = NewEmailChange { id: Uuid::from_u128(7), link_lifetime: LINK_LIFETIME };
                self.write(update(&user, desired, ProfileSync::Off, change, now));
            }
            Step::Unlink => self.write(unlink(&user, now)),
            Step::Link => self.write(User { linked: true, ..user }),
            Step::Accept => {
                let live = user
                    .invitation
                    .as_ref()
                    .filter(|invitation| invitation.state(now) == InvitationState::Sent);
                if let Some(invitation) = live.filter(|_| user.is_active()) {
                    self.write(user.accepted(invitation, now));
                }
            }
            Step::EndPlace => self.user = user.place_ended(Actor::Admin, now).unwrap_or(user),
            Step::RevokeByHand => self.user = user.invitation_revoked(Actor::Admin, now).unwrap_or(user),
            Step::Review(ago) => {
                let rules = self.earlier.iter().rev().nth(*ago).unwrap_or(&self.access).clone();
                self.review(&rules);
            }
            Step::Wait(time) => self.now += *time,
            Step::DirectoryRoles(_) | Step::SetActive(_) => {}
        }
    }

    fn check(&self) {
        let expected: BTreeSet<RoleId> =
            self.access.roles_of(&self.user).into_iter().map(|given| given.role).collect();
        assert_eq!(self.user.roles, expected, "roles are what the rules say");
        if !self.user.is_active() || !self.user.linked {
            assert!(self.user.roles.is_empty());
        }
        assert!(self.user.access_due.is_none());
        assert!(self.user.invited_by_groups.is_subset(&self.user.groups));
        let live = self.user.invitation.as_ref().filter(|invitation| invitation.by_group.is_some());
        if live.is_some_and(|invitation| invitation.state(self.now) == InvitationState::Sent) {
            let rules = self.access.rules.iter().filter(|rule| self.user.groups.contains(&rule.group));
            let offered: Vec<_> =
                rules.filter_map(AccessRule::offer).map(|offer| (offer.entity, offer.card_access)).collect();
            let given = live.map(|invitation| (invitation.entity, invitation.card_access)).unwrap();
            assert!(
                offered.contains(&given),
                "an invitation to {given:?}, which no rule of {offered:?} gives"
            );
        }
        for (group, times) in &self.invited {
            assert!(*times <= 1, "{group}: invited {times} times in one stay");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn after_any_changes_and_reviews_roles_are_what_the_rules_say(steps in vec(steps(), 1..40)) {
        let mut world = World::begin();
        for step in &steps {
            world.step(step);
        }
        let access = world.access.clone();
        world.review(&access);
        world.check();
    }

    /// An account that nothing calls a review for has been reviewed, or need not be: the stream forgets nobody.
    #[test]
    fn who_is_not_called_for_a_review_needs_none(steps in vec(steps(), 1..40)) {
        let mut world = World::begin();
        for step in &steps {
            // By one set of rules, which stands from the beginning.
            if matches!(step, Step::Rule(..) | Step::NoRule(_) | Step::Turn | Step::RolesFrom(_) | Step::Wait(_)) {
                continue;
            }
            if world.earlier.is_empty() {
                world.rule(0, Some(0), true);
                world.rule(1, Some(1), false);
                world.earlier.push(world.access.clone());
            }
            world.step(step);
            if world.user.access_due.is_some() {
                let access = world.access.clone();
                world.review(&access);
            }
            world.check();
        }
    }
}
