//! Checks of a tenant's connection: what one does to the tenant, and that it is done once or asked for again.

use std::time::Duration;

use jiff::SignedDuration;
use rollcall::entropy;
use rollcall::store::{Store, StoreError};
use rollcall_local::faults::Service;
use rollcall_rules::admission::Admitted;
use rollcall_rules::check::{Check, LIMIT, PAUSE, REMEMBERED, Taken};
use rollcall_rules::tenant::{Plan, TenantId};
use rollcall_tests::{Answer, LocalSystem, Portal, TestSystem};
use serde_json::json;

const PATH: &str = "/connection-check";

/// The clock goes on by itself while a test runs, so no test comes closer to a limit than this.
const SOME: SignedDuration = SignedDuration::from_mins(5);

/// What the page says that a check makes.
const SAID: u64 = 150;

async fn ask(system: &TestSystem) -> Answer {
    system.people().post(PATH, &json!({})).await
}

async fn shown(system: &TestSystem) -> Answer {
    system.people().get(PATH).await.expect(200)
}

/// The check, once it has ended.
async fn ended(system: &LocalSystem) -> Answer {
    loop {
        let check = shown(system).await;
        if check["status"] == "ended" {
            return check;
        }
        assert!(["waiting", "running"].map(Into::into).contains(&check["status"]), "{check}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A system with a tenant that a catalogue may look at.
async fn listed() -> LocalSystem {
    let system = LocalSystem::start().await;
    system.sync_profiles().await;
    system.declare_roles(&[("approver", "Approver"), ("auditor", "Auditor")]).await;
    system.oauth_client().await;
    system
}

/// A system whose check function does not come.
async fn without_function() -> LocalSystem {
    let system = LocalSystem::start().await;
    system.set_away(Service::Check, true).await;
    system
}

#[tokio::test]
async fn a_check_says_what_works_and_leaves_no_token_nobody_active_and_no_trace_of_a_directory() {
    let system = listed().await;
    system.scim().get("/Users").await.expect(200);
    // As many tokens as a tenant can have.
    for _ in 0..3 {
        system.issue_token(None).await;
    }
    let before = system.contact().await;
    let mut portal = Portal::open(&system).await;
    portal.get("connection").await.expect(200, "Check this connection");
    let page = portal.post("check-start", &[]).await.expect(200, "The check is under way");
    assert!(page.html.contains("data-again"), "it looks again by itself\n{page}");
    let check = ended(&system).await;
    assert_eq!((&check["outcome"], &check["left"]), (&json!("completed"), &json!(0)), "{check}");
    assert_eq!((&check["failed"], &check["failures"]), (&json!(0), &json!([])), "{check}");
    assert_eq!(check["parts"].as_array().map(Vec::len), Some(7), "{check}");
    assert_eq!(check["requestedBy"], "Grace Hopper");

    let contact = system.contact().await;
    assert_eq!(contact.heard_at, before.heard_at, "the directory was not heard of");
    assert_eq!((&contact.succeeded, &contact.refused), (&before.succeeded, &before.refused));
    assert_eq!(contact.used.len(), 2, "the directory's and the backend's: {contact:?}");
    let snapshot = system.snapshot().await;
    let tenant = snapshot.get("T#demo", "TENANT").unwrap();
    assert!(tenant.get("checkToken").is_none(), "{tenant}");
    assert_eq!(tenant["tokens"].as_array().map(Vec::len), Some(5));
    let active: Vec<_> =
        snapshot.items().filter(|(_, sk, item)| *sk == "USER" && item["active"] == true).collect();
    assert!(active.is_empty(), "{active:?}");
    let made = snapshot.users().len() as u64;
    assert!((made..=made + made / 3).contains(&SAID), "the page says {SAID}, and {made} people were made");
    assert_eq!(system.mails().await.len(), 0);

    portal.get("activity").await.expect(200, "Check of the connection");
    let page = portal.get("check").await.expect(200, "All that applies works");
    assert!(
        page.says("Grace Hopper") && page.says("ask for another in 1") && !page.says("check-start"),
        "{page}"
    );
    let report = portal.get("check-report.html").await;
    assert_eq!(report.status.as_u16(), 200, "{report}");
    assert!(report.html.starts_with("<!doctype html>") && !report.html.contains("rc_demo_"));
    portal.post("check-start", &[]).await.expect(200, "ask for another in 1");
    let refused = ask(&system).await;
    refused.expect_problem(429, "too-soon", "short while ago");
    let wait = refused.header("retry-after").parse::<i64>().unwrap();
    assert!((600..=PAUSE.as_secs()).contains(&wait), "{wait} s");

    system.set_away(Service::Check, true).await;
    system.advance(PAUSE).await;
    portal = Portal::open(&system).await;
    portal.get("check").await.expect(200, "Check again");
    ask(&system).await.expect(202);
    portal.get("check-report.html").await.expect(404, "");
    system.check().await;
}

#[tokio::test]
async fn a_second_press_while_a_check_is_under_way_starts_nothing() {
    let system = without_function().await;
    system.people().get(PATH).await.expect_problem(404, "not-found", "");
    let first = ask(&system).await.expect(202);
    assert_eq!((&first["status"], &first["parts"]), (&json!("waiting"), &json!([])));
    ask(&system).await.expect_problem(409, "check-under-way", "under way since 2026-03-02T09:30");
    let mut portal = Portal::open(&system).await;
    portal.get("connection").await;
    let page = portal.post("check-start", &[]).await.expect(200, "under way already");
    assert!(
        page.says("It begins within two minutes") && !page.html.contains("action=\"check-start\""),
        "{page}"
    );
    assert_eq!(shown(&system).await["id"], first["id"]);
    system.check().await;
}

#[tokio::test]
async fn a_check_whose_function_does_not_come_or_dies_can_be_asked_for_again_after_its_time() {
    let system = without_function().await;
    let first = ask(&system).await.expect(202);
    system.advance(LIMIT - SOME).await;
    ask(&system).await.expect_problem(409, "check-under-way", "");
    system.advance(SOME).await;
    assert_eq!(shown(&system).await["status"], "lost");
    let mut portal = Portal::open(&system).await;
    portal.get("check").await.expect(200, "was not started, or was cut off");
    let again = ask(&system).await.expect(202);
    assert_ne!(again["id"], first["id"]);

    // One takes it, and dies.
    let (client, table) = system.table().parts();
    let store = Store::new(client, table);
    let demo = store.tenant(&TenantId::parse("demo").unwrap()).await.unwrap().unwrap();
    let taken = Taken { at: system.now().await, run: entropy::new_id(), suites: 7 };
    let take = |check: Option<&Check>| {
        let check = check.unwrap();
        Ok::<_, StoreError>(check.taken_by(check.id, &taken).unwrap())
    };
    store.change_check(&Admitted::by_role(demo), take).await.unwrap();
    assert_eq!(shown(&system).await["status"], "running");
    system.advance(LIMIT - SOME).await;
    ask(&system).await.expect_problem(409, "check-under-way", "");
    system.advance(SOME).await;
    assert_eq!(shown(&system).await["status"], "lost");
    ask(&system).await.expect(202);
    system.check().await;
}

#[tokio::test]
async fn no_check_is_for_a_tenant_off_the_plan_or_with_provisioning_switched_off() {
    let system = LocalSystem::start().await;
    let mut portal = Portal::open(&system).await;
    system.configure(|tenant| tenant.scim_enabled = false).await;
    ask(&system).await.expect_problem(409, "provisioning-off", "switched off");
    let page = portal.get("connection").await;
    assert!(!page.html.contains("check-start"), "{page}");
    portal.post("check-start", &[]).await.expect(200, "Switch provisioning on first");
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    ask(&system).await.expect_problem(403, "plan-required", "");
    system.people().get(PATH).await.expect_problem(403, "plan-required", "");
    portal.post("check-start", &[]).await.expect(403, "Advanced");
    portal.get("check").await.expect(403, "Advanced");
    assert_eq!(system.snapshot().await.get("T#demo#V", "CHECK"), None);
    system.check().await;
}

#[tokio::test]
async fn a_check_that_is_forgotten_is_shown_no_more() {
    let system = without_function().await;
    ask(&system).await.expect(202);
    system.advance(REMEMBERED - SOME).await;
    shown(&system).await;
    system.advance(SOME).await;
    system.people().get(PATH).await.expect_problem(404, "not-found", "");
    system.check().await;
}
