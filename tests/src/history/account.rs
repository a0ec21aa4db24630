//! One user as they should be: what each operation makes of an account, and what it answers.
//!
//! It is said here again rather than taken from the code under test, without mails, guards and deadlines, of which a
//! history shows nothing. An operation may end in several ways where the caller does not know everything: what the id
//! is that a lost answer held, or whether what was sent along changed anything.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::call::{Operation, Outcome, Seen};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Account {
    /// `None`: no answer has shown it yet.
    id: Option<Arc<str>>,
    linked: bool,
    active: bool,
    user_name: Arc<str>,
    version: u64,
    /// Ids of the groups that the user is in.
    groups: BTreeSet<Arc<str>>,
}

/// The version of an account of which nothing is known but that it is there. Real ones count from 1.
const UNKNOWN: u64 = 0;

/// What becomes of somebody who has no account at first.
pub(super) type State = Option<Account>;

/// The states in which an operation can leave `state` if that is its outcome; none where it cannot have that outcome.
/// One whose outcome is unknown is taken to be done here: that it is not, is for the caller to consider.
pub(super) fn after(state: &State, operation: &Operation, outcome: &Outcome) -> Vec<State> {
    let unchanged_if = |so: bool| if so { vec![state.clone()] } else { Vec::new() };
    match outcome {
        Outcome::Done(seen) => {
            let accounts = done(state.as_ref(), operation).into_iter();
            accounts.filter_map(|account| account.showing(seen)).map(Some).collect()
        }
        Outcome::NotFound => unchanged_if(not_found(state.as_ref(), operation)),
        Outcome::Outdated => unchanged_if(outdated(state.as_ref(), operation)),
        Outcome::Taken => unchanged_if(taken(state.as_ref(), operation)),
        Outcome::Refused => unchanged_if(true),
        Outcome::Unknown => done(state.as_ref(), operation).into_iter().map(Some).collect(),
    }
}

fn done(account: Option<&Account>, operation: &Operation) -> Vec<Account> {
    match (operation, account) {
        (Operation::Given { linked }, None) => vec![Account::unknown(*linked)],
        (Operation::Create { user_name, active }, account) => create(account, user_name, *active),
        (Operation::Elsewhere, Some(account)) => vec![account.counted()],
        // Who is not there is in no group.
        (Operation::Member { is_in: false, .. }, Some(account)) if !account.linked => vec![account.clone()],
        (_, Some(account)) if account.linked => of_linked(account, operation),
        _ => Vec::new(),
    }
}

fn create(account: Option<&Account>, user_name: &Arc<str>, active: bool) -> Vec<Account> {
    let new =
        Account { linked: true, active, user_name: user_name.clone(), version: 1, ..Account::unknown(true) };
    match account {
        None => vec![new],
        Some(account) if account.linked && account.active => Vec::new(),
        Some(account) => {
            // With another address it may be somebody else, unless the account has that address, too, which a history
            // does not show. Then there is an account beside it.
            let beside = (!user_name.eq_ignore_ascii_case(&account.user_name)).then(|| new.clone());
            let mut accounts = account
                .becoming(Account { id: account.id.clone(), groups: account.groups.clone(), ..new }, true);
            accounts.extend(beside);
            accounts
        }
    }
}

