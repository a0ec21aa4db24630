//! `rollcall tenant export`, `verify-export` and `import`: what is refused, and what is said of it.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command::{bare, ran, rollcall, settings};
use crate::local::start;

async fn people(ready: &Ready, token: &str, people: usize) {
    for number in 0..people {
        let person = json!({ "userName": format!("person{number}@example.com") });
        let made = Client::new().post(format!("{}/Users", ready.scim_url)).bearer_auth(token);
        let made = made.header("content-type", "application/scim+json").body(person.to_string());
        assert_eq!(made.send().await.unwrap().status(), StatusCode::CREATED);
    }
}

fn path(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).display().to_string()
}

/// A tenant of some people, exported.
async fn exported(ready: &Ready, to: &str) -> Value {
    rollcall(ready, "tenant create acme --name Acme --plan advanced").await.text();
    let issued = rollcall(ready, "token issue acme --scope scim --json").await.json();
    people(ready, issued["token"].as_str().unwrap(), 3).await;
    rollcall(ready, "tenant set acme --scim off").await.text();
    // Until the stream has brought the last of it.
    loop {
        let export = rollcall(ready, &format!("tenant export acme --to {to} --json")).await.json();
        if export["changedMeanwhile"] == false {
            return export;
        }
        fs::remove_dir_all(to).unwrap();
    }
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}: {text}");
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

fn copy(from: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[tokio::test]
async fn what_is_not_as_it_was_exported_is_refused() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    let to = path(&dir, "acme.export");
    let export = exported(ready, &to).await;
    assert_eq!((&export["tenant"], &export["counts"]["users"]), (&json!("acme"), &json!(3)));
    let text = rollcall(ready, &format!("tenant verify-export {to}")).await.text();
    assert!(text.starts_with("whole: the tenant \"acme\" (Acme) with 3 people, 0 groups, "), "{text}");

    let other = start().await;
    let altered = dir.path().join("altered");
    let wrong: [(&str, &str, &str, &str); 9] = [
        ("items-users.jsonl", "person1", "person9", "exportAltered"),
        ("items-users.jsonl", "\n", "\r\n", "exportAltered"),
        ("items-addresses.jsonl", "\n", "\n\n", "exportAltered"),
        ("users.jsonl", "person1", "person9", "exportAltered"),
        ("manifest.json", "\"lines\": 3", "\"lines\": 2", "exportAltered"),
        ("manifest.json", "\"format\": 1", "\"format\": 9", "exportOfOtherVersion"),
        ("manifest.json", "\"tableLayout\": 3", "\"tableLayout\": 4", "exportOfOtherVersion"),
        ("manifest.json", "items-users", "../items-users", "noExport"),
        ("manifest.json", "\"tenant\": \"acme\"", "\"tenant\": \"other\"", "exportAltered"),
    ];
    for (file, from, by, kind) in wrong {
        copy(&to, &altered);
        replace(&altered.join(file), from, by);
        for command in ["verify-export", "import"] {
            let arguments = format!("tenant {command} {} --json", altered.display());
            let problem = rollcall(&other.ready, &arguments).await.problem(1);
            assert_eq!(problem["kind"], kind, "{command}, {file}, {from}: {problem}");
        }
        fs::remove_dir_all(&altered).unwrap();
    }
    copy(&to, &altered);
    fs::remove_file(altered.join("items-users.jsonl")).unwrap();
    let missing = rollcall(ready, &format!("tenant verify-export {} --json", altered.display())).await;
    assert_eq!(missing.problem(1)["kind"], "fileNotRead");
    fs::remove_file(altered.join("manifest.json")).unwrap();
    let broken_off = rollcall(ready, &format!("tenant verify-export {}", altered.display())).await.failed(1);
    assert!(broken_off.contains("no manifest.json, which is written last"), "{broken_off}");
    fs::remove_dir_all(&altered).unwrap();

    copy(&to, &altered);
    replace(&altered.join("manifest.json"), "\"changedMeanwhile\": false", "\"changedMeanwhile\": true");
    let arguments = format!("tenant import {} --json", altered.display());
    assert_eq!(rollcall(&other.ready, &arguments).await.problem(1)["kind"], "exportTorn");
    let nobody = rollcall(&other.ready, "tenant show acme --json").await.problem(1);
    assert_eq!(nobody["kind"], "noTenant", "nothing was written");
}

