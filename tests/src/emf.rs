//! The metrics in a line of the log, by the rules of CloudWatch's embedded metric format:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//!
//! CloudWatch passes over what breaks them without a word, and the alarm on it stays silent.

use std::collections::BTreeSet;

use serde_json::Value;

const MAX_DIMENSIONS: usize = 30;
const MAX_METRICS: usize = 100;

/// Of CloudWatch's units those that the log has use for.
const UNITS: [&str; 3] = ["Count", "Milliseconds", "Seconds"];

/// The metrics of a line, such as `requests Count by operation, status`.
///
/// # Panics
/// When CloudWatch would not read them.
#[must_use]
pub fn metrics(line: &Value, namespace: &str) -> BTreeSet<String> {
    let aws = &line["_aws"];
    assert!(aws["Timestamp"].is_u64(), "no time in {line}");
    let directives = aws["CloudWatchMetrics"].as_array().expect("directives");
    let mut metrics = BTreeSet::new();
    for directive in directives {
        assert_eq!(directive["Namespace"], namespace);
        let (sets, measured) = (array(&directive["Dimensions"]), array(&directive["Metrics"]));
        assert!(!sets.is_empty() && (1..=MAX_METRICS).contains(&measured.len()), "{directive}");
        for set in sets {
            let dimensions: Vec<&str> = array(set).iter().map(|name| dimension(line, name)).collect();
            assert!(dimensions.len() <= MAX_DIMENSIONS, "{set}");
            for metric in measured {
                let (name, unit) = (text(&metric["Name"]), text(&metric["Unit"]));
                assert!(line[name].is_number(), "{name} is no number in {line}");
                assert!(UNITS.contains(&unit), "{unit}");
                let by = if dimensions.is_empty() { "" } else { " by " };
                let new = metrics.insert(format!("{name} {unit}{by}{}", dimensions.join(", ")));
                assert!(new, "{name} twice in {line}");
            }
        }
    }
    metrics
}

/// Checks a dimension's value; gives its name.
fn dimension<'a>(line: &Value, name: &'a Value) -> &'a str {
    let name = text(name);
    let value = text(&line[name]);
    assert!((1..=1024).contains(&value.len()) && value.is_ascii() && !value.starts_with(':'), "{value:?}");
    assert!((1..=250).contains(&name.len()), "{name:?}");
    name
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no array: {value}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
