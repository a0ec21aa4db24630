//! What pages say and how they are sent; what they do is told over HTTP by the suites.

use askama::Template;
use axum::body::to_bytes;
use axum::response::IntoResponse;
use base64::prelude::{BASE64_STANDARD, Engine};
use http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_rules::portal::AdminName;
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use rollcall_rules::token::{Maker, Scope, TokenHash, TokenRecord};
use rollcall_rules::user::{User, UserId};

use rollcall_rules::check::{Check, CheckId, Ended, Failure, NewCheck, Outcome, PlayedSuite, Taken};
use rollcall_rules::contact::{ClientFault, Contact, Refusal, Refused};
use rollcall_rules::oauth::{NewAssertions, NewClient, NewMethod, Reach, RedirectUris, SecretLifetime};
use rollcall_texts::{Language, Texts};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::card::Card as PersonCard;
use super::check::CheckPage;
use super::clients::{Card, Clients, Draft, Places};
use super::connection::{Connection, TokenRow, refused_rows};
use super::failure::Plain;
use super::guides::{self, Guide};
use super::open::Open;
use super::page::{Notice, Shell, Tab};
use super::pages::Pages;
use super::people::People;
use super::roll::Counts;
use super::wanted::Wanted;

const URL: &str = "https://scim.example.com/scim/v2";

const HOSTILE: &str = "\"><script>alert(1)</script><form><h1>'&{{ card }}";

fn now() -> Timestamp {
    "2026-03-02T09:30:00Z".parse().unwrap()
}

fn tenant() -> TenantId {
    TenantId::parse("acme").unwrap()
}

fn shell(tab: Tab, tenant_name: &str, notice: Option<Notice>) -> Shell<'static> {
    let tenant_name = rollcall_rules::text::name(tenant_name);
    Shell {
        tenant_name,
        admin: Some("Grace Hopper"),
        mark: "00ff",
        ends_at: now(),
        tab,
        is_read_only: false,
        notice,
        texts: Texts::of(Language::English),
    }
}

fn person(number: u128, name: &str) -> User {
    let id = UserId::new(format!("{number:032x}").parse().unwrap());
    let address = EmailAddress::parse("ada@acme.example").unwrap();
    let mut user = User::native(id, tenant(), address, now());
    user.profile.insert("displayName".to_owned(), name.into());
    user
}

fn people(tenant_name: &str, name: &str) -> String {
    let users = [person(1, name), person(2, name)];
    let view = People {
        shell: shell(Tab::People, tenant_name, None),
        people: users.iter().map(|user| PersonCard::of(user, now())).collect(),
        wanted: Wanted { part: name.to_owned(), ..Wanted::default() },
        entities: vec![Entity::new(
            EntityId::new(Uuid::nil()),
            tenant(),
            EntityName::of_tenant(tenant_name),
            now(),
        )],
        group: None,
        counts: Some(Counts { everybody: 1_234, matching: 100, can_be_invited: 60 }),
        pages: Pages {
            is_first: true,
            place: "Page 1 of 2".to_owned(),
            links: vec![("Next page".into(), "people?page=2".to_owned())],
        },
    };
    view.render().unwrap()
}

fn connection(label: Option<&str>) -> String {
    let record = label.map(|label| TokenRecord {
        id: TokenHash::of("secret").short(),
        hash: TokenHash::of("secret"),
        scope: Scope::Scim,
        label: Some(label.to_owned()),
        created_at: now(),
        expires_at: Some("2026-03-30T09:00:00Z".parse().unwrap()),
        made_by: Some(Maker { people_token: "0123456789ab".to_owned(), admin: AdminName::parse(label).ok() }),
    });
    let id = TenantId::parse("acme").unwrap();
    let tenant = Tenant::new(id, "Acme Inc.".to_owned(), Plan::Advanced, now());
    let contact = label.map(|_| contact()).unwrap_or_default();
    let steps = |guide: &'static Guide| (guide, guide.shown(URL, Texts::of(Language::English)));
    let view = Connection {
        shell: shell(Tab::Connection, "Acme Inc.", Some(Notice::done("Provisioning is switched on."))),
        scim_enabled: true,
        scim_url: URL.to_owned(),
        tokens: record.iter().map(|record| TokenRow::of(record, &contact, now())).collect(),
        has_live: label.is_some(),
        made: None,
        nonce: "00ff".to_owned(),
        last_change: None,
        heard_at: contact.heard_at,
        refused: refused_rows(&contact, &tenant),
        guide: label.and(guides::find("okta")).map(steps),
    };
    view.render().unwrap()
}

