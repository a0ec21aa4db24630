//! `POST /Users`: whom it means, and what becomes of them.
//!
//! A directory that is told 409 for its own person stays stuck for ever. So only an account that the directory manages
//! *and* that is active leads to 409.
//!
//! Any other account with the address is the same person, and is taken up, unless it has another `externalId` than the
//! directory gives. An address is given to a new employee, and so is an `externalId` that is mapped from something like a
//! desk or a place in a plan. Where one key fits and the other does not, it may be another person. Then there is a new
//! account, and the account so far gives it its place: it keeps neither the address nor the `externalId`, and is deleted
//! when it is due. A new account is the only one of which neither the history, the lines nor the `id` leads to the data of
//! the person before.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::address::EmailAddress;
use super::email_change::NewEmailChange;
use super::tenant::{ProfileSync, TenantId};
use super::user::{Actor, ExternalId, Guard, Replaced, User, UserId};

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

impl Holders<'_> {
    /// Guards are read before the accounts to which they lead. What an account has got or given away in between, the
    /// account itself says.
    fn as_the_accounts_say(self, wanted: &Assignment) -> Self {
        let has = |guard: Guard| {
            let mut accounts = [self.address, self.external_id].into_iter().flatten();
            accounts.find(|account| account.guards().contains(&guard))
        };
        Self {
            address: has(Guard::Address(wanted.user_name.key())),
            external_id: wanted.external_id.clone().and_then(|id| has(Guard::ExternalId(id))),
        }
    }
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
    /// Other accounts, inactive, that give their place to this one: before and after.
    pub replaced: Vec<(User, User)>,
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
    let holders = holders.as_the_accounts_say(&wanted);
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
    let same = holders.address.filter(|holder| is_same_person(holder, &wanted));
    let id = same.map_or(new.user, |before| before.id);
    let mut others: Vec<&User> = [holders.address, holders.external_id].into_iter().flatten().collect();
    others.retain(|holder| holder.id != id);
    others.dedup_by_key(|holder| holder.id);
    // Of a POST without an `externalId` the account with the address is the same person.
    let given = wanted.external_id.iter();
    let replaced = given
        .flat_map(|external_id| {
            let by = Replaced { by: id, external_id: external_id.clone() };
            others.iter().map(move |holder| ((*holder).clone(), replace(holder, by.clone(), now)))
        })
        .collect();
    let user = match same {
        Some(before) => take_up(before, wanted, sync, new.change, now),
        None => create(wanted, id, now),
    };
    Ok(Provisioned { user, before: same.cloned(), replaced })
}

/// Is the account that has the address the wanted person's? An account without an `externalId` is known by its address
/// alone.
fn is_same_person(holder: &User, wanted: &Assignment) -> bool {
    match (&holder.external_id, &wanted.external_id) {
        (Some(stored), Some(given)) => stored == given,
        _ => true,
    }
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
    user.blocked_by(Actor::Directory);
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
    user.rename_and_set_active(wanted.user_name, wanted.active, change, now);
    user.external_id = wanted.external_id.or(user.external_id);
    user.changed_from(before, Actor::Directory, now)
}

/// The account gives its place to another person's. Nothing that was mailed to its owner works any more, and nothing
/// more is mailed. Its deletion stays due when it was.
fn replace(holder: &User, by: Replaced, now: Timestamp) -> User {
    let mut after = holder.clone();
    after.linked = false;
    after.groups.clear();
    after.directory_roles.clear();
    after.set_active(false, now);
    after.email_change = None;
    after.owed = None;
    after.external_id = None;
    after.replaced = Some(by);
    after.changed_from(holder, Actor::Directory, now)
}

#[cfg(test)]
mod tests;
