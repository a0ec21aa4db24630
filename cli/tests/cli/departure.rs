//! `rollcall tenant delete`, and the proof that it writes.

use std::process::Stdio;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command::{bare, ran, rollcall, settings};
use crate::local::start;

/// Without the minute for requests under way: here are none.
const AT_ONCE: &str = "--last-look-after 0";

/// People of the demo tenant, by its directory.
async fn people(ready: &Ready, people: usize) {
    for number in 0..people {
        let person = json!({ "userName": format!("person{number}@example.com") });
        let made = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
        let made = made.header("content-type", "application/scim+json").body(person.to_string());
        assert_eq!(made.send().await.unwrap().status(), StatusCode::CREATED);
    }
}

fn path(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).display().to_string()
}

async fn scim_status(ready: &Ready) -> StatusCode {
    let users = Client::new().get(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    users.send().await.unwrap().status()
}

#[tokio::test]
async fn a_tenant_is_deleted_with_a_proof_that_can_be_checked() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    people(ready, 3).await;
    rollcall(ready, "tenant create demo-2 --name Neighbour").await.text();
    let neighbour = rollcall(ready, "tenant show demo-2 --json").await.json();
    let file = path(&dir, "demo.json");
    let delete = format!("tenant delete demo --yes-delete Demo --proof {file} --json {AT_ONCE}");
    let deleted = rollcall(ready, &delete).await.json();
    assert_eq!((&deleted["tenant"], &deleted["wasDeleted"]), (&json!("demo"), &json!(false)));
    assert_eq!((&deleted["counts"]["users"], &deleted["counts"]["tenant"]), (&json!(3), &json!(1)));
    let sum: u64 = deleted["counts"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(deleted["items"], sum);
    assert_eq!(scim_status(ready).await, StatusCode::UNAUTHORIZED);
    let listed = rollcall(ready, "tenant list --json").await.json();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]), (1, &neighbour));

    let proof: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!((&proof, &proof["deleted"]["counts"]), (&deleted["proof"], &deleted["counts"]));
    let valid = rollcall(ready, &format!("tenant verify-proof {file} --json")).await.json();
    assert_eq!((&valid["valid"], &valid["tenant"]), (&json!(true), &json!("demo")));
    assert_eq!((&valid["items"], &valid["endedAt"]), (&deleted["items"], &deleted["endedAt"]));
    let text = rollcall(ready, &format!("tenant verify-proof {file}")).await.text();
    assert!(text.starts_with("valid: ") && text.contains("\"demo\""), "{text}");

    // Again there is nothing to do, and the same proof to be had.
    let again = format!("tenant delete demo --proof {} --json", path(&dir, "again.json"));
    let again = rollcall(ready, &again).await.json();
    assert_eq!((&again["wasDeleted"], &again["endedAt"]), (&json!(true), &deleted["endedAt"]));
    assert_eq!(again["proof"], proof);
    let text = rollcall(ready, "tenant delete demo").await.text();
    assert!(text.contains("was deleted before, at ") && text.contains("--proof"), "{text}");

    for command in ["tenant show demo", "tenant delete demo --dry-run", "token issue demo --scope scim"] {
        let left = rollcall(ready, &format!("{command} --json")).await.problem(1);
        assert_eq!(left["kind"], "tenantLeft", "{command}: {left}");
    }
    let taken = rollcall(ready, "tenant create demo").await.failed(1);
    assert!(taken.contains("not given again"), "{taken}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "the proofs, and nothing beside them");
}

