//! A table that was restored to an earlier moment: whoever was deleted since is deleted again there, and everybody else is as they
//! were.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use rollcall::store::Store;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use rollcall_tests::broken::at_every_call;
use rollcall_tests::table::{Snapshot, Table};
use rollcall_tests::{LocalSystem, Okta};
use serde_json::{Value, json};

const TWO_WEEKS: SignedDuration = SignedDuration::from_hours(15 * 24);

/// The restored table.
const RESTORED: &str = "rollcall-restored";

const APPLY: &str = "restore apply --from rollcall-restored --last-look-after 0";

/// The people of a directory with these addresses, and then the ids.
async fn assigned<const N: usize>(okta: &Okta, names: [&str; N]) -> [String; N] {
    let mut ids = Vec::with_capacity(N);
    for name in names {
        ids.push(okta.assign(format!("{name}@example.com").as_str()).await.id);
    }
    ids.try_into().unwrap()
}

async fn block(system: &LocalSystem, id: &str) {
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    system.scim().patch(id, off).await.expect(200);
}

async fn leave(system: &LocalSystem, tenant: &str) {
    let shown = system.rollcall(&format!("tenant show {tenant}")).await.unwrap();
    let name = shown["name"].as_str().unwrap();
    let delete = format!("tenant delete {tenant} --yes-delete {name} --last-look-after 0");
    system.rollcall(&delete).await.unwrap();
}

fn of_tenant<'a>(plan: &'a Value, tenant: &str) -> &'a Value {
    let tenants = plan["tenants"].as_array().unwrap();
    tenants.iter().find(|found| found["tenant"] == tenant).unwrap()
}

/// Keys of what mentions one of these words.
fn mentioning(snapshot: &Snapshot, words: &[&str]) -> Vec<(String, String)> {
    let is_about = |text: &str| words.iter().any(|word| text.contains(word));
    let items = snapshot.items().filter(|(pk, sk, item)| is_about(&format!("{pk} {sk} {item}")));
    items.map(|(pk, sk, _)| (pk.to_owned(), sk.to_owned())).collect()
}

/// What neither mentions one of these words nor counts or marks people.
fn others(snapshot: &Snapshot, words: &[&str]) -> BTreeMap<(String, String), Value> {
    let theirs = mentioning(snapshot, words);
    let is_sum = |(pk, sk): &(String, String)| sk == "COUNT" || sk.starts_with("N#") || pk.contains("#Q");
    let all = snapshot.items().map(|(pk, sk, item)| ((pk.to_owned(), sk.to_owned()), item.clone()));
    all.filter(|(key, _)| !is_sum(key) && !theirs.contains(key)).collect()
}

fn sum_of_counters(snapshot: &Snapshot, prefix: &str) -> i64 {
    let counters = snapshot.items().filter(|(pk, sk, _)| format!("{pk} {sk}").starts_with(prefix));
    counters.map(|(_, _, item)| item["count"].as_f64().unwrap() as i64).sum()
}

