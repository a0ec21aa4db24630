//! What a tenant's people cost, by billing period, for the operator's backend: as JSON and as CSV.

use rollcall_tests::TestSystem;
use serde_json::{Value, json};

#[tokio::test]
async fn a_period_is_summed_up_and_its_lines_come_by_the_page() {
    let system = TestSystem::start().await;
    let people = system.people();
    let mut ids = Vec::new();
    for number in 0..5 {
        let person = system.member(&format!("user{number}@example.com")).await;
        people.sign_in(&person.id).await.expect(200);
        ids.push(person.id);
    }
    ids.sort();
    let sum = people.get("/billing/periods/current").await.expect(200);
    let start = sum["period"]["start"].as_str().unwrap();
    assert_eq!(sum["lines"], 5);

    let (mut lines, mut pages, mut next) = (Vec::new(), 0, String::new());
    loop {
        let page = people.get(&format!("/billing/periods/{start}/lines?limit=2{next}")).await.expect(200);
        assert_eq!(page["period"], sum["period"]);
        lines.extend(page["lines"].as_array().unwrap().clone());
        pages += 1;
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!((pages, lines.len()), (3, 5));
    let of: Vec<&str> = lines.iter().map(|line| line["userId"].as_str().unwrap()).collect();
    assert_eq!(of, ids, "in order of id, each once");
    let total: u64 = lines.iter().map(|line| line["amountMinor"].as_u64().unwrap()).sum();
    assert_eq!(sum["amounts"], json!([{ "amountMinor": total, "currency": "EUR" }]));
    assert!(lines.iter().all(|line| line["userName"].as_str().unwrap().ends_with("@example.com")));

    let all = people.get("/billing/periods/current/lines").await.expect(200);
    assert_eq!(all["lines"], Value::Array(lines));
    assert!(all["next"].is_null());
    system.check().await;
}

#[tokio::test]
async fn a_period_is_a_table_for_a_spreadsheet_in_which_no_name_is_a_formula() {
    let system = TestSystem::start().await;
    let people = system.people();
    let path = "/billing/periods/current/lines";
    let empty = people.get_csv(path).await.expect(200);
    let header = "userId,userName,periodStart,periodEnd,billableFrom,priceMinor,amountMinor,currency,billableUntil,\
                  madeAt,corrects\r\n";
    assert_eq!(empty.body, header);
    for login in ["ada@example.com", "=1+1@example.com"] {
        let person = system.member(login).await;
        people.sign_in(&person.id).await.expect(200);
    }
    let table = people.get_csv(path).await.expect(200);
    assert!(table.header("content-type").starts_with("text/csv"), "{table}");
    assert!(table.header("content-disposition").contains("attachment; filename=\"billing-2"), "{table}");
    let text = table.body.as_str().unwrap();
    assert!(text.starts_with(header) && text.ends_with("Z,\r\n"), "{text}");
    assert!(text.contains(",'=1+1@example.com,") && text.contains(",ada@example.com,"), "{text}");
    assert_eq!(text.lines().count(), 3);
    for (query, about) in [("limit=0", "limit"), ("limit=1001", "1000"), ("cursor=x", "cursor")] {
        people.get_csv(&format!("{path}?{query}")).await.expect_problem(400, "invalid-request", about);
    }
    people.get_csv("/billing/periods/2001-02-03/lines").await.expect_problem(404, "not-found", "period");
    system.check().await;
}

#[tokio::test]
async fn a_table_that_does_not_hold_all_lines_leads_to_the_next() {
    let system = TestSystem::start().await;
    let people = system.people();
    let mut ids = Vec::new();
    for number in 0..5 {
        let person = system.member(&format!("user{number}@example.com")).await;
        people.sign_in(&person.id).await.expect(200);
        ids.push(person.id);
    }
    ids.sort();
    let start = people.get("/billing/periods/current").await.expect(200)["period"]["start"].clone();
    let whole = people.get_csv("/billing/periods/current/lines").await.expect(200);
    assert_eq!(whole.header("link"), "", "it holds all");
    let mut rows: Vec<String> = Vec::new();
    let (mut tables, mut path) = (0, "/billing/periods/current/lines?limit=2".to_owned());
    loop {
        let table = people.get_csv(&path).await.expect(200);
        rows.extend(table.body.as_str().unwrap().lines().skip(1).map(str::to_owned));
        tables += 1;
        let link = table.header("link");
        if link.is_empty() {
            break;
        }
        // Relative to the table's own address (RFC 8288 §3.1).
        let next = link.strip_prefix("<..").and_then(|link| link.strip_suffix(">; rel=\"next\""));
        path = format!("/billing/periods{}", next.unwrap_or_else(|| panic!("{link}")));
        assert!(path.starts_with(&format!("/billing/periods/{}/lines?", start.as_str().unwrap())), "{path}");
    }
    assert_eq!(tables, 3);
    let of: Vec<&str> = rows.iter().filter_map(|row| row.split(',').next()).collect();
    assert_eq!(of, ids, "in order of id, each once");
    assert_eq!(whole.body.as_str().unwrap().lines().skip(1).collect::<Vec<_>>(), rows);
    system.check().await;
}

#[tokio::test]
async fn what_is_no_period_or_no_page_is_refused() {
    let system = TestSystem::start().await;
    let people = system.people();
    for start in ["last", "2001-02-03", "2026-13-01", "-001-01-01", "20260501"] {
        for path in [format!("/billing/periods/{start}"), format!("/billing/periods/{start}/lines")] {
            people.get(&path).await.expect_problem(404, "not-found", "");
        }
    }
    let lines = "/billing/periods/current/lines";
    for (query, about) in [
        ("limit=0", "limit"),
        ("limit=1001", "1000"),
        ("limit=many", "`limit` must be a whole number"),
        ("cursor=x", "cursor"),
        ("offset=2", "offset"),
    ] {
        people.get(&format!("{lines}?{query}")).await.expect_problem(400, "invalid-request", about);
    }
    people.post(lines, &json!({})).await.expect_problem(405, "method-not-allowed", "POST");
    people.without_token().get(lines).await.expect_problem(401, "unauthorized", "");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_sees_no_lines_of_another() {
    let system = TestSystem::start().await;
    let ada = system.member("ada@example.com").await;
    system.people().sign_in(&ada.id).await.expect(200);
    let other = system.tenant("other").await;
    let theirs = system.people().with_token(system.people_token_of(&other).await);
    assert_eq!(theirs.get("/billing/periods/current").await.expect(200)["lines"], 0);
    assert_eq!(theirs.get("/billing/periods/current/lines").await.expect(200)["lines"], json!([]));
    system.check().await;
}
