//! What was found, and how it is told.
//!
//! [`Report`] is the JSON form: it is stable. A member may be added to it; one that is there stays what it is, and then
//! [`Report::FORMAT`] stays the same number.

mod html;
mod junit;
mod text;

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::check::Check;
pub use crate::check::Level;
use crate::guests::Left;
use crate::options::{Options, Suite};
pub use crate::stop::Exchange;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It is as it should be.
    Pass,
    /// It is not.
    Fail,
    /// The check says nothing of this server.
    NotApplicable,
}

/// What one check found.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Id of the check; it never changes.
    pub id: &'static str,
    /// The suite that the check is of.
    pub suite: Suite,
    /// What has to be so.
    pub title: &'static str,
    /// Who asks for it, and where.
    pub source: &'static str,
    /// How much they ask for it.
    pub level: Level,
    /// How it ended.
    pub outcome: Outcome,
    /// What is there in its place, or why the check says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Of a failure: what an administrator sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// What mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
    /// Of a failure: the request by which it showed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
    /// How long it took, waits included.
    pub duration_ms: u64,
}

impl Finding {
    /// Of a check that passed.
    pub(crate) fn pass(suite: Suite, check: &Check, took: Duration) -> Self {
        Self {
            id: check.id,
            suite,
            title: check.title,
            source: check.source,
            level: check.level,
            outcome: Outcome::Pass,
            found: None,
            meaning: None,
            mend: None,
            exchange: None,
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Passed.
    pub pass: usize,
    /// Failed, and must not.
    pub fail_must: usize,
    /// Failed, and should not.
    pub fail_should: usize,
    /// Said nothing of this server.
    pub not_applicable: usize,
}

impl Summary {
    /// Counts them.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut summary = Self::default();
        for finding in findings {
            match (finding.outcome, finding.level) {
                (Outcome::Pass, _) => summary.pass += 1,
                (Outcome::NotApplicable, _) => summary.not_applicable += 1,
                (Outcome::Fail, Level::Must) => summary.fail_must += 1,
                (Outcome::Fail, Level::Should) => summary.fail_should += 1,
            }
        }
        summary
    }

    /// All that failed.
    #[must_use]
    pub const fn failed(&self) -> usize {
        self.fail_must + self.fail_should
    }

    /// In a line.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { pass, fail_must, fail_should, not_applicable } = self;
        let should =
            if *fail_should > 0 { format!(" and {fail_should} that should not") } else { String::new() };
        match self.failed() {
            0 => format!("{pass} passed, none failed, {not_applicable} not applicable"),
            _ => format!(
                "{pass} passed, {fail_must} failed that must not{should}, {not_applicable} not applicable"
            ),
        }
    }
}

/// The program that made a report.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: String,
}

/// The server that a report is about.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Its base URL.
    pub base: String,
    /// Whether it is a Rollcall one, by its schema.
    pub is_rollcall: bool,
}

/// All that was found. It holds no token, and nobody but the people whom the run made.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`Report::FORMAT`].
    pub format: u32,
    /// The program that made it.
    pub tool: Tool,
    /// The server that it is about.
    pub server: About,
    /// When the run began.
    pub started_at: Timestamp,
    /// The suites that were played, in their order.
    pub suites: Vec<Suite>,
    /// How many checks ended how.
    pub summary: Summary,
    /// All checks, by suites.
    pub findings: Vec<Finding>,
    /// The people and groups that are there still.
    pub left: Vec<Left>,
}

impl Report {
    /// The number of the JSON form.
    pub const FORMAT: u32 = 1;

    pub(crate) fn new(options: &Options, is_rollcall: bool, findings: Vec<Finding>) -> Self {
        let suites = Suite::ALL.into_iter().filter(|suite| options.suites.contains(suite)).collect();
        Self {
            format: Self::FORMAT,
            tool: Tool { name: "rollcall conform", version: options.version.clone() },
            server: About { base: options.base.text().to_owned(), is_rollcall },
            started_at: options.started_at,
            suites,
            summary: Summary::of(&findings),
            findings,
            left: Vec::new(),
        }
    }

