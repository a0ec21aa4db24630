//! The e-mail address moves when its owner confirms it, and not before.

use futures_util::future::join_all;
use reqwest::Method;
use rollcall_tests::resource::{account, email};
use rollcall_tests::{Person, TestSystem, Visitor};

/// `GET /Users/{id}`.
async fn read(system: &TestSystem, id: &str) -> rollcall_tests::Answer {
    system.scim().get(&format!("/Users/{id}")).await.expect(200)
}

#[tokio::test]
async fn a_rename_mails_a_link_and_a_notice_and_a_click_moves_the_address() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada.byron@example.com").await;
    okta.rename(&ada, "ada.king@example.com").await.answer.expect(200);

    let mails = system.mails().await;
    let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["ada.byron@example.com", "ada.king@example.com"]);
    assert!(mails[0].links().is_empty(), "a notice has nothing to press\n{}", mails[0].text);
    let link = mails[1].link();
    assert!(link.starts_with(&format!("{}/verify/", system.base_url())), "{link}");

    let before = system.snapshot().await;
    let page = visitor.open(&link).await.expect(200, "ada.king@example.com");
    assert!(page.has_button("Confirm"), "{page}");
    assert_eq!(before.difference(&system.snapshot().await), "", "looking changes nothing");
    assert_eq!(email(&read(&system, &ada.id).await), "ada.byron@example.com");

    visitor.confirm(&link).await.expect(200, "ada.king@example.com");
    let after = read(&system, &ada.id).await;
    assert_eq!(email(&after), "ada.king@example.com");
    assert!(account(&after).is_null(), "nothing is pending\n{after}");
    let somebody_else = Person::from("ada.byron@example.com").with_directory_id("00uElse");
    okta.assign(somebody_else).await.answer.expect(201);
    system.check().await;
}

#[tokio::test]
async fn a_used_link_says_that_it_was_used() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    visitor.confirm(&link).await.expect(200, "king@example.com");
    let before = system.snapshot().await;
    visitor.open(&link).await.expect(200, "already confirmed");
    visitor.confirm(&link).await.expect(200, "confirmed");
    visitor.ask_for_new_link(&link).await.expect(200, "already confirmed");
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn link_scanners_change_nothing_and_the_click_still_works() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    let before = system.snapshot().await;
    join_all((0..50).map(|number| {
        let link = link.clone();
        // A scanner of its own, with a connection of its own.
        let method = if number % 5 == 0 { Method::HEAD } else { Method::GET };
        tokio::spawn(async move {
            if method == Method::HEAD {
                return reqwest::Client::new().head(&link).send().await.unwrap().status().as_u16();
            }
            Visitor::default().send(method, &link, "").await.status.as_u16()
        })
    }))
    .await
    .into_iter()
    .for_each(|status| assert_eq!(status.unwrap(), 200));
    assert_eq!(before.difference(&system.snapshot().await), "");
    Visitor::default().confirm(&link).await.expect(200, "king@example.com");
    assert_eq!(email(&read(&system, &ada.id).await), "king@example.com");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_simultaneous_clicks_one_confirms_and_both_see_success() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    for round in 0..8 {
        let new = format!("new{round}@example.com");
        let ada = okta.assign(format!("old{round}@example.com").as_str()).await;
        let version = version(&okta.rename(&ada, &new).await.answer);
        let link = system.link_for(&new).await;
        let clicks = join_all((0..4).map(|_| {
            let link = link.clone();
            tokio::spawn(async move { Visitor::default().confirm(&link).await })
        }));
        for click in clicks.await {
            click.unwrap().expect(200, &new);
        }
        assert_eq!(version + 1, self::version(&read(&system, &ada.id).await), "it moved once");
    }
    system.check().await;
}

fn version(answer: &rollcall_tests::Answer) -> u64 {
    answer.etag().trim_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap()
}

