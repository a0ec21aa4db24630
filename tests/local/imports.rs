//! Imports over a table that fails.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use rollcall_tests::faulty::Fault;
use rollcall_tests::{Answer, LocalSystem, People, Portal};
use serde_json::Value;

const PEOPLE: usize = 60;

/// The share of calls that fail, of a hundred.
const PERCENT: f64 = 8.0;

/// So many people as CSV.
fn list() -> String {
    let people: String =
        (0..PEOPLE).map(|number| format!("person{number}@example.com,P{number}\n")).collect();
    format!("email,givenName\n{people}")
}

async fn import(people: &People, from: u64) -> Answer {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/csv"))]);
    people.send(Method::POST, &format!("/imports?from={from}"), Some(list()), &headers).await
}

/// Everybody of the list has one account.
async fn expect_all(system: &LocalSystem) {
    let mut users: Vec<Value> = Vec::new();
    let mut path = "/users?limit=200".to_owned();
    loop {
        let page = system.people().get(&path).await.expect(200);
        users.extend(page["users"].as_array().unwrap().iter().cloned());
        match page.body.get("next").and_then(Value::as_str) {
            Some(next) => path = format!("/users?limit=200&cursor={next}"),
            None => break,
        }
    }
    let mut emails: Vec<_> = users.iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect();
    emails.sort_unstable();
    let mut all: Vec<_> = (0..PEOPLE).map(|number| format!("person{number}@example.com")).collect();
    all.sort_unstable();
    assert_eq!(emails, all);
}

#[tokio::test]
async fn an_import_goes_on_over_a_failing_table_until_everybody_is_there_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(31).await;
    let people = system.people();
    import(&people.clone(), PEOPLE as u64 + 2).await.expect(200);
    faulty.fail(&Fault::ALL, PERCENT);
    let (mut from, mut refused) = (1, 0);
    for tries in 0.. {
        assert!(tries < 200, "it does not end: {from}");
        let answer = import(&people, from).await;
        if answer.status == 429 {
            assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{answer}");
            refused += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        }
        let answer = answer.expect(200);
        match answer.body.get("next").and_then(Value::as_u64) {
            Some(next) => {
                assert!(next >= from && answer["remaining"].as_u64() > Some(0), "{answer}");
                from = next;
            }
            None => break,
        }
    }
    assert!(faulty.heal() > 0 && refused < 200);
    let again = import(&people, 1).await.expect(200);
    assert_eq!((&again["created"], &again["alreadyThere"]), (&Value::from(0), &Value::from(PEOPLE)));
    expect_all(&system).await;
    system.check().await;
}

#[tokio::test]
async fn a_table_that_is_away_is_told_as_what_passes_and_nobody_is_lost() {
    let (system, faulty) = LocalSystem::over_faulty_table(32).await;
    let people = system.people();
    // The answer that the table gave to the first account got lost.
    faulty.lose_answers("TransactWriteItems", 1);
    let done = import(&people, 1).await.expect(200);
    let there = |name: &str| done[name].as_u64().unwrap();
    assert_eq!(there("created") + there("alreadyThere") + there("remaining"), PEOPLE as u64, "{done}");
    faulty.fail(&[Fault::Throttled], 100.0);
    let away = import(&people, 1).await.expect(429);
    assert!(away.header("retry-after").parse::<u32>().is_ok(), "{away}");
    faulty.heal();
    import(&people, 1).await.expect(200);
    expect_all(&system).await;
    system.check().await;
}

#[tokio::test]
async fn the_portal_goes_on_over_a_failing_table_until_everybody_is_there_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(33).await;
    let mut portal = Portal::open(&system).await;
    portal.get("import").await.expect(200, "CSV in UTF-8");
    let text = list();
    let checked = portal.upload("import-check", &[], Some(("people.csv", text.as_bytes()))).await;
    checked.expect(200, "Bring in 60 people?");
    faulty.fail(&Fault::ALL, PERCENT);
    let (mut from, mut created) = ("1".to_owned(), "0".to_owned());
    for tries in 0.. {
        assert!(tries < 200, "it does not end: {from}");
        let fields = [("text", text.as_str()), ("from", from.as_str()), ("created", created.as_str())];
        let page = portal.upload("importing", &fields, None).await;
        if page.status == 429 {
            continue;
        }
        let page = page.expect(200, "people dealt with");
        match page.values("from").first() {
            Some(next) => from = (*next).to_owned(),
            None => {
                assert!(page.says("60 of 60 people dealt with"), "{page}");
                break;
            }
        }
        created = page.values("created")[0].to_owned();
    }
    assert!(faulty.heal() > 0);
    expect_all(&system).await;
    system.check().await;
}
