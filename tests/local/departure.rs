//! A customer leaves: all that a tenant has goes, whenever the deletion is broken off and whatever happens meanwhile, and nothing
//! of any other tenant.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::{Departing, Pace, Store, StoreError};
use rollcall_local::faults::Service;
use rollcall_rules::admission::Admitted;
use rollcall_rules::departure::{Departure, LONGEST_REQUEST, Proof};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use rollcall_tests::broken::at_every_call;
use rollcall_tests::table::{Item, Snapshot};
use rollcall_tests::{LocalSystem, Scim};
use serde_json::{Value, json};
use uuid::Uuid;

const FAST: Pace = Pace { at_a_time: 4, after_page: Duration::ZERO, after_deletion: Duration::ZERO };

fn store(system: &LocalSystem) -> Store {
    let (client, table) = system.table().parts();
    Store::new(client, table)
}

fn id(text: &str) -> TenantId {
    TenantId::parse(text).unwrap()
}

/// The first write.
async fn begin(store: &Store, tenant: &str, parts: u8, now: Timestamp) -> Result<(), StoreError> {
    let Some(record) = store.tenant(&id(tenant)).await? else { return Ok(()) };
    let departure = Departure::new(id(tenant), parts, LONGEST_REQUEST, now);
    store.begin_departure(&Admitted::by_role(record), &departure).await
}

/// Goes on until it has ended. Where it has to wait, time has passed.
async fn go_on(store: &Store, tenant: &str, mut now: Timestamp) -> Result<Departure, StoreError> {
    loop {
        match store.go_on_with_departure(&id(tenant), now, FAST, &|_| {}).await? {
            Departing::On => {}
            Departing::Wait(until) => now = until,
            Departing::Ended(departure) => return Ok(departure),
        }
    }
}

/// One look, which is all that is to be done before the requests under way are over.
async fn look_once(store: &Store, tenant: &str, now: Timestamp) {
    let step = store.go_on_with_departure(&id(tenant), now, FAST, &|_| {}).await.unwrap();
    assert!(matches!(step, Departing::On), "{step:?}");
    let step = store.go_on_with_departure(&id(tenant), now, FAST, &|_| {}).await.unwrap();
    assert!(matches!(step, Departing::Wait(_)), "{step:?}");
}

/// Keys of what a tenant has, told by the raw table and not by what is tested.
fn items_of(snapshot: &Snapshot, tenant: &str) -> Vec<(String, String)> {
    let (own, below) = (format!("T#{tenant}"), format!("T#{tenant}#"));
    let made = format!(r#""id":"{tenant}""#);
    let is_of = |pk: &str, item: &Value| {
        pk == own
            || pk.starts_with(&below)
            || pk.starts_with("K#") && item["tenant"] == tenant
            || pk.starts_with("OPERATOR#I#")
                && item["answer"]["body"].as_str().is_some_and(|body| body.contains(&made))
    };
    let keys = snapshot.items().filter(|(pk, _, item)| is_of(pk, item));
    keys.map(|(pk, sk, _)| (pk.to_owned(), sk.to_owned())).collect()
}

#[track_caller]
fn assert_gone(snapshot: &Snapshot, tenant: &str) {
    let left = items_of(snapshot, tenant);
    assert_eq!(left, [(format!("T#{tenant}"), "DEPARTURE".to_owned())]);
}

/// The items of all others, as they are.
fn others(snapshot: &Snapshot, tenant: &str) -> BTreeMap<(String, String), Value> {
    let own = items_of(snapshot, tenant);
    let others = snapshot.items().map(|(pk, sk, item)| ((pk.to_owned(), sk.to_owned()), item.clone()));
    others.filter(|(key, _)| !own.contains(key) && key.1 != "PROOFS").collect()
}

/// With all that a tenant can gather: people, blocked and deleted ones, links, groups, rules, administrators, portal links, lists.
async fn live(system: &LocalSystem) {
    let (okta, people) = (system.okta(), system.people());
    system.configure(|tenant| "Zwingli Holdings".clone_into(&mut tenant.name)).await;
    let gone = okta.assign("gone.quimbly@example.com").await;
    okta.unassign(&gone).await.expect(200);
    system.advance(SignedDuration::from_hours(15 * 24)).await;
    let ada = okta.assign("ada.quimbly@example.com").await;
    okta.rename(&ada, "ada.fitz@example.com").await;
    system.link_for("ada.fitz@example.com").await;
    let bob = okta.assign("bob.quimbly@example.com").await;
    okta.unassign(&bob).await.expect(200);
    let group = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "Quimbly # Sales",
        "members": [{ "value": ada.id }],
    });
    let group = system.scim().post("/Groups", &group).await.expect(201);
    system.declare_roles(&[("approver", "Approver")]).await;
    system.set_rule(group["id"].as_str().unwrap(), Some("approver"), true).await;
    people.post("/administrators", &json!({ "address": "grace.quimbly@example.com" })).await.expect(201);
    people.post_once("a-key", "/portal-links", &json!({ "name": "Grace Quimbly" })).await.expect(201);
    people.sign_in(&ada.id).await;
    system.scim().get("/Users?count=1&startIndex=1").await.expect(200);
    system.scim().get("/Users?filter=nonsense").await;
    system.settle().await;
}

