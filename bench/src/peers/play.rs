//! The load on one server: the same calls in the same order, whichever it is.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use rollcall_tests::seed;
use serde::Serialize;

use super::client::{Client, Operation, Outcome, PAGE, Reply};
use super::server::{Kind, Server};
use crate::error::BenchError;
use crate::load::{self, Call, ROUNDS, Run};
use crate::print;
use crate::stats::percentile;

/// When a measurement ends, however few requests it has sent.
const LONGEST: Duration = Duration::from_secs(10);

/// When seeding, or reading everybody, is given up.
const LONGEST_FOR_ALL: Duration = Duration::from_secs(600);

/// Members who come into a group by one request, until all users are in it.
const JOIN: usize = 500;

/// Members who go and come again, at most.
const MEMBERS: usize = 200;

/// The most connections of any round.
const CONNECTIONS: usize = 32;

/// One operation of one server, at one number of users and connections.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cell {
    pub(super) server: Kind,
    /// Users at the start.
    pub(super) users: usize,
    pub(super) connections: usize,
    pub(super) operation: Operation,
    pub(super) requests: usize,
    /// Right answers.
    pub(super) per_second: f64,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    /// Right after it.
    pub(super) memory_mib: f64,
    /// Users who are not as they should be, read one by one after deactivations; of a group, who is in it and should not
    /// be, or the other way round.
    pub(super) wrong_states: Option<usize>,
    pub(super) wrong_answers: usize,
    pub(super) server_errors: usize,
    pub(super) unanswered: usize,
    /// How long the server had gone on with earlier requests after their answers; waited for, and not measured.
    pub(super) settled_ms: f64,
}

/// What a user must be like.
struct Known {
    login: String,
    /// `None`: nobody can say, for a deactivation failed.
    active: Option<bool>,
}

/// A server, and who is in it.
struct Play<'a> {
    server: &'a Server,
    users: usize,
    clients: Vec<Client>,
    known: HashMap<String, Known>,
}

/// All operations at each number of connections.
pub(super) async fn play(server: &Server, users: usize) -> Result<Vec<Cell>, BenchError> {
    let clients = server.connect(CONNECTIONS).await;
    let mut play = Play { server, users, clients, known: HashMap::new() };
    let ids = play.seed().await?;
    let mut cells = Vec::new();
    for (connections, requests) in ROUNDS {
        let gets = ids.iter().map(|id| get(id)).cycle().take(requests);
        cells.push(play.measure(Operation::Get, connections, gets.collect()).await?.0);
        let finds = (0..users).map(|number| load::find(&seed::login(number))).cycle().take(requests);
        cells.push(play.measure(Operation::Filter, connections, finds.collect()).await?.0);
        let creates =
            (0..requests).map(|number| load::create(&format!("new{number}.over{connections}@example.com")));
        let (cell, created) = play.measure(Operation::Create, connections, creates.collect()).await?;
        cells.push(cell);
        play.learn(&created);
        // Those just created: that way those seeded stay active.
        let deactivations = created.iter().filter(|reply| reply.outcome == Outcome::Right);
        let deactivations = deactivations.map(|reply| load::deactivate(&reply.id)).collect();
        let (mut cell, replies) = play.measure(Operation::Deactivate, connections, deactivations).await?;
        play.note_deactivated(&replies);
        cell.wrong_states = Some(play.wrong_states().await?);
        cells.push(cell);
    }
    cells.push(play.members(&ids).await?);
    // Last, for a server is still busy with lists that were given up, and would leave whatever came next unanswered.
    for (connections, requests) in ROUNDS {
        let lists = vec![Call::get(format!("/Users?startIndex=1&count={PAGE}")); requests];
        cells.push(play.measure(Operation::List, connections, lists).await?.0);
    }
    Ok(cells)
}

