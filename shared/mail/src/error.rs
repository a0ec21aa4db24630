use std::error::Error;

type Source = Box<dyn Error + Send + Sync>;

/// A mail that was not sent. No address is in it, neither here nor in its sources: it is made to be logged.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The service sends nothing more now, to nobody: its rate or quota is used up, or sending is paused. Stop, and go
    /// on later.
    #[error("the mail service sends nothing more now")]
    Throttled {
        /// The service's answer, kept for the log.
        source: Source,
    },
    /// No answer, a fault of the service, or a setting that the operator has yet to mend. This mail may go later.
    #[error("the mail service did not take the mail")]
    Unavailable {
        /// The failure, as the SDK or the settings tell it.
        source: Source,
    },
    /// This mail will never be taken: its address or its content is not acceptable.
    #[error("the mail service refuses the mail for good")]
    Refused {
        /// The service's answer, kept for the log.
        source: Source,
    },
}

impl MailError {
    pub(super) fn unavailable(source: impl Into<Source>) -> Self {
        Self::Unavailable { source: source.into() }
    }
}
