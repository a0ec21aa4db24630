//! What requests cost in DynamoDB calls and capacity units, as the request log tells it.

use rollcall_tests::budget::{Spent, every_operation, every_stranger};
use rollcall_tests::{Answer, LocalSystem};
use serde::Serialize;

use crate::table::grouped;

const USERS: usize = 10_000;
const PER_PAGE: usize = 100;

/// The bookmark, the users, the bookmark for the next page; and the users of one shard more, where one ends within the
/// page.
const PAGE_BUDGET: u64 = 4;

/// What one request cost.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Line {
    pub(crate) operation: String,
    pub(crate) calls: u64,
    pub(crate) budget: u64,
    pub(crate) met: bool,
    pub(crate) read_units: f64,
    pub(crate) write_units: f64,
    pub(crate) log_lines: usize,
}

impl Line {
    fn new(operation: impl Into<String>, budget: u64, answer: &Answer) -> Self {
        let cost = answer.cost();
        Self {
            operation: operation.into(),
            calls: cost.calls,
            budget,
            met: cost.calls <= budget,
            read_units: cost.read_units,
            write_units: cost.write_units,
            log_lines: answer.log_lines(),
        }
    }
}

/// Every operation on a user, requests of strangers, and pages of a long list.
pub(crate) async fn measure() -> Vec<Line> {
    let mut lines = operations().await;
    lines.extend(pages().await);
    lines
}

async fn operations() -> Vec<Line> {
    let system = LocalSystem::start().await;
    let mut spent = every_operation(&system).await;
    spent.extend(every_stranger(&system).await);
    let lines =
        spent.into_iter().map(|Spent { operation, budget, answer }| Line::new(operation, budget, &answer));
    let lines = lines.collect();
    system.check().await;
    lines
}

/// Reads page after page, as a directory does, because each leaves the bookmark that makes the next one cheap.
async fn pages() -> Vec<Line> {
    let system = LocalSystem::start().await;
    system.seed(USERS).await;
    let scim = system.scim();
    let mut lines = Vec::new();
    for page in 1..=USERS / PER_PAGE {
        let start = (page - 1) * PER_PAGE + 1;
        let answer = scim.get(&format!("/Users?startIndex={start}&count={PER_PAGE}")).await.expect(200);
        if matches!(page, 2 | 100) {
            lines.push(Line::new(format!("page {page} of {} users", grouped(USERS)), PAGE_BUDGET, &answer));
        }
    }
    system.check().await;
    lines
}
