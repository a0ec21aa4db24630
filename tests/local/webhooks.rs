//! What happens is sent to the operator's webhooks: signed, in order, until it is taken, and for three days.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::store::{Store, StoreError, meter};
use rollcall_local::faults::Service;
use rollcall_rules::oauth::Reach;
use rollcall_rules::webhook::WebhookSecret;
use rollcall_rules::webhook::delivery::{Delivery, Failure};
use rollcall_rules::webhook::endpoint::{Webhook, WebhookId, Webhooks};
use rollcall_tests::LocalSystem;
use rollcall_tests::broken::at_every_call;
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::json_schema::violations;
use rollcall_tests::receiver::{Answers, Receiver};
use rollcall_webhook::{Report, Sender};
use serde_json::{Value, json};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn webhook(system: &LocalSystem, receiver: &Receiver) -> Webhook {
    system.add_webhook(receiver.url(), &[]).await
}

/// A system with a webhook of all events, whose receiver answers this.
async fn with_webhook(answers: Answers) -> (LocalSystem, Receiver, Webhook) {
    let (system, receiver) = (LocalSystem::start().await, Receiver::start(answers).await);
    let webhook = webhook(&system, &receiver).await;
    (system, receiver, webhook)
}

/// The same, of a receiver that takes everything. Nothing is sent to it but by the runs of the test.
async fn with_idle_webhook() -> (LocalSystem, Receiver) {
    let (system, receiver, _) = with_webhook(Answers::Taken).await;
    system.set_away(Service::Webhook, true).await;
    (system, receiver)
}

/// Ends a test of [`with_idle_webhook`].
async fn check_idle(system: LocalSystem) {
    system.set_away(Service::Webhook, false).await;
    system.check().await;
}

/// The deliveries that stopped, or wait for another try.
async fn untaken(system: &LocalSystem) -> Vec<Delivery> {
    let pending = system.store().pending_deliveries().await.unwrap();
    pending.into_iter().filter(Delivery::is_in_trouble).collect()
}

fn sender(store: Store, now: Timestamp, reach: Reach) -> Sender {
    Sender::new(store, Arc::new(StoppedClock(now)), reach)
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

/// The whole feed.
async fn feed(system: &LocalSystem) -> Vec<Value> {
    let (mut events, mut path) = (Vec::new(), "/events?limit=200".to_owned());
    loop {
        let page = system.people().get(&path).await.expect(200);
        events.extend(page["events"].as_array().unwrap().iter().cloned());
        if page["more"] == false {
            return events;
        }
        path = format!("/events?limit=200&after={}", page["next"].as_str().unwrap());
    }
}

#[tokio::test]
async fn what_happens_from_then_on_is_sent_signed_in_order_and_once() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    okta.assign("before@example.com").await;
    system.settle().await;
    let receiver = Receiver::start(Answers::Taken).await;
    system.advance(SECOND).await;
    let webhook = webhook(&system, &receiver).await;
    let ada = okta.assign("ada@example.com").await;
    let ada = okta.rename(&ada, "king@example.com").await;
    okta.unassign(&ada).await.expect(200);
    system.settle().await;

    let taken = receiver.taken();
    assert_eq!(kinds(&taken), ["user.created", "user.user_name_changed", "user.deactivated"]);
    assert_eq!(taken, feed(&system).await[1..], "the body is the event of the feed");
    for delivered in receiver.delivered() {
        assert_eq!(delivered.headers["request"], "POST /hooks?from=rollcall HTTP/1.1");
        assert_eq!(delivered.headers["content-type"], "application/json");
        assert_eq!(delivered.headers["user-agent"], "rollcall");
        assert_eq!(delivered.id(), delivered.event()["id"]);
        assert!(delivered.is_signed_by(&webhook.secret.reveal()));
    }
    system.advance(HOUR).await;
    assert_eq!(receiver.delivered().len(), 3, "nothing is sent again");
    system.check().await;
}

