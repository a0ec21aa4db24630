//! A report for people at a terminal: a line a check, and below a failure what it means and what mends it.

use std::fmt::Write as _;

use super::{Exchange, Finding, Level, Outcome, Report, Summary};

/// The report, without a line break at its end.
pub(super) fn render(report: &Report) -> String {
    let width = report.findings.iter().map(|finding| finding.id.len()).max().unwrap_or(0);
    let mut text = format!("{}\n", report.server.base);
    for suite in &report.suites {
        let findings: Vec<Finding> = report.of(*suite).cloned().collect();
        let _ = write!(text, "\n{}\n{}\n", suite.title(), Summary::of(&findings).line());
        for finding in &findings {
            let _ = writeln!(text, "  {}", line(finding, width));
        }
    }
    if !report.left.is_empty() {
        text.push_str("\nNot removed:\n");
        for left in &report.left {
            let _ = writeln!(text, "  {} ({}): {}", left.name, left.path, left.why);
        }
    }
    let _ = write!(text, "\n{}", report.summary.line());
    text
}

fn line(finding: &Finding, width: usize) -> String {
    let word = match (finding.outcome, finding.level) {
        (Outcome::Pass, _) => "pass",
        (Outcome::Fail, Level::Must) => "FAIL",
        (Outcome::Fail, Level::Should) => "fail",
        (Outcome::NotApplicable, _) => "n/a",
    };
    let mut text = format!("{word:4}  {:width$}  {}", finding.id, finding.title);
    let mut below = |sign: &str, line: &str| {
        let _ = write!(text, "\n          {sign} {line}");
    };
    if let Some(found) = &finding.found {
        below("-", found);
    }
    if let Some(exchange) = &finding.exchange {
        below("-", &said(exchange));
        if let Some(excerpt) = &exchange.excerpt {
            below(" ", excerpt);
        }
    }
    if let Some(meaning) = &finding.meaning {
        below("-", meaning);
    }
    if let Some(mend) = &finding.mend {
        below("→", mend);
    }
    text
}

/// A request and the status of its answer, in a line.
pub(super) fn said(exchange: &Exchange) -> String {
    let status = exchange.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let media_type = exchange.content_type.as_deref().map(|text| format!(", {text}")).unwrap_or_default();
    format!("{} {}: {status}{media_type}", exchange.method, exchange.path)
}

#[cfg(test)]
mod tests {
    use crate::report::tests::report;

    #[test]
    fn a_failure_has_what_it_means_and_what_mends_it_below_it() {
        let text = report().to_text();
        let expected = "\
https://example.com/scim/v2

Okta: SPEC test
1 passed, 1 failed that must not, 1 not applicable
  pass  okta-spec.create  A <list> & its \"numbers\"
  FAIL  okta-spec.list    A <list> & its \"numbers\"
          - `totalResults` is a text
          - GET /Users?filter=%3Cscript%3E<script>alert(1)</script>: 200, text/html
            {\"detail\":\"]]> <b>&amp;\u{1}\"}
          - *Test Connector Configuration* fails.
          → Run `rollcall tenant set <tenant> --profile-sync full`.
  n/a   okta-spec.groups  A <list> & its \"numbers\"
          - the server has no groups

Not removed:
  <x> (/Users/1): answered 500

1 passed, 1 failed that must not, 1 not applicable";
        assert_eq!(text, expected);
    }
}
