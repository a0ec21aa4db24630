//! Who joins and who leaves by a change, and whether they can: decided before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Delta, GroupId, MAX_GROUPS_OF_USER, MAX_MEMBERS, MemberChange};
use rollcall_rules::user::{User, UserId};

use super::super::Store;
use super::super::error::StoreError;
use super::super::keys::COUNTERS;
use super::journal::CHUNK;
use super::write::CHANGE;
use super::{GroupError, GroupWith};

/// Accounts that one transaction changes, at most: each with its membership and a counter. What is left of its hundred
/// writes is for the group and its guards.
pub(super) const FEW: usize = 31;

/// Below so many members by the sample of one counter a group is not counted: ids are random, so the 64 counters of a
/// full one are all above that.
const SURELY_NOT_FULL: usize = MAX_MEMBERS / 10 * 9;

/// Calls that read accounts at a time.
const READS_AT_A_TIME: usize = 8;

/// Who joins and who leaves.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) delta: Delta,
    /// The accounts of all of them, if they are few.
    pub(super) accounts: BTreeMap<UserId, User>,
}

impl Plan {
    fn count(&self) -> usize {
        self.delta.join.len() + self.delta.leave.len()
    }

    /// Can one transaction hold it?
    pub(super) fn is_few(&self) -> bool {
        self.count() <= FEW
    }

    /// Notes what is to become of an account.
    fn note(
        &mut self,
        id: UserId,
        user: Option<User>,
        group: GroupId,
        is_wanted: bool,
    ) -> Result<(), GroupError> {
        let is_in = user.as_ref().is_some_and(|user| user.groups.contains(&group));
        if is_wanted == is_in {
            return Ok(());
        }
        if is_wanted {
            let user = user.as_ref().filter(|user| user.linked).ok_or(GroupError::NotAUser(id))?;
            if user.groups.len() >= MAX_GROUPS_OF_USER {
                return Err(GroupError::TooManyOfUser(id));
            }
            self.delta.join.insert(id);
        } else {
            self.delta.leave.insert(id);
        }
        if self.is_few() {
            self.accounts.extend(user.map(|user| (id, user)));
        }
        Ok(())
    }
}

impl Store {
    /// What a change of members comes to by the accounts.
    pub(super) async fn plan(
        &self,
        admitted: &Admitted,
        known: &GroupWith,
        change: &MemberChange,
    ) -> Result<Plan, GroupError> {
        let group = known.group.id;
        if change.wanted().len() > MAX_MEMBERS {
            return Err(GroupError::TooManyMembers);
        }
        let named = match change {
            MemberChange::Edit { .. } => change.named(),
            MemberChange::Replace(_) => {
                let present = self.members(admitted, group).await?.into_iter().collect();
                let Delta { join, leave } = change.against(&present);
                &join | &leave
            }
        };
        let plan = self.read(admitted, known, &named, change.wanted()).await?;
        self.check_room(admitted, known, change, &plan.delta).await?;
        Ok(plan)
    }

    /// Reads the accounts of all these, in order of id, and notes what is to become of them.
    async fn read(
        &self,
        admitted: &Admitted,
        known: &GroupWith,
        ids: &BTreeSet<UserId>,
        wanted: &BTreeSet<UserId>,
    ) -> Result<Plan, GroupError> {
        let mut plan = Plan::default();
        let known_users: BTreeMap<UserId, &User> = known.users.iter().map(|user| (user.id, user)).collect();
        let ids: Vec<UserId> = ids.iter().copied().collect();
        let parts: Vec<Vec<UserId>> = ids.chunks(100).map(<[_]>::to_vec).collect();
        let reads = stream::iter(parts).map(|some: Vec<UserId>| {
            let mut users: BTreeMap<UserId, User> =
                some.iter().filter_map(|id| Some((*id, (*known_users.get(id)?).clone()))).collect();
            let missing: Vec<UserId> = some.iter().filter(|id| !users.contains_key(id)).copied().collect();
            async move {
                if !missing.is_empty() {
                    let read = self.users(admitted, &missing).await?;
                    users.extend(read.into_iter().map(|user| (user.id, user)));
                }
                Ok::<_, GroupError>((some, users))
            }
        });
        let mut reads = std::pin::pin!(reads.buffered(READS_AT_A_TIME));
        while let Some((some, mut users)) = reads.try_next().await? {
            for id in some {
                plan.note(id, users.remove(&id), known.group.id, wanted.contains(&id))?;
            }
        }
        Ok(plan)
    }

    /// Is there room for those who join? Behind a change that is not done yet there must be, whatever becomes of that and of
    /// those that queue: else it is a race lost.
    async fn check_room(
        &self,
        admitted: &Admitted,
        known: &GroupWith,
        change: &MemberChange,
        delta: &Delta,
    ) -> Result<(), GroupError> {
        let pending = known.group.change.as_ref();
        let more = match pending {
            Some(_) => change.wanted().len(),
            None => delta.join.len().saturating_sub(delta.leave.len()),
        };
        if more == 0 || matches!(change, MemberChange::Replace(_)) {
            return Ok(());
        }
        let most = |members| pending.map_or(members, |pending| pending.most_members(members, CHUNK)) + more;
        let by_sample = known.sampled.map(|sampled| most(sampled * usize::from(COUNTERS)));
        if by_sample.is_some_and(|members| members < SURELY_NOT_FULL) {
            return Ok(());
        }
        let members = self.member_count(admitted, known.group.id).await?;
        match pending {
            _ if most(members) <= MAX_MEMBERS => Ok(()),
            Some(_) => Err(StoreError::LostRace { operation: CHANGE, failed: Vec::new() }.into()),
            None => Err(GroupError::TooManyMembers),
        }
    }
}
