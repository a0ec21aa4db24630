//! What an API Gateway in front makes different: it decodes paths, and names a media type where there is no content.

use rollcall_tests::LocalSystem;

#[tokio::test]
async fn an_id_does_not_lead_out_of_its_place() {
    let system = LocalSystem::start().await;
    let scim = system.scim();
    scim.get("/Users/..%2FUsers").await.expect_refusal(404, None, "no user with this id");
    scim.delete("..%2FUsers").await.expect_refusal(404, None, "no user with this id");
    system.check().await;
}

#[tokio::test]
async fn an_answer_without_content_has_no_media_type() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let gone = system.scim().delete(&ada.id).await.expect(204);
    assert_eq!(gone.headers.get("content-type"), None);
    system.check().await;
}