fn contact() -> Contact {
    let refused = |operation: &str, status, scim_type: Option<&str>| Refused {
        refusal: Refusal { operation: operation.to_owned(), status, scim_type: scim_type.map(str::to_owned) },
        at: now(),
        since: Some(now()),
        times: 3,
        attribute: (status == 409).then(|| "userName".to_owned()),
    };
    let refused = vec![
        refused("POST /scim/v2/Users", 409, Some("uniqueness")),
        refused("POST /scim/v2/Groups", 501, None),
        refused(&format!("token {HOSTILE}"), 401, None),
    ];
    let later = now() + SignedDuration::from_secs(60);
    Contact {
        heard_at: Some(now()),
        used: [(TokenHash::of("secret").short(), now())].into(),
        succeeded: [("POST /scim/v2/Groups".to_owned(), later)].into(),
        refused,
    }
}

fn open(tenant_name: &str, admin: Option<&str>) -> String {
    Open { tenant_name: tenant_name.to_owned(), admin, nonce: "00ff" }.render().unwrap()
}

fn plain() -> Vec<(&'static str, u16, Plain<'static>)> {
    vec![
        ("no_session", 401, Plain::NoSession),
        ("signed_out", 200, Plain::SignedOut),
        ("link_over", 410, Plain::LinkOver),
        ("forged", 403, Plain::Forged),
        ("not_found", 404, Plain::NotFound { up: "../" }),
        ("invalid", 400, Plain::Invalid { detail: "Choose the entity." }),
        ("try_later", 429, Plain::TryLater { retry_after_secs: 7 }),
        ("bug", 500, Plain::Bug { reference: "6f0c3d1e8a7b4c2d9e5f1a2b3c4d5e6f" }),
    ]
}

fn inside<'a>(html: &'a str, tag: &str) -> &'a str {
    let after = html.split_once(&format!("<{tag}>")).unwrap().1;
    after.split_once(&format!("</{tag}>")).unwrap().0
}

/// The page without what all pages have in common.
fn content(html: &str) -> String {
    let html = html.replace(inside(html, "style"), "[style]");
    if html.contains("<script>") { html.replace(inside(&html, "script"), "[script]") } else { html }
}

/// The page of clients: one of each method, named so, with each secret and a refusal.
fn clients(label: &str, language: Language, way: &str, fault: ClientFault) -> String {
    let maker = Some(Maker { people_token: "0123456789ab".to_owned(), admin: AdminName::parse(label).ok() });
    let mut tenant = Tenant::new(tenant(), "Acme Inc.".to_owned(), Plan::Advanced, now());
    let year = SecretLifetime::default();
    let claims = Some("https://login.example.com/v2.0");
    let assertions =
        NewAssertions::parse(claims, Some("5a1b"), "api://a", "https://a.example/keys", Reach::Internet);
    let uris = RedirectUris::parse(&["https://a.example/callback"], Reach::Internet).unwrap();
    for (seed, method) in [
        (1, NewMethod::Jwt(assertions.unwrap())),
        (2, NewMethod::Secret(year)),
        (3, NewMethod::Code(uris, year)),
    ] {
        let new = NewClient { label: Some(label.to_owned()), method, made_by: maker.clone() };
        tenant.make_client([seed; 32], &new, now()).unwrap();
    }
    let refusal = Refusal::of_client(&tenant.oauth_clients[0].id, fault);
    let refused = vec![Refused { refusal, at: now(), since: Some(now()), times: 2, attribute: None }];
    let contact = Contact { refused, ..Contact::default() };
    let view = Clients {
        shell: Shell { texts: Texts::of(language), ..shell(Tab::Connection, "Acme Inc.", None) },
        places: Places {
            token_url: "https://scim.example.com/oauth/token".to_owned(),
            authorize_url: "https://scim.example.com/oauth/authorize".to_owned(),
            scim_url: URL.to_owned(),
        },
        clients: tenant
            .oauth_clients
            .iter()
            .map(|client| Card::of(&tenant.id, client, &contact, now()))
            .collect(),
        is_full: false,
        made: None,
        made_gets_codes: false,
        nonce: "00ff".to_owned(),
        draft: Draft::empty(way),
    };
    view.render().unwrap()
}

