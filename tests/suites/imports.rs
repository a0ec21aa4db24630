//! Imports by the people API: whom a list brings in, and what is told of its lines.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use rollcall_rules::tenant::Plan;
use rollcall_tests::{Answer, People, TestSystem};
use serde_json::{Value, json};

/// Sends a list as CSV, in these bytes.
async fn import(people: &People, query: &str, text: impl Into<String>) -> Answer {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/csv"))]);
    people.send(Method::POST, &format!("/imports{query}"), Some(text.into()), &headers).await
}

/// How many were created and there already, and how many remain.
fn counts(answer: &Answer) -> [u64; 3] {
    ["created", "alreadyThere", "remaining"].map(|name| answer[name].as_u64().unwrap())
}

#[tokio::test]
async fn a_list_brings_in_whom_a_rehearsal_would_create_and_again_does_no_harm() {
    let system = TestSystem::start().await;
    let people = system.people();
    let bob = system.okta().assign("bob@example.com").await;
    let text = "\u{FEFF}Family name;E-MAIL;Cost centre;first_name\r\nLovelace;ada@example.com;1;Ada\r\n\r\n\
                King;bob@example.com;2;Bob\r\n;eve;3;\r\n;ADA@example.com;4;\r\n;too;many;fields;here\r\n";
    let before = system.snapshot().await;
    let dry = import(&people, "?dryRun=true", text).await.expect(200);
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    let done = import(&people, "", text).await.expect(200);
    for answer in [&dry, &done] {
        assert_eq!(counts(answer), [1, 1, 0], "{answer}");
        assert_eq!(
            answer["failed"],
            json!([
                { "line": 5, "reason": "the address is not an e-mail address" },
                { "line": 6, "reason": "line 2 has the same address" },
                { "line": 7, "reason": "has 5 fields, and the header has 4" },
            ])
        );
        assert_eq!(answer["unreadColumns"], json!(["Cost centre"]));
        assert!(answer.body.get("next").is_none(), "{answer}");
    }
    assert_eq!((&dry["dryRun"], &done["dryRun"]), (&json!(true), &json!(false)));
    let found = people.get("/users?q=ada@example.com").await.expect(200);
    let ada = &found["users"][0];
    assert_eq!((&ada["linked"], &ada["status"]), (&json!(false), &json!("provisioned")), "{ada}");
    assert_eq!(ada["profile"], json!({ "givenName": "Ada", "familyName": "Lovelace" }), "{ada}");
    // The history is written a moment later.
    let kept = system.snapshot().await;
    let history = people.get(&format!("/users/{}/history", ada["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(history["entries"][0]["by"], "operator", "{history}");
    let again = import(&people, "", text).await.expect(200);
    assert_eq!(counts(&again), [0, 2, 0]);
    let difference = kept.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    let shown = people.get(&format!("/users/{}", bob.id)).await.expect(200);
    assert_eq!(shown["linked"], true, "{shown}");
    system.check().await;
}

#[tokio::test]
async fn users_of_scim_are_brought_in_by_their_address_and_names() {
    let system = TestSystem::start().await;
    let people = system.people();
    let list = json!({ "Resources": [
        {
            "userName": "ada@example.com",
            "externalId": "1",
            "displayName": "Countess",
            "name": { "givenName": "Ada", "formatted": "Ada L." },
        },
        { "userName": "eve@example.com", "active": false },
        { "userName": "Ada@example.com" },
        { "userName": 7 },
        { "userName": "bob@example.com", "displayName": "Bob\nKing" },
        { "userName": "cleo@example.com", "active": true },
    ]});
    let done = people.post("/imports", &list).await.expect(200);
    assert_eq!(counts(&done), [2, 0, 0], "{done}");
    let failed = done["failed"].as_array().unwrap();
    let lines: Vec<_> = failed.iter().map(|failed| failed["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 4, 5], "{done}");
    for (failed, about) in failed.iter().zip(["active is false", "line 1 has", "userName", "displayName"]) {
        assert!(failed["reason"].as_str().unwrap().contains(about), "{failed}");
    }
    let found = people.get("/users?q=ada@example.com").await.expect(200);
    let expected = json!({ "givenName": "Ada", "displayName": "Countess" });
    assert_eq!(found["users"][0]["profile"], expected, "{found}");
    assert_eq!(found["users"][0]["linked"], false);
    // From a line on, those before are left out, and what is wrong with them is not told again.
    let rest = people.post("/imports?from=4", &list).await.expect(200);
    assert_eq!(counts(&rest), [0, 1, 0]);
    assert_eq!(rest["failed"].as_array().unwrap().len(), 2, "{rest}");
    let past = people.post("/imports?from=7", &list).await.expect(200);
    assert_eq!((counts(&past), &past["failed"]), ([0, 0, 0], &json!([])));
    system.check().await;
}

#[tokio::test]
async fn the_operator_brings_in_people_of_a_tenant() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let path = format!("/tenants/{}/imports", system.demo().id);
    let list = json!({ "Resources": [{ "userName": "ada@example.com" }] });
    let done = operator.post(&path, &list).await.expect(200);
    assert_eq!(counts(&done), [1, 0, 0]);
    let again = system.people().post("/imports", &list).await.expect(200);
    assert_eq!(counts(&again), [0, 1, 0]);
    system.check().await;
}

#[tokio::test]
async fn what_is_no_list_or_too_long_brings_in_nobody() {
    let system = TestSystem::start().await;
    let people = system.people();
    let before = system.snapshot().await;
    for body in [json!({}), json!([]), json!({ "Resources": [] }), json!("x")] {
        people.post("/imports", &body).await.expect_problem(400, "invalid-request", "Resources");
    }
    let long: String = (0..=1_000).map(|number| format!("p{number}@example.com\n")).collect();
    for (text, status, kind, about) in [
        ("", 400, "invalid-request", "empty"),
        ("ada@example.com\n", 400, "invalid-request", "called \"email\""),
        ("email,Mail\nada@example.com,ada@example.com\n", 400, "invalid-request", "hold the same"),
        (&format!("email\n{long}"), 413, "too-large", "1000 people"),
        (&format!("email\n{}", "x".repeat(4 * 1024 * 1024)), 413, "too-large", "4 MiB"),
    ] {
        import(&people, "", text).await.expect_problem(status, kind, about);
    }
    let good = "email\nada@example.com\n";
    for (query, about) in
        [("?from=0", "`from`"), ("?from=x", "from"), ("?dryRun=yes", "dryRun"), ("?dry=1", "dry")]
    {
        import(&people, query, good).await.expect_problem(400, "invalid-request", about);
    }
    import(&people.clone().without_token(), "", good).await.expect_problem(401, "unauthorized", "");
    let too_long = import(&people, "", format!("email,name\nada@example.com,{}\n", "x".repeat(5_000))).await;
    let too_long = too_long.expect(200);
    assert_eq!(counts(&too_long), [0, 0, 0]);
    let reason = too_long["failed"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("longer than 4096 bytes"), "{too_long}");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    import(&people, "", good).await.expect_problem(403, "plan-required", "Advanced");
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    let found: Value = people.get("/users").await.expect(200).body;
    assert_eq!(found["users"], json!([]), "{found}");
    system.check().await;
}
