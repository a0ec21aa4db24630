//! Access tokens by assertions (RFC 7523): what an assertion must say, whose key must have signed it, and what happens while
//! the keys or the table are away.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::Algorithm;
use rollcall::clock::{Clock, SystemClock};
use rollcall_rules::oauth::Method;
use rollcall_tests::faulty::Fault;
use rollcall_tests::keys::{self, KeysShown, Shows, Signer};
use rollcall_tests::process::Process;
use rollcall_tests::{Answer, LocalSystem, OAuth, Portal};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// A directory with a client and two keys, which it shows.
struct Directory {
    system: LocalSystem,
    shown: KeysShown,
    client: String,
    rsa: Signer,
    ec: Signer,
}

impl Directory {
    async fn new() -> Self {
        Self::of(LocalSystem::start().await).await
    }

    async fn of(system: LocalSystem) -> Self {
        let (rsa, ec) = (Signer::rsa("r"), Signer::ec("e"));
        let shown = KeysShown::start(Shows::keys(&[&rsa, &ec])).await;
        let client = system.asserting_client(shown.url()).await;
        Self { system, shown, client, rsa, ec }
    }

    async fn claims(&self, id: &str) -> Value {
        keys::claims(self.system.now().await, id)
    }

    async fn send(&self, assertion: &str) -> Answer {
        self.system.oauth().form(&keys::form(&self.client, assertion)).await
    }

    /// Sends right claims with this `jti`, signed by this key.
    async fn assert_by(&self, signer: &Signer, id: &str) -> Answer {
        self.send(&signer.sign(&self.claims(id).await)).await
    }
}

#[tokio::test]
async fn a_directory_provisions_with_the_token_that_its_assertion_gets() {
    let directory = Directory::new().await;
    for (signer, id) in [(&directory.rsa, "1"), (&directory.ec, "2")] {
        let granted = directory.assert_by(signer, id).await.expect(200);
        assert_eq!((&granted["expires_in"], &granted["scope"]), (&json!(3600), &json!("scim")), "{granted}");
        assert!(granted["refresh_token"].is_null(), "RFC 6749 §4.4.3: {granted}");
        let okta = directory.system.okta_with_token(&granted.access_token());
        okta.assign(format!("ada-{id}@example.com").as_str()).await;
    }
    assert_eq!(directory.shown.asked(), 1, "keys are kept");
    directory.system.check().await;
}

