//! What a tenant's administrator is to know of the directory's requests: when it was last heard of and by which token,
//! and what it was refused. Of a refusal it is kept what kind it was, when and how often, and nothing of any person.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a refusal is remembered after it was the last time.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How old what is kept may be before a request is worth a write of it.
pub const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// How old the last known use of a token may be before another use is worth a write. The same holds of the last success of
/// an operation, and of a refused token.
pub const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// What the operation of a refusal is called if it is the token that was refused. The token's id follows.
const TOKEN: &str = "token ";

/// What the operation of a refusal is called if an OAuth client was refused a token. The client's own id follows.
const CLIENT: &str = "client ";

/// A kind of refusal: refusals that agree in all three fields are of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// Method and route, such as `POST /scim/v2/Users`.
    pub operation: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// `scimType` of the answer (RFC 7644 §3.12). Of an OAuth client that was refused a token, [what was wrong](ClientFault).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scim_type: Option<String>,
}

/// A kind of refusal: when it was the last time, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// The kind of refusal.
    #[serde(flatten)]
    pub refusal: Refusal,
    /// When the request of this kind was last refused.
    pub at: Timestamp,
    /// When one was first refused; `None`: before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// How many were refused since then, at least: those that an environment counted and did not live to write are
    /// missing.
    #[serde(default = "once")]
    pub times: u64,
    /// The attribute that the last one failed at, by its name in the schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
}

const fn once() -> u64 {
    1
}

/// What is known of a directory's requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// When it was last heard of, to about a minute.
    pub heard_at: Option<Timestamp>,
    /// When each token was last used, to about five minutes, by the token's id, as each OAuth client by its own id and each
    /// secret of one by the secret's. What is gone is among them.
    pub used: BTreeMap<String, Timestamp>,
    /// When each operation last succeeded, to about five minutes.
    pub succeeded: BTreeMap<String, Timestamp>,
    /// What it was refused, the latest first.
    pub refused: Vec<Refused>,
}

/// What a request tells of a directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard<'a> {
    /// The directory was heard of. A token of the operator's backend may be used without that.
    pub is_directory: bool,
    /// Id of the token that was used, or own id of the OAuth client.
    pub token: Option<&'a str>,
    /// Id of the client's secret that was used.
    pub secret: Option<&'a str>,
    /// The operation that succeeded.
    pub succeeded: Option<&'a str>,
}

/// What was wrong when an OAuth client was refused a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum ClientFault {
    /// The keys could not be read at the JWKS URI.
    KeysAway,
    /// It is no JWT, has no `kid`, or is signed by another algorithm than RS256 and ES256.
    NotSigned,
    /// The JWKS URI shows no key with its `kid` for its algorithm.
    UnknownKey,
    /// The key with its `kid` did not sign it.
    Signature,
    /// Another `iss`.
    Issuer,
    /// Another `sub`.
    Subject,
    /// Another `aud`.
    Audience,
    /// `exp` is over, or absent.
    Expired,
    /// `nbf` or `iat` is yet to come.
    NotYet,
    /// `exp` is more than a day ahead.
    TooLong,
    /// A `jti` that cannot be one.
    Id,
    /// The assertion was used before.
    Used,
    /// A secret that was right, and has expired.
    SecretExpired,
    /// The client proved itself, and gets its tokens by another grant.
    Method,
    /// The client proved itself, and its code or refresh token is no good.
    Grant,
}

impl ClientFault {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::KeysAway,
        Self::NotSigned,
        Self::UnknownKey,
        Self::Signature,
        Self::Issuer,
        Self::Subject,
        Self::Audience,
        Self::Expired,
        Self::NotYet,
        Self::TooLong,
        Self::Id,
        Self::Used,
        Self::SecretExpired,
        Self::Method,
        Self::Grant,
    ];

    /// The word in the table and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeysAway => "keys_away",
            Self::NotSigned => "not_signed",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::Issuer => "issuer",
            Self::Subject => "subject",
            Self::Audience => "audience",
            Self::Expired => "expired",
            Self::NotYet => "not_yet",
            Self::TooLong => "too_long",
            Self::Id => "jti",
            Self::Used => "used",
            Self::SecretExpired => "secret_expired",
            Self::Method => "method",
            Self::Grant => "grant",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == text)
    }

    /// Status of the answer.
    const fn status(self) -> u16 {
        match self {
            Self::KeysAway => 503,
            Self::Method | Self::Grant => 400,
            _ => 401,
        }
    }

    /// Whether anybody who knows the client's id can bring it about: nothing was proven.
    #[must_use]
    pub const fn is_unproven(self) -> bool {
        matches!(self, Self::KeysAway | Self::NotSigned | Self::UnknownKey | Self::Signature)
    }
}

impl From<ClientFault> for &'static str {
    fn from(fault: ClientFault) -> Self {
        fault.as_str()
    }
}

/// No word for a fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no fault of a client: {0:?}")]
pub struct UnknownFault(String);

impl TryFrom<String> for ClientFault {
    type Error = UnknownFault;

    fn try_from(word: String) -> Result<Self, UnknownFault> {
        Self::parse(&word).ok_or(UnknownFault(word))
    }
}

