use std::env;
use std::io::{self, Write};
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::*;

/// A line that measures something and one that does not.
fn log_two_lines() {
    tracing::info!(
        name: "sweep",
        target: "rollcall::test",
        operation = "sweep",
        mails_owed = 3,
        mails_sent = 2,
        mails_failed = 1,
        owed_age_secs = 900,
        duration_ms = 12,
        dynamodb_calls = 9,
        dynamodb_retries = 0,
        "sweep"
    );
    tracing::warn!(target: "rollcall::test", "sweep");
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(namespace: Option<&str>) -> Vec<Value> {
    let kept = Kept::default();
    let writer = kept.clone();
    let lines = lines(namespace.map(str::to_owned)).with_writer(move || writer.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), log_two_lines);
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_line_that_measures_names_its_metrics_to_cloudwatch() {
    let lines = logged(Some("Rollcall"));
    let [sweep, warning] = lines.as_slice() else { panic!("{lines:?}") };
    let mut aws = sweep["_aws"].clone();
    assert!(aws["Timestamp"].as_i64().unwrap() > 1_767_225_600_000, "milliseconds since the epoch: {aws}");
    aws["Timestamp"] = 0.into();
    let metric = |name: &str, unit: &str| json!({ "Name": name, "Unit": unit });
    let (sweeps, duration, calls) = (
        [
            metric("mails_owed", "Count"),
            metric("owed_age_secs", "Seconds"),
            metric("mails_sent", "Count"),
            metric("mails_failed", "Count"),
        ],
        [metric("duration_ms", "Milliseconds")],
        [metric("dynamodb_calls", "Count"), metric("dynamodb_retries", "Count")],
    );
    let directives = json!([
        { "Namespace": "Rollcall", "Dimensions": [[]], "Metrics": sweeps },
        { "Namespace": "Rollcall", "Dimensions": [["operation"]], "Metrics": duration },
        { "Namespace": "Rollcall", "Dimensions": [[]], "Metrics": calls },
    ]);
    assert_eq!(aws, json!({ "Timestamp": 0, "CloudWatchMetrics": directives }));
    assert_eq!(sweep["owed_age_secs"], 900);
    assert_eq!(warning.get("_aws"), None, "known by its name, not by what it says");
}

#[test]
fn without_a_namespace_the_lines_are_the_same_without_metrics() {
    let (with, mut without) = (logged(Some("Rollcall")), logged(None));
    for (with, without) in with.into_iter().zip(&mut without) {
        let mut with = with;
        with.as_object_mut().unwrap().remove("_aws");
        (with["timestamp"], without["timestamp"]) = (Value::Null, Value::Null);
        assert_eq!(with, *without);
    }
}

/// This test starts itself once more with the variable set, and reads what that prints.
#[test]
fn what_is_printed_has_metrics_where_the_environment_names_a_namespace() {
    if env::var_os("METRICS_NAMESPACE").is_some() {
        init();
        return log_two_lines();
    }
    let this = "log::tests::what_is_printed_has_metrics_where_the_environment_names_a_namespace";
    let printed = |namespace: &str| -> Vec<Value> {
        let mut child = Command::new(env::current_exe().unwrap());
        let output =
            child.args([this, "--exact", "--nocapture"]).env("METRICS_NAMESPACE", namespace).output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        let lines = text.lines().filter_map(|line| serde_json::from_str(&line[line.find('{')?..]).ok());
        lines.collect()
    };
    let [sweep, warning] = &printed("Rollcall/prod")[..] else { panic!("two lines") };
    assert_eq!(sweep["_aws"]["CloudWatchMetrics"][0]["Namespace"], "Rollcall/prod");
    assert_eq!(warning.get("_aws"), None);
    let [sweep, _] = &printed("")[..] else { panic!("two lines") };
    assert_eq!(sweep.get("_aws"), None);
}
