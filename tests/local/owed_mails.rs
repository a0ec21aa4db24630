//! No mail is lost, and none is sent twice unless the outbox dies between sending it and noting that.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::Store;
use rollcall_local::faults::Service;
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_outbox::{MAILS_PER_TENANT_AND_HOUR, Mails, Outbox, Report};
use rollcall_tests::broken::{Broken, at_every_call};
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::process::Process;
use rollcall_tests::{LocalSystem, Scim, Visitor};
use serde_json::json;

use super::outbox::{Nothing, store};

/// A thousand renames while the mail service is away for two days and the stream's records are lost: a sweep finds
/// what is owed once it is back.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_mails_outlast_two_days_without_a_mail_service() {
    const PEOPLE: usize = 1_000;
    let system = LocalSystem::start().await;
    let ids = system.seed(PEOPLE).await;
    system.settle().await;
    system.set_away(Service::Mail, true).await;
    system.set_away(Service::Stream, true).await;
    let chunks: Vec<_> = ids.chunks(PEOPLE / 16 + 1).map(<[String]>::to_vec).collect();
    let tasks = chunks.into_iter().map(|ids| {
        let scim = system.scim();
        tokio::spawn(async move {
            for id in ids {
                let operations =
                    json!([{ "op": "replace", "path": "userName", "value": format!("{id}@new.example.com") }]);
                scim.patch(&id, operations).await.expect(200);
            }
        })
    });
    for task in join_all(tasks).await {
        task.unwrap();
    }
    assert_eq!(system.mails().await, []);
    system.advance(SignedDuration::from_hours(48)).await;
    assert_eq!(system.mails().await, []);
    system.set_away(Service::Mail, false).await;
    system.advance(SignedDuration::from_mins(15)).await;

    let mails = system.mails().await;
    let mut sent: BTreeMap<&str, usize> = BTreeMap::new();
    for mail in &mails {
        *sent.entry(&mail.to).or_default() += 1;
    }
    assert_eq!(sent.len(), 2 * PEOPLE, "a link and a notice for everybody");
    assert!(sent.values().all(|times| *times == 1), "once each");
    let link = mails.iter().find(|mail| !mail.links().is_empty()).unwrap().link();
    system.advance(SignedDuration::from_hours(6 * 24 + 23)).await;
    Visitor::default().open(&link).await.expect(200, "Confirm");
    assert_eq!(system.mails().await.len(), 2 * PEOPLE, "nothing is owed any more");
    system.check().await;
}

#[tokio::test]
async fn a_mail_is_tried_again_by_the_next_sweep_after_the_service_is_back() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    system.set_away(Service::Mail, true).await;
    okta.rename(&ada, "king@example.com").await.answer.expect(200);
    assert_eq!(system.mails().await, []);
    system.advance(SignedDuration::from_hours(3)).await;
    system.set_away(Service::Mail, false).await;
    system.advance(SignedDuration::from_mins(30)).await;
    let to: Vec<_> = system.mails().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.com", "king@example.com"]);
    system.check().await;
}

/// What the directory is answered does not depend on anything but the table.
#[tokio::test]
async fn a_directory_notices_nothing_of_services_that_are_away() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    for service in [Service::Mail, Service::Scheduler, Service::Stream, Service::Purge] {
        system.set_away(service, true).await;
    }
    let ada = okta.assign("ada@example.com").await;
    let ada = okta.rename(&ada, "king@example.com").await;
    okta.unassign(&ada).await.expect(200);
    okta.reactivate(&ada).await.expect(200);
    for service in [Service::Mail, Service::Scheduler, Service::Stream, Service::Purge] {
        system.set_away(service, false).await;
    }
    system.advance(SignedDuration::from_mins(30)).await;
    system.link_for("king@example.com").await;
    system.check().await;
}

#[tokio::test]
async fn a_mail_that_was_owed_when_the_process_was_killed_leaves_when_it_is_back() {
    let data_dir = tempfile::tempdir().unwrap();
    let mut first = Process::start(data_dir.path()).await;
    let okta = first.okta();
    let mut people = Vec::new();
    for number in 0..20 {
        people.push(okta.assign(format!("old{number}@example.com").as_str()).await);
    }
    for (number, person) in people.iter().enumerate() {
        okta.rename(person, &format!("new{number}@example.com")).await.answer.expect(200);
    }
    // In the middle of sending, as the mailbox tells; what it held goes with the process.
    let before = first.mails().await;
    first.kill();
    let second = Process::start(data_dir.path()).await;
    // What was claimed when it was killed is claimed again five minutes later.
    second.advance(SignedDuration::from_mins(15)).await;
    let after = second.mails().await;
    let got = |address: &String| before.iter().chain(&after).any(|mail| mail.to == *address);
    let without: Vec<_> =
        (0..20).map(|number| format!("new{number}@example.com")).filter(|address| !got(address)).collect();
    // What left between the look into the mailbox and the end is not seen: it is what can be under way at a time.
    assert!(without.len() <= 8, "no mail to {without:?}");
    let snapshot = second.table().snapshot().await;
    snapshot.check_consistency();
    assert!(snapshot.is_settled(), "somebody is owed a mail still");
}

