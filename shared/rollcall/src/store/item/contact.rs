//! The items that note what a tenant's directory asked: when it was last heard of, and each kind of refusal.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use rollcall_rules::contact::{Heard, REMEMBERED, Refused};
use rollcall_rules::notices::REFUSED_FOR;
use rollcall_rules::tenant::TenantId;

use super::{Expiring, from_item, put, seconds_after, text};
use crate::store::error::StoreError;
use crate::store::keys::{self, HEARD, PrimaryKey, SK};
use crate::store::table::{Item, Merge};

const NOTE: &str = "note what a directory asks";

/// Attribute of the time of the last request.
const AT: &str = "at";
/// What the name of an attribute with the last use of a token begins with; the token's id follows, or that of an OAuth
/// client or of a secret of one.
const USED: &str = "used ";
/// What the name of an attribute with the last success of an operation begins with; the operation follows.
const SUCCEEDED: &str = "succeeded ";
/// Attribute of how often a request of the kind was refused.
const TIMES: &str = "times";
/// Attribute of the first time that it was.
const SINCE: &str = "since";

/// A note of what a directory asked, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Noted {
    /// It was heard of.
    Heard(Times),
    /// It was refused something.
    Refused {
        /// The kind of refusal, and its last time.
        refused: Refused,
        /// Epoch second from which on the note does not count.
        expires_at: i64,
    },
}

/// When a directory was last heard of, a token was used, and an operation succeeded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::store) struct Times {
    pub(in crate::store) heard_at: Option<Timestamp>,
    /// By the token's id.
    pub(in crate::store) used: BTreeMap<String, Timestamp>,
    /// By the operation.
    pub(in crate::store) succeeded: BTreeMap<String, Timestamp>,
}

/// What a note of a request adds to the item of when a directory was last heard of. Each time is an attribute of its own,
/// so that two notes at once take nothing from each other, and each note is one write.
pub(in crate::store) fn of_heard(tenant: &TenantId, heard: Heard<'_>, at: Timestamp) -> Merge {
    let time = AttributeValue::S(at.to_string());
    let names = [
        heard.is_directory.then(|| AT.to_owned()),
        heard.token.map(|id| format!("{USED}{id}")),
        heard.secret.map(|id| format!("{USED}{id}")),
        heard.succeeded.map(|operation| format!("{SUCCEEDED}{operation}")),
    ];
    let set = names.into_iter().flatten().map(|name| (name, time.clone())).collect();
    Merge { key: PrimaryKey::heard(tenant), set, first: HashMap::new(), add: None }
}

/// What the use of a token adds to the item with this key, where nothing else is told.
pub(super) fn of_use(key: PrimaryKey, token: &str, at: Timestamp) -> Merge {
    let set = HashMap::from([(format!("{USED}{token}"), AttributeValue::S(at.to_string()))]);
    Merge { key, set, first: HashMap::new(), add: None }
}

/// What a refusal adds to the item of its kind. It expires two weeks after the last one. A refusal of all requests has a look due
/// at it, and is in the index of what is due until then.
pub(in crate::store) fn of_refused(tenant: &TenantId, refused: &Refused) -> Result<Merge, StoreError> {
    let expires_at = seconds_after(refused.at, REMEMBERED);
    let mut set: Item = serde_dynamo::to_item(&Expiring { content: refused, expires_at })
        .map_err(|error| StoreError::malformed(NOTE, error))?;
    set.remove(TIMES);
    let mut first: Item = set.remove(SINCE).map(|since| (SINCE.to_owned(), since)).into_iter().collect();
    if refused.refusal.is_watched() {
        let look_at = refused.at.saturating_add(REFUSED_FOR).unwrap_or(refused.at);
        put(&mut first, keys::EFFECT_PK, keys::NOTICES_DUE.to_owned());
        put(&mut first, keys::EFFECT_SK, keys::tenant_position(look_at, tenant));
    }
    let key = PrimaryKey::refused(tenant, &refused.refusal);
    Ok(Merge { key, set, first, add: Some((TIMES, refused.times)) })
}

/// Reads a note. The sort key says which of the two it is.
pub(in crate::store) fn to_noted(item: Item) -> Result<Noted, StoreError> {
    const OPERATION: &str = "read what a directory asked";
    if text(&item, SK) == Some(HEARD) {
        return times(&item).map(Noted::Heard).map_err(|error| StoreError::malformed(OPERATION, error));
    }
    let Expiring { content, expires_at } = from_item(OPERATION, item)?;
    Ok(Noted::Refused { refused: content, expires_at })
}

fn times(item: &Item) -> Result<Times, jiff::Error> {
    let mut times = Times::default();
    for (name, value) in item {
        let Ok(value) = value.as_s() else { continue };
        if name == AT {
            times.heard_at = Some(value.parse()?);
        } else if let Some(id) = name.strip_prefix(USED) {
            times.used.insert(id.to_owned(), value.parse()?);
        } else if let Some(operation) = name.strip_prefix(SUCCEEDED) {
            times.succeeded.insert(operation.to_owned(), value.parse()?);
        }
    }
    Ok(times)
}
