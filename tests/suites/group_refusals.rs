//! What is refused of groups: each with its status and its `scimType`, and nothing is written.

use reqwest::Method;
use rollcall_tests::company::Company;
use rollcall_tests::table::Snapshot;
use rollcall_tests::{GROUP_URN, TestSystem, patch_op};
use serde_json::{Value, json};

/// Somebody who is nobody.
const STRANGER: &str = "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11";
const MIB: usize = 1024 * 1024;

/// A company with two people and two groups, before the requests that change nothing of it.
struct Quiet {
    system: TestSystem,
    company: Company,
    /// A group with one member, and one without any.
    groups: [String; 2],
    before: Snapshot,
}

impl Quiet {
    async fn company() -> Self {
        let system = TestSystem::start().await;
        let company = Company::with(&system, 2).await;
        let first = company.create("First", &[&company.people[0]]).await;
        let groups = [first, company.create("Second", &[]).await];
        let before = system.snapshot().await;
        Self { system, company, groups, before }
    }

    fn second(&self) -> String {
        format!("/Groups/{}", self.groups[1])
    }

    async fn refuses(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        (status, scim_type, detail): (u16, &str, &str),
    ) {
        let answer = self.company.scim.request(method, path).json(body).send().await;
        answer.expect_refusal(status, Some(scim_type).filter(|name| !name.is_empty()), detail);
    }

    /// All that was refused has written nothing.
    async fn is_as_before(&self) {
        assert_eq!(self.before.difference(&self.system.snapshot().await), "");
    }

    async fn refuses_patch(&self, operations: Value, with: (u16, &str, &str)) {
        self.refuses(Method::PATCH, &self.second(), &patch_op(&operations), with).await;
    }

    /// The same members in a new group, in all of an old one, and added to it.
    async fn refuses_members(&self, members: Value, with: (u16, &str, &str)) {
        let group = json!({ "schemas": [GROUP_URN], "displayName": "Third", "members": members });
        self.refuses(Method::POST, "/Groups", &group, with).await;
        self.refuses(Method::PUT, &self.second(), &group, with).await;
        for op in ["add", "replace"] {
            self.refuses_patch(json!([{ "op": op, "path": "members", "value": members }]), with).await;
            self.refuses_patch(json!([{ "op": op, "value": { "members": members } }]), with).await;
        }
        self.is_as_before().await;
    }
}

#[tokio::test]
async fn a_group_without_a_name_or_with_one_that_is_too_long_or_taken() {
    let quiet = Quiet::company().await;
    let invalid = |detail: &'static str| (400, "invalidValue", detail);
    let named = |name: &str| json!({ "schemas": [GROUP_URN], "displayName": name });
    let (second, long) = (quiet.second(), "ü".repeat(256));
    for (method, path) in [(Method::POST, "/Groups"), (Method::PUT, second.as_str())] {
        let nameless = json!({ "schemas": [GROUP_URN], "members": [] });
        quiet.refuses(method.clone(), path, &nameless, invalid("displayName")).await;
        quiet.refuses(method.clone(), path, &json!({ "displayName": null }), invalid("displayName")).await;
        quiet.refuses(method.clone(), path, &named(""), invalid("displayName")).await;
        quiet.refuses(method.clone(), path, &named(" "), invalid("displayName")).await;
        quiet.refuses(method.clone(), path, &named(&long), invalid("255")).await;
        for taken in ["First", "FIRST", " first "] {
            quiet.refuses(method.clone(), path, &named(taken), (409, "uniqueness", "displayName")).await;
        }
        quiet.refuses(method.clone(), path, &json!([]), (400, "invalidSyntax", "")).await;
        let another = json!({ "schemas": [rollcall_tests::USER_URN], "displayName": "Third" });
        quiet.refuses(method.clone(), path, &another, (400, "invalidSyntax", "")).await;
    }
    for (name, with) in [
        (json!(""), invalid("displayName")),
        (json!(null), invalid("displayName")),
        (json!(long), invalid("255")),
        (json!("FIRST"), (409, "uniqueness", "displayName")),
    ] {
        quiet.refuses_patch(json!([{ "op": "replace", "path": "displayName", "value": name }]), with).await;
        quiet.refuses_patch(json!([{ "op": "replace", "value": { "displayName": name } }]), with).await;
    }
    let unnamed = json!([{ "op": "remove", "path": "displayName" }]);
    quiet.refuses_patch(unnamed, (400, "mutability", "displayName")).await;
    quiet.is_as_before().await;
    // 255 characters are one too few.
    quiet.company.create(&"ü".repeat(255), &[]).await;
    quiet.system.check().await;
}

