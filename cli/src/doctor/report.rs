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

/// The same report; as text, a script that mends what was found. Nothing runs it: a person reads it first.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Script<'a>(pub(super) &'a Report);

impl Answer for Script<'_> {
    fn text(&self) -> String {
        let amiss = self.0.findings.iter().filter(|finding| finding.status != Status::Ok);
        let blocks: Vec<String> = amiss.map(block).collect();
        if blocks.is_empty() { "# All is well.".to_owned() } else { blocks.join("\n\n") }
    }
}

/// A finding as a remark, with its commands below.
fn block(finding: &Finding) -> String {
    let Finding { status, check, found, advice, commands } = finding;
    let head = remark(&format!("{}: {check}: {found}", status.word()));
    let advice = advice.as_deref().filter(|advice| !advice.is_empty()).map(remark);
    [head].into_iter().chain(advice).chain(commands.iter().cloned()).collect::<Vec<_>>().join("\n")
}

/// What services say can have several lines.
fn remark(text: &str) -> String {
    text.lines().map(|line| format!("# {line}")).collect::<Vec<_>>().join("\n")
}

impl Answer for Report {
    fn text(&self) -> String {
        let width = self.findings.iter().map(|finding| finding.check.chars().count()).max().unwrap_or(0);
        let line = |finding: &Finding| {
            let Finding { status, check, found, advice, .. } = finding;
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
        let stream = Finding::problem("table: stream", "off", "turn it on");
        let stream = stream.mended_by(["aws one".to_owned(), "aws two".to_owned()]);
        Report::new("rollcall".to_owned(), vec![Finding::ok("stack", "is there"), stream])
    }

    #[test]
    fn a_shell_reads_the_commands_and_a_person_why() {
        let text = "# problem: table: stream: off\n# turn it on\naws one\naws two";
        assert_eq!(Script(&report()).text(), text);
        assert_eq!(json!(Script(&report())), json!(report()));
        let hand = Finding::warning("alarms", "tell nobody", "say\nit");
        assert_eq!(block(&hand), "# warning: alarms: tell nobody\n# say\n# it");
        let well = Report::new("rollcall".to_owned(), vec![Finding::ok("stack", "is there")]);
        assert_eq!(Script(&well).text(), "# All is well.");
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
                {
                    "status": "problem",
                    "check": "table: stream",
                    "found": "off",
                    "advice": "turn it on",
                    "commands": ["aws one", "aws two"],
                },
            ],
        });
        assert_eq!(json!(report()), expected);
    }
}
