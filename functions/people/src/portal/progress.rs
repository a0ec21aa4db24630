//! How far something is that takes minutes: the run that applies a changed rule, or a check of the connection.

use jiff::Timestamp;
use rollcall_rules::access::{Access, AccessRun};
use rollcall_rules::check::{Check, Stage};
use rollcall_rules::group::GroupId;

use super::page::{Words, texts};

/// Seconds after which such a page looks again by itself.
const AGAIN_SECS: u32 = 4;

/// A run that is under way, as a page shows it.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(crate) title: Words,
    /// How far it is, in words.
    pub(crate) said: String,
    pub(crate) done: usize,
    /// How many there are, people to be reviewed or suites to be played; 0: not known yet.
    pub(crate) total: usize,
    /// The page that looks again.
    pub(crate) page: String,
    pub(crate) again_secs: u32,
}

impl Progress {
    /// The run that is under way, whatever it is about.
    pub(crate) fn of(access: &Access, page: String) -> Option<Self> {
        let run = access.run.as_ref()?;
        let title = if run.everybody { "groups-run-everybody" } else { "groups-run" };
        Some(Self::shown(run, texts().get(title), page))
    }

    /// The run that is under way, if it is over this group.
    pub(crate) fn of_group(access: &Access, group: GroupId, page: String) -> Option<Self> {
        let run = access.run.as_ref().filter(|run| run.everybody || run.groups.contains(&group))?;
        let title = if run.everybody { "groups-run-everybody" } else { "groups-run-this" };
        Some(Self::shown(run, texts().get(title), page))
    }

    /// The check of the connection that is under way.
    pub(crate) fn of_check(check: &Check, now: Timestamp) -> Option<Self> {
        let (done, total) = match (check.stage(now), &check.taken) {
            (Stage::Waiting, _) => (0, 0),
            (Stage::Running, Some(taken)) => (check.suites.len(), taken.suites),
            _ => return None,
        };
        let said = match total {
            0 => texts().get("check-waits").into_owned(),
            _ => texts().with("check-done", &[("done", done.into()), ("count", total.into())]),
        };
        let title = texts().get("check-under-way");
        Some(Self { title, said, done, total, page: "check".to_owned(), again_secs: AGAIN_SECS })
    }

    fn shown(run: &AccessRun, title: Words, page: String) -> Self {
        let (done, total) = (run.done.min(run.total), run.total);
        let said = if total == 0 {
            texts().get("groups-run-begins").into_owned()
        } else {
            let done = texts().number(done as u64);
            texts().with("groups-run-done", &[("done", done.into()), ("count", total.into())])
        };
        Self { title, said, done, total, page, again_secs: AGAIN_SECS }
    }
}
