//! A check of a tenant's connection. Somebody asks for one; a function takes it, plays a directory against the tenant's own
//! SCIM API, and notes what it finds. A tenant has one check: the next takes the place of the one before.
//!
//! A check is done once, however often its function is started: whoever starts takes it first, and only one can. A function
//! that dies leaves a check without an end. After [`LIMIT`] that is over, too.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::link_life::after;
use super::tenant::{ScimGate, Tenant, TenantId};
use super::user::ActorName;

/// How long a check may wait for its function, and how long that may run. The token by which it works lives as long.
pub const LIMIT: SignedDuration = SignedDuration::from_mins(15);

/// How long after the end of a check the next one can be asked for.
pub const PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// How long a check is remembered after it was asked for.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Failures that are kept with a check. The report has all of them.
pub const MAX_FAILURES: usize = 20;

/// Longest text of a failure, in characters.
const MAX_CHARS: usize = 600;

/// Largest report that is kept, in bytes. An item of the table has 400 KB at most.
pub const MAX_REPORT: usize = 350_000;

/// Identifier of a check: a random UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CheckId(Uuid);

impl CheckId {
    /// An identifier drawn by the edge.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// A check that is to be done: what its function is started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckRun {
    /// The tenant whose connection it is.
    pub tenant: TenantId,
    /// The check. One that was asked for later is another.
    pub check: CheckId,
}

/// A check of a tenant's connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The tenant.
    pub tenant: TenantId,
    /// Identifier.
    pub id: CheckId,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Who asked for it, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<ActorName>,
    /// Who does it; `None`: nobody yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
    /// What was found so far, suite by suite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suites: Vec<PlayedSuite>,
    /// The first failures, [`MAX_FAILURES`] at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
    /// How it ended; `None`: it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// Counts the writes of the item. Not written by a rule: the store counts.
    pub revision: u64,
}

/// That a run of the function does a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// Since when.
    pub at: Timestamp,
    /// The run, by which it knows its own write.
    pub run: Uuid,
    /// How many suites it is to play.
    pub suites: usize,
}

/// What came of the checks of one suite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlayedSuite {
    /// What the suite is, in English.
    pub title: String,
    /// Passed.
    pub pass: usize,
    /// Failed, and must not.
    pub fail_must: usize,
    /// Failed, and should not.
    pub fail_should: usize,
    /// Said nothing of this tenant.
    pub not_applicable: usize,
}

impl PlayedSuite {
    /// All that failed.
    #[must_use]
    pub const fn failed(&self) -> usize {
        self.fail_must + self.fail_should
    }
}

/// A check that failed, in English. It names nobody but people whom the run made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Id of the check, which never changes.
    pub id: String,
    /// What has to be so.
    pub title: String,
    /// Who asks for it, and where.
    pub source: String,
    /// What is there in its place.
    pub found: String,
    /// What an administrator of the directory sees.
    pub meaning: String,
    /// What mends it.
    pub mend: String,
}

impl Failure {
    /// The same, with no text longer than an item can hold.
    fn bounded(self) -> Self {
        let Self { id, title, source, found, meaning, mend } = self;
        Self {
            id: cut(id),
            title: cut(title),
            source: cut(source),
            found: cut(found),
            meaning: cut(meaning),
            mend: cut(mend),
        }
    }
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// How a check ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// How.
    pub outcome: Outcome,
    /// Why nothing could be checked, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// People and groups that it made and could not remove.
    #[serde(default)]
    pub left: usize,
    /// Is there a report?
    #[serde(default)]
    pub has_report: bool,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// All suites were played.
    Completed,
    /// The time was up before that.
    BrokenOff,
    /// The API did not answer, or did not take the token.
    Impossible,
}

/// The whole report of a check, as it is downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The tenant.
    pub tenant: TenantId,
    /// The check.
    pub check: CheckId,
    /// When that was asked for, from which on it is remembered.
    pub requested_at: Timestamp,
    /// One HTML file, [`MAX_REPORT`] bytes at most.
    pub html: String,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Its function has not begun.
    Waiting,
    /// It is being done.
    Running,
    /// It has ended.
    Ended,
    /// It has not ended in its time: the function did not begin, or it died.
    Lost,
}

/// Why no check can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// Provisioning is off, or not part of the plan.
    #[error(transparent)]
    Gate(#[from] ScimGate),
    /// One waits or runs.
    #[error("A check is under way since {since:.0}")]
    UnderWay {
        /// When it was asked for.
        since: Timestamp,
    },
    /// One ended a short while ago.
    #[error("A check ended a short while ago: the next can be asked for in {retry_after_secs} s")]
    TooSoon {
        /// Whole seconds until the next can be asked for.
        retry_after_secs: u32,
    },
}