#[tokio::test]
async fn a_member_who_is_no_user_of_the_directory() {
    let quiet = Quiet::company().await;
    let native = quiet.system.native_user("native@example.com").await;
    let gone = quiet.system.okta().assign("gone@example.com").await.id;
    quiet.company.scim.delete(&gone).await.expect(204);
    let neighbour = quiet.system.tenant("neighbour").await;
    let theirs = neighbour.okta().assign("bob@example.com").await.id;
    let quiet = Quiet { before: quiet.system.snapshot().await, ..quiet };
    let bob = &quiet.company.people[1];
    for nobody in [STRANGER, native.as_str(), gone.as_str(), theirs.as_str(), "nobody", "ada@example.com"] {
        let members = json!([{ "value": bob }, { "value": nobody }]);
        quiet.refuses_members(members, (400, "invalidValue", nobody)).await;
    }
    let entry = |what: Value| json!([{ "value": bob }, what]);
    let invalid = |detail: &'static str| (400, "invalidValue", detail);
    quiet.refuses_members(entry(json!({ "display": "Ada" })), invalid("entry 2 of 2")).await;
    quiet.refuses_members(entry(json!({ "value": "" })), invalid("entry 2 of 2")).await;
    quiet.refuses_members(entry(json!({ "value": 7 })), invalid("entry 2 of 2")).await;
    quiet.refuses_members(entry(json!(7)), invalid("entry 2 of 2")).await;
    let nested = json!({ "value": quiet.groups[0], "type": "Group" });
    quiet.refuses_members(entry(nested), invalid("is a group")).await;
    let unsaid = json!({ "value": quiet.groups[0] });
    quiet.refuses_members(entry(unsaid), invalid("is not the id of a user")).await;
    quiet.refuses_members(entry(json!({ "value": bob, "type": "Device" })), invalid("Device")).await;
    // The operations before and after it are not done either.
    let half = json!([
        { "op": "add", "path": "members", "value": [{ "value": bob }] },
        { "op": "replace", "path": "displayName", "value": "Fourth" },
        { "op": "add", "path": "members", "value": [{ "value": STRANGER }] }
    ]);
    quiet.refuses_patch(half, (400, "invalidValue", STRANGER)).await;
    quiet.is_as_before().await;
    // Whoever cannot be in it can leave it.
    let leaving = json!([{ "op": "remove", "path": "members", "value": [{ "value": "nobody" }] }]);
    quiet.company.patch(&quiet.groups[1], leaving).await.expect(204);
    quiet.system.check().await;
}

#[tokio::test]
async fn a_request_about_a_group_that_is_not_there() {
    let quiet = Quiet::company().await;
    let theirs = quiet.system.tenant("neighbour").await;
    let body = json!({ "displayName": "Theirs" });
    let theirs = theirs.scim().post("/Groups", &body).await.expect(201).id();
    let quiet = Quiet { before: quiet.system.snapshot().await, ..quiet };
    let add = json!([{ "op": "add", "path": "members", "value": [{ "value": quiet.company.people[1] }] }]);
    for id in [STRANGER, "nothing", theirs.as_str()] {
        let path = format!("/Groups/{id}");
        quiet.refuses(Method::GET, &path, &json!({}), (404, "", "group")).await;
        quiet.refuses(Method::PUT, &path, &json!({ "displayName": "Third" }), (404, "", "group")).await;
        quiet.refuses(Method::PATCH, &path, &patch_op(&add), (404, "", "group")).await;
        quiet.refuses(Method::DELETE, &path, &json!({}), (404, "", "group")).await;
    }
    quiet.is_as_before().await;
    quiet.system.check().await;
}

#[tokio::test]
async fn a_request_with_the_version_of_a_group() {
    let quiet = Quiet::company().await;
    let add = patch_op(
        &json!([{ "op": "add", "path": "members", "value": [{ "value": quiet.company.people[1] }] }]),
    );
    let group = json!({ "displayName": "Third" });
    for (method, body) in [(Method::PUT, &group), (Method::PATCH, &add), (Method::DELETE, &group)] {
        let request = quiet.company.scim.request(method, &quiet.second()).if_match("W/\"1\"").json(body);
        request.send().await.expect_refusal(412, None, "If-Match");
    }
    quiet.is_as_before().await;
    let request = quiet.company.scim.request(Method::PATCH, &quiet.second()).if_match("*").json(&add);
    request.send().await.expect(204);
    quiet.system.check().await;
}

#[tokio::test]
async fn what_is_not_the_directorys_to_write() {
    let quiet = Quiet::company().await;
    let mutability = |detail: &'static str| (400, "mutability", detail);
    let other = quiet.groups[0].as_str();
    for op in ["add", "replace"] {
        let id = json!([{ "op": op, "path": "id", "value": other }]);
        quiet.refuses_patch(id, mutability("id")).await;
        quiet.refuses_patch(json!([{ "op": op, "value": { "id": other } }]), mutability("id")).await;
        let meta = json!([{ "op": op, "path": "meta.created", "value": "2020-01-01T00:00:00Z" }]);
        quiet.refuses_patch(meta, mutability("meta")).await;
        let another = json!([{ "op": op, "path": "members.value", "value": quiet.company.people[1] }]);
        quiet.refuses_patch(another, mutability("members")).await;
    }
    for path in ["id", "meta", "meta.lastModified"] {
        quiet.refuses_patch(json!([{ "op": "remove", "path": path }]), mutability(path)).await;
    }
    // Along with the whole group it is left out.
    let along = json!([{ "op": "replace", "value": {
        "id": quiet.groups[1], "meta": { "created": "2020-01-01T00:00:00Z" }, "displayName": "Second"
    } }]);
    quiet.company.patch(&quiet.groups[1], along).await.expect(204);
    quiet.is_as_before().await;
    quiet.system.check().await;
}

