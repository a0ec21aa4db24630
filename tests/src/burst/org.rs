//! The org as a whole: who goes through which phase, over how many connections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::call::{self, Account, Call, Operation, PER_PAGE};
use super::groups::{self, Groups};
use super::line::{Line, Manners};
use super::member::Member;
use crate::history::{self, Recorder};

/// When a phase ends, however few have gone through it.
const LONGEST: Duration = Duration::from_secs(20 * 60);

/// What happens to many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// All are assigned: look-up, then `POST`.
    Assign,
    /// All are taken off: half by `PATCH`, as apps of Okta's network do, half by `GET` and `PUT`, as the wizard's do.
    Deactivate,
    /// A third comes back: look-up, `GET`, `PUT`.
    Reassign,
    /// A tenth, of those who came back, gets another login: `GET` and `PUT`.
    Rename,
    /// All are pushed into a group, a hundred by each request: `PATCH`.
    Push,
    /// All are moved to another group, half of them one by one: `PATCH` of either group.
    Move,
    /// Everybody is looked at, and nothing changed: what was answered before must fit what is there at the end.
    Look,
}

/// A phase that was played.
#[derive(Debug, Clone)]
pub struct Played {
    /// Its name.
    pub name: &'static str,
    /// From the first request to the last answer.
    pub took: Duration,
    /// Every request of it: of one person in order, of several in none.
    pub calls: Vec<Call>,
}

/// The list of all users, read as Okta imports it, and the groups.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// The users, in its order.
    pub accounts: Vec<Account>,
    /// Ids of the members of each group, by its id.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// What was wrong with it.
    pub faults: Vec<String>,
}

/// An org with one app and as many people as one likes.
#[derive(Debug)]
pub struct Org {
    members: Vec<Member>,
    lines: Vec<Line>,
    recorder: Recorder,
    groups: Option<Groups>,
    played: Vec<Played>,
}

impl Phase {
    /// All that change groups, after a look at what was done before them. They come last.
    pub const OF_GROUPS: [Self; 3] = [Self::Look, Self::Push, Self::Move];

    /// All that change something of people, in the only order that makes sense.
    pub const ALL: [Self; 4] = [Self::Assign, Self::Deactivate, Self::Reassign, Self::Rename];

    /// What it is called in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Deactivate => "deactivate",
            Self::Reassign => "reassign",
            Self::Rename => "rename",
            Self::Push => "push",
            Self::Move => "move",
            Self::Look => "look",
        }
    }

    /// Does the person with that number go through it? Of thirty ten come back, and three of those are renamed.
    const fn includes(self, number: usize) -> bool {
        match self {
            Self::Assign | Self::Deactivate | Self::Push | Self::Move | Self::Look => true,
            Self::Reassign => number.is_multiple_of(3),
            Self::Rename => matches!(number % 30, 0 | 9 | 18),
        }
    }
}

impl Org {
    /// An org whose app talks to the service at `scim_url` (`…/scim/v2`).
    #[must_use]
    pub fn new(scim_url: &str, token: &str, people: usize, connections: usize, manners: Manners) -> Self {
        let recorder = Recorder::of_people_apart();
        let line = |_| Line::new(scim_url, token, manners, recorder.clone());
        Self {
            members: (0..people).map(Member::new).collect(),
            lines: (0..connections.max(1)).map(line).collect(),
            recorder,
            groups: None,
            played: Vec::new(),
        }
    }

    /// Everybody, in order of their numbers.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// What was played so far.
    #[must_use]
    pub fn played(&self) -> &[Played] {
        &self.played
    }

