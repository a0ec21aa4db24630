//! `rollcall user`.

use std::process::Stdio;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::command::{bare, rollcall, settings};
use crate::local::start;

#[tokio::test]
async fn an_account_brought_in_is_linked_under_its_id_when_the_directory_provisions_it() {
    let local = start().await;
    let brought_in = rollcall(&local.ready, "user create demo ada@example.com --json").await.json();
    assert_eq!(brought_in["linked"], false);
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "ada@example.com",
    });
    let post = Client::new().post(format!("{}/Users", local.ready.scim_url)).bearer_auth(&local.ready.token);
    let linked = post.json(&user).send().await.unwrap();
    assert_eq!(linked.status(), StatusCode::CREATED);
    assert_eq!(linked.json::<Value>().await.unwrap()["id"], brought_in["id"]);
}

#[tokio::test]
async fn what_cannot_be_an_account_is_refused_with_the_reason() {
    let local = start().await;
    rollcall(&local.ready, "user create demo ada@example.com").await.text();
    let error = rollcall(&local.ready, "user create demo Ada@Example.com").await.failed(1);
    assert!(error.contains("has the address already"), "{error}");
    let error = rollcall(&local.ready, "user create nobody ada@example.com").await.failed(1);
    assert!(error.contains("no tenant \"nobody\""), "{error}");
    let error = rollcall(&local.ready, "user create demo ada").await.failed(2);
    assert!(error.contains("not an e-mail address"), "{error}");
}

#[tokio::test]
async fn somebody_whom_no_directory_manages_is_corrected_blocked_restored_and_deleted() {
    let local = start().await;
    let ready = &local.ready;
    rollcall(ready, "user create demo ada@exmaple.com").await.text();
    let set = "user set demo ada@exmaple.com --email ada@example.com --given-name Ada --json";
    let corrected = rollcall(ready, set).await.json();
    assert_eq!(
        (&corrected["userName"], &corrected["confirming"], &corrected["givenName"]),
        (&json!("ada@example.com"), &json!("ada@example.com"), &json!("Ada"))
    );
    let named = rollcall(ready, "user set demo ada@example.com --given-name=").await.text();
    assert!(named.contains("name        -"), "{named}");

    rollcall(ready, "user create demo bob@example.com").await.text();
    let taken = rollcall(ready, "user set demo ada@example.com --email Bob@example.com").await.failed(1);
    assert!(taken.contains("has the address already"), "{taken}");

    let blocked = rollcall(ready, "user deactivate demo ada@example.com --json").await.json();
    assert_eq!((&blocked["active"], &blocked["linked"]), (&json!(false), &json!(false)));
    let listed = rollcall(ready, "user list demo --status deactivated --unmanaged --json").await.json();
    assert_eq!(listed[0]["purgeAt"], blocked["purgeAt"]);
    let restored = rollcall(ready, "user reactivate demo ada@example.com").await.text();
    assert!(!restored.contains("deleted at"), "{restored}");
    let deleted = rollcall(ready, "user delete demo ada@example.com").await.text();
    assert!(deleted.contains("deleted at"), "{deleted}");
    let shown = rollcall(ready, "user show demo ada@example.com --json").await.json();
    assert_eq!(shown["status"], "deactivated");
}

#[tokio::test]
async fn somebody_whom_the_directory_manages_is_left_to_it() {
    let local = start().await;
    let ready = &local.ready;
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "grace@example.com",
    });
    let post = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    assert_eq!(post.json(&user).send().await.unwrap().status(), StatusCode::CREATED);
    for command in ["deactivate", "reactivate", "delete"] {
        let error = rollcall(ready, &format!("user {command} demo grace@example.com")).await.failed(1);
        assert!(error.contains("The directory manages"), "{error}");
    }
    assert_eq!(rollcall(ready, "user list demo --unmanaged").await.text().trim(), "Nobody.");
    let error = rollcall(ready, "user set demo grace@example.com").await.failed(2);
    assert!(error.contains("--email"), "{error}");
}

