//! What became of Ada: for ninety days after a deletion it is told, by every name that she had, who did it and why.

use jiff::{SignedDuration, Timestamp};
use rollcall_tests::entra::soft_deleted;
use rollcall_tests::person::Person;
use rollcall_tests::resource::account;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, LocalSystem, People, Visitor};
use serde_json::{Value, json};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn trace(people: &People, by: &str, value: &str) -> Answer {
    people.get(&format!("/trace?{by}={}", encode(value))).await.expect(200)
}

fn unknown() -> Value {
    json!({ "state": "unknown", "deleted": [] })
}

fn time(value: &Value) -> Timestamp {
    value.as_str().unwrap_or_else(|| panic!("no time: {value}")).parse().unwrap()
}

/// Moves the clock to a moment.
async fn go_to(system: &LocalSystem, moment: Timestamp) {
    let now = system.now().await;
    system.advance(SignedDuration::from_secs(moment.duration_since(now).as_secs())).await;
}

#[tokio::test]
async fn somebody_deleted_is_found_for_ninety_days_by_address_external_id_and_id() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = okta.assign("Ada@example.com").await;
    let made = time(&trace(&people, "id", &ada.id).await["account"]["createdAt"]);
    let away = okta.unassign(&ada).await.expect(200);
    system.settle().await;
    let blocked = trace(&people, "email", "ada@example.com").await;
    let by = blocked["account"]["history"][1]["byName"].clone();
    assert!(by.is_string(), "{blocked}");
    let due = time(&account(&away)["purgeAt"]);

    go_to(&system, due + MINUTE).await;
    let names = [
        ("email", "ADA@example.com"),
        ("externalId", ada.person.directory_id.as_str()),
        ("id", ada.id.as_str()),
    ];
    let first = trace(&people, "id", &ada.id).await;
    let deleted = &first["deleted"][0];
    let purged = time(&deleted["purgedAt"]);
    assert!(purged >= due && purged < due + MINUTE * 2, "{deleted}");
    let expected = json!({
        "id": ada.id,
        "createdAt": made,
        "deactivatedAt": time(&account(&away)["deactivatedAt"]),
        "deactivatedBy": "directory",
        "deactivatedByName": by,
        "reason": "deactivated_by_directory",
        "purgedAt": purged,
        "deletion": "after_deactivation",
        "forgottenAt": purged + DAY * 90,
    });
    for after in [DAY, DAY * 89] {
        go_to(&system, purged + after).await;
        for (by, value) in names {
            let found = trace(&people, by, value).await;
            assert_eq!(found.body, json!({ "state": "deleted", "deleted": [expected] }), "{by}, {after}");
        }
    }
    go_to(&system, purged + DAY * 91).await;
    for (by, value) in names {
        assert_eq!(trace(&people, by, value).await.body, unknown(), "{by}");
    }
    system.check().await;
}

/// A tombstone that has expired may still be there: DynamoDB deletes late.
#[tokio::test]
async fn what_has_expired_is_unknown_though_it_is_still_in_the_table() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = okta.assign("ada@example.com").await;
    let due = time(&account(&okta.unassign(&ada).await.expect(200))["purgeAt"]);
    go_to(&system, due + MINUTE).await;
    let left: Vec<_> = system.table().items().await;
    go_to(&system, due + DAY * 90 + MINUTE * 5).await;
    let of_ada = |item: &&rollcall_tests::table::Item| {
        let pk = item["pk"].as_s().unwrap();
        pk.contains("#Q#") || item["sk"].as_s().unwrap() == "TOMBSTONE"
    };
    let late: Vec<_> = left.iter().filter(of_ada).cloned().collect();
    assert_eq!(late.len(), 3, "{left:?}");
    system.table().write(late.clone()).await;
    for (by, value) in [("email", "ada@example.com"), ("id", ada.id.as_str())] {
        assert_eq!(trace(&people, by, value).await.body, unknown(), "{by}");
    }
    system.table().delete(&late).await;
    system.check().await;
}