/// A check that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCheck {
    /// Identifier, drawn for it.
    pub id: CheckId,
    /// Who asks for it.
    pub by: Option<ActorName>,
}

impl Check {
    /// The check that a tenant has from now on, in place of the one `before`. Asked for twice with one id, it is one.
    ///
    /// # Errors
    ///
    /// [`NotNow`].
    pub fn asked(
        before: Option<&Self>,
        tenant: &Tenant,
        new: &NewCheck,
        now: Timestamp,
    ) -> Result<Self, NotNow> {
        tenant.may_use_scim()?;
        if let Some(before) = before {
            if before.id == new.id {
                return Ok(before.clone());
            }
            before.makes_room(now)?;
        }
        Ok(Self {
            tenant: tenant.id.clone(),
            id: new.id,
            requested_at: now,
            requested_by: new.by.clone(),
            taken: None,
            suites: Vec::new(),
            failures: Vec::new(),
            ended: None,
            revision: before.map_or(0, |before| before.revision),
        })
    }

    /// Can another check take its place?
    ///
    /// # Errors
    ///
    /// [`NotNow`].
    pub fn makes_room(&self, now: Timestamp) -> Result<(), NotNow> {
        match (self.stage(now), &self.ended) {
            (Stage::Waiting | Stage::Running, _) => Err(NotNow::UnderWay { since: self.requested_at }),
            (Stage::Ended, Some(ended)) if now < after(ended.at, PAUSE) => {
                let wait = after(ended.at, PAUSE).duration_since(now);
                // A part of a second counts as one.
                let secs = u32::try_from((wait + SignedDuration::from_nanos(999_999_999)).as_secs());
                Err(NotNow::TooSoon { retry_after_secs: secs.unwrap_or(u32::MAX).max(1) })
            }
            (Stage::Ended | Stage::Lost, _) => Ok(()),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self, now: Timestamp) -> Stage {
        let is_over = |since| now >= after(since, LIMIT);
        match (&self.ended, &self.taken) {
            (Some(_), _) => Stage::Ended,
            (None, Some(taken)) if is_over(taken.at) => Stage::Lost,
            (None, Some(_)) => Stage::Running,
            (None, None) if is_over(self.requested_at) => Stage::Lost,
            (None, None) => Stage::Waiting,
        }
    }

    /// Is it still to be shown?
    #[must_use]
    pub fn is_remembered(&self, now: Timestamp) -> bool {
        now < after(self.requested_at, REMEMBERED)
    }

    /// What its function is to be started with, if it waits for that.
    #[must_use]
    pub fn to_run(&self, now: Timestamp) -> Option<CheckRun> {
        let waits = self.stage(now) == Stage::Waiting;
        waits.then(|| CheckRun { tenant: self.tenant.clone(), check: self.id })
    }

    /// The same, done by this run; `None`: it is another check, is done by another run, or waited for too long.
    #[must_use]
    pub fn taken_by(&self, id: CheckId, taken: &Taken) -> Option<Self> {
        if self.id == id && self.is_done_by(taken.run) {
            return Some(self.clone());
        }
        let waits = self.id == id && self.stage(taken.at) == Stage::Waiting;
        waits.then(|| Self { taken: Some(taken.clone()), ..self.clone() })
    }

    /// Is this run doing it?
    #[must_use]
    pub fn is_done_by(&self, run: Uuid) -> bool {
        self.taken.as_ref().is_some_and(|taken| taken.run == run)
    }

    /// The same, with what a suite found. Each suite counts once, however often it is told.
    #[must_use]
    pub fn with_suite(&self, suite: PlayedSuite, failures: Vec<Failure>) -> Self {
        if self.suites.iter().any(|known| known.title == suite.title) {
            return self.clone();
        }
        let mut after = self.clone();
        after.suites.push(suite);
        let room = MAX_FAILURES.saturating_sub(after.failures.len());
        after.failures.extend(failures.into_iter().take(room).map(Failure::bounded));
        after
    }

    /// The same, ended so.
    #[must_use]
    pub fn with_end(&self, ended: Ended) -> Self {
        let ended = Ended { why: ended.why.map(cut), ..ended };
        Self { ended: Some(ended), ..self.clone() }
    }

    /// All that failed so far.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.suites.iter().map(PlayedSuite::failed).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::Plan;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn acme() -> Tenant {
        Tenant::new(TenantId::parse("acme").unwrap(), "Acme".to_owned(), Plan::Advanced, NOW)
    }

    fn new(number: u128) -> NewCheck {
        NewCheck { id: CheckId::new(Uuid::from_u128(number)), by: ActorName::new("Grace") }
    }

    fn taken(at: Timestamp, run: u128) -> Taken {
        Taken { at, run: Uuid::from_u128(run), suites: 7 }
    }

