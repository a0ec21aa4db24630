//! What people cost as days and months pass.

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::billing::{Currency, Interval, Terms};
use rollcall_rules::tenant::Plan;
use rollcall_tests::portal::{Portal, named};
use rollcall_tests::table::Item;
use rollcall_tests::{LocalSystem, People, Person};
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
        "billableUntil": "2026-04-01",
        "madeAt": list["lines"][0]["madeAt"],
        "priceMinor": 1200,
        "amountMinor": 1161,
        "currency": "EUR",
    }]);
    assert_eq!(list["lines"], expected);
    assert!(list["lines"][0]["madeAt"].as_str().unwrap().starts_with("2026-03-02T"), "{list}");
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

/// The product reports sign-ins as its queue brings them, not as they happened.
#[tokio::test]
async fn what_a_month_costs_does_not_depend_on_the_order_of_reports() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    go_to(&system, "2026-04-20T08:00:00Z").await;
    for (person, days) in [(&ada, ["19", "15"]), (&bob, ["15", "19"])] {
        for day in days {
            let at = json!({ "at": format!("2026-04-{day}T08:00:00Z") });
            people.post(&format!("/users/{}/sign-ins", person.id), &at).await.expect(200);
        }
    }
    let all = lines(&people, "2026-04-01").await;
    let of = |login: &str| all.iter().filter(|line| line.2 == login).cloned().collect::<Vec<_>>();
    // 1200 × 16 days ÷ 30, of which 12 days were billed first.
    assert_eq!(of("bob@example.com"), [line("2026-04-15", 640, "bob@example.com")]);
    let [missing, first] =
        [line("2026-04-15", 160, "ada@example.com"), line("2026-04-19", 480, "ada@example.com")];
    assert_eq!(of("ada@example.com"), [missing, first]);
    system.check().await;
}

/// A leaver's account is written over for another person, who signs in on the day from which the leaver was billed.
#[tokio::test]
async fn who_has_the_place_of_a_leaver_is_billed_on_the_same_day() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = system.member("ada@example.com").await;
    people.sign_in(&ada.id).await.expect(200);
    okta.unassign(&ada).await.expect(200);
    let eve = Person::from("ada@example.com").with_directory_id("00uSomebodyElse");
    let eve = okta.assign(&eve).await;
    assert_eq!(eve.id, ada.id, "the account stays");
    system.accept_invitation(&eve.id).await;
    let billed = people.sign_in(&eve.id).await.expect(200);
    assert_eq!(billed["lines"].as_array().unwrap().len(), 1, "{billed}");
    assert_eq!(lines(&people, "2026-03-01").await.len(), 2);
    system.check().await;
}

#[tokio::test]
async fn a_period_that_begins_without_the_plan_costs_nothing() {
    let system = LocalSystem::start().await;
    let (ada, people) = (system.member("ada@example.com").await, system.people());
    people.sign_in(&ada.id).await.expect(200);
    go_to(&system, "2026-03-20T08:00:00Z").await;
    set_plan(&system, Plan::Standard, "2026-03-20").await;
    go_to(&system, "2026-05-10T08:00:00Z").await;
    set_plan(&system, Plan::Advanced, "2026-05-10").await;
    go_to(&system, "2026-05-10T12:00:00Z").await;
    for month in ["2026-04-01", "2026-05-01"] {
        assert_eq!(lines(&people, month).await, [], "{month}");
    }
    // As when a price is agreed again: from the next sign-in on.
    let path = format!("/users/{}/sign-ins", ada.id);
    let without_plan = people.post(&path, &json!({ "at": "2026-05-05T08:00:00Z" })).await.expect(200);
    assert_eq!(without_plan["lines"], json!([]), "the plan had not come back");
    go_to(&system, "2026-05-12T08:00:00Z").await;
    people.sign_in(&ada.id).await.expect(200);
    assert_eq!(lines(&people, "2026-05-01").await, [line("2026-05-12", 774, "ada@example.com")]);
    go_to(&system, "2026-06-02T08:00:00Z").await;
    assert_eq!(lines(&people, "2026-06-01").await, [line("2026-06-01", 1200, "ada@example.com")]);
    system.check().await;
}

