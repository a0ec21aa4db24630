//! Whether a burst ended as it must: values in, a verdict out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::access::{Given, judge_access, with_reviews};
use super::call::{Account, Call, Outcome};
use super::groups::Memberships;
use super::member::{Member, State};
use super::order::{Order, judge_order};
use crate::events::Event;
use crate::history;

/// How a burst ended, once nothing is owed any more.
#[derive(Debug, Clone, Default)]
pub struct End {
    /// Every account, as a list by SCIM shows it.
    pub accounts: Vec<Account>,
    /// What was wrong with that list.
    pub list_faults: Vec<String>,
    /// Ids of the members of each group, by its id, as SCIM shows them.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// What groups give.
    pub given: Given,
    /// The recipient of every invitation.
    pub invitations: Vec<String>,
    /// The recipient of every other mail.
    pub mails: Vec<String>,
    /// Every event.
    pub events: Vec<Event>,
    /// What guards, users, groups, indexes and access rules say against each other.
    pub contradictions: Vec<String>,
    /// Every request about a person, and what it told of them.
    pub history: Vec<history::Call>,
}

/// What came of a burst.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// People in the org.
    pub people: usize,
    /// Those whose account is as Okta wants it and was told it is, with the `id` it was told first.
    pub right: usize,
    /// Mails that the acknowledged changes of login owe.
    pub mails_owed: usize,
    /// Mails that were sent, invitations apart.
    pub mails_sent: usize,
    /// Invitations that were sent.
    pub invited: usize,
    /// Memberships, as both sides show them.
    pub memberships: usize,
    /// Inactive accounts that have a time at which they are deleted.
    pub deletions: usize,
    /// How many such times there are: each is one run to plan.
    pub purge_runs: usize,
    /// Whether what was said of each person can be true.
    pub order: Order,
    /// All that must not be.
    pub faults: Vec<Fault>,
}

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Of what kind.
    pub kind: Kind,
    /// What it is.
    pub what: String,
}

/// Kinds of what must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A change, or a mail, was promised and is not there.
    Loss,
    /// A change that Okta gave up, or was refused.
    Unacknowledged,
    /// Something is there twice, or for nobody: an account, a mail.
    Duplicate,
    /// A status that no request may be answered: 401, 403, 5xx.
    Status,
    /// A 429 without whole seconds in its `Retry-After`.
    RetryAfter,
    /// The service contradicts itself.
    Contradiction,
    /// What was said of a person fits no order of what was done.
    Order,
}

impl Verdict {
    /// How many faults there are of a kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.faults.iter().filter(|fault| fault.kind == kind).count()
    }
}

/// Compares what Okta wanted and was told with what is there.
#[must_use]
pub fn judge<'a>(members: &[Member], calls: impl Iterator<Item = &'a Call>, end: &End) -> Verdict {
    let mut faults = Vec::new();
    let mut fault = |kind, what| faults.push(Fault { kind, what });
    for call in calls {
        judge_call(call, &mut fault);
    }
    let once = listed_once(&end.accounts, &mut fault);
    let index = Index::of(&once);
    let mut known = BTreeSet::new();
    let (mut right, mut memberships, mut of_one) = (0, 0, Vec::with_capacity(members.len()));
    for member in members {
        for why in &member.unacknowledged {
            fault(Kind::Unacknowledged, format!("{}: {why}", member.first_login));
        }
        let accounts = index.accounts_of(member);
        known.extend(accounts.iter().map(|account| &account.id));
        let is_right = judge_accounts(member, &accounts, &mut fault);
        let are_right = judge_groups(member, &accounts, &end.groups, &mut fault);
        right += usize::from(is_right && are_right);
        of_one.push((member, accounts.first().copied().filter(|_| accounts.len() == 1)));
        memberships += if are_right { member.groups.acknowledged.len() } else { 0 };
    }
    judge_access(&of_one, end, &mut fault);
    for (group, members) in &end.groups {
        for id in members.iter().filter(|id| !known.contains(id)) {
            fault(Kind::Duplicate, format!("{id}: in the group {group}, and an account of nobody"));
        }
    }
    for account in once.iter().filter(|account| !known.contains(&account.id)) {
        fault(Kind::Duplicate, format!("{}: an account of nobody", account.user_name));
    }
    let mails_owed = judge_mails(members, &end.mails, &mut fault);
    for what in end.list_faults.iter().chain(&end.contradictions) {
        fault(Kind::Contradiction, what.clone());
    }
    let order = judge_order(&with_reviews(&of_one, end), &mut fault);
    let due: Vec<_> = once.iter().filter_map(|account| account.purge_at.as_deref()).collect();
    Verdict {
        people: members.len(),
        right,
        mails_owed,
        mails_sent: end.mails.len(),
        invited: end.invitations.len(),
        memberships,
        deletions: due.len(),
        purge_runs: due.into_iter().collect::<BTreeSet<_>>().len(),
        order,
        faults,
    }
}

