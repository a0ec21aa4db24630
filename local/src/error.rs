//! The error of a start.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use dynoxide::DynoxideError;
use rollcall::store::StoreError;
use rollcall_rules::token::TooManyTokens;

/// Why the local system does not start. Its text says what to do, where the user can do something.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be made or written.
    #[error("cannot write to the data directory {}: choose another with --data-dir", path.display())]
    DataDir {
        /// The directory, or the file in it.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
    /// Another process uses the data directory.
    #[error("another `rollcall local` is using {}: stop it, or choose another with --data-dir", .0.display())]
    InUse(PathBuf),
    /// The data was written by a version with another table or another layout of its items.
    #[error(
        "the data in {} was made with another table than this version's: choose another directory with --data-dir, or \
         delete this one to start over",
        .0.display()
    )]
    OtherTable(PathBuf),
    /// A file in the data directory is damaged, or cannot be used for another reason.
    #[error("the data file {} is damaged or cannot be used: {remedy}", path.display())]
    DataFile {
        /// The file.
        path: PathBuf,
        /// What the user can do.
        remedy: &'static str,
    },
    /// The port is taken, or this user may not listen on it.
    #[error(
        "cannot listen on port {port} of 127.0.0.1: choose another with --port, or any free one with --port 0"
    )]
    Port {
        /// The port in [`Options`](crate::Options).
        port: u16,
        /// The error of binding it.
        source: io::Error,
    },
    /// The engine's address is taken, or not one of this machine.
    #[error("cannot listen on {address} for DynamoDB clients: choose another address with --dynamodb-listen")]
    DynamoDbListen {
        /// The address in [`Options`](crate::Options).
        address: SocketAddr,
        /// The error of binding it.
        source: io::Error,
    },
    /// `infra/template.yaml`, as it was when this was built, does not define the table.
    #[error("the table cannot be made from infra/template.yaml: {0}")]
    Template(String),
    /// The embedded engine cannot open its file, or cannot make or find the table and its stream.
    #[error("the embedded DynamoDB engine does not start")]
    Engine(#[source] Box<DynoxideError>),
    /// The SQLite file of the engine cannot be opened a second time, for its upkeep.
    #[error("the file of the embedded DynamoDB engine cannot be used")]
    File(#[from] rusqlite::Error),
    /// The demo tenant cannot be read or written.
    #[error("the demo tenant cannot be set up")]
    Demo(#[from] StoreError),
    /// The demo tenant was deleted, and a tenant that was deleted does not come back.
    #[error(
        "the demo tenant was deleted: choose another directory with --data-dir, or delete this one to start over"
    )]
    DemoDeleted,
    /// The demo tenant has as many tokens as it can have, and those in the file are lost or no longer valid.
    #[error("the demo tenant's tokens are lost and new ones cannot be issued")]
    Tokens(#[from] TooManyTokens),
}

impl StartError {
    /// A file without which the data cannot be read.
    pub(super) fn lost_data(path: &Path) -> Self {
        let remedy = "put back a copy of the whole directory, choose another with --data-dir, or delete this one to \
                      start over";
        Self::DataFile { path: path.to_owned(), remedy }
    }

    pub(super) fn engine(source: DynoxideError) -> Self {
        Self::Engine(Box::new(source))
    }
}
