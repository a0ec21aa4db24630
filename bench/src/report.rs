//! All that was measured, to be read and to be compared by a program.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::cold_start::ColdStart;
use crate::cost::Line;
use crate::error::BenchError;
use crate::groups::{self, GroupLine};
use crate::instructions::{self, Instructions};
use crate::inviting::Inviting;
use crate::load::Cell;
use crate::size::Size;
use crate::table::{grouped, table};

/// What the numbers leave out.
const NOTES: &str = "\
Capacity is what the embedded engine reports.
Groups: the system is in the same process. Calls and units are those of the request with the most calls. The last column
has the time by that of the same change in the first group.
Throughput: what loads the system shares the CPUs with it, its engine and its outbox.
Cold start: the binary is in the page cache and the table on loopback, without TLS.
Instructions: of the function's process alone, from the event to the answer; valgrind counts them.";

/// The whole.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    /// How the data was kept under load.
    pub(crate) data: &'static str,
    pub(crate) cost: Vec<Line>,
    pub(crate) inviting: Inviting,
    pub(crate) groups: Vec<GroupLine>,
    pub(crate) load: Vec<Cell>,
    pub(crate) size: Vec<Size>,
    pub(crate) cold_start: Vec<ColdStart>,
    /// Empty where there is no valgrind.
    pub(crate) instructions: Vec<Instructions>,
}

/// Where it was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) os: &'static str,
    pub(crate) arch: &'static str,
    pub(crate) cpus: usize,
}

impl Machine {
    /// This one.
    pub(crate) fn this() -> Self {
        let cpus = std::thread::available_parallelism().map_or(0, usize::from);
        Self { os: std::env::consts::OS, arch: std::env::consts::ARCH, cpus }
    }

    /// It, to be read.
    pub(crate) fn text(&self) -> String {
        let Self { os, arch, cpus } = self;
        format!("{cpus} CPUs, {arch}, {os}")
    }
}

/// Writes a report as JSON.
pub(crate) fn write_json(report: &impl Serialize, path: &Path) -> Result<(), BenchError> {
    let json = format!("{:#}\n", serde_json::json!(report));
    fs::write(path, json).map_err(|source| BenchError::File { path: path.to_owned(), source })
}

impl Report {
    /// It as tables of text.
    pub(crate) fn text(&self) -> String {
        let heading = format!("{}; the data under load was kept {}", self.machine.text(), self.data);
        [
            &heading,
            &self.costs(),
            &self.invitations(),
            &groups::text(&self.groups),
            &self.loads(),
            &self.sizes(),
            &self.cold_starts(),
            &instructions::text(&self.instructions),
            NOTES,
        ]
        .join("\n\n")
    }

    /// Writes it as JSON.
    pub(crate) fn write(&self, path: &Path) -> Result<(), BenchError> {
        write_json(self, path)
    }

    fn costs(&self) -> String {
        let rows = self.cost.iter().map(|line| {
            [
                line.operation.clone(),
                line.calls.to_string(),
                line.budget.to_string(),
                if line.met { "yes" } else { "NO" }.to_owned(),
                line.read_units.to_string(),
                line.write_units.to_string(),
                line.log_lines.to_string(),
            ]
        });
        let heading = ["DynamoDB", "calls", "budget", "met", "read units", "write units", "log lines"];
        table(heading, &rows.collect::<Vec<_>>())
    }

    fn invitations(&self) -> String {
        let Inviting { people, steps, calls, seconds, longest_secs, list_calls, list_secs } = &self.inviting;
        let people = format!("portal, {} people", grouped(*people));
        let list = ["list, sorted and counted", "1", &list_calls.to_string(), &format!("{list_secs:.1}"), ""];
        let invite = [
            "invite all by one action",
            &steps.to_string(),
            &calls.to_string(),
            &format!("{seconds:.1}"),
            &format!("{longest_secs:.1}"),
        ];
        let rows = [list, invite].map(|row| row.map(str::to_owned));
        table([people.as_str(), "requests", "calls", "seconds", "longest request"], &rows)
    }

    fn loads(&self) -> String {
        let rows = self.load.iter().map(|cell| {
            [
                cell.operation.to_owned(),
                grouped(cell.users),
                cell.connections.to_string(),
                grouped(cell.requests),
                format!("{:.0}", cell.per_second),
                format!("{:.1}", cell.p50_ms),
                format!("{:.1}", cell.p99_ms),
            ]
        });
        let heading = ["throughput", "users", "connections", "requests", "per second", "p50 ms", "p99 ms"];
        table(heading, &rows.collect::<Vec<_>>())
    }

    fn sizes(&self) -> String {
        let megabytes = |bytes: usize| format!("{:.2}", bytes as f64 / 1e6);
        let rows = self
            .size
            .iter()
            .map(|size| [size.function.to_owned(), megabytes(size.bytes), megabytes(size.zipped_bytes)]);
        table(["size", "binary MB", "zipped MB"], &rows.collect::<Vec<_>>())
    }

    fn cold_starts(&self) -> String {
        let rows = self.cold_start.iter().map(|start| {
            [
                start.function.to_owned(),
                start.runs.to_string(),
                format!("{:.1}", start.ready_ms),
                format!("{:.1}", start.answered_ms),
                format!("{:.1}", start.resident_mib),
                format!("{:.1}", start.peak_mib),
            ]
        });
        let heading = ["cold start", "runs", "ready ms", "answered ms", "resident MiB", "peak MiB"];
        table(heading, &rows.collect::<Vec<_>>())
    }
}
