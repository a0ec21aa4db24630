//! Events for the operator's product: how they leave. What is announced, and what an event tells, is a rule:
//! [`rollcall_rules::events`].
//!
//! An event is published at least once, with the same id each time. A bus keeps no order; a version tells what is later.

mod error;
mod eventbridge;

pub use error::PublishError;
pub use eventbridge::EventBridgeBus;

use std::fmt::Debug;
use std::future::Future;

use rollcall_rules::events::Event;

/// The `source` of all events.
pub const SOURCE: &str = "rollcall";

/// Publishes events. There are three implementations: a bus of Amazon `EventBridge`, the bus of the local system, and
/// `None` if the operator wants no events.
pub trait EventBus: Debug + Send + Sync {
    /// Publishes events in this order. If one event of a person is not accepted, that person's later events are not
    /// published.
    fn publish(&self, events: &[Event]) -> impl Future<Output = Result<(), PublishError>> + Send;
}

impl<B: EventBus> EventBus for Option<B> {
    async fn publish(&self, events: &[Event]) -> Result<(), PublishError> {
        match self {
            Some(bus) => bus.publish(events).await,
            None => Ok(()),
        }
    }
}
