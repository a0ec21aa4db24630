//! `/Roles`, and `User.roles` where the directory or the groups say who has which role.

use reqwest::Method;
use rollcall_rules::access::RolesFrom;
use rollcall_tests::company::Company;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, Scim, TestSystem, USER_URN};
use serde_json::{Value, json};

const ROLE_URN: &str = "urn:okta:scim:schemas:core:1.0:Role";
const ROLES: &[(&str, &str)] = &[("admin", "Administrator"), ("auditor", "Auditor"), ("payer:eu", "Zahler")];

fn ids(page: &Answer) -> Vec<&str> {
    page.resources().iter().map(|role| role["id"].as_str().unwrap()).collect()
}

/// A person with these roles, as directories send one.
fn person(roles: &Value) -> Value {
    json!({
        "schemas": [USER_URN],
        "userName": "ada@example.com",
        "externalId": "00u1",
        "name": { "givenName": "Ada", "familyName": "Lovelace" },
        "active": true,
        "roles": roles
    })
}

/// The ids of the roles that a person is shown with, and that `GET` and a list say the same.
async fn roles_of(scim: &Scim, id: &str) -> Vec<String> {
    let roles = scim.get(&format!("/Users/{id}")).await.expect(200)["roles"].clone();
    let listed = scim.get("/Users").await.expect(200);
    let of_list = listed.resources().iter().find(|user| user["id"] == id).unwrap();
    assert_eq!(of_list["roles"], roles);
    let entries = roles.as_array().cloned().unwrap_or_default();
    for entry in &entries {
        let names: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["value", "display"], "{entry}");
    }
    entries.iter().map(|entry| entry["value"].as_str().unwrap().to_owned()).collect()
}

