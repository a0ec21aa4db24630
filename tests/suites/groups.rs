//! Groups: what becomes of them, and how they are found.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::Method;
use rollcall_tests::company::Company;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, GROUP_URN, LIST_URN, TestSystem};
use serde_json::{Value, json};

#[tokio::test]
async fn a_group_is_made_read_changed_and_deleted() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 2).await;
    let (ada, bob) = (&company.people[0], &company.people[1]);
    let body = json!({
        "schemas": [GROUP_URN],
        "displayName": " Engineers ",
        "externalId": "x-1",
        "members": [{ "value": ada, "display": "ada" }]
    });
    let created = company.scim.post("/Groups", &body).await.expect(201);
    let id = created.id();
    assert!(created.header("location").ends_with(&format!("/scim/v2/Groups/{id}")), "{created}");
    assert_eq!((created.etag(), &created["meta"]["version"]), ("", &Value::Null));
    assert_eq!(created["displayName"], "Engineers");
    assert_eq!(created["meta"]["resourceType"], "Group");
    let member = &created["members"][0];
    assert_eq!((&member["value"], &member["type"]), (&json!(ada), &json!("User")));
    assert!(member["$ref"].as_str().unwrap().ends_with(&format!("/scim/v2/Users/{ada}")), "{created}");
    assert_eq!(company.get(&id).await.body, created.body);

    company
        .patch(&id, json!([{ "op": "add", "path": "members", "value": [{ "value": bob }] }]))
        .await
        .expect(204);
    assert_eq!(company.members(&id).await, company.some(&[0, 1]));
    let groups = company.groups_of(bob).await;
    assert_eq!(groups[0]["value"], id.as_str());
    assert_eq!((&groups[0]["display"], &groups[0]["type"]), (&json!("Engineers"), &json!("direct")));
    assert!(groups[0]["$ref"].as_str().unwrap().ends_with(&format!("/scim/v2/Groups/{id}")), "{groups}");

    let renamed = json!({ "schemas": [GROUP_URN], "displayName": "Builders" });
    let replaced = company.send(Method::PUT, &id, &renamed).await.expect(200);
    assert_eq!((&replaced["displayName"], &replaced["externalId"]), (&json!("Builders"), &json!("x-1")));
    assert_eq!(replaced["members"].as_array().unwrap().len(), 2, "a PUT without members keeps them");
    let emptied = json!({ "schemas": [GROUP_URN], "displayName": "Builders", "members": [] });
    company.send(Method::PUT, &id, &emptied).await.expect(200);
    assert!(company.members(&id).await.is_empty());
    assert_eq!(company.groups_of(bob).await, Value::Null);

    let path = format!("/Groups/{id}");
    company.scim.request(Method::DELETE, &path).send().await.expect(204);
    company.scim.get(&path).await.expect_refusal(404, None, "group");
    company.scim.request(Method::DELETE, &path).send().await.expect_refusal(404, None, "group");
    company.create("builders", &[]).await;
    system.check().await;
}

