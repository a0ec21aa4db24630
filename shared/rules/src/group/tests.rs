use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::address::EmailAddress;
use crate::history::GROUP;
use crate::update;
use crate::user::{Actor, User, UserId};

fn now() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn acme() -> TenantId {
    TenantId::parse("acme").unwrap()
}

fn group(number: u128) -> GroupId {
    GroupId::new(Uuid::from_u128(number))
}

fn users<const N: usize>(numbers: [u128; N]) -> BTreeSet<UserId> {
    numbers.map(|number| UserId::new(Uuid::from_u128(number))).into()
}

fn ada() -> User {
    let id = UserId::new(Uuid::from_u128(1));
    let mut ada = User::native(id, acme(), EmailAddress::parse("ada@example.com").unwrap(), now());
    ada.linked = true;
    ada
}

fn name(text: &str) -> GroupName {
    GroupName::parse(text).unwrap()
}

#[test]
fn a_name_says_something_and_is_found_in_any_case() {
    assert_eq!(name(" Sales EMEA ").as_str(), "Sales EMEA");
    assert_eq!(GroupNameKey::sought("SALES emea"), Some(name("Sales EMEA").key()));
    assert_eq!(GroupNameKey::sought("οδοσ"), Some(name("ΟΔΟΣ").key()), "as a filter is folded: by letter");
    assert_eq!(name("οδος").key(), name("ΟΔΟΣ").key());
    assert!(GroupName::parse(&"ü".repeat(MAX_GROUP_NAME_CHARS)).is_ok());
    for text in ["", " \t", &"x".repeat(MAX_GROUP_NAME_CHARS + 1)] {
        assert_eq!(GroupName::parse(text), Err(GroupNameError), "{text:?}");
        assert_eq!(GroupNameKey::sought(text), None);
    }
}

#[test]
fn an_external_id_is_exact_and_bounded() {
    let longest = "x".repeat(MAX_GROUP_EXTERNAL_ID_LEN);
    assert_eq!(GroupExternalId::parse(""), Ok(None));
    assert_eq!(GroupExternalId::parse(&longest).unwrap().unwrap().as_str(), longest);
    assert_eq!(GroupExternalId::parse(&format!("{longest}x")), Err(GroupExternalIdTooLong));
}

#[test]
fn operations_fold_into_one_change_in_their_order() {
    let edit = |add, remove| MemberChange::Edit { add, remove };
    let change = MemberChange::none().and_add(users([1, 2])).and_remove(users([2, 3])).and_add(users([3]));
    assert_eq!(change, edit(users([1, 3]), users([2])));
    let replaced = change.and_replace(users([4, 5])).and_remove(users([5, 9])).and_add(users([6]));
    assert_eq!(replaced, MemberChange::Replace(users([4, 6])));
    assert!(MemberChange::default().is_none() && !MemberChange::Replace(users([])).is_none());
}

#[test]
fn a_change_comes_to_what_differs_from_those_who_are_there() {
    let present = users([1, 2, 3]);
    let edit = MemberChange::Edit { add: users([3, 4]), remove: users([1, 9]) };
    assert_eq!(edit.against(&present), Delta { join: users([4]), leave: users([1]) });
    let replace = MemberChange::Replace(users([3, 4]));
    assert_eq!(replace.against(&present), Delta { join: users([4]), leave: users([1, 2]) });
    assert!(MemberChange::Replace(present.clone()).against(&present).is_none());
}

#[test]
fn what_changes_nothing_of_a_group_counts_nothing_up() {
    let sales = Group::new(group(1), acme(), name("Sales"), None, now());
    let later = now() + LEFT_ALONE;
    let same = GroupEdit { name: Some(name("Sales")), external_id: Some(None), ..GroupEdit::default() };
    assert_eq!(sales.edited(&same, later), sales);
    let renamed = sales.edited(&GroupEdit { name: Some(name("sales")), ..GroupEdit::default() }, later);
    assert_eq!((renamed.version, renamed.revision, renamed.modified_at), (2, 2, later));
    assert_eq!(renamed.guards(), sales.guards(), "the same name in another case");
    assert_eq!(renamed.clone().written_after(&sales), renamed);
    assert_eq!(sales.clone().written_after(&sales).revision, 2);
}

#[test]
fn a_deleted_group_holds_nothing_and_is_due_a_minute_later() {
    let external_id = GroupExternalId::parse("00g1").unwrap();
    let sales = Group::new(group(1), acme(), name("Sales"), external_id, now());
    assert_eq!((sales.guards().len(), sales.due_at()), (2, None));
    let deleted = sales.deleted(now());
    assert!(deleted.is_deleted() && deleted.guards().is_empty());
    assert_eq!(deleted.due_at(), Some(now() + LEFT_ALONE));
}

#[test]
fn an_account_joins_and_leaves_once() {
    let member = ada().joined(group(1), Actor::Directory, now()).unwrap();
    assert_eq!((member.version, member.groups.len()), (2, 1));
    assert_eq!(member.joined(group(1), Actor::Directory, now()), Ok(member.clone()));
    let left = member.left(group(1), Actor::Directory, now());
    assert_eq!((left.version, left.groups.len()), (3, 0));
    assert_eq!(left.left(group(1), Actor::Directory, now()), left);
}

#[test]
fn an_account_that_no_directory_manages_joins_nothing() {
    let native = User { linked: false, ..ada() };
    assert_eq!(native.joined(group(1), Actor::Directory, now()), Err(NotJoined::NotLinked));
    assert_eq!(native.left(group(1), Actor::Directory, now()), native);
}

