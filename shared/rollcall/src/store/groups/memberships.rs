//! The group's side of memberships: derived from accounts before and after a change, in the same transaction.
//!
//! A group has 64 counters of its members, as a tenant has of its users, so that those who join and leave at the same
//! moment seldom meet in one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{Actor, User};

use super::super::Store;
use super::super::commit::{self, Change};
use super::super::error::StoreError;
use super::super::item;
use super::super::keys::PrimaryKey;
use super::super::table::Write;
use crate::entropy;

/// Groups that the accounts of one transaction can leave. Each is two of its hundred writes; what is left is for the
/// accounts, their guards and what goes along with them.
const AT_ONCE: usize = 40;

const LEAVE: &str = "leave groups";

/// The memberships that come and go by these changes, and the counters that they change.
pub(in crate::store) fn of_changes(changes: &[&Change<'_>]) -> Vec<Write> {
    let (mut writes, mut counters) = (Vec::new(), BTreeMap::<(&TenantId, GroupId, u8), i64>::new());
    for change in changes {
        let (tenant, id) = (&change.after.tenant, change.after.id);
        let mut count = |group: GroupId, by: i64| {
            *counters.entry((tenant, group, id.counter())).or_default() += by;
        };
        for group in change.joined() {
            writes.push(Write::Set(item::of_membership(tenant, group, id)));
            count(group, 1);
        }
        for group in change.left() {
            writes.push(Write::Remove(PrimaryKey::membership(tenant, group, id)));
            count(group, -1);
        }
    }
    counters.retain(|_, by| *by != 0);
    writes.extend(counters.into_iter().map(|((tenant, group, counter), by)| {
        Write::Add(PrimaryKey::member_counter(tenant, group, counter), item::COUNT, by)
    }));
    writes
}

/// The account as it leaves all groups, because it is deleted.
pub(in crate::store) fn in_no_group(user: &User, now: Timestamp) -> User {
    let mut gone = user.clone();
    gone.groups.clear();
    gone.updated_by = Actor::System;
    gone.updated_at = now;
    gone
}

impl Change<'_> {
    fn joined(&self) -> impl Iterator<Item = GroupId> {
        let before = self.before.map(|before| &before.groups);
        self.after.groups.iter().copied().filter(move |id| !before.is_some_and(|groups| groups.contains(id)))
    }

    fn left(&self) -> impl Iterator<Item = GroupId> {
        let before = self.before.into_iter().flat_map(|before| &before.groups);
        before.copied().filter(|id| !self.after.groups.contains(id))
    }
}

impl Store {
    /// Has the accounts leave the groups that they leave, if these are more than one transaction holds. It is safe to
    /// break off: whoever decides again goes on. `false`: nothing was written.
    pub(in crate::store) async fn left_first(
        &self,
        admitted: Option<&Admitted>,
        changes: &[&Change<'_>],
    ) -> Result<bool, StoreError> {
        let leaving: usize = changes.iter().map(|change| change.left().count()).sum();
        if leaving <= AT_ONCE {
            return Ok(false);
        }
        for change in changes {
            let Some(mut user) = change.before.cloned() else { continue };
            while (Change { before: Some(&user), after: change.after }).left().next().is_some() {
                let some = user.leaving_some(change.after, AT_ONCE, change.after.updated_at);
                let step = Change { before: Some(&user), after: &some };
                let mut writes = commit::accounts(admitted, &[&step], entropy::new_write())?;
                writes.extend(of_changes(&[&step]));
                self.table.transact(LEAVE, writes).await?;
                user = some;
            }
        }
        Ok(true)
    }
}
