//! Groups as the table has them: does the side of the groups say the same as the side of the accounts?

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::table::Snapshot;

/// A group as the table has it.
pub(crate) struct StoredGroup<'a> {
    pub(crate) tenant: &'a str,
    pub(crate) id: &'a str,
    item: &'a Value,
}

/// A name as filters compare it: letter by letter.
fn without_case(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).map(|letter| if letter == 'ς' { 'σ' } else { letter }).collect()
}

/// Is it the partition of a group and its members?
pub(crate) fn is_partition(pk: &str) -> bool {
    pk.contains("#G#")
}

impl<'a> StoredGroup<'a> {
    pub(crate) fn read(pk: &'a str, item: &'a Value) -> Self {
        let (tenant, id) = pk.strip_prefix("T#").and_then(|rest| rest.split_once("#G#")).unwrap_or_default();
        Self { tenant, id, item }
    }

    pub(crate) fn is_deleted(&self) -> bool {
        !self.item["deletedAt"].is_null()
    }

    /// Did it announce something that may not be in the feed?
    pub(crate) fn is_unrecorded(&self) -> bool {
        !self.item["unrecorded"].is_null()
    }

    /// What is yet to be done of it.
    fn unfinished(&self) -> Option<String> {
        let marks = ["change", "creation", "deletedAt", "unrecorded"]
            .into_iter()
            .filter(|name| !self.item[*name].is_null());
        let marks: Vec<_> = marks.collect();
        (!marks.is_empty()).then(|| format!("{}: not finished: {}", self.id, marks.join(", ")))
    }

    /// Keys of all guards that the group needs.
    pub(crate) fn guards(&self) -> BTreeSet<String> {
        if self.is_deleted() {
            return BTreeSet::new();
        }
        let name = without_case(self.item["name"].as_str().unwrap_or_default());
        let external_id = self.item["externalId"].as_str();
        let external_id = external_id.map(|id| format!("T#{}#GX#{id}", self.tenant));
        [format!("T#{}#D#{name}", self.tenant)].into_iter().chain(external_id).collect()
    }

    pub(crate) fn contradictions(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |name: &str, expected: Option<String>| {
            let found = self.item[name].as_str();
            if found != expected.as_deref() {
                faults.push(format!("{}: {name} is {found:?}, not {expected:?}", self.id));
            }
        };
        let listed = !self.is_deleted();
        expect("id", Some(self.id.to_owned()));
        expect("tenant", Some(self.tenant.to_owned()));
        expect("tenantPk", listed.then(|| format!("T#{}#G", self.tenant)));
        expect("tenantSk", listed.then(|| self.id.to_owned()));
        let since = self.item["deletedAt"].as_str().or_else(|| self.item["change"]["since"].as_str());
        let time = |text: &str| text.parse::<Timestamp>().ok();
        let left_alone = since.and_then(time).map(|since| since + SignedDuration::from_secs(60));
        let written = self.item["deletedAt"].as_str().or_else(|| self.item["modifiedAt"].as_str());
        let unrecorded = written.filter(|_| self.is_unrecorded()).and_then(time);
        let due = left_alone.into_iter().chain(unrecorded).min();
        expect("effectPk", due.map(|_| "EFFECT#G".to_owned()));
        expect("effectSk", due.map(|due| format!("{due:.3}#{}#{}", self.tenant, self.id)));
        faults
    }
}

impl Snapshot {
    /// Groups of which something is yet to be done: none, once every request is answered and a sweep has looked.
    #[must_use]
    pub fn unfinished_groups(&self) -> Vec<String> {
        let groups = self.items().filter(|(_, sk, _)| *sk == "GROUP");
        groups.filter_map(|(pk, _, item)| StoredGroup::read(pk, item).unfinished()).collect()
    }
}

/// What does not fit together between accounts and groups.
pub(crate) fn contradictions(table: &Snapshot) -> Vec<String> {
    let mut faults = Vec::new();
    let mut members: BTreeSet<(String, String)> = BTreeSet::new();
    let mut counts: BTreeMap<(String, String), i64> = BTreeMap::new();
    for user in table.users() {
        let first = u8::from_str_radix(user.id.get(..2).unwrap_or_default(), 16).unwrap_or_default();
        for group in user.groups() {
            let pk = format!("T#{}#G#{group}", user.tenant);
            if table.get(&pk, "GROUP").is_none() {
                faults.push(format!("{}: in the group {group}, which is not there", user.id));
            }
            members.insert((pk.clone(), format!("M#{}", user.id)));
            *counts.entry((pk, format!("N#{}", first / 4))).or_default() += 1;
        }
    }
    for (pk, sk, item) in table.items().filter(|(pk, ..)| is_partition(pk)) {
        let key = (pk.to_owned(), sk.to_owned());
        if sk == "GROUP" {
            continue;
        } else if sk.starts_with("M#") {
            if !members.remove(&key) {
                faults.push(format!("{pk} {sk}: the account does not say so"));
            }
        } else if sk.starts_with("N#") {
            let expected = counts.remove(&key).unwrap_or_default();
            if item["count"].as_i64() != Some(expected) {
                faults.push(format!("{pk} {sk}: counts {}, not {expected}", item["count"]));
            }
        } else if sk.starts_with("C#") {
            if !item["expiresAt"].is_u64() {
                faults.push(format!("{pk} {sk}: a chunk that never expires"));
            }
        } else {
            faults.push(format!("{pk} {sk}: an item of no known kind"));
        }
        // Chunks of a change that came to nothing expire.
        if !sk.starts_with("C#") && table.get(pk, "GROUP").is_none() {
            faults.push(format!("{pk} {sk}: of no group"));
        }
    }
    faults.extend(members.iter().map(|(pk, sk)| format!("{pk} {sk}: a membership is missing")));
    faults.extend(counts.keys().map(|(pk, sk)| format!("{pk} {sk}: a counter is missing")));
    faults
}
