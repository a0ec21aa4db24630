//! Setting the connection up: what an admin presses first, before there is anybody.

use insta::assert_json_snapshot;
use rollcall_tests::TestSystem;
use rollcall_tests::resource::wire;

#[tokio::test]
async fn okta_finds_an_empty_directory() {
    let system = TestSystem::start().await;
    let [users, groups] = system.okta().test_connection().await;
    assert_json_snapshot!(wire(&users.expect(200)), @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:api:messages:2.0:ListResponse"
      ],
      "totalResults": 0,
      "startIndex": 1,
      "itemsPerPage": 0,
      "Resources": []
    }
    "#);
    assert_eq!(groups.expect(200)["totalResults"], 0);
    system.check().await;
}

#[tokio::test]
async fn okta_reads_the_first_two_of_many() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    for login in ["ada@example.com", "bob@example.com", "cleo@example.com"] {
        okta.assign(login).await;
    }
    let [users, _] = okta.test_connection().await;
    assert_eq!(users["totalResults"], 3);
    assert_eq!(users["itemsPerPage"], 2);
    system.check().await;
}

/// A 404 here, or an error of any kind, puts an Entra job in quarantine.
#[tokio::test]
async fn entra_looks_for_somebody_who_cannot_be_there() {
    let system = TestSystem::start().await;
    let entra = system.entra();
    for attribute in ["userName", "externalId", "emails[type eq \"work\"].value"] {
        let answer = entra.test_connection(attribute).await.expect(200);
        assert_eq!(answer["totalResults"], 0, "{attribute}");
    }
    system.check().await;
}

/// Okta shows this detail to the admin who pasted the token.
#[tokio::test]
async fn a_wrong_token_is_told_to_the_admin() {
    let system = TestSystem::start().await;
    let okta = system.okta_with_token("rc_demo_not-the-token");
    for answer in okta.test_connection().await {
        answer.expect_refusal(401, None, "token");
    }
    system.check().await;
}
