//! The portal of a tenant's administrator: the way in, what protects it, and how a directory is connected.

use reqwest::Method;
use reqwest::header::HeaderMap;
use rollcall_rules::tenant::Plan;
use rollcall_tests::TestSystem;
use rollcall_tests::portal::{self, Portal, named};
use serde_json::json;

#[tokio::test]
async fn a_link_opens_the_portal_once() {
    let system = TestSystem::start().await;
    let link = portal::link(&system.people()).await;
    let mut browser = Portal::new(system.base_url());
    browser.get("connection").await.expect(401, "open the portal again");
    let opened = browser.follow(&link).await.expect(303, "");
    browser.sign_in(&opened);
    browser.get("connection").await.expect(200, "Grace Hopper");
    let again = Portal::new(system.base_url()).follow(&link).await.expect(410, "was used");
    assert_eq!(again.header("set-cookie"), "");
    for unknown in ["00".repeat(32), "unknown".to_owned()] {
        browser.follow(&unknown).await.expect(404, "to get another");
    }
    browser.get("connection").await.expect(200, "Connection");
    system.check().await;
}

#[tokio::test]
async fn looking_at_a_link_spends_nothing_and_says_whose_portal_opens_for_whom() {
    let system = TestSystem::start().await;
    let link = portal::link(&system.people()).await;
    let browser = Portal::new(system.base_url());
    let before = system.snapshot().await;
    let mut page = browser.look(&link).await.expect(200, "signed in as <strong><bdi>Grace Hopper</bdi>");
    for _ in 0..2 {
        page = browser.look(&link).await.expect(200, "Open the portal of <bdi>");
        assert_eq!((page.html.matches("<button").count(), page.header("set-cookie")), (1, ""), "{page}");
    }
    let header = |name: &'static str, value: &str| {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    };
    let path = portal::opening(&link);
    for (name, value) in
        [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch"), ("x-moz", "prefetch")]
    {
        let ahead = browser.send(Method::GET, &path, None, &header(name, value)).await;
        assert!(!ahead.expect(403, "not loaded ahead").says("Grace"), "{name}");
    }
    let peek = browser.send(Method::HEAD, &path, None, &HeaderMap::new()).await;
    assert_eq!((peek.status.as_u16(), peek.header("allow")), (405, "GET, POST"), "{peek}");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let form = [("nonce", "00")];
        let forced = browser.send(Method::POST, &path, Some(&form), &header(name, value)).await;
        assert_eq!(forced.expect(403, "another website").header("set-cookie"), "");
    }
    assert_eq!(system.snapshot().await, before);
    browser.press(&link, &page).await.expect(303, "");
    let nameless = system.people().post("/portal-links", &json!({})).await.expect(201);
    let page = browser.look(nameless["url"].as_str().unwrap()).await;
    page.expect(200, "as an administrator of");
    system.check().await;
}

#[tokio::test]
async fn the_browser_that_a_link_let_in_is_led_in_again_and_no_other_is() {
    let system = TestSystem::start().await;
    let link = portal::link(&system.people()).await;
    let mut browser = Portal::new(system.base_url());
    let (page, in_another_tab) = (browser.look(&link).await, browser.look(&link).await);
    let opened = browser.press(&link, &page).await.expect(303, "");
    // A button pressed twice, before the answer to the first press was there.
    let twice = browser.press(&link, &page).await.expect(303, "");
    let cookie = |answer: &portal::Page| answer.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(cookie(&opened), cookie(&twice));
    browser.press(&link, &in_another_tab).await.expect(410, "was used");
    browser.sign_in(&opened);
    let again = browser.look(&link).await.expect(303, "");
    assert_eq!((again.location(), again.header("set-cookie")), ("../connection", ""));
    let again = browser.press(&link, &in_another_tab).await.expect(303, "");
    assert_eq!(again.header("set-cookie"), "");
    browser.get("connection").await.expect(200, "Grace Hopper");

    let other = Portal::open(&system).await;
    other.look(&link).await.expect(410, "was used");
    browser.post("sign-out", &[]).await.expect(200, "signed out");
    browser.look(&link).await.expect(410, "was used");
    browser.press(&link, &page).await.expect(410, "was used");
    system.check().await;
}

