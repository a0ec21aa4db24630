//! All findings, as people and programs read them.

use serde::Serialize;

use super::finding::{Finding, Status};
use crate::print::Answer;

/// The findings on one stack.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    stack: String,
    findings: Vec<Finding>,
}

impl Report {
    /// The report on the stack of that name, with the findings in the order of the checks.
    #[must_use]
    pub(super) const fn new(stack: String, findings: Vec<Finding>) -> Self {
        Self { stack, findings }
    }

    /// How many findings are of this status.
    #[must_use]
    pub(super) fn count(&self, status: Status) -> usize {
        self.findings.iter().filter(|finding| finding.status == status).count()
    }
}

impl Answer for Report {
    fn text(&self) -> String {
        let width = self.findings.iter().map(|finding| finding.check.chars().count()).max().unwrap_or(0);
        let line = |finding: &Finding| {
            let Finding { status, check, found, advice } = finding;
            let advice = advice.as_ref().map_or_else(String::new, |advice| format!("\n         → {advice}"));
            format!("{:7}  {check:width$}  {found}{advice}\n", status.word())
        };
        let lines: String = self.findings.iter().map(line).collect();
        let counts = [Status::Ok, Status::Warning, Status::Problem, Status::Unknown]
            .map(|status| format!("{} {}", self.count(status), status.word()));
        format!("{lines}\n{}", counts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report() -> Report {
        let findings =
            vec![Finding::ok("stack", "is there"), Finding::problem("table: stream", "off", "turn it on")];
        Report::new("rollcall".to_owned(), findings)
    }

    #[test]
    fn people_read_a_line_a_check_and_below_it_what_to_do() {
        let text = "\
ok       stack          is there
problem  table: stream  off
         → turn it on

1 ok, 0 warning, 1 problem, 0 unknown";
        assert_eq!(report().text(), text);
    }

    #[test]
    fn programs_read_the_same() {
        let expected = json!({
            "stack": "rollcall",
            "findings": [
                {"status": "ok", "check": "stack", "found": "is there"},
                {"status": "problem", "check": "table: stream", "found": "off", "advice": "turn it on"},
            ],
        });
        assert_eq!(json!(report()), expected);
    }
}