async fn set_plan(system: &LocalSystem, plan: Plan, today: &str) {
    let today = today.parse().unwrap();
    system.configure(|tenant| tenant.set_plan(plan, today)).await;
}

#[tokio::test]
async fn bills_stay_readable_when_the_plan_ends() {
    let system = LocalSystem::start().await;
    let (ada, people) = (system.member("ada@example.com").await, system.people());
    people.sign_in(&ada.id).await.expect(200);
    let mut portal = Portal::open(&system).await;
    set_plan(&system, Plan::Standard, "2026-03-02").await;
    assert_eq!(lines(&people, "2026-03-01").await, [line("2026-03-02", 1161, "ada@example.com")]);
    people.get("/billing/periods/2026-03-01").await.expect(200);
    people.get_csv("/billing/periods/2026-03-01/lines").await.expect(200);
    people.get("/users").await.expect_problem(403, "plan-required", "Advanced");
    portal.get("billing").await.expect(200, "ada@example.com");
    portal.get("billing.csv?period=2026-03-01").await.expect(200, "ada@example.com");
    system.check().await;
}

/// Reports come late: the last days on the plan are not given away.
#[tokio::test]
async fn a_sign_in_of_the_last_days_on_the_plan_is_billed_when_it_is_reported_later() {
    let system = LocalSystem::start().await;
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    let people = system.people();
    go_to(&system, "2026-03-20T12:00:00Z").await;
    set_plan(&system, Plan::Standard, "2026-03-20").await;
    let report = async |id: &str, at: &str| {
        let path = format!("/users/{id}/sign-ins");
        people.post(&path, &json!({ "at": at })).await.expect(200)["lines"].as_array().unwrap().len()
    };
    assert_eq!(report(&bob.id, "2026-03-20T11:00:00Z").await, 0, "the plan had ended");
    assert_eq!(report(&ada.id, "2026-03-18T08:00:00Z").await, 1);
    assert_eq!(report(&ada.id, "2026-03-18T08:00:00Z").await, 0);
    assert_eq!(lines(&people, "2026-03-01").await, [line("2026-03-18", 542, "ada@example.com")]);
    system.check().await;
}

/// By the lines, whatever is agreed on now.
#[tokio::test]
async fn periods_are_listed_by_the_lines_that_there_are() {
    let system = LocalSystem::start().await;
    let people = system.people();
    assert_eq!(people.get("/billing/periods").await.expect(200)["periods"], json!([]));
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    people.sign_in(&ada.id).await.expect(200);
    people.sign_in(&bob.id).await.expect(200);
    let today = "2026-03-10".parse().unwrap();
    let other = |change: &dyn Fn(&mut Terms)| {
        let mut terms = Terms {
            interval: Interval::Monthly,
            anchor: "2026-03-01".parse().unwrap(),
            price_minor: 1200,
            currency: Currency::parse("EUR").unwrap(),
        };
        change(&mut terms);
        terms
    };
    let dinars = other(&|terms| terms.currency = Currency::parse("KWD").unwrap());
    system.configure(|tenant| tenant.set_terms(Some(dinars), today)).await;
    go_to(&system, "2026-04-02T08:00:00Z").await;
    let yearly = other(&|terms| terms.interval = Interval::Yearly);
    let today = "2026-04-02".parse().unwrap();
    system.configure(|tenant| tenant.set_terms(Some(yearly), today)).await;
    go_to(&system, "2026-05-02T08:00:00Z").await;
    let listed = async || people.get("/billing/periods").await.expect(200)["periods"].clone();
    let all = listed().await;
    let told = |period: &Value| {
        let text = |name: &str| period[name].as_str().unwrap().to_owned();
        let day = text("lastChange")[..10].to_owned();
        let (sum, lines) = (&period["amountMinor"], &period["lines"]);
        format!("{}..{}: {sum} {}, {lines} lines, {day}", text("start"), text("end"), text("currency"))
    };
    // March in euros and April in dinars; then the year, of which 304 of 365 days are left: 999.45 for each.
    assert_eq!(
        all.as_array().unwrap().iter().map(told).collect::<Vec<_>>(),
        [
            "2026-04-01..2026-05-01: 2400 KWD, 2 lines, 2026-04-01",
            "2026-03-01..2027-03-01: 1998 EUR, 2 lines, 2026-05-01",
            "2026-03-01..2026-04-01: 2322 EUR, 2 lines, 2026-03-02",
        ]
    );
    // Nothing is agreed any more, and the plan is gone.
    system.configure(|tenant| tenant.set_terms(None, "2026-05-02".parse().unwrap())).await;
    set_plan(&system, Plan::Standard, "2026-05-02").await;
    assert_eq!(listed().await, all);
    for start in ["2026-03-01", "2026-04-01"] {
        people.get(&format!("/billing/periods/{start}")).await.expect(200);
        assert_eq!(people.get_csv(&format!("/billing/periods/{start}/lines")).await.expect(200).status, 200);
    }
    system.check().await;
}

