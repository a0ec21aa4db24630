//! Groups: as each directory sends them, what is refused, and how they are found.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::Method;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, LIST_URN, Scim, TestSystem, patch_op};
use serde_json::{Value, json};

const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const MICROSOFT_URN: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

/// A tenant with people, as its directory reaches it.
struct Company {
    scim: Scim,
    people: Vec<String>,
}

impl Company {
    async fn with(system: &TestSystem, people: usize) -> Self {
        let okta = system.okta();
        let mut ids = Vec::new();
        for number in 0..people {
            ids.push(okta.assign(format!("person{number}@example.com").as_str()).await.id);
        }
        Self { scim: system.scim(), people: ids }
    }

    async fn create(&self, name: &str, members: &[&String]) -> String {
        let group = json!({ "schemas": [GROUP_URN], "displayName": name, "members": values(members) });
        self.scim.post("/Groups", &group).await.expect(201).id()
    }

    async fn get(&self, id: &str) -> Answer {
        self.scim.get(&format!("/Groups/{id}")).await.expect(200)
    }

    async fn members(&self, id: &str) -> BTreeSet<String> {
        let members = self.get(id).await["members"].as_array().cloned().unwrap_or_default();
        members.iter().map(|member| member["value"].as_str().unwrap().to_owned()).collect()
    }

    async fn patch(&self, id: &str, operations: Value) -> Answer {
        self.send(Method::PATCH, id, &patch_op(&operations)).await
    }

    async fn send(&self, method: Method, id: &str, body: &Value) -> Answer {
        self.scim.request(method, &format!("/Groups/{id}")).json(body).send().await
    }

    async fn find(&self, filter: &str) -> Vec<String> {
        let found = self.scim.get(&format!("/Groups?filter={}", encode(filter))).await.expect(200);
        let names = found.resources().iter().map(|group| group["displayName"].as_str().unwrap().to_owned());
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    async fn groups_of(&self, user: &str) -> Value {
        self.scim.get(&format!("/Users/{user}")).await.expect(200)["groups"].clone()
    }

    fn some(&self, numbers: &[usize]) -> BTreeSet<String> {
        numbers.iter().map(|number| self.people[*number].clone()).collect()
    }
}

fn values(ids: &[&String]) -> Value {
    ids.iter().map(|id| json!({ "value": id })).collect()
}

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

/// The catalogue's apps change members by PATCH, the wizard's put the whole group, often twice.
#[tokio::test]
async fn okta_pushes_groups_of_either_kind() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 3).await;
    let named = |number: usize| json!({ "value": company.people[number], "display": "person@example.com" });
    let id = company.create("Sales", &[]).await;
    let add = json!([{ "op": "add", "path": "members", "value": [named(0), named(1)] }]);
    company.patch(&id, add.clone()).await.expect(204);
    company.patch(&id, add).await.expect(204);
    let swap = json!([
        { "op": "remove", "path": format!("members[value eq \"{}\"]", company.people[0]) },
        { "op": "add", "path": "members", "value": [named(2)] }
    ]);
    company.patch(&id, swap).await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[1, 2]));
    let rename = json!([{ "op": "replace", "value": { "id": id, "displayName": "Sales EMEA" } }]);
    company.patch(&id, rename).await.expect(204);
    assert_eq!(company.get(&id).await["displayName"], "Sales EMEA");
    assert_eq!(company.members(&id).await, company.some(&[1, 2]), "a new name takes nobody out");
    company.patch(&id, json!([{ "op": "replace", "path": "members", "value": [] }])).await.expect(204);
    assert!(company.members(&id).await.is_empty());

    let whole = json!({
        "schemas": [GROUP_URN],
        "id": id,
        "displayName": "Sales EMEA",
        "members": [
            { "value": company.people[0], "display": null },
            { "value": company.people[2], "display": null }
        ]
    });
    for _ in 0..2 {
        company.get(&id).await;
        company.send(Method::PUT, &id, &whole).await.expect(200);
        assert_eq!(company.members(&id).await, company.some(&[0, 2]));
    }
    system.check().await;
}

