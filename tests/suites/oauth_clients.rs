//! OAuth clients, made and ended by the people API and in the portal alike.

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use rollcall_tests::portal::Page;
use rollcall_tests::{Answer, People, Portal, TestSystem};
use serde_json::{Value, json};

const CLIENTS: &str = "/oauth-clients";
const CALLBACK: &str = "https://app.example/oauth/callback";

/// What a federation with Entra needs.
fn federation() -> Value {
    json!({
        "method": "jwt",
        "label": "Entra",
        "issuer": "https://login.example.com/v2.0",
        "subject": "5a1b",
        "audience": "api://rollcall",
        "jwksUri": "https://login.example.com/keys",
    })
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

fn text<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer[name].as_str().unwrap()
}

async fn grant(system: &TestSystem, made: &Answer) -> Answer {
    system.oauth().grant(text(made, "clientId"), text(made, "clientSecret")).await
}

async fn make(people: &People, body: &Value) -> Answer {
    people.post(CLIENTS, body).await.expect(201)
}

/// A function learns of the host by which it is called. An emulator's has the stage in the path, which no function sees.
#[track_caller]
fn is_token_url(system: &TestSystem, url: &str) {
    let origin = |url: &str| Url::parse(url).unwrap().origin();
    assert_eq!(origin(url), origin(system.base_url()));
    assert!(url.ends_with("/oauth/token"), "{url}");
}

#[tokio::test]
async fn a_client_that_the_backend_makes_provisions_and_is_listed_without_its_secret() {
    let system = TestSystem::start().await;
    let people = system.people();
    let made = make(&people, &json!({ "method": "secret", "label": "Entra", "expiresInDays": 90 })).await;
    let token = grant(&system, &made).await.expect(200).access_token();
    system.okta_with_token(&token).assign("ada@example.com").await;
    is_token_url(&system, text(&made, "tokenUrl"));
    assert_eq!(text(&made, "scimUrl"), text(&made, "tokenUrl").replace("/oauth/token", "/scim/v2"));

    let listed = people.get(CLIENTS).await.expect(200);
    let client = &listed["clients"][0];
    assert_eq!((&client["clientId"], &client["method"]), (&made["clientId"], &json!("secret")));
    assert_eq!((&client["label"], &client["secrets"][0]["secretId"]), (&json!("Entra"), &made["secretId"]));
    assert_eq!(client["secrets"][0]["expiresAt"], made["expiresAt"]);
    assert!(client["madeBy"]["peopleToken"].is_string(), "{listed}");
    assert!(client["lastUsedAt"].is_string() && client["secrets"][0]["lastUsedAt"].is_string(), "{listed}");
    let id = text(&made, "clientId");
    let shown = people.get(&format!("{CLIENTS}/{id}")).await.expect(200);
    assert_eq!(shown["clientId"], made["clientId"]);
    let secret = text(&made, "clientSecret");
    assert!(!listed.to_string().contains(secret) && !shown.to_string().contains(secret));
    assert!(!system.snapshot().await.mentions(secret), "its hash alone is kept");
    let mut portal = Portal::open(&system).await;
    let page = portal.get("clients").await.expect(200, id);
    assert!(page.says("Entra") && !page.says(secret), "{page}");
    portal.get("activity").await.expect(200, "made the OAuth client Entra");
    system.check().await;
}

#[tokio::test]
async fn a_second_secret_works_beside_the_first_and_each_can_be_revoked() {
    let system = TestSystem::start().await;
    let people = system.people();
    let first = make(&people, &json!({ "method": "secret" })).await;
    let path = format!("{CLIENTS}/{}", text(&first, "clientId"));
    let second = people.post(&format!("{path}/secrets"), &json!({ "expiresInDays": 30 })).await.expect(201);
    assert_eq!(second["clientId"], first["clientId"]);
    assert_eq!(second["earlier"][0]["secretId"], first["secretId"], "{second}");
    assert!(second["earlier"][0]["expiresAt"].as_str() < first["expiresAt"].as_str(), "a week: {second}");
    for made in [&first, &second] {
        grant(&system, made).await.expect(200);
    }
    people.post(&format!("{path}/secrets"), &json!({})).await.expect_problem(
        409,
        "too-many",
        "2 live secrets",
    );
    let old = format!("{path}/secrets/{}", text(&first, "secretId"));
    people.delete(&old).await.expect(204);
    people.delete(&old).await.expect_problem(404, "not-found", "");
    grant(&system, &first).await.expect_oauth_error(401, "invalid_client", "");
    let token = grant(&system, &second).await.expect(200).access_token();
    people.delete(&path).await.expect(204);
    people.delete(&path).await.expect_problem(404, "not-found", "");
    system.scim().with_token(token).get("/Users").await.expect_refusal(401, None, "token");
    system.check().await;
}

