//! How an operation on the table can fail, and which failures are transient.

use std::error::Error;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;

use rollcall_rules::user::Guard;

type Source = Box<dyn Error + Send + Sync>;

/// A failed operation. The edge decides, in one place, which answer each failure is.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote first: a condition of the write does not hold, or another transaction is at the same item.
    /// Nothing was written. The caller reads again and decides again.
    #[error("{operation}: somebody else wrote first")]
    LostRace {
        /// What the store was about to do, for the log.
        operation: &'static str,
        /// Positions of the writes whose conditions failed, in a transaction. Empty for other writes, and if another
        /// transaction was at the same item.
        failed: Vec<usize>,
    },
    /// The account is as it was read, but another account holds its address or `externalId`. Nothing was written.
    #[error("another account holds the guard")]
    Held(Guard),
    /// The account is as it was read, but the entity that it shall name is being deleted, or is. Nothing was written.
    #[error("the entity is closed")]
    EntityClosed,
    /// DynamoDB is short of capacity. Of a batch, a part may be done.
    #[error("{operation}: throttled")]
    Throttled {
        /// What the store was about to do, for the log.
        operation: &'static str,
        /// The SDK's error, or what was left undone.
        source: Source,
    },
    /// DynamoDB did not answer, or answered with a fault of its own, after the SDK's retries. A write may have been
    /// made all the same.
    #[error("{operation}: no answer")]
    Unavailable {
        /// What the store was about to do, for the log.
        operation: &'static str,
        /// The SDK's error, or what was left undone.
        source: Source,
    },
    /// DynamoDB refuses the request: a permission or the table is missing, or the request is wrong.
    #[error("{operation}: refused")]
    Refused {
        /// What the store was about to do, for the log.
        operation: &'static str,
        /// The SDK's error, or what was left undone.
        source: Source,
    },
    /// An item that was read is not as the store writes them, or one to be written has no form in DynamoDB.
    #[error("{operation}: an item cannot be read")]
    Malformed {
        /// What the store was about to do, for the log.
        operation: &'static str,
        /// What is wrong with the item.
        source: Source,
    },
}

impl StoreError {
    /// Did somebody else write first? Then the caller reads again and decides again, at once.
    #[must_use]
    pub const fn is_lost_race(&self) -> bool {
        matches!(self, Self::LostRace { .. } | Self::Held(_))
    }

    /// Would the same request succeed a little later?
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::LostRace { .. } | Self::Held(_) | Self::Throttled { .. } | Self::Unavailable { .. }
        )
    }

    /// A failure to read an item, or to make one.
    pub(super) fn malformed(operation: &'static str, source: impl Into<Source>) -> Self {
        Self::Malformed { operation, source: source.into() }
    }

    /// Sorts the failure of an operation that is no transaction.
    pub(super) fn of<E>(operation: &'static str, error: SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        let Some(service) = error.as_service_error() else {
            return Self::Unavailable { operation, source: error.into() };
        };
        let failed_inside = error.raw_response().is_some_and(|response| response.status().is_server_error());
        match service.code() {
            Some("ConditionalCheckFailedException" | "TransactionConflictException") => {
                Self::LostRace { operation, failed: Vec::new() }
            }
            Some(code) if is_throttling(code) => Self::Throttled { operation, source: error.into() },
            _ if failed_inside => Self::Unavailable { operation, source: error.into() },
            _ => Self::Refused { operation, source: error.into() },
        }
    }

    /// Sorts the failure of a transaction. A cancelled one has a reason for each of its writes, see [`worst`].
    pub(super) fn of_transaction(operation: &'static str, error: SdkError<TransactWriteItemsError>) -> Self {
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                match worst(cancelled.cancellation_reasons()) {
                    Cancelled::LostRace { failed } => Self::LostRace { operation, failed },
                    Cancelled::Throttled => Self::Throttled { operation, source: error.into() },
                    Cancelled::Refused => Self::Refused { operation, source: error.into() },
                }
            }
            // The same transaction is under way: an earlier try of ours whose answer was lost.
            Some(TransactWriteItemsError::TransactionInProgressException(_)) => {
                Self::Unavailable { operation, source: error.into() }
            }
            _ => Self::of(operation, error),
        }
    }
}

fn is_throttling(code: &str) -> bool {
    matches!(
        code,
        "ProvisionedThroughputExceededException"
            | "ProvisionedThroughputExceeded"
            | "RequestLimitExceeded"
            | "ThrottlingException"
            | "ThrottlingError"
            | "LimitExceededException"
    )
}

enum Cancelled {
    LostRace { failed: Vec<usize> },
    Throttled,
    Refused,
}

/// Which of the reasons of a cancellation counts. A failed condition outweighs a throttle: the same request would fail
/// again, whereas reading again tells who was first.
fn worst(reasons: &[CancellationReason]) -> Cancelled {
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.code().unwrap_or("None")).collect();
    let failed: Vec<usize> =
        (0..).zip(&codes).filter(|(_, code)| **code == "ConditionalCheckFailed").map(|(at, _)| at).collect();
    if !failed.is_empty() || codes.contains(&"TransactionConflict") {
        Cancelled::LostRace { failed }
    } else if codes.iter().any(|code| is_throttling(code)) {
        Cancelled::Throttled
    } else {
        Cancelled::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(codes: &[&str]) -> Vec<CancellationReason> {
        codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect()
    }

    #[test]
    fn a_failed_condition_outweighs_a_throttle_and_a_throttle_outweighs_the_rest() {
        for (codes, expected) in [
            (&["None", "ConditionalCheckFailed", "ThrottlingError"][..], "lost race"),
            (&["TransactionConflict", "None"], "lost race"),
            (&["None", "ThrottlingError"], "throttled"),
            (&["ProvisionedThroughputExceeded"], "throttled"),
            (&["None", "ValidationError"], "refused"),
        ] {
            let found = match worst(&reasons(codes)) {
                Cancelled::LostRace { .. } => "lost race",
                Cancelled::Throttled => "throttled",
                Cancelled::Refused => "refused",
            };
            assert_eq!(found, expected, "{codes:?}");
        }
    }
}
