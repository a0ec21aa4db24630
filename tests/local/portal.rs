//! How long the way into the portal stays open, and a session lasts.

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use rollcall_tests::faulty::Fault;
use rollcall_tests::portal::{self, Portal};

/// Long enough that a slow machine is not late: the clock goes on by itself.
const MARGIN: SignedDuration = SignedDuration::from_secs(20);

#[tokio::test]
async fn a_link_works_for_five_minutes() {
    let system = LocalSystem::start().await;
    let (late, in_time) = (portal::link(&system.people()).await, portal::link(&system.people()).await);
    let browser = Portal::new(system.base_url());
    system.advance(SignedDuration::from_mins(5) - MARGIN).await;
    browser.follow(&in_time).await.expect(303, "");
    system.advance(MARGIN).await;
    browser.follow(&late).await.expect(410, "its time is over");
    system.check().await;
}

#[tokio::test]
async fn a_session_lasts_an_hour_whatever_is_done_in_it() {
    let system = LocalSystem::start().await;
    let mut portal = Portal::new(system.base_url());
    let link = portal::link(&system.people()).await;
    let opened = portal.follow(&link).await;
    portal.sign_in(&opened);
    system.advance(SignedDuration::from_mins(60) - MARGIN).await;
    portal.get("people").await.expect(200, "People");
    portal.look(&link).await.expect(303, "");
    system.advance(MARGIN).await;
    portal.look(&link).await.expect(410, "was used");
    portal.get("people").await.expect(401, "open the portal again");
    portal.post("scim", &[("enabled", "off")]).await.expect(401, "open the portal again");
    system.scim().get("/Users").await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn links_and_sessions_end_when_the_people_token_that_opened_them_expires() {
    let system = LocalSystem::start().await;
    let expiring = system.issue_people_token(Some(SignedDuration::from_mins(3))).await;
    let people = system.people().with_token(expiring.token.as_str());
    let mut portal = Portal::open_with(system.base_url(), &people).await;
    let link = portal::link(&people).await;
    system.advance(SignedDuration::from_mins(3) - MARGIN).await;
    portal.get("people").await.expect(200, "People");
    system.advance(MARGIN).await;
    portal.get("people").await.expect(401, "open the portal again");
    Portal::new(system.base_url()).follow(&link).await.expect(410, "your vendor has ended it");
    system.check().await;
}

#[tokio::test]
async fn a_token_that_is_revoked_before_the_answer_to_its_making_arrives_stays_revoked() {
    let (system, faulty) = LocalSystem::over_faulty_table(13).await;
    let leaked = system.issue_people_token(None).await;
    let people = system.people().with_token(leaked.token.as_str());
    let mut portal = Portal::open_with(system.base_url(), &people).await;
    let held = faulty.hold_answer("TransactWriteItems");
    let revoked = held.meanwhile(system.configure(|tenant| {
        assert!(tenant.revoke_token(&leaked.id, tenant.created_at));
        assert_eq!(tenant.revoke_made_by(&leaked.id, tenant.created_at).len(), 1);
    }));
    let (answer, ()) = futures_util::join!(portal.post("token-new", &[("label", "Okta")]), revoked);
    // It was made before it was revoked, so the page may show it. It opens nothing.
    let token = answer.expect(200, "Copy it now").token();
    system.scim().with_token(token).get("/Users").await.expect(401);
    portal.get("connection").await.expect(401, "open the portal again");
    system.configure(|tenant| assert_eq!(tenant.made_by(&leaked.id), [])).await;
    system.check().await;
}

#[tokio::test]
async fn a_rotated_token_works_for_seven_more_days() {
    let system = LocalSystem::start().await;
    let mut portal = Portal::open(&system).await;
    let old = portal.post("token-new", &[("label", "Okta")]).await.token();
    let list = portal.get("connection").await;
    let id = *list.values("token").last().unwrap();
    let new = portal.post("token-rotate", &[("token", id)]).await.token();
    system.advance(SignedDuration::from_hours(7 * 24) - MARGIN).await;
    system.scim().with_token(old.as_str()).get("/Users").await.expect(200);
    system.advance(MARGIN).await;
    system.scim().with_token(old.as_str()).get("/Users").await.expect(401);
    system.scim().with_token(new.as_str()).get("/Users").await.expect(200);
    system.check().await;
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_told_as_what_passes() {
    let (system, faulty) = LocalSystem::over_faulty_table(11).await;
    let mut portal = Portal::open(&system).await;
    faulty.fail(&[Fault::Throttled], 100.0);
    let page = portal.get("people").await.expect(429, "try again shortly");
    assert!(page.header("retry-after").parse::<u32>().is_ok(), "{page}");
    portal.post("scim", &[("enabled", "off")]).await.expect(429, "try again shortly");
    faulty.heal();
    portal.get("connection").await.expect(200, "Provisioning is on");
    system.check().await;
}

#[tokio::test]
async fn what_was_written_while_its_answer_got_lost_is_done_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(12).await;
    let ada = system.okta().assign("ada@example.com").await;
    let link = portal::link(&system.people()).await;
    faulty.lose_answers("TransactWriteItems", 1);
    let mut portal = Portal::new(system.base_url());
    let opened = portal.follow(&link).await.expect(303, "");
    portal.sign_in(&opened);
    portal.get("connection").await.expect(200, "Connection");
    faulty.lose_answers("TransactWriteItems", 1);
    let token = portal.post("token-new", &[("label", "Okta")]).await.expect(200, "Copy it now").token();
    let list = portal.get("connection").await;
    assert_eq!(list.html.matches("<bdi>Okta</bdi>").count(), 1, "{list}");
    system.scim().with_token(token.as_str()).get("/Users").await.expect(200);
    faulty.lose_answers("PutItem", 1);
    portal.post("invite", &[("id", &ada.id), ("access", "card")]).await.expect(200, "1 person invited");
    assert_eq!(system.mails().await.iter().filter(|mail| mail.to == "ada@example.com").count(), 1);
    system.check().await;
}

#[tokio::test]
async fn an_action_that_the_table_holds_up_goes_on_until_all_are_invited_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(15).await;
    let entity = system.people().entity("Acme GmbH").await;
    system.seed(150).await;
    let mut portal = Portal::open(&system).await;
    let plan = portal.get("invite-all").await.expect(200, "Send 150 invitations");
    let form = [("nonce", plan.values("nonce")[0]), ("entity", &entity), ("access", "card")];
    faulty.fail(&[Fault::Throttled, Fault::AnswerLost], 40.0);
    let mut steps = Vec::new();
    let mut page = portal.post("inviting", &form).await;
    loop {
        steps.push(page.status.as_u16());
        if steps.len() == 3 {
            faulty.heal();
        }
        if page.says("150 people invited to Acme GmbH") {
            break;
        }
        assert!(steps.len() < 20, "{steps:?}\n{page}");
        // A page that says that it did not work is loaded again.
        let goes_on = page.values("begun").first().map(|begun| ("begun", (*begun).to_owned()));
        let again = form.iter().copied().chain(goes_on.iter().map(|(name, text)| (*name, text.as_str())));
        let again: Vec<_> = again.collect();
        page = portal.post("inviting", &again).await;
    }
    assert!(steps.len() > 1, "it was held up: {steps:?}");
    let mails = system.mails().await;
    let to: std::collections::BTreeSet<_> = mails.iter().map(|mail| &mail.to).collect();
    assert_eq!((mails.len(), to.len()), (150, 150));
    system.check().await;
}

