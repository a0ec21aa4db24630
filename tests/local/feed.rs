//! The feed misses nothing: not in a burst by several callers, not what is written late, and not what the stream lost.
//! Somebody who knows nothing but the feed knows everybody as the table has them.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::{join_all, join3};
use jiff::SignedDuration;
use rollcall_local::faults::Service;
use rollcall_outbox::StreamEvent;
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::place::Place;
use rollcall_rules::user::Actor;
use rollcall_tests::broken::at_every_call;
use rollcall_tests::events::Event;
use rollcall_tests::json_schema::violations;
use rollcall_tests::table::Item;
use rollcall_tests::{LocalSystem, People};
use serde_json::{Value, json};

use super::outbox::{silent, store};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What comes after a cursor, `None` for the beginning; and the next cursor.
async fn after(people: &People, cursor: Option<&str>) -> (Vec<Value>, String) {
    let (mut events, mut cursor) = (Vec::new(), cursor.map(str::to_owned));
    loop {
        let path =
            cursor.map_or_else(|| "/events?limit=30".to_owned(), |at| format!("/events?limit=30&after={at}"));
        let page = people.get(&path).await.expect(200);
        events.extend(page["events"].as_array().unwrap().iter().cloned());
        let next = page["next"].as_str().unwrap().to_owned();
        if page["more"] == false {
            return (events, next);
        }
        cursor = Some(next);
    }
}

async fn whole(people: &People) -> Vec<Value> {
    after(people, None).await.0
}

fn id(event: &Value) -> &str {
    event["id"].as_str().unwrap()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

/// What a product keeps of people that knows them by the feed alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    user_name: String,
    active: bool,
    roles: BTreeSet<String>,
    place: Option<(String, String)>,
}

/// Follows the feed as [the guide](../../docs/events.md) says.
fn rebuilt(feed: &[Value]) -> BTreeMap<String, Known> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let place = |value: &Value| (text(&value["entityName"]), text(&value["cardAccess"]));
    let mut all: BTreeMap<String, Known> = BTreeMap::new();
    let mut versions: BTreeMap<String, u64> = BTreeMap::new();
    for event in feed.iter().filter(|event| event["userId"].is_string()) {
        let (user, version) = (text(&event["userId"]), event["version"].as_u64().unwrap());
        let before = versions.insert(user.clone(), version);
        assert!(before.is_none_or(|before| before <= version), "out of order: {event}");
        if event["kind"] == "user.deleted" {
            all.remove(&user);
            continue;
        }
        let known = all.entry(user).or_default();
        known.user_name = text(&event["user"]["userName"]);
        known.active = event["user"]["active"] == true;
        match event["kind"].as_str().unwrap() {
            "user.roles_changed" => {
                known.roles = event["roles"].as_array().unwrap().iter().map(text).collect();
            }
            "user.accepted" => known.place = Some(place(&event["invitation"])),
            "user.place_changed" => known.place = event.get("place").map(place),
            "user.replaced" if event["replacedBy"] == event["userId"] => known.place = None,
            _ => {}
        }
    }
    all
}

/// Everybody, as the people API has them.
async fn in_the_table(people: &People) -> BTreeMap<String, Known> {
    let mut all = BTreeMap::new();
    let mut path = "/users?limit=200".to_owned();
    loop {
        let page = people.get(&path).await.expect(200);
        for user in page["users"].as_array().unwrap() {
            let id = user["id"].as_str().unwrap();
            let shown = people.get(&format!("/users/{id}")).await.expect(200);
            let roles = shown["roles"].as_array().into_iter().flatten();
            let place = &shown["place"];
            let known = Known {
                user_name: shown["userName"].as_str().unwrap().to_owned(),
                active: shown["active"] == true,
                roles: roles.map(|role| role["id"].as_str().unwrap().to_owned()).collect(),
                place: place["entity"]["name"]
                    .as_str()
                    .map(|name| (name.to_owned(), place["cardAccess"].as_str().unwrap().to_owned())),
            };
            all.insert(id.to_owned(), known);
        }
        match page["next"].as_str() {
            Some(next) => path = format!("/users?limit=200&cursor={next}"),
            None => return all,
        }
    }
}

fn ids(events: &[Event]) -> BTreeSet<String> {
    events.iter().map(|event| event.id().to_owned()).collect()
}