#[tokio::test]
async fn an_assertion_costs_two_calls_and_a_wrong_one_costs_one() {
    let directory = Directory::new().await;
    let right = directory.assert_by(&directory.ec, "1").await.expect(200);
    assert_eq!(right.cost().calls, 2);
    assert_eq!(right.log_line()["operation"], "POST /oauth/token");
    let mut without_id = directory.claims("").await;
    without_id.as_object_mut().unwrap().remove("jti");
    let assertion = directory.ec.sign(&without_id);
    for _ in 0..2 {
        let granted = directory.send(&assertion).await.expect(200);
        assert_eq!(granted.cost().calls, 1, "Entra's have no jti, and are sent again");
    }
    let before = directory.system.snapshot().await;
    let wrong = directory.assert_by(&Signer::other_ec("e"), "2").await.expect(401);
    assert_eq!((wrong.cost().calls, wrong.log_line()["operation"].as_str()), (1, Some("other")));
    for text in ["x", "a.b.c", "", "...."] {
        assert!(directory.send(text).await.cost().calls <= 1, "{text}");
    }
    let difference = before.difference(&directory.system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    directory.system.check().await;
}

#[tokio::test]
async fn each_claim_that_is_wrong_alone_is_refused() {
    let directory = Directory::new().await;
    let second = directory.system.now().await.as_second();
    let before = directory.system.snapshot().await;
    for (name, value, told) in [
        ("iss", json!("https://login.example.com/v2.0/"), "iss"),
        ("iss", Value::Null, "iss"),
        ("sub", json!("5A1B8C9E-0D3F-4C1F-9A57-0E4B7D2C9F11"), "sub"),
        ("sub", Value::Null, "sub"),
        ("aud", json!("api://other"), "aud"),
        ("aud", json!(["api://other"]), "aud"),
        ("aud", Value::Null, "aud"),
        ("exp", json!(second - 61), "expired"),
        ("exp", Value::Null, "expired"),
        ("exp", json!(second + 86_400 + 120), "longer"),
        ("nbf", json!(second + 120), "not good yet"),
        ("iat", json!(second + 120), "not good yet"),
        ("jti", json!(""), "jti"),
        ("exp", json!("soon"), ""),
        ("aud", json!(7), ""),
        ("iss", json!(["https://login.example.com/v2.0"]), ""),
    ] {
        let mut claims = directory.claims("1").await;
        match &value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
        let refused = directory.send(&directory.ec.sign(&claims)).await;
        refused.expect_oauth_error(401, "invalid_client", told);
        assert_eq!(refused.cost().calls, 1, "{name} {value}");
    }
    let difference = before.difference(&directory.system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    directory.assert_by(&directory.ec, "1").await.expect(200);
    directory.system.check().await;
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart() {
    let directory = Directory::new().await;
    let now = directory.system.now().await;
    let sign = |from: i64, to: i64| {
        let (mut claims, second) = (keys::claims(now, ""), now.as_second());
        claims.as_object_mut().unwrap().remove("jti");
        claims["iat"] = json!(second + from);
        claims["nbf"] = json!(second + from);
        claims["exp"] = json!(second + to);
        directory.ec.sign(&claims)
    };
    // The clock goes on while this runs, so the bounds are met to some seconds; the rules' own tests have the millisecond.
    directory.send(&sign(50, 300)).await.expect(200);
    directory.send(&sign(90, 300)).await.expect_oauth_error(401, "invalid_client", "not good yet");
    directory.send(&sign(-300, -30)).await.expect(200);
    directory.send(&sign(-300, -60)).await.expect_oauth_error(401, "invalid_client", "expired");
    directory.system.check().await;
}

#[tokio::test]
async fn only_a_key_that_is_shown_signs_and_only_by_rs256_and_es256() {
    let directory = Directory::new().await;
    let claims = directory.claims("1").await;
    let right = directory.ec.sign(&claims);
    let [header, payload, signature] = right.split('.').collect::<Vec<_>>()[..] else { panic!("{right}") };
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let mut others = claims.clone();
    others["sub"] = json!("somebody else");
    let none = encoded(&json!({ "alg": "none", "kid": "e", "typ": "JWT" }));
    let symmetric = Signer::secret("e", directory.shown.url().as_bytes());
    for (what, assertion) in [
        ("another key", Signer::other_ec("e").sign(&claims)),
        ("an unknown key", Signer::other_ec("unknown").sign(&claims)),
        ("no name of a key", directory.ec.sign_unnamed(&claims)),
        ("the name of the other key", Signer::ec("r").sign(&claims)),
        ("RS512", directory.rsa.by(Algorithm::RS512).sign(&claims)),
        ("PS256", directory.rsa.by(Algorithm::PS256).sign(&claims)),
        ("HS256", symmetric.sign(&claims)),
        ("none", format!("{none}.{payload}.")),
        ("none, with a signature", format!("{none}.{payload}.{signature}")),
        ("other claims", format!("{header}.{}.{signature}", encoded(&others))),
        (
            "another header",
            format!("{}.{payload}.{signature}", encoded(&json!({ "alg": "ES256", "kid": "e", "x": 1 }))),
        ),
        ("no signature", format!("{header}.{payload}.")),
        (
            "a changed signature",
            format!("{header}.{payload}.{}", signature.replace(['A', 'B', 'C', 'D'], "E")),
        ),
        ("two parts", format!("{header}.{payload}")),
        ("four parts", format!("{right}.{signature}")),
        ("a header by which a key comes along", {
            let header = json!({ "alg": "ES256", "kid": "x", "jwk": Signer::other_ec("x").shown() });
            format!("{}.{payload}.{signature}", encoded(&header))
        }),
        (
            "a critical extension",
            format!(
                "{}.{payload}.{signature}",
                encoded(&json!({ "alg": "ES256", "kid": "e", "crit": ["exp"] }))
            ),
        ),
        ("something long", format!("{right}{}", "x".repeat(9_000))),
    ] {
        let refused = directory.send(&assertion).await;
        assert_eq!(refused.status, 401, "{what}: {refused}");
        refused.expect_oauth_error(401, "invalid_client", "not signed by a key");
    }
    directory.send(&right).await.expect(200);
    directory.system.check().await;
}

#[tokio::test]
async fn an_assertion_proves_its_own_client_alone() {
    let directory = Directory::new().await;
    let (oauth, plain) = (directory.system.oauth(), directory.system.oauth_client().await);
    let assertion = directory.ec.sign(&directory.claims("1").await);
    let own = directory.client.rsplit('_').next().unwrap();
    for client in [plain.client_id.clone(), "rcc_demo_0123456789ab".to_owned(), format!("rcc_nobody_{own}")] {
        let refused = oauth.form(&keys::form(&client, &assertion)).await;
        refused.expect_oauth_error(401, "invalid_client", "not signed by a key");
    }
    oauth.form(&keys::form("", &assertion)).await.expect_oauth_error(401, "invalid_client", "client_id");
    let with_secret =
        format!("{}&client_secret={}", keys::form(&directory.client, &assertion), plain.client_secret);
    oauth.form(&with_secret).await.expect_oauth_error(400, "invalid_request", "two ways");
    let by_code =
        keys::form(&directory.client, &assertion).replace("client_credentials", "authorization_code");
    oauth.form(&format!("{by_code}&code=x")).await.expect_oauth_error(
        400,
        "unauthorized_client",
        "another way",
    );
    oauth.grant(&directory.client, "rcs_00").await.expect_oauth_error(401, "invalid_client", "");
    // RFC 7523 §3: about itself, and named by nothing but that.
    let itself = directory.system.client_that_asserts_itself(directory.shown.url()).await;
    let mut claims = directory.claims("1").await;
    (claims["iss"], claims["sub"]) = (json!(itself), json!(itself));
    oauth.form(&keys::form("", &directory.ec.sign(&claims))).await.expect(200);
    directory.system.check().await;
}

/// Whoever sets up a federation sees nowhere else why it fails.
#[tokio::test]
async fn why_an_assertion_was_refused_is_told_to_the_administrator() {
    let directory = Directory::new().await;
    let system = &directory.system;
    let last = async || {
        let shown = system.people().get(&format!("/oauth-clients/{}", directory.client)).await.expect(200);
        (shown["lastRefusal"].clone(), shown["lastUsedAt"].clone())
    };
    assert_eq!(last().await, (Value::Null, Value::Null));
    let right = directory.claims("1").await;
    let changed = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims[name] = value;
        directory.ec.sign(&claims)
    };
    let second = system.now().await.as_second();
    directory.send(&directory.ec.sign(&right)).await.expect(200);
    let mut portal = Portal::open(system).await;
    for (assertion, fault, said) in [
        (Signer::other_ec("unknown").sign(&right), "unknown_key", "shows no key with the kid"),
        (Signer::other_ec("e").sign(&right), "signature", "did not sign the assertion"),
        (directory.rsa.by(Algorithm::RS512).sign(&right), "not_signed", "another algorithm"),
        (directory.ec.sign_unnamed(&right), "not_signed", "had no kid"),
        (changed("iss", json!("https://login.example.com/v2.0/")), "issuer", "another issuer"),
        (changed("sub", json!("x")), "subject", "another subject"),
        (changed("aud", json!("api://other")), "audience", "another audience"),
        (changed("exp", json!(second - 61)), "expired", "had expired"),
        (changed("nbf", json!(second + 3_600)), "not_yet", "not valid yet"),
        (changed("exp", json!(second + 200_000)), "too_long", "more than a day"),
        (changed("jti", json!("")), "jti", "jti"),
        (directory.ec.sign(&right), "used", "used before"),
    ] {
        let refused = directory.send(&assertion).await.expect(401);
        assert_eq!(refused.cost().write_units, 0.0, "it is no part of the request");
        let (refusal, _) = last().await;
        assert_eq!(refusal["fault"], fault, "{refusal}");
        let page = portal.get("clients").await.expect(200, said);
        let is_unproven = ["unknown_key", "signature", "not_signed"].contains(&fault);
        assert_eq!(page.says("anybody who knows the client ID"), is_unproven, "{fault}\n{page}");
    }
    for _ in 0..2 {
        directory.send(&changed("aud", json!("api://other"))).await.expect(401);
    }
    assert_eq!(last().await.0["fault"], "used", "each kind once in five minutes");
    system.advance(SignedDuration::from_mins(5)).await;
    let mut later = directory.claims("2").await;
    later["aud"] = json!("api://other");
    directory.send(&directory.ec.sign(&later)).await.expect(401);
    let (refusal, _) = last().await;
    assert_eq!((&refusal["fault"], &refusal["times"]), (&json!("audience"), &json!(4)));
    directory.assert_by(&directory.ec, "3").await.expect(200);
    let (refusal, used) = last().await;
    let time = |told: &Value| told.as_str().and_then(|told| told.parse::<Timestamp>().ok()).expect("a time");
    assert!(time(&used) > time(&refusal["at"]), "a success is noted at once: {refusal} {used}");
    portal.get("clients").await.expect(200, "It got a token since");
    directory.system.check().await;
}

#[tokio::test]
async fn that_keys_are_away_is_told_and_of_nobody_elses_client_anything() {
    let directory = Directory::new().await;
    directory.shown.show(Shows::End);
    let (plain, system) = (directory.system.oauth_client().await, &directory.system);
    directory.assert_by(&directory.ec, "1").await.expect(503);
    let shown = system.people().get(&format!("/oauth-clients/{}", directory.client)).await.expect(200);
    assert_eq!(shown["lastRefusal"]["fault"], "keys_away", "{shown}");
    let assertion = directory.ec.sign(&directory.claims("1").await);
    for client in [plain.client_id.as_str(), "rcc_demo_0123456789ab", "rcc_nobody_0123456789ab"] {
        system.oauth().form(&keys::form(client, &assertion)).await.expect(401);
    }
    assert_eq!(system.contact().await.refused.len(), 1);
    directory.system.check().await;
}

#[tokio::test]
async fn an_assertion_is_good_once() {
    let directory = Directory::new().await;
    let assertion = directory.ec.sign(&directory.claims("1").await);
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (oauth, form) = (directory.system.oauth(), keys::form(&directory.client, &assertion));
        tasks.spawn(async move { oauth.form(&form).await });
    }
    let mut granted = 0;
    for answer in tasks.join_all().await {
        match answer.status.as_u16() {
            200 => granted += 1,
            _ => answer.expect_oauth_error(401, "invalid_client", "used before"),
        }
    }
    assert_eq!(granted, 1);
    directory.assert_by(&directory.ec, "2").await.expect(200);
    directory.system.advance(SignedDuration::from_mins(7)).await;
    directory.send(&assertion).await.expect_oauth_error(401, "invalid_client", "expired");
    directory.system.check().await;
}

#[tokio::test]
async fn a_token_ends_with_its_client() {
    let directory = Directory::new().await;
    let granted = directory.assert_by(&directory.ec, "1").await;
    let scim = directory.system.scim().with_token(granted.access_token());
    scim.get("/Users").await.expect(200);
    let own = directory.client.rsplit('_').next().unwrap().to_owned();
    directory.system.configure(move |tenant| assert!(tenant.revoke_oauth_client(&own))).await;
    scim.get("/Users").await.expect_refusal(401, None, "token");
    directory.assert_by(&directory.ec, "2").await.expect_oauth_error(401, "invalid_client", "");
    directory.system.check().await;
}

#[tokio::test]
async fn keys_that_cannot_be_read_are_no_fault_of_the_client() {
    let directory = Directory::new().await;
    let keys = Shows::keys(&[&directory.rsa, &directory.ec]);
    let elsewhere = KeysShown::start(keys.clone()).await;
    for (number, (what, shows)) in (1..).zip([
        ("away", Shows::End),
        ("slow", Shows::Nothing),
        ("huge", Shows::Long(64 * 1024 + 1)),
        ("redirecting", Shows::Status(302, elsewhere.url().to_owned())),
        ("redirecting for good", Shows::Status(301, elsewhere.url().to_owned())),
        ("gone", Shows::Status(404, String::new())),
        ("broken", Shows::Status(500, String::new())),
        ("no JSON", Shows::Body("<html>".to_owned())),
        ("no keys", Shows::Body("{}".to_owned())),
    ]) {
        directory.shown.show(shows);
        let (assertion, asked) =
            (directory.ec.sign(&directory.claims(&number.to_string()).await), directory.shown.asked());
        let refused = directory.send(&assertion).await;
        assert_eq!(refused.status, 503, "{what}: {refused}");
        refused.expect_oauth_error(503, "temporarily_unavailable", "JWKS URI");
        assert!(refused.retry_after().is_some_and(|seconds| (1..=30).contains(&seconds)), "{refused}");
        directory.send(&assertion).await.expect(503);
        assert_eq!(directory.shown.asked(), asked + 1, "{what}: it is left in peace for a while");
        directory.shown.show(keys.clone());
        directory.system.advance(SignedDuration::from_secs(10)).await;
        directory.send(&assertion).await.expect(200);
        // What was read is trusted for an hour, and without another reading for a day.
        directory.system.advance(SignedDuration::from_hours(25)).await;
    }
    assert_eq!(elsewhere.asked(), 0, "no redirect is followed");
    directory.system.check().await;
}

#[tokio::test]
async fn keys_that_are_known_go_on_while_their_address_is_away() {
    let directory = Directory::new().await;
    directory.assert_by(&directory.ec, "1").await.expect(200);
    directory.shown.show(Shows::End);
    directory.system.advance(SignedDuration::from_hours(23)).await;
    directory.assert_by(&directory.ec, "2").await.expect(200);
    let unknown = directory.assert_by(&Signer::other_ec("new"), "3").await;
    unknown.expect_oauth_error(503, "temporarily_unavailable", "JWKS URI");
    directory.system.advance(SignedDuration::from_hours(2)).await;
    directory.assert_by(&directory.ec, "4").await.expect(503);
    directory.system.check().await;
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_a_minute() {
    let directory = Directory::new().await;
    directory.assert_by(&directory.ec, "1").await.expect(200);
    let new = Signer::other_ec("new");
    directory.shown.show(Shows::keys(&[&directory.ec, &new]));
    directory.assert_by(&new, "2").await.expect(200);
    assert_eq!(directory.shown.asked(), 2);
    for number in 3..9 {
        let refused = directory.assert_by(&Signer::other_ec("newer"), &number.to_string()).await;
        refused.expect_oauth_error(401, "invalid_client", "");
    }
    assert_eq!(directory.shown.asked(), 2);
    directory.system.advance(SignedDuration::from_mins(1)).await;
    directory.assert_by(&Signer::other_ec("newer"), "9").await.expect(401);
    assert_eq!(directory.shown.asked(), 3);
    directory.shown.show(Shows::keys(&[&new]));
    directory.system.advance(SignedDuration::from_hours(1)).await;
    directory.assert_by(&directory.ec, "10").await.expect(401);
    directory.assert_by(&new, "11").await.expect(200);
    directory.system.check().await;
}

/// No such client can be made. Should one come into the table all the same, it leads nowhere.
#[tokio::test]
async fn no_request_goes_to_the_inside() {
    let directory = Directory::new().await;
    let asked = directory.shown.url().replace("http://", "https://");
    for uri in [
        asked.as_str(),
        "https://localhost/keys",
        "https://[::1]/keys",
        "https://169.254.169.254/latest",
        "http://10.0.0.1/keys",
    ] {
        directory
            .system
            .configure(|tenant| {
                let client = tenant.oauth_clients.first_mut().unwrap();
                let Method::Jwt(assertions) = &mut client.method else { panic!("{client:?}") };
                assertions.jwks_uri = serde_json::from_value(json!(uri)).unwrap();
            })
            .await;
        let refused =
            tokio::time::timeout(Duration::from_secs(2), directory.assert_by(&directory.ec, "1")).await;
        refused.expect("at once").expect_oauth_error(503, "temporarily_unavailable", "JWKS URI");
    }
    assert_eq!(directory.shown.asked(), 0);
    directory.system.check().await;
}

/// Hundreds at once, over a table that fails in all the ways DynamoDB does; whoever is put off sends the same again.
#[tokio::test(flavor = "multi_thread")]
async fn a_right_assertion_is_never_told_that_it_is_wrong() {
    let (system, faulty) = LocalSystem::over_faulty_table(1).await;
    let directory = Directory::of(system).await;
    let now = directory.system.now().await;
    faulty.fail(&Fault::ALL, 10.0);
    let mut tasks = JoinSet::new();
    for number in 0..300 {
        let assertion = directory.ec.sign(&keys::claims(now, &number.to_string()));
        let (oauth, form) = (directory.system.oauth(), keys::form(&directory.client, &assertion));
        tasks.spawn(async move {
            let first = oauth.form(&form).await;
            if first.status == 200 { vec![first] } else { vec![first, oauth.form(&form).await] }
        });
    }
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for answer in tasks.join_all().await.into_iter().flatten() {
        *statuses.entry(answer.status.as_u16()).or_default() += 1;
        match answer.status.as_u16() {
            200 => {}
            429 | 503 => assert_eq!(answer["error"], "temporarily_unavailable", "{answer}"),
            _ => panic!("{answer}"),
        }
    }
    assert!(faulty.heal() > 30, "the table failed");
    assert!(statuses.len() > 1, "{statuses:?}");
    directory.system.check().await;
}

#[tokio::test]
async fn no_assertion_is_logged() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut system = Process::start(data_dir.path()).await;
    let signer = Signer::ec("e");
    let shown = KeysShown::start(Shows::keys(&[&signer])).await;
    let client = system.asserting_client(shown.url()).await;
    let oauth = OAuth::new(reqwest::Client::new(), system.ready.base_url.as_str());
    let now = SystemClock.now();
    let (right, wrong) = (keys::claims(now, "hunter2"), {
        let mut claims = keys::claims(now, "hunter3");
        claims["aud"] = json!("hunter4");
        claims
    });
    let (right, wrong, forged) =
        (signer.sign(&right), signer.sign(&wrong), Signer::other_ec("e").sign(&right));
    oauth.form(&keys::form(&client, &right)).await.expect(200);
    for assertion in [&right, &wrong, &forged] {
        oauth.form(&keys::form(&client, assertion)).await.expect(401);
    }
    shown.show(Shows::End);
    oauth.form(&keys::form(&client, &Signer::other_ec("hunter5").sign(&json!({})))).await.expect(503);
    let log = system.stop_and_read_log();
    assert!(log.contains("POST /oauth/token") && log.contains("keys of an OAuth client"), "{log}");
    let parts = [&right, &wrong, &forged].map(|text| text.split('.').collect::<Vec<_>>());
    let parts = parts.iter().flatten().copied().chain(["hunter2", "hunter3", "hunter4", "hunter5"]);
    for private in parts {
        let leak = log.lines().find(|line| line.contains(private));
        assert_eq!(leak, None, "{private:?} is in the log");
    }
}
