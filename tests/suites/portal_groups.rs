//! Groups in the portal: found, given rules that are looked at before they are saved, and put in order.

use reqwest::Method;
use reqwest::header::HeaderMap;
use rollcall_rules::tenant::Plan;
use rollcall_tests::portal::{Page, Portal};
use rollcall_tests::{TestSystem, USER_URN};
use serde_json::{Value, json};

const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

const SCRIPT: &str = "<script>alert(1)</script>";

/// Pushes a group as a directory does; gives its id.
async fn push(system: &TestSystem, name: &str, members: &[&str]) -> String {
    let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    let group = json!({ "schemas": [GROUP_URN], "displayName": name, "members": members });
    system.scim().post("/Groups", &group).await.expect(201).id()
}

/// Assigns somebody of that name; gives their id.
async fn assign(system: &TestSystem, name: &str) -> String {
    let address = format!("{}@example.com", name.to_lowercase());
    let person = json!({ "schemas": [USER_URN], "userName": address, "displayName": name, "active": true });
    system.scim().post("/Users", &person).await.expect(201).id()
}

/// The places of these texts in a page, in order.
#[track_caller]
fn assert_in_order(page: &Page, texts: &[&str]) {
    let places: Vec<_> =
        texts.iter().map(|text| page.html.find(text).unwrap_or_else(|| panic!("{text}\n{page}"))).collect();
    assert!(places.is_sorted(), "{texts:?} at {places:?}\n{page}");
}

#[tokio::test]
async fn a_tenant_without_groups_is_told_how_to_push_some() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("groups").await.expect(200, "has pushed no group yet");
    assert!(page.says("Push Groups") && page.html.contains("href=\"connection#guides\""), "{page}");
    portal.get("group?id=odd").await.expect(404, "nothing here");
    portal.get("group?id=00000000-0000-0000-0000-000000000001").await.expect(404, "nothing here");
    portal.get("groups?page=odd").await.expect(400, "no such page");
    system.check().await;
}

#[tokio::test]
async fn groups_are_in_order_of_their_names_and_found_without_case_or_accents() {
    let system = TestSystem::start().await;
    let ada = assign(&system, "Ada").await;
    for name in ["zebra", "Büro Nord", "Acme", SCRIPT] {
        push(&system, name, &[&ada]).await;
    }
    let mut portal = Portal::open(&system).await;
    let page = portal.get("groups").await.expect(200, "4 groups");
    assert_in_order(&page, &["&#60;script&#62;", ">Acme<", ">Büro Nord<", ">zebra<"]);
    assert!(!page.html.contains(SCRIPT), "{page}");
    for part in ["buero", "BURO", "n%C3%B6rd+b"] {
        let page = portal.get(&format!("groups?q={part}")).await.expect(200, "1 of 4 groups matches");
        assert!(page.says("Büro Nord") && !page.says("zebra"), "{page}");
    }
    portal.get("groups?q=nothing").await.expect(200, "No group was found");
    for number in 0..30 {
        push(&system, &format!("Team {number:02}"), &[]).await;
    }
    let first = portal.get("groups").await.expect(200, "Page 1 of 2");
    let next = portal.get(&first.link("Next page").unwrap()).await.expect(200, "Page 2 of 2");
    assert!(first.says("Team 10") && !first.says("Team 25"), "{first}");
    assert!(next.says("Team 25") && next.says("zebra"), "{next}");
    let found = portal.get("groups?q=team").await.expect(200, "30 of 34 groups match");
    portal.get(&found.link("Next page").unwrap()).await.expect(200, "Team 29");
    portal.get("groups?page=9").await.expect(200, "There are no more groups");
    system.check().await;
}

#[tokio::test]
async fn the_members_of_a_group_are_in_order_and_can_be_found_among_people() {
    let system = TestSystem::start().await;
    let mut members = Vec::new();
    for number in (0..60).rev() {
        members.push(assign(&system, &format!("Person{number:02}")).await);
    }
    let other = assign(&system, "Other").await;
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let id = push(&system, "Builders", &members).await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get(&format!("group?id={id}")).await.expect(200, "60 members");
    assert_in_order(&page, &[">Person00<", ">Person01<", ">Person49<"]);
    assert!(!page.says("Person50"), "{page}");
    let next = portal.get(&page.link("Next page").unwrap()).await.expect(200, "Page 2 of 2");
    assert!(next.says("Person50") && next.says("Person59"), "{next}");
    portal.get(&format!("group?id={id}&page=9")).await.expect(200, "There are no more members");
    let people = portal.get(&page.link("Show them under People").unwrap()).await;
    let people = people.expect(200, "60 of 61 people match");
    assert!(people.says("Only people in the group") && people.says("Choose all 60 who match"), "{people}");
    let found = portal.get(&format!("people?group={id}&q=other")).await.expect(200, "0 of 61 people match");
    assert_eq!(found.values("group"), [id.as_str()], "the search stays within the group\n{found}");
    portal.get("people?group=odd").await.expect(400, "no such group");
    let person = portal.get(&format!("person?id={}", members[0])).await.expect(200, "Builders");
    assert!(person.html.contains(&format!("href=\"group?id={id}\"")), "{person}");
    let person = portal.get(&format!("person?id={other}")).await.expect(200, "Account");
    assert!(!person.says("Groups and roles"), "{person}");
    let empty = push(&system, "Empty", &[]).await;
    portal.get(&format!("group?id={empty}")).await.expect(200, "Nobody is in this group");
    system.check().await;
}
