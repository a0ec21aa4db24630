//! Waves: the same change of many people, by the same source, close in time. An HR system that loses a department makes
//! one, and so does an administrator who unassigns the wrong group. A wave of deactivations can be undone.
//!
//! Waves are found in the history. What may be undone, the account itself says.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::address::EmailAddress;
use super::email_change::NewEmailChange;
use super::history::Entry;
use super::user::{Actor, User, UserId};

/// Two changes of one kind by one source are of one wave if no more lies between them.
pub const GAP: SignedDuration = SignedDuration::from_mins(10);

/// People of the smallest wave that is shown, unless somebody says otherwise.
pub const LEAST_PEOPLE: usize = 20;

/// Days that are looked at, unless somebody says otherwise: as long as a deactivated account is kept.
pub const DAYS: u16 = 14;

/// Days that can be looked at.
pub const MOST_DAYS: u16 = 90;

/// What is done to each person of a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The account was made.
    Created,
    /// The account was blocked.
    Deactivated,
    /// The account was restored.
    Reactivated,
    /// The account got another `userName`, and was neither blocked nor restored.
    Renamed,
}

/// Names a wave: its kind, its source, and the time of its first change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaveId {
    /// What was done.
    pub kind: Kind,
    /// By whom.
    pub by: Actor,
    /// When the first account changed.
    pub first: Timestamp,
}

/// A text that names no wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no wave: `rollcall wave list` shows them, as deactivated-directory-2026-11-30T01:00:00Z")]
pub struct NoWave;

/// One person of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person, who may be deleted by now.
    pub user: UserId,
    /// When the account changed.
    pub at: Timestamp,
    /// The `userName` before, where that changed at the same time.
    pub renamed_from: Option<String>,
}

/// Many people to whom the same was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Names it.
    pub id: WaveId,
    /// When the last account changed.
    pub last: Timestamp,
    /// The people, each once, the last one first.
    pub members: Vec<Member>,
}

/// Why somebody is not restored when a wave is undone. Nothing of them changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum NotUndone {
    /// Somebody restored them before, maybe an earlier undo.
    #[error("is active")]
    Active,
    /// They were restored and blocked again since.
    #[error("was restored and blocked again since")]
    BlockedSince,
    /// Another person has the address or the `externalId` by now.
    #[error("gave the place to another account")]
    Replaced,
}

/// Why somebody of a wave is left when it is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Left {
    /// The account is gone, and nothing brings it back.
    #[error("is deleted")]
    Deleted,
    /// The address that came with the wave is somebody else's.
    #[error("had another address before, which somebody else has by now")]
    AddressTaken,
    /// See [`NotUndone`].
    #[error(transparent)]
    Changed(#[from] NotUndone),
}

impl Left {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Changed(NotUndone::Active),
        Self::Changed(NotUndone::BlockedSince),
        Self::Changed(NotUndone::Replaced),
        Self::AddressTaken,
        Self::Deleted,
    ];
}

impl Kind {
    /// Every kind, with the word for it.
    const ALL: [(Self, &'static str); 4] = [
        (Self::Created, "created"),
        (Self::Deactivated, "deactivated"),
        (Self::Reactivated, "reactivated"),
        (Self::Renamed, "renamed"),
    ];

    /// What an entry of a person's history tells; `None`: none of these.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let of = |name| entry.changes.get(name);
        match of("active").map(|change| (change.from.as_ref(), change.to.as_ref())) {
            Some((None, _)) => Some(Self::Created),
            Some((_, Some(Value::Bool(false)))) => Some(Self::Deactivated),
            Some(_) => Some(Self::Reactivated),
            None => of("userName").map(|_| Self::Renamed),
        }
    }

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// Whether a wave of this kind can be undone.
    #[must_use]
    pub const fn can_be_undone(self) -> bool {
        matches!(self, Self::Deactivated)
    }
}

impl Wave {
    /// The people after this one, as the list is read on; all of them where the list begins. Somebody who is not in it
    /// any more was at the time given.
    #[must_use]
    pub fn members_after(&self, place: Option<(Timestamp, UserId)>) -> &[Member] {
        let Some((at, user)) = place else { return &self.members };
        let known = self.members.iter().position(|member| member.user == user && member.at == at);
        let begin =
            known.map_or_else(|| self.members.partition_point(|member| member.at >= at), |known| known + 1);
        self.members.get(begin..).unwrap_or_default()
    }
}

/// The word for who makes a change.
const fn source(by: Actor) -> &'static str {
    match by {
        Actor::Directory => "directory",
        Actor::Person => "person",
        Actor::Admin => "admin",
        Actor::Operator => "operator",
        Actor::System => "system",
    }
}

impl fmt::Display for WaveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.kind.as_str(), source(self.by), self.first)
    }
}

impl FromStr for WaveId {
    type Err = NoWave;

