//! Who is invited to what, by the API for the operator's backend.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use reqwest::Method;
use rollcall_tests::answer::patiently;
use rollcall_tests::{Answer, Mail, TestSystem, Visitor};
use serde_json::{Value, json};

const NOBODY: &str = "f3bb189e-8bf9-4888-9912-ace4e6543002";

/// What became of each, in the order of the answer: the kind of problem, or `invited`.
fn outcomes(answer: &Answer) -> Vec<&str> {
    let results = answer["results"].as_array().unwrap();
    results
        .iter()
        .map(|result| match result["problem"]["type"].as_str() {
            Some(kind) => {
                assert_eq!(result["outcome"], "refused", "{answer}");
                kind.strip_prefix("urn:rollcall:").unwrap()
            }
            None => {
                assert_eq!(result["outcome"], "invited", "{answer}");
                assert_eq!(result["invitation"]["state"], "sent", "{answer}");
                "invited"
            }
        })
        .collect()
}

/// How many mails went to each address.
fn mails_to(mails: &[Mail]) -> BTreeMap<&str, usize> {
    let mut to: BTreeMap<&str, usize> = BTreeMap::new();
    for mail in mails {
        *to.entry(&mail.to).or_default() += 1;
    }
    to
}

#[tokio::test]
async fn who_is_invited_gets_a_mail_with_a_link() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme Ireland Ltd.").await;
    let ada = system.okta().assign("ada@example.com").await;
    let body = json!({ "entityId": entity, "cardAccess": "card_and_reimbursement", "userIds": [ada.id] });
    let answer = people.post("/invitations", &body).await.expect(200);
    let result = &answer["results"][0];
    assert_eq!((&result["userId"], &result["outcome"]), (&json!(ada.id), &json!("invited")));
    let link = system.link_for("ada@example.com").await;
    assert!(link.starts_with(&format!("{}/accept/", system.base_url())), "{link}");

    let shown = people.get(&format!("/users/{}", ada.id)).await.expect(200);
    assert_eq!(shown["status"], "invited");
    let invitation = &shown["invitation"];
    assert_eq!(invitation["id"], result["invitation"]["id"]);
    assert_eq!(invitation["entity"], json!({ "id": entity, "name": "Acme Ireland Ltd." }));
    assert_eq!(invitation["cardAccess"], "card_and_reimbursement");
    assert!(invitation["mailedAt"].is_string() && invitation["acceptedAt"].is_null(), "{shown}");
    let history = people.get(&format!("/users/{}/history", ada.id)).await.expect(200);
    assert_eq!(history["entries"][1]["by"], "operator");
    assert_eq!(history["entries"][1]["changes"]["entity"]["to"], "Acme Ireland Ltd.");

    Visitor::default().accept(&link).await.expect(200, "accepted");
    let shown = people.get(&format!("/users/{}", ada.id)).await.expect(200);
    assert_eq!((&shown["status"], &shown["invitation"]["state"]), (&json!("accepted"), &json!("accepted")));
    system.check().await;
}

#[tokio::test]
async fn one_who_is_refused_holds_up_nobody() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let entity = people.entity("Acme GmbH").await;
    let invited = people.user("invited@example.com").await;
    let accepted = people.user("accepted@example.com").await;
    let first = people.invite(&entity, &[&invited, &accepted]).await.expect(200);
    assert_eq!(outcomes(&first), ["invited", "invited"]);
    Visitor::default().accept(&system.link_for("accepted@example.com").await).await.expect(200, "accepted");
    let blocked = okta.assign("blocked@example.com").await;
    okta.unassign(&blocked).await.expect(200);
    let new = people.user("new@example.com").await;

    let all = [blocked.id.as_str(), NOBODY, &invited, &new, &accepted];
    let answer = people.invite(&entity, &all).await.expect(200);
    assert_eq!(
        outcomes(&answer),
        ["inactive", "not-found", "already-invited", "invited", "already-accepted"]
    );
    let named: Vec<_> = (0..5).map(|at| answer["results"][at]["userId"].as_str().unwrap()).collect();
    assert_eq!(named, all);
    let mails = system.mails().await;
    let expected = ["accepted@example.com", "invited@example.com", "new@example.com"].map(|to| (to, 1));
    assert_eq!(mails_to(&mails), expected.into());
    system.check().await;
}

