//! The deletion of an account: first whole and at once what makes it an account, then its traces.

use super::Store;
use super::commit;
use super::counts;
use super::due::Due;
use super::error::StoreError;
use super::item::{self, Traces};
use super::keys::{self, Key};
use super::table::{Condition, Order, Range, Stretch, Write};
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::user::User;

const DELETE: &str = "delete a user";
const ERASE: &str = "erase a user's traces";

impl Store {
    /// The user that is due for deletion, as it is now, which may be due no longer. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_user(&self, due: &Due) -> Result<Option<User>, StoreError> {
        self.user_by_key(Key::user(&due.tenant, due.id)).await
    }

    /// What is left of a deleted user, if it is. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_tombstone(&self, due: &Due) -> Result<Option<Tombstone>, StoreError> {
        let found = self.table.get(ERASE, Key::tombstone(&due.tenant, due.id)).await?;
        found.map(item::to_tombstone).transpose()
    }

    /// Replaces a user, as it was read, and its guards by a tombstone, all or nothing. The tombstone is due for
    /// deletion in the user's place until [`Store::erase_traces`] is done.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the user has another revision by now, a reactivated one among them. Nothing is
    /// written then.
    pub async fn purge(&self, user: &User, tombstone: &Tombstone) -> Result<(), StoreError> {
        let key = Key::user(&user.tenant, user.id);
        let mut writes = vec![Write::Delete(key, Condition::revision(user.revision))];
        writes.extend(commit::release_guards(user));
        writes.extend(counts::uncounted(user));
        writes.push(Write::Put(item::of_tombstone(tombstone, Traces::Left)?, Condition::ABSENT));
        self.table.transact(DELETE, writes).await
    }

    /// Deletes what else there is of a deleted user: its history and its links. It can be done twice, and goes on
    /// where it was cut off.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Some traces may be left; the tombstone stays due.
    pub async fn erase_traces(&self, tombstone: &Tombstone) -> Result<(), StoreError> {
        let stretch = Stretch {
            order: Order::TABLE,
            partition: keys::user_partition(&tombstone.tenant, tombstone.id),
            range: Range::StartingWith(keys::HISTORY),
            only: Vec::new(),
        };
        let mut traces: Vec<Key> = tombstone.links.iter().map(Key::link).collect();
        let history = self.table.all(ERASE, stretch, |item| Ok(Key::of(&item))).await?;
        traces.extend(history.into_iter().flatten());
        self.table.batch_write(ERASE, Vec::new(), traces).await?;
        let clean = Tombstone { links: Vec::new(), ..tombstone.clone() };
        self.table.overwrite(ERASE, item::of_tombstone(&clean, Traces::None)?).await
    }
}
