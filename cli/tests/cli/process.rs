//! `rollcall local`, as a process.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use rollcall_local::Ready;
use serde_json::{Value, json};

use crate::command::{bare, ran};

/// A process with what it printed on the way to being ready. Killed, as by `kill -9`, when dropped.
pub(crate) struct Process {
    child: Child,
    greeting: String,
    ready: Ready,
}

impl Process {
    /// On any free ports.
    pub(crate) fn start(dir: &Path) -> Self {
        Self::start_on(0, dir)
    }

    fn start_on(port: u16, dir: &Path) -> Self {
        let ready_file = dir.join("ready.json");
        let arguments = format!(
            "local --port {port} --data-dir {} --ready-file {}",
            dir.join("data").display(),
            ready_file.display()
        );
        let mut child = bare(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut greeting = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        while !greeting.contains("rollcall tenant show") {
            assert_ne!(lines.read_line(&mut greeting).unwrap(), 0, "it ended: {greeting}");
        }
        let until = Instant::now() + Duration::from_secs(10);
        let ready = loop {
            match std::fs::read(&ready_file) {
                Ok(json) => break serde_json::from_slice(&json).unwrap(),
                Err(_) => assert!(Instant::now() < until, "no ready file"),
            }
            std::thread::yield_now();
        };
        Self { child, greeting, ready }
    }

    /// The commands that it printed to be pasted.
    pub(crate) fn commands(&self) -> &str {
        self.greeting.split_once("to try it:").unwrap().1
    }

    fn users(&self) -> String {
        format!("{}/Users", self.ready.scim_url)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a shell prints that has no `rollcall` on its `PATH` and no AWS settings, and stops at the first failure.
pub(crate) async fn pasted(commands: &str) -> String {
    let mut bash = Command::new("bash");
    bash.args(["-eu", "-c", commands]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AWS_")) {
        bash.env_remove(name);
    }
    ran("pasted", bash).await.text()
}

/// A port below those that systems give to whoever asks for any, with the one after it: free both.
fn two_free_ports() -> u16 {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let mut ports = (20_000..30_000).step_by(2).cycle().skip(std::process::id() as usize % 5_000).take(5_000);
    ports.find(|&port| free(port) && free(port + 1)).unwrap()
}

async fn count(process: &Process, token: &str) -> u64 {
    let users = Client::new().get(process.users()).bearer_auth(token).send().await.unwrap();
    assert_eq!(users.status(), StatusCode::OK);
    users.json::<Value>().await.unwrap()["totalResults"].as_u64().unwrap()
}

#[tokio::test]
async fn the_commands_it_prints_work_as_pasted_twice_over() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(dir.path());
    for first in [true, false] {
        let output = pasted(process.commands()).await;
        let answers: Vec<Value> = output.lines().map_while(|line| serde_json::from_str(line).ok()).collect();
        let [created, listed, found, renamed, deactivated, reactivated, invited, portal] = &answers[..]
        else {
            panic!("{output}")
        };
        assert_eq!(created["status"] == "409", !first, "{created}");
        assert_eq!(listed["totalResults"], 1, "by an access token: {listed}");
        assert_eq!(found["totalResults"], 1, "{found}");
        assert_eq!(renamed["userName"], "ada.lovelace@example.com", "{renamed}");
        assert_eq!(deactivated["active"], false, "{deactivated}");
        assert_eq!(reactivated["active"], true, "{reactivated}");
        let outcome = if first { "invited" } else { "refused" };
        assert_eq!(invited["results"][0]["outcome"], outcome, "{invited}");
        assert!(portal["url"].as_str().unwrap().contains("/portal/open/"), "{portal}");
        assert!(output.contains("tenant        demo"), "{output}");
    }
}

#[tokio::test]
async fn the_commands_it_prints_leave_no_aws_settings_behind() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(dir.path());
    let commands = format!("{}\necho \"left: [${{!AWS_*}} ${{TABLE_NAME-}}]\"", process.commands());
    assert_eq!(pasted(&commands).await.lines().last(), Some("left: [ ]"));
}

#[tokio::test]
async fn after_a_restart_everything_is_where_it_was_and_the_first_commands_still_work() {
    let (dir, port) = (tempfile::tempdir().unwrap(), two_free_ports());
    let first = Process::start_on(port, dir.path());
    let (ready, commands) = (first.ready.clone(), first.commands().to_owned());
    assert_eq!(ready.base_url, format!("http://127.0.0.1:{port}"));
    assert_eq!(ready.dynamodb_url, format!("http://127.0.0.1:{}", port + 1));
    drop(first);
    let second = Process::start_on(port, dir.path());
    assert_eq!(second.ready, ready);
    assert!(pasted(&commands).await.contains("tenant        demo"));
}

#[tokio::test]
async fn a_taken_port_of_the_engine_is_named_with_the_way_out() {
    let (dir, port) = (tempfile::tempdir().unwrap(), two_free_ports());
    let _taken = TcpListener::bind(("127.0.0.1", port + 1)).unwrap();
    let arguments = format!("local --port {port} --data-dir {}", dir.path().display());
    let error = ran(&arguments, bare(&arguments)).await.failed(1);
    assert!(
        error.contains(&format!("127.0.0.1:{}", port + 1)) && error.contains("--dynamodb-listen"),
        "{error}"
    );
}

#[tokio::test]
async fn the_ready_file_holds_what_is_promised_and_only_for_its_owner() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(dir.path());
    let path = dir.path().join("ready.json");
    let ready: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let names: Vec<_> = ready.as_object().unwrap().keys().map(String::as_str).collect();
    let promised = [
        "baseUrl",
        "scimUrl",
        "tenant",
        "token",
        "peopleToken",
        "tokenUrl",
        "mailboxUrl",
        "eventsUrl",
        "clockUrl",
        "dynamodbUrl",
        "tableName",
    ];
    assert_eq!(names, promised);
    assert!(process.greeting.contains(&process.ready.token));
    #[cfg(unix)]
    for private in [path, dir.path().join("data/demo-tokens.json")] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&private).unwrap().permissions().mode() & 0o077,
            0,
            "{}",
            private.display()
        );
    }
}

