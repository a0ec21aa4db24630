//! Access rules in the table: reviews that break off anywhere, runs in pieces, and changes that really race.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::{join, join_all};
use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{GroupError, Store, StoreError, Writing};
use rollcall_outbox::{Outbox, Report, StreamEvent};
use rollcall_rules::access::{Access, AccessRule, RUN_LEFT_ALONE, RoleId, RoleName};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupEdit, GroupId, GroupName, MemberChange};
use rollcall_rules::invitation::{CardAccess, Invitation};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_tests::LocalSystem;
use rollcall_tests::broken::at_every_call;
use serde_json::json;
use uuid::Uuid;

use super::outbox::{Nothing, silent};

/// A system with people, and its store.
struct Place {
    system: LocalSystem,
    store: Store,
    now: Timestamp,
    people: Vec<UserId>,
}

impl Place {
    async fn with_people(people: usize) -> Self {
        let system = LocalSystem::start().await;
        let (client, table) = system.table().parts();
        let (store, now) = (Store::new(client, table), system.now().await);
        let people = system.seed(people).await.iter().map(|id| UserId::parse(id).unwrap()).collect();
        let place = Self { system, store, now, people };
        for role in ["a", "b"] {
            let name = RoleName::parse(role).unwrap();
            place.change(|access| access.with_role(role_id(role), name.clone(), None, now).unwrap()).await;
        }
        place
    }

    async fn acme(&self) -> Admitted {
        let tenant = self.store.tenant(&TenantId::parse("demo").unwrap()).await.unwrap().unwrap();
        Admitted::by_role(tenant)
    }

    async fn change(&self, change: impl Fn(&Access) -> Access) -> Access {
        let change = |access: &Access| Ok::<_, StoreError>(change(access));
        self.store.change_access(&self.acme().await, Actor::Admin, self.now, change).await.unwrap()
    }

    async fn rule(&self, group: &Group, role: &str, invite: bool) -> AccessRule {
        let entity = self.store.entities(&self.acme().await).await.unwrap()[0].id;
        AccessRule {
            group: group.id,
            role: Some(role_id(role)),
            entity: invite.then_some(entity),
            card_access: invite.then_some(CardAccess::Card),
            invite,
        }
    }

    async fn set(&self, rule: &AccessRule) {
        let run = entropy::new_id();
        self.change(|access| access.with_rule(rule.clone(), None, run, self.now).unwrap()).await;
    }

    async fn group(&self, name: &str, members: &[UserId]) -> Group {
        let (id, name) = (GroupId::new(entropy::new_id()), GroupName::parse(name).unwrap());
        let acme = self.acme().await;
        let group = Group::new(id, acme.id.clone(), name, None, self.now);
        let members: BTreeSet<UserId> = members.iter().copied().collect();
        self.store.create_group(&acme, group, members, self.patient()).await.unwrap()
    }

