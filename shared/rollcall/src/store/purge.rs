//! The deletion of an account, in two steps. One transaction replaces the account and its guards by a tombstone; then
//! its history, its events in the feed and its links are deleted.

use super::Store;
use super::commit::{self, Change};
use super::counts;
use super::due::Due;
use super::error::StoreError;
use super::groups::memberships;
use super::item::{self, Traces};
use super::keys::{self, PrimaryKey};
use super::table::{Condition, Index, Query, SortKeys, Write};
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::trace::TraceKey;
use rollcall_rules::user::User;

const DELETE: &str = "delete a user";
const ERASE: &str = "erase a user's traces";

/// A user that is due for deletion, and the key by which its tenant's deleted users are marked.
#[derive(Debug)]
pub struct DueUser {
    /// The user, as it is now.
    pub user: User,
    /// The tenant's key; `None`: it has none yet.
    pub key: Option<TraceKey>,
}

impl Store {
    /// The user that is due for deletion, as it is now, which may be due no longer. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_user(&self, due: &Due) -> Result<Option<DueUser>, StoreError> {
        let (user, key) = (PrimaryKey::user(&due.tenant, due.id), PrimaryKey::trace_key(&due.tenant));
        let mut found = self.table.batch_get(DELETE, [user.clone(), key.clone()]).await?;
        let Some(user) = found.remove(&user).map(item::to_user).transpose()? else { return Ok(None) };
        Ok(Some(DueUser { user, key: found.remove(&key).map(item::to_trace_key).transpose()? }))
    }

    /// What is left of a deleted user, if it is. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_tombstone(&self, due: &Due) -> Result<Option<Tombstone>, StoreError> {
        let found = self.table.get(ERASE, PrimaryKey::tombstone(&due.tenant, due.id)).await?;
        found.map(item::to_tombstone).transpose()
    }

    /// Replaces a user, as it was read, and its guards by a tombstone and its marks, in one transaction, which takes it out of its
    /// groups. The tombstone stands in the index of what is due in the user's place, until [`Store::erase_traces`] is done. A
    /// tenant without a key of marks gets `new_key`, by which they were made.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the user has another revision by now, for example because it was reactivated, or if the tenant
    /// got another key. Nothing is written then. Also if it was in more groups than one transaction holds: it has left them then.
    pub async fn purge(
        &self,
        user: &User,
        tombstone: &Tombstone,
        new_key: Option<&TraceKey>,
    ) -> Result<(), StoreError> {
        let gone = memberships::in_no_group(user, tombstone.purged_at);
        let leaving = Change { before: Some(user), after: &gone };
        if self.left_first(None, &[&leaving]).await? {
            return Err(StoreError::LostRace { operation: DELETE, failed: Vec::new() });
        }
        let key = PrimaryKey::user(&user.tenant, user.id);
        let mut writes = vec![Write::Delete(key, Condition::revision(user.revision))];
        writes.extend(commit::release_guards(user));
        writes.extend(counts::uncounted(user));
        writes.extend(memberships::of_changes(&[&leaving]));
        writes.push(Write::Put(item::of_tombstone(tombstone, Traces::Left)?, Condition::ABSENT));
        for mark in &tombstone.marks {
            writes.push(Write::Set(item::of_marked(tombstone, mark)?));
        }
        if let Some(key) = new_key {
            writes.push(Write::Put(item::of_trace_key(&user.tenant, key)?, Condition::ABSENT));
        }
        self.table.transact(DELETE, writes).await
    }

    /// Deletes the history, the events and the links of a deleted user, and takes the tombstone out of the index of what is due. It
    /// can be done twice, and goes on where it was cut off.
    ///
    /// # Errors
    ///
    /// If DynamoDB fails, some of them may be left. The tombstone stays due then, so a later run goes on.
    pub async fn erase_traces(&self, tombstone: &Tombstone) -> Result<(), StoreError> {
        let query = Query {
            index: Index::TABLE,
            partition: keys::user_partition(&tombstone.tenant, tombstone.id),
            sort_keys: SortKeys::Between(keys::EVENT.to_owned(), keys::HISTORY_END.to_owned()),
            filters: Vec::new(),
        };
        let mut traces: Vec<PrimaryKey> = tombstone.links.iter().map(PrimaryKey::link).collect();
        let history = self.table.all(ERASE, query, |item| Ok(PrimaryKey::of(&item))).await?;
        traces.extend(history.into_iter().flatten());
        self.table.batch_write(ERASE, Vec::new(), traces).await?;
        let clean = Tombstone { links: Vec::new(), ..tombstone.clone() };
        // One that is gone meanwhile went with its tenant, and does not come back.
        match self.table.put(ERASE, item::of_tombstone(&clean, Traces::None)?, Condition::PRESENT).await {
            Err(StoreError::LostRace { .. }) => Ok(()),
            outcome => outcome,
        }
    }
}
