//! Groups of more members than any answer about one of them shows at a time. `make bench` does the same with 10,000.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use reqwest::Method;
use rollcall_tests::LocalSystem;
use serde_json::{Value, json};

/// More than a chunk of the journal has, and than a page of a list.
const MANY: usize = 1_500;

/// Ids of those whose account says that they are in the group: all users, page by page.
async fn by_the_accounts(system: &LocalSystem, group: &str) -> BTreeSet<String> {
    let (mut ids, mut start) = (BTreeSet::new(), 1);
    loop {
        let page = system.scim().get(&format!("/Users?startIndex={start}&count=500")).await.expect(200);
        let is_in = |user: &&Value| user["groups"][0]["value"] == group;
        let people = page.resources().iter().filter(is_in);
        ids.extend(people.map(|user| user["id"].as_str().unwrap().to_owned()));
        if page.resources().is_empty() {
            return ids;
        }
        start += page.resources().len();
    }
}

async fn by_the_group(system: &LocalSystem, group: &str) -> BTreeSet<String> {
    let read = system.scim().get(&format!("/Groups/{group}")).await.expect(200);
    let members = read["members"].as_array().cloned().unwrap_or_default();
    let ids: BTreeSet<_> =
        members.iter().map(|member| member["value"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), members.len(), "nobody is listed twice");
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn many_members_are_put_and_read_back_whole_and_all_leave_a_group_that_is_deleted() {
    let system = LocalSystem::start().await;
    let people: BTreeSet<String> = system.seed(MANY).await.into_iter().collect();
    let scim = system.scim();
    let group = scim.post("/Groups", &json!({ "displayName": "Everybody" })).await.expect(201).id();
    let members: Value = people.iter().map(|id| json!({ "value": id })).collect();
    let body = json!({ "displayName": "Everybody", "members": members });
    let path = format!("/Groups/{group}");
    // A machine that is busy may need more than one request has time for. A directory sends it again.
    let put = loop {
        let answer = scim.request(Method::PUT, &path).json(&body).send().await;
        if answer.status != 429 {
            break answer.expect(200);
        }
    };
    assert_eq!(put["members"].as_array().unwrap().len(), MANY);
    assert_eq!(by_the_group(&system, &group).await, people);
    assert_eq!(by_the_accounts(&system, &group).await, people);
    system.snapshot().await.check_consistency();

    scim.request(Method::DELETE, &path).send().await.expect(204);
    scim.get(&path).await.expect_refusal(404, None, "group");
    assert!(by_the_accounts(&system, &group).await.is_empty());
    system.advance(SignedDuration::from_mins(20)).await;
    let table = system.snapshot().await;
    assert_eq!(table.items().filter(|(pk, ..)| pk.ends_with(&group)).count(), 0, "nothing is left of it");
    system.check().await;
}
