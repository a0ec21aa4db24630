//! Administrators are told before their directory can no longer connect, once, by a clock that is moved; and whatever breaks
//! off, each mail leaves once and each event at least once.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::{Store, StoreError};
use rollcall_events::{EventBus, PublishError};
use rollcall_local::faults::Service;
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_outbox::{MAILS_PER_TENANT_AND_HOUR, Outbox, StreamEvent};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::admission::Admitted;
use rollcall_rules::events::Event;
use rollcall_rules::mail_limit::RecentMails;
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::{AdministratorId, NewAdministrator};
use rollcall_rules::tenant::{Plan, TenantId};
use rollcall_rules::token::Scope;
use rollcall_tests::admin::Admin;
use rollcall_tests::broken::at_every_call;
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::json_schema::violations;
use rollcall_tests::keys::{AUDIENCE, KeysShown, Shows, Signer, claims, form};
use rollcall_tests::{LocalSystem, Visitor};
use serde_json::{Value, json};
use uuid::Uuid;

use super::outbox::{Nothing, store};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

async fn tenant(system: &LocalSystem) -> Admitted {
    let id = TenantId::parse(&system.demo().id).unwrap();
    Admitted::by_role(store(system).tenant(&id).await.unwrap().unwrap())
}

/// Adds an address by the API, and confirms it by the link that is mailed to it.
async fn administrator(system: &LocalSystem, address: &str) {
    system.people().post("/administrators", &json!({ "address": address })).await.expect(201);
    let link = system.link_for(address).await;
    Visitor::default().confirm(&link).await.expect(200, "confirmed");
}

/// Subjects of the mails to an address, the oldest first.
async fn subjects(system: &LocalSystem, address: &str) -> Vec<String> {
    let mails = system.mails().await.into_iter().rev();
    mails.filter(|mail| mail.to == address).map(|mail| mail.subject).collect()
}

/// The kinds of notices that were announced, each once, as described.
async fn announced(system: &LocalSystem) -> Vec<(String, Value)> {
    let schema: Value = serde_json::from_str(include_str!("../../docs/events.schema.json")).unwrap();
    let mut told: Vec<(String, Value)> = Vec::new();
    for event in system.notices().await {
        assert_eq!(violations(&schema, &event.detail), [""; 0], "{event:?}");
        if told.iter().all(|(_, known)| known["id"] != event.detail["id"]) {
            told.push((event.detail_type.clone(), event.detail));
        }
    }
    told
}

#[tokio::test]
async fn a_confirmed_address_is_told_thirty_fourteen_and_three_days_before_a_token_ends() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    system.people().post("/administrators", &json!({ "address": "bob@example.com" })).await.expect(201);
    system.configure(|tenant| tenant.tokens.retain(|token| token.scope == Scope::People)).await;
    let token = system.issue_token(Some(days(40))).await;
    let told = async |system: &LocalSystem| {
        let told: Vec<_> =
            announced(system).await.into_iter().map(|(_, detail)| detail["days"].clone()).collect();
        assert_eq!(subjects(system, "ada@example.com").await.len(), told.len() + 1, "a mail for each");
        told
    };
    system.advance(days(10) - HOUR).await;
    assert_eq!(told(&system).await, [""; 0]);
    for (wait, expected) in [
        (HOUR, &[30][..]),
        (days(16) - HOUR, &[30]),
        (HOUR, &[30, 14]),
        (days(11) - HOUR, &[30, 14]),
        (HOUR, &[30, 14, 3]),
        (days(20), &[30, 14, 3]),
    ] {
        system.advance(wait).await;
        assert_eq!(told(&system).await, expected);
    }
    let (kind, detail) = announced(&system).await.remove(0);
    assert_eq!(
        (kind.as_str(), detail["credential"]["id"].as_str()),
        ("credential.expiring", Some(&*token.id))
    );
    assert_eq!(detail["credential"]["type"], "token");
    let mail = system.mails().await.into_iter().next().unwrap();
    assert!(mail.to == "ada@example.com" && mail.text.contains(&token.id), "{}", mail.text);
    assert_eq!(
        subjects(&system, "bob@example.com").await.len(),
        1,
        "an address that is not confirmed gets its link alone"
    );
    system.check().await;
}

#[tokio::test]
async fn a_token_that_is_revoked_is_told_of_no_more() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    let token = system.issue_token(Some(days(40))).await;
    system.advance(days(12)).await;
    assert_eq!(announced(&system).await.len(), 1);
    system.revoke_token(&token.id).await;
    system.advance(days(29)).await;
    let expiring = announced(&system).await.into_iter().filter(|(kind, _)| kind == "credential.expiring");
    assert_eq!(expiring.count(), 1);
    system.check().await;
}

