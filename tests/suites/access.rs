//! Access by groups: what people get as a directory moves them, and as the rules change.

use reqwest::Method;
use rollcall_rules::access::{RoleId, RolesFrom};
use rollcall_rules::invitation::InvitationState;
use rollcall_rules::tenant::Plan;
use rollcall_rules::user::{Actor, User};
use rollcall_tests::{Scim, TestSystem, patch_op};
use serde_json::{Value, json};

const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

async fn create_group(scim: &Scim, name: &str, members: &[&str]) -> String {
    let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    let group = json!({ "schemas": [GROUP_URN], "displayName": name, "members": members });
    scim.post("/Groups", &group).await.expect(201).id()
}

async fn put_members(scim: &Scim, group: &str, op: &str, members: &[&str]) {
    let values: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    let patch = patch_op(&json!([{ "op": op, "path": "members", "value": values }]));
    scim.request(Method::PATCH, &format!("/Groups/{group}")).json(&patch).send().await.expect(204);
}

/// An account as the table has it, once all that is owed is done.
async fn settled(system: &TestSystem, id: &str) -> User {
    assert_eq!(system.snapshot().await.roles_against_the_rules(), [""; 0]);
    system.user(id).await
}

fn roles(user: &User) -> Vec<&str> {
    user.roles.iter().map(RoleId::as_str).collect()
}

fn invitation(user: &User) -> Option<InvitationState> {
    user.invitation.as_ref().map(|invitation| invitation.state(user.updated_at))
}

async fn mails_to(system: &TestSystem, address: &str) -> usize {
    system.mails().await.iter().filter(|mail| mail.to == address).count()
}

#[tokio::test]
async fn who_moves_between_groups_has_the_roles_of_the_new_ones_and_keeps_none() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await.id;
    let (sales, finance) =
        (create_group(&scim, "Sales", &[&ada]).await, create_group(&scim, "Finance", &[]).await);
    for role in ["seller", "payer"] {
        system.declare_roles(&[(role, role)]).await;
    }
    system.set_rule(&sales, Some("seller"), false).await;
    system.set_rule(&finance, Some("payer"), false).await;
    let user = settled(&system, &ada).await;
    assert_eq!((roles(&user), user.updated_by), (vec!["seller"], Actor::System), "who is in already");

    put_members(&scim, &finance, "add", &[&ada]).await;
    assert_eq!(roles(&settled(&system, &ada).await), ["payer", "seller"]);
    put_members(&scim, &sales, "remove", &[&ada]).await;
    assert_eq!(roles(&settled(&system, &ada).await), ["payer"]);

    system.set_rule(&finance, Some("seller"), false).await;
    assert_eq!(roles(&settled(&system, &ada).await), ["seller"], "another rule");
    system.end_rule(&finance).await;
    assert_eq!(roles(&settled(&system, &ada).await), [""; 0], "no rule");
    system.check().await;
}

#[tokio::test]
async fn who_comes_into_a_group_is_invited_once() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await.id;
    let bob = system.member("bob@example.com").await.id;
    let sales = create_group(&scim, "Sales", &[&ada, &bob]).await;
    let place = settled(&system, &bob).await.place();
    system.set_rule(&sales, None, true).await;
    let user = settled(&system, &ada).await;
    assert_eq!(invitation(&user), Some(InvitationState::Sent));
    let made = user.invitation.unwrap();
    assert_eq!((made.by_group.unwrap().to_string(), made.invited_by), (sales.clone(), None));
    assert_eq!(mails_to(&system, "ada@example.com").await, 1);
    assert_eq!(mails_to(&system, "bob@example.com").await, 0);
    assert_eq!(settled(&system, &bob).await.place(), place, "who has a place keeps it");

    // Taken back by hand, and not made again while she stays.
    system.change_user(&ada, |user, now| user.invitation_revoked(Actor::Admin, now).unwrap()).await;
    system.set_rule(&sales, None, true).await;
    put_members(&scim, &sales, "add", &[&ada]).await;
    assert_eq!(invitation(&settled(&system, &ada).await), Some(InvitationState::Revoked));

    put_members(&scim, &sales, "remove", &[&ada]).await;
    settled(&system, &ada).await;
    put_members(&scim, &sales, "add", &[&ada]).await;
    assert_eq!(invitation(&settled(&system, &ada).await), Some(InvitationState::Sent), "another stay");
    assert_eq!(mails_to(&system, "ada@example.com").await, 2);

    put_members(&scim, &sales, "remove", &[&ada, &bob]).await;
    assert_eq!(invitation(&settled(&system, &ada).await), Some(InvitationState::Revoked), "no group invites");
    assert_eq!(settled(&system, &bob).await.place(), place, "a place is nobody's to take");
    system.check().await;
}

