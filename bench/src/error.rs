use std::io;
use std::path::PathBuf;

/// Something could not be measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// A binary that is measured is not there.
    #[error("there is no {}: `make bench` builds it", .0.display())]
    NotBuilt(PathBuf),
    /// A server that Rollcall is measured beside is not there.
    #[error("there is no {}: `make bench-peers` installs it", .0.display())]
    NotInstalled(PathBuf),
    /// A server was started, or loaded, and did not do what it should.
    #[error("{server} {fault}")]
    Peer {
        /// Which.
        server: &'static str,
        /// What it did.
        fault: String,
    },
    /// There is no port for a server.
    #[error("no free port")]
    Port(#[source] io::Error),
    /// A file or a directory.
    #[error("{}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The stand-in for Lambda found no port.
    #[error("the Runtime API does not start")]
    RuntimeApi(#[source] io::Error),
    /// A function was started and did not do what it should.
    #[error("the function `{function}` {fault}")]
    Function {
        /// Which.
        function: &'static str,
        /// What it did.
        fault: String,
    },
    /// Requests were not all answered as they should be.
    #[error("a connection ended early")]
    Load(#[from] tokio::task::JoinError),
    /// There would be too many connections for one process.
    #[error(
        "{connections} connections need {needed} file descriptors, and a process may open {limit}: \
         `ulimit -n {needed}` first, or fewer --connections"
    )]
    Descriptors {
        /// At a time.
        connections: u32,
        /// By the local system.
        needed: u32,
        /// What `ulimit -n` says.
        limit: u32,
    },
    /// A burst has no groups to push people into.
    #[error("the groups cannot be made: {0}")]
    Groups(String),
    /// More would be mailed than the local mailbox keeps.
    #[error("a burst with groups has at most {0} people")]
    People(u32),
    /// A burst did not end as it must.
    #[error("{0} things are not as they must be")]
    Burst(usize),
    /// A command failed, or left something other than it must.
    #[error("{0}")]
    Hands(String),
    /// By the person who started it.
    #[error("interrupted")]
    Interrupted,
}