#[tokio::test]
async fn who_deleted_somebody_and_why_is_told_of_each_way_to_be_deleted() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let unlinked = okta.assign("unlinked@example.com").await;
    system.scim().delete(&unlinked.id).await.expect(204);
    let replaced = okta.assign("replaced@example.com").await;
    okta.unassign(&replaced).await.expect(200);
    let another = Person::from("replaced@example.com").with_directory_id("00uSomebodyElse");
    okta.create(another).await.expect(201);
    let blocked = people.user("blocked@example.com").await;
    people.patch(&format!("/users/{blocked}"), &json!({ "active": false })).await.expect(200);
    let deleted = people.user("deleted@example.com").await;
    people.delete(&format!("/users/{deleted}")).await.expect(200);
    let both = people.user("both@example.com").await;
    people.patch(&format!("/users/{both}"), &json!({ "active": false })).await.expect(200);
    system.advance(DAY).await;
    people.delete(&format!("/users/{both}")).await.expect(200);
    system.advance(DAY * 14).await;
    for (name, by, reason, deletion, is_asked_for) in [
        ("unlinked", "directory", "deleted_by_directory", "by_directory", true),
        ("replaced", "directory", "replaced", "replaced", false),
        ("blocked", "operator", "deactivated_by_operator", "after_deactivation", false),
        ("deleted", "operator", "deactivated_by_operator", "by_operator", true),
        ("both", "operator", "deactivated_by_operator", "by_operator", true),
    ] {
        let found = trace(&people, "email", &format!("{name}@example.com")).await;
        let told = &found["deleted"][0];
        assert_eq!(
            (&told["deactivatedBy"], &told["reason"], &told["deletion"]),
            (&json!(by), &json!(reason), &json!(deletion)),
            "{name}: {found}"
        );
        assert!(told["deactivatedByName"].is_string(), "{name}: {told}");
        assert_eq!(told["deletionByName"].is_string(), is_asked_for, "{name}: {told}");
    }
    system.check().await;
}

#[tokio::test]
async fn an_address_that_was_taken_again_leads_to_the_account_and_to_those_before() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let mut ids = Vec::new();
    for number in 0..3 {
        let person = Person::from("ada@example.com").with_directory_id(&format!("00u{number}"));
        let ada = okta.assign(person).await;
        ids.push(ada.id.clone());
        if number < 2 {
            let due = time(&account(&okta.unassign(&ada).await.expect(200))["purgeAt"]);
            go_to(&system, due + MINUTE).await;
        }
    }
    let found = trace(&people, "email", "ada@example.com").await;
    let before = |at: usize| found["deleted"][at]["id"].as_str().unwrap_or_default();
    assert_eq!((&found["state"], &found["account"]["id"]), (&json!("active"), &json!(ids[2])));
    assert_eq!([before(0), before(1)], [ids[1].as_str(), ids[0].as_str()], "the latest first");
    for (external_id, id) in [("00u0", &ids[0]), ("00u1", &ids[1])] {
        let found = trace(&people, "externalId", external_id).await;
        assert_eq!((&found["state"], &found["deleted"][0]["id"]), (&json!("deleted"), &json!(id)));
        assert_eq!(found["deleted"].as_array().unwrap().len(), 1, "{found}");
    }
    assert_eq!(trace(&people, "id", &ids[0]).await["state"], "deleted");
    system.check().await;
}

/// Directories rename whom they delete. Whoever asks knows the address from before.
#[tokio::test]
async fn somebody_whose_name_was_made_unusable_is_found_by_the_address_that_they_had() {
    let system = LocalSystem::start().await;
    let (entra, people) = (system.entra(), system.people());
    let ada = entra.provision("ada@example.com").await;
    let gone = soft_deleted("ada@example.com");
    let away = entra.set(&ada.id(), &[("userName", json!(gone)), ("active", json!(false))]).await.expect(200);
    go_to(&system, time(&account(&away)["purgeAt"]) + MINUTE).await;
    for address in ["ada@example.com", gone.as_str()] {
        let found = trace(&people, "email", address).await;
        assert_eq!(found["deleted"][0]["id"], json!(ada.id()), "{address}: {found}");
    }
    system.check().await;
}

