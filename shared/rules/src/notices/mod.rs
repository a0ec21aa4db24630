//! Notices: what a tenant's administrators are told without asking. A credential of their directory is about to end, the
//! directory was not heard of for days, or it is refused again and again.
//!
//! All of it is one value of the tenant, [`Notices`]: the administrators' addresses, what was told, and what is owed. A
//! *look* ([`Notices::looked`]) compares the tenant with the time and owes what is due. It comes when a credential reaches a
//! threshold, when the directory may be silent, while it is refused, and when the tenant changes. It can come late, twice or too
//! early: what was told is told once.
//!
//! - [`administrator`]: the addresses, and the links by which they are confirmed and removed.
//! - `look`: what is due.
//! - [`send`]: what is owed: mails that are claimed, sent and settled, and events.

pub mod administrator;
mod look;
pub mod send;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::contact::ClientFault;
use super::mail_limit::RecentMails;
use super::tenant::TenantId;
use administrator::{Administrator, AdministratorId};

pub use look::{DEFAULT_SILENCE_DAYS, LOOK_EVERY, MAX_SILENCE_DAYS, REFUSED_FOR, REFUSED_TIMES, THRESHOLDS};

/// A tenant's administrators, what they were told, and what is owed to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notices {
    /// The tenant.
    pub tenant: TenantId,
    /// Their addresses, in the order in which they were added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub administrators: Vec<Administrator>,
    /// After how many days without a request the directory is silent; 0: never. `None`: after [`DEFAULT_SILENCE_DAYS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence_after_days: Option<u16>,
    /// What was told.
    #[serde(default, skip_serializing_if = "Told::is_nothing")]
    pub told: Told,
    /// Notices that are yet to be announced or mailed, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<OwedNotice>,
    /// The mails of the last day.
    #[serde(default, skip_serializing_if = "RecentMails::is_empty")]
    pub recent_mails: RecentMails,
    /// When the next look is due.
    pub look_at: Timestamp,
    /// From when on what is owed can be claimed; `None`: nothing is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed_from: Option<Timestamp>,
    /// Counts the writes.
    pub revision: u64,
}

/// What was told, so that it is not told again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// How many notices there ever were.
    #[serde(default)]
    pub notices: u64,
    /// The last of [`THRESHOLDS`] of which it was told, by the credential's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub expiring: BTreeMap<String, u16>,
    /// When the directory was last heard of before the silence of which it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_since: Option<Timestamp>,
    /// What the directory is refused at the moment, by what is at fault.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<String, Spell>,
}

impl Told {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Refusals that have one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Spell {
    /// The refusal that a look found first.
    pub since: Timestamp,
    /// Was it told of?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

/// A notice that is yet to be announced by an event, or to be mailed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwedNotice {
    /// Which one of the tenant's it is, from 1 on. Its event is known by it.
    pub number: u64,
    /// When it was due.
    pub at: Timestamp,
    /// What it says.
    pub notice: Notice,
    /// Is it published on the operator's bus?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub announced: bool,
    /// To whom it is yet to be mailed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<AdministratorId>,
}

/// What administrators are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Notice {
    /// A credential of the directory is about to end.
    Expiring {
        /// Which one.
        credential: Credential,
        /// The threshold that it reached, in days.
        days: u16,
    },
    /// The directory was not heard of for days.
    Silent {
        /// When it last was.
        heard_at: Timestamp,
        /// For how many whole days it was not, at least.
        days: u16,
    },
    /// Requests of the directory are refused again and again.
    Refused {
        /// Why.
        cause: Cause,
        /// When one was last refused.
        at: Timestamp,
    },
}

/// A credential of a directory that has an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// A static token, or the secret of an OAuth client.
    #[serde(rename = "type")]
    pub kind: CredentialKind,
    /// The id by which it is listed.
    pub id: String,
    /// The label of the token or client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The client's own id, of a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// What a directory proves itself by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CredentialKind {
    /// A static token.
    Token,
    /// The secret of an OAuth client.
    ClientSecret,
}

/// Why a directory is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Cause {
    /// It presents a token that was revoked or has expired.
    Token {
        /// Its id.
        token: String,
        /// Its label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// An OAuth client asks for access tokens, proves itself, and gets none.
    Client {
        /// The client's id as the directory has it.
        client_id: String,
        /// Its label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// What was wrong the last time.
        fault: ClientFault,
    },
    /// The tenant's plan does not hold provisioning.
    Plan,
}

impl Notices {
    /// Those of a tenant that has none: a look is due at once.
    #[must_use]
    pub fn new(tenant: TenantId, now: Timestamp) -> Self {
        Self {
            tenant,
            administrators: Vec::new(),
            silence_after_days: None,
            told: Told::default(),
            owed: Vec::new(),
            recent_mails: RecentMails::default(),
            look_at: now,
            owed_from: None,
            revision: 0,
        }
    }

    /// When something is to be done: a look, or what is owed.
    #[must_use]
    pub fn due_at(&self) -> Timestamp {
        self.owed_from.map_or(self.look_at, |owed_from| owed_from.min(self.look_at))
    }

    /// After how many days without a request the directory is silent; `None`: never.
    #[must_use]
    pub fn silence_days(&self) -> Option<u16> {
        Some(self.silence_after_days.unwrap_or(DEFAULT_SILENCE_DAYS)).filter(|days| *days > 0)
    }

    /// Those with another number of days after which the directory is silent; 0: never. A look at it is due.
    ///
    /// # Errors
    ///
    /// [`SilenceError`] for more than [`MAX_SILENCE_DAYS`].
    pub fn silent_after(&self, days: u16, now: Timestamp) -> Result<Self, SilenceError> {
        if days > MAX_SILENCE_DAYS {
            return Err(SilenceError);
        }
        if self.silence_after_days == Some(days) {
            return Ok(self.clone());
        }
        Ok(Self { silence_after_days: Some(days), look_at: self.look_at.min(now), ..self.clone() })
    }

    /// Notes from when on what is owed can be claimed, after more came to be owed.
    fn owe(&mut self, now: Timestamp) {
        self.owed_from = Some(self.owed_from.map_or(now, |from| from.max(now)));
    }
}

/// No number of days after which a directory is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a directory is silent after 1 to {MAX_SILENCE_DAYS} days; 0 switches the notice off")]
pub struct SilenceError;
