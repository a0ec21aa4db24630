//! Codes and refresh tokens: time, what they cost, a table that fails, and the log.

use jiff::SignedDuration;
use rollcall_tests::consent::{Back, CALLBACK, asking};
use rollcall_tests::faulty::Fault;
use rollcall_tests::process::Process;
use rollcall_tests::{LocalSystem, OAuth, Portal};

#[tokio::test]
async fn a_code_is_good_for_a_minute_and_a_refresh_token_for_half_a_year() {
    let system = LocalSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let late = portal.code(&client.client_id).await;
    system.advance(SignedDuration::from_mins(1)).await;
    oauth.exchange(&client, &late).await.expect_oauth_error(400, "invalid_grant", "expired");
    let code = portal.code(&client.client_id).await;
    system.advance(SignedDuration::from_secs(45)).await;
    let granted = oauth.exchange(&client, &code).await.expect(200);
    system.advance(SignedDuration::from_hours(1)).await;
    system.scim().with_token(granted.access_token()).get("/Users").await.expect_refusal(401, None, "token");
    system.advance(SignedDuration::from_hours(179 * 24)).await;
    let granted = oauth.refresh(&client, &granted.refresh_token()).await.expect(200);
    system.scim().with_token(granted.access_token()).get("/Users").await.expect(200);
    system.advance(SignedDuration::from_hours(180 * 24)).await;
    oauth.refresh(&client, &granted.refresh_token()).await.expect_oauth_error(400, "invalid_grant", "");
    system.check().await;
}

#[tokio::test]
async fn an_exchange_costs_two_calls_and_so_does_a_refreshed_token() {
    let system = LocalSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let code = portal.code(&client.client_id).await;
    let granted = oauth.exchange(&client, &code).await.expect(200);
    assert_eq!(granted.cost().calls, 2);
    let refreshed = oauth.refresh(&client, &granted.refresh_token()).await.expect(200);
    assert_eq!(refreshed.cost().calls, 2);
    let again = oauth.refresh(&client, &granted.refresh_token()).await.expect(200);
    assert_eq!(again.cost().calls, 1, "nothing is written");
    assert_eq!(oauth.exchange(&client, "rco_00").await.cost().calls, 1);
    let token = system.issue_token(None).await.token;
    let calls = async |token: String| {
        let scim = system.scim().with_token(token);
        scim.get("/Users").await.expect(200);
        scim.get("/Users").await.expect(200).cost().calls
    };
    assert_eq!(calls(refreshed.access_token()).await, calls(token).await, "as a static token");
    system.check().await;
}

/// A request whose write's answer got lost finds its own exchange, and is not taken for somebody who has the code, too.
#[tokio::test]
async fn over_a_table_that_fails_a_directory_comes_to_its_tokens() {
    let (system, faulty) = LocalSystem::over_faulty_table(7).await;
    let client = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let mut code = portal.code(&client.client_id).await;
    faulty.fail(&[Fault::AnswerLost, Fault::Throttled, Fault::ServerError], 12.0);
    let mut refresh = String::new();
    for _ in 0..60 {
        let answer = match refresh.as_str() {
            "" => oauth.exchange(&client, &code).await,
            token => oauth.refresh(&client, token).await,
        };
        match answer.status.as_u16() {
            200 => refresh = answer.refresh_token(),
            429 => assert_eq!(answer["error"], "temporarily_unavailable", "{answer}"),
            // The exchange was made, and neither the answer nor that of the next tries arrived.
            _ if refresh.is_empty() => {
                answer.expect_oauth_error(400, "invalid_grant", "");
                faulty.heal();
                code = portal.code(&client.client_id).await;
                faulty.fail(&[Fault::AnswerLost, Fault::Throttled, Fault::ServerError], 12.0);
            }
            _ => panic!("{answer}"),
        }
    }
    assert!(faulty.heal() > 10, "the table failed");
    let granted = oauth.refresh(&client, &refresh).await.expect(200);
    system.scim().with_token(granted.access_token()).get("/Users").await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn no_code_and_no_refresh_token_is_logged() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut system = Process::start(data_dir.path()).await;
    let client = system.code_client(CALLBACK).await;
    let oauth = OAuth::new(reqwest::Client::new(), system.ready.base_url.as_str());
    let mut portal = system.portal().await;
    let answer = portal.consent(&asking(&client.client_id), "allow").await;
    let code = Back::of(&answer).code().to_owned();
    let granted = oauth.exchange(&client, &code).await.expect(200);
    let next = oauth.refresh(&client, &granted.refresh_token()).await.expect(200);
    oauth.exchange(&client, &code).await.expect(400);
    oauth.refresh(&client, "rcr_hunter2").await.expect(400);
    let log = system.stop_and_read_log();
    assert!(log.contains("POST /oauth/authorize") && log.contains("POST /oauth/token"), "{log}");
    let (first, second) = (granted.refresh_token(), next.refresh_token());
    for private in [&code[4..], &first[4..], &second[4..], client.client_secret.as_str(), "hunter2"] {
        let leak = log.lines().find(|line| line.contains(private));
        assert_eq!(leak, None, "{private:?} is in the log");
    }
}
