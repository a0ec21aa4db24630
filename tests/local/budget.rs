//! What requests may cost in DynamoDB calls, authentication included.

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use rollcall_tests::budget::{Spent, every_operation, every_stranger};

#[tokio::test]
async fn every_operation_keeps_within_its_budget() {
    let system = LocalSystem::start().await;
    for Spent { operation, budget, answer } in every_operation(&system).await {
        let cost = answer.cost();
        assert!(
            (1..=budget).contains(&cost.calls),
            "{operation} costs {cost:?}, may cost {budget} calls\n{answer}"
        );
    }
    system.check().await;
}

/// What anybody on the internet can send costs one read of one small item, one line and nothing that stays.
#[tokio::test]
async fn a_stranger_costs_one_read_and_one_line() {
    let system = LocalSystem::start().await;
    system.okta().assign("ada@example.com").await;
    let before = system.snapshot().await;
    for Spent { operation, budget, answer } in every_stranger(&system).await {
        let (cost, line) = (answer.cost(), answer.log_line());
        assert!(cost.calls <= budget && cost.read_units <= 1.0, "{operation} costs {cost:?}\n{answer}");
        assert!(cost.write_units == 0.0, "{operation} costs {cost:?}");
        assert_eq!(answer.log_lines(), 1, "{operation}");
        assert_eq!(line["operation"], "other", "{operation}: {line}");
        assert_eq!(line["level"], "INFO", "{operation}: {line}");
    }
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

#[tokio::test]
async fn a_token_is_shown_to_the_tenant_alone_until_it_was_admitted_and_again_after_a_while() {
    let system = LocalSystem::start().await;
    let second = system.issue_token(None).await;
    let scim = system.scim().with_token(second.token.clone());
    let calls =
        async || scim.get("/Users/6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11").await.expect(404).cost().calls;
    assert_eq!([calls().await, calls().await], [2, 1]);
    system.advance(SignedDuration::from_mins(15)).await;
    assert_eq!([calls().await, calls().await], [2, 1]);
    system.revoke_token(&second.id).await;
    let list = async || scim.get("/Users").await.expect(401).cost();
    list().await;
    let after = list().await;
    assert_eq!((after.calls, after.read_units), (1, 1.0), "it is anybody's from the first refusal on");
    system.check().await;
}
