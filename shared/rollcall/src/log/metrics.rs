//! What the log lines measure, in CloudWatch's [embedded metric format][emf] (EMF): a member `_aws` of a line names
//! other members of it as metrics and dimensions. CloudWatch Logs reads the metrics out of the line by itself, so they
//! cost no call and no agent.
//!
//! A line is known by the name of its event, `tracing::info!(name: "sweep", …)`. Whoever writes it gives each metric as
//! a number and each dimension as a text, always: a line without one of them is no metric at all.
//!
//! CloudWatch takes money for each metric and each value of a dimension. So a metric is here only if a graph or an alarm
//! of `infra/template.yaml` reads it, with just these dimensions; a test holds both together.
//!
//! [emf]: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html

use jiff::Timestamp;
use serde::Serialize;

/// Metrics with the same dimensions.
pub(super) struct Measure {
    /// Each metric once for each of these sets of dimensions; the empty set is the metric over all.
    dimensions: &'static [&'static [&'static str]],
    /// Names, which are those of the line's members, and CloudWatch's units.
    metrics: &'static [(&'static str, &'static str)],
}

const COUNT: &str = "Count";
const MILLISECONDS: &str = "Milliseconds";
const SECONDS: &str = "Seconds";

/// How long requests and runs alike take. By operation alone: over all of them it would say nothing.
const DURATION: Measure =
    Measure { dimensions: &[&["operation"]], metrics: &[("duration_ms", MILLISECONDS)] };

/// What requests and runs ask of the table. The log has it by operation.
const CALLS: Measure =
    Measure { dimensions: &[&[]], metrics: &[("dynamodb_calls", COUNT), ("dynamodb_retries", COUNT)] };

const REQUEST: &[Measure] =
    &[Measure { dimensions: &[&[], &["status"]], metrics: &[("requests", COUNT)] }, DURATION, CALLS];

const RECORDS: &[Measure] = &[
    Measure {
        dimensions: &[&[]],
        metrics: &[
            ("records", COUNT),
            ("records_failed", COUNT),
            ("mails_sent", COUNT),
            ("mails_failed", COUNT),
        ],
    },
    DURATION,
    CALLS,
];

const SWEEP: &[Measure] = &[
    Measure {
        dimensions: &[&[]],
        metrics: &[
            ("mails_owed", COUNT),
            ("owed_age_secs", SECONDS),
            ("mails_sent", COUNT),
            ("mails_failed", COUNT),
        ],
    },
    DURATION,
    CALLS,
];

const PURGE: &[Measure] = &[
    Measure {
        dimensions: &[&[]],
        metrics: &[
            ("purges_due", COUNT),
            ("purges_done", COUNT),
            ("purges_failed", COUNT),
            ("purge_overdue_secs", SECONDS),
        ],
    },
    DURATION,
    CALLS,
];

/// A run that has nothing to do has no line: there is one every minute.
const WEBHOOKS: &[Measure] =
    &[Measure { dimensions: &[&[]], metrics: &[("deliveries_stopped", COUNT)] }, DURATION, CALLS];

/// What the line of an event measures; `None`: nothing.
pub(super) fn measured_by(event: &str) -> Option<&'static [Measure]> {
    match event {
        "request" => Some(REQUEST),
        "records" => Some(RECORDS),
        "sweep" => Some(SWEEP),
        "purge" => Some(PURGE),
        "webhooks" => Some(WEBHOOKS),
        _ => None,
    }
}

/// The member `_aws`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Metadata<'a> {
    /// Milliseconds since the epoch.
    timestamp: i64,
    cloud_watch_metrics: Vec<Directive<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    dimensions: &'static [&'static [&'static str]],
    metrics: Vec<Metric>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    name: &'static str,
    unit: &'static str,
}

impl<'a> Metadata<'a> {
    pub(super) fn of(measures: &[Measure], namespace: &'a str, at: Timestamp) -> Self {
        let directive = |measure: &Measure| Directive {
            namespace,
            dimensions: measure.dimensions,
            metrics: measure.metrics.iter().map(|&(name, unit)| Metric { name, unit }).collect(),
        };
        Self { timestamp: at.as_millisecond(), cloud_watch_metrics: measures.iter().map(directive).collect() }
    }
}
