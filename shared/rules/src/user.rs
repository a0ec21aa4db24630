//! The account of one person at one tenant.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::access::RoleId;
use super::address::{AddressKey, EmailAddress};
use super::billing::{Days, day_of};
use super::deletion;
use super::email_change::EmailChange;
use super::feed::Backlog;
use super::group::GroupId;
use super::invitation::Invitation;
use super::mail_limit::RecentMails;
use super::owed::Owed;
use super::place::PastPlace;
use super::tenant::TenantId;
use super::text;
use super::token::TokenHash;

/// Longest `externalId`, in bytes. Okta's and Entra's have 20 and 36.
pub const MAX_EXTERNAL_ID_LEN: usize = 512;

/// Days after which a day is no longer asked for: a sign-in is reported within 31 days, and clocks differ.
const LATE_DAYS: i64 = 33;

/// Identifier of an account: a random UUID, so that keys spread over the table's partitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(Uuid);

impl UserId {
    /// An identifier drawn by the edge.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// Reads the form that [`fmt::Display`] prints, and no other: an id is compared as it stands (RFC 7643 §3.1).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        canonical_uuid(text).map(Self)
    }

    /// The identifier as a UUID.
    #[must_use]
    pub const fn as_uuid(self) -> Uuid {
        self.0
    }

    /// The first hexadecimal digit, `0` to `15`: the shard of the account.
    #[must_use]
    pub const fn shard(self) -> u8 {
        let [first, ..] = *self.0.as_bytes();
        first >> 4
    }

    /// The first six bits, `0` to `63`: which of the tenant's counters counts the account.
    #[must_use]
    pub const fn counter(self) -> u8 {
        let [first, ..] = *self.0.as_bytes();
        first >> 2
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// Reads a UUID in the form in which it is printed, and no other.
pub(super) fn canonical_uuid(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    (id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text).then_some(id)
}

/// Identifier of a write of an account, drawn by the edge, once for all the tries of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriteId(u64);

impl WriteId {
    /// An identifier out of a random UUID: short, as each account keeps some.
    #[must_use]
    pub const fn new(random: Uuid) -> Self {
        Self(random.as_u64_pair().1)
    }
}

/// The last writes of an account, the latest last: by these a write whose answer got lost is known to have been made,
/// even if others came after it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecentWrites(Vec<WriteId>);

impl RecentWrites {
    /// How many are kept. As many may come between a write and its last try, at most seconds later.
    pub const KEPT: usize = 4;

    /// Whether this write is one of the recent ones.
    #[must_use]
    pub fn contains(&self, write: WriteId) -> bool {
        self.0.contains(&write)
    }

    /// The recent writes after one more; the oldest falls out.
    #[must_use]
    pub fn and(&self, write: WriteId) -> Self {
        let before = self.0.iter().filter(|earlier| **earlier != write);
        let dropped = before.clone().count().saturating_sub(Self::KEPT - 1);
        Self(before.copied().skip(dropped).chain([write]).collect())
    }
}

/// The directory's own identifier of a person: any text of 1 to [`MAX_EXTERNAL_ID_LEN`] bytes, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalId(String);

/// The `externalId` is longer than [`MAX_EXTERNAL_ID_LEN`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is longer than {MAX_EXTERNAL_ID_LEN} bytes")]
pub struct ExternalIdTooLong;

impl ExternalId {
    /// Reads an identifier; an empty one is none (RFC 7643 §3.1 has it optional, Okta clears by sending `""`).
    ///
    /// # Errors
    ///
    /// [`ExternalIdTooLong`] beyond [`MAX_EXTERNAL_ID_LEN`] bytes.
    pub fn parse(text: &str) -> Result<Option<Self>, ExternalIdTooLong> {
        match text.len() {
            0 => Ok(None),
            1..=MAX_EXTERNAL_ID_LEN => Ok(Some(Self(text.to_owned()))),
            _ => Err(ExternalIdTooLong),
        }
    }

    /// The identifier as the directory sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Since when an account is blocked, and until when it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deactivation {
    /// When the account was blocked.
    pub deactivated_at: Timestamp,
    /// When the account is deleted, see [`deletion::purge_at`].
    pub purge_at: Timestamp,
    /// Who blocked it; `None`: an earlier version did not note that.
    pub by: Option<Actor>,
}

/// Whose account has the place of this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Replaced {
    /// The account that has the address and the `externalId` since.
    pub by: UserId,
    /// The `externalId` with which the directory asked for that account.
    pub external_id: ExternalId,
}

