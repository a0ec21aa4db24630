//! The `rollcall` command.
//!
//! - `local`: the whole system in one process, by [`rollcall_local`].
//! - `tenant`, `token`, `user`: the operator's commands on a table, local or in AWS. `target` reaches the table.
//! - `doctor`: looks at a deployed stack.
//! - `args`, `print`, `error`, `banner`: what is read from and written to the terminal.

mod args;
mod banner;
mod doctor;
mod error;
mod local;
mod print;
mod target;
mod tenant;
mod token;
mod user;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

use args::{Cli, Command};

/// The local system makes many small allocations in many threads. With this allocator it answers half as many requests
/// again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Runs the command line. Exit codes: 0 is done, 1 is failed (standard error says why), 2 is not understood.
#[tokio::main]
async fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Local(args) => local::run(args).await,
        Command::Tenant(command) => tenant::run(command).await,
        Command::Token(command) => token::run(command).await,
        Command::User(command) => user::run(command).await,
        Command::Doctor(args) => doctor::run(args).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::FAILURE
        }
    }
}
