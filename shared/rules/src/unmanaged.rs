//! What the operator may do with an account that no directory manages: correct it, block it, restore it, delete it. Of an
//! account that a directory manages the directory alone decides; what it did not say it would say otherwise the next time.
//!
//! A corrected address is one like any other: it is verified when the person clicks the link that is mailed to it.

use jiff::{SignedDuration, Timestamp};

use super::address::EmailAddress;
use super::email_change::NewEmailChange;
use super::name::Names;
use super::user::{Actor, Deactivation, User};

/// How long before the full hour at which a deleted account is purged. The run of that hour must be planned by then.
const LEAST_NOTICE: SignedDuration = SignedDuration::from_mins(10);

const HOUR_SECS: i64 = 3600;

/// What shall be different of an account. What is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// Another address, as `userName` at once, as `email` when the person confirms it.
    pub email: Option<EmailAddress>,
    /// What the person is called.
    pub names: NameCorrection,
    /// Blocked or not.
    pub active: Option<bool>,
}

/// Which names shall be different. The outer `None`: it stays; the inner: there shall be none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NameCorrection {
    /// The given name.
    pub given: Option<Option<String>>,
    /// The family name.
    pub family: Option<Option<String>>,
    /// The name to be shown.
    pub display: Option<Option<String>>,
}

/// Hides the names: what is logged by accident must not name a person.
impl std::fmt::Debug for NameCorrection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NameCorrection(…)")
    }
}

/// Why an account is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Managed {
    /// The directory manages it.
    #[error("The directory manages this person. Change, unassign or assign them there.")]
    Linked,
    /// It gave its place to another account, and waits for its deletion.
    #[error("Another account has the place of this one, which is about to be deleted.")]
    Replaced,
}

