//! A directory that is let in by the tenant's administrator (RFC 6749 §4.1): the page, what it leads to, and the tokens.

use reqwest::Method;
use reqwest::header::HeaderMap;
use rollcall_rules::oauth::ClientId;
use rollcall_tests::consent::{
    Back, CALLBACK, CHALLENGE, STATE, VERIFIER, asking, asking_with, form_of, page,
};
use rollcall_tests::portal::{AUTHORIZE, encoded};
use rollcall_tests::{Portal, TestSystem};
use serde_json::json;

#[tokio::test]
async fn a_directory_provisions_once_the_administrator_has_allowed_it() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let mut portal = Portal::open(&system).await;
    let parameters = asking_with(
        &client.client_id,
        &[("state", STATE), ("code_challenge", CHALLENGE), ("code_challenge_method", "S256")],
    );
    let asked = portal.get(&page(&parameters)).await.expect(200, "Okta");
    assert!(
        asked.says("https://app.example") && asked.says("creates accounts"),
        "who asks, and for what\n{asked}"
    );
    let policy = asked.header("content-security-policy");
    assert!(policy.contains("form-action 'self' https://app.example;"), "a browser may follow: {policy}");
    assert_eq!(asked.header("cross-origin-opener-policy"), "unsafe-none", "Okta's window waits for it");
    let back = Back::of(&portal.press_consent(&asked, "allow").await);
    assert_eq!((back.uri.as_str(), back.one("state")), (CALLBACK, Some(STATE)));
    let oauth = system.oauth();
    let server = oauth.send(Method::GET, "/.well-known/oauth-authorization-server", "", HeaderMap::new());
    let server = server.await.expect(200);
    assert_eq!(back.one("iss"), server["issuer"].as_str(), "RFC 9207");
    let at = server["authorization_endpoint"].as_str().unwrap();
    assert_eq!(at, format!("{}/oauth/authorize", server["issuer"].as_str().unwrap()));

    let besides = format!("&redirect_uri={}&code_verifier={VERIFIER}", encoded(CALLBACK));
    let granted = oauth.exchange_with(&client, back.code(), &besides).await.expect(200);
    assert_eq!(
        (&granted["token_type"], &granted["expires_in"]),
        (&json!("Bearer"), &json!(3600)),
        "{granted}"
    );
    let okta = system.okta_with_token(&granted.access_token());
    let ada = okta.assign("ada@example.com").await;
    let refreshed = oauth.refresh(&client, &granted.refresh_token()).await.expect(200);
    assert_ne!(refreshed.refresh_token(), granted.refresh_token());
    system.okta_with_token(&refreshed.access_token()).unassign(&ada).await.expect(200);
    portal.get("activity").await.expect(200, "Connected the OAuth client Okta");
    system.check().await;
}

#[tokio::test]
async fn who_denies_it_gives_nothing() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let mut portal = Portal::open(&system).await;
    let before = system.snapshot().await;
    let back = Back::of(&portal.consent(&asking(&client.client_id), "deny").await);
    assert_eq!(
        (back.one("error"), back.one("code"), back.one("state")),
        (Some("access_denied"), None, Some("s-1"))
    );
    assert!(back.one("iss").is_some(), "{back:?}");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

#[tokio::test]
async fn a_fault_is_told_to_the_directory_only_at_an_address_of_its_own() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK, "https://app.example/other?x=1"]).await;
    let (id, plain) = (client.client_id.as_str(), system.oauth_client().await);
    let other = system.tenant("other").await;
    let foreign = id.replace(&system.demo().id, &other.id);
    let mut portal = Portal::open(&system).await;
    for (changes, code) in [
        (&[("response_type", "")][..], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("scope", "scim admin")], "invalid_scope"),
        (&[("code_challenge", CHALLENGE)], "invalid_request"),
        (&[("code_challenge", CHALLENGE), ("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge", "short"), ("code_challenge_method", "S256")], "invalid_request"),
    ] {
        let answer =
            portal.send(Method::GET, &page(&asking_with(id, changes)), None, &HeaderMap::new()).await;
        let back = Back::of(&answer);
        assert_eq!(
            (back.uri.as_str(), back.one("error"), back.one("state")),
            (CALLBACK, Some(code), Some("s-1"))
        );
    }
    let twice = format!("{}&scope=scim", page(&asking(id)));
    let back = Back::of(&portal.send(Method::GET, &twice, None, &HeaderMap::new()).await);
    assert_eq!(back.one("error"), Some("invalid_request"), "{back:?}");
    let with_query = asking_with(id, &[("redirect_uri", "https://app.example/other?x=1"), ("scope", "x")]);
    let back = Back::of(&portal.send(Method::GET, &page(&with_query), None, &HeaderMap::new()).await);
    assert_eq!((back.one("x"), back.one("error")), (Some("1"), Some("invalid_scope")), "its own query stays");

    for (changes, told) in [
        (&[("redirect_uri", "https://app.example/oauth/callbacc")][..], "redirect URI"),
        (&[("redirect_uri", "https://app.example/oauth/callback/")], "redirect URI"),
        (&[("redirect_uri", "https://app.example/oauth/callbac")], "redirect URI"),
        (&[("redirect_uri", "https://APP.example/oauth/callback")], "redirect URI"),
        (&[("redirect_uri", "http://app.example/oauth/callback")], "redirect URI"),
        (&[("redirect_uri", "https://app.example/oauth/callback?x")], "redirect URI"),
        (&[("redirect_uri", "")], "redirect URI"),
        (&[("client_id", "")], "client id"),
        (&[("client_id", "nobody")], "client id"),
        (&[("client_id", &plain.client_id)], "client id"),
        (&[("client_id", &foreign)], "another organisation"),
        (&[("state", &"x".repeat(2_001))], "from your directory"),
    ] {
        let shown = portal.get(&page(&asking_with(id, changes))).await.expect(400, told);
        assert!(shown.location().is_empty() && !shown.says("callbac"), "{shown}");
    }
    system.check().await;
}

