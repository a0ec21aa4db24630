//! What became of somebody: whether they are active, blocked or deleted, since when, by whom and why.
//!
//! A deleted account leaves a [tombstone](super::deletion::Tombstone) without an address. It is found by a [`TraceMark`]: a
//! keyed hash of what somebody asks by. The key is the tenant's own. It stands in the table alone, and nobody is shown it. So a
//! mark tells an address only to somebody who can read the table and guesses that address.

use std::collections::BTreeSet;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::deletion::{self, Tombstone};
use super::sign_in_check::Cause;
use super::user::{Actor, Deactivation, Guard, User, UserId};

/// What stands before the hashed text, so that a mark is a mark and nothing else.
const MARKED: &str = "rollcall trace ";

/// Deleted accounts that a trace shows at most: the latest of them.
pub const MOST_DELETED: usize = 10;

/// Entries of the history that a trace shows at most: the latest of them.
pub const MOST_ENTRIES: u8 = 50;

/// Who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// By the account's id.
    Id(UserId),
    /// By what one account of the tenant alone can have.
    Held(Guard),
}

/// A tenant's key of its marks: 256 random bits, in hexadecimal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TraceKey(String);

impl TraceKey {
    /// A key of random bits, which the edge draws.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(hex::encode(random))
    }

    /// The mark of an address, whatever its case, or of an `externalId`, exactly. `None` for no key that HMAC takes; it takes
    /// every one.
    #[must_use]
    pub fn mark(&self, guard: &Guard) -> Option<TraceMark> {
        let (kind, text) = match guard {
            Guard::Address(address) => ("address ", address.as_str()),
            Guard::ExternalId(external_id) => ("externalId ", external_id.as_str()),
        };
        let mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        let mac = mac.chain_update(MARKED).chain_update(kind).chain_update(text);
        Some(TraceMark(hex::encode(mac.finalize().into_bytes())))
    }
}

impl fmt::Debug for TraceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TraceKey(…)")
    }
}

/// By this a deleted account is found: HMAC-SHA-256 of an address or an `externalId`, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TraceMark(String);

impl TraceMark {
    /// The mark as it stands in a key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why an account was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deletion {
    /// It was blocked, and its two weeks were over.
    AfterDeactivation,
    /// The directory deleted the user, up to two weeks before.
    ByDirectory,
    /// The operator deleted it: it went at the next full hour that was ten minutes away or more.
    ByOperator,
    /// An administrator deleted it in the portal, likewise.
    ByAdmin,
    /// It gave its address or `externalId` to another person, up to two weeks before.
    Replaced,
}

impl Deletion {
    /// As APIs spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AfterDeactivation => "after_deactivation",
            Self::ByDirectory => "by_directory",
            Self::ByOperator => "by_operator",
            Self::ByAdmin => "by_admin",
            Self::Replaced => "replaced",
        }
    }

    /// Why a blocked account is deleted.
    pub(super) fn of(user: &User, since: Deactivation) -> Option<Self> {
        let is_early = since.purge_at < deletion::purge_at(since.deactivated_at);
        if is_early && user.replaced.is_none() {
            let mut by = [Some(user.updated_by), since.by].into_iter().flatten();
            let by = by.find(|by| matches!(by, Actor::Admin | Actor::Operator));
            return Some(if by == Some(Actor::Admin) { Self::ByAdmin } else { Self::ByOperator });
        }
        user.cause().map(Self::of_cause)
    }

    /// Why an account was deleted, as far as it follows from why it was blocked.
    pub(super) const fn of_cause(cause: Cause) -> Self {
        match cause {
            Cause::Replaced => Self::Replaced,
            Cause::DeletedByDirectory => Self::ByDirectory,
            Cause::DeactivatedByDirectory | Cause::DeactivatedByOperator => Self::AfterDeactivation,
        }
    }
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They have an account that is not blocked.
    Active,
    /// Their account is blocked, and is deleted at its time.
    Blocked,
    /// Their account was deleted in the last 90 days, and they have no other.
    Deleted,
    /// Nothing is known of them.
    Unknown,
}

impl State {
    /// As APIs spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked => "blocked",
            Self::Deleted => "deleted",
            Self::Unknown => "unknown",
        }
    }

    /// Where somebody stands who has this account, and of whose deleted ones these stay.
    #[must_use]
    pub const fn of(account: Option<&User>, deleted: &[Tombstone]) -> Self {
        match account {
            Some(user) if user.is_active() => Self::Active,
            Some(_) => Self::Blocked,
            None if deleted.is_empty() => Self::Unknown,
            None => Self::Deleted,
        }
    }
}

