use std::collections::BTreeSet;
use std::error::Error;

/// Events that were not published. Neither this nor its source holds anything of them: it is made to be logged.
#[derive(Debug, thiserror::Error)]
#[error("the bus did not take {} of the events", .places.len())]
pub struct PublishError {
    /// Which, by their places among those that were handed over. All others were published.
    pub places: BTreeSet<usize>,
    /// Why, of the first of them.
    pub source: Box<dyn Error + Send + Sync>,
}
