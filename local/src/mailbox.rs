//! Keeps the mails that Rollcall would send by SES in AWS.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rollcall::clock::Clock;
use rollcall_mail::{Mail, MailError, Mailer};
use serde::Serialize;

use super::clock::MovableClock;
use super::faults::{Faults, Service};

/// The most mails that are kept. The oldest are dropped.
const KEPT: usize = 10_000;

/// Mail to an address here is refused for good, as a real service refuses what it cannot deliver.
const REFUSED_DOMAIN: &str = "@refused.example";

/// A mail, as SES would have been given it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SentMail {
    /// The address of the one recipient.
    pub to: String,
    /// Who gets the answers; absent where the sender does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The `Content-Language`.
    pub language: &'static str,
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as an HTML page.
    pub html: String,
    /// By the clock that can be moved.
    pub sent_at: Timestamp,
}

/// Takes mails instead of sending them, and keeps the latest 10,000 while the process lives. Clones are one mailbox.
#[derive(Debug, Clone)]
pub(super) struct Mailbox {
    mails: Arc<Mutex<VecDeque<SentMail>>>,
    clock: MovableClock,
    faults: Faults,
}

/// Why the mailbox does not take a mail.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error("the mail service is away")]
    Away,
    #[error("addresses in this domain are refused")]
    Refused,
}

impl Mailbox {
    /// An empty mailbox, by this clock.
    pub(super) fn new(clock: MovableClock, faults: Faults) -> Self {
        Self { mails: Arc::default(), clock, faults }
    }

    /// The mails that are kept, newest first.
    pub(super) fn mails(&self) -> Vec<SentMail> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Mailer for Mailbox {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if self.faults.is_away(Service::Mail) {
            return Err(MailError::Unavailable { source: NotTaken::Away.into() });
        }
        if mail.to.as_str().ends_with(REFUSED_DOMAIN) {
            return Err(MailError::Refused { source: NotTaken::Refused.into() });
        }
        let sent = SentMail {
            to: mail.to.as_str().to_owned(),
            reply_to: mail.reply_to.as_ref().map(|address| address.as_str().to_owned()),
            language: mail.language.tag(),
            subject: mail.subject.as_str().to_owned(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            sent_at: self.clock.now(),
        };
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(sent);
        mails.truncate(KEPT);
        Ok(())
    }
}
