//! Versions: RFC 7644 §3.14.

use reqwest::Method;
use reqwest::header::IF_NONE_MATCH;
use rollcall_tests::TestSystem;
use serde_json::json;

#[tokio::test]
async fn an_unchanged_resource_is_not_sent_again() {
    let system = TestSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let ada = okta.assign("ada@example.com").await;
    let path = format!("/Users/{}", ada.id);
    let etag = ada.answer.etag().to_owned();
    assert!(etag.starts_with("W/\""), "{etag}");
    let get = |etag: String| scim.request(Method::GET, &path).header(&IF_NONE_MATCH, &etag).send();
    for matching in [etag.clone(), format!("W/\"0\", {etag}"), "*".to_owned()] {
        let answer = get(matching).await.expect(304);
        assert_eq!(answer.etag(), etag);
    }
    okta.unassign(&ada).await.expect(200);
    let changed = get(etag.clone()).await.expect(200);
    assert_ne!(changed.etag(), etag);
    system.check().await;
}

#[tokio::test]
async fn a_write_with_the_current_version_goes_through() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let ada = system.okta().assign("ada@example.com").await;
    let path = format!("/Users/{}", ada.id);
    let off = rollcall_tests::patch_op(&json!([{ "op": "replace", "path": "active", "value": false }]));
    let patched =
        scim.request(Method::PATCH, &path).if_match(ada.answer.etag()).json(&off).send().await.expect(200);
    let mut resource = patched.body.clone();
    resource["active"] = true.into();
    let put =
        scim.request(Method::PUT, &path).if_match(patched.etag()).json(&resource).send().await.expect(200);
    assert_eq!(put["active"], true);
    let any = scim.request(Method::PATCH, &path).if_match("*").json(&off).send().await.expect(200);
    scim.request(Method::DELETE, &path).if_match(any.etag()).send().await.expect(204);
    system.check().await;
}

#[tokio::test]
async fn a_write_with_an_old_version_is_refused_and_writes_nothing() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let before = system.snapshot().await;
    let path = format!("/Users/{}", ada.id);
    let on = rollcall_tests::patch_op(&json!([{ "op": "replace", "path": "active", "value": true }]));
    for (method, body) in
        [(Method::PATCH, Some(&on)), (Method::PUT, Some(&ada.answer.body)), (Method::DELETE, None)]
    {
        let request = scim.request(method, &path).if_match(ada.answer.etag());
        let request = if let Some(body) = body { request.json(body) } else { request };
        request.send().await.expect_refusal(412, None, "version");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

/// What would change nothing is refused all the same: the directory decided on an old state.
#[tokio::test]
async fn an_old_version_is_refused_even_where_nothing_would_change() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let off = rollcall_tests::patch_op(&json!([{ "op": "replace", "path": "active", "value": false }]));
    let path = format!("/Users/{}", ada.id);
    let again =
        system.scim().request(Method::PATCH, &path).if_match(ada.answer.etag()).json(&off).send().await;
    again.expect_refusal(412, None, "version");
    system.check().await;
}
