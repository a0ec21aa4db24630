//! `rollcall token`.

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::{Value, json};

use crate::command::rollcall;
use crate::local::start;

async fn answer_to(ready: &Ready, token: &str) -> StatusCode {
    let users = Client::new().get(format!("{}/Users", ready.scim_url)).bearer_auth(token);
    users.send().await.unwrap().status()
}

#[tokio::test]
async fn an_issued_token_opens_the_api_until_it_is_revoked() {
    let local = start().await;
    let ready = &local.ready;
    rollcall(ready, "tenant create acme --plan advanced").await.text();
    let token = rollcall(ready, "token issue acme --scope scim --label okta").await.text();
    assert!(token.starts_with("rc_acme_"), "{token}");
    let unused = rollcall(ready, "token list acme --json").await.json();
    assert!(unused[0]["lastUsedAt"].is_null(), "{unused}");
    assert_eq!(answer_to(ready, &token).await, StatusCode::OK);
    let listed = rollcall(ready, "token list acme --json").await.json();
    assert!(listed[0]["lastUsedAt"].is_string(), "{listed}");
    assert!(rollcall(ready, "token list acme").await.text().contains("LAST USED"));
    assert_eq!((listed[0]["scope"].as_str(), listed[0]["label"].as_str()), (Some("scim"), Some("okta")));
    assert!(!listed.to_string().contains(token.rsplit_once('_').unwrap().1));
    let id = listed[0]["id"].as_str().unwrap();
    let revoked = rollcall(ready, &format!("token revoke acme {id}")).await.text();
    assert!(revoked.contains(id) && !revoked.contains("portal"), "a directory's token opens none: {revoked}");
    assert_eq!(answer_to(ready, &token).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_can_be_given_an_end() {
    let local = start().await;
    let issue = "token issue demo --scope scim --expires-in-days 1 --json";
    let token = rollcall(&local.ready, issue).await.json();
    assert!(token["expiresAt"].as_str() > token["createdAt"].as_str(), "{token}");
    let token = token["token"].as_str().unwrap();
    assert_eq!(answer_to(&local.ready, token).await, StatusCode::OK);
    let day = Client::new().post(&local.ready.clock_url).body(r#"{"advanceSecs": 90000}"#);
    assert_eq!(day.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(answer_to(&local.ready, token).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sixth_live_token_is_refused_with_the_way_out() {
    let local = start().await;
    rollcall(&local.ready, "tenant create acme").await.text();
    for _ in 0..5 {
        rollcall(&local.ready, "token issue acme --scope people").await.text();
    }
    let error = rollcall(&local.ready, "token issue acme --scope people").await.failed(1);
    assert!(error.contains("token revoke") && error.matches("5 live tokens").count() == 1, "{error}");
    let error = rollcall(&local.ready, "token revoke acme 0000").await.failed(1);
    assert!(error.contains("no token \"0000\""), "{error}");
}

/// Has a session of the portal, opened by this people token, make a token. Gives the new token.
async fn made_in_the_portal(ready: &Ready, people_token: &str) -> String {
    let browser = Client::builder().redirect(Policy::none()).build().unwrap();
    let base = &ready.base_url;
    let links = format!("{base}/people/v1/portal-links");
    let asked = browser.post(links).bearer_auth(people_token).body(r#"{"name":"Grace Hopper"}"#);
    let link: Value = serde_json::from_str(&asked.send().await.unwrap().text().await.unwrap()).unwrap();
    let opened = browser.post(link["url"].as_str().unwrap()).send().await.unwrap();
    let cookie = opened.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let page = browser.get(format!("{base}/portal/connection")).header("cookie", &cookie);
    let page = page.send().await.unwrap().text().await.unwrap();
    let mark = between(&page, "name=\"mark\" value=\"", "\"");
    let form = browser.post(format!("{base}/portal/token-new")).header("cookie", &cookie);
    let form = form.body(format!("mark={mark}&label=Okta"));
    let page = form.send().await.unwrap().text().await.unwrap();
    between(&page, "<code id=\"token\">", "</code>")
}

fn between(text: &str, start: &str, end: &str) -> String {
    text.split_once(start).unwrap().1.split(end).next().unwrap().to_owned()
}

#[tokio::test]
async fn the_tokens_made_in_the_sessions_of_a_people_token_are_told_when_it_is_revoked_and_can_go_with_it() {
    let local = start().await;
    let ready = &local.ready;
    let issued = rollcall(ready, "token issue demo --scope people --json").await.json();
    let (id, people) = (issued["id"].as_str().unwrap(), issued["token"].as_str().unwrap());
    let made = made_in_the_portal(ready, people).await;
    let listed = rollcall(ready, "token list demo").await.text();
    assert!(listed.contains(&format!("portal, by {id} (Grace Hopper)")), "{listed}");
    let listed = rollcall(ready, "token list demo --json").await.json();
    let maker = json!({ "peopleToken": id, "admin": "Grace Hopper" });
    let record = listed.as_array().unwrap().iter().find(|token| token["madeBy"] == maker).unwrap();

    // No terminal, so nothing is asked.
    let text = rollcall(ready, &format!("token revoke demo {id}")).await.text();
    assert!(text.contains("still work") && text.contains(record["id"].as_str().unwrap()), "{text}");
    let command = format!("token revoke demo {id} --with-made");
    assert!(text.ends_with(&command), "{text}");
    assert_eq!(answer_to(ready, &made).await, StatusCode::OK);

    // The command that it printed works though the people token is gone.
    let revoked = rollcall(ready, &format!("{command} --json")).await.json();
    assert_eq!((&revoked["revoked"], &revoked["left"]), (&json!(id), &json!([])));
    // Only the list says when a token was last used.
    let mut record = record.clone();
    record.as_object_mut().unwrap().remove("lastUsedAt");
    assert_eq!(revoked["alsoRevoked"], json!([record]));
    assert_eq!(answer_to(ready, &made).await, StatusCode::UNAUTHORIZED);
    let error = rollcall(ready, &command).await.failed(1);
    assert!(error.contains("no token"), "{error}");
}
