//! What the people of the two groups get, and whether all of them have it at the end: roles, invitations, and the events
//! that tell the operator's product of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::call::Account;
use super::judge::{End, Kind};
use super::member::Member;
use crate::events::Event;
use crate::history::{Call, Operation, Outcome};
use crate::{Mail, People};

/// The role of whoever is in the first group.
const FORMER: &str = "former";

/// The role of whoever is in the second one, which invites besides.
const NEW: &str = "new";

/// What the groups give.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The role of each group, by the group's id.
    pub roles: BTreeMap<String, String>,
    /// The group that invites whoever comes in; `None`: none does.
    pub inviting: Option<String>,
}

impl Given {
    /// Declares a role for each group and says, as a tenant's administrator does, that its people get it, and that those of
    /// the second are invited.
    ///
    /// # Panics
    /// When the people API does not take it.
    pub async fn declare(people: &People, [former, new]: &[String; 2]) -> Self {
        for role in [FORMER, NEW] {
            people.put(&format!("/roles/{role}"), &json!({ "display": role })).await.expect(200);
        }
        let entities = people.get("/entities").await.expect(200);
        let entity = entities["entities"][0]["id"].as_str().expect("an entity");
        let rules = [
            (former, json!({ "role": FORMER, "invite": false })),
            (new, json!({ "role": NEW, "entity": entity, "cardAccess": "card", "invite": true })),
        ];
        for (group, rule) in rules {
            people.put(&format!("/access-rules/{group}"), &rule).await.expect(200);
        }
        let roles = [(former.clone(), FORMER.to_owned()), (new.clone(), NEW.to_owned())].into();
        Self { roles, inviting: Some(new.clone()) }
    }

    /// The roles of somebody in these groups; of somebody who is blocked there are none.
    fn roles_of(&self, account: &Account) -> BTreeSet<&str> {
        let groups = account.groups.iter().filter(|_| account.active);
        groups.filter_map(|group| self.roles.get(group)).map(String::as_str).collect()
    }

    fn invites(&self, account: &Account) -> bool {
        account.active && self.inviting.as_ref().is_some_and(|group| account.groups.contains(group))
    }
}

/// The recipients of invitations, and of all other mails.
#[must_use]
pub fn recipients(mails: Vec<Mail>) -> (Vec<String>, Vec<String>) {
    let (invitations, others): (Vec<_>, Vec<_>) =
        mails.into_iter().partition(|mail| mail.links().iter().any(|link| link.contains("/accept")));
    let to = |mails: Vec<Mail>| mails.into_iter().map(|mail| mail.to).collect();
    (to(invitations), to(others))
}

/// What the product and the people were told of access.
#[derive(Debug)]
struct Told<'a> {
    given: &'a Given,
    /// Changes of roles: by account, and there by version. An event that came twice is there once.
    roles: BTreeMap<&'a str, BTreeMap<u64, &'a Event>>,
    /// How often each recipient was invited.
    invited: BTreeMap<&'a str, usize>,
}

impl<'a> Told<'a> {
    fn of(end: &'a End) -> Self {
        let mut roles: BTreeMap<&str, BTreeMap<u64, &Event>> = BTreeMap::new();
        for event in end.events.iter().filter(|event| event.detail_type == "user.roles_changed") {
            let (user, version) = (event.detail["userId"].as_str(), event.detail["version"].as_u64());
            if let (Some(user), Some(version)) = (user, version) {
                roles.entry(user).or_default().insert(version, event);
            }
        }
        let mut invited: BTreeMap<&str, usize> = BTreeMap::new();
        for recipient in &end.invitations {
            *invited.entry(recipient).or_default() += 1;
        }
        Self { given: &end.given, roles, invited }
    }

    /// What was told of an account does not lead to these roles: why.
    fn fault(&self, account: &Account, roles: &BTreeSet<&str>) -> Option<String> {
        let mut known = BTreeSet::new();
        for (version, event) in self.roles.get(account.id.as_str()).into_iter().flatten() {
            let (before, since) = (set(&event.detail["previousRoles"]), set(&event.detail["roles"]));
            if before != known || before == since {
                return Some(format!("from {known:?} version {version} leads from {before:?} to {since:?}"));
            }
            known = since;
        }
        (known != *roles).then(|| format!("the last event has {known:?}, the account {roles:?}"))
    }
}

