//! The `rollcall` command.
//!
//! - `local`: the whole system in one process, by [`rollcall_local`].
//! - `tenant`, `token`, `user`, `trace`, `group`, `role`, `access_rule`, `administrator`, `entity`, `invitation`, `place`, `wave`, `restore`,
//!   `events`, `webhook`: the operator's commands on a table, local or in AWS. `target` reaches the table, `person` finds what is named in it.
//! - `doctor`: looks at a deployed stack. `conform`: looks at any SCIM server, by [`rollcall_conform`].
//! - `version`, `shell`: what the command says of itself: its version, completions and manual pages.
//! - `aws`: the settings of AWS, and what a failed call means.
//! - `args`, `examples`, `print`, `error`, `banner`: what is read from and written to the terminal.

mod access_rule;
mod administrator;
mod args;
mod aws;
mod banner;
mod conform;
mod doctor;
mod entity;
mod error;
mod events;
mod examples;
mod group;
mod invitation;
mod local;
mod oauth_client;
mod person;
mod place;
mod print;
mod restore;
mod role;
mod shell;
mod target;
mod tenant;
mod token;
mod trace;
mod user;
mod version;
mod wave;
mod webhook;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use mimalloc::MiMalloc;

use args::{Cli, Command};
use error::CliError;

/// The local system makes many small allocations in many threads. With this allocator it answers half as many requests
/// again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The exit code for a command line that is not understood.
const NOT_UNDERSTOOD: u8 = 2;

/// Runs the command line. Exit codes: 0 is done, 1 is failed (standard error says why), 2 is not understood.
#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<OsString> = env::args_os().collect();
    // Not by the parser: a command line that it does not take is complained of as JSON, too.
    let json = words.iter().any(|word| word == "--json");
    let done = match parse(words) {
        Ok(command) => run(command).await,
        Err(error) if error.use_stderr() => {
            print::not_understood(&error, json);
            return ExitCode::from(NOT_UNDERSTOOD);
        }
        Err(help) => print::help(&help),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error, json);
            ExitCode::from(error.code())
        }
    }
}

fn parse(words: Vec<OsString>) -> Result<Command, clap::Error> {
    let matches = examples::command().try_get_matches_from(words)?;
    Cli::from_arg_matches(&matches).map(|cli| cli.command)
}

async fn run(command: Command) -> Result<(), CliError> {
    match command {
        Command::Local(args) => local::run(args).await,
        Command::Tenant(command) => tenant::run(command).await,
        Command::Token(command) => token::run(command).await,
        Command::OAuthClient(command) => oauth_client::run(command).await,
        Command::Administrator(command) => administrator::run(command).await,
        Command::User(command) => user::run(command).await,
        Command::Trace(args) => trace::run(args).await,
        Command::Group(command) => group::run(command).await,
        Command::Role(command) => role::run(command).await,
        Command::AccessRule(command) => access_rule::run(command).await,
        Command::Invitation(command) => invitation::run(command).await,
        Command::Entity(command) => entity::run(command).await,
        Command::Place(command) => place::run(command).await,
        Command::Wave(command) => wave::run(command).await,
        Command::Restore(command) => restore::run(command).await,
        Command::Events(command) => events::run(command).await,
        Command::Webhook(command) => webhook::run(command).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::Conform(args) => conform::run(args).await,
        Command::Version { json } => version::run(json),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { dir } => shell::manual(dir.as_deref()),
    }
}
