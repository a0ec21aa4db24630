//! A report in `JUnit`'s XML, which continuous integration reads: a suite a test suite, a check a test case.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::text::said;
use super::{Finding, Outcome, Report, Suite, Summary};

/// The report.
pub(super) fn render(report: &Report) -> io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = counts(&report.findings);
    let seconds = seconds(&report.findings);
    let root = writer.create_element("testsuites").with_attribute(("name", report.tool.name));
    let root = counts.iter().fold(root, |root, (name, count)| root.with_attribute((*name, count.as_str())));
    root.with_attribute(("time", seconds.as_str())).write_inner_content(|writer| {
        report.suites.iter().try_for_each(|suite| test_suite(writer, report, *suite))
    })?;
    let bytes = writer.into_inner();
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn test_suite(writer: &mut Writer<Vec<u8>>, report: &Report, suite: Suite) -> io::Result<()> {
    let findings: Vec<Finding> = report.of(suite).cloned().collect();
    let (started, time) = (format!("{:.0}", report.started_at), seconds(&findings));
    let element = writer.create_element("testsuite").with_attribute(("name", suite.name()));
    let counts = counts(&findings);
    let element =
        counts.iter().fold(element, |element, (name, count)| element.with_attribute((*name, count.as_str())));
    let element = element
        .with_attribute(("timestamp", started.as_str()))
        .with_attribute(("hostname", report.server.base.as_str()))
        .with_attribute(("time", time.as_str()));
    element
        .write_inner_content(|writer| findings.iter().try_for_each(|finding| test_case(writer, finding)))?;
    Ok(())
}

fn test_case(writer: &mut Writer<Vec<u8>>, finding: &Finding) -> io::Result<()> {
    let time = seconds(std::slice::from_ref(finding));
    let found = visible(finding.found.as_deref().unwrap_or_default());
    let element = writer
        .create_element("testcase")
        .with_attribute(("classname", finding.suite.name()))
        .with_attribute(("name", finding.id))
        .with_attribute(("time", time.as_str()));
    match finding.outcome {
        Outcome::Pass => element.write_empty()?,
        Outcome::NotApplicable => element.write_inner_content(|writer| {
            writer.create_element("skipped").with_attribute(("message", found.as_str())).write_empty()?;
            Ok(())
        })?,
        Outcome::Fail => element.write_inner_content(|writer| {
            let level = if finding.level == super::Level::Must { "must" } else { "should" };
            let text = visible(&details(finding));
            writer
                .create_element("failure")
                .with_attribute(("type", level))
                .with_attribute(("message", found.as_str()))
                .write_text_content(BytesText::new(&text))?;
            Ok(())
        })?,
    };
    Ok(())
}

fn details(finding: &Finding) -> String {
    let exchange = finding.exchange.as_ref();
    let lines = [
        Some(format!("{} ({})", finding.title, finding.source)),
        exchange.map(said),
        exchange.and_then(|exchange| exchange.excerpt.clone()),
        finding.meaning.clone(),
        finding.mend.clone(),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The numbers of an element, by their names.
fn counts(findings: &[Finding]) -> [(&'static str, String); 4] {
    let summary = Summary::of(findings);
    [
        ("tests", findings.len().to_string()),
        ("failures", summary.failed().to_string()),
        ("errors", "0".to_owned()),
        ("skipped", summary.not_applicable.to_string()),
    ]
}

fn seconds(findings: &[Finding]) -> String {
    let milliseconds: u64 = findings.iter().map(|finding| finding.duration_ms).sum();
    format!("{}.{:03}", milliseconds / 1_000, milliseconds % 1_000)
}

/// Without the characters that XML 1.0 cannot have, escaped or not.
fn visible(text: &str) -> String {
    let may_be =
        |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().map(|c| if may_be(c) { c } else { '\u{FFFD}' }).collect()
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use crate::report::tests::report;

    #[test]
    fn continuous_integration_reads_it() {
        let xml = report().to_junit().unwrap();
        let mut reader = Reader::from_str(&xml);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(element) | Event::Empty(element) => {
                    for attribute in element.attributes() {
                        assert!(!attribute.unwrap().value.is_empty());
                    }
                    names.push(element.name().as_ref().to_owned());
                }
                _ => {}
            }
        }
        let expected = ["testsuites", "testsuite", "testcase", "testcase", "failure", "testcase", "skipped"];
        assert_eq!(names, expected);
        for part in [
            "tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\"",
            "message=\"the server has no groups\"",
            "&lt;script&gt;",
            "time=\"0.036\"",
        ] {
            assert!(xml.contains(part), "{part}: {xml}");
        }
        assert!(!xml.contains('\u{1}') && !xml.contains("<script>") && !xml.contains("]]> <b>"), "{xml}");
    }
}