#[tokio::test]
async fn the_entity_can_be_left_out_where_there_is_one() {
    let system = TestSystem::start().await;
    let people = system.people();
    let (ada, grace) = (people.user("ada@example.com").await, people.user("grace@example.com").await);
    let had = people.get("/entities").await.expect(200)["entities"].as_array().unwrap().len();
    if had == 0 {
        let body = json!({ "cardAccess": "card", "userIds": [ada] });
        people.post("/invitations", &body).await.expect_problem(400, "invalid-request", "0 entities");
        people.entity("Acme GmbH").await;
    }
    let body = json!({ "cardAccess": "reimbursement_only", "userIds": [ada] });
    assert_eq!(outcomes(&people.post("/invitations", &body).await.expect(200)), ["invited"]);
    people.entity("Acme Ltd.").await;
    let body = json!({ "cardAccess": "card", "userIds": [grace] });
    people.post("/invitations", &body).await.expect_problem(400, "invalid-request", "2 entities");
    system.check().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_and_nobody_is_invited() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let ada = people.user("ada@example.com").await;
    let before = system.snapshot().await;
    let hundred_and_one: Vec<_> = (0..101).map(|n| format!("f3bb189e-8bf9-4888-9912-{n:012}")).collect();
    for (body, about) in [
        (json!({ "entityId": entity, "cardAccess": "card" }), "userIds"),
        (json!({ "entityId": entity, "userIds": [ada] }), "cardAccess"),
        (
            json!({ "entityId": entity, "cardAccess": "gold", "userIds": [ada] }),
            "`cardAccess` cannot be `gold`",
        ),
        (json!({ "entityId": entity, "cardAccess": "card", "userIds": [] }), "1 to 100"),
        (json!({ "entityId": entity, "cardAccess": "card", "userIds": hundred_and_one }), "1 to 100"),
        (json!({ "entityId": entity, "cardAccess": "card", "userIds": [ada, ada] }), "twice"),
        (json!({ "entityId": entity, "cardAccess": "card", "userIds": [ada, "ada"] }), "userIds[1]"),
        (json!({ "entityId": entity, "cardAccess": "card", "userIds": ada }), "`userIds` must be a list"),
        (json!({ "entityId": "acme", "cardAccess": "card", "userIds": [ada] }), "entityId"),
        (json!({ "entityId": entity, "cardAccess": "card", "userIds": [ada], "note": "x" }), "note"),
        (json!([entity, "card", [ada]]), "object"),
    ] {
        people.post("/invitations", &body).await.expect_problem(400, "invalid-request", about);
    }
    people.invite(NOBODY, &[&ada]).await.expect_problem(404, "not-found", "entity");
    for path in [format!("/users/{ada}/invitation/resend"), format!("/users/{NOBODY}/invitation/resend")] {
        let kind = if path.contains(NOBODY) { (404, "not-found") } else { (409, "not-invited") };
        people.post(&path, &Value::Null).await.expect_problem(kind.0, kind.1, "");
        let path = path.trim_end_matches("/resend");
        people.delete(path).await.expect_problem(kind.0, kind.1, "");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test]
async fn nobody_of_another_tenant_is_invited() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let (ada, grace) = (people.user("ada@example.com").await, people.user("grace@example.com").await);
    people.invite(&entity, &[&grace]).await.expect(200);
    let other = system.tenant("other").await;
    let theirs = people.clone().with_token(system.people_token_of(&other).await);
    let own = theirs.entity("Other Ltd.").await;
    let before = system.snapshot().await;
    theirs.invite(&entity, &[&ada]).await.expect_problem(404, "not-found", "entity");
    let answer = theirs.invite(&own, &[&ada, &grace]).await.expect(200);
    assert_eq!(outcomes(&answer), ["not-found", "not-found"]);
    let path = format!("/users/{grace}/invitation");
    theirs.post(&format!("{path}/resend"), &Value::Null).await.expect_problem(404, "not-found", "");
    theirs.delete(&path).await.expect_problem(404, "not-found", "");
    assert_eq!(before.difference(&system.snapshot().await), "");
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_many_times_at_once_is_invited_once() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let ada = people.user("ada@example.com").await;
    let requests = (0..32).map(|_| {
        let (people, entity, ada) = (people.clone(), entity.clone(), ada.clone());
        tokio::spawn(async move {
            patiently(|| async { people.invite(&entity, &[&ada]).await }).await.expect(200)
        })
    });
    let answers: Vec<Answer> = join_all(requests).await.into_iter().map(Result::unwrap).collect();
    let mut all: Vec<_> = answers.iter().flat_map(outcomes).collect();
    all.sort_unstable();
    assert_eq!(all.iter().filter(|outcome| **outcome == "invited").count(), 1, "{all:?}");
    assert!(all.iter().all(|outcome| ["invited", "already-invited"].contains(outcome)), "{all:?}");
    assert_eq!(mails_to(&system.mails().await), [("ada@example.com", 1)].into());
    system.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_are_invited_at_once_and_each_gets_one_mail() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let users = (0..100).map(|number| {
        let people = people.clone();
        tokio::spawn(async move { people.user(&format!("person{number}@example.com")).await })
    });
    let users: Vec<String> = join_all(users).await.into_iter().map(Result::unwrap).collect();
    let ids: Vec<&str> = users.iter().map(String::as_str).collect();
    let answer = patiently(|| async { people.invite(&entity, &ids).await }).await.expect(200);
    assert_eq!(outcomes(&answer), vec!["invited"; 100]);
    let mails = system.mails().await;
    let to = mails_to(&mails);
    assert_eq!((to.len(), mails.len()), (100, 100));
    let invited = people.get("/users?status=invited&limit=200").await.expect(200);
    assert_eq!(invited["users"].as_array().unwrap().len(), 100);
    system.check().await;
}

