//! What became of somebody: the account, its history, and what stays of deleted accounts.

use futures_util::TryStreamExt;
use jiff::Timestamp;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::history::Entry;
use rollcall_rules::trace::{MOST_DELETED, MOST_ENTRIES, Sought, State, TraceKey, TraceMark};
use rollcall_rules::user::{User, UserId};

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::{self, PrimaryKey};
use super::sealed::Sealed;
use super::table::{Direction, Index, Query, SortKeys};
use super::users::take_tenant;

const TRACE: &str = "trace a user";

/// What a trace begins with: what is read along with the tenant.
#[derive(Debug, Default)]
pub struct TraceBegun {
    /// Who has the address or the `externalId` that was asked for.
    holder: Option<UserId>,
    /// The account with the id that was asked for.
    account: Option<User>,
    /// What stays of it, if it was deleted.
    tombstone: Option<Tombstone>,
    /// By what deleted users are marked. A tenant has it from its first deletion on.
    key: Option<TraceKey>,
}

/// What became of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The account that there is.
    pub account: Option<User>,
    /// The latest entries of its history, [`MOST_ENTRIES`] at most, the earliest first.
    pub history: Vec<Entry>,
    /// What stays of accounts that were deleted in the last 90 days, [`MOST_DELETED`] at most, the latest first.
    pub deleted: Vec<Tombstone>,
}

impl Trace {
    /// Where they stand.
    #[must_use]
    pub fn state(&self) -> State {
        State::of(self.account.as_ref(), &self.deleted)
    }

    /// Whether the history has entries before those that are shown.
    #[must_use]
    pub fn has_earlier_entries(&self) -> bool {
        self.account.as_ref().is_some_and(|user| begins_after(user) > 0)
    }
}

/// The version after which the shown part of a history begins.
fn begins_after(user: &User) -> u64 {
    user.version.saturating_sub(u64::from(MOST_ENTRIES))
}

impl Store {
    /// A tenant, and what a trace begins with. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_trace_begun(
        &self,
        claimed: &ClaimedTenant,
        sought: &Sought,
    ) -> Result<Sealed<TraceBegun>, StoreError> {
        let tenant = claimed.id();
        let tenant_key = PrimaryKey::tenant(tenant);
        let [first, second] = match sought {
            Sought::Id(id) => [PrimaryKey::user(tenant, *id), PrimaryKey::tombstone(tenant, *id)],
            Sought::Held(guard) => [PrimaryKey::guard(tenant, guard), PrimaryKey::trace_key(tenant)],
        };
        let keys = [tenant_key.clone(), first.clone(), second.clone()];
        let mut found = self.table.batch_get(TRACE, keys).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let (first, second) = (found.remove(&first), found.remove(&second));
        let begun = match sought {
            Sought::Id(_) => TraceBegun {
                account: first.map(item::to_user).transpose()?,
                tombstone: second.map(item::to_tombstone).transpose()?,
                ..TraceBegun::default()
            },
            Sought::Held(_) => TraceBegun {
                holder: first.map(item::to_guarded).transpose()?,
                key: second.map(item::to_trace_key).transpose()?,
                ..TraceBegun::default()
            },
        };
        Ok(Sealed::new(record, begun))
    }

    /// Goes on with a trace. One call for the account that was found by an address or an `externalId`, one for its history; one
    /// for the marks, if the tenant ever deleted anybody, and one for the tombstones that they lead to.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the account was deleted, or no longer has what was asked for: look it up anew.
    pub async fn trace(
        &self,
        admitted: &Admitted,
        sought: &Sought,
        begun: TraceBegun,
        now: Timestamp,
    ) -> Result<Trace, StoreError> {
        let (account, mut deleted): (_, Vec<_>) = match sought {
            Sought::Id(_) => (begun.account, begun.tombstone.into_iter().collect()),
            Sought::Held(guard) => {
                let account = match begun.holder {
                    Some(id) => Some(self.user_with(admitted, id, guard).await?),
                    None => None,
                };
                let deleted = match begun.key.and_then(|key| key.mark(guard)) {
                    Some(mark) => self.deleted_with(admitted, &mark).await?,
                    None => Vec::new(),
                };
                (account, deleted)
            }
        };
        deleted.retain(|tombstone| !tombstone.is_over(now));
        let history = match &account {
            Some(user) => {
                self.history(admitted, user.id, begins_after(user), usize::from(MOST_ENTRIES)).await?.0
            }
            None => Vec::new(),
        };
        Ok(Trace { account, history, deleted })
    }

    /// What stays of the users with a mark, the latest deleted first. They may have expired.
    async fn deleted_with(
        &self,
        admitted: &Admitted,
        mark: &TraceMark,
    ) -> Result<Vec<Tombstone>, StoreError> {
        let tenant = &admitted.id;
        let query = Query {
            index: Index::TABLE,
            partition: keys::marked_partition(tenant, mark),
            sort_keys: SortKeys::All,
            filters: Vec::new(),
        };
        let marked = self.table.items(TRACE, query, Direction::Backward, Some(MOST_DELETED));
        let ids: Vec<UserId> = marked.and_then(async |item| item::to_marked(item)).try_collect().await?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let keys = ids.iter().map(|id| PrimaryKey::tombstone(tenant, *id));
        let mut found = self.table.batch_get(TRACE, keys).await?;
        let in_order = ids.iter().filter_map(|id| found.remove(&PrimaryKey::tombstone(tenant, *id)));
        in_order.map(item::to_tombstone).collect()
    }
}