#[tokio::test]
async fn the_link_in_a_notice_removes_the_address_by_one_press() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    system.issue_token(Some(days(40))).await;
    system.advance(days(11)).await;
    let mail = system.mails().await.into_iter().next().unwrap();
    let link = mail.link();
    for _ in 0..2 {
        Visitor::default().open(&link).await.expect(200, "Stop these notices?");
    }
    let listed = async || system.people().get("/administrators").await.expect(200)["administrators"].clone();
    assert_eq!(listed().await.as_array().unwrap().len(), 1);
    Visitor::default().confirm(&link).await.expect(200, "removed");
    assert_eq!(listed().await, json!([]));
    Visitor::default().open(&link).await.expect(410, "not there any more");
    Visitor::default().confirm(&link).await.expect(410, "not there any more");
    let before = system.mails().await.len();
    system.advance(days(20)).await;
    assert_eq!(system.mails().await.len(), before);
    system.check().await;
}

#[tokio::test]
async fn silence_is_told_of_once_until_the_directory_is_heard_of_again() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    system.advance(days(30)).await;
    assert_eq!(announced(&system).await, [], "a directory that never asked");
    system.scim().get("/Users").await.expect(200);
    system.advance(days(14) - HOUR).await;
    assert_eq!(announced(&system).await, []);
    system.advance(2 * HOUR).await;
    let silent =
        async || announced(&system).await.into_iter().filter(|(kind, _)| kind == "directory.silent").count();
    assert_eq!(silent().await, 1);
    system.advance(days(40)).await;
    assert_eq!(silent().await, 1, "once");
    system.scim().get("/Users").await.expect(200);
    system.advance(days(30)).await;
    assert_eq!(silent().await, 2, "and again, after it was heard of");
    system.people().patch("/notices", &json!({ "silenceAfterDays": 0 })).await.expect(200);
    system.scim().get("/Users").await.expect(200);
    system.advance(days(60)).await;
    assert_eq!(silent().await, 2, "switched off");
    assert_eq!(subjects(&system, "ada@example.com").await.len(), 3);
    system.check().await;
}

#[tokio::test]
async fn refusals_that_go_on_are_told_of_once_and_a_stranger_causes_none() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    let revoked = system.issue_token(None).await;
    system.revoke_token(&revoked.id).await;
    let stranger = system.scim().with_token(format!("rc_{}_{}", system.demo().id, "0".repeat(64)));
    let ended = system.scim().with_token(revoked.token.as_str());
    for _ in 0..20 {
        stranger.get("/Users").await.expect(401);
        system.scim().get("/Users").await.expect(200);
        ended.get("/Users").await.expect(401);
        system.advance(3 * HOUR).await;
    }
    let told = announced(&system).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "directory.refused");
    assert_eq!(told[0].1["refused"]["token"].as_str(), Some(&*revoked.id));
    assert_eq!(subjects(&system, "ada@example.com").await.len(), 2);
    system.check().await;
}

#[tokio::test]
async fn a_client_that_gets_no_token_is_told_of_once_and_a_stranger_in_its_name_causes_none() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    let (signer, stranger) = (Signer::ec("key"), Signer::other_ec("key"));
    let keys = KeysShown::start(Shows::keys(&[&signer])).await;
    let (client, other) =
        (system.asserting_client(keys.url()).await, system.asserting_client(keys.url()).await);
    let asks = async |client: &str, signer: &Signer, audience: &str| {
        let now = system.now().await;
        let mut claims = claims(now, &now.to_string());
        claims["aud"] = json!(audience);
        system.oauth().form(&form(client, &signer.sign(&claims))).await
    };
    let go_on_for_two_days = async || {
        for _ in 0..16 {
            asks(&client, &signer, "api://another").await.expect_oauth_error(401, "invalid_client", "");
            asks(&other, &stranger, AUDIENCE).await.expect_oauth_error(401, "invalid_client", "");
            system.advance(3 * HOUR).await;
        }
    };
    go_on_for_two_days().await;
    let told = announced(&system).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let refused = &told[0].1["refused"];
    assert_eq!(
        (&refused["reason"], &refused["clientId"], &refused["fault"]),
        (&json!("client"), &json!(client), &json!("audience"))
    );
    assert_eq!(subjects(&system, "ada@example.com").await.len(), 2, "the address, and this");

    asks(&client, &signer, AUDIENCE).await.expect(200);
    system.advance(HOUR).await;
    go_on_for_two_days().await;
    assert_eq!(announced(&system).await.len(), 2, "and again, after it got one");
    system.check().await;
}

#[tokio::test]
async fn a_directory_that_goes_on_after_the_plan_has_ended_is_told_of() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    for _ in 0..10 {
        system.scim().get("/Users").await.expect(403);
        system.advance(5 * HOUR).await;
    }
    let told = announced(&system).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].1["refused"]["reason"], "plan");
    system.check().await;
}