#[tokio::test]
async fn groups_are_found_by_key_and_by_any_filter() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 2).await;
    let (ada, bob) = (&company.people[0], &company.people[1]);
    let id = company.create("Sales EMEA", &[ada, bob]).await;
    company.create("ΟΔΟΣ", &[bob]).await;
    let labelled = json!({ "displayName": "Labelled", "externalId": "Key-1" });
    company.scim.post("/Groups", &labelled).await.expect(201);
    let nobody: Vec<String> = Vec::new();
    assert_eq!(company.find(r#"displayName eq "SALES emea""#).await, ["Sales EMEA"]);
    assert_eq!(company.find(r#"displayName eq "οδος""#).await, ["ΟΔΟΣ"]);
    assert_eq!(company.find(r#"displayName eq "ΟΔΟΣ""#).await, ["ΟΔΟΣ"]);
    assert_eq!(company.find(r#"externalId eq "Key-1""#).await, ["Labelled"]);
    assert_eq!(company.find(r#"externalId eq "key-1""#).await, nobody);
    assert_eq!(company.find(&format!("id eq \"{id}\"")).await, ["Sales EMEA"]);
    assert_eq!(company.find(&format!("members.value eq \"{bob}\"")).await, ["Sales EMEA", "ΟΔΟΣ"]);
    assert_eq!(company.find(&format!("members[value eq \"{ada}\"]")).await, ["Sales EMEA"]);
    assert_eq!(
        company.find(&format!("id eq \"{id}\" or externalId eq \"Key-1\"")).await,
        ["Labelled", "Sales EMEA"]
    );
    assert_eq!(company.find(&format!("not (members.value eq \"{bob}\")")).await, ["Labelled"]);
    assert_eq!(company.find("members pr").await, ["Sales EMEA", "ΟΔΟΣ"]);
    assert_eq!(company.find(r#"displayName sw "l""#).await, ["Labelled"]);
    assert_eq!(company.find(r#"members.value eq "nobody""#).await, nobody);
    let search =
        json!({ "filter": "displayName co \"l\"", "sortBy": "displayName", "attributes": ["displayName"] });
    let found = company.scim.post("/Groups/.search", &search).await.expect(200);
    let names: Vec<_> =
        found.resources().iter().map(|group| group["displayName"].as_str().unwrap()).collect();
    assert_eq!(names, ["Labelled", "Sales EMEA"]);
    system.check().await;
}

#[tokio::test]
async fn a_list_is_read_in_pages_by_number_and_by_cursor() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 1).await;
    let mut all = BTreeSet::new();
    for number in 0..7 {
        all.insert(company.create(&format!("Group {number}"), &[&company.people[0]]).await);
    }
    let ids = |page: &Answer| -> Vec<String> {
        page.resources().iter().map(|group| group["id"].as_str().unwrap().to_owned()).collect()
    };
    let mut seen = Vec::new();
    for start_index in [1, 4, 7] {
        let page = company.scim.get(&format!("/Groups?startIndex={start_index}&count=3")).await.expect(200);
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(7), &json!(start_index)));
        assert!(
            page.resources().iter().all(|group| group["members"][0]["value"] == company.people[0].as_str())
        );
        seen.extend(ids(&page));
    }
    assert_eq!(seen.len(), 7);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), all);
    let (mut seen, mut cursor, mut pages) = (BTreeSet::new(), String::new(), 0);
    loop {
        let page = company.scim.get(&format!("/Groups?cursor={}&count=3", encode(&cursor))).await.expect(200);
        seen.extend(ids(&page));
        pages += 1;
        match page["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!((pages, seen.len()), (3, 7));
    let none = company.scim.get("/Groups?count=0").await.expect(200);
    assert_eq!((&none["totalResults"], none.resources().len()), (&json!(7), 0));
    assert_eq!(none["schemas"][0], LIST_URN);
    system.check().await;
}

#[tokio::test]
async fn who_leaves_the_company_leaves_its_groups_and_who_is_off_stays() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 2).await;
    let (ada, bob) = (&company.people[0], &company.people[1]);
    let id = company.create("Engineers", &[ada, bob]).await;
    let other = company.create("Builders", &[bob]).await;
    let off = json!([{ "op": "replace", "value": { "active": false } }]);
    let answer = company.scim.patch(bob, off).await.expect(200);
    assert_eq!(answer["groups"].as_array().unwrap().len(), 2);
    assert_eq!(company.members(&id).await, company.some(&[0, 1]));
    let users = company.scim.get("/Users").await.expect(200);
    let of_bob = users.resources().iter().find(|user| user["id"] == bob.as_str()).unwrap();
    let names: BTreeSet<_> =
        of_bob["groups"].as_array().unwrap().iter().map(|group| group["display"].as_str().unwrap()).collect();
    assert_eq!(names, ["Builders", "Engineers"].into());
    company.scim.delete(bob).await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[0]));
    assert!(company.members(&other).await.is_empty());
    let found = company.scim.filter(&format!("groups.value eq \"{id}\"")).await.expect(200);
    assert_eq!(found.resources().len(), 1);
    system.check().await;
}

#[tokio::test]
async fn users_are_found_by_the_names_of_their_groups() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 4).await;
    let [ada, bob, cy, dan] = [0, 1, 2, 3].map(|number: usize| &company.people[number]);
    let sales = company.create("Sales EMEA", &[ada, bob]).await;
    company.create("Builders", &[bob, cy]).await;
    company.create("Nobody", &[]).await;
    let find = async |query: &str| -> Vec<String> {
        let found = company.scim.get(&format!("/Users?{query}")).await.expect(200);
        found.resources().iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect()
    };
    let by = async |filter: &str| {
        find(&format!("filter={}", encode(filter))).await.into_iter().collect::<BTreeSet<_>>()
    };
    assert_eq!(by(r#"groups.display eq "sales emea""#).await, company.some(&[0, 1]));
    assert_eq!(by(r#"groups[display sw "Build"]"#).await, company.some(&[1, 2]));
    assert_eq!(
        by(&format!("groups[value eq \"{sales}\" and display co \"EMEA\"]")).await,
        company.some(&[0, 1])
    );
    assert_eq!(
        by(r#"groups.display eq "Sales EMEA" and groups.display eq "Builders""#).await,
        company.some(&[1])
    );
    assert_eq!(by(r#"not (groups.display eq "Builders")"#).await, company.some(&[0, 3]));
    assert_eq!(by(r#"groups.type eq "direct""#).await, company.some(&[0, 1, 2]));
    assert_eq!(by(r#"groups.display eq "Nobody""#).await, BTreeSet::new());
    // By cursor, page by page.
    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let filter = encode(r#"groups.display ew "s" or groups.display ew "A""#);
        let page = format!("/Users?filter={filter}&count=1&cursor={}", encode(&cursor));
        let page = company.scim.get(&page).await.expect(200);
        seen.extend(page.resources().iter().map(|user| user["id"].as_str().unwrap().to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen, company.some(&[0, 1, 2]));
    let key = format!("id eq \"{cy}\" and groups.display eq \"Builders\"");
    assert_eq!(by(&key).await, company.some(&[2]));
    let sorted = find("sortBy=groups.display").await;
    let place = |id: &String| sorted.iter().position(|each| each == id);
    assert!(place(cy) < place(ada), "Builders come before Sales EMEA");
    assert_eq!(sorted.last(), Some(dan), "who is in none comes last");
    system.check().await;
}

#[tokio::test]
async fn sixty_four_single_member_changes_at_once_are_all_applied() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 64).await;
    let id = company.create("Everybody", &[]).await;
    let all = company.people.iter().cloned().collect::<BTreeSet<_>>();
    let apply = async |op: &str| {
        let change = |person: &String| {
            let operations = json!([{ "op": op, "path": "members", "value": [{ "value": person }] }]);
            company.patch(&id, operations)
        };
        for answer in join_all(company.people.iter().map(change)).await {
            answer.expect(204);
        }
    };
    apply("add").await;
    assert_eq!(company.members(&id).await, all);
    apply("remove").await;
    assert!(company.members(&id).await.is_empty());
    system.check().await;
}

#[tokio::test]
async fn discovery_knows_groups() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let types = scim.get("/ResourceTypes").await.expect(200);
    let names: Vec<_> = types.resources().iter().map(|kind| kind["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["User", "Group", "Role"]);
    assert_eq!(scim.get("/ResourceTypes/Group").await.expect(200)["endpoint"], "/Groups");
    assert_eq!(scim.get(&format!("/Schemas/{GROUP_URN}")).await.expect(200)["name"], "Group");
    let user = scim.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").await.expect(200);
    assert!(user["attributes"].as_array().unwrap().iter().any(|attribute| attribute["name"] == "groups"));
    system.check().await;
}
