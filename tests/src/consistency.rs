//! Does the table contradict itself? Guards, counters, users, groups and index keys say the same things twice; here both
//! are compared.
//!
//! Reads the items as they lie in the table, by names of its own: a mistake shared by reader and writer would not
//! show.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::access;
use crate::feed;
use crate::groups::{self, StoredGroup};
use crate::table::Snapshot;

/// A user as the table has them.
#[derive(Debug, Clone)]
pub struct StoredUser<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// Identifier.
    pub id: &'a str,
    /// Number of changes, from 1.
    pub version: u64,
    /// `userName`.
    pub user_name: &'a str,
    item: &'a Value,
}

impl Snapshot {
    /// All users of all tenants.
    #[must_use]
    pub fn users(&self) -> Vec<StoredUser<'_>> {
        let users = self.items().filter(|(_, sk, _)| *sk == "USER");
        users.filter_map(|(pk, _, item)| StoredUser::read(pk, item).ok()).collect()
    }

    /// Fails, and names every contradiction, unless there is none.
    ///
    /// # Panics
    /// When there is one.
    #[track_caller]
    pub fn check_consistency(&self) {
        let faults = self.contradictions();
        assert!(faults.is_empty(), "the table contradicts itself:\n{}", faults.join("\n"));
    }

    /// The same, and whatever is yet to be done, although every request is answered and a sweep has looked. What follows
    /// from groups by rules belongs here, too: it may be late while they change.
    #[must_use]
    pub fn contradictions_at_rest(&self) -> Vec<String> {
        self.contradictions().into_iter().chain(self.unfinished_groups()).collect()
    }

    /// What does not fit together.
    #[must_use]
    pub fn contradictions(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expected_guards = BTreeMap::new();
        let mut expected_counts: BTreeMap<String, i64> = BTreeMap::new();
        let mut expected_sums: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
        let tenants: BTreeSet<_> =
            self.items().filter(|(_, sk, _)| *sk == "TENANT").map(|(pk, ..)| pk).collect();
        for (pk, sk, item) in self.items() {
            match sk {
                "USER" => match StoredUser::read(pk, item) {
                    Ok(user) => {
                        faults.extend(user.contradictions());
                        if !tenants.contains(format!("T#{}", user.tenant).as_str()) {
                            faults.push(format!("{pk}: of no tenant"));
                        }
                        if item["linked"] == true {
                            *expected_counts.entry(user.counter()).or_default() += 1;
                        }
                        if let Some(entity) = user.named_entity()
                            && self.get(&format!("T#{}", user.tenant), &format!("ENTITY#{entity}")).is_none()
                            && self.get(&format!("T#{}#E#{entity}", user.tenant), "CLOSED#0").is_some()
                        {
                            faults.push(format!("{pk}: belongs to an entity that was deleted"));
                        }
                        if item["linked"] != true && !user.groups().is_empty() {
                            faults.push(format!("{pk}: not linked, and in groups"));
                        }
                        let rules = self.get(&format!("T#{}", user.tenant), "ACCESS").unwrap_or(&Value::Null);
                        // Until then the account may be behind the rules.
                        if user.access_due().is_none() && rules["run"].is_null() {
                            faults.extend(access::against_the_rules(&user, rules));
                        }
                        for guard in user.guards() {
                            if let Some(other) = expected_guards.insert(guard.clone(), user.id.to_owned()) {
                                faults.push(format!("{guard}: two users have it: {other} and {}", user.id));
                            }
                        }
                    }
                    Err(fault) => faults.push(format!("{pk}: {fault}")),
                },
                "TENANT" | "GUARD" | "COUNT" => {}
                "TOKENS" | "HEARD" | "PROOFS" | "WEBHOOKS" if pk == "OPERATOR" => {}
                "ACCESS" => {
                    let is_due = !item["run"].is_null();
                    if !tenants.contains(pk) || is_due != (item["effectPk"] == "EFFECT#A") {
                        faults.push(format!(
                            "{pk} {sk}: of no tenant, or with a run that is not due, or due without one"
                        ));
                    }
                }
                "NOTICES" => {
                    let is_due = item["effectPk"] == "EFFECT#N" && item["effectSk"].is_string();
                    if !is_due || !tenants.contains(pk.trim_end_matches("#W")) {
                        faults.push(format!("{pk}: notices of no tenant, or that nobody looks at"));
                    }
                }
                "GROUP" => {
                    let group = StoredGroup::read(pk, item);
                    faults.extend(group.contradictions());
                    if !tenants.contains(format!("T#{}", group.tenant).as_str()) {
                        faults.push(format!("{pk}: of no tenant"));
                    }
                    if !group.is_deleted() {
                        *expected_counts.entry(format!("T#{}#G", group.tenant)).or_default() += 1;
                    }
                    for guard in group.guards() {
                        if let Some(other) = expected_guards.insert(guard.clone(), group.id.to_owned()) {
                            faults.push(format!("{guard}: two groups have it: {other} and {}", group.id));
                        }
                    }
                }
                _ if groups::is_partition(pk) => {}
                _ if sk.starts_with("ENTITY#") => {
                    if !tenants.contains(pk) {
                        faults.push(format!("{pk} {sk}: of no tenant"));
                    }
                }
                _ if pk.contains("#E#") => {
                    if !sk.starts_with("CLOSED#") || !item["expiresAt"].is_u64() {
                        faults.push(format!(
                            "{pk} {sk}: no note of a closed entity, or one that never expires"
                        ));
                    }
                }
                _ if pk.ends_with("#C") && pk.matches('#').count() == 2 => {
                    if sk != "HEARD" && !item["expiresAt"].is_u64() {
                        faults.push(format!("{pk} {sk}: a refusal without expiry"));
                    }
                }
                _ if pk.ends_with("#M") && pk.matches('#').count() == 2 => {
                    if !item["count"].is_i64() || !item["expiresAt"].is_u64() {
                        faults.push(format!(
                            "{pk} {sk}: a counter of mails that counts nothing or never expires"
                        ));
                    }
                }
                // Lines stay when the person goes.
                _ if pk.contains("#B#") => {
                    let [user, from] = [&item["userId"], &item["billableFrom"]]
                        .map(|part| part.as_str().unwrap_or_default());
                    // Lines of earlier versions have no number, and no sum.
                    let place = match item["number"].as_u64() {
                        Some(number) => {
                            let sum = expected_sums.entry(sum_of(pk, user, item)).or_default();
                            sum.0 += 1;
                            sum.1 += item["amountMinor"].as_u64().unwrap_or_default();
                            format!("{user}#{from}#{number:010}")
                        }
                        None => format!("{user}#{from}"),
                    };
                    if place != sk || !item["amountMinor"].is_u64() {
                        faults.push(format!("{pk} {sk}: a billing line of nobody or nothing"));
                    }
                }
                _ if is_sums(pk) => {}
                "TOKEN" | "PORTAL" | "SESSION" | "ADMINISTRATOR" => {
                    faults.extend((!item["expiresAt"].is_u64()).then(|| format!("{pk}: never expires")));
                }
                "TOMBSTONE" => {
                    if !item["expiresAt"].is_u64() {
                        faults.push(format!("{pk}: a tombstone without expiry"));
                    }
                    if self.get(pk, "USER").is_some() {
                        faults.push(format!("{pk}: deleted and there"));
                    }
                    faults.extend(self.without_its_marks(pk, item));
                }
                // The history of a tenant.
                _ if sk.starts_with("H#") && pk.ends_with("#T") && pk.matches('#').count() == 2 => {}
                _ if feed::is_partition(pk) => {}
                _ if sk.starts_with("H#") || sk.starts_with("E#") => {
                    if self.get(pk, "USER").is_none() {
                        faults.push(format!("{pk} {sk}: history or event of nobody"));
                    }
                }
                "KEY" if pk.ends_with("#Q") && pk.matches('#').count() == 2 => {
                    let key = item["traceKey"].as_str().unwrap_or_default();
                    if key.len() != 64 || !tenants.contains(pk.trim_end_matches("#Q")) {
                        faults.push(format!("{pk}: no key of marks, or of no tenant"));
                    }
                }
                _ if pk.contains("#Q#") => faults.extend(self.mark_of_nobody(pk, sk, item)),
                _ if pk.contains("#P#") => {
                    if !item["expiresAt"].is_u64() {
                        faults.push(format!("{pk} {sk}: a bookmark without expiry"));
                    }
                }
                "CHECK" | "REPORT" if pk.ends_with("#V") => {
                    if !item["expiresAt"].is_u64() || !tenants.contains(pk.trim_end_matches("#V")) {
                        faults.push(format!("{pk} {sk}: of no tenant, or never forgotten"));
                    }
                }
                "KEY" if pk.contains("#I#") => {
                    if !item["expiresAt"].is_u64() {
                        faults.push(format!("{pk} {sk}: a key that is never forgotten"));
                    }
                }
                "USED" if pk.contains("#J#") => {
                    if !item["expiresAt"].is_u64() {
                        faults.push(format!("{pk}: an assertion that is never forgotten"));
                    }
                }
                // Of a tenant that has left nothing else stays.
                "DEPARTURE" => {
                    let below = format!("{pk}#");
                    let others = self.items().filter(|(other, other_sk, _)| {
                        *other == pk && *other_sk != sk || other.starts_with(&below)
                    });
                    if !item["endedAt"].is_null() {
                        faults.extend(
                            others.map(|(other, sk, _)| format!("{other} {sk}: of a tenant that has left")),
                        );
                    }
                }
                "ARRIVAL" => {
                    if !item["endedAt"].is_null() && !tenants.contains(pk) {
                        faults.push(format!("{pk}: a tenant came, and is not there"));
                    }
                }
                _ => faults.push(format!("{pk} {sk}: an item of no known kind")),
            }
        }
        let guards: BTreeMap<_, _> = self
            .items()
            .filter(|(_, sk, _)| *sk == "GUARD")
            .map(|(pk, _, item)| {
                let holder = item["userId"].as_str().or_else(|| item["groupId"].as_str());
                (pk.to_owned(), holder.unwrap_or_default().to_owned())
            })
            .collect();
        for (guard, user) in &expected_guards {
            match guards.get(guard) {
                Some(holder) if holder == user => {}
                other => faults.push(format!("{guard}: should be held by {user}, is by {other:?}")),
            }
        }
        let idle = guards.iter().filter(|(guard, _)| !expected_guards.contains_key(*guard));
        faults.extend(idle.map(|(guard, user)| format!("{guard}: held by {user}, who has no need of it")));
        // What nobody is counted by any more is 0, and stays.
        for (pk, _, item) in self.items().filter(|(_, sk, _)| *sk == "COUNT") {
            let expected = expected_counts.remove(pk).unwrap_or_default();
            if item["count"].as_i64() != Some(expected) {
                faults.push(format!("{pk}: counts {}, not {expected}", item["count"]));
            }
        }
        faults.extend(expected_counts.keys().map(|pk| format!("{pk}: a counter is missing")));
        let sums =
            self.items().filter(|(pk, sk, _)| is_sums(pk) && *sk != "LISTED" && !sk.ends_with("#BEFORE"));
        for (pk, sk, item) in sums {
            let expected = expected_sums.remove(&(pk.to_owned(), sk.to_owned())).unwrap_or_default();
            if item["lines"].as_u64().zip(item["amountMinor"].as_u64()) != Some(expected) {
                faults.push(format!("{pk} {sk}: {item}, but the lines are {expected:?}"));
            }
        }
        faults.extend(expected_sums.keys().map(|(pk, sk)| format!("{pk} {sk}: a sum is missing")));
        faults.extend(groups::contradictions(self));
        faults.extend(feed::contradictions(self));
        faults
    }
}

