//! What a check came to.

use serde::Serialize;

/// The result of a check.
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
    /// The word in reports.
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
    /// Whether the checked thing is as it should be.
    pub(super) status: Status,
    /// Name of the check, such as `table: stream`.
    pub(super) check: String,
    /// The state that was found, in a few words.
    pub(super) found: String,
    /// What to do, unless all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advice: Option<String>,
    /// The commands that do it, in their order; none: it takes a person, or all is well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) commands: Vec<String>,
}

impl Finding {
    /// A check that found all as it should be.
    #[must_use]
    pub(super) fn ok(check: &str, found: impl Into<String>) -> Self {
        Self {
            status: Status::Ok,
            check: check.to_owned(),
            found: found.into(),
            advice: None,
            commands: Vec::new(),
        }
    }

    /// A check that found something to improve; `advice` says how.
    #[must_use]
    pub(super) fn warning(check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::with_advice(Status::Warning, check, found, advice)
    }

    /// A check that found something broken; `advice` says how to mend it.
    #[must_use]
    pub(super) fn problem(check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::with_advice(Status::Problem, check, found, advice)
    }

    /// A check that could not be made; `advice` says how to make it.
    #[must_use]
    pub(super) fn unknown(check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::with_advice(Status::Unknown, check, found, advice)
    }

    fn with_advice(status: Status, check: &str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        let (check, found, advice) = (check.to_owned(), found.into(), Some(advice.into()));
        Self { status, check, found, advice, commands: Vec::new() }
    }

    /// With the commands that mend it, in their order. They say the same as the advice, for a shell to read.
    #[must_use]
    pub(super) fn mended_by(self, commands: impl IntoIterator<Item = String>) -> Self {
        Self { commands: commands.into_iter().collect(), ..self }
    }

    /// With one command more.
    #[must_use]
    pub(super) fn and_by(mut self, command: String) -> Self {
        self.commands.push(command);
        self
    }
}

/// A word of a command, so that a shell reads it as it is.
#[must_use]
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_a_word_as_it_is() {
        for (word, text) in [
            ("rollcall-Table_1X", "rollcall-Table_1X"),
            ("arn:aws:sns:eu-central-1:1:alarms", "arn:aws:sns:eu-central-1:1:alarms"),
            ("", "''"),
            ("okta, June", "'okta, June'"),
            ("it's $(id) `id`; rm", "'it'\\''s $(id) `id`; rm'"),
        ] {
            assert_eq!(quoted(word), text);
        }
    }
}
