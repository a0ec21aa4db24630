//! When a deactivated account is to be deleted.

use jiff::SignedDuration;
use rollcall_tests::LocalSystem;
use rollcall_tests::okta::App;
use rollcall_tests::resource::deadline;

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[tokio::test]
async fn the_deadline_is_on_an_hour_mark_between_thirteen_and_fourteen_days() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    for minutes in [0, 1, 29, 30, 59] {
        let user = okta.assign(format!("user{minutes}@example.com").as_str()).await;
        system.advance(SignedDuration::from_mins(minutes)).await;
        let (deactivated, purge) = deadline(&okta.unassign(&user).await.expect(200));
        let wait = purge.duration_since(deactivated);
        assert!(
            wait <= DAY * 14 - SignedDuration::from_hours(1)
                && wait > DAY * 14 - SignedDuration::from_hours(2)
        );
    }
    system.check().await;
}

#[tokio::test]
async fn a_repeated_deactivation_does_not_move_the_deadline() {
    let system = LocalSystem::start().await;
    let okta = system.okta_app(App::Network);
    let ada = okta.assign("ada@example.com").await;
    let first = okta.unassign(&ada).await.expect(200);
    system.advance(DAY * 2).await;
    let before = system.snapshot().await;
    let again = okta.unassign(&ada).await.expect(200);
    assert_eq!(again.body, first.body);
    assert_eq!(again.etag(), first.etag());
    let by_put = system.okta().unassign(&ada).await.expect(200);
    assert_eq!(by_put.body, first.body);
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn a_later_deactivation_gets_a_deadline_of_its_own() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let (_, first) = deadline(&okta.unassign(&ada).await.expect(200));
    okta.reactivate(&ada).await.expect(200);
    system.advance(DAY).await;
    let (_, second) = deadline(&okta.unassign(&ada).await.expect(200));
    assert_eq!(second.duration_since(first), DAY);
    system.check().await;
}
