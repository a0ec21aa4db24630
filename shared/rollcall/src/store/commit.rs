//! The one way an account is written: whole, only if nobody else wrote it since it was read, and together with the
//! guards that it gains or gives up, the groups that it joins or leaves, and the counters that it changes. An account whose
//! groups change is due for a review, if the tenant has access rules. An account
//! that comes to name an entity is written only if that is not being deleted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Store;
use super::counts;
use super::error::StoreError;
use super::groups::memberships;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::admitted_to;
use super::table::{Condition, Write};
use rollcall_rules::admission::Admitted;
use rollcall_rules::feed::Backlog;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, Guard, User, UserId, WriteId};

const OPERATION: &str = "commit a user";

/// A write of an account: from how it was read to how it shall be.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The account as it was read; `None`: it is new.
    pub before: Option<&'a User>,
    /// The account as it shall be, with the same tenant and id.
    pub after: &'a User,
}

impl Change<'_> {
    fn is_none(&self) -> bool {
        self.before == Some(self.after)
    }

    /// The account as it is written: with the name of the caller, due for a review if the tenant's rules look at what
    /// changed, and with what is to be written into the history and the feed.
    fn written(&self, admitted: Option<&Admitted>) -> Cow<'_, User> {
        let user = self.with_review(admitted);
        let before = self.before.map_or_else(Backlog::default, |before| before.backlog.clone());
        let backlog = before.and(self.before, &user);
        if user.backlog == backlog {
            return user;
        }
        Cow::Owned(User { backlog, ..user.into_owned() })
    }

    fn with_review(&self, admitted: Option<&Admitted>) -> Cow<'_, User> {
        let user = self.named(admitted);
        let is_due = admitted.is_some_and(|tenant| tenant.has_access_rules)
            && user.access_due.is_none()
            && self.after.calls_for_review(self.before);
        if !is_due {
            return user;
        }
        Cow::Owned(User { access_due: Some(user.updated_at), ..user.into_owned() })
    }

    /// The account with the name of the caller, if somebody can see the change and the caller has one.
    fn named(&self, admitted: Option<&Admitted>) -> Cow<'_, User> {
        if self.before.is_some_and(|before| before.version == self.after.version) {
            return Cow::Borrowed(self.after);
        }
        let by_rollcall = self.after.updated_by == Actor::System;
        let name = admitted.and_then(Admitted::name).filter(|_| !by_rollcall).cloned();
        let blocks = !self.after.is_active() && self.before.is_none_or(User::is_active);
        let deactivated_by_name = if blocks { name.clone() } else { self.after.deactivated_by_name.clone() };
        if self.after.updated_by_name == name && self.after.deactivated_by_name == deactivated_by_name {
            return Cow::Borrowed(self.after);
        }
        Cow::Owned(User { updated_by_name: name, deactivated_by_name, ..self.after.clone() })
    }

    fn condition(&self, write: WriteId) -> Condition {
        self.before.map_or(Condition::ABSENT, |before| Condition::revision(before.revision)).or_made_by(write)
    }
}

