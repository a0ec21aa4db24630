//! What people cost as days and months pass.

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::billing::{Interval, Terms};
use rollcall_tests::portal::Portal;
use rollcall_tests::{LocalSystem, People};
use serde_json::{Value, json};

/// Moves the clock to a moment, or a few milliseconds past it.
async fn go_to(system: &LocalSystem, moment: &str) {
    let moment: Timestamp = moment.parse().unwrap();
    let wait = moment.duration_since(system.now().await).as_millis();
    system.advance(SignedDuration::from_secs(i64::try_from(wait / 1000 + 1).unwrap())).await;
}

/// First day, amount and person of the lines of a period; none where there is no such period.
async fn lines(people: &People, start: &str) -> Vec<(String, u64, String)> {
    let list = people.get(&format!("/billing/periods/{start}/lines")).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = list["lines"].as_array().cloned().unwrap_or_default();
    lines
        .iter()
        .map(|line| {
            (text(&line["billableFrom"]), line["amountMinor"].as_u64().unwrap(), text(&line["userName"]))
        })
        .collect()
}

fn line(day: &str, amount: u64, login: &str) -> (String, u64, String) {
    (day.to_owned(), amount, login.to_owned())
}

#[tokio::test]
async fn a_person_costs_what_is_left_of_the_month_and_then_every_month_whole() {
    let system = LocalSystem::start().await;
    let (ada, people) = (system.member("ada@example.com").await, system.people());
    go_to(&system, "2026-04-16T08:00:00Z").await;
    people.sign_in(&ada.id).await.expect(200);
    go_to(&system, "2026-04-30T23:59:00Z").await;
    assert_eq!(lines(&people, "2026-04-01").await, [line("2026-04-16", 600, "ada@example.com")]);
    assert_eq!(lines(&people, "2026-05-01").await, []);
    go_to(&system, "2026-05-01T01:00:00Z").await;
    assert_eq!(lines(&people, "2026-05-01").await, [line("2026-05-01", 1200, "ada@example.com")]);
    let again = people.sign_in(&ada.id).await.expect(200);
    assert_eq!((&again["lines"], &again["billedUntil"]), (&json!([]), &"2026-06-01".into()));
    // No month on the way is left out, however far the clock is moved.
    go_to(&system, "2026-08-10T08:00:00Z").await;
    for month in ["2026-06-01", "2026-07-01", "2026-08-01"] {
        assert_eq!(lines(&people, month).await, [line(month, 1200, "ada@example.com")]);
        let sum = people.get(&format!("/billing/periods/{month}")).await.expect(200);
        assert_eq!((&sum["lines"], &sum["amounts"][0]["amountMinor"]), (&1.into(), &1200.into()));
    }
    system.check().await;
}

#[tokio::test]
async fn a_sign_in_of_the_last_month_that_is_told_of_late_is_billed_for_both() {
    let system = LocalSystem::start().await;
    let (ada, people) = (system.member("ada@example.com").await, system.people());
    go_to(&system, "2026-05-03T08:00:00Z").await;
    let path = format!("/users/{}/sign-ins", ada.id);
    let report = people.post(&path, &json!({ "at": "2026-04-28T10:00:00+02:00" })).await.expect(200);
    assert_eq!(report["firstSignedInAt"], "2026-04-28T08:00:00Z");
    assert_eq!(report["lines"].as_array().unwrap().len(), 2);
    assert_eq!(lines(&people, "2026-04-01").await, [line("2026-04-28", 120, "ada@example.com")]);
    assert_eq!(lines(&people, "2026-05-01").await, [line("2026-05-01", 1200, "ada@example.com")]);
    system.check().await;
}

