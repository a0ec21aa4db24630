//! *Many at once* in the portal: what happened to many people, and undoing it.

use rollcall_rules::tenant::Plan;
use rollcall_tests::okta::Assigned;
use rollcall_tests::{Portal, TestSystem};

/// So many people, all of whom the directory deactivated.
async fn lost(system: &TestSystem, count: usize) -> Vec<Assigned> {
    let okta = system.okta();
    let mut lost = Vec::new();
    for number in 0..count {
        lost.push(okta.assign(format!("person{number}@example.com").as_str()).await);
    }
    for person in &lost {
        okta.unassign(person).await.expect(200);
    }
    system.snapshot().await;
    lost
}

#[tokio::test]
async fn a_wave_is_found_looked_at_and_undone_but_for_whoever_was_changed_since() {
    let system = TestSystem::start().await;
    let lost = lost(&system, 4).await;
    system.okta().reactivate(&lost[0]).await.expect(200);
    let mut portal = Portal::open(&system).await;
    let activity = portal.get("activity").await.expect(200, "Many at once");
    let list = portal.get(&activity.link("Many at once").unwrap()).await;
    let list = list.expect(200, "Nothing happened to 20 people or more at once");
    let few = portal.get(&list.link("Show changes of fewer people, too").unwrap()).await;
    let few = few.expect(200, "4 accounts made");
    let wave =
        portal.get(&few.link("4 people deactivated").unwrap()).await.expect(200, "person1@example.com");
    assert!(wave.says("Restores the account") && wave.says("Nothing: is active already"), "{wave}");
    let ask = portal.get(&wave.link("Undo").unwrap()).await.expect(200, "Restore 3 people?");
    assert!(ask.says("1 person is active already") && ask.says("Mend the cause"), "{ask}");
    let before = system.snapshot().await;
    let id = ask.values("id")[0].to_owned();
    let done = portal.post("wave-undoing", &[("id", id.as_str())]).await.expect(200, "3 people restored");
    assert!(done.says("1 person is active already") && !done.says(">Continue</button>"), "{done}");
    assert!(!before.difference(&system.snapshot().await).is_empty());
    for person in &lost {
        let user = system.people().get(&format!("/users/{}", person.id)).await.expect(200);
        assert_eq!(user["active"], true, "{user}");
    }
    // The same form again, as of a page that is loaded again.
    let again = portal.post("wave-undoing", &[("id", id.as_str())]).await.expect(200, "0 people restored");
    assert!(again.says("4 people are active already"), "{again}");
    // Who was restored by the steps before is not told as somebody who was left.
    let last = portal.post("wave-undoing", &[("id", id.as_str()), ("done", "3")]).await;
    let last = last.expect(200, "3 people restored");
    assert!(last.says("1 person is active already"), "{last}");
    let history = portal.get(&format!("activity?person={}", lost[1].id)).await;
    history.expect(200, "Administrator");
    let nobody = portal.get(&format!("wave-undo?id={id}")).await.expect(200, "nobody left to restore");
    assert!(!nobody.says("<button>Restore"), "{nobody}");
    system.check().await;
}

#[tokio::test]
async fn a_wave_has_pages_and_what_is_none_or_cannot_be_undone_is_told() {
    let system = TestSystem::start().await;
    lost(&system, 2).await;
    let mut portal = Portal::open(&system).await;
    let few = portal.get("waves?people=few").await.expect(200, "2 people deactivated");
    let made = few.link("2 accounts made").unwrap();
    let shown = portal.get(&made).await.expect(200, "person0@example.com");
    assert!(shown.link("Undo").is_none(), "{shown}");
    let id = made.split_once("id=").unwrap().1.to_owned();
    portal.get(&format!("wave-undo?id={id}")).await.expect(400, "Only a deactivation can be undone");
    let created = id.replace("%3A", ":");
    portal
        .post("wave-undoing", &[("id", created.as_str())])
        .await
        .expect(400, "Only a deactivation can be undone");
    portal.get(&format!("{made}&page=2")).await.expect(200, "First page");
    portal.get(&format!("{made}&page=x")).await.expect(400, "no such page");
    for none in
        ["wave", "wave?id=yesterday", "wave?id=deactivated-directory-2026-01-01T00:00:00Z", "wave-undo"]
    {
        portal.get(none).await.expect(404, "nothing here");
    }
    portal.post("wave-undoing", &[]).await.expect(404, "nothing here");
    system.check().await;
}

#[tokio::test]
async fn without_the_plan_waves_are_looked_at_and_not_undone() {
    let system = TestSystem::start().await;
    lost(&system, 2).await;
    let mut portal = Portal::open(&system).await;
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    let few = portal.get("waves?people=few").await.expect(200, "2 people deactivated");
    let wave =
        portal.get(&few.link("2 people deactivated").unwrap()).await.expect(200, "person1@example.com");
    assert!(wave.link("Undo").is_none(), "{wave}");
    let id = few.link("2 people deactivated").unwrap().replace("wave?", "wave-undo?");
    portal.get(&id).await.expect(403, "");
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    system.check().await;
}
