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

#[tokio::test]
async fn the_last_use_of_each_token_is_known() {
    let system = TestSystem::start().await;
    let (used, unused) = (system.issue_token(None).await, system.issue_token(None).await);
    system.scim().with_token(used.token.as_str()).get("/Users").await.expect(200);
    system.people().get("/users").await.expect(200);
    let contact = system.contact().await;
    assert!(contact.used.contains_key(&used.id) && !contact.used.contains_key(&unused.id), "{contact:?}");
    assert_eq!(contact.used.len(), 2, "the directory's and the backend's: {contact:?}");
    system.check().await;
}

#[tokio::test]
async fn a_token_that_ended_is_noted_when_it_is_presented_and_a_wrong_one_is_not() {
    let system = TestSystem::start().await;
    let (expired, revoked) = (system.expired_token().await, system.issue_token(None).await);
    system.revoke_token(&revoked.id).await;
    let demo = system.demo().id.clone();
    for wrong in [format!("rc_{demo}_00"), "rc_nobody_00".to_owned(), "hello".to_owned()] {
        system.scim().with_token(wrong).get("/Users").await.expect(401);
    }
    let other = system.tenant("other").await;
    let (_, secret) = revoked.token.rsplit_once('_').unwrap();
    let elsewhere = format!("rc_{}_{secret}", other.id);
    system.scim().with_token(elsewhere).get("/Users").await.expect(401);
    assert_eq!(system.contact().await.refused, [], "those may have been anybody");
    for token in [expired, revoked.token.clone()] {
        let scim = system.scim().with_token(token);
        scim.get("/Users").await.expect(401);
        scim.post("/Users", &json!({ "userName": "ada@example.com" })).await.expect(401);
    }
    let wrong_api = system.people_token().to_owned();
    system.scim().with_token(wrong_api).get("/Users").await.expect(403);
    let contact = system.contact().await;
    let mut statuses: Vec<_> = contact.refused.iter().map(|refused| refused.refusal.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [401, 401, 403], "{contact:?}");
    let tokens: Vec<_> = contact.refused.iter().filter_map(|refused| refused.refusal.token()).collect();
    assert!(tokens.len() == 3 && tokens.contains(&revoked.id.as_str()), "{contact:?}");
    assert_eq!((contact.heard_at, contact.used.len()), (None, 0), "{contact:?}");
    system.check().await;
}

#[tokio::test]
async fn a_refusal_names_the_attribute_and_no_value_and_is_mended_by_a_later_success() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    scim.get("/Users").await.expect(200);
    scim.post("/Users", &json!({ "userName": "not an address" })).await.expect(400);
    let refused = system.contact().await.refused;
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].attribute.as_deref(), refused[0].times), (Some("userName"), 1));
    assert_eq!(system.contact().await.mended_at(&refused[0]), None);
    scim.get("/Users").await.expect(200);
    assert_eq!(system.contact().await.mended_at(&refused[0]), None, "another operation");
    system.okta().assign("ada@example.com").await;
    let contact = system.contact().await;
    assert!(contact.mended_at(&refused[0]).is_some(), "{contact:?}");
    scim.post("/Users", &json!({ "userName": "not an address" })).await.expect(400);
    system.check().await;
}
