//! `make burst`: an Okta org whose people all change at once, against the local system as a process of its own.
//!
//! Unlike the rest of this program it judges: one person lost, one mail twice, one status that disconnects a directory,
//! and it fails. Each number of connections gets a system of its own, which is gone afterwards.

mod descriptors;
mod report;

use clap::Args;
use jiff::SignedDuration;
use rollcall_tests::burst::{End, Manners, Org, Phase, judge};
use rollcall_tests::local::Ready;
use rollcall_tests::process::Process;

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::report::Machine;
use crate::table::grouped;
use report::{Log, Report, Round};

/// Options of a burst.
#[derive(Debug, Args)]
pub(crate) struct BurstArgs {
    // Above that the local mailbox would forget mails: it keeps 10,000, and a tenth of the people owes two each.
    /// How many people the org has, 1 to 50,000
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    people: u32,
    /// How many connections at a time; each number is a round of its own, 1 to 2,000
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "1,50,500", value_parser = clap::value_parser!(u32).range(1..=2_000))]
    connections: Vec<u32>,
}

/// Plays all rounds, prints what came of them and fails if anything is wrong.
pub(crate) async fn run(place: &Place, args: &BurstArgs) -> Result<(), BenchError> {
    let most = args.connections.iter().copied().max().unwrap_or_default();
    descriptors::suffice(most)?;
    let people = args.people as usize;
    let mut rounds = Vec::new();
    for connections in &args.connections {
        rounds.push(round(place, people, *connections as usize).await?);
    }
    let report = Report { machine: Machine::this(), data: place.kept(), rounds };
    print::report(&report.text());
    report.write(&place.report("burst.json"))?;
    match report.faults() {
        0 => Ok(()),
        faults => Err(BenchError::Burst(faults)),
    }
}

/// One org from its first person to the verdict.
async fn round(place: &Place, people: usize, connections: usize) -> Result<Round, BenchError> {
    let dir = place.data_dir()?;
    let mut process = Process::start(dir.path()).await;
    let Ready { scim_url, token, .. } = &process.ready;
    let mut org = Org::new(scim_url, token, people, connections, Manners::default());
    for phase in Phase::ALL {
        let what = phase.name();
        print::progress(&format!("{what}, of {} people, connections: {connections}", grouped(people)));
        org.play(phase).await;
        // A week, so that who comes back does so while the deletion is planned; after the others no time passes, and
        // yet nothing is left to do for the outbox that the next phase would wait for.
        let days = if phase == Phase::Deactivate { 7 } else { 0 };
        process.advance(SignedDuration::from_hours(24 * days)).await;
    }
    print::progress("what is there at the end");
    let listed = org.read_back().await;
    let snapshot = process.table().snapshot().await;
    let mails = process.mails().await.into_iter().map(|mail| mail.to).collect();
    let end = End {
        accounts: listed.accounts,
        list_faults: listed.faults,
        mails,
        contradictions: snapshot.contradictions(),
    };
    let verdict = judge(org.members(), org.calls(), &end);
    let log = Log::of(&process.stop_and_read_log());
    Ok(Round::new(connections, org.played(), verdict, log))
}
