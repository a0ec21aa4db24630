//! The operator's product is told of everything that happens to an account, at least once, in a form that is described.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Decision, StoreError};
use rollcall_events::{EventBus, PublishError};
use rollcall_local::faults::Service;
use rollcall_outbox::{MAILS_PER_TENANT_AND_HOUR, Outbox, StreamEvent};
use rollcall_rules::admission::Admitted;
use rollcall_rules::agreement::Agreement;
use rollcall_rules::billing::day_of;
use rollcall_rules::entity::{EntityId, EntityName};
use rollcall_rules::events::{self, EventKind};
use rollcall_rules::invitation::{CardAccess, NewInvitation};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::place::Place;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::events::Event;
use rollcall_tests::json_schema::violations;
use rollcall_tests::{LocalSystem, Person, Visitor};
use serde_json::{Value, json};

use super::outbox::{Nothing, store};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const TWO_WEEKS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Changes an account as a function would: once more, if the outbox was faster.
async fn change(system: &LocalSystem, id: &str, change: impl Fn(&User, Timestamp) -> User) {
    let (store, tenant) = (store(system), TenantId::parse(&system.demo().id).unwrap());
    let admitted = Admitted::by_role(store.tenant(&tenant).await.unwrap().unwrap());
    let known = store.user(&admitted, UserId::parse(id).unwrap()).await.unwrap().unwrap();
    let now = system.now().await;
    let change = |before: &User| Ok::<_, StoreError>(Decision::new(change(before, now)));
    let changed = store.change_user(&admitted, known, entropy::new_write(), Patience::NONE, change).await;
    changed.unwrap().unwrap();
}

async fn invite(system: &LocalSystem, id: &str) {
    let new = NewInvitation {
        id: entropy::new_id(),
        entity: EntityId::new(entropy::new_id()),
        entity_name: EntityName::parse("Acme GmbH").unwrap(),
        card_access: CardAccess::CardAndReimbursement,
        invited_by: None,
        link_lifetime: LINK_LIFETIME,
    };
    change(system, id, |user, now| user.invited(new.clone(), Actor::Admin, now).unwrap()).await;
}

async fn accept_and_sign_in(system: &LocalSystem, id: &str) {
    change(system, id, |user, now| user.accepted(user.invitation.as_ref().unwrap(), now)).await;
    change(system, id, |user, now| user.signed_in(Agreement::none(day_of(now)), now, now).unwrap().user)
        .await;
}

/// What a subscriber that knows events by their ids makes of them: each once, by account, in order of version.
fn lives(events: &[Event]) -> BTreeMap<String, Vec<String>> {
    let mut by_id = BTreeMap::new();
    for event in events {
        let known = by_id.entry(event.id()).or_insert(event);
        assert_eq!(*known, event, "one id, two events");
    }
    let mut lives = BTreeMap::<_, Vec<_>>::new();
    for event in by_id.into_values() {
        let user = event.detail["userId"].as_str().unwrap().to_owned();
        lives.entry(user).or_default().push((event.detail["version"].as_u64(), event.detail_type.clone()));
    }
    let in_order = |mut life: Vec<(Option<u64>, String)>| {
        life.sort_by_key(|(version, _)| *version);
        life.into_iter().map(|(_, kind)| kind).collect()
    };
    lives.into_iter().map(|(user, life)| (user, in_order(life))).collect()
}

fn assert_described(events: &[Event]) {
    let schema: Value = serde_json::from_str(include_str!("../../docs/events.schema.json")).unwrap();
    for event in events {
        assert_eq!(violations(&schema, &event.detail), [""; 0], "{event:?}");
        assert_eq!(
            (event.source.as_str(), event.detail["kind"].as_str()),
            ("rollcall", Some(&*event.detail_type))
        );
        assert_eq!(event.detail["at"].as_str(), Some(&*event.time.to_string()));
    }
}

