//! Directories other than Okta and Entra, each with what is its own: the probe when it is set up, the look-up, and how it
//! makes, changes and blocks a person. Each is played with the profile kept as first sent, and followed.

use reqwest::Method;
use reqwest::header::USER_AGENT;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, ENTERPRISE_URN, PATCH_URN, Scim, TestSystem, USER_URN};
use serde_json::{Value, json};

/// What became of a title that the directory changed from `Clerk` to `Chief`.
fn title_after(follows: bool) -> &'static str {
    if follows { "Chief" } else { "Clerk" }
}

/// Plays a story once with the profile as first sent, and once with the profile followed.
async fn twice(story: impl AsyncFn(&TestSystem, Scim, bool)) {
    for follows in [false, true] {
        let system = TestSystem::start().await;
        if follows {
            system.sync_profiles().await;
        }
        story(&system, system.scim(), follows).await;
        system.check().await;
    }
}

/// `GET` by id: whether the person is active, and has the title that the tenant's setting leads to.
async fn see(scim: &Scim, id: &str, user_name: &str, active: bool, title: &str) {
    let found = scim.get(&format!("/Users/{id}")).await.expect(200);
    assert_eq!(found["userName"], user_name, "{found}");
    assert_eq!(found["active"], active, "{found}");
    assert_eq!(found["title"], title, "{found}");
}

async fn put(scim: &Scim, path: &str, body: &Value) -> Answer {
    scim.request(Method::PUT, path).json(body).send().await
}

async fn patch(scim: &Scim, path: &str, operations: Value) -> Answer {
    let body = json!({ "schemas": [PATCH_URN], "Operations": operations });
    scim.request(Method::PATCH, path).json(&body).send().await
}