/// With and without `aadOptscim062020`; the key `operations` is in lower case now and then.
#[tokio::test]
async fn entra_provisions_groups_in_either_dialect() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 2).await;
    let filter = encode(r#"displayName eq "Marketing""#);
    let look_up = format!("/Groups?excludedAttributes=members&filter={filter}");
    assert_eq!(company.scim.get(&look_up).await.expect(200)["totalResults"], 0);
    let body = json!({
        "schemas": [GROUP_URN, MICROSOFT_URN],
        "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
        "displayName": "Marketing",
        "members": [],
        "meta": { "resourceType": "Group" }
    });
    let id = company.scim.post("/Groups", &body).await.expect(201).id();
    company.scim.post("/Groups", &body).await.expect_refusal(409, Some("uniqueness"), "displayName");
    let entry = |number: usize| json!([{ "$ref": null, "value": company.people[number] }]);
    let add = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "operations": [{ "op": "Add", "path": "members", "value": entry(0) }]
    });
    company.send(Method::PATCH, &id, &add).await.expect(204);
    company.patch(&id, json!([{ "op": "Add", "path": "members", "value": entry(1) }])).await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[0, 1]));
    company.patch(&id, json!([{ "op": "Remove", "path": "members", "value": entry(0) }])).await.expect(204);
    let by_filter =
        json!([{ "op": "remove", "path": format!("members[value eq \"{}\"]", company.people[1]) }]);
    company.patch(&id, by_filter).await.expect(204);
    assert!(company.members(&id).await.is_empty());
    let found = company.scim.get(&look_up).await.expect(200);
    assert_eq!(found.resources()[0]["id"], id.as_str());
    assert_eq!(found.resources()[0]["members"], Value::Null);
    system.check().await;
}

/// JumpCloud adds who is in already and removes by a list; OneLogin leaves `?` at the end and sends no name of its own;
/// authentik sends one operation for each member.
#[tokio::test]
async fn the_other_directories_push_groups_their_own_way() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 3).await;
    let id = company.create("Support", &[]).await;
    let one = |number: usize| json!([{ "value": company.people[number] }]);
    for _ in 0..2 {
        let add = json!([{ "op": "add", "path": "members", "value": one(0) }]);
        company.patch(&id, add).await.expect(204);
    }
    let remove = json!([{ "op": "remove", "path": "members", "value": one(0) }]);
    company.patch(&id, remove).await.expect(204);
    assert!(company.members(&id).await.is_empty());

    let onelogin = company.scim.clone().introduced_as("", "application/json");
    let add = patch_op(&json!([{ "op": "add", "path": "members", "value": one(1) }]));
    onelogin.request(Method::PATCH, &format!("/Groups/{id}?")).json(&add).send().await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[1]));

    let each: Value =
        (0..3).map(|number| json!({ "op": "add", "path": "members", "value": one(number) })).collect();
    company.patch(&id, each).await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[0, 1, 2]));
    let asked = format!("/Groups/{id}?attributes=displayName");
    let rename = patch_op(&json!([{ "op": "replace", "value": { "displayName": "Help" } }]));
    let answer = company.scim.request(Method::PATCH, &asked).json(&rename).send().await.expect(200);
    assert_eq!((&answer["displayName"], &answer["members"]), (&json!("Help"), &Value::Null));
    system.check().await;
}