#[tokio::test]
async fn a_whole_life_is_told_in_order_and_as_described() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let id = system.native_user("ada@example.com").await;
    let ada = okta.assign("ada@example.com").await;
    invite(&system, &id).await;
    system.advance(LINK_LIFETIME + HOUR).await;
    change(&system, &id, |user, now| user.invitation_revoked(Actor::Admin, now).unwrap()).await;
    invite(&system, &id).await;
    accept_and_sign_in(&system, &id).await;
    change(&system, &id, |user, now| {
        let place = Place { card_access: CardAccess::Card, ..user.place().unwrap() };
        user.placed(place, Actor::Admin, now).unwrap()
    })
    .await;
    let ada = okta.rename(&ada, "king@example.com").await;
    Visitor::default().confirm(&system.link_for("king@example.com").await).await.expect(200, "confirmed");
    okta.unassign(&ada).await.expect(200);
    okta.reactivate(&ada).await.expect(200);
    okta.unassign(&ada).await.expect(200);
    system.advance(TWO_WEEKS).await;

    let events = system.events().await;
    let told: Vec<_> = events.iter().map(|event| event.detail_type.as_str()).collect();
    assert_eq!(
        told,
        [
            "user.created",
            "user.linked",
            "user.invited",
            "user.invitation_expired",
            "user.invitation_revoked",
            "user.invited",
            "user.accepted",
            "user.first_signed_in",
            "user.place_changed",
            "user.user_name_changed",
            "user.email_changed",
            "user.deactivated",
            "user.reactivated",
            "user.deactivated",
            "user.deleted",
        ]
    );
    assert_eq!(lives(&events), BTreeMap::from([(id, told.iter().map(|kind| (*kind).to_owned()).collect())]));
    assert_eq!(
        told.iter().collect::<BTreeSet<_>>().len(),
        EventKind::ALL.len() - 9,
        "of every kind one at least, but of a place that is given away, of roles, of groups and of webhooks"
    );
    assert_described(&events);

    let by: Vec<_> = events.iter().map(|event| event.detail["by"].as_str().unwrap()).collect();
    let directory = ["directory"; 3];
    let first = [
        "operator",
        "directory",
        "admin",
        "system",
        "admin",
        "admin",
        "person",
        "operator",
        "admin",
        "directory",
        "person",
    ];
    assert_eq!(by[..11], first);
    assert_eq!((&by[11..14], by[14]), (&directory[..], "system"));
    assert_eq!(events[3].detail["invitation"], events[2].detail["invitation"]);
    assert_eq!(events[4].detail["invitation"], events[2].detail["invitation"]);
    assert_eq!(events[8].detail["previousPlace"]["cardAccess"], "card_and_reimbursement");
    assert_eq!(events[8].detail["place"]["cardAccess"], "card");
    assert_eq!(events[9].detail["previousUserName"], "ada@example.com");
    assert_eq!(events[10].detail["previousEmail"], "ada@example.com");
    // An id is drawn in hexadecimal digits, which can spell "ada".
    let gone = events[14].detail.to_string().replace(events[14].detail["userId"].as_str().unwrap(), "");
    assert!(!gone.contains('@') && !gone.contains("ada") && !gone.contains("king"), "{gone}");
    system.check().await;
}

#[tokio::test]
async fn whose_place_is_given_away_is_told_with_both_external_ids() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let bob = okta.assign("bob@example.com").await;
    let gone = okta.assign("carol@example.com").await;
    for user in [&ada, &bob, &gone] {
        okta.unassign(user).await.expect(200);
    }
    let successor = |login: &str, id: &str| Person::from(login).with_directory_id(id);
    let by_address = okta.create(successor("ada@example.com", "00uEve")).await.expect(201);
    let by_id = okta.create(successor("eve@example.com", &bob.person.directory_id)).await.expect(201);
    okta.assign(successor("carol@example.com", "00uMallory")).await;
    system.settle().await;
    let events = system.events().await;
    assert_described(&events);
    let told: Vec<_> = events.iter().filter(|event| event.detail_type == "user.replaced").collect();
    for (old, new, id) in [
        (&ada, &by_address.id(), "00uEve"),
        (&bob, &by_id.id(), bob.person.directory_id.as_str()),
        (&gone, &gone.id, "00uMallory"),
    ] {
        let detail = &told.iter().find(|event| event.detail["userId"] == old.id).unwrap().detail;
        assert_eq!((&detail["replacedBy"], &detail["externalId"]), (&json!(new), &json!(id)));
        assert_eq!(detail["previousExternalId"], old.person.directory_id);
    }
    assert_eq!(told.len(), 3);
    system.advance(TWO_WEEKS).await;
    let deleted = system.events().await;
    let deleted = deleted.iter().filter(|event| event.detail_type == "user.deleted");
    let deleted: BTreeSet<_> =
        deleted.map(|event| event.detail["userId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(deleted, BTreeSet::from([ada.id, bob.id]), "when they were due");
    system.check().await;
}

#[tokio::test]
async fn what_the_stream_brings_again_is_known_by_its_id() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    system.disturb_stream(100);
    let mut people = 0;
    // Which batches come twice is left to chance.
    loop {
        let logins: Vec<_> = (people..people + 5).map(|number| format!("user{number}@example.com")).collect();
        let lives = logins.iter().map(|login| async {
            let person = okta.assign(login.as_str()).await;
            okta.unassign(&person).await.expect(200);
            okta.reactivate(&person).await.expect(200);
        });
        join_all(lives).await;
        people += 5;
        system.settle().await;
        let events = system.events().await;
        let ids: BTreeSet<_> = events.iter().map(Event::id).collect();
        if ids.len() < events.len() {
            break;
        }
        assert!(people < 500, "nothing came twice");
    }
    system.disturb_stream(0);
    let events = system.events().await;
    let lives = lives(&events);
    assert_eq!(lives.len(), people);
    for life in lives.values() {
        assert_eq!(life[..], ["user.created", "user.deactivated", "user.reactivated"]);
    }
    assert_described(&events);
    system.check().await;
}

