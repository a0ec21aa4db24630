//! Bulk requests: many operations in one request, each by the rules of the single one.

use reqwest::Method;
use rollcall_tests::bulk::{Done, group, message, on, person, sent};
use rollcall_tests::company::Company;
use rollcall_tests::{TestSystem, patch_op};
use serde_json::{Value, json};

#[tokio::test]
async fn people_are_made_changed_and_removed_in_one_request_as_by_single_ones() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let made =
        sent(&scim, &[person("ada@example.com"), person("bob@example.com"), person("cleo@example.com")])
            .await;
    assert_eq!(made.statuses(), ["201"; 3], "{}", made.answer);
    for (at, bulk_id) in ["ada", "bob", "cleo"].iter().enumerate() {
        let entry = made.entry(at);
        assert_eq!((&entry["method"], &entry["bulkId"]), (&json!("POST"), &json!(bulk_id)));
        let user = scim.get(&format!("/Users/{}", made.id(at))).await.expect(200);
        assert_eq!(user["userName"], format!("{bulk_id}@example.com"));
        assert_eq!(
            (&entry["location"], &entry["version"]),
            (&user["meta"]["location"], &user["meta"]["version"])
        );
    }

    let off = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let mut patch = on("PATCH", &format!("/Users/{}", made.id(0)), off);
    patch["version"] = made.entry(0)["version"].clone();
    patch["bulkId"] = json!("mine");
    let renamed = json!({ "userName": "bob2@example.com" });
    let changes = [
        patch,
        on("put", &format!("/Users/{}", made.id(1)), renamed),
        on("DELETE", &format!("/Users/{}", made.id(2)), Value::Null),
        // The bare list of operations, as in RFC 7644 §3.7.3.
        on(
            "PATCH",
            &format!("/Users/{}/", made.id(1)),
            json!([{ "op": "replace", "path": "active", "value": "False" }]),
        ),
    ];
    let changed = sent(&scim, &changes).await;
    assert_eq!(changed.statuses(), ["200", "200", "204", "200"], "{}", changed.answer);
    assert_eq!(changed.entry(0)["bulkId"], "mine");
    assert_eq!(changed.entry(1)["method"], "put");
    for (entry, id) in changed.entries.iter().zip([made.id(0), made.id(1), made.id(2), made.id(1)]) {
        assert!(entry["location"].as_str().unwrap().ends_with(&format!("/scim/v2/Users/{id}")), "{entry}");
    }
    let ada = scim.get(&format!("/Users/{}", made.id(0))).await.expect(200);
    assert_eq!((&ada["active"], &changed.entry(0)["version"]), (&json!(false), &ada["meta"]["version"]));
    let bob = scim.get(&format!("/Users/{}", made.id(1))).await.expect(200);
    assert_eq!((&bob["userName"], &bob["active"]), (&json!("bob2@example.com"), &json!(false)));
    scim.get(&format!("/Users/{}", made.id(2))).await.expect(404);
    system.check().await;
}

#[tokio::test]
async fn a_group_takes_people_of_the_same_request_wherever_they_stand_in_it() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 1).await;
    let known = company.people[0].as_str();
    let joins = json!([{ "op": "add", "path": "members", "value": [{ "value": "bulkId:cleo" }] }]);
    let operations = [
        on("PATCH", "/Groups/bulkId:Engineers", joins),
        person("ada@example.com"),
        group("Engineers", &["bulkId:ada", "bulkId:bob", known]),
        person("bob@example.com"),
        person("cleo@example.com"),
        on(
            "PUT",
            "/Groups/bulkId:Empty",
            json!({ "displayName": "Full", "members": [{ "value": "bulkId:ada" }] }),
        ),
        group("Empty", &[]),
    ];
    let done = sent(&company.scim, &operations).await;
    assert_eq!(done.statuses(), ["204", "201", "201", "201", "201", "200", "201"], "{}", done.answer);
    let members = |at: &[usize]| at.iter().map(|at| done.id(*at)).collect::<std::collections::BTreeSet<_>>();
    let mut engineers = members(&[1, 3, 4]);
    engineers.insert(known.to_owned());
    assert_eq!(company.members(&done.id(2)).await, engineers);
    assert_eq!(done.id(0), done.id(2), "the resource of the PATCH is the group");
    let full = company.get(&done.id(6)).await;
    assert_eq!((&full["displayName"], full["members"].as_array().unwrap().len()), (&json!("Full"), 1));
    assert_eq!(company.groups_of(&done.id(1)).await.as_array().unwrap().len(), 2);
    system.check().await;
}

