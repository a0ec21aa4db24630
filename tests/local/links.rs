//! The life of a link: its week, those that follow it, and mails that do not leave or do not arrive.

use jiff::SignedDuration;
use rollcall_local::faults::Service;
use rollcall_rules::user::Actor;
use rollcall_tests::events::Event;
use rollcall_tests::resource::{account, email};
use rollcall_tests::{Answer, LocalSystem, Visitor};
use serde_json::json;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// `GET /Users/{id}`.
async fn read(system: &LocalSystem, id: &str) -> Answer {
    system.scim().get(&format!("/Users/{id}")).await.expect(200)
}

#[tokio::test]
async fn a_link_works_for_seven_days_and_then_offers_another() {
    let system = LocalSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let old = system.link_for("king@example.com").await;
    system.advance(WEEK - SignedDuration::from_mins(1)).await;
    visitor.open(&old).await.expect(200, "king@example.com");
    system.advance(SignedDuration::from_mins(2)).await;
    let expired = visitor.open(&old).await.expect(410, "expired");
    assert!(expired.has_button("Send a new link"), "{expired}");
    visitor.confirm(&old).await.expect(410, "expired");
    assert_eq!(email(&read(&system, &ada.id).await), "ada@example.com");

    visitor.ask_for_new_link(&old).await.expect(200, "king@example.com");
    let new = system.link_for("king@example.com").await;
    assert_ne!(new, old);
    let to: Vec<_> = system.mails().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to.iter().filter(|to| *to == "ada@example.com").count(), 1, "no second notice");
    visitor.open(&old).await.expect(410, "expired");
    visitor.confirm(&new).await.expect(200, "king@example.com");
    visitor.open(&old).await.expect(200, "already confirmed");
    assert_eq!(email(&read(&system, &ada.id).await), "king@example.com");
    system.check().await;
}

#[tokio::test]
async fn a_new_link_can_be_asked_for_once_a_minute_and_five_times_a_day() {
    let system = LocalSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    system.advance(WEEK + SignedDuration::from_mins(1)).await;
    for request in 1..=5 {
        visitor.ask_for_new_link(&link).await.expect(200, "king@example.com");
        let soon = visitor.ask_for_new_link(&link).await;
        assert_eq!(soon.status, 429, "{soon}");
        let wait: u64 = soon.headers["retry-after"].to_str().unwrap().parse().unwrap();
        let longest = if request < 5 { 60 } else { 24 * 3600 };
        assert!((1..=longest).contains(&wait), "{soon}");
        system.advance(SignedDuration::from_secs(61)).await;
    }
    assert_eq!(visitor.ask_for_new_link(&link).await.status, 429);
    system.advance(DAY).await;
    visitor.ask_for_new_link(&link).await.expect(200, "king@example.com");
    let links = system.mails().await.into_iter().filter(|mail| mail.to == "king@example.com").count();
    assert_eq!(links, 7);
    system.check().await;
}

#[tokio::test]
async fn no_new_link_is_offered_nor_mailed_while_the_account_is_blocked() {
    let system = LocalSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    let renamed = okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    okta.unassign(&renamed).await.expect(200);
    system.advance(WEEK + SignedDuration::from_mins(1)).await;
    let before = system.snapshot().await;
    for page in
        [visitor.open(&link).await, visitor.confirm(&link).await, visitor.ask_for_new_link(&link).await]
    {
        let expired = page.expect(410, "who look after accounts");
        assert!(!expired.has_button("Send a new link"), "{expired}");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    okta.reactivate(&renamed).await.expect(200);
    assert_eq!(system.mails().await.len(), 2, "of the rename");
    visitor.ask_for_new_link(&link).await.expect(200, "king@example.com");
    visitor.confirm(&system.link_for("king@example.com").await).await.expect(200, "king@example.com");
    system.check().await;
}

#[tokio::test]
async fn a_rename_that_is_taken_back_before_the_mail_leaves_sends_none() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    system.set_away(Service::Stream, true).await;
    let ada = okta.assign("ada@example.com").await;
    let renamed = okta.rename(&ada, "king@example.com").await;
    okta.rename(&renamed, "ada@example.com").await.answer.expect(200);
    system.set_away(Service::Stream, false).await;
    assert_eq!(system.mails().await, []);
    system.check().await;
}

