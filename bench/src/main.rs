//! What `make bench` and `make burst` run. The first measures and asserts nothing about time: it fails where something
//! does not run or an answer has the wrong status. The second judges.
//!
//! - `cost`: DynamoDB calls and capacity of every operation, beside its budget.
//! - `inviting`: everybody invited by one action in the portal.
//! - `groups`: one member more or less in groups of any size, and changes of thousands of members.
//! - `hands`: what an operator does by the command, with many people.
//! - `load`: requests a second and their latency, against the local system as a process of its own.
//! - `size`, `cold_start`, `instructions`: the functions as binaries; `runtime_api` gives them each `event` as Lambda does.
//! - `midnight`: many bursts at once, simulated under the limits of AWS.
//! - `peers`: the same load on other SCIM servers, by `make bench-peers`.
//! - `burst`: an Okta org whose people all change at once, and whether all of them end as they should.
//! - `report`: the table, and the same as JSON; `stats`, `table`: arithmetic and layout.
//! - `place`: where binaries, data and the report are.

mod burst;
mod cold_start;
mod cost;
mod error;
mod event;
mod groups;
mod hands;
mod instructions;
mod inviting;
mod load;
mod midnight;
mod peers;
mod place;
mod print;
mod report;
mod runtime_api;
mod size;
mod stats;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use burst::BurstArgs;
use error::BenchError;
use groups::GroupsArgs;
use hands::HandsArgs;
use midnight::MidnightArgs;
use peers::PeersArgs;
use place::Place;
use report::{Machine, Report};
use table::grouped;

/// Measures calls, capacity, throughput, size and cold start; a table, and JSON in target/bench.json
#[derive(Debug, Parser)]
#[command(name = "rollcall-bench", args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    other: Option<Other>,
    /// Keep the data of the throughput in a directory made in this one [default: in memory, which
    /// takes 600 MB at 100,000 users]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// How many users the table has under load
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "1000,100000")]
    users: Vec<usize>,
    /// How many people are invited by one action in the portal: more than a page of the list has, 51 or more
    #[arg(long, value_name = "N", default_value = "10000", value_parser = at_least_51)]
    invited: usize,
    #[command(flatten)]
    groups: GroupsArgs,
}

/// What else can be measured.
#[derive(Debug, Subcommand)]
enum Other {
    /// Plays an Okta org whose people all change at once, and fails if anything is lost; a table, and JSON in
    /// target/burst.json
    Burst(BurstArgs),
    /// Measure groups alone; a table, and JSON in target/bench-groups.json
    Groups(GroupsArgs),
    /// Do by the command what an operator does on a bad day, with many people; a table, and JSON in target/bench-hands.json
    Hands(HandsArgs),
    /// Count the instructions of each request alone, by valgrind; a table, and JSON in target/bench-instructions.json
    Instructions,
    /// Simulate a midnight of many bursts at once under the limits of AWS and Okta; a table, and JSON in
    /// target/bench-midnight.json
    Midnight(MidnightArgs),
    /// Measure Rollcall beside other SCIM servers; a table, and JSON in target/bench-peers.json
    Peers(PeersArgs),
}

fn at_least_51(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if count > 50 => Ok(count),
        _ => Err("is no number above 50".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    // An interruption ends the measuring, not the process: what it started ends with it, and its data is removed.
    let done = tokio::select! {
        done = run(Args::parse()) => done,
        _ = tokio::signal::ctrl_c() => Err(BenchError::Interrupted),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), BenchError> {
    match args.other {
        Some(Other::Burst(burst)) => burst::run(&Place::find(args.data_dir)?, &burst).await,
        Some(Other::Groups(groups)) => groups::run(&Place::find(args.data_dir)?, &groups).await,
        Some(Other::Hands(hands)) => hands::run(&Place::find(args.data_dir)?, &hands).await,
        Some(Other::Instructions) => instructions::run(&Place::find(args.data_dir)?).await,
        Some(Other::Midnight(midnight)) => midnight::run(&Place::find(args.data_dir)?, &midnight),
        Some(Other::Peers(args)) => peers::measure(args).await,
        None => measure(args).await,
    }
}

async fn measure(args: Args) -> Result<(), BenchError> {
    let place = Place::find(args.data_dir)?;
    print::progress("cost: every operation, and a list of 10,000 users");
    let cost = cost::measure().await;
    print::progress(&format!("{} people invited by one action in the portal", grouped(args.invited)));
    let inviting = inviting::measure(args.invited).await;
    let groups = groups::measure(&args.groups).await;
    print::progress("size");
    let size = size::measure(&place)?;
    print::progress("cold start");
    let cold_start = cold_start::measure(&place).await?;
    let instructions = instructions::measure(&place).await?;
    let mut load = Vec::new();
    for users in args.users {
        load.extend(load::measure(&place, users).await?);
    }
    let machine = Machine::this();
    let report =
        Report { machine, data: place.kept(), cost, inviting, groups, load, size, cold_start, instructions };
    print::report(&report.text());
    report.write(&place.report("bench.json"))
}
