//! An invitation is accepted by the person it was mailed to, once, and by nobody who cannot work.

use futures_util::future::{join, join_all};
use reqwest::Method;
use rollcall_rules::user::Actor;
use rollcall_tests::{TestSystem, Visitor};

/// Has the account accepted its invitation?
async fn has_accepted(system: &TestSystem, id: &str) -> bool {
    system.user(id).await.has_accepted()
}

#[tokio::test]
async fn an_invitation_is_mailed_and_a_click_accepts_it() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme Ireland Ltd.").await;
    let mails = system.mails().await;
    assert_eq!(mails.len(), 1, "one mail, to the person");
    assert!(mails[0].text.contains("Ireland"), "{}", mails[0].text);
    let link = system.link_for("ada@example.com").await;
    assert!(link.starts_with(&format!("{}/accept/", system.base_url())), "{link}");

    let before = system.snapshot().await;
    let page = visitor.open(&link).await.expect(200, "Acme Ireland Ltd.");
    assert!(page.has_button("Accept the invitation"), "{page}");
    assert_eq!(reqwest::Client::new().head(&link).send().await.unwrap().status(), 200);
    assert_eq!(before.difference(&system.snapshot().await), "", "looking changes nothing");

    visitor.accept(&link).await.expect(200, "Acme Ireland Ltd.");
    let accepted = system.user(&ada.id).await;
    assert_eq!((accepted.has_accepted(), accepted.updated_by), (true, Actor::Person));
    let before = system.snapshot().await;
    visitor.open(&link).await.expect(200, "already accepted");
    visitor.accept(&link).await.expect(200, "accepted");
    assert_eq!(before.difference(&system.snapshot().await), "", "once");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_simultaneous_clicks_one_accepts_and_both_see_success() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    for round in 0..8 {
        let address = format!("person{round}@example.com");
        let person = okta.assign(address.as_str()).await;
        system.invite(&person.id, "Acme GmbH").await;
        let link = system.link_for(&address).await;
        let version = system.user(&person.id).await.version;
        let clicks = join_all((0..4).map(|_| {
            let link = link.clone();
            tokio::spawn(async move { Visitor::default().accept(&link).await })
        }));
        for click in clicks.await {
            click.unwrap().expect(200, "accepted");
        }
        assert_eq!(system.user(&person.id).await.version, version + 1, "it was accepted once");
    }
    system.check().await;
}

#[tokio::test]
async fn who_is_blocked_cannot_accept_until_they_are_active_again() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let link = system.link_for("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    let before = system.snapshot().await;
    let page = visitor.open(&link).await.expect(409, "deactivated");
    assert!(!page.has_button("Accept"), "{page}");
    visitor.accept(&link).await.expect(409, "deactivated");
    assert_eq!(before.difference(&system.snapshot().await), "");
    okta.reactivate(&ada).await.expect(200);
    visitor.accept(&link).await.expect(200, "accepted");
    assert!(has_accepted(&system, &ada.id).await);
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_click_and_a_deactivation_at_once_one_comes_first() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    for round in 0..8 {
        let address = format!("person{round}@example.com");
        let person = okta.assign(address.as_str()).await;
        system.invite(&person.id, "Acme GmbH").await;
        let link = system.link_for(&address).await;
        let visitor = Visitor::default();
        let (click, away) = join(visitor.accept(&link), okta.unassign(&person)).await;
        away.expect(200);
        let user = system.user(&person.id).await;
        assert_eq!((user.is_active(), user.has_accepted()), (false, click.status == 200), "{click}");
        assert!(matches!(click.status.as_u16(), 200 | 409), "{click}");
    }
    system.check().await;
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_or_replaced_cannot_be_accepted() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let first = system.link_for("ada@example.com").await;
    system.change_user(&ada.id, |user, now| user.invitation_revoked(Actor::Admin, now).unwrap()).await;
    visitor.open(&first).await.expect(410, "no longer counts");
    visitor.accept(&first).await.expect(410, "no longer counts");
    assert!(!has_accepted(&system, &ada.id).await);
    system.invite(&ada.id, "Acme Ireland Ltd.").await;
    let second = system.link_for("ada@example.com").await;
    assert_ne!(first, second);
    visitor.accept(&first).await.expect(410, "no longer counts");
    visitor.accept(&second).await.expect(200, "Acme Ireland Ltd.");
    system.check().await;
}

#[tokio::test]
async fn whichever_mail_of_an_invitation_is_used_it_is_accepted() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let first = system.link_for("ada@example.com").await;
    system.change_user(&ada.id, |user, now| user.invited_again(Actor::Admin, now).unwrap()).await;
    let mails = system.mails().await;
    let second = mails.iter().map(rollcall_tests::Mail::link).find(|link| *link != first).unwrap();
    visitor.accept(&first).await.expect(200, "accepted");
    visitor.open(&second).await.expect(200, "already accepted");
    visitor.accept(&second).await.expect(200, "accepted");
    system.check().await;
}

#[tokio::test]
async fn a_link_is_good_for_what_it_was_mailed_for_and_nothing_else() {
    let system = TestSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let accepts = system.link_for("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await.answer.expect(200);
    let confirms = system.link_for("king@example.com").await;
    let before = system.snapshot().await;
    let (root, secret) = accepts.rsplit_once('/').unwrap();
    let forged =
        ["0".repeat(64), secret.to_uppercase(), secret[..63].to_owned(), "x".to_owned(), "%00".to_owned()];
    let forged = forged.into_iter().map(|secret| format!("{root}/{secret}"));
    let swapped = [accepts.replace("/accept/", "/verify/"), confirms.replace("/verify/", "/accept/")];
    for link in swapped.into_iter().chain(forged) {
        visitor.open(&link).await.expect(404, "link");
        visitor.accept(&link).await.expect(404, "link");
        visitor.ask_for_new_link(&link).await.expect(404, "link");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let refused = visitor.send(method, &accepts, "").await;
        assert_eq!(refused.status, 405, "{refused}");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}