fn judge_call(call: &Call, fault: &mut impl FnMut(Kind, String)) {
    let Outcome::Answered(answered) = &call.outcome else { return };
    let said = || format!("{} for {}: {}", call.operation, call.user, answered.status);
    if answered.is_forbidden() {
        fault(Kind::Status, said());
    }
    if answered.status == 429 && answered.whole_seconds().is_none() {
        fault(Kind::RetryAfter, format!("{}, Retry-After {:?}", said(), answered.retry_after));
    }
}

/// A list that shows somebody twice is wrong, and no second account.
fn listed_once<'a>(accounts: &'a [Account], fault: &mut impl FnMut(Kind, String)) -> Vec<&'a Account> {
    let mut seen = BTreeSet::new();
    let mut once = Vec::with_capacity(accounts.len());
    for account in accounts {
        if seen.insert(&account.id) {
            once.push(account);
        } else {
            fault(Kind::Contradiction, format!("{}: listed twice", account.user_name));
        }
    }
    once
}

/// Accounts by all that tells whose they are.
struct Index<'a>(BTreeMap<&'a str, Vec<&'a Account>>);

impl<'a> Index<'a> {
    fn of(accounts: &[&'a Account]) -> Self {
        let mut index: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
        for account in accounts {
            let names = [Some(&account.id), account.external_id.as_ref(), Some(&account.user_name)];
            for name in names.into_iter().flatten() {
                index.entry(name).or_default().push(account);
            }
        }
        Self(index)
    }

    /// Each once, in order of id.
    fn accounts_of(&self, member: &Member) -> Vec<&'a Account> {
        let mut accounts = BTreeMap::new();
        let names = [&member.person.directory_id, &member.person.login, &member.first_login];
        for name in names.into_iter().chain(&member.ids) {
            let found = self.0.get(name.as_str()).into_iter().flatten();
            accounts.extend(found.map(|account| (&account.id, *account)));
        }
        accounts.into_values().collect()
    }
}

/// Says whether all is well with a person.
///
/// A change that was never acknowledged may have been made or not; either is right then.
fn judge_accounts(member: &Member, accounts: &[&Account], fault: &mut impl FnMut(Kind, String)) -> bool {
    let who = &member.first_login;
    if let [first, second, ..] = member.ids.as_slice() {
        fault(Kind::Duplicate, format!("{who}: was given the id {first}, then {second}"));
        return false;
    }
    let account = match accounts {
        [account] => account,
        [] => {
            if let Some(state) = &member.acknowledged {
                fault(Kind::Loss, format!("{who}: has no account, and should be {state:?}"));
            }
            return false;
        }
        several => {
            fault(Kind::Duplicate, format!("{who}: has {} accounts", several.len()));
            return false;
        }
    };
    if member.ids.first().is_some_and(|id| *id != account.id) {
        fault(Kind::Loss, format!("{who}: has another account than the one that Okta was told of"));
        return false;
    }
    let state = Some(State { user_name: account.user_name.clone(), active: account.active });
    if state != member.acknowledged && state != member.wanted {
        fault(Kind::Loss, format!("{who}: is {state:?}, and should be {:?}", member.acknowledged));
        return false;
    }
    if account.active == account.purge_at.is_some() {
        fault(Kind::Loss, format!("{who}: an inactive account is deleted some day, an active one never"));
        return false;
    }
    state == member.acknowledged && state == member.wanted
}

