//! The `rollcall` command. Wiring only.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// The local system is many threads of small allocations: with it, it answers half as many requests again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    rollcall_cli::run().await
}
