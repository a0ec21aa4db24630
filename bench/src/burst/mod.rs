//! `make burst`: an Okta org whose people all change at once, against the local system as a process of its own.
//!
//! Unlike the rest of this program it judges: one person lost, one mail twice, one status that disconnects a directory,
//! and it fails. Each round gets a system of its own, which is gone afterwards.
//!
//! - `kills`: the system killed in the middle of a change of many members.
//! - `faults`: how DynamoDB fails in a round, by a proxy in this process.
//! - `descriptors`: whether there can be so many connections. `report`: what came of it.

mod descriptors;
mod faults;
mod kills;
mod report;

use std::path::Path;

use clap::Args;
use jiff::SignedDuration;
use rollcall_tests::burst::{End, Given, Manners, Org, Phase, judge, recipients};
use rollcall_tests::local::Ready;
use rollcall_tests::process::Process;

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::report::Machine;
use crate::table::grouped;
use faults::{FaultArg, Faults, Trouble};
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
    /// How DynamoDB fails meanwhile; each value is a round of its own, for each number of connections [default: not
    /// at all]
    #[arg(long, value_name = "FAULT,…", value_delimiter = ',')]
    faults: Vec<FaultArg>,
    /// Of a hundred requests to DynamoDB, how many meet each of the faults, 1 to 100
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    percent: u32,
    /// Then push all of them into a group, and move them to another at once; each group gives a role, and the second
    /// invites. At most 25,000 people
    #[arg(long)]
    groups: bool,
    /// Then kill the system so many times while it replaces the members of a group, at most 100
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    kills: u32,
}

/// The most people of a burst with groups: a third of them is invited, and the local mailbox would forget mails.
const MOST_WITH_GROUPS: u32 = 25_000;

/// What fails is the same in each run, as far as requests come in the same order.
const SEED: u64 = 1;

/// Plays all rounds, prints what came of them and fails if anything is wrong.
pub(crate) async fn run(place: &Place, args: &BurstArgs) -> Result<(), BenchError> {
    let most = args.connections.iter().copied().max().unwrap_or_default();
    descriptors::suffice(most)?;
    if args.groups && args.people > MOST_WITH_GROUPS {
        return Err(BenchError::People(MOST_WITH_GROUPS));
    }
    let people = args.people as usize;
    let mut rounds = Vec::new();
    let faults: Vec<_> = args.faults.iter().flat_map(|fault| fault.rounds(args.percent)).map(Some).collect();
    let faults = if faults.is_empty() { vec![None] } else { faults };
    for connections in &args.connections {
        for faults in &faults {
            rounds.push(round(place, args, *connections as usize, faults.as_ref()).await?);
        }
    }
    let kills = kills::play(place, people, args.kills, SEED).await?;
    let report = Report { machine: Machine::this(), data: place.kept(), rounds, kills };
    print::report(&report.text());
    report.write(&place.report("burst.json"))?;
    match report.faults() {
        0 => Ok(()),
        faults => Err(BenchError::Burst(faults)),
    }
}

/// One org from its first person to the verdict.
async fn round(
    place: &Place,
    args: &BurstArgs,
    connections: usize,
    faults: Option<&Faults>,
) -> Result<Round, BenchError> {
    let people = args.people as usize;
    let dir = place.data_dir()?;
    let (mut process, mut trouble) = start(dir.path(), faults).await;
    let Ready { scim_url, token, .. } = &process.ready;
    let mut org = Org::new(scim_url, token, people, connections, Manners::default());
    let given = if args.groups { give(&process, &mut org).await? } else { Given::default() };
    let of_groups = Phase::OF_GROUPS.into_iter().filter(|_| args.groups);
    for phase in Phase::ALL.into_iter().chain(of_groups) {
        let what = phase.name();
        let faulty = faults.map(|faults| format!(", {}", faults.text())).unwrap_or_default();
        print::progress(&format!(
            "{what}, of {} people, connections: {connections}{faulty}",
            grouped(people)
        ));
        trouble.begin();
        org.play(phase).await;
        // The outbox comes to its end over the same table, or as near as it can.
        process.try_advance(SignedDuration::ZERO).await;
        trouble.end();
        process.advance(time_after(phase)).await;
    }
    print::progress("what is there at the end");
    let listed = org.read_back().await;
    let snapshot = process.table().snapshot().await;
    let (invitations, mails) = recipients(process.mails().await);
    let end = End {
        accounts: listed.accounts,
        list_faults: listed.faults,
        groups: listed.groups,
        given,
        invitations,
        mails,
        events: process.events().await,
        contradictions: [snapshot.contradictions_at_rest(), snapshot.roles_against_the_rules()].concat(),
        history: org.history(),
    };
    let verdict = judge(org.members(), org.calls(), &end);
    let log = Log::of(&process.stop_and_read_log());
    Ok(Round::new(connections, &trouble, org.played(), verdict, log))
}

/// Groups for everybody, who get something by them.
async fn give(process: &Process, org: &mut Org) -> Result<Given, BenchError> {
    let groups = org.make_groups().await.map_err(BenchError::Groups)?;
    Ok(Given::declare(&process.people(), &groups).await)
}

async fn start<'a>(data_dir: &Path, faults: Option<&'a Faults>) -> (Process, Trouble<'a>) {
    match faults {
        None => (Process::start(data_dir).await, Trouble { faults: None, met: 0 }),
        Some(faults) => {
            let (process, proxy) = Process::start_over_faulty_table(data_dir, SEED).await;
            (process, Trouble { faults: Some((faults, proxy)), met: 0 })
        }
    }
}

/// When all of this has passed nothing is left to do for the outbox that the next phase would wait for.
const fn time_after(phase: Phase) -> SignedDuration {
    match phase {
        // Who comes back does so while the deletion is planned.
        Phase::Deactivate => SignedDuration::from_hours(7 * 24),
        // A mail that could not be sent is due again ten minutes later, at the next sweep.
        // So is a group whose change was broken off.
        Phase::Rename | Phase::Push | Phase::Move => SignedDuration::from_mins(30),
        Phase::Assign | Phase::Reassign | Phase::Look => SignedDuration::ZERO,
    }
}