#[tokio::test]
async fn what_is_refused_writes_nothing() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 2).await;
    let ada = company.people[0].clone();
    let native = system.native_user("native@example.com").await;
    let (first, second) = (company.create("First", &[&ada]).await, company.create("Second", &[]).await);
    let stranger = "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11";
    let group = |name: &str| json!({ "schemas": [GROUP_URN], "displayName": name });
    let with = |members: Value| json!({ "displayName": "Third", "members": members });
    let add = |id: &str| patch_op(&json!([{ "op": "add", "path": "members", "value": [{ "value": id }] }]));
    let half = patch_op(&json!([
        { "op": "add", "path": "members", "value": [{ "value": company.people[1] }] },
        { "op": "replace", "path": "displayName", "value": "Fourth" },
        { "op": "add", "path": "members", "value": [{ "value": stranger }] }
    ]));
    let of = |id: &str| format!("/Groups/{id}");
    let long = "x".repeat(256);
    let nested = json!([{ "value": first, "type": "Group" }]);
    let rename = patch_op(&json!([{ "op": "replace", "value": { "displayName": "FIRST" } }]));
    let another = patch_op(&json!([{ "op": "replace", "value": { "id": first } }]));
    let nameless = patch_op(&json!([{ "op": "replace", "path": "displayName", "value": "" }]));
    let (post, put, patch) = (Method::POST, Method::PUT, Method::PATCH);
    let cases = [
        (&post, "/Groups".to_owned(), group("first"), 409, Some("uniqueness"), "displayName"),
        (&post, "/Groups".to_owned(), group(" "), 400, Some("invalidValue"), "displayName"),
        (&post, "/Groups".to_owned(), group(&long), 400, Some("invalidValue"), "255"),
        (&post, "/Groups".to_owned(), json!({ "members": [] }), 400, Some("invalidValue"), "displayName"),
        (&post, "/Groups".to_owned(), json!([]), 400, Some("invalidSyntax"), ""),
        (
            &post,
            "/Groups".to_owned(),
            with(json!([{ "value": "nobody" }])),
            400,
            Some("invalidValue"),
            "\"nobody\"",
        ),
        (
            &post,
            "/Groups".to_owned(),
            with(json!([{ "value": stranger }])),
            400,
            Some("invalidValue"),
            stranger,
        ),
        (&post, "/Groups".to_owned(), with(json!([{ "value": native }])), 400, Some("invalidValue"), &native),
        (&post, "/Groups".to_owned(), with(nested), 400, Some("invalidValue"), "is a group"),
        (
            &post,
            "/Groups".to_owned(),
            with(json!([{ "display": "x" }])),
            400,
            Some("invalidValue"),
            "entry 1 of 1",
        ),
        (&put, of(&second), group("First"), 409, Some("uniqueness"), "displayName"),
        (&put, of(stranger), group("Third"), 404, None, "group"),
        (&patch, of(&second), rename, 409, Some("uniqueness"), "displayName"),
        (&patch, of(&second), another, 400, Some("mutability"), "id"),
        (&patch, of(&second), nameless, 400, Some("invalidValue"), "displayName"),
        (&patch, of(&second), add(stranger), 400, Some("invalidValue"), stranger),
        (&patch, of(&second), add("nobody"), 400, Some("invalidValue"), "\"nobody\""),
        (&patch, of(&second), half, 400, Some("invalidValue"), stranger),
        (&patch, of(stranger), add(&ada), 404, None, "group"),
        (&patch, of("nothing"), add(&ada), 404, None, "group"),
    ];
    let before = system.snapshot().await;
    for (method, path, body, status, scim_type, detail) in cases {
        let answer = company.scim.request(method.clone(), &path).json(&body).send().await;
        answer.expect_refusal(status, scim_type, detail);
        let difference = before.difference(&system.snapshot().await);
        assert!(difference.is_empty(), "{answer}\n{difference}");
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let body = if method == Method::PATCH { add(&ada) } else { group("Third") };
        let request = company.scim.request(method, &of(&second)).if_match("W/\"1\"").json(&body);
        request.send().await.expect_refusal(412, None, "If-Match");
    }
    assert!(before.difference(&system.snapshot().await).is_empty());
    let request = company.scim.request(Method::PATCH, &of(&second)).if_match("*").json(&add(&ada));
    request.send().await.expect(204);
    let leaving = json!([{ "op": "remove", "path": "members", "value": [{ "value": "nobody" }] }]);
    company.patch(&second, leaving).await.expect(204);
    assert_eq!(company.members(&second).await, company.some(&[0]));
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
    assert_eq!(names, ["User", "Group"]);
    assert_eq!(scim.get("/ResourceTypes/Group").await.expect(200)["endpoint"], "/Groups");
    assert_eq!(scim.get(&format!("/Schemas/{GROUP_URN}")).await.expect(200)["name"], "Group");
    let user = scim.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").await.expect(200);
    assert!(user["attributes"].as_array().unwrap().iter().any(|attribute| attribute["name"] == "groups"));
    system.check().await;
}
