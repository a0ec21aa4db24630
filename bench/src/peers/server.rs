//! The servers that are measured: how each is started, reached and ended.
//!
//! All listen on loopback and check one bearer token. None outlives its [`Server`].

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use jiff::SignedDuration;
use rollcall_tests::process::Process;
use serde::Serialize;
use tempfile::TempDir;

use super::client::Client;
use crate::cold_start::kib;
use crate::error::BenchError;
use crate::place::Place;

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The token that the others are told to take.
const TOKEN: &str = "bench-token-bench-token-bench-token";

/// Threads of scim2-server's one process. Its store is in that process, so a second one would have other users.
const THREADS: &str = "32";

/// A server, and how its data is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// scim2-server under gunicorn, with the store it comes with
    Scim2Server,
    /// SCIMMY, whose store leaves filters and pages to the library
    Scimmy,
    /// SCIMMY, whose store finds a userName or a page by itself
    ScimmyIndexed,
    /// Rollcall with its data in memory
    Rollcall,
    /// Rollcall with its data on file
    RollcallFile,
}

/// Where everything is.
#[derive(Debug)]
pub(super) struct Places {
    /// For data in memory.
    pub(super) memory: Place,
    /// For data on file.
    pub(super) file: Place,
    pub(super) scimmy: PathBuf,
    pub(super) venv: PathBuf,
}

/// A server that runs until this is dropped.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) kind: Kind,
    base: String,
    token: String,
    running: Running,
}

#[derive(Debug)]
enum Running {
    /// The process before its directory: it goes first.
    Ours(Box<Process>, TempDir),
    Peer(Group),
}