/// Says whether a person is in the groups that Okta was told, no more and no less, by either side. Of what was never
/// acknowledged either is right.
fn judge_groups(
    member: &Member,
    accounts: &[&Account],
    groups: &BTreeMap<String, BTreeSet<String>>,
    fault: &mut impl FnMut(Kind, String),
) -> bool {
    let (who, [account]) = (&member.first_login, accounts) else {
        return member.groups.acknowledged.is_empty();
    };
    let listed: BTreeSet<String> = groups
        .iter()
        .filter(|(_, members)| members.contains(&account.id))
        .map(|(group, _)| group.clone())
        .collect();
    if listed != account.groups {
        let (account, groups) = (&account.groups, &listed);
        fault(Kind::Contradiction, format!("{who}: the account says {account:?}, the groups say {groups:?}"));
        return false;
    }
    let Memberships { wanted, acknowledged } = &member.groups;
    for group in acknowledged.intersection(wanted).filter(|group| !listed.contains(*group)) {
        fault(Kind::Loss, format!("{who}: is not in the group {group}"));
    }
    for group in listed.iter().filter(|group| !acknowledged.contains(*group) && !wanted.contains(*group)) {
        fault(Kind::Loss, format!("{who}: is still in the group {group}"));
    }
    listed == *acknowledged && listed == *wanted
}

