//! Requests about groups at their limits, and over a table that fails: a 429 says when to come again, and the same request
//! then goes on.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use reqwest::Method;
use rollcall_tests::company::Company;
use rollcall_tests::faulty::{Fault, Faulty};
use rollcall_tests::table::Item;
use rollcall_tests::{Answer, LocalSystem, patch_op};
use serde_json::{Value, json};

/// All tries of the SDK.
const TRIES: usize = 4;

/// More members than one transaction holds.
const MANY: usize = 100;

/// Told 429, a directory would send the same again, and be told that the name is taken.
#[tokio::test]
async fn a_group_whose_creation_was_not_heard_of_is_created_once_and_found() {
    let (system, faulty) = LocalSystem::over_faulty_table(21).await;
    let company = Company::with(&system, 2).await;
    let create = async |name: String| {
        let group =
            json!({ "displayName": name, "externalId": name, "members": [{ "value": company.people[0] }] });
        company.scim.post("/Groups", &group).await
    };
    for tries in [1, TRIES, 2 * TRIES] {
        system.settle().await;
        faulty.lose_answers("TransactWriteItems", tries);
        let group = create(format!("Group {tries}")).await.expect(201);
        assert_eq!(company.members(&group.id()).await, company.some(&[0]));
        create(format!("Group {tries}")).await.expect_refusal(409, Some("uniqueness"), "displayName");
    }
    system.check().await;
}

/// The same for another name, which is the group's own then.
#[tokio::test]
async fn a_name_that_was_not_heard_of_is_the_groups() {
    let (system, faulty) = LocalSystem::over_faulty_table(22).await;
    let company = Company::with(&system, 2).await;
    let id = company.create("Sales", &[&company.people[0]]).await;
    for (tries, name) in [(1, "Builders"), (TRIES, "Support"), (2 * TRIES, "Marketing")] {
        system.settle().await;
        faulty.lose_answers("TransactWriteItems", tries);
        let rename = json!([{ "op": "replace", "value": { "id": id, "displayName": name } }]);
        company.patch(&id, rename).await.expect(204);
        assert_eq!(company.get(&id).await["displayName"], name);
    }
    system.check().await;
}

/// A place with many people, whose table fails from the moment at which a change is decided.
struct Failing {
    system: LocalSystem,
    faulty: Faulty,
    company: Company,
}

impl Failing {
    async fn place(seed: u64) -> Self {
        let (system, faulty) = LocalSystem::over_faulty_table(seed).await;
        let company = Company { people: system.seed(MANY).await, scim: system.scim() };
        system.settle().await;
        Self { system, faulty, company }
    }

    async fn send(&self, (method, path, body): (&Method, &str, &Value)) -> Answer {
        self.company.scim.request(method.clone(), path).json(body).send().await
    }

    /// Sends a request. The table carries out its first transaction and does nothing more, until the answer is there.
    async fn send_and_fail(&self, request: (&Method, &str, &Value), how: Fault) -> Answer {
        self.system.settle().await;
        let held = self.faulty.hold_answer("TransactWriteItems");
        let failing = held.meanwhile(async { self.faulty.fail(&[how], 100.0) });
        let (answer, ()) = tokio::join!(self.send(request), failing);
        self.faulty.heal();
        answer
    }

    /// Groups with a change that is not finished.
    async fn unfinished(&self) -> usize {
        let table = self.system.snapshot().await;
        let groups = table.items().filter(|(_, sk, item)| *sk == "GROUP" && !item["change"].is_null());
        groups.count()
    }

    fn members(&self, numbers: std::ops::Range<usize>) -> Value {
        self.company.people[numbers].iter().map(|id| json!({ "value": id })).collect()
    }
}

/// Beyond what one transaction holds, a request can end in the middle. It is 429 then, and the same request goes on.
#[tokio::test]
async fn a_large_change_that_is_put_off_goes_on_by_the_same_request() {
    let place = Failing::place(23).await;
    let company = &place.company;
    let made = company.create("Sales", &[&company.people[0]]).await;
    let path = format!("/Groups/{made}");
    let post = json!({ "displayName": "Everybody", "externalId": "e-1", "members": place.members(0..MANY) });
    let put = json!({ "displayName": "Marketing", "members": place.members(10..MANY) });
    let patch = patch_op(&json!([
        { "op": "remove", "path": "members", "value": place.members(10..MANY) },
        { "op": "add", "path": "members", "value": place.members(0..10) },
        { "op": "replace", "path": "displayName", "value": "Few" }
    ]));
    for (request, status, members) in [
        ((&Method::POST, "/Groups", &post), 201, 0..MANY),
        ((&Method::PUT, path.as_str(), &put), 200, 10..MANY),
        ((&Method::PATCH, path.as_str(), &patch), 204, 0..10),
    ] {
        let put_off = place.send_and_fail(request, Fault::Throttled).await;
        put_off.expect_refusal(429, None, "again");
        assert_eq!(place.unfinished().await, 1, "{put_off}");
        let done = place.send(request).await.expect(status);
        let id = if status == 201 { done.id() } else { made.clone() };
        let numbers: Vec<usize> = members.collect();
        assert_eq!(company.members(&id).await, company.some(&numbers), "{done}");
        assert_eq!(place.unfinished().await, 0, "{done}");
    }
    // That the creation was answered is known: another one like it is another group.
    let again = place.send((&Method::POST, "/Groups", &post)).await;
    again.expect_refusal(409, Some("uniqueness"), "displayName");
    place.system.check().await;
}

