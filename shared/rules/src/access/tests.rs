use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::address::EmailAddress;
use crate::entity::{Entity, EntityName};
use crate::invitation::InvitationState;
use crate::link_life::LINK_LIFETIME;
use crate::user::{Actor, User, UserId};

const RUN: Uuid = Uuid::from_u128(70);

fn now() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn acme() -> TenantId {
    TenantId::parse("acme").unwrap()
}

fn group(number: u128) -> GroupId {
    GroupId::new(Uuid::from_u128(number))
}

fn role(text: &str) -> RoleId {
    RoleId::parse(text).unwrap()
}

fn named(text: &str) -> RoleName {
    RoleName::parse(text).unwrap()
}

/// Roles `a` and `b`.
fn declared() -> Access {
    let none = Access::none(acme());
    none.with_role(role("b"), named("B"), None, now())
        .unwrap()
        .with_role(role("a"), named("A"), None, now())
        .unwrap()
}

fn giving(number: u128, role_id: &str) -> AccessRule {
    AccessRule {
        group: group(number),
        role: Some(role(role_id)),
        entity: None,
        card_access: None,
        invite: false,
    }
}

fn inviting(number: u128) -> AccessRule {
    AccessRule {
        group: group(number),
        role: None,
        entity: Some(EntityId::new(Uuid::from_u128(5))),
        card_access: Some(CardAccess::Card),
        invite: true,
    }
}

fn with(access: &Access, rules: impl IntoIterator<Item = AccessRule>) -> Access {
    let add = |access: Access, rule| access.with_rule(rule, None, RUN, now()).unwrap();
    Access { run: None, ..rules.into_iter().fold(access.clone(), add) }
}

fn order(access: &Access) -> Vec<GroupId> {
    access.rules.iter().map(|rule| rule.group).collect()
}

fn member(groups: &[u128]) -> User {
    let ada = EmailAddress::parse("ada@example.com").unwrap();
    let mut user = User::native(UserId::new(Uuid::from_u128(1)), acme(), ada, now());
    user.linked = true;
    user.with_groups(groups.iter().copied().map(group).collect(), Actor::Directory, now()).unwrap()
}

fn roles(access: &Access, user: &User) -> Vec<String> {
    access.roles_of(user).into_iter().map(|given| given.role.to_string()).collect()
}

