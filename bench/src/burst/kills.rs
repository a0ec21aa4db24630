//! The system killed while it replaces the members of a group, and started again.

use rollcall_tests::kills::{self, Kill};
use serde::Serialize;

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::table::{grouped, table};

/// One kill.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KillLine {
    after_ms: f64,
    answered: bool,
    /// It was decided, and not finished.
    pending: bool,
    sent_again: bool,
    /// Is the list the new one at the end?
    is_new: bool,
    pub(super) faults: Vec<String>,
}

/// So many kills, in a group of two thirds of these people.
pub(super) async fn play(
    place: &Place,
    people: usize,
    kills: u32,
    seed: u64,
) -> Result<Vec<KillLine>, BenchError> {
    if kills == 0 {
        return Ok(Vec::new());
    }
    print::progress(&format!("{kills} kills in a change of members, of {} people", grouped(people)));
    let dir = place.data_dir()?;
    Ok(kills::in_a_put(dir.path(), people, kills, seed).await.into_iter().map(KillLine::of).collect())
}

/// The kills as a table, and below it what is wrong; `None`: there were none.
pub(super) fn text(kills: &[KillLine]) -> Option<String> {
    let yes = |is_so: bool| if is_so { "yes" } else { "no" }.to_owned();
    let rows: Vec<_> = (1..)
        .zip(kills)
        .map(|(number, kill)| {
            [
                format!("{number}"),
                format!("{:.0}", kill.after_ms),
                yes(kill.answered),
                yes(kill.pending),
                if kill.sent_again { "sent again" } else { "sweep" }.to_owned(),
                if kill.is_new { "new" } else { "old" }.to_owned(),
                kill.faults.len().to_string(),
            ]
        })
        .collect();
    let heading = ["kill", "after ms", "answered", "left unfinished", "then", "list", "faults"];
    let faults = kills.iter().flat_map(|kill| &kill.faults).map(|fault| format!("\n  {fault}"));
    (!rows.is_empty()).then(|| table(heading, &rows) + &faults.collect::<String>())
}

impl KillLine {
    fn of(kill: Kill) -> Self {
        let Kill { after, answered, pending, sent_again, is_new, faults } = kill;
        let after_ms = after.as_secs_f64() * 1e3;
        Self { after_ms, answered, pending, sent_again, is_new, faults }
    }
}