#[tokio::test]
async fn a_receiver_that_fails_for_days_gets_everything_in_order_once_it_works() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let (broken, works) =
        (Receiver::start(Answers::Status(500)).await, Receiver::start(Answers::Taken).await);
    let failing = webhook(&system, &broken).await;
    webhook(&system, &works).await;
    let ada = okta.assign("ada@example.com").await;
    system.settle().await;
    system.advance(HOUR * 30).await;
    okta.rename(&ada, "king@example.com").await;
    okta.assign("bob@example.com").await;
    system.settle().await;
    assert_eq!(works.taken_ids().len(), 3, "another webhook does not wait");
    let first = broken.delivered()[0].id().to_owned();
    let tries = broken.delivered();
    assert!(tries.iter().all(|each| each.id() == first), "the next event waits for the first");
    assert!((28..40).contains(&tries.len()), "{} tries in thirty hours", tries.len());
    let [delivery] = untaken(&system).await.try_into().unwrap();
    let state = delivery.failing.unwrap();
    assert_eq!((state.failure, usize::try_from(state.tries)), (Failure::Status(500), Ok(tries.len())));
    assert_eq!((delivery.webhook, delivery.stopped_at), (failing.id, None));

    broken.answer(Answers::Taken);
    system.advance(HOUR * 2).await;
    assert_eq!(broken.taken_ids(), works.taken_ids());
    assert_eq!(untaken(&system).await, []);
    system.check().await;
}

#[tokio::test]
async fn after_three_days_it_stops_and_goes_on_where_it_stopped_when_the_operator_says_so() {
    let (system, receiver, webhook) = with_webhook(Answers::Status(503)).await;
    let okta = system.okta();
    okta.assign("ada@example.com").await;
    system.settle().await;
    system.advance(DAY * 3 - HOUR).await;
    assert_eq!(untaken(&system).await[0].stopped_at, None);
    system.advance(HOUR * 4).await;
    let [stopped] = untaken(&system).await.try_into().unwrap();
    assert!(stopped.stopped_at.is_some());
    let told = |events: Vec<Value>| -> Vec<Value> {
        events.into_iter().filter(|event| event["kind"] == "webhook.stopped").collect()
    };
    let [told_by_feed] = told(feed(&system).await).try_into().unwrap();
    let on_bus = system.events().await.into_iter().map(|event| event.detail).collect();
    assert_eq!(told(on_bus), std::slice::from_ref(&told_by_feed));
    let schema: Value = serde_json::from_str(include_str!("../../docs/events.schema.json")).unwrap();
    assert_eq!(violations(&schema, &told_by_feed), [""; 0], "{told_by_feed}");
    let failing = stopped.failing.as_ref().unwrap();
    let expected = json!({
        "id": webhook.id, "since": failing.since, "tries": failing.tries, "reason": "the receiver answers 503",
    });
    assert_eq!((&told_by_feed["webhook"], &told_by_feed["tenantId"]), (&expected, &json!("demo")));
    let tries = receiver.delivered().len();
    receiver.answer(Answers::Taken);
    okta.assign("bob@example.com").await;
    system.advance(DAY * 5).await;
    assert_eq!(receiver.delivered().len(), tries, "nobody is asked any more");

    let other = WebhookId::new(entropy::new_id());
    let now = system.now().await;
    assert_eq!(system.store().resume_deliveries(&other, None, now).await.unwrap(), 0);
    assert_eq!(system.store().resume_deliveries(&webhook.id, None, now).await.unwrap(), 1);
    system.advance(MINUTE).await;
    let of_people: Vec<Value> =
        receiver.taken().into_iter().filter(|event| event["userId"].is_string()).collect();
    assert_eq!(kinds(&of_people), ["user.created", "user.created"]);
    assert_eq!(untaken(&system).await, []);
    system.check().await;
}