#[tokio::test]
async fn who_is_deactivated_when_a_month_begins_costs_nothing_until_they_sign_in_again() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    go_to(&system, "2026-04-01T08:00:00Z").await;
    people.sign_in(&ada.id).await.expect(200);
    people.sign_in(&bob.id).await.expect(200);
    go_to(&system, "2026-04-30T20:00:00Z").await;
    okta.unassign(&ada).await.expect(200);
    go_to(&system, "2026-05-08T08:00:00Z").await;
    assert_eq!(lines(&people, "2026-05-01").await, [line("2026-05-01", 1200, "bob@example.com")]);
    okta.reassign(&ada).await;
    go_to(&system, "2026-05-17T08:00:00Z").await;
    let back = people.sign_in(&ada.id).await.expect(200);
    assert_eq!(
        (&back["lines"][0]["billableFrom"], &back["lines"][0]["amountMinor"]),
        (&"2026-05-17".into(), &581.into())
    );
    // Who never came back after that month would cost nothing in the next either; she did.
    go_to(&system, "2026-06-02T08:00:00Z").await;
    assert_eq!(lines(&people, "2026-06-01").await.len(), 2);
    system.check().await;
}

#[tokio::test]
async fn who_came_back_without_signing_in_costs_nothing() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = system.member("ada@example.com").await;
    people.sign_in(&ada.id).await.expect(200);
    go_to(&system, "2026-03-31T20:00:00Z").await;
    okta.unassign(&ada).await.expect(200);
    go_to(&system, "2026-04-05T08:00:00Z").await;
    okta.reassign(&ada).await;
    go_to(&system, "2026-06-05T08:00:00Z").await;
    for month in ["2026-04-01", "2026-05-01", "2026-06-01"] {
        assert_eq!(lines(&people, month).await, [], "{month}");
    }
    system.check().await;
}

/// The line is what was agreed and has to be paid; whose name it was is nobody's business any more.
#[tokio::test]
async fn a_deleted_person_leaves_the_line_and_no_name() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = system.member("ada.quimbly@example.com").await;
    people.sign_in(&ada.id).await.expect(200);
    okta.unassign(&ada).await.expect(200);
    system.advance(SignedDuration::from_hours(15 * 24)).await;
    system.scim().get(&format!("/Users/{}", ada.id)).await.expect_refusal(404, None, "deleted");
    let list = people.get("/billing/periods/2026-03-01/lines").await.expect(200);
    let expected = json!([{
        "userId": ada.id,
        "periodStart": "2026-03-01",
        "periodEnd": "2026-04-01",
        "billableFrom": "2026-03-02",
        "priceMinor": 1200,
        "amountMinor": 1161,
        "currency": "EUR",
    }]);
    assert_eq!(list["lines"], expected);
    let table = people.get_csv("/billing/periods/2026-03-01/lines").await.expect(200);
    assert!(table.body.as_str().unwrap().contains(&format!("{},,2026-03-01,", ada.id)), "{table}");
    assert!(!system.snapshot().await.mentions("quimbly"));
    system.check().await;
}

/// A period of the new terms can begin on the same day as one of the old: each has its own line.
#[tokio::test]
async fn a_change_of_terms_bills_every_day_once() {
    let system = LocalSystem::start().await;
    let (ada, people) = (system.member("ada@example.com").await, system.people());
    people.sign_in(&ada.id).await.expect(200);
    let today = "2026-03-10".parse().unwrap();
    system
        .configure(|tenant| {
            let terms = tenant.terms.unwrap();
            tenant.set_terms(Some(Terms { interval: Interval::Yearly, price_minor: 36_500, ..terms }), today);
        })
        .await;
    go_to(&system, "2026-04-02T08:00:00Z").await;
    let list = people.get("/billing/periods/current/lines").await.expect(200);
    assert_eq!(list["period"], json!({ "start": "2026-03-01", "end": "2027-03-01" }));
    assert_eq!(
        lines(&people, "2026-03-01").await,
        [line("2026-03-02", 1161, "ada@example.com"), line("2026-04-01", 33_400, "ada@example.com")]
    );
    let mut portal = Portal::open(&system).await;
    let page = portal.get("billing").await.expect(200, "EUR");
    assert_eq!(page.html.matches(&format!("person?id={}", ada.id)).count(), 2, "{page}");
    portal.get("billing.csv").await.expect(200, "ada@example.com");
    go_to(&system, "2027-03-02T08:00:00Z").await;
    assert_eq!(lines(&people, "2027-03-01").await, [line("2027-03-01", 36_500, "ada@example.com")]);
    system.check().await;
}