/// The operator's backend has written its invoice of March.
#[tokio::test]
async fn what_comes_after_a_period_is_closed_is_a_line_that_says_which_it_corrects() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    people.sign_in(&ada.id).await.expect(200);
    let close = async |start: &str| people.post(&format!("/billing/periods/{start}/close"), &json!({})).await;
    close("2026-03-01").await.expect_problem(409, "period-not-over", "not over");
    close("current").await.expect_problem(409, "period-not-over", "not over");
    close("2026-03-07").await.expect_problem(404, "not-found", "period");
    go_to(&system, "2026-04-03T08:00:00Z").await;
    let closed = close("2026-03-01").await.expect(200);
    assert_eq!(
        (&closed["closedUntil"], &closed["periods"][0]["amountMinor"]),
        (&"2026-04-01".into(), &1161.into())
    );
    assert_eq!(close("2026-03-01").await.expect(200)["periods"], closed["periods"], "once more");
    let at = json!({ "at": "2026-03-30T08:00:00Z" });
    let late = people.post(&format!("/users/{}/sign-ins", bob.id), &at).await.expect(200);
    let march = json!({ "start": "2026-03-01", "end": "2026-04-01" });
    let line = &late["lines"][0];
    assert_eq!((&line["periodStart"], &line["corrects"]), (&"2026-04-01".into(), &march), "{late}");
    assert_eq!((&line["billableFrom"], &line["billableUntil"]), (&"2026-03-30".into(), &"2026-04-01".into()));
    assert_eq!(line["amountMinor"], 77, "1200 × 2 days ÷ 31 is 77.42");
    assert_eq!(lines(&people, "2026-03-01").await, [line_of_march()]);
    let april = people.get("/billing/periods/2026-04-01").await.expect(200);
    assert_eq!((&april["lines"], &april["closed"]), (&3.into(), &false.into()));
    assert_eq!(people.get("/billing/periods/2026-03-01").await.expect(200)["closed"], true);
    let list = people.get("/billing/periods").await.expect(200);
    let told =
        |at: usize| (list["periods"][at]["amountMinor"].clone(), list["periods"][at]["closed"].clone());
    assert_eq!([told(0), told(1)], [(2477.into(), false.into()), (1161.into(), true.into())]);
    let mut portal = Portal::open(&system).await;
    portal.get("billing").await.expect(200, "of the closed period 1 March 2026 to 31 March 2026");
    portal.get("billing?period=2026-03-01").await.expect(200, "This bill is closed");
    let csv = portal.get("billing.csv?period=2026-04-01").await.expect(200, "Total");
    assert!(csv.html.ends_with("Total,,,,,,,,,24.77,EUR\r\n"), "{csv}");
    system.check().await;
}

