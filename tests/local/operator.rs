//! The operator's tokens: how long they open, what their requests cost, and what is noted of them.

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use serde_json::json;

#[tokio::test]
async fn a_token_of_the_operator_is_refused_once_it_expires() {
    let system = LocalSystem::start().await;
    let day = SignedDuration::from_hours(24);
    let issued = system.issue_operator_token(Some(day)).await;
    let operator = system.operator().await.with_token(issued.token);
    operator.get("/tenants").await.expect(200);
    system.advance(day).await;
    operator.get("/tenants").await.expect_problem(401, "unauthorized", "expired");
    system.check().await;
}

#[tokio::test]
async fn the_last_use_of_a_token_is_noted() {
    let system = LocalSystem::start().await;
    let issued = system.issue_operator_token(None).await;
    assert_eq!(system.operator_used_at(&issued.id).await, None);
    let operator = system.operator().await.with_token(issued.token);
    let path = format!("/tenants/{}/users", system.demo().id);
    operator.get(&path).await.expect(200);
    let first = system.operator_used_at(&issued.id).await;
    assert!(first.is_some());
    system.advance(SignedDuration::from_mins(10)).await;
    operator.get(&path).await.expect(200);
    assert!(system.operator_used_at(&issued.id).await > first);
    system.check().await;
}

#[tokio::test]
async fn a_request_of_the_operator_costs_one_call_more_than_one_of_the_tenant() {
    let system = LocalSystem::start().await;
    let (people, operator) = (system.people(), system.operator().await);
    let demo = format!("/tenants/{}", system.demo().id);
    let ada = system.okta().assign("ada@example.com").await.id;
    // What is noted of a token's first use is no part of a request.
    people.get("/entities").await.expect(200);
    operator.get(&format!("{demo}/entities")).await.expect(200);
    for path in [
        "/entities".to_owned(),
        format!("/users/{ada}"),
        "/groups".to_owned(),
        "/access-rules".to_owned(),
        format!("/sign-in-check?id={ada}"),
        format!("/trace?id={ada}"),
    ] {
        let of_tenant = people.get(&path).await.expect(200);
        // The first read along with the tenant's record is made after the record alone.
        let of_tenant = if path.contains("?id=") { people.get(&path).await.expect(200) } else { of_tenant };
        let of_operator = operator.get(&format!("{demo}{path}")).await.expect(200);
        assert_eq!(of_operator.cost().calls, of_tenant.cost().calls + 1, "{path}");
    }
    let list = operator.get("/tenants").await.expect(200).cost().calls;
    let shown = operator.get(&demo).await.expect(200).cost().calls;
    let made = operator.post("/tenants", &json!({ "id": "acme" })).await.expect(201).cost().calls;
    let set = operator.patch(&demo, &json!({ "name": "Demo Inc." })).await.expect(200).cost().calls;
    assert_eq!([list, shown, made, set], [2, 2, 2, 3]);
    system.check().await;
}

/// What anybody on the internet can send costs one read of one small item, and nothing that stays.
#[tokio::test]
async fn a_wrong_token_costs_one_small_read_and_one_of_another_form_nothing() {
    let system = LocalSystem::start().await;
    let operator = system.operator().await;
    for _ in 1..9 {
        system.issue_operator_token(None).await;
    }
    let demo = format!("/tenants/{}", system.demo().id);
    let before = system.snapshot().await;
    for path in ["/tenants", &demo, &format!("{demo}/users"), &format!("{demo}/trace?id=x"), "/tenants/%ff"] {
        let wrong =
            operator.clone().with_token(format!("rcop_{}", "0".repeat(64))).get(path).await.expect(401);
        let cost = wrong.cost();
        assert!(cost.calls <= 1 && cost.read_units <= 1.0 && cost.write_units == 0.0, "{path}: {cost:?}");
        assert_eq!(wrong.log_line()["operation"], "other", "{path}");
        for (token, status) in [("x", 401), ("rcop_", 401), (system.people_token(), 403)] {
            let refused = operator.clone().with_token(token).get(path).await.expect(status);
            assert_eq!(refused.cost().calls, 0, "{path}: {token}");
        }
        assert_eq!(operator.clone().without_token().get(path).await.expect(401).cost().calls, 0, "{path}");
    }
    let of_operator = system.scim().with_token(format!("rcop_{}", "0".repeat(64)));
    assert_eq!(of_operator.get("/Users").await.expect(403).cost().calls, 0);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn a_line_says_whose_token_it_was_and_never_the_token() {
    let system = LocalSystem::start().await;
    let issued = system.issue_operator_token(None).await;
    let operator = system.operator().await.with_token(issued.token.clone());
    let demo = &system.demo().id;
    let line = operator.get(&format!("/tenants/{demo}/users")).await.expect(200).log_line();
    let text = line.to_string();
    assert!(text.contains(&issued.id) && text.contains(demo), "{text}");
    assert!(text.contains("GET /operator/v1/tenants/{tenant}/users"), "{text}");
    assert!(!text.contains(issued.token.trim_start_matches("rcop_")), "{text}");
    let line = operator.get("/tenants").await.expect(200).log_line().to_string();
    assert!(line.contains(&issued.id) && line.contains("GET /operator/v1/tenants"), "{line}");
    system.check().await;
}

#[tokio::test]
async fn the_tokens_of_a_tenant_and_of_the_operator_take_no_place_of_each_other() {
    let system = LocalSystem::start().await;
    // The demo tenant has two of its own.
    for _ in 2..5 {
        system.issue_token(None).await;
    }
    let operator = system.operator().await;
    for _ in 1..10 {
        system.issue_operator_token(None).await;
    }
    operator.get(&format!("/tenants/{}/users", system.demo().id)).await.expect(200);
    system.people().get("/users").await.expect(200);
    system.check().await;
}
