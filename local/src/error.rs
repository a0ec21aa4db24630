//! Why the local system does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use dynoxide::DynoxideError;
use rollcall::store::StoreError;
use rollcall_rules::token::TooManyTokens;

/// Why the local system does not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be made or written.
    #[error("cannot write to the data directory {}: choose another with --data-dir", path.display())]
    DataDir {
        /// The directory, or the file in it.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another process uses the data directory.
    #[error("another `rollcall local` is using {}: stop it, or choose another with --data-dir", .0.display())]
    InUse(PathBuf),
    /// The data is of a version with another table.
    #[error(
        "the data in {} was made with another table than this version's: choose another directory with --data-dir, or \
         delete this one to start over",
        .0.display()
    )]
    OtherTable(PathBuf),
    /// The port is taken, or not for this user.
    #[error(
        "cannot listen on port {port} of 127.0.0.1: choose another with --port, or any free one with --port 0"
    )]
    Port {
        /// The port asked for.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// The engine's address is taken, or not one of this machine.
    #[error("cannot listen on {address} for DynamoDB clients: choose another address with --dynamodb-listen")]
    DynamoDbListen {
        /// The address asked for.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// `infra/template.yaml`, as it was when this was built, does not define the table.
    #[error("the table cannot be made from infra/template.yaml: {0}")]
    Template(String),
    /// The embedded engine fails.
    #[error("the embedded DynamoDB engine does not start")]
    Engine(#[source] Box<DynoxideError>),
    /// The SQLite file of the embedded engine fails.
    #[error("the file of the embedded DynamoDB engine cannot be used")]
    File(#[from] rusqlite::Error),
    /// The demo tenant cannot be read or written.
    #[error("the demo tenant cannot be set up")]
    Demo(#[from] StoreError),
    /// The demo tenant has no room for its tokens.
    #[error("the demo tenant's tokens are lost and new ones cannot be issued")]
    Tokens(#[from] TooManyTokens),
}

impl StartError {
    pub(super) fn engine(source: DynoxideError) -> Self {
        Self::Engine(Box::new(source))
    }
}