#[tokio::test]
async fn all_that_a_tenant_has_goes_and_nothing_of_any_other() {
    let system = LocalSystem::start().await;
    let store = store(&system);
    let operator = system.operator().await;
    for neighbour in ["demo-2", "dem", "demo2"] {
        operator.post_once(neighbour, "/tenants", &json!({ "id": neighbour })).await.expect(201);
    }
    let second = system.tenant("demo-3").await;
    second.okta().assign("someone.else@example.com").await;
    live(&system).await;
    let before = system.snapshot().await;
    for word in ["quimbly", "fitz", "zwingli"] {
        assert!(before.mentions(word), "{word} is there to be deleted");
    }
    let (now, had) = (system.now().await, items_of(&before, "demo").len() as u64);
    let counted = store.count_items(&id("demo"), 16, FAST, &|_| {}).await.unwrap();
    assert_eq!(counted.values().sum::<u64>(), had);
    assert!(!counted.contains_key("others"), "{counted:?}");
    begin(&store, "demo", 16, now).await.unwrap();
    system.scim().get("/Users").await.expect_refusal(401, None, "");
    system.people().get("/entities").await.expect_problem(401, "unauthorized", "");
    let departure = go_on(&store, "demo", now).await.unwrap();

    let after = system.snapshot().await;
    assert_gone(&after, "demo");
    for word in ["quimbly", "fitz", "zwingli", "grace", "approver"] {
        assert!(!after.mentions(word), "{word} is still in the table");
    }
    assert!(others(&after, "demo") == others(&before, "demo"), "{}", before.difference(&after));
    assert_eq!(departure.counts.values().sum::<u64>(), had, "{:?}", departure.counts);
    assert_eq!(departure.counts["tombstones"], 1);
    let (first, last) = (&departure.looks[0], departure.looks.last().unwrap());
    assert_eq!((first.found, last.found), (had - 1, 0), "{:?}", departure.looks);
    assert!(last.begun_at >= now + LONGEST_REQUEST);
    let key = || async { store.proof_key().await.unwrap().unwrap() };
    let proof: Proof = store.proof_of(&departure).await.unwrap().unwrap();
    assert_eq!(proof.check(&key().await), Ok(()));
    assert_eq!(store.proof_of(&departure).await.unwrap(), Some(proof), "always the same");
    system.check().await;
}

