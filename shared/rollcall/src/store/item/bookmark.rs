//! The item of a page bookmark.

use rollcall_rules::tenant::TenantId;

use super::{Expiring, from_item, with_key};
use crate::store::bookmarks::Bookmark;
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// The item of the bookmark from which the page that starts at `start_index` goes on.
pub(in crate::store) fn of_bookmark(
    tenant: &TenantId,
    query: &str,
    start_index: usize,
    bookmark: Bookmark,
    expires_at: i64,
) -> Result<Item, StoreError> {
    let body = Expiring { content: bookmark, expires_at };
    with_key("leave a bookmark", PrimaryKey::bookmark(tenant, query, start_index), &body)
}

/// Reads the item of a page bookmark, which may have expired.
pub(in crate::store) fn to_bookmark(item: Item) -> Result<Expiring<Bookmark>, StoreError> {
    from_item("read a bookmark", item)
}