/// One person's account at one tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// A random UUID, the SCIM `id`.
    pub id: UserId,
    /// The tenant that has the account.
    pub tenant: TenantId,
    /// Counts the changes that somebody can see, from 1, each an entry of the history: SCIM `meta.version`.
    pub version: u64,
    /// Counts all changes, from 1. Every write is conditional on the one that was read.
    pub revision: u64,
    /// SCIM key; changes at once.
    pub user_name: EmailAddress,
    /// The verified address; changes when the person confirms it.
    pub email: EmailAddress,
    /// The pending move of `email`.
    pub email_change: Option<EmailChange>,
    /// The change of `email` that was confirmed last.
    pub confirmed_change: Option<Uuid>,
    /// Managed by the directory? Otherwise it is invisible to SCIM.
    pub linked: bool,
    /// The directory's own identifier; unique within the tenant.
    pub external_id: Option<ExternalId>,
    /// The groups that the person is in, 1,000 at most. Only a linked account is in some.
    pub groups: BTreeSet<GroupId>,
    /// The complete set of roles that was announced last. What is shown is computed: [`Access::roles_of`](super::access::Access::roles_of).
    pub roles: BTreeSet<RoleId>,
    /// The roles that the directory says, where roles come from it; each once.
    pub directory_roles: Vec<RoleId>,
    /// The groups for which the person was invited by rule, or needed no invitation, since they came into them.
    pub invited_by_groups: BTreeSet<GroupId>,
    /// Since when the account is to be reviewed by the access rules, as something changed that they look at.
    pub access_due: Option<Timestamp>,
    /// The latest invitation, whatever became of it.
    pub invitation: Option<Invitation>,
    /// Places that the person lost: the latest, if they have none, and those of late.
    pub past_places: Vec<PastPlace>,
    /// When the person was first seen signed in to the operator's product.
    pub first_signed_in_at: Option<Timestamp>,
    /// The day from which on no days have been billed yet.
    pub billed_until: Option<Date>,
    /// Days before that which are not billed, of late: a sign-in on one of them may still be reported.
    pub unbilled: Vec<Days>,
    /// Days at whose beginning the account was blocked, or the person had no place any more, of late and before that ended.
    pub absences: Vec<Days>,
    /// Present while the account is inactive.
    pub deactivation: Option<Deactivation>,
    /// Name of who blocked it, if that is known. Kept by the store.
    pub deactivated_by_name: Option<ActorName>,
    /// Present once the account gave its place to another one. It is inactive, holds no guard, and waits for its
    /// deletion.
    pub replaced: Option<Replaced>,
    /// Names, title, department and so on: SCIM attributes by their canonical names.
    pub profile: Map<String, Value>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When `version` last went up.
    pub updated_at: Timestamp,
    /// Who made the latest visible change.
    pub updated_by: Actor,
    /// Name of who made it, if that is known. Kept by the store.
    pub updated_by_name: Option<ActorName>,
    /// Mails that the person has yet to be sent.
    pub owed: Option<Owed>,
    /// Mails that it caused lately.
    pub recent_mails: RecentMails,
    /// Links that were mailed to the person, the latest of them.
    pub links: Vec<TokenHash>,
    /// Changes that may not stand in the history and in the feed yet. Kept by the store.
    pub backlog: Backlog,
    /// Which writes made the account what it was when it was read. Kept by the store.
    pub writes: RecentWrites,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Actor {
    /// The tenant's directory, by SCIM.
    Directory,
    /// The person, by a link.
    Person,
    /// The tenant's administrator, in the portal.
    Admin,
    /// The operator: by the `rollcall` command, or by the backend that calls the people API.
    Operator,
    /// Rollcall itself, in following something up.
    System,
}

