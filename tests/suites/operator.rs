//! The operator's backend, with one token for all tenants.

use reqwest::header::HeaderMap;
use rollcall_tests::portal::{self, Portal};
use rollcall_tests::{People, TestSystem};
use serde_json::{Value, json};

/// All tenants, page after page.
async fn listed(operator: &People, limit: u16) -> Vec<Value> {
    let mut tenants = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = operator.get(&format!("/tenants?limit={limit}{cursor}")).await.expect(200);
        let of_page = page["tenants"].as_array().unwrap();
        assert!(of_page.len() <= usize::from(limit), "{page}");
        tenants.extend(of_page.iter().cloned());
        let Some(next) = page["next"].as_str() else { return tenants };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn tenants_are_made_shown_changed_and_listed() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let (plain, full) = (system.free_tenant_id("plain"), system.free_tenant_id("full"));
    let made = operator.post("/tenants", &json!({ "id": plain })).await.expect(201);
    assert_eq!(
        (&made["id"], &made["name"], &made["plan"]),
        (&json!(plain), &json!(plain), &json!("standard"))
    );
    assert_eq!((&made["scimEnabled"], &made["profileSync"]), (&json!(true), &json!("off")));
    assert!(made["terms"].is_null() && made["createdAt"].is_string(), "{made}");

    let terms =
        json!({ "interval": "monthly", "anchor": "2026-01-15", "priceMinor": 1200, "currency": "EUR" });
    let wanted = json!({
        "id": full, "name": "Acme Inc.", "plan": "advanced", "scimEnabled": false, "profileSync": "full", "terms": terms,
    });
    let made = operator.post("/tenants", &wanted).await.expect(201);
    for (member, value) in wanted.as_object().unwrap() {
        assert_eq!(&made[member.as_str()], value, "{made}");
    }
    let path = format!("/tenants/{full}");
    assert_eq!(operator.get(&path).await.expect(200).body, made.body);
    let entities = operator.get(&format!("{path}/entities")).await.expect(200);
    assert_eq!(entities["entities"][0]["name"], "Acme Inc.");

    let dearer =
        operator.patch(&path, &json!({ "terms": { "priceMinor": 1500 }, "scimEnabled": true })).await;
    assert_eq!(dearer.expect(200)["terms"]["priceMinor"], 1500);
    let shown = operator.get(&path).await.expect(200);
    assert_eq!((&shown["terms"]["currency"], &shown["scimEnabled"]), (&json!("EUR"), &json!(true)));
    assert_eq!(operator.patch(&path, &json!({})).await.expect(200).body, shown.body, "nothing is to change");
    let free = operator.patch(&path, &json!({ "terms": null, "plan": "standard" })).await.expect(200);
    assert!(free["terms"].is_null() && free["plan"] == "standard", "{free}");

    let all = listed(&operator, 1).await;
    let ids: Vec<_> = all.iter().map(|tenant| tenant["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted() && ids.contains(&plain.as_str()) && ids.contains(&full.as_str()), "{ids:?}");
    assert_eq!(*all.iter().find(|tenant| tenant["id"] == full).unwrap(), free.body);
    system.check().await;
}

#[tokio::test]
async fn a_tenant_that_was_made_works_for_its_directory_and_its_own_backend() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let id = system.free_tenant_id("acme");
    operator.post("/tenants", &json!({ "id": id, "plan": "advanced" })).await.expect(201);
    let client = json!({ "method": "secret", "label": "Entra" });
    let client = operator.post(&format!("/tenants/{id}/oauth-clients"), &client).await.expect(201);
    let (client_id, secret) =
        (client["clientId"].as_str().unwrap(), client["clientSecret"].as_str().unwrap());
    let token = system.oauth().grant(client_id, secret).await.expect(200);
    let scim = system.scim().with_token(token["access_token"].as_str().unwrap());
    scim.post("/Users", &json!({ "userName": "ada@example.com" })).await.expect(201);
    let users = operator.get(&format!("/tenants/{id}/users")).await.expect(200);
    assert_eq!(users["users"][0]["userName"], "ada@example.com");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_is_made_once_however_often_its_request_is_sent() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let id = system.free_tenant_id("acme");
    let key = format!("make-{id}");
    let wanted = json!({ "id": id, "plan": "advanced" });
    let made = operator.post_once(&key, "/tenants", &wanted).await.expect(201);
    assert_eq!(made.header("idempotent-replayed"), "");
    let again = operator.post_once(&key, "/tenants", &wanted).await.expect(201);
    assert_eq!((again.header("idempotent-replayed"), &again.body), ("true", &made.body));
    let other = json!({ "id": system.free_tenant_id("other") });
    operator.post_once(&key, "/tenants", &other).await.expect_problem(422, "key-reused", "another request");
    operator.post("/tenants", &wanted).await.expect_problem(409, "tenant-exists", "tenant of this id");
    operator.get(&format!("/tenants/{}", other["id"].as_str().unwrap())).await.expect_problem(
        404,
        "not-found",
        "",
    );
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let (id, demo) = (system.free_tenant_id("acme"), format!("/tenants/{}", system.demo().id));
    let bare = system.free_tenant_id("bare");
    operator.post("/tenants", &json!({ "id": bare })).await.expect(201);
    let before = system.snapshot().await;
    let with = |member: &str, value: Value| json!({ "id": id, member: value });
    let terms = |member: &str, value: Value| {
        let mut terms =
            json!({ "interval": "monthly", "anchor": "2026-01-15", "priceMinor": 1200, "currency": "EUR" });
        terms[member] = value;
        with("terms", terms)
    };
    for (body, detail) in [
        (json!({}), "`id`"),
        (json!([id]), "object"),
        (json!({ "id": "Not_An_Id" }), "lower-case"),
        (json!({ "id": "a#b" }), "lower-case"),
        (json!({ "id": 7 }), "id"),
        (with("name", json!("")), "`name`"),
        (with("name", json!("a\nb")), "`name`"),
        (with("plan", json!("gold")), "plan"),
        (with("scimEnabled", json!("on")), "scimEnabled"),
        (with("profileSync", json!("half")), "profileSync"),
        (with("tokens", json!([])), "tokens"),
        (terms("priceMinor", json!(-1)), "priceMinor"),
        (terms("priceMinor", json!(1_000_000_001)), "priceMinor"),
        (terms("currency", json!("XXX")), "currency"),
        (terms("interval", json!("weekly")), "interval"),
        (terms("anchor", json!("2026-02-30")), "anchor"),
        (terms("anchor", json!("0001-01-01")), "anchor"),
    ] {
        operator.post("/tenants", &body).await.expect_problem(400, "invalid-request", detail);
    }
    let half = with("terms", json!({ "priceMinor": 1200 }));
    operator.post("/tenants", &half).await.expect_problem(400, "terms-incomplete", "currency");
    let cheap = json!({ "name": "Other", "terms": { "priceMinor": 1 } });
    operator.patch(&format!("/tenants/{bare}"), &cheap).await.expect_problem(
        400,
        "terms-incomplete",
        "anchor",
    );
    for body in [json!({ "id": "other" }), json!({ "plan": null, "odd": 1 }), json!({ "name": " " })] {
        operator.patch(&demo, &body).await.expect_problem(400, "invalid-request", "");
    }
    for query in ["limit=0", "limit=201", "limit=x", "cursor=u1-x", "cursor=t1-A", "odd=1"] {
        operator.get(&format!("/tenants?{query}")).await.expect_problem(400, "invalid-request", "");
    }
    operator.delete("/tenants").await.expect_problem(405, "method-not-allowed", "");
    operator.get("/odd").await.expect_problem(404, "not-found", "/operator/v1/openapi.json");
    operator.get(&format!("{demo}/odd")).await.expect_problem(404, "not-found", "");
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn what_the_people_api_has_is_there_for_every_tenant() {
    let system = TestSystem::start().await;
    let (people, operator) = (system.people(), system.operator().await);
    let demo = format!("/tenants/{}", system.demo().id);
    let ada = json!({ "email": "ada@example.com", "profile": { "givenName": "Ada" } });
    let ada = operator.post_once("make-ada", &format!("{demo}/users"), &ada).await.expect(201).id();
    let entity = people.get("/entities").await.expect(200)["entities"][0]["id"].as_str().unwrap().to_owned();
    let offer = json!({ "entityId": entity, "cardAccess": "card", "userIds": [ada] });
    let invited = operator.post(&format!("{demo}/invitations"), &offer).await.expect(200);
    assert_eq!(invited["results"][0]["outcome"], "invited");
    let role = json!({ "display": "Approver" });
    operator.put(&format!("{demo}/roles/approver"), &role).await.expect(200);
    operator.get(&format!("{demo}/roles/approver")).await.expect(200);
    system.snapshot().await;
    for path in [
        "/users",
        "/entities",
        "/groups",
        "/roles",
        "/access",
        "/access-rules",
        "/administrators",
        "/notices",
        "/oauth-clients",
        "/billing/periods",
        "/sign-in-check?email=ada%40example.com",
        "/trace?email=ada%40example.com",
        &format!("/users/{ada}"),
        &format!("/users/{ada}/history"),
        "/users?limit=0",
        "/users/6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11",
        "/groups/%ff",
    ] {
        let (of_tenant, of_operator) = (people.get(path).await, operator.get(&format!("{demo}{path}")).await);
        assert_eq!((of_operator.status, &of_operator.body), (of_tenant.status, &of_tenant.body), "{path}");
    }
    let history = people.get(&format!("/users/{ada}/history")).await.expect(200);
    for entry in history["entries"].as_array().unwrap() {
        assert_eq!((&entry["by"], &entry["byName"]), (&json!("operator"), &json!("backend")), "{history}");
    }
    operator.delete(&format!("{demo}/roles/approver")).await.expect(204);
    let path = format!("{demo}/users/{ada}");
    operator.delete(&path).await.expect(200);
    operator.patch(&path, &json!({ "active": true })).await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn a_client_and_its_secret_are_found_below_a_tenant_by_both_ids() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let clients = format!("/tenants/{}/oauth-clients", system.demo().id);
    let made = operator.post(&clients, &json!({ "method": "secret", "label": "Entra" })).await.expect(201);
    assert!(made["madeBy"].is_null(), "no people token made it: {made}");
    let client = format!("{clients}/{}", made["clientId"].as_str().unwrap());
    operator.post(&format!("{client}/secrets"), &json!({})).await.expect(201);
    let secrets = operator.get(&client).await.expect(200)["secrets"].clone();
    let first = secrets[0]["secretId"].as_str().unwrap();
    operator.delete(&format!("{client}/secrets/{first}")).await.expect(204);
    operator.delete(&format!("{client}/secrets/{first}")).await.expect_problem(404, "not-found", "");
    operator.delete(&client).await.expect(204);
    operator.get(&client).await.expect_problem(404, "not-found", "");
    system.check().await;
}

#[tokio::test]
async fn a_tenant_that_is_not_there_is_told_and_one_without_the_plan_as_in_the_people_api() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    for path in ["", "/users", "/sign-in-check?id=x", "/trace?email=a%40example.com", "/billing/periods"] {
        for nobody in [system.free_tenant_id("nobody").as_str(), "Not_An_Id", "%ff", "a%23b"] {
            let answer = operator.get(&format!("/tenants/{nobody}{path}")).await;
            if path.contains("?id=") && answer.status == 400 {
                continue;
            }
            answer.expect_problem(404, "not-found", "of this id");
        }
    }
    let plain = system.free_tenant_id("plain");
    operator.post("/tenants", &json!({ "id": plain })).await.expect(201);
    operator.get(&format!("/tenants/{plain}/users")).await.expect_problem(403, "plan-required", "Advanced");
    operator.get(&format!("/tenants/{plain}/billing/periods")).await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn each_token_opens_its_own_api_alone() {
    let system = TestSystem::start().await;
    let operator = system.operator().await;
    let issued = system.issue_operator_token(None).await;
    let demo = format!("/tenants/{}", system.demo().id);
    let scim = system.scim().with_token(issued.token.as_str());
    scim.get("/Users").await.expect_refusal(403, None, "token of the tenant");
    scim.post("/Users", &json!({ "userName": "eve@example.com" })).await.expect_refusal(403, None, "tenant");
    let people = system.people().with_token(issued.token.as_str());
    people.get("/users").await.expect_problem(403, "wrong-scope", "tenant");
    people.get("/trace?email=a%40example.com").await.expect_problem(403, "wrong-scope", "tenant");
    for of_tenant in [system.people_token(), system.demo().token.as_str()] {
        for path in ["/tenants", demo.as_str(), &format!("{demo}/users"), &format!("{demo}/trace?id=x")] {
            let answer = operator.clone().with_token(of_tenant).get(path).await;
            answer.expect_problem(403, "wrong-scope", "--operator");
        }
    }
    for path in ["/tenants", demo.as_str(), "/tenants/Not_An_Id", "/tenants/nobody/users", "/tenants?limit=0"]
    {
        let wrong = operator.clone().with_token(format!("rcop_{}", "0".repeat(64)));
        wrong.get(path).await.expect_problem(401, "unauthorized", "not valid");
        operator.clone().without_token().get(path).await.expect_problem(401, "unauthorized", "missing");
    }
    system.check().await;
}

#[tokio::test]
async fn a_token_of_the_operator_ends_with_its_revocation() {
    let system = TestSystem::start().await;
    let issued = system.issue_operator_token(None).await;
    let operator = system.operator().await.with_token(issued.token);
    let path = format!("/tenants/{}/users", system.demo().id);
    operator.get(&path).await.expect(200);
    system.revoke_operator_token(&issued.id).await;
    operator.get(&path).await.expect_problem(401, "unauthorized", "revoked");
    operator.post("/tenants", &json!({ "id": "late" })).await.expect_problem(401, "unauthorized", "revoked");
    system.check().await;
}

#[tokio::test]
async fn a_portal_that_the_operator_opened_ends_with_the_operators_token() {
    let system = TestSystem::start().await;
    let issued = system.issue_operator_token(None).await;
    let below = format!("/tenants/{}", system.demo().id);
    let backend = system.operator().await.with_token(issued.token.as_str()).below(&below);
    let mut portal = Portal::open_with(system.base_url(), &backend).await;
    portal.get("connection").await.expect(200, "");
    let unused = portal::link(&backend).await;
    let other = system.operator().await.below(&below);
    let mut going_on = Portal::open_with(system.base_url(), &other).await;
    system.revoke_operator_token(&issued.id).await;
    portal.get("connection").await.expect(401, "");
    Portal::new(system.base_url()).follow(&unused).await.expect(410, "");
    going_on.get("connection").await.expect(200, "");
    system.check().await;
}

#[tokio::test]
async fn the_document_of_the_operators_tokens_needs_none() {
    let system = TestSystem::start().await;
    let operator = system.operator().await.without_token();
    let document =
        operator.send(reqwest::Method::GET, "/openapi.json", None, &HeaderMap::new()).await.expect(200);
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.contains_key("/operator/v1/tenants"), "{document}");
    assert!(paths.contains_key("/operator/v1/tenants/{tenant}/users/{id}"), "{document}");
    assert!(!paths.keys().any(|path| path.starts_with("/people")), "{document}");
    system.check().await;
}
