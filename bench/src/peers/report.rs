//! What was measured of all servers, to be read and to be compared by a program.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::client::Operation;
use super::play::Cell;
use super::server::Kind;
use crate::error::BenchError;
use crate::report::{Machine, write_json};
use crate::table::{grouped, table};

/// What the numbers leave out.
const NOTES: &str = "\
Rates count right answers only. What loads a server shares the CPUs with it. Users are those at the start; 2,500 more
are made before the lists.
One member: each goes out of a group of all users, and comes again.
Memory: resident, with the data where it is in memory. Wrong states: users who are not as they should be after the
deactivations, and members of the group who should not be in it, or are missing. Other: answers that are not what was
asked for, or that did not come within 30 seconds.
scim2-server and SCIMMY keep users in the memory of one process and lose them when it ends; Rollcall keeps them in
a table through DynamoDB's protocol, outbox included.
scimmy leaves filters and pages to its library, as its documentation shows; scimmy-indexed finds them by itself.";

/// The whole.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    machine: Machine,
    /// The load average over a minute, before and after.
    load_average: [Option<f64>; 2],
    /// How Rollcall's data was kept where it was not on file.
    data: &'static str,
    cells: Vec<Cell>,
    ratios: Vec<Ratio>,
}

/// Rollcall beside the better of the others.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Ratio {
    users: usize,
    connections: usize,
    operation: Operation,
    best_peer: Kind,
    best_peer_per_second: f64,
    /// Our rate by theirs, data in memory.
    in_memory: Option<f64>,
    /// The same, data on file.
    on_file: Option<f64>,
}

impl Report {
    pub(super) fn begin(data: &'static str) -> Self {
        let load_average = [load_average(), None];
        Self { machine: Machine::this(), load_average, data, cells: Vec::new(), ratios: Vec::new() }
    }

    pub(super) fn add(&mut self, cells: Vec<Cell>) {
        self.cells.extend(cells);
    }

    pub(super) fn end(&mut self) {
        self.load_average[1] = load_average();
        self.ratios = ratios(&self.cells);
    }

    /// It as tables of text.
    pub(super) fn text(&self) -> String {
        let loads =
            self.load_average.map(|load| load.map_or("unknown".to_owned(), |load| format!("{load:.1}")));
        let [before, after] = &loads;
        let heading = format!(
            "{}; load average {before} before and {after} after; data of rollcall {}",
            self.machine.text(),
            self.data
        );
        [heading, self.rates(), self.compared(), NOTES.to_owned()].join("\n\n")
    }

    /// Writes it as JSON.
    pub(super) fn write(&self, path: &Path) -> Result<(), BenchError> {
        write_json(self, path)
    }

    fn rates(&self) -> String {
        let rows = self.cells.iter().map(|cell| {
            [
                cell.server.name().to_owned(),
                grouped(cell.users),
                cell.connections.to_string(),
                cell.operation.name().to_owned(),
                rate(cell.per_second),
                format!("{:.1}", cell.p50_ms),
                format!("{:.1}", cell.p99_ms),
                format!("{:.0}", cell.memory_mib),
                cell.wrong_states.map(grouped).unwrap_or_default(),
                grouped(cell.server_errors),
                grouped(cell.wrong_answers + cell.unanswered),
            ]
        });
        let heading = [
            "server",
            "users",
            "connections",
            "operation",
            "per second",
            "p50 ms",
            "p99 ms",
            "memory MiB",
            "wrong states",
            "5xx",
            "other",
        ];
        table(heading, &rows.collect::<Vec<_>>())
    }

    fn compared(&self) -> String {
        let times = |ratio: Option<f64>| ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        let rows = self.ratios.iter().map(|ratio| {
            [
                ratio.operation.name().to_owned(),
                grouped(ratio.users),
                ratio.connections.to_string(),
                ratio.best_peer.name().to_owned(),
                rate(ratio.best_peer_per_second),
                times(ratio.in_memory),
                times(ratio.on_file),
            ]
        });
        let heading = [
            "rollcall / better peer",
            "users",
            "connections",
            "better peer",
            "its rate",
            "in memory",
            "on file",
        ];
        table(heading, &rows.collect::<Vec<_>>())
    }
}

fn ratios(cells: &[Cell]) -> Vec<Ratio> {
    let asked = |cell: &Cell| (cell.users, cell.connections, cell.operation);
    let mut ratios: Vec<Ratio> = Vec::new();
    for cell in cells.iter().filter(|cell| !cell.server.is_ours()) {
        if ratios.iter().any(|ratio| (ratio.users, ratio.connections, ratio.operation) == asked(cell)) {
            continue;
        }
        let same = || cells.iter().filter(|other| asked(other) == asked(cell));
        let peers = same().filter(|other| !other.server.is_ours());
        let best = peers.max_by(|one, other| one.per_second.total_cmp(&other.per_second)).unwrap_or(cell);
        let by_best = |kind| {
            let ours = same().find(|other| other.server == kind);
            ours.filter(|_| best.per_second > 0.0).map(|ours| ours.per_second / best.per_second)
        };
        ratios.push(Ratio {
            users: cell.users,
            connections: cell.connections,
            operation: cell.operation,
            best_peer: best.server,
            best_peer_per_second: best.per_second,
            in_memory: by_best(Kind::Rollcall),
            on_file: by_best(Kind::RollcallFile),
        });
    }
    ratios
}

/// A rate, as exactly as it is worth.
fn rate(per_second: f64) -> String {
    if per_second < 10.0 { format!("{per_second:.1}") } else { grouped(per_second.round() as usize) }
}

/// Over the last minute: what else the machine does makes all numbers smaller.
fn load_average() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(server: Kind, per_second: f64) -> Cell {
        Cell {
            server,
            users: 10,
            connections: 1,
            operation: Operation::Get,
            requests: 1,
            per_second,
            p50_ms: 0.0,
            p99_ms: 0.0,
            memory_mib: 0.0,
            wrong_states: None,
            wrong_answers: 0,
            server_errors: 0,
            unanswered: 0,
            settled_ms: 0.0,
        }
    }

    #[test]
    fn rollcall_is_compared_with_the_better_of_the_others() {
        let cells = [
            cell(Kind::Scim2Server, 20.0),
            cell(Kind::Scimmy, 40.0),
            cell(Kind::Rollcall, 60.0),
            cell(Kind::RollcallFile, 10.0),
        ];
        let ratios = ratios(&cells);
        assert_eq!(ratios.len(), 1);
        assert_eq!(ratios[0].best_peer, Kind::Scimmy);
        assert_eq!((ratios[0].in_memory, ratios[0].on_file), (Some(1.5), Some(0.25)));
    }
}
