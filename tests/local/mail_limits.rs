//! However often a directory renames a person, and whatever else causes mails: an address, an account and a tenant get a
//! bounded number, and the mail about the latest state leaves in the end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use rollcall_local::faults::Service;
use rollcall_outbox::{Mails, Outbox};
use rollcall_rules::mail_limit::{MAILS_A_DAY, MAILS_A_DAY_TO_AN_ADDRESS};
use rollcall_rules::user::Actor;
use rollcall_tests::clock::StoppedClock;
use rollcall_tests::resource::email;
use rollcall_tests::{LocalSystem, Scim, Visitor};
use serde_json::json;

use super::outbox::{Nothing, store};
use super::owed_mails::Post;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const FLAPS: usize = 40;

/// The mails of a system by their recipients.
async fn counted(system: &LocalSystem) -> BTreeMap<String, usize> {
    let mut sent = BTreeMap::new();
    for mail in system.mails().await {
        *sent.entry(mail.to).or_default() += 1;
    }
    sent
}

/// No address and no account got more than it may in a day.
#[track_caller]
fn check_bounds(sent: &BTreeMap<String, usize>) {
    assert!(sent.values().all(|times| *times <= MAILS_A_DAY_TO_AN_ADDRESS), "{sent:?}");
    assert!(sent.values().sum::<usize>() <= MAILS_A_DAY, "{sent:?}");
}

async fn rename(scim: &Scim, id: &str, address: &str) {
    let operations = json!([{ "op": "replace", "path": "userName", "value": address }]);
    scim.patch(id, operations).await.expect(200);
}

/// Renames a person 40 times, each time to another of the addresses, and lets the outbox run after each.
async fn flap(system: &LocalSystem, id: &str, addresses: &[String]) {
    for address in addresses.iter().cycle().take(FLAPS) {
        rename(&system.scim(), id, address).await;
        system.settle().await;
    }
}

/// A link was mailed to the address in the end, and it works.
async fn confirm(system: &LocalSystem, id: &str, address: &str) {
    let link = system.link_for(address).await;
    Visitor::default().confirm(&link).await.expect(200, address);
    assert_eq!(email(&system.scim().get(&format!("/Users/{id}")).await.expect(200)), address);
}

#[tokio::test]
async fn a_user_name_that_flaps_between_addresses_causes_a_bounded_number_of_mails() {
    let few = ["king", "byron"].map(|name| format!("{name}@example.com"));
    let back_and_forth = ["king", "ada"].map(|name| format!("{name}@example.com"));
    let many: [String; FLAPS] = std::array::from_fn(|number| format!("victim{number}@example.org"));
    for addresses in [&few[..], &back_and_forth, &many] {
        let system = LocalSystem::start().await;
        let ada = system.okta().assign("ada@example.com").await;
        flap(&system, &ada.id, addresses).await;
        let sent = counted(&system).await;
        check_bounds(&sent);
        system.check().await;
    }
}

#[tokio::test]
async fn the_latest_address_gets_its_link_a_day_later_and_those_before_it_get_none() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    let addresses: [String; FLAPS] = std::array::from_fn(|number| format!("king{number}@example.com"));
    flap(&system, &ada.id, &addresses).await;
    let before = counted(&system).await;
    let last = addresses.last().unwrap();
    assert!(!before.contains_key(last), "{before:?}");
    system.advance(DAY).await;
    let after = counted(&system).await;
    assert_eq!(after[last], 1);
    assert_eq!(after["ada@example.com"], before["ada@example.com"] + 1, "one notice, about the last address");
    assert_eq!(after.len(), before.len() + 1, "addresses in between get nothing: {after:?}");
    confirm(&system, &ada.id, last).await;
    system.check().await;
}

#[tokio::test]
async fn invitations_and_changes_of_address_count_together() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    for number in 0..FLAPS / 4 {
        system.invite(&ada.id, "Acme GmbH").await;
        system.settle().await;
        rename(&system.scim(), &ada.id, &format!("king{}@example.com", number % 2)).await;
        system.advance(SignedDuration::from_mins(2)).await;
        system.change_user(&ada.id, |user, now| user.invited_again(Actor::Admin, now).unwrap()).await;
        system.settle().await;
        system.change_user(&ada.id, |user, now| user.invitation_revoked(Actor::Admin, now).unwrap()).await;
    }
    system.invite(&ada.id, "The last GmbH").await;
    let sent = counted(&system).await;
    check_bounds(&sent);
    assert_eq!(sent["ada@example.com"], MAILS_A_DAY_TO_AN_ADDRESS, "invitations and notices: {sent:?}");
    system.advance(DAY).await;
    let last = system.mails().await.into_iter().find(|mail| mail.text.contains("The last GmbH"));
    assert_eq!(last.unwrap().to, "ada@example.com");
    confirm(&system, &ada.id, "king1@example.com").await;
    system.check().await;
}