#[tokio::test]
async fn a_tenant_that_is_there_or_has_left_is_not_imported() {
    let (local, other, dir) = (start().await, start().await, tempfile::tempdir().unwrap());
    let to = path(&dir, "acme.export");
    exported(&local.ready, &to).await;
    let import = format!("tenant import {to} --json");
    let there = rollcall(&local.ready, &import).await.problem(1);
    assert_eq!(there["kind"], "tenantExists");
    rollcall(&other.ready, &import).await.json();
    let text = rollcall(&other.ready, &format!("tenant import {to}")).await.text();
    assert!(text.starts_with("The tenant \"acme\" (Acme) was imported before, at "), "{text}");
    rollcall(&local.ready, "tenant delete acme --yes-delete Acme --last-look-after 0").await.text();
    let left = rollcall(&local.ready, &import).await.problem(1);
    assert_eq!(left["kind"], "tenantLeft");
    // The tenant that was imported can be exported, and deleted, as any other.
    let again = path(&dir, "again.export");
    let export = rollcall(&other.ready, &format!("tenant export acme --to {again} --json")).await.json();
    assert_eq!((&export["counts"]["users"], &export["leftOut"]["arrival"]), (&json!(3), &json!(1)));
    let text = fs::read_to_string(dir.path().join("again.export/items-users.jsonl")).unwrap();
    assert!(!text.contains("\"imported\""), "{text}");
    rollcall(&other.ready, "tenant delete acme --yes-delete Acme --last-look-after 0").await.text();
}

#[tokio::test]
async fn a_folder_is_whole_or_has_nothing_in_it() {
    let (local, dir) = (start().await, tempfile::tempdir().unwrap());
    let ready = &local.ready;
    let to = path(&dir, "acme.export");
    exported(ready, &to).await;
    let export = |to: &str| format!("tenant export acme --to {to} --json");
    assert_eq!(rollcall(ready, &export(&to)).await.problem(1)["kind"], "folderNotEmpty");
    let file = path(&dir, "file");
    fs::write(&file, "").unwrap();
    assert_eq!(rollcall(ready, &export(&file)).await.problem(1)["kind"], "fileNotWritten");
    let nobody = rollcall(ready, &format!("tenant export nobody --to {} --json", path(&dir, "n"))).await;
    assert_eq!(nobody.problem(1)["kind"], "noTenant");
    assert!(!dir.path().join("n").exists());

    // A disk that takes no more than a block of each file.
    #[cfg(unix)]
    {
        let full = path(&dir, "full");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_rollcall")]);
        shell.args(export(&full).split(' ')).envs(settings(ready));
        let problem = ran("tenant export", shell).await.problem(1);
        assert_eq!(problem["kind"], "fileNotWritten", "{problem}");
        assert!(!Path::new(&full).exists(), "nothing stays");
    }
    // An interruption takes away what was written, and the folder that was made.
    #[cfg(unix)]
    {
        let interrupted = path(&dir, "interrupted");
        let mut command = bare(&export(&interrupted));
        let mut running =
            command.envs(settings(ready)).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        while !Path::new(&interrupted).exists() {
            assert!(running.try_wait().unwrap().is_none(), "it makes the folder first");
            tokio::task::yield_now().await;
        }
        // Until it looks out for that.
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        let pid = running.id().to_string();
        std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
        let ended = tokio::task::spawn_blocking(move || running.wait_with_output()).await.unwrap().unwrap();
        if !ended.status.success() {
            let said = String::from_utf8(ended.stderr).unwrap();
            assert!(said.contains("brokenOff"), "{said}");
            assert!(!Path::new(&interrupted).exists(), "nothing stays");
        }
    }
    // Whoever reads it reads all of a customer's people.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(Path::new(&to)), mode(&Path::new(&to).join("users.jsonl"))), (0o700, 0o600));
    }
}
