//! What requests may cost in DynamoDB calls, authentication included.

use rollcall_tests::{Answer, Person, TestSystem};
use serde_json::json;

#[track_caller]
fn assert_within(budget: u64, what: &str, answer: &Answer) {
    let cost = answer.cost();
    assert!(answer.status.is_success(), "{what}\n{answer}");
    assert!((1..=budget).contains(&cost.calls), "{what} costs {cost:?}, may cost {budget} calls\n{answer}");
}

#[tokio::test]
async fn every_operation_keeps_within_its_budget() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    system.native_user("native@example.com").await;
    let person = Person::from("ada@example.com");
    assert_within(1, "a filter that finds nothing", &okta.find("ada@example.com").await);
    let created = okta.create(&person).await;
    assert_within(2, "create", &created);
    let path = format!("/Users/{}", created.id());
    assert_within(1, "GET by id", &scim.get(&path).await);
    assert_within(2, "a filter that finds one", &okta.find("ada@example.com").await);
    assert_within(1, "a PUT that changes nothing", &scim.put(&created.id(), &created.body).await);
    let active = |active: bool| json!([{ "op": "replace", "value": { "active": active } }]);
    assert_within(1, "a PATCH that changes nothing", &scim.patch(&created.id(), active(true)).await);
    assert_within(2, "deactivate", &scim.patch(&created.id(), active(false)).await);
    assert_within(2, "reactivate", &scim.patch(&created.id(), active(true)).await);
    let renamed = json!([{ "op": "replace", "path": "userName", "value": "new@example.com" }]);
    assert_within(2, "a change of userName", &scim.patch(&created.id(), renamed).await);
    scim.patch(&created.id(), active(false)).await.expect(200);
    assert_within(3, "reassign by POST", &okta.create(&person).await);
    assert_within(3, "link by POST", &okta.create("native@example.com").await);
    assert_within(2, "DELETE", &scim.delete(&created.id()).await);
    system.check().await;
}
