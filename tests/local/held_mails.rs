//! A mail that had not left when the account was blocked waits, and leaves when the person is back.

use jiff::SignedDuration;
use rollcall_local::faults::Service;
use rollcall_rules::user::Actor;
use rollcall_tests::okta::App;
use rollcall_tests::{LocalSystem, Visitor};
use serde_json::Value;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Who was mailed so far, in order of their addresses.
async fn mailed(system: &LocalSystem) -> Vec<String> {
    let mut to: Vec<_> = system.mails().await.into_iter().map(|mail| mail.to).collect();
    to.sort();
    to
}

/// Entries in the index of owed mails.
async fn waiting(system: &LocalSystem) -> usize {
    let is_owed = |item: &Value| item["effectPk"].as_str().is_some_and(|due| due != "EFFECT#N");
    system.snapshot().await.items().filter(|(_, _, item)| is_owed(item)).count()
}

/// With the stream away nobody has tried to send the mails, with the mail service away somebody has.
#[tokio::test]
async fn mails_of_a_change_wait_while_the_account_is_blocked() {
    let system = LocalSystem::start().await;
    let mut expected = Vec::new();
    for (app, away) in [(App::Wizard, Service::Stream), (App::Network, Service::Mail)] {
        let okta = system.okta_app(app);
        let (old, new) = (format!("old{app:?}@example.com"), format!("new{app:?}@example.com"));
        let ada = okta.assign(old.as_str()).await;
        system.set_away(away, true).await;
        let renamed = okta.rename(&ada, &new).await;
        if away == Service::Mail {
            system.settle().await;
        }
        okta.unassign(&renamed).await.expect(200);
        system.set_away(away, false).await;
        system.advance(DAY * 9).await;
        assert_eq!((mailed(&system).await, waiting(&system).await), (expected.clone(), 0), "{away:?}");
        okta.reactivate(&renamed).await.expect(200);
        expected.extend([old, new.clone()]);
        expected.sort();
        assert_eq!(mailed(&system).await, expected, "{away:?}: at once");
        system.advance(DAY * 6).await;
        assert_eq!(mailed(&system).await, expected, "{away:?}: each once");
        Visitor::default().confirm(&system.link_for(&new).await).await.expect(200, &new);
    }
    system.check().await;
}

#[tokio::test]
async fn the_mail_of_an_invitation_waits_while_the_account_is_blocked() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    for (number, is_resent) in [false, true].into_iter().enumerate() {
        let login = format!("ada{number}@example.com");
        let ada = okta.assign(login.as_str()).await;
        let count = async || mailed(&system).await.iter().filter(|to| **to == login).count();
        if is_resent {
            system.invite(&ada.id, "Acme GmbH").await;
            assert_eq!(count().await, 1);
        }
        system.set_away(Service::Mail, true).await;
        if is_resent {
            system.change_user(&ada.id, |user, now| user.invited_again(Actor::Admin, now).unwrap()).await;
        } else {
            system.invite(&ada.id, "Acme GmbH").await;
        }
        system.settle().await;
        okta.unassign(&ada).await.expect(200);
        system.set_away(Service::Mail, false).await;
        system.advance(DAY * 9).await;
        assert_eq!((count().await, waiting(&system).await), (usize::from(is_resent), 0), "{is_resent}");
        okta.reactivate(&ada).await.expect(200);
        assert_eq!(count().await, 1 + usize::from(is_resent), "{is_resent}");
        system.advance(DAY * 6).await;
        assert_eq!(count().await, 1 + usize::from(is_resent), "{is_resent}: once");
        Visitor::default().accept(&system.link_for(&login).await).await.expect(200, "accepted");
    }
    system.check().await;
}

/// What a directory sends again as it is changes nothing, whatever is on its way to the person.
#[tokio::test]
async fn a_put_that_changes_nothing_mails_no_invitation_again() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    system.set_away(Service::Mail, true).await;
    system.invite(&ada.id, "Acme GmbH").await;
    let before = system.snapshot().await;
    okta.update(&ada.id, |_| {}).await.expect(200);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

/// The mails of a change that was made before and called off while the account was blocked never leave.
#[tokio::test]
async fn mails_of_a_change_that_is_called_off_while_the_account_is_blocked_never_leave() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    system.set_away(Service::Mail, true).await;
    let renamed = okta.rename(&ada, "king@example.com").await;
    okta.unassign(&renamed).await.expect(200);
    system.set_away(Service::Mail, false).await;
    okta.update(&ada.id, |resource| resource["userName"] = "ada@example.com".into()).await.expect(200);
    okta.reactivate(&ada).await.expect(200);
    system.advance(DAY).await;
    assert_eq!(mailed(&system).await, [""; 0]);
    system.check().await;
}
