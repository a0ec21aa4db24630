//! Page bookmarks: where a page of a list was left off, so that the next one costs what it holds and not what lies
//! before it (RFC 7644 §3.4.2.4 pages by number).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::Sealed;
use super::users::take_tenant;
use rollcall_rules::admission::{Admitted, ClaimedTenant};
use uuid::Uuid;

/// How long a directory can take from one page to the next; after that the page is found by counting.
pub const TTL: SignedDuration = SignedDuration::from_mins(10);

/// Where a list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bookmark {
    /// The last resource of the page before, by its id.
    pub after: Uuid,
    /// Resources in the whole list, as counted when it was begun.
    pub total_results: usize,
    /// When the list was begun. Who is created later is not in it: the pages would shift under the reader, and those
    /// at the end be missed by one who goes by the first total.
    pub begun_at: Timestamp,
}

impl Store {
    /// A tenant, and the bookmark of the page that starts at `start_index`, unless it has expired. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn tenant_and_bookmark(
        &self,
        claimed: &ClaimedTenant,
        query: &str,
        start_index: usize,
        now: Timestamp,
    ) -> Result<Sealed<Option<Bookmark>>, StoreError> {
        let tenant = claimed.id();
        let (tenant_key, key) =
            (PrimaryKey::tenant(tenant), PrimaryKey::bookmark(tenant, query, start_index));
        let mut found = self.table.batch_get("read a bookmark", [tenant_key.clone(), key.clone()]).await?;
        let record = take_tenant(&mut found, &tenant_key)?;
        let bookmark = found.remove(&key).map(item::to_bookmark).transpose()?;
        let live = bookmark.filter(|bookmark| now.as_second() < bookmark.expires_at);
        Ok(Sealed::new(record, live.map(|item| item.content)))
    }

    /// Leaves a bookmark for the page that starts at `start_index`. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn leave_bookmark(
        &self,
        admitted: &Admitted,
        query: &str,
        start_index: usize,
        bookmark: Bookmark,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let expires_at = item::seconds_after(now, TTL);
        let item = item::of_bookmark(&admitted.id, query, start_index, bookmark, expires_at)?;
        self.table.overwrite("leave a bookmark", item).await
    }
}