#[tokio::test]
async fn what_stays_of_somebody_names_nobody_and_is_gone_after_ninety_days() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada.quimbly@example.com").await;
    let ada = okta.rename(&ada, "ada.zwingli@example.com").await;
    let link = system.link_for("ada.zwingli@example.com").await;
    Visitor::default().confirm(&link).await.expect(200, "");
    let due = time(&account(&okta.unassign(&ada).await.expect(200))["purgeAt"]);
    go_to(&system, due + MINUTE).await;
    let after = system.snapshot().await;
    for word in ["quimbly", "zwingli", "00u-ada"] {
        assert!(!after.mentions(word), "{word} is still in the table");
    }
    let key = after.get("T#demo#Q", "KEY").unwrap()["traceKey"].as_str().unwrap().to_owned();
    let marks = after.items().filter(|(pk, ..)| pk.contains("#Q#")).count();
    assert_eq!((key.len(), marks), (64, 2), "the address and the externalId");
    let found = trace(&system.people(), "email", "ada.quimbly@example.com").await;
    assert_eq!(found.body, unknown(), "only by what the account had in the end");
    assert!(!found.body.to_string().contains(&key));

    system.advance(DAY * 92).await;
    let late = system.snapshot().await;
    let left: Vec<_> = late.items().filter(|(pk, sk, _)| pk.contains("#Q#") || *sk == "TOMBSTONE").collect();
    assert!(left.is_empty(), "{left:?}");
    system.check().await;
}

#[tokio::test]
async fn another_tenant_knows_nothing_of_the_deleted() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let other = system.tenant("other").await;
    let of_other = system.people().with_token(system.people_token_of(&other).await);
    // Both have deleted somebody, so both have a key.
    let bob = of_other.user("bob@example.com").await;
    of_other.delete(&format!("/users/{bob}")).await.expect(200);
    let ada = okta.assign("ada@example.com").await;
    okta.unassign(&ada).await.expect(200);
    system.advance(DAY * 15).await;
    let names = [
        ("email", "ada@example.com"),
        ("externalId", ada.person.directory_id.as_str()),
        ("id", ada.id.as_str()),
    ];
    for (by, value) in names {
        assert_eq!(trace(&of_other, by, value).await.body, unknown(), "{by}");
        assert_eq!(trace(&system.people(), by, value).await["state"], "deleted", "{by}");
    }
    assert_eq!(trace(&of_other, "email", "bob@example.com").await["state"], "deleted");
    let table = system.snapshot().await;
    let key = |tenant: &str| table.get(&format!("T#{tenant}#Q"), "KEY").unwrap()["traceKey"].clone();
    assert_ne!(key("demo"), key("other"));
    system.check().await;
}

#[tokio::test]
async fn of_a_long_history_the_latest_fifty_entries_are_told() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = okta.assign("ada@example.com").await;
    for _ in 0..26 {
        okta.unassign(&ada).await.expect(200);
        okta.reactivate(&ada).await.expect(200);
    }
    system.settle().await;
    let found = trace(&people, "id", &ada.id).await;
    let history = found["account"]["history"].as_array().unwrap();
    let version = |entry: &Value| entry["version"].as_u64().unwrap();
    assert_eq!((history.len(), version(&history[0]), version(&history[49])), (50, 4, 53));
    assert_eq!(found["account"]["hasEarlierEntries"], true);
    assert!(found["account"]["deactivatedBy"].is_null(), "{found}");
    system.advance(SECOND).await;
    system.check().await;
}
