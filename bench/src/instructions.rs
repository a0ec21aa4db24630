//! How many instructions a request takes, from Lambda's event to its answer: what Lambda bills and waits by at small
//! memory sizes, and the same on any machine of that architecture.
//!
//! Callgrind counts them for the function's own binary. The Runtime API and the table are other processes. A function is
//! run twice, with few events and with many; what the start takes goes with the difference.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use reqwest::Method;
use rollcall_tests::local::Ready;
use rollcall_tests::process::Process;
use rollcall_tests::scim::encode;
use rollcall_tests::{Person, okta, patch_op, seed};
use serde::Serialize;
use serde_json::{Value, json};

use crate::cold_start::{Running, environment};
use crate::error::BenchError;
use crate::event;
use crate::place::Place;
use crate::print;
use crate::report::write_json;
use crate::runtime_api::{Heard, RuntimeApi, status};
use crate::table::table;

/// Events of the short run, and of the long one.
const EVENTS: (usize, usize) = (20, 220);

/// When a function that was told to end has not.
const PATIENCE: Duration = Duration::from_secs(60);

/// One operation of one function.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Instructions {
    pub(crate) function: &'static str,
    pub(crate) operation: &'static str,
    /// Of one more event.
    pub(crate) each: u64,
}

/// Something that a function is asked for again and again.
struct Asked {
    function: &'static str,
    operation: &'static str,
    /// The status of each answer.
    expected: u16,
    /// One event of the short run and of the long one together: none comes twice, unless that changes nothing.
    event: Box<dyn Fn(usize) -> Value>,
}

