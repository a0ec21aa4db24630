//! The place of somebody who accepted an invitation: it is changed, and taken away.

use futures_util::future::{join, join_all};
use rollcall_tests::portal::Portal;
use rollcall_tests::{TestSystem, Visitor};
use serde_json::{Value, json};

const NOBODY: &str = "f3bb189e-8bf9-4888-9912-ace4e6543002";

async fn accepts(system: &TestSystem, entity: &str, id: &str, address: &str) {
    system.people().invite(entity, &[id]).await.expect(200);
    Visitor::default().accept(&system.link_for(address).await).await.expect(200, "accepted");
}

#[tokio::test]
async fn a_place_is_changed_at_once_and_nothing_is_asked_of_the_person() {
    let system = TestSystem::start().await;
    let people = system.people();
    let (first, other) = (people.entity("Acme GmbH").await, people.entity("Acme Ltd.").await);
    let ada = system.okta().assign("ada@example.com").await;
    let (user, place) = (format!("/users/{}", ada.id), format!("/users/{}/place", ada.id));
    let wanted = json!({ "entityId": other, "cardAccess": "reimbursement_only" });
    people.put(&place, &wanted).await.expect_problem(409, "not-accepted", "no place");
    people.delete(&place).await.expect_problem(409, "not-accepted", "no place");
    people.invite(&first, &[&ada.id]).await.expect(200);
    people.put(&place, &wanted).await.expect_problem(409, "not-accepted", "no place");
    Visitor::default().accept(&system.link_for("ada@example.com").await).await.expect(200, "accepted");
    let shown = people.get(&user).await.expect(200);
    assert_eq!(
        shown["place"],
        json!({ "entity": { "id": first, "name": "Acme GmbH" }, "cardAccess": "card" })
    );

    let mails = system.mails().await.len();
    let changed = people.put(&place, &wanted).await.expect(200);
    let expected =
        json!({ "entity": { "id": other, "name": "Acme Ltd." }, "cardAccess": "reimbursement_only" });
    assert_eq!((&changed["place"], &changed["status"]), (&expected, &json!("accepted")));
    let version = system.user(&ada.id).await.version;
    people.put(&place, &wanted).await.expect(200);
    assert_eq!(system.user(&ada.id).await.version, version, "the same place changes nothing");
    assert_eq!(system.mails().await.len(), mails, "nobody is mailed");
    people.delete(&format!("/entities/{other}")).await.expect_problem(409, "in-use", "accepted");
    assert_eq!(people.delete(&format!("/entities/{first}")).await.status, 204, "nobody is there any more");
    let history = people.get(&format!("{user}/history")).await.expect(200).body.to_string();
    assert!(history.contains("reimbursement_only"), "{history}");

    for (body, about) in [
        (json!({ "entityId": "odd", "cardAccess": "card" }), "entityId"),
        (json!({ "entityId": other }), "cardAccess"),
        (
            json!({ "entityId": other, "cardAccess": "gold" }),
            "`cardAccess` cannot be `gold`. Possible: `card`, `card_",
        ),
        (json!({ "entityId": other, "cardAccess": 7 }), "`cardAccess` must be a string"),
        (json!({ "entityId": other, "cardAccess": "card", "colour": "red" }), "colour"),
    ] {
        people.put(&place, &body).await.expect_problem(400, "invalid-request", about);
    }
    let nowhere = json!({ "entityId": NOBODY, "cardAccess": "card" });
    people.put(&place, &nowhere).await.expect_problem(404, "not-found", "entity");
    people.put(&format!("/users/{NOBODY}/place"), &wanted).await.expect_problem(404, "not-found", "nobody");
    system.check().await;
}

#[tokio::test]
async fn who_loses_a_place_signs_in_no_more_and_can_be_invited_again() {
    let system = TestSystem::start().await;
    let people = system.people();
    let ada = system.okta().assign("ada@example.com").await;
    accepts(&system, &people.entity("Acme GmbH").await, &ada.id, "ada@example.com").await;
    let place = format!("/users/{}/place", ada.id);
    people.sign_in(&ada.id).await.expect(200);
    system.let_time_pass().await;
    let billed = people.get("/billing/periods/current/lines").await.expect(200)["lines"].clone();
    let link = system.link_for("ada@example.com").await;
    let ended = people.delete(&place).await.expect(200);
    assert_eq!((&ended["status"], &ended["place"]), (&json!("provisioned"), &Value::Null));
    assert_eq!(ended["invitation"]["state"], "ended");
    let version = system.user(&ada.id).await.version;
    assert_eq!(people.delete(&place).await.expect(200).body, ended.body, "the answer may have got lost");
    assert_eq!(system.user(&ada.id).await.version, version, "and nothing is written");
    system.let_time_pass().await;
    people.sign_in(&ada.id).await.expect_problem(409, "not-accepted", "not accepted");
    Visitor::default().open(&link).await.expect(410, "no longer counts");
    Visitor::default().accept(&link).await.expect(410, "no longer counts");
    assert_eq!(people.get("/billing/periods/current/lines").await.expect(200)["lines"], billed, "it stays");

    let entity = people.entity("Acme Ltd.").await;
    system.let_time_pass().await;
    accepts(&system, &entity, &ada.id, "ada@example.com").await;
    people.sign_in(&ada.id).await.expect(200);
    assert_eq!(
        people.get("/billing/periods/current/lines").await.expect(200)["lines"],
        billed,
        "paid already"
    );
    system.check().await;
}

