//! What requests may cost in DynamoDB calls, authentication included: every operation, done once. A suite holds the
//! budget, `make bench` shows it.

use reqwest::Method;
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
