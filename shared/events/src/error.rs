use std::collections::BTreeSet;
use std::error::Error;

/// Events that were not published. Neither this nor its source holds any part of them, so it can be logged.
#[derive(Debug, thiserror::Error)]
#[error("the bus did not take {} of the events", .places.len())]
pub struct PublishError {
    /// Places of these events in the list that was handed over, from 0. All others were published.
    pub places: BTreeSet<usize>,
    /// Why the first of them was not published.
    pub source: Box<dyn Error + Send + Sync>,
}
