//! The log of a function: JSON lines, of which some carry metrics. No line holds personal data.
//!
//! - `metrics`: which lines, and what they measure.
//! - What stands in the lines is written where it happens: requests in `rollcall_web::request_log`, the rest in the
//!   functions.

mod metrics;

use std::fmt;
use std::time::Instant;

use tracing::{Event, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::{Format, Json, JsonFields, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, Layer, layer};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::aws;
use crate::clock::{Clock, SystemClock};
use metrics::Metadata;

/// Starts a function's log: JSON lines on standard output, from the level `LOG_LEVEL` up (default `info`), with
/// metrics in the namespace `METRICS_NAMESPACE` (default: without metrics).
pub fn init() {
    let level = aws::optional("LOG_LEVEL").and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    tracing_subscriber::registry()
        .with(lines(aws::optional("METRICS_NAMESPACE")))
        .with(Targets::new().with_default(LevelFilter::WARN).with_target("rollcall", level))
        .init();
}

/// The lines that [`init`] starts, for whoever writes them elsewhere than to standard output. `namespace`: that of the
/// metrics in CloudWatch; `None`: the lines carry no metrics.
#[must_use]
pub fn lines(namespace: Option<String>) -> Layer<Registry, JsonFields, Lines> {
    let json = layer().json().flatten_event(true).with_span_list(false);
    json.map_event_format(|json| Lines { json, namespace })
}

/// Milliseconds since then, as they stand in the log.
#[must_use]
pub fn millis_since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Formats lines. Those that measure something say so to CloudWatch.
#[derive(Debug)]
pub struct Lines {
    json: Format<Json>,
    namespace: Option<String>,
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut to: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let measures = metrics::measured_by(event.metadata().name());
        let Some((measures, namespace)) = measures.zip(self.namespace.as_deref()) else {
            return self.json.format_event(context, to, event);
        };
        let mut line = String::new();
        self.json.format_event(context, Writer::new(&mut line), event)?;
        let members = line.trim_end().strip_suffix('}').ok_or(fmt::Error)?;
        let metadata = Metadata::of(measures, namespace, SystemClock.now());
        let metadata = serde_json::to_string(&metadata).map_err(|_| fmt::Error)?;
        writeln!(to, r#"{members},"_aws":{metadata}}}"#)
    }
}

#[cfg(test)]
mod tests;
