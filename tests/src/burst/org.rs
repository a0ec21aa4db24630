//! The org as a whole: who goes through which phase, over how many connections.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::call::{Account, Call, Operation, PER_PAGE};
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

/// The list of all users, read as Okta imports it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The users, in its order.
    pub accounts: Vec<Account>,
    /// What was wrong with it.
    pub faults: Vec<String>,
}

/// An org with one app and as many people as one likes.
#[derive(Debug)]
pub struct Org {
    members: Vec<Member>,
    lines: Vec<Line>,
    recorder: Recorder,
    played: Vec<Played>,
}

impl Phase {
    /// All that change something, in the only order that makes sense.
    pub const ALL: [Self; 4] = [Self::Assign, Self::Deactivate, Self::Reassign, Self::Rename];

    /// What it is called in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Deactivate => "deactivate",
            Self::Reassign => "reassign",
            Self::Rename => "rename",
            Self::Look => "look",
        }
    }

    /// Does the person with that number go through it? Of thirty ten come back, and three of those are renamed.
    const fn includes(self, number: usize) -> bool {
        match self {
            Self::Assign | Self::Deactivate | Self::Look => true,
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
        let queue = Arc::new(Mutex::new(playing.into_iter()));
        let started = Instant::now();
        let mut workers = JoinSet::new();
        for mut line in self.lines.drain(..) {
            let queue = queue.clone();
            let next = move || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            workers.spawn(async move {
                let mut members = Vec::new();
                while let Some(mut member) = next() {
                    play_in_time(&mut member, phase, &mut line, started + LONGEST).await;
                    members.push(member);
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

    /// Looks at everybody, then reads every user by pages, over one connection.
    ///
    /// # Panics
    /// Never: there is a connection.
    pub async fn read_back(&mut self) -> Listed {
        self.play(Phase::Look).await;
        let line = self.lines.first_mut().expect("a connection");
        let started = Instant::now();
        let listed = match timeout_at(started + LONGEST, list(line)).await {
            Ok(listed) => listed,
            Err(_) => Listed { accounts: Vec::new(), faults: vec!["the list takes too long".to_owned()] },
        };
        let calls = std::mem::take(&mut line.calls);
        self.played.push(Played { name: "read back", took: started.elapsed(), calls });
        listed
    }
}

async fn play_in_time(member: &mut Member, phase: Phase, line: &mut Line, deadline: Instant) {
    let out_of_time =
        Instant::now() >= deadline || timeout_at(deadline, member.play(phase, line)).await.is_err();
    if out_of_time {
        member.fail(phase, "out of time");
    }
}

async fn list(line: &mut Line) -> Listed {
    let mut listed = Listed { accounts: Vec::new(), faults: Vec::new() };
    let mut start_index = 1;
    loop {
        let page = match line.send("", Operation::List { start_index }, None).await {
            Ok(page) => page,
            Err(why) => {
                listed.faults.push(format!("the list ends at {start_index}: {why}"));
                return listed;
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
                return listed;
            }
            None => {
                listed.faults.push(format!("the list ends at {start_index}: no totalResults"));
                return listed;
            }
        }
    }
}
