//! What requests may cost in DynamoDB calls, authentication included: every operation, done once. A suite holds the
//! budget, `make bench` shows it.

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