#[tokio::test]
async fn nobody_consents_without_a_session_or_by_a_form_from_elsewhere() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let parameters = asking(&client.client_id);
    let mut stranger = Portal::new(system.base_url());
    stranger.get(&page(&parameters)).await.expect(401, "Nobody is signed in");
    let mut portal = Portal::open(&system).await;
    let asked = portal.get(&page(&parameters)).await;
    stranger.press_consent(&asked, "allow").await.expect(401, "Nobody is signed in");
    let fields = form_of(&asked);
    let form = |mark: &str| -> Vec<(String, String)> {
        let others = fields.iter().filter(|(name, _)| name != "mark").cloned();
        others
            .chain([("mark".to_owned(), mark.to_owned()), ("answer".to_owned(), "allow".to_owned())])
            .collect()
    };
    let other = Portal::open_with(system.base_url(), &system.people()).await;
    let before = system.snapshot().await;
    let send = async |form: Vec<(String, String)>, headers: HeaderMap| {
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        portal.send(Method::POST, AUTHORIZE, Some(&form), &headers).await
    };
    let cross = HeaderMap::from_iter([("sec-fetch-site".parse().unwrap(), "cross-site".parse().unwrap())]);
    send(form(portal.mark()), cross).await.expect(403, "Nothing was changed");
    send(form("00"), HeaderMap::new()).await.expect(403, "Nothing was changed");
    send(form(other.mark()), HeaderMap::new()).await.expect(403, "Nothing was changed");
    let mut changed = form(portal.mark());
    changed.iter_mut().filter(|(name, _)| name == "redirect_uri").for_each(|(_, uri)| uri.push('x'));
    send(changed, HeaderMap::new()).await.expect(400, "redirect URI");
    let mut neither = form(portal.mark());
    neither.retain(|(name, _)| name != "answer");
    send(neither, HeaderMap::new()).await.expect(400, "start again");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    let by_put = portal.send(Method::PUT, AUTHORIZE, None, &HeaderMap::new()).await;
    assert_eq!(by_put.status, 405, "{by_put}");
    system.check().await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_gives_one_code_until_that_is_exchanged() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let mut portal = Portal::open(&system).await;
    let asked = portal.get(&page(&asking(&client.client_id))).await;
    let first = Back::of(&portal.press_consent(&asked, "allow").await);
    let again = Back::of(&portal.press_consent(&asked, "allow").await);
    assert_eq!(first.code(), again.code());
    system.oauth().exchange(&client, first.code()).await.expect(200);
    portal.press_consent(&asked, "allow").await.expect(400, "allowed already");
    system.check().await;
}

