//! What is kept of a directory's requests, for the tenant's administrator to see.

use rollcall_tests::TestSystem;
use serde_json::json;

#[tokio::test]
async fn a_directory_that_asks_anything_is_heard_of() {
    let system = TestSystem::start().await;
    assert_eq!(system.contact().await.heard_at, None);
    system.scim().with_token("rc_demo_00").get("/Users").await.expect(401);
    system.scim().without_token().get("/Users").await.expect(401);
    assert_eq!(system.contact().await.heard_at, None, "that may have been anybody");
    let before = system.now().await;
    system.scim().get("/Users").await.expect(200);
    let contact = system.contact().await;
    assert!(contact.heard_at.is_some_and(|at| at >= before), "{contact:?}");
    assert_eq!(contact.refused, []);
    system.check().await;
}

#[tokio::test]
async fn what_a_directory_was_refused_is_kept_by_kind_and_without_whom_it_was_about() {
    let system = TestSystem::start().await;
    let (scim, okta) = (system.scim(), system.okta());
    okta.create("ada@example.com").await.expect(201);
    for number in 0..20 {
        let name = format!("not an address {number}");
        scim.post("/Users", &json!({ "userName": name })).await.expect(400);
        okta.create("ada@example.com").await.expect(409);
        scim.get("/Users/unknown").await.expect(404);
    }
    system.configure(|tenant| tenant.scim_enabled = false).await;
    scim.get("/Users").await.expect(403);
    let contact = system.contact().await;
    let mut kinds: Vec<_> = contact
        .refused
        .iter()
        .map(|refused| {
            let refusal = &refused.refusal;
            (refusal.operation.as_str(), refusal.status, refusal.scim_type.as_deref())
        })
        .collect();
    kinds.sort();
    let post = "POST /scim/v2/Users";
    assert_eq!(
        kinds,
        [
            ("GET /scim/v2/Users", 403, None),
            (post, 400, Some("invalidValue")),
            (post, 409, Some("uniqueness")),
        ]
    );
    system.check().await;
}
