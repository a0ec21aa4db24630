//! How far the run is that applies a changed rule.

use rollcall_rules::access::{Access, AccessRun};
use rollcall_rules::group::GroupId;

use super::super::page::{Words, texts};

/// Seconds after which a page with a run looks again by itself.
const AGAIN_SECS: u32 = 4;

/// A run that is under way, as a page shows it.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(crate) title: Words,
    /// How far it is, in words.
    pub(crate) said: String,
    pub(crate) done: usize,
    /// People who are to be reviewed; 0: not counted yet.
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
