//! Every request of a burst, as who sent it saw it go and come: when, how often and with what status. What it told of
//! the person is in the [history](crate::history).

use std::collections::BTreeSet;
use std::fmt;
use std::time::Instant;

use reqwest::Method;
use serde_json::Value;

use crate::ACCOUNT_URN;
use crate::scim::encode;

/// One request. A request that is sent again is another call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Whom it was about: the login that they were first assigned with, of several that of the first. Empty for a page of
    /// the list, and for a group.
    pub user: String,
    /// 1 for what was sent first, more for what was sent again.
    pub attempt: u32,
    /// What was asked for.
    pub operation: Operation,
    /// When it was about to be sent.
    pub invoked_at: Instant,
    /// When the whole answer was there; `None`: none came, so what was asked for may be done at any time after
    /// `invoked_at`, or never.
    pub returned_at: Option<Instant>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// `GET /Users?filter=userName eq "…"`.
    Find {
        /// The login that is looked for.
        user_name: String,
    },
    /// `POST /Users`, active.
    Create {
        /// The login.
        user_name: String,
    },
    /// `GET /Users/{id}`.
    Read {
        /// Identifier.
        id: String,
    },
    /// `PUT /Users/{id}`.
    Replace {
        /// Identifier.
        id: String,
        /// The login as it shall be.
        user_name: String,
        /// `active` as it shall be.
        active: bool,
    },
    /// `PATCH /Users/{id}` of `active` alone.
    SetActive {
        /// Identifier.
        id: String,
        /// `active` as it shall be.
        active: bool,
    },
    /// `POST /Groups`, without members.
    CreateGroup {
        /// `displayName`.
        name: String,
    },
    /// `PATCH /Groups/{id}` of its members.
    ChangeMembers {
        /// Identifier.
        group: String,
        /// Do they come in, or go out?
        is_in: bool,
        /// How many do.
        people: usize,
    },
    /// `GET /Groups/{id}`, with its members.
    ReadGroup {
        /// Identifier.
        group: String,
    },
    /// `GET /Users`, a page.
    List {
        /// The first user of it, counted from 1.
        start_index: usize,
    },
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answered(Answered),
    /// There was none within the time that Okta waits.
    TimedOut,
    /// The connection was refused or lost, for this reason.
    Lost(String),
    /// The phase ended first.
    Abandoned,
}

/// An answer, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// HTTP status.
    pub status: u16,
    /// The header `Retry-After`, word for word.
    pub retry_after: Option<String>,
}

/// An account as SCIM shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: String,
    /// `externalId`: Okta's own id of the person.
    pub external_id: Option<String>,
    /// `userName`.
    pub user_name: String,
    /// `active`.
    pub active: bool,
    /// When an inactive one is deleted.
    pub purge_at: Option<String>,
    /// Ids of `groups`.
    pub groups: BTreeSet<String>,
    /// Ids of `roles`.
    pub roles: BTreeSet<String>,
}

/// Fewer users than a page may have, as Okta asks.
pub(super) const PER_PAGE: usize = 100;

impl Operation {
    /// Method, and path under the SCIM URL.
    pub(super) fn request(&self) -> (Method, String) {
        match self {
            Self::Find { user_name } => {
                let filter = encode(&format!("userName eq \"{user_name}\""));
                (Method::GET, format!("/Users?filter={filter}&startIndex=1&count=100"))
            }
            Self::Create { .. } => (Method::POST, "/Users".to_owned()),
            Self::Read { id } => (Method::GET, format!("/Users/{id}")),
            Self::Replace { id, .. } => (Method::PUT, format!("/Users/{id}")),
            Self::SetActive { id, .. } => (Method::PATCH, format!("/Users/{id}")),
            Self::CreateGroup { .. } => (Method::POST, "/Groups".to_owned()),
            Self::ChangeMembers { group, .. } => (Method::PATCH, format!("/Groups/{group}")),
            Self::ReadGroup { group } => (Method::GET, format!("/Groups/{group}")),
            Self::List { start_index } => {
                (Method::GET, format!("/Users?startIndex={start_index}&count={PER_PAGE}"))
            }
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, path) = self.request();
        let path = path.split('?').next().unwrap_or_default();
        write!(f, "{method} {path}")
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(answered) => write!(f, "{}", answered.status),
            Self::TimedOut => f.write_str("timed out"),
            Self::Lost(why) => write!(f, "connection lost: {why}"),
            Self::Abandoned => f.write_str("abandoned"),
        }
    }
}

impl Answered {
    /// Is it one that a directory must never be given, whatever it sent? 401 and 403 disconnect it, and what is
    /// answered 5xx is not sent again.
    #[must_use]
    pub const fn is_forbidden(&self) -> bool {
        matches!(self.status, 401 | 403 | 500..)
    }

    /// The whole seconds that it asks to wait.
    #[must_use]
    pub fn whole_seconds(&self) -> Option<u64> {
        let said = self.retry_after.as_deref()?;
        said.bytes().all(|byte| byte.is_ascii_digit()).then(|| said.parse().ok())?
    }
}

impl Account {
    /// Reads a resource; `None` where it is no user.
    pub(super) fn read(resource: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let member = |name: &str| resource.get(name);
        Some(Self {
            id: member("id").and_then(text)?,
            external_id: member("externalId").and_then(text),
            user_name: member("userName").and_then(text)?,
            active: member("active")?.as_bool()?,
            purge_at: member(ACCOUNT_URN).and_then(|account| account.get("purgeAt")).and_then(text),
            groups: values(member("groups")),
            roles: values(member("roles")),
        })
    }

    /// All users in a body, be it one or a list.
    pub(super) fn all(body: &Value) -> Vec<Self> {
        match body.get("Resources").and_then(Value::as_array) {
            Some(resources) => resources.iter().filter_map(Self::read).collect(),
            None => Self::read(body).into_iter().collect(),
        }
    }
}

/// The `value` of each entry.
pub(super) fn values(entries: Option<&Value>) -> BTreeSet<String> {
    let entries = entries.and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(|entry| entry.get("value")?.as_str()).map(str::to_owned).collect()
}
