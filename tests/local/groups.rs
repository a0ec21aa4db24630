//! Groups in the table: by the store, as the SCIM function uses it. Changes that race, and that break off anywhere.

use std::collections::BTreeSet;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{GroupError, GroupWith, Store, StoreError, Writing};
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::group::{
    Group, GroupEdit, GroupExternalId, GroupGuard, GroupId, GroupName, GroupNameKey, LEFT_ALONE,
    MemberChange, PendingChange,
};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_tests::LocalSystem;
use rollcall_tests::broken::{Broken, at_every_call};
use tokio::task::JoinHandle;

/// A system with people, and its store.
struct Place {
    system: LocalSystem,
    store: Store,
    acme: Admitted,
    now: Timestamp,
    people: Vec<UserId>,
}

impl Place {
    async fn with_people(people: usize) -> Self {
        let system = LocalSystem::start().await;
        let (client, table) = system.table().parts();
        let (store, now) = (Store::new(client, table), system.now().await);
        let tenant = store.tenant(&TenantId::parse("demo").unwrap()).await.unwrap().unwrap();
        let seeded = if people == 0 { Vec::new() } else { system.seed(people).await };
        let people = seeded.iter().map(|id| UserId::parse(id).unwrap()).collect();
        Self { system, store, acme: Admitted::by_role(tenant), now, people }
    }

    fn group(&self, name: &str) -> Group {
        let (id, name) = (GroupId::new(entropy::new_id()), GroupName::parse(name).unwrap());
        Group::new(id, self.acme.id.clone(), name, None, self.now)
    }

    fn some(&self, range: std::ops::Range<usize>) -> BTreeSet<UserId> {
        self.people[range].iter().copied().collect()
    }

    async fn create(&self, name: &str, members: BTreeSet<UserId>) -> Group {
        self.store.create_group(&self.acme, self.group(name), members, self.patient()).await.unwrap()
    }

    async fn change(&self, group: &Group, members: MemberChange) -> Result<Group, GroupError> {
        let known = self.store.group(&self.acme, group.id).await.unwrap().unwrap();
        self.change_known(known.into(), members).await
    }

    async fn change_known(&self, known: GroupWith, members: MemberChange) -> Result<Group, GroupError> {
        let edit = GroupEdit { members, ..GroupEdit::default() };
        self.store.change_group(&self.acme, known, &edit, self.patient()).await
    }

    /// Decides a change that nobody finishes, and gives the group with it.
    async fn unfinished(&self, group: &Group, members: MemberChange) -> Group {
        let edit = GroupEdit { members, ..GroupEdit::default() };
        let known = group.clone().into();
        let decided = self.store.change_group(&self.acme, known, &edit, self.hurried()).await;
        assert!(matches!(decided, Err(GroupError::Unfinished)), "{decided:?}");
        self.store.group(&self.acme, group.id).await.unwrap().unwrap()
    }

    /// A request of its own.
    fn spawn(
        &self,
        group: &Group,
        members: MemberChange,
        on: Writing,
    ) -> JoinHandle<Result<Group, GroupError>> {
        let (store, acme, id) = (self.store.clone(), self.acme.clone(), group.id);
        let edit = GroupEdit { members, ..GroupEdit::default() };
        tokio::spawn(async move {
            let known = store.group(&acme, id).await.unwrap().unwrap();
            store.change_group(&acme, known.into(), &edit, on).await
        })
    }

