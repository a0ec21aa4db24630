//! The log is for operators, who have no business knowing who was hired.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use rollcall_local::faults::Service;
use rollcall_tests::cost::{NAMESPACE, log_lines};
use rollcall_tests::emf;
use rollcall_tests::portal::{self, Portal};
use rollcall_tests::process::Process;
use rollcall_tests::receiver::{Answers, Receiver};
use rollcall_tests::{LocalSystem, Mail, People, Person, Visitor};
use serde_json::json;

/// Everything personal or secret that the requests below carry.
const PRIVATE: [&str; 14] = [
    "ada.quimbly",
    "ada.zwingli",
    "fitzwarren",
    "zoe",
    "Augusta",
    "Quimbly",
    "Zwingli",
    "Countess",
    "Dirigibles",
    "00uPrivate",
    "1mz050nq",
    "hunter2",
    "+4420777",
    "Hopper",
];

/// Provisions, renames, refuses and fails in every way that has personal data in the request.
async fn a_busy_day(system: &Process) {
    let (okta, scim, entra) = (system.okta(), system.scim(), system.entra());
    let person =
        Person::from("ada.quimbly@example.com").in_department("Dirigibles").with_directory_id("00uPrivate");
    let ada = okta.assign(person).await;
    let ada = okta.rename(&ada, "ada.zwingli@example.com").await;
    okta.create(&ada.person).await.expect_refusal(409, Some("uniqueness"), "");
    okta.unassign(&ada).await.expect(200);
    okta.reassign(&ada).await;
    entra.set(&ada.id, &[("displayName", json!("Countess Augusta")), ("password", json!("hunter2"))]).await;
    entra.patch(&ada.id, json!([{ "op": "add", "path": "phoneNumbers", "value": "+4420777" }])).await;
    entra.patch(&ada.id, json!([{ "op": "add", "path": "Augusta", "value": "Quimbly" }])).await;
    for filter in
        ["userName eq \"ada.zwingli@example.com\"", "displayName co \"Augusta\"", "nonsense \"Quimbly\""]
    {
        scim.filter(filter).await;
    }
    scim.get("/Users/ada.zwingli@example.com").await.expect_refusal(404, None, "");
    scim.get("/Users?count=Augusta&cursor=Quimbly").await;
    scim.post("/Users", &json!({ "userName": "zoe", "displayName": { "Augusta": 1 } })).await;
    let broken = scim.request(reqwest::Method::POST, "/Users").text("{\"userName\": \"zoe@example.com\", ");
    broken.send().await.expect_refusal(400, Some("invalidSyntax"), "");
    scim.clone().with_token("rc_demo_fitzwarren").get("/Users").await.expect_refusal(401, None, "");
    follow_links(system).await;
    okta.rename(&ada, "augusta@refused.example").await;
    system.advance(SignedDuration::ZERO).await;
    scim.delete(&ada.id).await.expect(204);
    system.advance(SignedDuration::from_hours(15 * 24)).await;
    scim.get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "");
}

/// Opens and confirms every link that was mailed, before it expires and after.
async fn follow_links(system: &Process) {
    let visitor = Visitor::default();
    system.advance(SignedDuration::ZERO).await;
    let links: Vec<_> = system.mails().await.iter().flat_map(Mail::links).collect();
    assert!(!links.is_empty(), "somebody was renamed");
    for link in &links {
        visitor.open(link).await.expect(200, "");
    }
    system.advance(SignedDuration::from_hours(8 * 24)).await;
    for link in &links {
        visitor.confirm(link).await.expect(410, "expired");
        visitor.ask_for_new_link(link).await.expect(200, "");
        visitor.ask_for_new_link(link).await;
    }
    system.advance(SignedDuration::ZERO).await;
    for link in system.mails().await.iter().flat_map(Mail::links) {
        visitor.confirm(&link).await;
    }
}

/// Looks for people, makes a token and comes by a link again; gives all secrets that there are.
async fn in_the_portal(system: &Process) -> Vec<String> {
    let base_url = system.ready.base_url.as_str();
    let token = system.ready.people_token.as_str();
    let people = People::new(reqwest::Client::new(), format!("{base_url}/people/v1"), token);
    let link = portal::link(&people).await;
    Portal::new(base_url).follow(&link).await.expect(303, "");
    Portal::new(base_url).follow(&link).await.expect(410, "");
    let mut portal = Portal::open_with(base_url, &people).await;
    for page in ["people?q=Quimbly", "person?id=ada.zwingli", "activity?before=Augusta", "odd/Countess"] {
        portal.get(page).await;
    }
    let made = portal.post("token-new", &[("label", "Dirigibles")]).await.token();
    let cookie = portal.cookie().rsplit('=').next().unwrap().to_owned();
    vec![link.rsplit('/').next().unwrap().to_owned(), cookie, portal.mark().to_owned(), made]
}

