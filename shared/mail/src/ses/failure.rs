//! What SES's errors mean for a mail.

use std::error::Error;

use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};

use super::super::MailError;

/// SES's own words, without the addresses that it likes to put into them.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}")]
struct Answer {
    code: String,
    message: String,
}

/// Tells the failures of a sending apart.
pub(super) fn of<E>(error: SdkError<E>) -> MailError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let Some(service) = error.as_service_error() else {
        // Its source alone: beside it would stand the raw answer, and in that perhaps an address.
        return match error.into_source() {
            Ok(source) => MailError::Unavailable { source },
            Err(error) => MailError::unavailable(error),
        };
    };
    let failed_inside = error.raw_response().is_some_and(|response| response.status().is_server_error());
    let (code, message) = (service.code().unwrap_or("no code"), service.message().unwrap_or("no message"));
    let source = Box::new(Answer { code: code.to_owned(), message: without_addresses(message) });
    match meaning(code, message) {
        Meaning::Throttled => MailError::Throttled { source },
        Meaning::Refused if !failed_inside => MailError::Refused { source },
        Meaning::Refused | Meaning::Unavailable => MailError::Unavailable { source },
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Throttled,
    Unavailable,
    Refused,
}

/// In doubt a mail is tried again. A refused mail is never sent, so a wrong setting of an hour must not refuse
/// everybody's mails.
fn meaning(code: &str, message: &str) -> Meaning {
    match code {
        "TooManyRequestsException"
        | "LimitExceededException"
        | "SendingPausedException"
        | "AccountSuspendedException"
        | "MailFromDomainNotVerifiedException"
        | "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "RequestLimitExceeded"
        | "SlowDown" => Meaning::Throttled,
        "MessageRejected" => of_rejection(&message.to_ascii_lowercase()),
        // What we send is well formed but for the recipient's address, and the sender's was checked before; only the
        // configuration set is as the operator wrote it.
        "BadRequestException" if !is_of_configuration(&message.to_ascii_lowercase()) => Meaning::Refused,
        // Among them NotFoundException (no such configuration set) and AccessDeniedException: the operator's to mend.
        _ => Meaning::Unavailable,
    }
}

/// SES says `MessageRejected` for four quite different things.
///
/// - "Email address is not verified": of the sender, whom the operator has yet to verify, or in the sandbox of the
///   recipient, to whom the mail may go once the account has left it. Not for ever, either way. Nor is it to stop
///   all others: in the sandbox some recipients are verified.
/// - Sending is suspended or paused: that does hold for all.
/// - What is said of the configuration set is again the operator's to mend.
/// - The rest is about the mail itself: a blocked recipient, a virus found.
fn of_rejection(message: &str) -> Meaning {
    if message.contains("suspended") || message.contains("paused") || message.contains("quota") {
        Meaning::Throttled
    } else if message.contains("not verified") || is_of_configuration(message) {
        Meaning::Unavailable
    } else {
        Meaning::Refused
    }
}

fn is_of_configuration(message: &str) -> bool {
    message.contains("configuration set") || message.contains("configurationset")
}

fn without_addresses(message: &str) -> String {
    let mask = |word| if str::contains(word, '@') { "(address)" } else { word };
    message.split_whitespace().map(mask).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_means_what_its_documentation_says() {
        for (code, expected) in [
            ("TooManyRequestsException", Meaning::Throttled),
            ("LimitExceededException", Meaning::Throttled),
            ("SendingPausedException", Meaning::Throttled),
            ("AccountSuspendedException", Meaning::Throttled),
            ("MailFromDomainNotVerifiedException", Meaning::Throttled),
            ("ThrottlingException", Meaning::Throttled),
            ("MessageRejected", Meaning::Refused),
            ("BadRequestException", Meaning::Refused),
            ("NotFoundException", Meaning::Unavailable),
            ("AccessDeniedException", Meaning::Unavailable),
            ("ExpiredTokenException", Meaning::Unavailable),
            ("InternalServiceErrorException", Meaning::Unavailable),
            ("SomethingNew", Meaning::Unavailable),
            ("no code", Meaning::Unavailable),
        ] {
            assert_eq!(meaning(code, "no message"), expected, "{code}");
        }
    }

    #[test]
    fn what_the_operator_can_mend_never_refuses_a_mail() {
        for (code, message, expected) in [
            (
                "MessageRejected",
                "Email address is not verified. The following identities failed the check in region EU-WEST-1: \
                 accounts@example.com",
                Meaning::Unavailable,
            ),
            ("MessageRejected", "Sending suspended for this account.", Meaning::Throttled),
            ("MessageRejected", "Sending is paused for this account.", Meaning::Throttled),
            ("MessageRejected", "Configuration set <x> does not exist", Meaning::Unavailable),
            ("MessageRejected", "Address blacklisted.", Meaning::Refused),
            ("BadRequestException", "Invalid configuration set name", Meaning::Unavailable),
            ("BadRequestException", "Illegal address", Meaning::Refused),
        ] {
            assert_eq!(meaning(code, message), expected, "{message}");
        }
    }

    #[test]
    fn the_words_of_the_service_are_kept_without_addresses() {
        assert_eq!(
            without_addresses("the check failed: ada@example.com, <b@x.io> in EU"),
            "the check failed: (address) (address) in EU"
        );
    }
}