/// A file in a directory of the test's own.
fn file(dir: &tempfile::TempDir, text: &str) -> String {
    let path = dir.path().join("people.csv");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[tokio::test]
async fn people_of_a_file_are_brought_in_once_and_refused_lines_can_be_corrected() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    rollcall(ready, "user create demo bob@example.com").await.text();
    let csv = "\u{FEFF}Given Name;E-Mail\r\nAda;ada@example.com\r\n;BOB@example.com\r\n;carol\r\nAda;ADA@example.com\r\n";
    let path = file(&dir, csv);
    let rehearsed = rollcall(ready, &format!("user import demo {path} --dry-run --json")).await.report(1);
    let expected = |dry_run: bool, created: u32, there: u32| {
        json!({
            "dryRun": dry_run, "lines": 4, "created": created, "alreadyThere": there, "refused": 2,
            "refusals": [
                { "line": 4, "reason": "the address is not an e-mail address" },
                { "line": 5, "reason": "line 2 has the same address" },
            ],
            "refusedFile": dir.path().join("people.refused.csv"),
        })
    };
    assert_eq!(rehearsed, expected(true, 1, 1));
    assert_eq!(rollcall(ready, "user list demo --json").await.json().as_array().unwrap().len(), 1);

    let result = dir.path().join("ids.csv");
    let import = format!("user import demo {path} --result {} --json", result.display());
    assert_eq!(rollcall(ready, &import).await.report(1), expected(false, 1, 1));
    let ada = rollcall(ready, "user show demo ada@example.com --json").await.json();
    assert_eq!((&ada["givenName"], &ada["linked"]), (&json!("Ada"), &json!(false)));
    let ids = std::fs::read_to_string(&result).unwrap();
    assert!(ids.contains(&format!("ada@example.com,{},created", ada["id"].as_str().unwrap())), "{ids}");
    assert!(ids.contains(",alreadyThere"), "{ids}");

    // The same again does nothing.
    assert_eq!(rollcall(ready, &import).await.report(1), expected(false, 0, 2));
    assert_eq!(rollcall(ready, "user show demo ada@example.com --json").await.json(), ada);

    let refused = std::fs::read_to_string(dir.path().join("people.refused.csv")).unwrap();
    assert!(refused.starts_with("Given Name;E-Mail;reason\n;carol;"), "{refused}");
    let corrected = file(&dir, &refused.replace(";carol;", ";carol@example.com;"));
    let text = rollcall(ready, &format!("user import demo {corrected}")).await.text();
    assert_eq!(text, "1 created, 1 already there, 0 refused");
}

#[tokio::test]
async fn a_file_that_cannot_be_imported_changes_nothing() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    for (text, complaint) in [
        ("", "the file is empty"),
        ("ada@example.com\nbob@example.com\n", "no column is called \"email\""),
        ("email,Mail\na@example.com,b@example.com\n", "hold the same"),
    ] {
        let path = file(&dir, text);
        let problem = rollcall(ready, &format!("user import demo {path} --json")).await.problem(1);
        assert_eq!(problem["kind"], "notImported");
        assert!(problem["message"].as_str().unwrap().contains(complaint), "{problem}");
    }
    let absent = rollcall(ready, "user import demo /nonexistent/people.csv").await.failed(1);
    assert!(absent.contains("cannot read /nonexistent/people.csv"), "{absent}");
    let path = file(&dir, "email\nada@example.com\n");
    let nobody = rollcall(ready, &format!("user import nobody {path}")).await.failed(1);
    assert!(nobody.contains("no tenant \"nobody\""), "{nobody}");
    for option in ["--result", "--refused"] {
        let itself = rollcall(ready, &format!("user import demo {path} {option} {path}")).await.failed(1);
        assert!(itself.contains("is the file of the people"), "{itself}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "email\nada@example.com\n");
    }
    let full = rollcall(ready, &format!("user import demo {path} --result /dev/full")).await.failed(1);
    assert!(full.contains("cannot write /dev/full"), "{full}");
    assert!(!dir.path().join("people.refused.csv").exists());
}

#[tokio::test]
async fn an_import_that_is_killed_at_random_is_whole_when_it_is_run_again() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    let people: String = (0..600).map(|number| format!("person{number}@example.com\n")).collect();
    let arguments = format!("user import demo {} --json", file(&dir, &format!("email\n{people}")));
    for millis in [150, 400, 250] {
        let mut command = bare(&arguments);
        command.envs(settings(ready)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut import = command.spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        import.kill().unwrap();
        import.wait().unwrap();
    }
    let answer = rollcall(ready, &arguments).await.json();
    let (created, there) = (answer["created"].as_u64().unwrap(), answer["alreadyThere"].as_u64().unwrap());
    assert_eq!(created + there, 600, "{answer}");
    assert_eq!(rollcall(ready, "user list demo --json").await.json().as_array().unwrap().len(), 600);
    assert_eq!(rollcall(ready, &arguments).await.json()["alreadyThere"], 600);
}