#[tokio::test]
async fn a_request_that_is_sent_again_makes_no_second_client_and_brings_none_back() {
    let system = TestSystem::start().await;
    let people = system.people();
    let body = json!({ "method": "secret" });
    let first = people.post_once("key-1", CLIENTS, &body).await.expect(201);
    let again = people.post_once("key-1", CLIENTS, &body).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!((&again["clientId"], &again["clientSecret"]), (&first["clientId"], &first["clientSecret"]));
    let snapshot = system.snapshot().await;
    assert!(!snapshot.mentions(text(&first, "clientSecret")), "the kept answer has no secret");
    people.post_once("key-1", CLIENTS, &json!({ "method": "secret", "label": "x" })).await.expect_problem(
        422,
        "key-reused",
        "",
    );
    let other = system.issue_people_token(None).await;
    let by_other = people.clone().with_token(other.token.as_str());
    let replayed = by_other.post_once("key-1", CLIENTS, &body).await.expect(201);
    assert!(replayed["clientSecret"].is_null(), "it is for who asked: {replayed}");
    let path = format!("{CLIENTS}/{}", text(&first, "clientId"));
    people.delete(&path).await.expect(204);
    people.post_once("key-1", CLIENTS, &body).await.expect_problem(409, "revoked", "revoked since");
    assert_eq!(people.get(CLIENTS).await.expect(200)["clients"], json!([]));
    system.check().await;
}