/// The table makes the group and says no more: the directory is told 429, and comes again.
#[tokio::test]
async fn a_small_group_that_was_made_before_a_429_is_the_same_group_the_next_time() {
    let place = Failing::place(25).await;
    let post = json!({ "displayName": "Few", "externalId": "f-1", "members": place.members(0..3) });
    let request = (&Method::POST, "/Groups", &post);
    for empty in [false, true] {
        let post = if empty { json!({ "displayName": "Nobody" }) } else { post.clone() };
        let request = (&Method::POST, "/Groups", &post);
        place.send_and_fail(request, Fault::Throttled).await.expect_refusal(429, None, "again");
        let other = json!({ "displayName": post["displayName"], "members": place.members(5..6) });
        let other = place.send((&Method::POST, "/Groups", &other)).await;
        other.expect_refusal(409, Some("uniqueness"), "displayName");
        let made = place.send(request).await.expect(201).id();
        let members = if empty { Vec::new() } else { vec![0, 1, 2] };
        assert_eq!(place.company.members(&made).await, place.company.some(&members));
    }
    place.send(request).await.expect_refusal(409, Some("uniqueness"), "displayName");
    place.system.check().await;
}

/// The same, if it is not even heard that the change is decided.
#[tokio::test]
async fn a_large_change_that_was_not_heard_of_goes_on_by_the_same_request() {
    let place = Failing::place(24).await;
    let company = &place.company;
    let made = company.create("Sales", &[&company.people[0]]).await;
    let put = json!({ "displayName": "Marketing", "members": place.members(1..MANY) });
    let path = format!("/Groups/{made}");
    let request = (&Method::PUT, path.as_str(), &put);
    place.send_and_fail(request, Fault::ServerError).await.expect_refusal(429, None, "again");
    assert_eq!(place.unfinished().await, 1);
    place.send(request).await.expect(200);
    assert_eq!(company.members(&made).await, company.some(&(1..MANY).collect::<Vec<_>>()));
    place.system.check().await;
}

/// The members of a group are counted by 64 counters: here they say 100,000, though it has one.
#[tokio::test]
async fn member_one_hundred_thousand_and_one_is_refused() {
    let system = LocalSystem::start().await;
    let company = Company::with(&system, 3).await;
    let id = company.create("Sales", &[&company.people[0]]).await;
    let counter = |number: u8, count: u32| {
        Item::from([
            ("pk".to_owned(), AttributeValue::S(format!("T#demo#G#{id}"))),
            ("sk".to_owned(), AttributeValue::S(format!("N#{number}"))),
            ("count".to_owned(), AttributeValue::N(count.to_string())),
        ])
    };
    let full = |less: u32| {
        (0..64)
            .map(|number| {
                counter(number, 1_562 + u32::from(number < 32) - if number == 0 { less } else { 0 })
            })
            .collect::<Vec<_>>()
    };
    let add = |person: usize| json!([{ "op": "add", "path": "members", "value": [{ "value": company.people[person] }] }]);

    system.table().write(full(0)).await;
    let before = system.snapshot().await;
    company.patch(&id, add(1)).await.expect_refusal(400, Some("tooMany"), "100000");
    company.patch(&id, add(0)).await.expect(204);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.table().write(full(1)).await;
    company.patch(&id, add(1)).await.expect(204);
    company.patch(&id, add(2)).await.expect_refusal(400, Some("tooMany"), "smaller groups");

    system.table().delete(&full(0)).await;
    let mut counts = BTreeMap::<u8, u32>::new();
    for person in &company.people[..2] {
        *counts.entry(u8::from_str_radix(&person[..2], 16).unwrap() / 4).or_default() += 1;
    }
    system.table().write(counts.into_iter().map(|(number, count)| counter(number, count)).collect()).await;
    system.check().await;
}