#[tokio::test]
async fn what_is_no_success_is_a_failure_of_which_the_operator_is_told() {
    let system = LocalSystem::start().await;
    let elsewhere = Receiver::start(Answers::Taken).await;
    let okta = system.okta();
    for (number, (answers, failure)) in [
        (Answers::With(302, "location", elsewhere.url().to_owned()), Failure::Status(302)),
        (Answers::Status(404), Failure::Status(404)),
        (Answers::End, Failure::NoAnswer),
    ]
    .into_iter()
    .enumerate()
    {
        let receiver = Receiver::start(answers).await;
        let webhook = webhook(&system, &receiver).await;
        okta.assign(format!("person{number}@example.com").as_str()).await;
        system.settle().await;
        let [failed] = untaken(&system).await.try_into().unwrap();
        assert_eq!(failed.failing.unwrap().failure, failure);
        let remove = |webhooks: &mut Webhooks| Ok::<_, StoreError>(webhooks.remove(&webhook.id));
        assert!(system.store().change_webhooks(remove).await.unwrap().1);
        system.advance(HOUR * 2).await;
        assert_eq!(untaken(&system).await, [], "a run gives up what belongs to a webhook that is gone");
    }
    assert_eq!(elsewhere.delivered(), [], "no redirect is followed");
    system.check().await;
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_is_given_ten_seconds() {
    let (system, receiver, _) = with_webhook(Answers::Nothing).await;
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    let [failed] = untaken(&system).await.try_into().unwrap();
    assert_eq!(failed.failing.unwrap().failure, Failure::Late);
    receiver.answer(Answers::Taken);
    system.advance(MINUTE * 2).await;
    assert_eq!(receiver.taken_ids().len(), 1);
    system.check().await;
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_not_asked_again() {
    let (system, receiver, _) = with_webhook(Answers::Status(410)).await;
    system.okta().assign("ada@example.com").await;
    system.advance(DAY).await;
    assert_eq!(receiver.delivered().len(), 1);
    let [stopped] = untaken(&system).await.try_into().unwrap();
    assert!(stopped.stopped_at.is_some());
    system.check().await;
}

#[tokio::test]
async fn a_receiver_may_ask_to_be_left_alone_for_a_while() {
    let (system, receiver, _) = with_webhook(Answers::With(429, "retry-after", "1800".to_owned())).await;
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    receiver.answer(Answers::Taken);
    system.advance(MINUTE * 29).await;
    assert_eq!(receiver.delivered().len(), 1);
    system.advance(MINUTE * 10).await;
    assert_eq!(receiver.taken_ids().len(), 1);
    system.check().await;
}

#[tokio::test]
async fn a_webhook_gets_the_kinds_that_it_asks_for() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let receiver = Receiver::start(Answers::Taken).await;
    system.add_webhook(receiver.url(), &["user.deactivated", "user.deleted"]).await;
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    okta.assign("bob@example.com").await;
    system.advance(DAY * 15).await;
    assert_eq!(kinds(&receiver.taken()), ["user.deactivated", "user.deleted"]);
    system.check().await;
}

#[tokio::test]
async fn for_a_day_after_a_rotation_both_secrets_sign() {
    let (system, receiver, webhook) = with_webhook(Answers::Taken).await;
    let okta = system.okta();
    let (new, now) = (WebhookSecret::new(entropy::secret()), system.now().await);
    let rotate = |webhooks: &mut Webhooks| Ok::<_, StoreError>(webhooks.rotate(&webhook.id, &new, now));
    system.store().change_webhooks(rotate).await.unwrap();
    okta.assign("ada@example.com").await;
    system.advance(DAY + MINUTE).await;
    okta.assign("bob@example.com").await;
    system.settle().await;
    let [both, one] = receiver.delivered().try_into().unwrap();
    assert_eq!((both.signatures().len(), one.signatures().len()), (2, 1));
    assert!(both.is_signed_by(&webhook.secret.reveal()) && both.is_signed_by(&new.reveal()));
    assert!(!one.is_signed_by(&webhook.secret.reveal()) && one.is_signed_by(&new.reveal()));
    system.check().await;
}

/// What a product keeps of people that knows them by webhooks alone: which are active, by their ids. It has seen some events
/// before, and leaves them aside by their ids.
fn rebuilt(events: &[Value]) -> BTreeMap<String, (String, bool)> {
    let (mut all, mut seen, mut versions) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
    for event in events.iter().filter(|event| event["userId"].is_string()) {
        if !seen.insert(event["id"].as_str().unwrap().to_owned()) {
            continue;
        }
        let user = event["userId"].as_str().unwrap().to_owned();
        let version = event["version"].as_u64().unwrap();
        let before = versions.insert(user.clone(), version);
        assert!(before.is_none_or(|before| before <= version), "out of order: {event}");
        let name = event["user"]["userName"].as_str().unwrap().to_owned();
        all.insert(user, (name, event["user"]["active"] == true));
    }
    all
}

async fn in_the_table(system: &LocalSystem) -> BTreeMap<String, (String, bool)> {
    let users = system.people().get("/users?limit=200").await.expect(200);
    let user = |user: &Value| {
        let name = user["userName"].as_str().unwrap().to_owned();
        (user["id"].as_str().unwrap().to_owned(), (name, user["active"] == true))
    };
    users["users"].as_array().unwrap().iter().map(user).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_people_by_a_webhook_alone_that_often_fails_knows_them_as_they_are() {
    let (system, receiver, _) = with_webhook(Answers::EverySecond).await;
    system.disturb_stream(30);
    let caller = |name: &'static str| {
        let okta = system.okta();
        async move {
            for number in 0..8 {
                let ada = okta.assign(format!("{name}{number}@example.com").as_str()).await;
                let ada = okta.rename(&ada, &format!("{name}{number}@new.example.com")).await;
                if number % 2 == 0 {
                    okta.unassign(&ada).await.expect(200);
                }
            }
        }
    };
    join_all(["ada", "bob", "cleo"].map(caller)).await;
    system.disturb_stream(0);
    // Each event fails once, and the next waits for it.
    system.advance(HOUR * 4).await;
    let taken = receiver.taken_ids();
    assert_eq!(taken.len(), feed(&system).await.len());
    assert_eq!(rebuilt(&receiver.taken()), in_the_table(&system).await);
    system.check().await;
}

#[tokio::test]
async fn a_run_can_be_broken_off_at_every_call_and_the_next_sends_again_what_it_did_not_note() {
    let (system, receiver) = with_idle_webhook().await;
    at_every_call(8, async |broken, name| {
        let ada = system.okta().assign(format!("{name}@example.com").to_lowercase().as_str()).await;
        system.okta().unassign(&ada).await.expect(200);
        system.settle().await;
        let now = system.now().await;
        let one = sender(broken.store(system.table()), now, Reach::Loopback);
        // It may not even have found out what is due.
        let _ = one.run(None).await;
        system.table().snapshot().await.check_consistency();
        let next = sender(system.store(), now + MINUTE * 2, Reach::Loopback);
        next.run(None).await.unwrap();
        let again = sender(system.store(), now + MINUTE * 4, Reach::Loopback);
        assert_eq!(again.run(None).await.unwrap(), Report::default(), "nothing is left");
    })
    .await;
    let (feed, taken) = (feed(&system).await, receiver.taken_ids());
    let in_feed: Vec<&str> = feed.iter().map(|event| event["id"].as_str().unwrap()).collect();
    let mut seen = BTreeSet::new();
    let first: Vec<&str> = taken.iter().map(String::as_str).filter(|id| seen.insert(*id)).collect();
    assert_eq!(first, in_feed, "each arrives, and in order");
    assert_eq!(rebuilt(&receiver.taken()), in_the_table(&system).await);
    check_idle(system).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_that_overlap_send_nothing_twice() {
    let (system, receiver) = with_idle_webhook().await;
    for number in 0..12 {
        system.okta().assign(format!("person{number}@example.com").as_str()).await;
    }
    system.settle().await;
    let now = system.now().await;
    let runs: Vec<_> = (0..4).map(|_| sender(system.store(), now, Reach::Loopback)).collect();
    let reports = join_all(runs.iter().map(|run| run.run(None))).await;
    let sent: usize = reports.into_iter().map(|report| report.unwrap().sent).sum();
    assert_eq!((sent, receiver.delivered().len()), (12, 12));
    check_idle(system).await;
}

#[tokio::test]
async fn what_a_run_has_no_time_for_is_left_to_the_next() {
    let (system, receiver) = with_idle_webhook().await;
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    let now = system.now().await;
    let late = sender(system.store(), now, Reach::Loopback).run(Some(now + SECOND * 20)).await.unwrap();
    assert_eq!((late, receiver.delivered().len()), (Report::default(), 0));
    let next = sender(system.store(), now, Reach::Loopback).run(Some(now + MINUTE)).await.unwrap();
    assert_eq!(next.sent, 1);
    check_idle(system).await;
}

#[tokio::test]
async fn a_deployed_sender_reaches_no_inside() {
    let (system, receiver) = with_idle_webhook().await;
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    let now = system.now().await;
    let report = sender(system.store(), now, Reach::Internet).run(None).await.unwrap();
    assert_eq!((report.sent, report.failed, receiver.delivered().len()), (0, 1, 0));
    assert_eq!(untaken(&system).await[0].failing.as_ref().unwrap().failure, Failure::Inside);
    check_idle(system).await;
}

#[tokio::test]
async fn without_webhooks_nothing_is_due_and_with_some_each_event_costs_few_calls() {
    let system = LocalSystem::start().await;
    system.okta().assign("ada@example.com").await;
    system.settle().await;
    assert_eq!(system.store().webhooks_due(system.now().await).await.unwrap(), []);
    let receiver = Receiver::start(Answers::Taken).await;
    system.advance(SECOND).await;
    webhook(&system, &receiver).await;
    system.set_away(Service::Webhook, true).await;
    for number in 0..30 {
        system.okta().assign(format!("person{number}@example.com").as_str()).await;
    }
    system.settle().await;
    let now = system.now().await;
    let all = sender(system.store(), now, Reach::Loopback);
    let (report, usage) = meter::metered(all.run(None)).await;
    assert_eq!(report.unwrap().sent, 30);
    assert!(usage.calls <= 16, "{} calls", usage.calls);
    check_idle(system).await;
}