#[tokio::test]
async fn of_many_who_follow_a_link_at_once_one_gets_in() {
    let system = TestSystem::start().await;
    let link = portal::link(&system.people()).await;
    let browser = Portal::new(system.base_url());
    let answers = futures_util::future::join_all((0..8).map(|_| browser.follow(&link))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410, 410, 410, 410, 410, 410, 410]);
    system.check().await;
}

#[tokio::test]
async fn a_link_is_asked_for_with_a_people_token_and_nothing_but_a_name() {
    let system = TestSystem::start().await;
    let people = system.people();
    let made = people.post("/portal-links", &json!({})).await.expect(201);
    assert!(made["url"].as_str().unwrap().contains("/portal/open/"), "{made}");
    assert!(made["expiresAt"].is_string(), "{made}");
    for (body, about) in [
        (json!({ "name": "x".repeat(101) }), "100"),
        (json!({ "name": "a\nb" }), "one line"),
        (json!({ "tenant": "other" }), "tenant"),
    ] {
        people.post("/portal-links", &body).await.expect_problem(400, "invalid-request", about);
    }
    let scim = people.clone().with_token(system.demo().token.as_str());
    scim.post("/portal-links", &json!({})).await.expect_problem(403, "wrong-scope", "people");
    people.without_token().post("/portal-links", &json!({})).await.expect_problem(401, "unauthorized", "");
    system.check().await;
}

#[tokio::test]
async fn a_session_is_over_when_its_owner_says_so() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.get("").await.expect(303, "");
    portal.get("people").await.expect(200, "Nobody is here yet");
    let out = portal.post("sign-out", &[]).await.expect(200, "signed out");
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{out}");
    portal.get("people").await.expect(401, "open the portal again");
    system.check().await;
}

#[tokio::test]
async fn a_session_sees_its_own_tenant_only() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let other = system.tenant("other").await;
    let people = system.people().with_token(system.people_token_of(&other).await);
    let mut portal = Portal::open_with(system.base_url(), &people).await;
    portal.get("people").await.expect(200, "Nobody is here yet");
    let activity = portal.get("activity").await.expect(200, "Made the token");
    assert!(!activity.says("ada@example.com") && !activity.says("Made the account"), "{activity}");
    portal.get(&format!("person?id={}", ada.id)).await.expect(404, "nothing here");
    let chosen = portal.post("choose", &[("id", &ada.id)]).await;
    assert!(!chosen.says("ada@example.com"), "{chosen}");
    let form = [("id", ada.id.as_str()), ("access", "card")];
    portal.post("invite", &form).await.expect(200, "not there any more");
    portal.post("resend", &[("person", &ada.id)]).await.expect(404, "nothing here");
    assert!(system.mails().await.iter().all(|mail| mail.to != "ada@example.com"));
    system.check().await;
}

#[tokio::test]
async fn a_form_that_no_page_of_the_session_sent_changes_nothing() {
    let system = TestSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let (portal, other) = (Portal::open(&system).await, Portal::open(&system).await);
    let before = system.snapshot().await;
    let header = |name: &'static str, value: &str| {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    };
    let (none, mark) = (HeaderMap::new(), portal.mark());
    for (mark, headers) in [
        ("", none.clone()),
        ("00ff", none.clone()),
        (other.mark(), none.clone()),
        (mark, header("sec-fetch-site", "cross-site")),
        (mark, header("sec-fetch-site", "same-site")),
        (mark, header("origin", "https://evil.example")),
        (mark, header("origin", "null")),
    ] {
        for (action, name, value) in [
            ("scim", "enabled", "off"),
            ("token-new", "label", "Okta"),
            ("token-revoke", "token", "00"),
            ("invite", "id", ada.id.as_str()),
            ("resend", "person", ada.id.as_str()),
            ("sign-out", "any", "x"),
        ] {
            let form = [("mark", mark), (name, value), ("access", "card"), ("name", "Acme")];
            let answer = portal.send(Method::POST, action, Some(&form), &headers).await;
            answer.expect(403, "nothing was changed");
        }
    }
    assert_eq!(system.snapshot().await, before);
    let same = header("sec-fetch-site", "same-origin");
    let form = [("mark", mark), ("enabled", "off")];
    portal.send(Method::POST, "scim", Some(&form), &same).await.expect(303, "");
    system.check().await;
}

