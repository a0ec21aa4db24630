//! The command line of `rollcall conform`.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use rollcall_conform::Suite;
use rollcall_conform::options::{Base, OptionError};

use super::path;

/// Options of `rollcall conform`.
#[derive(Debug, Args)]
pub(crate) struct ConformArgs {
    /// SCIM base URL of the server, such as `https://example.com/scim/v2`
    #[arg(long, value_name = "URL", value_parser = Base::parse as fn(&str) -> Result<Base, OptionError>)]
    pub(crate) base: Base,
    /// Bearer token of a tenant made for tests; better by the variable, which no list of processes shows
    #[arg(long, value_name = "TOKEN", env = "SCIM_TOKEN", hide_env_values = true, value_parser = secret)]
    pub(crate) token: Option<Secret>,
    /// Domain of the people who are made: one whose mails go to you, as a changed userName may be mailed
    #[arg(long, value_name = "DOMAIN", default_value = "example.com")]
    pub(crate) user_domain: String,
    /// Requests a second at most; the checks of throughput need 25
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) rate: u32,
    /// Form of the report: for people, programs, continuous integration or reviewers
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// File to write the report to, instead of standard output
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) output: Option<PathBuf>,
    /// Play only these suites
    #[arg(long, value_name = "SUITE,…", value_delimiter = ',', value_parser = suite())]
    pub(crate) only: Vec<Suite>,
    /// Leave the people and groups that are made
    #[arg(long)]
    pub(crate) keep: bool,
}

/// A text that is not shown.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// The text.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Takes anything: a refusal by the parser would show it.
#[expect(clippy::unnecessary_wraps, reason = "the form of a value parser")]
pub(super) fn secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret(text.to_owned()))
}

/// A form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Junit,
    Html,
}

/// Takes a suite by its name. Help and completions show the names.
fn suite() -> impl TypedValueParser<Value = Suite> {
    PossibleValuesParser::new(Suite::ALL.map(Suite::name)).try_map(|name| {
        Suite::ALL.into_iter().find(|suite| suite.name() == name).ok_or("there is no such suite")
    })
}