#[tokio::test]
async fn while_the_bus_is_away_nothing_is_lost_and_nobody_waits() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let before = okta.assign("before@example.com").await;
    system.settle().await;
    system.set_away(Service::Events, true).await;
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&before, "after@example.com").await;
    okta.unassign(&ada).await.expect(200);
    system.advance(HOUR).await;
    assert_eq!(system.events().await.len(), 1, "what was told before");
    let link = system.link_for("after@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "confirmed");
    system.advance(HOUR).await;

    system.set_away(Service::Events, false).await;
    let events = system.events().await;
    let lives = lives(&events);
    assert_eq!(lives[&ada.id], ["user.created", "user.deactivated"]);
    assert_eq!(lives[&before.id], ["user.created", "user.user_name_changed", "user.email_changed"]);
    assert_eq!(events.len(), 5, "each once");
    assert!(system.snapshot().await.is_settled());
    system.check().await;
}

/// A bus that takes no event of one person.
#[derive(Debug, Clone)]
struct Picky {
    refused: UserId,
    taken: Arc<Mutex<Vec<UserId>>>,
}

impl EventBus for Picky {
    async fn publish(&self, events: &[events::Event]) -> Result<(), PublishError> {
        let refused = |(_, event): &(usize, &events::Event)| event.user_id == Some(self.refused);
        let (refused, taken): (Vec<_>, Vec<_>) = events.iter().enumerate().partition(refused);
        self.taken.lock().unwrap().extend(taken.into_iter().filter_map(|(_, event)| event.user_id));
        let places: BTreeSet<_> = refused.into_iter().map(|(place, _)| place).collect();
        if places.is_empty() { Ok(()) } else { Err(PublishError { places, source: "refused".into() }) }
    }
}

#[tokio::test]
async fn an_event_that_is_not_taken_brings_back_its_record_and_no_other() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let (mut ids, mut records) = (Vec::new(), Vec::new());
    for login in ["a@example.com", "b@example.com", "c@example.com"] {
        ids.push(UserId::parse(&okta.assign(login).await.id).unwrap());
    }
    for item in system.table().items().await {
        let item: serde_dynamo::Item = item.into();
        let item = serde_json::to_value(&item).unwrap();
        if item["sk"]["S"] == "USER" {
            let number =
                ids.iter().position(|id| item["pk"]["S"].as_str().unwrap().ends_with(&id.to_string()));
            let number = number.unwrap().to_string();
            records.push(json!({ "dynamodb": { "SequenceNumber": number, "NewImage": item } }));
        }
    }
    let batch: StreamEvent = serde_json::from_value(json!({ "Records": records })).unwrap();
    let bus = Picky { refused: ids[1], taken: Arc::default() };
    let clock = Arc::new(StoppedClock(system.now().await));
    let url = system.base_url().to_owned();
    let most = MAILS_PER_TENANT_AND_HOUR;
    let outbox = Outbox::new(store(&system), Nothing, Nothing, bus.clone(), clock, url, most);
    let failures = outbox.handle(batch).await.batch_item_failures;
    let failed: Vec<_> = failures.iter().map(|failure| failure.item_identifier.as_str()).collect();
    assert_eq!(failed, ["1"]);
    let mut taken = bus.taken.lock().unwrap().clone();
    taken.sort();
    let mut others = vec![ids[0], ids[2]];
    others.sort();
    assert_eq!(taken, others);
    system.check().await;
}