/// What a directory and an administrator do to a person in a day.
async fn life(system: &LocalSystem, group: &str, name: &str, number: usize) {
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign(format!("{name}{number}@example.com").as_str()).await;
    let member = json!([{ "op": "add", "path": "members", "value": [{ "value": ada.id }] }]);
    if number.is_multiple_of(2) {
        let request = scim.request(reqwest::Method::PATCH, &format!("/Groups/{group}"));
        request
            .json(&json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": member,
            }))
            .send()
            .await
            .expect(204);
    }
    if number.is_multiple_of(3) {
        system.accept_invitation(&ada.id).await;
    }
    if number.is_multiple_of(4) {
        okta.unassign(&ada).await.expect(200);
    }
    let ada = okta.rename(&ada, &format!("{name}{number}@new.example.com")).await;
    if number.is_multiple_of(5) {
        okta.unassign(&ada).await.expect(200);
        okta.reactivate(&ada).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_several_callers_is_told_completely_in_order_and_alike_to_everybody() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let group = system.scim().post("/Groups", &json!({ "displayName": "Sales" })).await.expect(201).id();
    system.declare_roles(&[("seller", "Seller")]).await;
    system.set_rule(&group, Some("seller"), false).await;
    system.disturb_stream(30);
    let caller = |name: &'static str| {
        let (system, group) = (&system, &group);
        async move {
            for number in 0..20 {
                life(system, group, name, number).await;
            }
        }
    };
    // Somebody who asks all the time, while it is written.
    let mut followed = Vec::new();
    let mut cursor = people.get("/events").await.expect(200)["next"].as_str().unwrap().to_owned();
    let mut burst = Box::pin(join3(caller("ada"), caller("bob"), caller("cleo")));
    loop {
        tokio::select! {
            _ = &mut burst => break,
            (events, next) = after(&people, Some(&cursor)) => {
                followed.extend(events);
                cursor = next;
            }
        }
    }
    drop(burst);
    system.disturb_stream(0);
    system.advance(MINUTE * 16).await;
    followed.extend(after(&people, Some(&cursor)).await.0);
    let feed = whole(&people).await;
    let beginning = feed.len() - followed.len();
    assert_eq!(followed, feed[beginning..], "who goes on is told what others are told");
    let told: BTreeSet<String> = feed.iter().map(|event| id(event).to_owned()).collect();
    assert_eq!(told.len(), feed.len(), "each once");
    assert_eq!(told, ids(&system.events().await).union(&ids(&system.notices().await)).cloned().collect());
    assert_eq!(rebuilt(&feed), in_the_table(&people).await);
    let published: BTreeMap<String, Value> =
        system.events().await.into_iter().map(|event| (event.id().to_owned(), event.detail)).collect();
    let schema: Value = serde_json::from_str(include_str!("../../docs/events.schema.json")).unwrap();
    for event in &feed {
        assert!(published.get(id(event)).is_none_or(|published| published == event), "{event}");
        assert_eq!(violations(&schema, event), [""; 0], "{event}");
    }
    system.check().await;
}

