//! The feed: what a backend is told that asks what happened. `tests/local/feed.rs` has what needs a clock, or records that are
//! lost.

use reqwest::Method;
use rollcall_rules::tenant::Plan;
use rollcall_tests::company::Company;
use rollcall_tests::{Answer, People, TestSystem};
use serde_json::{Value, json};

/// The whole feed, in pages of `limit`, each by the cursor of the page before; and the last cursor.
async fn whole(people: &People, limit: usize) -> (Vec<Value>, String) {
    let mut page = people.get(&format!("/events?limit={limit}")).await.expect(200);
    let mut events = Vec::new();
    loop {
        let some = page["events"].as_array().unwrap();
        assert!(some.len() <= limit, "{page}");
        events.extend(some.iter().cloned());
        let next = page["next"].as_str().unwrap().to_owned();
        if page["more"] == false {
            return (events, next);
        }
        page = people.get(&format!("/events?limit={limit}&after={next}")).await.expect(200);
    }
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_happened_is_told_in_order_page_by_page_and_a_cursor_goes_on() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let nothing = people.get("/events").await.expect(200);
    assert_eq!((&nothing["events"], &nothing["more"]), (&json!([]), &json!(false)));
    let begun = nothing["next"].as_str().unwrap();
    assert_eq!(people.get("/events?after=latest").await.expect(200)["next"], begun);

    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    okta.reactivate(&ada).await.expect(200);
    system.snapshot().await;
    let told = ["user.created", "user.deactivated", "user.reactivated"];
    for limit in [1, 2, 200] {
        let (events, _) = whole(&people, limit).await;
        assert_eq!(kinds(&events), told, "{limit} a page");
    }
    let (events, next) = whole(&people, 2).await;
    let deactivated = &events[1];
    assert_eq!(deactivated["id"], format!("{}/2/user.deactivated", ada.id));
    assert_eq!((&deactivated["userId"], &deactivated["by"]), (&json!(ada.id), &json!("directory")));
    assert_eq!(deactivated["user"]["active"], false);
    let all = people.get(&format!("/events?after={begun}")).await.expect(200);
    assert_eq!(kinds(all["events"].as_array().unwrap()), told, "a cursor of an empty feed goes on");

    let idle = people.get(&format!("/events?after={next}")).await.expect(200);
    assert_eq!((&idle["events"], &idle["next"], &idle["more"]), (&json!([]), &json!(next), &json!(false)));
    okta.rename(&ada, "king@example.com").await;
    system.snapshot().await;
    let later = people.get(&format!("/events?after={next}")).await.expect(200);
    assert_eq!(kinds(later["events"].as_array().unwrap()), ["user.user_name_changed"]);
    system.check().await;
}

#[tokio::test]
async fn groups_and_what_they_give_are_told() {
    let system = TestSystem::start().await;
    let people = system.people();
    let company = Company::with(&system, 1).await;
    let body = json!({ "displayName": "Sales", "members": [{ "value": company.people[0] }] });
    let group = company.scim.post("/Groups", &body).await.expect(201).id();
    company.patch(&group, json!([{ "op": "replace", "value": { "displayName": "EMEA" } }])).await.expect(204);
    company.send(Method::DELETE, &group, &json!({})).await.expect(204);
    system.snapshot().await;
    let (events, _) = whole(&people, 50).await;
    let of_group: Vec<Value> = events.into_iter().filter(|event| event["groupId"] == group).collect();
    assert_eq!(kinds(&of_group), ["group.created", "group.renamed", "group.deleted"]);
    assert_eq!(of_group[1]["previousDisplayName"], "Sales");
    system.check().await;
}

fn refused(answer: &Answer, status: u16, kind: &str) {
    answer.expect_problem(status, kind, "");
}

#[tokio::test]
async fn a_cursor_of_no_feed_and_a_limit_of_no_page_are_refused() {
    let system = TestSystem::start().await;
    let people = system.people();
    system.okta().assign("ada@example.com").await;
    system.snapshot().await;
    let next = people.get("/events").await.expect(200)["next"].as_str().unwrap().to_owned();
    let other = system.tenant("other").await;
    let others = people.clone().with_token(system.people_token_of(&other).await);
    refused(&others.get(&format!("/events?after={next}")).await, 400, "invalid-request");
    let altered = next.replacen("e1-", "e1-1", 1);
    let short = next.get(..next.len() - 1).unwrap();
    for cursor in [altered.as_str(), short, "", "LATEST", "h1-7", "e1-1-0000000000000000", "%F0%9F%8E%89"] {
        refused(&people.get(&format!("/events?after={cursor}")).await, 400, "invalid-request");
    }
    for query in ["limit=0", "limit=201", "limit=x", "cursor=x", "after=latest&after=latest"] {
        refused(&people.get(&format!("/events?{query}")).await, 400, "invalid-request");
    }
    refused(&people.clone().without_token().get("/events").await, 401, "unauthorized");
    refused(&people.clone().with_token(&other.token).get("/events").await, 403, "wrong-scope");
    refused(&people.post("/events", &json!({})).await, 405, "method-not-allowed");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_is_told_of_its_own_people_alone_whatever_its_plan() {
    let system = TestSystem::start().await;
    let people = system.people();
    let other = system.tenant("other").await;
    let others = people.clone().with_token(system.people_token_of(&other).await);
    other.okta().assign("bob@example.com").await;
    system.okta().assign("ada@example.com").await;
    system.snapshot().await;
    for (people, address) in [(&people, "ada@example.com"), (&others, "bob@example.com")] {
        let (events, _) = whole(people, 50).await;
        let names: Vec<_> = events.iter().map(|event| event["user"]["userName"].as_str().unwrap()).collect();
        assert_eq!(names, [address]);
    }
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    assert_eq!(whole(&people, 50).await.0.len(), 1, "who left has to be known when a plan has ended");
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    system.check().await;
}