impl Play<'_> {
    /// Makes all users; gives their ids.
    async fn seed(&mut self) -> Result<Vec<String>, BenchError> {
        let creates = (0..self.users).map(|number| load::create(&seed::login(number))).collect();
        let run = Run::of(&self.doing(Operation::Create, CONNECTIONS), creates, LONGEST_FOR_ALL).await?;
        self.learn(&run.answers);
        if self.known.len() != self.users {
            let fault = format!("made {} of {} users", self.known.len(), self.users);
            return Err(BenchError::Peer { server: self.server.kind.name(), fault });
        }
        Ok(self.known.keys().cloned().collect())
    }

    /// One member after the other goes out of a group of all these, and comes again.
    async fn members(&self, ids: &[String]) -> Result<Cell, BenchError> {
        let group = self.group(vec![load::create_group("Everybody")]).await?.id;
        self.group(ids.chunks(JOIN).map(|some| load::join(&group, some)).collect()).await?;
        let some: Vec<&String> = ids.iter().take(MEMBERS).collect();
        let calls =
            some.iter().flat_map(|id| [load::leave(&group, id), load::join(&group, &[(*id).clone()])]);
        let (mut cell, replies) = self.measure(Operation::Member, 1, calls.collect()).await?;
        let mut wanted: BTreeSet<&String> = ids.iter().collect();
        // Who went out last may not have come again. A change that was refused, or that got lost, shows in the group.
        for (pair, id) in replies.chunks(2).zip(&some) {
            if pair.len() == 1 {
                wanted.remove(id);
            }
        }
        let read = self.group(vec![Call::get(format!("/Groups/{group}"))]).await?;
        let read: BTreeSet<&String> = read.members.iter().collect();
        cell.wrong_states = Some(read.symmetric_difference(&wanted).count());
        Ok(cell)
    }

    /// Sends these calls about a group one after the other; gives the last answer.
    async fn group(&self, calls: Vec<Call>) -> Result<Reply, BenchError> {
        let run = Run::of(&self.doing(Operation::Group, 1), calls, LONGEST_FOR_ALL).await?;
        let fault =
            |fault: &str| BenchError::Peer { server: self.server.kind.name(), fault: fault.to_owned() };
        if run.answers.iter().any(|reply| reply.outcome != Outcome::Right) {
            return Err(fault("made no group of all users"));
        }
        run.answers.into_iter().next_back().ok_or_else(|| fault("was not asked"))
    }

    async fn measure(
        &self,
        operation: Operation,
        connections: usize,
        calls: Vec<Call>,
    ) -> Result<(Cell, Vec<Reply>), BenchError> {
        print::progress(&format!("  {}, connections: {connections}", operation.name()));
        let settled_ms = self.server.settle().await.as_secs_f64() * 1e3;
        let run = Run::of(&self.doing(operation, connections), calls, LONGEST).await?;
        let count = |outcome| run.answers.iter().filter(|reply| reply.outcome == outcome).count();
        let cell = Cell {
            server: self.server.kind,
            users: self.users,
            connections,
            operation,
            requests: run.answers.len(),
            per_second: count(Outcome::Right) as f64 / run.took.as_secs_f64(),
            p50_ms: percentile(&run.millis, 50),
            p99_ms: percentile(&run.millis, 99),
            memory_mib: self.server.memory_mib(),
            wrong_states: None,
            wrong_answers: count(Outcome::Wrong),
            server_errors: count(Outcome::ServerError),
            unanswered: count(Outcome::Unanswered),
            settled_ms,
        };
        Ok((cell, run.answers))
    }

    fn doing(&self, operation: Operation, connections: usize) -> Vec<Client> {
        self.clients.iter().take(connections).map(|client| client.doing(operation)).collect()
    }

    fn learn(&mut self, created: &[Reply]) {
        for reply in created.iter().filter(|reply| reply.outcome == Outcome::Right) {
            self.known.insert(reply.id.clone(), Known { login: reply.login.clone(), active: Some(true) });
        }
    }

    fn note_deactivated(&mut self, replies: &[Reply]) {
        for reply in replies {
            if let Some(known) = self.known.get_mut(&reply.id) {
                known.active = (reply.outcome == Outcome::Right).then_some(false);
            }
        }
    }

    /// How many users are not as they should be. Who cannot be read is one of them.
    async fn wrong_states(&self) -> Result<usize, BenchError> {
        let gets = self.known.keys().map(|id| get(id)).collect();
        let run = Run::of(&self.doing(Operation::Get, CONNECTIONS), gets, LONGEST_FOR_ALL).await?;
        let is_right = |reply: &&Reply| {
            self.known.get(&reply.id).is_some_and(|known| {
                known.login == reply.login
                    && reply.active.is_some_and(|active| known.active.is_none_or(|known| known == active))
            })
        };
        Ok(self.known.len() - run.answers.iter().filter(is_right).count())
    }
}

fn get(id: &str) -> Call {
    Call::get(format!("/Users/{id}"))
}
