//! `rollcall tenant export` and `import`: a tenant moves from one system to another, and goes on there with the same
//! ids.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use jiff::SignedDuration;
use rollcall::store::{MovedItem, moving_kinds};
use rollcall_local::TABLE_LAYOUT;
use rollcall_rules::export::{Arrival, Manifest};
use rollcall_tests::table::{Item, Snapshot};
use rollcall_tests::{LocalSystem, People, Scim};
use serde_json::{Value, json};
use tempfile::TempDir;

const TWO_WEEKS: SignedDuration = SignedDuration::from_hours(15 * 24);

/// A system without any tenant.
async fn empty_system() -> LocalSystem {
    let system = LocalSystem::start().await;
    let items: Vec<Item> = system.table().items().await;
    system.table().delete(&items).await;
    system.settle().await;
    system
}

/// The directory of a tenant that came from another system: with the token that it had there.
fn directory(system: &LocalSystem, from: &LocalSystem) -> Scim {
    system.scim().with_token(from.demo().token.as_str())
}

/// The backend with the token that it had there.
fn backend(system: &LocalSystem, from: &LocalSystem) -> People {
    system.people().with_token(from.people_token())
}

fn export_dir(dir: &TempDir) -> String {
    dir.path().join("demo.export").display().to_string()
}

/// Switches provisioning off and exports the demo tenant.
async fn exported(system: &LocalSystem, to: &str) -> Value {
    system.rollcall("tenant set demo --scim off").await.unwrap();
    system.settle().await;
    system.rollcall(&format!("tenant export demo --to {to}")).await.unwrap()
}

/// People in all states, in groups with rules, with a webhook, administrators, lists and refusals. Gives the ids of one
/// who is active and one who is blocked.
async fn live(system: &LocalSystem) -> (String, String) {
    let (okta, people) = (system.okta(), system.people());
    system.configure(|tenant| "Zwingli Holdings".clone_into(&mut tenant.name)).await;
    system.add_webhook("http://127.0.0.1:9/hooks", &[]).await;
    let gone = okta.assign("gone.quimbly@example.com").await;
    okta.unassign(&gone).await.expect(200);
    system.advance(TWO_WEEKS).await;
    for number in 0..20 {
        okta.assign(format!("person{number}.quimbly@example.com").as_str()).await;
    }
    let ada = okta.assign("ada.quimbly@example.com").await;
    let ada = okta.rename(&ada, "ada.fitz@example.com").await;
    system.link_for("ada.fitz@example.com").await;
    let bob = okta.assign("bob.quimbly@example.com").await;
    okta.unassign(&bob).await.expect(200);
    let eve = system.member("eve.quimbly@example.com").await;
    people.sign_in(&eve.id).await;
    system.native_user("nat.quimbly@example.com").await;
    let group = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "Quimbly # Sales",
        "members": [{ "value": ada.id }, { "value": eve.id }],
    });
    let group = system.scim().post("/Groups", &group).await.expect(201);
    system.declare_roles(&[("approver", "Approver")]).await;
    system.set_rule(group["id"].as_str().unwrap(), Some("approver"), true).await;
    people.post("/administrators", &json!({ "address": "grace.quimbly@example.com" })).await.expect(201);
    people.post_once("a-key", "/portal-links", &json!({ "name": "Grace Quimbly" })).await.expect(201);
    system.scim().get("/Users?count=1&startIndex=1").await.expect(200);
    system.scim().get("/Users?filter=nonsense").await;
    system.settle().await;
    (ada.id, bob.id)
}

/// The items of some kinds as they are at rest, without the mark of an import.
fn kept(snapshot: &Snapshot) -> BTreeMap<(String, String), Value> {
    let is_kept = |pk: &str, sk: &str| {
        matches!(sk, "USER" | "GUARD" | "GROUP" | "TOMBSTONE" | "ACCESS" | "COUNT" | "TOKEN")
            || sk.starts_with("H#") && pk.contains("#U#")
            || sk.starts_with("E#")
            || sk.starts_with("M#")
            || sk.starts_with("ENTITY#")
            || pk.contains("#B")
            || pk.contains("#Q")
    };
    let items = snapshot.items().filter(|(pk, sk, _)| is_kept(pk, sk));
    let bare = |item: &Value| {
        let mut item = item.clone();
        item.as_object_mut().unwrap().shift_remove("imported");
        item
    };
    items.map(|(pk, sk, item)| ((pk.to_owned(), sk.to_owned()), bare(item))).collect()
}