impl Snapshot {
    /// What is wrong with a mark of a deleted user: it leads to no tombstone that has it, or is kept for longer.
    fn mark_of_nobody(&self, pk: &str, sk: &str, item: &Value) -> Option<String> {
        let (tenant, mark) = pk.split_once("#Q#").unwrap_or_default();
        let id = item["userId"].as_str().unwrap_or_default();
        let tombstone = self.get(&format!("{tenant}#U#{id}"), "TOMBSTONE").unwrap_or(&Value::Null);
        let marks = tombstone["marks"].as_array().into_iter().flatten();
        let is_of_it = marks.filter_map(Value::as_str).any(|other| other == mark);
        let is_kept_as_long = item["expiresAt"].is_u64() && item["expiresAt"] == tombstone["expiresAt"];
        let is_whole = is_of_it && is_kept_as_long && sk.ends_with(&format!("#{id}"));
        (!is_whole).then(|| format!("{pk} {sk}: a mark of nobody, or one that is kept for too long"))
    }

    /// The marks of a tombstone by which it is not found.
    fn without_its_marks(&self, pk: &str, tombstone: &Value) -> Vec<String> {
        let (tenant, id) = pk.split_once("#U#").unwrap_or_default();
        let marks = tombstone["marks"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let purged_at = tombstone["purgedAt"].as_str().and_then(|at| at.parse::<Timestamp>().ok());
        let place = format!("{:.3}#{id}", purged_at.unwrap_or_default());
        let leads = |mark: &str| {
            let item = self.get(&format!("{tenant}#Q#{mark}"), &place);
            item.is_some_and(|item| item["userId"] == id)
        };
        let lost = marks.filter(|mark| !leads(mark));
        lost.map(|mark| format!("{pk}: is not found by its mark {mark}")).collect()
    }
}

/// Is it the partition of the sums of billing lines?
fn is_sums(pk: &str) -> bool {
    pk.ends_with("#B") && pk.matches('#').count() == 2
}

/// Key of the sum that counts a line: by the last six bits of the user's id.
fn sum_of(pk: &str, user: &str, line: &Value) -> (String, String) {
    let (sums, start) = pk.rsplit_once('#').unwrap_or_default();
    let last = user.get(34..).and_then(|last| u8::from_str_radix(last, 16).ok()).unwrap_or_default();
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let (end, currency) = (text("periodEnd"), text("currency"));
    (sums.to_owned(), format!("{start}#{end}#{currency}#{}", last % 64))
}

impl<'a> StoredUser<'a> {
    fn read(pk: &'a str, item: &'a Value) -> Result<Self, String> {
        let (tenant, id) =
            pk.strip_prefix("T#").and_then(|rest| rest.split_once("#U#")).ok_or("not a user's key")?;
        let user_name = item["userName"].as_str().ok_or("no userName")?;
        let version = item["version"].as_u64().filter(|version| *version > 0).ok_or("no version")?;
        Ok(Self { tenant, id, version, user_name, item })
    }