#[tokio::test]
async fn provisioning_is_switched_off_and_on() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("connection").await.expect(200, "href=\"switch-off\"");
    assert!(!page.html.contains("value=\"off\""), "it is asked first: {page}");
    let asked = portal.get("switch-off").await.expect(200, "keep their access");
    assert_eq!(asked.values("enabled"), ["off"]);
    system.scim().get("/Users").await.expect(200);
    portal.post("scim", &[("enabled", "off")]).await.expect(200, "Provisioning is off");
    system.scim().get("/Users").await.expect(403);
    portal.post("scim", &[("enabled", "on")]).await.expect(200, "Provisioning is on");
    system.scim().get("/Users").await.expect(200);
    portal.post("scim", &[("enabled", "maybe")]).await.expect(400, "on or off");
    system.check().await;
}

#[tokio::test]
async fn a_token_is_made_shown_once_rotated_and_revoked() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let first = portal.post("token-new", &[("label", "Okta")]).await.expect(200, "not shown again").token();
    system
        .scim()
        .with_token(first.as_str())
        .post("/Users", &named("ada@example.com", "Ada"))
        .await
        .expect(201);
    let list = portal.get("connection").await.expect(200, "<bdi>Okta</bdi>");
    assert!(!list.html.contains(&first), "{list}");
    let id = *list.values("token").last().unwrap();
    let second = portal.post("token-rotate", &[("token", id)]).await.expect(200, "7 more days").token();
    for token in [&first, &second] {
        system.scim().with_token(token.as_str()).get("/Users").await.expect(200);
    }
    portal.post("token-revoke", &[("token", id)]).await.expect(200, "no longer works");
    system.scim().with_token(first.as_str()).get("/Users").await.expect(401);
    system.scim().with_token(second.as_str()).get("/Users").await.expect(200);
    portal.post("token-revoke", &[("token", id)]).await.expect(200, "not there any more");
    portal.post("token-rotate", &[("token", id)]).await.expect(200, "not there any more");
    system.check().await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_token_and_brings_none_back() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("connection").await.expect(200, "Make a token");
    let nonce = page.values("nonce")[0].to_owned();
    let form = [("label", "Okta"), ("nonce", nonce.as_str())];
    let first = portal.post("token-new", &form).await.expect(200, "Copy it now").token();
    let again = portal.post("token-new", &form).await.expect(200, "no other was made").token();
    assert_eq!(first, again);
    let (none, mark) = (HeaderMap::new(), portal.mark().to_owned());
    let twice = [("mark", mark.as_str()), ("label", "two"), ("nonce", &nonce)];
    let press = || portal.send(Method::POST, "token-new", Some(&twice), &none);
    let both = futures_util::join!(press(), press());
    assert_eq!(both.0.expect(200, "Copy it now").token(), both.1.expect(200, "Copy it now").token());
    let list = portal.get("connection").await;
    assert_eq!(list.html.matches("<bdi>Okta</bdi>").count(), 1, "{list}");
    assert_eq!(list.html.matches("<bdi>two</bdi>").count(), 1, "{list}");
    // Not what another session makes, even of a form copied from here.
    let mut other = Portal::open(&system).await;
    let theirs = other.post("token-new", &form).await.expect(200, "Copy it now").token();
    assert_ne!(first, theirs);

    let id = rollcall_rules::token::Presented::parse(&first).unwrap().id();
    let form_of_rotation = [("token", id.as_str()), ("nonce", nonce.as_str())];
    let revoked = portal.post("token-revoke", &[("token", &id)]).await.expect(200, "no longer works");
    assert!(!revoked.html.contains(&id), "{revoked}");
    portal.post("token-new", &form).await.expect(200, "not there any more");
    portal.post("token-rotate", &form_of_rotation).await.expect(200, "not there any more");
    system.scim().with_token(first.as_str()).get("/Users").await.expect(401);

    let id = rollcall_rules::token::Presented::parse(&theirs).unwrap().id();
    let form = [("token", id.as_str()), ("nonce", nonce.as_str())];
    let rotated = portal.post("token-rotate", &form).await.expect(200, "7 more days").token();
    let again = portal.post("token-rotate", &form).await.expect(200, "no other was made").token();
    assert_eq!(rotated, again);
    system.check().await;
}