/// A mail service that remembers, and works unless it is away.
#[derive(Debug, Clone, Default)]
pub(super) struct Post {
    pub(super) sent: Arc<Mutex<Vec<String>>>,
    pub(super) away: Arc<AtomicBool>,
}

impl Mailer for Post {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if self.away.load(Ordering::Relaxed) {
            return Err(MailError::Unavailable { source: "away".into() });
        }
        self.sent.lock().unwrap().push(mail.to.as_str().to_owned());
        Ok(())
    }
}

/// An outbox past the system's own, at a moment.
fn outbox(system: &LocalSystem, post: &Post, store: Store, at: Timestamp) -> Outbox<Post, Nothing, Nothing> {
    Outbox::new(
        store,
        post.clone(),
        Nothing,
        Nothing,
        Arc::new(StoppedClock(at)),
        system.base_url().to_owned(),
        MAILS_PER_TENANT_AND_HOUR,
    )
}

/// A mail service that takes so many mails in a second and throttles the rest, as SES does.
#[derive(Debug, Clone)]
struct SlowPost {
    sent: Arc<Mutex<Vec<String>>>,
    second: Arc<Mutex<(std::time::Instant, usize)>>,
}

const A_SECOND: usize = 10;

impl Mailer for SlowPost {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let mut second = self.second.lock().unwrap();
        if second.0.elapsed() >= std::time::Duration::from_secs(1) {
            *second = (std::time::Instant::now(), 0);
        }
        second.1 += 1;
        if second.1 > A_SECOND {
            return Err(MailError::Throttled { source: "too many".into() });
        }
        self.sent.lock().unwrap().push(mail.to.as_str().to_owned());
        Ok(())
    }
}

/// Ending at the first mail that is too much would leave a customer's change of domain for days.
#[tokio::test]
async fn a_sweep_goes_on_at_the_pace_of_the_mail_service() {
    const PEOPLE: usize = 24;
    let system = LocalSystem::start().await;
    system.set_away(Service::Stream, true).await;
    let okta = system.okta();
    for number in 0..PEOPLE {
        let person = okta.assign(format!("old{number}@example.com").as_str()).await;
        okta.rename(&person, &format!("new{number}@example.com")).await.answer.expect(200);
    }
    let second = Arc::new(Mutex::new((std::time::Instant::now(), 0)));
    let post = SlowPost { sent: Arc::default(), second };
    let mut at = system.now().await;
    let mut sweep = async || {
        at += SignedDuration::from_mins(15);
        let clock = Arc::new(StoppedClock(at));
        let url = system.base_url().to_owned();
        let most = MAILS_PER_TENANT_AND_HOUR;
        let outbox = Outbox::new(store(&system), post.clone(), Nothing, Nothing, clock, url, most);
        outbox.sweep(None).await.unwrap()
    };
    let first: Report = sweep().await;
    assert_eq!(first.left, 0, "it looked at everybody");
    assert!(first.mails.sent > 2 * A_SECOND, "over seconds: {first:?}");
    while sweep().await.owed > 0 {}
    let mut sent = post.sent.lock().unwrap().clone();
    sent.sort();
    sent.dedup();
    assert_eq!((sent.len(), post.sent.lock().unwrap().len()), (2 * PEOPLE, 2 * PEOPLE), "each mail once");
    system.check().await;
}

/// What the alarm on mails goes by: it must not start anew with each try.
#[tokio::test]
async fn the_age_of_an_owed_mail_counts_from_the_change_and_not_from_the_last_try() {
    let (system, post) = (LocalSystem::start().await, Post::default());
    system.set_away(Service::Stream, true).await;
    let ada = system.okta().assign("ada@example.com").await;
    system.okta().rename(&ada, "king@example.com").await.answer.expect(200);
    let renamed = system.now().await;
    let sweep = async |minutes, deadline| {
        let at = renamed + SignedDuration::from_mins(minutes);
        let report: Report = outbox(&system, &post, store(&system), at).sweep(deadline).await.unwrap();
        (report.mails, report.owed_age.as_mins(), report.left)
    };
    post.away.store(true, Ordering::Relaxed);
    let failed = Mails { failed: 2, ..Mails::default() };
    assert_eq!(sweep(60, None).await, (failed, 60, 0));
    assert_eq!(sweep(75, None).await, (failed, 75, 0));
    // There is no time to look at the account, and the index knows only that it was to be tried again at 85.
    assert_eq!(sweep(90, Some(renamed)).await, (Mails::default(), 5, 1));
    post.away.store(false, Ordering::Relaxed);
    assert_eq!(sweep(105, None).await, (Mails { sent: 2, ..Mails::default() }, 0, 0));
    system.check().await;
}