#[tokio::test]
async fn whoever_was_deleted_since_is_deleted_again_and_everybody_else_is_as_they_were() {
    let system = LocalSystem::start().await;
    let okta = system.okta();
    let acme = system.tenant("acme").await;
    acme.okta().assign("someone.else@example.com").await;
    let [ada, bob, cat, eve] =
        assigned(&okta, ["ada.quimbly", "bob.quimbly", "cat.quimbly", "eve.quimbly"]).await;
    let group = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "Sales",
        "members": [{ "value": ada }, { "value": cat }],
    });
    let group = system.scim().post("/Groups", &group).await.expect(201)["id"].as_str().unwrap().to_owned();
    block(&system, &bob).await;
    system.settle().await;
    let copy = system.table().restored_as(RESTORED).await;
    let at = copy.snapshot().await;

    okta.assign("cat.fitz@example.com").await;
    block(&system, &cat).await;
    system.advance(TWO_WEEKS).await;
    block(&system, &eve).await;
    assigned(&okta, ["dan.quimbly"]).await;
    leave(&system, &acme.id).await;
    system.settle().await;
    let old = system.snapshot().await;
    for (id, there) in [(&bob, false), (&cat, false), (&eve, true)] {
        assert_eq!(old.get(&format!("T#demo#U#{id}"), "USER").is_some(), there);
    }

    let plan = system.rollcall("restore plan --from rollcall-restored").await.unwrap();
    let demo = of_tenant(&plan, "demo");
    assert_eq!(
        *demo,
        json!({ "tenant": "demo", "accounts": 4, "deletedSince": 2, "activeAgain": 1, "unknown": 0, "missing": 2 })
    );
    let left = of_tenant(&plan, &acme.id);
    assert_eq!((&left["returns"], &left["deletedSince"]), (&json!("deletedAgain"), &json!(1)));
    let steps = plan["steps"].to_string();
    for said in [
        "restore-table-to-point-in-time --source-table-name rollcall --target-table-name rollcall-restored",
        "rollcall restore apply --from rollcall-restored --table rollcall",
    ] {
        assert!(steps.contains(said), "{said}: {steps}");
    }
    let rehearsed = system.rollcall("restore apply --from rollcall-restored --dry-run").await.unwrap();
    assert_eq!((&rehearsed["people"], &rehearsed["tenants"]), (&json!(2), &json!([acme.id])));
    assert_eq!(copy.snapshot().await, at, "nothing is written");

    let applied = system.rollcall(APPLY).await.unwrap();
    assert_eq!((&applied["people"], &applied["tenants"]), (&json!(2), &json!([acme.id])));
    assert_eq!((&applied["activeAgain"], &applied["unknown"]), (&json!(1), &json!(0)));
    let after = copy.snapshot().await;
    for word in ["bob.quimbly", "cat.quimbly", "someone.else"] {
        assert!(at.mentions(word) && !after.mentions(word), "{word}");
    }
    let of_acme = format!("T#{}", acme.id);
    let departure = (of_acme.clone(), "DEPARTURE".to_owned());
    assert_eq!(mentioning(&after, &[&of_acme]), [departure], "{}", at.difference(&after));
    let (addresses, ids) = (["bob.quimbly", "cat.quimbly"], [bob.as_str(), cat.as_str()]);
    // The group is another one without her, but for its id and name.
    let (quoted, of_group) = (format!("\"{}\"", acme.id), group.as_str());
    let words = [&addresses[..], &ids, &[of_acme.as_str(), "someone.else", &quoted, of_group]].concat();
    assert_eq!(others(&after, &words), others(&at, &words), "{}", at.difference(&after));
    assert!(after.get(&format!("T#demo#G#{group}"), &format!("M#{ada}")).is_some());
    assert_eq!(sum_of_counters(&after, "T#demo#N#"), 2);
    assert_eq!(sum_of_counters(&after, &format!("T#demo#G#{group} N#")), 1);
    for id in ids {
        let tombstone = |snapshot: &Snapshot| {
            let mut item = snapshot.get(&format!("T#demo#U#{id}"), "TOMBSTONE").unwrap().clone();
            // The feed of the restored table is yet to tell of the deletion.
            item.as_object_mut().unwrap().retain(|name, _| !name.starts_with("effect"));
            item
        };
        assert_eq!(tombstone(&after), tombstone(&old), "the first deletion, with its dates");
        let history =
            after.items().filter(|(pk, sk, _)| *pk == format!("T#demo#U#{id}") && *sk != "TOMBSTONE");
        assert_eq!(history.count(), 0);
    }

    let again = system.rollcall(APPLY).await.unwrap();
    assert_eq!((&again["people"], &again["tenants"]), (&json!(0), &json!([])));
    assert_eq!(copy.snapshot().await, after, "it is the same");
    assert_eq!(system.snapshot().await, old, "the old table was only read");
    system.check().await;
}

/// As many people, who are deleted after the table was copied.
async fn deleted_since(system: &LocalSystem, people: usize) -> (Vec<String>, Table) {
    let okta = system.okta();
    let mut ids = Vec::with_capacity(people);
    for number in 0..people {
        ids.push(okta.assign(format!("person{number}.quimbly@example.com").as_str()).await.id);
    }
    system.settle().await;
    let copy = system.table().restored_as(RESTORED).await;
    for id in &ids {
        block(system, id).await;
    }
    system.advance(TWO_WEEKS).await;
    system.settle().await;
    assert!(!system.snapshot().await.mentions("quimbly"));
    (ids, copy)
}

#[tokio::test]
async fn a_deletion_that_fails_at_any_call_is_whole_when_it_is_done_again() {
    let system = LocalSystem::start().await;
    let (ids, copy) = deleted_since(&system, 20).await;
    let (demo, (client, name)) = (TenantId::parse("demo").unwrap(), copy.parts());
    let (whole, next) = (Store::new(client, name), std::sync::atomic::AtomicUsize::new(0));
    at_every_call(4, async |broken, attempt| {
        let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let id = UserId::parse(&ids[number]).unwrap();
        let (tombstones, key) = system.store().tombstones(&demo, &[id]).await.unwrap();
        let first = &tombstones[0];
        let _ = broken.store(&copy).delete_again(first, key.as_ref()).await;
        whole.delete_again(first, key.as_ref()).await.unwrap();
        assert!(!whole.delete_again(first, key.as_ref()).await.unwrap(), "{attempt}: nothing is left to do");
        let table = copy.snapshot().await;
        assert!(!table.mentions(&format!("person{number}.quimbly")), "{attempt}");
        let own = table.items().filter(|(pk, ..)| *pk == format!("T#demo#U#{id}"));
        let own: Vec<_> = own.map(|(_, sk, _)| sk).collect();
        assert_eq!(own, ["TOMBSTONE"], "{attempt}");
    })
    .await;
    system.check().await;
}