    /// Every request so far.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.played.iter().flat_map(|played| &played.calls)
    }

    /// Every request about a person so far, and what it told of them.
    #[must_use]
    pub fn history(&self) -> Vec<history::Call> {
        self.recorder.calls()
    }

    /// Sends everybody whom it concerns through a phase, as many at once as there are connections.
    pub async fn play(&mut self, phase: Phase) {
        let (playing, mut members): (Vec<_>, Vec<_>) =
            self.members.drain(..).partition(|member| phase.includes(member.number));
        let started = Instant::now();
        let groups = self.groups_for(phase).await;
        let queue = Arc::new(Mutex::new(groups::parties(phase, playing).into_iter()));
        let mut workers = JoinSet::new();
        for mut line in self.lines.drain(..) {
            let (queue, groups) = (queue.clone(), groups.clone());
            let next = move || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            workers.spawn(async move {
                let mut members = Vec::new();
                while let Some(mut party) = next() {
                    play_in_time(&mut party, phase, &groups, &mut line, started + LONGEST).await;
                    members.extend(party);
                }
                (members, line)
            });
        }
        let mut calls = Vec::new();
        while let Some(worker) = workers.join_next().await {
            let (done, mut line) = worker.expect("whatever is answered, a worker goes on");
            members.extend(done);
            calls.append(&mut line.calls);
            self.lines.push(line);
        }
        members.sort_by_key(|member| member.number);
        self.members = members;
        self.played.push(Played { name: phase.name(), took: started.elapsed(), calls });
    }

    /// Makes the two groups that everybody is pushed into and moved to, unless they are there; gives their ids.
    ///
    /// # Errors
    /// Why there are none.
    pub async fn make_groups(&mut self) -> Result<[String; 2], String> {
        if self.groups.is_none() {
            let line = self.lines.first_mut().ok_or("no connection")?;
            self.groups = Some(Groups::make(line).await?);
        }
        let groups = self.groups.clone().ok_or("no groups")?;
        Ok([groups.former, groups.new])
    }

    /// The groups, if the phase is about some.
    async fn groups_for(&mut self, phase: Phase) -> Result<Option<Groups>, String> {
        if matches!(phase, Phase::Push | Phase::Move) {
            self.make_groups().await?;
        }
        Ok(self.groups.clone().filter(|_| matches!(phase, Phase::Push | Phase::Move)))
    }

    /// Looks at everybody, then reads every user by pages, and the groups, over one connection.
    ///
    /// # Panics
    /// Never: there is a connection.
    pub async fn read_back(&mut self) -> Listed {
        self.play(Phase::Look).await;
        let line = self.lines.first_mut().expect("a connection");
        let started = Instant::now();
        let mut listed = Listed::default();
        if timeout_at(started + LONGEST, list(line, &mut listed)).await.is_err() {
            listed.faults.push("the list takes too long".to_owned());
        }
        if let Some(Groups { former, new }) = &self.groups {
            for group in [former, new] {
                match line.send("", Operation::ReadGroup { group: group.clone() }, None).await {
                    Ok(read) => drop(listed.groups.insert(group.clone(), call::values(read.get("members")))),
                    Err(why) => listed.faults.push(format!("a group cannot be read: {why}")),
                }
            }
        }
        let calls = std::mem::take(&mut line.calls);
        self.played.push(Played { name: "read back", took: started.elapsed(), calls });
        listed
    }
}

async fn play_in_time(
    party: &mut [Member],
    phase: Phase,
    groups: &Result<Option<Groups>, String>,
    line: &mut Line,
    deadline: Instant,
) {
    let is_late = Instant::now() >= deadline;
    if is_late || timeout_at(deadline, play(party, phase, groups, line)).await.is_err() {
        party.iter_mut().for_each(|member| member.fail(phase, "out of time"));
    }
}

async fn play(party: &mut [Member], phase: Phase, groups: &Result<Option<Groups>, String>, line: &mut Line) {
    match groups {
        Ok(Some(groups)) => groups::play(party, phase, groups, line).await,
        Ok(None) => {
            for member in party {
                member.play(phase, line).await;
            }
        }
        Err(why) => party.iter_mut().for_each(|member| member.fail(phase, why)),
    }
}

async fn list(line: &mut Line, listed: &mut Listed) {
    let mut start_index = 1;
    loop {
        let page = match line.send("", Operation::List { start_index }, None).await {
            Ok(page) => page,
            Err(why) => {
                listed.faults.push(format!("the list ends at {start_index}: {why}"));
                return;
            }
        };
        listed.accounts.extend(Account::all(&page));
        let total = page.get("totalResults").and_then(Value::as_u64);
        let total = total.and_then(|total| usize::try_from(total).ok());
        start_index += PER_PAGE;
        match total {
            Some(total) if start_index <= total => {}
            Some(total) => {
                let read = listed.accounts.len();
                if read != total {
                    listed.faults.push(format!("the list says that it has {total} users, and has {read}"));
                }
                return;
            }
            None => {
                listed.faults.push(format!("the list ends at {start_index}: no totalResults"));
                return;
            }
        }
    }
}
