//! A group is made, and changed.

use std::collections::BTreeSet;

use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{
    Group, GroupEdit, GroupGuard, MAX_GROUPS, MemberChange, NotJoined, PendingChange,
};
use rollcall_rules::user::{User, UserId, WriteId};

use super::super::Store;
use super::super::commit::{self, Change};
use super::super::error::StoreError;
use super::super::item;
use super::super::keys::PrimaryKey;
use super::super::sealed::admitted_to;
use super::super::table::{Condition, Write};
use super::journal::can_queue;
use super::memberships;
use super::plan::Plan;
use super::{GroupError, GroupWith, Writing};
use crate::retry::{Tries, Worth};

const CREATE: &str = "create a group";
pub(super) const CHANGE: &str = "change a group";

impl Store {
    /// Makes a group with these members. If the same was asked for before, and there was no time to finish it then,
    /// this finishes it and gives the group of that time, which has another id.
    ///
    /// # Errors
    ///
    /// [`GroupError`].
    pub async fn create_group(
        &self,
        admitted: &Admitted,
        group: Group,
        members: BTreeSet<UserId>,
        on: Writing,
    ) -> Result<Group, GroupError> {
        admitted_to(CREATE, admitted, &group.tenant)?;
        let mut tries = Tries::default();
        let asked = group.asked_with(&members);
        let members = MemberChange::none().and_add(members);
        loop {
            match self.try_create(admitted, &group, &members, &asked, on).await {
                Err(GroupError::Store(error)) if tries.again(worth(&error, on)).await => {}
                outcome => return outcome,
            }
        }
    }

