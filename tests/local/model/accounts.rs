use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Is it there?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Alive,
    /// Alive, and another account has its place.
    Replaced,
    Deleted,
}

/// A pending change of address.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) to: String,
    pub(super) change: usize,
    pub(super) requested_at: Timestamp,
}

/// An account as it should be.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) id: String,
    pub(super) fate: Fate,
    pub(super) email: String,
    pub(super) pending: Option<Pending>,
    pub(super) confirmed: Option<usize>,
    user_name: String,
    directory_id: Option<String>,
    linked: bool,
    purge_at: Option<Timestamp>,
}

/// All accounts there ever were, in order of coming.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    pub(super) all: Vec<Account>,
    changes: usize,
}

impl Account {
    fn new(address: &str) -> Self {
        Self {
            id: String::new(),
            fate: Fate::Alive,
            email: address.to_owned(),
            pending: None,
            confirmed: None,
            user_name: address.to_owned(),
            directory_id: None,
            linked: false,
            purge_at: None,
        }
    }

    fn addresses(&self) -> BTreeSet<&str> {
        let pending = self.pending.as_ref().map(|pending| pending.to.as_str());
        [Some(self.user_name.as_str()), Some(self.email.as_str()), pending].into_iter().flatten().collect()
    }

    pub(super) const fn is_active(&self) -> bool {
        self.purge_at.is_none()
    }

    const fn is_in_use(&self) -> bool {
        self.linked && self.is_active()
    }

    fn awaits(&self, address: &str) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.to == address)
    }

    fn update(&mut self, name: &str, active: bool, change: usize, now: Timestamp) {
        self.set_active(active, now);
        name.clone_into(&mut self.user_name);
        let is_soft_deleted = !name.starts_with("person") && !name.starts_with("zz_left_");
        if is_soft_deleted || self.awaits(name) {
            return;
        }
        let own = name.trim_start_matches("zz_left_");
        let is_mark = own != name && (own == self.email || self.awaits(own));
        if name == self.email {
            self.pending = None;
        } else if active {
            self.pending = Some(Pending { to: name.to_owned(), change, requested_at: now });
        } else if !is_mark {
            self.pending = None;
        }
    }

    fn give_place(&mut self, now: Timestamp) {
        self.fate = Fate::Replaced;
        self.linked = false;
        self.set_active(false, now);
        self.pending = None;
        self.directory_id = None;
    }

    fn set_active(&mut self, active: bool, now: Timestamp) {
        if active {
            self.purge_at = None;
        } else if self.purge_at.is_none() {
            let latest = now + SignedDuration::from_hours(14 * 24 - 1);
            let hour = latest.as_second() - latest.as_second() % 3600;
            self.purge_at = Some(Timestamp::from_second(hour).unwrap());
        }
    }

    /// The pending change was confirmed, if there is one.
    pub(super) fn confirm(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.email = pending.to;
            self.confirmed = Some(pending.change);
        }
    }

    /// Was it kept or deleted as it should? In the hour after the time either may be.
    pub(super) fn settle_fate(&mut self, is_there: bool, now: Timestamp, watched_since: Option<Timestamp>) {
        if self.fate == Fate::Deleted {
            assert!(!is_there, "deleted, and there again: {self:?}");
            return;
        }
        let may_be_gone = self.purge_at.is_some_and(|at| at <= now);
        let must_be_gone = self.purge_at.is_some_and(|at| at + HOUR <= now)
            && watched_since.is_some_and(|since| since + HOUR <= now || since == Timestamp::MIN);
        assert!(is_there || may_be_gone, "deleted too soon, at {now}: {self:?}");
        assert!(!is_there || !must_be_gone, "kept too long, at {now}: {self:?}");
        if !is_there {
            self.fate = Fate::Deleted;
        }
    }

    pub(super) fn compare(&self, item: &Value) {
        let pending = self.pending.as_ref().map(|pending| pending.to.as_str());
        assert_eq!(item["userName"], self.user_name, "{self:?}");
        assert_eq!(item["email"], self.email, "{self:?}");
        assert_eq!(item["emailChange"]["to"].as_str(), pending, "{self:?}");
        assert_eq!(item["externalId"].as_str(), self.directory_id.as_deref(), "{self:?}");
        assert_eq!(item["linked"], self.linked, "{self:?}");
        let purge_at = item["purgeAt"].as_str().map(|at| at.parse::<Timestamp>().unwrap());
        // The model read the clock a moment before the system did: an hour mark may lie between.
        let apart = purge_at.zip(self.purge_at).map_or(0, |(one, other)| one.duration_since(other).as_secs());
        assert!(
            purge_at.is_some() == self.purge_at.is_some() && (0..=3600).contains(&apart),
            "{self:?}\n{item}"
        );
    }
}