#[test]
fn the_page_of_clients_reads_well_and_stays_small_in_every_language() {
    let page = content(&clients("Entra", Language::English, "jwt", ClientFault::Audience));
    insta::assert_snapshot!("clients", page);
    for language in Language::ALL {
        for (way, fault) in ["jwt", "code", "secret"].into_iter().cycle().zip(ClientFault::ALL) {
            let page = rollcall_web::page::in_language(language, || clients("Entra", language, way, fault));
            let weight = content(&page).len();
            assert!(weight < 18_000, "{weight} bytes in {language}");
        }
    }
    let (html, harmless) = (
        clients(HOSTILE, Language::English, "code", ClientFault::Issuer),
        clients("Okta", Language::English, "code", ClientFault::Issuer),
    );
    for tag in ["<script", "<form", "<h1", "</"] {
        assert_eq!(html.matches(tag).count(), harmless.matches(tag).count(), "{tag}");
    }
}

/// The page of the check that is made of one that was asked for.
fn check(language: Language, says: &str, become_of: impl Fn(Check) -> Check) -> String {
    let acme = Tenant::new(tenant(), "Acme Inc.".to_owned(), Plan::Advanced, now());
    let new = NewCheck { id: CheckId::new(Uuid::nil()), by: rollcall_rules::user::ActorName::new(says) };
    let check = become_of(Check::asked(None, &acme, &new, now()).unwrap());
    let shell = Shell { texts: Texts::of(language), ..shell(Tab::Connection, "Acme Inc.", None) };
    let later = now() + SignedDuration::from_mins(4);
    CheckPage::of(shell, true, Some(check), later).render().unwrap()
}

/// It is being done, and one of two suites is played.
fn played(check: &Check, says: &str) -> Check {
    let text = || says.to_owned();
    let taken = Taken { at: now(), run: Uuid::nil(), suites: 2 };
    let suite = PlayedSuite { title: text(), pass: 23, fail_must: 20, fail_should: 5, not_applicable: 2 };
    let failure =
        Failure { id: text(), title: text(), source: text(), found: text(), meaning: text(), mend: text() };
    check.taken_by(check.id, &taken).unwrap().with_suite(suite, vec![failure; 25])
}

fn ended(check: &Check, outcome: Outcome, says: &str) -> Check {
    let why = (outcome == Outcome::Impossible).then(|| says.to_owned());
    let at = now() + SignedDuration::from_mins(3);
    check.with_end(Ended { at, outcome, why, left: 2, has_report: outcome == Outcome::Completed })
}

#[test]
fn the_page_of_a_check_reads_well_and_stays_small_in_every_language() {
    let one = |check: &Check| {
        let mut played = played(check, "Okta: SPEC test");
        played.failures.truncate(1);
        played
    };
    let english = Language::English;
    for (name, page) in [
        ("check_waiting", check(english, "Grace Hopper", |check| check)),
        ("check_running", check(english, "Grace Hopper", |check| one(&check))),
        ("check_ended", check(english, "Grace Hopper", |check| ended(&one(&check), Outcome::Completed, ""))),
        (
            "check_impossible",
            check(english, "Grace Hopper", |check| ended(&check, Outcome::Impossible, "No answer.")),
        ),
    ] {
        insta::assert_snapshot!(name, content(&page));
    }
    let long = "A sentence as long as those are that checks have. ".repeat(4);
    let full = |language, says: &str| {
        check(language, says, |check| ended(&played(&check, says), Outcome::Completed, says))
    };
    for language in Language::ALL {
        let page = rollcall_web::page::in_language(language, || full(language, &long));
        let weight = content(&page).len();
        assert!(weight < 36_000, "{weight} bytes in {language}");
    }
    let (html, harmless) = (full(english, HOSTILE), full(english, "Okta"));
    for tag in ["<script", "<form", "<h1", "</"] {
        assert_eq!(html.matches(tag).count(), harmless.matches(tag).count(), "{tag}");
    }
}