#[test]
fn roles_are_by_id_and_one_that_is_given_stays() {
    let access = declared();
    assert_eq!(access.roles.iter().map(|role| role.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let used = with(&access, [giving(1, "a"), giving(2, "a")]);
    assert_eq!(used.without_role(&role("a")), Err(AccessRefusal::RoleInUse(vec![group(1), group(2)])));
    assert_eq!(used.without_role(&role("b")).unwrap().roles.len(), 1);
    assert_eq!(used.without_role(&role("c")).unwrap(), used);
}

#[test]
fn a_role_under_another_name_keeps_when_it_was_declared() {
    let later = now() + jiff::SignedDuration::from_hours(1);
    let access = declared().with_role(role("a"), named("Other"), None, later).unwrap();
    let renamed = access.role(&role("a")).unwrap();
    assert_eq!((renamed.created_at, renamed.updated_at), (now(), later));
    assert_eq!(declared().with_role(role("a"), named("A"), None, later).unwrap(), declared(), "no change");
}

#[test]
fn there_are_only_so_many_roles_and_rules() {
    let mut access = Access::none(acme());
    for number in 0..MAX_ROLES {
        access = access.with_role(role(&format!("r{number}")), named("R"), None, now()).unwrap();
    }
    assert_eq!(access.with_role(role("x"), named("X"), None, now()), Err(AccessRefusal::TooManyRoles));
    assert!(access.with_role(role("r0"), named("X"), None, now()).is_ok(), "another name is no other role");
    let full = with(&access, (1..).take(MAX_RULES).map(|number| giving(number, "r0")));
    assert_eq!(full.with_rule(giving(999, "r0"), None, RUN, now()), Err(AccessRefusal::TooManyRules));
    assert!(full.with_rule(giving(1, "r1"), None, RUN, now()).is_ok());
}

#[test]
fn a_rule_that_says_too_little_is_refused() {
    let access = declared();
    let refused = |rule| access.with_rule(rule, None, RUN, now()).unwrap_err();
    assert_eq!(refused(giving(1, "c")), AccessRefusal::UnknownRole(role("c")));
    assert_eq!(refused(AccessRule { invite: false, ..inviting(1) }), AccessRefusal::GivesNothing);
    assert_eq!(refused(AccessRule { entity: None, ..inviting(1) }), AccessRefusal::InviteIncomplete);
    assert_eq!(refused(AccessRule { card_access: None, ..inviting(1) }), AccessRefusal::InviteIncomplete);
    assert_eq!(access.without_rule(group(1), RUN, now()), Err(AccessRefusal::NoRule(group(1))));
    assert_eq!(access.applied_again(group(1), RUN, now()), Err(AccessRefusal::NoRule(group(1))));
}

#[test]
fn rules_stand_where_they_are_put() {
    let access = with(&declared(), [giving(1, "a"), giving(2, "a"), giving(3, "a")]);
    let put = |rule, at| order(&access.with_rule(rule, at, RUN, now()).unwrap());
    assert_eq!(put(giving(2, "b"), None), [1, 2, 3].map(group), "where it was");
    assert_eq!(put(giving(3, "a"), Some(0)), [3, 1, 2].map(group));
    assert_eq!(put(giving(1, "a"), Some(99)), [2, 3, 1].map(group));
    assert_eq!(put(giving(4, "a"), Some(1)), [1, 4, 2, 3].map(group));
    assert_eq!(order(&access.with_order(&[2, 3, 1].map(group)).unwrap()), [2, 3, 1].map(group));
    for wrong in [&[1, 2][..], &[1, 2, 2], &[1, 2, 4], &[1, 2, 3, 4]] {
        let wrong: Vec<_> = wrong.iter().copied().map(group).collect();
        assert_eq!(access.with_order(&wrong), Err(AccessRefusal::OrderIncomplete));
    }
}

#[test]
fn a_run_goes_over_the_groups_whose_rules_changed_and_no_others() {
    let access = with(&declared(), [giving(1, "a"), giving(2, "a")]);
    let moved = access.with_rule(giving(2, "a"), Some(0), RUN, now()).unwrap();
    assert_eq!(moved.run, None, "the same in another place");
    let one = access.with_rule(giving(1, "b"), None, RUN, now()).unwrap();
    assert_eq!(one.run.as_ref().unwrap().groups, [group(1)]);
    let both = one.without_rule(group(2), Uuid::from_u128(71), now()).unwrap();
    let run = both.run.unwrap();
    assert_eq!((run.groups, run.id), ([1, 2].map(group).to_vec(), Uuid::from_u128(71)));
}

#[test]
fn a_rule_that_changes_while_its_run_is_under_way_begins_anew_and_others_go_on() {
    let access = with(&declared(), [giving(1, "a"), giving(2, "a")]);
    let mut under_way = access.with_rule(giving(1, "b"), None, RUN, now()).unwrap();
    under_way.run.as_mut().unwrap().after = Some(member(&[]).id);
    let again = under_way.applied_again(group(1), RUN, now()).unwrap().run.unwrap();
    assert_eq!((again.groups, again.after), (vec![group(1)], None));
    let other = under_way.applied_again(group(2), RUN, now()).unwrap().run.unwrap();
    assert_eq!((other.groups, other.after), ([1, 2].map(group).to_vec(), Some(member(&[]).id)));
    let everybody = under_way.with_roles_from(RolesFrom::Directory, RUN, now());
    let after = everybody.applied_again(group(2), RUN, now()).unwrap().run.unwrap();
    assert!(after.everybody && after.groups.is_empty() && after.after.is_none());
}

#[test]
fn people_have_the_roles_of_all_their_groups_and_of_no_others() {
    let access = with(&declared(), [giving(2, "a"), giving(1, "a"), giving(3, "b"), inviting(4)]);
    let given = access.roles_of(&member(&[1, 2, 4]));
    assert_eq!(given, [GivenRole { role: role("a"), groups: vec![group(2), group(1)] }]);
    assert_eq!(roles(&access, &member(&[1, 3])), ["a", "b"]);
    assert_eq!(roles(&access, &member(&[9])), [""; 0]);
    let mut blocked = member(&[1, 3]);
    blocked.set_active(false, now());
    assert_eq!(roles(&access, &blocked), [""; 0]);
    let unlinked = User { linked: false, ..member(&[1]) };
    assert_eq!(roles(&access, &unlinked), [""; 0]);
}

#[test]
fn where_the_directory_says_roles_the_rules_give_none() {
    let access = with(&declared(), [giving(1, "a")]).with_roles_from(RolesFrom::Directory, RUN, now());
    let user = User { directory_roles: vec![role("b"), role("gone")], ..member(&[1]) };
    assert_eq!(access.roles_of(&user), [GivenRole { role: role("b"), groups: vec![] }]);
    let without = access.without_rule(group(1), RUN, now()).unwrap().without_role(&role("b")).unwrap();
    let followed = Access { run: None, ..without }.following(&access, RUN, now());
    assert!(followed.run.is_some_and(|run| run.everybody), "people lose a role that is gone");
}

#[test]
fn the_first_rule_that_invites_counts() {
    let second = AccessRule { card_access: Some(CardAccess::ReimbursementOnly), ..inviting(2) };
    let access = with(&declared(), [giving(3, "a"), second, inviting(1)]);
    let offer = access.offer_to(&member(&[1, 2, 3])).unwrap();
    assert_eq!((offer.group, offer.card_access), (group(2), CardAccess::ReimbursementOnly));
    assert_eq!(access.offer_to(&member(&[1])).unwrap().group, group(1));
    assert_eq!(access.offer_to(&member(&[3])), None);
}

#[test]
fn an_invitation_stands_as_long_as_a_rule_offers_just_that() {
    let entity = Entity::new(
        EntityId::new(Uuid::from_u128(5)),
        acme(),
        EntityName::parse("Acme GmbH").unwrap(),
        now(),
    );
    let review = |user: &User, access: &Access, id: u128| {
        let entities = std::slice::from_ref(&entity);
        let inviting = Inviting { entities, id: Uuid::from_u128(id), link_lifetime: LINK_LIFETIME };
        user.reviewed(access, &inviting, now())
    };
    let live = |user: &User| {
        let invitation = user.invitation.clone().unwrap();
        (invitation.id.as_u128(), invitation.card_access, invitation.state(now()))
    };
    let other = |number| AccessRule { card_access: Some(CardAccess::ReimbursementOnly), ..inviting(number) };
    let both = with(&declared(), [inviting(1), other(2)]);
    let invited = review(&member(&[1, 2]), &both, 8);
    assert_eq!(live(&invited), (8, CardAccess::Card, InvitationState::Sent));
    let turned = both.with_order(&[group(2), group(1)]).unwrap();
    assert_eq!(review(&invited, &turned, 9), invited, "nobody is mailed for another order");
    // Without the rule that made it, or with another card access, it is taken back, and the other offer is made.
    for access in [both.without_rule(group(1), RUN, now()).unwrap(), with(&both, [other(1)])] {
        let difference = both.difference(&access, &invited, now());
        assert!(difference.loses_invitation && difference.is_invited);
        let anew = review(&invited, &access, 9);
        assert_eq!(live(&anew), (9, CardAccess::ReimbursementOnly, InvitationState::Sent));
        assert_eq!(anew.owed.as_ref().unwrap().mails.len(), 1, "the mail of the one before is not owed");
    }
    let none = Access { rules: Vec::new(), ..both };
    assert_eq!(live(&review(&invited, &none, 9)), (8, CardAccess::Card, InvitationState::Revoked));
}

#[test]
fn a_preview_tells_what_would_become_of_a_person() {
    let before = with(&declared(), [giving(1, "a")]);
    let after = with(&before, [giving(1, "b"), inviting(2)]);
    let difference = before.difference(&after, &member(&[1, 2]), now());
    let expected = AccessDifference {
        gains: vec![role("b")],
        loses: vec![role("a")],
        is_invited: true,
        loses_invitation: false,
    };
    assert_eq!(difference, expected);
    let done = User { invited_by_groups: [group(2)].into(), ..member(&[2]) };
    assert_eq!(before.difference(&after, &done, now()), AccessDifference::default(), "invited before");
}

#[test]
fn a_directory_names_declared_roles_and_no_others() {
    let access = declared();
    assert_eq!(access.named(["b", "a", "b"]), Ok(vec![role("b"), role("a")]));
    for wrong in ["c", "A", "", "a b"] {
        assert_eq!(access.named(["a", wrong]), Err(Undeclared(wrong.to_owned())), "{wrong:?}");
    }
    let user = User { directory_roles: vec![role("b"), role("gone")], ..member(&[]) };
    assert_eq!(access.said_of(&user).map(|role| role.id.as_str()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn roles_of_the_directory_are_a_change_of_the_account_and_end_with_its_link() {
    let before = member(&[]);
    let same = before.clone().with_directory_roles(Vec::new(), Some(&before), now());
    assert_eq!(same, before);
    let after = before.clone().with_directory_roles(vec![role("a")], Some(&before), now());
    assert_eq!((after.version, &after.directory_roles), (before.version + 1, &vec![role("a")]));
    let told = crate::history::entry(Some(&before), &after).changes;
    assert_eq!(told.keys().collect::<Vec<_>>(), ["profile"]);
    let mut renamed = before.clone();
    renamed.set_active(false, now());
    let renamed = renamed.with_directory_roles(vec![role("a")], Some(&before), now());
    assert_eq!(renamed.version, before.version + 1, "with what else the request changed, one change");
    assert!(crate::update::unlink(&after, now()).directory_roles.is_empty());
}
