//! What is refused, how it is said, and that nothing was written.
//!
//! One table: a request, and the status, `scimType` and words of its answer. The table of users is compared before
//! and after each.

use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use rollcall_tests::scim::{Request, encode};
use rollcall_tests::{Scim, TestSystem, USER_URN, patch_op};
use serde_json::{Value, json};

/// A way to be refused.
struct Refusal {
    name: String,
    request: Request,
    status: u16,
    scim_type: Option<&'static str>,
    detail: &'static str,
}

/// A tenant with one person, Ada, and the requests to her.
struct Company {
    scim: Scim,
    ada: String,
}

impl Company {
    fn get(&self, path: &str) -> Request {
        self.scim.request(Method::GET, path)
    }

    fn post(&self, body: impl Into<String>) -> Request {
        self.scim.request(Method::POST, "/Users").text(body)
    }

    fn put(&self, body: &Value) -> Request {
        self.scim.request(Method::PUT, &format!("/Users/{}", self.ada)).json(body)
    }

    fn patch(&self, operations: &Value) -> Request {
        self.patch_with(&patch_op(operations))
    }

    fn patch_with(&self, body: &Value) -> Request {
        self.scim.request(Method::PATCH, &format!("/Users/{}", self.ada)).json(body)
    }
}

/// Sends each and tells of all that were not refused as they should be, or left something behind.
async fn walk(system: &TestSystem, refusals: Vec<Refusal>) {
    let mut wrong = Vec::new();
    let mut before = system.snapshot().await;
    for Refusal { name, request, status, scim_type, detail } in refusals {
        let answer = request.send().await;
        if let Err(fault) = answer.refusal(status, scim_type, detail) {
            wrong.push(format!("== {name}: {fault}\n{answer}"));
        }
        let after = system.snapshot().await;
        let difference = before.difference(&after);
        if !difference.is_empty() {
            wrong.push(format!("== {name} wrote\n{difference}"));
            before = after;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

async fn company(system: &TestSystem) -> Company {
    system.sync_profiles().await;
    let ada = system.okta().assign("ada@example.com").await.id;
    Company { scim: system.scim(), ada }
}

fn refusal(
    name: impl Into<String>,
    request: Request,
    (status, scim_type, detail): (u16, Option<&'static str>, &'static str),
) -> Refusal {
    Refusal { name: name.into(), request, status, scim_type, detail }
}

#[tokio::test]
async fn strangers_are_refused() {
    let system = TestSystem::start().await;
    let Company { scim, ada } = company(&system).await;
    let expired = system.expired_token().await;
    let revoked = system.issue_token(None).await;
    system.revoke_token(&revoked.id).await;
    let demo = &system.demo().id;

    let unauthorized = (401, None, "token");
    let mut refusals = Vec::new();
    for (name, token) in [
        ("a wrong token", format!("rc_{demo}_{}", "0".repeat(64))),
        ("a token without its last digit", system.demo().token[..system.demo().token.len() - 1].to_owned()),
        ("an unknown tenant", format!("rc_nobody_{}", "0".repeat(64))),
        ("an expired token", expired),
        ("a revoked token", revoked.token),
        ("no Rollcall token", "hello".to_owned()),
        ("an empty token", String::new()),
        ("a tenant that could be a key", "rc_#U_00".to_owned()),
    ] {
        let scim = scim.clone().with_token(token);
        refusals.push(refusal(name, scim.request(Method::GET, "/Users"), unauthorized));
        let create = json!({ "schemas": [USER_URN], "userName": "eve@example.com" });
        refusals.push(refusal(name, scim.request(Method::POST, "/Users").json(&create), unauthorized));
        refusals.push(refusal(name, scim.request(Method::DELETE, &format!("/Users/{ada}")), unauthorized));
        refusals.push(refusal(name, scim.request(Method::GET, "/ServiceProviderConfig"), unauthorized));
    }
    let anonymous = scim.clone().without_token();
    refusals.push(refusal("no token", anonymous.request(Method::GET, "/Users"), unauthorized));
    let basic = anonymous.request(Method::GET, "/Users").header(&AUTHORIZATION, "Basic YWRhOmFkYQ==");
    refusals.push(refusal("another scheme", basic, unauthorized));
    let people = scim.with_token(system.people_token());
    refusals.push(refusal("another scope", people.request(Method::GET, "/Users"), (403, None, "scope")));
    walk(&system, refusals).await;
    system.check().await;
}

#[tokio::test]
async fn the_scheme_of_a_token_minds_no_case() {
    let system = TestSystem::start().await;
    let request = system.scim().without_token().request(Method::GET, "/Users");
    let answer = request.header(&AUTHORIZATION, &format!("bearer {}", system.demo().token)).send().await;
    assert_eq!(answer.status, 200);
    system.check().await;
}

#[tokio::test]
async fn bodies_that_are_no_user_are_refused() {
    let system = TestSystem::start().await;
    let company = company(&system).await;
    let syntax = |detail| (400, Some("invalidSyntax"), detail);
    let value = |detail| (400, Some("invalidValue"), detail);
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let user = |members: Value| {
        let mut user = json!({ "schemas": [USER_URN], "userName": "eve@example.com" });
        user.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        user.to_string()
    };
    let large = user(json!({ "displayName": "x".repeat(65 * 1024) }));
    let mut refusals = vec![
        refusal("no body", company.post(""), syntax("JSON")),
        refusal("broken JSON", company.post("{\"userName\": "), syntax("JSON")),
        refusal("JSON and more", company.post(format!("{} x", user(json!({})))), syntax("JSON")),
        refusal("an array", company.post("[]"), syntax("object")),
        refusal("a string", company.post("\"eve@example.com\""), syntax("object")),
        refusal("null", company.post("null"), syntax("object")),
        refusal("200 levels", company.post(format!("{{\"userName\":{nested}}}")), syntax("JSON")),
        refusal("65 KiB", company.post(large), (413, None, "64")),
        refusal("a name that is a string", company.post(user(json!({ "name": "Eve" }))), value("name")),
        refusal(
            "a title that is an object",
            company.post(user(json!({ "title": { "a": 1 } }))),
            value("title"),
        ),
        refusal("a perhaps", company.post(user(json!({ "active": "perhaps" }))), value("active")),
        refusal(
            "an externalId of 513 bytes",
            company.post(user(json!({ "externalId": "x".repeat(513) }))),
            value("externalId"),
        ),
    ];
    for user_name in [
        Value::Null,
        json!(""),
        json!("eve"),
        json!("EXAMPLE\\eve"),
        json!("eve@"),
        json!("eve evil@example.com"),
        json!(format!("{}@example.com", "x".repeat(255 - "@example.com".len()))),
        json!("zoë@example.com"),
        json!("eve@127.0.0.1"),
        json!("eve@[1.2.3.4]"),
        json!("eve@x_y.example"),
        json!("eve@xn--a.example"),
        json!(format!("eve@{}.example", "x".repeat(64))),
        json!("eve@-x.example"),
        json!("eve@x-.example"),
        json!(42),
        json!(["eve@example.com", "eva@example.com"]),
    ] {
        let body = user(json!({ "userName": user_name }));
        refusals.push(refusal(format!("userName {user_name}"), company.post(body), value("userName")));
        let put = company.put(&json!({ "schemas": [USER_URN], "userName": user_name, "active": true }));
        refusals.push(refusal(format!("PUT of userName {user_name}"), put, value("userName")));
    }
    let missing = json!({ "schemas": [USER_URN], "active": true });
    refusals.push(refusal(
        "no userName",
        company.post(missing.to_string()),
        value("Application username format"),
    ));
    refusals.push(refusal(
        "PUT without userName",
        company.put(&missing),
        value("Application username format"),
    ));
    walk(&system, refusals).await;
    system.check().await;
}

#[tokio::test]
async fn the_longest_user_name_is_taken() {
    let system = TestSystem::start().await;
    let local = "x".repeat(64);
    let domain = format!("{0}.{0}.{1}.com", "y".repeat(61), "z".repeat(254 - 65 - 62 - 62 - 4));
    let login = format!("{local}@{domain}");
    assert_eq!(login.len(), 254);
    system.okta().assign(login.as_str()).await;
    system.check().await;
}

#[tokio::test]
async fn queries_that_mean_nothing_are_refused() {
    let system = TestSystem::start().await;
    let company = company(&system).await;
    let filter = |filter: &str| company.get(&format!("/Users?filter={}", encode(filter)));
    let deep = format!("{}title pr{}", "not (".repeat(33), ")".repeat(33));
    let mut refusals = Vec::new();
    for text in [
        "userName",
        "userName eq",
        "userName is \"ada\"",
        "userName eq ada",
        "userName eq 'ada@example.com'",
        "userName eq \"ada",
        "(userName pr",
        "userName pr)",
        "userName pr and",
        "not userName pr",
        "emails[type eq \"work\"",
        "emails[]",
        "active gt true",
        "title pr title pr",
        "%",
        "\u{0}",
        &format!("title eq \"{}\"", "x".repeat(4096)),
        &deep,
        &"(".repeat(2000),
    ] {
        let name: String = text.chars().take(60).collect();
        refusals.push(refusal(name, filter(text), (400, Some("invalidFilter"), "filter")));
    }
    let value = |detail| (400, Some("invalidValue"), detail);
    for (query, expected) in [
        ("count=abc", value("count")),
        ("count=", value("count")),
        ("count=1.5", value("count")),
        ("startIndex=abc", value("startIndex")),
        ("sortBy=userName&sortOrder=sideways", value("sortOrder")),
        ("cursor=nonsense", (400, Some("invalidCursor"), "cursor")),
        ("cursor=&count=abc", (400, Some("invalidCount"), "count")),
    ] {
        refusals.push(refusal(query, company.get(&format!("/Users?{query}")), expected));
    }
    walk(&system, refusals).await;
    system.check().await;
}

#[tokio::test]
async fn patches_that_cannot_be_done_are_refused() {
    let system = TestSystem::start().await;
    let company = company(&system).await;
    let many = vec![json!({ "op": "replace", "path": "title", "value": "x" }); 101];
    let mut refusals = Vec::new();
    for (operation, scim_type, detail) in [
        (json!({ "op": "replace", "path": "title title", "value": 42 }), "invalidPath", "path"),
        (json!({ "op": "replace", "path": "emails[type eq", "value": "x" }), "invalidFilter", "filter"),
        (json!({ "op": "replace", "value": "x" }), "invalidValue", "object"),
        (json!({ "op": "remove" }), "noTarget", "path"),
        (json!({ "op": "replace", "path": "id", "value": "42" }), "mutability", "id"),
        (json!({ "op": "replace", "value": { "id": "42" } }), "mutability", "id"),
        (json!({ "op": "remove", "path": "id" }), "mutability", "id"),
        (json!({ "op": "remove", "path": "userName" }), "mutability", "userName"),
        (json!({ "op": "replace", "path": "userName", "value": "ada" }), "invalidValue", "userName"),
        (json!({ "op": "replace", "path": "userName", "value": "" }), "invalidValue", "userName"),
        (json!({ "op": "replace", "path": "active", "value": "perhaps" }), "invalidValue", "active"),
        (json!({ "op": "replace", "path": "active", "value": 1 }), "invalidValue", "active"),
        (json!({ "op": "replace", "path": "title", "value": { "a": 1 } }), "invalidValue", "title"),
        (json!({ "op": "replace", "path": "title" }), "invalidValue", "value"),
        (json!({ "op": "move", "path": "title", "value": "x" }), "invalidSyntax", "op"),
        (json!({ "path": "title", "value": "x" }), "invalidSyntax", "op"),
        (json!({ "op": "replace", "path": 42, "value": "x" }), "invalidPath", "path"),
        (json!("replace"), "invalidSyntax", "object"),
    ] {
        let expected = (400, Some(scim_type), detail);
        refusals.push(refusal(operation.to_string(), company.patch(&json!([operation])), expected));
    }
    for (name, body) in [
        ("no operations", json!({ "schemas": [rollcall_tests::PATCH_URN] })),
        ("operations that are no array", patch_op(&json!({ "op": "remove", "path": "title" }))),
        ("an array", json!([])),
    ] {
        refusals.push(refusal(name, company.patch_with(&body), (400, Some("invalidSyntax"), "")));
    }
    let expected = (400, Some("invalidValue"), "100");
    refusals.push(refusal("101 operations", company.patch(&many.into()), expected));
    walk(&system, refusals).await;
    system.check().await;
}

#[tokio::test]
async fn what_is_not_there_cannot_be_reached() {
    let system = TestSystem::start().await;
    let company = company(&system).await;
    let (scim, ada) = (&company.scim, &company.ada);
    let user = json!({ "schemas": [USER_URN], "userName": "eve@example.com" });
    let operations = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let mut refusals = Vec::new();
    for id in ["6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11", "42", &ada.to_uppercase(), "x%23"] {
        let path = format!("/Users/{id}");
        for (method, body) in [
            (Method::GET, None),
            (Method::PUT, Some(&user)),
            (Method::PATCH, Some(&operations)),
            (Method::DELETE, None),
        ] {
            let name = format!("{method} {path}");
            let request = scim.request(method, &path);
            let request = if let Some(body) = body { request.json(body) } else { request };
            refusals.push(refusal(name, request, (404, None, "")));
        }
    }
    refusals.push(refusal("an unknown resource", company.get("/Robots"), (404, None, "")));
    refusals.push(refusal("too long a path", company.get(&format!("/Users/{ada}/emails")), (404, None, "")));
    for (method, path) in [
        (Method::PUT, "/Users"),
        (Method::DELETE, "/Users"),
        (Method::PATCH, "/Users"),
        (Method::POST, &format!("/Users/{ada}")),
        (Method::POST, "/ServiceProviderConfig"),
        (Method::DELETE, "/Schemas"),
        (Method::GET, "/Users/.search"),
    ] {
        let name = format!("{method} {path}");
        refusals.push(refusal(
            name,
            scim.request(method, path).json(&user),
            (405, None, "not possible here"),
        ));
    }
    walk(&system, refusals).await;
    system.check().await;
}

#[tokio::test]
async fn a_header_that_was_filled_in_wrongly_is_told_what_is_wrong() {
    let system = TestSystem::start().await;
    let request = system.scim().without_token().request(Method::GET, "/Users");
    let twice = format!("Bearer Bearer {}", system.demo().token);
    request.header(&AUTHORIZATION, &twice).send().await.expect_refusal(401, None, "the word Bearer twice");
    system.check().await;
}

#[tokio::test]
async fn a_path_that_is_not_utf_8_leads_to_nobody() {
    let system = TestSystem::start().await;
    let company = company(&system).await;
    let user = json!({ "schemas": [USER_URN], "userName": "eve@example.com" });
    let operations = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let refusals = vec![
        refusal("GET", company.get("/Users/%FF"), (404, None, "no user")),
        refusal("PUT", company.scim.request(Method::PUT, "/Users/%C3").json(&user), (404, None, "no user")),
        refusal(
            "PATCH",
            company.scim.request(Method::PATCH, "/Users/%FF").json(&operations),
            (404, None, ""),
        ),
        refusal("DELETE", company.scim.request(Method::DELETE, "/Users/%FF"), (404, None, "no user")),
        refusal("a schema", company.get("/Schemas/%FF"), (404, None, "")),
        refusal("a resource type", company.get("/ResourceTypes/%FF"), (404, None, "")),
        refusal("a group", company.get("/Groups/%FF"), (404, None, "")),
        refusal(
            "without a token",
            company.scim.clone().without_token().request(Method::GET, "/Users/%FF"),
            (401, None, "token"),
        ),
    ];
    walk(&system, refusals).await;
    system.check().await;
}