#[test]
fn an_account_is_in_a_thousand_groups_at_most_and_can_always_leave() {
    let most = (0..1_000).map(group).collect();
    let member = ada().with_groups(most, Actor::Directory, now()).unwrap();
    assert_eq!(member.joined(group(1_000), Actor::Directory, now()), Err(NotJoined::TooManyGroups));
    assert_eq!(member.left(group(0), Actor::Directory, now()).groups.len(), MAX_GROUPS_OF_USER - 1);
}

#[test]
fn whoever_is_unlinked_or_becomes_another_person_is_in_no_group() {
    let member = ada().joined(group(1), Actor::Directory, now()).unwrap();
    assert!(update::unlink(&member, now()).groups.is_empty());
}

#[test]
fn many_groups_are_left_a_part_at_a_time() {
    let member = ada().with_groups((0..100).map(group).collect(), Actor::Directory, now()).unwrap();
    let gone = update::unlink(&member, now());
    let some = member.leaving_some(&gone, 40, now());
    assert_eq!((some.groups.len(), some.version, some.is_active()), (60, member.version + 1, true));
    assert!(some.groups.contains(&group(40)) && !some.groups.contains(&group(39)));
}

#[test]
fn the_history_tells_each_group_that_was_joined_or_left() {
    let one = ada().joined(group(1), Actor::Directory, now()).unwrap();
    let other = one.with_groups([group(2)].into(), Actor::Directory, now()).unwrap();
    let entry = crate::history::entry(Some(&one), &other);
    let told: Vec<_> =
        entry.changes.iter().map(|(name, change)| (name.clone(), change.to.is_some())).collect();
    assert_eq!(told, [(format!("{GROUP}{}", group(1)), false), (format!("{GROUP}{}", group(2)), true)]);
}

fn pending(queued: Vec<(u128, i64, Actor)>) -> PendingChange {
    let edit = |(id, at, by): (u128, i64, Actor)| {
        let since = Timestamp::from_second(at).unwrap();
        (Uuid::from_u128(id), QueuedEdit { since, by, asked: Uuid::from_u128(100 + id) })
    };
    PendingChange {
        id: Uuid::from_u128(1),
        kind: ChangeKind::Replace,
        chunks: 3,
        since: Timestamp::from_second(10).unwrap(),
        by: Actor::Directory,
        with: Vec::new(),
        queued: Some(queued.into_iter().map(edit).collect()),
    }
}

#[test]
fn edits_that_queue_are_done_together_in_the_order_in_which_their_requests_began() {
    assert_eq!(pending(Vec::new()).next(), None);
    let by = Actor::Directory;
    let change = pending(vec![(5, 12, by), (4, 13, by), (6, 11, by), (3, 13, by)]);
    let next = change.next().unwrap();
    assert_eq!(
        (next.id.as_u128(), next.kind, next.chunks, next.since.as_second()),
        (6, ChangeKind::Edit, 1, 11)
    );
    assert_eq!(next.with.iter().map(Uuid::as_u128).collect::<Vec<_>>(), [5, 3, 4]);
    assert_eq!((next.queued.as_ref().map(BTreeMap::len), next.next()), (Some(0), None));
    let places = |change: &PendingChange| [1, 6, 5, 3, 4, 9].map(|id| change.place_of(Uuid::from_u128(id)));
    assert_eq!(places(&change), [Some(0), Some(1), Some(2), Some(3), Some(4), None]);
    assert_eq!(places(&next), [None, Some(0), Some(1), Some(2), Some(3), None]);
    let found = |change: &PendingChange| [6, 5, 9].map(|id| change.queued_as(Uuid::from_u128(100 + id)));
    let known = [Some(Uuid::from_u128(6)), Some(Uuid::from_u128(5)), None];
    assert_eq!((found(&change), found(&next)), (known, [None; 3]));
}

#[test]
fn the_same_change_of_members_is_known_again_and_no_other() {
    let edit = |add, remove| MemberChange::Edit { add, remove };
    let changes = [
        edit(users([1, 2]), users([])),
        edit(users([]), users([1, 2])),
        edit(users([1]), users([2])),
        edit(users([1, 2, 3]), users([])),
        MemberChange::Replace(users([1, 2])),
    ];
    let asked: BTreeSet<Uuid> = changes.iter().map(MemberChange::asked).collect();
    assert_eq!(asked.len(), changes.len());
    assert_eq!(changes[0].asked(), edit(users([2, 1]), users([])).asked());
}

#[test]
fn edits_of_different_people_are_not_done_together() {
    let change =
        pending(vec![(5, 12, Actor::Directory), (4, 13, Actor::Operator), (6, 14, Actor::Directory)]);
    let next = change.next().unwrap();
    assert_eq!((next.id.as_u128(), next.with.len(), next.by), (5, 0, Actor::Directory));
    let after = next.next().unwrap();
    assert_eq!((after.id.as_u128(), after.with.len(), after.by), (4, 0, Actor::Operator));
    assert_eq!(after.next().map(|last| (last.id.as_u128(), last.next())), Some((6, None)));
}

#[test]
fn a_hundred_edits_queue_and_none_behind_a_change_of_an_earlier_version() {
    let of = |many: u128| pending((0..many).map(|id| (2 + id, 12, Actor::Directory)).collect());
    assert!(of(99).has_room());
    assert!(!of(100).has_room());
    assert!(!PendingChange { queued: None, ..of(0) }.has_room());
}

#[test]
fn a_group_has_at_most_what_the_change_and_all_that_queue_could_add() {
    let replacing = pending(vec![(5, 12, Actor::Directory), (4, 13, Actor::Directory)]);
    assert_eq!(replacing.most_members(7_000, 1_000), 3_200);
    let editing = PendingChange { kind: ChangeKind::Edit, with: vec![Uuid::from_u128(9)], ..replacing };
    assert_eq!(editing.most_members(7_000, 1_000), 10_300);
}
