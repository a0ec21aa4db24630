//! Counts the cost of a request: DynamoDB calls, tries beyond the first, and capacity units as DynamoDB reports them.

use std::cell::Cell;

use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::ConsumedCapacity;
use aws_smithy_runtime_api::client::retries::RequestAttempts;

tokio::task_local! {
    static USAGE: Cell<Usage>;
}

/// How much of DynamoDB was used.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usage {
    /// Operations, each counted once however often the SDK tried it.
    pub calls: u32,
    /// Tries that the SDK made of operations beyond the first of each.
    pub retries: u32,
    /// Read capacity units of the operations that succeeded.
    pub read_units: f64,
    /// Write capacity units of the operations that succeeded, those of indexes included.
    pub write_units: f64,
}

impl Usage {
    fn plus(self, other: Self) -> Self {
        Self {
            calls: self.calls + other.calls,
            retries: self.retries + other.retries,
            read_units: self.read_units + other.read_units,
            write_units: self.write_units + other.write_units,
        }
    }
}

/// Runs a future, and tells its usage as far as it ran on this task. Meters nest: an outer one counts all that inner
/// ones count.
pub async fn metered<F: Future>(future: F) -> (F::Output, Usage) {
    // In a box: a whole run nests futures deeper than the compiler follows.
    let future = Box::pin(future);
    let (output, usage) = USAGE.scope(Cell::default(), async { (future.await, USAGE.with(Cell::get)) }).await;
    charge(usage);
    (output, usage)
}

/// The usage so far, by the meter around this code. It is zero where there is no meter.
#[must_use]
pub fn so_far() -> Usage {
    USAGE.try_with(Cell::get).unwrap_or_default()
}

/// Counts an operation that read.
pub(super) fn fetched(consumed: Option<&ConsumedCapacity>) {
    charge(Usage { calls: 1, read_units: units(consumed), ..Usage::default() });
}

/// Counts an operation that wrote, by the capacity that it took of each table.
pub(super) fn written<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
    let write_units = consumed.into_iter().map(|consumed| units(Some(consumed))).sum();
    charge(Usage { calls: 1, write_units, ..Usage::default() });
}

/// Counts an operation that failed. DynamoDB does not tell the capacity that it took.
pub(super) fn failed() {
    charge(Usage { calls: 1, ..Usage::default() });
}

/// Counts the SDK's retries, which only an interceptor is told of. It runs where the operation is awaited, hence in the
/// same task as the meter.
#[derive(Debug)]
pub(super) struct CountRetries;

impl Intercept for CountRetries {
    fn name(&self) -> &'static str {
        "CountRetries"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if config.load::<RequestAttempts>().is_some_and(|attempts| attempts.attempts() > 1) {
            charge(Usage { retries: 1, ..Usage::default() });
        }
        Ok(())
    }
}

fn units(consumed: Option<&ConsumedCapacity>) -> f64 {
    consumed.and_then(ConsumedCapacity::capacity_units).unwrap_or_default()
}

/// Outside of a meter nothing is counted.
fn charge(usage: Usage) {
    let _ = USAGE.try_with(|cell| cell.set(cell.get().plus(usage)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_outer_meter_counts_what_inner_ones_counted() {
        let ((_, inner), outer) = metered(async {
            failed();
            metered(async { failed() }).await
        })
        .await;
        assert_eq!((inner.calls, outer.calls), (1, 2));
        assert_eq!(so_far(), Usage::default());
    }
}
