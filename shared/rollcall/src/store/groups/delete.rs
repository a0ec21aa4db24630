//! A group goes.
//!
//! 1. One transaction marks the group as deleted and frees its guards. From then on nobody sees it.
//! 2. Everybody leaves it, a part after the other.
//! 3. A minute later the sweep looks again: a request that read the group before it was deleted may have put somebody
//!    in since. Then its access rule goes, and the rest of the group.

use jiff::Timestamp;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Delta, Group, GroupId};
use rollcall_rules::user::Actor;

use super::super::Store;
use super::super::error::StoreError;
use super::super::item;
use super::super::keys::{self, MEMBER, PrimaryKey};
use super::super::sealed::admitted_to;
use super::super::table::{Index, Query, SortKeys, Write};
use super::apply::{Applying, While};
use super::{GroupError, Writing};
use crate::retry::{Patience, Tries, Worth};

const DELETE: &str = "delete a group";

impl Store {
    /// Deletes a group; nobody's account goes with it. It is done as soon as it is decided: the sweep takes out those
    /// for whom there was no time.
    ///
    /// # Errors
    ///
    /// [`GroupError`].
    pub async fn delete_group(
        &self,
        admitted: &Admitted,
        known: Group,
        on: Writing,
    ) -> Result<(), GroupError> {
        admitted_to(DELETE, admitted, &known.tenant)?;
        let (id, mut group, mut tries) = (known.id, known, Tries::default());
        let deleted = loop {
            let counted = Write::Add(PrimaryKey::group_counter(&group.tenant), item::COUNT, -1);
            match self
                .write(admitted, Some(&group), &group.deleted(on.now), &[], vec![counted], on.write)
                .await
            {
                Ok(deleted) => break deleted,
                Err(GroupError::Store(error))
                    if tries
                        .again(if error.is_lost_race() { Worth::Counted } else { Worth::Nothing })
                        .await => {}
                Err(error) => return Err(error),
            }
            group = self.current(admitted, id).await?;
        };
        match self.take_all_out(admitted, &deleted, on.by, on.now, on.patience).await {
            Ok(()) | Err(GroupError::Unfinished) => {}
            Err(error) => tracing::warn!(
                target: "rollcall::store",
                tenant_id = deleted.tenant.as_str(),
                group_id = %deleted.id,
                error = &error as &dyn std::error::Error,
                "members of a deleted group are left to the sweep"
            ),
        }
        Ok(())
    }

    async fn take_all_out(
        &self,
        admitted: &Admitted,
        deleted: &Group,
        by: Actor,
        now: Timestamp,
        patience: Patience,
    ) -> Result<(), GroupError> {
        let leave = self.members(admitted, deleted.id).await?.into_iter().collect();
        let delta = Delta { leave, ..Delta::default() };
        let how = Applying { holds: While::Deleted, by, now, patience };
        self.apply(admitted, deleted, &delta, how).await.map(drop)
    }

    /// Finishes what a group has left to be finished, if it is due at `now`: what it announced is written into the
    /// feed, a change of many members is made, or its deletion.
    ///
    /// # Errors
    ///
    /// [`GroupError::Unfinished`], if there is no time left; and what the table says. The group stays due then.
    pub async fn finish_group(
        &self,
        admitted: &Admitted,
        id: GroupId,
        now: Timestamp,
        patience: Patience,
    ) -> Result<(), GroupError> {
        let is_due = |group: &Group| group.due_at().is_some_and(|due| due <= now);
        let Some(group) = self.group_or_rest(&admitted.id, id).await?.filter(is_due) else { return Ok(()) };
        let Some(group) = Some(self.announced(group, now).await?).filter(is_due) else { return Ok(()) };
        if !group.is_deleted() {
            return match self.finish(admitted, group, now, patience).await {
                Ok(_) | Err(GroupError::Gone) => Ok(()),
                Err(error) => Err(error),
            };
        }
        self.take_all_out(admitted, &group, Actor::Directory, now, patience).await?;
        self.forget_rule(admitted, id, now).await?;
        self.erase_group(&group).await
    }

    /// Takes the access rule of a deleted group away, if it has one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget_rule(
        &self,
        admitted: &Admitted,
        id: GroupId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !admitted.has_access_rules {
            return Ok(());
        }
        let forget = |access: &Access| Ok::<_, StoreError>(access.without_group(id));
        self.change_access(admitted, Actor::System, now, forget).await.map(drop)
    }

    /// Deletes what is left of a group that everybody has left. The group itself goes last.
    async fn erase_group(&self, group: &Group) -> Result<(), GroupError> {
        let query = Query {
            index: Index::TABLE,
            partition: keys::group_partition(&group.tenant, group.id),
            sort_keys: SortKeys::All,
            filters: Vec::new(),
        };
        let rest = self.table.all(DELETE, query, |item| Ok(PrimaryKey::of(&item))).await?;
        let rest: Vec<PrimaryKey> = rest.into_iter().flatten().collect();
        if rest.iter().any(|key| key.sk.starts_with(MEMBER)) {
            return Err(GroupError::Unfinished);
        }
        let (own, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|key| key.sk == keys::GROUP);
        self.table.batch_write(DELETE, Vec::new(), rest).await?;
        self.table.batch_write(DELETE, Vec::new(), own).await?;
        Ok(())
    }
}