#[tokio::test]
async fn an_invitation_is_mailed_again_but_not_at_once() {
    let system = TestSystem::start().await;
    let (people, okta) = (system.people(), system.okta());
    let entity = people.entity("Acme GmbH").await;
    let ada = okta.assign("ada@example.com").await;
    people.invite(&entity, &[&ada.id]).await.expect(200);
    let first = system.link_for("ada@example.com").await;
    let path = format!("/users/{}/invitation/resend", ada.id);
    let again = people.post(&path, &Value::Null).await.expect(200);
    assert_eq!(again["status"], "invited");
    let second = system.link_for("ada@example.com").await;
    assert_ne!(first, second);
    let soon = people.post(&path, &Value::Null).await;
    soon.expect_problem(429, "too-soon", "another mail");
    assert!((1..=60).contains(&soon.header("retry-after").parse::<u32>().unwrap()), "{soon}");
    assert_eq!(system.mails().await.len(), 2);

    okta.unassign(&ada).await.expect(200);
    people.post(&path, &Value::Null).await.expect_problem(409, "inactive", "deactivated");
    okta.reactivate(&ada).await.expect(200);
    Visitor::default().accept(&second).await.expect(200, "accepted");
    people.post(&path, &Value::Null).await.expect_problem(409, "already-accepted", "accepted");
    people.delete(&format!("/users/{}/invitation", ada.id)).await.expect_problem(409, "already-accepted", "");
    system.check().await;
}

