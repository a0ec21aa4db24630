//! File descriptors: a connection takes some, and a process has only so many.

use std::process::Command;

use crate::error::BenchError;

/// What the local system holds for each connection: the connection, its own to the engine, and the engine's end of that.
/// With a proxy before the engine it is three in this process, too: the connection, and either end of the proxy.
const PER_CONNECTION: u32 = 3;

/// What either holds besides: the engine's files, the log, connections of the background.
const BESIDES: u32 = 100;

/// Fails unless this process, and the local system, which inherits its limit, may open what they need.
pub(super) fn suffice(connections: u32) -> Result<(), BenchError> {
    let needed = connections * PER_CONNECTION + BESIDES;
    match limit() {
        Some(limit) if limit < needed => Err(BenchError::Descriptors { connections, needed, limit }),
        _ => Ok(()),
    }
}

/// `None`: there is none, or it cannot be known. The standard library does not tell; a shell does.
fn limit() -> Option<u32> {
    let said = Command::new("sh").args(["-c", "ulimit -n"]).output().ok()?;
    String::from_utf8(said.stdout).ok()?.trim().parse().ok()
}