#[tokio::test]
async fn each_member_that_is_wrong_is_named_and_nothing_is_made() {
    let system = TestSystem::start().await;
    let people = system.people();
    let (secret, right) = (json!({ "method": "secret" }), federation());
    let code = json!({ "method": "code", "redirectUris": [CALLBACK] });
    let long = "x".repeat(501);
    let before = system.snapshot().await;
    for (body, told) in [
        (json!({}), "`method` is missing"),
        (json!({ "method": "password" }), "`method` cannot be `password`"),
        (json!({ "method": 7 }), "`method` must be a string"),
        (with(secret.clone(), "colour", json!("red")), "`colour` is unknown"),
        (with(secret.clone(), "label", json!("")), "`label`"),
        (with(secret.clone(), "label", json!("x".repeat(101))), "`label`"),
        (with(secret.clone(), "label", json!("a\nb")), "`label`"),
        (with(secret.clone(), "expiresInDays", json!(0)), "`expiresInDays`"),
        (with(secret.clone(), "expiresInDays", json!(1096)), "`expiresInDays`"),
        (with(secret.clone(), "expiresInDays", json!("90")), "`expiresInDays`"),
        (with(secret.clone(), "issuer", json!("a")), "`issuer` is for the method `jwt`"),
        (with(secret.clone(), "redirectUris", json!([CALLBACK])), "`redirectUris` is for the method `code`"),
        (with(right.clone(), "expiresInDays", json!(90)), "`expiresInDays` is for the method"),
        (without(right.clone(), "audience"), "`audience` is missing"),
        (without(right.clone(), "jwksUri"), "`jwksUri` is missing"),
        (with(right.clone(), "audience", json!("")), "`audience`"),
        (with(right.clone(), "audience", json!(long)), "`audience`"),
        (with(right.clone(), "issuer", json!(" a")), "`issuer`"),
        (with(right.clone(), "issuer", json!(long)), "`issuer`"),
        (with(right.clone(), "subject", json!("a\u{0}")), "`subject`"),
        (with(right.clone(), "subject", json!(long)), "`subject`"),
        (with(right.clone(), "jwksUri", json!("http://login.example.com/keys")), "`jwksUri`"),
        (with(right.clone(), "jwksUri", json!("https://10.0.0.1/keys")), "`jwksUri`"),
        (with(right.clone(), "jwksUri", json!("https://169.254.169.254/latest")), "`jwksUri`"),
        (with(right.clone(), "jwksUri", json!("https://localhost/keys")), "`jwksUri`"),
        (with(right.clone(), "jwksUri", json!(format!("https://a.example/{long}"))), "`jwksUri`"),
        (without(code.clone(), "redirectUris"), "`redirectUris` is missing"),
        (with(code.clone(), "redirectUris", json!([])), "`redirectUris`"),
        (with(code.clone(), "redirectUris", json!(CALLBACK)), "`redirectUris` must be a list"),
        (with(code.clone(), "redirectUris", json!([CALLBACK, format!("{CALLBACK}#x")])), "`redirectUris[1]`"),
        (with(code.clone(), "redirectUris", json!(["http://app.example/cb"])), "`redirectUris[0]`"),
        (
            with(
                code.clone(),
                "redirectUris",
                (0..11).map(|number| format!("{CALLBACK}/{number}")).collect::<Vec<_>>().into(),
            ),
            "`redirectUris` are 1 to 10",
        ),
    ] {
        people.post(CLIENTS, &body).await.expect_problem(400, "invalid-request", told);
    }
    let twice = r#"{"method":"secret","method":"code"}"#;
    let answer = people.send(Method::POST, CLIENTS, Some(twice.to_owned()), &HeaderMap::new()).await;
    answer.expect_problem(400, "invalid-request", "`method` is there twice");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

#[tokio::test]
async fn each_method_is_made_with_what_it_needs_and_a_tenant_has_five_clients() {
    let system = TestSystem::start().await;
    let people = system.people();
    let asserting = make(&people, &federation()).await;
    assert!(asserting["clientSecret"].is_null() && asserting["expiresAt"].is_null(), "{asserting}");
    let coded =
        make(&people, &json!({ "method": "code", "label": "Okta", "redirectUris": [CALLBACK] })).await;
    assert!(text(&coded, "authorizeUrl").ends_with("/oauth/authorize") && coded["clientSecret"].is_string());
    let path = format!("{CLIENTS}/{}", text(&asserting, "clientId"));
    let shown = people.get(&path).await.expect(200);
    for name in ["issuer", "subject", "audience", "jwksUri", "label"] {
        assert_eq!(shown[name], federation()[name], "{name}");
    }
    let shown = people.get(&format!("{CLIENTS}/{}", text(&coded, "clientId"))).await.expect(200);
    assert_eq!((&shown["redirectUris"], &shown["authorizations"]), (&json!([CALLBACK]), &json!([])));
    people.post(&format!("{path}/secrets"), &json!({})).await.expect_problem(
        409,
        "no-secret",
        "by assertions",
    );
    for _ in 0..3 {
        make(&people, &json!({ "method": "secret" })).await;
    }
    let sixth = people.post(CLIENTS, &json!({ "method": "secret" })).await;
    sixth.expect_problem(409, "too-many", "5 OAuth clients");
    system.check().await;
}

#[tokio::test]
async fn another_tenants_client_is_not_there() {
    let system = TestSystem::start().await;
    let (people, other) = (system.people(), system.tenant("other").await);
    let issued = system.oauth_client_of(&other).await;
    let foreign = people.clone().with_token(system.people_token_of(&other).await);
    for id in [issued.client_id.as_str(), "rcc_", "0123456789ab", "..%2F", "%FF"] {
        let path = format!("{CLIENTS}/{id}");
        people.get(&path).await.expect_problem(404, "not-found", "");
        people.delete(&path).await.expect_problem(404, "not-found", "");
        people.post(&format!("{path}/secrets"), &json!({})).await.expect_problem(404, "not-found", "");
        let secret = format!("{path}/secrets/{}", issued.secret_id);
        people.delete(&secret).await.expect_problem(404, "not-found", "");
    }
    let mut portal = Portal::open(&system).await;
    for id in [issued.client_id.as_str(), issued.client_id.rsplit('_').next().unwrap()] {
        for action in ["client-rotate", "client-revoke", "client-secret-revoke"] {
            let form = [("client", id), ("secret", issued.secret_id.as_str())];
            portal.post(action, &form).await.expect(200, "not there any more");
        }
    }
    foreign.get(&format!("{CLIENTS}/{}", issued.client_id)).await.expect(200);
    system.oauth().grant(&issued.client_id, &issued.client_secret).await.expect(200);
    system.check().await;
}

/// Whoever had the token could make a way in that outlives it.
#[tokio::test]
async fn what_a_people_token_made_is_revoked_with_it() {
    let system = TestSystem::start().await;
    let leaked = system.issue_people_token(None).await;
    let (people, own) = (system.people().with_token(leaked.token.as_str()), system.oauth_client().await);
    let made = make(&people, &json!({ "method": "secret" })).await;
    let mut portal = Portal::open_with(system.base_url(), &people).await;
    let page = portal.post("client-new", &[("method", "secret"), ("label", "Sneaky")]).await;
    let (id, secret) = made_in(&page);
    let added = people.post(&format!("{CLIENTS}/{}/secrets", own.client_id), &json!({})).await.expect(201);
    let oauth = system.oauth();
    oauth.grant(&id, &secret).await.expect(200);

    system.revoke_token(&leaked.id).await;
    let refused = people.post(CLIENTS, &json!({ "method": "secret" })).await;
    refused.expect_problem(401, "unauthorized", "");
    for (action, form) in [
        ("client-new", [("method", "secret"), ("label", "x")]),
        ("client-rotate", [("client", "0123456789ab"), ("label", "x")]),
        ("client-revoke", [("client", "0123456789ab"), ("label", "x")]),
    ] {
        portal.post(action, &form).await.expect(401, "open the portal again");
    }
    oauth.grant(&id, &secret).await.expect(200);
    system.configure(|tenant| drop(tenant.revoke_made_by(&leaked.id, tenant.created_at))).await;
    for answer in [
        oauth.grant(&id, &secret).await,
        grant(&system, &made).await,
        oauth.grant(&own.client_id, text(&added, "clientSecret")).await,
    ] {
        answer.expect_oauth_error(401, "invalid_client", "");
    }
    oauth.grant(&own.client_id, &own.client_secret).await.expect(200);
    system.check().await;
}

/// The client id and the secret that a page shows.
#[track_caller]
fn made_in(page: &Page) -> (String, String) {
    (page.code("made-id"), page.code("secret"))
}

#[tokio::test]
async fn an_administrator_makes_a_client_in_the_portal_and_its_directory_provisions() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.get("connection").await.expect(200, "href=\"clients\"");
    let form = portal.get("clients?method=secret").await.expect(200, "client credentials");
    let nonce = form.values("nonce")[0].to_owned();
    let fields = [("nonce", nonce.as_str()), ("method", "secret"), ("label", "Okta"), ("lifetime", "1095")];
    let page = portal.post("client-new", &fields).await.expect(200, "your new client secret");
    let (id, secret) = made_in(&page);
    is_token_url(&system, &page.code("made-token"));
    assert!(page.code("made-scim").ends_with("/scim/v2"), "{page}");
    let again = portal.post("client-new", &fields).await.expect(200, "made a moment ago");
    assert_eq!(made_in(&again), (id.clone(), secret.clone()), "a button that is pressed twice");
    let token = system.oauth().grant(&id, &secret).await.access_token();
    system.okta_with_token(&token).assign("ada@example.com").await;
    assert!(!portal.get("clients").await.says(&secret), "it is shown once");

    let own = id.rsplit('_').next().unwrap();
    let rotated = portal.post("client-rotate", &[("client", own)]).await.expect(200, "not shown again");
    let (same, second) = made_in(&rotated);
    assert_eq!(same, id);
    assert!(rotated.says("so nothing stops in between"), "{rotated}");
    system.oauth().grant(&id, &second).await.expect(200);
    portal.post("client-rotate", &[("client", own)]).await.expect(200, "2 secrets that work");
    let listed = system.people().get(CLIENTS).await.expect(200);
    let older = listed["clients"][0]["secrets"][0]["secretId"].as_str().unwrap();
    let form = [("client", own), ("secret", older)];
    portal.post("client-secret-revoke", &form).await.expect(200, "the secret is revoked");
    system.oauth().grant(&id, &secret).await.expect_oauth_error(401, "invalid_client", "");
    portal.post("client-revoke", &[("client", own)]).await.expect(200, "the client is revoked");
    portal.post("client-new", &fields).await.expect(200, "not there any more");
    system.oauth().grant(&id, &second).await.expect_oauth_error(401, "invalid_client", "");
    system.check().await;
}