#[tokio::test]
async fn an_invitation_that_is_taken_back_works_no_more_and_another_can_follow() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let ada = people.user("ada@example.com").await;
    people.invite(&entity, &[&ada]).await.expect(200);
    let link = system.link_for("ada@example.com").await;
    let path = format!("/users/{ada}/invitation");
    let revoked = people.delete(&path).await.expect(200);
    assert_eq!(
        (&revoked["status"], &revoked["invitation"]["state"]),
        (&json!("provisioned"), &json!("revoked"))
    );
    assert!(revoked["invitation"]["revokedAt"].is_string());
    let visit = Visitor::default().send(Method::POST, &link, "").await;
    assert!(!visit.status.is_success(), "{visit}");
    assert_eq!(people.delete(&path).await.expect(200).body, revoked.body, "the answer may have got lost");
    people.post(&format!("{path}/resend"), &Value::Null).await.expect_problem(409, "not-invited", "");
    let again = people.invite(&entity, &[&ada]).await.expect(200);
    assert_eq!(outcomes(&again), ["invited"]);
    let link = system.link_for("ada@example.com").await;
    Visitor::default().accept(&link).await.expect(200, "accepted");
    let history = people.get(&format!("/users/{ada}/history")).await.expect(200);
    let entries = history["entries"].as_array().unwrap().iter();
    let invited: Vec<_> = entries.filter(|entry| !entry["changes"]["invitation"].is_null()).collect();
    assert_eq!(invited.len(), 2, "{history}");
    for entry in invited {
        let (entity, access) = (&entry["changes"]["entity"]["to"], &entry["changes"]["cardAccess"]["to"]);
        assert_eq!(
            (entity, access),
            (&json!("Acme GmbH"), &json!("card")),
            "the same entity, told each time"
        );
        assert!(entry["byName"].is_string(), "the token's name: {entry}");
    }
    system.check().await;
}

#[tokio::test]
async fn an_invitation_follows_the_person_to_a_new_address_and_the_old_link_is_void() {
    let system = TestSystem::start().await;
    let (people, okta, visitor) = (system.people(), system.okta(), Visitor::default());
    let entity = people.entity("Acme GmbH").await;
    let ada = okta.assign("ada@exmaple.com").await;
    people.invite(&entity, &[&ada.id]).await.expect(200);
    let mistyped = system.link_for("ada@exmaple.com").await;
    okta.rename(&ada, "ada@example.com").await.answer.expect(200);
    let confirmation = system.link_for("ada@example.com").await;
    visitor.open(&mistyped).await.expect(200, "Accept the invitation");
    visitor.confirm(&confirmation).await.expect(200, "confirmed");

    let moved = visitor.open(&mistyped).await.expect(410, "address");
    assert!(!moved.has_button("Accept") && !moved.html.contains("ada@"), "{moved}");
    visitor.accept(&mistyped).await.expect(410, "address");
    let path = format!("/users/{}", ada.id);
    assert_eq!(people.get(&path).await.expect(200)["status"], "invited");
    let new = system.link_for("ada@example.com").await;
    assert_ne!(new, confirmation, "the invitation is mailed to the new address");
    assert_eq!(mails_to(&system.mails().await)["ada@example.com"], 2);
    visitor.accept(&new).await.expect(200, "accepted");
    assert_eq!(people.get(&path).await.expect(200)["status"], "accepted");
    visitor.open(&mistyped).await.expect(410, "address");
    visitor.open(&new).await.expect(200, "already accepted");

    okta.rename(&ada, "king@example.com").await.answer.expect(200);
    visitor.confirm(&system.link_for("king@example.com").await).await.expect(200, "confirmed");
    visitor.open(&new).await.expect(200, "already accepted");
    assert_eq!(
        mails_to(&system.mails().await)["king@example.com"],
        1,
        "what is accepted is not mailed again"
    );
    system.check().await;
}
