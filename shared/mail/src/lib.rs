//! Mails: what they say and how they leave.
//!
//! A [`Mail`] cannot be forged by what is in it. The recipient is an [`EmailAddress`], the subject a [`Subject`] of one
//! line, and the bodies are made by [`templates`] alone, which let nothing that came from outside add a link, a line
//! or a tag. Who owes which mail, and when it is tried again, is the outbox's affair.

mod error;
pub mod ses;
mod subject;
pub mod templates;

use std::fmt;
use std::future::Future;

pub use error::MailError;
pub use subject::Subject;

use rollcall_rules::address::EmailAddress;
use rollcall_texts::Language;

/// A mail, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The recipient. A mail has exactly one.
    pub to: EmailAddress,
    /// Who gets the answers; `None`: the sender.
    pub reply_to: Option<EmailAddress>,
    /// The language that it is written in: its `Content-Language`.
    pub language: Language,
    /// The subject: one line, so that it cannot add a header.
    pub subject: Subject,
    /// The body as plain text.
    pub text: String,
    /// The same body as HTML.
    pub html: String,
}

/// Sends mails. Two implementations: [Amazon SES](ses::Ses) and the mailbox of the local system.
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Sends one mail. Success means that the service took it, not that it has arrived. A repeated call sends a second
    /// mail.
    fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;
}

/// Hides all of it: address, names and the link, which is a secret.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(…)")
    }
}