/// Longest name of who made a change, in characters: as long as the label of a token and the name of an administrator.
const MAX_ACTOR_NAME_CHARS: usize = 100;

/// Name of who made a change, as the tenant's administrator knows them: the label or the id of a token, or the name of an
/// administrator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorName(String);

impl ActorName {
    /// The name in one line; `None`: nothing can be seen of it.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let name = text::one_line(text, MAX_ACTOR_NAME_CHARS);
        (!name.is_empty()).then_some(Self(name))
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An administrator's name is nothing for logs.
impl fmt::Debug for ActorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActorName(…)")
    }
}

/// Something that only one account of a tenant can have at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// An address: as `userName`, as `email`, or as the target of a pending change.
    Address(AddressKey),
    /// The directory's identifier for the account.
    ExternalId(ExternalId),
}

impl User {
    /// An account that the operator's product has and no directory manages yet.
    #[must_use]
    pub fn native(id: UserId, tenant: TenantId, email: EmailAddress, now: Timestamp) -> Self {
        Self {
            id,
            tenant,
            version: 1,
            revision: 1,
            user_name: email.clone(),
            email,
            email_change: None,
            confirmed_change: None,
            linked: false,
            external_id: None,
            groups: BTreeSet::new(),
            roles: BTreeSet::new(),
            directory_roles: Vec::new(),
            invited_by_groups: BTreeSet::new(),
            access_due: None,
            invitation: None,
            past_places: Vec::new(),
            first_signed_in_at: None,
            billed_until: None,
            unbilled: Vec::new(),
            absences: Vec::new(),
            deactivation: None,
            deactivated_by_name: None,
            replaced: None,
            profile: Map::new(),
            created_at: now,
            updated_at: now,
            updated_by: Actor::Operator,
            updated_by_name: None,
            owed: None,
            recent_mails: RecentMails::default(),
            links: Vec::new(),
            backlog: Backlog::default(),
            writes: RecentWrites::default(),
        }
    }

