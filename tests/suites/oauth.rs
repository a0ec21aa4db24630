//! Access tokens by the client credentials grant (RFC 6749 §4.4): who gets one, and what it opens.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use rollcall_rules::oauth::{ClientId, Issued};
use rollcall_rules::user::ActorName;
use rollcall_tests::TestSystem;
use rollcall_tests::consent::CALLBACK;
use serde_json::json;

fn form(issued: &Issued) -> String {
    let Issued { client_id, client_secret, .. } = issued;
    format!("grant_type=client_credentials&client_id={client_id}&client_secret={client_secret}")
}

fn own(issued: &Issued) -> String {
    ClientId::parse(&issued.client_id).unwrap().own().to_owned()
}

#[tokio::test]
async fn a_client_provisions_with_the_token_that_its_secret_gets() {
    let system = TestSystem::start().await;
    let issued = system.oauth_client().await;
    let granted = system.oauth().grant(&issued.client_id, &issued.client_secret).await.expect(200);
    let facts = (&granted["token_type"], &granted["expires_in"], &granted["scope"]);
    assert_eq!(facts, (&json!("Bearer"), &json!(3600), &json!("scim")), "{granted}");
    let okta = system.okta_with_token(&granted.access_token());
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let by = system.user(&ada.id).await.updated_by_name;
    assert_eq!(by.as_ref().map(ActorName::as_str), Some("Entra"), "a change has the name of the client");
    system.check().await;
}

#[tokio::test]
async fn each_way_to_present_a_secret_is_taken() {
    let system = TestSystem::start().await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    let Issued { client_id, client_secret, .. } = &issued;
    let basic = basic(client_id, client_secret);
    let grant = "grant_type=client_credentials";
    for answer in [
        oauth.form(&form(&issued)).await,
        oauth.form(&format!("{}&scope=scim", form(&issued))).await,
        oauth.form(&format!("{}&scope=&resource=https%3A%2F%2Fexample.com&odd=1&odd2", form(&issued))).await,
        oauth.form_with(&basic, grant).await,
        oauth.form_with(&basic, &format!("{grant}&client_id={client_id}")).await,
    ] {
        system.scim().with_token(answer.access_token()).get("/Users").await.expect(200);
    }
    system.check().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_by_the_codes_of_the_rfc() {
    let system = TestSystem::start().await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    let right = form(&issued);
    let Issued { client_id: id, client_secret: secret, .. } = &issued;
    for (sent, status, code, detail) in [
        (String::new(), 400, "invalid_request", "grant_type is missing"),
        (right.replace("client_credentials", ""), 400, "invalid_request", "grant_type is missing"),
        (
            right.replace("client_credentials", "password"),
            400,
            "unsupported_grant_type",
            "client_credentials",
        ),
        (right.replace("client_credentials", "implicit"), 400, "unsupported_grant_type", ""),
        (
            right.replace("client_credentials", "authorization_code"),
            400,
            "invalid_request",
            "code is missing",
        ),
        (
            right.replace("client_credentials", "refresh_token"),
            400,
            "invalid_request",
            "refresh_token is missing",
        ),
        (format!("{right}&scope=people"), 400, "invalid_scope", "scim"),
        (format!("{right}&scope=scim+openid"), 400, "invalid_scope", "scim"),
        (format!("{right}&client_secret={secret}"), 400, "invalid_request", "twice"),
        (format!("{right}&odd=1&odd=1"), 400, "invalid_request", "twice"),
        (format!("{right}&client_assertion=e30.e30.x"), 400, "invalid_request", "two ways"),
        ("grant_type=client_credentials".to_owned(), 401, "invalid_client", "client is missing"),
        (format!("grant_type=client_credentials&client_id={id}"), 401, "invalid_client", "secret is missing"),
        (format!("{right}{}", "x".repeat(20_000)), 413, "invalid_request", "16 KiB"),
        (
            "{\"grant_type\":\"client_credentials\"}".to_owned(),
            400,
            "invalid_request",
            "grant_type is missing",
        ),
    ] {
        oauth.form(&sent).await.expect_oauth_error(status, code, detail);
    }
    for media_type in ["application/json", "text/plain", ""] {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type.parse().unwrap())]);
        let answer = oauth.send(Method::POST, "/oauth/token", &right, headers).await;
        answer.expect_oauth_error(400, "invalid_request", "application/x-www-form-urlencoded");
    }
    let path = format!("/oauth/token?client_secret={secret}");
    let answer = oauth.send(Method::POST, &path, &right, HeaderMap::new()).await;
    answer.expect_oauth_error(400, "invalid_request", "address");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = oauth.send(method, "/oauth/token", "", HeaderMap::new()).await;
        answer.expect_oauth_error(405, "invalid_request", "POST");
        assert_eq!(answer.header("allow"), "POST");
    }
    system.check().await;
}

