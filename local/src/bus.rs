//! Keeps the events that Rollcall would put on the operator's bus in AWS.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rollcall_events::{EventBus, PublishError, SOURCE};
use rollcall_rules::events::{Event, EventKind};
use serde::Serialize;

use super::faults::{Faults, Service};

/// The most events that are kept. The oldest are dropped.
const KEPT: usize = 100_000;

/// An event in the envelope in which `EventBridge` hands it over, without the fields that AWS adds.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PublishedEvent {
    source: &'static str,
    detail_type: EventKind,
    time: Timestamp,
    detail: Event,
}

/// Keeps the latest 100,000 events while the process lives. Clones are one bus.
#[derive(Debug, Clone)]
pub(super) struct Bus {
    events: Arc<Mutex<VecDeque<PublishedEvent>>>,
    faults: Faults,
}

#[derive(Debug, thiserror::Error)]
#[error("the bus is away")]
struct Away;

impl Bus {
    /// An empty bus.
    pub(super) fn new(faults: Faults) -> Self {
        Self { events: Arc::default(), faults }
    }

    /// The events, in the order in which they were published. As in AWS, an event may be there more than once.
    pub(super) fn events(&self) -> Vec<PublishedEvent> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl EventBus for Bus {
    async fn publish(&self, events: &[Event]) -> Result<(), PublishError> {
        if events.is_empty() {
            return Ok(());
        }
        if self.faults.is_away(Service::Events) {
            return Err(PublishError { places: (0..events.len()).collect(), source: Away.into() });
        }
        let published = events.iter().map(|event| PublishedEvent {
            source: SOURCE,
            detail_type: event.kind,
            time: event.at,
            detail: event.clone(),
        });
        let mut kept = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(published);
        let too_many = kept.len().saturating_sub(KEPT);
        kept.drain(..too_many);
        Ok(())
    }
}
