//! What it takes to invite everybody of a tenant by one action in the portal: steps, calls and time.
//!
//! The system is in this process, and sends the mails meanwhile. So the time is an upper bound for this machine.

use std::time::{Duration, Instant};

use rollcall_tests::LocalSystem;
use rollcall_tests::portal::{Page, Portal};
use serde::Serialize;

/// One action.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inviting {
    /// People whom it invited.
    pub(crate) people: usize,
    /// Requests that it took.
    pub(crate) steps: usize,
    /// DynamoDB calls of all of them.
    pub(crate) calls: u64,
    pub(crate) seconds: f64,
    /// Duration of the longest request: API Gateway gives each 29 s.
    pub(crate) longest_secs: f64,
    /// DynamoDB calls of the list of these people, which is sorted and counted.
    pub(crate) list_calls: u64,
    pub(crate) list_secs: f64,
}

/// Invites so many people.
pub(crate) async fn measure(people: usize) -> Inviting {
    let system = LocalSystem::start().await;
    system.seed(people).await;
    let mut portal = Portal::open(&system).await;
    let begun = Instant::now();
    let list = portal.get("people").await.expect(200, "Page 1 of");
    let list_secs = begun.elapsed().as_secs_f64();
    let plan = portal.get("invite-all").await.expect(200, "Who is invited");
    let [nonce, entity] = ["nonce", "entity"].map(|name| value(&plan, name));
    let (begun, mut steps, mut calls, mut longest) = (Instant::now(), 0, 0, Duration::ZERO);
    // An empty field is none.
    let mut begun_at = String::new();
    loop {
        let step = Instant::now();
        let form = [("nonce", nonce.as_str()), ("entity", &entity), ("access", "card"), ("begun", &begun_at)];
        let page = portal.post("inviting", &form).await.expect(200, "invited");
        (steps, calls, longest) = (steps + 1, calls + page.cost().calls, longest.max(step.elapsed()));
        // The page has a script, which uses the word.
        if !page.says(">Continue</button>") {
            break;
        }
        begun_at = value(&page, "begun");
    }
    let seconds = begun.elapsed().as_secs_f64();
    system.check().await;
    Inviting {
        people,
        steps,
        calls,
        seconds,
        longest_secs: longest.as_secs_f64(),
        list_calls: list.cost().calls,
        list_secs,
    }
}

/// The first hidden field of that name.
fn value(page: &Page, name: &str) -> String {
    page.values(name).first().copied().unwrap_or_default().to_owned()
}