#[tokio::test]
async fn a_notice_outlasts_a_mail_service_and_a_stream_that_are_away() {
    let system = LocalSystem::start().await;
    administrator(&system, "ada@example.com").await;
    system.issue_token(Some(days(40))).await;
    system.advance(days(10) - HOUR).await;
    system.set_away(Service::Mail, true).await;
    system.set_away(Service::Stream, true).await;
    system.advance(6 * HOUR).await;
    assert_eq!(subjects(&system, "ada@example.com").await.len(), 1);
    system.set_away(Service::Mail, false).await;
    system.advance(HOUR).await;
    assert_eq!(subjects(&system, "ada@example.com").await.len(), 2);
    system.set_away(Service::Stream, false).await;
    system.check().await;
}

/// What left, and what was announced.
#[derive(Debug, Clone, Default)]
struct Post {
    sent: Arc<Mutex<Vec<String>>>,
    published: Arc<Mutex<Vec<String>>>,
}

impl Mailer for Post {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.sent.lock().unwrap().push(mail.to.as_str().to_owned());
        Ok(())
    }
}

impl EventBus for Post {
    async fn publish(&self, events: &[Event]) -> Result<(), PublishError> {
        self.published.lock().unwrap().extend(events.iter().map(|event| event.id.clone()));
        Ok(())
    }
}

fn outbox(system: &LocalSystem, post: &Post, store: Store, now: Timestamp) -> Outbox<Post, Nothing, Post> {
    let (clock, url) = (Arc::new(StoppedClock(now)), system.base_url().to_owned());
    Outbox::new(store, post.clone(), Nothing, post.clone(), clock, url, MAILS_PER_TENANT_AND_HOUR)
}

/// The record of the stream that brings the notices as they are now.
async fn told_by_the_stream(system: &LocalSystem) -> StreamEvent {
    let partition = AttributeValue::S(format!("T#{}#W", system.demo().id));
    let mut items = system.table().items().await.into_iter();
    let item = items.find(|item| item.get("pk") == Some(&partition)).unwrap();
    let change = json!({ "SequenceNumber": "1", "NewImage": serde_dynamo::Item::from(item) });
    serde_json::from_value(json!({ "Records": [{ "dynamodb": change }] })).unwrap()
}

#[tokio::test]
async fn a_notice_that_breaks_off_anywhere_is_mailed_once_and_announced() {
    let system = LocalSystem::start().await;
    system.settle().await;
    system.set_away(Service::Stream, true).await;
    system.set_away(Service::Mail, true).await;
    let number = Mutex::new(0);
    at_every_call(7, async |broken, name| {
        let attempt = {
            let mut number = number.lock().unwrap();
            *number += 1;
            *number
        };
        let (now, address) = (system.now().await, format!("{}@example.com", name.to_lowercase()));
        let admin = Admin::new(system.table(), now - days(40));
        let token = admin.issue_token(&system.demo().id, Scope::Scim, Some(now + days(2))).await;
        let id = AdministratorId::new(Uuid::from_u128(attempt));
        let new = NewAdministrator {
            id,
            address: EmailAddress::parse(&address).unwrap(),
            language: None,
            added_by: None,
        };
        let add = |notices: &Notices| {
            let administrators = Vec::new();
            // The limit of a day's mails is no part of this.
            let recent_mails = RecentMails::default();
            let mut notices = Notices { administrators, recent_mails, look_at: now, ..notices.clone() };
            notices = notices.with_administrator(&new, now).unwrap().confirmed(id, now);
            Ok::<_, StoreError>(notices)
        };
        store(&system).change_notices(&tenant(&system).await, now, add).await.unwrap();
        let post = Post::default();
        let event = told_by_the_stream(&system).await;
        outbox(&system, &post, broken.store(system.table()), now).handle(event).await;
        let later = now + SignedDuration::from_mins(15);
        outbox(&system, &post, store(&system), later).sweep(None).await.unwrap();
        assert_eq!(*post.sent.lock().unwrap(), [address], "{name}: the mail once");
        let mut published = post.published.lock().unwrap().clone();
        assert!((1..=2).contains(&published.len()), "{name}: {published:?}");
        published.dedup();
        assert_eq!(published.len(), 1, "{name}: one event");
        let after = store(&system).notices(&tenant(&system).await).await.unwrap().unwrap();
        assert!(after.owed.is_empty() && after.owed_from.is_none(), "{name}: {after:?}");
        system.revoke_token(&token.id).await;
    })
    .await;
    system.check().await;
}

#[tokio::test]
async fn a_tenant_of_an_earlier_version_is_looked_after_within_the_hour() {
    let system = LocalSystem::start().await;
    system.settle().await;
    let id = TenantId::parse(&system.demo().id).unwrap();
    system.set_away(Service::Stream, true).await;
    system.configure(|tenant| tenant.watched = false).await;
    let partition = AttributeValue::S(format!("T#{id}#W"));
    let items = system.table().items().await.into_iter().filter(|item| item.get("pk") == Some(&partition));
    system.table().delete(&items.collect::<Vec<_>>()).await;
    system.advance(HOUR).await;
    assert!(store(&system).notices(&tenant(&system).await).await.unwrap().is_some());
    assert!(tenant(&system).await.watched);
    system.set_away(Service::Stream, false).await;
    system.check().await;
}