impl Accounts {
    /// The account of that number.
    pub(super) fn get(&self, person: usize) -> Option<&Account> {
        self.all.get(person % self.all.len().max(1))
    }

    fn get_linked(&mut self, person: usize) -> Option<usize> {
        let number = person % self.all.len().max(1);
        self.all
            .get(number)
            .is_some_and(|account| account.fate == Fate::Alive && account.linked)
            .then_some(number)
    }

    fn holder(&self, holds: impl Fn(&Account) -> bool) -> Option<usize> {
        self.all.iter().position(|account| account.fate == Fate::Alive && holds(account))
    }

    fn next_change(&mut self) -> usize {
        self.changes += 1;
        self.changes
    }

    /// `None`: the address is taken.
    pub(super) fn sign_up(&mut self, address: &str) -> Option<&mut Account> {
        if self.holder(|account| account.addresses().contains(address)).is_some() {
            return None;
        }
        self.all.push(Account::new(address));
        self.all.last_mut()
    }

    /// `None`: somebody is in the way.
    pub(super) fn create(
        &mut self,
        address: &str,
        directory_id: &str,
        now: Timestamp,
    ) -> Option<&mut Account> {
        let by_address = self.holder(|account| account.addresses().contains(address));
        let by_id = self.holder(|account| account.directory_id.as_deref() == Some(directory_id));
        let in_use = |number: Option<usize>| number.is_some_and(|number| self.all[number].is_in_use());
        if in_use(by_address) || in_use(by_id) {
            return None;
        }
        // Whoever has one of the keys and not the other may be somebody else.
        let is_same = |number: &usize| {
            self.all[*number].directory_id.as_deref().is_none_or(|stored| stored == directory_id)
        };
        let same = by_address.filter(is_same);
        for other in [by_address, by_id].into_iter().flatten().filter(|number| Some(*number) != same) {
            self.all[other].give_place(now);
        }
        let change = self.next_change();
        let number = same.unwrap_or_else(|| {
            self.all.push(Account::new(address));
            self.all.len() - 1
        });
        let account = &mut self.all[number];
        account.linked = true;
        account.update(address, true, change, now);
        account.directory_id = Some(directory_id.to_owned());
        Some(account)
    }

    /// The status of the answer.
    pub(super) fn update(
        &mut self,
        person: usize,
        name: Option<&str>,
        active: Option<bool>,
        now: Timestamp,
    ) -> u16 {
        let Some(number) = self.get_linked(person) else { return 404 };
        let account = &self.all[number];
        let name = name.unwrap_or(&account.user_name).to_owned();
        let active = active.unwrap_or(account.is_active());
        if self.holder(|account| account.addresses().contains(name.as_str())).is_some_and(|at| at != number) {
            return 409;
        }
        let change = self.next_change();
        self.all[number].update(&name, active, change, now);
        200
    }

    /// The status of the answer.
    pub(super) fn delete(&mut self, person: usize, now: Timestamp) -> u16 {
        let Some(number) = self.get_linked(person) else { return 404 };
        self.all[number].linked = false;
        self.all[number].set_active(false, now);
        204
    }
}