    fn end(at: Timestamp) -> Ended {
        Ended { at, outcome: Outcome::Completed, why: None, left: 0, has_report: true }
    }

    fn failure(text: &str) -> Failure {
        let text = || text.to_owned();
        Failure { id: text(), title: text(), source: text(), found: text(), meaning: text(), mend: text() }
    }

    #[test]
    fn another_can_be_asked_for_once_one_has_ended_and_a_pause_is_over() {
        let first = Check::asked(None, &acme(), &new(1), NOW).unwrap();
        assert_eq!(Check::asked(Some(&first), &acme(), &new(1), NOW), Ok(first.clone()), "the same press");
        let refused = |before: &Check, now| Check::asked(Some(before), &acme(), &new(2), now).err();
        assert_eq!(refused(&first, NOW), Some(NotNow::UnderWay { since: NOW }));
        let ran = first.taken_by(first.id, &taken(NOW, 1)).unwrap();
        assert_eq!(refused(&ran, NOW), Some(NotNow::UnderWay { since: NOW }));
        let ended = ran.with_end(end(NOW + SignedDuration::from_mins(2)));
        let soon = NOW + SignedDuration::from_mins(10);
        assert_eq!(refused(&ended, soon), Some(NotNow::TooSoon { retry_after_secs: 7 * 60 }));
        let almost = NOW + SignedDuration::from_mins(17) - SignedDuration::from_millis(1);
        assert_eq!(refused(&ended, almost), Some(NotNow::TooSoon { retry_after_secs: 1 }));
        let second =
            Check::asked(Some(&ended), &acme(), &new(2), NOW + SignedDuration::from_mins(17)).unwrap();
        assert_eq!((second.stage(second.requested_at), second.suites.len()), (Stage::Waiting, 0));
    }

    #[test]
    fn one_that_nobody_ended_is_over_after_its_limit() {
        let waiting = Check::asked(None, &acme(), &new(1), NOW).unwrap();
        let began = NOW + LIMIT - SignedDuration::from_secs(1);
        let running = waiting.taken_by(waiting.id, &taken(began, 1)).unwrap();
        for (check, over) in [(&waiting, NOW + LIMIT), (&running, began + LIMIT)] {
            let before = over - SignedDuration::from_millis(1);
            assert!(matches!(check.makes_room(before), Err(NotNow::UnderWay { .. })));
            assert_eq!((check.stage(over), check.makes_room(over)), (Stage::Lost, Ok(())));
            assert_eq!(check.to_run(over), None);
        }
        assert_eq!(
            waiting.taken_by(waiting.id, &taken(NOW + LIMIT, 1)),
            None,
            "nobody waits for it any more"
        );
    }

    #[test]
    fn one_run_takes_it_and_knows_that_it_did() {
        let check = Check::asked(None, &acme(), &new(1), NOW).unwrap();
        let ran = check.taken_by(check.id, &taken(NOW, 1)).unwrap();
        assert_eq!(ran.taken_by(check.id, &taken(NOW + LIMIT, 1)), Some(ran.clone()), "its answer got lost");
        assert_eq!(ran.taken_by(check.id, &taken(NOW, 2)), None);
        assert_eq!(check.taken_by(new(2).id, &taken(NOW, 1)), None, "another check");
        assert_eq!(ran.with_end(end(NOW)).taken_by(check.id, &taken(NOW, 2)), None);
    }

    #[test]
    fn no_check_is_for_a_tenant_that_may_not_use_scim() {
        for (plan, scim_enabled, gate) in
            [(Plan::Standard, true, ScimGate::Plan), (Plan::Advanced, false, ScimGate::SwitchedOff)]
        {
            let tenant = Tenant { plan, scim_enabled, ..acme() };
            assert_eq!(Check::asked(None, &tenant, &new(1), NOW), Err(NotNow::Gate(gate)));
        }
    }

    #[test]
    fn however_much_fails_no_more_is_kept_than_an_item_holds() {
        let suite = |title: usize| PlayedSuite {
            title: title.to_string(),
            pass: 1,
            fail_must: 20,
            fail_should: 10,
            not_applicable: 0,
        };
        let mut check = Check::asked(None, &acme(), &new(1), NOW).unwrap();
        for title in [0, 1, 2, 1] {
            check = check.with_suite(suite(title), vec![failure(&"ä".repeat(5_000)); 30]);
        }
        check = check.with_end(Ended { why: Some("x".repeat(5_000)), ..end(NOW) });
        assert_eq!((check.suites.len(), check.failed(), check.failures.len()), (3, 90, MAX_FAILURES));
        let bytes = serde_json::to_string(&check).unwrap().len();
        assert!(bytes < 200_000, "{bytes}");
    }
}