#[tokio::test]
async fn a_federation_and_a_code_client_are_made_in_the_portal() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let right = [
        ("method", "jwt"),
        ("label", "Entra"),
        ("issuer", "https://login.example.com/v2.0"),
        ("subject", "5a1b"),
        ("audience", "api://rollcall"),
        ("jwks", "https://login.example.com/keys"),
    ];
    let before = system.snapshot().await;
    let long = "x".repeat(501);
    for (field, value, told) in [
        ("audience", "", "audience-fault"),
        ("audience", long.as_str(), "audience-fault"),
        ("issuer", long.as_str(), "issuer-fault"),
        ("subject", "a\u{1}b", "subject-fault"),
        ("jwks", "http://login.example.com/keys", "jwks-fault"),
        ("jwks", "https://10.0.0.1/keys", "jwks-fault"),
        ("jwks", "", "jwks-fault"),
        ("label", long.as_str(), "label-fault"),
    ] {
        let form = right.map(|(name, known)| (name, if name == field { value } else { known }));
        let page = portal.post("client-new", &form).await.expect(400, told);
        assert!(
            page.says("No client was made") && page.says("value=\"Entra\"") | (field == "label"),
            "{page}"
        );
    }
    let twice = [&right[..], &[("issuer", "https://evil.example")]].concat();
    portal.post("client-new", &twice).await.expect(400, "cannot be read");
    portal.post("client-new", &[("method", "password")]).await.expect(400, "cannot be read");
    let code = |uris| [("method", "code"), ("label", "Okta"), ("redirects", uris)];
    for uris in ["", "https://app.example/cb#x", "http://app.example/cb"] {
        portal.post("client-new", &code(uris)).await.expect(400, "redirects-fault");
    }
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");

    let page = portal.post("client-new", &right).await.expect(200, "your new client");
    let id = page.code("made-id");
    assert!(!page.says("id=\"secret\"") && page.says("id=\"made-token\""), "{page}");
    let shown = system.people().get(&format!("{CLIENTS}/{id}")).await.expect(200);
    assert_eq!((&shown["method"], &shown["subject"]), (&json!("jwt"), &json!("5a1b")));
    assert_eq!(shown["madeBy"]["admin"], "Grace Hopper", "{shown}");
    let two = format!("{CALLBACK}\r\n\r\n https://app.example/other ");
    let page = portal.post("client-new", &code(&two)).await.expect(200, "authorize url");
    assert!(page.code("made-authorize").ends_with("/oauth/authorize"), "{page}");
    let shown = system.people().get(&format!("{CLIENTS}/{}", page.code("made-id"))).await.expect(200);
    assert_eq!(shown["redirectUris"], json!([CALLBACK, "https://app.example/other"]));
    for _ in 0..3 {
        portal.post("client-new", &[("method", "secret")]).await.expect(200, "your new client secret");
    }
    portal.post("client-new", &[("method", "secret")]).await.expect(200, "the most there can be");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_on_the_standard_plan_makes_none() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    system.configure(|tenant| tenant.plan = rollcall_rules::tenant::Plan::Standard).await;
    let answer = system.people().post(CLIENTS, &json!({ "method": "secret" })).await;
    answer.expect_problem(403, "plan-required", "");
    portal.get("clients").await.expect(403, "Advanced");
    portal.post("client-new", &[("method", "secret")]).await.expect(403, "Advanced");
    system.check().await;
}
