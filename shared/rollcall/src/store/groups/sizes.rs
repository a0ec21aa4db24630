//! All groups of a tenant, and how many are in each of some of them: what a list for people needs.

use futures_util::future::try_join_all;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupId, MAX_GROUPS};

use super::super::Store;
use super::super::error::StoreError;
use super::super::item;
use super::super::keys::{self, MEMBER_COUNTER};
use super::super::table::{Index, Query, SortKeys};

impl Store {
    /// All groups of a tenant, in order of id: from the index, milliseconds behind the table. One call for a megabyte
    /// of them, which is some two thousand.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn all_groups(&self, admitted: &Admitted) -> Result<Vec<Group>, StoreError> {
        self.groups_after(admitted, None, MAX_GROUPS).await
    }

    /// How many are in each of these groups, in their order. One call a group, all at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn member_counts(
        &self,
        admitted: &Admitted,
        groups: &[GroupId],
    ) -> Result<Vec<usize>, StoreError> {
        let counts = groups.iter().map(|id| async move {
            let query = Query {
                index: Index::TABLE,
                partition: keys::group_partition(&admitted.id, *id),
                sort_keys: SortKeys::StartingWith(MEMBER_COUNTER),
                filters: Vec::new(),
            };
            let counters = self.table.all("count the members of groups", query, item::to_count).await?;
            Ok(counters.into_iter().sum())
        });
        try_join_all(counts).await
    }
}