fn of_linked(account: &Account, operation: &Operation) -> Vec<Account> {
    match operation {
        Operation::Read { id } => account.by_id(id).into_iter().collect(),
        Operation::Find { user_name } if user_name.eq_ignore_ascii_case(&account.user_name) => {
            vec![account.clone()]
        }
        Operation::Change { id, active, user_name, more, if_version } => {
            let Some(account) = account.by_id(id).filter(|account| account.is_version(*if_version)) else {
                return Vec::new();
            };
            let wanted = Account {
                active: active.unwrap_or(account.active),
                user_name: user_name.clone().unwrap_or_else(|| account.user_name.clone()),
                ..account.clone()
            };
            account.becoming(wanted, *more)
        }
        Operation::Member { id, group, is_in } => {
            let Some(account) = account.by_id(id) else { return Vec::new() };
            let mut wanted = account.clone();
            if *is_in {
                wanted.groups.insert(group.clone());
            } else {
                wanted.groups.remove(group);
            }
            account.becoming(wanted, false)
        }
        Operation::Delete { id, if_version } => {
            let account = account.by_id(id).filter(|account| account.is_version(*if_version));
            let unlinked = account.map(|account| {
                Account { linked: false, active: false, groups: BTreeSet::new(), ..account }.counted()
            });
            unlinked.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn not_found(account: Option<&Account>, operation: &Operation) -> bool {
    let Some(account) = account.filter(|account| account.linked) else { return true };
    match operation {
        Operation::Read { id } | Operation::Change { id, .. } | Operation::Delete { id, .. } => {
            account.id.as_ref() != Some(id)
        }
        Operation::Find { user_name } => !user_name.eq_ignore_ascii_case(&account.user_name),
        _ => false,
    }
}

fn outdated(account: Option<&Account>, operation: &Operation) -> bool {
    let (Operation::Change { if_version, .. } | Operation::Delete { if_version, .. }) = operation else {
        return false;
    };
    account.is_some_and(|account| account.linked && !account.is_version(*if_version))
}

/// Nobody else has the user's addresses, so they are in nobody's way but a second creation's.
fn taken(account: Option<&Account>, operation: &Operation) -> bool {
    matches!(operation, Operation::Create { .. })
        && account.is_some_and(|account| account.linked && account.active)
}

impl Account {
    /// It only grows.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }

    /// Is that known to be its id?
    pub(super) fn has_id(&self, id: Option<&str>) -> bool {
        id.is_some() && self.id.as_deref() == id
    }

    pub(super) const fn is_linked(&self) -> bool {
        self.linked
    }

    /// All of it.
    pub(super) fn seen(&self) -> Seen {
        Seen {
            id: self.id.clone(),
            active: Some(self.active),
            user_name: Some(self.user_name.clone()),
            version: Some(self.version),
            groups: Some(self.groups.clone()),
        }
    }

    fn unknown(linked: bool) -> Self {
        let groups = BTreeSet::new();
        Self { id: None, linked, active: true, user_name: "".into(), version: UNKNOWN, groups }
    }

    /// The account, if that is how it looks. What was not known of it is known from now on.
    fn showing(self, seen: &Seen) -> Option<Self> {
        let fits = self.version == UNKNOWN
            || seen.active.is_none_or(|active| active == self.active)
                && seen.user_name.as_ref().is_none_or(|name| *name == self.user_name)
                && seen.version.is_none_or(|version| version == self.version)
                && seen.groups.as_ref().is_none_or(|groups| *groups == self.groups)
                && (seen.id.is_none() || self.id.is_none() || seen.id == self.id);
        fits.then(|| Self {
            id: self.id.or_else(|| seen.id.clone()),
            linked: self.linked,
            active: seen.active.unwrap_or(self.active),
            user_name: seen.user_name.clone().unwrap_or(self.user_name),
            version: seen.version.unwrap_or(self.version),
            groups: seen.groups.clone().unwrap_or(self.groups),
        })
    }

    /// The account, if this can be its id.
    fn by_id(&self, id: &Arc<str>) -> Option<Self> {
        let fits = self.id.as_ref().is_none_or(|known| known == id);
        fits.then(|| Self { id: Some(id.clone()), ..self.clone() })
    }

    fn is_version(&self, version: Option<u64>) -> bool {
        version.is_none_or(|version| version == self.version)
    }

    fn counted(&self) -> Self {
        Self { version: self.version + 1, ..self.clone() }
    }

    /// The version counts a change, and nothing that is none.
    fn becoming(&self, wanted: Self, more: bool) -> Vec<Self> {
        let wanted = Self { version: self.version, ..wanted };
        match (wanted == *self, more) {
            (false, _) => vec![wanted.counted()],
            (true, false) => vec![wanted],
            (true, true) => vec![wanted.counted(), wanted],
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (version, name) = (self.version, &self.user_name);
        let linked = if self.linked { "" } else { ", unlinked" };
        let active = if self.active { "active" } else { "inactive" };
        write!(f, "version {version}, {active}, {name}{linked}")?;
        self.id.iter().try_for_each(|id| write!(f, ", id {id:.8}"))?;
        self.groups.iter().try_for_each(|group| write!(f, ", in {group:.8}"))
    }
}
