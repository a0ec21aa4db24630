//! The log of the system in this process, and what a request cost as its line there says it.

use std::io::{self, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

use rollcall::log;
use serde_json::Value;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::Answer;
use crate::portal::Page;
use crate::visitor::Visit;

/// The namespace of the metrics in the log.
pub const NAMESPACE: &str = "Rollcall";

/// What DynamoDB was asked for, for one request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Operations.
    pub calls: u64,
    /// Read capacity units.
    pub read_units: f64,
    /// Write capacity units.
    pub write_units: f64,
}

impl Answer {
    /// What this answer cost.
    ///
    /// # Panics
    /// When the log does not say.
    #[must_use]
    pub fn cost(&self) -> Cost {
        Cost::of(&self.log_line())
    }

    /// How many lines the log has on this answer.
    #[must_use]
    pub fn log_lines(&self) -> usize {
        kept(|line| line.contains(self.header("x-request-id"))).len()
    }

    /// The line of the request log on this answer.
    ///
    /// # Panics
    /// When there is not exactly one.
    #[must_use]
    pub fn log_line(&self) -> Value {
        log_line(self.header("x-request-id"))
    }
}

impl Visit {
    /// What this page cost.
    ///
    /// # Panics
    /// When the log does not say.
    #[must_use]
    pub fn cost(&self) -> Cost {
        Cost::of(&log_line(self.request_id()))
    }
}

impl Page {
    /// What this page cost.
    ///
    /// # Panics
    /// When the log does not say.
    #[must_use]
    pub fn cost(&self) -> Cost {
        Cost::of(&log_line(self.header("x-request-id")))
    }
}

impl Cost {
    fn of(line: &Value) -> Self {
        Self {
            calls: line["dynamodb_calls"].as_u64().expect("calls"),
            read_units: line["read_units"].as_f64().expect("read units"),
            write_units: line["write_units"].as_f64().expect("write units"),
        }
    }
}

/// The line of the request log with that id.
fn log_line(id: &str) -> Value {
    let about = |line: &str| line.contains(id) && line.contains(r#""message":"request""#);
    match kept(about).as_slice() {
        [line] => line.clone(),
        lines => panic!("not one line with {id:?} in the log but {lines:?}"),
    }
}

/// All lines so far that say something, such as `sweep`.
///
/// # Panics
/// When one is not JSON.
#[must_use]
pub fn log_lines(message: &str) -> Vec<Value> {
    let mut lines = kept(|line| line.contains(message));
    lines.retain(|line| line["message"] == message);
    lines
}

fn kept(wanted: impl Fn(&str) -> bool) -> Vec<Value> {
    let kept = lines().lock().unwrap_or_else(PoisonError::into_inner);
    let text = str::from_utf8(&kept).expect("a log in UTF-8");
    let wanted = text.lines().filter(|line| wanted(line));
    wanted.map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Starts to keep the log of this process, once: the lines that the functions print in Lambda.
pub(crate) fn keep_log() {
    static KEPT: OnceLock<()> = OnceLock::new();
    KEPT.get_or_init(|| {
        tracing_subscriber::registry()
            .with(log::lines(Some(NAMESPACE.to_owned())).with_writer(|| Kept))
            .with(Targets::new().with_target("rollcall", LevelFilter::INFO))
            .init();
    });
}

fn lines() -> &'static Mutex<Vec<u8>> {
    static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    &LINES
}

/// Writes into memory.
struct Kept;

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lines().lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
