//! Lists: how much of one, from where, in what order, and by which form of the request.

use rollcall_tests::{LIST_URN, Scim, TestSystem};
use serde_json::json;

const SEARCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

async fn five_people(system: &TestSystem) -> Scim {
    let okta = system.okta();
    for login in
        ["dan@example.com", "ada@example.com", "eve@example.com", "bob@example.com", "cleo@example.com"]
    {
        okta.assign(login).await;
    }
    system.scim()
}

#[tokio::test]
async fn the_total_is_of_those_whom_the_directory_manages() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let total = async || scim.get("/Users?count=0").await.expect(200)["totalResults"].clone();
    let ada = okta.assign("ada@example.com").await;
    let bob = okta.assign("bob@example.com").await;
    system.native_user("native@example.com").await;
    assert_eq!(total().await, 2, "the product's own account is no concern of the directory's");
    okta.assign("native@example.com").await;
    assert_eq!(total().await, 3);
    okta.unassign(&ada).await.expect(200);
    assert_eq!(total().await, 3, "who is inactive is in the list");
    scim.delete(&bob.id).await.expect(204);
    assert_eq!(total().await, 2);
    okta.create("bob@example.com").await.expect(201);
    assert_eq!(total().await, 3);
    system.check().await;
}

/// RFC 7644 §3.4.2.4: less than one is one; a negative count is zero; zero asks for the total alone.
#[tokio::test]
async fn bounds_are_read_as_the_rfc_says() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    for (asked, start, listed) in [
        ("", 1, 5),
        ("startIndex=1&count=2", 1, 2),
        ("startIndex=4&count=2", 4, 2),
        ("startIndex=5&count=2", 5, 1),
        ("startIndex=0", 1, 5),
        ("startIndex=-7", 1, 5),
        ("count=0", 1, 0),
        ("count=-1", 1, 0),
        ("count=100000", 1, 5),
        ("count=99999999999999999999", 1, 5),
    ] {
        let list = scim.get(&format!("/Users?{asked}")).await.expect(200);
        assert_eq!(list["totalResults"], 5, "{asked}");
        assert_eq!(list["startIndex"], start, "{asked}");
        assert_eq!(list.resources().len(), listed, "{asked}");
    }
    system.check().await;
}

/// Some servers answer with everything: a directory that imports would never come to an end.
#[tokio::test]
async fn past_the_end_there_is_nothing() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    for start in ["6", "7", "1000000", "99999999999999999999"] {
        let list = scim.get(&format!("/Users?startIndex={start}&count=100")).await.expect(200);
        assert_eq!((list.resources().len(), &list["totalResults"]), (0, &json!(5)));
    }
    system.check().await;
}

#[tokio::test]
async fn a_cursor_leads_through_a_list_to_its_end() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    let (mut sizes, mut query) = (Vec::new(), "cursor".to_owned());
    loop {
        let page = scim.get(&format!("/Users?{query}&count=2")).await.expect(200);
        sizes.push(page.resources().len());
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        query = format!("cursor={}", rollcall_tests::scim::encode(cursor));
    }
    assert_eq!(sizes, [2, 2, 1]);
    system.check().await;
}

#[tokio::test]
async fn the_order_depends_on_neither_start_nor_count() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    let all = scim.get("/Users").await.expect(200);
    let ids: Vec<_> = all.resources().iter().map(|user| user["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted(), "by id");
    for start in 1..=5 {
        for count in 1..=5 {
            let page = scim.get(&format!("/Users?startIndex={start}&count={count}")).await;
            let expected: Vec<_> = all.resources().iter().skip(start - 1).take(count).cloned().collect();
            assert_eq!(page.resources(), expected, "startIndex={start}&count={count}");
        }
    }
    system.check().await;
}

#[tokio::test]
async fn a_sorted_list_is_sorted() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    let up = ["ada@example.com", "bob@example.com", "cleo@example.com", "dan@example.com", "eve@example.com"];
    let down: Vec<_> = up.iter().rev().copied().collect();
    for (asked, expected) in [
        ("sortBy=userName", up.as_slice()),
        ("sortBy=userName&sortOrder=ascending", &up),
        ("sortBy=username&sortOrder=descending", &down),
        ("sortBy=name.givenName", &up),
        ("sortBy=emails&sortOrder=descending", &down),
        ("sortBy=userName&startIndex=2&count=3", &up[1..4]),
    ] {
        assert_eq!(scim.get(&format!("/Users?{asked}")).await.expect(200).user_names(), expected, "{asked}");
    }
    system.check().await;
}

#[tokio::test]
async fn a_filtered_list_is_paged_too() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    let filter = "filter=userName%20co%20%22e%40%22%20or%20userName%20sw%20%22c%22&sortBy=userName";
    let all = scim.get(&format!("/Users?{filter}")).await.expect(200);
    assert_eq!(all.user_names(), ["cleo@example.com", "eve@example.com"]);
    let second = scim.get(&format!("/Users?{filter}&startIndex=2&count=1")).await.expect(200);
    assert_eq!(second["totalResults"], 2);
    assert_eq!(second.user_names(), ["eve@example.com"]);
    system.check().await;
}

/// RFC 7644 §3.4.3.
#[tokio::test]
async fn a_search_by_post_answers_as_the_get_does() {
    let system = TestSystem::start().await;
    let scim = five_people(&system).await;
    let body = json!({
        "schemas": [SEARCH_URN],
        "filter": "userName ge \"b\"",
        "sortBy": "userName",
        "sortOrder": "descending",
        "startIndex": 2,
        "count": 2,
        "attributes": ["userName"]
    });
    let found = scim.post("/Users/.search", &body).await.expect(200);
    assert_eq!(found["schemas"], json!([LIST_URN]));
    assert_eq!(found["totalResults"], 4);
    assert_eq!(found.user_names(), ["dan@example.com", "cleo@example.com"]);
    assert!(found["Resources"][0]["displayName"].is_null());
    let query = "filter=userName%20ge%20%22b%22&sortBy=userName&sortOrder=descending&startIndex=2&count=2&attributes=userName";
    assert_eq!(scim.get(&format!("/Users?{query}")).await.body, found.body);
    let everybody = scim.post("/Users/.search", &json!({ "schemas": [SEARCH_URN] })).await.expect(200);
    assert_eq!(everybody["totalResults"], 5);
    system.check().await;
}

#[tokio::test]
async fn what_is_not_supported_is_said() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    scim.get("/Me").await.expect_refusal(501, None, "/Me");
    system.check().await;
}