impl User {
    /// All that a deleted account is asked for by: its `userName`, its verified address and its `externalId`. Also those that it
    /// gave to another account. A `userName` that is a mark or an address of a soft delete stands beside the address.
    #[must_use]
    pub fn traced_by(&self) -> BTreeSet<Guard> {
        let addresses = [self.user_name.key(), self.email.key()].into_iter().map(Guard::Address);
        addresses.chain(self.external_id.clone().map(Guard::ExternalId)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use uuid::Uuid;

    use super::*;
    use crate::address::{AddressKey, EmailAddress};
    use crate::tenant::TenantId;
    use crate::update::unlink;
    use crate::user::{ExternalId, Replaced};

    fn now() -> Timestamp {
        "2026-11-24T13:00:00Z".parse().unwrap()
    }

    fn address(text: &str) -> Guard {
        Guard::Address(AddressKey::sought(text).unwrap())
    }

    fn external_id(text: &str) -> ExternalId {
        ExternalId::parse(text).unwrap().unwrap()
    }

    fn ada() -> User {
        let (acme, email) = (TenantId::parse("acme"), EmailAddress::parse("Ada@Example.com"));
        User::native(UserId::new(Uuid::from_u128(1)), acme.unwrap(), email.unwrap(), now())
    }

    #[test]
    fn a_mark_is_of_one_key_and_one_text_and_tells_neither() {
        let (key, other) = (TraceKey::new([1; 32]), TraceKey::new([2; 32]));
        let mark = key.mark(&address("Ada@Example.com")).unwrap();
        assert_eq!(key.mark(&address("ada@example.COM")), Some(mark.clone()));
        assert_eq!((mark.as_str().len(), format!("{key:?}")), (64, "TraceKey(…)".to_owned()));
        let others = [
            other.mark(&address("ada@example.com")),
            key.mark(&address("bob@example.com")),
            key.mark(&Guard::ExternalId(external_id("ada@example.com"))),
        ];
        for other in others {
            assert_ne!(other, Some(mark.clone()));
        }
        let exact = ["00u1", "00U1"].map(|text| key.mark(&Guard::ExternalId(external_id(text))));
        assert_ne!(exact[0], exact[1]);
    }

    #[test]
    fn somebody_is_found_by_what_the_account_had_even_if_another_has_it_now() {
        let mut user = User { external_id: Some(external_id("00u1")), ..ada() };
        user.user_name = EmailAddress::parse("zz_left_ada@example.com").unwrap();
        user.replaced =
            Some(Replaced { by: UserId::new(Uuid::from_u128(2)), external_id: external_id("00u2") });
        let expected = [
            address("ada@example.com"),
            address("zz_left_ada@example.com"),
            Guard::ExternalId(external_id("00u1")),
        ];
        assert_eq!(user.traced_by(), expected.into());
        assert!(user.guards().is_empty());
    }

    #[test]
    fn why_an_account_was_deleted_is_told_by_how_it_was_blocked_and_for_how_long() {
        let later = now() + SignedDuration::from_hours(48);
        let linked = User { linked: true, ..ada() };
        let mut unassigned = linked.clone();
        unassigned.set_active(false, now());
        unassigned.blocked_by(Actor::Directory);
        let by_hand = |by| ada().deleted(by, now()).unwrap();
        let unlinked = unlink(&linked, now());
        let mut deactivated = ada();
        deactivated.set_active(false, now());
        let deactivated = deactivated.changed_from(&ada(), Actor::Operator, now());
        let replaced = Replaced { by: UserId::new(Uuid::from_u128(2)), external_id: external_id("00u2") };
        for (user, expected) in [
            (unassigned.clone(), Deletion::AfterDeactivation),
            (unlinked.clone(), Deletion::ByDirectory),
            (unlink(&unassigned, later), Deletion::ByDirectory),
            (by_hand(Actor::Operator), Deletion::ByOperator),
            (by_hand(Actor::Admin), Deletion::ByAdmin),
            (unlinked.deleted(Actor::Admin, later).unwrap(), Deletion::ByAdmin),
            (deactivated.clone(), Deletion::AfterDeactivation),
            (deactivated.deleted(Actor::Admin, later).unwrap(), Deletion::ByAdmin),
            (User { replaced: Some(replaced), ..deactivated }, Deletion::Replaced),
        ] {
            assert_eq!(Deletion::of(&user, user.deactivation.unwrap()), Some(expected), "{user:?}");
        }
    }

    #[test]
    fn each_deletion_is_spelt_as_it_is_stored() {
        for deletion in [
            Deletion::AfterDeactivation,
            Deletion::ByDirectory,
            Deletion::ByOperator,
            Deletion::ByAdmin,
            Deletion::Replaced,
        ] {
            assert_eq!(serde_json::to_value(deletion).unwrap(), deletion.as_str());
        }
    }

    #[test]
    fn whoever_has_an_account_stands_where_it_stands() {
        let blocked = ada().deleted(Actor::Operator, now()).unwrap();
        let later = now() + SignedDuration::from_hours(2);
        let deleted = [deletion::tombstone(&blocked, &TraceKey::new([1; 32]), later).unwrap()];
        for (account, expected) in
            [(Some(ada()), State::Active), (Some(blocked), State::Blocked), (None, State::Deleted)]
        {
            assert_eq!(State::of(account.as_ref(), &deleted), expected);
        }
        assert_eq!(State::of(None, &[]), State::Unknown);
    }
}
