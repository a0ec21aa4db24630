//! May somebody sign in to the operator's product? For the product's single sign-on, which knows an address, an `externalId`
//! or an id, and must let nobody in whom Rollcall has blocked.
//!
//! - *Allowed* is whoever has an account that is not blocked. An invitation, a place, a plan or a directory is not asked for:
//!   people have accounts before they are invited, and keep them when a plan ends.
//! - Of the addresses of an account the verified one, `email`, is the one that signs in. The others are a new `userName` and
//!   the target of a pending change: a directory can name any address there, and nobody has shown yet that it is theirs. They
//!   are *blocked*, and not *unknown*: an unknown person may be let in as a new one.

use serde::{Deserialize, Serialize};

use super::address::AddressKey;
use super::user::{Actor, User};

/// Why an account is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The directory set it to inactive: it unassigned the person.
    DeactivatedByDirectory,
    /// The directory deleted the user.
    DeletedByDirectory,
    /// The operator blocked or deleted an account that no directory manages.
    DeactivatedByOperator,
    /// The directory gave its address or `externalId` to another person, who has an account of their own.
    Replaced,
}

impl Cause {
    /// As APIs spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeactivatedByDirectory => "deactivated_by_directory",
            Self::DeletedByDirectory => "deleted_by_directory",
            Self::DeactivatedByOperator => "deactivated_by_operator",
            Self::Replaced => "replaced",
        }
    }
}

/// Why somebody who has an account may not sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefused {
    /// The account is blocked.
    Blocked(Cause),
    /// They were asked for by an address that is not verified. By the verified one they may sign in.
    AddressUnconfirmed,
}

impl User {
    /// Why the account is blocked; `None`: it is not.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        let since = self.deactivation?;
        Some(match since.by {
            _ if self.replaced.is_some() => Cause::Replaced,
            // Whoever blocked it first, the directory wants it blocked, and alone can restore it.
            _ if self.linked => Cause::DeactivatedByDirectory,
            Some(Actor::Directory) => Cause::DeletedByDirectory,
            Some(_) => Cause::DeactivatedByOperator,
            // Blocked by an earlier version: the last change tells, as a blocked account seldom has another.
            None if self.updated_by == Actor::Operator => Cause::DeactivatedByOperator,
            None => Cause::DeletedByDirectory,
        })
    }

    /// May the person sign in, who was asked for by this address? `None`: by an id.
    ///
    /// # Errors
    ///
    /// [`SignInRefused`]. A blocked account is told as such, by whatever address.
    pub fn may_sign_in(&self, by: Option<&AddressKey>) -> Result<(), SignInRefused> {
        match self.cause() {
            Some(cause) => Err(SignInRefused::Blocked(cause)),
            None if by.is_some_and(|address| *address != self.email.key()) => {
                Err(SignInRefused::AddressUnconfirmed)
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use serde_json::Map;
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::email_change::NewEmailChange;
    use crate::tenant::{ProfileSync, TenantId};
    use crate::unmanaged::Correction;
    use crate::update::{Desired, unlink, update};
    use crate::user::{Deactivation, ExternalId, Replaced, UserId};

    fn now() -> Timestamp {
        "2026-11-24T13:00:00Z".parse().unwrap()
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn ada() -> User {
        let acme = TenantId::parse("acme").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme, address("ada@example.com"), now())
    }

    fn change() -> NewEmailChange {
        NewEmailChange { id: Uuid::from_u128(7), link_lifetime: SignedDuration::from_hours(24) }
    }

    /// As the directory wants it.
    fn pushed(user: &User, name: &str, active: bool) -> User {
        let desired =
            Desired { user_name: address(name), external_id: None, active, profile: Map::default() };
        update(user, desired, ProfileSync::Off, change(), now())
    }

    fn linked() -> User {
        User { linked: true, ..ada() }
    }

    #[test]
    fn who_is_blocked_is_told_by_whom_in_whatever_way_it_was_done() {
        let blocked = Correction { active: Some(false), ..Correction::default() };
        let by_operator = ada().corrected(&blocked, change(), Actor::Operator, now()).unwrap();
        let replaced = Replaced {
            by: UserId::new(Uuid::from_u128(2)),
            external_id: ExternalId::parse("00u2").unwrap().unwrap(),
        };
        for (user, cause) in [
            (pushed(&linked(), "ada@example.com", false), Cause::DeactivatedByDirectory),
            (unlink(&linked(), now()), Cause::DeletedByDirectory),
            (unlink(&pushed(&linked(), "ada@example.com", false), now()), Cause::DeletedByDirectory),
            (by_operator.clone(), Cause::DeactivatedByOperator),
            (ada().deleted(Actor::Operator, now()).unwrap(), Cause::DeactivatedByOperator),
            (User { updated_by: Actor::System, ..by_operator.clone() }, Cause::DeactivatedByOperator),
            (User { linked: true, ..by_operator.clone() }, Cause::DeactivatedByDirectory),
            (User { replaced: Some(replaced), ..by_operator }, Cause::Replaced),
        ] {
            let refused = Err(SignInRefused::Blocked(cause));
            assert_eq!((user.may_sign_in(None), user.cause()), (refused, Some(cause)));
            assert_eq!(user.may_sign_in(Some(&user.email.key())), refused);
            assert_eq!(user.may_sign_in(Some(&address("else@example.com").key())), refused);
        }
    }

    #[test]
    fn who_was_blocked_by_an_earlier_version_is_told_by_the_last_change() {
        let deactivation = Deactivation { deactivated_at: now(), purge_at: now(), by: None };
        let blocked =
            |linked, updated_by| User { deactivation: Some(deactivation), linked, updated_by, ..ada() };
        assert_eq!(blocked(true, Actor::System).cause(), Some(Cause::DeactivatedByDirectory));
        assert_eq!(blocked(false, Actor::Directory).cause(), Some(Cause::DeletedByDirectory));
        assert_eq!(blocked(false, Actor::Operator).cause(), Some(Cause::DeactivatedByOperator));
    }

    #[test]
    fn the_verified_address_signs_in_until_the_new_one_is_confirmed() {
        let renamed = pushed(&linked(), "countess@example.com", true);
        let [old, new] = ["Ada@Example.com", "countess@example.com"].map(|text| address(text).key());
        assert_eq!(renamed.may_sign_in(Some(&old)), Ok(()));
        assert_eq!(renamed.may_sign_in(Some(&new)), Err(SignInRefused::AddressUnconfirmed));
        assert_eq!(renamed.may_sign_in(None), Ok(()), "by an id");
        let confirmed = renamed.confirmed(renamed.email_change.as_ref().unwrap(), now());
        assert_eq!(confirmed.may_sign_in(Some(&new)), Ok(()));
        assert_eq!(
            confirmed.may_sign_in(Some(&old)),
            Err(SignInRefused::AddressUnconfirmed),
            "not theirs now"
        );
    }

    #[test]
    fn each_cause_is_spelt_as_it_is_stored() {
        for cause in [
            Cause::DeactivatedByDirectory,
            Cause::DeletedByDirectory,
            Cause::DeactivatedByOperator,
            Cause::Replaced,
        ] {
            assert_eq!(serde_json::to_value(cause).unwrap(), cause.as_str());
        }
    }
}