impl NameCorrection {
    fn applied_to(&self, names: Names) -> Names {
        let kept = |correction: &Option<Option<String>>, name| correction.clone().unwrap_or(name);
        Names {
            given: kept(&self.given, names.given),
            family: kept(&self.family, names.family),
            display: kept(&self.display, names.display),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl User {
    fn unmanaged(&self) -> Result<&Self, Managed> {
        match self {
            Self { linked: true, .. } => Err(Managed::Linked),
            Self { replaced: Some(_), .. } => Err(Managed::Replaced),
            _ => Ok(self),
        }
    }

    /// The account corrected. Equal to what it was, version included, where nothing changes.
    ///
    /// Blocking begins the two weeks after which the account is deleted, and restoring ends them, as they do by SCIM.
    ///
    /// # Errors
    ///
    /// [`Managed`].
    pub fn corrected(
        &self,
        correction: &Correction,
        change: NewEmailChange,
        by: Actor,
        now: Timestamp,
    ) -> Result<Self, Managed> {
        let mut after = self.unmanaged()?.clone();
        let user_name = correction.email.clone().unwrap_or_else(|| self.user_name.clone());
        let active = correction.active.unwrap_or_else(|| self.is_active());
        after.rename_and_set_active(user_name, active, change, now);
        if !correction.names.is_empty() {
            let mut names = correction.names.applied_to(Names::of(&self.profile)).into_profile();
            for name in ["name", "displayName"] {
                match names.remove(name) {
                    Some(value) => drop(after.profile.insert(name.to_owned(), value)),
                    None => drop(after.profile.remove(name)),
                }
            }
        }
        Ok(after.changed_from(self, by, now))
    }

    /// The account blocked, and due for deletion at the next full hour that is at least ten minutes away. Until then it can
    /// be restored. Deleting it again changes nothing.
    ///
    /// # Errors
    ///
    /// [`Managed`].
    pub fn deleted(&self, by: Actor, now: Timestamp) -> Result<Self, Managed> {
        let mut after = self.unmanaged()?.clone();
        after.set_active(false, now);
        let soon = next_full_hour(now);
        after.deactivation =
            after.deactivation.map(|since| Deactivation { purge_at: since.purge_at.min(soon), ..since });
        Ok(after.changed_from(self, by, now))
    }
}

fn next_full_hour(now: Timestamp) -> Timestamp {
    let earliest = now.saturating_add(LEAST_NOTICE).unwrap_or(now);
    let hours = earliest.as_second().div_euclid(HOUR_SECS) + 1;
    Timestamp::from_second(hours * HOUR_SECS).unwrap_or(earliest)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::tenant::TenantId;
    use crate::user::UserId;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn change() -> NewEmailChange {
        NewEmailChange { id: Uuid::from_u128(7), link_lifetime: SignedDuration::from_hours(7 * 24) }
    }

    fn ada() -> User {
        let acme = TenantId::parse("acme").unwrap();
        User::native(
            UserId::new(Uuid::from_u128(1)),
            acme,
            address("ada@example.com"),
            at("2026-11-24T13:00:00Z"),
        )
    }

    fn corrected(user: &User, correction: &Correction, now: &str) -> User {
        user.corrected(correction, change(), Actor::Operator, at(now)).unwrap()
    }

    #[test]
    fn an_address_counts_at_once_and_is_verified_by_the_person() {
        let correction = Correction { email: Some(address("ada@example.org")), ..Correction::default() };
        let after = corrected(&ada(), &correction, "2026-11-24T14:00:00Z");
        assert_eq!((after.user_name.as_str(), after.email.as_str()), ("ada@example.org", "ada@example.com"));
        assert_eq!(after.email_change.as_ref().unwrap().to, address("ada@example.org"));
        assert_eq!((after.version, after.updated_by), (2, Actor::Operator));
        assert_eq!(corrected(&after, &correction, "2026-11-24T15:00:00Z"), after, "nothing changes");
    }

    #[test]
    fn names_that_are_not_spoken_of_stay() {
        let named = |given: Option<Option<&str>>, display: Option<Option<&str>>| {
            let own = |name: Option<Option<&str>>| name.map(|name| name.map(str::to_owned));
            let names = NameCorrection { given: own(given), family: None, display: own(display) };
            Correction { names, ..Correction::default() }
        };
        let mut ada = ada();
        ada.profile.insert("title".to_owned(), "Countess".into());
        let after = corrected(&ada, &named(Some(Some("Ada")), Some(Some("Ada L."))), "2026-11-24T14:00:00Z");
        let after = corrected(&after, &named(None, Some(None)), "2026-11-24T14:00:00Z");
        let names = Names::of(&after.profile);
        assert_eq!((names.given.as_deref(), names.display.as_deref()), (Some("Ada"), None));
        assert_eq!(after.profile["title"], "Countess");
        let without = corrected(&after, &named(Some(None), None), "2026-11-24T14:00:00Z");
        assert!(!without.profile.contains_key("name"));
    }

    #[test]
    fn who_is_blocked_has_two_weeks_and_who_is_restored_is_kept() {
        let active = |active| Correction { active: Some(active), ..Correction::default() };
        let blocked = corrected(&ada(), &active(false), "2026-11-24T13:00:00Z");
        assert_eq!(blocked.deactivation.unwrap().purge_at, at("2026-12-08T12:00:00Z"));
        let restored = corrected(&blocked, &active(true), "2026-12-01T13:00:00Z");
        assert_eq!(restored.deactivation, None);
    }

    #[test]
    fn who_is_deleted_is_due_at_the_next_full_hour_but_not_within_ten_minutes() {
        for (now, due) in [
            ("2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z"),
            ("2026-11-24T13:49:59Z", "2026-11-24T14:00:00Z"),
            ("2026-11-24T13:50:00Z", "2026-11-24T15:00:00Z"),
        ] {
            let deleted = ada().deleted(Actor::Operator, at(now)).unwrap();
            let since = deleted.deactivation.unwrap();
            assert_eq!((since.deactivated_at, since.purge_at), (at(now), at(due)), "{now}");
            assert_eq!(deleted.deleted(Actor::Operator, at(due)).unwrap(), deleted, "deleted already");
        }
    }

    #[test]
    fn who_is_blocked_already_is_deleted_sooner_and_never_later() {
        let active = |active| Correction { active: Some(active), ..Correction::default() };
        let blocked = corrected(&ada(), &active(false), "2026-11-24T13:00:00Z");
        let deleted = blocked.deleted(Actor::Operator, at("2026-11-30T09:00:00Z")).unwrap();
        let since = deleted.deactivation.unwrap();
        assert_eq!(since.deactivated_at, at("2026-11-24T13:00:00Z"));
        assert_eq!(since.purge_at, at("2026-11-30T10:00:00Z"));
        let late = blocked.deleted(Actor::Operator, at("2026-12-08T11:55:00Z")).unwrap();
        assert_eq!(late, blocked, "due before that already");
    }

    #[test]
    fn what_the_directory_manages_is_the_directorys() {
        let linked = User { linked: true, ..ada() };
        let now = at("2026-11-24T14:00:00Z");
        assert_eq!(linked.deleted(Actor::Operator, now), Err(Managed::Linked));
        let refused = linked.corrected(&Correction::default(), change(), Actor::Operator, now);
        assert_eq!(refused, Err(Managed::Linked));
    }
}
