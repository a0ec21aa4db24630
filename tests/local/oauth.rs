//! Access tokens and time, what they cost, a table that fails, and the log.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::oauth::{Issued, SecretLifetime};
use rollcall_tests::faulty::Fault;
use rollcall_tests::process::Process;
use rollcall_tests::{Answer, LocalSystem, OAuth, Portal, Scim};
use serde_json::json;
use tokio::task::JoinSet;

const NOBODY: &str = "/Users/6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11";

async fn token(system: &LocalSystem, issued: &Issued) -> String {
    system.oauth().grant(&issued.client_id, &issued.client_secret).await.access_token()
}

#[tokio::test]
async fn an_access_token_lives_an_hour_and_a_secret_as_long_as_was_said() {
    let system = LocalSystem::start().await;
    let issued = system.oauth_client_for(SecretLifetime::of_days(1).unwrap()).await;
    let scim = system.scim().with_token(token(&system, &issued).await);
    scim.get("/Users").await.expect(200);
    system.advance(SignedDuration::from_mins(59)).await;
    scim.get("/Users").await.expect(200);
    system.advance(SignedDuration::from_mins(1)).await;
    scim.get("/Users").await.expect_refusal(401, None, "token");

    system.advance(SignedDuration::from_mins(22 * 60 + 30)).await;
    let granted = system.oauth().grant(&issued.client_id, &issued.client_secret).await.expect(200);
    let left = granted["expires_in"].as_u64().unwrap();
    assert!((1..=1800).contains(&left), "no longer than its secret: {granted}");
    let scim = system.scim().with_token(granted.access_token());
    scim.get("/Users").await.expect(200);
    system.advance(SignedDuration::from_mins(30)).await;
    scim.get("/Users").await.expect_refusal(401, None, "token");
    let late = system.oauth().grant(&issued.client_id, &issued.client_secret).await;
    late.expect_oauth_error(401, "invalid_client", "expired");
    system.check().await;
}

#[tokio::test]
async fn a_request_with_an_access_token_costs_as_much_as_one_with_a_static_token() {
    let system = LocalSystem::start().await;
    let (issued, plain) = (system.oauth_client().await, system.issue_token(None).await);
    let calls = async |scim: &Scim| {
        let mut calls = Vec::new();
        let mut spent = |answer: Answer| calls.push((answer.cost().calls, answer.cost().read_units));
        spent(scim.get(NOBODY).await.expect(404));
        spent(scim.get(NOBODY).await.expect(404));
        spent(scim.get("/Users?startIndex=1&count=1").await.expect(200));
        spent(scim.filter("userName eq \"nobody@example.com\"").await.expect(200));
        spent(scim.get("/ServiceProviderConfig").await.expect(200));
        calls
    };
    let by_access = calls(&system.scim().with_token(token(&system, &issued).await)).await;
    let by_static = calls(&system.scim().with_token(plain.token)).await;
    assert_eq!(by_access, by_static);
    system.check().await;
}