/// All are told the same: nobody learns which tenants and clients there are.
#[tokio::test]
async fn whoever_does_not_prove_to_be_a_client_is_told_nothing_of_it() {
    let system = TestSystem::start().await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    let other = system.tenant("other").await;
    let foreign = system.oauth_client_of(&other).await;
    let Issued { client_id: id, client_secret: secret, .. } = &issued;
    let unknown = format!("{}0123456789ab", id.strip_suffix(&own(&issued)).unwrap());
    let nobody = "rcc_nobody-at-all_0123456789ab";
    let mut answers = vec![
        oauth.grant(id, "rcs_00").await,
        oauth.grant(id, &foreign.client_secret).await,
        oauth.grant(&foreign.client_id, secret).await,
        oauth.grant(&unknown, secret).await,
        oauth.grant(nobody, secret).await,
        oauth.grant("acme", secret).await,
        oauth.grant(id, &system.demo().token).await,
        oauth.form_with(&basic(id, "rcs_00"), "grant_type=client_credentials").await,
    ];
    system.configure(|tenant| assert!(tenant.revoke_oauth_client(&own(&issued)))).await;
    answers.push(oauth.grant(id, secret).await);
    for answer in &answers {
        answer.expect_oauth_error(401, "invalid_client", "not known");
        assert_eq!(answer.body, answers[0].body);
    }
    let bearer = format!("Bearer {}", system.demo().token);
    let answer = oauth.form_with(&bearer, "grant_type=client_credentials").await;
    answer.expect_oauth_error(401, "invalid_client", "Basic");
    oauth.grant(&foreign.client_id, &foreign.client_secret).await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn an_access_token_opens_its_own_tenants_scim_api_alone() {
    let system = TestSystem::start().await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    let other = system.tenant("other").await;
    let foreign = system.oauth_client_of(&other).await;
    let token = oauth.grant(&issued.client_id, &issued.client_secret).await.access_token();
    let of_other = oauth.grant(&foreign.client_id, &foreign.client_secret).await.access_token();
    let ada = system.okta_with_token(&token).assign("ada@example.com").await;
    let path = format!("/Users/{}", ada.id);
    system.scim().get(&path).await.expect(200);
    system.scim().with_token(of_other).get(&path).await.expect_refusal(404, None, "");
    let people = system.people().with_token(token.as_str());
    assert_eq!(people.get("/entities").await.status, 403, "it is for the directory alone");
    system.check().await;
}

#[tokio::test]
async fn revoking_a_client_ends_its_tokens_with_the_next_request() {
    let system = TestSystem::start().await;
    let (oauth, issued) = (system.oauth(), system.oauth_client().await);
    let token = oauth.grant(&issued.client_id, &issued.client_secret).await.access_token();
    let scim = system.scim().with_token(token);
    scim.get("/Users").await.expect(200);
    scim.get("/Users").await.expect(200);
    system.configure(|tenant| assert!(tenant.revoke_oauth_client(&own(&issued)))).await;
    let refused = scim.get("/Users").await;
    refused.expect_refusal(401, None, "token");
    assert!(refused.challenge().contains("invalid_token"), "{refused}");
    system.check().await;
}

/// RFC 9728 §5: from a request without a token to the endpoint that grants one.
#[tokio::test]
async fn a_client_that_knows_the_scim_api_alone_finds_the_token_endpoint() {
    let system = TestSystem::start().await;
    let oauth = system.oauth();
    let refused = system.scim().without_token().get("/Users").await.expect(401);
    let challenge = refused.challenge();
    let (start, path) = ("Bearer resource_metadata=\"", "/.well-known/oauth-protected-resource/scim/v2");
    let document = challenge.strip_prefix(start).and_then(|rest| rest.strip_suffix('"'));
    assert!(document.is_some_and(|document| document.ends_with(path)), "{challenge}");
    let read = async |path: &str| oauth.send(Method::GET, path, "", HeaderMap::new()).await.expect(200);
    let resource = read(path).await;
    assert_eq!(resource["scopes_supported"], json!(["scim"]));
    assert!(resource["resource"].as_str().is_some_and(|url| url.ends_with("/scim/v2")), "{resource}");
    let server = read("/.well-known/oauth-authorization-server").await;
    assert_eq!(resource["authorization_servers"], json!([server["issuer"]]));
    let issuer = server["issuer"].as_str().unwrap();
    assert_eq!(server["token_endpoint"], format!("{issuer}/oauth/token"));
    assert_eq!(
        server["grant_types_supported"],
        json!(["client_credentials", "authorization_code", "refresh_token"])
    );
    let methods = json!(["client_secret_basic", "client_secret_post", "private_key_jwt"]);
    assert_eq!(server["token_endpoint_auth_methods_supported"], methods);
    assert_eq!(server["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(resource["resource"], format!("{issuer}/scim/v2"));
    let answer = oauth.send(Method::POST, path, "", HeaderMap::new()).await;
    answer.expect_oauth_error(405, "invalid_request", "GET");
    system.check().await;
}

#[tokio::test]
async fn the_service_provider_config_has_the_schemes_of_the_tenant() {
    let system = TestSystem::start().await;
    let kinds = async || {
        let config = system.scim().get("/ServiceProviderConfig").await.expect(200);
        let schemes = config["authenticationSchemes"].as_array().unwrap().clone();
        schemes.iter().map(|scheme| (scheme["type"].clone(), scheme["primary"].clone())).collect::<Vec<_>>()
    };
    let bearer = (json!("oauthbearertoken"), json!(true));
    assert_eq!(kinds().await, std::slice::from_ref(&bearer));
    system.oauth_client().await;
    assert_eq!(kinds().await, [bearer, (json!("oauth2"), json!(false))]);
    system.check().await;
}

#[tokio::test]
async fn the_service_provider_config_tells_credentials_from_codes() {
    let names = async |system: &TestSystem| {
        let config = system.scim().get("/ServiceProviderConfig").await.expect(200);
        let schemes = config["authenticationSchemes"].as_array().unwrap().clone();
        schemes.iter().map(|scheme| scheme["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (bearer, credentials, code) =
        ("OAuth Bearer Token", "OAuth 2.0 Client Credentials", "OAuth 2.0 Authorization Code");
    let system = TestSystem::start().await;
    system.code_client(&[CALLBACK]).await;
    assert_eq!(names(&system).await, [bearer, code]);
    system.oauth_client().await;
    assert_eq!(names(&system).await, [bearer, credentials, code]);
    system.check().await;
}

fn basic(id: &str, secret: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}")))
}