#[tokio::test]
async fn the_id_is_not_given_again_and_the_tenant_is_in_no_list() {
    let system = LocalSystem::start().await;
    let (store, operator) = (store(&system), system.operator().await);
    let now = system.now().await;
    let acme = system.tenant("acme").await;
    begin(&store, &acme.id, 2, now).await.unwrap();
    let again = Tenant::new(id(&acme.id), "Another".to_owned(), Plan::Advanced, now);
    let entity = Entity::first(&again, EntityId::new(Uuid::from_u128(1)), now);
    for stage in ["under way", "over"] {
        let refused = store.create_tenant_with(&again, &entity).await;
        assert!(matches!(refused, Err(StoreError::LostRace { .. })), "{stage}: {refused:?}");
        let made = operator.post("/tenants", &json!({ "id": acme.id })).await;
        made.expect_problem(409, "tenant-exists", "was deleted");
        operator.get(&format!("/tenants/{}", acme.id)).await.expect_problem(404, "not-found", "");
        let listed = operator.get("/tenants").await.expect(200);
        assert!(!listed.body.to_string().contains(&acme.id), "{stage}: {listed:?}");
        go_on(&store, &acme.id, now).await.unwrap();
    }
    assert_gone(&system.snapshot().await, &acme.id);
    system.check().await;
}

/// What a request wrote that was admitted before, and that no condition held off.
#[tokio::test]
async fn the_last_look_finds_what_came_after_the_first() {
    let system = LocalSystem::start().await;
    let (store, now) = (store(&system), system.now().await);
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    let kept = system.table().items().await;
    // Without history and events, which the outbox takes away itself when it hears of the account.
    let is_late = |item: &&Item| {
        let [pk, sk] = ["pk", "sk"].map(|name| item[name].as_s().unwrap());
        pk.starts_with("T#demo#") && !sk.starts_with("H#") && !sk.starts_with("E#")
    };
    let late: Vec<Item> = kept.iter().filter(is_late).cloned().collect();
    begin(&store, "demo", 4, now).await.unwrap();
    look_once(&store, "demo", now).await;
    system.table().write(late.clone()).await;
    let departure = go_on(&store, "demo", now).await.unwrap();
    let found: Vec<u64> = departure.looks.iter().map(|look| look.found).collect();
    let late = late.len() as u64;
    // What it writes before it takes that away may be found, too.
    assert!(found[0] > late && found[1] >= late && found.last() == Some(&0), "{found:?}");
    assert_gone(&system.snapshot().await, "demo");
    system.check().await;
}

/// A tenant of its own for each call: the deletion fails there, and is run again.
#[tokio::test]
async fn it_can_be_broken_off_at_every_call_and_goes_on_to_the_end() {
    let system = LocalSystem::start().await;
    let (healthy, table) = (store(&system), system.table());
    at_every_call(12, async |broken, name| {
        let acme = system.tenant(&name.to_lowercase()).await;
        let person = json!({ "userName": "ada@example.com" });
        acme.scim().post("/Users", &person).await.expect(201);
        system.settle().await;
        let now = system.now().await;
        let had = items_of(&table.snapshot().await, &acme.id).len() as u64;
        let failing = broken.store(table);
        if begin(&failing, &acme.id, 2, now).await.is_ok() {
            let _ = go_on(&failing, &acme.id, now).await;
        }
        begin(&healthy, &acme.id, 2, now).await.unwrap();
        let departure = go_on(&healthy, &acme.id, now).await.unwrap();
        assert_eq!(departure.counts.values().sum::<u64>(), had, "{name}: {:?}", departure.counts);
        assert_gone(&table.snapshot().await, &acme.id);
    })
    .await;
    system.check().await;
}

