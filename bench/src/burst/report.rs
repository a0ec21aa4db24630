//! What came of a burst, to be read and to be compared by a program.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rollcall_tests::burst::{Call, Kind, Order, Outcome, Played, Verdict};
use serde::Serialize;

use crate::error::BenchError;
use crate::report::{Machine, write_json};
use crate::stats::percentile;
use crate::table::{grouped, table};

use super::faults::{Faults, Trouble};
use super::kills::{self, KillLine};

/// Faults that are shown of each kind; all are in the JSON.
const SHOWN: usize = 5;

/// What the numbers leave out.
const NOTES: &str = "\
Who plays the org shares the CPUs with the system, its engine and its outbox.
Requests that were sent again count each time; a time is that of one request, without the waits between.";

/// The whole.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    pub(super) machine: Machine,
    /// How the data was kept.
    pub(super) data: &'static str,
    pub(super) rounds: Vec<Round>,
    pub(super) kills: Vec<KillLine>,
}

/// One org over so many connections.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Round {
    connections: usize,
    /// `None`: nothing failed.
    faults: Option<Faults>,
    /// How many requests to DynamoDB met one.
    faults_met: usize,
    phases: Vec<PhaseLine>,
    verdict: Verdict,
    log: Log,
}

/// The requests of a phase.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhaseLine {
    phase: &'static str,
    requests: usize,
    /// How many were answered with each status.
    answers: BTreeMap<u16, usize>,
    /// How many were not answered.
    unanswered: usize,
    /// How many were sent because an earlier one was not answered by yes or no.
    retries: usize,
    wall_secs: f64,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    max_ms: f64,
}

/// What the system itself complained of.
#[derive(Debug, Serialize)]
pub(super) struct Log {
    errors: usize,
    warnings: usize,
    /// A few of those lines.
    shown: Vec<String>,
}

impl Log {
    /// Looks through the log of `rollcall local`.
    pub(super) fn of(log: &str) -> Self {
        let of = |level: &str| -> Vec<String> {
            log.lines().filter(|line| line.contains(level)).map(str::to_owned).collect()
        };
        let (mut errors, mut warnings) = (of(" ERROR "), of(" WARN "));
        let counts = (errors.len(), warnings.len());
        errors.truncate(SHOWN);
        warnings.truncate(SHOWN);
        errors.append(&mut warnings);
        Self { errors: counts.0, warnings: counts.1, shown: errors }
    }
}

impl Round {
    /// What was played over so many connections, and what was made of it.
    pub(super) fn new(
        connections: usize,
        trouble: &Trouble<'_>,
        played: &[Played],
        verdict: Verdict,
        log: Log,
    ) -> Self {
        let faults = trouble.faults.as_ref().map(|(faults, _)| (*faults).clone());
        let phases = played.iter().map(PhaseLine::of).collect();
        Self { connections, faults, faults_met: trouble.met, phases, verdict, log }
    }

    fn name(&self) -> String {
        let faults = self.faults.as_ref().map(|faults| format!(", {}", faults.text())).unwrap_or_default();
        format!("connections: {}{faults}", self.connections)
    }

    /// What failed in it; `None`: nothing did.
    fn fault_row(&self) -> Option<[String; 5]> {
        let faults = self.faults.as_ref()?;
        let put_off = self.phases.iter().filter_map(|line| line.answers.get(&429)).sum();
        let Faults { name, percent, .. } = faults;
        let connections = self.connections.to_string();
        Some([name.clone(), connections, percent.to_string(), grouped(self.faults_met), grouped(put_off)])
    }

    fn phase_rows(&self) -> impl Iterator<Item = [String; 11]> {
        let faults = self.faults.as_ref().map_or("none", |faults| &faults.name);
        self.phases.iter().map(move |line| {
            let answers = line.answers.iter().map(|(status, times)| format!("{status}: {}", grouped(*times)));
            let unanswered = (line.unanswered > 0).then(|| format!("none: {}", grouped(line.unanswered)));
            [
                line.phase.to_owned(),
                faults.to_owned(),
                self.connections.to_string(),
                grouped(line.requests),
                answers.chain(unanswered).collect::<Vec<_>>().join(", "),
                grouped(line.retries),
                format!("{:.1}", line.wall_secs),
                format!("{:.0}", line.per_second),
                format!("{:.1}", line.p50_ms),
                format!("{:.1}", line.p99_ms),
                format!("{:.1}", line.max_ms),
            ]
        })
    }

    fn end_row(&self) -> [String; 14] {
        let of = |kind| grouped(self.verdict.count(kind));
        [
            self.name(),
            format!("{} of {}", grouped(self.verdict.right), grouped(self.verdict.people)),
            format!("{} of {}", grouped(self.verdict.mails_sent), grouped(self.verdict.mails_owed)),
            grouped(self.verdict.memberships),
            grouped(self.verdict.invited),
            grouped(self.verdict.deletions),
            grouped(self.verdict.purge_runs),
            of(Kind::Loss),
            of(Kind::Unacknowledged),
            of(Kind::Duplicate),
            of(Kind::Status),
            of(Kind::RetryAfter),
            of(Kind::Contradiction),
            of(Kind::Order),
        ]
    }