fn lines(dir: &str, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(Path::new(dir).join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_tenant_goes_on_elsewhere_with_the_same_ids_and_tokens_and_is_deleted_at_home() {
    let (home, away, dir) = (LocalSystem::start().await, empty_system().await, tempfile::tempdir().unwrap());
    away.advance(TWO_WEEKS).await;
    let (ada, bob) = live(&home).await;
    let page = home.people().get("/events?limit=5").await.expect(200);
    let cursor = page["next"].as_str().unwrap().to_owned();
    let to = export_dir(&dir);
    let export = exported(&home, &to).await;
    assert_eq!((&export["changedMeanwhile"], &export["provisioning"]), (&json!(false), &json!(false)));
    let users = export["counts"]["users"].as_u64().unwrap();
    assert_eq!(
        (users, &export["counts"]["groups"], &export["counts"]["tombstones"]),
        (24, &json!(1), &json!(1))
    );
    let left: BTreeSet<&str> = export["leftOut"].as_object().unwrap().keys().map(String::as_str).collect();
    assert!(left.contains("linksToPortal"), "{left:?}");
    assert_eq!(home.rollcall(&format!("tenant verify-export {to}")).await.unwrap()["whole"], true);

    // What the customer reads.
    let shown = lines(&to, "users.jsonl");
    let of_ada = shown.iter().find(|user| user["id"] == ada.as_str()).unwrap();
    assert_eq!((shown.len(), &of_ada["userName"]), (24, &json!("ada.fitz@example.com")));
    assert_eq!(of_ada["emails"][0]["value"], "ada.quimbly@example.com");
    assert_eq!(of_ada["groups"][0]["display"], "Quimbly # Sales");
    assert_eq!(of_ada["roles"][0]["value"], "approver");
    let group = &lines(&to, "groups.jsonl")[0];
    assert_eq!(
        (&group["displayName"], group["members"].as_array().unwrap().len()),
        (&json!("Quimbly # Sales"), 2)
    );
    assert!(
        lines(&to, "history.jsonl")
            .iter()
            .any(|entry| entry["userId"] == bob.as_str() && entry["by"] == "directory")
    );
    assert!(lines(&to, "events.jsonl").iter().any(|event| event["kind"] == "user.created"));
    for file in fs::read_dir(&to).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(
            !text.contains(home.demo().token.as_str()) && !text.contains(home.people_token()),
            "a secret"
        );
    }

    let webhook = away.add_webhook("http://127.0.0.1:9/others", &[]).await;
    let rehearsed = away.rollcall(&format!("tenant import {to} --dry-run")).await.unwrap();
    assert_eq!((&rehearsed["dryRun"], &rehearsed["written"]), (&json!(true), &json!(0)));
    let imported = away.rollcall(&format!("tenant import {to}")).await.unwrap();
    assert_eq!((&imported["counts"], &imported["written"]), (&export["counts"], &export["items"]));
    let (before, after) = (home.snapshot().await, away.snapshot().await);
    assert!(kept(&before) == kept(&after), "{}", before.difference(&after));
    // Nothing is announced, mailed or sent anew.
    assert!(away.events().await.is_empty());
    assert_eq!(away.mails().await, []);
    let delivery = after.get("T#demo#F", &format!("W#{}", webhook.id)).unwrap();
    assert_eq!(delivery["after"], after.get("T#demo#F", "LAST").unwrap()["version"]);
    assert!(!away.planned_runs().is_empty(), "the deletion of somebody blocked is planned");
    let again = away.rollcall(&format!("tenant import {to}")).await.unwrap();
    assert_eq!((&again["wasImported"], &again["endedAt"]), (&json!(true), &imported["endedAt"]));

    // The directory goes on with its token, once it may.
    let scim = directory(&away, &home);
    scim.get(&format!("/Users/{ada}")).await.expect_refusal(403, None, "");
    away.rollcall("tenant set demo --scim on").await.unwrap();
    let there = scim.get(&format!("/Users/{ada}")).await.expect(200);
    assert_eq!((&there["id"], &there["userName"]), (&json!(ada), &json!("ada.fitz@example.com")));
    assert_eq!(there["meta"]["version"], of_ada["meta"]["version"]);
    let taken = scim.post("/Users", &json!({ "userName": "person3.quimbly@example.com" })).await;
    assert!(taken.status == 409 || taken["id"].is_string(), "{taken:?}");
    scim.patch(&ada, json!([{ "op": "replace", "value": { "active": false } }])).await.expect(200);
    let made = scim.post("/Users", &json!({ "userName": "new.quimbly@example.com" })).await.expect(201);
    let kinds: Vec<(String, String)> = away
        .events()
        .await
        .iter()
        .map(|event| (event.detail_type.clone(), event.detail["userId"].as_str().unwrap().to_owned()))
        .collect();
    assert!(kinds.contains(&("user.deactivated".to_owned(), ada.clone())), "{kinds:?}");
    assert!(kinds.contains(&("user.created".to_owned(), made.id())), "{kinds:?}");
    let traced = backend(&away, &home).get("/trace?email=gone.quimbly%40example.com").await.expect(200);
    assert_eq!(traced["state"], "deleted");

    let [there, here] = [home.people(), backend(&away, &home)].map(|people| {
        let path = format!("/events?limit=5&after={cursor}");
        async move { people.get(&path).await.expect(200)["events"].clone() }
    });
    assert_eq!(here.await, there.await, "a reader of the feed goes on with its cursor");

    // Somebody who was blocked at home is deleted in time.
    scim.get(&format!("/Users/{bob}")).await.expect(200);
    away.advance(TWO_WEEKS).await;
    scim.get(&format!("/Users/{bob}")).await.expect(404);
    assert!(!away.snapshot().await.mentions("bob.quimbly"));

    let (name, proof) = ("Zwingli", dir.path().join("proof.json"));
    home.configure(|tenant| name.clone_into(&mut tenant.name)).await;
    let delete =
        format!("tenant delete demo --yes-delete {name} --proof {} --last-look-after 0", proof.display());
    home.rollcall(&delete).await.unwrap();
    let left = home.snapshot().await;
    for word in ["quimbly", "fitz", "zwingli"] {
        assert!(!left.mentions(word), "{word} is still at home");
    }
    let proven = home.rollcall(&format!("tenant verify-proof {}", proof.display())).await.unwrap();
    assert_eq!(proven["valid"], true);
    let back = home.rollcall(&format!("tenant import {to}")).await.unwrap_err();
    assert_eq!(back["kind"], "tenantLeft");
    home.check().await;
    away.check().await;
}

/// It is killed again and again, each time a little later.
#[tokio::test]
async fn an_import_that_is_killed_again_and_again_is_whole_in_the_end() {
    let (home, away, dir) = (LocalSystem::start().await, empty_system().await, tempfile::tempdir().unwrap());
    let to = export_dir(&dir);
    let blocked = half_blocked(&home, 40, &to).await;
    let import = format!("tenant import {to}");
    let arrival = async || away.table().snapshot().await.get("T#demo", "ARRIVAL").cloned();
    for millis in (1..).map(|times| 100 + times * 60) {
        let mut command = away.command(&import);
        let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        running.kill().unwrap();
        running.wait().unwrap();
        let Some(arrival) = arrival().await else { continue };
        if !arrival["endedAt"].is_null() {
            break;
        }
        let snapshot = away.table().snapshot().await;
        assert!(snapshot.get("T#demo", "TENANT").is_none(), "before all is there");
        directory(&away, &home).get("/Users").await.expect_refusal(401, None, "");
        let create = away.rollcall("tenant create demo").await.unwrap_err();
        assert_eq!(create["kind"], "tenantExists", "{create}");
    }
    let again = away.rollcall(&import).await.unwrap();
    assert_eq!(again["wasImported"], true, "{again}");
    away.rollcall("tenant set demo --scim on").await.unwrap();
    away.advance(TWO_WEEKS).await;
    let scim = directory(&away, &home);
    let listed = scim.get("/Users?count=100").await.expect(200);
    assert_eq!(listed["totalResults"], 20, "the others are deleted");
    for id in &blocked {
        scim.get(&format!("/Users/{id}")).await.expect(404);
    }
    away.check().await;
    home.check().await;
}

/// An import that was broken off in the middle of the accounts, of which so many are there.
async fn half_imported(away: &LocalSystem, export: &str, accounts: usize) {
    let (store, dir) = (away.store(), Path::new(export));
    let text = fs::read(dir.join("manifest.json")).unwrap();
    let manifest = Manifest::parse(&text, TABLE_LAYOUT, &moving_kinds()).unwrap();
    let mut arrival = Arrival::new(&manifest, away.now().await);
    store.begin_arrival(&arrival).await.unwrap();
    for file in manifest.item_files() {
        let (kind, text) = (file.kind.as_deref().unwrap(), fs::read_to_string(dir.join(&file.name)).unwrap());
        let items = text.lines().map(|line| MovedItem::from_line(&manifest.tenant, kind, line).unwrap());
        if kind == "users" {
            return store.write_arriving(&manifest.tenant, items.take(accounts).collect()).await.unwrap();
        }
        store.write_arriving(&manifest.tenant, items.collect()).await.unwrap();
        arrival = store.note_arrival(&arrival, arrival.written + file.extent.lines).await.unwrap();
    }
}

/// People of whom every other one is blocked, and an export of them. Gives the ids of those.
async fn half_blocked(home: &LocalSystem, people: usize, to: &str) -> Vec<String> {
    let (okta, mut blocked) = (home.okta(), Vec::new());
    for number in 0..people {
        let person = okta.assign(format!("person{number}@example.com").as_str()).await;
        if number % 2 == 0 {
            okta.unassign(&person).await.expect(200);
            blocked.push(person.id);
        }
    }
    exported(home, to).await;
    blocked
}

#[tokio::test]
async fn an_import_that_is_given_up_leaves_nothing_and_another_export_can_come() {
    let (home, away, dir) = (LocalSystem::start().await, empty_system().await, tempfile::tempdir().unwrap());
    let (first, second) = (export_dir(&dir), dir.path().join("second").display().to_string());
    half_blocked(&home, 8, &first).await;
    half_imported(&away, &first, 5).await;
    away.settle().await;
    home.rollcall("tenant set demo --name Other").await.unwrap();
    exported(&home, &second).await;
    let other = away.rollcall(&format!("tenant import {second}")).await.unwrap_err();
    assert_eq!(other["kind"], "otherImport", "{other}");
    let wrong = away.rollcall("tenant delete demo --yes-delete Other").await.unwrap_err();
    assert_eq!(wrong["kind"], "notTheName");
    let delete = "tenant delete demo --yes-delete Demo --last-look-after 0";
    let counted = away.rollcall("tenant delete demo --dry-run").await.unwrap();
    let deleted = away.rollcall(delete).await.unwrap();
    assert_eq!((&deleted["wasArriving"], &deleted["items"]), (&json!(true), &counted["items"]));
    assert_eq!(deleted["proof"], Value::Null);
    assert_eq!(away.table().snapshot().await.items().count(), 0, "nothing is left");
    assert_eq!(away.rollcall(delete).await.unwrap_err()["kind"], "noTenant");
    away.rollcall(&format!("tenant import {second}")).await.unwrap();
    let (before, after) = (home.snapshot().await, away.snapshot().await);
    assert!(kept(&before) == kept(&after), "{}", before.difference(&after));
    away.check().await;
    home.check().await;
}

#[tokio::test]
async fn two_imports_at_once_do_no_harm() {
    let (home, away, dir) = (LocalSystem::start().await, empty_system().await, tempfile::tempdir().unwrap());
    home.seed(60).await;
    let to = export_dir(&dir);
    exported(&home, &to).await;
    let import = format!("tenant import {to}");
    let (one, two) = tokio::join!(away.rollcall(&import), away.rollcall(&import));
    assert_eq!(one.unwrap()["endedAt"], two.unwrap()["endedAt"]);
    let (before, after) = (home.snapshot().await, away.snapshot().await);
    assert!(kept(&before) == kept(&after), "{}", before.difference(&after));
    home.check().await;
    away.check().await;
}
