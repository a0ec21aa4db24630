//! What a check came to.

use serde::Serialize;

/// How it stands with what was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// It works, but not as well, as safely or for as many as it should.
    Warning,
    /// Something does not work or gets lost.
    Problem,
    /// It could not be looked at.
    Unknown,
}

impl Status {
    /// The word for it.
    #[must_use]
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
            Self::Unknown => "unknown",
        }
    }
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// How it stands.
    pub(super) status: Status,
    /// What was checked.
    pub(super) check: String,
    /// What was found.
    pub(super) found: String,
    /// What to do, unless all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advice: Option<String>,
}

impl Finding {
    /// All is well.
    #[must_use]
    pub(super) fn ok(check: &str, found: impl Into<String>) -> Self {
        Self { status: Status::Ok, check: check.to_owned(), found: found.into(), advice: None }
    }

    /// It could be better.
    #[must_use]
    pub(super) fn warning(check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::with_advice(Status::Warning, check, found, advice)
    }

    /// It is broken.
    #[must_use]
    pub(super) fn problem(check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::with_advice(Status::Problem, check, found, advice)
    }

    /// It could not be looked at.
    #[must_use]
    pub(super) fn unknown(check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::with_advice(Status::Unknown, check, found, advice)
    }

    fn with_advice(status: Status, check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { status, check: check.to_owned(), found: found.into(), advice: Some(advice.into()) }
    }
}