#[tokio::test]
async fn what_the_stream_lost_is_in_the_feed_and_in_the_history_after_a_sweep() {
    let system = LocalSystem::start().await;
    let (okta, people, scim) = (system.okta(), system.people(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let gone = okta.assign("gone@example.com").await;
    okta.unassign(&gone).await.expect(200);
    system.settle().await;
    let (_, cursor) = after(&people, None).await;
    system.set_away(Service::Stream, true).await;
    let ada = okta.rename(&ada, "king@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let ada = okta.reactivate(&ada).await.expect(200).id();
    let bob = okta.assign("bob@example.com").await;
    system.accept_invitation(&bob.id).await;
    let place =
        Place { card_access: CardAccess::ReimbursementOnly, ..system.user(&bob.id).await.place().unwrap() };
    system.change_user(&bob.id, |user, now| user.placed(place.clone(), Actor::Admin, now).unwrap()).await;
    let group = scim.post("/Groups", &json!({ "displayName": "Sales" })).await.expect(201).id();
    let other = scim.post("/Groups", &json!({ "displayName": "Others" })).await.expect(201).id();
    let renamed = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "value": { "displayName": "EMEA" } }],
    });
    let request = scim.request(reqwest::Method::PATCH, &format!("/Groups/{group}"));
    request.json(&renamed).send().await.expect(204);
    scim.request(reqwest::Method::DELETE, &format!("/Groups/{other}")).send().await.expect(204);
    assert_eq!(after(&people, Some(&cursor)).await.0, [] as [Value; 0], "nothing brought it");

    // The stream keeps records for a day. These are lost for good.
    system.advance(DAY * 16).await;
    system.set_away(Service::Stream, false).await;
    system.advance(MINUTE * 16).await;
    let (late, _) = after(&people, Some(&cursor)).await;
    let of = |name: &str, id: &str| -> Vec<Value> {
        late.iter().filter(|event| event[name] == id).cloned().collect()
    };
    assert_eq!(
        kinds(&of("userId", &ada)),
        ["user.user_name_changed", "user.deactivated", "user.reactivated"],
    );
    let lived = of("userId", &bob.id);
    assert_eq!(kinds(&lived), ["user.created", "user.invited", "user.accepted", "user.place_changed"]);
    assert_eq!(kinds(&of("userId", &gone.id)), ["user.deleted"]);
    assert_eq!(kinds(&of("groupId", &group)), ["group.created", "group.renamed"]);
    assert_eq!(kinds(&of("groupId", &other)), ["group.created", "group.deleted"]);
    assert_eq!(rebuilt(&whole(&people).await), in_the_table(&people).await);
    let history = people.get(&format!("/users/{}/history", bob.id)).await.expect(200);
    let entries = history["entries"].as_array().unwrap().iter();
    let versions: Vec<_> = entries.map(|entry| entry["version"].as_u64().unwrap()).collect();
    assert_eq!(versions, (1..=system.user(&bob.id).await.version).collect::<Vec<_>>());
    assert!(system.snapshot().await.is_settled());
    system.check().await;
}

#[tokio::test]
async fn nothing_of_somebody_deleted_is_told_but_that() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let before = people.get("/events").await.expect(200)["next"].as_str().unwrap().to_owned();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    system.settle().await;
    assert_eq!(kinds(&whole(&people).await), ["user.created", "user.deactivated"]);
    system.advance(DAY * 14).await;
    for (events, _) in [after(&people, None).await, after(&people, Some(&before)).await] {
        let of_people: Vec<Value> = events.into_iter().filter(|event| event["userId"].is_string()).collect();
        assert_eq!(kinds(&of_people), ["user.deleted"]);
        assert_eq!(of_people[0]["userId"], ada.id);
    }
    assert!(!system.snapshot().await.mentions("ada@example.com"));
    system.check().await;
}

#[tokio::test]
async fn a_cursor_is_good_until_something_behind_it_is_forgotten() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let (_, beginning) = after(&people, None).await;
    okta.assign("ada@example.com").await;
    system.settle().await;
    let get = async |cursor: &str| people.get(&format!("/events?after={cursor}")).await;

    system.advance(DAY * 29).await;
    let (told, first) = after(&people, Some(&beginning)).await;
    assert_eq!(kinds(&told), ["user.created", "directory.silent"]);
    for wait in [DAY * 2, DAY * 3, DAY * 300] {
        system.advance(wait).await;
        get(&beginning).await.expect_problem(410, "cursor-expired", "read all users");
        let idle = get(&first).await.expect(200);
        assert_eq!(
            (&idle["events"], &idle["next"]),
            (&json!([]), &json!(first)),
            "nothing happened since, so nothing is missed"
        );
    }
    assert_eq!(whole(&people).await, [] as [Value; 0]);
    okta.assign("bob@example.com").await;
    system.settle().await;
    assert_eq!(kinds(get(&first).await.expect(200)["events"].as_array().unwrap()), ["user.created"]);
    get(&beginning).await.expect_problem(410, "cursor-expired", "after=latest");
    let latest = people.get("/events?after=latest").await.expect(200);
    let latest = latest["next"].as_str().unwrap();
    assert_eq!(get(latest).await.expect(200)["next"], latest);
    system.check().await;
}

/// Records of the stream that have the accounts and groups as they are.
async fn records(system: &LocalSystem) -> StreamEvent {
    let mut records = Vec::new();
    for (number, item) in (1..).zip(system.table().items().await) {
        let item = serde_json::to_value(serde_dynamo::Item::from(item)).unwrap();
        if item["sk"]["S"] == "USER" || item["sk"]["S"] == "GROUP" {
            let change = json!({ "SequenceNumber": number.to_string(), "OldImage": item, "NewImage": item });
            records.push(json!({ "dynamodb": change }));
        }
    }
    serde_json::from_value(json!({ "Records": records })).unwrap()
}