#[tokio::test]
async fn nothing_personal_and_no_token_is_logged() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut system = Process::start(data_dir.path()).await;
    a_busy_day(&system).await;
    let secrets = in_the_portal(&system).await;
    let mails = system.mails().await;
    let links = mails.iter().flat_map(Mail::links);
    let links: Vec<_> = links.filter_map(|link| Some(link.rsplit_once('/')?.1.to_owned())).collect();
    assert!(links.len() >= 2, "a link and another");
    let token = system.ready.token.clone();
    let people_token = system.ready.people_token.clone();
    let log = system.stop_and_read_log();
    assert!(log.lines().count() >= 15, "one line a request\n{log}");
    let secrets =
        secrets.iter().chain(&links).map(String::as_str).chain([token.as_str(), people_token.as_str()]);
    for private in PRIVATE.into_iter().chain(secrets) {
        let leak = log.lines().find(|line| line.to_lowercase().contains(&private.to_lowercase()));
        assert_eq!(leak, None, "{private:?} is in the log");
    }
}

#[tokio::test]
async fn a_request_line_says_what_was_done_for_whom_and_at_what_cost() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let mut line = ada.answer.log_line();
    assert_eq!(line["span"]["user_id"], ada.id);
    line["span"]["user_id"] = "[id]".into();
    line["span"]["request_id"] = "[request]".into();
    line["timestamp"] = "[time]".into();
    line["duration_ms"] = "[duration]".into();
    line["_aws"] = "[metrics]".into();
    insta::assert_json_snapshot!(line, @r#"
    {
      "timestamp": "[time]",
      "level": "INFO",
      "message": "request",
      "requests": 1,
      "operation": "POST /scim/v2/Users",
      "status": "201",
      "dynamodb_calls": 2,
      "dynamodb_retries": 0,
      "read_units": 3.0,
      "write_units": 13.0,
      "duration_ms": "[duration]",
      "target": "rollcall::request",
      "span": {
        "operation": "POST /scim/v2/Users",
        "request_id": "[request]",
        "tenant_id": "demo",
        "user_id": "[id]",
        "name": "request"
      },
      "_aws": "[metrics]"
    }
    "#);
    system.check().await;
}

/// What each line measures, in which unit and by what; dashboards and alarms go by it.
const METRICS: [(&str, &[&str]); 5] = [
    ("request", &["requests Count", "requests Count by status"]),
    ("records", &["records Count", "records_failed Count", "mails_sent Count", "mails_failed Count"]),
    ("sweep", &["mails_owed Count", "owed_age_secs Seconds", "mails_sent Count", "mails_failed Count"]),
    (
        "purge",
        &["purges_due Count", "purges_done Count", "purges_failed Count", "purge_overdue_secs Seconds"],
    ),
    ("webhooks", &["deliveries_stopped Count"]),
];

/// What every line in [`METRICS`] measures besides.
const COST: [&str; 3] =
    ["duration_ms Milliseconds by operation", "dynamodb_calls Count", "dynamodb_retries Count"];

#[tokio::test]
async fn each_function_logs_its_metrics_as_cloudwatch_reads_them() {
    let system = LocalSystem::start().await;
    let receiver = Receiver::start(Answers::Taken).await;
    system.add_webhook(receiver.url(), &[]).await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let ada = okta.rename(&ada, "king@example.com").await;
    Visitor::default().confirm(&system.link_for("king@example.com").await).await.expect(200, "");
    system.scim().get("/nowhere").await.expect_refusal(404, None, "");
    okta.unassign(&ada).await.expect(200);
    system.advance(SignedDuration::from_hours(15 * 24)).await;
    for (message, own) in METRICS {
        let expected: BTreeSet<String> = own.iter().chain(&COST).map(ToString::to_string).collect();
        let lines = log_lines(message);
        assert!(!lines.is_empty(), "no line {message:?}");
        for line in &lines {
            assert_eq!(emf::metrics(line, NAMESPACE), expected, "{line}");
        }
        let counted =
            |name: &str| lines.iter().any(|line| line[name].as_u64().is_some_and(|count| count > 0));
        assert!(counted("dynamodb_calls"), "{message} counts its calls");
    }
    let (records, purges) = (log_lines("records"), log_lines("purge"));
    // The notice to the old address and the link to the new one may be of two batches.
    let mails_sent: u64 = records.iter().filter_map(|line| line["mails_sent"].as_u64()).sum();
    assert_eq!(mails_sent, 2, "{records:?}");
    assert!(purges.iter().any(|line| line["purges_done"] == 1), "{purges:?}");
    system.check().await;
}

#[tokio::test]
async fn a_record_that_is_to_come_again_counts_as_failed() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    system.set_away(Service::Scheduler, true).await;
    system.okta().unassign(&ada).await.expect(200);
    system.settle().await;
    let records = log_lines("records");
    assert!(records.iter().any(|line| line["records_failed"] == 1), "{records:?}");
    system.set_away(Service::Scheduler, false).await;
    system.check().await;
}