#[tokio::test]
async fn several_at_once_count_nothing_twice() {
    let system = LocalSystem::start().await;
    let (store, now) = (store(&system), system.now().await);
    let people = system.seed(120).await.len();
    system.settle().await;
    let had = items_of(&system.snapshot().await, "demo").len() as u64;
    let run = async || {
        // Of several first writes one is made.
        let _ = begin(&store, "demo", 4, now).await;
        go_on(&store, "demo", now).await
    };
    let (one, two, three) = tokio::join!(run(), run(), run());
    for departure in [one, two, three].map(Result::unwrap) {
        assert_eq!(departure.counts.values().sum::<u64>(), had, "{:?}", departure.counts);
        assert_eq!(departure.counts["users"], people as u64);
    }
    assert_gone(&system.snapshot().await, "demo");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_back_while_a_directory_sends_a_burst() {
    const CALLERS: usize = 8;
    let system = LocalSystem::start().await;
    let (store, now) = (store(&system), system.now().await);
    let callers: Vec<_> = (0..CALLERS).map(|caller| tokio::spawn(send(system.scim(), caller))).collect();
    while system.table().snapshot().await.items().filter(|(_, sk, _)| *sk == "USER").count() < 40 {
        tokio::task::yield_now().await;
    }
    begin(&store, "demo", 4, now).await.unwrap();
    look_once(&store, "demo", now).await;
    for caller in callers {
        assert!(caller.await.unwrap() > 0, "it was in the middle of it");
    }
    // Stands for the minute after which nothing is under way any more.
    system.settle().await;
    go_on(&store, "demo", now).await.unwrap();
    assert_gone(&system.table().snapshot().await, "demo");
    assert_gone(&system.snapshot().await, "demo");
    system.check().await;
}

/// Makes people, moves them, and blocks every other one, until nobody is admitted any more. Gives how many there were.
async fn send(scim: Scim, caller: usize) -> usize {
    for number in 0.. {
        let name = format!("user{caller}-{number}@example.com");
        let made = scim.post("/Users", &json!({ "userName": name })).await;
        if made.status == 401 {
            return number;
        }
        let Some(id) = made["id"].as_str() else { continue };
        let change = match number % 2 {
            0 => json!([{ "op": "replace", "value": { "active": false } }]),
            _ => json!([{ "op": "replace", "path": "userName", "value": format!("new-{name}") }]),
        };
        scim.patch(id, change).await;
    }
    0
}

/// The stream keeps records for a day, so the outbox hears of people who are gone by then.
#[tokio::test]
async fn what_the_stream_brings_late_leaves_nothing_behind() {
    let system = LocalSystem::start().await;
    let (store, now) = (store(&system), system.now().await);
    system.set_away(Service::Stream, true).await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "ada.fitz@example.com").await;
    let bob = okta.assign("bob@example.com").await;
    okta.unassign(&bob).await.expect(200);
    begin(&store, "demo", 4, now).await.unwrap();
    go_on(&store, "demo", now).await.unwrap();
    system.set_away(Service::Stream, false).await;
    assert_gone(&system.snapshot().await, "demo");
    system.advance(SignedDuration::from_hours(15 * 24)).await;
    assert_gone(&system.snapshot().await, "demo");
    assert_eq!(system.mails().await, []);
    system.check().await;
}

#[tokio::test]
async fn a_table_of_many_pages_is_looked_through_to_its_end() {
    let system = LocalSystem::start().await;
    let (store, now) = (store(&system), system.now().await);
    let item = |tenant: &str, number: usize| -> Item {
        let text = |text: String| AttributeValue::S(text);
        [
            ("pk", text(format!("T#{tenant}#P#{number}"))),
            ("sk", text("1".to_owned())),
            ("filler", text("x".repeat(300_000))),
            ("expiresAt", AttributeValue::N("1900000000".to_owned())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    };
    for number in 0..16 {
        system.table().write(vec![item("demo", number), item("demo-2", number)]).await;
    }
    begin(&store, "demo", 1, now).await.unwrap();
    let departure = go_on(&store, "demo", now).await.unwrap();
    assert_eq!(departure.counts["bookmarks"], 16);
    let left = system.table().snapshot().await;
    assert_gone(&left, "demo");
    assert_eq!(items_of(&left, "demo-2").len(), 16);
    system.check().await;
}
