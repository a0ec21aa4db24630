//! PATCH (RFC 7644 §3.5.2) as directories really send it, on a tenant whose profiles follow the directory.

use reqwest::Method;
use rollcall_tests::resource::email;
use rollcall_tests::{Answer, ENTERPRISE_URN, Entra, Person, TestSystem};
use serde_json::{Value, json};

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

/// Ada, of a tenant with full profile sync.
async fn ada(system: &TestSystem) -> (Entra, String) {
    system.sync_profiles().await;
    let entra = system.entra();
    let id = entra.provision(Person::from("ada.king@example.com").in_department("Engines")).await.id();
    (entra, id)
}

#[tokio::test]
async fn entra_sends_one_capital_operation_for_each_attribute() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let department = format!("{ENTERPRISE_URN}:department");
    let changed = entra
        .set(
            &id,
            &[
                ("displayName", json!("Countess of Lovelace")),
                ("name.familyName", json!("Lovelace")),
                (department.as_str(), json!("Poetry")),
                (r#"addresses[type eq "work"].locality"#, json!("London")),
                (r#"phoneNumbers[type eq "mobile"].value"#, json!("+44 20 5678")),
            ],
        )
        .await
        .expect(200);
    assert_eq!(changed["displayName"], "Countess of Lovelace");
    assert_eq!(changed["name"]["familyName"], "Lovelace");
    assert_eq!(changed["name"]["givenName"], "Ada", "its neighbours stay");
    assert_eq!(changed[ENTERPRISE_URN]["department"], "Poetry");
    assert_eq!(
        changed["addresses"],
        json!([{ "type": "work", "locality": "London" }]),
        "the entry was created"
    );
    assert_eq!(changed["phoneNumbers"], json!([{ "type": "mobile", "value": "+44 20 5678" }]));
    assert_eq!(entra.get(&id).await.body, changed.body);
    system.check().await;
}

#[tokio::test]
async fn entra_with_the_flag_sends_dotted_keys_in_one_operation() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let department = format!("{ENTERPRISE_URN}:department");
    let changed = entra
        .with_optscim062020()
        .set(
            &id,
            &[
                ("displayName", json!("Countess of Lovelace")),
                ("name.familyName", json!("Lovelace")),
                (department.as_str(), json!("Poetry")),
                ("active", json!(false)),
            ],
        )
        .await
        .expect(200);
    assert_eq!(changed["displayName"], "Countess of Lovelace");
    assert_eq!(changed["name"]["familyName"], "Lovelace");
    assert_eq!(changed["name"]["givenName"], "Ada");
    assert_eq!(changed[ENTERPRISE_URN]["department"], "Poetry");
    assert_eq!(changed["active"], false);
    system.check().await;
}

#[tokio::test]
async fn a_manager_comes_in_three_forms_and_leaves_in_two() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    for (op, value, manager) in [
        ("Add", json!({ "value": "m-1" }), json!({ "value": "m-1" })),
        ("Replace", json!({ "value": "" }), Value::Null),
        ("Add", json!("m-2"), json!({ "value": "m-2" })),
        ("Replace", json!(""), Value::Null),
        ("Replace", json!([{ "value": "m-3" }]), json!({ "value": "m-3" })),
        ("Remove", Value::Null, Value::Null),
    ] {
        let mut operation = json!({ "op": op, "path": MANAGER, "value": value });
        if value.is_null() {
            operation.as_object_mut().unwrap().remove("value");
        }
        let changed = entra.patch(&id, json!([operation])).await.expect(200);
        assert_eq!(changed[ENTERPRISE_URN]["manager"], manager, "{op} {value}");
    }
    system.check().await;
}

/// The validator adds an entry by its value path and changes the same entry in the same request.
#[tokio::test]
async fn an_entry_is_added_and_changed_in_one_request() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let operations = json!([
        { "op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "+1" },
        { "op": "Replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "+2" },
        { "op": "Replace", "path": "phoneNumbers[type eq \"work\"].primary", "value": "True" }
    ]);
    let changed = entra.patch(&id, operations).await.expect(200);
    assert_eq!(changed["phoneNumbers"], json!([{ "type": "work", "value": "+2", "primary": true }]));
    system.check().await;
}

/// The address is Rollcall's to verify; a job that maps `mail` must not fail for it.
#[tokio::test]
async fn patches_of_emails_are_accepted_and_change_no_address() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    for op in ["Add", "Replace"] {
        let operation =
            json!({ "op": op, "path": "emails[type eq \"work\"].value", "value": "eve@evil.example" });
        let answer = entra.patch(&id, json!([operation])).await.expect(200);
        assert_eq!(email(&answer), "ada.king@example.com");
    }
    system.check().await;
}