fn set(roles: &Value) -> BTreeSet<&str> {
    roles.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Says whether everybody has what their groups give and no more, was invited once or not at all, and the product was told.
pub(super) fn judge_access(
    of: &[(&Member, Option<&Account>)],
    end: &End,
    fault: &mut impl FnMut(Kind, String),
) {
    let mut told = Told::of(end);
    for (member, account) in of {
        let invited = told.invited.remove(member.first_login.as_str()).unwrap_or_default();
        if let Some(account) = account {
            judge_one(member, account, invited, &told, fault);
        }
    }
    for (recipient, times) in told.invited {
        fault(Kind::Duplicate, format!("{recipient}: was invited {times} times, and is nobody"));
    }
}

/// The history with what the rules did to accounts, as the events tell it: each time a directory can see another version.
/// That begins with the first change of a person's groups, and nobody knows when it was done.
pub(super) fn with_reviews(of: &[(&Member, Option<&Account>)], end: &End) -> Vec<Call> {
    let mut versions: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for event in end.events.iter().filter(|event| event.detail["by"] == "system") {
        if let (Some(user), Some(version)) =
            (event.detail["userId"].as_str(), event.detail["version"].as_u64())
        {
            versions.entry(user).or_default().insert(version);
        }
    }
    let mut began: BTreeMap<&str, Duration> = BTreeMap::new();
    for call in end.history.iter().filter(|call| matches!(call.operation, Operation::Member { .. })) {
        let first = began.entry(&*call.user).or_insert(call.invoked_at);
        *first = call.invoked_at.min(*first);
    }
    let reviews = of.iter().filter_map(|(member, account)| Some((member.first_login.as_str(), (*account)?)));
    let reviews = reviews.flat_map(|(login, account)| {
        let times = versions.get(account.id.as_str()).map_or(0, BTreeSet::len);
        let review = began.get(login).map(|&invoked_at| Call {
            user: login.into(),
            operation: Operation::Elsewhere,
            invoked_at,
            returned_at: invoked_at,
            outcome: Outcome::Unknown,
        });
        std::iter::repeat_n(review, times).flatten()
    });
    end.history.iter().cloned().chain(reviews).collect()
}

fn judge_one(
    member: &Member,
    account: &Account,
    invited: usize,
    told: &Told<'_>,
    fault: &mut impl FnMut(Kind, String),
) {
    let (who, roles) = (&member.first_login, told.given.roles_of(account));
    let shown: BTreeSet<&str> = account.roles.iter().map(String::as_str).collect();
    if shown != roles {
        fault(Kind::Contradiction, format!("{who}: has the roles {shown:?}, and should have {roles:?}"));
    }
    if let Some(why) = told.fault(account, &roles) {
        fault(Kind::Loss, format!("{who}: the product was not told of each role: {why}"));
    }
    // Mail goes to the verified address, which no rename moves.
    match (told.given.invites(account), invited) {
        (true, 1) | (false, 0) => {}
        (true, 0) => fault(Kind::Loss, format!("{who}: was not invited")),
        (_, times) => fault(Kind::Duplicate, format!("{who}: was invited {times} times")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(groups: &[&str], roles: &[&str]) -> Account {
        let set = |names: &[&str]| names.iter().copied().map(str::to_owned).collect();
        Account {
            id: "id0".to_owned(),
            external_id: None,
            user_name: "person0@example.com".to_owned(),
            active: true,
            purge_at: None,
            groups: set(groups),
            roles: set(roles),
        }
    }

    fn event(version: u64, before: &[&str], since: &[&str]) -> Event {
        Event {
            source: "rollcall".to_owned(),
            detail_type: "user.roles_changed".to_owned(),
            time: "2026-12-08T09:00:00Z".parse().unwrap(),
            detail: json!({ "userId": "id0", "version": version, "roles": since, "previousRoles": before }),
        }
    }

    /// Somebody who came into the first group, and was moved to the second.
    fn end() -> End {
        let roles = [("g1", FORMER), ("g2", NEW)].map(|(group, role)| (group.to_owned(), role.to_owned()));
        let given = Given { roles: roles.into(), inviting: Some("g2".to_owned()) };
        let events = vec![
            event(3, &[FORMER], &[FORMER, NEW]),
            event(2, &[], &[FORMER]),
            event(4, &[FORMER, NEW], &[NEW]),
        ];
        End { given, events, invitations: vec!["person0@example.com".to_owned()], ..End::default() }
    }

    #[track_caller]
    fn faults(change: impl FnOnce(&mut End, &mut Account)) -> Vec<Kind> {
        let (mut end, mut account) = (end(), account(&["g2"], &[NEW]));
        change(&mut end, &mut account);
        let (member, mut kinds) = (Member::new(0), Vec::new());
        judge_access(&[(&member, Some(&account))], &end, &mut |kind, _| kinds.push(kind));
        kinds
    }

    #[test]
    fn whoever_has_what_the_groups_give_is_right() {
        assert_eq!(faults(|_, _| {}), []);
        assert_eq!(faults(|end, _| end.events.push(event(4, &[FORMER, NEW], &[NEW]))), [], "an event twice");
    }

    #[test]
    fn a_role_that_is_kept_or_missing_is_seen() {
        let roles = |roles: &[&str]| account(&["g2"], roles);
        assert_eq!(faults(|_, account| *account = roles(&[])), [Kind::Contradiction]);
        assert_eq!(faults(|_, account| *account = roles(&[FORMER, NEW])), [Kind::Contradiction]);
    }

    #[test]
    fn a_role_of_somebody_who_is_blocked_is_seen() {
        let blocked = faults(|_, account| account.active = false);
        assert_eq!(blocked, [Kind::Contradiction, Kind::Loss, Kind::Duplicate]);
    }

    #[test]
    fn an_event_that_is_lost_or_tells_nothing_new_is_seen() {
        for lost in 0..3 {
            assert_eq!(faults(|end, _| drop(end.events.remove(lost))), [Kind::Loss], "{lost}");
        }
        assert_eq!(faults(|end, _| end.events.push(event(5, &[NEW], &[NEW]))), [Kind::Loss]);
    }

    #[test]
    fn an_invitation_that_is_lost_or_repeated_is_seen() {
        assert_eq!(faults(|end, _| end.invitations.clear()), [Kind::Loss]);
        let twice = |end: &mut End| end.invitations.push("person0@example.com".to_owned());
        assert_eq!(faults(|end, _| twice(end)), [Kind::Duplicate]);
        assert_eq!(faults(|end, _| end.invitations.push("nobody@example.com".to_owned())), [Kind::Duplicate]);
    }
}