impl Kind {
    pub(super) const ALL: [Self; 5] =
        [Self::Scim2Server, Self::Scimmy, Self::ScimmyIndexed, Self::Rollcall, Self::RollcallFile];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Scim2Server => "scim2-server",
            Self::Scimmy => "scimmy",
            Self::ScimmyIndexed => "scimmy-indexed",
            Self::Rollcall => "rollcall",
            Self::RollcallFile => "rollcall-file",
        }
    }

    pub(super) fn is_ours(self) -> bool {
        matches!(self, Self::Rollcall | Self::RollcallFile)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Server {
    /// Starts it without any user, and waits until it answers.
    pub(super) async fn start(kind: Kind, places: &Places) -> Result<Self, BenchError> {
        match kind {
            Kind::Rollcall => Ok(Self::ours(kind, places.memory.data_dir()?).await),
            Kind::RollcallFile => Ok(Self::ours(kind, places.file.data_dir()?).await),
            Kind::Scimmy => Self::scimmy(kind, &places.scimmy, "0").await,
            Kind::ScimmyIndexed => Self::scimmy(kind, &places.scimmy, "1").await,
            Kind::Scim2Server => Self::scim2_server(&places.venv).await,
        }
    }

    async fn ours(kind: Kind, dir: TempDir) -> Self {
        let process = Process::start(dir.path()).await;
        let (base, token) = (process.ready.scim_url.clone(), process.ready.token.clone());
        Self { kind, base, token, running: Running::Ours(Box::new(process), dir) }
    }

    async fn scimmy(kind: Kind, dir: &Path, indexed: &str) -> Result<Self, BenchError> {
        installed(&dir.join("node_modules"))?;
        let port = free_port()?;
        let mut command = Command::new("node");
        command
            .arg("server.js")
            .current_dir(dir)
            .env("NODE_ENV", "production")
            .env("PORT", port.to_string())
            .env("INDEXED", indexed);
        Self::peer(kind, command, format!("http://127.0.0.1:{port}/scim/v2")).await
    }

    async fn scim2_server(venv: &Path) -> Result<Self, BenchError> {
        let gunicorn = venv.join("bin/gunicorn");
        installed(&gunicorn)?;
        let port = free_port()?;
        let mut command = Command::new(gunicorn);
        command
            .args(["--pythonpath", "bench/peers/scim2-server", "--bind", &format!("127.0.0.1:{port}")])
            .args(["--workers", "1", "--threads", THREADS, "--keep-alive", "75", "--no-control-socket"])
            .arg("app:app")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        Self::peer(Kind::Scim2Server, command, format!("http://127.0.0.1:{port}/v2")).await
    }

    async fn peer(kind: Kind, mut command: Command, base: String) -> Result<Self, BenchError> {
        command.env("TOKEN", TOKEN);
        let mut group = Group::start(command)?;
        let client = Client::new(&base, TOKEN);
        let started = Instant::now();
        let fault = loop {
            if client.is_served().await {
                return Ok(Self { kind, base, token: TOKEN.to_owned(), running: Running::Peer(group) });
            }
            if group.has_ended() {
                break "ended at once";
            }
            if started.elapsed() > PATIENCE {
                break "does not answer";
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        Err(BenchError::Peer { server: kind.name(), fault: format!("{fault}:\n{}", group.log()) })
    }

    /// Clients with an open connection each: opening it under the clock is a cost that keep-alive takes away.
    pub(super) async fn connect(&self, connections: usize) -> Vec<Client> {
        let mut clients = Vec::new();
        for _ in 0..connections {
            let client = Client::new(&self.base, &self.token);
            client.is_served().await;
            clients.push(client);
        }
        clients
    }

    /// Waits until what earlier requests owe is done; gives how long that took. The others owe nothing.
    pub(super) async fn settle(&self) -> Duration {
        let started = Instant::now();
        if let Running::Ours(process, _) = &self.running {
            process.advance(SignedDuration::ZERO).await;
        }
        started.elapsed()
    }

    /// Memory in use, that of data in memory included.
    pub(super) fn memory_mib(&self) -> f64 {
        let bytes = match &self.running {
            Running::Ours(process, dir) if self.kind == Kind::Rollcall => {
                resident(process.id()) + size_of_data(dir.path())
            }
            Running::Ours(process, _) => resident(process.id()),
            Running::Peer(group) => group.resident(),
        };
        bytes as f64 / 1024.0 / 1024.0
    }
}

/// A process, and those it starts.
#[derive(Debug)]
struct Group {
    leader: Child,
    log: TempDir,
}

impl Group {
    fn start(mut command: Command) -> Result<Self, BenchError> {
        let log = TempDir::new().map_err(|source| BenchError::File { path: std::env::temp_dir(), source })?;
        let path = log.path().join("log.txt");
        let output = || File::create(&path).and_then(|file| Ok((file.try_clone()?, file)));
        let (out, err) = output().map_err(|source| BenchError::File { path: path.clone(), source })?;
        // A group of its own: gunicorn's worker must not outlive a killed gunicorn, and an interruption must not reach
        // the server before the load has ended.
        command.process_group(0).stdin(Stdio::null()).stdout(out).stderr(err);
        let program = PathBuf::from(command.get_program());
        let leader = command.spawn().map_err(|source| BenchError::File { path: program, source })?;
        Ok(Self { leader, log })
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.leader.try_wait(), Ok(None))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.log.path().join("log.txt")).unwrap_or_default()
    }

    fn resident(&self) -> u64 {
        let leader = self.leader.id();
        let children =
            fs::read_to_string(format!("/proc/{leader}/task/{leader}/children")).unwrap_or_default();
        let children = children.split_whitespace().filter_map(|id| id.parse().ok());
        std::iter::once(leader).chain(children).map(resident).sum()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let group = self.leader.id().to_string();
        // It may have ended already.
        let _ = Command::new("sh")
            .args(["-c", "kill -s KILL -- \"-$1\"", "sh", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.leader.kill();
        let _ = self.leader.wait();
    }
}

/// Memory of one process in bytes; zero where there is no `/proc`.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    u64::from(kib(&status, "VmRSS:")) * 1024
}

/// The files of a data directory, without the log that the one who starts it chose to keep there.
fn size_of_data(dir: &Path) -> u64 {
    let files = fs::read_dir(dir).into_iter().flatten().flatten();
    let files = files.filter(|file| file.file_name() != "log.txt").filter_map(|file| file.metadata().ok());
    files.map(|file| file.len()).sum()
}

fn installed(path: &Path) -> Result<(), BenchError> {
    if path.exists() { Ok(()) } else { Err(BenchError::NotInstalled(path.to_owned())) }
}

/// A port that nobody listens on.
fn free_port() -> Result<u16, BenchError> {
    let bound: io::Result<u16> =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| Ok(listener.local_addr()?.port()));
    bound.map_err(BenchError::Port)
}