#[tokio::test]
async fn the_validators_loose_values_are_taken() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let operations = json!([
        { "op": "Add", "path": "roles", "value": [{ "primary": "True", "value": "author", "display": "Author" }] },
        { "op": "Replace", "path": "profileUrl", "value": "JFVGMQOIWYAA" },
        { "op": "Replace", "path": "title", "value": ["Analyst"] },
        { "op": "Replace", "path": "nickName", "value": null }
    ]);
    let changed = entra.patch(&id, operations).await.expect(200);
    assert_eq!(changed["roles"], json!([{ "primary": true, "value": "author", "display": "Author" }]));
    assert_eq!(changed["profileUrl"], "JFVGMQOIWYAA");
    assert_eq!(changed["title"], "Analyst");
    assert!(changed["nickName"].is_null());
    system.check().await;
}

#[tokio::test]
async fn operations_apply_in_their_order() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let operations = json!([
        { "op": "add", "path": "title", "value": "Analyst" },
        { "op": "remove", "path": "title" },
        { "op": "add", "path": "phoneNumbers", "value": [{ "value": "+1", "type": "work" }] },
        { "op": "add", "path": "phoneNumbers", "value": [{ "value": "+2", "type": "home" }] },
        { "op": "remove", "path": "phoneNumbers[type eq \"work\"]" },
        { "op": "replace", "path": "phoneNumbers[type eq \"home\"].value", "value": "+3" }
    ]);
    let changed = entra.patch(&id, operations).await.expect(200);
    assert!(changed["title"].is_null());
    assert_eq!(changed["phoneNumbers"], json!([{ "value": "+3", "type": "home" }]));
    system.check().await;
}

/// RFC 7644 §3.5.2: all operations or none.
#[tokio::test]
async fn one_bad_operation_leaves_everything_as_it_was() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let before = system.snapshot().await;
    let operations = json!([
        { "op": "replace", "path": "userName", "value": "new@example.com" },
        { "op": "replace", "path": "title", "value": "Analyst" },
        { "op": "replace", "path": "active", "value": "perhaps" }
    ]);
    entra.patch(&id, operations).await.expect_refusal(400, Some("invalidValue"), "active");
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn an_operation_that_changes_nothing_writes_nothing() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let before = system.snapshot().await;
    let read = entra.get(&id).await;
    for operation in [
        json!({ "op": "replace", "value": { "active": true } }),
        json!({ "op": "Replace", "path": "userName", "value": "ada.king@example.com" }),
        json!({ "op": "remove", "path": "title" }),
        json!({ "op": "replace", "path": "displayName", "value": "Ada King" }),
    ] {
        let answer: Answer = entra.patch(&id, json!([operation])).await.expect(200);
        assert_eq!(answer.body, read.body);
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

/// Entra sends an attribute that an administrator mapped and the schema lacks in one request with the deactivation.
#[tokio::test]
async fn a_deactivation_is_not_lost_beside_an_attribute_that_there_is_not() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    for (active, path) in [
        (false, "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:shoeSize"),
        (true, "shoeSize"),
        (false, "phoneNumbers[type eq \"work\"].extension"),
    ] {
        let changed = entra.set(&id, &[(path, json!("44")), ("active", json!(active))]).await.expect(200);
        assert_eq!(changed["active"], active, "{path}");
    }
    system.check().await;
}

/// Each of them moved `primary`, and so was kept as one more entry, until the list was full.
#[tokio::test]
async fn an_entry_that_is_added_again_is_brought_up_to_date() {
    let system = TestSystem::start().await;
    let (entra, id) = ada(&system).await;
    let add = |one: bool| {
        json!({ "op": "Add", "path": "roles", "value": [
            { "value": "author", "primary": one }, { "value": "reader", "primary": !one },
        ] })
    };
    for one in [true, false, true] {
        let changed = entra.patch(&id, json!([add(one)])).await.expect(200);
        assert_eq!(changed["roles"].as_array().unwrap().len(), 2, "{changed}");
        assert_eq!(changed["roles"][0]["primary"], one, "{changed}");
    }
    system.check().await;
}

#[tokio::test]
async fn bodies_are_read_as_they_were_meant() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let post = |external_id: &str, user_name: &str| {
        let body = format!(
            "\u{feff}{{\"schemas\":[\"urn:scim:schemas:core:2.0\"],\"userName\":\" {user_name} \",\"externalId\":{external_id}}}"
        );
        scim.request(Method::POST, "/Users").text(body).send()
    };
    for (external_id, user_name) in
        [("9007199254740993000001", "ada@example.com"), ("9007199254740993000002", "bob@example.com")]
    {
        let created = post(external_id, user_name).await.expect(201);
        assert_eq!(
            (created["externalId"].as_str(), created["userName"].as_str()),
            (Some(external_id), Some(user_name))
        );
        let found = scim.filter(&format!("userName eq \"{user_name}  \"")).await.expect(200);
        assert_eq!(found["Resources"][0]["id"], created["id"]);
        let twice = scim.request(Method::PUT, &format!("/Users/{}", created.id()));
        let body = format!("{{\"userName\":\"{user_name}\",\"active\":true,\"active\":false}}");
        assert_eq!(twice.text(body).send().await.expect(400)["scimType"], "invalidSyntax");
    }
    system.check().await;
}
