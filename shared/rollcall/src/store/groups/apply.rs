//! Many members join and leave, a part after the other: each part is a transaction of its own, and safe to do twice.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Delta, Group};
use rollcall_rules::user::{Actor, User, UserId};
use uuid::Uuid;

use super::super::Store;
use super::super::commit::{self, Change};
use super::super::error::StoreError;
use super::GroupError;
use super::memberships;
use super::write::changes;
use crate::entropy;
use crate::retry::{Patience, Tries, Worth};

/// Parts that are done at the same time. Each lane has counters of its own, so that they do not meet.
const LANES: u8 = 8;

/// Accounts of a part: with their memberships and the eight counters of a lane they are 88 of a hundred writes.
const PART: usize = 40;

const APPLY: &str = "change the members of a group";

/// As long as this holds of a group, the members join and leave.
#[derive(Debug, Clone, Copy)]
pub(super) enum While {
    /// This change is to be done.
    Pending(Uuid),
    /// It is deleted, which it is for ever.
    Deleted,
}

/// For whom members join and leave, and until when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Applying {
    pub(super) holds: While,
    pub(super) by: Actor,
    pub(super) now: Timestamp,
    pub(super) patience: Patience,
}

impl Store {
    /// Has members join and leave. `false`: somebody else has finished it, or the group is deleted.
    ///
    /// Users who are deleted or unlinked by now are left out, and so is who is in a thousand groups by now.
    pub(super) async fn apply(
        &self,
        admitted: &Admitted,
        group: &Group,
        delta: &Delta,
        how: Applying,
    ) -> Result<bool, GroupError> {
        let mut lanes: BTreeMap<u8, Vec<UserId>> = BTreeMap::new();
        for id in delta.join.iter().chain(&delta.leave) {
            lanes.entry(id.counter() % LANES).or_default().push(*id);
        }
        let lanes = lanes.into_values().map(|ids| async move {
            let mut parts: Vec<&[UserId]> = ids.chunks(PART).collect();
            // Two who do the same work begin at different parts, and so share it.
            let first = entropy::place_of(parts.len());
            parts.rotate_left(first);
            for part in parts {
                if !self.apply_part(admitted, group, delta, part, how).await? {
                    return Ok::<_, GroupError>(false);
                }
            }
            Ok(true)
        });
        Ok(try_join_all(lanes).await?.into_iter().all(|done| done))
    }

    async fn apply_part(
        &self,
        admitted: &Admitted,
        group: &Group,
        delta: &Delta,
        ids: &[UserId],
        how: Applying,
    ) -> Result<bool, GroupError> {
        let (mut tries, mut lost) = (Tries::default(), Tries::default());
        loop {
            if how.patience.is_over() {
                return Err(GroupError::Unfinished);
            }
            match self.try_part(admitted, group, delta, ids, how).await {
                Err(error) if error.is_lost_race() && lost.again(Worth::Counted).await => {}
                // Of hundreds of calls one may well fail, and all that is done would have to be looked at again.
                Err(StoreError::Unavailable { .. } | StoreError::Throttled { .. })
                    if !how.patience.is_over() =>
                {
                    tries.again(Worth::Uncounted).await;
                }
                outcome => return Ok(outcome?),
            }
        }
    }

    async fn try_part(
        &self,
        admitted: &Admitted,
        group: &Group,
        delta: &Delta,
        ids: &[UserId],
        how: Applying,
    ) -> Result<bool, StoreError> {
        // First the accounts, then whether it is still to be done. Whoever finishes it and changes an account after
        // that makes the write fail, as the account has another revision then.
        let users = self.users(admitted, ids).await?;
        if !self.holds(group, how.holds).await? {
            return Ok(false);
        }
        let after = |user: User| {
            let after = if delta.join.contains(&user.id) {
                user.joined(group.id, how.by, how.now).ok()?
            } else {
                user.left(group.id, how.by, how.now)
            };
            (after != user).then_some((user, after))
        };
        let users: Vec<(User, User)> = users.into_iter().filter_map(after).collect();
        self.write_part(admitted, &users).await.map(|()| true)
    }

    async fn holds(&self, group: &Group, holds: While) -> Result<bool, StoreError> {
        let While::Pending(change) = holds else { return Ok(true) };
        let current = self.group_or_rest(&group.tenant, group.id).await?;
        Ok(current.and_then(|group| group.change).is_some_and(|pending| pending.id == change))
    }

    async fn write_part(&self, admitted: &Admitted, users: &[(User, User)]) -> Result<(), StoreError> {
        if users.is_empty() {
            return Ok(());
        }
        let changes = changes(users);
        let changes: Vec<&Change<'_>> = changes.iter().collect();
        let mut writes = commit::accounts(Some(admitted), &changes, entropy::new_write())?;
        writes.extend(memberships::of_changes(&changes));
        self.table.transact(APPLY, writes).await
    }
}
