//! Groups as each directory pushes them.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::Method;
use rollcall_tests::company::Company;
use rollcall_tests::push::{GroupPush, Pushed, Pusher};
use rollcall_tests::{TestSystem, patch_op};
use serde_json::{Value, json};

/// Does the service say of a group what the directory remembers, at the group and at each of the people?
async fn agree(company: &Company, group: &Pushed, pusher: Pusher) {
    let found = company.get(&group.id).await;
    assert_eq!(found["displayName"], group.name.as_str(), "{pusher:?}");
    assert_eq!(company.members(&group.id).await, group.members, "{pusher:?}");
    for person in &company.people {
        let groups = company.groups_of(person).await;
        let of_group =
            groups.as_array().into_iter().flatten().find(|each| each["value"] == group.id.as_str());
        let name = of_group.map(|each| each["display"].as_str().unwrap());
        let expected = group.members.contains(person).then_some(group.name.as_str());
        assert_eq!(name, expected, "{pusher:?}: {person}");
    }
}

async fn story(pusher: Pusher) {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 4).await;
    let push = GroupPush::new(system.scim(), pusher);
    let mut group = push.create("Sales", &company.some(&[0, 1])).await;
    agree(&company, &group, pusher).await;
    for members in [company.some(&[1, 2, 3]), company.some(&[1, 2, 3]), company.some(&[3])] {
        push.set_members(&mut group, &members).await;
        agree(&company, &group, pusher).await;
    }
    push.rename(&mut group, "Sales EMEA").await;
    agree(&company, &group, pusher).await;
    assert!(push.find("sales").await.resources().is_empty(), "{pusher:?}");
    let found = push.find("SALES emea").await;
    assert_eq!(found.resources()[0]["id"], group.id.as_str(), "{pusher:?}");
    assert_eq!(found.resources()[0]["members"], Value::Null, "{pusher:?}");
    push.set_members(&mut group, &BTreeSet::new()).await;
    agree(&company, &group, pusher).await;
    push.set_members(&mut group, &company.some(&[0, 1, 2, 3])).await;
    agree(&company, &group, pusher).await;
    let id = group.id.clone();
    push.delete(group).await;
    company.scim.get(&format!("/Groups/{id}")).await.expect_refusal(404, None, "group");
    for person in &company.people {
        assert_eq!(company.groups_of(person).await, Value::Null, "{pusher:?}");
    }
    system.check().await;
}

#[tokio::test]
async fn okta_pushes_groups_from_an_app_of_the_catalogue() {
    story(Pusher::OktaNetwork).await;
}

#[tokio::test]
async fn okta_pushes_groups_from_an_app_made_with_the_wizard() {
    story(Pusher::OktaWizard).await;
}

#[tokio::test]
async fn entra_provisions_groups_as_it_is() {
    story(Pusher::Entra).await;
}

#[tokio::test]
async fn entra_provisions_groups_with_the_compliance_flag() {
    story(Pusher::EntraOptscim062020).await;
}

#[tokio::test]
async fn jumpcloud_pushes_groups() {
    story(Pusher::JumpCloud).await;
}

#[tokio::test]
async fn onelogin_pushes_groups() {
    story(Pusher::OneLogin).await;
}

#[tokio::test]
async fn authentik_pushes_groups() {
    story(Pusher::Authentik).await;
}

#[tokio::test]
async fn wso2_pushes_groups() {
    story(Pusher::Wso2).await;
}

#[tokio::test]
async fn sailpoint_pushes_groups() {
    story(Pusher::SailPoint).await;
}

/// Entra's validator makes a group twice; authentik looks the group up that has the name, and goes on with it.
#[tokio::test]
async fn whoever_makes_a_group_again_is_told_and_can_go_on_with_it() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 2).await;
    let made = GroupPush::new(system.scim(), Pusher::Entra).create("Sales", &company.some(&[0])).await;
    let body = json!({ "displayName": "Sales", "members": [] });
    company.scim.post("/Groups", &body).await.expect_refusal(409, Some("uniqueness"), "displayName");
    let adopted = GroupPush::new(system.scim(), Pusher::Authentik).create("SALES", &company.some(&[1])).await;
    assert_eq!(adopted.id, made.id);
    assert_eq!(company.members(&made.id).await, company.some(&[0, 1]));
    system.check().await;
}

/// `SailPoint` adds members who were never provisioned, beside others, and all at once.
#[tokio::test]
async fn who_was_never_provisioned_keeps_nobody_else_out() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 8).await;
    let id = company.create("Everybody", &[]).await;
    let strangers = ["6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11".to_owned(), "cn=ada,ou=people".to_owned()];
    let add = |person: &String| {
        company.patch(&id, json!([{ "op": "add", "path": "members", "value": [{ "value": person }] }]))
    };
    let everybody = company.people.iter().chain(&strangers);
    for (person, answer) in everybody.clone().zip(join_all(everybody.map(add)).await) {
        if strangers.contains(person) {
            answer.expect_refusal(400, Some("invalidValue"), person);
        } else {
            answer.expect(204);
        }
    }
    assert_eq!(company.members(&id).await, company.people.iter().cloned().collect());
    system.check().await;
}

/// Several removals in one request do not shift one another, and the resource is answered if it is asked for.
#[tokio::test]
async fn the_operations_of_one_request_are_done_in_their_order() {
    let system = TestSystem::start().await;
    let company = Company::with(&system, 3).await;
    let [ada, bob, cy] = [0, 1, 2].map(|number: usize| &company.people[number]);
    let id = company.create("Support", &[ada, bob, cy]).await;
    let by_filter = |id: &String| json!({ "op": "remove", "path": format!("members[value eq \"{id}\"]") });
    let add = |id: &String| json!({ "op": "add", "path": "members", "value": [{ "value": id }] });
    company.patch(&id, json!([by_filter(ada), by_filter(bob), add(ada)])).await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[0, 2]));
    company.patch(&id, json!([add(bob), { "op": "remove", "path": "members" }, add(cy)])).await.expect(204);
    assert_eq!(company.members(&id).await, company.some(&[2]));

    let rename = patch_op(&json!([{ "op": "replace", "value": { "displayName": "Help" } }]));
    let asked = format!("/Groups/{id}?attributes=displayName");
    let answer = company.scim.request(Method::PATCH, &asked).json(&rename).send().await.expect(200);
    assert_eq!((&answer["displayName"], &answer["members"]), (&json!("Help"), &Value::Null));
    system.check().await;
}
