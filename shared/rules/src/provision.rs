//! `POST /Users`: whom it means, and what becomes of them.
//!
//! A directory that is told 409 for its own person stays stuck for ever. So a POST takes up every account that it can
//! mean: the account with the address, or else the account with the `externalId`. Only an account that the directory
//! manages *and* that is active leads to 409.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::address::EmailAddress;
use super::email_change::NewEmailChange;
use super::tenant::{ProfileSync, TenantId};
use super::user::{Actor, ExternalId, User, UserId};

/// The account that a `POST` of the directory asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The tenant whose directory asks.
    pub tenant: TenantId,
    /// SCIM `userName`, checked to be an address.
    pub user_name: EmailAddress,
    /// `externalId`, where the directory gives one.
    pub external_id: Option<ExternalId>,
    /// `active`: a person can be assigned and blocked in one go.
    pub active: bool,
    /// The other attributes, as sent.
    pub profile: Map<String, Value>,
}

/// The accounts that have what the assignment asks for. Both can be the same account.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holders<'a> {
    /// The account that guards the address.
    pub address: Option<&'a User>,
    /// The account that guards the `externalId`.
    pub external_id: Option<&'a User>,
}

/// What the edge gives, for where the rule needs it.
#[derive(Debug, Clone, Copy)]
pub struct New {
    /// Identifier of a new account.
    pub user: UserId,
    /// For a change of address.
    pub change: NewEmailChange,
}

/// The accounts after an assignment, to be written in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisioned {
    /// The person's account as it is now.
    pub user: User,
    /// What it was before; `None`: it is new.
    pub before: Option<User>,
    /// Another account, inactive, that gives its `externalId` up to this one: before and after.
    pub released: Option<(User, User)>,
}

/// Why an assignment is refused (409 `uniqueness`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// The person is provisioned already.
    #[error(
        "A user with this userName is provisioned already. Look it up by filter=userName eq \"…\" and update that \
         user instead."
    )]
    UserName,
    /// Another user has it as its verified address or awaits its confirmation.
    #[error(
        "The address is the verified or awaited e-mail address of another user, whose userName differs. Rename or \
         unassign that user first, or wait until its change of address is confirmed."
    )]
    Address,
    /// Another active user has the `externalId`.
    #[error("Another active user has this externalId. Look it up by filter=externalId eq \"…\".")]
    ExternalId,
}

/// Decides what an assignment does.
///
/// # Errors
///
/// [`Taken`], if an active user of the directory has the address or the `externalId`.
pub fn provision(
    wanted: Assignment,
    holders: Holders<'_>,
    sync: ProfileSync,
    new: New,
    now: Timestamp,
) -> Result<Provisioned, Taken> {
    if let Some(holder) = holders.address.filter(|holder| is_in_use(holder)) {
        return Err(if holder.user_name.is_same(&wanted.user_name) {
            Taken::UserName
        } else {
            Taken::Address
        });
    }
    if holders.external_id.is_some_and(is_in_use) {
        return Err(Taken::ExternalId);
    }
    let Some(before) = holders.address.or(holders.external_id) else {
        return Ok(Provisioned { user: create(wanted, new.user, now), before: None, released: None });
    };
    let released =
        holders.external_id.filter(|holder| holder.id != before.id).map(|holder| release(holder, now));
    let user = take_up(before, wanted, sync, new.change, now);
    Ok(Provisioned { user, before: Some(before.clone()), released })
}

const fn is_in_use(user: &User) -> bool {
    user.linked && user.is_active()
}

fn create(wanted: Assignment, id: UserId, now: Timestamp) -> User {
    let mut user = User::native(id, wanted.tenant, wanted.user_name, now);
    user.linked = true;
    user.external_id = wanted.external_id;
    user.profile = wanted.profile;
    user.set_active(wanted.active, now);
    user.updated_by = Actor::Directory;
    user
}

/// Links an account that no directory manages, or reassigns one that it had unassigned.
fn take_up(
    before: &User,
    wanted: Assignment,
    sync: ProfileSync,
    change: NewEmailChange,
    now: Timestamp,
) -> User {
    let mut user = before.clone();
    // For an account that was not linked this is the first profile sent; a reassigned one has its own already.
    if !before.linked || sync == ProfileSync::Full {
        user.profile = wanted.profile;
    }
    user.linked = true;
    user.rename(wanted.user_name, change, now);
    user.external_id = wanted.external_id.or(user.external_id);
    user.set_active(wanted.active, now);
    user.changed_from(before, Actor::Directory, now)
}

fn release(holder: &User, now: Timestamp) -> (User, User) {
    let after = User { external_id: None, ..holder.clone() };
    (holder.clone(), after.changed_from(holder, Actor::Directory, now))
}
