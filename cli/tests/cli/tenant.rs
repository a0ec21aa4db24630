//! `rollcall tenant`.

use serde_json::json;

use crate::command::{bare, ran, rollcall};
use crate::local::start;

#[tokio::test]
async fn a_tenant_is_made_changed_shown_and_listed() {
    let local = start().await;
    let made = rollcall(&local.ready, "tenant create acme --name Acme --plan advanced --json").await.json();
    assert_eq!(
        (&made["plan"], &made["scimEnabled"], &made["profileSync"]),
        (&json!("advanced"), &json!(true), &json!("off"))
    );
    let set = "tenant set acme --plan standard --scim off --profile-sync full --json";
    let changed = rollcall(&local.ready, set).await.json();
    let shown = rollcall(&local.ready, "tenant show acme --json").await.json();
    assert_eq!(changed, shown);
    assert_eq!(
        (&shown["plan"], &shown["scimEnabled"], &shown["profileSync"]),
        (&json!("standard"), &json!(false), &json!("full"))
    );
    assert_eq!(shown["name"], "Acme");
    let listed = rollcall(&local.ready, "tenant list --json").await.json();
    let ids: Vec<_> = listed.as_array().unwrap().iter().map(|tenant| tenant["id"].clone()).collect();
    assert_eq!(ids, ["acme", "demo"]);
}

#[tokio::test]
async fn a_price_is_agreed_changed_and_taken_away() {
    let local = start().await;
    let set =
        "tenant create acme --price-minor 1200 --currency EUR --billing monthly --billing-anchor 2026-01-15";
    let text = rollcall(&local.ready, set).await.text();
    assert!(text.contains("price         EUR 12.00 a person, monthly"), "{text}");
    let dearer = rollcall(&local.ready, "tenant set acme --price-minor 1500 --json").await.json();
    let expected =
        json!({ "interval": "monthly", "anchor": "2026-01-15", "priceMinor": 1500, "currency": "EUR" });
    assert_eq!(dearer["terms"], expected);
    let error = rollcall(&local.ready, "tenant set acme --no-billing --price-minor 1").await.failed(2);
    assert!(error.contains("cannot be used with"), "{error}");
    let without = rollcall(&local.ready, "tenant set acme --no-billing --yes --json").await.json();
    assert!(without["terms"].is_null(), "{without}");
    let error = rollcall(&local.ready, "tenant set acme --price-minor 1").await.failed(1);
    assert!(error.contains("--billing-anchor"), "{error}");
}

#[tokio::test]
async fn a_currency_is_one_of_iso_4217_and_shown_as_it_is_written() {
    let local = start().await;
    let set =
        "tenant create acme --billing monthly --billing-anchor 2026-01-15 --price-minor 1500 --currency";
    for wrong in ["ZZZ", "XXX", "HRK", "eur"] {
        let error = rollcall(&local.ready, &format!("{set} {wrong}")).await.failed(2);
        assert!(error.contains("ISO 4217"), "{error}");
    }
    for (code, price) in [("EUR", "EUR 15.00"), ("JPY", "JPY 1,500"), ("KWD", "KWD 1.500")] {
        let id = code.to_lowercase();
        let set = set.replace("acme", &id);
        let text = rollcall(&local.ready, &format!("{set} {code}")).await.text();
        assert!(text.contains(&format!("price         {price} a person, monthly")), "{text}");
    }
}

#[tokio::test]
async fn a_plan_with_a_price_is_ended_only_when_asked_for_twice() {
    let local = start().await;
    let error = rollcall(&local.ready, "tenant set demo --plan standard").await.failed(1);
    assert!(error.contains("--yes") && error.contains("EUR 12.00"), "{error}");
    let shown = rollcall(&local.ready, "tenant show demo --json").await.json();
    assert_eq!(shown["plan"], "advanced", "nothing is changed");
    let set = rollcall(&local.ready, "tenant set demo --plan standard --yes --json").await.json();
    assert_eq!(set["plan"], "standard");
    let error = rollcall(&local.ready, "tenant set demo --plan advanced").await.failed(1);
    assert!(error.contains("--yes") && error.contains("sign-in"), "{error}");
    rollcall(&local.ready, "tenant set demo --plan advanced --yes").await.text();
    // Nothing becomes of billing here.
    rollcall(&local.ready, "tenant set demo --plan advanced --name Demo").await.text();
    rollcall(&local.ready, "tenant create free --plan advanced").await.text();
    rollcall(&local.ready, "tenant set free --plan standard").await.text();
}

