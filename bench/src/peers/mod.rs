//! What `make bench-peers` runs: the same load on Rollcall and on other open-source SCIM servers, one after the other.
//!
//! - `server`: how each is started, reached and ended.
//! - `client`: sends a call and judges the answer by what any SCIM server owes.
//! - `play`: the load, and whether everybody is afterwards as they should be.
//! - `report`: the table, the ratios, and the same as JSON.

mod client;
mod play;
mod report;
mod server;

use std::path::PathBuf;

use clap::Args;

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::table::grouped;
use report::Report;
use server::{Kind, Places, Server};

/// The most users that the others are given: with more, some take minutes for one answer.
const MOST_FOR_PEERS: usize = 10_000;

/// See `measure`.
#[derive(Debug, Args)]
pub(crate) struct PeersArgs {
    /// How many users each server has under load; with more than 10,000 only Rollcall is measured
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "1000,10000")]
    users: Vec<usize>,
    /// Measure only these servers
    #[arg(long, value_name = "SERVER,…", value_delimiter = ',', default_values_t = Kind::ALL)]
    servers: Vec<Kind>,
    /// Keep Rollcall's data on file in a directory made in this one
    #[arg(long, value_name = "DIR", default_value = "target")]
    data_dir: PathBuf,
    /// Where SCIMMY is installed
    #[arg(long, value_name = "DIR", default_value = "target/peers/scimmy")]
    scimmy: PathBuf,
    /// The Python environment that has scim2-server
    #[arg(long, value_name = "DIR", default_value = ".venv-peers")]
    venv: PathBuf,
}

/// Measures Rollcall beside other SCIM servers; a table, and JSON in target/bench-peers.json.
pub(crate) async fn measure(args: PeersArgs) -> Result<(), BenchError> {
    let places = Places {
        memory: Place::find(None)?,
        file: Place::find(Some(args.data_dir))?,
        scimmy: args.scimmy,
        venv: args.venv,
    };
    let mut report = Report::begin(places.memory.kept());
    for users in args.users {
        for &kind in args.servers.iter().filter(|kind| kind.is_ours() || users <= MOST_FOR_PEERS) {
            print::progress(&format!("{kind} with {} users", grouped(users)));
            let server = Server::start(kind, &places).await?;
            report.add(play::play(&server, users).await?);
        }
    }
    report.end();
    print::report(&report.text());
    report.write(&places.memory.report("bench-peers.json"))
}