impl Store {
    /// Writes accounts of one tenant, all or none. Unchanged accounts are not written.
    ///
    /// One account whose guards and groups stay, that stays linked or unlinked, and that comes to name no other entity, is
    /// one `PutItem`; anything else is one transaction, at twice the capacity.
    ///
    /// An account that leaves more groups than one transaction holds leaves them first, in writes of their own. The
    /// account is another by then, so the commit says [`StoreError::LostRace`]: it is decided about again.
    ///
    /// A write can be sent twice: by the SDK, which sends again if there is no answer, and by a caller who was told
    /// [`StoreError::Unavailable`]. If the first was made, the second finds its id on the account, changes nothing and
    /// has succeeded, even if others wrote the account in between.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if any of the accounts has another revision by now, [`StoreError::Held`] if none has
    /// but a guard is somebody else's; [`StoreError::EntityClosed`] if an account would come to name an entity that is being
    /// deleted. Nothing is written then.
    pub async fn commit(
        &self,
        admitted: &Admitted,
        write: WriteId,
        changes: &[Change<'_>],
    ) -> Result<(), StoreError> {
        self.commit_with(admitted, write, changes, Vec::new()).await
    }

    /// Like [`Store::commit`], in one transaction with writes of other items. These come last.
    pub(super) async fn commit_with(
        &self,
        admitted: &Admitted,
        write: WriteId,
        changes: &[Change<'_>],
        others: Vec<Write>,
    ) -> Result<(), StoreError> {
        for change in changes {
            admitted_to(OPERATION, admitted, &change.after.tenant)?;
        }
        let changes: Vec<_> = changes.iter().filter(|change| !change.is_none()).collect();
        if self.left_first(Some(admitted), &changes).await? {
            return Err(StoreError::LostRace { operation: OPERATION, failed: Vec::new() });
        }
        let (moves, mut counted) = (guard_moves(&changes), counts::counted(&changes));
        counted.extend(memberships::of_changes(&changes));
        let entities: Vec<_> = changes.iter().filter_map(|change| open_entity(change)).collect();
        match changes.as_slice() {
            [] if others.is_empty() => Ok(()),
            [change]
                if moves.is_empty() && entities.is_empty() && counted.is_empty() && others.is_empty() =>
            {
                let after = change.written(Some(admitted));
                self.table.put(OPERATION, item::of_user(&after, write)?, change.condition(write)).await
            }
            several => {
                let mut writes = Vec::with_capacity(
                    several.len() + moves.len() + entities.len() + counted.len() + others.len(),
                );
                writes.extend(accounts(Some(admitted), several, write)?);
                for ((tenant, guard), passing) in &moves {
                    writes.extend(passing.write(tenant, guard)?);
                }
                let first_entity = writes.len();
                writes.extend(entities);
                let of_entities = first_entity..writes.len();
                writes.extend(counted);
                writes.extend(others);
                let guards = moves.into_keys().map(|(_, guard)| guard);
                let written = self.table.transact(OPERATION, writes).await;
                written.map_err(|error| blame(error, several.len(), guards, &of_entities))
            }
        }
    }
}

/// The writes of the accounts themselves, each on the condition that nobody else wrote it.
pub(super) fn accounts(
    admitted: Option<&Admitted>,
    changes: &[&Change<'_>],
    write: WriteId,
) -> Result<Vec<Write>, StoreError> {
    let put = |change: &&Change<'_>| {
        Ok(Write::Put(item::of_user(&change.written(admitted), write)?, change.condition(write)))
    };
    changes.iter().map(put).collect()
}

/// Makes [`StoreError::Held`] of a lost race if the first condition that failed is that of a guard, and
/// [`StoreError::EntityClosed`] if it is that of an entity. The conditions of the accounts, which come first, all held
/// then.
fn blame(
    error: StoreError,
    accounts: usize,
    mut guards: impl Iterator<Item = Guard>,
    of_entities: &Range<usize>,
) -> StoreError {
    let StoreError::LostRace { failed, .. } = &error else { return error };
    match failed.first() {
        Some(first) if of_entities.contains(first) => StoreError::EntityClosed,
        Some(first) if *first >= accounts => guards.nth(first - accounts).map_or(error, StoreError::Held),
        _ => error,
    }
}

/// The condition that the entity which an account comes to name is not being deleted. A condition check would need a
/// permission of its own; deleting what is not there changes nothing.
fn open_entity(change: &Change<'_>) -> Option<Write> {
    let named = |user: &User| user.named_entity();
    let entity = named(change.after).filter(|entity| change.before.and_then(named) != Some(*entity))?;
    let key = PrimaryKey::closed(&change.after.tenant, entity, change.after.id.counter());
    Some(Write::Delete(key, Condition::ABSENT))
}

/// Who holds a guard before a commit and after it; `None`: nobody.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Passing {
    from: Option<UserId>,
    to: Option<UserId>,
}

impl Passing {
    /// The write that passes the guard on. Its condition decides who gets the guard, never an earlier read.
    fn write(self, tenant: &TenantId, guard: &Guard) -> Result<Option<Write>, StoreError> {
        let held_by = |id: UserId| Condition::user(id.to_string());
        Ok(match (self.from, self.to) {
            (from, Some(to)) => {
                Some(Write::Put(item::of_guard(tenant, guard, to)?, from.map_or(Condition::ABSENT, held_by)))
            }
            (Some(from), None) => Some(Write::Delete(PrimaryKey::guard(tenant, guard), held_by(from))),
            (None, None) => None,
        })
    }
}

/// Deletes the guards of an account, each on the condition that the account holds it.
pub(super) fn release_guards(user: &User) -> impl Iterator<Item = Write> {
    let condition = Condition::user(user.id.to_string());
    user.guards()
        .into_iter()
        .map(move |guard| Write::Delete(PrimaryKey::guard(&user.tenant, &guard), condition.clone()))
}

/// The guards that change hands. A guard that one account of the commit passes to another is one write, as DynamoDB
/// takes no two writes of an item in a transaction.
fn guard_moves<'a>(changes: &[&Change<'a>]) -> BTreeMap<(&'a TenantId, Guard), Passing> {
    let mut moves: BTreeMap<(&TenantId, Guard), Passing> = BTreeMap::new();
    for change in changes {
        for guard in change.before.map(User::guards).unwrap_or_default() {
            moves.entry((&change.after.tenant, guard)).or_default().from = Some(change.after.id);
        }
        for guard in change.after.guards() {
            moves.entry((&change.after.tenant, guard)).or_default().to = Some(change.after.id);
        }
    }
    moves.retain(|_, passing| passing.from != passing.to);
    moves
}