/// Another price is what the option says; the rest does more to bills than it says.
#[tokio::test]
async fn currency_and_periods_are_changed_and_billing_is_ended_only_when_asked_for_twice() {
    let local = start().await;
    let before = rollcall(&local.ready, "tenant show demo --json").await.json();
    for (change, told) in [
        ("--currency JPY", "two currencies"),
        ("--billing yearly", "yearly"),
        ("--billing-anchor 2026-01-15 --price-minor 900", "EUR 9.00"),
        ("--no-billing", "Nothing more is billed"),
        ("--no-billing --plan standard", "Nothing more is billed"),
    ] {
        let error = rollcall(&local.ready, &format!("tenant set demo {change}")).await.failed(1);
        assert!(error.contains("--yes") && error.contains(told), "{change}: {error}");
    }
    assert_eq!(rollcall(&local.ready, "tenant show demo --json").await.json(), before, "nothing is changed");
    rollcall(&local.ready, "tenant set demo --price-minor 1300 --currency EUR").await.text();
    let set = rollcall(&local.ready, "tenant set demo --currency JPY --yes --json").await.json();
    assert_eq!(set["terms"]["currency"], "JPY");
    rollcall(&local.ready, "tenant set demo --no-billing --yes").await.text();
    let anew =
        "tenant set demo --price-minor 1200 --currency EUR --billing monthly --billing-anchor 2026-01-15";
    rollcall(&local.ready, anew).await.text();
}

#[tokio::test]
async fn people_read_text() {
    let local = start().await;
    let text = rollcall(&local.ready, "tenant create acme --name Acme").await.text();
    assert!(text.contains("plan          standard"), "{text}");
    assert!(text.contains("on, but not in the plan"), "{text}");
    let list = rollcall(&local.ready, "tenant list").await.text();
    let lines: Vec<_> = list.lines().collect();
    assert_eq!(lines[0], "TENANT  PLAN      SCIM                     NAME");
    assert_eq!(lines[2], "demo    advanced  on                       Demo");
}

#[tokio::test]
async fn a_mistake_is_answered_with_the_way_out() {
    let local = start().await;
    let ready = &local.ready;
    let error = rollcall(ready, "tenant show nobody").await.failed(1);
    assert!(error.contains("no tenant \"nobody\"") && error.contains("tenant list"), "{error}");
    let error = rollcall(ready, "tenant create demo").await.failed(1);
    assert!(error.contains("tenant set"), "{error}");
    let error = rollcall(ready, "tenant set demo").await.failed(1);
    assert!(error.contains("--plan"), "{error}");
    let error = rollcall(ready, "tenant set demo --plan gold").await.failed(2);
    assert!(error.contains("standard") && error.contains("advanced"), "{error}");
    let error = rollcall(ready, "tenant create Not_An_Id").await.failed(2);
    assert!(error.contains("lower-case"), "{error}");
    let error = rollcall(ready, "tenant list --table elsewhere").await.failed(1);
    assert!(error.contains("no table \"elsewhere\""), "{error}");
}

#[tokio::test]
async fn without_table_region_or_credentials_it_says_which_is_missing() {
    let list = "tenant list --table rollcall";
    let error = ran(list, bare("tenant list")).await.failed(2);
    assert!(error.contains("--table"), "{error}");
    let error = ran(list, bare(list)).await.failed(1);
    assert!(error.contains("AWS_REGION"), "{error}");
    let mut region_only = bare(list);
    region_only.env("AWS_REGION", "eu-central-1");
    let error = ran(list, region_only).await.failed(1);
    assert!(error.contains("no AWS credentials"), "{error}");
}
