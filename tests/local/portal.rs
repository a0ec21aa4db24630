//! How long the way into the portal stays open, and a session lasts.

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use rollcall_tests::portal::{self, Portal};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

#[tokio::test]
async fn a_link_works_for_five_minutes() {
    let system = LocalSystem::start().await;
    let (late, in_time) = (portal::link(&system.people()).await, portal::link(&system.people()).await);
    let browser = Portal::new(system.base_url());
    system.advance(SignedDuration::from_mins(5) - SECOND).await;
    browser.follow(&in_time).await.expect(303, "");
    system.advance(SECOND).await;
    browser.follow(&late).await.expect(410, "its time is over");
    system.check().await;
}

#[tokio::test]
async fn a_session_lasts_an_hour_whatever_is_done_in_it() {
    let system = LocalSystem::start().await;
    let mut portal = Portal::open(&system).await;
    system.advance(SignedDuration::from_mins(60) - SECOND).await;
    portal.get("people").await.expect(200, "People");
    system.advance(SECOND).await;
    portal.get("people").await.expect(401, "open the portal again");
    portal.post("scim", &[("enabled", "off")]).await.expect(401, "open the portal again");
    system.scim().get("/Users").await.expect(200);
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
    system.advance(SignedDuration::from_hours(7 * 24) - SECOND).await;
    system.scim().with_token(old.as_str()).get("/Users").await.expect(200);
    system.advance(SECOND).await;
    system.scim().with_token(old.as_str()).get("/Users").await.expect(401);
    system.scim().with_token(new.as_str()).get("/Users").await.expect(200);
    system.check().await;
}
