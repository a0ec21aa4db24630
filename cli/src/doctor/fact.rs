//! What a service answered, or why that is not known.

use std::error::Error;
use std::fmt::Debug;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use rollcall::store::StoreError;

use super::finding::Finding;
use crate::aws::fault::Fault;
use crate::target::fault;

/// Codes by which the services say that there is no such thing.
const ABSENT: [&str; 5] = [
    "ResourceNotFoundException",
    "NotFoundException",
    "NotFound",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
];

/// An answer, or the lack of one, which is itself something to report.
pub(super) type Fact<T> = Result<T, Gap>;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gap {
    /// The service has no such resource.
    Absent,
    /// The caller may not ask.
    Denied {
        /// The missing permission, as IAM spells it.
        action: &'static str,
        /// The service's refusal, in its own words.
        reason: String,
    },
    /// The service fails, or is not reached.
    Unanswered {
        /// The call that was made, as IAM spells it.
        action: &'static str,
        /// The service's error, or why it was not reached.
        reason: String,
    },
}

impl Gap {
    /// What to report of it; `restore` says what to do where the thing itself is missing.
    #[must_use]
    pub(super) fn finding(&self, check: &str, restore: impl Into<String>) -> Finding {
        match self {
            Self::Absent => Finding::problem(check, "is not there", restore),
            Self::Denied { action, reason } => {
                let advice = format!("allow {action} in IAM for these credentials, and run this again");
                Finding::unknown(check, reason, advice)
            }
            Self::Unanswered { action, reason } => Finding::unknown(
                check,
                format!("{action}: {reason}"),
                "run this again; if it fails again, look at AWS_REGION, AWS_ENDPOINT_URL and the AWS Health Dashboard",
            ),
        }
    }
}

/// The answer of a call, or the reason why there is none.
///
/// # Errors
///
/// [`Gap::Absent`] if the service has no such thing, [`Gap::Denied`] if the caller may not ask, else
/// [`Gap::Unanswered`].
pub(super) fn known<T, E, R>(action: &'static str, result: Result<T, SdkError<E, R>>) -> Fact<T>
where
    E: ProvideErrorMetadata + Error + 'static,
    R: Debug + 'static,
{
    result.map_err(|error| match (error.code(), Fault::of(&error)) {
        (Some(code), _) if ABSENT.contains(&code) => Gap::Absent,
        (_, Fault::Denied(reason)) => Gap::Denied { action, reason },
        (_, fault) => Gap::Unanswered { action, reason: fault.words() },
    })
}

/// The answer of the table, or the reason why there is none. `action` is what the operation asks for first.
///
/// # Errors
///
/// As [`known`].
pub(super) fn read<T>(action: &'static str, result: Result<T, StoreError>) -> Fact<T> {
    result.map_err(|error| match error.source().and_then(fault) {
        Some(Fault::Denied(reason)) => Gap::Denied { action, reason },
        Some(Fault::Said { code, .. }) if ABSENT.contains(&code.as_str()) => Gap::Absent,
        Some(fault) => Gap::Unanswered { action, reason: fault.words() },
        None => Gap::Unanswered { action, reason: error.to_string() },
    })
}

/// Advice on a deleted resource: CloudFormation does not make a resource again that it takes to be there.
#[must_use]
pub(super) fn restore(what: &str) -> String {
    format!(
        "take {what} out of infra/template.yaml, run `make sam-build && sam deploy`, put it back and run that again"
    )
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::error::ErrorMetadata;
    use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;

    use super::super::finding::Status;
    use super::*;

    fn answered(code: &str) -> Gap {
        let error = DescribeTableError::generic(ErrorMetadata::builder().code(code).message("words").build());
        known::<(), _, _>("dynamodb:DescribeTable", Err(SdkError::service_error(error, ()))).unwrap_err()
    }

    #[test]
    fn what_is_gone_is_a_problem_with_the_way_back() {
        let finding = answered("ResourceNotFoundException").finding("table", restore("Table"));
        assert_eq!(finding.status, Status::Problem);
        assert!(finding.advice.unwrap().contains("take Table out of infra/template.yaml"));
    }

    #[test]
    fn what_may_not_be_asked_is_unknown_and_names_the_permission() {
        let finding = answered("AccessDeniedException").finding("table", "");
        assert_eq!((finding.status, finding.found.as_str()), (Status::Unknown, "words"));
        assert!(finding.advice.unwrap().contains("allow dynamodb:DescribeTable in IAM"));
    }

    #[test]
    fn what_fails_or_is_not_reached_is_unknown_and_says_why() {
        let finding = answered("InternalServerError").finding("table", "");
        assert_eq!(finding.status, Status::Unknown);
        assert_eq!(finding.found, "dynamodb:DescribeTable: InternalServerError: words");
        let error: SdkError<DescribeTableError, ()> = SdkError::timeout_error("too slow");
        let finding =
            known::<(), _, _>("dynamodb:DescribeTable", Err(error)).unwrap_err().finding("table", "");
        assert_eq!(finding.status, Status::Unknown);
        assert!(finding.found.ends_with("no answer in time"), "{}", finding.found);
    }
}