    /// The findings of a suite.
    pub fn of(&self, suite: Suite) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.suite == suite)
    }

    /// The same with what could not be taken away.
    #[must_use]
    pub fn with_left(self, left: Vec<Left>) -> Self {
        Self { left, ..self }
    }

    /// For people at a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::render(self)
    }

    /// For programs.
    ///
    /// # Errors
    ///
    /// It cannot be written as JSON, which no report is.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }

    /// For continuous integration.
    ///
    /// # Errors
    ///
    /// It cannot be written as XML, which no report is.
    pub fn to_junit(&self) -> std::io::Result<String> {
        junit::render(self)
    }

    /// For reviewers: one file that needs no other.
    ///
    /// # Errors
    ///
    /// It cannot be written as HTML, which no report is.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        html::render(self)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// One of each outcome, with what could break a form in its texts.
    pub(crate) fn report() -> Report {
        let of = |id, outcome, found: Option<&str>| Finding {
            id,
            suite: Suite::OktaSpec,
            title: "A <list> & its \"numbers\"",
            source: "Okta SPEC test",
            level: Level::Must,
            outcome,
            found: found.map(str::to_owned),
            meaning: None,
            mend: None,
            exchange: None,
            duration_ms: 12,
        };
        let fail = Finding {
            meaning: Some("*Test Connector Configuration* fails.".to_owned()),
            mend: Some("Run `rollcall tenant set <tenant> --profile-sync full`.".to_owned()),
            exchange: Some(Exchange {
                method: "GET".to_owned(),
                path: "/Users?filter=%3Cscript%3E<script>alert(1)</script>".to_owned(),
                status: Some(200),
                content_type: Some("text/html".to_owned()),
                excerpt: Some("{\"detail\":\"]]> <b>&amp;\u{1}\"}".to_owned()),
            }),
            ..of("okta-spec.list", Outcome::Fail, Some("`totalResults` is a text"))
        };
        let findings = vec![
            of("okta-spec.create", Outcome::Pass, None),
            fail,
            of("okta-spec.groups", Outcome::NotApplicable, Some("the server has no groups")),
        ];
        Report {
            format: Report::FORMAT,
            tool: Tool { name: "rollcall conform", version: "0.1.0".to_owned() },
            server: About { base: "https://example.com/scim/v2".to_owned(), is_rollcall: false },
            started_at: "2026-11-29T03:00:00Z".parse().unwrap(),
            suites: vec![Suite::OktaSpec],
            summary: Summary::of(&findings),
            findings,
            left: vec![Left {
                name: "<x>".to_owned(),
                path: "/Users/1".to_owned(),
                why: "answered 500".to_owned(),
            }],
        }
    }

    #[test]
    fn programs_read_names_that_stay() {
        let json: Value = serde_json::from_str(&report().to_json().unwrap()).unwrap();
        let names: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["format", "tool", "server", "startedAt", "suites", "summary", "findings", "left"]);
        let expected = json!({
            "id": "okta-spec.groups", "suite": "okta-spec", "title": "A <list> & its \"numbers\"",
            "source": "Okta SPEC test", "level": "must", "outcome": "notApplicable",
            "found": "the server has no groups", "durationMs": 12,
        });
        assert_eq!(json["findings"][2], expected);
        let summary = json!({ "pass": 1, "failMust": 1, "failShould": 0, "notApplicable": 1 });
        assert_eq!(json["summary"], summary);
        assert_eq!(json["findings"][1]["exchange"]["status"], 200);
    }

    #[test]
    fn a_line_says_how_it_ended() {
        let summary = Summary { pass: 3, fail_must: 2, fail_should: 1, not_applicable: 4 };
        assert_eq!(
            summary.line(),
            "3 passed, 2 failed that must not and 1 that should not, 4 not applicable"
        );
        let summary = Summary { pass: 3, ..Summary::default() };
        assert_eq!(summary.line(), "3 passed, none failed, 0 not applicable");
    }
}
