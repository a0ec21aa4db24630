//! A token opens for its time.

use jiff::SignedDuration;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use rollcall_tests::LocalSystem;

#[tokio::test]
async fn a_token_is_refused_once_it_expires_or_is_revoked() {
    let system = LocalSystem::start().await;
    let expiring = system.issue_token(Some(SignedDuration::from_hours(24))).await;
    let revoked = system.issue_token(None).await;
    let with = |token: &str| system.scim().with_token(token);
    with(&expiring.token).get("/Users").await.expect(200);
    with(&revoked.token).get("/Users").await.expect(200);

    system.revoke_token(&revoked.id).await;
    with(&revoked.token).get("/Users").await.expect_refusal(401, None, "token");
    system.advance(SignedDuration::from_hours(24)).await;
    with(&expiring.token).get("/Users").await.expect_refusal(401, None, "token");
    system.scim().get("/Users").await.expect(200);
    system.check().await;
}

/// The emulator of AWS passes on one of the headers, so this is told here.
#[tokio::test]
async fn of_two_differing_tokens_neither_counts() {
    let system = LocalSystem::start().await;
    let anonymous = system.scim().without_token();
    let with = |values: &[String]| {
        let request = anonymous.request(Method::GET, "/Users");
        values.iter().fold(request, |request, value| request.header(&AUTHORIZATION, value))
    };
    let bearer = format!("Bearer {}", system.demo().token);
    let other = format!("Bearer {}", system.people_token());
    with(&[bearer.clone(), other]).send().await.expect_refusal(401, None, "two headers Authorization");
    with(&[bearer.clone(), "Basic YTpi".to_owned()]).send().await.expect_refusal(401, None, "two headers");
    with(&[bearer.clone(), bearer]).send().await.expect(200);
    system.check().await;
}