#[tokio::test]
async fn a_further_rename_supersedes_the_link() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    let once = okta.rename(&ada, "king@example.com").await;
    let first = system.link_for("king@example.com").await;
    okta.rename(&once, "countess@example.com").await.answer.expect(200);
    let second = system.link_for("countess@example.com").await;
    visitor.open(&first).await.expect(410, "no longer");
    visitor.confirm(&first).await.expect(410, "no longer");
    okta.assign("king@example.com").await.answer.expect(201);
    visitor.confirm(&second).await.expect(200, "countess@example.com");
    assert_eq!(email(&read(&system, &ada.id).await), "countess@example.com");
    system.check().await;
}

#[tokio::test]
async fn going_back_to_the_old_name_calls_the_link_off() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    let renamed = okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    okta.rename(&renamed, "ada@example.com").await.answer.expect(200);
    visitor.confirm(&link).await.expect(410, "no longer");
    assert_eq!(email(&read(&system, &ada.id).await), "ada@example.com");
    system.check().await;
}

#[tokio::test]
async fn an_address_that_awaits_confirmation_is_nobody_elses() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let bob = okta.assign("bob@example.com").await;
    okta.rename(&ada, "king@example.com").await.answer.expect(200);
    okta.create("king@example.com").await.expect_refusal(409, Some("uniqueness"), "");
    okta.rename(&bob, "king@example.com").await.answer.expect_refusal(409, Some("uniqueness"), "");
    okta.rename(&bob, "ada@example.com").await.answer.expect_refusal(409, Some("uniqueness"), "");
    let link = system.link_for("king@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "king@example.com");
    okta.rename(&bob, "ada@example.com").await.answer.expect(200);
    system.check().await;
}

#[tokio::test]
async fn deactivation_keeps_the_pending_change() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    let renamed = okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    let away = okta.unassign(&renamed).await.expect(200);
    assert_eq!(account(&away)["emailChange"]["value"], "king@example.com");
    okta.reactivate(&renamed).await.expect(200);
    visitor.confirm(&link).await.expect(200, "king@example.com");
    assert_eq!(email(&read(&system, &ada.id).await), "king@example.com");
    system.check().await;
}

#[tokio::test]
async fn a_click_while_the_account_is_blocked_moves_the_address_and_unblocks_nothing() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let renamed = okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    okta.unassign(&renamed).await.expect(200);
    Visitor::default().confirm(&link).await.expect(200, "king@example.com");
    let blocked = read(&system, &ada.id).await;
    assert_eq!((email(&blocked), &blocked["active"]), ("king@example.com", &false.into()));
    system.check().await;
}

#[tokio::test]
async fn a_forged_link_leads_nowhere() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    let before = system.snapshot().await;
    let (root, secret) = link.rsplit_once('/').unwrap();
    let forged = [
        "0".repeat(64),
        secret.to_uppercase(),
        secret[..63].to_owned(),
        format!("{secret}0"),
        "x".to_owned(),
        "%00".to_owned(),
        format!("{}%0d%0aSet-Cookie:a=b", &secret[..40]),
    ];
    for forged in forged {
        let link = format!("{root}/{forged}");
        visitor.open(&link).await.expect(404, "link");
        visitor.confirm(&link).await.expect(404, "link");
        visitor.ask_for_new_link(&link).await.expect(404, "link");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let refused = visitor.send(method, &link, "").await;
        assert_eq!(refused.status, 405, "{refused}");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn what_a_tenant_is_called_cannot_forge_a_mail_or_a_page() {
    let system = TestSystem::start().await;
    let evil = "\r\nBcc: eve@evil.example\n<script>alert(1)</script> https://evil.example/\u{202e}";
    system.configure(|tenant| tenant.name = format!("Acme {}{evil}", tenant.id.as_str())).await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    for mail in system.mails().await {
        assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
        assert!(!mail.html.contains("<script"), "{}", mail.html);
        assert!(!mail.text.contains("https://evil"), "{}", mail.text);
        assert!(!mail.text.lines().any(|line| line.starts_with("Bcc")), "{}", mail.text);
    }
    Visitor::default().open(&link).await.expect(200, "Acme");
    system.check().await;
}
