//! The directory's groups, by the API for the operator's backend.

use std::collections::BTreeSet;

use reqwest::Method;
use rollcall_tests::scim::encode;
use rollcall_tests::{People, TestSystem};
use serde_json::{Value, json};

const NOBODY: &str = "f3bb189e-8bf9-4888-9912-ace4e6543002";

/// Makes a group as a directory does; gives its id.
async fn group(system: &TestSystem, name: &str, members: &[&str]) -> String {
    let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    let group = json!({ "displayName": name, "externalId": format!("x-{name}"), "members": members });
    system.scim().post("/Groups", &group).await.expect(201).id()
}

/// The ids of what a list holds under a name, page by page.
async fn pages(people: &People, path: &str, name: &str, limit: usize) -> Vec<Vec<String>> {
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = people.get(&format!("{path}?limit={limit}{cursor}")).await.expect(200);
        let found = page[name].as_array().unwrap().iter();
        pages.push(found.map(|found| found["id"].as_str().unwrap().to_owned()).collect());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={}", encode(next)),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn groups_and_their_members_are_listed_page_by_page() {
    let system = TestSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    assert_eq!(people.get("/groups").await.expect(200).body, json!({ "groups": [] }));
    let first = okta.assign("person0@example.com").await;
    let mut ids = vec![first.id.clone()];
    for number in 1..7 {
        ids.push(okta.assign(format!("person{number}@example.com").as_str()).await.id);
    }
    let members: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut groups = BTreeSet::new();
    for name in ["Engineers", "Builders", "Zoo", "Nobody"] {
        groups.insert(group(&system, name, &[]).await);
    }
    let all = group(&system, "Everybody", &members).await;
    groups.insert(all.clone());
    system.let_time_pass().await;

    let listed = pages(&people, "/groups", "groups", 2).await;
    assert_eq!(listed.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
    assert!(listed.concat().into_iter().eq(groups), "in order of ids: {listed:?}");
    let shown = people.get(&format!("/groups/{all}")).await.expect(200);
    assert_eq!(
        (&shown["id"], &shown["name"], &shown["externalId"], &shown["members"]),
        (&json!(all), &json!("Everybody"), &json!("x-Everybody"), &json!(7))
    );
    assert!(shown["createdAt"].is_string() && shown["updatedAt"].is_string(), "{shown}");

    let path = format!("/groups/{all}/members");
    let listed = pages(&people, &path, "members", 3).await;
    assert_eq!(listed.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
    let expected: BTreeSet<String> = ids.iter().cloned().collect();
    assert!(listed.concat().into_iter().eq(expected), "in order of ids: {listed:?}");
    okta.unassign(&first).await.expect(200);
    let page = people.get(&path).await.expect(200);
    let blocked = page["members"].as_array().unwrap().iter().find(|user| user["id"] == ids[0].as_str());
    assert_eq!(blocked.unwrap()["status"], "deactivated", "the blocked stay members");
    assert_eq!(page["members"][0]["groups"], Value::Null, "groups are shown with one user");
    system.check().await;
}

#[tokio::test]
async fn a_user_is_shown_with_groups_in_order_of_their_names() {
    let system = TestSystem::start().await;
    let people = system.people();
    let ada = system.okta().assign("ada@example.com").await;
    let (zoo, engineers) =
        (group(&system, "Zoo", &[&ada.id]).await, group(&system, "engineers", &[&ada.id]).await);
    group(&system, "Others", &[]).await;
    let path = format!("/users/{}", ada.id);
    let shown = people.get(&path).await.expect(200);
    let expected = json!([{ "id": engineers, "name": "engineers" }, { "id": zoo, "name": "Zoo" }]);
    assert_eq!(shown["groups"], expected);
    assert_eq!(people.get("/users").await.expect(200)["users"][0]["groups"], Value::Null);
    system.scim().request(Method::DELETE, &format!("/Groups/{zoo}")).send().await.expect(204);
    people.get(&format!("/groups/{zoo}")).await.expect_problem(404, "not-found", "");
    people.get(&format!("/groups/{zoo}/members")).await.expect_problem(404, "not-found", "");
    let left = people.get(&path).await.expect(200);
    assert_eq!(left["groups"], json!([{ "id": engineers, "name": "engineers" }]));
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_asked_of_groups_is_refused() {
    let system = TestSystem::start().await;
    let people = system.people();
    let id = group(&system, "Engineers", &[]).await;
    let members = format!("/groups/{id}/members");
    for path in ["/groups", members.as_str()] {
        for (query, about) in [
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("limit=x", "`limit`"),
            ("cursor=", "cursor"),
            (&format!("cursor=u1-{NOBODY}"), "cursor"),
            ("startIndex=1", "`startIndex` is unknown"),
        ] {
            people.get(&format!("{path}?{query}")).await.expect_problem(400, "invalid-request", about);
        }
        people.post(path, &json!({})).await.expect_problem(405, "method-not-allowed", "POST");
    }
    for odd in [NOBODY, "odd", &id.to_uppercase()] {
        people.get(&format!("/groups/{odd}")).await.expect_problem(404, "not-found", "");
        people.get(&format!("/groups/{odd}/members")).await.expect_problem(404, "not-found", "");
    }
    let directory = people.clone().with_token(&system.demo().token);
    directory.get("/groups").await.expect_problem(403, "wrong-scope", "");
    people.without_token().get(&members).await.expect_problem(401, "unauthorized", "token");
    system.check().await;
}