#[tokio::test]
async fn five_tokens_are_the_most_and_those_of_the_vendor_are_not_shown() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let mut made = 0;
    while made < 5 {
        let page = portal.post("token-new", &[("label", "Entra")]).await;
        if page.says("which is the most") {
            break;
        }
        made += 1;
    }
    assert_eq!(made, 3, "besides one of the directory and one of the vendor");
    let list = portal.get("connection").await;
    let people_token = rollcall_rules::token::Presented::parse(system.people_token()).unwrap().id();
    assert!(!list.html.contains(&people_token), "{list}");
    portal.post("token-revoke", &[("token", &people_token)]).await.expect(200, "not there any more");
    system.people().get("/entities").await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn on_the_standard_plan_the_portal_says_what_the_advanced_one_gives() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let ada = system.okta().assign("ada@example.com").await;
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    let before = system.snapshot().await;
    portal.get("connection").await.expect(403, "Ask your vendor");
    for page in ["people", &format!("person?id={}", ada.id), "entities", "activity"] {
        portal.get(page).await.expect(200, "You can look at everything here, and change nothing");
    }
    for action in ["choose", "invite", "resend", "revoke", "place-end", "entity-delete"] {
        portal.post(action, &[("person", &ada.id), ("id", &ada.id)]).await.expect(403, "Ask your vendor");
    }
    portal.get("billing").await.expect(200, "Nothing is billed here");
    portal.post("token-new", &[]).await.expect(403, "Advanced plan");
    portal.post("scim", &[("enabled", "off")]).await.expect(403, "Advanced plan");
    assert_eq!(system.snapshot().await, before);
    portal.post("sign-out", &[]).await.expect(200, "signed out");
    system.check().await;
}

/// The marks stay: by what was kept nothing is done before it was seen in a page of the new session.
#[tokio::test]
async fn what_was_typed_is_kept_when_the_session_is_over_and_can_be_sent_again() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let nonce = portal.get("connection").await.values("nonce")[0].to_owned();
    let over = portal.clone();
    portal.post("sign-out", &[]).await.expect(200, "signed out");
    let before = system.snapshot().await;
    let form = [("mark", over.mark()), ("nonce", nonce.as_str()), ("label", "<b>Okta</b>")];
    let kept = over.send(Method::POST, "token-new", Some(&form), &HeaderMap::new()).await;
    let kept = kept.expect(401, "Your session is over");
    assert!(kept.says("<bdi>&#60;b&#62;Okta&#60;/b&#62;</bdi>") && !kept.html.contains("<b>"), "{kept}");
    assert!(kept.values("mark").is_empty(), "{kept}");
    let elsewhere =
        HeaderMap::from_iter([("sec-fetch-site".parse().unwrap(), "cross-site".parse().unwrap())]);
    over.send(Method::POST, "token-new", Some(&form), &elsewhere).await.expect(403, "another website");
    assert_eq!(system.snapshot().await, before);

    let mut portal = Portal::open(&system).await;
    let again = [("nonce", nonce.as_str()), ("label", "Okta"), ("kept", "yes")];
    let before = system.snapshot().await;
    let shown = portal.send(Method::POST, "token-new", Some(&again), &HeaderMap::new()).await;
    let shown = shown.expect(200, "Send this now?");
    assert_eq!(system.snapshot().await, before, "nothing is done unseen");
    portal.send(Method::POST, "token-new", Some(&again), &elsewhere).await.expect(403, "another website");
    let mark = shown.values("mark")[0].to_owned();
    let form = [("mark", mark.as_str()), ("nonce", nonce.as_str()), ("label", shown.values("label")[0])];
    portal.send(Method::POST, "token-new", Some(&form), &HeaderMap::new()).await.expect(200, "Okta");
    portal.get("connection").await.expect(200, "Okta");
    system.check().await;
}

