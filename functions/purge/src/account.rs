//! The deletion of one account, in two steps.

use jiff::Timestamp;
use rollcall::store::{Due, DueUser, Store, StoreError};
use rollcall::{entropy, retry};
use rollcall_rules::deletion;
use rollcall_rules::trace::TraceKey;

/// How the deletion of an account ended, unless it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The account is gone, and so are its history and its links.
    Deleted,
    /// The account is not due, or it was gone already.
    Spared,
}

/// Deletes an account that is due by the index, if it is due by its own item too.
///
/// # Errors
///
/// If the table fails. Then the account is whole, or replaced by a tombstone that is due, and the next run goes on.
pub(crate) async fn delete(store: &Store, due: &Due, now: Timestamp) -> Result<End, StoreError> {
    if due.is_tombstone {
        return erase(store, due).await;
    }
    // A change of the account in between wins. Then the account is read again, and as a rule it is no longer due.
    retry::after_lost_race(|| async {
        let Some(DueUser { user, key }) = store.due_user(due).await? else { return Ok(End::Spared) };
        // The first deletion of a tenant makes its key. Of several at once one makes it, and the others read it.
        let is_new = key.is_none();
        let key = key.unwrap_or_else(|| TraceKey::new(entropy::secret()));
        let Some(tombstone) = deletion::tombstone(&user, &key, now) else { return Ok(End::Spared) };
        store.purge(&user, &tombstone, is_new.then_some(&key)).await?;
        store.erase_traces(&tombstone).await?;
        Ok(End::Deleted)
    })
    .await
}

/// The second step of a deletion that was broken off after the first.
async fn erase(store: &Store, due: &Due) -> Result<End, StoreError> {
    let Some(tombstone) = store.due_tombstone(due).await? else { return Ok(End::Spared) };
    store.erase_traces(&tombstone).await?;
    Ok(End::Deleted)
}