#[tokio::test]
async fn an_undo_that_the_table_holds_up_goes_on_until_all_are_restored_once() {
    let (system, faulty) = LocalSystem::over_faulty_table(16).await;
    let okta = system.okta();
    let mut lost = Vec::new();
    for number in 0..30 {
        lost.push(okta.assign(format!("person{number}@example.com").as_str()).await);
    }
    for person in &lost {
        okta.unassign(person).await.expect(200);
    }
    system.settle().await;
    let mut portal = Portal::open(&system).await;
    let waves = portal.get("waves").await.expect(200, "30 people deactivated");
    let ask = waves.link("30 people deactivated").unwrap().replace("wave?", "wave-undo?");
    let ask = portal.get(&ask).await.expect(200, "Restore 30 people");
    let id = ask.values("id")[0].to_owned();
    faulty.fail(&[Fault::Throttled, Fault::AnswerLost], 40.0);
    let (mut steps, mut done) = (Vec::new(), "0".to_owned());
    loop {
        let page = portal.post("wave-undoing", &[("id", id.as_str()), ("done", done.as_str())]).await;
        steps.push(page.status.as_u16());
        if steps.len() == 3 {
            faulty.heal();
        }
        if page.says(" restored.</p></div>") {
            break;
        }
        assert!(steps.len() < 20, "{steps:?}\n{page}");
        if let Some(so_far) = page.values("done").first() {
            done = (*so_far).to_owned();
        }
    }
    faulty.heal();
    system.settle().await;
    for person in &lost {
        let user = system.people().get(&format!("/users/{}", person.id)).await.expect(200);
        let history = system.people().get(&format!("/users/{}/history", person.id)).await.expect(200);
        let restored = history["entries"].as_array().unwrap().iter();
        let restored =
            restored.filter(|entry| entry["changes"]["active"]["to"] == true && entry["version"] != 1);
        assert_eq!((&user["active"], restored.count()), (&true.into(), 1), "{user}");
    }
    system.check().await;
}
