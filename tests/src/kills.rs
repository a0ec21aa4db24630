//! `rollcall local` is killed while it replaces the members of a group, and started again on what it left.
//!
//! Afterwards the list is the old one or the new one, and the new one if that was answered. Half of the times the
//! directory sends the same again; the other times nobody does, and a sweep looks.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::process::Process;

/// Nobody waits longer for one change: the directory sends it again that often, after each 429.
const SENDS: usize = 40;

/// When all is done that a sweep finds.
const UNTIL_SWEPT: SignedDuration = SignedDuration::from_mins(20);

/// One kill, and what came of it.
#[derive(Debug, Clone)]
pub struct Kill {
    /// When it was killed, after the request was sent.
    pub after: Duration,
    /// Was the request answered by then?
    pub answered: bool,
    /// Had it been decided? So much is left of it right after the start: a change to be finished.
    pub pending: bool,
    /// Did the directory send it again? If not, a sweep looked.
    pub sent_again: bool,
    /// Is the list the new one at the end? It is the old one if not.
    pub is_new: bool,
    /// All that must not be.
    pub faults: Vec<String>,
}

/// So many kills, each within another part of the time that the request takes. The list has two thirds of `people` each
/// time, so that a third comes in and a third goes out.
///
/// # Panics
/// When the system does not start.
pub async fn in_a_put(data_dir: &Path, people: usize, kills: u32, seed: u64) -> Vec<Kill> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut process = Process::start(data_dir).await;
    let ids = process.seed(people).await;
    let third = people / 3;
    let lists = [ids[..2 * third].to_vec(), ids[third..].to_vec()];
    let group = json!({ "displayName": "Everybody", "members": [] });
    let group = process.scim().post("/Groups", &group).await.expect(201).id();
    put_until_done(&process, &group, &lists[0]).await;
    let begun = Instant::now();
    put_until_done(&process, &group, &lists[1]).await;
    let whole = begun.elapsed();
    let (mut now, mut done) = (1, Vec::new());
    for number in 0..kills {
        let part = (f64::from(number) + dice.f64()) / f64::from(kills.max(1));
        // With its own clock: the one that a test moved is forgotten by the next process.
        process.kill();
        process = Process::start(data_dir).await;
        let (old, new) = (&lists[now], &lists[1 - now]);
        let kill;
        (process, kill) =
            kill_once(process, data_dir, &group, (old, new), whole.mul_f64(part), number % 2 == 0).await;
        now = if kill.is_new { 1 - now } else { now };
        done.push(kill);
    }
    process.kill();
    done
}

async fn kill_once(
    mut process: Process,
    data_dir: &Path,
    group: &str,
    (old, new): (&[String], &[String]),
    after: Duration,
    sent_again: bool,
) -> (Process, Kill) {
    let request = process.scim().request(Method::PUT, &path(group)).json(&list(new));
    let sent = tokio::spawn(request.receive());
    tokio::time::sleep(after).await;
    process.kill();
    let answered = sent.await.expect("a request").is_ok_and(|answer| answer.status == 200);

    let process = Process::start(data_dir).await;
    let pending = !process.table().snapshot().await.unfinished_groups().is_empty();
    if sent_again {
        put_until_done(&process, group, new).await;
    }
    process.advance(UNTIL_SWEPT).await;
    let members = members(&process, group).await;
    let [old, new] = [old, new].map(|ids| ids.iter().cloned().collect::<BTreeSet<_>>());
    let mut faults = process.table().snapshot().await.contradictions_at_rest();
    let is_new = members == new;
    if !is_new && members != old {
        let (came, went) = (members.difference(&old).count(), old.difference(&members).count());
        faults.push(format!("half a list: {came} came in and {went} went out"));
    }
    if !is_new && (answered || sent_again || pending) {
        faults.push("it was answered or decided, and the list is the old one".to_owned());
    }
    (process, Kill { after, answered, pending, sent_again, is_new, faults })
}

fn path(group: &str) -> String {
    format!("/Groups/{group}?excludedAttributes=members")
}

fn list(ids: &[String]) -> Value {
    let members: Value = ids.iter().map(|id| json!({ "value": id })).collect();
    json!({ "displayName": "Everybody", "members": members })
}

/// As a directory sends it: again after each 429.
async fn put_until_done(process: &Process, group: &str, ids: &[String]) {
    for _ in 0..SENDS {
        let answer = process.scim().request(Method::PUT, &path(group)).json(&list(ids)).send().await;
        if answer.status != 429 {
            answer.expect(200);
            return;
        }
    }
    panic!("no answer but 429 for {SENDS} times");
}

async fn members(process: &Process, group: &str) -> BTreeSet<String> {
    let read = process.scim().get(&format!("/Groups/{group}")).await.expect(200);
    let members = read["members"].as_array().into_iter().flatten();
    members.filter_map(|member| member["value"].as_str()).map(str::to_owned).collect()
}
