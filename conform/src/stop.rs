//! Why a check ended before it passed.

use serde::Serialize;

/// Why a check ended before it passed.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The server does something else than it should.
    Fail(Box<Fault>),
    /// The check says nothing of this server.
    NotApplicable {
        /// Why not.
        why: String,
        /// A setting is what keeps it from being applicable.
        by_setting: bool,
    },
}

/// What was found in place of what should be.
#[derive(Debug)]
pub(crate) struct Fault {
    /// In a sentence.
    pub(crate) found: String,
    /// The request by which it showed, if there was one.
    pub(crate) exchange: Option<Exchange>,
}

/// A request and its answer, as far as a report may show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Method of the request.
    pub method: String,
    /// Its path, from the base URL on.
    pub path: String,
    /// Status of the answer; absent: there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The answer's `Content-Type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Of its body what names nobody, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

/// How a check ends.
pub(crate) type Verdict = Result<(), Stop>;

impl Stop {
    /// A failure that no single request shows.
    pub(crate) fn fail(found: impl Into<String>) -> Self {
        Self::Fail(Box::new(Fault { found: found.into(), exchange: None }))
    }

    /// The check says nothing of this server.
    pub(crate) fn not_applicable(why: impl Into<String>) -> Self {
        Self::NotApplicable { why: why.into(), by_setting: false }
    }

    /// The same, and the setting that mends a failure would make it applicable.
    pub(crate) fn by_setting(why: impl Into<String>) -> Self {
        Self::NotApplicable { why: why.into(), by_setting: true }
    }
}