#[tokio::test]
async fn a_proof_that_is_altered_or_of_another_table_is_not_valid() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    let file = path(&dir, "demo.json");
    let other = start().await;
    let delete = format!("tenant delete demo --yes-delete Demo --proof {file} {AT_ONCE}");
    rollcall(ready, &delete).await.text();
    let verify = format!("tenant verify-proof {file} --json");
    let elsewhere = rollcall(&other.ready, &verify).await.problem(1);
    assert_eq!(elsewhere["kind"], "proofOfOtherTable", "a table that has proven nothing");
    let of_other = path(&dir, "other.json");
    rollcall(&other.ready, &delete.replace(&file, &of_other)).await.text();
    let elsewhere = rollcall(&other.ready, &verify).await.problem(1);
    assert_eq!(elsewhere["kind"], "proofOfOtherTable");

    let text = std::fs::read_to_string(&file).unwrap();
    let altered = path(&dir, "altered.json");
    for (from, to, kind) in [
        ("\"tenant\": \"demo\"", "\"tenant\": \"acme\"", "proofAltered"),
        ("\"tenant\": 1", "\"tenant\": 2", "proofAltered"),
        ("\"counts\"", "\"count\"", "noProof"),
        ("{", "", "noProof"),
    ] {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text, "{from}");
        std::fs::write(&altered, other).unwrap();
        let problem = rollcall(ready, &format!("tenant verify-proof {altered} --json")).await.problem(1);
        assert_eq!(problem["kind"], kind, "{from}: {problem}");
    }
    let none = rollcall(ready, "tenant verify-proof /nonexistent.json --json").await.problem(1);
    assert_eq!(none["kind"], "fileNotRead");
}

#[tokio::test]
async fn without_the_name_nothing_is_deleted() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    people(ready, 2).await;
    let before = rollcall(ready, "tenant show demo --json").await.json();
    for wrong in ["", " --yes-delete demo", " --yes-delete Acme", " --yes-delete yes"] {
        let problem = rollcall(ready, &format!("tenant delete demo --json{wrong}")).await.problem(1);
        assert_eq!(problem["kind"], "notTheName", "{wrong}");
    }
    // Standard input is no terminal here.
    let asked = rollcall(ready, "tenant delete demo").await.failed(1);
    assert!(asked.contains("--yes-delete NAME"), "{asked}");
    let nobody = rollcall(ready, "tenant delete nobody --yes-delete nobody").await.failed(1);
    assert!(nobody.contains("no tenant \"nobody\""), "{nobody}");
    let both = rollcall(ready, "tenant delete demo --dry-run --yes-delete Demo").await.failed(2);
    assert!(both.contains("cannot be used with"), "{both}");
    for unwritable in ["/nonexistent/proof.json".to_owned(), dir.path().display().to_string()] {
        let delete = format!("tenant delete demo --yes-delete Demo --proof {unwritable}");
        let problem = rollcall(ready, &delete).await.failed(1);
        assert!(problem.contains(&format!("cannot write {unwritable}")), "{problem}");
    }
    let rehearsed = rollcall(ready, "tenant delete demo --dry-run --json").await.json();
    assert_eq!((&rehearsed["dryRun"], &rehearsed["counts"]["users"]), (&json!(true), &json!(2)));
    let text = rollcall(ready, "tenant delete demo --dry-run").await.text();
    assert!(text.starts_with("Nothing is deleted. The tenant \"demo\" (Demo) has "), "{text}");
    assert_eq!(rollcall(ready, "tenant show demo --json").await.json(), before);
    assert_eq!(scim_status(ready).await, StatusCode::OK);
}

#[tokio::test]
async fn a_deletion_that_is_killed_at_random_is_whole_when_it_is_run_again() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    people(ready, 60).await;
    // Whatever is late of the stream comes before or after it.
    let had = rollcall(ready, "tenant delete demo --dry-run --json").await.json();
    assert_eq!(had["counts"]["users"], 60);
    let delete = format!("tenant delete demo --yes-delete Demo --json {AT_ONCE}");
    for millis in [120, 300, 500, 700] {
        let mut command = bare(&delete);
        command.envs(settings(ready)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut deletion = command.spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        deletion.kill().unwrap();
        deletion.wait().unwrap();
    }
    let file = path(&dir, "proof.json");
    let again = format!("{delete} --proof {file}");
    // Two at once do no harm.
    let (one, two) = tokio::join!(rollcall(ready, &again), rollcall(ready, &delete));
    let (one, two) = (one.json(), two.json());
    assert_eq!((&one["counts"], &one["proof"]), (&two["counts"], &two["proof"]));
    assert_eq!((&one["counts"]["users"], &one["counts"]["addresses"]), (&json!(60), &json!(60)));
    rollcall(ready, &format!("tenant verify-proof {file}")).await.text();
    let raw = ran("tenant list", {
        let mut command = bare("tenant list --json");
        command.envs(settings(ready));
        command
    });
    assert_eq!(raw.await.json(), json!([]));
}
