//! The profile: kept as first sent, unless the tenant asked for `profileSync: full`; and how much of it an answer shows.

use rollcall_tests::{ENTERPRISE_URN, Person, TestSystem, USER_URN};
use serde_json::{Value, json};

/// A body with every kind of attribute in it.
fn everything() -> Value {
    json!({
        "schemas": [USER_URN, ENTERPRISE_URN],
        "userName": "ada@example.com",
        "externalId": "00uAda",
        "name": {
            "formatted": "Dr Ada King, Countess",
            "familyName": "King",
            "givenName": "Ada",
            "honorificPrefix": "Dr"
        },
        "displayName": "Ada King",
        "nickName": "Ada",
        "profileUrl": "https://example.com/ada",
        "title": "Analyst",
        "userType": "Employee",
        "preferredLanguage": "en-GB",
        "locale": "en-GB",
        "timezone": "Europe/London",
        "active": true,
        "phoneNumbers": [
            { "value": "+44 20 1234", "type": "work", "primary": true },
            { "value": "+44 20 5678", "type": "mobile" }
        ],
        "addresses": [{ "type": "work", "locality": "London", "country": "GB" }],
        "roles": [{ "value": "author", "primary": true }],
        ENTERPRISE_URN: { "department": "Engines", "manager": { "value": "00uBabbage" } }
    })
}

#[tokio::test]
async fn what_was_sent_comes_back() {
    let system = TestSystem::start().await;
    let ada = system.scim().post("/Users", &everything()).await.expect(201);
    let sent = everything();
    for (name, value) in sent.as_object().unwrap().iter().filter(|(name, _)| *name != "schemas") {
        assert_eq!(&ada[name], value, "{name}");
    }
    system.check().await;
}

#[tokio::test]
async fn later_changes_of_a_profile_are_accepted_and_ignored() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign(Person::from("ada.king@example.com").in_department("Engines")).await;
    let before = system.snapshot().await;
    let pushed = okta
        .push(&ada, |person| {
            "Augusta".clone_into(&mut person.given_name);
            person.department = Some("Poetry".to_owned());
        })
        .await;
    let pushed = pushed.answer.expect(200);
    assert_eq!(pushed.body, ada.answer.body);
    let patched =
        scim.patch(&ada.id, json!([{ "op": "replace", "path": "title", "value": "Countess" }])).await;
    assert_eq!(patched.expect(200).body, ada.answer.body);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_with_full_sync_gets_later_changes_too() {
    let system = TestSystem::start().await;
    system.sync_profiles().await;
    let okta = system.okta();
    let ada = okta.assign(Person::from("ada.king@example.com").in_department("Engines")).await;
    let pushed = okta
        .push(&ada, |person| {
            "Augusta".clone_into(&mut person.given_name);
            person.department = Some("Poetry".to_owned());
        })
        .await;
    let pushed = pushed.answer.expect(200);
    assert_eq!(pushed["name"]["givenName"], "Augusta");
    assert_eq!(pushed["displayName"], "Augusta King");
    assert_eq!(pushed[ENTERPRISE_URN]["department"], "Poetry");
    assert!(pushed["name"].get("middleName").is_none(), "an empty string is an absent value");
    assert_eq!(system.scim().get(&format!("/Users/{}", ada.id)).await.body, pushed.body);
    system.check().await;
}

#[tokio::test]
async fn full_sync_by_put_drops_what_is_left_out() {
    let system = TestSystem::start().await;
    system.sync_profiles().await;
    let okta = system.okta();
    let ada = system.scim().post("/Users", &everything()).await.expect(201);
    let put = okta
        .update(&ada.id(), |resource| {
            resource.as_object_mut().unwrap().retain(|name, _| name != "title" && name != "phoneNumbers");
        })
        .await
        .expect(200);
    assert!(put["title"].is_null() && put["phoneNumbers"].is_null(), "{put}");
    assert_eq!(put["displayName"], "Ada King");
    system.check().await;
}

#[tokio::test]
async fn attributes_names_what_is_shown() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let id = scim.post("/Users", &everything()).await.expect(201).id();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    for (asked, shown) in [
        ("attributes=userName", "schemas id userName"),
        ("attributes=USERNAME", "schemas id userName"),
        ("attributes=name.givenName", "schemas id name"),
        ("attributes=userName,active", "schemas id userName active"),
        ("attributes=urn:ietf:params:scim:schemas:core:2.0:User:title", "schemas id title"),
        ("attributes=meta.version", "schemas id meta"),
        ("attributes=password", "schemas id"),
    ] {
        let one = scim.get(&format!("/Users/{id}?{asked}")).await.expect(200);
        let mut names: Vec<_> = keys(&one.body).split(' ').map(str::to_owned).collect();
        let mut expected: Vec<_> = shown.split(' ').map(str::to_owned).collect();
        names.sort();
        expected.sort();
        assert_eq!(names, expected, "{asked}");
        let list = scim.get(&format!("/Users?{asked}")).await.expect(200);
        assert_eq!(list["Resources"][0], one.body, "{asked}");
    }
    let name = scim.get(&format!("/Users/{id}?attributes=name.givenName")).await;
    assert_eq!(name["name"], json!({ "givenName": "Ada" }));
    let department = scim.get(&format!("/Users/{id}?attributes={ENTERPRISE_URN}:department")).await;
    assert_eq!(department[ENTERPRISE_URN], json!({ "department": "Engines" }));
    system.check().await;
}

#[tokio::test]
async fn excluded_attributes_are_left_out_but_the_id() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let whole = scim.post("/Users", &everything()).await.expect(201);
    let id = whole.id();
    let asked = format!("excludedAttributes=id,name.familyName,phoneNumbers,{ENTERPRISE_URN}");
    let shown = scim.get(&format!("/Users/{id}?{asked}")).await.expect(200);
    assert_eq!(shown["id"], id.as_str(), "RFC 7643 §7: id is always returned");
    assert!(shown["name"]["familyName"].is_null() && shown["name"]["givenName"] == "Ada");
    assert!(shown["phoneNumbers"].is_null() && shown[ENTERPRISE_URN].is_null());
    assert_eq!(shown["title"], whole["title"]);
    system.check().await;
}

#[tokio::test]
async fn writes_can_ask_for_a_part_as_well() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let created = scim.post("/Users?attributes=userName", &everything()).await.expect(201);
    assert_eq!(created["userName"], "ada@example.com");
    assert!(created["displayName"].is_null(), "{created}");
    assert!(!created.etag().is_empty());
    system.check().await;
}

#[tokio::test]
async fn a_password_is_accepted_and_kept_nowhere() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let operations = json!([{ "op": "replace", "path": "password", "value": "t1meMa$heen" }]);
    system.scim().patch(&ada.id, operations).await.expect(200);
    let table = system.snapshot().await;
    for (pk, sk, item) in table.items() {
        let text = item.to_string();
        assert!(!text.contains("t1meMa$heen") && !text.contains("1mz050nq"), "{pk} {sk}: {text}");
    }
    system.check().await;
}