    /// Changes who is in a group, as a directory does it: again, as long as it is told to.
    async fn members(&self, group: &Group, members: MemberChange) {
        let (acme, edit) = (self.acme().await, GroupEdit { members, ..GroupEdit::default() });
        loop {
            let known = self.store.group(&acme, group.id).await.unwrap().unwrap();
            match self.store.change_group(&acme, known.into(), &edit, self.patient()).await {
                Ok(_) => return,
                Err(GroupError::Store(error)) if error.is_transient() => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn patient(&self) -> Writing {
        Writing {
            write: entropy::new_write(),
            id: entropy::new_id(),
            by: Actor::Directory,
            now: self.now,
            patience: Patience::of(Duration::from_secs(25)),
        }
    }

    async fn user(&self, id: UserId) -> User {
        self.store.user(&self.acme().await, id).await.unwrap().unwrap()
    }

    async fn access(&self) -> Access {
        self.store.access(&self.acme().await).await.unwrap()
    }

    async fn invitations(&self) -> Vec<Option<Uuid>> {
        let users = join_all(self.people.iter().map(|id| self.user(*id))).await;
        users.into_iter().map(|user| user.invitation.map(|invitation| invitation.id)).collect()
    }

    /// An outbox over this store, when all that the stream lost is due.
    fn outbox(&self, store: Store) -> Outbox<Nothing, Nothing, Nothing> {
        silent(&self.system, store, self.now + RUN_LEFT_ALONE + RUN_LEFT_ALONE)
    }

    async fn sweep(&self, store: Store, deadline: Option<Timestamp>) -> Result<Report, StoreError> {
        self.outbox(store).sweep(deadline).await
    }

    /// Records of the stream that have the accounts and the rules as they are.
    async fn records(&self) -> StreamEvent {
        let mut records = Vec::new();
        for (number, item) in (1..).zip(self.system.table().items().await) {
            let item = serde_json::to_value(serde_dynamo::Item::from(item)).unwrap();
            if item["sk"]["S"] == "USER" || item["sk"]["S"] == "ACCESS" {
                // None of them is new: only their groups are, which the rules look at and no event tells of.
                let mut before = item.clone();
                before.as_object_mut().unwrap().remove("groups");
                let change =
                    json!({ "SequenceNumber": number.to_string(), "OldImage": before, "NewImage": item });
                records.push(json!({ "dynamodb": change }));
            }
        }
        serde_json::from_value(json!({ "Records": records })).unwrap()
    }

    async fn is_as_the_rules_say(&self) {
        let snapshot = self.system.table().snapshot().await;
        assert_eq!(snapshot.roles_against_the_rules(), [""; 0]);
    }
}

fn role_id(text: &str) -> RoleId {
    RoleId::parse(text).unwrap()
}

fn all(people: &[UserId]) -> BTreeSet<UserId> {
    people.iter().copied().collect()
}

/// What reviews did for somebody: the roles, and whether an invitation waits for them.
fn outcome(user: &User) -> (Vec<&str>, bool) {
    let waits = |invitation: &Invitation| invitation.revoked_at.is_none();
    (user.roles.iter().map(RoleId::as_str).collect(), user.invitation.as_ref().is_some_and(waits))
}

#[tokio::test]
async fn what_breaks_off_at_any_call_is_done_by_the_next_sweep() {
    let place = Place::with_people(3).await;
    at_every_call(4, async |broken, name| {
        let group = place.group(name, &place.people).await;
        let before = place.invitations().await;
        place.set(&place.rule(&group, "a", true).await).await;
        // The local system's own stream is at it as well. Nothing of this may be done twice.
        place.outbox(broken.store(place.system.table())).handle(place.records().await).await;
        let halfway = place.invitations().await;
        place.sweep(place.store.clone(), None).await.unwrap();
        for ((id, before), halfway) in place.people.iter().zip(before).zip(halfway) {
            let user = place.user(*id).await;
            assert_eq!(outcome(&user), (vec!["a"], true), "{name}");
            let made = user.invitation.map(|made| made.id);
            assert!(halfway == before || made == halfway, "{name}: invited twice");
        }
        assert_eq!(place.access().await.run, None, "{name}");
        place.is_as_the_rules_say().await;
        let run = entropy::new_id();
        place.change(|access| access.without_rule(group.id, run, place.now).unwrap()).await;
        place.sweep(place.store.clone(), None).await.unwrap();
        place.is_as_the_rules_say().await;
    })
    .await;
    place.system.check().await;
}

#[tokio::test]
async fn an_account_that_the_stream_lost_is_reviewed_by_the_sweep() {
    let place = Place::with_people(2).await;
    let group = place.group("Sales", &[]).await;
    place.set(&place.rule(&group, "a", false).await).await;
    place.system.settle().await;
    place.members(&group, MemberChange::none().and_add(all(&place.people))).await;
    let due = place.user(place.people[0]).await;
    // Unless the stream was faster.
    assert!(due.access_due == Some(place.now) || outcome(&due).0 == ["a"]);
    place.sweep(place.store.clone(), None).await.unwrap();
    for id in &place.people {
        let user = place.user(*id).await;
        assert_eq!((outcome(&user).0, user.access_due), (vec!["a"], None));
    }
    place.system.check().await;
}

#[tokio::test]
async fn a_run_over_three_thousand_goes_on_where_it_was() {
    let place = Place::with_people(3_000).await;
    let group = place.group("Everybody", &place.people).await;
    place.system.settle().await;
    place.set(&place.rule(&group, "a", false).await).await;
    place.system.settle().await;
    assert_eq!(place.access().await.run, None, "the stream brings each step the next one");
    place.is_as_the_rules_say().await;

    // Two sweeps at once, beside the stream, after a deadline has cut one off.
    place.set(&place.rule(&group, "b", false).await).await;
    let cut_off = place.sweep(place.store.clone(), Some(place.now)).await.unwrap();
    assert!(cut_off.access_runs_left <= 1);
    let both = join(place.sweep(place.store.clone(), None), place.sweep(place.store.clone(), None)).await;
    both.0.unwrap();
    both.1.unwrap();
    place.system.settle().await;
    place.is_as_the_rules_say().await;
    assert_eq!(outcome(&place.user(place.people[2_999]).await).0, ["b"]);
    place.system.check().await;
}

#[tokio::test]
async fn changes_of_rules_and_of_members_that_race_end_as_the_rules_say() {
    let place = Place::with_people(12).await;
    let (one, two) = (place.group("One", &place.people[..6]).await, place.group("Two", &[]).await);
    let rules = [
        place.rule(&one, "a", true).await,
        place.rule(&two, "b", false).await,
        place.rule(&one, "b", false).await,
        place.rule(&two, "a", true).await,
    ];
    let movers = async {
        for round in 0..6 {
            let (from, to) = if round % 2 == 0 { (&one, &two) } else { (&two, &one) };
            join(
                place.members(from, MemberChange::none().and_remove(all(&place.people))),
                place.members(to, MemberChange::none().and_add(all(&place.people))),
            )
            .await;
        }
    };
    let admins = async {
        for rule in rules.iter().cycle().take(12) {
            place.set(rule).await;
        }
    };
    let sweeps = async {
        for _ in 0..4 {
            place.sweep(place.store.clone(), None).await.unwrap();
        }
    };
    join(join(movers, admins), sweeps).await;
    place.system.settle().await;
    place.sweep(place.store.clone(), None).await.unwrap();
    place.system.settle().await;
    place.is_as_the_rules_say().await;
    place.system.check().await;
}