/// Whether it can be measured: callgrind is installed.
pub(crate) fn can_be_counted() -> bool {
    let version =
        Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Every operation. Empty, with a word about it: there is no callgrind.
pub(crate) async fn measure(place: &Place) -> Result<Vec<Instructions>, BenchError> {
    if !can_be_counted() {
        print::progress("instructions: not counted, there is no valgrind (`apt install valgrind`)");
        return Ok(Vec::new());
    }
    let dir = place.data_dir()?;
    let process = Process::start(dir.path()).await;
    let ids = process.seed(2 * (EVENTS.0 + EVENTS.1)).await;
    let mut all = Vec::new();
    for asked in everything(&process, ids).await {
        print::progress(&format!("instructions: {}, {}", asked.function, asked.operation));
        let (short, long) = (0..EVENTS.0, EVENTS.0..EVENTS.0 + EVENTS.1);
        let start = count(place, &process.ready, &asked, short.map(&asked.event).collect()).await?;
        let whole = count(place, &process.ready, &asked, long.map(&asked.event).collect()).await?;
        let each = whole.saturating_sub(start) / (EVENTS.1 - EVENTS.0) as u64;
        all.push(Instructions { function: asked.function, operation: asked.operation, each });
    }
    Ok(all)
}

/// Measures it alone, prints it and writes it as JSON.
pub(crate) async fn run(place: &Place) -> Result<(), BenchError> {
    let counted = measure(place).await?;
    print::report(&text(&counted));
    write_json(&counted, &place.report("bench-instructions.json"))
}

/// As a table.
pub(crate) fn text(counted: &[Instructions]) -> String {
    let thousands = |count: u64| format!("{:.0}", count as f64 / 1e3);
    let rows = counted.iter().map(|Instructions { function, operation, each }| {
        [(*function).to_owned(), (*operation).to_owned(), thousands(*each)]
    });
    table(["instructions", "request", "thousands"], &rows.collect::<Vec<_>>())
}

async fn everything(process: &Process, ids: Vec<String>) -> Vec<Asked> {
    let client = process.oauth_client().await;
    let group = json!({ "displayName": "Everybody", "members": [] });
    let group = process.scim().post("/Groups", &group).await.expect(201).id();
    // Whoever is not there is nobody, which the status of the answer tells.
    let person = move |number: usize| ids.get(number).cloned().unwrap_or_default();
    let first = person(0);
    let token = process.ready.token.clone();
    let scim = move |method: Method, path: &str, body: Option<&Value>| {
        event::request(&method, &format!("/scim/v2{path}"), &token, body)
    };
    let asked = |operation, expected, event: Box<dyn Fn(usize) -> Value>| Asked {
        function: "scim",
        operation,
        expected,
        event,
    };
    let filter = |name: &str| encode(&format!("userName eq \"{name}\""));
    let form = event::form(
        "/oauth/token",
        &[
            ("grant_type", "client_credentials"),
            ("client_id", &client.client_id),
            ("client_secret", &client.client_secret),
        ],
    );
    let deactivation = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    let (get, find, create, deactivate, list, join, config) =
        (scim.clone(), scim.clone(), scim.clone(), scim.clone(), scim.clone(), scim.clone(), scim);
    let (of_deactivate, of_join) = (person.clone(), person);
    vec![
        asked(
            "service provider config",
            200,
            Box::new(move |_| config(Method::GET, "/ServiceProviderConfig", None)),
        ),
        asked("get", 200, Box::new(move |_| get(Method::GET, &format!("/Users/{first}"), None))),
        asked(
            "filter",
            200,
            Box::new(move |_| find(Method::GET, &format!("/Users?filter={}", filter(&seed::login(0))), None)),
        ),
        asked(
            "create",
            201,
            Box::new(move |number| {
                let person = Person::from(format!("counted{number}@example.com").as_str());
                create(Method::POST, "/Users", Some(&okta::creation(&person)))
            }),
        ),
        asked(
            "deactivate",
            200,
            Box::new(move |number| {
                deactivate(Method::PATCH, &format!("/Users/{}", of_deactivate(number)), Some(&deactivation))
            }),
        ),
        asked(
            "list of 100",
            200,
            Box::new(move |_| list(Method::GET, "/Users?startIndex=1&count=100", None)),
        ),
        asked(
            "group, one member more",
            204,
            Box::new(move |number| {
                let member = json!([{ "value": of_join(EVENTS.0 + EVENTS.1 + number) }]);
                let body = patch_op(&json!([{ "op": "add", "path": "members", "value": member }]));
                join(Method::PATCH, &format!("/Groups/{group}"), Some(&body))
            }),
        ),
        Asked {
            function: "oauth",
            operation: "token, by secret",
            expected: 200,
            event: Box::new(move |_| form.clone()),
        },
    ]
}

/// Instructions of a function from its start until it has answered these events.
async fn count(place: &Place, ready: &Ready, asked: &Asked, events: Vec<Value>) -> Result<u64, BenchError> {
    let fault = |fault: String| BenchError::Function { function: asked.function, fault };
    let file = |path: &Path| {
        let path = path.to_owned();
        move |source| BenchError::File { path, source }
    };
    let (binary, dir) = (place.binary(asked.function)?, place.data_dir()?);
    let counted = dir.path().join("callgrind.out");
    let wanted = events.len();
    let mut api = RuntimeApi::start(events).await.map_err(BenchError::RuntimeApi)?;
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", counted.display()));
    command.arg(&binary).envs(environment(&api, ready)).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = Running(command.spawn().map_err(file(Path::new("valgrind")))?);
    let mut answered = 0;
    while answered < wanted {
        match api.hear().await {
            Some((_, Heard::Asked)) => {}
            Some((_, Heard::Answered(answer))) if status(&answer) == Some(asked.expected) => answered += 1,
            other => return Err(fault(crate::cold_start::fault(other))),
        }
    }
    end(&mut process).await.map_err(file(&binary))?;
    let read = fs::read_to_string(&counted).map_err(file(&counted))?;
    total(&read).ok_or_else(|| fault("was counted without a sum".to_owned()))
}

/// The sum at the end of what callgrind writes.
fn total(counted: &str) -> Option<u64> {
    let sum = |line: &str| {
        line.strip_prefix("totals:").or_else(|| line.strip_prefix("summary:"))?.trim().parse().ok()
    };
    counted.lines().find_map(sum)
}

/// Asks a function under callgrind to end, on which callgrind writes what it counted, and waits.
async fn end(function: &mut Running) -> io::Result<ExitStatus> {
    Command::new("kill").arg("-TERM").arg(function.0.id().to_string()).status()?;
    let begun = Instant::now();
    loop {
        if let Some(status) = function.0.try_wait()? {
            return Ok(status);
        }
        if begun.elapsed() > PATIENCE {
            return Err(io::ErrorKind::TimedOut.into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_found_by_its_name() {
        assert_eq!(total("version: 1\nevents: Ir\n\nfn=(0) main\n1 5\ntotals: 3500123\n"), Some(3_500_123));
        assert_eq!(total("summary: 17\n"), Some(17));
        assert_eq!(total("fn=(0) main\n"), None);
    }

    #[test]
    fn the_status_is_that_of_the_answer() {
        assert_eq!(status(br#"{ "statusCode": 204, "body": "" }"#), Some(204));
        assert_eq!(status(b"out of memory"), None);
    }
}