#[test]
fn pages_read_well() {
    insta::assert_snapshot!("people", content(&people("Acme Inc.", "Ada King")));
    insta::assert_snapshot!("connection_new", content(&connection(None)));
    insta::assert_snapshot!("connection", content(&connection(Some("Okta"))));
    insta::assert_snapshot!("open", content(&open("Acme Inc.", Some("Grace Hopper"))));
    insta::assert_snapshot!("open_nameless", content(&open("Acme Inc.", None)));
    for (name, _, page) in plain() {
        insta::assert_snapshot!(name, content(&page.render().unwrap()));
    }
}

/// Every guide would be ten times as much, and a phone far from the office loads the page over and over.
#[test]
fn the_page_stays_small_whichever_guide_is_shown() {
    let new = connection(None);
    assert_eq!(new.matches("<svg class=\"sketch\"").count(), 0);
    let weight = content(&new).len();
    assert!(weight < 9_000, "{weight} bytes without a guide");
    let with_guide = connection(Some("Okta"));
    assert_eq!(with_guide.matches("<svg class=\"sketch\"").count(), 1);
    let weight = with_guide.len();
    assert!(weight < 60_000, "{weight} bytes, with the style and the script");
}

#[test]
fn pages_without_the_frame_read_well_in_every_language() {
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let all = rollcall_web::page::in_language(language, || {
            let pages = plain().into_iter().map(|(name, _, page)| (name, page.render().unwrap()));
            let opening = [("open", Some("Grace Hopper")), ("open_nameless", None)];
            let pages = pages.chain(opening.map(|(name, admin)| (name, open("Acme Inc.", admin))));
            let said = pages.map(|(name, html)| {
                assert!(html.contains(&format!("<html lang=\"{language}\">")), "{name} {language}");
                format!("{name}\n{}\n", inside(&html, "main").trim())
            });
            said.collect::<Vec<_>>().join("\n")
        });
        insta::assert_snapshot!(format!("plain_{language}"), all);
    }
}

#[test]
fn nothing_from_outside_is_taken_for_markup() {
    let (html, harmless) = (people(HOSTILE, HOSTILE), people("(Acme", "Ada"));
    for tag in ["<script", "<form", "<h1", "</"] {
        assert_eq!(html.matches(tag).count(), harmless.matches(tag).count(), "{tag}");
    }
    assert!(!connection(Some(HOSTILE)).contains("<script>alert"));
    let (html, harmless) = (open(HOSTILE, Some(HOSTILE)), open("(Acme", Some("Grace")));
    for tag in ["<script", "<form", "<h1", "</"] {
        assert_eq!(html.matches(tag).count(), harmless.matches(tag).count(), "{tag}");
    }
}

#[test]
fn the_policy_allows_what_is_inside_pages_and_nothing_else() {
    let page = people("Acme Inc.", "Ada King");
    let response = Plain::NoSession.into_response();
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    for (tag, directive) in [("style", "style-src"), ("script", "script-src")] {
        let hash = BASE64_STANDARD.encode(Sha256::digest(inside(&page, tag)));
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}';")), "{directive} {hash}: {policy}");
    }
    let plain = Plain::NoSession.render().unwrap();
    assert_eq!(inside(&plain, "style"), inside(&page, "style"));
    for html in [page, plain, connection(Some("Okta"))] {
        assert_eq!(html.matches("<link").count(), html.matches("<link rel=\"icon\" href=\"data:").count());
        for part in ["<img", " style=", " src=", " onclick=", "href=\"http", "href=\"/", "action=\"/"] {
            assert_eq!(content(&html).matches(part).count(), 0, "{part}");
        }
    }
}

#[tokio::test]
async fn every_page_is_sent_with_its_status_and_the_same_headers() {
    for (name, status, page) in plain() {
        let response = page.into_response();
        assert_eq!(response.status(), status, "{name}");
        insta::assert_snapshot!("headers", lines(response.headers()));
        assert!(!to_bytes(response.into_body(), usize::MAX).await.unwrap().is_empty(), "{name}");
    }
}

fn lines(headers: &HeaderMap) -> String {
    let line = |(name, value): (&header::HeaderName, &http::HeaderValue)| {
        // Of the page's own style and script; another test compares them.
        let parts: Vec<_> = value.to_str().unwrap().split('\'').collect();
        let known = parts.iter().map(|part| if part.starts_with("sha256-") { "[hash]" } else { part });
        format!("{name}: {}", known.collect::<Vec<_>>().join("'"))
    };
    headers.iter().map(line).collect::<Vec<_>>().join("\n")
}
