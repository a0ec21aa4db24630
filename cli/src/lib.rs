//! The `rollcall` command, as a library so that tests start the local system in their own process.
//!
//! - [`local`]: the whole system in one process.
//! - `tenant`, `token`, `user`: the operator's hand on a table, local or in AWS, which `target` reaches.
//! - `doctor`: looks at a deployed stack.
//! - `args`, `print`, `error`: what is read from and written to the terminal.

mod args;
mod doctor;
mod error;
pub mod local;
mod print;
mod target;
mod tenant;
mod token;
mod user;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Does what the command line says. 0: done; 1: failed, and standard error says why; 2: not understood.
pub async fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Local(args) => local::command::run(args).await,
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
