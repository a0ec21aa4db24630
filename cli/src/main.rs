//! The `rollcall` command.
//!
//! - `local`: the whole system in one process, by [`rollcall_local`].
//! - `tenant`, `token`, `user`: the operator's hand on a table, local or in AWS, which `target` reaches.
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

/// The local system is many threads of small allocations: with it, it answers half as many requests again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Does what the command line says. 0: done; 1: failed, and standard error says why; 2: not understood.
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
