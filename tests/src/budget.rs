//! What requests may cost in DynamoDB calls, authentication included: every operation, done once. A suite holds the
//! budget, `make bench` shows it.

use reqwest::Method;
use rollcall_rules::access::RolesFrom;
use serde_json::json;

use crate::{Answer, LocalSystem, Person};

/// An operation that was done, and what it might cost.
#[derive(Debug)]
pub struct Spent {
    /// What was done.
    pub operation: &'static str,
    /// Calls that it may make at most.
    pub budget: u64,
    /// The answer, with its cost.
    pub answer: Answer,
}

/// Does every operation on a user once.
pub async fn every_operation(system: &LocalSystem) -> Vec<Spent> {
    let (okta, scim) = (system.okta(), system.scim());
    system.native_user("native@example.com").await;
    let person = Person::from("ada@example.com");
    let active = |active: bool| json!([{ "op": "replace", "value": { "active": active } }]);
    let renamed = json!([{ "op": "replace", "path": "userName", "value": "new@example.com" }]);

    let mut all = Vec::new();
    let mut spent = |operation, budget, answer: Answer| all.push(Spent { operation, budget, answer });
    let first = okta.find("ada@example.com").await.expect(200);
    spent("the first request of a token in an environment", 2, first);
    spent("filter userName eq, none", 1, okta.find("ada@example.com").await.expect(200));
    let created = okta.create(&person).await.expect(201);
    let id = created.id();
    spent("create", 2, created.clone());
    spent("GET by id", 1, scim.get(&format!("/Users/{id}")).await.expect(200));
    spent("filter userName eq, one", 2, okta.find("ada@example.com").await.expect(200));
    let page = scim.get("/Users?startIndex=1&count=1").await.expect(200);
    spent("a list's first page, of one shard", 3, page);
    spent("PUT that changes nothing", 1, scim.put(&id, &created.body).await.expect(200));
    spent("PATCH that changes nothing", 1, scim.patch(&id, active(true)).await.expect(200));
    spent("deactivate", 2, scim.patch(&id, active(false)).await.expect(200));
    spent("reactivate", 2, scim.patch(&id, active(true)).await.expect(200));
    spent("userName change", 2, scim.patch(&id, renamed).await.expect(200));
    // The outbox writes the account when it sends what a change of address owes, and a race costs calls.
    system.settle().await;
    scim.patch(&id, active(false)).await.expect(200);
    spent("reassign by POST", 3, okta.create(&person).await.expect(201));
    spent("link by POST", 3, okta.create("native@example.com").await.expect(201));
    system.settle().await;
    spent("DELETE", 2, scim.delete(&id).await.expect(204));
    all
}

/// Does every operation on a group once.
pub async fn every_operation_on_groups(system: &LocalSystem) -> Vec<Spent> {
    let (okta, scim) = (system.okta(), system.scim());
    let (ada, bob) = (okta.assign("ada@example.com").await.id, okta.assign("bob@example.com").await.id);
    system.settle().await;
    let change = |op: &str, person: &str| {
        crate::patch_op(&json!([{ "op": op, "path": "members", "value": [{ "value": person }] }]))
    };
    let send = async |method: Method, path: &str, body: &serde_json::Value| {
        scim.request(method, path).json(body).send().await
    };

    let mut all = Vec::new();
    let mut spent = |operation, budget, answer: Answer| all.push(Spent { operation, budget, answer });
    let named = "/Groups?excludedAttributes=members&filter=displayName%20eq%20%22Builders%22";
    spent("filter displayName eq, none", 1, scim.get(named).await.expect(200));
    let group = json!({ "displayName": "Builders", "members": [] });
    let created = scim.post("/Groups?excludedAttributes=members", &group).await.expect(201);
    let path = format!("/Groups/{}", created.id());
    spent("create an empty group", 4, created);
    spent("filter displayName eq, one", 2, scim.get(named).await.expect(200));
    let bare = format!("{path}?excludedAttributes=members");
    spent("GET of a user in no group", 1, scim.get(&format!("/Users/{ada}")).await.expect(200));
    spent("PATCH, one joins", 2, send(Method::PATCH, &path, &change("add", &ada)).await.expect(204));
    spent("PATCH, one is in already", 1, send(Method::PATCH, &path, &change("add", &ada)).await.expect(204));
    spent("PATCH, another joins", 2, send(Method::PATCH, &path, &change("add", &bob)).await.expect(204));
    spent("PATCH, one leaves", 2, send(Method::PATCH, &path, &change("remove", &bob)).await.expect(204));
    spent("GET of a group without members", 1, scim.get(&bare).await.expect(200));
    spent("GET of a group", 2, scim.get(&path).await.expect(200));
    spent("GET of a user with groups", 2, scim.get(&format!("/Users/{ada}")).await.expect(200));
    let without = format!("/Users/{ada}?excludedAttributes=groups");
    spent("GET of a user without its groups", 1, scim.get(&without).await.expect(200));
    for number in 1..=100 {
        let group = json!({ "displayName": format!("Group {number}") });
        scim.post("/Groups", &group).await.expect(201);
    }
    let list = "/Groups?startIndex=1&count=100&excludedAttributes=members";
    let page = scim.get(list).await.expect(200);
    assert_eq!(page.resources().len(), 100, "{page}");
    spent("a list of 100 groups without members", 3, page);
    all
}