#[tokio::test]
async fn a_command_that_is_killed_again_and_again_is_done_in_the_end() {
    let system = LocalSystem::start().await;
    let acme = system.tenant("acme").await;
    for number in 0..10 {
        acme.okta().assign(format!("other{number}.quimbly@example.com").as_str()).await;
    }
    let (ids, copy) = {
        // The tenant leaves between the copy and the count.
        let okta = system.okta();
        let mut ids = Vec::new();
        for number in 0..30 {
            ids.push(okta.assign(format!("person{number}.quimbly@example.com").as_str()).await.id);
        }
        system.settle().await;
        let copy = system.table().restored_as(RESTORED).await;
        for id in &ids {
            block(&system, id).await;
        }
        (ids, copy)
    };
    leave(&system, &acme.id).await;
    system.advance(TWO_WEEKS).await;
    for millis in [100, 250, 400, 600, 900, 1_300] {
        let mut running = system.command(APPLY).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        running.kill().unwrap();
        running.wait().unwrap();
    }
    // Two at once do no harm.
    let (one, two) = tokio::join!(system.rollcall(APPLY), system.rollcall(APPLY));
    assert!(one.is_ok() || two.is_ok(), "{one:?} {two:?}");
    let last = system.rollcall(APPLY).await.unwrap();
    assert_eq!((&last["people"], &last["tenants"]), (&json!(0), &json!([])));
    let table = copy.snapshot().await;
    assert!(!table.mentions("quimbly"));
    let tombstones = table.items().filter(|(_, sk, item)| *sk == "TOMBSTONE" && item["purgePk"].is_null());
    assert_eq!(tombstones.count(), ids.len());
    assert_eq!(sum_of_counters(&table, "T#demo#N#"), 0);
    system.check().await;
}

#[tokio::test]
async fn tables_that_were_not_restored_from_each_other_are_refused_and_what_is_unsure_is_left() {
    let system = LocalSystem::start().await;
    let acme = system.tenant("acme").await;
    acme.okta().assign("someone.else@example.com").await;
    let [zoe] = assigned(&system.okta(), ["zoe.quimbly"]).await;
    system.settle().await;
    let copy = system.table().restored_as(RESTORED).await;
    let kind = async |arguments: &str| {
        let refused = system.rollcall(arguments).await.unwrap_err();
        refused["kind"].as_str().unwrap().to_owned()
    };
    for command in ["plan", "apply"] {
        assert_eq!(kind(&format!("restore {command} --from rollcall")).await, "sameTable");
        assert_eq!(kind(&format!("restore {command} --from no-such-table")).await, "noTable");
    }

    // It came there by an import: this may be the system to which it moved.
    leave(&system, &acme.id).await;
    let arrival = |name: &str, value: &str| (name.to_owned(), AttributeValue::S(value.to_owned()));
    let arrival = [arrival("pk", &format!("T#{}", acme.id)), arrival("sk", "ARRIVAL")].into();
    copy.write(vec![arrival]).await;
    // Of her, the old table knows nothing any more.
    let hers = system.table().items().await;
    let hers: Vec<_> =
        hers.into_iter().filter(|item| *item["pk"].as_s().unwrap() == format!("T#demo#U#{zoe}")).collect();
    system.table().delete(&hers).await;
    let before = copy.snapshot().await;
    let plan = system.rollcall("restore plan --from rollcall-restored").await.unwrap();
    assert_eq!(of_tenant(&plan, &acme.id)["returns"], "byHand");
    assert_eq!(of_tenant(&plan, "demo")["unknown"], 1);
    assert_eq!(kind(APPLY).await, "tenantsByHand");
    assert_eq!(copy.snapshot().await, before, "nothing is written");

    // A tenant of the same id that was made at another time.
    let mut demo = copy.items().await;
    demo.retain(|item| *item["pk"].as_s().unwrap() == "T#demo" && *item["sk"].as_s().unwrap() == "TENANT");
    demo[0].insert("createdAt".to_owned(), AttributeValue::S("2026-01-01T00:00:00Z".to_owned()));
    copy.write(demo).await;
    for command in ["plan", "apply"] {
        assert_eq!(kind(&format!("restore {command} --from rollcall-restored")).await, "unrelatedTables");
    }
    system.table().write(hers).await;
    system.check().await;
}
