//! How long a function takes from nothing to its first answer, and what memory it has by then.
//!
//! On this machine: the binary lies in the page cache and the table is on loopback without TLS. It is for comparing
//! rows and versions; Lambda adds the start of the environment, the reading of the binary and a TLS handshake.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rollcall_tests::local::Ready;
use rollcall_tests::process::Process;
use serde::Serialize;
use serde_json::Value;

use crate::error::BenchError;
use crate::event;
use crate::place::Place;
use crate::runtime_api::{Heard, RuntimeApi, status};
use crate::size::FUNCTIONS;
use crate::stats::median;

const RUNS: usize = 20;

/// Medians over all runs of one function.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ColdStart {
    pub(crate) function: &'static str,
    pub(crate) runs: usize,
    /// From the start of the process until it asks for an event.
    pub(crate) ready_ms: f64,
    /// From the start of the process until it has answered the first one.
    pub(crate) answered_ms: f64,
    /// Memory in use then.
    pub(crate) resident_mib: f64,
    /// The most memory that was in use until then.
    pub(crate) peak_mib: f64,
}

struct Run {
    ready: Duration,
    answered: Duration,
    /// Zero where there is no `/proc`.
    resident_kib: u32,
    peak_kib: u32,
}

/// Starts each function again and again, and lets it answer a GET of a user.
pub(crate) async fn measure(place: &Place) -> Result<Vec<ColdStart>, BenchError> {
    let dir = place.data_dir()?;
    let process = Process::start(dir.path()).await;
    let user = process.okta().assign("ada@example.com").await;
    let event = event::get_user(&user.id, &process.ready.token);
    let mut functions = FUNCTIONS.map(|function| (function, Vec::new()));
    for run in 0..=RUNS {
        // In turn, so that what else the machine does in the meantime is shared.
        for (function, runs) in &mut functions {
            let measured = start(place, function, &event, &process.ready).await?;
            // The first one reads the binary from disk.
            if run > 0 {
                runs.push(measured);
            }
        }
    }
    Ok(functions.map(|(function, runs)| ColdStart::of(function, &runs)).into())
}

impl ColdStart {
    fn of(function: &'static str, runs: &[Run]) -> Self {
        let of = |value: fn(&Run) -> f64| median(&runs.iter().map(value).collect::<Vec<_>>());
        Self {
            function,
            runs: runs.len(),
            ready_ms: of(|run| run.ready.as_secs_f64() * 1e3),
            answered_ms: of(|run| run.answered.as_secs_f64() * 1e3),
            resident_mib: of(|run| f64::from(run.resident_kib) / 1024.0),
            peak_mib: of(|run| f64::from(run.peak_kib) / 1024.0),
        }
    }
}

async fn start(
    place: &Place,
    function: &'static str,
    event: &Value,
    ready: &Ready,
) -> Result<Run, BenchError> {
    let fault = |heard| BenchError::Function { function, fault: fault(heard) };
    let binary = place.binary(function)?;
    let mut api = RuntimeApi::start(vec![event.clone()]).await.map_err(BenchError::RuntimeApi)?;
    let mut command = Command::new(&binary);
    command.env_clear().envs(environment(&api, ready)).stdin(Stdio::null()).stdout(Stdio::null());
    let started = Instant::now();
    let process = Running(command.spawn().map_err(|source| BenchError::File { path: binary, source })?);
    let asked = match api.hear().await {
        Some((at, Heard::Asked)) => at,
        other => return Err(fault(other)),
    };
    let answered = match api.hear().await {
        Some((at, Heard::Answered(answer))) if status(&answer) == Some(200) => at,
        other => return Err(fault(other)),
    };
    let status = fs::read_to_string(format!("/proc/{}/status", process.0.id())).unwrap_or_default();
    Ok(Run {
        ready: asked - started,
        answered: answered - started,
        resident_kib: kib(&status, "VmRSS:"),
        peak_kib: kib(&status, "VmHWM:"),
    })
}

/// What a function did instead of what it should have done.
pub(crate) fn fault(heard: Option<(Instant, Heard)>) -> String {
    match heard {
        None => "says nothing".to_owned(),
        Some((_, Heard::Asked)) => "asks for another event instead of answering the first".to_owned(),
        Some((_, Heard::Answered(answer))) => format!("answers {}", String::from_utf8_lossy(&answer)),
        Some((_, Heard::Failed(why))) => format!("fails: {}", String::from_utf8_lossy(&why)),
    }
}

/// What Lambda and the template give the function, and the way to the local table.
pub(crate) fn environment(api: &RuntimeApi, ready: &Ready) -> [(&'static str, String); 11] {
    [
        ("AWS_LAMBDA_RUNTIME_API", api.address.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", "bench".to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512".to_owned()),
        ("AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH", "true".to_owned()),
        // A region of AWS: elsewhere a function reads the roots of the system.
        ("AWS_REGION", "eu-central-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", ready.dynamodb_url.clone()),
        ("TABLE_NAME", ready.table_name.clone()),
        ("METRICS_NAMESPACE", "Rollcall".to_owned()),
    ]
}

/// Killed when dropped, for a function never ends by itself.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A line such as `VmRSS:     8512 kB`.
pub(crate) fn kib(status: &str, name: &str) -> u32 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|kib| kib.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_by_name() {
        let status = "Name:\tscim\nVmHWM:\t    9120 kB\nVmRSS:\t    8512 kB\nThreads:\t1\n";
        assert_eq!([kib(status, "VmHWM:"), kib(status, "VmRSS:"), kib(status, "VmSwap:")], [9120, 8512, 0]);
    }
}
