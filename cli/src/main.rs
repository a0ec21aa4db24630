//! The `rollcall` command. Wiring only.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    rollcall_cli::run().await
}
