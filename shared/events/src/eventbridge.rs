//! A bus of Amazon `EventBridge`.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet};
use std::error::Error;
use std::time::Duration;

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::config::retry::RetryConfig;
use aws_sdk_eventbridge::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::{PutEventsRequestEntry, PutEventsResultEntry};
use aws_types::SdkConfig;

use super::{EventBus, PublishError, SOURCE};
use rollcall::aws::{self, MissingSetting, TimeLimits};
use rollcall_rules::events::{Event, Subject};

/// All tries of one call. The stream's records come again where they were not enough.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(10);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: u32 = 4;

/// Events of one call. It takes no more, and 256 KB of them, which ten of the largest are far below.
const AT_A_TIME: usize = 10;

type Source = Box<dyn Error + Send + Sync>;

/// Publishes on one bus.
#[derive(Debug, Clone)]
pub struct EventBridgeBus {
    client: Client,
    bus: String,
}

/// What `EventBridge` says of a call or an event: its code alone, as its words may repeat what they are about.
#[derive(Debug, thiserror::Error)]
#[error("EventBridge says {code}")]
struct Refusal {
    code: String,
}

impl EventBridgeBus {
    /// The bus of that name, in the region of these settings.
    ///
    /// `endpoint_url` overrides the service's endpoint where the settings name none; see [`aws::endpoint_url`].
    #[must_use]
    pub fn new(settings: &SdkConfig, bus: String, endpoint_url: Option<String>) -> Self {
        let limits =
            TimeLimits { connect: CONNECT_TIMEOUT, attempt: ATTEMPT_TIMEOUT, operation: OPERATION_TIMEOUT };
        let mut config = aws_sdk_eventbridge::config::Builder::from(settings)
            .timeout_config(limits.into())
            .retry_config(RetryConfig::standard().with_max_attempts(MAX_ATTEMPTS));
        if let Some(url) = endpoint_url {
            config = config.endpoint_url(url);
        }
        Self { client: Client::from_conf(config.build()), bus }
    }

    /// The bus that `EVENT_BUS_NAME` names; `None` where it is absent: the operator wants no events. Makes no call.
    ///
    /// # Errors
    ///
    /// [`MissingSetting`] if there is a bus: one of [`aws::sdk_config`].
    pub fn from_env() -> Result<Option<Self>, MissingSetting> {
        let Some(bus) = aws::optional("EVENT_BUS_NAME") else { return Ok(None) };
        Ok(Some(Self::new(&aws::sdk_config()?, bus, aws::endpoint_url("EVENTBRIDGE"))))
    }

    /// One call. Gives what became of each event.
    async fn put(&self, events: &[&Event]) -> Result<Vec<Result<(), Source>>, Source> {
        let entries: Result<Vec<_>, _> = events.iter().map(|event| self.entry(event)).collect();
        let request = self.client.put_events().set_entries(Some(entries?));
        let answer = request.send().await.map_err(of_call)?;
        Ok((0..events.len()).map(|place| of_entry(answer.entries().get(place))).collect())
    }

    fn entry(&self, event: &Event) -> Result<PutEventsRequestEntry, serde_json::Error> {
        Ok(PutEventsRequestEntry::builder()
            .event_bus_name(&self.bus)
            .source(SOURCE)
            .detail_type(event.kind.as_str())
            .detail(serde_json::to_string(event)?)
            .time(DateTime::from_millis(event.at.as_millisecond()))
            .build())
    }
}

impl EventBus for EventBridgeBus {
    async fn publish(&self, events: &[Event]) -> Result<(), PublishError> {
        let mut failures = Failures::default();
        for (first, batch) in (0..).step_by(AT_A_TIME).zip(events.chunks(AT_A_TIME)) {
            let (held_back, batch): (Vec<_>, Vec<_>) =
                (first..).zip(batch).partition(|(_, event)| failures.subjects.contains(&event.subject()));
            failures.places.extend(held_back.into_iter().map(|(place, _)| place));
            if batch.is_empty() {
                continue;
            }
            let sent: Vec<_> = batch.iter().map(|(_, event)| *event).collect();
            match self.put(&sent).await {
                Ok(outcomes) => {
                    for ((place, event), outcome) in batch.into_iter().zip(outcomes) {
                        failures.note(place, event, outcome);
                    }
                }
                // The bus is away, or not to be reached by us: it would take nobody's.
                Err(source) => {
                    failures.places.extend(first..events.len());
                    failures.source.get_or_insert(source);
                    break;
                }
            }
        }
        failures.into_result()
    }
}

/// What was not published so far.
#[derive(Debug, Default)]
struct Failures {
    places: BTreeSet<usize>,
    /// Accounts and groups of which an event was not taken.
    subjects: HashSet<Option<Subject>>,
    source: Option<Source>,
}

impl Failures {
    fn note(&mut self, place: usize, event: &Event, outcome: Result<(), Source>) {
        if let Err(source) = outcome {
            self.places.insert(place);
            self.subjects.insert(event.subject());
            self.source.get_or_insert(source);
        }
    }

    fn into_result(self) -> Result<(), PublishError> {
        match self.source {
            Some(source) => Err(PublishError { places: self.places, source }),
            None => Ok(()),
        }
    }
}

/// Why a call failed.
fn of_call<E>(error: SdkError<E>) -> Source
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    match error.as_service_error() {
        Some(service) => refusal(service.code()),
        // Its source alone: beside it would stand the raw answer.
        None => error.into_source().unwrap_or_else(Source::from),
    }
}

/// What became of one event of a call that did not fail.
fn of_entry(entry: Option<&PutEventsResultEntry>) -> Result<(), Source> {
    match entry {
        Some(entry) if entry.error_code().is_none() && entry.event_id().is_some() => Ok(()),
        _ => Err(refusal(entry.and_then(PutEventsResultEntry::error_code))),
    }
}

fn refusal(code: Option<&str>) -> Source {
    Box::new(Refusal { code: code.unwrap_or("nothing").to_owned() })
}