    fn from_str(text: &str) -> Result<Self, NoWave> {
        let mut parts = text.splitn(3, '-');
        let mut part = || parts.next().ok_or(NoWave);
        let (kind, by, first) = (part()?, part()?, part()?);
        let kind = Kind::ALL.into_iter().find(|(_, word)| *word == kind).ok_or(NoWave)?.0;
        let all = [Actor::Directory, Actor::Person, Actor::Admin, Actor::Operator, Actor::System];
        let by = all.into_iter().find(|known| source(*known) == by).ok_or(NoWave)?;
        Ok(Self { kind, by, first: first.parse().map_err(|_| NoWave)? })
    }
}

/// Finds the waves of a history that is read backwards.
#[derive(Debug, Default)]
pub struct Waves {
    open: BTreeMap<(Kind, Actor), Open>,
    found: Vec<Wave>,
}

#[derive(Debug)]
struct Open {
    first: Timestamp,
    last: Timestamp,
    known: HashSet<UserId>,
    members: Vec<Member>,
}

impl Waves {
    /// Takes the entry before those taken so far.
    pub fn take(&mut self, user: UserId, entry: &Entry) {
        let Some(kind) = Kind::of(entry) else { return };
        let key = (kind, entry.by);
        if self.open.get(&key).is_some_and(|open| open.first.duration_since(entry.at) > GAP) {
            self.close(key);
        }
        let begun = || Open { first: entry.at, last: entry.at, known: HashSet::new(), members: Vec::new() };
        let open = self.open.entry(key).or_insert_with(begun);
        open.first = entry.at;
        if open.known.insert(user) {
            let renamed = entry.changes.get("userName").and_then(|change| change.from.as_ref());
            let renamed_from = renamed.and_then(Value::as_str).map(str::to_owned);
            open.members.push(Member { user, at: entry.at, renamed_from });
        }
    }

    fn close(&mut self, key: (Kind, Actor)) {
        if let Some(Open { first, last, members, .. }) = self.open.remove(&key) {
            let (kind, by) = key;
            self.found.push(Wave { id: WaveId { kind, by, first }, last, members });
        }
    }

    /// The waves of so many people at least, the latest first.
    #[must_use]
    pub fn of_at_least(mut self, people: usize) -> Vec<Wave> {
        for key in self.open.keys().copied().collect::<Vec<_>>() {
            self.close(key);
        }
        self.found.retain(|wave| wave.members.len() >= people);
        self.found.sort_by_key(|wave| std::cmp::Reverse((wave.last, wave.id)));
        self.found
    }
}