/// Okta asks for one of them first, and wants numbers.
#[tokio::test]
async fn okta_discovers_the_roles_that_the_operator_declared() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let empty = scim.get("/Roles?count=1&startIndex=1").await.expect(200);
    assert_eq!((&empty["totalResults"], &empty["startIndex"], ids(&empty).len()), (&json!(0), &json!(1), 0));
    system.declare_roles(ROLES).await;
    let types = scim.get("/ResourceTypes").await.expect(200);
    let role = types.resources().iter().find(|each| each["schema"] == ROLE_URN).unwrap();
    assert_eq!((&role["name"], &role["endpoint"]), (&json!("Role"), &json!("/Roles")));
    let schema = scim.get(&format!("/Schemas/{ROLE_URN}")).await.expect(200);
    assert_eq!(schema["attributes"][0]["name"], "displayName");

    let one = scim.get("/Roles?count=1&startIndex=1").await.expect(200);
    assert_eq!(
        (&one["totalResults"], &one["startIndex"], &one["itemsPerPage"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let first = &one.resources()[0];
    assert_eq!(first["schemas"], json!([ROLE_URN]));
    assert_eq!((&first["id"], &first["displayName"]), (&json!("admin"), &json!("Administrator")));
    assert!(first["meta"]["location"].as_str().unwrap().ends_with("/scim/v2/Roles/admin"), "{one}");
    assert_eq!(ids(&scim.get("/Roles?count=2&startIndex=2").await.expect(200)), ["auditor", "payer:eu"]);
    assert_eq!(ids(&scim.get("/Roles?startIndex=4").await.expect(200)), [""; 0]);
    let last = scim.get("/Roles?cursor=&count=2").await.expect(200);
    assert_eq!(ids(&last), ["admin", "auditor"]);
    let next = encode(last["nextCursor"].as_str().unwrap());
    let last = scim.get(&format!("/Roles?cursor={next}&count=2")).await.expect(200);
    assert_eq!((ids(&last), &last["nextCursor"]), (vec!["payer:eu"], &Value::Null));
    for (filter, found) in [
        (r#"displayName eq "ADMINISTRATOR""#, vec!["admin"]),
        (r#"id eq "payer:eu""#, vec!["payer:eu"]),
        (r#"id eq "Admin""#, vec![]),
        (r#"displayName sw "A""#, vec!["admin", "auditor"]),
    ] {
        assert_eq!(
            ids(&scim.get(&format!("/Roles?filter={}", encode(filter))).await.expect(200)),
            found,
            "{filter}"
        );
    }
    assert_eq!(scim.get("/Roles/payer:eu").await.expect(200)["displayName"], "Zahler");
    scim.get("/Roles/nobody").await.expect_refusal(404, None, "role");
    scim.get("/Roles/a%20b").await.expect_refusal(404, None, "role");
    scim.get(&format!("/Roles?filter={}", encode("nothing eq \"x\""))).await.expect_refusal(
        400,
        Some("invalidFilter"),
        "nothing",
    );
    scim.clone().without_token().get("/Roles").await.expect(401);
    for (method, path) in
        [(Method::POST, "/Roles"), (Method::DELETE, "/Roles/admin"), (Method::PATCH, "/Roles/admin")]
    {
        scim.request(method, path).json(&json!({})).send().await.expect_refusal(405, None, "not possible");
    }
    let neighbour = system.tenant("neighbour").await;
    assert_eq!(
        ids(&neighbour.scim().get("/Roles").await.expect(200)),
        [""; 0],
        "another tenant has none of them"
    );
    system.check().await;
}

#[tokio::test]
async fn without_access_rules_roles_are_part_of_the_profile() {
    let system = TestSystem::start().await;
    system.declare_roles(ROLES).await;
    let scim = system.scim();
    let roles = json!([{ "value": "anything", "type": "work", "primary": true }]);
    let made = scim.post("/Users", &person(&roles)).await.expect(201);
    assert_eq!(made["roles"], roles);
    system.check().await;
}

/// Whatever the tenant does with profiles.
#[tokio::test]
async fn a_directory_says_who_has_which_role() {
    for follows in [false, true] {
        let system = TestSystem::start().await;
        if follows {
            system.sync_profiles().await;
        }
        system.declare_roles(ROLES).await;
        system.take_roles_from(RolesFrom::Directory).await;
        let scim = system.scim();
        let roles = json!([
            { "value": "auditor", "display": "anything", "type": "x", "primary": true },
            { "value": "admin" },
            { "value": "auditor", "type": "again" }
        ]);
        let id = scim.post("/Users", &person(&roles)).await.expect(201).id();
        assert_eq!(roles_of(&scim, &id).await, ["auditor", "admin"]);

        // Okta puts back what it read, changed.
        let mut whole = scim.get(&format!("/Users/{id}")).await.expect(200).body;
        scim.put(&id, &whole).await.expect(200);
        assert_eq!(roles_of(&scim, &id).await, ["auditor", "admin"]);
        whole["roles"] = json!([{ "value": "payer:eu" }]);
        assert_eq!(scim.put(&id, &whole).await.expect(200)["roles"][0]["display"], "Zahler");
        whole.as_object_mut().unwrap().remove("roles");
        scim.put(&id, &whole).await.expect(200);
        assert_eq!(roles_of(&scim, &id).await, ["payer:eu"], "a PUT without roles says nothing of them");
        whole["roles"] = json!([]);
        scim.put(&id, &whole).await.expect(200);
        assert!(roles_of(&scim, &id).await.is_empty());

        let patches = [
            (json!({ "op": "add", "path": "roles", "value": [{ "value": "admin" }] }), vec!["admin"]),
            (
                json!({ "op": "Add", "path": "roles", "value": [{ "value": "auditor", "display": "A" }] }),
                vec!["admin", "auditor"],
            ),
            (json!({ "op": "remove", "path": "roles[value eq \"admin\"]" }), vec!["auditor"]),
            (json!({ "op": "replace", "value": { "roles": [{ "value": "payer:eu" }] } }), vec!["payer:eu"]),
            (json!({ "op": "replace", "path": "title", "value": "Chief" }), vec!["payer:eu"]),
            (json!({ "op": "Remove", "path": "roles" }), vec![]),
            (json!({ "op": "replace", "path": "roles", "value": [{ "value": "admin" }] }), vec!["admin"]),
        ];
        for (operation, expected) in patches {
            scim.patch(&id, json!([operation])).await.expect(200);
            assert_eq!(roles_of(&scim, &id).await, expected, "{operation}");
        }
        let found = scim.filter(r#"roles.value eq "admin""#).await.expect(200);
        assert_eq!((found.user_names(), &found["totalResults"]), (vec!["ada@example.com"], &json!(1)));
        assert!(scim.filter(r#"roles[display eq "auditor"]"#).await.expect(200).resources().is_empty());

        // Who is off keeps them for their return.
        scim.patch(&id, json!([{ "op": "replace", "path": "active", "value": false }])).await.expect(200);
        scim.patch(&id, json!([{ "op": "replace", "path": "active", "value": true }])).await.expect(200);
        assert_eq!(roles_of(&scim, &id).await, ["admin"]);
        system.withdraw_role("admin").await;
        assert!(roles_of(&scim, &id).await.is_empty());
        scim.patch(&id, json!([{ "op": "replace", "path": "title", "value": "King" }])).await.expect(200);
        system.check().await;
    }
}

/// Entra's `SingleAppRoleAssignment`: the primary role becomes another one, in either dialect.
#[tokio::test]
async fn entra_gives_a_person_another_role_instead_of_the_one_before() {
    let system = TestSystem::start().await;
    system.declare_roles(ROLES).await;
    system.take_roles_from(RolesFrom::Directory).await;
    let scim = system.scim();
    let roles = json!([{ "primary": "True", "display": "Auditor", "value": "auditor", "type": "WindowsAzureActiveDirectoryRole" }]);
    let id = scim.post("/Users", &person(&roles)).await.expect(201).id();
    let path = r#"roles[primary eq "True"].value"#;
    let entra = system.entra();
    entra.set(&id, &[(path, json!("admin"))]).await.expect(200);
    assert_eq!(roles_of(&scim, &id).await, ["admin"]);
    entra.with_optscim062020().set(&id, &[(path, json!("payer:eu"))]).await.expect(200);
    assert_eq!(roles_of(&scim, &id).await, ["payer:eu"]);
    let add = json!([{ "op": "Add", "path": path, "value": "auditor" }]);
    scim.patch(&id, add).await.expect(200);
    assert_eq!(roles_of(&scim, &id).await, ["auditor"]);
    system.check().await;
}

#[tokio::test]
async fn a_role_that_is_not_declared_is_refused_and_nothing_is_written() {
    let system = TestSystem::start().await;
    system.declare_roles(ROLES).await;
    system.take_roles_from(RolesFrom::Directory).await;
    let scim = system.scim();
    let id = scim.post("/Users", &person(&json!([{ "value": "admin" }]))).await.expect(201).id();
    let mut other = person(&json!([]));
    other["userName"] = "bob@example.com".into();
    other["externalId"] = "00u2".into();
    let before = system.snapshot().await;
    for (entry, detail) in [
        (json!({ "value": "Admin" }), "\"Admin\""),
        (json!({ "value": "owner" }), "\"owner\""),
        (json!({ "value": "a b" }), "\"a b\""),
        (json!({ "display": "Administrator" }), "entry 2 of 2"),
    ] {
        let roles = json!([{ "value": "auditor" }, &entry]);
        other["roles"] = roles.clone();
        let mut whole = person(&roles);
        whole["active"] = false.into();
        let operations = json!([
            { "op": "replace", "path": "active", "value": false },
            { "op": "replace", "path": "roles", "value": roles }
        ]);
        for answer in [
            scim.post("/Users", &other).await,
            scim.put(&id, &whole).await,
            scim.patch(&id, operations).await,
        ] {
            answer.expect_refusal(400, Some("invalidValue"), detail);
        }
        assert_eq!(before.difference(&system.snapshot().await), "", "{entry}");
    }
    system.check().await;
}

/// What the directory says is ignored, and what the groups give is shown.
#[tokio::test]
async fn roles_from_groups_are_shown_and_not_written() {
    let system = TestSystem::start().await;
    system.sync_profiles().await;
    system.declare_roles(ROLES).await;
    let company = Company::with(&system, 2).await;
    let [ada, bob] = [0, 1].map(|number: usize| company.people[number].clone());
    let auditors = company.create("Auditors", &[&ada]).await;
    let admins = company.create("Admins", &[&ada, &bob]).await;
    system.set_rule(&auditors, Some("auditor"), false).await;
    system.set_rule(&admins, Some("admin"), false).await;
    let scim = system.scim();
    assert_eq!(roles_of(&scim, &ada).await, ["admin", "auditor"]);
    assert_eq!(roles_of(&scim, &bob).await, ["admin"]);
    let found = scim.filter(r#"roles.display eq "auditor""#).await.expect(200);
    assert_eq!(found.resources()[0]["id"], ada.as_str());
    let sorted = scim.get("/Users?sortBy=roles.value&attributes=userName").await.expect(200);
    assert_eq!(sorted.resources().len(), 2);

    let mut whole = scim.get(&format!("/Users/{bob}")).await.expect(200).body;
    let before = system.snapshot().await;
    whole["roles"] = json!([{ "value": "owner", "primary": "True" }, { "value": "auditor" }]);
    assert_eq!(scim.put(&bob, &whole).await.expect(200)["roles"][0]["value"], "admin");
    let add = json!([{ "op": "add", "path": "roles", "value": [{ "value": "auditor" }] }]);
    assert_eq!(scim.patch(&bob, add).await.expect(200)["roles"].as_array().unwrap().len(), 1);
    assert_eq!(before.difference(&system.snapshot().await), "");

    let leave = json!([{ "op": "remove", "path": format!("members[value eq \"{ada}\"]") }]);
    company.patch(&admins, leave).await.expect(204);
    assert_eq!(roles_of(&scim, &ada).await, ["auditor"]);
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    assert_eq!(scim.patch(&ada, off).await.expect(200)["roles"], Value::Null);
    let without = scim.get(&format!("/Users/{bob}?excludedAttributes=roles")).await.expect(200);
    assert_eq!(without["roles"], Value::Null);
    system.check().await;
}
