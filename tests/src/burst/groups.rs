//! Two groups of the app: everybody is pushed into the first, and moved to the second at once.

use std::collections::BTreeSet;
use std::iter;

use serde_json::{Value, json};

use super::call::Operation;
use super::line::Line;
use super::member::Member;
use super::org::Phase;

/// How many come in by one request when a group is pushed: more than one transaction of the service holds.
const PUSHED: usize = 100;

/// How many move by one request, of those who do not move alone: as many as one transaction holds.
const MOVED: usize = 25;

/// The groups' ids.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    /// The one that all are pushed into.
    pub(super) former: String,
    /// The one that all are moved to.
    pub(super) new: String,
}

/// The groups of a person, by their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memberships {
    /// Those that Okta wants them to be in.
    pub wanted: BTreeSet<String>,
    /// Those that the service said they are in.
    pub acknowledged: BTreeSet<String>,
}

impl Groups {
    /// Makes both.
    pub(super) async fn make(line: &mut Line) -> Result<Self, String> {
        let former = make(line, "Before midnight").await?;
        Ok(Self { former, new: make(line, "After midnight").await? })
    }
}

async fn make(line: &mut Line, name: &str) -> Result<String, String> {
    let operation = Operation::CreateGroup { name: name.to_owned() };
    let body = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": name, "members": [] });
    let made = line.send("", operation, Some(&body)).await?;
    made.get("id").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| "2xx, without a group".to_owned())
}

/// Whose changes go into one request.
pub(super) fn parties(phase: Phase, members: Vec<Member>) -> Vec<Vec<Member>> {
    match phase {
        Phase::Push => chunks(members, PUSHED),
        Phase::Move => chunks(members, 2 * MOVED).into_iter().flat_map(half_of_them_alone).collect(),
        _ => chunks(members, 1),
    }
}

fn half_of_them_alone(members: Vec<Member>) -> impl Iterator<Item = Vec<Member>> {
    let (together, alone): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|member| member.number.is_multiple_of(2));
    chunks(together, MOVED).into_iter().chain(chunks(alone, 1))
}

/// Each has room for its own alone: `split_off` would leave to each the room of all who are left.
fn chunks(members: Vec<Member>, most: usize) -> Vec<Vec<Member>> {
    let mut members = members.into_iter();
    let next = || Some(members.by_ref().take(most).collect::<Vec<_>>()).filter(|chunk| !chunk.is_empty());
    iter::from_fn(next).collect()
}

/// Sends a party through a phase of groups.
pub(super) async fn play(party: &mut [Member], phase: Phase, groups: &Groups, line: &mut Line) {
    let Groups { former, new } = groups;
    let steps = match (phase, party.first()) {
        (Phase::Push, _) => vec![(former, true)],
        // Okta pushes each group by itself, so nobody can say which comes first.
        (_, Some(first)) if first.number % 4 < 2 => vec![(new, true), (former, false)],
        _ => vec![(former, false), (new, true)],
    };
    for (group, is_in) in steps {
        change(party, phase, group, is_in, line).await;
    }
}

async fn change(party: &mut [Member], phase: Phase, group: &str, is_in: bool, line: &mut Line) {
    let mut people = Vec::new();
    for member in &mut *party {
        set(&mut member.groups.wanted, group, is_in);
        match member.ids.last() {
            Some(id) => people.push((member.first_login.clone(), id.clone())),
            None => member.fail(phase, "Okta was never told an id"),
        }
    }
    let changed = if people.is_empty() { return } else { line.change_group(&people, group, is_in).await };
    for member in party.iter_mut().filter(|member| !member.ids.is_empty()) {
        match &changed {
            Ok(()) => set(&mut member.groups.acknowledged, group, is_in),
            Err(why) => member.fail(phase, why),
        }
    }
}

fn set(groups: &mut BTreeSet<String>, group: &str, is_in: bool) {
    if is_in {
        groups.insert(group.to_owned());
    } else {
        groups.remove(group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_in_one_party_of_each_phase_and_a_party_takes_no_more_memory_than_its_people() {
        for phase in [Phase::Assign, Phase::Push, Phase::Move] {
            let parties = parties(phase, (0..1_010).map(Member::new).collect());
            let mut numbers: Vec<_> = parties.iter().flatten().map(|member| member.number).collect();
            numbers.sort_unstable();
            assert!(numbers.into_iter().eq(0..1_010), "{phase:?}");
            assert!(parties.iter().all(|party| party.capacity() <= 2 * party.len()), "{phase:?}");
        }
    }
}