impl User {
    /// The account as it was before a wave deactivated it. A `userName` that it lost in the same change comes back with it,
    /// unless it has got another since.
    ///
    /// # Errors
    ///
    /// [`NotUndone`].
    pub fn undone(
        &self,
        member: &Member,
        change: NewEmailChange,
        by: Actor,
        now: Timestamp,
    ) -> Result<Self, NotUndone> {
        if self.replaced.is_some() {
            return Err(NotUndone::Replaced);
        }
        let since = self.deactivation.ok_or(NotUndone::Active)?;
        if since.deactivated_at != member.at {
            return Err(NotUndone::BlockedSince);
        }
        let mut after = self.clone();
        let before = member.renamed_from.as_deref().and_then(|name| EmailAddress::parse(name).ok());
        after.rename_and_set_active(before.unwrap_or_else(|| self.user_name.clone()), true, change, now);
        Ok(after.changed_from(self, by, now))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::history::Difference;
    use crate::tenant::TenantId;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + secs).unwrap()
    }

    fn person(number: u128) -> UserId {
        UserId::new(Uuid::from_u128(number))
    }

    fn entry(kind: Kind, by: Actor, secs: i64) -> Entry {
        let active = |from: Option<bool>, to: bool| {
            ("active".to_owned(), Difference { from: from.map(Value::from), to: Some(to.into()) })
        };
        let changed = match kind {
            Kind::Created => active(None, true),
            Kind::Deactivated => active(Some(true), false),
            Kind::Reactivated => active(Some(false), true),
            Kind::Renamed => ("userName".to_owned(), Difference::default()),
        };
        Entry { version: 2, at: at(secs), by, name: None, changes: [changed].into() }
    }

    fn user() -> User {
        let (id, tenant) = (person(1), TenantId::parse("acme").unwrap());
        let mut user = User::native(id, tenant, EmailAddress::parse("ada@example.com").unwrap(), at(0));
        user.linked = true;
        user
    }

    const fn change() -> NewEmailChange {
        NewEmailChange { id: Uuid::from_u128(7), link_lifetime: SignedDuration::from_hours(168) }
    }

    #[test]
    fn a_wave_is_of_one_kind_by_one_source_without_a_gap() {
        let mut waves = Waves::default();
        let gone = |secs| entry(Kind::Deactivated, Actor::Directory, secs);
        waves.take(person(1), &gone(5000));
        waves.take(person(2), &entry(Kind::Deactivated, Actor::Operator, 4990));
        waves.take(person(3), &entry(Kind::Reactivated, Actor::Directory, 4980));
        waves.take(person(4), &gone(4400));
        waves.take(person(4), &gone(4399));
        waves.take(person(5), &gone(3798));
        let found = waves.of_at_least(1);
        let sizes: Vec<_> = found.iter().map(|wave| (wave.id.kind, wave.id.by, wave.members.len())).collect();
        let (off, on) = (Kind::Deactivated, Kind::Reactivated);
        assert_eq!(
            sizes,
            [
                (off, Actor::Directory, 2),
                (off, Actor::Operator, 1),
                (on, Actor::Directory, 1),
                (off, Actor::Directory, 1)
            ]
        );
        assert_eq!((found[0].id.first, found[0].last), (at(4399), at(5000)));
        assert_eq!(
            found[0].members.iter().map(|member| member.user).collect::<Vec<_>>(),
            [person(1), person(4)]
        );
    }

    #[test]
    fn a_wave_is_named_and_found_by_its_name() {
        let wave = WaveId { kind: Kind::Deactivated, by: Actor::Directory, first: at(0) };
        assert_eq!(wave.to_string().parse(), Ok(wave));
        for text in
            ["", "deactivated", "deactivated-directory-yesterday", "gone-directory-2026-01-01T00:00:00Z"]
        {
            assert_eq!(text.parse::<WaveId>(), Err(NoWave), "{text}");
        }
    }

    #[test]
    fn a_wave_is_read_on_after_a_person_or_after_their_time() {
        let member = |number, secs| Member { user: person(number), at: at(secs), renamed_from: None };
        let id = WaveId { kind: Kind::Deactivated, by: Actor::Directory, first: at(1) };
        let members = vec![member(1, 3), member(2, 2), member(3, 2), member(4, 1)];
        let wave = Wave { id, last: at(3), members };
        let after = |number, secs| {
            let members = wave.members_after(Some((at(secs), person(number))));
            members.iter().map(|member| member.user).collect::<Vec<_>>()
        };
        assert_eq!(wave.members_after(None).len(), 4);
        assert_eq!(after(2, 2), [person(3), person(4)]);
        assert!(after(4, 1).is_empty());
        assert_eq!(after(9, 2), [person(4)], "of somebody who is not in it");
    }

    #[test]
    fn who_was_changed_since_is_left() {
        let member = |secs| Member { user: person(1), at: at(secs), renamed_from: None };
        let undone = |user: &User, secs| user.undone(&member(secs), change(), Actor::Operator, at(900));
        assert_eq!(undone(&user(), 100), Err(NotUndone::Active));
        let mut blocked = user();
        blocked.set_active(false, at(100));
        let restored = undone(&blocked, 100).unwrap();
        assert!(restored.is_active() && restored.version == blocked.version + 1 && restored.owed.is_none());
        assert_eq!(undone(&restored, 100), Err(NotUndone::Active));
        assert_eq!(undone(&blocked, 99), Err(NotUndone::BlockedSince));
    }

    #[test]
    fn a_name_that_was_lost_with_the_wave_comes_back() {
        let mut blocked = user();
        let left = EmailAddress::parse("left-ada@example.com").unwrap();
        blocked.rename_and_set_active(left, false, change(), at(100));
        let member =
            Member { user: person(1), at: at(100), renamed_from: Some("ada@example.com".to_owned()) };
        let restored = blocked.undone(&member, change(), Actor::Operator, at(900)).unwrap();
        assert_eq!(restored.user_name.as_str(), "ada@example.com");
        assert!(restored.email_change.is_none() && restored.owed.is_none());
    }

    proptest! {
        #[test]
        fn every_change_is_in_one_wave_and_no_wave_has_a_gap(
            changes in prop::collection::vec((0_u128..6, 0_i64..20_000), 0..60),
        ) {
            let mut changes = changes;
            changes.sort_by_key(|(_, secs)| std::cmp::Reverse(*secs));
            let mut waves = Waves::default();
            for (number, secs) in &changes {
                waves.take(person(*number), &entry(Kind::Deactivated, Actor::Directory, *secs));
            }
            let found = waves.of_at_least(1);
            for (number, secs) in &changes {
                let within = found.iter().filter(|wave| wave.id.first <= at(*secs) && at(*secs) <= wave.last);
                let within: Vec<_> = within.collect();
                prop_assert_eq!(within.len(), 1);
                prop_assert!(within[0].members.iter().any(|member| member.user == person(*number)));
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].id.first.duration_since(pair[1].last) > GAP);
            }
        }
    }
}