    /// Whether the account is not blocked: SCIM `active`.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.deactivation.is_none()
    }

    /// All that no other account of the tenant can have while this one exists. An inactive or unlinked account keeps
    /// its guards: a person who comes back is found by them. An account that gave its place to another has none.
    #[must_use]
    pub fn guards(&self) -> BTreeSet<Guard> {
        if self.replaced.is_some() {
            return BTreeSet::new();
        }
        let pending = self.email_change.iter().map(|change| change.to.key());
        let addresses = [self.user_name.key(), self.email.key()].into_iter().chain(pending);
        addresses.map(Guard::Address).chain(self.external_id.clone().map(Guard::ExternalId)).collect()
    }

    /// Is the account blocked, and has another `externalId` than this one? Then it may be wanted for another person.
    #[must_use]
    pub(super) fn is_given_away_by(&self, external_id: Option<&ExternalId>) -> bool {
        let differs = |(stored, given): (&ExternalId, &ExternalId)| stored != given;
        !self.is_active() && self.external_id.as_ref().zip(external_id).is_some_and(differs)
    }

    /// Blocks or restores the account. Blocking it again does not restart its two weeks.
    ///
    /// A request that also names the account goes by [`Self::rename_and_set_active`].
    pub(super) fn set_active(&mut self, active: bool, now: Timestamp) {
        let is_restored = active && !self.is_active();
        if active {
            self.note_absence(self.blocked_since(), now);
        }
        self.deactivation = match (active, self.deactivation) {
            (true, _) => None,
            (false, Some(since)) => Some(since),
            (false, None) => {
                Some(Deactivation { deactivated_at: now, purge_at: deletion::purge_at(now), by: None })
            }
        };
        if is_restored {
            self.deactivated_by_name = None;
            self.owe_invitation_never_mailed(now);
            self.resume_mails(now);
        }
    }

    /// Notes the days since then at whose beginning the person could not work, as that ends.
    pub(super) fn note_absence(&mut self, since: Option<Date>, now: Timestamp) {
        let until = day_of(now).tomorrow().ok();
        let Some(days) = since.zip(until).and_then(|(since, until)| Days::between(since, until)) else {
            return;
        };
        self.absences.retain(|past| is_of_late(*past, day_of(now)));
        self.absences.push(days);
    }

    /// The first day at whose beginning the account was blocked, if it is.
    fn blocked_since(&self) -> Option<Date> {
        day_of(self.deactivation?.deactivated_at).tomorrow().ok()
    }

    /// Was the account blocked when a day began, or had the person lost their place? Of days more than a month ago it is
    /// not known any more.
    #[must_use]
    pub(super) fn was_away_on(&self, day: Date) -> bool {
        let since = [self.blocked_since(), self.without_place_since()];
        since.into_iter().flatten().any(|since| since <= day)
            || self.absences.iter().any(|days| days.contains(day))
    }

    /// The account with version and revision counted up, and with who blocked it, if it differs from what it was.
    pub(super) fn changed_from(mut self, before: &Self, by: Actor, now: Timestamp) -> Self {
        if self != *before {
            if before.is_active() {
                self.blocked_by(by);
            }
            self.version = before.version + 1;
            self.revision = before.revision + 1;
            self.updated_at = now;
            self.updated_by = by;
        }
        self
    }

    /// Notes who blocked the account, if it is blocked.
    pub(super) fn blocked_by(&mut self, by: Actor) {
        if let Some(since) = &mut self.deactivation {
            since.by = Some(by);
        }
    }

    /// The account with its revision counted up, if it differs from what it was in nothing that a directory sees.
    pub(super) fn noted_from(mut self, before: &Self) -> Self {
        if self != *before {
            self.revision = before.revision + 1;
        }
        self
    }
}

/// Can a sign-in of one of these days still be reported?
pub(super) fn is_of_late(days: Days, today: Date) -> bool {
    days.until > earliest_of_late(today)
}

/// Can a sign-in of this day still be reported?
pub(super) fn day_is_of_late(day: Date, today: Date) -> bool {
    day >= earliest_of_late(today)
}

fn earliest_of_late(today: Date) -> Date {
    today.saturating_sub(SignedDuration::from_hours(24 * LATE_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_only_in_the_form_it_is_printed() {
        let text = "a3bb189e-8bf9-3888-9912-ace4e6543002";
        let id = UserId::parse(text).unwrap();
        assert_eq!(id.to_string(), text);
        assert_eq!(id.shard(), 10);
        for other in [text.to_uppercase(), text.replace('-', ""), format!("{{{text}}}"), "42".to_owned()] {
            assert_eq!(UserId::parse(&other), None, "{other}");
        }
    }

    #[test]
    fn the_latest_writes_are_kept_each_once() {
        let write = |number: u128| WriteId::new(Uuid::from_u128(number));
        let mut writes = RecentWrites::default();
        for number in [1, 2, 3, 4, 2, 5] {
            writes = writes.and(write(number));
        }
        assert_eq!(writes.0, [3, 4, 2, 5].map(write));
        assert!(writes.contains(write(2)) && !writes.contains(write(1)));
    }

    #[test]
    fn an_empty_external_id_is_none_and_a_long_one_is_refused() {
        assert_eq!(ExternalId::parse(""), Ok(None));
        assert_eq!(ExternalId::parse("00u1").unwrap().unwrap().as_str(), "00u1");
        assert_eq!(ExternalId::parse(&"x".repeat(MAX_EXTERNAL_ID_LEN + 1)), Err(ExternalIdTooLong));
    }
}
