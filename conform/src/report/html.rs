//! A report as one HTML file, which a reviewer opens or prints: it loads nothing.

use askama::Template;

use super::text::said;
use super::{Exchange, Finding, Level, Outcome, Report, Suite, Summary};

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    report: &'a Report,
    started: String,
    suites: Vec<Part<'a>>,
}

/// A suite.
struct Part<'a> {
    suite: Suite,
    line: String,
    findings: Vec<&'a Finding>,
}

/// The report.
pub(super) fn render(report: &Report) -> Result<String, askama::Error> {
    let part = |suite: &Suite| {
        let findings: Vec<&Finding> = report.of(*suite).collect();
        let of_suite: Vec<Finding> = findings.iter().copied().cloned().collect();
        Part { suite: *suite, line: Summary::of(&of_suite).line(), findings }
    };
    let suites = report.suites.iter().map(part).collect();
    Page { report, started: format!("{:.0}", report.started_at), suites }.render()
}

/// The class of a finding's row.
fn class(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NotApplicable => "na",
    }
}

/// The word for how a finding ended.
fn word(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NotApplicable => "not applicable",
    }
}

fn level(finding: &Finding) -> &'static str {
    match finding.level {
        Level::Must => "must",
        Level::Should => "should",
    }
}

fn request(exchange: &Exchange) -> String {
    said(exchange)
}

#[cfg(test)]
mod tests {
    use crate::report::tests::report;

    #[test]
    fn a_page_loads_nothing_and_runs_nothing_that_a_server_says() {
        let html = report().to_html().unwrap();
        assert!(html.starts_with("<!doctype html>"), "{html}");
        for wrong in ["<script", "src=", "http-equiv=\"refresh\"", "@import", "<b>", "url("] {
            assert!(!html.contains(wrong), "{wrong}: {html}");
        }
        for part in [
            "&#60;script&#62;",
            "A &#60;list&#62; &#38; its",
            "okta-spec.list",
            "Okta: SPEC test",
            "&#60;x&#62;",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.matches("https://").count(), 2, "the server alone is named, and nothing is linked");
        assert!(!html.contains("href="), "{html}");
    }
}
