//! What a report of a sign-in does, and what it does not, by the API for the operator's backend.

use futures_util::future::join_all;
use jiff::civil::Date;
use rollcall_tests::{Answer, TestSystem};
use serde_json::{Value, json};

/// Lines of the current period.
async fn lines(system: &TestSystem) -> Vec<Value> {
    let list = system.people().get("/billing/periods/current/lines").await.expect(200);
    list["lines"].as_array().unwrap().clone()
}

fn date(value: &Value) -> Date {
    value.as_str().unwrap().parse().unwrap()
}

fn days(from: &Value, until: &Value) -> u64 {
    u64::try_from(date(from).duration_until(date(until)).as_hours() / 24).unwrap()
}

/// The one line that the report made.
#[track_caller]
fn only_line(answer: &Answer) -> Value {
    let lines = answer["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 1, "{answer}");
    lines[0].clone()
}

#[tokio::test]
async fn the_first_sign_in_is_billed_from_its_day_on_and_others_add_nothing() {
    let system = TestSystem::start().await;
    let ada = system.member("ada@example.com").await;
    let people = system.people();
    let today = system.now().await.to_string()[..10].to_owned();
    let first = people.sign_in(&ada.id).await.expect(200);
    let line = only_line(&first);
    assert_eq!((&line["userId"], &line["currency"]), (&ada.id.as_str().into(), &"EUR".into()));
    assert_eq!((&line["billableFrom"], &line["priceMinor"]), (&today.as_str().into(), &1200.into()));
    let whole = days(&line["periodStart"], &line["periodEnd"]);
    let twice = 2 * 1200 * days(&line["billableFrom"], &line["periodEnd"]) + whole;
    assert_eq!(line["amountMinor"], twice / (2 * whole), "rounded half up: {line}");
    assert_eq!(first["billedUntil"], line["periodEnd"]);

    system.let_time_pass().await;
    let before = system.snapshot().await;
    for _ in 0..3 {
        let again = people.sign_in(&ada.id).await.expect(200);
        assert_eq!((&again["lines"], &again["firstSignedInAt"]), (&json!([]), &first["firstSignedInAt"]));
    }
    assert_eq!(before.difference(&system.snapshot().await), "", "nothing is written");
    assert_eq!(lines(&system).await, [line]);
    system.check().await;
}

/// The product reports each sign-in from wherever it happens, and reports again what was not answered.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_reports_at_once_bill_once() {
    let system = TestSystem::start().await;
    let ada = system.member("ada@example.com").await;
    let reports = (0..20).map(|_| {
        let (people, id) = (system.people(), ada.id.clone());
        tokio::spawn(async move { people.sign_in(&id).await })
    });
    let reports: Vec<_> = reports.collect();
    let answers: Vec<Answer> = join_all(reports).await.into_iter().map(Result::unwrap).collect();
    let mut billed = 0;
    for answer in answers {
        // Who lost too many races is told to come back.
        if answer.status != 429 {
            billed += answer.expect(200)["lines"].as_array().unwrap().len();
        }
    }
    assert_eq!((billed, lines(&system).await.len()), (1, 1));
    system.check().await;
}

#[tokio::test]
async fn who_cannot_have_signed_in_is_refused_and_nothing_is_written() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let invited = okta.assign("not-yet@example.com").await;
    let blocked = system.member("blocked@example.com").await;
    okta.unassign(&blocked).await.expect(200);
    let ada = system.member("ada@example.com").await;
    let before = system.snapshot().await;

    people.sign_in(&invited.id).await.expect_problem(409, "not-accepted", "not accepted");
    people.sign_in(&blocked.id).await.expect_problem(409, "inactive", "deactivated");
    let path = format!("/users/{}/sign-ins", ada.id);
    let now = system.now().await;
    for (at, about) in [
        (json!(now + jiff::SignedDuration::from_mins(30)), "future"),
        (json!(now - jiff::SignedDuration::from_hours(31 * 24 + 1)), "31 days"),
        (json!("yesterday"), "`at` cannot be read"),
        (json!(7), "`at` must be"),
    ] {
        people.post(&path, &json!({ "at": at })).await.expect_problem(400, "invalid-request", about);
    }
    people.post(&path, &json!({ "when": now })).await.expect_problem(400, "invalid-request", "when");
    people.get(&path).await.expect_problem(405, "method-not-allowed", "GET");
    for id in ["unknown", "f3bb189e-8bf9-4888-9912-ace4e6543002"] {
        people.sign_in(id).await.expect_problem(404, "not-found", "");
    }
    let other = system.tenant("other").await;
    let theirs = people.clone().with_token(system.people_token_of(&other).await);
    theirs.sign_in(&ada.id).await.expect_problem(404, "not-found", "");
    people.clone().with_token(other.token.as_str()).sign_in(&ada.id).await.expect_problem(
        403,
        "wrong-scope",
        "",
    );
    people.clone().without_token().sign_in(&ada.id).await.expect_problem(401, "unauthorized", "");

    let changed = before.difference(&system.snapshot().await);
    assert!(!changed.contains("USER") && !changed.contains("#B#"), "{changed}");
    assert_eq!(lines(&system).await, Vec::<Value>::new());
    system.check().await;
}

#[tokio::test]
async fn who_is_provisioned_again_is_not_billed_again() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = system.member("ada@example.com").await;
    let first = only_line(&system.people().sign_in(&ada.id).await.expect(200));
    okta.unassign(&ada).await.expect(200);
    let back = okta.reassign(&ada).await;
    assert_eq!(back.id, ada.id);
    let again = system.people().sign_in(&back.id).await.expect(200);
    assert_eq!(again["lines"], json!([]));
    assert_eq!(lines(&system).await, [first]);
    system.check().await;
}

#[tokio::test]
async fn without_a_price_sign_ins_are_noted_and_nothing_is_billed() {
    let system = TestSystem::start().await;
    system.configure(|tenant| tenant.terms = None).await;
    let ada = system.member("ada@example.com").await;
    let answer = system.people().sign_in(&ada.id).await.expect(200);
    assert!(answer["firstSignedInAt"].is_string(), "{answer}");
    assert!(answer["billedUntil"].is_null(), "{answer}");
    assert_eq!(answer["lines"], json!([]));
    for path in ["/billing/periods/current", "/billing/periods/current/lines"] {
        system.people().get(path).await.expect_problem(404, "no-terms", "no price");
    }
    system.check().await;
}
