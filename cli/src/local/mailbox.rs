//! The mails that the local system would have sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde::Serialize;

/// Mails that are kept: enough to look at, few enough never to matter.
const KEPT: usize = 10_000;

/// A mail as it would have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Address of the recipient.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Body for readers of plain text.
    pub text: String,
    /// Body as a page.
    pub html: String,
    /// When it was sent.
    pub sent_at: Timestamp,
}

/// Takes mails instead of sending them, and keeps the latest 10,000 while the process lives. Clones are one mailbox.
#[derive(Debug, Clone, Default)]
pub struct Mailbox {
    mails: Arc<Mutex<VecDeque<Mail>>>,
}

impl Mailbox {
    /// Takes a mail.
    pub fn deliver(&self, mail: Mail) {
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(mail);
        mails.truncate(KEPT);
    }

    /// All mails, newest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