/// A person's groups change by the groups' members.
#[tokio::test]
async fn the_groups_of_a_user() {
    let quiet = Quiet::company().await;
    let bob = quiet.company.people[1].clone();
    let path = format!("/Users/{bob}");
    let groups = json!([{ "value": quiet.groups[0] }]);
    for operation in [
        json!([{ "op": "add", "path": "groups", "value": groups }]),
        json!([{ "op": "replace", "path": "groups", "value": groups }]),
        json!([{ "op": "remove", "path": "groups" }]),
        json!([{ "op": "remove", "path": format!("groups[value eq \"{}\"]", quiet.groups[0]) }]),
    ] {
        let with = (400, "mutability", "groups");
        quiet.refuses(Method::PATCH, &path, &patch_op(&operation), with).await;
    }
    // Okta sends them along with every person.
    let mut whole = quiet.company.scim.get(&path).await.expect(200).body;
    whole["groups"] = groups;
    quiet.company.scim.put(&bob, &whole).await.expect(200);
    quiet.is_as_before().await;
    quiet.system.check().await;
}

#[tokio::test]
async fn members_selected_by_what_takes_reading_all_of_them() {
    let quiet = Quiet::company().await;
    let filter = |detail: &'static str| (400, "invalidFilter", detail);
    for path in [r#"members[display eq "Ada"]"#, r#"members[value sw "6f"]"#, "members[not (value pr)]"] {
        quiet.refuses_patch(json!([{ "op": "remove", "path": path }]), filter("value eq")).await;
    }
    // What the schema does not know is left out.
    let unknown = json!([{ "op": "remove", "path": "members[nothing eq \"x\"]" }]);
    quiet.company.patch(&quiet.groups[0], unknown).await.expect(204);
    quiet.is_as_before().await;
    quiet.system.check().await;
}

/// Nobody has such members: that is an answer, and no refusal.
#[tokio::test]
async fn a_filter_on_members_of_nobody_finds_nothing() {
    let quiet = Quiet::company().await;
    for nobody in [STRANGER, "nobody", ""] {
        let filters = [format!("members.value eq \"{nobody}\""), format!("members[value eq \"{nobody}\"]")];
        for filter in filters {
            assert!(quiet.company.find(&filter).await.is_empty(), "{filter}");
        }
    }
    let with_another = format!("members.value eq \"{STRANGER}\" or displayName eq \"first\"");
    assert_eq!(quiet.company.find(&with_another).await, ["First"]);
    quiet.system.check().await;
}

#[tokio::test]
async fn a_patch_with_more_operations_than_two_thousand() {
    let quiet = Quiet::company().await;
    let bob = &quiet.company.people[1];
    let add = json!({ "op": "add", "path": "members", "value": [{ "value": bob }] });
    let operations = vec![add; 2_001];
    quiet.refuses_patch(json!(operations), (400, "invalidValue", "2000")).await;
    quiet.is_as_before().await;
    quiet.company.patch(&quiet.groups[1], json!(operations[1..])).await.expect(204);
    assert_eq!(quiet.company.members(&quiet.groups[1]).await, quiet.company.some(&[1]));
    quiet.system.check().await;
}

/// A body of 4 MiB is read; one byte more is not.
#[tokio::test]
async fn a_body_of_more_than_four_mebibytes() {
    let quiet = Quiet::company().await;
    let group = json!({ "schemas": [GROUP_URN], "displayName": "Second" }).to_string();
    let padded = |bytes: usize| format!("{group}{}", " ".repeat(bytes - group.len()));
    let put = |bytes| quiet.company.scim.request(Method::PUT, &quiet.second()).text(padded(bytes)).send();
    put(4 * MIB + 1).await.expect_refusal(413, None, "4 MiB");
    put(4 * MIB).await.expect(200);
    quiet.is_as_before().await;
    quiet.system.check().await;
}

/// It is refused by its number, before any account is read.
#[tokio::test]
async fn a_list_of_one_hundred_thousand_and_one_members() {
    let quiet = Quiet::company().await;
    let members: Vec<String> =
        (0..100_001).map(|number| format!("6f2c1b0e-8d3a-4c1f-9a57-{number:012x}")).collect();
    let with = (400, "tooMany", "100000");
    let group = json!({ "displayName": "Second", "members": members });
    quiet.refuses(Method::PUT, &quiet.second(), &group, with).await;
    quiet
        .refuses(Method::POST, "/Groups", &json!({ "displayName": "Third", "members": members }), with)
        .await;
    quiet.refuses_patch(json!([{ "op": "add", "path": "members", "value": members }]), with).await;
    quiet.refuses_patch(json!([{ "op": "replace", "path": "members", "value": members }]), with).await;
    quiet.is_as_before().await;
    quiet.system.check().await;
}