/// Reports of late sign-ins and the close of their period come at once: nothing is added to what was closed.
#[tokio::test(flavor = "multi_thread")]
async fn no_line_slips_into_a_period_that_is_being_closed() {
    let system = LocalSystem::start().await;
    let mut ids = Vec::new();
    for number in 0..16 {
        ids.push(system.member(&format!("user{number}@example.com")).await.id);
    }
    go_to(&system, "2026-04-03T08:00:00Z").await;
    let report = |id: String| {
        let people = system.people();
        tokio::spawn(async move {
            let at = json!({ "at": "2026-03-30T08:00:00Z" });
            people.post(&format!("/users/{id}/sign-ins"), &at).await
        })
    };
    let (first, second) = ids.split_at(8);
    let mut reports: Vec<_> = first.iter().cloned().map(report).collect();
    let close = system.people();
    let close =
        tokio::spawn(async move { close.post("/billing/periods/2026-03-01/close", &json!({})).await });
    reports.extend(second.iter().cloned().map(report));
    let closed = close.await.unwrap().expect(200);
    for (id, answer) in ids.iter().zip(join_all(reports).await) {
        // Who lost the race is told to come again.
        if answer.unwrap().status == 429 {
            report(id.clone()).await.unwrap().expect(200);
        }
    }
    let people = system.people();
    let in_march = lines(&people, "2026-03-01").await.len();
    let at_close =
        closed["periods"].as_array().unwrap().first().map_or(0, |sum| sum["lines"].as_u64().unwrap());
    assert_eq!(u64::try_from(in_march).unwrap(), at_close, "{closed}");
    let april = people.get("/billing/periods/2026-04-01/lines?limit=1000").await.expect(200);
    let corrections =
        april["lines"].as_array().unwrap().iter().filter(|line| !line["corrects"].is_null()).count();
    assert_eq!(in_march + corrections, 16, "each is billed once");
    system.check().await;
}

fn line_of_march() -> (String, u64, String) {
    line("2026-03-02", 1161, "ada@example.com")
}

async fn as_an_earlier_version_left_it(system: &LocalSystem) {
    let text = |item: &Item, name: &str| {
        item.get(name).and_then(|text| text.as_s().ok()).cloned().unwrap_or_default()
    };
    let mut items = system.table().items().await;
    items.retain(|item| text(item, "pk").contains("#B"));
    system.table().delete(&items).await;
    items.retain(|item| text(item, "pk").contains("#B#"));
    for line in &mut items {
        line.retain(|name, _| !matches!(name.as_str(), "number" | "billableUntil"));
        let place = format!("{}#{}", text(line, "userId"), text(line, "billableFrom"));
        line.insert("sk".to_owned(), AttributeValue::S(place));
    }
    system.table().write(items).await;
}

/// Earlier versions wrote lines without a number and without sums.
#[tokio::test]
async fn lines_of_earlier_versions_are_listed_too() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let (ada, bob) = (system.member("ada@example.com").await, system.member("bob@example.com").await);
    people.sign_in(&ada.id).await.expect(200);
    people.sign_in(&bob.id).await.expect(200);
    as_an_earlier_version_left_it(&system).await;
    go_to(&system, "2026-04-03T08:00:00Z").await;
    let today = "2026-04-03".parse().unwrap();
    system.configure(|tenant| tenant.set_terms(None, today)).await;
    for _ in 0..2 {
        let list = people.get("/billing/periods").await.expect(200);
        let told = |at: usize| [&list["periods"][at]["amountMinor"], &list["periods"][at]["lines"]];
        assert_eq!([told(0), told(1)], [[&json!(2400), &json!(2)], [&json!(2322), &json!(2)]], "{list}");
    }
    assert_eq!(lines(&people, "2026-03-01").await.len(), 2);
    system.check().await;
}

#[tokio::test]
async fn two_people_of_one_name_can_be_told_apart() {
    let system = LocalSystem::start().await;
    for login in ["smith1@example.com", "smith2@example.com"] {
        let person = system.scim().post("/Users", &named(login, "Kim Smith")).await.expect(201).id();
        system.accept_invitation(&person).await;
        system.people().sign_in(&person).await.expect(200);
    }
    let mut portal = Portal::open(&system).await;
    let page = portal.get("billing").await.expect(200, "Kim Smith");
    assert!(page.says("smith1@example.com") && page.says("smith2@example.com"), "{page}");
    assert!(page.says("Total of the period") && page.says("EUR\u{A0}23.22"), "{page}");
    system.check().await;
}