impl Contact {
    /// When the OAuth client with this id of its own last got a token, if that was after it was refused one.
    #[must_use]
    pub fn token_since(&self, client: &str, refused: &Refused) -> Option<Timestamp> {
        self.used.get(client).copied().filter(|used| *used > refused.at)
    }

    /// What the OAuth client with this id of its own was last refused a token for.
    #[must_use]
    pub fn last_refusal_of(&self, client: &str) -> Option<(ClientFault, &Refused)> {
        let of_client = self.refused.iter().filter_map(|refused| match refused.refusal.client() {
            Some((id, Some(fault))) if id == client => Some((fault, refused)),
            _ => None,
        });
        of_client.max_by_key(|(_, refused)| refused.at)
    }

    /// When requests succeeded again after a refusal, if they did.
    ///
    /// A request that was refused for what is in it is mended by a success of the same operation. A refusal of all
    /// requests (401, 403) is mended by any success.
    #[must_use]
    pub fn mended_at(&self, refused: &Refused) -> Option<Timestamp> {
        let last = match refused.refusal.status {
            401 | 403 => self.succeeded.values().max(),
            _ => self.succeeded.get(&refused.refusal.operation),
        };
        last.copied().filter(|at| *at > refused.at)
    }
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

    /// The refusal of a token that is known by its id.
    #[must_use]
    pub fn of_token(id: &str, status: u16) -> Self {
        Self { operation: format!("{TOKEN}{id}"), status, scim_type: None }
    }

    /// The refusal of a token to the OAuth client with this id of its own.
    #[must_use]
    pub fn of_client(id: &str, fault: ClientFault) -> Self {
        Self {
            operation: format!("{CLIENT}{id}"),
            status: fault.status(),
            scim_type: Some(fault.as_str().to_owned()),
        }
    }

    /// Own id of the OAuth client that was refused a token, and what was wrong; `None`: something else was refused.
    #[must_use]
    pub fn client(&self) -> Option<(&str, Option<ClientFault>)> {
        let id = self.operation.strip_prefix(CLIENT)?;
        Some((id, self.scim_type.as_deref().and_then(ClientFault::parse)))
    }

    /// Id of the token that was refused; `None`: something else was refused.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.operation.strip_prefix(TOKEN)
    }

    /// May it be a refusal of all requests, which [`notices`](super::notices) tell of if it goes on? Of a token that was refused
    /// to a client it is one only if the client proved itself: no stranger is to cause mails.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        match self.client() {
            Some((_, fault)) => fault.is_some_and(|fault| !fault.is_unproven()),
            None => self.scim_type.is_none() && matches!(self.status, 401 | 403),
        }
    }

    /// Is it about one person's account, so that a success for somebody else does not mend it?
    #[must_use]
    pub fn is_of_one_person(&self) -> bool {
        matches!((self.status, self.scim_type.as_deref()), (409, _) | (400, Some("invalidValue")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(operation: &str, status: u16) -> Refused {
        let refusal = Refusal { operation: operation.to_owned(), status, scim_type: None };
        let at = Timestamp::UNIX_EPOCH;
        Refused { refusal, at, since: Some(at), times: 1, attribute: None }
    }

    #[test]
    fn a_later_success_of_the_same_operation_mends_a_refusal_and_any_mends_that_of_all() {
        let (post, get) = ("POST /scim/v2/Users", "GET /scim/v2/Users");
        let later = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1);
        let mut contact = Contact::default();
        contact.succeeded.insert(get.to_owned(), later);
        contact.succeeded.insert(post.to_owned(), Timestamp::UNIX_EPOCH);
        for (refused, expected) in [
            (refused(get, 400), Some(later)),
            (refused(post, 409), None),
            (refused("PATCH /scim/v2/Users/{id}", 400), None),
            (refused(post, 403), Some(later)),
            (refused("token 0123456789ab", 401), Some(later)),
        ] {
            assert_eq!(contact.mended_at(&refused), expected, "{refused:?}");
        }
        assert_eq!(Refusal::of_token("0123456789ab", 401).token(), Some("0123456789ab"));
        assert_eq!(refused(post, 401).refusal.token(), None);
    }

    #[test]
    fn the_latest_fault_of_a_client_is_told_of_that_client_alone() {
        let of = |client: &str, fault, secs| {
            let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secs);
            Refused { refusal: Refusal::of_client(client, fault), at, since: None, times: 1, attribute: None }
        };
        let refused = vec![
            of("a", ClientFault::Audience, 1),
            of("a", ClientFault::KeysAway, 2),
            of("b", ClientFault::Issuer, 3),
            refused("POST /scim/v2/Users", 409),
        ];
        let contact = Contact { refused, ..Contact::default() };
        let last = |client| contact.last_refusal_of(client).map(|(fault, _)| fault);
        assert_eq!(
            (last("a"), last("b"), last("c")),
            (Some(ClientFault::KeysAway), Some(ClientFault::Issuer), None)
        );
        for fault in ClientFault::ALL {
            assert_eq!(ClientFault::parse(fault.as_str()), Some(fault));
            let refusal = Refusal::of_client("a", fault);
            assert_eq!((refusal.client(), refusal.token()), (Some(("a", Some(fault))), None));
        }
    }

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