/// Does what costs more at a tenant with access rules, once.
pub async fn every_operation_with_roles(system: &LocalSystem) -> Vec<Spent> {
    let (okta, scim) = (system.okta(), system.scim());
    let king = okta.assign("king@example.com").await.id;
    system.declare_roles(&[("admin", "Administrator")]).await;
    system.take_roles_from(RolesFrom::Directory).await;
    system.settle().await;

    let mut all = Vec::new();
    let mut spent = |operation, budget, answer: Answer| all.push(Spent { operation, budget, answer });
    let path = format!("/Users/{king}");
    spent("GET of a user with roles", 2, scim.get(&path).await.expect(200));
    let without = format!("{path}?excludedAttributes=roles");
    spent("GET of a user without its roles", 1, scim.get(&without).await.expect(200));
    let add = json!([{ "op": "add", "path": "roles", "value": [{ "value": "admin" }] }]);
    spent("PATCH of a role", 3, scim.patch(&king, add).await.expect(200));
    spent("a list of roles", 2, scim.get("/Roles?startIndex=1&count=100").await.expect(200));
    all
}

/// Sends requests that nobody is admitted with: without a token, with a token of no form, with the right tenant and a wrong
/// secret, and to a path that is not there.
pub async fn every_stranger(system: &LocalSystem) -> Vec<Spent> {
    let nobody = system.scim().without_token();
    let garbage = system.scim().with_token("x".repeat(4_000));
    let wrong = system.scim().with_token(format!("rc_{}_{}", system.demo().id, "0".repeat(64)));
    let user = json!({ "userName": "eve@example.com" });
    let id = "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11";

    let mut all = Vec::new();
    let mut spent = |operation, budget, answer: Answer| all.push(Spent { operation, budget, answer });
    spent("no token", 0, nobody.get("/Users").await.expect(401));
    spent("no token, a body", 0, nobody.post("/Users", &user).await.expect(401));
    spent("a token of no form", 0, garbage.get("/Users").await.expect(401));
    spent("a wrong secret, list", 1, wrong.get("/Users").await.expect(401));
    let page = wrong.get("/Users?startIndex=101&count=100").await.expect(401);
    spent("a wrong secret, a later page", 1, page);
    let filtered = wrong.filter(r#"userName eq "ada@example.com""#).await.expect(401);
    spent("a wrong secret, filter", 1, filtered);
    spent("a wrong secret, GET by id", 1, wrong.get(&format!("/Users/{id}")).await.expect(401));
    spent("a wrong secret, create", 1, wrong.post("/Users", &user).await.expect(401));
    spent("a wrong secret, no JSON", 1, {
        wrong.request(Method::POST, "/Users").text("{").send().await.expect(401)
    });
    let method = Method::from_bytes(&[b'X'; 100]).expect("a method");
    spent("a wrong secret, a method of their own", 1, {
        wrong.request(method, "/Groups").send().await.expect(401)
    });
    spent("a wrong secret, Bulk", 1, wrong.post("/Bulk", &user).await.expect(401));
    spent("an unknown route", 0, nobody.get("/Robots").await.expect(404));
    all
}