#[tokio::test]
async fn a_code_is_exchanged_once_by_its_own_client_with_what_it_was_asked_for_with() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK, "https://app.example/other"]).await;
    let stranger = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let code = portal.code(&client.client_id).await;
    let at = |uri: &str| format!("&redirect_uri={}", encoded(uri));
    for (who, besides) in [
        (&stranger, at(CALLBACK)),
        (&client, String::new()),
        (&client, at("https://app.example/other")),
        (&client, at("https://app.example/oauth/callback/")),
        (&client, format!("{}&code_verifier={VERIFIER}", at(CALLBACK))),
    ] {
        let refused = oauth.exchange_with(who, &code, &besides).await;
        refused.expect_oauth_error(400, "invalid_grant", "not known");
        assert!(!refused.to_string().contains(&code), "{refused}");
    }
    oauth.exchange(&client, "rco_00").await.expect_oauth_error(400, "invalid_grant", "");
    let plain = system.oauth_client().await;
    oauth.exchange(&plain, &code).await.expect_oauth_error(400, "unauthorized_client", "another way");
    oauth.grant(&client.client_id, &client.client_secret).await.expect_oauth_error(
        400,
        "unauthorized_client",
        "",
    );
    let id = &client.client_id;
    let form = format!("grant_type=authorization_code&client_id={id}&code={code}");
    oauth.form(&form).await.expect_oauth_error(401, "invalid_client", "secret");
    oauth.form(&format!("{form}&client_secret=rcs_00")).await.expect_oauth_error(401, "invalid_client", "");
    oauth.exchange(&client, "").await.expect_oauth_error(400, "invalid_request", "code");

    let granted = oauth.exchange(&client, &code).await.expect(200);
    let scim = system.scim().with_token(granted.access_token());
    scim.get("/Users").await.expect(200);
    oauth.exchange(&client, &code).await.expect_oauth_error(400, "invalid_grant", "was used");
    scim.get("/Users").await.expect_refusal(401, None, "token");
    oauth.refresh(&client, &granted.refresh_token()).await.expect_oauth_error(400, "invalid_grant", "");
    system.check().await;
}

#[tokio::test]
async fn a_verifier_must_belong_to_the_challenge() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let changes = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256"), ("redirect_uri", "")];
    let answer = portal.consent(&asking_with(&client.client_id, &changes), "allow").await;
    let back = Back::of(&answer);
    assert_eq!(back.uri, CALLBACK, "the only one need not be named");
    let other = VERIFIER.replace('d', "e");
    for verifier in [
        "",
        "&code_verifier=short",
        &format!("&code_verifier={other}"),
        &format!("&code_verifier={CHALLENGE}"),
    ] {
        let refused = oauth.exchange_with(&client, back.code(), verifier).await;
        refused.expect_oauth_error(400, "invalid_grant", "code_verifier");
    }
    oauth.exchange_with(&client, back.code(), &format!("&code_verifier={VERIFIER}")).await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn a_refresh_token_that_two_have_ends_what_it_is_of() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let code = portal.code(&client.client_id).await;
    let first = oauth.exchange(&client, &code).await.expect(200);
    let second = oauth.refresh(&client, &first.refresh_token()).await.expect(200);
    let again = oauth.refresh(&client, &first.refresh_token()).await.expect(200);
    assert_eq!(again.refresh_token(), second.refresh_token(), "its answer may have got lost");
    let third = oauth.refresh(&client, &second.refresh_token()).await.expect(200);
    let scim = system.scim().with_token(third.access_token());
    scim.get("/Users").await.expect(200);
    for wrong in ["rcr_00", &third.access_token()] {
        oauth.refresh(&client, wrong).await.expect_oauth_error(400, "invalid_grant", "");
    }
    oauth.refresh(&client, &first.refresh_token()).await.expect_oauth_error(400, "invalid_grant", "");
    scim.get("/Users").await.expect_refusal(401, None, "token");
    oauth.refresh(&client, &third.refresh_token()).await.expect_oauth_error(400, "invalid_grant", "");
    system.check().await;
}

#[tokio::test]
async fn all_ends_with_the_client() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let (oauth, mut portal) = (system.oauth(), Portal::open(&system).await);
    let code = portal.code(&client.client_id).await;
    let granted = oauth.exchange(&client, &code).await.expect(200);
    let own = ClientId::parse(&client.client_id).unwrap().own().to_owned();
    system.configure(move |tenant| assert!(tenant.revoke_oauth_client(&own))).await;
    system.scim().with_token(granted.access_token()).get("/Users").await.expect_refusal(401, None, "token");
    oauth.refresh(&client, &granted.refresh_token()).await.expect_oauth_error(401, "invalid_client", "");
    portal.get(&page(&asking(&client.client_id))).await.expect(400, "client id");
    system.check().await;
}

#[tokio::test]
async fn the_page_speaks_the_language_of_its_reader() {
    let system = TestSystem::start().await;
    let client = system.code_client(&[CALLBACK]).await;
    let portal = Portal::open(&system).await;
    for (language, says) in [
        ("de", "Nicht erlauben"),
        ("fr", "Ne pas autoriser"),
        ("da", "Tillad ikke"),
        ("es", "No permitir"),
        ("pl", "Do not allow"),
    ] {
        let headers = HeaderMap::from_iter([("accept-language".parse().unwrap(), language.parse().unwrap())]);
        let shown = portal.send(Method::GET, &page(&asking(&client.client_id)), None, &headers).await;
        shown.expect(200, says);
    }
    system.check().await;
}
