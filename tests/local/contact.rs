//! How often a directory's requests are noted, by a clock that is moved.

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use serde_json::json;

#[tokio::test]
async fn refusals_are_counted_and_written_once_a_minute() {
    let system = LocalSystem::start().await;
    let refuse = async || system.scim().post("/Users", &json!({ "userName": "x" })).await.expect(400);
    for _ in 0..20 {
        refuse().await;
    }
    let began = system.now().await;
    assert_eq!(system.contact().await.refused[0].times, 1);
    system.advance(SignedDuration::from_mins(1)).await;
    refuse().await;
    let refused = &system.contact().await.refused[0];
    assert_eq!(refused.times, 21);
    assert!(refused.since.is_some_and(|since| since <= began) && refused.at > began, "{refused:?}");
    system.check().await;
}

#[tokio::test]
async fn a_use_of_a_token_is_noted_once_in_five_minutes() {
    let system = LocalSystem::start().await;
    let used = async || {
        system.scim().get("/Users").await.expect(200);
        let contact = system.contact().await;
        *contact.used.values().next().expect("a token was used")
    };
    let first = used().await;
    system.advance(SignedDuration::from_mins(4)).await;
    assert_eq!(used().await, first);
    assert!(system.contact().await.heard_at > Some(first), "the directory is heard of each minute");
    system.advance(SignedDuration::from_mins(1)).await;
    assert!(used().await > first);
    system.check().await;
}

/// A token that was revoked and is still presented, thousands of times: it costs what any other refused token costs.
#[tokio::test]
async fn a_token_that_ended_leaves_one_note_however_often_it_is_presented() {
    let system = LocalSystem::start().await;
    let revoked = system.issue_token(None).await;
    system.revoke_token(&revoked.id).await;
    let scim = system.scim().with_token(revoked.token.as_str());
    for _ in 0..50 {
        let answer = scim.get("/Users").await.expect(401);
        let cost = answer.cost();
        assert!(cost.calls <= 1 && cost.read_units <= 1.0 && cost.write_units == 0.0, "{cost:?}");
    }
    let refused = system.contact().await.refused;
    assert_eq!((refused.len(), refused[0].times), (1, 1));
    system.advance(SignedDuration::from_mins(5)).await;
    scim.get("/Users").await.expect(401);
    assert_eq!(system.contact().await.refused[0].times, 51);
    system.scim().get("/Users").await.expect(200);
    let contact = system.contact().await;
    assert!(contact.mended_at(&contact.refused[0]).is_some(), "{contact:?}");
    system.check().await;
}