#[tokio::test]
async fn a_manager_can_be_somebody_of_the_same_request() {
    let system = TestSystem::start().await;
    let mut ada = person("ada@example.com");
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    ada["data"][enterprise] = json!({ "manager": { "value": "bulkId:bob" } });
    let done = sent(&system.scim(), &[ada, person("bob@example.com")]).await;
    assert_eq!(done.statuses(), ["201", "201"]);
    let ada = system.scim().get(&format!("/Users/{}", done.id(0))).await.expect(200);
    assert_eq!(ada[enterprise]["manager"]["value"], done.id(1));
    system.check().await;
}

/// A directory that did not get its answer sends all of it again, and is told what each single request would be told.
#[tokio::test]
async fn a_repeated_request_does_nothing_twice() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let first = sent(&scim, &[person("ada@example.com"), person("bob@example.com")]).await;
    let change = |active: bool| {
        on(
            "PATCH",
            &format!("/Users/{}", first.id(0)),
            json!([{ "op": "replace", "value": { "active": active } }]),
        )
    };
    let operations = [
        change(false),
        person("bob@example.com"),
        on("DELETE", &format!("/Users/{}", first.id(1)), Value::Null),
    ];
    let done = sent(&scim, &operations).await;
    assert_eq!(done.statuses(), ["200", "409", "204"]);
    done.expect_refusal(1, "409", Some("uniqueness"), "userName");
    let before = system.snapshot().await;
    let again =
        sent(&scim, &[change(false), on("DELETE", &format!("/Users/{}", first.id(1)), Value::Null)]).await;
    assert_eq!(again.statuses(), ["200", "404"]);
    assert_eq!(before.difference(&system.snapshot().await), "");
    // Who is blocked, or was deleted, comes back with the id that they had.
    let back = sent(&scim, &[person("ada@example.com"), person("bob@example.com")]).await;
    assert_eq!(back.statuses(), ["201", "201"]);
    assert_eq!([back.id(0), back.id(1)], [first.id(0), first.id(1)]);
    system.check().await;
}

#[tokio::test]
async fn a_request_ends_after_as_many_errors_as_it_bears() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let gone = |number: usize| on("DELETE", &format!("/Users/{number}"), Value::Null);
    let operations = [
        gone(1),
        person("ada@example.com"),
        gone(2),
        person("bob@example.com"),
        gone(3),
        person("cleo@example.com"),
    ];
    let send = async |fail_on_errors: Value| {
        let mut body = message(&operations);
        body["failOnErrors"] = fail_on_errors;
        Done::of(scim.post("/Bulk", &body).await)
    };
    assert_eq!(send(json!(1)).await.statuses(), ["404"]);
    assert_eq!(send(json!(2)).await.statuses(), ["404", "201", "404"]);
    assert_eq!(send(json!(3)).await.statuses(), ["404", "409", "404"], "a refusal counts whatever it is for");
    assert_eq!(send(Value::Null).await.statuses(), ["404", "409", "404", "201", "404", "201"]);
    assert_eq!(scim.get("/Users").await.expect(200)["totalResults"], 3);
    system.check().await;
}

#[tokio::test]
async fn what_is_announced_is_served() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let config = scim.get("/ServiceProviderConfig").await.expect(200);
    assert_eq!(
        config["bulk"],
        json!({ "supported": true, "maxOperations": 1000, "maxPayloadSize": 1_048_576 })
    );
    let text = message(&[person("ada@example.com")]).to_string();
    let padded = |len: usize| format!("{}{}", text, " ".repeat(len - text.len()));
    let send = async |text: String| scim.request(Method::POST, "/Bulk").text(text).send().await;
    send(padded(1_048_577)).await.expect_refusal(413, None, "1048576 bytes (maxPayloadSize)");
    assert_eq!(scim.get("/Users").await.expect(200)["totalResults"], 0);
    assert_eq!(Done::of(send(padded(1_048_576)).await).statuses(), ["201"]);
    system.check().await;
}
