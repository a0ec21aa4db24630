use jiff::Timestamp;
use rollcall::retry;
use rollcall::store::{Due, Store, StoreError};
use rollcall_rules::deletion;

/// What became of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is gone, and so are its traces.
    Deleted,
    /// It is not due, or it was gone already.
    Spared,
}

/// Deletes an account that the index says is due, if it is.
///
/// # Errors
///
/// [`StoreError`]. The account is whole then, or a tombstone that is due.
pub(crate) async fn delete(store: &Store, due: &Due, now: Timestamp) -> Result<Outcome, StoreError> {
    if due.is_tombstone {
        return erase(store, due).await;
    }
    // Whoever changes the account meanwhile wins: then it is looked at again, and as a rule it is no longer due.
    retry::after_lost_race(|| async {
        let Some(user) = store.due_user(due).await? else { return Ok(Outcome::Spared) };
        let Some(tombstone) = deletion::tombstone(&user, now) else { return Ok(Outcome::Spared) };
        store.purge(&user, &tombstone).await?;
        store.erase_traces(&tombstone).await?;
        Ok(Outcome::Deleted)
    })
    .await
}

/// Goes on with a deletion that was cut off after its first step.
async fn erase(store: &Store, due: &Due) -> Result<Outcome, StoreError> {
    let Some(tombstone) = store.due_tombstone(due).await? else { return Ok(Outcome::Spared) };
    store.erase_traces(&tombstone).await?;
    Ok(Outcome::Deleted)
}
