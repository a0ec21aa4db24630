//! What requests may cost in DynamoDB calls, authentication included.

use rollcall_tests::LocalSystem;
use rollcall_tests::budget::{Spent, every_operation};

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
