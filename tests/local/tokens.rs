//! A token opens for its time.

use jiff::SignedDuration;
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