#[tokio::test]
async fn writing_it_down_can_be_broken_off_at_every_call_and_is_done_by_the_next_sweep() {
    let system = LocalSystem::start().await;
    let (okta, people, scim) = (system.okta(), system.people(), system.scim());
    let whole_store = store(&system);
    system.set_away(Service::Stream, true).await;
    let mut expected = BTreeSet::new();
    let noted = std::sync::Mutex::new(&mut expected);
    at_every_call(4, async |broken, name| {
        let ada = okta.assign(format!("{name}@example.com").to_lowercase().as_str()).await;
        okta.unassign(&ada).await.expect(200);
        let group = scim.post("/Groups", &json!({ "displayName": name })).await.expect(201).id();
        noted.lock().unwrap().extend([
            format!("{}/1/user.created", ada.id),
            format!("{}/2/user.deactivated", ada.id),
            format!("{group}/1/group.created"),
        ]);
        let now = system.now().await;
        silent(&system, broken.store(system.table()), now).handle(records(&system).await).await;
        system.table().snapshot().await.check_consistency();
        silent(&system, whole_store.clone(), now + MINUTE * 2).sweep(None).await.unwrap();
    })
    .await;
    let told: BTreeSet<String> = whole(&people).await.iter().map(|event| id(event).to_owned()).collect();
    assert_eq!(told, expected);
    system.set_away(Service::Stream, false).await;
    system.check().await;
}

#[tokio::test]
async fn an_account_that_nobody_can_read_keeps_nobody_else_from_the_feed() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    system.set_away(Service::Stream, true).await;
    let mut users = Vec::new();
    for number in 0..3 {
        users.push(okta.assign(format!("person{number}@example.com").as_str()).await.id);
    }
    let items = system.table().items().await;
    let of_first =
        |item: &Item| item["pk"].as_s().unwrap().ends_with(&users[0]) && item["sk"].as_s().unwrap() == "USER";
    let whole_item = items.into_iter().find(of_first).unwrap();
    let mut broken_item = whole_item.clone();
    broken_item.insert("version".to_owned(), AttributeValue::S("many".to_owned()));
    system.table().write(vec![broken_item]).await;
    let now = system.now().await + MINUTE * 2;
    let swept = silent(&system, store(&system), now).sweep(None).await.unwrap();
    assert_eq!((swept.records_due, swept.records_left), (3, 1));
    let told: BTreeSet<String> = whole(&people).await.iter().map(|event| id(event).to_owned()).collect();
    assert_eq!(told, users[1..].iter().map(|user| format!("{user}/1/user.created")).collect());
    system.table().write(vec![whole_item]).await;
    let swept = silent(&system, store(&system), now).sweep(None).await.unwrap();
    assert_eq!((swept.records_due, swept.records_left), (1, 0));
    assert_eq!(whole(&people).await.len(), 3);
    system.set_away(Service::Stream, false).await;
    system.check().await;
}

#[tokio::test]
async fn many_who_write_at_once_leave_no_gap_and_nothing_twice() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    system.set_away(Service::Stream, true).await;
    for number in 0..12 {
        okta.assign(format!("person{number}@example.com").as_str()).await;
    }
    let now = system.now().await;
    let outboxes: Vec<_> = (0..4).map(|_| silent(&system, store(&system), now)).collect();
    let records = join_all(outboxes.iter().map(|_| records(&system))).await;
    join_all(outboxes.iter().zip(records).map(|(outbox, records)| outbox.handle(records))).await;
    outboxes[0].sweep(None).await.unwrap();
    assert_eq!(whole(&people).await.len(), 12);
    system.set_away(Service::Stream, false).await;
    system.check().await;
}

#[tokio::test]
async fn the_feed_costs_few_calls() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    for number in 0..120 {
        okta.assign(format!("person{number}@example.com").as_str()).await;
    }
    system.settle().await;
    let first = people.get("/events?limit=50").await.expect(200);
    let many = people.get("/events?limit=200").await.expect(200);
    let idle = people.get(&format!("/events?after={}", many["next"].as_str().unwrap())).await.expect(200);
    let latest = people.get("/events?after=latest").await.expect(200);
    assert_eq!(many["events"].as_array().unwrap().len(), 120);
    let costs = [&first, &many, &idle, &latest].map(|answer| answer.cost().calls);
    assert_eq!(costs, [3, 4, 2, 2]);
    system.check().await;
}