#[tokio::test]
async fn what_is_not_a_page_of_the_portal_is_answered_by_one() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    for path in ["odd", "odd/deeper", "person", "person?id=odd"] {
        portal.get(path).await.expect(404, "nothing here");
    }
    let refused = portal.get("scim").await.expect(405, "not reached in this way");
    assert_eq!(refused.header("allow"), "POST");
    portal.send(Method::DELETE, "people", None, &HeaderMap::new()).await.expect(405, "");
    let long = "x".repeat(70_000);
    portal.post("token-new", &[("label", &long)]).await.expect(413, "64 KiB");
    portal.post("token-new", &[("label", &"x".repeat(101))]).await.expect(200, "up to 100 characters");
    system.people().get("/odd").await.expect_problem(404, "not-found", "openapi.json");
    system.check().await;
}

#[tokio::test]
async fn an_administrator_is_told_what_the_directory_was_refused_and_what_to_do() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("connection").await.expect(200, "Last heard from your directory");
    assert!(page.says("<dd>Never</dd>") && !page.says("that were refused"), "{page}");
    system.scim().post("/Users", &json!({ "userName": "no address" })).await.expect(400);
    let page = portal.get("connection").await.expect(200, "Requests of your directory that were refused");
    assert!(page.says("Application username format to Email") && !page.says("no address"), "{page}");
    system.check().await;
}

#[tokio::test]
async fn what_an_administrator_does_shows_in_the_activity() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.post("scim", &[("enabled", "off")]).await.expect(200, "Provisioning is switched off");
    portal.post("scim", &[("enabled", "off")]).await.expect(200, "Provisioning is switched off");
    let token = portal.post("token-new", &[("label", "Okta")]).await.expect(200, "Copy it now").token();
    system.snapshot().await;
    let page = portal.get("activity").await.expect(200, "Made the token Okta");
    assert_eq!(page.html.matches("Switched provisioning off").count(), 1, "{page}");
    assert!(page.says("Administrator") && page.says("Your organisation"), "{page}");
    let secret = token.rsplit('_').next().unwrap();
    assert!(!page.says(secret) && !system.snapshot().await.mentions(secret), "{page}");
    system.check().await;
}

#[tokio::test]
async fn links_and_sessions_end_with_the_people_token_that_opened_them() {
    let system = TestSystem::start().await;
    let leaked = system.issue_people_token(None).await;
    let people = system.people().with_token(leaked.token.as_str());
    let mut opened = Portal::open_with(system.base_url(), &people).await;
    let mut other = Portal::open(&system).await;
    let unopened = portal::link(&people).await;
    let token = opened.post("token-new", &[("label", "Okta")]).await.expect(200, "Grace Hopper").token();
    let id = rollcall_rules::token::Presented::parse(&token).unwrap().id();

    system.revoke_token(&leaked.id).await;
    let before = system.snapshot().await;
    let browser = Portal::new(system.base_url());
    let refused = browser.follow(&unopened).await.expect(410, "your vendor has ended it");
    assert_eq!(refused.header("set-cookie"), "");
    for page in ["connection", "people", "activity", "billing"] {
        opened.get(page).await.expect(401, "your vendor has ended the session");
    }
    let forms =
        [("token-new", "label", "Entra"), ("token-rotate", "token", &id), ("token-revoke", "token", &id)];
    for (action, name, value) in forms.into_iter().chain([("scim", "enabled", "off")]) {
        opened.post(action, &[(name, value)]).await.expect(401, "open the portal again");
    }
    assert_eq!(system.snapshot().await, before);
    // What others opened stays open, and so does what was made until it is revoked by itself.
    other.get("connection").await.expect(200, "Okta");
    let scim = system.scim().with_token(token.as_str());
    scim.get("/Users").await.expect(200);

    system
        .configure(|tenant| assert_eq!(tenant.revoke_made_by(&leaked.id, tenant.created_at).len(), 1))
        .await;
    scim.get("/Users").await.expect(401);
    system.scim().get("/Users").await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn no_token_is_made_or_rotated_past_the_revocation_of_the_token_that_opened_the_session() {
    let system = TestSystem::start().await;
    let leaked = system.issue_people_token(None).await;
    let people = system.people().with_token(leaked.token.as_str());
    let portal = Portal::open_with(system.base_url(), &people).await;
    let form = [("mark", portal.mark()), ("label", "Okta")];
    let none = HeaderMap::new();
    let made = (0..8).map(|_| portal.send(Method::POST, "token-new", Some(&form), &none));
    let revoke = system.configure(|tenant| {
        tenant.revoke_token(&leaked.id, tenant.created_at);
        tenant.revoke_made_by(&leaked.id, tenant.created_at);
    });
    let (answers, ()) = futures_util::join!(futures_util::future::join_all(made), revoke);
    for answer in answers {
        assert!(matches!(answer.status.as_u16(), 200 | 303 | 401 | 429), "{answer}");
    }
    system.configure(|tenant| assert_eq!(tenant.made_by(&leaked.id), [])).await;
    system.check().await;
}

#[tokio::test]
async fn a_token_lasts_a_year_unless_another_time_is_chosen_and_shows_when_it_was_used() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.get("connection").await.expect(200, "<option value=\"365\" selected>");
    let year =
        portal.post("token-new", &[("label", "a year")]).await.expect(200, "Expires in 365 days").token();
    let form = [("label", "a quarter"), ("lifetime", "90")];
    portal.post("token-new", &form).await.expect(200, "Expires in 90 days");
    let form = [("label", "endless"), ("lifetime", "never")];
    portal.post("token-new", &form).await.expect(200, "Does not expire");
    portal.post("token-new", &[("lifetime", "1000")]).await.expect(400, "90 days, 1 year or 2 years");
    let unused = portal.get("connection").await.expect(200, "Not noted yet");
    system.scim().with_token(year.as_str()).get("/Users").await.expect(200);
    let used = portal.get("connection").await.expect(200, "It was last used at");
    let not_noted = |page: &portal::Page| page.html.matches("Not noted yet").count();
    assert_eq!(not_noted(&used), not_noted(&unused) - 1, "{used}");
    system.check().await;
}

