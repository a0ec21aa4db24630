//! `rollcall oauth-client`.

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::Value;

use crate::command::rollcall;
use crate::local::start;

/// Asks for a token as a directory does; gives the status and the answer.
async fn grant(ready: &Ready, made: &Value) -> (StatusCode, Value) {
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        text("clientId"),
        text("clientSecret")
    );
    let request = Client::new().post(&ready.token_url);
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn users(ready: &Ready, granted: &Value) -> StatusCode {
    let token = granted["access_token"].as_str().unwrap();
    Client::new().get(format!("{}/Users", ready.scim_url)).bearer_auth(token).send().await.unwrap().status()
}

#[tokio::test]
async fn a_client_gets_tokens_until_it_is_revoked() {
    let local = start().await;
    let ready = &local.ready;
    let made = rollcall(ready, "oauth-client create demo --method secret --label Entra --json").await.json();
    let (status, granted) = grant(ready, &made).await;
    assert_eq!((status, users(ready, &granted).await), (StatusCode::OK, StatusCode::OK));
    let listed = rollcall(ready, "oauth-client list demo --json").await.json();
    assert_eq!((&listed[0]["clientId"], &listed[0]["label"]), (&made["clientId"], &"Entra".into()));
    assert_eq!(listed[0]["secrets"][0]["expiresAt"], made["expiresAt"]);
    assert!(listed[0]["lastUsedAt"].is_string(), "{listed}");
    assert!(listed[0]["secrets"][0]["lastUsedAt"].is_string(), "by the secret: {listed}");
    let text = rollcall(ready, "oauth-client list demo").await.text();
    let secret = made["clientSecret"].as_str().unwrap();
    assert!(text.contains("LAST USED") && !text.contains(secret) && !listed.to_string().contains(secret));

    let id = made["clientId"].as_str().unwrap();
    let revoked = rollcall(ready, &format!("oauth-client revoke demo {id}")).await.text();
    assert!(revoked.contains(id), "{revoked}");
    assert_eq!(users(ready, &granted).await, StatusCode::UNAUTHORIZED);
    assert_eq!(grant(ready, &made).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_secret_is_rotated_with_an_overlap_and_revoked_alone() {
    let local = start().await;
    let ready = &local.ready;
    let first = rollcall(ready, "oauth-client create demo --expires-in-days 90 --json").await.json();
    let id = first["clientId"].as_str().unwrap();
    let rotate = format!("oauth-client rotate demo {id} --json");
    let second = rollcall(ready, &rotate).await.json();
    assert_eq!(second["clientId"], first["clientId"]);
    assert!(second["expiresAt"].as_str() > first["expiresAt"].as_str(), "{first} {second}");
    assert_eq!(second["earlier"][0]["id"], first["secretId"], "{second}");
    assert!(second["earlier"][0]["expiresAt"].as_str() < first["expiresAt"].as_str(), "a week: {second}");
    for made in [&first, &second] {
        assert_eq!(grant(ready, made).await.0, StatusCode::OK);
    }
    let error = rollcall(ready, &rotate).await.failed(1);
    assert!(error.contains("2 live secrets"), "{error}");
    let listed = rollcall(ready, "oauth-client list demo --json").await.json();
    let older = listed[0]["secrets"][0]["id"].as_str().unwrap();
    rollcall(ready, &format!("oauth-client revoke demo {id} --secret {older}")).await.text();
    assert_eq!(grant(ready, &first).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(grant(ready, &second).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_rotation_says_until_when_the_old_secret_works_and_a_list_which_one_is_in_use() {
    let local = start().await;
    let ready = &local.ready;
    let first = rollcall(ready, "oauth-client create demo --json").await.json();
    let id = first["clientId"].as_str().unwrap();
    let rotated = rollcall(ready, &format!("oauth-client rotate demo {id}")).await.text();
    let old = first["secretId"].as_str().unwrap();
    assert!(rotated.contains(&format!("The secret {old} works until ")), "{rotated}");
    assert!(rotated.contains("secret id      ") && rotated.contains("token URL      "), "{rotated}");
    assert_eq!(grant(ready, &first).await.0, StatusCode::OK);
    let listed = rollcall(ready, "oauth-client list demo").await.text();
    let rows: Vec<_> = listed.lines().skip(1).collect();
    assert!(rows[0].contains(old) && !rows[0].contains("not noted"), "{listed}");
    assert!(rows[1].contains("not noted"), "{listed}");
}

/// Whoever had the people token could make a way in that outlives it.
#[tokio::test]
async fn with_a_people_token_the_clients_that_it_made_are_revoked() {
    let local = start().await;
    let ready = &local.ready;
    let url = format!("{}/people/v1/oauth-clients", ready.base_url);
    let request = Client::new().post(&url).bearer_auth(&ready.people_token);
    let answer = request.body(r#"{"method":"secret","label":"Sneaky"}"#).send().await.unwrap();
    let made: Value = answer.json().await.unwrap();
    let own = rollcall(ready, "oauth-client create demo --json").await.json();
    let tokens = rollcall(ready, "token list demo --json").await.json();
    let people = tokens.as_array().unwrap().iter().find(|token| token["scope"] == "people").unwrap();
    let people = people["id"].as_str().unwrap();
    let listed = rollcall(ready, "oauth-client list demo --json").await.json();
    assert_eq!(listed[0]["madeBy"]["peopleToken"], people, "{listed}");

    let left = rollcall(ready, &format!("token revoke demo {people}")).await.text();
    assert!(left.contains("still work") && left.contains("Sneaky") && left.contains("--with-made"), "{left}");
    assert_eq!(grant(ready, &made).await.0, StatusCode::OK);
    let revoked = rollcall(ready, &format!("token revoke demo {people} --with-made --json")).await.json();
    assert_eq!(revoked["alsoRevokedClients"][0]["clientId"], made["clientId"], "{revoked}");
    assert_eq!(
        (&revoked["leftClients"], &revoked["alsoRevoked"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    assert_eq!(grant(ready, &made).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(grant(ready, &own).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_client_is_made_with_each_method_and_listed_with_it() {
    let local = start().await;
    let ready = &local.ready;
    let keys = "http://127.0.0.1:9/keys";
    let create = format!(
        "oauth-client create demo --method jwt --issuer https://login.example.com --audience api://a --jwks-uri {keys}"
    );
    let asserting = rollcall(ready, &format!("{create} --subject 5a1b --json")).await.json();
    let names: Vec<_> = asserting.as_object().unwrap().keys().collect();
    assert_eq!(names, ["clientId", "tokenUrl"], "it has no secret");
    let uris = "--redirect-uri https://a.example/cb --redirect-uri http://127.0.0.1:9/cb";
    let create = format!("oauth-client create demo --method code {uris} --expires-in-days 90 --json");
    let authorized = rollcall(ready, &create).await.json();
    assert!(authorized["clientSecret"].is_string() && authorized["expiresAt"].is_string(), "{authorized}");
    let listed = rollcall(ready, "oauth-client list demo --json").await.json();
    assert_eq!((&listed[0]["method"], &listed[0]["clientId"]), (&"jwt".into(), &asserting["clientId"]));
    assert_eq!((&listed[0]["subject"], &listed[0]["jwksUri"]), (&"5a1b".into(), &keys.into()));
    assert_eq!(
        (&listed[1]["method"], &listed[1]["redirectUris"][1]),
        (&"code".into(), &"http://127.0.0.1:9/cb".into())
    );
    let text = rollcall(ready, "oauth-client list demo").await.text();
    assert!(text.contains("METHOD") && text.contains("jwt") && text.contains("code"), "{text}");

    let id = asserting["clientId"].as_str().unwrap();
    let error = rollcall(ready, &format!("oauth-client rotate demo {id}")).await.failed(1);
    assert!(error.contains("no secret"), "{error}");
    let (status, refused) = grant(ready, &authorized).await;
    assert_eq!((status, &refused["error"]), (StatusCode::BAD_REQUEST, &"unauthorized_client".into()));
    for (command, code, expected) in [
        ("--method jwt", 2, "--audience"),
        ("--method code", 2, "--redirect-uri"),
        ("--method jwt --audience a --jwks-uri http://example.com/keys", 1, "https"),
        ("--method jwt --audience a --jwks-uri https://10.0.0.1/keys", 1, "domain name"),
        (
            "--method jwt --audience a --jwks-uri https://a.example/ --expires-in-days 9",
            1,
            "--expires-in-days is for",
        ),
        ("--method code --redirect-uri https://a.example/#x", 1, "fragment"),
        ("--method secret --issuer a", 1, "--issuer is for"),
    ] {
        let error = rollcall(ready, &format!("oauth-client create demo {command}")).await.failed(code);
        assert!(error.contains(expected), "{command}: {error}");
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_said_with_the_way_out() {
    let local = start().await;
    let ready = &local.ready;
    let made = rollcall(ready, "oauth-client create demo").await.text();
    assert!(made.contains("client id      rcc_demo_") && made.contains("client secret  rcs_"), "{made}");
    for (command, code, expected) in [
        ("oauth-client create nobody", 1, "no tenant"),
        ("oauth-client create demo --expires-in-days 0", 2, "1 to 1095 days"),
        ("oauth-client create demo --expires-in-days 1096", 2, "1 to 1095 days"),
        ("oauth-client create demo --method password", 2, "secret"),
        ("oauth-client rotate demo 0123456789ab", 1, "no OAuth client \"0123456789ab\""),
        ("oauth-client revoke demo rcc_other_0123456789ab", 1, "no OAuth client"),
        ("oauth-client revoke demo rcs_00ff", 1, "client's secret"),
    ] {
        let error = rollcall(ready, command).await.failed(code);
        assert!(error.contains(expected) && !error.contains("rcs_00ff"), "{command}: {error}");
    }
    let id = made.split_whitespace().find(|word| word.starts_with("rcc_")).unwrap();
    let error = rollcall(ready, &format!("oauth-client revoke demo {id} --secret 00")).await.failed(1);
    assert!(error.contains("no secret \"00\""), "{error}");
    for _ in 0..4 {
        rollcall(ready, "oauth-client create demo").await.text();
    }
    let error = rollcall(ready, "oauth-client create demo").await.failed(1);
    assert!(error.contains("5 OAuth clients") && error.contains("oauth-client list"), "{error}");
}
