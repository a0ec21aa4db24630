//! Looking at everybody in a group, as long as there is time.

use futures_util::future::try_join_all;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::user::User;

use super::super::Store;
use super::super::error::StoreError;
use crate::retry::Patience;

/// Members that are read at a time.
const PAGE: usize = 1_000;

/// Accounts that one call reads.
const OF_ONE_CALL: usize = 100;

impl Store {
    /// Looks at the members of a group as they are now, in order of id, a thousand at a time, until that is all of them
    /// or `patience` is over. Gives whether it was all. A thousand are eleven calls.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn look_at_members(
        &self,
        admitted: &Admitted,
        group: GroupId,
        patience: Patience,
        mut look: impl FnMut(&User),
    ) -> Result<bool, StoreError> {
        let mut after = None;
        loop {
            let (ids, more) = self.members_after(admitted, group, after, PAGE).await?;
            let parts = ids.chunks(OF_ONE_CALL).map(|some| self.users(admitted, some));
            let mut users: Vec<User> = try_join_all(parts).await?.into_iter().flatten().collect();
            users.sort_by_key(|user| user.id);
            users.iter().filter(|user| user.groups.contains(&group)).for_each(&mut look);
            if !more {
                return Ok(true);
            }
            if patience.is_over() {
                return Ok(false);
            }
            after = ids.last().copied();
        }
    }
}