    /// Key of the counter that counts the user while they are linked.
    fn counter(&self) -> String {
        let first = u8::from_str_radix(self.id.get(..2).unwrap_or_default(), 16).unwrap_or_default();
        format!("T#{}#N#{}", self.tenant, first / 4)
    }

    /// Ids of the groups that the account says it is in.
    pub(crate) fn groups(&self) -> Vec<&'a str> {
        self.texts("groups").collect()
    }

    /// Is the person owed a mail that may be sent? While the account is blocked it waits.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        !self.item["owed"].is_null() && self.is_active()
    }

    /// When the live invitation of an active person ends to whom no mail is owed.
    fn expires_at(&self) -> Option<&'a str> {
        let invitation = &self.item["invitation"];
        let is_over = ["acceptedAt", "revokedAt", "expiredAt"].iter().any(|name| !invitation[name].is_null());
        let waits = self.is_active() && self.item["owed"].is_null() && !is_over;
        invitation["expiresAt"].as_str().filter(|_| waits)
    }

    /// The entity to which the person is invited or belongs.
    fn named_entity(&self) -> Option<&'a str> {
        let invitation = &self.item["invitation"];
        let is_over = ["revokedAt", "endedAt"].iter().any(|name| !invitation[name].is_null());
        invitation["entity"].as_str().filter(|_| !is_over)
    }

    /// Since when the account is to be reviewed by the access rules.
    pub(crate) fn access_due(&self) -> Option<&'a str> {
        self.text("accessDue")
    }

    /// Since when a change is to be written into the history and the feed.
    pub(crate) fn first_unrecorded(&self) -> Option<Timestamp> {
        let backlog: Value = serde_json::from_str(self.text("backlog")?).ok()?;
        backlog[0]["entry"]["at"].as_str()?.parse().ok()
    }

    pub(crate) fn is_linked(&self) -> bool {
        self.item["linked"] == true
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.item[name].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// Was a rule the one to make an invitation of which nothing has become yet?
    pub(crate) fn is_invited_by_rule(&self) -> bool {
        let invitation = &self.item["invitation"];
        let is_over = ["acceptedAt", "revokedAt", "expiredAt"].iter().any(|name| !invitation[name].is_null());
        !invitation["byGroup"].is_null() && !is_over
    }

    pub(crate) fn is_active(&self) -> bool {
        self.item["purgeAt"].is_null()
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.item[name].as_str()
    }

    fn pending(&self) -> Option<&'a str> {
        self.item["emailChange"]["to"].as_str()
    }

    /// Keys of all guards that the user needs.
    fn guards(&self) -> BTreeSet<String> {
        if !self.item["replaced"].is_null() {
            return BTreeSet::new();
        }
        let addresses = [Some(self.user_name), self.text("email"), self.pending()].into_iter().flatten();
        let addresses = addresses.map(|address| format!("T#{}#A#{}", self.tenant, address.to_lowercase()));
        let external = self.text("externalId").map(|id| format!("T#{}#X#{id}", self.tenant));
        addresses.chain(external).collect()
    }

    fn contradictions(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |name: &str, expected: Option<String>| {
            if self.text(name) != expected.as_deref() {
                faults.push(format!("{}: {name} is {:?}, not {expected:?}", self.id, self.text(name)));
            }
        };
        let shard = u8::from_str_radix(self.id.get(..1).unwrap_or_default(), 16).unwrap_or_default();
        expect("id", Some(self.id.to_owned()));
        expect("tenant", Some(self.tenant.to_owned()));
        expect("tenantPk", Some(format!("T#{}#{shard:x}", self.tenant)));
        expect("tenantSk", Some(self.id.to_owned()));
        let purge_at = self.text("purgeAt");
        expect("purgePk", purge_at.map(|_| format!("PURGE#{shard}")));
        expect("purgeSk", purge_at.map(|at| self.due_position(at)));
        let owed = &self.item["owed"];
        let due_at = owed["dueAt"].as_str().filter(|_| self.is_active()).map(|at| ("EFFECT", at));
        let due = due_at.or_else(|| self.expires_at().map(|at| ("EXPIRY", at)));
        let due = due.map(|(kind, at)| (kind, at.to_owned()));
        let review = self.access_due().and_then(|since| since.parse::<Timestamp>().ok());
        let review = review.map(|since| ("REVIEW", (since + SignedDuration::from_secs(60)).to_string()));
        let record = self.first_unrecorded();
        let record = record.map(|since| ("RECORD", since.to_string()));
        let due = record.or(review).or(due);
        expect("effectPk", due.as_ref().map(|(kind, _)| format!("{kind}#{shard}")));
        expect("effectSk", due.map(|(_, at)| self.due_position(&at)));
        if self.item["revision"].as_u64().is_none_or(|revision| revision < self.version) {
            faults.push(format!("{}: fewer revisions than versions", self.id));
        }
        for mail in owed["mails"].as_array().into_iter().flatten() {
            let subject = if mail["kind"] == "invitation" { "invitation" } else { "emailChange" };
            let pending = &self.item[subject]["id"];
            if pending.is_null() || mail["about"] != *pending {
                faults.push(format!("{}: a mail is owed about another {subject} than there is", self.id));
            }
        }

        faults.extend(self.fault_of_names().map(|fault| format!("{}: {fault}", self.id)));
        if let Err(fault) = self.deadline() {
            faults.push(format!("{}: {fault}", self.id));
        }
        faults
    }

    /// An e-mail change is pending to the `userName` of whoever is active, unless that is the verified address or one of a
    /// soft delete. Of somebody blocked it may be missing; or the name is a mark of leaving, and the change is to another.
    fn fault_of_names(&self) -> Option<&'static str> {
        let name = self.user_name.to_lowercase();
        let [email, pending] = [self.text("email"), self.pending()].map(|text| text.map(str::to_lowercase));
        let is_soft_deleted = |address: &str| {
            let id = address.get(..32).is_some_and(|id| id.bytes().all(|digit| digit.is_ascii_hexdigit()));
            id && address.find('@').is_some_and(|at| at > 32)
        };
        if pending.as_deref().is_some_and(is_soft_deleted) {
            return Some("an e-mail change to an address of a soft delete is pending");
        }
        let is_marked =
            !self.is_active() && [&email, &pending].into_iter().flatten().any(|own| name.ends_with(own));
        match &pending {
            // An account that gave its place to another has no name of its own any more.
            None if !self.item["replaced"].is_null() || !self.is_active() || is_soft_deleted(&name) => None,
            None if email.as_ref() != Some(&name) => Some("no e-mail change to the userName is pending"),
            None => None,
            Some(_) if email.as_ref() == Some(&name) => {
                Some("an e-mail change is pending under the old userName")
            }
            Some(to) if *to == name || is_soft_deleted(&name) || is_marked => None,
            Some(_) => Some("an e-mail change is pending, and is not of the userName"),
        }
    }

    /// In order of time: always with milliseconds.
    fn due_position(&self, at: &str) -> String {
        let at: Timestamp = at.parse().unwrap_or_default();
        format!("{at:.3}#{}#{}", self.tenant, self.id)
    }

    /// The purge is due at the hour mark at or before two weeks less an hour after the deactivation.
    fn deadline(&self) -> Result<(), String> {
        let (Some(deactivated), Some(purge)) = (self.text("deactivatedAt"), self.text("purgeAt")) else {
            let neither = self.text("deactivatedAt").or(self.text("purgeAt")).is_none();
            return if neither { Ok(()) } else { Err("only one of deactivatedAt and purgeAt".to_owned()) };
        };
        let time = |text: &str| text.parse::<Timestamp>().map_err(|error| error.to_string());
        let latest = time(deactivated)? + SignedDuration::from_hours(14 * 24 - 1);
        let due = latest.as_second() - latest.as_second().rem_euclid(3600);
        if time(purge)?.as_second() == due { Ok(()) } else { Err("purgeAt is not the deadline".to_owned()) }
    }
}