/// OneLogin names the schemas of SCIM 1, sends `emails` as one object, and leaves `?` and `&` at the end of its URLs.
#[tokio::test]
async fn onelogin_provisions_changes_and_blocks() {
    twice(async |_, scim, follows| {
        let old = ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"];
        let profile = |title: &str, active: bool| {
            json!({
                "schemas": old,
                "userName": "ada@example.com",
                "externalId": "31415926",
                "name": { "givenName": "Ada", "familyName": "Lovelace" },
                "emails": { "value": "ada@example.com", "type": "work", "primary": true },
                "title": title,
                "active": active
            })
        };
        let filter = encode(r#"userName eq "ada@example.com""#);
        let found = scim.get(&format!("/Users?filter={filter}&")).await.expect(200);
        assert_eq!(found["totalResults"], 0);
        let made = scim.request(Method::POST, "/Users?").header(&USER_AGENT, "");
        let id = made.json(&profile("Clerk", true)).send().await.expect(201).id();
        assert_eq!(scim.get(&format!("/Users?filter={filter}&")).await.expect(200)["totalResults"], 1);
        put(&scim, &format!("/Users/{id}?"), &profile("Chief", true)).await.expect(200);
        see(&scim, &id, "ada@example.com", true, title_after(follows)).await;
        put(&scim, &format!("/Users/{id}?&"), &profile("Chief", false)).await.expect(200);
        see(&scim, &id, "ada@example.com", false, title_after(follows)).await;
    })
    .await;
}

/// Google is given an endpoint and a token, and nothing else. It names a schema of SCIM 1 beside that of SCIM 2.
#[tokio::test]
async fn google_provisions_changes_and_blocks() {
    twice(async |_, scim, follows| {
        let profile = |title: &str, active: bool| {
            json!({
                "schemas": ["urn:scim:schemas:core:1.0", USER_URN],
                "userName": "ada@example.com",
                "externalId": "108234567890123456789",
                "name": { "givenName": "Ada", "familyName": "Lovelace" },
                "emails": [{ "value": "ada@example.com", "type": "work", "primary": true }],
                "title": title,
                "active": active
            })
        };
        let probe = scim.get("/Users?count=1").await.expect(200);
        assert_eq!((&probe["totalResults"], &probe["itemsPerPage"]), (&json!(0), &json!(0)));
        let id = scim.post("/Users", &profile("Clerk", true)).await.expect(201).id();
        let probe = scim.get("/Users?count=1").await.expect(200);
        assert_eq!((&probe["totalResults"], &probe["itemsPerPage"]), (&json!(1), &json!(1)));
        scim.put(&id, &profile("Chief", true)).await.expect(200);
        see(&scim, &id, "ada@example.com", true, title_after(follows)).await;
        scim.put(&id, &profile("Chief", false)).await.expect(200);
        see(&scim, &id, "ada@example.com", false, title_after(follows)).await;
        scim.delete(&id).await.expect(204);
    })
    .await;
}

/// JumpCloud looks people up, writes them whole, and blocks them. It probes the groups, too.
#[tokio::test]
async fn jumpcloud_provisions_changes_and_blocks() {
    twice(async |_, scim, follows| {
        let profile = |title: &str, active: bool| {
            json!({
                "schemas": [USER_URN, ENTERPRISE_URN],
                "userName": "ada@example.com",
                "externalId": "5f1b2c3d4e5f6a7b8c9d0e1f",
                "name": { "givenName": "Ada", "familyName": "Lovelace" },
                "emails": [{ "value": "ada@example.com", "type": "work", "primary": true }],
                "title": title,
                ENTERPRISE_URN: { "department": "Engines" },
                "active": active
            })
        };
        let look_up = async || scim.filter(r#"userName eq "ada@example.com""#).await.expect(200);
        scim.get("/Groups?startIndex=1&count=100").await.expect(200);
        assert_eq!(look_up().await["totalResults"], 0);
        let id = scim.post("/Users", &profile("Clerk", true)).await.expect(201).id();
        assert_eq!(look_up().await.resources()[0]["id"], id.as_str());
        scim.put(&id, &profile("Chief", true)).await.expect(200);
        see(&scim, &id, "ada@example.com", true, title_after(follows)).await;
        let block = json!([{ "op": "replace", "path": "active", "value": false }]);
        patch(&scim, &format!("/Users/{id}"), block).await.expect(200);
        see(&scim, &id, "ada@example.com", false, title_after(follows)).await;
        scim.put(&id, &profile("Chief", true)).await.expect(200);
        see(&scim, &id, "ada@example.com", true, title_after(follows)).await;
    })
    .await;
}

/// Rippling reads what the service can do before anything else, with its token.
#[tokio::test]
async fn rippling_provisions_changes_and_blocks() {
    twice(async |_, scim, follows| {
        let can = scim.get("/ServiceProviderConfig").await.expect(200);
        assert_eq!(can["patch"]["supported"], true);
        scim.clone().without_token().get("/ServiceProviderConfig").await.expect(401);
        let user = json!({
            "schemas": [USER_URN],
            "userName": "ada@example.com",
            "name": { "givenName": "Ada", "familyName": "Lovelace" },
            "emails": [{ "value": "ada@example.com", "type": "work", "primary": true }],
            "title": "Clerk",
            "active": true
        });
        assert_eq!(scim.filter(r#"userName eq "ada@example.com""#).await.expect(200)["totalResults"], 0);
        let id = scim.post("/Users", &user).await.expect(201).id();
        let path = format!("/Users/{id}");
        patch(&scim, &path, json!([{ "op": "replace", "value": { "title": "Chief" } }])).await.expect(200);
        see(&scim, &id, "ada@example.com", true, title_after(follows)).await;
        patch(&scim, &path, json!([{ "op": "replace", "value": { "active": false } }])).await.expect(200);
        see(&scim, &id, "ada@example.com", false, title_after(follows)).await;
    })
    .await;
}

/// PingOne spells operators with a capital and can match by `email`. The base URL in PingFederate's manual ends in a slash.
#[tokio::test]
async fn pingone_provisions_changes_and_blocks() {
    twice(async |system, _, follows| {
        let base = format!("{}/scim/v2/", system.base_url());
        let scim = Scim::new(reqwest::Client::new(), base, system.demo().token.as_str());
        let user = |name: &str, title: &str, active: bool| {
            json!({
                "schemas": [USER_URN],
                "userName": name,
                "externalId": "0f5a3b1e-7a0c-4d6b-9a55-3f6a4c1d2e3f",
                "name": { "givenName": "Ada", "familyName": "Lovelace" },
                "emails": [{ "value": name, "type": "work", "primary": true }],
                "title": title,
                "active": active
            })
        };
        let by_name = r#"userName Eq "ada@example.com""#;
        assert_eq!(scim.filter(by_name).await.expect(200)["totalResults"], 0);
        let id = scim.post("/Users", &user("ada@example.com", "Clerk", true)).await.expect(201).id();
        assert_eq!(scim.filter(by_name).await.expect(200)["totalResults"], 1);
        let matching = scim.filter(r#"email Co "ada@example.com""#).await.expect(200);
        assert_eq!(matching["Resources"][0]["id"], id.as_str(), "{matching:?}");
        assert_eq!(scim.filter(r#"email Co "king@example.com""#).await.expect(200)["totalResults"], 0);
        scim.put(&id, &user("ada@example.com", "Chief", true)).await.expect(200);
        see(&scim, &id, "ada@example.com", true, title_after(follows)).await;
        scim.put(&id, &user("king@example.com", "Chief", true)).await.expect(200);
        see(&scim, &id, "king@example.com", true, title_after(follows)).await;
        scim.put(&id, &user("king@example.com", "Chief", false)).await.expect(200);
        see(&scim, &id, "king@example.com", false, title_after(follows)).await;
    })
    .await;
}