#[tokio::test]
async fn an_address_that_takes_no_mail_shows_on_the_account_and_holds_up_nobody() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let (ada, bob) = (okta.assign("ada@example.com").await, okta.assign("bob@example.com").await);
    let renamed = okta.rename(&ada, "ada@refused.example").await;
    okta.rename(&bob, "bobby@example.com").await;
    system.link_for("bobby@example.com").await;
    let refused = read(&system, &ada.id).await;
    assert!(account(&refused)["emailChange"]["undeliverableAt"].is_string(), "{refused}");
    assert_ne!(refused.etag(), renamed.answer.etag(), "a directory can see it");
    let renamed = okta.rename(&renamed, "ada.king@example.com").await;
    assert!(account(&renamed.answer)["emailChange"]["undeliverableAt"].is_null(), "{}", renamed.answer);
    system.link_for("ada.king@example.com").await;
    system.check().await;
}

#[tokio::test]
async fn an_invitation_can_be_accepted_for_seven_days_from_when_it_was_mailed_last() {
    let system = LocalSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let old = system.link_for("ada@example.com").await;
    system.advance(WEEK - SignedDuration::from_mins(1)).await;
    visitor.open(&old).await.expect(200, "Accept the invitation");
    system.advance(SignedDuration::from_mins(2)).await;
    let expired = visitor.open(&old).await.expect(410, "send the invitation again");
    assert!(!expired.html.contains("<button"), "{expired}");
    visitor.accept(&old).await.expect(410, "has expired");
    assert!(!system.user(&ada.id).await.has_accepted());

    system.change_user(&ada.id, |user, now| user.invited_again(Actor::Admin, now).unwrap()).await;
    let new = system.link_for("ada@example.com").await;
    visitor.accept(&old).await.expect(410, "has expired");
    visitor.accept(&new).await.expect(200, "accepted");
    visitor.open(&old).await.expect(200, "already accepted");
    system.check().await;
}

#[tokio::test]
async fn a_click_that_accepts_costs_three_calls_and_a_look_two() {
    let system = LocalSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    system.invite(&ada.id, "Acme GmbH").await;
    let link = system.link_for("ada@example.com").await;
    assert_eq!(visitor.open(&link).await.cost().calls, 2);
    assert_eq!(visitor.accept(&link).await.cost().calls, 3);
    system.check().await;
}

#[tokio::test]
async fn a_click_costs_three_calls_and_a_look_two() {
    let system = LocalSystem::start().await;
    let (okta, visitor) = (system.okta(), Visitor::default());
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let link = system.link_for("king@example.com").await;
    assert_eq!(visitor.open(&link).await.cost().calls, 2);
    assert_eq!(visitor.confirm(&link).await.cost().calls, 3);
    system.check().await;
}

#[tokio::test]
async fn the_end_of_an_invitation_is_told_once_each_time() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let (ada, bob, eve) = (
        okta.assign("ada@example.com").await,
        okta.assign("bob@example.com").await,
        okta.assign("eve@example.com").await,
    );
    for person in [&ada, &bob, &eve] {
        system.invite(&person.id, "Acme GmbH").await;
    }
    let expired = async |id: &str| {
        let events = system.events().await;
        let of =
            |event: &&Event| event.detail_type == "user.invitation_expired" && event.detail["userId"] == id;
        events.iter().filter(of).count()
    };
    Visitor::default().accept(&system.link_for("eve@example.com").await).await.expect(200, "accepted");
    okta.unassign(&bob).await.expect(200);
    system.advance(WEEK - SignedDuration::from_mins(5)).await;
    assert_eq!(expired(&ada.id).await, 0, "not yet");
    system.advance(SignedDuration::from_mins(25)).await;
    system.advance(DAY).await;
    assert_eq!((expired(&ada.id).await, expired(&bob.id).await, expired(&eve.id).await), (1, 0, 0));
    let history = people.get(&format!("/users/{}/history", ada.id)).await.expect(200);
    assert!(history.body.to_string().contains("expiredAt"), "{history}");

    okta.reactivate(&bob).await.expect(200);
    people.post(&format!("/users/{}/invitation/resend", ada.id), &json!({})).await.expect(200);
    system.advance(DAY).await;
    assert_eq!(
        (expired(&ada.id).await, expired(&bob.id).await),
        (1, 1),
        "and of who was blocked, once they are back"
    );
    system.advance(WEEK).await;
    assert_eq!((expired(&ada.id).await, expired(&bob.id).await), (2, 1), "sent again, it expires again");
    assert!(system.snapshot().await.is_settled());
    system.check().await;
}