#[tokio::test]
async fn an_administrator_changes_a_place_and_takes_it_away() {
    let system = TestSystem::start().await;
    let people = system.people();
    let other = people.entity("Acme Ltd.").await;
    let ada = system.member("ada@example.com").await;
    let mut portal = Portal::open(&system).await;
    let person = format!("person?id={}", ada.id);
    portal.get(&person).await.expect(200, "Change the place");
    let form = [("person", ada.id.as_str()), ("entity", &other), ("access", "reimbursement_only")];
    portal.post("place-change", &form[..2]).await.expect(400, "card access");
    portal.post("place-change", &[form[0], ("entity", NOBODY), form[2]]).await.expect(400, "no such entity");
    let page = portal.post("place-change", &form).await.expect(200, "The place is changed");
    assert!(page.says("<dd><bdi>Acme Ltd.</bdi></dd>") && page.says("Reimbursement only"), "{page}");
    let page = portal.post("place-end", &[form[0]]).await.expect(200, "The place is taken away");
    assert!(page.says("Place taken away") && !page.says("Change the place"), "{page}");
    let listed = portal.get("people").await.expect(200, "ada@example.com");
    assert!(!listed.says("<bdi>Acme Ltd.</bdi>"), "not invited, and belongs nowhere: {listed}");
    portal.post("place-end", &[form[0]]).await.expect(200, "The place is taken away");
    portal.post("place-change", &form).await.expect(400, "no place");
    system.snapshot().await;
    let page = portal.get(&person).await.expect(200, "Took the place away");
    assert!(
        page.says("Changed the card access (reimbursement only); changed the entity to Acme Ltd."),
        "{page}"
    );
    let (method, headers) = (reqwest::Method::POST, reqwest::header::HeaderMap::new());
    portal.send(method, "place-end", Some(&form[..1]), &headers).await.expect(403, "");
    system.check().await;
}

#[tokio::test]
async fn who_invites_is_named_in_the_mail_and_on_the_page() {
    let system = TestSystem::start().await;
    let people = system.people();
    let entity = people.entity("Acme GmbH").await;
    let (ada, bob) =
        (system.okta().assign("ada@example.com").await, system.okta().assign("bob@example.com").await);
    let invite = |name: Value| json!({ "entityId": entity, "cardAccess": "card", "userIds": [ada.id], "invitedBy": name });
    for name in ["", "two\nlines", &"x".repeat(101)] {
        people.post("/invitations", &invite(name.into())).await.expect_problem(
            400,
            "invalid-request",
            "invitedBy",
        );
    }
    let hostile = "Grace <b>Hopper</b> https://evil.example";
    let answer = people.post("/invitations", &invite(hostile.into())).await.expect(200);
    assert_eq!(answer["results"][0]["invitation"]["invitedBy"], hostile);
    let mut portal = Portal::open(&system).await;
    let form = [("id", bob.id.as_str()), ("entity", &entity), ("access", "card")];
    portal.post("invite", &form).await.expect(200, "1 person invited");
    for (address, name) in
        [("ada@example.com", "Grace &#60;b&#62;Hopper"), ("bob@example.com", "Grace Hopper")]
    {
        let link = system.link_for(address).await;
        let page = Visitor::default().open(&link).await.expect(200, name);
        assert!(page.html.contains("invites you to") && !page.html.contains("<b>"), "{page}");
    }
    let mails = system.mails().await;
    let bobs = mails.iter().find(|mail| mail.to == "bob@example.com").unwrap();
    assert!(bobs.text.contains("Grace Hopper invites you to Acme GmbH"), "{}", bobs.text);
    let adas = mails.iter().find(|mail| mail.to == "ada@example.com").unwrap();
    assert!(!adas.text.contains("https://evil.example"), "no link but ours: {}", adas.text);
    system.check().await;
}

/// Deleting and inviting, or moving, really race: whoever is told that it is done finds it done.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_to_belong_to_an_entity_that_is_deleted() {
    let system = TestSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let member = system.member("member@example.com").await;
    for round in 0..12 {
        let entity = people.entity(&format!("Acme {round}")).await;
        let (address, path) = (format!("person{round}@example.com"), format!("/entities/{entity}"));
        let ada = okta.assign(address.as_str()).await;
        let deletions = async {
            // Later each time, so that each meets another moment of the invitation.
            tokio::time::sleep(std::time::Duration::from_millis(round * 2)).await;
            join_all((0..2).map(|_| people.delete(&path))).await
        };
        let place = json!({ "entityId": entity, "cardAccess": "card" });
        let (whom, to) = ([ada.id.as_str()], format!("/users/{}/place", member.id));
        let moves = join(people.invite(&entity, &whom), people.put(&to, &place));
        let (deletions, (invited, moved)) = join(deletions, moves).await;
        let is_deleted = people.get(&path).await.status == 404;
        assert_eq!(is_deleted, deletions.iter().any(|answer| answer.status == 204), "{deletions:?}");
        let mut named = [false, false];
        for (named, id) in named.iter_mut().zip([&ada.id, &member.id]) {
            let user = people.get(&format!("/users/{id}")).await.expect(200);
            *named = user["invitation"]["entity"]["id"] == entity.as_str();
        }
        assert!(!is_deleted || named == [false, false], "{named:?} named it\n{invited}\n{moved}");
        assert_eq!(
            named[0],
            invited.status == 200 && invited["results"][0]["outcome"] == "invited",
            "{invited}"
        );
        // What was not deleted is open again.
        if !is_deleted {
            let bob = okta.assign(format!("late{round}@example.com").as_str()).await;
            let answer = people.invite(&entity, &[&bob.id]).await.expect(200);
            assert_eq!(answer["results"][0]["outcome"], "invited", "{answer}");
        }
    }
    system.check().await;
}
