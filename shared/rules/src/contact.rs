//! What a tenant's administrator is to know of the directory's requests: when it was last heard of, and what it was
//! refused. Of a refusal it is kept what kind it was and when it was the last time, and nothing of any person.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a refusal is remembered after it was the last time.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How old what is kept may be before a request is worth a write of it.
pub const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A kind of refusal: refusals that agree in all three fields are of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// Method and route, such as `POST /scim/v2/Users`.
    pub operation: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// `scimType` of the answer (RFC 7644 §3.12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scim_type: Option<String>,
}

/// A kind of refusal, and when it was the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// The kind of refusal.
    #[serde(flatten)]
    pub refusal: Refusal,
    /// When the request of this kind was last refused.
    pub at: Timestamp,
}

/// What is known of a directory's requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// When it was last heard of, to about a minute.
    pub heard_at: Option<Timestamp>,
    /// What it was refused, the latest first.
    pub refused: Vec<Refused>,
}

impl Refusal {
    /// The kind of refusal, if an administrator can do something about the answer. 404 is no refusal: a directory asks
    /// in this way whether a person is there. Nor is a transient failure, which goes away by itself.
    #[must_use]
    pub fn of(operation: &str, status: u16, scim_type: Option<&str>) -> Option<Self> {
        let is_one =
            (400..500).contains(&status) && !matches!(status, 401 | 404 | 412 | 429) || status == 501;
        is_one.then(|| Self {
            operation: operation.to_owned(),
            status,
            scim_type: scim_type.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_administrator_can_do_nothing_about_is_no_refusal() {
        for status in [200, 204, 304, 401, 404, 412, 429, 500] {
            assert_eq!(Refusal::of("GET /scim/v2/Users", status, None), None, "{status}");
        }
        for status in [400, 403, 409, 413, 501] {
            assert!(Refusal::of("POST /scim/v2/Users", status, Some("uniqueness")).is_some(), "{status}");
        }
    }
}