#[tokio::test]
async fn what_was_refused_says_what_is_to_do_and_goes_when_it_is_mended() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let old = portal.post("token-new", &[("label", "Old one")]).await.expect(200, "Copy it now").token();
    let id = portal.get("connection").await.values("token").last().unwrap().to_string();
    portal.post("token-revoke", &[("token", &id)]).await.expect(200, "no longer works");
    system.scim().with_token(old.as_str()).get("/Users").await.expect(401);
    let page = portal.get("connection").await.expect(200, "A token that is revoked or has expired was used");
    assert!(page.says(&format!("Old one ({id})")) && page.says("Enter a live token"), "{page}");
    let scim = system.scim();
    scim.post("/Users", &json!({ "userName": "not an address" })).await.expect(400);
    let page = portal.get("connection").await.expect(200, "A user name that is not an email address");
    assert!(page.html.contains("<code>userName</code>") && !page.says("not an address"), "{page}");
    system.okta().assign("ada@example.com").await;
    let page = portal.get("connection").await.expect(200, "This person may still be missing");
    assert!(
        page.says("A request with another token succeeded"),
        "somebody may still have the old one: {page}"
    );
    assert!(!page.html.contains("class=\"mended\""), "{page}");
    system.configure(|tenant| tenant.scim_enabled = false).await;
    scim.get("/Users").await.expect(403);
    portal.get("connection").await.expect(200, "Switch provisioning on above");
    system.configure(|tenant| tenant.scim_enabled = true).await;
    scim.get("/Users").await.expect(200);
    portal.get("connection").await.expect(200, "Mended: such a request succeeded");
    system.check().await;
}

#[tokio::test]
async fn one_guide_is_shown_at_a_time_with_the_tenants_own_url() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let page = portal.get("connection").await.expect(200, "Choose your directory");
    assert!(!page.html.contains("class=\"sketch\""), "{page}");
    for (guide, says) in [
        ("okta", "Application username format: Email"),
        ("entra", "Provision on demand"),
        ("google", "Configure autoprovisioning"),
        ("onelogin", "SCIM Provisioner with SAML"),
        ("jumpcloud", "Identity Management"),
        ("rippling", "User Management via SCIM"),
        ("pingone", "SCIM Outbound"),
    ] {
        let page = portal.get(&format!("connection?guide={guide}")).await.expect(200, says);
        assert_eq!(page.html.matches("class=\"sketch\"").count(), 1, "{page}");
        assert!(page.says("the entity and the card access") && page.says("/scim/v2"), "{page}");
    }
    portal.get("connection?guide=unknown").await.expect(200, "Choose your directory");
    system.check().await;
}
