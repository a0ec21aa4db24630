//! What was found, as the table has it.

use rollcall_conform::Suite;
use rollcall_conform::report::{Finding, Outcome, Summary};
use rollcall_rules::check::{Failure, PlayedSuite};

/// What came of a suite.
pub(crate) fn suite(suite: Suite, findings: &[Finding]) -> PlayedSuite {
    let Summary { pass, fail_must, fail_should, not_applicable } = Summary::of(findings);
    PlayedSuite { title: suite.title().to_owned(), pass, fail_must, fail_should, not_applicable }
}

/// What failed.
pub(crate) fn failures(findings: &[Finding]) -> Vec<Failure> {
    let failed = findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let failure = |finding: &Finding| Failure {
        id: finding.id.to_owned(),
        title: finding.title.to_owned(),
        source: finding.source.to_owned(),
        found: text(&finding.found),
        meaning: text(&finding.meaning),
        mend: text(&finding.mend),
    };
    failed.map(failure).collect()
}