    async fn try_create(
        &self,
        admitted: &Admitted,
        group: &Group,
        members: &MemberChange,
        asked: &str,
        on: Writing,
    ) -> Result<Group, GroupError> {
        let known = GroupWith { group: group.clone(), users: Vec::new(), sampled: Some(0) };
        let plan = self.plan(admitted, &known, members).await?;
        // Before thousands of members are written down for a name that is taken.
        if !plan.is_few()
            && let Some(holder) = self.holder(group).await?
        {
            if is_unanswered(&holder, asked, on) {
                return self.finish_answering(admitted, holder, on).await;
            }
            return Err(GroupError::NameTaken);
        }
        let count = self.table.get(CREATE, PrimaryKey::group_counter(&group.tenant)).await?;
        if count.map(item::to_count).transpose()?.unwrap_or_default() >= MAX_GROUPS {
            return Err(GroupError::TooManyGroups);
        }
        let counted = Write::Add(PrimaryKey::group_counter(&group.tenant), item::COUNT, 1);
        // Until it is answered, the same request finds its own group, and no name that is taken.
        let made = Group { creation: Some(asked.to_owned()), ..group.clone() };
        let created = if plan.is_few() {
            self.write(admitted, None, &made, &accounts(&plan, group, on)?, vec![counted], on.write).await
        } else {
            let made = self.noted(&made, &MemberChange::none().and_add(plan.delta.join), on).await?;
            self.write(admitted, None, &made, &[], vec![counted], on.write).await
        };
        match created {
            Ok(group) => self.finish_answering(admitted, group, on).await,
            Err(error @ (GroupError::NameTaken | GroupError::ExternalIdTaken)) => {
                match self.holder(group).await?.filter(|holder| is_unanswered(holder, asked, on)) {
                    Some(own) => self.finish_answering(admitted, own, on).await,
                    None => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// The group that has the name.
    async fn holder(&self, group: &Group) -> Result<Option<Group>, StoreError> {
        let name = PrimaryKey::group_guard(&group.tenant, &GroupGuard::Name(group.name.key()));
        let holder = self.table.get(CREATE, name).await?.map(item::to_group_guarded).transpose()?;
        let Some(holder) = holder else { return Ok(None) };
        let held = self.group_or_rest(&group.tenant, holder).await?;
        Ok(held.filter(|held| !held.is_deleted()))
    }

    /// Finishes what is to be done of a group, and notes that its creation is answered.
    async fn finish_answering(
        &self,
        admitted: &Admitted,
        group: Group,
        on: Writing,
    ) -> Result<Group, GroupError> {
        let group = self.finish(admitted, group, on.now, on.patience).await?;
        if group.creation.is_none() {
            return Ok(group);
        }
        let answered = Group { creation: None, ..group.clone() }.written_after(&group);
        // It is made all the same. If the same is asked for again, it is found.
        if let Err(error) = self.overwrite_group(&group, &answered).await {
            tracing::warn!(
                target: "rollcall::store",
                tenant_id = group.tenant.as_str(),
                group_id = %group.id,
                error = &error as &dyn std::error::Error,
                "a group still says that its creation is not answered"
            );
        }
        Ok(answered)
    }

    /// Changes a group's name, `externalId` and members: all of it, or nothing. What changes nothing writes nothing. A
    /// change that was decided before is finished first; an edit of a hundred members or fewer queues behind it.
    ///
    /// # Errors
    ///
    /// [`GroupError`].
    pub async fn change_group(
        &self,
        admitted: &Admitted,
        known: GroupWith,
        edit: &GroupEdit,
        on: Writing,
    ) -> Result<Group, GroupError> {
        admitted_to(CHANGE, admitted, &known.group.tenant)?;
        let (id, mut known, mut tries) = (known.group.id, known, Tries::default());
        let mut met_others = false;
        // Nothing but members, and few of them.
        let is_of_members = known.group.edited(edit, on.now) == known.group;
        let queues = is_of_members && can_queue(&edit.members);
        loop {
            if let Some(change) = &known.group.change {
                met_others = true;
                // It queued, and the answer got lost.
                if change.place_of(on.id).is_some() {
                    return self.finish_own(admitted, known.group, on).await;
                }
                if queues && !on.patience.is_over() {
                    let own = change.queued_as(edit.members.asked());
                    let on = Writing { id: own.unwrap_or(on.id), ..on };
                    match self.try_queue(admitted, &known, change, edit, on).await {
                        Ok(()) => {
                            let group = self.current(admitted, id).await?;
                            return self.finish_own(admitted, group, on).await;
                        }
                        Err(GroupError::Store(error)) if tries.again(worth(&error, on)).await => {}
                        Err(GroupError::Store(error)) if error.is_lost_race() => {
                            return Err(GroupError::Busy);
                        }
                        Err(error) => return Err(error),
                    }
                    known = self.current(admitted, id).await?.into();
                    continue;
                }
                let group = self.after_others(admitted, known.group, on).await?;
                known = match self.finish(admitted, group, on.now, on.patience).await {
                    // It is the change of another request that is not finished: this one did not get its turn.
                    Err(GroupError::Unfinished) => return Err(GroupError::Busy),
                    outcome => outcome?.into(),
                };
            }
            match self.try_change(admitted, &known, edit, on).await {
                Err(GroupError::Store(error)) if tries.again(worth(&error, on)).await => {}
                Err(GroupError::Store(error)) if met_others && error.is_lost_race() => {
                    return Err(GroupError::Busy);
                }
                outcome => return outcome,
            }
            known = self.current(admitted, id).await?.into();
        }
    }

    /// Has an edit queue behind the change that the group has.
    async fn try_queue(
        &self,
        admitted: &Admitted,
        known: &GroupWith,
        change: &PendingChange,
        edit: &GroupEdit,
        on: Writing,
    ) -> Result<(), GroupError> {
        if !change.has_room() && change.place_of(on.id).is_none() {
            return Err(StoreError::LostRace { operation: CHANGE, failed: Vec::new() }.into());
        }
        // What the others of the queue do is not known. Who is no user, or in too many groups, is so all the same.
        self.plan(admitted, known, &edit.members).await?;
        Ok(self.queue(&known.group, change, &edit.members, on).await?)
    }

    async fn try_change(
        &self,
        admitted: &Admitted,
        known: &GroupWith,
        edit: &GroupEdit,
        on: Writing,
    ) -> Result<Group, GroupError> {
        let before = &known.group;
        let after = before.edited(edit, on.now);
        let plan = self.plan(admitted, known, &edit.members).await?;
        if !plan.is_few() {
            let members = match &edit.members {
                MemberChange::Edit { .. } => {
                    MemberChange::Edit { add: plan.delta.join, remove: plan.delta.leave }
                }
                replace @ MemberChange::Replace(_) => replace.clone(),
            };
            let decided = self.noted(&after, &members, on).await?.written_after(before);
            let decided = self.write(admitted, Some(before), &decided, &[], Vec::new(), on.write).await?;
            return self.finish_own(admitted, decided, on).await;
        }
        let users = accounts(&plan, before, on)?;
        // Of two that replace all members at once, the later one must know what the earlier one did.
        let is_exclusive = matches!(edit.members, MemberChange::Replace(_)) && !users.is_empty();
        if after == *before && !is_exclusive {
            self.commit(admitted, on.write, &changes(&users)).await?;
            return Ok(after);
        }
        self.write(admitted, Some(before), &after.written_after(before), &users, Vec::new(), on.write).await
    }

    /// Writes a group, if nobody else did since it was read, with its guards and these accounts, all or nothing.
    pub(super) async fn write(
        &self,
        admitted: &Admitted,
        before: Option<&Group>,
        after: &Group,
        users: &[(User, User)],
        others: Vec<Write>,
        write: WriteId,
    ) -> Result<Group, GroupError> {
        let condition = before.map_or(Condition::ABSENT, |before| Condition::revision(before.revision));
        let after = &after.announcing(before);
        let mut writes = vec![Write::Put(item::of_group(after, write)?, condition.or_made_by(write))];
        let mut guards = Vec::new();
        let (had, has) = (before.map(Group::guards).unwrap_or_default(), after.guards());
        for guard in has.difference(&had) {
            writes.push(Write::Put(item::of_group_guard(&after.tenant, guard, after.id)?, Condition::ABSENT));
            guards.push(guard);
        }
        for guard in had.difference(&has) {
            let key = PrimaryKey::group_guard(&after.tenant, guard);
            writes.push(Write::Delete(key, Condition::group(after.id)));
        }
        let changes = changes(users);
        let changes: Vec<&Change<'_>> = changes.iter().collect();
        writes.extend(commit::accounts(Some(admitted), &changes, write)?);
        writes.extend(memberships::of_changes(&changes));
        writes.extend(others);
        match self.table.transact(CHANGE, writes).await {
            Ok(()) => Ok(after.clone()),
            Err(error) => Err(blame(error, &guards)),
        }
    }
}

/// Was the group made by the same request, of which the directory was not told that it is done? By an earlier try of
/// this very request, or by one before it that was answered 429.
fn is_unanswered(group: &Group, asked: &str, on: Writing) -> bool {
    group.writes.contains(on.write) || group.creation.as_deref() == Some(asked)
}

/// Says which guard another group holds, if the group is as it was read.
fn blame(error: StoreError, guards: &[&GroupGuard]) -> GroupError {
    let StoreError::LostRace { failed, .. } = &error else { return error.into() };
    match failed.first().and_then(|first| guards.get(first.checked_sub(1)?)) {
        Some(GroupGuard::Name(_)) => GroupError::NameTaken,
        Some(GroupGuard::ExternalId(_)) => GroupError::ExternalIdTaken,
        None => error.into(),
    }
}

/// The accounts before and after.
fn accounts(plan: &Plan, group: &Group, on: Writing) -> Result<Vec<(User, User)>, GroupError> {
    let after = |user: &User| match plan.delta.join.contains(&user.id) {
        true => user.joined(group.id, on.by, on.now).map_err(|why| match why {
            NotJoined::NotLinked => GroupError::NotAUser(user.id),
            NotJoined::TooManyGroups => GroupError::TooManyOfUser(user.id),
        }),
        false => Ok(user.left(group.id, on.by, on.now)),
    };
    plan.accounts.values().map(|user| Ok((user.clone(), after(user)?))).collect()
}

pub(super) fn changes(users: &[(User, User)]) -> Vec<Change<'_>> {
    users.iter().map(|(before, after)| Change { before: Some(before), after }).collect()
}

fn worth(error: &StoreError, on: Writing) -> Worth {
    if error.is_lost_race() { Worth::Counted } else { on.patience.bears(error) }
}
