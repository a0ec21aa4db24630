//! `rollcall local`.

use std::path::PathBuf;
use std::{env, fs, io};

use rollcall::aws;
use tokio::signal;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::args::LocalArgs;
use crate::banner;
use crate::error::CliError;
use crate::print;
use rollcall_local::{Options, Ready, start};

/// Runs the local system until it is interrupted.
///
/// # Errors
///
/// [`CliError::Local`] if it does not start, [`CliError::ReadyFile`] if the ready file cannot be removed or written.
pub(crate) async fn run(args: LocalArgs) -> Result<(), CliError> {
    log();
    forget(&args)?;
    let options = Options {
        data_dir: Some(args.data_dir.clone()),
        port: args.port,
        dynamodb_listen: args.dynamodb_listen,
        dynamodb_endpoint: args.dynamodb_endpoint.clone(),
        now: args.now,
        brand: aws::brand()?,
    };
    let local = start(options).await?;
    if let Err(error) = announce(&args, &local.ready) {
        local.stop().await;
        return Err(error);
    }
    if let Some(address) = args.dynamodb_listen.filter(|address| !address.ip().is_loopback()) {
        tracing::warn!("whoever reaches {address} may read and change everything in the table, unasked");
    }
    interrupted().await.map_err(CliError::Signal)?;
    local.stop().await;
    Ok(())
}

/// Logs the requests to standard error. Standard output is for the banner alone.
fn log() {
    let level = aws::optional("LOG_LEVEL").and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    tracing_subscriber::registry()
        .with(fmt::layer().compact().with_writer(io::stderr))
        .with(Targets::new().with_default(LevelFilter::WARN).with_target("rollcall", level))
        .init();
}

/// Removes the ready file of an earlier start: a process that waits for the file must not take it for this start's.
fn forget(args: &LocalArgs) -> Result<(), CliError> {
    let Some(path) = &args.ready_file else { return Ok(()) };
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(CliError::ReadyFile { path: path.clone(), source })
        }
        _ => Ok(()),
    }
}

fn announce(args: &LocalArgs, ready: &Ready) -> Result<(), CliError> {
    // Where it cannot be found out, the reader's own `PATH` has to know the command.
    let rollcall = env::current_exe().unwrap_or_else(|_| PathBuf::from("rollcall"));
    print::line(&banner::text(ready, &rollcall))?;
    if let Some(path) = &args.ready_file {
        ready.write(path).map_err(|source| CliError::ReadyFile { path: path.clone(), source })?;
    }
    Ok(())
}

/// Waits for somebody to end the process.
#[cfg(unix)]
pub(crate) async fn interrupted() -> io::Result<()> {
    let mut terminated = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = signal::ctrl_c() => interrupted,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
pub(crate) async fn interrupted() -> io::Result<()> {
    signal::ctrl_c().await
}