#[tokio::test]
async fn a_mail_that_the_service_did_not_take_does_not_count() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    system.set_away(Service::Mail, true).await;
    flap(&system, &ada.id, &["king", "byron"].map(|name| format!("{name}@example.com"))).await;
    system.advance(SignedDuration::from_hours(2)).await;
    assert_eq!(system.mails().await, []);
    system.set_away(Service::Mail, false).await;
    system.advance(SignedDuration::from_mins(15)).await;
    assert_eq!(
        counted(&system).await,
        BTreeMap::from([("ada@example.com".into(), 1), ("byron@example.com".into(), 1)])
    );
    confirm(&system, &ada.id, "byron@example.com").await;
    let table = system.snapshot().await;
    let hours = table.items().filter(|(pk, ..)| *pk == "T#demo#M");
    let mails: i64 = hours.map(|(.., item)| item["count"].as_i64().unwrap()).sum();
    assert_eq!(mails, 2, "nor does it for the tenant");
    system.check().await;
}

/// A sweep at a time, where a tenant may cause so many mails in an hour: mails sent by tenant, and accounts left.
async fn sweep(outbox: &Outbox<Post, Nothing, Nothing>, post: &Post) -> (usize, usize, usize) {
    let report = outbox.sweep(None).await.unwrap();
    let sent = std::mem::take(&mut *post.sent.lock().unwrap());
    let (beta, demo): (Vec<_>, Vec<_>) = sent.into_iter().partition(|to| to.ends_with(".beta.example"));
    (demo.len(), beta.len(), report.left)
}

#[tokio::test]
async fn mails_above_the_hour_of_a_tenant_wait_for_the_next_and_nobody_elses() {
    const MOST: u32 = 6;
    let system = LocalSystem::start().await;
    system.set_away(Service::Stream, true).await;
    let beta = system.tenant("beta").await;
    for number in 0..8 {
        let ada = system.okta().assign(format!("old{number}@example.com").as_str()).await;
        rename(&system.scim(), &ada.id, &format!("new{number}@example.com")).await;
    }
    for number in 0..2 {
        let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": format!("old{number}@old.beta.example") });
        let id = beta.scim().post("/Users", &user).await.expect(201).id();
        rename(&beta.scim(), &id, &format!("new{number}@new.beta.example")).await;
    }
    let post = Post::default();
    let start = system.now().await;
    let outbox = |minutes: i64| {
        let clock = Arc::new(StoppedClock(start + SignedDuration::from_mins(minutes)));
        let url = system.base_url().to_owned();
        Outbox::new(store(&system), post.clone(), Nothing, Nothing, clock, url, MOST)
    };
    // The clock begins at half past nine.
    let first = outbox(0);
    assert_eq!(sweep(&first, &post).await, (6, 4, 5));
    assert_eq!(sweep(&first, &post).await, (0, 0, 5), "the process knows");
    assert_eq!(sweep(&outbox(15), &post).await, (0, 0, 5), "and another asks the table");
    post.away.store(true, Ordering::Relaxed);
    let report = outbox(30).sweep(None).await.unwrap();
    assert_eq!((report.mails.sent, report.done), (0, 0), "{report:?}");
    post.away.store(false, Ordering::Relaxed);
    assert_eq!(sweep(&outbox(45), &post).await, (6, 0, 2), "what was not taken did not count");
    assert_eq!(sweep(&outbox(60), &post).await, (0, 0, 2));
    assert_eq!(sweep(&outbox(90), &post).await, (4, 0, 0));
    assert_eq!(outbox(105).sweep(None).await.unwrap().mails, Mails::default(), "nothing is owed any more");
    assert!(system.snapshot().await.users().iter().all(|user| !user.is_owed()));
    system.check().await;
}