#[tokio::test]
async fn killed_in_the_middle_it_goes_on_with_all_that_it_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(dir.path());
    let token = process.ready.token.clone();
    let client = Client::new();
    for n in 0..20 {
        let user = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": format!("user{n}@example.com"),
        });
        let created = client.post(process.users()).bearer_auth(&token).json(&user).send().await.unwrap();
        assert_eq!(created.status(), StatusCode::CREATED);
    }
    drop(process);
    let again = Process::start(dir.path());
    assert_eq!(again.ready.token, token);
    assert_eq!(count(&again, &token).await, 20);
}

#[tokio::test]
async fn a_second_process_on_the_same_data_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let _first = Process::start(dir.path());
    let arguments = format!("local --port 0 --data-dir {}", dir.path().join("data").display());
    let error = ran(&arguments, bare(&arguments)).await.failed(1);
    assert!(error.contains("another `rollcall local` is using") && error.contains("--data-dir"), "{error}");
}

#[tokio::test]
async fn the_engine_is_opened_to_one_address_and_not_to_all() {
    for (address, why) in [("0.0.0.0:8000", "every address"), ("8000", "not an IP address with a port")] {
        let arguments = format!("local --port 0 --dynamodb-listen {address}");
        let error = ran(&arguments, bare(&arguments)).await.failed(2);
        assert!(error.contains("--dynamodb-listen") && error.contains(why), "{error}");
    }
}

#[tokio::test]
async fn an_address_of_another_machine_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let arguments =
        format!("local --port 0 --dynamodb-listen 192.0.2.1:8000 --data-dir {}", dir.path().display());
    let error = ran(&arguments, bare(&arguments)).await.failed(1);
    assert!(error.contains("192.0.2.1:8000") && error.contains("--dynamodb-listen"), "{error}");
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let arguments = format!("local --port 0 --data-dir {}", file.join("data").display());
    let error = ran(&arguments, bare(&arguments)).await.failed(1);
    assert!(error.contains(&file.display().to_string()) && error.contains("--data-dir"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn asked_to_stop_it_stops_of_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut process = Process::start(dir.path());
    let pid = process.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(process.child.wait().unwrap().success());
}
