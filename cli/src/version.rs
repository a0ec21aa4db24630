//! `rollcall version`.

use rollcall_local::TABLE_LAYOUT;
use serde::Serialize;

use crate::error::CliError;
use crate::print::{self, Answer};

/// The version of the workspace.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that this was built from, as `build.rs` found it. `-dirty`: with changes that are in no commit.
const COMMIT: Option<&str> = option_env!("ROLLCALL_COMMIT");

/// What `--version` prints after the name: the version, and the commit if it is known.
pub(crate) const LONG: &str = env!("ROLLCALL_VERSION");

/// Prints the version.
///
/// # Errors
///
/// Standard output does not take it.
pub(crate) fn run(json: bool) -> Result<(), CliError> {
    print::answer(&Version { version: VERSION, commit: COMMIT, table_layout: TABLE_LAYOUT }, json)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    version: &'static str,
    /// Absent: it was not built in a clone of the repository.
    commit: Option<&'static str>,
    table_layout: u64,
}

impl Answer for Version {
    fn text(&self) -> String {
        let Self { version, table_layout, .. } = self;
        let commit = self.commit.unwrap_or("unknown, built without git");
        format!("rollcall {version}\ncommit        {commit}\ntable layout  {table_layout}")
    }
}