/// The delivery is broken off at each call to the table, before it and after it; a later sweep goes on. Not even the
/// note that a mail was sent gets lost by a single failure: it is tried again.
#[tokio::test]
async fn a_delivery_that_breaks_off_anywhere_is_finished_by_a_later_sweep() {
    let system = LocalSystem::start().await;
    system.set_away(Service::Stream, true).await;
    system.set_away(Service::Mail, true).await;
    at_every_call(17, async |broken, name| break_off(&system, broken, name).await).await;
    system.check().await;
}

/// Somebody changes the account while the mails leave, so that it is to be read again before it can be noted that they
/// have; that reading is one of the calls that fail.
#[tokio::test]
async fn a_delivery_that_is_raced_and_breaks_off_anywhere_is_finished_by_a_later_sweep() {
    let system = LocalSystem::start().await;
    system.set_away(Service::Stream, true).await;
    system.set_away(Service::Mail, true).await;
    at_every_call(19, async |broken, name| {
        let (id, addresses) = rename(&system, name).await;
        let raced = RacedPost { post: Post::default(), scim: system.scim(), id };
        let (now, store) = (system.now().await, broken.store(system.table()));
        let clock = Arc::new(StoppedClock(now));
        let (url, most) = (system.base_url().to_owned(), MAILS_PER_TENANT_AND_HOUR);
        let outbox = Outbox::new(store, raced.clone(), Nothing, Nothing, clock, url, most);
        let _: Result<_, _> = outbox.sweep(None).await;
        finish(&system, &raced.post, now, addresses, name).await;
    })
    .await;
    system.check().await;
}

/// A mail service that takes so long that somebody else changes the account meanwhile.
#[derive(Debug, Clone)]
struct RacedPost {
    post: Post,
    scim: Scim,
    id: String,
}

impl Mailer for RacedPost {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let value = format!("00u of {}", mail.to.as_str());
        let operations = json!([{ "op": "replace", "path": "externalId", "value": value }]);
        self.scim.patch(&self.id, operations).await.expect(200);
        self.post.send(mail).await
    }
}

async fn break_off(system: &LocalSystem, broken: &Broken, name: &str) {
    let (_, addresses) = rename(system, name).await;
    let (now, post) = (system.now().await, Post::default());
    let _: Result<_, _> = outbox(system, &post, broken.store(system.table()), now).sweep(None).await;
    finish(system, &post, now, addresses, name).await;
}

/// Somebody new is renamed; gives their id and the two addresses that are owed a mail.
async fn rename(system: &LocalSystem, name: &str) -> (String, [String; 2]) {
    let (old, new) = (format!("{name}@example.com"), format!("{name}@new.example.com"));
    let ada = system.okta().assign(old.as_str()).await;
    system.okta().rename(&ada, &new).await.answer.expect(200);
    (ada.id, [old, new])
}

/// After a sweep over a sound table each address got its mail, once, and nothing more is owed.
async fn finish(system: &LocalSystem, post: &Post, now: Timestamp, addresses: [String; 2], name: &str) {
    let later = now + SignedDuration::from_mins(15);
    outbox(system, post, store(system), later).sweep(None).await.unwrap();
    let mut sent = post.sent.lock().unwrap().clone();
    sent.sort();
    assert_eq!(sent, addresses, "{name}: each mail once");
    assert!(system.snapshot().await.users().iter().all(|user| !user.is_owed()), "{name}");
}

/// A mail service that takes so long that the person confirms another address meanwhile.
#[derive(Debug, Clone)]
struct OvertakenPost {
    post: Post,
    confirmation: String,
}

impl Mailer for OvertakenPost {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        Visitor::default().confirm(&self.confirmation).await.expect(200, "confirmed");
        self.post.send(mail).await
    }
}

#[tokio::test]
async fn an_invitation_on_its_way_to_an_address_that_moves_is_mailed_to_the_new_one_too() {
    let (system, post) = (LocalSystem::start().await, Post::default());
    let ada = system.okta().assign("ada@example.com").await;
    system.okta().rename(&ada, "king@example.com").await.answer.expect(200);
    let confirmation = system.link_for("king@example.com").await;
    system.set_away(Service::Stream, true).await;
    system.invite(&ada.id, "Acme GmbH").await;
    let now = system.now().await;
    let slow = OvertakenPost { post: post.clone(), confirmation };
    let clock = Arc::new(StoppedClock(now));
    let (url, most) = (system.base_url().to_owned(), MAILS_PER_TENANT_AND_HOUR);
    let first = Outbox::new(store(&system), slow, Nothing, Nothing, clock, url, most);
    first.sweep(None).await.unwrap();
    assert_eq!(*post.sent.lock().unwrap(), ["ada@example.com"]);
    let later = now + SignedDuration::from_mins(15);
    outbox(&system, &post, store(&system), later).sweep(None).await.unwrap();
    assert_eq!(*post.sent.lock().unwrap(), ["ada@example.com", "king@example.com"]);
    let invitation = system.user(&ada.id).await.invitation.unwrap();
    assert_eq!(invitation.mailed_at, Some(later));
    system.check().await;
}