/// It reads the tenant, and writes nothing that stays.
#[tokio::test]
async fn a_token_costs_one_read_granted_or_not() {
    let system = LocalSystem::start().await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    let before = system.snapshot().await;
    let granted = oauth.grant(&issued.client_id, &issued.client_secret).await.expect(200);
    let refused = oauth.grant(&issued.client_id, "rcs_00").await.expect(401);
    for answer in [&granted, &refused] {
        let cost = answer.cost();
        assert_eq!((cost.calls, cost.read_units, cost.write_units), (1, 1.0, 0.0), "{answer}");
    }
    assert_eq!(granted.log_line()["operation"], "POST /oauth/token");
    assert_eq!(granted.log_line()["span"]["tenant_id"], "demo");
    assert_eq!(refused.log_line()["operation"], "other");
    for form in [
        "",
        "grant_type=client_credentials",
        "grant_type=password",
        "grant_type=client_credentials&client_id=x",
    ] {
        assert_eq!(oauth.form(form).await.cost().calls, 0, "{form}");
    }
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

#[tokio::test]
async fn the_use_of_access_tokens_is_the_use_of_their_client() {
    let system = LocalSystem::start().await;
    let issued = system.oauth_client().await;
    for _ in 0..3 {
        system.scim().with_token(token(&system, &issued).await).get("/Users").await.expect(200);
        system.advance(SignedDuration::from_mins(20)).await;
    }
    let used = system.contact().await.used;
    let client = issued.client_id.rsplit('_').next().unwrap();
    let mut expected = [client, issued.secret_id.as_str()];
    expected.sort_unstable();
    assert_eq!(used.keys().map(String::as_str).collect::<Vec<_>>(), expected);
    system.check().await;
}

/// Whoever rotates a secret asks which of the two is still in use.
#[tokio::test]
async fn the_last_use_of_each_secret_is_noted_every_five_minutes_at_most() {
    let system = LocalSystem::start().await;
    let (first, oauth) = (system.oauth_client().await, system.oauth());
    let path = format!("/oauth-clients/{}", first.client_id);
    let second = system.people().post(&format!("{path}/secrets"), &json!({})).await.expect(201);
    let used = async |at: usize| {
        let shown = system.people().get(&path).await.expect(200);
        shown["secrets"][at]["lastUsedAt"].as_str().map(|at| at.parse::<Timestamp>().unwrap())
    };
    assert_eq!((used(0).await, used(1).await), (None, None));
    let granted = oauth.grant(&first.client_id, &first.client_secret).await.expect(200);
    assert_eq!((granted.cost().calls, granted.cost().write_units), (1, 0.0), "it is no part of the request");
    let at = used(0).await;
    assert!(at.is_some() && used(1).await.is_none());
    system.advance(SignedDuration::from_mins(4)).await;
    oauth.grant(&first.client_id, &first.client_secret).await.expect(200);
    assert_eq!(used(0).await, at, "not every time");
    oauth.grant(&first.client_id, second["clientSecret"].as_str().unwrap()).await.expect(200);
    assert!(used(1).await > at);
    system.advance(SignedDuration::from_mins(2)).await;
    oauth.grant(&first.client_id, &first.client_secret).await.expect(200);
    assert!(used(0).await > at);
    let before = used(0).await;
    oauth.grant(&first.client_id, "rcs_00").await.expect(401);
    assert_eq!(used(0).await, before, "of a wrong secret nothing is noted");
    assert_eq!(system.contact().await.refused, []);
    system.check().await;
}

#[tokio::test]
async fn a_secret_that_has_expired_is_told_to_the_administrator() {
    let system = LocalSystem::start().await;
    let issued = system.oauth_client_for(SecretLifetime::of_days(1).unwrap()).await;
    system.advance(SignedDuration::from_hours(24)).await;
    let late = system.oauth().grant(&issued.client_id, &issued.client_secret).await;
    late.expect_oauth_error(401, "invalid_client", "expired");
    let shown = system.people().get(&format!("/oauth-clients/{}", issued.client_id)).await.expect(200);
    assert_eq!(
        (&shown["lastRefusal"]["fault"], &shown["secrets"][0]["expired"]),
        (&json!("secret_expired"), &json!(true))
    );
    let mut portal = Portal::open(&system).await;
    portal.get("clients").await.expect(200, "A secret that has expired was used");
    assert!(!portal.get("connection").await.says("secret_expired"), "it is told beside the client");
    system.check().await;
}

/// RFC 6750 §3.1. A directory that reads it gets another token; its administrator learns that nothing is wrong.
#[tokio::test]
async fn an_access_token_that_expired_is_told_so_and_where_to_get_another() {
    let system = LocalSystem::start().await;
    let issued = system.oauth_client().await;
    let token = token(&system, &issued).await;
    system.advance(SignedDuration::from_hours(1)).await;
    let told = async |token: &str| system.scim().with_token(token).get("/Users").await.expect(401);
    let expired = told(&token).await;
    expired.expect_refusal(
        401,
        None,
        &format!(
            "has expired, as each does within an hour. Get another one at {}",
            system.oauth().token_url()
        ),
    );
    let challenge = expired.challenge();
    assert!(
        challenge.contains("error=\"invalid_token\", error_description=\"The access token expired\""),
        "{challenge}"
    );
    assert!(challenge.contains("resource_metadata="), "{challenge}");
    let (signed, signature) = token.rsplit_once('_').unwrap();
    let forged = format!("{signed}_{}", "0".repeat(signature.len()));
    let client = issued.client_id.rsplit('_').next().unwrap();
    for other in [
        forged,
        token.replace(client, "0123456789ab"),
        "rca_demo_a_b_0_00".to_owned(),
        "rc_demo_00".to_owned(),
    ] {
        let refused = told(&other).await;
        let detail = refused["detail"].as_str().unwrap();
        assert!(
            !detail.contains("access token") && !refused.challenge().contains("description"),
            "{refused}"
        );
    }
    let by_people = system.people().with_token(token.as_str()).get("/entities").await;
    by_people.expect_problem(401, "unauthorized", "");
    assert_eq!(system.contact().await.refused, []);
    system.check().await;
}

/// A thousand at once, over a table that fails in all the ways DynamoDB does: granted, or put off.
#[tokio::test(flavor = "multi_thread")]
async fn a_right_client_is_never_told_that_it_is_wrong() {
    let (system, faulty) = LocalSystem::over_faulty_table(1).await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    // More than half of all tries fail.
    faulty.fail(&Fault::ALL, 10.0);
    let mut tasks = JoinSet::new();
    for _ in 0..1_000 {
        let (oauth, issued) = (oauth.clone(), issued.clone());
        tasks.spawn(async move { oauth.grant(&issued.client_id, &issued.client_secret).await });
    }
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut granted = None;
    for answer in tasks.join_all().await {
        *statuses.entry(answer.status.as_u16()).or_default() += 1;
        match answer.status.as_u16() {
            200 => granted = Some(answer.access_token()),
            429 | 503 => assert_eq!(answer["error"], "temporarily_unavailable", "{answer}"),
            _ => panic!("{answer}"),
        }
    }
    assert!(faulty.heal() > 100, "the table failed");
    assert!(statuses.len() > 1, "{statuses:?}");
    system.scim().with_token(granted.unwrap()).get("/Users").await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn no_secret_and_no_token_is_logged() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut system = Process::start(data_dir.path()).await;
    let issued = system.oauth_client().await;
    let oauth = OAuth::new(reqwest::Client::new(), system.ready.base_url.as_str());
    let token = oauth.grant(&issued.client_id, &issued.client_secret).await.access_token();
    let (scim, forged) = (system.scim().with_token(token.as_str()), format!("{token}00"));
    scim.get("/Users").await.expect(200);
    scim.clone().with_token(forged.as_str()).get("/Users").await.expect(401);
    for form in [
        format!("grant_type=hunter2&client_id={}&client_secret={}", issued.client_id, issued.client_secret),
        format!("grant_type=client_credentials&client_id={}&client_secret=hunter2", issued.client_id),
        format!("client_secret={}&client_secret=hunter2", issued.client_secret),
    ] {
        assert!(!oauth.form(&form).await.status.is_success());
    }
    let path = format!("/oauth/token?client_secret={}", issued.client_secret);
    let in_address = oauth.send(reqwest::Method::POST, &path, "", reqwest::header::HeaderMap::new()).await;
    in_address.expect_oauth_error(400, "invalid_request", "address");
    let log = system.stop_and_read_log();
    assert!(log.contains("POST /oauth/token") && log.lines().count() >= 7, "{log}");
    let signature = token.rsplit('_').next().unwrap();
    for private in [issued.client_secret.as_str(), token.as_str(), signature, "hunter2"] {
        let leak = log.lines().find(|line| line.contains(private));
        assert_eq!(leak, None, "{private:?} is in the log");
    }
}