#[tokio::test]
async fn who_is_blocked_has_no_roles_and_who_is_back_has_what_the_groups_give() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let sales = create_group(&scim, "Sales", &[&ada.id]).await;
    system.declare_roles(&[("seller", "seller")]).await;
    system.set_rule(&sales, Some("seller"), true).await;
    assert_eq!(roles(&settled(&system, &ada.id).await), ["seller"]);

    okta.unassign(&ada).await.expect(200);
    assert_eq!(roles(&settled(&system, &ada.id).await), [""; 0]);
    let ada = okta.reassign(&ada).await;
    let back = settled(&system, &ada.id).await;
    assert_eq!((roles(&back), invitation(&back)), (vec!["seller"], Some(InvitationState::Sent)));
    assert_eq!(mails_to(&system, "ada@example.com").await, 1, "the same stay");

    // DELETE takes her out of the group. Hired again, she has nothing.
    scim.delete(&ada.id).await.expect(204);
    let gone = settled(&system, &ada.id).await;
    assert!(gone.roles.is_empty() && gone.invited_by_groups.is_empty());
    let again = okta.assign("ada@example.com").await;
    assert_eq!((again.id.as_str(), roles(&settled(&system, &again.id).await)), (ada.id.as_str(), vec![]));
    system.check().await;
}

#[tokio::test]
async fn nobody_is_invited_by_a_rule_while_the_plan_does_not_hold_it() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await.id;
    let sales = create_group(&system.scim(), "Sales", &[&ada]).await;
    system.declare_roles(&[("seller", "seller")]).await;
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    system.set_rule(&sales, Some("seller"), true).await;
    let user = settled(&system, &ada).await;
    assert_eq!((roles(&user), invitation(&user)), (vec!["seller"], None));
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    system.set_rule(&sales, None, true).await;
    assert_eq!(invitation(&settled(&system, &ada).await), Some(InvitationState::Sent));
    assert_eq!(mails_to(&system, "ada@example.com").await, 1);
    system.check().await;
}

#[tokio::test]
async fn the_rule_of_a_deleted_group_goes_with_it() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await.id;
    let (sales, all) =
        (create_group(&scim, "Sales", &[&ada]).await, create_group(&scim, "All", &[&ada]).await);
    for role in ["seller", "reader"] {
        system.declare_roles(&[(role, role)]).await;
    }
    system.set_rule(&sales, Some("seller"), true).await;
    system.set_rule(&all, Some("reader"), false).await;
    assert_eq!(roles(&settled(&system, &ada).await), ["reader", "seller"]);
    scim.request(Method::DELETE, &format!("/Groups/{sales}")).send().await.expect(204);
    let user = settled(&system, &ada).await;
    assert_eq!((roles(&user), invitation(&user)), (vec!["reader"], Some(InvitationState::Revoked)));
    let snapshot = system.snapshot().await;
    let rules = snapshot.get(&format!("T#{}", system.demo().id), "ACCESS").unwrap()["rules"].clone();
    assert_eq!(rules.as_array().unwrap().len(), 1, "{rules}");
    system.check().await;
}

#[tokio::test]
async fn roles_can_come_from_the_directory_instead() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await.id;
    let sales = create_group(&scim, "Sales", &[&ada]).await;
    for role in ["seller", "payer"] {
        system.declare_roles(&[(role, role)]).await;
    }
    system.set_rule(&sales, Some("seller"), false).await;
    assert_eq!(roles(&settled(&system, &ada).await), ["seller"]);
    system.take_roles_from(RolesFrom::Directory).await;
    assert_eq!(roles(&settled(&system, &ada).await), [""; 0]);
    system.take_roles_from(RolesFrom::Groups).await;
    assert_eq!(roles(&settled(&system, &ada).await), ["seller"]);
    system.check().await;
}