/// Each change of login owes a mail to either address; gives how many are owed.
fn judge_mails(members: &[Member], mails: &[String], fault: &mut impl FnMut(Kind, String)) -> usize {
    let mut sent: BTreeMap<&str, usize> = BTreeMap::new();
    for recipient in mails {
        *sent.entry(recipient).or_default() += 1;
    }
    let mut owed = 0;
    for rename in members.iter().filter_map(|member| member.rename.as_ref()) {
        for recipient in [&rename.from, &rename.to] {
            owed += usize::from(rename.acknowledged);
            match sent.remove(recipient.as_str()) {
                None if rename.acknowledged => {
                    fault(Kind::Loss, format!("{recipient}: a mail is owed and was not sent"));
                }
                None | Some(1) => {}
                Some(times) => fault(Kind::Duplicate, format!("{recipient}: a mail was sent {times} times")),
            }
        }
    }
    for (recipient, times) in sent {
        fault(Kind::Duplicate, format!("{recipient}: {times} mails that nobody owed"));
    }
    owed
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::super::call::{Answered, Operation};
    use super::super::member::Rename;
    use super::*;

    fn state(member: &Member, active: bool) -> Option<State> {
        Some(State { user_name: member.person.login.clone(), active })
    }

    /// Person 0 was renamed, person 1 came and went.
    fn org() -> [Member; 2] {
        let [mut renamed, mut gone] = [Member::new(0), Member::new(1)];
        let to = "renamed0@example.com".to_owned();
        let from = std::mem::replace(&mut renamed.person.login, to.clone());
        renamed.rename = Some(Rename { from, to, acknowledged: true });
        for (member, active) in [(&mut renamed, true), (&mut gone, false)] {
            member.ids = vec![format!("id{}", member.number)];
            member.acknowledged = state(member, active);
            member.wanted = state(member, active);
        }
        [renamed, gone]
    }

    fn account(member: &Member) -> Account {
        let active = member.number == 0;
        Account {
            id: format!("id{}", member.number),
            external_id: Some(member.person.directory_id.clone()),
            user_name: member.person.login.clone(),
            active,
            purge_at: (!active).then(|| "2026-12-08T09:00:00.000Z".to_owned()),
            groups: member.groups.acknowledged.clone(),
            roles: BTreeSet::new(),
        }
    }

    /// As it should be.
    fn end(members: &[Member]) -> End {
        End {
            accounts: members.iter().map(account).collect(),
            mails: ["renamed0@example.com", "person0@example.com"].map(str::to_owned).to_vec(),
            ..End::default()
        }
    }

    fn answered(status: u16, retry_after: Option<&str>) -> Call {
        let retry_after = retry_after.map(str::to_owned);
        Call {
            user: "person0@example.com".to_owned(),
            attempt: 1,
            operation: Operation::Read { id: "id0".to_owned() },
            invoked_at: Instant::now(),
            returned_at: Some(Instant::now()),
            outcome: Outcome::Answered(Answered { status, retry_after }),
        }
    }

    /// The kinds of the faults after a change, and how many people are right.
    #[track_caller]
    fn verdict(change: impl FnOnce(&mut [Member; 2], &mut End)) -> (Vec<Kind>, usize) {
        let mut members = org();
        let mut end = end(&members);
        change(&mut members, &mut end);
        let verdict = judge(&members, [].into_iter(), &end);
        (verdict.faults.iter().map(|fault| fault.kind).collect(), verdict.right)
    }

    #[test]
    fn a_good_end_has_no_faults() {
        let members = org();
        let calls = [answered(200, None), answered(429, Some("7")), answered(404, None)];
        let verdict = judge(&members, calls.iter(), &end(&members));
        assert_eq!(verdict.faults, []);
        assert_eq!((verdict.people, verdict.right), (2, 2));
        assert_eq!((verdict.mails_owed, verdict.mails_sent), (2, 2));
        assert_eq!((verdict.deletions, verdict.purge_runs), (1, 1));
    }

    #[test]
    fn a_lost_write_is_seen() {
        for change in [
            |account: &mut Account| account.user_name = "person0@example.com".to_owned(),
            |account: &mut Account| account.active = false,
            |account: &mut Account| account.id = "another".to_owned(),
            |account: &mut Account| account.purge_at = Some("2026-12-08T09:00:00.000Z".to_owned()),
        ] {
            assert_eq!(verdict(|_, end| change(&mut end.accounts[0])), (vec![Kind::Loss], 1));
        }
        assert_eq!(verdict(|_, end| end.accounts[1].purge_at = None), (vec![Kind::Loss], 1));
        assert_eq!(verdict(|_, end| end.accounts.truncate(1)), (vec![Kind::Loss], 1));
        assert_eq!(verdict(|_, end| end.mails.truncate(1)), (vec![Kind::Loss], 2));
    }

    #[test]
    fn a_lost_membership_is_seen_and_one_that_only_one_side_knows() {
        let groups =
            |names: &[&str]| -> BTreeSet<String> { names.iter().copied().map(str::to_owned).collect() };
        let in_groups = |account: &[&str], listed: &[&str]| {
            verdict(|members, end| {
                members[0].groups = Memberships { wanted: groups(&["new"]), acknowledged: groups(&["new"]) };
                end.accounts[0].groups = groups(account);
                let of = |name: &str| listed.contains(&name).then(|| "id0".to_owned()).into_iter().collect();
                end.groups = ["former", "new"].map(|name| (name.to_owned(), of(name))).into();
            })
        };
        assert_eq!(in_groups(&["new"], &["new"]), (vec![], 2));
        assert_eq!(in_groups(&[], &[]), (vec![Kind::Loss], 1), "did not come in");
        assert_eq!(
            in_groups(&["former", "new"], &["former", "new"]),
            (vec![Kind::Loss], 1),
            "did not go out"
        );
        assert_eq!(in_groups(&["new"], &["former", "new"]), (vec![Kind::Contradiction], 1));
        assert_eq!(in_groups(&["new"], &[]), (vec![Kind::Contradiction], 1));
        let nobody = verdict(|_, end| drop(end.groups.insert("new".to_owned(), groups(&["nobody"]))));
        assert_eq!(nobody, (vec![Kind::Duplicate], 2));
    }

    #[test]
    fn a_change_that_nobody_acknowledged_is_a_fault_whether_it_was_made_or_not() {
        let refused = |members: &mut [Member; 2]| {
            members[1].acknowledged = state(&members[1], true);
            members[1].unacknowledged.push("deactivate: 502".to_owned());
        };
        assert_eq!(verdict(|members, _| refused(members)), (vec![Kind::Unacknowledged], 1));
        let not_made = verdict(|members, end| {
            refused(members);
            end.accounts[1].active = true;
            end.accounts[1].purge_at = None;
        });
        assert_eq!(not_made, (vec![Kind::Unacknowledged], 1));
    }

    #[test]
    fn whoever_was_never_assigned_has_lost_nothing() {
        let refused = verdict(|members, end| {
            members[1] = Member::new(1);
            members[1].unacknowledged.push("assign: 409".to_owned());
            end.accounts.truncate(1);
        });
        assert_eq!(refused, (vec![Kind::Unacknowledged], 1));
    }

    #[test]
    fn a_second_account_is_seen() {
        let second = |user_name: &str, external_id: &str| Account {
            id: "second".to_owned(),
            external_id: Some(external_id.to_owned()),
            user_name: user_name.to_owned(),
            ..account(&Member::new(0))
        };
        for (user_name, external_id, right) in [
            ("person0@example.com", "another", 1),
            ("another@example.com", &Member::new(0).person.directory_id, 1),
            ("another@example.com", "another", 2),
        ] {
            let twice = verdict(|_, end| end.accounts.push(second(user_name, external_id)));
            assert_eq!(twice, (vec![Kind::Duplicate], right), "{user_name} {external_id}");
        }
        let two_ids = verdict(|members, _| members[0].ids.push("another".to_owned()));
        assert_eq!(two_ids, (vec![Kind::Duplicate], 1));
    }

    #[test]
    fn a_second_mail_is_seen() {
        for recipient in ["renamed0@example.com", "person1@example.com"] {
            let twice = verdict(|_, end| end.mails.push(recipient.to_owned()));
            assert_eq!(twice, (vec![Kind::Duplicate], 2), "{recipient}");
        }
        let unacknowledged = verdict(|members, end| {
            members[0].rename.as_mut().unwrap().acknowledged = false;
            end.mails.pop();
        });
        assert_eq!(unacknowledged, (vec![], 2), "it may have been made, or not");
    }

    #[test]
    fn a_list_that_shows_somebody_twice_is_no_second_account() {
        let twice = verdict(|_, end| end.accounts.push(end.accounts[0].clone()));
        assert_eq!(twice, (vec![Kind::Contradiction], 2));
        let contradicted = verdict(|_, end| end.contradictions.push("a guard of nobody".to_owned()));
        assert_eq!(contradicted, (vec![Kind::Contradiction], 2));
    }

    #[test]
    fn a_stray_status_is_seen() {
        let members = org();
        for (status, retry_after, kind) in [
            (401, None, Kind::Status),
            (403, None, Kind::Status),
            (500, None, Kind::Status),
            (503, Some("7"), Kind::Status),
            (429, None, Kind::RetryAfter),
            (429, Some("0.5"), Kind::RetryAfter),
            (429, Some("Tue, 24 Nov 2026 10:00:00 GMT"), Kind::RetryAfter),
        ] {
            let call = answered(status, retry_after);
            let verdict = judge(&members, [call].iter(), &end(&members));
            assert_eq!(verdict.count(kind), 1, "{status} {retry_after:?}");
            assert_eq!(verdict.faults.len(), 1, "{status} {retry_after:?}");
        }
    }
}