    /// What was found out about the order of things.
    fn order(&self) -> String {
        let Order { calls, people, missed } = self.verdict.order;
        let [calls, people, missed] = [calls, people, missed].map(grouped);
        let fit = match self.verdict.count(Kind::Order) {
            0 => format!("fit; without any one of {missed} acknowledged writes they do not"),
            _ => "do not all fit".to_owned(),
        };
        format!("{}; history: {calls} calls of {people} people {fit}", self.name())
    }

    /// A few of what is wrong, of each kind, and of what the system complained of.
    fn examples(&self) -> Option<String> {
        let mut lines = Vec::new();
        for (kind, words) in KINDS {
            let of_kind = self.verdict.faults.iter().filter(|fault| fault.kind == kind);
            lines.extend(of_kind.take(SHOWN).map(|fault| format!("  {words}: {}", fault.what)));
        }
        let Log { errors, warnings, shown } = &self.log;
        if errors + warnings > 0 {
            lines.push(format!(
                "  log: {} errors, {} warnings, such as",
                grouped(*errors),
                grouped(*warnings)
            ));
            lines.extend(shown.iter().map(|line| format!("    {line}")));
        }
        (!lines.is_empty()).then(|| format!("{}\n{}", self.name(), lines.join("\n")))
    }
}

/// In the order of the columns.
const KINDS: [(Kind, &str); 7] = [
    (Kind::Loss, "lost"),
    (Kind::Unacknowledged, "given up"),
    (Kind::Duplicate, "twice"),
    (Kind::Status, "bad status"),
    (Kind::RetryAfter, "bad 429"),
    (Kind::Contradiction, "contradiction"),
    (Kind::Order, "no order"),
];

impl PhaseLine {
    fn of(played: &Played) -> Self {
        let calls = &played.calls;
        let mut answers = BTreeMap::new();
        for call in calls {
            if let Outcome::Answered(answered) = &call.outcome {
                *answers.entry(answered.status).or_default() += 1;
            }
        }
        let took = |call: &Call| Some(call.returned_at?.duration_since(call.invoked_at));
        let millis: Vec<f64> =
            calls.iter().filter_map(took).map(|took: Duration| took.as_secs_f64() * 1e3).collect();
        Self {
            phase: played.name,
            requests: calls.len(),
            unanswered: calls.len() - answers.values().sum::<usize>(),
            answers,
            retries: calls.iter().filter(|call| call.attempt > 1).count(),
            wall_secs: played.took.as_secs_f64(),
            per_second: calls.len() as f64 / played.took.as_secs_f64(),
            p50_ms: percentile(&millis, 50),
            p99_ms: percentile(&millis, 99),
            max_ms: percentile(&millis, 100),
        }
    }
}

impl Report {
    /// It as tables of text, and below them what is wrong.
    pub(super) fn text(&self) -> String {
        let Machine { os, arch, cpus } = &self.machine;
        let heading = format!("{cpus} CPUs, {arch}, {os}; the data was kept {}", self.data);
        let phases: Vec<_> = self.rounds.iter().flat_map(Round::phase_rows).collect();
        let phases = table(
            [
                "burst",
                "faults",
                "connections",
                "requests",
                "answers",
                "retries",
                "wall s",
                "per second",
                "p50 ms",
                "p99 ms",
                "max ms",
            ],
            &phases,
        );
        let faults: Vec<_> = self.rounds.iter().filter_map(Round::fault_row).collect();
        let faults = (!faults.is_empty()).then(|| {
            table(
                ["faults", "connections", "each in %", "requests to DynamoDB that met one", "429s"],
                &faults,
            )
        });
        let ends: Vec<_> = self.rounds.iter().map(Round::end_row).collect();
        let ends = table(
            [
                "the end",
                "people right",
                "mails of owed",
                "memberships",
                "invited",
                "to delete",
                "in runs",
                "lost",
                "given up",
                "twice",
                "bad status",
                "bad 429",
                "contradictions",
                "no order",
            ],
            &ends,
        );
        let orders = self.rounds.iter().map(Round::order).collect::<Vec<_>>().join("\n");
        let examples = self.rounds.iter().filter_map(Round::examples);
        let kills = kills::text(&self.kills);
        let parts = [heading, phases]
            .into_iter()
            .chain(faults)
            .chain([ends, orders])
            .chain(kills)
            .chain(examples)
            .chain([NOTES.to_owned()]);
        parts.collect::<Vec<_>>().join("\n\n")
    }

    /// Everything that is wrong.
    pub(super) fn faults(&self) -> usize {
        let of_rounds: usize = self.rounds.iter().map(|round| round.verdict.faults.len()).sum();
        of_rounds + self.kills.iter().map(|kill| kill.faults.len()).sum::<usize>()
    }

    /// Writes it as JSON.
    pub(super) fn write(&self, path: &Path) -> Result<(), BenchError> {
        write_json(self, path)
    }
}
