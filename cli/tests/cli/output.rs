//! Where what is printed goes: to a reader that has gone, or to a disk that is full.
#![cfg(unix)]

use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rollcall_local::Ready;

use crate::command::{Ran, bare, ran, rollcall, settings};
use crate::local::start;

/// Commands that print, one of each kind.
const PRINTING: [&str; 13] = [
    "--help",
    "tenant set --help",
    "--version",
    "version",
    "completions bash",
    "man",
    "tenant list",
    "tenant show demo --json",
    "tenant set demo --profile-sync full",
    "token list demo",
    "token revoke demo 000000000000",
    "user create demo ada@example.com",
    "user create demo bob@example.com --json",
];

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

fn on(ready: &Ready, arguments: &str) -> Command {
    let mut command = bare(arguments);
    command.envs(settings(ready));
    command
}

/// Runs a command whose output goes there.
async fn into(output: impl Into<Stdio>, arguments: &str, mut command: Command) -> Ran {
    let child = command.stdout(output).stderr(Stdio::piped()).spawn().unwrap();
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    Ran::of(arguments, output)
}

fn nobody() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}

#[tokio::test]
async fn a_reader_that_has_gone_is_no_failure_and_is_not_spoken_of() {
    let local = start().await;
    for arguments in PRINTING {
        let ran = into(nobody(), arguments, on(&local.ready, arguments)).await;
        let revoked_nothing = arguments.starts_with("token revoke");
        assert_eq!(ran.code(), Some(i32::from(revoked_nothing)), "rollcall {arguments}: {}", ran.error());
        assert_eq!(ran.error().is_empty(), !revoked_nothing, "rollcall {arguments}: {}", ran.error());
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_fails() {
    let local = start().await;
    for arguments in PRINTING.into_iter().filter(|arguments| !arguments.starts_with("token revoke")) {
        let ran = into(full(), arguments, on(&local.ready, arguments)).await;
        assert_eq!(ran.code(), Some(1), "rollcall {arguments}: {}", ran.error());
        let error = ran.error();
        assert!(
            error.contains("cannot write the answer") || error.contains("\"outputNotWritten\""),
            "{error}"
        );
        assert!(error.contains("No space left"), "rollcall {arguments}: {error}");
    }
}

#[tokio::test]
async fn complaints_that_nobody_takes_change_no_code() {
    let local = start().await;
    for (arguments, code) in [
        ("tenant show nobody", 1),
        ("tenant show nobody --json", 1),
        ("tenant", 2),
        ("tenant show --json", 2),
    ] {
        for complaints in [Stdio::from(full()), Stdio::from(nobody())] {
            let mut command = on(&local.ready, arguments);
            let mut child = command.stdout(Stdio::null()).stderr(complaints).spawn().unwrap();
            let status = tokio::task::spawn_blocking(move || child.wait()).await.unwrap().unwrap();
            assert_eq!(status.code(), Some(code), "rollcall {arguments}");
        }
    }
}

#[tokio::test]
async fn a_token_that_nobody_can_have_read_is_told_with_the_way_to_revoke_it() {
    let local = start().await;
    let arguments = "token issue demo --scope people";
    for output in [Stdio::from(full()), Stdio::from(nobody())] {
        let before = ids(&local.ready).await;
        let lost = into(output, arguments, on(&local.ready, arguments)).await;
        assert_eq!(lost.code(), Some(1), "{}", lost.error());
        let new: Vec<_> = ids(&local.ready).await.into_iter().filter(|id| !before.contains(id)).collect();
        let [id] = &new[..] else { panic!("{new:?}") };
        let revoke = format!("token revoke demo {id}");
        assert!(lost.error().contains(&format!("`rollcall {revoke}`")), "{}", lost.error());
        rollcall(&local.ready, &revoke).await.text();
    }
}

async fn ids(ready: &Ready) -> Vec<String> {
    let listed = rollcall(ready, "token list demo --json").await.json();
    listed.as_array().unwrap().iter().map(|token| token["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_local_system_goes_on_without_a_reader_and_not_without_a_disk() {
    let dir = tempfile::tempdir().unwrap();
    let ready = dir.path().join("ready.json");
    let arguments = format!(
        "local --port 0 --data-dir {} --ready-file {}",
        dir.path().join("data").display(),
        ready.display()
    );
    let to_nobody = bare(&arguments).stdout(nobody()).stderr(nobody()).spawn().unwrap();
    let mut running = Killed(to_nobody);
    let until = Instant::now() + Duration::from_secs(30);
    let found: Ready = loop {
        if let Ok(json) = std::fs::read(&ready) {
            break serde_json::from_slice(&json).unwrap();
        }
        assert!(running.0.try_wait().unwrap().is_none() && Instant::now() < until, "it ended");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    // This writes a line to the log, which nobody reads.
    assert!(rollcall(&found, "tenant list").await.text().contains("demo"));
    let page = reqwest::get(format!("{}/people/v1/users", found.base_url)).await.unwrap();
    assert_eq!(page.status(), reqwest::StatusCode::UNAUTHORIZED);
    assert!(running.0.try_wait().unwrap().is_none());
    drop(running);
    let ran = into(full(), &arguments, bare(&arguments)).await;
    assert_eq!(ran.code(), Some(1), "{}", ran.error());
    assert!(ran.error().contains("No space left"), "{}", ran.error());
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn what_a_shell_pipes_to_head_ends_well() {
    let local = start().await;
    let mut bash = Command::new("bash");
    let line = format!(
        "set -o pipefail; {0} man | head -n 1; {0} completions zsh | head -n 1; {0} tenant list | head -n 1",
        env!("CARGO_BIN_EXE_rollcall")
    );
    bash.args(["-eu", "-c", &line]).envs(settings(&local.ready));
    let text = ran(&line, bash).await.text();
    assert!(text.ends_with("NAME"), "{text}");
}
