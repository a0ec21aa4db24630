//! Tenants are worlds of their own, and a token opens one of them, for one purpose, for its time.

use rollcall_rules::tenant::{Plan, Tenant};
use rollcall_tests::{Person, TestSystem};

#[tokio::test]
async fn a_token_reaches_nothing_of_another_tenant() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let other = system.tenant("globex").await.scim();
    let path = format!("/Users/{}", ada.id);
    let before = system.snapshot().await;

    other.get(&path).await.expect_refusal(404, None, "no user with this id");
    other.put(&ada.id, &ada.answer.body).await.expect_refusal(404, None, "no user with this id");
    let off = serde_json::json!([{ "op": "replace", "path": "active", "value": false }]);
    other.patch(&ada.id, off).await.expect_refusal(404, None, "no user with this id");
    other.delete(&ada.id).await.expect_refusal(404, None, "no user with this id");
    for filter in [
        r#"userName eq "ada@example.com""#.to_owned(),
        r#"emails.value eq "ada@example.com""#.to_owned(),
        format!(r#"externalId eq "{}""#, ada.person.directory_id),
        format!(r#"id eq "{}""#, ada.id),
        r#"userName pr"#.to_owned(),
    ] {
        assert_eq!(other.filter(&filter).await.expect(200)["totalResults"], 0, "{filter}");
    }
    assert_eq!(other.get("/Users").await.expect(200)["totalResults"], 0);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn two_tenants_can_have_the_same_person() {
    let system = TestSystem::start().await;
    let globex = system.tenant("globex").await;
    let here = system.okta().assign("ada@example.com").await;
    let there = globex.okta().assign(&here.person).await;
    assert_ne!(here.id, there.id);
    globex.okta().unassign(&there).await.expect(200);
    let read = system.scim().get(&format!("/Users/{}", here.id)).await;
    assert_eq!(read["active"], true);
    system.check().await;
}

/// The secret of one tenant under the name of another.
#[tokio::test]
async fn a_secret_opens_only_its_own_tenant() {
    let system = TestSystem::start().await;
    let globex = system.tenant("globex").await;
    let secret = globex.token.rsplit_once('_').unwrap().1;
    let forged = format!("rc_{}_{secret}", system.demo().id);
    system.scim().with_token(forged).get("/Users").await.expect_refusal(401, None, "token");
    system.check().await;
}

#[tokio::test]
async fn an_unknown_tenant_is_answered_like_a_wrong_token() {
    let system = TestSystem::start().await;
    let secret = "0".repeat(64);
    let wrong = system.scim().with_token(format!("rc_{}_{secret}", system.demo().id)).get("/Users").await;
    let unknown = system.scim().with_token(format!("rc_nobody_{secret}")).get("/Users").await;
    assert_eq!((wrong.status, &wrong.body), (unknown.status, &unknown.body));
    system.check().await;
}

type Setting = fn(&mut Tenant);

#[tokio::test]
async fn a_tenant_off_the_plan_is_told_so_and_keeps_its_people() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let settings: [(Setting, &str); 2] = [
        (|tenant| tenant.plan = Plan::Standard, "Advanced plan"),
        (|tenant| tenant.scim_enabled = false, "switched off"),
    ];
    for (setting, detail) in settings {
        system.configure(setting).await;
        let before = system.snapshot().await;
        for answer in okta.test_connection().await {
            answer.expect_refusal(403, None, detail);
        }
        okta.try_assign("bob@example.com").await.expect_refusal(403, None, detail);
        okta.unassign(&ada).await.expect_refusal(403, None, detail);
        assert_eq!(before.difference(&system.snapshot().await), "");
        system.configure(|tenant| (tenant.plan, tenant.scim_enabled) = (Plan::Advanced, true)).await;
        assert_eq!(okta.import().await.len(), 1, "the data stayed");
    }
    system.check().await;
}

#[tokio::test]
async fn a_token_for_another_purpose_is_refused() {
    let system = TestSystem::start().await;
    let people = system.scim().with_token(system.people_token());
    people.get("/Users").await.expect_refusal(403, None, "scope");
    system.check().await;
}

#[tokio::test]
async fn a_switch_of_profile_sync_counts_from_the_next_request() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign(Person::from("ada.king@example.com")).await;
    let renamed = |person: &mut Person| "Augusta".clone_into(&mut person.given_name);
    assert_eq!(okta.push(&ada, renamed).await.answer["name"]["givenName"], "Ada");
    system.sync_profiles().await;
    assert_eq!(okta.push(&ada, renamed).await.answer["name"]["givenName"], "Augusta");
    system.check().await;
}
