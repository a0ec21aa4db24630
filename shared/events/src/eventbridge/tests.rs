//! `EventBridge` is played by a server on loopback: what we send is read, and what it answers is told apart.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_eventbridge::config::BehaviorVersion;
use aws_types::region::Region;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use super::*;
use rollcall_rules::address::{EmailAddress, MAX_LEN};
use rollcall_rules::effects::{Effect, effects};
use rollcall_rules::entity::{EntityId, EntityName, MAX_NAME_CHARS};
use rollcall_rules::events::EventKind;
use rollcall_rules::invitation::{CardAccess, NewInvitation};
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, User, UserId};

const TAKEN: &str = r#"{"EventId":"1"}"#;
const THROTTLED: &str = r#"{"ErrorCode":"ThrottlingException","ErrorMessage":"ada@example.com"}"#;

/// The creations of so many people, and of the first of them a deletion at the end.
fn events(people: usize) -> Vec<Event> {
    let now = "2026-03-02T09:30:00Z".parse().unwrap();
    let person = |number: usize| {
        let email = EmailAddress::parse(&format!("person{number}@example.com")).unwrap();
        let id = UserId::new(Uuid::from_u128(u128::try_from(number).unwrap()));
        User::native(id, TenantId::parse("acme").unwrap(), email, now)
    };
    let first = person(0);
    let created = (0..people).map(person).flat_map(|user| effects(None, Some(&user)));
    let all = created.chain(effects(Some(&first), None));
    all.filter_map(|effect| if let Effect::Publish(event) = effect { Some(*event) } else { None }).collect()
}

fn bus(endpoint: String) -> EventBridgeBus {
    let settings = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "key", "secret", None, None, "test",
        )))
        .build();
    EventBridgeBus::new(&settings, "product".to_owned(), Some(endpoint))
}

/// Publishes to a server that gives these answers, one a call; tells how that ended and the entries of each call.
async fn published(events: &[Event], answers: Vec<String>) -> (Result<(), PublishError>, Vec<Vec<Value>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut calls = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            calls.push(read_entries(&mut stream).await);
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        calls
    });
    let outcome = bus(endpoint).publish(events).await;
    // Nothing comes that was not expected, nor is less asked than that.
    (outcome, server.await.unwrap())
}

fn answer(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn results(entries: &[&str]) -> String {
    let failed = entries.iter().filter(|entry| entry.contains("ErrorCode")).count();
    answer("200 OK", &format!(r#"{{"FailedEntryCount":{failed},"Entries":[{}]}}"#, entries.join(",")))
}

async fn read_entries(stream: &mut TcpStream) -> Vec<Value> {
    let mut request = Vec::new();
    loop {
        assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0, "the request ended early");
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.to_lowercase().contains("x-amz-target: awsevents.putevents"), "{head}");
        if let Ok(mut body) = serde_json::from_str::<Value>(body) {
            return serde_json::from_value(body["Entries"].take()).unwrap();
        }
    }
}

fn ids(entries: &[Value]) -> Vec<String> {
    let detail = |entry: &Value| serde_json::from_str::<Value>(entry["Detail"].as_str().unwrap()).unwrap();
    entries.iter().map(|entry| detail(entry)["id"].as_str().unwrap().to_owned()).collect()
}

fn ids_of(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| event.id.clone()).collect()
}

#[tokio::test]
async fn an_event_is_an_entry_for_the_bus_with_its_json_as_detail() {
    let created = &events(1)[..1];
    let (outcome, calls) = published(created, vec![results(&[TAKEN])]).await;
    outcome.unwrap();
    let [entry] = &calls[0][..] else { panic!("{calls:?}") };
    assert_eq!(
        *entry,
        json!({
            "Time": 1_772_443_800,
            "Source": "rollcall",
            "DetailType": "user.created",
            "Detail": serde_json::to_string(&created[0]).unwrap(),
            "EventBusName": "product",
        })
    );
}

#[tokio::test]
async fn many_go_in_calls_of_ten_in_order() {
    let events = events(24);
    let (ten, five) = (results(&[TAKEN; 10]), results(&[TAKEN; 5]));
    let (outcome, calls) = published(&events, vec![ten.clone(), ten, five]).await;
    outcome.unwrap();
    assert_eq!(ids(&calls.concat()), ids_of(&events));
}

#[tokio::test]
async fn one_that_is_not_taken_holds_back_what_comes_later_of_its_person_and_nobody_else() {
    let events = events(12);
    let mut first = [TAKEN; 10];
    first[0] = THROTTLED;
    let (outcome, calls) = published(&events, vec![results(&first), results(&[TAKEN; 2])]).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.places, BTreeSet::from([0, 12]));
    assert_eq!(
        format!("{error}: {}", error.source),
        "the bus did not take 2 of the events: EventBridge says ThrottlingException"
    );
    assert!(!format!("{error:?}").contains('@'), "{error:?}");
    assert_eq!(ids(&calls[1]), ids_of(&events[10..12]));
}

#[tokio::test]
async fn one_of_which_nothing_is_said_was_not_taken() {
    let (outcome, _) = published(&events(2)[..2], vec![results(&[TAKEN])]).await;
    assert_eq!(outcome.unwrap_err().places, BTreeSet::from([1]));
}

#[tokio::test]
async fn a_call_that_is_refused_ends_it_and_names_nobody() {
    let head = "400 Bad Request\r\nx-amzn-errortype: AccessDeniedException";
    let refused = answer(head, r#"{"message":"person1@example.com"}"#);
    let (outcome, calls) = published(&events(24), vec![results(&[TAKEN; 10]), refused]).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.places.len(), error.places.first()), (15, Some(&10)));
    assert_eq!(error.source.to_string(), "EventBridge says AccessDeniedException");
    assert!(!format!("{error:?}").contains('@'), "{error:?}");
    assert_eq!(calls.len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_none_names_nobody() {
    let (outcome, _) = published(&events(1)[..1], vec![answer("200 OK", "ada@example.com")]).await;
    let error = outcome.unwrap_err();
    assert!(!format!("{error:?}").contains('@'), "{error:?}");
}

#[test]
fn ten_of_the_largest_fit_into_a_call() {
    let now = "2026-03-02T09:30:00Z".parse().unwrap();
    let longest = |domain: &str| format!("{}@{domain}", "a".repeat(MAX_LEN - domain.len() - 1));
    let address = longest(&format!("{0}.{0}.{0}.example", "d".repeat(60)));
    let email = EmailAddress::parse(&address).unwrap();
    let user =
        User::native(UserId::new(Uuid::from_u128(1)), TenantId::parse("acme").unwrap(), email.clone(), now);
    let new = NewInvitation {
        id: Uuid::from_u128(2),
        entity: EntityId::new(Uuid::from_u128(3)),
        entity_name: EntityName::parse(&"\u{1F600}".repeat(MAX_NAME_CHARS)).unwrap(),
        card_access: CardAccess::CardAndReimbursement,
        invited_by: None,
        link_lifetime: LINK_LIFETIME,
    };
    let user = user.invited(new, Actor::Admin, now).unwrap();
    let Some(Effect::Publish(event)) = effects(None, Some(&user)).into_iter().nth(1) else {
        panic!("no event")
    };
    let event = Event { previous_email: Some(email), ..*event };
    assert_eq!(event.kind, EventKind::Invited);
    assert!(event.invitation.is_some());
    let size = serde_json::to_string(&event).unwrap().len() + event.kind.as_str().len() + SOURCE.len() + 14;
    assert!(size * AT_A_TIME < 256 * 1024 / 4, "{size}");
}
