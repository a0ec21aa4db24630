//! The one way an account is written: whole, only if nobody else wrote it since it was read, and together with the
//! guards that it gains or gives up.

use std::collections::BTreeMap;

use super::Store;
use super::counts;
use super::error::StoreError;
use super::item;
use super::keys::Key;
use super::sealed::admitted_to;
use super::table::{Condition, Write};
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Guard, User, UserId, WriteId};

const OPERATION: &str = "commit a user";

/// What becomes of an account.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// As it was read; `None`: it is new.
    pub before: Option<&'a User>,
    /// As it shall be.
    pub after: &'a User,
}

impl Change<'_> {
    fn is_none(&self) -> bool {
        self.before == Some(self.after)
    }

    fn condition(&self, write: WriteId) -> Condition {
        self.before.map_or(Condition::ABSENT, |before| Condition::revision(before.revision)).or_made_by(write)
    }
}

impl Store {
    /// Writes accounts of one tenant, all or none. What does not differ is not written.
    ///
    /// One account whose guards stay, and that stays linked or unlinked, is one `PutItem`; anything else is one
    /// transaction, at twice the capacity.
    ///
    /// A write of that id that was made before is not made again, and has succeeded: the SDK sends again what was not
    /// answered, and a caller who was told [`StoreError::Unavailable`] may, whatever others have made of the accounts
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if any of the accounts has another revision by now, [`StoreError::Held`] if none has
    /// but a guard is somebody else's. Nothing is written then.
    pub async fn commit(
        &self,
        admitted: &Admitted,
        write: WriteId,
        changes: &[Change<'_>],
    ) -> Result<(), StoreError> {
        self.commit_with(admitted, write, changes, Vec::new()).await
    }

    /// The same, together with writes of other items, which come last.
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
        let (moves, counted) = (guard_moves(&changes), counts::counted(&changes));
        match changes.as_slice() {
            [] if others.is_empty() => Ok(()),
            [change] if moves.is_empty() && counted.is_empty() && others.is_empty() => {
                self.table.put(OPERATION, item::of_user(change.after, write)?, change.condition(write)).await
            }
            several => {
                let mut writes =
                    Vec::with_capacity(several.len() + moves.len() + counted.len() + others.len());
                for change in several {
                    writes.push(Write::Put(item::of_user(change.after, write)?, change.condition(write)));
                }
                for ((tenant, guard), passing) in &moves {
                    writes.extend(passing.write(tenant, guard)?);
                }
                writes.extend(counted);
                writes.extend(others);
                let guards = moves.into_keys().map(|(_, guard)| guard);
                let written = self.table.transact(OPERATION, writes).await;
                written.map_err(|error| blame(error, several.len(), guards))
            }
        }
    }
}

/// Tells a guard that somebody else holds from a lost race: the accounts' own conditions all held.
fn blame(error: StoreError, accounts: usize, mut guards: impl Iterator<Item = Guard>) -> StoreError {
    let StoreError::LostRace { failed, .. } = &error else { return error };
    match failed.first() {
        Some(first) if *first >= accounts => guards.nth(first - accounts).map_or(error, StoreError::Held),
        _ => error,
    }
}

/// A guard passes from one account to another, or from or to nobody.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Passing {
    from: Option<UserId>,
    to: Option<UserId>,
}

impl Passing {
    /// A guard is decided by its condition, never by what was read before.
    fn write(self, tenant: &TenantId, guard: &Guard) -> Result<Option<Write>, StoreError> {
        let held_by = |id: UserId| Condition::user(id.to_string());
        Ok(match (self.from, self.to) {
            (from, Some(to)) => {
                Some(Write::Put(item::of_guard(tenant, guard, to)?, from.map_or(Condition::ABSENT, held_by)))
            }
            (Some(from), None) => Some(Write::Delete(Key::guard(tenant, guard), held_by(from))),
            (None, None) => None,
        })
    }
}

/// Frees all that only one account can have.
pub(super) fn release_guards(user: &User) -> impl Iterator<Item = Write> {
    let condition = Condition::user(user.id.to_string());
    user.guards()
        .into_iter()
        .map(move |guard| Write::Delete(Key::guard(&user.tenant, &guard), condition.clone()))
}

/// The guards that change hands. One that two accounts of the same commit pass to each other is one write: DynamoDB
/// takes no two on one item in a transaction.
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
