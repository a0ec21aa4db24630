//! People are written to in their language, and browsers answered in theirs.

use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, HeaderMap, HeaderValue, REFERER};
use reqwest::{Client, Method};
use rollcall_tests::{Portal, TestSystem, USER_URN};
use serde_json::{Value, json};

/// A page, as a browser that asks for this language gets it: its body, its language and what that depends on.
async fn page(link: &str, asks_for: &str) -> (String, String, String) {
    let answer = Client::new().get(link).header(ACCEPT_LANGUAGE, asks_for).send().await.unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    let (language, vary) = (header("content-language"), header("vary"));
    (answer.text().await.unwrap(), language, vary)
}

/// Somebody whose directory says this of them, and who has just got another address.
async fn renamed(system: &TestSystem, name: &str, profile: &Value) -> String {
    let mut body =
        json!({ "schemas": [USER_URN], "userName": format!("{name}@example.com"), "externalId": name });
    body.as_object_mut().unwrap().extend(profile.as_object().unwrap().clone());
    let user = system.scim().post("/Users", &body).await.expect(201);
    let to = format!("{name}.king@example.com");
    let id = user["id"].as_str().unwrap();
    system.scim().patch(id, json!([{ "op": "replace", "path": "userName", "value": to }])).await.expect(200);
    to
}

#[tokio::test]
async fn a_person_is_written_to_in_the_language_that_their_directory_told() {
    let system = TestSystem::start().await;
    for (name, profile, subject, button) in [
        ("ada", json!({ "preferredLanguage": "de-AT", "locale": "fr-FR" }), "Bestätigen Sie", "Bestätigen"),
        ("bea", json!({ "preferredLanguage": "it", "locale": "fr_CH" }), "Confirmez votre", "Confirmer"),
        ("cleo", json!({ "locale": "da-DK" }), "Bekræft din", "Bekræft"),
        ("dora", json!({ "preferredLanguage": "nl, es;q=0.5" }), "Confirme su", "Confirmar"),
        ("eve", json!({ "preferredLanguage": "en-US" }), "Confirm your", "Confirm"),
    ] {
        let to = renamed(&system, name, &profile).await;
        let mails = system.mails().await;
        let mail = mails.iter().find(|mail| mail.to == to).unwrap();
        assert!(mail.subject.starts_with(subject), "{name}: {}", mail.subject);
        // Whatever browser the person has borrowed.
        let (html, language, _) = page(&mail.link(), "en-GB").await;
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{html}");
        assert!(html.contains(&format!("<button>{button}</button>")), "{name}: {html}");
    }
    system.check().await;
}

#[tokio::test]
async fn somebody_of_whom_no_language_is_known_gets_english_mails_and_pages_in_the_browsers() {
    let system = TestSystem::start().await;
    let to = renamed(&system, "ada", &json!({})).await;
    let link = system.link_for(&to).await;
    let mails = system.mails().await;
    assert!(mails.iter().all(|mail| mail.html.contains("<html lang=\"en\">")), "{mails:?}");
    let (html, language, vary) = page(&link, "nl, de-CH;q=0.9, en;q=0.8").await;
    assert!(html.contains("Bestätigen Sie Ihre E-Mail-Adresse"), "{html}");
    assert_eq!((language.as_str(), vary.as_str()), ("de", "Accept-Language"));
    let (html, language, _) = page(&format!("{link}0"), "da").await;
    assert!(html.contains("Linket virker ikke"), "{html}");
    assert_eq!(language, "da");
    system.check().await;
}

#[tokio::test]
async fn the_portal_is_in_the_browsers_language_until_another_is_chosen() {
    let system = TestSystem::start().await;
    let portal = Portal::open(&system).await;
    let asking = |more: &[(reqwest::header::HeaderName, &str)]| {
        let mut headers =
            HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static("fr-FR, en;q=0.5"))]);
        headers
            .extend(more.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())));
        headers
    };
    let billing = portal.send(Method::GET, "billing", None, &asking(&[])).await.expect(200, "Facturation");
    assert_eq!(
        (billing.header("content-language"), billing.header("vary")),
        ("fr", "Accept-Language, Cookie")
    );
    portal.send(Method::GET, "nothing", None, &asking(&[])).await.expect(404, "Il n’y a rien ici");

    let before = format!("{}/portal/billing?period=2026-01-01", system.base_url());
    let chosen = [("language", "de")];
    let answer = portal.send(Method::POST, "language", Some(&chosen), &asking(&[(REFERER, &before)])).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "billing?period=2026-01-01"), "{answer}");
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(cookie, "__Host-language=de");
    let headers = asking(&[(COOKIE, &cookie)]);
    portal.send(Method::GET, "billing", None, &headers).await.expect(200, "<html lang=\"de\">");
    portal.send(Method::GET, "nothing", None, &headers).await.expect(404, "Hier ist nichts");

    let unknown = [("language", "xx")];
    let answer = portal.send(Method::POST, "language", Some(&unknown), &asking(&[])).await;
    assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (404, ""), "{answer}");
    let elsewhere = asking(&[("sec-fetch-site".parse().unwrap(), "cross-site")]);
    let answer = portal.send(Method::POST, "language", Some(&chosen), &elsewhere).await;
    assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (403, ""), "{answer}");
    system.check().await;
}

#[tokio::test]
async fn the_file_of_a_bill_has_its_heads_in_the_readers_language() {
    let system = TestSystem::start().await;
    let portal = Portal::open(&system).await;
    let german = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static("de"))]);
    let file = portal.send(Method::GET, "billing.csv", None, &german).await;
    let file = file.expect(200, "Kennung,Name,Adresse,Zeitraum ab,");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    system.check().await;
}