    /// Waits until that is so of the change that the group has.
    async fn until(&self, group: &Group, is_so: impl Fn(&PendingChange) -> bool) {
        let wait = async {
            loop {
                let found = self.store.group(&self.acme, group.id).await.unwrap().unwrap();
                if found.change.as_ref().is_some_and(&is_so) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap();
    }

    async fn members(&self, group: &Group) -> BTreeSet<UserId> {
        self.store.members(&self.acme, group.id).await.unwrap().into_iter().collect()
    }

    async fn user(&self, id: UserId) -> User {
        self.store.user(&self.acme, id).await.unwrap().unwrap()
    }

    fn patient(&self) -> Writing {
        Writing { patience: Patience::of(Duration::from_secs(25)), ..self.hurried() }
    }

    /// With no time for what is not done at once.
    fn hurried(&self) -> Writing {
        Writing {
            write: entropy::new_write(),
            id: entropy::new_id(),
            by: Actor::Directory,
            now: self.now,
            patience: Patience::NONE,
        }
    }

    /// Items that the table has of a group and its members.
    async fn rest(&self, group: &Group) -> i32 {
        let (client, table) = self.system.table().parts();
        let partition = AttributeValue::S(format!("T#demo#G#{}", group.id));
        let query = client.query().table_name(table).key_condition_expression("pk = :pk");
        query.expression_attribute_values(":pk", partition).send().await.unwrap().count
    }

    /// Finishes what is due two minutes later.
    async fn finish(&self, group: &Group) {
        let later = self.now + LEFT_ALONE * 2;
        let patience = Patience::of(Duration::from_secs(60));
        self.store.finish_group(&self.acme, group.id, later, patience).await.unwrap();
    }
}

fn add(users: BTreeSet<UserId>) -> MemberChange {
    MemberChange::none().and_add(users)
}

fn remove(users: BTreeSet<UserId>) -> MemberChange {
    MemberChange::none().and_remove(users)
}

fn named(name: &str) -> GroupEdit {
    GroupEdit { name: Some(GroupName::parse(name).unwrap()), ..GroupEdit::default() }
}

#[tokio::test]
async fn a_group_is_found_by_id_name_and_external_id_and_listed_in_order() {
    let place = Place::with_people(2).await;
    let claimed = ClaimedTenant::from(place.acme.id.clone());
    let external_id = GroupExternalId::parse("00g1").unwrap();
    let sales = Group { external_id: external_id.clone(), ..place.group("Sales EMEA") };
    let sales =
        place.store.create_group(&place.acme, sales, place.some(0..2), place.patient()).await.unwrap();
    let others = join_all(["A", "B", "C"].map(|name| place.create(name, BTreeSet::new()))).await;

    let guards = [
        GroupGuard::Name(GroupNameKey::sought("SALES emea").unwrap()),
        GroupGuard::ExternalId(external_id.unwrap()),
    ];
    let found = place.store.tenant_and_groups_found(&claimed, &guards, &[sales.id]).await.unwrap();
    let open =
        |record: Option<rollcall_rules::tenant::Tenant>| Ok::<_, ()>(Admitted::by_role(record.unwrap()));
    let (_, (holders, groups)) = found.open(open).unwrap();
    assert_eq!((holders, groups.len()), (vec![sales.id, sales.id], 1));
    assert_eq!(groups[0].name.as_str(), "Sales EMEA");
    assert_eq!(place.members(&sales).await, place.some(0..2));
    assert_eq!(place.store.member_count(&place.acme, sales.id).await.unwrap(), 2);
    let count = place.store.tenant_and_group_count(&claimed).await.unwrap().open(open).unwrap().1;

    let mut ids: Vec<GroupId> = others.iter().chain([&sales]).map(|group| group.id).collect();
    ids.sort();
    let first = place.store.groups_after(&place.acme, None, 3).await.unwrap();
    let rest = place.store.groups_after(&place.acme, Some(first[2].id), 3).await.unwrap();
    let listed: Vec<GroupId> = first.iter().chain(&rest).map(|group| group.id).collect();
    assert_eq!((listed, count), (ids, 4));
    let (page, more) = place.store.members_after(&place.acme, sales.id, None, 1).await.unwrap();
    assert!(more);
    let last = place.store.members_after(&place.acme, sales.id, page.last().copied(), 1).await.unwrap();
    assert_eq!(last.0.iter().chain(&page).copied().collect::<BTreeSet<_>>(), place.some(0..2));
    assert!(!last.1);
    place.system.check().await;
}

#[tokio::test]
async fn a_name_and_an_external_id_are_one_groups_alone() {
    let place = Place::with_people(1).await;
    let external_id = GroupExternalId::parse("00g1").unwrap();
    let sales = Group { external_id: external_id.clone(), ..place.group("Sales") };
    let sales = place.store.create_group(&place.acme, sales, BTreeSet::new(), place.patient()).await.unwrap();
    let other = place.create("Other", BTreeSet::new()).await;
    let before = place.system.snapshot().await;

    let again =
        place.store.create_group(&place.acme, place.group("SALES"), place.some(0..1), place.patient());
    assert!(matches!(again.await, Err(GroupError::NameTaken)));
    let same_id = Group { external_id: external_id.clone(), ..place.group("Third") };
    let same_id = place.store.create_group(&place.acme, same_id, BTreeSet::new(), place.patient()).await;
    assert!(matches!(same_id, Err(GroupError::ExternalIdTaken)));
    let edit = GroupEdit { members: add(place.some(0..1)), ..named("sales") };
    let renamed = place.store.change_group(&place.acme, other.clone().into(), &edit, place.patient()).await;
    assert!(matches!(renamed, Err(GroupError::NameTaken)));
    assert_eq!(before.difference(&place.system.snapshot().await), "", "a refusal writes nothing");

    // Its own name in another case, and then another: the first is free again.
    for name in ["SALES", "Marketing"] {
        let known = place.store.group(&place.acme, sales.id).await.unwrap().unwrap();
        let renamed =
            place.store.change_group(&place.acme, known.into(), &named(name), place.patient()).await;
        assert_eq!(renamed.unwrap().name.as_str(), name);
    }
    place.create("Sales", BTreeSet::new()).await;
    place.system.check().await;
}

#[tokio::test]
async fn one_member_more_or_less_touches_nothing_of_the_group() {
    let place = Place::with_people(2).await;
    let sales = place.create("Sales", place.some(0..1)).await;
    let key = format!("T#demo#G#{}", sales.id);
    let group = place.system.snapshot().await.get(&key, "GROUP").cloned();
    let (ada, version) = (place.people[1], place.user(place.people[1]).await.version);

    place.change(&sales, add([ada].into())).await.unwrap();
    assert_eq!(place.user(ada).await.groups, [sales.id].into());
    assert_eq!(place.user(ada).await.version, version + 1);
    let joined = place.system.snapshot().await;
    place.change(&sales, add([ada].into())).await.unwrap();
    assert_eq!(joined.difference(&place.system.snapshot().await), "", "who is in is not put in again");

    place.change(&sales, remove([ada].into())).await.unwrap();
    place.change(&sales, remove([ada, UserId::new(entropy::new_id())].into())).await.unwrap();
    assert_eq!(place.members(&sales).await, place.some(0..1));
    assert_eq!(place.user(ada).await.version, version + 2);
    assert_eq!(place.system.snapshot().await.get(&key, "GROUP").cloned(), group);

    // The history says so, in the order of what happened.
    let (history, _) = place.store.history(&place.acme, ada, version, 10).await.unwrap();
    let told: Vec<_> = history.iter().flat_map(|entry| &entry.changes).collect();
    assert!(told.iter().all(|(name, _)| **name == format!("group {}", sales.id)), "{told:?}");
    assert_eq!(told.iter().map(|(_, change)| change.to.is_some()).collect::<Vec<_>>(), [true, false]);
    place.system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_members_at_once_get_past_each_other() {
    let place = Place::with_people(64).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    let one = |id: UserId| {
        let (store, acme, on) = (place.store.clone(), place.acme.clone(), place.patient());
        let claimed = ClaimedTenant::from(acme.id.clone());
        let group = sales.id;
        tokio::spawn(async move {
            let read = store.tenant_and_group_with(&claimed, group, &[id]).await.unwrap();
            let known = read.open(|_| Ok::<_, ()>(acme.clone())).unwrap().1.unwrap();
            let edit = GroupEdit { members: add([id].into()), ..GroupEdit::default() };
            store.change_group(&acme, known, &edit, on).await.unwrap()
        })
    };
    let changed = join_all(place.people.iter().map(|id| one(*id))).await;
    assert!(changed.into_iter().all(|group| group.unwrap().revision == sales.revision));
    assert_eq!(place.members(&sales).await, place.some(0..64));
    assert_eq!(place.store.member_count(&place.acme, sales.id).await.unwrap(), 64);
    place.system.check().await;
}

#[tokio::test]
async fn somebody_whom_the_directory_does_not_manage_is_refused_and_nobody_joins() {
    let place = Place::with_people(50).await;
    let sales = place.create("Sales", place.some(0..1)).await;
    let native = UserId::parse(&place.system.native_user("native@example.com").await).unwrap();
    let okta = place.system.okta();
    let gone = okta.assign("gone@example.com").await;
    place.system.scim().delete(&gone.id).await.expect(204);
    let gone = UserId::parse(&gone.id).unwrap();
    let before = place.system.snapshot().await;
    for stranger in [native, gone, UserId::new(entropy::new_id())] {
        for people in [2, 50] {
            let mut members = place.some(1..people);
            members.insert(stranger);
            for change in [add(members.clone()), MemberChange::Replace(members.clone())] {
                let refused = place.change(&sales, change).await.unwrap_err();
                assert!(matches!(refused, GroupError::NotAUser(id) if id == stranger), "{refused}");
            }
            let created = place.store.create_group(&place.acme, place.group("X"), members, place.patient());
            assert!(matches!(created.await, Err(GroupError::NotAUser(id)) if id == stranger));
        }
    }
    assert_eq!(before.difference(&place.system.snapshot().await), "");
    place.system.check().await;
}

fn counter(pk: String, sk: &str, count: usize) -> rollcall_tests::table::Item {
    rollcall_tests::table::Item::from([
        ("pk".to_owned(), AttributeValue::S(pk)),
        ("sk".to_owned(), AttributeValue::S(sk.to_owned())),
        ("count".to_owned(), AttributeValue::N(count.to_string())),
    ])
}

#[tokio::test]
async fn a_full_group_and_a_full_tenant_are_refused_before_anything_is_written() {
    let place = Place::with_people(2).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    let full = counter(format!("T#demo#G#{}", sales.id), "N#0", 99_999);
    let many = counter("T#demo#G".to_owned(), "COUNT", 10_000);
    place.system.table().write(vec![full.clone(), many]).await;
    let refused = place.change(&sales, add(place.some(0..2))).await;
    assert!(matches!(refused, Err(GroupError::TooManyMembers)), "{refused:?}");
    let refused =
        place.store.create_group(&place.acme, place.group("X"), BTreeSet::new(), place.patient()).await;
    assert!(matches!(refused, Err(GroupError::TooManyGroups)), "{refused:?}");
    assert!(place.members(&sales).await.is_empty());
    let ids = (0..100_001_u128).map(|id| UserId::new(uuid::Uuid::from_u128(id))).collect();
    let refused = place.change(&sales, MemberChange::Replace(ids)).await;
    assert!(matches!(refused, Err(GroupError::TooManyMembers)));
    place.system.table().delete(&[full]).await;
    place.system.table().write(vec![counter("T#demo#G".to_owned(), "COUNT", 1)]).await;
    place.system.check().await;
}

/// A deactivated person stays a member; one who is deleted leaves every group, however many.
#[tokio::test]
async fn whoever_is_deleted_leaves_every_group_even_a_hundred() {
    let place = Place::with_people(0).await;
    let okta = place.system.okta();
    let (ada, king) = (okta.assign("ada@example.com").await, okta.assign("king@example.com").await);
    let [a, k] = [&ada, &king].map(|person| UserId::parse(&person.id).unwrap());
    for number in 0..100 {
        place.create(&format!("Group {number}"), [a, k].into()).await;
    }
    okta.unassign(&ada).await.expect(200);
    assert_eq!(place.user(a).await.groups.len(), 100, "still a member");
    place.system.scim().delete(&king.id).await.expect(204);
    assert!(place.user(k).await.groups.is_empty());
    place.system.snapshot().await.check_consistency();
    place.system.advance(SignedDuration::from_hours(14 * 24)).await;
    let table = place.system.snapshot().await;
    assert!(table.users().is_empty());
    assert!(!table.items().any(|(_, sk, _)| sk.starts_with("M#")), "nobody is a member of anything");
    place.system.check().await;
}

#[tokio::test]
async fn an_account_that_goes_to_another_person_is_in_no_group_of_the_former() {
    let place = Place::with_people(0).await;
    let okta = place.system.okta();
    let ada = okta.assign("ada@example.com").await;
    let id = UserId::parse(&ada.id).unwrap();
    let sales = place.create("Sales", [id].into()).await;
    okta.unassign(&ada).await.expect(200);
    let body = serde_json::json!({
        "schemas": [rollcall_tests::USER_URN], "userName": "ada@example.com", "externalId": "another person",
    });
    let other = place.system.scim().post("/Users", &body).await.expect(201).id();
    assert_ne!(other, ada.id);
    assert!(place.members(&sales).await.is_empty());
    place.system.check().await;
}

#[tokio::test]
async fn many_members_come_and_go_by_one_request() {
    let place = Place::with_people(300).await;
    let sales = place.create("Sales", place.some(0..150)).await;
    assert_eq!((place.members(&sales).await, &sales.change), (place.some(0..150), &None));
    let replaced = place.change(&sales, MemberChange::Replace(place.some(100..300))).await.unwrap();
    assert_eq!((place.members(&sales).await, replaced.change), (place.some(100..300), None));
    let both = add(place.some(0..50)).and_remove(place.some(100..200));
    place.change(&sales, both.clone()).await.unwrap();
    let left = &place.some(0..50) | &place.some(200..300);
    assert_eq!(place.members(&sales).await, left);
    let before = place.system.snapshot().await;
    place.change(&sales, both).await.unwrap();
    place.change(&sales, MemberChange::Replace(left)).await.unwrap();
    assert_eq!(before.difference(&place.system.snapshot().await), "", "what is so already is not written");
    place.change(&sales, MemberChange::Replace(BTreeSet::new())).await.unwrap();
    let table = place.system.snapshot().await;
    assert!(!table.items().any(|(_, sk, _)| sk.starts_with("M#") || sk.starts_with("C#")));
    place.system.check().await;
}

#[tokio::test]
async fn a_change_that_ran_out_of_time_is_finished_by_the_next_request() {
    let place = Place::with_people(100).await;
    let sales = place.create("Sales", place.some(0..1)).await;
    let edit = GroupEdit { members: MemberChange::Replace(place.some(1..100)), ..named("Marketing") };
    let unfinished =
        place.store.change_group(&place.acme, sales.clone().into(), &edit, place.hurried()).await;
    assert!(matches!(unfinished, Err(GroupError::Unfinished)));
    // Another request finds it: it is done first.
    let found = place.store.group(&place.acme, sales.id).await.unwrap().unwrap();
    assert_eq!(found.name.as_str(), "Marketing");
    let known = found.into();
    let changed = place.change_known(known, add(place.some(0..1))).await.unwrap();
    assert_eq!((changed.change, place.members(&sales).await), (None, place.some(0..100)));
    place.system.check().await;
}

#[tokio::test]
async fn who_has_no_time_to_wait_for_others_is_told_so_and_changes_nothing() {
    let place = Place::with_people(100).await;
    let sales = place.create("Sales", place.some(0..1)).await;
    let many = GroupEdit { members: add(place.some(1..50)), ..GroupEdit::default() };
    let unfinished =
        place.store.change_group(&place.acme, sales.clone().into(), &many, place.hurried()).await;
    assert!(matches!(unfinished, Err(GroupError::Unfinished)));
    let before = place.system.snapshot().await;
    let found = place.store.group(&place.acme, sales.id).await.unwrap().unwrap();
    let others = GroupEdit { members: add(place.some(50..100)), ..GroupEdit::default() };
    let refused = place.store.change_group(&place.acme, found.into(), &others, place.hurried()).await;
    assert!(matches!(refused, Err(GroupError::Busy)));
    assert_eq!(before.difference(&place.system.snapshot().await), "");
    place.finish(&sales).await;
    assert_eq!(place.members(&sales).await, place.some(0..50));
    place.system.check().await;
}

/// The request that decided the first change is dead. Those who wait finish it.
#[tokio::test(flavor = "multi_thread")]
async fn six_who_each_change_many_members_at_once_get_their_turn_behind_one_that_died() {
    const PARTY: usize = 40;
    let place = Place::with_people(7 * PARTY).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    let party = |number: usize| add(place.some(number * PARTY..(number + 1) * PARTY));
    place.unfinished(&sales, party(0)).await;
    let parties = (1..7).map(|number| place.spawn(&sales, party(number), place.patient()));
    for changed in join_all(parties.collect::<Vec<_>>()).await {
        assert_eq!(changed.unwrap().unwrap().change, None);
    }
    assert_eq!(place.members(&sales).await, place.some(0..7 * PARTY));
    place.system.check().await;
}

/// The later one comes first. What counts is which request began first: a directory that gave one up says something
/// else after it.
#[tokio::test(flavor = "multi_thread")]
async fn edits_that_queue_are_done_in_the_order_in_which_their_requests_began() {
    let place = Place::with_people(60).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    place.unfinished(&sales, MemberChange::Replace(place.some(0..50))).await;
    let later = place.now + SignedDuration::from_secs(1);
    let both = place.some(50..52);
    let first = place.spawn(&sales, add(both.clone()), Writing { now: later, ..place.patient() });
    place.until(&sales, |change| change.queued.as_ref().is_some_and(|queued| queued.len() == 1)).await;
    let second = place.spawn(&sales, remove(both.clone()).and_add(place.some(52..54)), place.patient());
    for changed in join_all([first, second]).await {
        assert_eq!(changed.unwrap().unwrap().change, None);
    }
    assert_eq!(place.members(&sales).await, place.some(0..54));
    place.system.check().await;
}

/// A directory gives up two requests that were decided, and says the first thing again. That is what counts.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_again_after_its_opposite_comes_after_it() {
    let place = Place::with_people(50).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    place.unfinished(&sales, MemberChange::Replace(place.some(0..40))).await;
    let ada = place.some(49..50);
    let at = |millis| Writing { now: place.now + SignedDuration::from_millis(millis), ..place.patient() };
    for (number, change) in [(1, add(ada.clone())), (2, remove(ada.clone()))] {
        let given_up = place.spawn(&sales, change, at(number));
        let many = usize::try_from(number).unwrap();
        place.until(&sales, |change| change.queued.as_ref().is_some_and(|queued| queued.len() == many)).await;
        given_up.abort();
    }
    place.spawn(&sales, add(ada.clone()), at(3)).await.unwrap().unwrap();
    assert_eq!(place.members(&sales).await, &place.some(0..40) | &ada);
    place.system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_edits_at_once_behind_a_change_that_nobody_finishes_are_all_done() {
    const PARTY: usize = 8;
    let place = Place::with_people(31 * PARTY + 40).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    let (others, parties) =
        (place.some(0..40), |number| place.some(40 + number * PARTY..40 + (number + 1) * PARTY));
    place.unfinished(&sales, MemberChange::Replace(others)).await;
    let edits = (0..31).map(|number| place.spawn(&sales, add(parties(number)), place.patient()));
    for changed in join_all(edits.collect::<Vec<_>>()).await {
        changed.unwrap().unwrap();
    }
    assert_eq!(place.members(&sales).await, place.some(0..place.people.len()));
    place.system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_queues_is_told_that_the_group_is_deleted() {
    let place = Place::with_people(50).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    place.unfinished(&sales, add(place.some(0..40))).await;
    let queued = place.spawn(&sales, add(place.some(40..50)), place.patient());
    place.until(&sales, |change| change.queued.as_ref().is_some_and(|queued| queued.len() == 1)).await;
    place.store.delete_group(&place.acme, sales.clone(), place.patient()).await.unwrap();
    assert!(matches!(queued.await.unwrap(), Err(GroupError::Gone)));
    place.finish(&sales).await;
    assert_eq!(place.rest(&sales).await, 0);
    place.system.check().await;
}

#[tokio::test]
async fn an_edit_that_cannot_be_does_not_queue() {
    let place = Place::with_people(50).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    let found = place.unfinished(&sales, add(place.some(0..40))).await;
    let before = place.system.snapshot().await;
    let nobody = UserId::new(entropy::new_id());
    let refused = place.change_known(found.into(), add([nobody].into())).await;
    assert!(matches!(refused, Err(GroupError::NotAUser(id)) if id == nobody));
    assert_eq!(before.difference(&place.system.snapshot().await), "");
    place.finish(&sales).await;
    place.system.check().await;
}

/// What the change before it and those that queue come to is not known: an edit waits for its turn where all together could
/// be more than a group may have.
#[tokio::test]
async fn an_edit_does_not_queue_where_the_group_could_be_too_large_then() {
    let place = Place::with_people(50).await;
    let sales = place.create("Sales", BTreeSet::new()).await;
    // One of the counters that none of the people has.
    let nearly = counter(format!("T#demo#G#{}", sales.id), "N#other", 98_990);
    place.system.table().write(vec![nearly.clone()]).await;
    let found = place.unfinished(&sales, add(place.some(0..40))).await;
    let hurried = || Writing { patience: Patience::of(Duration::from_millis(200)), ..place.hurried() };
    let edit = |people| GroupEdit { members: add(place.some(people)), ..GroupEdit::default() };
    // 98,990, a thousand of the chunk, and ten: just as many as there may be.
    let (last, behind) = (hurried(), hurried());
    let queued = place.store.change_group(&place.acme, found.clone().into(), &edit(40..50), last).await;
    assert!(matches!(queued, Err(GroupError::Unfinished)), "{queued:?}");
    let found = place.store.group(&place.acme, sales.id).await.unwrap().unwrap();
    let refused = place.store.change_group(&place.acme, found.into(), &edit(30..31), behind).await;
    assert!(matches!(refused, Err(GroupError::Busy)), "{refused:?}");
    let found = place.store.group(&place.acme, sales.id).await.unwrap().unwrap();
    let places = [last, behind].map(|on| found.change.as_ref().unwrap().place_of(on.id));
    assert_eq!(places, [Some(1), None]);
    place.system.table().delete(&[nearly]).await;
    place.finish(&sales).await;
    assert_eq!(place.members(&sales).await, place.some(0..50));
    place.system.check().await;
}

/// An edit that queues is broken off at each call, before it and after it. Either nothing came of it, or it is decided,
/// and then the sweep finishes it.
#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_queues_and_breaks_off_anywhere_is_finished_or_never_was() {
    let place = Place::with_people(40).await;
    at_every_call(4, async |broken, name| {
        let (before, few) = (place.some(0..34), place.some(34..38));
        let group = place.create(name, BTreeSet::new()).await;
        let known = place.unfinished(&group, add(before.clone())).await;
        let edit = GroupEdit { members: add(few.clone()), ..GroupEdit::default() };
        let store = broken.store(place.system.table());
        // Time enough to queue, and not to finish what comes before.
        let on = Writing { patience: Patience::of(Duration::from_millis(200)), ..place.hurried() };
        let ended = store.change_group(&place.acme, known.into(), &edit, on).await;
        let found = place.store.group(&place.acme, group.id).await.unwrap().unwrap();
        let is_decided = found.change.as_ref().is_some_and(|change| change.place_of(on.id).is_some());
        place.finish(&group).await;
        let members = place.members(&group).await;
        if is_decided || ended.is_ok() {
            assert_eq!(members, &before | &few, "{name}");
        } else {
            assert!(
                members == before || members == &before | &few,
                "{name}: half an edit, and nobody finishes it"
            );
        }
        place.store.delete_group(&place.acme, found, place.patient()).await.unwrap();
        place.finish(&group).await;
        assert_eq!(place.rest(&group).await, 0, "{name}");
    })
    .await;
    place.system.check().await;
}

#[tokio::test]
async fn a_creation_that_ran_out_of_time_is_the_same_group_the_next_time() {
    let place = Place::with_people(100).await;
    let everybody = place.some(0..100);
    let first = place.group("Sales");
    let unfinished =
        |group: Group| place.store.create_group(&place.acme, group, everybody.clone(), place.hurried());
    assert!(matches!(unfinished(first.clone()).await, Err(GroupError::Unfinished)));
    assert!(matches!(unfinished(place.group("Sales")).await, Err(GroupError::Unfinished)));
    // Somebody else who wants the name is refused.
    let other =
        place.store.create_group(&place.acme, place.group("sales"), place.some(0..2), place.patient());
    assert!(matches!(other.await, Err(GroupError::NameTaken)));
    // Even if the sweep has finished it: the directory does not know.
    place.finish(&first).await;
    assert_eq!(place.members(&first).await, everybody);
    assert_eq!(place.create("Sales", everybody.clone()).await.id, first.id);
    let again = place.store.create_group(&place.acme, place.group("Sales"), everybody, place.patient());
    assert!(matches!(again.await, Err(GroupError::NameTaken)), "it was answered");
    place.system.check().await;
}

/// A request for more members than one transaction holds is broken off at each call, before it and after it. Either
/// nothing came of it, or the sweep finishes it; and the directory's retry has the last word.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_many_that_breaks_off_anywhere_is_finished_or_never_was() {
    let place = Place::with_people(MANY).await;
    at_every_call(20, async |broken, name| break_off(&place, broken, name).await).await;
    place.system.check().await;
}

/// More than one transaction holds, and some in each of the lanes.
const MANY: usize = 40;

async fn break_off(place: &Place, broken: &Broken, name: &str) {
    let (before, wanted) = (place.some(0..10), place.some(5..MANY));
    let group = place.create(name, before.clone()).await;
    let edit = GroupEdit { members: MemberChange::Replace(wanted.clone()), ..GroupEdit::default() };
    let store = broken.store(place.system.table());
    let ended = store.change_group(&place.acme, group.clone().into(), &edit, place.patient()).await;
    let found = place.store.group(&place.acme, group.id).await.unwrap().unwrap();
    let is_decided = found.change.is_some();
    if ended.is_err() && !is_decided {
        let members = place.members(&group).await;
        assert!(members == before || members == wanted, "{name}: a half list, and nobody finishes it");
    }
    place.finish(&group).await;
    if is_decided || ended.is_ok() {
        assert_eq!(place.members(&group).await, wanted, "{name}");
    }
    place.change(&group, MemberChange::Replace(wanted.clone())).await.unwrap();
    assert_eq!(place.members(&group).await, wanted, "{name}");
    place.store.delete_group(&place.acme, found, place.patient()).await.unwrap();
    place.finish(&group).await;
    assert_eq!(place.rest(&group).await, 0, "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_replace_all_members_at_once_one_is_the_last() {
    let place = Place::with_people(60).await;
    for (name, people) in [("Few", 10), ("Many", 30)] {
        let group = place.create(name, BTreeSet::new()).await;
        let sets = [place.some(0..people), place.some(people..2 * people)];
        let replace = |set: &BTreeSet<UserId>| {
            let (store, acme, on) = (place.store.clone(), place.acme.clone(), place.patient());
            let edit = GroupEdit { members: MemberChange::Replace(set.clone()), ..GroupEdit::default() };
            let known: GroupWith = group.clone().into();
            tokio::spawn(async move { store.change_group(&acme, known, &edit, on).await.unwrap() })
        };
        join_all(sets.iter().map(replace)).await.into_iter().for_each(|done| drop(done.unwrap()));
        let members = place.members(&group).await;
        assert!(sets.contains(&members), "{name}: {} members", members.len());
    }
    place.system.check().await;
}

/// Nobody comes back for it: the outbox finds it.
#[tokio::test]
async fn the_sweep_finishes_what_was_broken_off() {
    let place = Place::with_people(100).await;
    let (sales, gone) =
        (place.create("Sales", place.some(0..1)).await, place.create("X", place.some(0..50)).await);
    let edit = GroupEdit { members: MemberChange::Replace(place.some(1..100)), ..GroupEdit::default() };
    let unfinished =
        place.store.change_group(&place.acme, sales.clone().into(), &edit, place.hurried()).await;
    assert!(matches!(unfinished, Err(GroupError::Unfinished)));
    place.store.delete_group(&place.acme, gone.clone(), place.hurried()).await.unwrap();
    assert_eq!(place.members(&gone).await.len(), 50, "there was no time");
    place.system.advance(SignedDuration::from_mins(16)).await;
    assert_eq!(place.members(&sales).await, place.some(1..100));
    let table = place.system.snapshot().await;
    assert_eq!(table.get(&format!("T#demo#G#{}", gone.id), "GROUP"), None);
    assert!(!table.items().any(|(_, sk, _)| sk.starts_with("C#")));
    place.system.check().await;
}

/// Somebody read the group before it was deleted, and puts a member in afterwards.
#[tokio::test]
async fn a_member_who_joins_a_group_that_is_just_deleted_is_taken_out_by_the_sweep() {
    let place = Place::with_people(3).await;
    let sales = place.create("Sales", place.some(0..2)).await;
    let read = place.store.group(&place.acme, sales.id).await.unwrap().unwrap();
    place.store.delete_group(&place.acme, sales.clone(), place.patient()).await.unwrap();
    assert_eq!(place.store.group(&place.acme, sales.id).await.unwrap(), None);
    assert!(place.store.groups(&place.acme, &[sales.id]).await.unwrap().is_empty());
    assert!(place.store.groups_after(&place.acme, None, 9).await.unwrap().is_empty());
    let gone = place.store.delete_group(&place.acme, sales.clone(), place.patient()).await;
    assert!(matches!(gone, Err(GroupError::Gone)));
    place.create("Sales", BTreeSet::new()).await;

    place.change_known(read.into(), add(place.some(2..3))).await.unwrap();
    assert_eq!(place.members(&sales).await, place.some(2..3));
    place.system.snapshot().await.check_consistency();
    place.finish(&sales).await;
    assert!(place.user(place.people[2]).await.groups.is_empty());
    assert_eq!(place.system.snapshot().await.get(&format!("T#demo#G#{}", sales.id), "GROUP"), None);
    place.system.check().await;
}

#[tokio::test]
async fn a_deletion_that_breaks_off_anywhere_is_finished_or_never_was() {
    let place = Place::with_people(40).await;
    at_every_call(10, async |broken, name| {
        let everybody = place.some(0..40);
        let group = place.create(name, everybody.clone()).await;
        let store = broken.store(place.system.table());
        let deleted = store.delete_group(&place.acme, group.clone(), place.patient()).await;
        match place.store.group(&place.acme, group.id).await.unwrap() {
            Some(_) => {
                assert!(matches!(deleted, Err(GroupError::Store(StoreError::Unavailable { .. }))), "{name}");
                assert_eq!(place.members(&group).await, everybody, "{name}: as it was");
                place.store.delete_group(&place.acme, group.clone(), place.patient()).await.unwrap();
            }
            None => assert!(deleted.is_ok() || name.starts_with("After"), "{name}"),
        }
        let later = place.now + LEFT_ALONE;
        let sweep = broken.store(place.system.table());
        let _: Result<(), _> =
            sweep.finish_group(&place.acme, group.id, later, place.patient().patience).await;
        place.finish(&group).await;
        assert!(place.members(&group).await.is_empty(), "{name}");
        assert_eq!(place.rest(&group).await, 0, "{name}");
    })
    .await;
    place.system.check().await;
}
