//! What is recorded of one request.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

/// One request about one user, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// By what name the caller knows the user, whatever the account's address is.
    pub user: Arc<str>,
    /// What was asked for.
    pub operation: Operation,
    /// When it was sent; like all times, since the recording began.
    pub invoked_at: Duration,
    /// When the answer was there, or hope of one was given up. Where the outcome is unknown, the effect may be later.
    pub returned_at: Duration,
    /// What came of it.
    pub outcome: Outcome,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Nothing: the account was there before the history begins. Its outcome shows the whole of it.
    Given {
        /// Does the directory manage it?
        linked: bool,
    },
    /// `POST`.
    Create {
        /// `userName`.
        user_name: Arc<str>,
        /// `active`.
        active: bool,
    },
    /// `GET` by id.
    Read {
        /// The id.
        id: Arc<str>,
    },
    /// A filter by `userName eq`.
    Find {
        /// `userName`, in whatever case.
        user_name: Arc<str>,
    },
    /// `PUT` or `PATCH`.
    Change {
        /// The id.
        id: Arc<str>,
        /// What it is to be; `None`: as it is.
        active: Option<bool>,
        /// What it is to be; `None`: as it is.
        user_name: Option<Arc<str>>,
        /// Something else was sent along, which the version may or may not count.
        more: bool,
        /// Only of this version (`If-Match`).
        if_version: Option<u64>,
    },
    /// `DELETE`.
    Delete {
        /// The id.
        id: Arc<str>,
        /// Only of this version (`If-Match`).
        if_version: Option<u64>,
    },
    /// `PATCH` of a group: the user comes in or goes out, alone or with others.
    Member {
        /// The user's id.
        id: Arc<str>,
        /// The group's id.
        group: Arc<str>,
        /// In, or out.
        is_in: bool,
    },
    /// Not a directory's doing: something else changed that a directory can see. A person confirmed an address, say.
    Elsewhere,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was done, and this is how the user was then.
    Done(Seen),
    /// There is no such user for a directory to see.
    NotFound,
    /// The user has another version than the request named.
    Outdated,
    /// The user's own account, in use, has the address or the `externalId`.
    Taken,
    /// Nothing was done, for a reason that says nothing of the user.
    Refused,
    /// Nobody knows: it was done, is yet to be done, or never will be.
    Unknown,
}

/// As much of a user as an answer shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// `id`.
    pub id: Option<Arc<str>>,
    /// `active`.
    pub active: Option<bool>,
    /// `userName`.
    pub user_name: Option<Arc<str>>,
    /// `meta.version`, or the `ETag`.
    pub version: Option<u64>,
    /// Ids of `groups`.
    pub groups: Option<BTreeSet<Arc<str>>>,
}

impl Operation {
    /// Does it leave everything as it is, whatever comes of it?
    #[must_use]
    pub const fn only_looks(&self) -> bool {
        matches!(self, Self::Read { .. } | Self::Find { .. })
    }
}

impl Seen {
    /// What a resource shows. Who is in no group has no `groups`; nor has an answer that leaves attributes out, and such
    /// a one is taken to show nothing of groups.
    #[must_use]
    pub fn of(resource: &Value) -> Self {
        let is_whole = ["id", "userName", "active"].iter().all(|name| !resource[*name].is_null());
        let groups = resource["groups"].as_array();
        let ids = |groups: &Vec<Value>| {
            groups.iter().filter_map(|group| group["value"].as_str()).map(Arc::from).collect()
        };
        Self {
            id: resource["id"].as_str().map(Arc::from),
            active: resource["active"].as_bool(),
            user_name: resource["userName"].as_str().map(Arc::from),
            version: resource["meta"]["version"].as_str().and_then(version),
            groups: groups.map(ids).or_else(|| is_whole.then(BTreeSet::new)),
        }
    }
}

/// The version that an entity tag stands for.
pub(super) fn version(etag: &str) -> Option<u64> {
    etag.trim_start_matches("W/").trim_matches('"').parse().ok()
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = (self.invoked_at.as_secs_f64(), self.returned_at.as_secs_f64());
        let Self { operation, outcome, .. } = self;
        write!(f, "{from:10.6} ..{until:10.6}  {:44}  {outcome}", operation.to_string())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given { linked: true } => f.write_str("was there"),
            Self::Given { linked: false } => f.write_str("was there, unlinked"),
            Self::Create { user_name, active: true } => write!(f, "POST {user_name}"),
            Self::Create { user_name, active: false } => write!(f, "POST {user_name}, inactive"),
            Self::Read { .. } => f.write_str("GET"),
            Self::Find { user_name } => write!(f, "look up {user_name}"),
            Self::Change { active, user_name, more, if_version, .. } => {
                f.write_str("change")?;
                active.iter().try_for_each(|active| write!(f, " active: {active}"))?;
                user_name.iter().try_for_each(|name| write!(f, " userName: {name}"))?;
                f.write_str(if *more { " and more" } else { "" })?;
                if_version.iter().try_for_each(|version| write!(f, " if version {version}"))
            }
            Self::Delete { if_version, .. } => {
                f.write_str("DELETE")?;
                if_version.iter().try_for_each(|version| write!(f, " if version {version}"))
            }
            Self::Member { group, is_in: true, .. } => write!(f, "joins group {group:.8}"),
            Self::Member { group, is_in: false, .. } => write!(f, "leaves group {group:.8}"),
            Self::Elsewhere => f.write_str("something else changes"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(seen) => write!(f, "done{seen}"),
            Self::NotFound => f.write_str("not found"),
            Self::Outdated => f.write_str("another version"),
            Self::Taken => f.write_str("taken"),
            Self::Refused => f.write_str("refused"),
            Self::Unknown => f.write_str("?"),
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, active, user_name, version, groups } = self;
        version.iter().try_for_each(|version| write!(f, ", version {version}"))?;
        active.iter().try_for_each(|active| f.write_str(if *active { ", active" } else { ", inactive" }))?;
        user_name.iter().try_for_each(|name| write!(f, ", {name}"))?;
        id.iter().try_for_each(|id| write!(f, ", id {id:.8}"))?;
        groups.iter().flatten().try_for_each(|group| write!(f, ", in {group:.8}"))
    }
}
